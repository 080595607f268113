"""The user's occupied time, and the free places for a reminder in a stretch of hours.

Takes occupied stretches; gives free places. Knows no people, and never frees anything.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import islice

from followupd.core.values.memo import Memo
from followupd.core.values.time import BETWEEN_PLACES, Interval
from followupd.core.values.user_time import Busy

CLOSE = timedelta(minutes=15)           # for a repeat that would be at the very minute of the last one
FINE = timedelta(minutes=5)             # if every half hour is occupied; only then is a place shared
SETTLE = timedelta(minutes=30)          # nobody likes a call in the first minute of their hours
LONG_ENOUGH = timedelta(minutes=90)


# Starts and ends of the stretches of one day, in order; touching ones are joined.
Day = tuple[tuple[datetime, ...], tuple[datetime, ...]]
EMPTY: Day = ((), ())


@dataclass(frozen=True, slots=True)
class Occupancy:
    """Stretches of time that are occupied, by day in UTC."""

    days: Mapping[date, Day] = field(default_factory=dict)

    def plus(self, stretches: Iterable[Interval]) -> Occupancy:
        """Return the same with these occupied too."""
        days = dict(self.days)
        for stretch in stretches:
            _occupy(days, stretch)
        return Occupancy(days)

    def free(self, stretch: Interval) -> bool:
        """Return whether nothing occupies any part of the stretch."""
        return _is_free(self.days, stretch)


class FreePlaces:
    """The free places during a series of searches, each of which may take one.

    Lives as long as one stage of the plan. Nothing is ever freed, so an occupied place is checked only once: `_left`
    are the places that were free at the last check, by hours, length and step. Without it ten thousand people would
    take 5 times as long (bench/planning.py).
    """

    def __init__(self, occupied: Occupancy | None = None) -> None:
        """Begin with what is occupied before the first search."""
        self._days: dict[date, Day] = dict(occupied.days) if occupied is not None else {}
        self._left: dict[tuple[tuple[Interval, ...], timedelta, timedelta], list[Interval]] = {}

    def take(self, stretch: Interval) -> None:
        """Occupy a stretch."""
        _occupy(self._days, stretch)

    def of(self, stretches: tuple[Interval, ...], length: timedelta) -> list[Interval]:
        """Return the free places for a reminder of `length`, in order, with the first minutes of hours last.

        They are half an hour apart, or five minutes if none of those is free.
        """
        if not stretches:
            return []
        return self._free(stretches, length, BETWEEN_PLACES) or self._free(stretches, length, FINE)

    def closer(self, stretches: tuple[Interval, ...], length: timedelta) -> list[Interval]:
        """Return all free places for it, a quarter of an hour apart, in order."""
        every = (place for one in stretches for place in _places_from(one.start, one.end, length, CLOSE))
        return [place for place in every if _is_free(self._days, place)]

    def _free(self, stretches: tuple[Interval, ...], length: timedelta, step: timedelta) -> list[Interval]:
        known = self._left.get((stretches, length, step))
        still = places(stretches, length, step) if known is None else known
        if not still:
            return still
        found = self._left[stretches, length, step] = [place for place in still if _is_free(self._days, place)]
        return found


def _occupy(days: dict[date, Day], stretch: Interval) -> None:
    for number in range(stretch.start.toordinal(), stretch.end.toordinal() + 1):   # date.max has no next day
        day = date.fromordinal(number)
        starts, ends = days.get(day, EMPTY)
        first, last = bisect_left(ends, stretch.start), bisect_right(starts, stretch.end)
        start, end = min((stretch.start, *starts[first:last])), max((stretch.end, *ends[first:last]))
        days[day] = (*starts[:first], start, *starts[last:]), (*ends[:first], end, *ends[last:])


def _is_free(days: Mapping[date, Day], stretch: Interval) -> bool:
    for day in {stretch.start.date(), stretch.end.date()}:
        starts, ends = days.get(day, EMPTY)
        before = bisect_left(starts, stretch.end)
        if before and ends[before - 1] > stretch.start:
            return False
    return True


def occupied(busy: tuple[Busy, ...], memo: Memo) -> Occupancy:
    """Return the user's busy time."""
    return memo.of("occupied", busy, lambda: Occupancy().plus(stretch.interval for stretch in busy))


@dataclass(slots=True)
class Even:
    """The number of reminders on each of the user's days, and how many are `enough`.

    The tries of a week fail together, and all of them would come again on one day.
    """

    enough: int
    load: Counter[date] = field(default_factory=Counter)

    def is_full(self, days: Iterable[date], hours: Callable[[date], Sequence[Interval]]) -> bool:
        """Return whether none of the days with hours has room."""
        load, enough = self.load, self.enough
        return not any(load.get(day, 0) < enough and hours(day) for day in days)

    def days(
        self, days: Callable[[], Iterable[date]], hours: Callable[[date], Sequence[Interval]], most: int
    ) -> Iterator[date]:
        """Return the first `most` of these days that have room; if all are full, those with as few as possible."""
        limit = self.enough
        if self.is_full(days(), hours):
            limit = 1 + min((self.load[day] for day in days() if hours(day)), default=self.enough - 1)
        return islice((day for day in days() if self.load[day] < limit), most)


def places(stretches: tuple[Interval, ...], length: timedelta, step: timedelta = BETWEEN_PLACES) -> list[Interval]:
    """Return all places for a reminder of `length`, free or not, in order, with the first minutes of hours last."""
    later: list[Interval] = []
    first_minutes: list[Interval] = []
    for stretch in stretches:
        start = stretch.start
        if stretch.length >= LONG_ENOUGH:
            first_minutes.append(Interval(start, start + length))
            start += SETTLE
        later += _places_from(start, stretch.end, length, step)
    return [*later, *first_minutes]


def _places_from(start: datetime, end: datetime, length: timedelta, step: timedelta) -> Iterator[Interval]:
    while start + length <= end:
        yield Interval(start, start + length)
        start += step
