"""Find the moment for one reminder: a day that suits both people, and another time of day than the failed try.

Takes hours, zones and what is taken; returns a Slot with its reasons. Never reads a calendar, and is never asked
about a time that the user or the contact chose.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, tzinfo

from followupd.core.block_reasons import OnDayOff
from followupd.core.day_parts import PART_OF_HOUR, Part, another_time, clock_distance
from followupd.core.model import Contact, Hitlist, is_live
from followupd.core.reasons import MovedOn, NoHourSuitsBoth, OtherTime, Reason, SameTimeOnly, TheirHours
from followupd.core.time import MINUTES_OF_DAY, Interval, WeekHours, at_minute, at_wall_clock, daily, intersect

STEP = timedelta(minutes=30)
SETTLE = timedelta(minutes=30)          # nobody likes to be called in the first minute of their hours
LONG_ENOUGH = timedelta(minutes=90)
NEAR = timedelta(hours=24)
SEARCH_DAYS = 28
OTHER_TIME_DAYS = 7


# Where to try next after a failed try, best first. Midday and evening are when people are least at their desks.
AFTER = {
    Part.MORNING: (Part.AFTERNOON, Part.MIDDAY, Part.EVENING),
    Part.MIDDAY: (Part.AFTERNOON, Part.MORNING, Part.EVENING),
    Part.AFTERNOON: (Part.MORNING, Part.MIDDAY, Part.EVENING),
    Part.EVENING: (Part.MORNING, Part.AFTERNOON, Part.MIDDAY),
}


def part_of(instant: datetime, zone: tzinfo) -> Part:
    return PART_OF_HOUR[instant.astimezone(zone).hour]


def minute_of(instant: datetime, zone: tzinfo) -> int:
    """The minute of the day that the clock of `zone` shows."""
    local = instant.astimezone(zone)
    return local.hour * 60 + local.minute


def other_time(instant: datetime, failed: datetime, zone: tzinfo) -> bool:
    """Whether these are different times of day by the contact's clock: another part, and an hour apart."""
    return another_time(minute_of(instant, zone), minute_of(failed, zone))


def _clock_distance(a: datetime, b: datetime, zone: tzinfo) -> int:
    return clock_distance(minute_of(a, zone), minute_of(b, zone))


@dataclass(frozen=True, slots=True)
class Slot:
    """`sought` is the day from which the place was looked for, where it was."""

    interval: Interval
    reasons: tuple[Reason, ...] = ()
    sought: date | None = None


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

    def free(self, stretch: Interval) -> bool:
        for day in {stretch.start.date(), stretch.end.date()}:
            starts, ends = self.days.get(day, ((), ()))
            before = bisect_left(starts, stretch.end)
            if before and ends[before - 1] > stretch.start:
                return False
        return True

    def places(self, stretches: tuple[Interval, ...], length: timedelta) -> list[Interval]:
        """The free places for a reminder of `length`, in order, the first minutes of hours last."""
        key = (id(stretches), length)   # the entry holds them too, so that no others can get their id
        known = self.left.get(key)
        places = _places(stretches, length) if known is None else known[1]
        if not places:
            return places
        found = [place for place in places if self.free(place)]
        self.left[key] = (stretches, found)
        return found


@dataclass(slots=True)
class Even:
    """How many reminders each day of the user's has, and how many are enough: a week of many tries fails together, and
    all of them would come again on one day."""

    enough: int
    load: Counter[date] = field(default_factory=Counter)

    def limit(self, days: Iterable[date]) -> int:
        """What a day may hold: `enough`, or as little more as it takes where all of these days have that many."""
        return max(self.enough, 1 + min((self.load[day] for day in days), default=0))


