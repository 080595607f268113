"""Find the moment for one reminder: a day that suits both people, and another time of day than the failed try.

Takes hours, zones and what is taken; returns a Slot with its reasons. Never reads a calendar, and is never asked
about a time that the user or the contact chose.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

from followupd.core.people.reach import Reach
from followupd.core.reasons import MovedOn, NoHourSuitsBoth, OnDayOff, OtherTime, Reason, SameTimeOnly, TheirHours
from followupd.core.schedule.occupancy import Even, Taken, places
from followupd.core.values.day_parts import Part, clock_distance, minute_of, other_time, part_of
from followupd.core.values.hitlist import is_live
from followupd.core.values.time import Interval, at_wall_clock

SEARCH_DAYS = 28
EVEN_DAYS = 84           # more reminders than a day should have go on to later days, so far and no farther
OTHER_TIME_DAYS = 7


# Where to try next after a failed try, best first. Midday and evening are when people are least at their desks.
AFTER = {
    Part.MORNING: (Part.AFTERNOON, Part.MIDDAY, Part.EVENING),
    Part.MIDDAY: (Part.AFTERNOON, Part.MORNING, Part.EVENING),
    Part.AFTERNOON: (Part.MORNING, Part.MIDDAY, Part.EVENING),
    Part.EVENING: (Part.MORNING, Part.AFTERNOON, Part.MIDDAY),
}


@dataclass(frozen=True, slots=True)
class Slot:
    """`sought` is the day from which the place was looked for, where it was."""

    interval: Interval
    reasons: tuple[Reason, ...] = ()
    sought: date | None = None


def find_slot(
    hours: Reach, day: date, channel: str, length: timedelta, taken: Taken, *,
    failed: tuple[datetime, ...] = (), keep: Interval | None = None, asked: bool = False,
    lean: Callable[[datetime], float] | None = None, even: Even | None = None, fixed: Taken | None = None,
) -> Slot:
    """The moment on `day`, or soon after it, for a reminder of `length`.

    `failed` are the starts of the earlier live tries of this row, oldest first: a live try avoids the time of day
    of the last one, then prefers parts of the day not tried yet. `keep` is where the reminder stands now: kept while
    it is as good, so that nothing moves under the user's eyes. `asked`: the contact asked for this very day, which
    is not left even where it suits nobody's hours, or is a day off. `lean` weighs the instants of a day on which there
    are several places, 0 where nothing is known of that hour (learning.py). `even` passes over the days that have
    enough reminders. Where all hours are taken, a place is shared: with another reminder, and only where everything
    is `fixed` (blocks, busy time, what the user placed) with one of those.
    """
    live = is_live(channel)
    never = live and not asked and not hours.ever_meet(day, length)
    windows = hours.their_day if never else hours.both if live else hours.my_day
    if asked:
        stretches = _asked_hours(hours, day, live)
        shared = (_options(stretches, length, those, keep) for those in (taken, fixed or Taken(), Taken()))
        options = next(filter(None, shared), None)
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
        limit = even.limit(hours.days_from(day, EVEN_DAYS), windows)
    looked = 0
    for this in hours.days_from(day, EVEN_DAYS):
        if even is not None and even.load[this] >= limit:
            continue
        if looked == SEARCH_DAYS:
            break
        looked += 1
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
            fallback = max(options, key=lambda o: (o == keep, _distance(o.start, failed[-1], zone)))
        if looked == OTHER_TIME_DAYS:
            # Another time of day goes before a near day, as long as their hours and the user's have one (P7).
            days = hours.days_from(day, OTHER_TIME_DAYS)
            possible = any(_other_times(windows(d), length, failed[-1], zone) for d in days)
        if fallback and looked >= OTHER_TIME_DAYS and not possible:
            break
    if fallback is None and taken.days:       # blocks and reminders fill all hours that there are: share one of them
        return find_slot(hours, day, channel, length, fixed or Taken(), failed=failed, keep=keep, lean=lean)
    if fallback is None:
        first = next(iter(hours.days_from(day, 1)), day)
        return Slot(_anyway(hours, first, length), (NoHourSuitsBoth(morning=True),))
    return Slot(fallback, _reasons(hours, windows, day, fallback, length, never, failed, live))


def stay(
    hours: Reach, day: date, channel: str, length: timedelta, taken: Taken, keep: Interval,
    failed: tuple[datetime, ...] = (), *, asked: bool = False,
) -> Slot | None:
    """The place where a reminder stands that was sought from `day`, with its reasons; None where it suits no more.

    It suits while it is free and in the hours, even where a nearer place has become free since: nothing moves under
    the user's eyes, and a second pass finds every reminder where the first one left it (P3).
    """
    this = keep.start.astimezone(hours.my_zone).date()
    if this < day or keep.length != length or not taken.free(keep):
        return None
    live = is_live(channel)
    if asked:
        there = this == day and _inside(keep, _asked_hours(hours, day, live))
        return Slot(keep, on_a_day_off(hours, day)) if there else None
    never = live and not hours.ever_meet(day, length)
    windows = hours.their_day if never else hours.both if live else hours.my_day
    if not _inside(keep, windows(this)):
        return None
    return Slot(keep, _reasons(hours, windows, day, keep, length, never, failed, live))


def _inside(place: Interval, stretches: tuple[Interval, ...]) -> bool:
    return any(stretch.start <= place.start and place.end <= stretch.end for stretch in stretches)


def _asked_hours(hours: Reach, day: date, live: bool) -> tuple[Interval, ...]:
    """The best hours of a day that the contact asked for, day off or not: both people's, else theirs, else mine."""
    usual = hours.usual_both if live else hours.my_usual_day
    return usual(day) or hours.their_usual_day(day) or hours.my_usual_day(day)


def _other_times(
    stretches: tuple[Interval, ...], length: timedelta, failed: datetime, zone: tzinfo
) -> list[Interval]:
    return [place for place in places(stretches, length) if other_time(place.start, failed, zone)]


def _distance(a: datetime, b: datetime, zone: tzinfo) -> int:
    return clock_distance(minute_of(a, zone), minute_of(b, zone))


def _options(
    stretches: tuple[Interval, ...], length: timedelta, taken: Taken, keep: Interval | None
) -> list[Interval]:
    """Free places for a reminder, the place where it stands first, then in order, the first minutes of hours last."""
    found = taken.free_places(stretches, length)
    if keep is None or keep.length != length or not taken.free(keep):
        return found
    return [keep, *found] if _inside(keep, stretches) else found


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
        found.append(NoHourSuitsBoth())
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
