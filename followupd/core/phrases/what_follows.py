"""The effect of a later clause on an earlier one: nobody answered, and then a message was left.

Takes what was read and the clause after it; gives what they say together, or that it stays as it is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from followupd.core.phrases.another_time import NOT_REACHED
from followupd.core.phrases.english import beside
from followupd.core.phrases.english import words as english
from followupd.core.phrases.hints import begins_as_own
from followupd.core.phrases.one_clause import ClausePart
from followupd.core.phrases.patterns import Says
from followupd.core.values.facts import Outcome

CLOSED = (Outcome.DECLINED, Outcome.BOUNCED, Outcome.WRONG_NUMBER)
# Outcomes that a later clause changes: nobody answered, and then a message was left.
_THEN: Mapping[tuple[Outcome | Says, Outcome | Says], Outcome | Says] = {
    **{(one, Outcome.LEFT_MESSAGE): Outcome.LEFT_MESSAGE for one in NOT_REACHED},
    **{(one, Says.PASSED_ON): Outcome.LEFT_MESSAGE for one in (*NOT_REACHED, Says.PICKED_UP)},
    **{(one, Says.WISH): Says.WISH for one in (*NOT_REACHED, Says.PICKED_UP, Says.WROTE)},
    **{(Says.WROTE, one): one for one in (Says.RINGS, Says.BOOKED, Outcome.DECLINED)},
    (Says.WROTE, Says.MEETING): Says.BOOKED,
    **{(one, Outcome.SENT): Outcome.SENT for one in NOT_REACHED},
    (Outcome.BUSY, Says.BACK): Says.BACK,
    (Says.PICKED_UP, Outcome.BUSY): Outcome.BUSY,
    (Outcome.LEFT_MESSAGE, Says.NOTHING_LEFT): Outcome.NO_ANSWER,
    (Outcome.REACHED, Says.BOOKED): Says.BOOKED,
    (Outcome.DONE, Says.BOOKED): Says.BOOKED,
    (Outcome.SENT, Says.BOOKED): Says.BOOKED,
    (Outcome.SENT, Outcome.BOUNCED): Outcome.BOUNCED,
    (Says.LATER, Outcome.SENT): Outcome.SENT,
    (Outcome.REACHED, Says.MEETING): Says.BOOKED,
    **dict.fromkeys(((Says.PICKED_UP, Says.MEETING), (Says.PICKED_UP, Says.BOOKED)), Says.BOOKED),
    **dict.fromkeys(((Says.MEETING, Says.CONFIRMED), (Says.MEETING, Says.BOOKED)), Says.BOOKED),
    **dict.fromkeys(((Says.LATER, Says.CONFIRMED), (Says.LATER, Says.BOOKED)), Says.BOOKED),
    (Says.AGAIN, Says.LATER): Says.LATER,
}
# Outcomes that a later clause makes doubtful: "she called at 3, no message", "sent, rang, no answer".
IN_DOUBT = frozenset({
    (Outcome.REACHED, Says.NOTHING_LEFT), (Outcome.SENT, Outcome.WRONG_NUMBER), (Outcome.SENT, Says.ATTEMPT),
    (Says.PICKED_UP, Outcome.WRONG_NUMBER),
})
# The meaning of a reading if nothing else follows.
AT_LAST: Mapping[Outcome | Says, Outcome] = {
    Says.PICKED_UP: Outcome.REACHED, Says.WROTE: Outcome.REACHED,
    **dict.fromkeys((Says.WISH, Says.BACK, Says.RINGS, Says.AGAIN), Outcome.CALL_BACK),
    Says.CONSENT: Outcome.DONE, Says.PASSED_ON: Outcome.LEFT_MESSAGE,
}


def becomes(says: Outcome | Says, head: ClausePart, then: ClausePart) -> Outcome | Says | None:
    """Return what a later clause makes of what came before; None if it makes nothing else of it."""
    if then.read is None:
        return None
    wish = then.read.says is Says.WISH
    if wish and says is Outcome.NO_ANSWER and any(word.said in english.PERSONS for word in then.head):
        return None                          # "no answer; her assistant says try Thursday"
    talked = any(word.said in english.SURELY_TALKED for word in head.head)
    if wish and says is Outcome.REACHED and not talked and then.words[0].said in english.SAID_SO:
        return Says.WISH                     # "got her at the gates, said try her Friday"
    return _THEN.get((says, then.read.says))


def is_to_be_answered(parts: Sequence[ClausePart]) -> bool:
    """Return whether what they wrote may be a topic: nothing of it is said, or a request follows, "thank her"."""
    (wrote, *then), read = parts, parts[0].read
    said = bool(then or wrote.rest) or (read is not None and read.whole)
    asks = [part.words for part in then if part.words[0].said not in beside.OF_THEM_TOO]
    return not said or any(map(begins_as_own, asks))
