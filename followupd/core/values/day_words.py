"""Days and clocks as they are told in a sentence: `Fri 27 Nov`, `14:30`, `2nd`. Read from a day, never from now."""

from __future__ import annotations

from datetime import date, datetime, time, tzinfo

from followupd.core.values.time import DAY_NAMES, MONTH_NAMES

NINE_MONTHS = 270    # days: closer than that a day needs no year


def day_text(day: date, near: date) -> str:
    """`Fri 27 Nov`, with the year where it is more than about nine months from `near`."""
    year = "" if abs((day - near).days) < NINE_MONTHS else f" {day.year}"
    return f"{DAY_NAMES[day.weekday()]} {day.day} {MONTH_NAMES[day.month - 1]}{year}"


def following_text(day: date, before: date, near: date) -> str:
    """A day that follows from another one: with its year also where the two might read as one (4 May, due 4 May)."""
    return day_text(day, near if abs((day - before).days) < NINE_MONTHS else before)


def clock_text(clock: time | datetime) -> str:
    return f"{clock.hour:02}:{clock.minute:02}"


def moment_text(instant: datetime, zone: tzinfo, near: date) -> str:
    local = instant.astimezone(zone)
    return f"{day_text(local.date(), near)} {clock_text(local)}"


def ordinal(number: int) -> str:
    if number % 100 in (11, 12, 13):
        return f"{number}th"
    return f"{number}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th') }"
