"""How the action plan goes this month: what was kept, what was missed, what is carried, what is still to come.

Takes quotas and tries by channel; returns counts. Every try counts, whoever answered: trying is what a plan can ask
for. What was not kept in its own time is carried for a week and then let go, so that nothing piles up.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from followupd.core.values.hitlist import Per, Quota
from followupd.core.values.time import DayRange, month_before, month_of

# A call that was missed on Monday may be made up until the next Monday. Longer, and a bad month would become a debt.
CARRIED_FOR = timedelta(days=7)
SUNDAY = 6


@dataclass(frozen=True, slots=True)
class Progress:
    """One channel of the plan in one month. `planned` is the sum of `kept`, `missed` and `to_come` and of what of this
    month is carried; `carried` holds last month's too. `matched` are keys of people who are to serve it, in order."""

    quota: Quota
    planned: int
    kept: int
    missed: int
    carried: int
    to_come: int
    matched: tuple[str, ...] = ()


@dataclass(slots=True)
class _Unit:
    """One try that is asked for, from `first` to `last`, and made up for until `end`."""

    first: date
    last: date
    kept: bool = False

    @property
    def end(self) -> date:
        return self.last + CARRIED_FOR if self.last <= date.max - CARRIED_FOR else date.max


@dataclass(frozen=True, slots=True)
class UserDays:
    """What a day is to the user: `works` says whether it is a workday, `off` whether it is a day off."""

    works: Callable[[date], bool]
    off: Callable[[date], bool]


def progress(quota: Quota, tried: Iterable[date], today: date, began: date, days: UserDays) -> Progress:
    """`tried` are the days of all tries by this channel. Nothing is asked for that was over before the list `began`."""
    month = month_of(today)
    before = _units(quota, month_before(month), began, days)
    now = _units(quota, month, began, days)
    _keep(sorted([*before, *now], key=lambda unit: (unit.end, unit.first)), sorted(tried))
    owed = [unit for unit in (*before, *now) if not unit.kept and unit.last < today <= unit.end]
    missed = sum(not unit.kept and unit.end < today for unit in now)
    to_come = sum(not unit.kept and today <= unit.last for unit in now)
    return Progress(quota, len(now), sum(unit.kept for unit in now), missed, len(owed), to_come)


def planned(quota: Quota, month: DayRange, began: date, days: UserDays) -> int:
    """How many tries the quota asks for in this month."""
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
    """Each try keeps what its own day asks for, and where that is kept already makes up for what is carried.

    In order of time, and what ends first goes first: so of the stretches of one quota as many are kept as can be.
    """
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
