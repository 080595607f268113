"""Parts of a day by the clock, and what counts as another time of day than that of a failed try (P7).

Takes minutes of the day (0-1439), or instants and the zone whose clock is meant. Imports nothing but the standard
library: `next` asks it without loading the rest of the core.
"""

from __future__ import annotations

from datetime import datetime, tzinfo
from enum import IntEnum

APART = 60                              # minutes by the clock that make another time of day, beside another part
DAY = 24 * 60


class Part(IntEnum):
    """Part of a day by the contact's clock; the value is the hour at which it begins."""

    MORNING = 0
    MIDDAY = 12
    AFTERNOON = 14
    EVENING = 17


PART_OF_HOUR = tuple(max(part for part in Part if part.value <= hour) for hour in range(24))


def clock_distance(a: int, b: int) -> int:
    """Return the minutes between two times of day, the short way round."""
    minutes = abs(a - b)
    return min(minutes, DAY - minutes)


def another_time(a: int, b: int) -> bool:
    """Return whether these are different times of day: another part, and an hour apart."""
    return PART_OF_HOUR[a // 60] is not PART_OF_HOUR[b // 60] and clock_distance(a, b) >= APART


def part_of(instant: datetime, zone: tzinfo) -> Part:
    """Return the part of the day that an instant is in by the clock of `zone`."""
    return PART_OF_HOUR[instant.astimezone(zone).hour]


def minute_of(instant: datetime, zone: tzinfo) -> int:
    """Return the minute of the day that the clock of `zone` shows."""
    local = instant.astimezone(zone)
    return local.hour * 60 + local.minute


def other_time(instant: datetime, failed: datetime, zone: tzinfo) -> bool:
    """Return whether these are different times of day by the contact's clock: another part, and an hour apart."""
    return another_time(minute_of(instant, zone), minute_of(failed, zone))
