"""Phrases for a try that reached nobody, one pattern a line (patterns.py explains how to read them)."""

from __future__ import annotations

DECLINED = """
[<somebody>] [is|was|are] not|never interested [<never again>]
[<somebody>] [said|says] [that] [<she>] is|was not interested
no thanks|thank [you] [from] [<her>]$
thanks|thank [you] but no thanks|thank [you]$
[<somebody>] said|says|asked|asks|told|wants [us|me] [to] take|remove|delete|strike|get <her>|me|us off|from...
[<somebody>] said|says|asked|asks|told [us|me] [to] remove|delete <her>|me|us$
<she> wants out$
[<she>] does|do|did not want that we|i <call> [<her>] <never again>
[<she>] does|do not want us|me <stop> [<her>] [<never again>]
[<she>] would rather|prefer [that] i|we did not <call> [<her>] [<never again>]
[<somebody>] asked|requested [that] all|any|further contact cease|stop|end|ceases|stops
do not contact|call <her> <never again>$
not|never to [ever] <call>|bother|chase|disturb [<her>|me|us] <never again>
[<somebody>] told|asked|said [me|us] [_] [_] [_] [_] not|never to [ever] <call>|chase [<her>|me|us] <never again>
[<somebody>] told [me|us] to get lost|stuffed$
[<somebody>] told [me|us] to sod|bugger|piss|eff|jog|naff|bog|buzz|clear off$
[<somebody>] told [me|us] to do one$
[<she>] wants [us|me] to leave <her> alone|be|in [peace]
[<she>] wants to be left in peace
zero interest$
replied|texted|sent stop$
[<she>] withdrew|withdrawn|revoked [her] consent
[<she>] wants her|all data|details [to] [be] deleted|removed|erased
[<she>] asked not to be disturbed|called|contacted|rung|phoned|bothered [<never again>]
[<somebody>] asked|asks|wants|wanted [me|us] not to <call>|bother <her>|them|us|me
[<somebody>] asked|asks|wants|wanted [to] [be|come|get] [taken] off <our> [_] list|lists|books|database
[<she>] would rather|prefer not [to] be <contacted>|rang|called|bothered|disturbed...
[<she>] wishes|wants|wanted no more|further correspondence|letters|newsletters|reminders
[please] no more|further calls|contact re|about|on|regarding...
[<she>] will|would|wants|wishes|prefers [to] only [to] communicate|correspond [with us|me] in|by writing|email|letter...
[<she>] asked for no more|further calls|emails|contact|letters|texts|messages|mail
[<she>] [is] not to be <contacted>|called|rang|phoned [again] [<never again>]
[<she>] asked to be forgotten|deleted|erased
no thanks not interested
no interest$
no longer interested
[<she>] no longer needs|wants|requires our|us|me|services...
[<she>] declined$
[<she>] declined [any|all] further|more contact|calls
[<she>] [has] unsubscribed
[<somebody>] <said> [me|us|for] [to] stop [<stop>] [out] [<her>|me|us] [<never again>]$
[<somebody>] <said> [me|us] [to] stop <stop>|reaching...
[<somebody>] <said> [me|us] [to] [do] not|never [to] [ever] <call>|bother|email [<her>|me|us] <never again>
[<somebody>] <said> [me|us] never to <call> [<her>] [<never again>]
[<somebody>] asked|told|wants|wanted|said [me|us] [to] not|never [to] [ever] be called|contacted|phoned [<never again>]
[<somebody>] asked|said [me|us] [that] [we|i] no longer|more <call> [<her>]
[<somebody>] asked|told|said|says|wants [me|us] [to] leave her|him|them|me|us|NAME [alone|be|in] [peace]
[<she>] does|do|did not want|wish|need [any] [more] [further] calls|contact|emails
[<she>] does|do|did not want|wish to be called|contacted|disturbed|bothered|phoned|emailed [<never again>]
[<she>] does|do|did not want|wish to be <contacted> or <contacted> [<never again>]
[<she>] declined to instruct|engage|renew|proceed|continue|talk|speak [us|me|to|with] [us|me|further]$
[a] hard|firm|flat|definite|polite|clear no|pass [from <her>] $
[<she>] turned me|us down [flat]
[<she>] [has] blocked me|us|my
[<somebody>] told|tells me|us where to go|shove|stick|get [it|off]
[<somebody>] <said> [me|us] [to] delete|remove|erase|lose|take her|his|their number|details|data|name...
do not call|contact$
do not <call> [<her>] again|anymore|more|any$
<she> is|was not wishing|wanting|willing|wanted to be <contacted>|rang|called|disturbed...
[<she>] does|do|did not want|wish [me|us] to <call> [<her>] <never again>
[<she>] does|do|did not want|wish to hear from us|me [<never again>]
[<she>] no longer wants|wishes to hear from us|me
[<she>] does|do not want|wish to talk|speak to us$
[<she>] does|do|did not want|wish to talk|speak to us|me <never again>
[<she>] would rather|prefer not [be|to] [be] contacted|called
[<she>] requests|requested|wants|wishes|wanted no [more|further] calls|contact [with us|me]
no more|further call|calls|contact [please]$
[<she>] wants nothing [more|further] to do with us|me
[<somebody>] asked|said|told [me|us] [that] we|i [do|should] not|never <call> [<her>] <never again>
[<she>] no longer wants|wishes to be called|contacted|phoned|emailed
[<she>] wants|asked|asks to be left alone
[<she>] asked|wants [to] [be] [taken|removed] off the|our|my|your list|lists|books
[<she>] asked|wants to be taken|removed...
[<she>] [have|has] opted out$
[<she>] [have|has] opted out by|via text|email|letter|phone
[<somebody>] [has] <said> [me|us] [that] [we|i] [to] cease|end all|any|further|contact|calls...
[<she>] [have|has] opted out of calls|emails|contact|everything...
[<she>] refuses|refused to talk|speak to us|me
stop <stop> <her>|me|us$
stop calling|ringing|phoning|contacting$
[please] never <call> [<her>|me|us] again|anymore$
[please] remove|delete|unsubscribe me|us [from] [the|our|my|your] [list|lists|books|database]$
take|remove <her> off the|our|my|your list|lists...
"""

