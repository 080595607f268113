"""Overlaps of a stretch of time, and the nearest free place for a block that is overlapped.

Takes busy stretches, hours and occupied time; returns names and places. Knows nothing about rules or our events.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta, tzinfo

from followupd.core.values.time import DayPart, Interval, WeekHours, at_wall_clock, joined, part_of, without
from followupd.core.values.user_time import Busy

QUARTER = 15 * 60                    # seconds: a block begins at a round time if possible
LONGEST_NAME = 60
NO_NAME = "something else"


ByDay = Mapping[int, Sequence[Busy]]


def by_day(busy: Iterable[Busy]) -> ByDay:
    """Return busy time keyed by UTC day ordinal, under each day that it touches."""
    days: dict[int, list[Busy]] = defaultdict(list)
    for stretch in busy:
        for day in range(stretch.interval.start.toordinal(), stretch.interval.end.toordinal() + 1):
            days[day].append(stretch)
    return days


class Landing:
    """An index of busy time, to find what overlaps a block. `ours` says what to ignore: copies of our events."""

    def __init__(
        self, busy: ByDay, ours: Callable[[Busy], bool] = lambda _: False, meetings: ByDay | None = None
    ) -> None:
        """Take busy time by day; `ours` recognises copies of our events. Booked meetings are not among them."""
        self._by_day, self._ours, self._meetings = busy, ours, meetings or {}
        self._weeks: dict[date, tuple[Interval, ...]] = {}

    def _on(self, days: range) -> Iterator[Busy]:
        yield from (b for day in days for b in self._by_day.get(day, ()) if not self._ours(b))
        yield from (b for day in days for b in self._meetings.get(day, ()))

    def over(self, place: Interval) -> list[Busy]:
        """Return what overlaps the place, in order of start."""
        days = range(place.start.toordinal(), place.end.toordinal() + 1)
        found = dict.fromkeys(b for b in self._on(days) if b.interval.overlaps(place))     # some span several days
        return sorted(found, key=lambda b: (b.interval, b.summary))

    def week(self, monday: date) -> tuple[Interval, ...]:
        """Return the busy stretches of the week and a day on either side, for every time zone; joined, in order."""
        if monday not in self._weeks:
            days = range(monday.toordinal() - 1, monday.toordinal() + 9)
            self._weeks[monday] = joined(b.interval for b in self._on(days))
        return self._weeks[monday]


def names_of(busy: Sequence[Busy]) -> str:
    """Return `Board meeting`, or `Board meeting and 2 more`, on one line, whatever texts a calendar has."""
    if not busy:
        return ""
    name = " ".join(busy[0].summary.split()) or NO_NAME
    name = name if len(name) <= LONGEST_NAME else name[: LONGEST_NAME - 1].rstrip() + "…"
    more = len({b.summary for b in busy}) - 1
    return f"{name} and {more} more" if more > 0 else name


def covered(place: Interval, taken: Iterable[Interval]) -> timedelta:
    """Return how much of the place is occupied."""
    free = without(place, tuple(sorted(taken)))
    return place.length - sum((part.length for part in free), timedelta(0))


def nearest_place(
    home: Interval, days: Sequence[date], taken: Iterable[Interval], hours: WeekHours, zone: tzinfo, now: datetime
) -> Interval | None:
    """Return the free place nearest to `home` on these days, inside the hours and in the future.

    Daytime comes before the evening, the same day before another one, then the nearest, and of two equally near the
    later one.
    """
    closed = tuple(sorted(taken))
    local = home.start.astimezone(zone)
    at_evening = part_of(home.start, zone) is DayPart.EVENING

    def rank(place: Interval) -> tuple[bool, int, float, bool]:
        evening = part_of(place.start, zone) is DayPart.EVENING and not at_evening
        away = (place.start.astimezone(zone).date() - local.date()).days
        at_home_clock = at_wall_clock(local.date() + timedelta(days=away), local.time(), zone)
        distance = (place.start - at_home_clock).total_seconds()
        return evening, abs(away), abs(distance), (away, distance) < (0, 0.0)

    places = [
        place
        for day in days
        for stretch in hours.on(day, zone)
        for free in without(stretch, closed)
        for place in _in(free, at_wall_clock(day, local.time(), zone), home.length, now)
    ]
    return min(places, key=rank, default=None)


def _in(free: Interval, wanted: datetime, length: timedelta, now: datetime) -> list[Interval]:
    """Return the place in a free stretch that starts nearest to `wanted`, at a round time if there is room."""
    start = free.start if free.start > now else min(_round(now + timedelta(seconds=1), up=True), free.end)
    latest = free.end - length
    if start > latest:
        return []
    if start <= wanted <= latest:
        begin = wanted
    elif wanted < start:
        begin = rounded if (rounded := _round(start, up=True)) <= latest else start
    else:
        begin = rounded if (rounded := _round(latest, up=False)) >= start else latest
    return [Interval(begin, begin + length)]


def _round(instant: datetime, *, up: bool) -> datetime:
    seconds = int(instant.timestamp())
    quarters = -(-seconds // QUARTER) if up else seconds // QUARTER
    return datetime.fromtimestamp(quarters * QUARTER, UTC)
