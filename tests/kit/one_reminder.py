"""Sam's reminder on a desk: as it is, and over, with an answer in its title."""

from __future__ import annotations

from datetime import timedelta

from followupd.calendars.memory import MemoryCalendar
from followupd.core.values.event import Present
from tests.kit.desks import UserDesk


def due(desk: UserDesk[MemoryCalendar]) -> Present:
    """Sam's reminder."""
    return desk.ours("due-sam-")[0]


def answered(desk: UserDesk[MemoryCalendar], word: str) -> Present:
    """The reminder, over, with this word in its title and our ✓."""
    was = due(desk)
    desk.now = was.event.end + timedelta(minutes=5)
    desk.calendar.retitle(was.uid, f"{was.event.summary} {word}")
    desk.run()
    return was
