"""Find the moment for one reminder: a day that suits both people, and another time of day than the failed try.

Takes what the reminder needs and what is occupied; returns a Slot with its reasons. The ways to find a place are tried
in order; the first that finds one decides. Never reads a calendar, and never decides about an existing place (keep.py
does).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta, tzinfo
from hashlib import sha256
from itertools import islice, pairwise
from typing import TYPE_CHECKING

from followupd.core.reasons import MovedOn, NoHourSuitsBoth, OnDayOff, OtherTime, Reason, SameTimeOnly, TheirHours
from followupd.core.schedule.need import Need
from followupd.core.schedule.occupancy import Even, FreePlaces, places
from followupd.core.values.time import (
    APART,
    Interval,
    at_wall_clock,
    clock_distance,
    is_another_time,
    minute_of,
    part_of,
)

if TYPE_CHECKING:
    pass

SEARCH_DAYS = 28
EVEN_DAYS = 84           # days: how far ahead reminders go if earlier days have no room
OTHER_TIME_DAYS = 7
ENOUGH_PLACES = 4        # places to choose from on a day: two hours
# The reasons for another day than its own.
SAME_TIME_LEFT, DAY_FULL = "only the same time of day was left", "that day was full"


@dataclass(frozen=True, slots=True)
class Slot:
    """A place for a reminder, `outside` all hours if no day in reach had one.

    `sought` is the day from which it was searched; None for a fixed place.
    """

    interval: Interval
    reasons: tuple[Reason, ...] = ()
    sought: date | None = None
    outside: bool = False


def find_slot(
    need: Need, free: FreePlaces, *, beside: FreePlaces | None = None, even: Even | None = None
) -> Slot:
    """Return the best place for a reminder.

    If no place is `free`, one is shared: with another reminder if there is one free `beside` them, else with whatever
    is there (blocks, busy time, what the user placed). `even` skips days that have enough reminders.
    """
    if need.at is not None:                        # they asked for the minute: before every rule (P7)
        start = at_wall_clock(need.day, need.at, need.hours.my_zone)
        return Slot(Interval(start, start + need.length), _on_a_day_off(need))
    for places_left, spread in ((free, even), (beside or FreePlaces(), None), (FreePlaces(), None)):
        if need.asked:
            place = _on_the_asked_day(need, places_left)
        else:
            place = _nearest_to_my_hours(need, places_left, spread) or _first_good_day(need, places_left, spread)
        if place is not None:
            return Slot(place, reasons_for(need, place), need.day)
    day = need.day if need.asked else next(need.days(1), need.day)
    start = at_wall_clock(day, time(10), need.hours.my_zone)
    why = _on_a_day_off(need) if need.asked else (NoHourSuitsBoth(hourless=True),)
    return Slot(Interval(start, start + need.length), why, need.day, outside=True)


def search_ends_in(place: Interval, need: Need, free: FreePlaces) -> Slot | None:
    """Return the slot of an existing place if a search would end in it; None if it would find another one."""
    slot = find_slot(need, free)
    return slot if slot.interval == place else None


def first_day_over(need: Need, now: datetime) -> date | None:
    """Return the day of the first place from the wanted day on, if that place has begun.

    By hours alone, since it is unknown who else had a place then; the same for everybody, wherever in the day they
    would be.
    """
    if need.day > now.astimezone(need.hours.my_zone).date():
        return None
    place = find_slot(replace(need, spread=""), FreePlaces()).interval
    return need.day_of(place) if place.start <= now else None


def _on_the_asked_day(need: Need, free: FreePlaces) -> Interval | None:
    places_left = [*filter(need.is_to_come, free.of(need.windows()(need.day), need.length))]
    return next(filter(need.hours.at_a_decent_hour, places_left), next(iter(places_left), None))


def _nearest_to_my_hours(need: Need, free: FreePlaces, even: Even | None) -> Interval | None:
    """Return the place that is nearest to the user's hours, within a week without full days: Sunday before night.

    Rather the time of day of the failed try than the user's night, and rather its beginning or end than its middle.
    """
    if not need.apart or need.day >= date.max - timedelta(days=OTHER_TIME_DAYS):
        return None
    windows = need.windows()
    days = (windows(day) for day in islice(_days(need, windows, even), OTHER_TIME_DAYS))
    some = ((need.passed and free.closer(day, need.length)) or free.of(day, need.length) for day in days)
    week = (place for one in some for place in one if need.is_to_come(place))

    def rank(place: Interval) -> tuple[bool, bool, int, timedelta, timedelta, datetime]:
        hours, apart = need.hours, _minutes_since_passed(place, need)
        same, night = not need.suits(place), hours.into_my_night(place)
        far = hours.far_from_mine(place)
        return bool(night), same, (apart < APART) + (not apart), night, far, place.start

    return min(week, key=rank, default=None)


def _first_good_day(need: Need, free: FreePlaces, even: Even | None) -> Interval | None:
    """Return the best place of the first day that has one; without another time of day, the one farthest from it."""
    windows = need.windows()
    same_hour: Interval | None = None      # at the hour of the reminder that passed
    same_time: Interval | None = None      # at the time of day of the failed try
    for looked, day in enumerate(_days(need, windows, even), 1):
        best = _best_of_day(need, free, windows(day))
        if best is not None and not _like_the_one_that_passed(best, need):
            return best
        same_hour = _rather(same_hour, best, need)
        if best is None and (same_time is None or not _minutes_since_passed(same_time, need)):
            same_time = _rather(same_time, _farthest_of_day(need, free, windows(day)), need)
        if looked >= OTHER_TIME_DAYS and _searched_enough(need, windows, same_hour, same_time):
            break
    if same_hour is None and same_time is not None and even is not None and _has_another_time(need, windows):
        return _first_good_day(need, free, None)           # rather a full day than the same time of day (P7)
    return same_hour or same_time


def _rather(first: Interval | None, later: Interval | None, need: Need) -> Interval | None:
    """Return the first of two places, unless it alone is at the minute of the reminder that passed."""
    again = first is None or (later is not None and not _minutes_since_passed(first, need))
    return later if again else first


def _best_of_day(need: Need, free: FreePlaces, stretches: tuple[Interval, ...]) -> Interval | None:
    """Return the best place of a day at another time of day than the failed try; None if it has none to come."""
    good = _at_another_minute(need, free, stretches, _at_another_time(need, free, stretches))
    return _best(good, need) if any(map(need.is_to_come, good)) else None


def _at_another_time(need: Need, free: FreePlaces, stretches: tuple[Interval, ...]) -> list[Interval]:
    """Return the free places at another time of day than the failed try: to the quarter if no half hour ever is."""
    if need.needs_another_time and not any(map(need.suits, places(stretches, need.length))):
        return list(filter(need.suits, free.closer(stretches, need.length)))
    return list(filter(need.suits, free.of(stretches, need.length)))


def _farthest_of_day(need: Need, free: FreePlaces, stretches: tuple[Interval, ...]) -> Interval | None:
    """Return the place that is farthest from the failed try, at another hour than the reminder that passed."""
    there = _at_another_minute(need, free, stretches, free.of(stretches, need.length))
    return max(filter(need.is_to_come, there), default=None, key=lambda place: (
        -_like_the_one_that_passed(place, need), _distance(place.start, need.failed[-1], need.zone),
    ))


def _at_another_minute(
    need: Need, free: FreePlaces, stretches: tuple[Interval, ...], usual: list[Interval]
) -> list[Interval]:
    """Return the usual places; closer ones if all that are to come are at the minute of the reminder that passed.

    If none is to come, all count: once that minute is over, the closer place is still the one.
    """
    left = ([place for place in usual if need.is_to_come(place)] or usual) if need.passed else []
    if not left or any(_minutes_since_passed(place, need) for place in left):
        return usual
    suits = need.suits if all(map(need.suits, left)) else (lambda _: True)
    closer = [place for place in free.closer(stretches, need.length) if suits(place)]
    return closer if any(map(need.is_to_come, closer)) else usual


def _searched_enough(
    need: Need, windows: Callable[[date], tuple[Interval, ...]], same_hour: Interval | None, same_time: Interval | None
) -> bool:
    """Return whether no near day has another hour for a repeat, or both people's hours no other time of day (P7)."""
    return same_hour is not None or (same_time is not None and not _has_another_time(need, windows))


