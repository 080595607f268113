"""The action plan of the month ("8 coffees"): who serves it by which channel, and its progress.

Takes the next tries, timelines and the user's days; returns the tries whose channel the plan changes, and the progress
of each channel. Every try counts, whoever answered: trying is what a plan can ask for. What was not done in time is
carried over for a week and then dropped, so that nothing piles up. The plan chooses the channel, never the day: nobody
comes earlier because a plan has room, nobody waits because it is full, and nobody who prefers to be written to is
called because of it. Within a month only facts change it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from followupd.core.people.channels import open_channels
from followupd.core.people.noticed import NOTICED
from followupd.core.people.reach import Reach
from followupd.core.people.timeline import Timeline, day_of
from followupd.core.people.wanted import NextTry
from followupd.core.reasons import NoHourSuitsBoth, PlannedWay
from followupd.core.values.hitlist import Hitlist, Per, Quota, is_live, keeps_hours
from followupd.core.values.time import DayRange, month_before, month_of
from followupd.core.values.uid import Kind

# A call missed on Monday may be made up for until the next Monday. With more time a bad month would become a debt.
CARRIED_FOR = timedelta(days=7)
SUNDAY = 6


@dataclass(frozen=True, slots=True)
class Progress:
    """One channel of the plan in one month.

    `planned` is the sum of `kept`, `missed`, `to_come` and what is carried of this month; `carried` includes last
    month's. `matched` are the keys of the people who serve it, in order.
    """

    quota: Quota
    planned: int
    kept: int
    missed: int
    carried: int
    to_come: int
    matched: tuple[str, ...] = ()


@dataclass(slots=True)
class _Unit:
    """One planned try, for `first` to `last`, which may be made up for until `end`."""

    first: date
    last: date
    kept: bool = False

    @property
    def end(self) -> date:
        return self.last + CARRIED_FOR if self.last <= date.max - CARRIED_FOR else date.max


@dataclass(frozen=True, slots=True)
class UserDays:
    """The user's days: `works` says whether one is a workday, `off` whether it is a day off."""

    works: Callable[[date], bool]
    off: Callable[[date], bool]


def progress(quota: Quota, tried: Iterable[date], today: date, began: date, days: UserDays) -> Progress:
    """Return the progress of a quota. `tried` are the days of its tries; what ended before `began` is left out."""
    month = month_of(today)
    before = _units(quota, month_before(month), began, days)
    now = _units(quota, month, began, days)
    _keep(sorted([*before, *now], key=lambda unit: (unit.end, unit.first)), sorted(tried))
    owed = [unit for unit in (*before, *now) if not unit.kept and unit.last < today <= unit.end]
    missed = sum(not unit.kept and unit.end < today for unit in now)
    to_come = sum(not unit.kept and today <= unit.last for unit in now)
    return Progress(quota, len(now), sum(unit.kept for unit in now), missed, len(owed), to_come)


def planned(quota: Quota, month: DayRange, began: date, days: UserDays) -> int:
    """Return how many tries the quota asks for in this month."""
    return len(_units(quota, month, began, days))


def _units(quota: Quota, month: DayRange, began: date, days: UserDays) -> list[_Unit]:
    return [_Unit(s.first, s.last) for s in periods(quota, month, days) if s.last >= began for _ in range(quota.number)]


def periods(quota: Quota, month: DayRange, user: UserDays) -> list[DayRange]:
    """Return the periods of a quota in a month, in order. One that is all days off asks for nothing."""
    if quota.per is Per.MONTH:
        return [month]
    if quota.per is Per.WEEK:
        sundays = [day for day in month.days() if day.weekday() == SUNDAY]
        weeks = [DayRange(day - timedelta(days=SUNDAY), day) for day in sundays]
        return [week for week in weeks if not all(map(user.off, week.days()))]
    asks: Callable[[date], bool] = {
        Per.WORKDAY: user.works,
        Per.WEEKDAY: lambda day: day.weekday() == quota.weekday and not user.off(day),
        Per.DAY: lambda day: not user.off(day),
    }[quota.per]
    return [DayRange(day, day) for day in month.days() if asks(day)]


def _keep(units: Sequence[_Unit], tried: Sequence[date]) -> None:
    """Match each try to the quota of its day, else to one carried over; earliest deadline first keeps the most."""
    spare = []
    for day in tried:
        unit = next((unit for unit in units if not unit.kept and unit.first <= day <= unit.last), None)
        if unit is None:
            spare.append(day)
        else:
            unit.kept = True
    for day in spare:
        unit = next((unit for unit in units if not unit.kept and unit.last < day <= unit.end), None)
        if unit is not None:
            unit.kept = True


@dataclass(slots=True)
class Room:
    """The places of each channel, and who has them.

    Somebody who gets no place now gets none later, because all channels that could make room are full and stay full.
    Such channels are `dead`.
    """

    left: dict[str, int]
    having: dict[str, list[str]] = field(default_factory=dict)
    dead: set[str] = field(default_factory=set)

    def take(self, key: str, ways: Mapping[str, Sequence[str]]) -> bool:
        """Place `key`, moving others to another of their `ways` if that makes room."""
        came_from: dict[str, tuple[str, str]] = {}       # channel -> who would move there, from which channel
        reached = [channel for channel in ways[key] if channel not in self.dead]
        for channel in reached:                           # grows during the loop: breadth first
            if self.left.get(channel, 0) > 0:
                self.left[channel] -= 1
                self._shift(key, channel, came_from)
                return True
            for other in reversed(self.having.get(channel, [])):        # the least urgent one moves first
                for way in ways[other]:
                    if way not in reached and way not in self.dead:
                        came_from[way] = (other, channel)
                        reached.append(way)
        self.dead.update(reached)
        return False

    def _shift(self, key: str, channel: str, came_from: Mapping[str, tuple[str, str]]) -> None:
        while channel in came_from:
            moved, before = came_from[channel]
            self.having[before].remove(moved)
            self.having.setdefault(channel, []).append(moved)
            channel = before
        self.having.setdefault(channel, []).append(key)


