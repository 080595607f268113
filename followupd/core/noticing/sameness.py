"""The same thing under another name: evidence of what is recorded already.

Takes one Noticed fact that may be new and the recorded ones about its contact, with those that were taken back. One
evidence is recorded once. A meeting gets another UID when it is entered in a second calendar, becomes a series, or its
series is moved, and another instant in another zone; so two meetings with a person are one if they begin at one hour,
or have one title within twelve hours. Two logs show one call, several mails of an afternoon are one try, as several
answers or talks of a day are one contact, and a call may stand in the calendar too.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta, tzinfo

from followupd.core.noticing import calls
from followupd.core.noticing.meetings import is_one
from followupd.core.people.timeline import day_of
from followupd.core.values.facts import EvidenceRule, Noticed

SAME_HOUR = timedelta(hours=1)      # by the start of a meeting, and of the call that was to be made then
SAME_CALL = timedelta(minutes=2)    # two logs of one phone differ by some seconds
SAME_LENGTH = timedelta(seconds=10)
_ONCE_A_DAY = frozenset({EvidenceRule.NOT_ANSWERED, EvidenceRule.SENT, EvidenceRule.REPLIED, EvidenceRule.SPOKE})


@dataclass(frozen=True, slots=True)
class Recorded:
    """A fact that is recorded; `counts` is False if it was taken back."""

    fact: Noticed
    counts: bool = True


def is_recorded(fact: Noticed, theirs: Sequence[Recorded], zone: tzinfo) -> bool:
    """Return whether a fact is recorded; `theirs` are of its contact.

    Somebody who rang or wrote is answered by the next try, so that is another one.
    """
    came = [one.fact for one in theirs if one.fact.outcome is None]
    return any(
        _is_same_evidence(fact, one) or _is_same_meeting(fact, one) or _is_same_call(fact, one.fact)
        or _is_of_same_day(fact, one, came, zone) for one in theirs
    )


def _is_same_evidence(fact: Noticed, known: Recorded) -> bool:
    """Return whether both are of one evidence.

    An event that was taken back may be used again on another day. A mail out of the blue is an answer once the mail
    that it answers is seen.
    """
    if fact.evidence != known.fact.evidence:
        return False
    if fact.rule is EvidenceRule.MET:
        return known.counts
    return not known.counts or (known.fact.rule, fact.rule) != (EvidenceRule.WROTE, EvidenceRule.REPLIED)


def _is_same_meeting(fact: Noticed, known: Recorded) -> bool:
    """Return whether both are one meeting, or a call that was noted in the calendar and is in the log.

    What the user is only asked about does not hide what is sure, unless it is the same meeting.
    """
    before, apart = known.fact, fact.at - known.fact.at
    if fact.rule is before.rule is EvidenceRule.MET:
        return is_one(fact.at, fact.what, before)
    if {fact.rule, before.rule} != {EvidenceRule.MET, EvidenceRule.SPOKE} or (fact.sure and not before.sure):
        return False
    if fact.rule is EvidenceRule.MET:
        return timedelta(0) <= -apart <= SAME_HOUR
    return known.counts and timedelta(0) <= apart <= SAME_HOUR


def _is_same_call(fact: Noticed, known: Noticed) -> bool:
    """Return whether both are one call in two logs, of which one may have the time of its end."""
    # By another rule it is another call: whoever missed one rings back at once.
    if fact.rule not in calls.RULES or fact.rule is not known.rule:
        return False
    apart = abs(fact.at - known.at)
    long, other = (timedelta(seconds=one.seconds or 0) for one in (fact, known))
    return apart <= SAME_CALL or (abs(long - other) <= SAME_LENGTH and abs(apart - long) <= SAME_CALL)


def _is_of_same_day(fact: Noticed, known: Recorded, came: Iterable[Noticed], zone: tzinfo) -> bool:
    """Return whether both are tries, or contact, of one day by one channel, without a sign of life between them.

    A talk counts beside one that was taken back, or is only asked about: that may have been a voicemail.
    """
    before = known.fact
    if fact.rule not in _ONCE_A_DAY or fact.rule is not before.rule or day_of(fact.at, zone) != day_of(before.at, zone):
        return False
    if fact.rule is EvidenceRule.SPOKE and not (known.counts and before.sure and fact.sure):
        return False
    first, last = sorted((fact.at, before.at))
    return not any(first < one.at <= last for one in came)
