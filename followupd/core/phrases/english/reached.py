"""Phrases for having been in touch, or having sent something, one pattern a line."""

from __future__ import annotations

REACHED = """
<i> did speak|talk [to|with] [<her>]
<i> [was|were] speaking|talking|chatting to|with <her>
<i> attended on|upon <her>
<i> <called> [<her>] with success|result
<i> <called> [<her>] successfully
[a] successful [phone|telephone|video|zoom] call|contact [made|established] [with <her>]
<i> made [a] successful contact [with <her>]
[<she>] written back...
contact [was|is|has] [been] made|established$
contact [was|is|has] [been] made|established with <her>
she|he reply|respond|replies|responds yes|ok|that|with|by|positively...
<i> <spoke> to|with <her>
<i> <spoke> to|with <her> in|at|when|before|from|the...
we [have|had] <spoke>
we [have|had] <spoke> about the|our|a|how|what|everything|it...
<spoke>
<spoke> about the|our|a|how|what|everything|it...
<spoke> [_] [_] about the...
<i> <spoke> [to|with] [<her>] [for] NUMBER...
<spoke> [at] length
i [have] <spoke>$
<she> <spoke> to|with me|us
<i> reached <her>
<i> reached <her> at|in|on...
reached$
reached she|and|at|on|again|wants
<i> got [a] hold|ahold of <her>
<i> got onto|holda <her>
<i> got in touch|contact with <her>
<i> made contact with <her>
<i> touched base with <her>
<i> tracked|pinned|ran <her> down
<i> raised <her>
<i> talked|walked|ran <her> through [the|a|her|our|this|that] [new] <written>|it|everything|options|process|terms|steps$
<i> caught <her> at the|her|his|our|my [_] [_]$
<i> popped in on <her>
<i> wished <her> [a] happy|merry [_] on|over the phone
<i> had [a] [<adj>] [<adj>] [<adj>] catch up [with <her>]
[the] meeting|call|<meal> held|happened$
[the] meeting|call|<meal> took place$
<i> prayed with <her>
<i> visited with <her>
<i> caught <her> on|between|mid the|a|two|jobs|meetings|patients|hop|fly|way|move|lessons...
<i> got through NUMBER|on|at|this|second|third|first|in|after the|my|a|time|attempt|go...
<i> saw <her> in person
<i> saw each other at the...
<i> had <meal> at hers|his|theirs|mine|ours
<i> had [a] [<adj>] <meal> together$
<she> was [so|very|really|just] made up [that|when] [i] [<called>] [to] [hear] [from] [me]
<i> ended up speaking|talking|chatting [to|with] [<her>]
<i> got|had <her> on the phone|line|blower...
<i> got|had <her> on zoom|teams|skype|facetime|phone
<i> had [<adj>] contact with <her>
<she> contacted|informed|updated|advised|notified|reached by|via|over phone|telephone
[a] long|lengthy|good [<adj>] <talk> with <her>
<i> got through to <her>
<i> got through$
<i> got <her>$
<i> got <her> NUMBER|on|in|at|this|straight|after|first|TICK
<i> got|reached|caught <her> on|at [the] NUMBER|first|second|third|last attempt|try|go|ring|time
[only] <i> got NUMBER [mins|minutes|min|hour|hours] with <her>
<i> caught <her>$
<i> caught <her> in|just|before|after...
<i> caught <her> on the phone|way...
<i> caught <her> at home|work|lunch...
<i> caught <her> between|as|while|during...
<i> caught <her> on her|his|their|the lunch|break|mobile|doorstep|train|bus...
<she> was [so|very|really|just] <glad> [that|when] i|we <called>
<she> was [so|very|really|just] <glad> to hear from me|us
[it|so] [was] <praise> to hear [from] <her> [voice]$
[it|so] [was] <praise> to speak|talk|chat to|with <her> $
[it|so] [was] <praise> to chat$
[it|so] [was] <praise> to catch up [with <her>] $
<i> popped|dropped|called|nipped|stopped in|round|by|over to|and see|saw <her>
<she> got|been [back] in touch|contact [again] [with me|us]
<she> phoned|rang|called herself$
[<she>] [has] called|rang|phoned back
<i> saw <her> at|in mass|church|school|gym|town|work|market|yoga|choir
we went|talked|ran through the|her|our|this|that|it|everything...
<i> discussed$
<i> managed [a] [<adj>] [<adj>] <talk> [with <her>]
<i> told|informed|advised|updated|notified <her> by|via|over|on [the] phone|telephone...
<i> discussed|disc with <her>
<spoke with> [with|to] <her>
<i> <called> <her> who said|says|told|confirmed|confirms|agreed|agrees|asked|will|wants|would...
<i> called|rang|phoned with <her>
[a] [quick|brief|short|long] telecon|teleconference with <her>
<i> discussed [the|a|her|our] [_] [_] with <her>
<i> went|talked|ran through|over the|a|her|our|this|that [_] [_] with <her>
<i> discussed [the|a|her|our] [_] [_] on|over the phone
[the] call|meeting was <praise>|ok|fine$
<i> met <her> by chance|accident...
[telephone|phone] conversation|attendance|consultation|contact [held|had] with|on <her>
<i> had [a] [<adj>] heart to heart [with <her>]
<i> [got|was] put through [to <her>]
answered my|our email|text|message|letter|card|question
visited$
<i> went to see|visit <her>
<meal> with <her> done$
<i> <spoke> it|things|everything|this|that over|through [with <her>]
<i> went|talked|ran|gone over|through it|things|everything|this|that|the with <her>
<i> had [a|an|our] [<adj>] <talk>$
<i> [been] speaking|talking|chatting to|with <her>
<i> [was|were] [been] on the phone|line|blower with|to <her>
[just|i] [got] off [the] phone|call|line with <her>
NUMBER [min|mins|minutes|hour|hours] on the phone [with|to <her>]
[<n>] [a] <time> on the phone|line with|to <her>
<i> discussed [it|this|that|everything|things|matters] with <her>
<i> grabbed|nabbed|collared|buttonholed <her>
<i> grabbed|nabbed <her> for|at|on|between|after|before...
<i> got <her> this time
<i> got <her> at|by|after|between...
<i> spoken|spoke|talked|chatted [to|with <her>] face|in to|person [face]
<i> caught up$
<i> caught up with <her>
<i> caught up about|for|properly...
<i> caught up over|on [the|a|all|some] <device>|<meal>|news|things|everything|it|life|skype|gossip...
<i> connected [with] [<her>]
<i> had [a|an|our|another] [<adj>] [<adj>] [<adj>] <talk> [with <her>]
<i> had [a|an|another] [<adj>] [<adj>] <talk> about...
[a] <praise>|another [<adj>] <talk> with <her>
[a] <size> [<adj>] <chat>|word with <her>
[a] <praise> [<adj>] <chat> about|and...
[a] <praise>|long|proper|decent|grand [<adj>] <chat>|discussion|call with herself|himself
[a] long [<adj>] <chat> about|and...
[a|very|really|such|so] [a] <praise> [<adj>] <talk>|<meal>$
[a|very|really|such|so] [a] <praise> [<adj>] <talk> with <her>
[a] <size> [<adj>] <chat>$
[the] <meal> was <praise>
we had [a] <adj> time$
[a] <praise>|quick|long|short|proper [<adj>] catch up [with <her>]
NUMBER min|mins|minute|minutes|hour|hours chat|talk|call$
<i> had [a|an|our] [<adj>] <meal> [together] with <her>
i|we had [a|an|our] [<adj>] lunch|coffee|dinner|breakfast|tea|drinks$
had [a|an|our] [<adj>] lunch|coffee|dinner|breakfast|tea|drinks$
[i|we] went for [a|an] [<adj>] <meal> [with <her>] $
<i> met [up] [with <her>] $
<i> met [up] [with] <her> for|over...
we met up at|in...
<i> met [up] for|over [a] [<adj>] <meal>
<i> met <her> in|at [_] [_] [_] [_] instead
<i> met <her> in|at the street|park|supermarket|shop|market|corridor|lift|gym|village
<i> met <her> in|at town|church
<i> bumped|ran into <her>...
<i> met <her> outside|inside|after|before|behind|near|by...
<i> would a [<adj>] <talk> with|about|over...
<i> would a [<adj>] <talk>$
<she> <agreeing> [_] [_] [_] [_] on|over|by the phone
<i> had <her> on$
[a|the|our] [_] conversation|call|talk|discussion|chat took place
<i> interviewed|briefed|debriefed|consulted <her>
[<i>] [got|had] [a|the|her] reply|answer|response from <her>
<i> got|had a text|reply|email|message|call|word back [from] [<her>]
<i> saw <her>$
<i> saw <her> at|in the...
<i> saw <her> at church|work|home|school
<i> visited <her>$
<i> visited <her> in|at...
<she> came over|round|by$
<she> came over|round for...
<she> came by the house|here
<she> popped|dropped in|round|by...
<she> stopped by...
<she> replied|responded
<she> replied|responded with a...
<she> replied|responded|answered [to] me|us|my...
replied$
replied by|via|with...
responded
<she> did$
<she> said yes to the|our|my|everything|both|it...
[<she>] said|says|say [to] go ahead
<she> beat me to it
[<she>] called|rang|phoned|texted|wrote|messaged|emailed|got [to] me|us [back]
[<she>] called|rang|phoned|texted|wrote|messaged|emailed back
<she> got back to me|us
<she> called|rang|phoned me|us [back] before|when|in|at...
[<she>] returned my call
<she> called|rang|phoned$
<i> heard [back] from <her>
heard back
<i> got a|an|her reply|response|answer [from <her>]
<i> got a|an reply|response|answer by|via...
<i> got a text|email|message|call|letter from <her>
<i> managed to speak|talk|get|reach|catch [to|with] [hold|through] [of|to] <her>
we met [up] $
we texted|messaged|emailed|zoomed|skyped$
[the] [zoom|video|<adj>] conversation|<talk>|visit|<meal> [with <her>] went [very|really] well|ok|fine|great|good
it went [very|really] well|ok|fine|great|good$
[it] was a <praise> [<adj>] <talk>
ended up meeting for a...
[video] called and|we <spoke>
"""

