"""The habits of a simulated user, who does a share of what is on the calendar.

Takes a seed and shares; decides for each event whether it is done. Never drags or deletes anything.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, tzinfo
from typing import Protocol

from followupd.core.people.timeline import day_of
from followupd.core.values.event import Event
from followupd.core.values.facts import Moved, Skipped
from followupd.simulation.chances import drawn

KEEPS = 0.9     # nine of ten blocks and reminders are done


class User(Protocol):
    """The person at the calendar."""

    def keeps(self, event: Event) -> bool:
        """Return whether they act when an event begins."""
        ...

    def touches(self, events: Sequence[Event], now: datetime) -> Sequence[Moved | Skipped]:
        """Return which of the coming events they drag or delete after this pass."""
        ...


@dataclass(slots=True)
class Habits:
    """`keep` is the share of blocks and reminders that are done, `a_day` how many reminders are done on one day."""

    seed: int
    zone: tzinfo
    keep: float = KEEPS
    a_day: int | None = None
    _done: dict[date, int] = field(default_factory=dict)

    def keeps(self, event: Event) -> bool:
        """Return whether an event is done, drawn for the event and when it is."""
        if drawn(self.seed, "keeps", event.uid, event.start) >= self.keep:
            return False
        if event.busy or self.a_day is None:          # blocks are busy time, reminders are not
            return True
        day = day_of(event.start, self.zone)
        self._done[day] = self._done.get(day, 0) + 1
        return self._done[day] <= self.a_day

    def touches(
        self, events: Sequence[Event], now: datetime,  # noqa: ARG002 - of the protocol `User`
    ) -> Sequence[Moved | Skipped]:
        """Return nothing: this user answers, and moves nothing."""
        return ()
