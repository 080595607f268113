"""One contact's timeline from all the facts that are theirs, meetings and promises included.

Takes a contact and their facts; returns the timeline. What tries mean is decided in timeline.py, what promises and
booked meetings mean in promises.py and appointed.py.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from followupd.core.people.appointed import appointed, meetings_on
from followupd.core.people.promises import promises_of
from followupd.core.people.timeline import Timeline, fold
from followupd.core.people.wanted import TASKS
from followupd.core.values.facts import Attempt, Booked, Closed, Fact, Moved, Outcome, Promised, Settled, Skipped, Swept
from followupd.core.values.hitlist import Contact, Hitlist
from followupd.core.values.uid import parse_item


def timeline_of(
    contact: Contact, first_seen: datetime, attempts: Sequence[Attempt], others: Iterable[Fact], hitlist: Hitlist
) -> Timeline:
    """`attempts` oldest first; `others` are the contact's facts that are no attempts, as they were told, and the
    meetings that their `log:` lines say were booked."""
    skips: list[Skipped] = []
    taken_off: list[Skipped] = []
    moves: list[Moved] = []
    closed: list[Closed] = []
    booked: list[Booked] = []
    swept: list[Swept] = []
    promised: list[Promised | Settled] = []
    for fact in others:
        if isinstance(fact, Skipped):
            (taken_off if _of_a_task(fact) else skips).append(fact)
        elif isinstance(fact, Moved):
            moves.append(fact)
        elif isinstance(fact, Closed):
            closed.append(fact)
        elif isinstance(fact, Promised | Settled):
            promised.append(fact)
        elif isinstance(fact, Booked):
            booked.append(fact)
        elif isinstance(fact, Swept):
            swept.append(fact)
    agreed = _agreed(contact, attempts)
    meetings = meetings_on([*agreed, *booked], moves, taken_off, hitlist.timezone)
    expected = [(meeting.at, meeting.day) for meeting in meetings]
    expected += [(fact.at, fact.day) for fact in swept if fact.day is not None]
    made = fold(contact, first_seen, attempts, skips, closed, hitlist.retry, hitlist.timezone, expected)
    if contact.promises or promised:
        made = replace(made, promises=promises_of(contact, promised))
    if meetings or swept:
        swept.sort(key=lambda fact: fact.at)
        made = replace(
            made, appointed=appointed(made, meetings, swept, hitlist.timezone), booked=tuple(meetings)
        )
    return made


def _agreed(contact: Contact, attempts: Iterable[Attempt]) -> list[Booked]:
    """Where meetings are booked ahead, "reached, next 12 Nov" has booked the next one, wherever it was noted."""
    if contact.book_ahead is None:
        return []
    return [
        Booked(attempt.contact, attempt.at, attempt.asked.day, attempt.source, attempt.event, attempt.asked.time)
        for attempt in attempts
        if attempt.outcome is Outcome.REACHED and attempt.asked is not None
    ]


def typed_meetings(key: str, contact: Contact, now: datetime) -> Iterator[Booked]:
    """The meetings that `log:` lines say were booked; a line dated after `now` has not happened."""
    return (replace(booked, contact=key) for booked in contact.booked if booked.at <= now)


def _of_a_task(fact: Skipped) -> bool:
    """The event of a card, a promise or a meeting was taken off: that is no try, and nobody rests for it."""
    item = parse_item(fact.uid)
    return item is not None and item[0] in TASKS