# Somebody answered; what came of it follows.
PICKED_UP = """
[<she>] [has] picked up
[<she>] [has] answered
<she> took|lifted [the|my] phone|call
she|he pick|picking up
she|he answer
"""

# They wrote: what they wrote follows, or is in the next clause.
WROTE = """
<she> wrote|emailed|texted|messaged [me|us] [back] <to say>...
<she> wrote|emailed|texted|messaged [me|us] she|it|yes|no|ok|all|her is|will|would|can|good|fine|accepts|agrees...
<she> sent [me|us] a text|message|email|reply <to say>...
<she> wrote|emailed|texted|messaged [me|us] [today|yesterday]$
<hers> email|text|message|reply|answer [has] came|arrived|received [in]$
[a] reply|response|answer|email|text|message [was|has] [been] received|arrived|came [in] [from <her>] [<by mail>]$
[a] reply|response|answer in <by mail>$
<i> received [a] text|message|email|reply|response|answer [from|by <her>]...
"""

SENT = """
sent$
<i> sent [<her>] [off] [<hers>|another] [<adj>] [<adj>] <written> [to <her>]
<i> sent it
<i> <sending> to <her> the|a|an|my|our|some...
<i> texted|emailed|messaged <hers> phone|inbox|number|address
sent by|via|on|over text|email|post|telegram...
<i> sent [<her>] [a|the|my] <written> <written> [to <her>]
<i> replied|answered|responded [to] <hers> [_] <written>
<i> sent|emailed|texted|forwarded|posted [<her>] the|a|some|my|our|NUMBER _ [_] over|across|through|off [to] [<her>]
<i> sent|emailed|texted|forwarded|posted [<her>] [the|a|some|my|our|all] [_] <written> over|across|through|as
<i> sent|emailed|forwarded [<her>] the|a|some|my|our _ [_] for signature|approval|comment|review|info|checking...
<i> emailed|texted|messaged|whatsapped|dm'd on|via|through|by <device>...
[<written>] [<adj>] voicemail|text|message|note|email|dm done|sent|gone
letter|email|text|message|invite|invitation|card|parcel [_] [_] [_] went|gone out|off [by|via] [<posted>] [today|now]$
<i> popped|sent|dropped [<her>] a [<adj>] [<adj>] <written> to <her>
<written> of _ [_] [_] sent|posted|emailed|texted
[_] [_] [_] letter|email|text|message|invite|invitation|card|parcel gone|went out|off$
[_] [_] [_] <written> [is|has] gone|went [out|off] by|via|in [the] <posted>$
inmail|inmailed|dm sent|out|gone|off
<i> sent _ [_] by|on|via|over email|post|text|whatsapp|mail...
<hers> [_] <written> [is|was|has] [been] emailed|posted|texted|forwarded|couriered|messaged
<written> [is|was|has] [been] emailed|posted|texted|forwarded|couriered|messaged
<i> written [to] <her> [a] [<adj>] [<written>]
<i> sent|emailed|texted|posted|forwarded|messaged|couriered [over|off|out] [<her>] [<hers>] [<adj>] <written>
<i> shared [the|a|an|my|our] [_] <written> on|by|via...
<i> shared [the|a|an|my|our] [_] <written> with <her>
<i> sent|wrote|posted|dropped [<her>] [a|the] thank you <written>
<i> <sending> [off|over] [the|a|some|my|our|<hers>] [_] [_] <written> to <her>
[the|<hers>] [_] <written> sent|emailed|posted for|via|as...
[the|<hers>] [_] <written> sent|emailed|posted by|on email|post|text|courier|whatsapp|mail
<i> sent|posted|forwarded|shared [<her>] [over] the|my|our _$
<i> emailed|texted|mailed <her> the|my|our _$
<i> <sending> [the|a|my] [_] [_] to <hers> phone|email|address|inbox|mobile|office|work
<i> wrote|emailed|texted|messaged|replied back to <her>
[the|<hers>] [_] <written> sent|emailed|posted [off] to <her>
<i> sent|emailed|texted|posted|forwarded [over] [<her>] the|a|an|some|my|our [<adj>] [_] <written>
[birthday|christmas] wishes|greetings sent
card|letter written posted|sent
[<written>] message|text|email|card|flowers|parcel delivered$
<i> popped|stuck|put a [<adj>] card|letter|note in the|her post|door|letterbox
<i> pinged|dm'd|whatsapped|forwarded <her>
<i> dropped [<her>] [a] [<adj>] <written>
<i> sent <her> the|a|an|my|our|some...
<i> emailed|texted|messaged|wrote [to] <her>
<i> emailed|texted|messaged|wrote [to] <her> to|that|if...
<i> emailed|texted|messaged|wrote$
<i> wrote|written [to] <her> [a|an] [<adj>] <written> [because|as|since]
<i> wrote|written to <hers> email|address|inbox|number
<i> wrote|written [to] <her> by|via post|letter|email|mail
email|text|message [was|is|has] [been] written [to <her>] $
<written> [is|are] in <hers> inbox|mailbox|letterbox
<i> followed up by|via|with [an|a] <written>
<i> sent [a|an] follow up|follow-up <written>
emailed|texted|messaged|wrote instead...
emailed|texted|messaged|wrote again|about|asking|that|the
<i> emailed|texted|messaged|wrote to ask|say|tell|let|wish...
<i> emailed|texted|messaged|wrote [to] <her> <hers>...
<i> wrote|emailed [a|an|the|another] [<adj>] [<adj>] <written>
<i> dropped|shot|fired <her> [off] [a|an] [<adj>] <written>
<i> fired|shot|pinged|dashed off|over [a] [<adj>] <written> [to <her>]
<i> told|informed|answered|updated|asked|thanked <her> by|via|over|on text|email|letter|post
<i> passed|gave <her> [the] [_] <written> by|via|over|on text|email|letter|post
<i> dropped|left|put the|a <written>|parcel at|on|in|outside <hers> door|porch|desk|step|doorstep
<i> posted <hers> [<adj>] card|letter|note
[i] posted$
[_] card|letter|note|email|text|message|invite|postcard|flowers|parcel [is|was] sent|posted|out|gone [off]
[the|<hers>] <written> is in|on the|its post|way
postcard's in the post
[<written>] is on its|it|the way
<i> put a card|letter|note in...
[i] did it|this by|via|over email|text|post [instead]
<i> put|pushed|slipped|posted|popped|dropped|stuck a <written> through...
card|letter in the post
[<hers>] email is out
[the|<hers>] <written> is|has gone off|out
"""

DONE = """
done
[intro|<adj>] call|chat|consult|zoom|visit|demo|interview|viewing done|completed|finished [NUMBER] [min|mins|hours]$
[intro|first|second|quick|weekly|monthly] all|yes|that|job|call|zoom|meeting|visit|demo|chat done|completed|complete
that is done
done and dusted
TICK
TICK done|sorted|completed|ok
done TICK
ok done$
[ok] [i] did it|this
completed
complete$
ticked off
ticked$
finished$
made it$
handled|sorted$
all sorted$
dealt with$
taken care of$
"""
