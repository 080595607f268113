"""What is occupied of the user's time, and which places for a reminder a stretch of hours still has.

Takes occupied stretches; gives the free places. Knows no people, and never frees anything.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import islice

from followupd.core.values.memo import Memo
from followupd.core.values.time import Interval
from followupd.core.values.user_time import Busy

STEP = timedelta(minutes=30)
SETTLE = timedelta(minutes=30)          # nobody likes to be called in the first minute of their hours
LONG_ENOUGH = timedelta(minutes=90)


@dataclass(slots=True)
class Occupancy:
    """Stretches of time that are occupied. Nothing is ever freed, so an occupied place is checked once.

    `days` hold, for each day in UTC, the starts and the ends of its stretches, those that touch joined; `left` are the
    places for a reminder that were still free when they were last looked at, by hours and length. Without both, ten
    thousand people cost 5 times as much (bench/planning.py).
    """

    days: dict[date, tuple[list[datetime], list[datetime]]] = field(default_factory=dict)
    left: dict[tuple[tuple[Interval, ...], timedelta], list[Interval]] = field(default_factory=dict)

    def add(self, stretch: Interval) -> None:
        """Occupy a stretch."""
        for number in range(stretch.start.toordinal(), stretch.end.toordinal() + 1):   # the last day has no next one
            day = date.fromordinal(number)
            starts, ends = self.days.setdefault(day, ([], []))
            first, last = bisect_left(ends, stretch.start), bisect_right(starts, stretch.end)
            joined = slice(first, last)
            start, end = min([stretch.start, *starts[joined]]), max([stretch.end, *ends[joined]])
            starts[joined], ends[joined] = [start], [end]

    def plus(self, stretches: Iterable[Interval]) -> Occupancy:
        """Return a copy with these occupied too."""
        copy = Occupancy({day: (starts.copy(), ends.copy()) for day, (starts, ends) in self.days.items()})
        for stretch in stretches:
            copy.add(stretch)
        return copy

    def free(self, stretch: Interval) -> bool:
        """Whether nothing occupies any part of the stretch."""
        for day in {stretch.start.date(), stretch.end.date()}:
            starts, ends = self.days.get(day, ((), ()))
            before = bisect_left(starts, stretch.end)
            if before and ends[before - 1] > stretch.start:
                return False
        return True

    def free_places(self, stretches: tuple[Interval, ...], length: timedelta) -> list[Interval]:
        """Return the free places for a reminder of `length`, in order, the first minutes of hours last."""
        if not stretches:
            return []
        known = self.left.get((stretches, length))
        still = places(stretches, length) if known is None else known
        if not still:
            return still
        found = self.left[stretches, length] = [place for place in still if self.free(place)]
        return found


def occupied(busy: tuple[Busy, ...], memo: Memo) -> Occupancy:
    """Return the user's busy time; do not add to it."""
    return memo.of("occupied", busy, lambda: Occupancy().plus(stretch.interval for stretch in busy))


@dataclass(slots=True)
class Even:
    """How many reminders each of the user's days has, and how many are `enough`.

    A week of many tries fails together, and all of them would come again on one day.
    """

    enough: int
    load: Counter[date] = field(default_factory=Counter)

    def limit(self, days: Iterable[date], hours: Callable[[date], Sequence[Interval]]) -> int:
        """Return how many reminders a day may hold.

        That is `enough`, or as little more as it takes if all of these days with hours have that many.
        """
        full = []
        for day in days:
            load = self.load.get(day, 0)
            if load >= self.enough:
                full.append((day, load))      # whether there are hours is asked where it matters: mostly it does not
            elif hours(day):
                return self.enough
        full.sort(key=lambda entry: entry[1])
        return 1 + next((load for day, load in full if hours(day)), self.enough - 1)

    def days(
        self, days: Callable[[], Iterable[date]], hours: Callable[[date], Sequence[Interval]], most: int
    ) -> Iterator[date]:
        """Return the first `most` of these days that have room."""
        limit = self.limit(days(), hours)
        return islice((day for day in days() if self.load[day] < limit), most)


def places(stretches: tuple[Interval, ...], length: timedelta) -> list[Interval]:
    """Return all places for a reminder of `length`, free or not, in order, the first minutes of hours last."""
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
