"""What is known of the user's own time besides their hours: busy time of the other calendars, and days off.

Gathered before a pass, read by the plan. Pure values; who read them from where is the gatherer's affair.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from followupd.core.time import Interval


@dataclass(frozen=True, slots=True)
class Busy:
    """A stretch of time that an event of another calendar takes. `summary` is its title, `source` the calendar."""

    interval: Interval
    summary: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class UserTime:
    """`busy` in order of start; `off` names the days off (`Thanksgiving Day`, `away`) by the user's date."""

    busy: tuple[Busy, ...] = ()
    off: Mapping[date, str] = field(default_factory=dict)


ALL_FREE = UserTime()
