"""Meanings of clauses, in the order in which the patterns count, and hints that something happened.

To add a phrase, add a line to one of the tables; tests/corpus/marks.en.tsv says what they must read, and above all what
they must leave alone.
"""

from __future__ import annotations

from followupd.core.phrases.english.another_day import (
    AGAIN,
    BACK,
    BOOKED,
    CONFIRMED,
    LATER,
    MEETING,
    PLAN,
    RINGS,
    WISH,
)
from followupd.core.phrases.english.busy import BUSY
from followupd.core.phrases.english.messages import LEFT_MESSAGE, NO_MESSAGE, NOTHING_LEFT, PASSED_ON
from followupd.core.phrases.english.not_reached import BOUNCED, DECLINED, NO_ANSWER, WRONG_NUMBER
from followupd.core.phrases.english.reached import DONE, PICKED_UP, REACHED, SENT, WROTE
from followupd.core.phrases.patterns import Says
from followupd.core.values.facts import Outcome

ATTEMPT = """
called out$
thought <she>|i...
did not think|expect...
<i> [am] <called> [to] [<call>|calling|ringing|phoning] [<her>] [NUMBER|twice] [times|mins|rings]
<i> gave <her> a call|ring|buzz|bell|shout
<i> <called> <hers> [_] phone|home|office|work|number|house|desk|mum|flat
<i> made a call
did call|ring|phone|try [<her>]
<i> <called> [<hers>] [_] <workplace>
[went] straight to voicemail
[<hers>] [phone|call|it|number] goes|went|going|rang|rings [straight] to voicemail|machine|beep
attempted [a] [telephone|phone|outbound] call|calls|contact [to|with] [<her>] [NUMBER]
attempted to <call>|speak [to|with] [<her>]
[a|<n>|first|second] [telephone|phone|outbound] call|calls|contact [was|were] attempted|made|placed [to] [<her>]
[a|<n>|first|second|third] attempt|attempts [was|were] made [to] [<call>] [<her>]
outbound [telephone|phone] call|attempt
dial|attempt|call|try NUMBER$
i <call> [<her>]
went to voicemail
got [<hers>] [voice|answering] voicemail|email|machine
[<hers>] machine|voicemail [is|was|came|comes|kicked|clicked] on|in$
[<hers>] <person> put|transferred|connected|passed me|us [on|through|over]
mailbox
let it ring|go...
kept|keep|keeps getting voicemail|machine...
beep went|goes
went to the answering machine|voicemail
<i> knocked [on|at] [her|the] [door]
<i> rang the|her bell|door|doorbell|buzzer
<i> popped|nipped|went|called|dropped|stopped round|by|over|in...
[<she>] cut|rejected|dropped [the|my] call
[the] call|line [got|was] disconnected|cut|dropped...
[got] [an|her] auto|automatic reply|response
NUMBER|first|second|third|another try|attempt|go|dial|call$
<n> rings$
<i> gave <her> a quick|wee|little|short call|ring|buzz|bell|shout
<i> gave it|her another|two|three|NUMBER|a tries|rings|goes|shots|try|go|shot|ring
<i> went to <hers> flat|house|place|door|home|office|shop|work
gave <her> a try|go...
<i> wanted|hoped|meant to <call>|talk|speak|chat...
<i> missed <hers> call...
seen|read$
bad|poor|terrible|awful|crackly|dodgy line|signal|connection|reception...
line|signal|connection|reception [was] bad|poor|terrible|awful|crackly|dodgy...
[my|the|her] phone|battery died...
<she> disconnected|cut the|my phone|call...
"""

ANOTHER = """
<i> <spoke> to|with _...
had [a] [<adj>] <talk> with _...
"""

SOMEBODY_ELSE = """
<i> <spoke> to|with [<hers>] <person>
<i> got|reached [<hers>] <person> [instead]
<i> got through to [<hers>] <person>
[<hers>] <person> took it|call|phone
<i> got some|a [<adj>] bloke|guy|man|woman|lady|kid|stranger|fella...
[<hers>] <person> [_] answered|picked|says|said|goes|there|home...
[it|phone|call] [was] answered|picked|taken|lifted|received by...
<hers> _ took|answered|picked [up] the phone|call
someone|somebody|stranger else answered|picked...
[some|a] [old|young] stranger|bloke|woman|man|lady|lass|guy|fella|kid|chap|girl|lad [in|from|at _] answered|picked...
some _ called _ answered|picked...
"""

