"""The quietest hour of a week, to be proposed for a block: the one that other calendars have left free lately.

Takes the user's hours and busy time around now; gives a weekday, a time and how often it was free. Pure.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

from followupd.core.values.time import FULL_DAY_NAMES, NO_TIME, Interval, WeekHours, at_minute, joined

LOOKED_BACK, LOOKED_AHEAD = 8, 4        # weeks
LENGTH = timedelta(hours=1)
HALF_HOUR = 30      # minutes
_FIRST_DAYS = (1, 2, 3, 0, 4, 5, 6)     # the middle of the week first: Monday is for looking back, Friday is short
_FIRST_TIME = 10 * 60


@dataclass(frozen=True, slots=True)
class QuietHour:
    """An hour of each week: `weekday` 0 is Monday, `minute` counts from midnight by the wall clock.

    Of the last `weeks` it was free in `free`; `taken` is the busy time that fell into it.
    """

    weekday: int
    minute: int
    free: int
    weeks: int
    taken: timedelta

    @property
    def slot(self) -> str:
        """The hour as a hit list has it: `Tuesday 9:00`."""
        return f"{FULL_DAY_NAMES[self.weekday]} {self.minute // 60}:{self.minute % 60:02}"


def quietest_hour(hours: WeekHours, busy: Iterable[Interval], now: datetime, zone: tzinfo) -> QuietHour | None:
    """Return the hour within `hours` with the least busy time in the last eight weeks; None if no hour fits into them.

    Of several, the one that has less in the coming four weeks, then the one nearest to Tuesday 10:00.
    """
    taken = joined(busy)
    found = [_measured(weekday, minute, taken, now, zone) for weekday, minute in _starts(hours)]
    return min(found, key=lambda one: one[1])[0] if found else None


def _starts(hours: WeekHours) -> Iterator[tuple[int, int]]:
    """Yield each start at a full or a half hour, and at the beginning of a stretch, from which an hour fits."""
    length = LENGTH // timedelta(minutes=1)
    for stretch in hours.ranges:
        rounded = range(-(-stretch.start // HALF_HOUR) * HALF_HOUR, stretch.end - length + 1, HALF_HOUR)
        first = [stretch.start] if stretch.start + length <= stretch.end else []
        yield from ((stretch.day, minute) for minute in sorted({*first, *rounded}))


def _measured(
    weekday: int, minute: int, taken: Sequence[Interval], now: datetime, zone: tzinfo
) -> tuple[QuietHour, tuple[timedelta, timedelta, int, int]]:
    """Return an hour and its rank: the lowest is the quietest."""
    past = [_taken_in(one, taken) for one in _weekly(weekday, minute, range(-LOOKED_BACK, 0), now, zone)]
    coming = [_taken_in(one, taken) for one in _weekly(weekday, minute, range(LOOKED_AHEAD), now, zone)]
    whole = sum(past, NO_TIME)
    hour = QuietHour(weekday, minute, past.count(NO_TIME), len(past), whole)
    return hour, (whole, sum(coming, NO_TIME), _FIRST_DAYS.index(weekday), abs(minute - _FIRST_TIME))


def _weekly(weekday: int, minute: int, weeks: range, now: datetime, zone: tzinfo) -> Iterator[Interval]:
    """Yield the hour in the weeks before (below 0) or after its next occurrence (0)."""
    today = now.astimezone(zone).date()
    next_day = today + timedelta(days=(weekday - today.weekday()) % 7)
    if at_minute(next_day, minute, zone) <= now:
        next_day += timedelta(days=7)
    for week in weeks:
        start = at_minute(next_day + timedelta(days=7 * week), minute, zone)
        yield Interval(start, start + LENGTH)


def _taken_in(hour: Interval, taken: Sequence[Interval]) -> timedelta:
    """Return how much of the hour is in these stretches, which do not overlap."""
    return sum((
        min(hour.end, one.end) - max(hour.start, one.start) for one in taken if one.overlaps(hour)
    ), NO_TIME)
