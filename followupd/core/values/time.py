"""Days, spans and hours as people mean them, and the instants to which they resolve in a time zone.

Every instant inside the core is an aware datetime in UTC: Python compares two datetimes of one zone by their wall
clocks, which is wrong in a fold. An interval includes its start and excludes its end. A wall-clock rule
("Tuesday 10:00") stays one until `at_wall_clock` resolves it, so a DST gap or fold is decided in one place.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import IntEnum

DAY_NAMES = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
FULL_DAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTH_NAMES = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
FULL_MONTH_NAMES = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)
EVERY_DAY = frozenset(range(7))
MINUTES_OF_DAY = 24 * 60
A_DAY, NO_TIME = timedelta(days=1), timedelta(0)
BETWEEN_PLACES = timedelta(minutes=30)      # of reminders within hours
SHORTEST_MONTH = 28     # days


@dataclass(frozen=True, slots=True, order=True)
class Interval:
    """A stretch of time: start included, end excluded, both in UTC."""

    start: datetime
    end: datetime

    def overlaps(self, other: Interval) -> bool:
        """Return whether the two have a moment in common."""
        return self.start < other.end and other.start < self.end

    def contains(self, instant: datetime) -> bool:
        """Return whether it includes an instant."""
        return self.start <= instant < self.end

    @property
    def length(self) -> timedelta:
        """Its length."""
        return self.end - self.start


def later(day: date, days: int) -> date:
    """Return the day that is so many days later, or the last day of the calendar."""
    return day + timedelta(days=days) if day <= date.max - timedelta(days=days) else date.max


@dataclass(frozen=True, slots=True)
class Span:
    """A distance between days: calendar months plus days. `1 month` after 31 January is the last of February."""

    months: int = 0
    days: int = 0

    def after(self, day: date) -> date:
        """Return the day this far after `day`; the last day of the calendar (year 9999) if it would leave it."""
        try:
            if self.months:
                # By hand: a plan of ten thousand contacts asks thirty thousand times, and relativedelta takes 5 times
                # as long (bench/planning.py).
                year, month = divmod(day.year * 12 + day.month - 1 + self.months, 12)
                last = monthrange(year, month + 1)[1] if day.day > SHORTEST_MONTH else SHORTEST_MONTH
                day = day.replace(year, month + 1, min(day.day, last))
            return day + timedelta(days=self.days) if self.days else day
        except (ValueError, OverflowError):
            return date.max

    @property
    def about_days(self) -> float:
        """Return the days in it, for comparing and ranking only: a month counts 30.4 days."""
        return self.months * 30.4375 + self.days

    @property
    def unit(self) -> str | None:
        """`day`, `week`, `month` or `year` for a span of exactly one; None for every other."""
        return _UNITS.get((self.months, self.days))

    def __str__(self) -> str:
        parts = []
        if self.months:
            years, months = divmod(self.months, 12)
            parts += [count(years, "year")] if years else []
            parts += [count(months, "month")] if months else []
        if self.days or not self.months:
            weeks, days = divmod(self.days, 7)
            parts += [count(weeks, "week")] if weeks and not days else []
            parts += [count(self.days, "day")] if days or not self.days else []
        return " ".join(parts)


_UNITS = {(0, 1): "day", (0, 7): "week", (1, 0): "month", (12, 0): "year"}     # by months and days


def count(number: int, one: str, many: str = "") -> str:
    """Return `1 week`, `2 weeks`, or `2 copies` with an irregular `many`."""
    return f"{number} {one if number == 1 else many or one + 's'}"


@dataclass(frozen=True, slots=True, order=True)
class HourRange:
    """Part of a weekday by the wall clock: `day` 0 is Monday, `start` included, `end` excluded, in minutes (0-1440)."""

    day: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class WeekHours:
    """When somebody may be reached, as wall-clock ranges of each weekday; sorted, not overlapping.

    `days_given` is False for hours written without days ("12:00-14:00"), which hold on every day.
    `text` is what the user wrote, for the reason in an event's text.
    """

    ranges: tuple[HourRange, ...]
    text: str = ""
    days_given: bool = True

    def __post_init__(self) -> None:
        merged: list[HourRange] = []
        for r in sorted(self.ranges):
            if merged and merged[-1].day == r.day and r.start <= merged[-1].end:
                merged[-1] = HourRange(r.day, merged[-1].start, max(merged[-1].end, r.end))
            else:
                merged.append(r)
        object.__setattr__(self, "ranges", tuple(merged))

    @property
    def days(self) -> frozenset[int]:
        """The days that have hours; 0 is Monday."""
        return frozenset(r.day for r in self.ranges)

    def on(self, day: date, zone: tzinfo) -> tuple[Interval, ...]:
        """Return the stretches of that day by the clock of `zone`, in UTC, without empty ones (inside a DST gap)."""
        stretches = []
        for r in self.ranges:
            if r.day == day.weekday():
                start, end = at_minute(day, r.start, zone), at_minute(day, r.end, zone)
                if start < end:
                    stretches.append(Interval(start, end))
        return tuple(stretches)

    def intervals(self, start: datetime, end: datetime, zone: tzinfo) -> Iterator[Interval]:
        """Yield the stretches that touch [start, end), clipped to it, in order."""
        window = Interval(start, end)
        day = start.astimezone(zone).date()
        last = end.astimezone(zone).date()
        while day <= last:
            for stretch in self.on(day, zone):
                if stretch.overlaps(window):
                    yield Interval(max(stretch.start, start), min(stretch.end, end))
            if day == date.max:
                return
            day += timedelta(days=1)

    def only(self, days: frozenset[int]) -> WeekHours:
        """Return the same hours, on those days alone."""
        return WeekHours(tuple(r for r in self.ranges if r.day in days), self.text, self.days_given)

    def hold(self, start: datetime, end: datetime, zone: tzinfo) -> bool:
        """Return whether all of [start, end) is inside these hours."""
        return any(i.start <= start and end <= i.end for i in self.intervals(start, end, zone))


@dataclass(frozen=True, slots=True)
class DayRange:
    """Days in a row, the first and the last one counted: a month, a week or one day."""

    first: date
    last: date

    def days(self) -> Iterator[date]:
        """Yield each of them."""
        for number in range((self.last - self.first).days + 1):
            yield self.first + timedelta(days=number)


def month_of(day: date) -> DayRange:
    """Return the month of a day."""
    return DayRange(day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1]))


def month_before(month: DayRange) -> DayRange:
    """Return the month before; for the first month of the calendar, that month itself."""
    return month_of(month.first - timedelta(days=1)) if month.first > date.min else month


def daily(start: time, end: time, days: frozenset[int] = EVERY_DAY, text: str = "") -> WeekHours:
    """Return the same hours on each of `days`; an `end` of 00:00 means midnight at the end of the day."""
    first, last = start.hour * 60 + start.minute, end.hour * 60 + end.minute or MINUTES_OF_DAY
    return WeekHours(tuple(HourRange(day, first, last) for day in days), text)


def at_wall_clock(day: date, clock: time, zone: tzinfo) -> datetime:
    """Return the instant (UTC) at which the wall clock of `zone` shows this day and time.

    In a DST gap, where no such instant exists, the clock's reading is taken with the offset from before the
    gap (02:30 becomes 03:30); in a fold the first of the two instants is taken (RFC 5545 3.3.5 reads so too).
    """
    return datetime.combine(day, clock, zone).astimezone(UTC)


def at_minute(day: date, minute: int, zone: tzinfo) -> datetime:
    """Like `at_wall_clock`, for a minute of the day from 0 to 1440 (midnight at its end)."""
    if minute >= MINUTES_OF_DAY:
        if day == date.max:
            return at_wall_clock(day, time.max, zone)
        return at_wall_clock(day + timedelta(days=1), time(0), zone)
    return at_wall_clock(day, time(minute // 60, minute % 60), zone)


def intersect(a: tuple[Interval, ...], b: tuple[Interval, ...]) -> tuple[Interval, ...]:
    """Return the stretches that lie in both; each side sorted and without overlaps."""
    common = []
    for x in a:
        for y in b:
            start, end = max(x.start, y.start), min(x.end, y.end)
            if start < end:
                common.append(Interval(start, end))
    return tuple(common)


def joined(stretches: Iterable[Interval]) -> tuple[Interval, ...]:
    """Return the same time in order, those that overlap or touch as one."""
    merged: list[Interval] = []
    for stretch in sorted(stretches):
        if merged and stretch.start <= merged[-1].end:
            merged[-1] = Interval(merged[-1].start, max(merged[-1].end, stretch.end))
        else:
            merged.append(stretch)
    return tuple(merged)


def without(stretch: Interval, taken: tuple[Interval, ...]) -> tuple[Interval, ...]:
    """Return what remains of a stretch when the taken ones (sorted) are cut out of it."""
    free, cursor = [], stretch.start
    for t in taken:
        if t.overlaps(stretch):
            if cursor < t.start:
                free.append(Interval(cursor, t.start))
            cursor = max(cursor, t.end)
    if cursor < stretch.end:
        free.append(Interval(cursor, stretch.end))
    return tuple(free)


# Times of day in minutes (0-1439), and when one counts as different from that of a failed try (P7).

APART = 60      # minutes by the clock between two times of day that differ, besides another part of the day


class DayPart(IntEnum):
    """Part of a day by the contact's clock; the value is the hour at which it begins."""

    MORNING = 0
    MIDDAY = 12
    AFTERNOON = 14
    EVENING = 17