ABSENT = """
[<she>] is|was out of [the] town|office|country|state|area...
[<she>] is|was [still|already|just|currently] out
[<she>] is|was [still|already|just|currently] out at|in|on|for|with|until|till|today|all|now|shopping...
[<she>] is|was [still|already|just|currently] away|gone|asleep|abroad|travelling|traveling|off|elsewhere...
[<she>] is|was not|never in|home|there|around|available|back...
<she> is|was [still|already|just] in|at|on...
not there|in|home|available...
<she> is|was having a|her...
[still] away|off|abroad|travelling today|this|all|at|in|with...
[<she>] [is|was] on [maternity|annual|sick|mat|a] leave|holiday|vacation|holidays...
<she> gone to|for|out|off...
<she> has gone|left|popped|nipped|stepped|moved...
has|had gone|popped|nipped|stepped out|away|off|to|for|down...
<she> went|popped|nipped|stepped out|to|away...
"""

# News that only they can have given: after "called" it says that they were in touch.
NEWS = """
all [is|was] [very] good|fine|well|ok|grand|great|sorted|quiet|agreed|settled|fixed|clear$
<she> is|was|seems|sounds|sounded|seemed [very|really|so|much|all|doing] <fine>...
<she> wants|agrees|accepts|likes|loves|thinks|confirms|agreed|accepted|confirmed|signed|promised|ordered...
we <agreed>|decided|settled|discussed|laughed|talked...
<she> got _
<she> will consider|think|sign|come|bring|send|pay|check|decide|read|look|discuss|attend|join|help|renew|buy...
<she> is|was in great|good|flying|fine|top form|spirits$
<she> says|said hi|hello|thanks...
[<she>] sends|sent her love|best|regards...
<she> loved|liked it$
<i> told|updated|informed|advised|reassured <her>...
<i> advised|explained|discussed|agreed|confirmed on|about|that|the|a|her|our|how|what|re...
"""

# Somebody said it: what they said counts, if it is about the call.
REPORT = """
it|recording|voice said|says [that]
[<somebody>] said|says [that]...
[<somebody>] told me|us [that]
[i] [was] told [that]
<she> made it clear [that]
"""
SETTING = """
<she> is|was|has|had|will|would...
in|at a|the|her|court|work|meetings...
between meetings|patients|lessons|jobs|clients|classes|appointments
[<she>] gave|had me|us [only|about] NUMBER|a|one|two|thirty sec|secs|seconds|min|mins|minute|minutes
mid...
was _...
[<hers>] <person> said|says|answered|picked|was|is...
<person>$
said|says...
[<she>] must|may|might|could have been...
<she> must|may|might be...
must|may|might be out|away|off|asleep|busy|ill|sick...
no _ yet$
did not ring|call|phone$
[i] could|can|did not face|fancy|bear|feel|like [calling|ringing|phoning|talking|the|a] [call|phone] [her]
[i] [had|have] no time|chance|nerve to <call>|talk|speak|write
[i] gave up calling|ringing|phoning|trying|on the|phone [phone]
"""

# After "spoke": it was somebody else, or not really.
TAKEN_BACK = """
not <her>
not to|with...
not really
not herself|himself
not the...
only [to|with] <hers>...
only [to|with|got] [the] machine|voicemail|person...
[<she>] did not answer|pick|speak|talk|reply|come|say|hear|want|take|know$
never...
"""