WRONG_NUMBER = """
wrong no
<i> got|had [hold] [of] the wrong NAME|person
<i> <spoke> to|with the wrong NAME|person
<number> goes|leads to a|another|some|someone|somebody...
[that|this|it] [is|was] not the NAME|person|number|house|lady|woman
<i> <called> the|a wrong number|person|NAME|one [altogether]
[that|this|it] [is|was] [the|a] wrong number|person|phone|line|NAME
[the] wrong person|lady|man answered|picked...
[the] wrong number fella|guy|bloke|woman|man|lady|lad|person|shop|firm [in|at] [_]$
[i] [have|had|got] [the|a] wrong number|person|house
[it|that|this] [is|was] not her|his|their|NAMES|the|a [right|old|valid] number|phone|line [<never again>]
not her|his|their|a [valid] number|phone
[it|that|this] is an old number
<number> [is|was|has] [now] [no|not] [longer] [been] [in] <broken>
[<hers>] number|line [is|was] [now] dead
<number> has|have changed
<number> is changed
dead|invalid|disconnected|disc|old number|line$
number|line disc$
that|this one is|was dead|old|wrong|disconnected|off
not a working|valid number|line|phone
<i> got a|the recording|operator|message|announcement saying|that [that] [<number>] [is|was|has] <unobtainable>...
<number> you have dialled...
no longer her|his|their number
no longer at|on this|that number
[it|this|that] [number] [is] a fax [machine|tone|number|line]
someone|somebody called _ has...
unobtainable$
<number> [is|was] [no|not] [longer] in|out service|use...
<number> [is|was] out of service|use|order...
<number> given [is|was] wrong|dead|old|invalid...
<number> [does|did|do|is] [not|no] [longer] exist|exists|existing|work|works|working
<number> is false|fake|incorrect|outdated
<she> has [an] other|another|different|new number now$
<number> is no longer hers|his|theirs
<number> not working
[<hers>] extension|ext [number] [is|was] [now] wrong|dead|old|invalid|disconnected|changed
someone|somebody else [is|was] [now] using|has|uses|on [got] her|his|the|this|that number|phone|line [now]
not in service
not in use
no longer in service|use
disconnected
[that|this|it] [is|was] [now] someone|somebody|another else's|elses number|phone
<number> is|was [now] someone|somebody|another else's|elses [number|phone]
someone|somebody else's|elses number|phone
[that|this|it] [is|was] [now] a stranger's number
<number> [now] belongs|belonged to...
belongs|belonged to someone|somebody|another|a...
<number> is now someone|somebody|another...
<number> [is] now a fax|business|shop|taxi|firm|restaurant...
someone|somebody else has her|his|the|this|that number [now]
[<she>] [has|is] changed her|his|their [phone] number
<number> i have|had|got [for|of] [<her>] [here] [is|was] [now] wrong|dead|old|invalid|out...
[<hers>] old number|line [is|was] [now] dead|off|gone
nobody|no [one] by|of|with|called that|this|NAME [name]...
<she> has had this|that|the number|phone for|since...
<she> had this|that|the number|phone for|since...
new|other people|tenants|owners|family have|has|got the|her|that|this number...
<number> [is|was|has] [been] cut off
<number> [is] out of date
<number> not recognised|recognized|known
[<number>] [is] [now] not|no [longer] hers|theirs [any|now] [more|anymore]
no NAME here|there|at|on...
no such person|NAME [here|there]
no such number
no subscriber|customer|user under|at|on this|that|the number
there is no NAME here|there|at...
never heard of her|him|them|NAME
"""