@dataclass(frozen=True, slots=True)
class Reach:
    """Both people's hours for one contact. Remembers the days that it worked out: many people share their hours."""

    mine: WeekHours
    my_zone: tzinfo
    theirs: WeekHours
    their_zone: tzinfo
    text: str                            # their hours as the user wrote them, empty for the usual ones
    off: Mapping[date, str] = field(default_factory=dict, compare=False, repr=False)    # the user's days off, by name
    _both: dict[date, tuple[Interval, ...]] = field(default_factory=dict, init=False, compare=False, repr=False)
    _mine: dict[date, tuple[Interval, ...]] = field(default_factory=dict, init=False, compare=False, repr=False)
    _theirs: dict[date, tuple[Interval, ...]] = field(default_factory=dict, init=False, compare=False, repr=False)
    _met: dict[tuple[date, timedelta], bool] = field(default_factory=dict, init=False, compare=False, repr=False)

    def both(self, day: date) -> tuple[Interval, ...]:
        """The stretches of the user's day in which both may be reached; none on a day off."""
        return () if day in self.off else self.usual_both(day)

    def usual_both(self, day: date) -> tuple[Interval, ...]:
        """The same, were it no day off."""
        if day not in self._both:
            mine = self.my_usual_day(day)
            theirs = tuple(self.theirs.intervals(mine[0].start, mine[-1].end, self.their_zone)) if mine else ()
            self._both[day] = intersect(mine, theirs)
        return self._both[day]

    def their_day(self, day: date) -> tuple[Interval, ...]:
        """The contact's hours within the user's day, whatever the user's own hours are; none on a day off."""
        return () if day in self.off else self.their_usual_day(day)

    def their_usual_day(self, day: date) -> tuple[Interval, ...]:
        if day not in self._theirs:
            start, end = at_minute(day, 0, self.my_zone), at_minute(day, MINUTES_OF_DAY, self.my_zone)
            self._theirs[day] = tuple(self.theirs.intervals(start, end, self.their_zone))
        return self._theirs[day]

    def my_day(self, day: date) -> tuple[Interval, ...]:
        return () if day in self.off else self.my_usual_day(day)

    def my_usual_day(self, day: date) -> tuple[Interval, ...]:
        if day not in self._mine:
            self._mine[day] = self.mine.on(day, self.my_zone)
        return self._mine[day]

    def days_from(self, day: date, most: int) -> Iterator[date]:
        """The next days that are not off, `day` included. One by one: mostly the first will do."""
        found = 0
        for number in range(most + len(self.off)):
            if found == most or day > date.max - timedelta(days=number + 2):
                return
            this = day + timedelta(days=number)
            if this not in self.off:
                found += 1
                yield this

    def far_from_mine(self, stretch: Interval) -> timedelta:
        """How long before or after the nearest of the user's own hours a stretch lies; zero inside them."""
        around = self.mine.intervals(stretch.start - NEAR, stretch.end + NEAR, self.my_zone)
        gaps = (max(mine.start - stretch.end, stretch.start - mine.end, timedelta(0)) for mine in around)
        return min(gaps, default=NEAR)

    def hours_at(self, instant: datetime) -> str:
        """The stretch of their hours around an instant by their clock, `12:00-14:00`; empty for the usual hours."""
        if not self.text:
            return ""
        local = instant.astimezone(self.their_zone)
        minute = local.hour * 60 + local.minute
        for r in self.theirs.ranges:
            if r.day == local.weekday() and r.start <= minute < r.end:
                there = "" if self.their_zone == self.my_zone else " their time"
                return f"{r.start // 60:02}:{r.start % 60:02}-{r.end // 60:02}:{r.end % 60:02}{there}"
        return self.text

    def holds(self, stretch: Interval, length: timedelta) -> bool:
        """Whether a live talk of this length fits their hours somewhere inside the stretch."""
        found = self.theirs.intervals(stretch.start, stretch.end, self.their_zone)
        return any(part.length >= length for part in found)

    def ever_meet(self, day: date, length: timedelta) -> bool:
        """Whether the two weeks from `day` hold an hour that suits both, days off or not."""
        if (day, length) not in self._met:
            days = (day + timedelta(days=n) for n in range(14)) if day <= date.max - timedelta(days=14) else ()
            self._met[day, length] = any(stretch.length >= length for one in days for stretch in self.usual_both(one))
        return self._met[day, length]