# Words that may be anywhere in a clause and turn nothing round: when, where, how long, how often.
ASIDES = """
on|via|by|over|through [<hers>] [work|home|office|other|old|new|second|private|business|usual] <device>
on|via|by [<hers>] sat|satellite|personal|company <device>
on both|all [<hers>] phone|number|numbers|phones
from|in|outside the|my|her|his|a car|train|office|bus|airport|taxi|road|station|plane|hotel|garden|park|shop|queue
from|at home|work|church|school
for [about|around|nearly|almost|over|at|only|a|good|least|under] [<n>] <time>
for ages|once|hours
a good|solid|full|whole|quick|brief [<n>|couple|few] [of] <time>
dozen|dozens|loads|lots|bunch|number [of] times
at|around|about|by|since [about|around] NUMBER|noon|midday|<n> [am|pm|sharp]
NUMBER am|pm
at lunch|lunchtime|noon|midday|teatime|breakfast|night
this|yesterday|early|late morning|afternoon|evening|lunchtime
in the morning|afternoon|evening
last night
today|yesterday|earlier|tonight
earlier|later on|today|this [morning|afternoon|evening|week]
[a|the|another] couple|few|several|many|<n> [of] times
[<n>] more|other times
this|that time
at|on the NUMBER|first|second|third|last ring
[once|yet] again
NUMBER|first|second|third try|attempt|time|go|call|tries|attempts|touch
twice|thrice
every|each time
first|second class
by accident|chance|mistake
all day|morning|afternoon|week [long]
before|after|over|during lunch|breakfast|work|dinner|tea|supper|school|church|hours
[a] few|couple|<n>|NUMBER <time> ago
between NUMBER|<n> and NUMBER|<n>
so far
as usual|always|ever|expected|promised|planned|agreed
"""

# The first that matches counts, so that a negation comes before what it takes back.
PATTERNS: tuple[tuple[Outcome | Says, str], ...] = (
    (Says.NOTHING_LEFT, NO_MESSAGE),
    (Outcome.DECLINED, DECLINED), (Outcome.WRONG_NUMBER, WRONG_NUMBER), (Outcome.BOUNCED, BOUNCED),
    (Outcome.LEFT_MESSAGE, LEFT_MESSAGE), (Says.PASSED_ON, PASSED_ON), (Outcome.BUSY, BUSY), (Says.WISH, WISH),
    (Outcome.NO_ANSWER, NO_ANSWER),
    (Says.NOTHING_LEFT, NOTHING_LEFT), (Says.BOOKED, BOOKED), (Says.RINGS, RINGS), (Says.BACK, BACK),
    (Says.AGAIN, AGAIN), (Says.PICKED_UP, PICKED_UP), (Outcome.REACHED, REACHED), (Says.WROTE, WROTE),
    (Outcome.SENT, SENT),
    (Outcome.DONE, DONE), (Says.CONSENT, "ok|yes$"), (Says.LATER, LATER), (Says.ATTEMPT, ATTEMPT),
    (Says.MEETING, MEETING), (Says.CONFIRMED, CONFIRMED), (Says.TAKEN_BACK, TAKEN_BACK), (Says.NEWS, NEWS),
    (Says.PLAN, PLAN), (Says.REPORT, REPORT),
    (Says.SOMEBODY_ELSE, SOMEBODY_ELSE), (Says.ANOTHER, ANOTHER), (Says.ABSENT, ABSENT), (Says.SETTING, SETTING),
)