BOUNCED = """
[my|it|<hers>] [email|message] [has|was|is] [hard|soft] bounced [back] [again]
<mail> to _ [_] [_] [_] [hard|soft] bounced
[hard|soft] bounce$
<mail> blocked|refused$
[email] address rejected|refused|blocked$
[<mail>] got bounced
[got] [a|the] bounce [back]$
[<i>] [got] [a] delivery|undeliverable|bounce|undelivered failure|error|notice|report|message [notice|report|message]
[<mail>] kicked back
[<hers>] [email|it|message] bounces|bouncing [back]
<mail>|it [has|was|is] [come|came|comes|returned] [straight|right] <back>
<mail> [to <her>] [has|was|is] come|came|comes [straight|right] <back>
came|come straight|right back
came|come back undelivered|undeliverable|unopened
<mail> came|come [straight|right] back unopened|marked|saying...
[i] got my|the card|letter|email|parcel back
undeliverable
<mail> return|returns|returned|came|come [back] with|as [an] error|failure|undelivered...
[<hers>] mailbox|inbox|account|domain|user does|is not exist|found
[email] address unknown|not [known]$
[<hers>] mailbox|inbox|account [is|was] unavailable|disabled|suspended|closed|unknown
wrong [email] address$
[the|this|that|her|his] [email] address [is|was] wrong|old|dead|invalid
[the] <mail> failed to send|deliver
failed to send|deliver$
undelivered
<mail> [was|is|could] [be] undeliverable|undelivered|returned|rejected
<mail> was|is|could not [be] delivered
<mail> not delivered
could|can not be delivered
not delivered
<mail> did|does|would|could not go|get through [to] [<her>]
<mail> did|does|would|could not arrive|deliver|reach|send [<her>]
<mail> never arrived|came|reached|went|got [<her>] [through|there]
<mail> failed to send|deliver|arrive|reach [<her>]
<mail> failed|undeliverable|rejected|refused
[<mail>] delivery [has] failed|failure
<mail> [address] [is|was] [no] [longer] [not] dead|invalid|wrong|exists|valid|working|disabled|closed|unknown
<mail> [address] [does|no] [not] [longer] work|works|exist|exists
[email] address not|no found|longer [exists|valid]
[email] address [did|does] not exist
[got] [a] mailer daemon
[got] [a] mailer-daemon
[<mail>] [was|is] returned to sender
return to sender$
no such address|email
mailer daemon on|at|for...
"""