def _days(need: Need, windows: Callable[[date], Sequence[Interval]], even: Even | None) -> Iterator[date]:
    """Return the days to search, without those that have enough reminders."""
    if even is None:
        return need.days(SEARCH_DAYS)
    return even.days(lambda: need.days(EVEN_DAYS), windows, SEARCH_DAYS)


def _has_another_time(need: Need, windows: Callable[[date], tuple[Interval, ...]]) -> bool:
    return any(_at_another_time(need, FreePlaces(), windows(day)) for day in need.days(OTHER_TIME_DAYS))


def _best(options: Sequence[Interval], need: Need) -> Interval:
    """Return the best of these places.

    It is at another hour than the reminder that passed, then at the hour in which they answer most, if that was
    learned, not in the first minutes of hours, and in a part of the day that was tried least. Among equal places each
    person has theirs, so that not all queue at the first: always the same on the same day, whoever else is there.
    """
    settled = next((n for n, (a, b) in enumerate(pairwise(options), 1) if b.start < a.start), len(options))

    def rank(number: int) -> tuple[int, float, bool]:
        place, lean = options[number], need.lean
        weight = -lean.weight(place.start) if lean is not None else 0.0
        return _like_the_one_that_passed(place, need), weight, number >= settled

    ranks = [rank(number) for number in range(len(options))]
    best = min(one for place, one in zip(options, ranks, strict=True) if need.is_to_come(place))
    alike = _least_tried([place for place, one in zip(options, ranks, strict=True) if one == best], need)
    # Places that are over are not taken, but they count: nobody gets another place only because time passes.
    return next(place for place in alike[_falls_to(need, alike) :] + alike if need.is_to_come(place))