PARTS_OF_DAY = {          # as people name them, from when to when
    "morning": (time(8), time(12)), "lunchtime": (time(12), time(14)), "afternoon": (time(13), time(17)),
    "evening": (time(18), time(21)),
}
PART_OF_HOUR = tuple(max(part for part in DayPart if part.value <= hour) for hour in range(24))


def clock_distance(a: int, b: int) -> int:
    """Return the minutes between two times of day, the shorter way round the clock."""
    minutes = abs(a - b)
    return min(minutes, MINUTES_OF_DAY - minutes)


def are_different_times(a: int, b: int) -> bool:
    """Return whether these are different times of day: another part, and an hour apart."""
    return PART_OF_HOUR[a // 60] is not PART_OF_HOUR[b // 60] and clock_distance(a, b) >= APART


def part_of(instant: datetime, zone: tzinfo) -> DayPart:
    """Return the part of the day that an instant is in by the clock of `zone`."""
    return PART_OF_HOUR[instant.astimezone(zone).hour]


def minute_of(instant: datetime, zone: tzinfo) -> int:
    """Return the minute of the day that the clock of `zone` shows."""
    local = instant.astimezone(zone)
    return local.hour * 60 + local.minute


def is_another_time(instant: datetime, failed: datetime, zone: tzinfo) -> bool:
    """Return whether these are different times of day by the contact's clock: another part, and an hour apart."""
    return are_different_times(minute_of(instant, zone), minute_of(failed, zone))
