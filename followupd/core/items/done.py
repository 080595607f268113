"""The fact that a matter which was done leaves behind.

Takes a matter and when it was done, gives the fact. Never decides whether it was.
"""

from __future__ import annotations

from datetime import date, datetime

from followupd.core.people.wanted import Task
from followupd.core.values.facts import Attempt, Booked, Outcome, Settled
from followupd.core.values.uid import Kind

Done = Attempt | Settled | Booked


def done_by(
    matter: Task, at: datetime, source: str = "command", event: str | None = None, day: date | None = None
) -> Done:
    """`day` is that of the meeting that was booked, where it is not about the day that was proposed."""
    if matter.kind is Kind.DATE:
        return Attempt(matter.key, at, Outcome.SENT, "note", f"{matter.what} card", source=source, event=event)
    if matter.kind is Kind.BOOK:
        return Booked(matter.key, at, day or date.fromisoformat(matter.what), source, event)
    return Settled(matter.key, at, matter.what, matter.by, True, source, event)