def _least_tried(alike: list[Interval], need: Need) -> list[Interval]:
    """Return the places in the parts of the day that were tried least; enough parts that not all are at one hour."""
    failed = need.failed if need.live else ()
    before = [*((one, need.zone) for one in failed), *((one, need.hours.my_zone) for one in need.passed)]
    if not before:
        return alike
    tried = [sum(part_of(one, zone) is part_of(place.start, zone) for one, zone in before) for place in alike]
    to_come = min(times for place, times in zip(alike, tried, strict=True) if need.is_to_come(place))
    most = max(to_come, sorted(tried)[min(ENOUGH_PLACES, len(tried)) - 1])
    return [place for place, times in zip(alike, tried, strict=True) if times <= most]


def _falls_to(need: Need, alike: Sequence[Interval]) -> int:
    if not need.spread:
        return 0
    digest = sha256(f"{need.spread} {need.day_of(alike[0]).isoformat()}".encode()).digest()
    return int.from_bytes(digest[:4]) * len(alike) >> 32


def _like_the_one_that_passed(place: Interval, need: Need) -> int:
    """Return 0 for another time of day by the user's clock than that of the reminder that passed, else more."""
    if not need.passed or is_another_time(place.start, need.passed[-1], need.hours.my_zone):
        return 0
    return 1 + APART - min(APART, _minutes_since_passed(place, need))


def _minutes_since_passed(place: Interval, need: Need) -> int:
    """Return the minutes by the clock between it and the reminder that passed; an hour if none passed."""
    return _distance(place.start, need.passed[-1], need.hours.my_zone) if need.passed else APART


def _distance(a: datetime, b: datetime, zone: tzinfo) -> int:
    return clock_distance(minute_of(a, zone), minute_of(b, zone))


def reasons_for(need: Need, place: Interval) -> tuple[Reason, ...]:
    """Return why it is there.

    Read from hours alone, never from what is occupied: the same place has the same reasons in every pass.
    """
    if need.asked:
        return _on_a_day_off(need)
    moved = moved_on(need, place)
    learned = need.lean.reasons_at(place.start) if need.lean is not None else ()
    return (*moved, *_time_of_day(need, place), *learned)


def _on_a_day_off(need: Need) -> tuple[Reason, ...]:
    """Return that the day was asked for, if it is a day off (P7)."""
    return (OnDayOff(need.hours.off[need.day]),) if need.day in need.hours.off else ()


def moved_on(need: Need, place: Interval) -> tuple[Reason, ...]:
    """Return why a reminder is not on the wanted day: the first cause that applies; nothing if it is."""
    hours, day, windows = need.hours, need.day, need.windows()
    if need.apart:
        hourless, night = need.hourless, not hours.at_a_decent_hour(place)
        apart = NoHourSuitsBoth(hourless=hourless, hours="" if hourless else hours.hours_at(place.start), night=night)
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
    elif need.needs_another_time and not _at_another_time(need, FreePlaces(), windows(day)):
        cause = SAME_TIME_LEFT
    elif _has_only_the_hour_that_passed(need, windows(day)):
        cause = "it has only the hour of the last reminder"
    else:
        cause = DAY_FULL
    return (MovedOn(day, cause),)


def _has_only_the_hour_that_passed(need: Need, stretches: tuple[Interval, ...]) -> bool:
    """Return whether even an empty day has no better place than at the hour of the reminder that passed."""
    best = _best_of_day(replace(need, after=None), FreePlaces(), stretches)
    return best is not None and _like_the_one_that_passed(best, need) > 0


def _time_of_day(need: Need, place: Interval) -> tuple[Reason, ...]:
    if need.needs_another_time:
        return (OtherTime(need.hours.hours_at(place.start)) if need.suits(place) else SameTimeOnly(),)
    if need.apart or not (need.hours.text and need.keeps_hours):     # NoHourSuitsBoth names their hours already
        return ()
    return (TheirHours(need.hours.hours_at(place.start)),)


def on_its_own_day(need: Need, slot: Slot) -> Slot:
    """Return the slot as if it had been searched from its own day, because the wanted day is over."""
    own_need = replace(need, day=need.day_of(slot.interval))
    if (own_need.apart, own_need.hourless) != (need.apart, need.hourless):      # other hours count from its own day on
        return slot
    reasons = slot.reasons if slot.outside else reasons_for(own_need, slot.interval)
    return replace(slot, reasons=reasons, sought=own_need.day)
