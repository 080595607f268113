"""What an action plan asks for, by channel: so many tries each workday, Friday, week or month, and its days.

Pure values. Never looks at people or at what was tried.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from followupd.core.values.time import FULL_DAY_NAMES

A_WEEK = timedelta(days=7)


class Per(StrEnum):
    WORKDAY = "workday"      # a day of the user's `hours` that is no day off
    DAY = "day"              # also the weekend, but no day off
    WEEKDAY = "weekday"      # the one that the quota names
    WEEK = "week"            # Monday to Sunday; it belongs to the month in which it ends
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class Quota:
    """`number` tries by `channel` in each period; `weekday` (0 is Monday) where it is one day of the week."""

    channel: str
    number: int
    per: Per
    weekday: int | None = None

    def __str__(self) -> str:
        """`1 per workday`, `1 every Friday`, `5 per month`."""
        day = "" if self.weekday is None else FULL_DAY_NAMES[self.weekday]
        return f"{self.number} every {day}" if day else f"{self.number} per {self.per}"


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days of the user, the first and the last one counted: a month, a week or one day."""

    first: date
    last: date

    def days(self) -> Iterator[date]:
        for number in range((self.last - self.first).days + 1):
            yield self.first + timedelta(days=number)


def month_of(day: date) -> Stretch:
    return Stretch(day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1]))


def month_before(month: Stretch) -> Stretch:
    """The month before; the first month that a calendar has stands for its own."""
    return month_of(month.first - timedelta(days=1)) if month.first > date.min else month


def periods(quota: Quota, month: Stretch, works: Callable[[date], bool], free: Callable[[date], bool]) -> list[Stretch]:
    """The stretches of days of this month's quota, first and last day, in order.

    `works` says whether a day is one of the user's workdays, `free` whether it is a day off. A day off asks for
    nothing, and so does a week of nothing else.
    """
    match quota.per:
        case Per.MONTH:
            return [month]
        case Per.WEEK:
            weeks = [Stretch(day - timedelta(days=6), day) for day in month.days() if day.weekday() == 6]
            return [week for week in weeks if not all(free(day) for day in week.days())]
        case Per.WORKDAY:
            return [Stretch(day, day) for day in month.days() if works(day)]
        case Per.WEEKDAY:
            return [Stretch(day, day) for day in month.days() if day.weekday() == quota.weekday and not free(day)]
        case Per.DAY:
            return [Stretch(day, day) for day in month.days() if not free(day)]
