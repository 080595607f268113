"""What is taken of the user's time, and where in a stretch of hours a reminder may still stand.

Takes stretches that are given away; gives the free places. Knows no people, and never gives anything back.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from followupd.core.values.time import Interval

STEP = timedelta(minutes=30)
SETTLE = timedelta(minutes=30)          # nobody likes to be called in the first minute of their hours
LONG_ENOUGH = timedelta(minutes=90)


@dataclass(slots=True)
class Taken:
    """Stretches of time that are given away. Nothing is ever given back, so what is not free is looked at once.

    `days` hold, for each day in UTC, where its stretches start and end, those that touch joined; `left` are the places
    for a reminder that were still free when they were last looked at. Without both, ten thousand people cost 5 times
    as much (bench/planning.py).
    """

    days: dict[date, tuple[list[datetime], list[datetime]]] = field(default_factory=dict)
    left: dict[tuple[int, timedelta], tuple[tuple[Interval, ...], list[Interval]]] = field(default_factory=dict)

    def add(self, stretch: Interval) -> None:
        for number in range(stretch.start.toordinal(), stretch.end.toordinal() + 1):   # the last day has no next one
            day = date.fromordinal(number)
            starts, ends = self.days.setdefault(day, ([], []))
            first, last = bisect_left(ends, stretch.start), bisect_right(starts, stretch.end)
            joined = slice(first, last)
            start, end = min([stretch.start, *starts[joined]]), max([stretch.end, *ends[joined]])
            starts[joined], ends[joined] = [start], [end]

    def copy(self) -> Taken:
        return Taken({day: (starts.copy(), ends.copy()) for day, (starts, ends) in self.days.items()})

    def free(self, stretch: Interval) -> bool:
        for day in {stretch.start.date(), stretch.end.date()}:
            starts, ends = self.days.get(day, ((), ()))
            before = bisect_left(starts, stretch.end)
            if before and ends[before - 1] > stretch.start:
                return False
        return True

    def free_places(self, stretches: tuple[Interval, ...], length: timedelta) -> list[Interval]:
        """The free places for a reminder of `length`, in order, the first minutes of hours last."""
        key = (id(stretches), length)   # the entry holds them too, so that no others can get their id
        known = self.left.get(key)
        still = places(stretches, length) if known is None else known[1]
        if not still:
            return still
        found = [place for place in still if self.free(place)]
        self.left[key] = (stretches, found)
        return found


@dataclass(slots=True)
class Even:
    """How many reminders each day of the user's has, and how many are enough: a week of many tries fails together, and
    all of them would come again on one day."""

    enough: int
    load: Counter[date] = field(default_factory=Counter)

    def limit(self, days: Iterable[date], hours: Callable[[date], Sequence[Interval]]) -> int:
        """What a day may hold: `enough`, or as little more as it takes where all of these days on which there are
        hours have that many."""
        full = []
        for day in days:
            load = self.load.get(day, 0)
            if load >= self.enough:
                full.append((day, load))      # whether there are hours is asked where it matters: mostly it does not
            elif hours(day):
                return self.enough
        return 1 + min((load for day, load in full if hours(day)), default=self.enough - 1)


def places(stretches: tuple[Interval, ...], length: timedelta) -> list[Interval]:
    """All places for a reminder of `length`, free or not, in order, the first minutes of hours last."""
    found: list[Interval] = []
    first_minutes: list[Interval] = []
    for stretch in stretches:
        start = stretch.start
        if stretch.length >= LONG_ENOUGH:
            first_minutes.append(Interval(start, start + length))
            start += SETTLE
        while start + length <= stretch.end:
            found.append(Interval(start, start + length))
            start += STEP
    return [*found, *first_minutes]