def reach(hitlist: Hitlist, contact: Contact, off: Mapping[date, str] | None = None) -> Reach:
    """What `hours` says, else 9:00-18:00 on the user's own days, in the contact's zone (DESIGN.md 8)."""
    theirs = contact.hours or daily(time(9), time(18), hitlist.hours.days)
    return Reach(
        hitlist.hours, hitlist.timezone, theirs, contact.timezone or hitlist.timezone,
        contact.hours.text if contact.hours else "", off or {},
    )


def find_slot(
    hours: Reach, day: date, channel: str, length: timedelta, taken: Taken, *,
    failed: tuple[datetime, ...] = (), keep: Interval | None = None, asked: bool = False,
    lean: Callable[[datetime], float] | None = None, even: Even | None = None,
) -> Slot:
    """The moment on `day`, or soon after it, for a reminder of `length`.

    `failed` are the starts of the earlier live tries of this row, oldest first: a live try avoids the time of day
    of the last one, then prefers parts of the day not tried yet. `keep` is where the reminder stands now: kept while
    it is as good, so that nothing moves under the user's eyes. `asked`: the contact asked for this very day, which
    is not left even where it suits nobody's hours, or is a day off. `lean` weighs the instants of a day on which there
    are several places, 0 where nothing is known of that hour (learning.py). `even` passes over the days that have
    enough reminders.
    """
    live = is_live(channel)
    never = live and not asked and not hours.ever_meet(day, length)
    windows = hours.their_day if never else hours.both if live else hours.my_day
    if asked:
        usual = hours.usual_both if live else hours.my_usual_day
        stretches = usual(day) or hours.their_usual_day(day) or hours.my_usual_day(day)
        options = _options(stretches, length, taken, keep) or _options(stretches, length, Taken(), keep)
        return Slot(options[0] if options else _anyway(hours, day, length), on_a_day_off(hours, day))

    zone = hours.their_zone
    if never and day < date.max - timedelta(days=OTHER_TIME_DAYS):
        # Of a week, what is nearest to the user's own hours: late in the evening rather than before dawn.
        days = hours.days_from(day, OTHER_TIME_DAYS)
        week = [option for this in days for option in _options(windows(this), length, taken, keep)]
        others = [option for option in week if not failed or other_time(option.start, failed[-1], zone)]
        nearest = min(others, key=lambda o: (o != keep, hours.far_from_mine(o), o.start), default=None)
        if nearest is not None:
            return Slot(nearest, _reasons(hours, windows, day, nearest, length, never, failed, live))
    fallback: Interval | None = None
    possible = True
    limit = 0
    if even is not None:
        limit = even.limit([this for this in hours.days_from(day, OTHER_TIME_DAYS) if windows(this)])
    for number, this in enumerate(hours.days_from(day, SEARCH_DAYS)):
        if even is not None and number < OTHER_TIME_DAYS and even.load[this] >= limit:
            continue
        options = _options(windows(this), length, taken, keep)
        if not live or not failed:
            if options:
                best = options[0] if options[0] == keep or not live or lean is None else _best(options, (), zone, lean)
                return Slot(best, _reasons(hours, windows, day, best, length, never, failed, live))
            continue
        others = [o for o in options if other_time(o.start, failed[-1], zone)]
        if others:
            best = others[0] if others[0] == keep else _best(others, failed, zone, lean)
            return Slot(best, _reasons(hours, windows, day, best, length, never, failed, live))
        if options and fallback is None:
            fallback = max(options, key=lambda o: (o == keep, _clock_distance(o.start, failed[-1], zone)))
        if number == OTHER_TIME_DAYS - 1:
            # Another time of day goes before a near day, as long as their hours and the user's have one (P7).
            days = hours.days_from(day, OTHER_TIME_DAYS)
            possible = any(_other_times(windows(d), length, failed[-1], zone) for d in days)
        if fallback and number >= OTHER_TIME_DAYS - 1 and not possible:
            break
    if fallback is None and taken.days:       # blocks and reminders fill all hours that there are: share one of them
        return find_slot(hours, day, channel, length, Taken(), failed=failed, keep=keep, lean=lean)
    if fallback is None:
        first = next(iter(hours.days_from(day, 1)), day)
        return Slot(_anyway(hours, first, length), (NoHourSuitsBoth("the morning of that day"),))
    return Slot(fallback, _reasons(hours, windows, day, fallback, length, never, failed, live))


