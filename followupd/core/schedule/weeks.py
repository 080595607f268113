"""The homes of the outreach blocks: one for each rule and weekday in every week that has it, `ahead` weeks out.

Takes the rules and now; returns homes. The UID of a block means its week and its place among the blocks of that week,
so changing a rule from Tuesday to Wednesday moves events instead of creating new ones.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import gcd

from followupd.core.values.hitlist import LAST_OF_MONTH, BlockRule, Hitlist
from followupd.core.values.time import Interval, at_wall_clock
from followupd.core.values.uid import Kind, Uid

A_WEEK = timedelta(days=7)
COUNTED_FROM = date(2024, 1, 1)      # a Monday: "every other Tuesday" counts weeks from here if no day is given
A_MINUTE = timedelta(minutes=1)
WEEKS_OF_MONTH = 52 / 12


@dataclass(frozen=True, slots=True)
class Home:
    """The place where a rule puts one block. `uid` is its base UID, `day` the user's day."""

    uid: str
    day: date
    interval: Interval
    rule: BlockRule

    @property
    def monday(self) -> date:
        """The first day of its week."""
        return monday_of(self.day)


def homes(hitlist: Hitlist, since: date, now: datetime) -> list[Home]:
    """Return all homes from the week of `since` to the horizon of each rule, week by week in the order of the rules."""
    return [home for home, is_beyond in _homes(hitlist, since, now) if not is_beyond]


def homes_beyond(hitlist: Hitlist, now: datetime) -> list[Home]:
    """Return the homes beyond the horizon of their rule, in the weeks in which another one is within its own."""
    return [home for home, is_beyond in _homes(hitlist, now.astimezone(hitlist.timezone).date(), now) if is_beyond]


def _homes(hitlist: Hitlist, since: date, now: datetime) -> Iterator[tuple[Home, bool]]:
    """Yield all homes from the week of `since` to that of the last horizon, each with whether it is beyond its own.

    The horizon is exactly `ahead` from now by the wall clock, so a weekly rule of 26 weeks always has 26 coming blocks,
    even if the clocks change in between.
    """
    zone = hitlist.timezone
    today = now.astimezone(zone)
    slots = [(rule, weekday) for rule in hitlist.blocks for weekday in rule.days]
    horizons = [_horizon(rule, today) for rule, _ in slots]
    monday, last = monday_of(since), max((horizon.date() for horizon in horizons), default=date.min)
    while monday <= last:
        year, week, _ = monday.isocalendar()
        for number, (rule, weekday) in enumerate(slots, 1):
            day = monday + timedelta(days=weekday)
            if falls_on(rule, day):
                uid = str(Uid(Kind.BLOCK, f"{year}w{week:02}-{number}", hitlist.name))
                start = at_wall_clock(day, rule.time, zone)
                home = Home(uid, day, Interval(start, start + rule.length), rule)
                yield home, datetime.combine(day, rule.time) > horizons[number - 1]
        monday += A_WEEK


def falls_on(rule: BlockRule, day: date) -> bool:
    """Return whether a day of the right weekday has a block: by its week of the month, or every so many weeks."""
    if rule.starting is not None and day < rule.starting:
        return False
    if rule.weeks > 1:
        weeks = (monday_of(day) - monday_of(rule.starting or COUNTED_FROM)).days // 7
        if weeks % rule.weeks:
            return False
    if rule.of_month:
        is_last = day.day + 7 > monthrange(day.year, day.month)[1]
        return (day.day + 6) // 7 in rule.of_month or (is_last and LAST_OF_MONTH in rule.of_month)
    return True


def ever_together(first_rule: BlockRule, other: BlockRule) -> bool:
    """Return whether one week may have blocks of both; False if that depends on the calendar (a month and weeks)."""
    if bool(first_rule.of_month) != bool(other.of_month):
        return first_rule.weeks == other.weeks == 1
    if first_rule.of_month:
        return bool(set(first_rule.of_month) & set(other.of_month))
    first, second = (monday_of(rule.starting or COUNTED_FROM) for rule in (first_rule, other))
    return (first - second).days // 7 % gcd(first_rule.weeks, other.weeks) == 0


def blocks_a_week(rules: Iterable[BlockRule]) -> float:
    """Return how many blocks the rules make in a week, on average."""
    often = ((rule, len(rule.of_month) / WEEKS_OF_MONTH if rule.of_month else 1 / rule.weeks) for rule in rules)
    return sum(len(rule.days) * each for rule, each in often)


def monday_of(day: date) -> date:
    """Return the first day of the week of a day."""
    return day - timedelta(days=day.weekday())


def _horizon(rule: BlockRule, local_now: datetime) -> datetime:
    """Return the last wall-clock start within the horizon, as a naive time of the user's zone.

    It never goes back: 01:10 shown a second time counts as the end of the repeated hour.
    """
    clock = local_now.replace(fold=0)
    if local_now.fold:
        clock = clock.replace(second=0, microsecond=0)
        while clock.utcoffset() != clock.replace(fold=1).utcoffset():
            clock += A_MINUTE
        clock -= timedelta.resolution       # a block at its very end is still ahead
    return datetime.combine(rule.ahead.after(clock.date()), clock.time())