def match(people: Iterable[str], ways: Mapping[str, Sequence[str]], room: Mapping[str, int]) -> dict[str, str]:
    """Return the channel of each person who is matched; `people` more urgent first, `ways` preferred first."""
    seats = Room(dict(room))
    for key in people:
        if ways.get(key):
            seats.take(key, ways)
    having = {key: channel for channel, keys in seats.having.items() for key in keys}
    return {key: having[key] for key in sorted(having)}


def ways_of(next_try: NextTry, channels: Sequence[str], planned: Iterable[str]) -> tuple[str, ...]:
    """Return the `channels` that the plan asks for, without live ones for somebody who prefers to be written to."""
    asked = frozenset(planned)
    return tuple(c for c in channels if c in asked and (next_try.live or not is_live(c)))


def by_plan(next_try: NextTry, channel: str, planned: Mapping[str, int]) -> NextTry:
    """Return the next try by the channel of the plan; unchanged if it has that channel anyway."""
    if channel == next_try.channel or next_try.channel is None:
        return next_try
    taken = next_try.channel in planned
    counted = next_try.channel if taken else channel
    reason = PlannedWay(channel, counted, planned[counted], taken)
    own = (one for one in next_try.reasons if not isinstance(one, NoHourSuitsBoth))      # that of the other channel
    return replace(next_try, channel=channel, reasons=(*own, reason))


@dataclass(frozen=True, slots=True)
class Served:
    """`next_tries` are the tries whose channel the plan changed, by key."""

    next_tries: Mapping[str, NextTry]
    progress: tuple[Progress, ...]


def serve_plan(
    next_tries: Iterable[NextTry], timelines: Mapping[str, Timeline], reaches: Mapping[str, Reach], hitlist: Hitlist,
    off: Collection[date], started: datetime, now: datetime,
) -> Served:
    """Return who serves the plan by which channel, and the progress of the plan.

    `next_tries` are in list order and of those who do not wait; `off` are the user's days off.
    """
    today, began = day_of(now, hitlist.timezone), day_of(started, hitlist.timezone)
    days = UserDays(lambda day: day.weekday() in hitlist.hours.days and day not in off, lambda day: day in off)
    month = month_of(today)
    counted = {quota.channel: planned(quota, month, began, days) for quota in hitlist.action_plan}
    asked = {channel: number for channel, number in counted.items() if number}
    tried = _tried(timelines.values(), hitlist, month_before(month).first)
    # Only people who are due this month can be matched.
    coming = [one for one in next_tries if one.anchor <= month.last and one.channel is not None]
    under_way = Counter(one.channel for one in coming if one.kind is not Kind.DUE)
    room = {c: max(0, n - _within(tried[c], month) - under_way[c]) for c, n in asked.items()}
    due = [one for one in coming if one.kind is Kind.DUE]
    due.sort(key=lambda one: (-one.urgency(month.last), not one.contact.like))       # sorted stably: then list order
    ways = {one.key: ways_of(one, _open(one, reaches[one.key], hitlist, today), asked) for one in due}
    matched = match((one.key for one in due), ways, room)
    return Served(_changed(due, matched, asked), tuple(
        replace(
            progress(quota, tried[quota.channel], today, began, days),
            matched=tuple(one.key for one in due if matched.get(one.key) == quota.channel),
        )
        for quota in hitlist.action_plan
    ))


def _changed(due: Iterable[NextTry], matched: Mapping[str, str], asked: Mapping[str, int]) -> dict[str, NextTry]:
    """Return, by key, the next tries that the plan gives another channel than the usual one."""
    by_key = {one.key: (one, by_plan(one, matched[one.key], asked)) for one in due if one.key in matched}
    return {key: planned for key, (usual, planned) in by_key.items() if planned != usual}


def _tried(timelines: Iterable[Timeline], hitlist: Hitlist, since: date) -> dict[str, list[date]]:
    """Return the days of all tries since that day, by channel; a meeting that was noticed is by none."""
    tries: dict[str, list[date]] = defaultdict(list)
    for timeline in timelines:
        for attempt in reversed(timeline.attempts):
            day = day_of(attempt.at, hitlist.timezone)
            if day < since:
                break
            if not (attempt.met and attempt.source == NOTICED):
                tries[attempt.channel or ""].append(day)
    return tries


def _within(days: Iterable[date], month: DayRange) -> int:
    return sum(month.first <= day <= month.last for day in days)


def _open(next_try: NextTry, hours: Reach, hitlist: Hitlist, today: date) -> tuple[str, ...]:
    """Return the open channels in their order; one that keeps the contact's hours only if some hour suits both."""
    channels = open_channels(next_try.contact, next_try.timeline.closed)
    day, lengths = max(next_try.anchor, today), map(hitlist.retry.length_for, channels)
    meet = {length: hours.ever_talk(day, length) for length in lengths}
    return tuple(one for one in channels if not keeps_hours(one) or meet[hitlist.retry.length_for(one)])