def stay(
    hours: Reach, day: date, channel: str, length: timedelta, taken: Taken, keep: Interval,
    failed: tuple[datetime, ...] = (),
) -> Slot | None:
    """The place where a reminder stands that was sought from `day`, with its reasons; None where it suits no more.

    It suits while it is free and in the hours, even where a nearer place has become free since: nothing moves under
    the user's eyes, and a second pass finds every reminder where the first one left it (P3).
    """
    live = is_live(channel)
    never = live and not hours.ever_meet(day, length)
    windows = hours.their_day if never else hours.both if live else hours.my_day
    this = keep.start.astimezone(hours.my_zone).date()
    if this < day or keep.length != length or not taken.free(keep):
        return None
    if not any(stretch.start <= keep.start and keep.end <= stretch.end for stretch in windows(this)):
        return None
    return Slot(keep, _reasons(hours, windows, day, keep, length, never, failed, live))


def _other_times(
    stretches: tuple[Interval, ...], length: timedelta, failed: datetime, zone: tzinfo
) -> list[Interval]:
    return [place for place in _places(stretches, length) if other_time(place.start, failed, zone)]


def _options(
    stretches: tuple[Interval, ...], length: timedelta, taken: Taken, keep: Interval | None
) -> list[Interval]:
    """Free places for a reminder, the place where it stands first, then in order, the first minutes of hours last."""
    found = taken.places(stretches, length)
    if keep is None or keep.length != length or not taken.free(keep):
        return found
    inside = any(stretch.start <= keep.start and keep.end <= stretch.end for stretch in stretches)
    return [keep, *found] if inside else found


def _places(stretches: tuple[Interval, ...], length: timedelta) -> list[Interval]:
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


def _best(
    options: list[Interval], failed: tuple[datetime, ...], zone: tzinfo, lean: Callable[[datetime], float] | None
) -> Interval:
    """The hour in which they answer most where that was learned, then a part of the day that was tried least, then the
    one that is best after the last try, then the given order."""

    def rank(place: int) -> tuple[float, int, int, int]:
        start = options[place].start
        part = part_of(start, zone)
        tried = sum(part_of(earlier, zone) is part for earlier in failed)
        after = AFTER[part_of(failed[-1], zone)].index(part) if failed else 0
        return -lean(start) if lean is not None else 0.0, tried, after, place

    return options[min(range(len(options)), key=rank)]


def on_a_day_off(hours: Reach, day: date) -> tuple[Reason, ...]:
    """What the contact asked for goes before a day off (P7), and says so."""
    return (OnDayOff(hours.off[day]),) if day in hours.off else ()


def _anyway(hours: Reach, day: date, length: timedelta) -> Interval:
    start = at_wall_clock(day, time(10), hours.my_zone)
    return Interval(start, start + length)


def _reasons(
    hours: Reach, windows: Callable[[date], tuple[Interval, ...]], day: date, place: Interval, length: timedelta,
    never: bool, failed: tuple[datetime, ...], live: bool,
) -> tuple[Reason, ...]:
    """Read from hours alone, never from what is taken just now: the same place has the same reasons in every pass."""
    found: list[Reason] = []
    if never:
        found.append(NoHourSuitsBoth("the nearest time in their hours"))
        found += [MovedOn(day, hours.off[day])] if day in hours.off else []
    elif place.start.astimezone(hours.my_zone).date() != day:
        if day in hours.off:
            cause = hours.off[day]
        elif not hours.my_day(day):
            cause = "not one of your days"
        elif not windows(day):
            cause = "outside their hours"
        elif live and failed and not _other_times(windows(day), length, failed[-1], hours.their_zone):
            cause = "only the same time of day was left"
        else:
            cause = "no room left on that day"
        found.append(MovedOn(day, cause))
    if live and failed:
        again = other_time(place.start, failed[-1], hours.their_zone)
        found.append(OtherTime(hours.hours_at(place.start)) if again else SameTimeOnly())
    elif hours.text and live:
        found.append(TheirHours(hours.hours_at(place.start)))
    return tuple(found)