NO_ANSWER = """
she|he no <reply>|answering|replying [up]
[i] call|ring|phone|telephone|rings <n>|NUMBER time|times no [one] <reply>|<lifting> [up]
[phone] call|ring|phone|telephone|rings no [one] <reply>|<lifting> [up]
[<she>] [<did>] not|never seem|seems|appear [to] [be] answer|answering|pick|picking|reply|replying|around|in...
[<she>] [<did>] not|never take|taking|took|accept|accepting [any] [of] my|the|our call|calls
[<she>|nobody] [<did>] not|never|came come|came|to [to] the phone|door
<she> is|was not answering any...
nobody|no [one] is answering|picking|replying [up] $
nobody|no [one] goes|went to the phone|telephone|door
nobody|no [one] is answering|picking|replying [up] at|over|in...
nobody|no [one] opened [the|her] [door] $
[<hers>] <person> would|could|did|will|can not put|let|pass me|us through|past|speak|talk...
<i> [could|did|can] not get|got past|through|round <hers> <person>
<person> blocked [me|us] $
[<i>] [was|got] blocked|stopped by <hers> <person>
<i> got nowhere
[<hers>] phone|it rang|rings until|and|then|but...
<she> let it|the|phone ring...
<i> keep|kept missing <her>
<she> rejected|ignored|declined my|the|our call...
not a thing$
<i> hung up on the|her|his machine|voicemail|mailbox
<i> missed <her> by...
no sign of life
nothing [back] from <her>
<she> [is|has] gone|went quiet|silent|dark...
<i> drew a blank
[call|calls|it] went|going|goes no answer
<i> hung up after NUMBER|ten|twelve|several|many|a [few|lot|dozen] [of] rings
not a peep|sausage|word|squeak [out] [of|from] [<her>] $
<i> missed each other$
<i> <called> [<her>] [_] [_] [_] without <getting>...
[<she>] [is|was] not in|there|home|around|available when|as i...
[there] [was|is|got|again|still] no|zero|nil [_] <reply>
[there] [was|is|got|again|still] no|zero|nil <reply> from <her>|either|both|anyone
no <reply> to my|two|three|NUMBER|any|either|both...
no <reply> [up] on|to either|both|any|my|her|the|second...
<i> got no <reply> [up]
[there] [was|is] no <reply> [from <her>] to [my|our|the] [_] call|calls|text|texts|email|emails|message|messages
[<she>] [<did>] not|never <lifting> [up] [my|the|our] [call|calls|phone]$
no ring|ringing|dial|dialling tone
[<she>|it] [<did>] not|never answer|answered|answering|reply|replied|replying|respond|responded|responding|react
neither|none [of] [them|these|those] [phone|line] answered|picked|answering|worked|responded|replied [up]$
[there] [was|is] nobody|no [one|body] [is|was|has|did] <lifting> [up] [it|the|her|my] [phone|telephone|call|calls]
[there] [was|is] nobody|no [one|body] [is|was|has|did] <lifted> [up] [it|the|her|my] phone|telephone|call|calls
[phone] [is|rings|ringing] nobody|no [one] [is] taking|takes|take$
[there] [was|is] no|nil|zero <reply> received|obtained|forthcoming|given
[there] [was|is] silence$
[a] dead tone$
<i> [<could>] not get <reply>
[any] contact not made|established$
[the] [telephone|phone] call failed|dropped$
call|calls [was|were] no answer
[it|she] [is|was] not possible to <call>|get|speak...
[call] not connected$
nobody|no [one|body] [came|at|to] [to|at] [the|her] door
[call|attempt|attempts|calls|contact] [was|were] [attempted] unsuccessful$
never did get|reach|catch|find|manage|hear...
[<she>|it] [<did>] not|never [been] pick|picked|picking [up]
[<she>] does not answer|reply
<i> [<could>] not|never <could> [<able>] [to] <reaching> [<her>]
<i> [<could>] not|never been able to <reaching>|get|speak|talk [to|with|through|hold] [of] [to] [<her>]
<i> [<could>] not|never [<able>] [to] [really] <reaching> [<her>]
<i> [<could>] not|never [<able>] [to] get|got|getting in touch|contact [with] [<her>]
<i> [<could>] not|never [<able>] [to] [really] speak|spoken|spoke|talk [to|with <her>]
<i> [<could>] not|never [<able>] [to] get|got|getting [a] hold|ahold|through|onto|an|answer...
<i> [<could>] not|never [<able>] [to] get|got|getting <her>
<i> [<could>] not|never [<able>] [to] get|got|getting anyone|anybody|reply|response...
<i> did not get to speak|talk to|with <her>
<i> [<could>] not|never catch|caught <her>
not|never reached|answered|picked|reachable$
not|never reached|answered by|on|yet|again|at|despite|so...
[<she>] [is|was] not home|available|around|there|reachable|answering
[<she>] [is|was] not in|at [home|work|office|again|yet]$
[<she>] [is|was] not in|at the|her office|desk
<she> [is|was] asleep|unavailable|unreachable
[<she>] [<did>] not respond|answer|reply to [my|the] [_] call|calls|text|texts|email|emails
<she> ignored my|the call|calls
<number>|mobile|cell not|un reachable
<she> was out|away|gone
out|away|asleep|sleeping$
out of office|reach|range
unable to reach|get|contact|speak|talk...
<i> failed to reach|get|catch|speak|contact...
failed to connect$
[<she>] [is|was] out|away|off [_] [_] [_] when|as i <called>...
unreachable
nobody|none$
no one$
[there] [was|is] nobody|no [one|body|bugger] [is|was] [at|there] there|home|in|around|at|here...
[there] [was|is] nobody|no [one|body|bugger] [is|was] answered|answers|answering|picked|picks|picking...
[<hers>] phone|it rang|rings [rang] out|through|forever|unanswered|off|on|for|NUMBER
[<hers>] it|phone [is|was] ring|rang|rings|ringing$
rang|rings|ringing out|forever|unanswered
rang|rings|ringing out every|each time
rang NUMBER times|rings
rings$
rings and|rings
[it|phone] [just] rang and rang...
rang off
[i] [would|had] no luck|joy|answer|reply|success
[my|the] call [was|is] not answered|picked|received|attended|lifted
[<she>] did not receive|attend|take [the|my] call
not received|receiving|attended$
gone home|out$
gone for|to [the] day|night|lunch|evening|bed$
did not succeed to reach|get|contact...
nope|nup|zip|nuffin|nuthin|naff-all|bugger-all$
no bueno|takers|cigar|result|results|success|connection|pickup|reaction$
struck|strike out
to no avail
<i> [was|were] [<called>] [to] [<her>] without [any] success|luck|result|joy|answer
[attempted] [to] [<call>] [<her>] without [any] success|luck|result|joy|answer
[<hers>] phone|it|number [just] rings|ringing and|out|off...
line|phone|call|it went|goes|is dead
did|does not go|get through
<she> not picking up
[<she>] [<did>] not|never <lifted> [the|her|my] phone|call
<she> not|never <lifted>
[<she>] [<did>] not|never lifting|lifted|lift [up]$
[<she>] [<did>] not|never <lifted> up$
not lifted|lifting
[rang|ringing|rings] not <lifted> [the] [phone]
[<she>] [is|was] out|away|gone|asleep|elsewhere when|as i...
[the] call|calls|phone [is|was|are|were] not connecting|connected|going...
[<hers>] phone|home|office|work|house no <reply>
no <reply> with|on|from <hers> [_] phone|number|line
[left|leaves] [me|us] on read
[only|just] [got] blue ticks
seen no reply...
no in$
<she> [has] switched|turned her|the phone off
unavailable$
[the] user|subscriber|person|customer [is|was] [currently] busy|unavailable|unreachable
[<she>] can not be reached
[<did>] not lift|lifted$
[<she>] [is|was] not responding|answering|replying to calls|texts|emails|messages|anything
out of coverage|signal|area|network [area|zone]
[<number>] [is|was] [currently] switched|turned off
nobody|no-one's around|about|home|in
keeps|kept ringing
[<hers>] phone|it kept|keeps ringing
ring out$
[<hers>] phone [is|was|seems] [switched|switch|turned] off|dead|out
switched|turned off
[<hers>] voicemail|mailbox|inbox|machine|it [is|was] full
<i> missed <her>$
[still] nothing$
nada|zilch|silence|crickets|nowt$
silence from...
radio silence$
[<she>] [was] [a] no show|no-show
<she> did not show
no signal
no sign of <her>
<i> [have|had] not|never heard [anything|back]
<i> heard nothing
[it|call|phone] did|would|could|does not connect
it|call|phone did|would|could|does not ring|go [through]
call failed|dropped
in vain
[got] ghosted
<she> ghosted$
[<she>] ghosted|aired|blanked|ignored me|us|my
<she> [is|was] not free [now|today|to]
no one|body picks|picked|answers|answered|home|in|there [up]
nobody|no [one|body] came|opened|opens [to] the door
[i] [would|had] no luck|joy|success <getting> [hold|through] [of|to] [<her>]$
[<she>] did not turn|show|join|attend|dial|appear [up|in] [the|our] [call|meeting|zoom]$
<she> did not come$
[<she>] stood me|us up$
[the] call|number not getting|going connected|through
<number> [is|was] coming|showing|saying|still switched|turned|unreachable [off]
gave up after...
gave up$
"""
