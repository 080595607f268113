"""Find the moment for one reminder: a day that suits both people, and another time of day than the failed try.

Takes what the reminder needs and what is occupied; returns a Slot with its reasons. Ways to find a place are tried in
order, the first that finds one decides. Never reads a calendar, and never decides about a place that is taken already
(keep.py does).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta, tzinfo
from hashlib import sha256
from itertools import islice, pairwise
from typing import TYPE_CHECKING

from followupd.core.people.reach import Reach
from followupd.core.reasons import MovedOn, NoHourSuitsBoth, OnDayOff, OtherTime, Reason, SameTimeOnly, TheirHours
from followupd.core.schedule.occupancy import Even, FreePlaces, places
from followupd.core.values.hitlist import is_live, keeps_hours
from followupd.core.values.time import (
    APART,
    Interval,
    at_wall_clock,
    clock_distance,
    minute_of,
    other_time,
    part_of,
)

if TYPE_CHECKING:
    from followupd.core.people.learning import Lean

SEARCH_DAYS = 28
EVEN_DAYS = 84           # more reminders than a day should have go on to later days, so far and no farther
OTHER_TIME_DAYS = 7
ENOUGH_PLACES = 4        # places of a day to choose from: two hours


@dataclass(frozen=True, slots=True)
class Need:
    """What a reminder of `length` needs of its place, on `day` or soon after it.

    `failed` are the starts of the earlier live tries of this row, oldest first: a live try avoids the time of day
    of the last one, then prefers parts of the day not tried yet. `asked`: the contact asked for this very day, which
    is not left even if it suits nobody's hours, or is a day off; `at` is the very minute that they asked for. `lean` is
    what was learned of their hours. `passed` are the starts of the reminders before this one that the user did not get
    to, oldest first, or of what was sent last: it comes at another hour. `spread` names whose place may be anywhere in
    the day, so that not all queue at its first hour; empty for the first good place. `taken` are days on which its
    person has another item: they are passed over, but a place that is there already may be on one.
    """

    hours: Reach
    day: date
    channel: str
    length: timedelta
    failed: tuple[datetime, ...] = ()
    asked: bool = False
    at: time | None = None
    lean: Lean | None = None
    passed: tuple[datetime, ...] = ()
    spread: str = ""
    taken: frozenset[date] = frozenset()

    @property
    def live(self) -> bool:
        """Whether it is a live channel: then it avoids the time of day of the last one that failed."""
        return is_live(self.channel)

    @property
    def keeps_hours(self) -> bool:
        """Whether the contact's hours count."""
        return keeps_hours(self.channel)

    @property
    def apart(self) -> bool:
        """Whether the two hours never meet, not even in a block, so that only the contact's hours decide."""
        return self.keeps_hours and not self.asked and not self.hours.ever_talk(self.day, self.length)

    @property
    def in_blocks(self) -> bool:
        """Whether the two hours meet only in the user's blocks."""
        return self.keeps_hours and not self.asked and self.hours.only_in_blocks(self.day, self.length)

    @property
    def zone(self) -> tzinfo:
        """The zone in which the time of day counts: the contact's."""
        return self.hours.their_zone

    @property
    def another_time(self) -> bool:
        """Whether another time of day than the last failed one is needed (P7)."""
        return self.live and bool(self.failed)

    def windows(self) -> Callable[[date], tuple[Interval, ...]]:
        """The stretches of a day that suit it."""
        if self.asked:
            return lambda day: _asked_hours(self.hours, day, both=self.keeps_hours)
        if self.apart:
            return self.hours.their_day
        if self.in_blocks:
            return self.hours.in_blocks
        return self.hours.both if self.keeps_hours else self.hours.my_day

    def days(self, most: int) -> Iterator[date]:
        """Return the next days on which it may be, from its own day on."""
        if not self.taken:
            return self.hours.days_from(self.day, most)
        days = self.hours.days_from(self.day, most + len(self.taken))
        return islice((day for day in days if day not in self.taken), most)

    def suits(self, place: Interval) -> bool:
        """Whether it is at another time of day than the last failed try, if that is needed."""
        return not self.another_time or other_time(place.start, self.failed[-1], self.zone)

    def day_of(self, place: Interval) -> date:
        """The user's day of a place."""
        return place.start.astimezone(self.hours.my_zone).date()

    def fits(self, place: Interval) -> bool:
        """Whether the place is in the hours of its day, whatever else is there."""
        if self.asked and self.day_of(place) != self.day:
            return False
        return any(s.start <= place.start and place.end <= s.end for s in self.windows()(self.day_of(place)))


@dataclass(frozen=True, slots=True)
class Slot:
    """A place for a reminder. `sought` is the day from which it was looked for; None if nobody looked for it."""

    interval: Interval
    reasons: tuple[Reason, ...] = ()
    sought: date | None = None


