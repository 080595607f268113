"""Days to remember: on which day each of them is in a year, and in words.

Takes a date as the hit list has it; gives days and words. Decides nothing about cards.
"""

from __future__ import annotations

from datetime import date

from followupd.core.values.hitlist import Anniversary
from followupd.core.values.time import MONTH_NAMES


def on_year(one: Anniversary, year: int) -> date:
    """Return its day in a year; 29 February is on the 28th outside leap years."""
    try:
        return date(year, one.month, one.day)
    except ValueError:
        return date(year, 2, 28)


def next_day(one: Anniversary, today: date) -> date:
    """Return the next day on which it comes round, `today` included."""
    day = on_year(one, today.year)
    return day if day >= today or today.year == date.max.year else on_year(one, today.year + 1)


def last_day(one: Anniversary, today: date) -> date:
    """Return the last day on which it came round before `today`."""
    day = on_year(one, today.year)
    return day if day < today or today.year == date.min.year else on_year(one, today.year - 1)


def years_by(one: Anniversary, day: date) -> int | None:
    """Return how many years ago it was on that day; None if its year is unknown or in the future."""
    return day.year - one.year if one.year is not None and day.year > one.year else None


def date_text(one: Anniversary, day: date) -> str:
    """Return `birthday on 14 May (turns 50)`, `project Lisbon on 30 Nov (5 years)`."""
    return f"{one.name} on {day.day} {MONTH_NAMES[day.month - 1]}{years_text(one.name, years_by(one, day))}"


def years_text(name: str, years: int | None) -> str:
    """Return ` (turns 50)` or ` (5 years)`, to follow the name of a day; "" if the years are unknown."""
    if years is None:
        return ""
    born = "birthday" in name.casefold() or "bday" in name.casefold()
    return f" (turns {years})" if born else f" ({years} {'year' if years == 1 else 'years'})"
