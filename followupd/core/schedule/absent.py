"""The people who are due but absent from an empty sheet, and why.

Takes everybody's next tries, their places and who waits; returns names with reasons, the most urgent first. A sheet
never says that nobody is due while somebody is. Places nobody.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, tzinfo

from followupd.core.people.timeline import day_of
from followupd.core.people.wanted import NextTry, turn
from followupd.core.reasons import (
    AfterCard,
    AtRest,
    CardComes,
    ExpectedOn,
    HasReminder,
    NotBegunYet,
    NotHere,
    NotInThisHour,
    OnAnotherSheet,
    TriedLately,
)
from followupd.core.schedule.on_calendar import Item
from followupd.core.schedule.start_small import Turns
from followupd.core.values.hitlist import Contact


@dataclass(frozen=True, slots=True)
class Absent:
    """Somebody who is due on the day of a block, and why they are not on its sheet."""

    contact: Contact
    because: NotHere


def absent(day: date, turns: Turns, placed: Mapping[str, tuple[NextTry, Item]], zone: tzinfo) -> Sequence[Absent]:
    """Return who is due on that day and why a sheet of that day does not hold them. `placed` goes by contact key."""
    due = [
        (turn(one, day, place), key) for place, (key, one) in enumerate(turns.tries.items())
        if one.lateness.due <= day and not one.contact.paused_on(day)
    ]
    waiting = {*turns.small.places, *turns.small.later}
    people = []
    for _, key in sorted(due):
        next_try, item = placed.get(key, (turns.tries[key], None))
        meeting = turns.meetings.get(key)
        card = next((reason for reason in next_try.reasons if isinstance(reason, CardComes)), None)
        if meeting is not None:
            because: NotHere = ExpectedOn(day_of(meeting.start, zone))
        elif item is None and card is not None and (next_try.anchor > day or key not in turns.small.places):
            because = AfterCard(card.day)
        else:
            because = NotBegunYet() if item is None and key in waiting else _because(next_try, item, day, zone)
        people.append(Absent(next_try.contact, because))
    return people


def _because(next_try: NextTry, item: Item | None, day: date, zone: tzinfo) -> NotHere:
    """Return the first reason that holds."""
    timeline = next_try.timeline
    if item is not None:
        start = item.interval.start
        return OnAnotherSheet(start, zone) if item.on_sheet else HasReminder(start, zone)
    if next_try.anchor > day and timeline.appointed is not None:
        return ExpectedOn(timeline.appointed.day)
    if next_try.anchor > day and timeline.rest is not None:
        return AtRest(next_try.anchor)
    first = max(next_try.anchor, next_try.not_before)
    return TriedLately(first) if first > day else NotInThisHour()