def find_slot(
    need: Need, free: FreePlaces, *, beside: FreePlaces | None = None, even: Even | None = None
) -> Slot:
    """Return the best place for a reminder.

    If no place is `free`, one is shared: with another reminder, if there is one that is free `beside` them, else with
    whatever is there (blocks, busy time, what the user placed). `even` passes over the days that have enough reminders.
    """
    if need.at is not None:                        # asked to the minute: before every rule (P7)
        start = at_wall_clock(need.day, need.at, need.hours.my_zone)
        return Slot(Interval(start, start + need.length), _on_a_day_off(need))
    for places_left, spread in ((free, even), (beside or FreePlaces(), None), (FreePlaces(), None)):
        if need.asked:
            place = _on_the_asked_day(need, places_left)
        else:
            place = _nearest_to_my_hours(need, places_left) or _first_good_day(need, places_left, spread)
        if place is not None:
            return Slot(place, reasons_for(need, place), need.day)
    day = need.day if need.asked else next(need.days(1), need.day)
    start = at_wall_clock(day, time(10), need.hours.my_zone)
    why = _on_a_day_off(need) if need.asked else (NoHourSuitsBoth(morning=True),)
    return Slot(Interval(start, start + need.length), why, need.day)


def search_ends_in(place: Interval, need: Need, free: FreePlaces) -> Slot | None:
    """Return the slot of a place that is there if a search would end in it; None if it would find another one."""
    slot = find_slot(need, free)
    return slot if slot.interval == place else None


def first_day_over(need: Need, now: datetime) -> date | None:
    """Return the day of the first place from the wanted day on, if that place has begun.

    By hours alone: it is unknown who else had a place then. For all alike, wherever in the day each would be.
    """
    if need.day > now.astimezone(need.hours.my_zone).date():
        return None
    place = find_slot(replace(need, spread=""), FreePlaces()).interval
    return need.day_of(place) if place.start <= now else None


def _on_the_asked_day(need: Need, free: FreePlaces) -> Interval | None:
    return next(iter(free.of(need.windows()(need.day), need.length)), None)


def _nearest_to_my_hours(need: Need, free: FreePlaces) -> Interval | None:
    """Return the place within a week that is nearest to the user's hours; a Sunday afternoon before the night."""
    if not need.apart or need.day >= date.max - timedelta(days=OTHER_TIME_DAYS):
        return None
    windows = need.windows()
    week = (
        place for day in need.days(OTHER_TIME_DAYS)
        for place in free.of(windows(day), need.length) if need.suits(place)
    )

    def rank(place: Interval) -> tuple[bool, bool, timedelta, datetime]:
        hours, again = need.hours, _minutes_since_passed(place, need) < APART
        return not hours.at_a_decent_hour(place), again, hours.far_from_mine(place), place.start

    return min(week, key=rank, default=None)


def _first_good_day(need: Need, free: FreePlaces, even: Even | None) -> Interval | None:
    """The best place of the first day that has one; if no day has another time of day, the one farthest from it."""
    windows, fallback = need.windows(), None
    for looked, day in enumerate(_days(need, windows, even), 1):
        there = free.of(windows(day), need.length)
        good = [place for place in there if need.suits(place)] if need.another_time else there
        if good:
            return _best(good, need)
        if there and fallback is None:
            fallback = max(there, key=lambda place: _distance(place.start, need.failed[-1], need.zone))
        # Another time of day goes before a near day, as long as their hours and the user's have one (P7).
        if fallback is not None and looked >= OTHER_TIME_DAYS and not _has_another_time(need, windows):
            break
    if fallback is not None and even is not None and _has_another_time(need, windows):
        return _first_good_day(need, free, None)           # a full day rather than the same time of day (P7)
    return fallback


def _days(need: Need, windows: Callable[[date], Sequence[Interval]], even: Even | None) -> Iterator[date]:
    """The days to look at, those that have enough reminders left out."""
    if even is None:
        return need.days(SEARCH_DAYS)
    return even.days(lambda: need.days(EVEN_DAYS), windows, SEARCH_DAYS)


def _has_another_time(need: Need, windows: Callable[[date], tuple[Interval, ...]]) -> bool:
    days = need.days(OTHER_TIME_DAYS)
    return any(need.suits(place) for day in days for place in places(windows(day), need.length))


