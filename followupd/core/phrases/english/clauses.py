"""What clauses may say, in the order in which the patterns count, and hints that something happened.

To add a phrase, add a line to one of the tables; tests/corpus/marks.en.tsv says what they must read, and above all what
they must leave alone.
"""

from __future__ import annotations

from followupd.core.phrases.english.another_day import AGAIN, BACK, BOOKED, CONFIRMED, LATER, MEETING, WISH
from followupd.core.phrases.english.not_reached import (
    BOUNCED,
    BUSY,
    DECLINED,
    LEFT_MESSAGE,
    NO_ANSWER,
    NOTHING_LEFT,
    PASSED_ON,
    WRONG_NUMBER,
)
from followupd.core.phrases.english.reached import DONE, PICKED_UP, REACHED, SENT
from followupd.core.phrases.patterns import Says
from followupd.core.values.facts import Outcome

ATTEMPT = """
thought <she>|i...
did not think|expect...
<i> <called> [to] [<call>|calling|ringing|phoning] [<her>] [NUMBER|twice] [times|mins|rings]
<i> gave <her> a call|ring|buzz|bell|shout
<i> <called> <hers> [_] phone|home|office|work|number|house|desk|mum|flat
<i> <spoke> to|with <hers> <person>
<i> made a call
[went] straight to voicemail
went to voicemail
got [<hers>] [voice|answering] voicemail|email|machine
mailbox
"""

# Somebody said it: what they said counts, if it is about the call.
REPORT = """
[i] was told [that]
[<somebody>] said|says [that]
[<somebody>] told me|us [that]
"""
SETTING = """
<she> is|was|has|had|will|would...
in|at a|the|her|court|work|meetings...
mid _...
was _...
[<hers>] <person> said|says|answered|picked|was|is...
<person>$
said|says...
no _ yet$
did not ring|call|phone$
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
[<she>] did not...
never...
[<she>] can not do|make...
"""

# The first that matches counts, so that a negation comes before what it takes back.
PATTERNS: tuple[tuple[Outcome | Says, str], ...] = (
    (Outcome.DECLINED, DECLINED), (Outcome.WRONG_NUMBER, WRONG_NUMBER), (Outcome.BOUNCED, BOUNCED),
    (Outcome.LEFT_MESSAGE, LEFT_MESSAGE), (Says.PASSED_ON, PASSED_ON), (Outcome.BUSY, BUSY), (Says.WISH, WISH),
    (Outcome.NO_ANSWER, NO_ANSWER),
    (Says.NOTHING_LEFT, NOTHING_LEFT), (Says.BOOKED, BOOKED), (Says.BACK, BACK), (Says.AGAIN, AGAIN),
    (Says.PICKED_UP, PICKED_UP), (Outcome.REACHED, REACHED), (Outcome.SENT, SENT), (Outcome.DONE, DONE),
    (Says.CONSENT, "ok|yes$"), (Says.LATER, LATER), (Says.ATTEMPT, ATTEMPT), (Says.MEETING, MEETING),
    (Says.CONFIRMED, CONFIRMED), (Says.TAKEN_BACK, TAKEN_BACK), (Says.REPORT, REPORT), (Says.SETTING, SETTING),
)  # fmt: skip

# Words that say that something happened: a text with one of them is asked about if no pattern reads it.
HINTS: tuple[tuple[Outcome, str], ...] = (
    (Outcome.NO_ANSWER, """
        no <reply>
        not <reply>|connect|available|reached|answered|picked|home
        never pick|picked|to|got
        nobody|no picks|picked|one|answers|answered
        not get|got through|hold
        """),
    (Outcome.REACHED, """
        got|get hold|through
        caught up|<her>
        got|had <her>
        email|text|message|call from <her>
        hold of
        """),
    (Outcome.WRONG_NUMBER, """
        wrong number|NAME
        number not|now|no|changed
        in service
        never heard of
        someone|somebody else has
        """),
    (Outcome.DECLINED, """
        not interested
        stop <stop>
        to be called|contacted|removed
        not <call>|<stop> [<her>] again|anymore
        no [more|further] contact
        no more|further calls
        not bother <stop>
        leave her|me alone
        """),
    (Outcome.BUSY, """
        line busy|engaged
        good|bad time
        not talk|speak
        too busy
        cut|rang off
        """),
    (Outcome.LEFT_MESSAGE, """
        voice message|email
        pass it
        took a message
        """),
    (Outcome.BOUNCED, """
        <mail> came|back
        not delivered
        """),
    (Outcome.SENT, """
        sent <her>|the|a|it
        dropped <her>
        """),
    (Outcome.CALL_BACK, """
        call|ring|phone|try again|back|<her>
        will|would call|ring|phone [me|us] back
        call me
        asked me|for
        """),
    (Outcome.REACHED, """
        in the diary|calendar
        locked in
        <meal> <agreed>
        """),
)  # fmt: skip
