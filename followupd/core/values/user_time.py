"""The user's own time besides their hours: busy time of the other calendars, and days off.

Gathered before a pass, read by the plan. Pure values that do not know where they came from. The meetings are those with
people of the list, past and to come, before any rule judges them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from followupd.core.values.sightings import MeetingSeen
from followupd.core.values.time import Interval


@dataclass(frozen=True, slots=True)
class Busy:
    """A stretch of time that an event of another calendar takes. `summary` is its title, `source` the calendar."""

    interval: Interval
    summary: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Away:
    """Days on which the user is away, by their own calendar: `first` and `last` both count. `reason` may be empty."""

    first: date
    last: date
    reason: str = ""

    def within(self, first: date, last: date) -> Iterator[date]:
        """Yield its days from `first` to `last`."""
        day = max(self.first, first)
        for number in range((min(self.last, last) - day).days + 1):
            yield day + timedelta(days=number)


@dataclass(frozen=True, slots=True)
class UserTime:
    """`busy` in order of start; `off` names the days off (`Thanksgiving Day`, `away`) by the user's date."""

    busy: tuple[Busy, ...] = ()
    off: Mapping[date, str] = field(default_factory=dict)
    meetings: tuple[MeetingSeen, ...] = ()


ALL_FREE = UserTime()