def _best(options: Sequence[Interval], need: Need) -> Interval:
    """Return the best of these places.

    Another hour than that of the reminder that passed, then the hour in which they answer most if that was learned, not
    the first minutes of hours, and a part of the day that was tried least. Of those that are alike it is the one that
    falls to them, so that not all queue at the first: the same person has the same one on the same day, whoever else is
    there.
    """
    settled = next((n for n, (a, b) in enumerate(pairwise(options), 1) if b.start < a.start), len(options))

    def rank(number: int) -> tuple[int, float, bool]:
        place, lean = options[number], need.lean
        weight = -lean.weight(place.start) if lean is not None else 0.0
        return _like_the_one_that_passed(place, need), weight, number >= settled

    ranks = [rank(number) for number in range(len(options))]
    alike = _least_tried([place for place, one in zip(options, ranks, strict=True) if one == min(ranks)], need)
    return alike[_falls_to(need, alike)]


def _least_tried(alike: Sequence[Interval], need: Need) -> Sequence[Interval]:
    """Return those in parts of the day that were tried least; so many parts that not all stand at a single hour."""
    failed = need.failed if need.live else ()
    before = [*((one, need.zone) for one in failed), *((one, need.hours.my_zone) for one in need.passed)]
    if not before:
        return alike
    tried = [sum(part_of(one, zone) is part_of(place.start, zone) for one, zone in before) for place in alike]
    most = sorted(tried)[min(ENOUGH_PLACES, len(tried)) - 1]
    return [place for place, times in zip(alike, tried, strict=True) if times <= most]


def _falls_to(need: Need, alike: Sequence[Interval]) -> int:
    if not need.spread:
        return 0
    digest = sha256(f"{need.spread} {need.day_of(alike[0]).isoformat()}".encode()).digest()
    return int.from_bytes(digest[:4]) * len(alike) >> 32


def _like_the_one_that_passed(place: Interval, need: Need) -> int:
    """Return 0 for another time of day than that of the reminder that passed, by the user's clock, else more.

    Without another part of the day it is another hour of it, or as far away as it can be.
    """
    if not need.passed or other_time(place.start, need.passed[-1], need.hours.my_zone):
        return 0
    return 1 + APART - min(APART, _minutes_since_passed(place, need))


def _minutes_since_passed(place: Interval, need: Need) -> int:
    """Return how many minutes of the clock are between it and the reminder that passed; an hour if none did."""
    return _distance(place.start, need.passed[-1], need.hours.my_zone) if need.passed else APART


def _asked_hours(hours: Reach, day: date, *, both: bool) -> tuple[Interval, ...]:
    """The best hours of a day that the contact asked for, day off or not: both people's, else theirs, else mine."""
    usual = hours.usual_both if both else hours.my_usual_day
    return usual(day) or hours.their_usual_day(day) or hours.my_usual_day(day)


def _distance(a: datetime, b: datetime, zone: tzinfo) -> int:
    return clock_distance(minute_of(a, zone), minute_of(b, zone))


def reasons_for(need: Need, place: Interval) -> tuple[Reason, ...]:
    """Return why it is there.

    Read from hours alone, never from what is taken: the same place has the same reasons in every pass.
    """
    if need.asked:
        return _on_a_day_off(need)
    moved = _moved_on(need, place)
    learned = need.lean.reasons_at(place.start) if need.lean is not None else ()
    return (*moved, *_time_of_day(need, place), *learned)


def _on_a_day_off(need: Need) -> tuple[Reason, ...]:
    """What the contact asked for goes before a day off (P7), and says so."""
    return (OnDayOff(need.hours.off[need.day]),) if need.day in need.hours.off else ()


def _moved_on(need: Need, place: Interval) -> tuple[Reason, ...]:
    """Why it is not on the day that was wanted; the first cause that holds."""
    hours, day, windows = need.hours, need.day, need.windows()
    if need.apart:
        apart = NoHourSuitsBoth(hours=need.hours.hours_at(place.start))
        return (apart, MovedOn(day, hours.off[day])) if day in hours.off else (apart,)
    if need.day_of(place) == day:
        return ()
    if day in hours.off:
        cause = hours.off[day]
    elif not hours.my_day(day):
        cause = "not one of your days"
    elif day in need.taken:
        cause = "something else for them is on that day"
    elif not windows(day):
        cause = "outside their hours"
    elif need.another_time and not any(map(need.suits, places(windows(day), need.length))):
        cause = "only the same time of day was left"
    else:
        cause = "that day was full"
    return (MovedOn(day, cause),)


def _time_of_day(need: Need, place: Interval) -> tuple[Reason, ...]:
    if need.another_time:
        return (OtherTime(need.hours.hours_at(place.start)) if need.suits(place) else SameTimeOnly(),)
    if need.apart or not (need.hours.text and need.keeps_hours):     # NoHourSuitsBoth names their hours already
        return ()
    return (TheirHours(need.hours.hours_at(place.start)),)


def on_its_own_day(need: Need, slot: Slot) -> Slot:
    """Return the slot as if it had been looked for from its own day: the day that was wanted is over."""
    day = need.day_of(slot.interval)
    return Slot(slot.interval, reasons_for(replace(need, day=day), slot.interval), day)