# Words that say that something happened: a text with one of them is asked about if no pattern reads it.
HINTS: tuple[tuple[Outcome, str], ...] = (
    (Outcome.NO_ANSWER, """
        no <reply>
        not <reply>|connect|available|reached|answered|picked|home
        never pick|picked|to|got
        nobody|none [is|was|has] <lifting>|there|here|home|in|at|came|come|opened|opens|took|around|about|reached
        left no|without [a] <message>
        no picks|picked|answers|answered
        no one [is|was] <lifting>|there|here|home|in|at|came|around|available
        not get|got through|hold
        missed her|his|their|a call
        missed call
        auto|automatic|autoreply|out-of-office reply|response
        out-of-office|autoreply|auto-reply
        on read
        cut her|me off
        phone off
        unsuccessful
        hung|cut|cuts off|up
        answered by
        i|we|am|are waiting|awaiting [for|to|on]
        waiting|awaiting [for|to|on] <her>|<reply>
        nothing|comment|hello click
        one|two|grey|blue tick|ticks
        on delivered
        not deliver|delivered|hear|ring|connect|join|turn|talk
        <person> answered|picked|says|said|took|thinks
        not [at] this address
        dead line
        line|signal|phone kept|dead|dropped|dropping|died
        still nothing|waiting
        no news|show
        """),
    (Outcome.REACHED, """
        got|get hold|through
        caught up|<her>
        got|had <her>
        gave <her> a call|ring|bell|shout|buzz
        told|asked|thanked|congratulated|wished <her> about|for|the|a|luck|happy|that|how|whether|if
        apologised|apologized|explained to <her>
        explained|gave|showed [_] [_] [_] to <her>
        agreed|checked|confirmed|sorted|settled [it|the|this|everything] [_] [_] with <her>
        gave <her> the|my
        stop talking
        DAY works|suits
        got in touch
        see|seeing you DAY
        <she> can [only] do|manage DAY
        email|text|message|call from <her>
        hold of
        """),
    (Outcome.WRONG_NUMBER, """
        wrong number|NAME
        number not|now|no|changed
        in service
        no longer lives|here|there
        never heard of
        someone|somebody else has|is|uses
        belongs to a|another|someone|somebody|some
        need|needs [a] new number|no
        """),
    (Outcome.DECLINED, """
        not interested
        stop <stop>
        to be removed
        removed|deleted from|off
        not <call>|<stop> [<her>] again|anymore
        no [more|further] contact
        no more|further calls
        gone|went elsewhere
        gone|going|went|goes|signed|signing|using [with] [a] another|other|someone|somebody|different|competitor|rival
        chose|chosen|picked|hired|switched [to] another|other|someone|somebody|different|competitor
        picked|chose|using|hired some|another other|mob|firm|company|agent|builder|supplier
        not [a] fit|looking|wanting|moving|renewing|buying|selling|proceeding
        not want|need|wish [a|the|any|me|us]
        zero|no budget|need|appetite
        budget frozen|gone|cut
        found another|someone|somebody|other
        not moving|going forward|ahead
        decided against
        deal is dead
        lost deal|them|her|him|client|account
        passed on it|this|the
        passed away
        not for them|us|her|him
        off the|our|my list|books|register|database|crm
        removal request
        blocked me|us|my
        unsubscribe|gdpr
        no longer works|work|there|with|need|needs|wants|looking
        <she> is|was dead|retired|deceased|gone|dropped
        dead|died|deceased|dropped$
        no use to us
        never again
        staying put
        another|different supplier|different supplier|agent|agency|provider|company|competitor
        said no$
        not bother <stop>
        leave her|me alone
        gone|went to <hers> rest|maker
        god bless|rest [<hers>] soul|<her>
        """),
    (Outcome.BUSY, """
        line busy|engaged
        good|bad time
        waved|shooed <her>|me|us off|away
        could|can|did|does|do|will|would not talk|speak
        too busy
        busy UNTIL
        cut|rang off
        cut|dropped|disconnected|rejected [the|my|her] call|line
        call|line [got|was] cut|dropped|disconnected
        """),
    (Outcome.LEFT_MESSAGE, """
        voice message|email
        left [<her>] [a|the|my|another] [_] <message>|number|details|name|it|again|twice|one|with|on
        pass it
        took a message
        """),
    (Outcome.BOUNCED, """
        <mail> came|back
        not delivered
        user|recipient unknown
        """),
    (Outcome.SENT, """
        sent <her>|the|a|it
        dropped <her>
        ok by|via email|text|phone
        half|partly|nearly|almost done|finished|sent
        """),
    (Outcome.CALL_BACK, """
        call|ring|phone|try again|back|<her>
        try later|tomorrow
        will|would call|ring|phone [me|us] back
        get back to me|us
        will|would|is call|ring|phone|calling|ringing|phoning me
        call me
        asked me|for|to
        get|gets|revert|reverts back|to
        wants|asked|reckons [it|me|us] in|to|by|on|for|a <call>|email|text|writing|letter|demo|quote|meeting|post
        will see what
        will do it
        <call> later
        on leave|holiday UNTIL
        away|off|out|office|holiday|vacation|leave|abroad|travelling|busy|unavailable from DAY
        mid|mid-dinner|mid-meal
        driving|boarding
        """),
    (Outcome.CALL_BACK, """
        DAY instead|then
        <put off> to|it|till DAY
        <call> <her> DAY instead
        hold UNTIL
        not now|today
        do|doing it|this DAY|when|after
        """),
    (Outcome.REACHED, """
        in the diary|calendar
        had a [<adj>] <talk> with
        <talk> with <her>
        long discussion|talk|conversation of|about|on|regarding|re|over
        DAY at mine|hers|ours|theirs
        <meal> DAY is off|cancelled|moved|postponed
        <talk> with <hers> <person>
        locked in
        <meal> <agreed>
        """),
)
