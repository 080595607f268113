"""Days to remember: on which day each of them is in a year, in words, and which of them a card was sent for.

Takes a date as the hit list has it, or an attempt; gives days and words. Decides nothing about when a card is due.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from followupd.core.phrases.birthdays import is_birthday
from followupd.core.values.facts import Attempt, Outcome
from followupd.core.values.hitlist import ONE_WAY_CHANNELS, Anniversary
from followupd.core.values.time import MONTH_NAMES, Span

ABOUT_THAT_TIME = timedelta(days=7)     # before a card is posted: one that says nothing of its day may be it
_CARD = " card"      # may follow the name of the day in a note


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


def posted_by(one: Anniversary, day: date) -> date:
    """Return the day on which a card is posted to be there on that day."""
    lead = one.lead or Span()
    return Span(-lead.months, -lead.days).after(day)


def years_by(one: Anniversary, day: date) -> int | None:
    """Return how many years ago it was on that day; None if its year is unknown or in the future."""
    return day.year - one.year if one.year is not None and day.year > one.year else None


def date_text(one: Anniversary, day: date, today: date | None = None) -> str:
    """Return `birthday on 14 May (turns 50)`, `project Lisbon on 30 Nov (5 years)`, and `birthday today` on it."""
    return day_named(one, day, today) + years_text(one.name, years_by(one, day))


def day_named(one: Anniversary, day: date, today: date | None = None) -> str:
    """Return `birthday on 14 May`, and on that day `birthday today`."""
    return named_on(one.name, day, today)


def named_on(name: str, day: date, today: date | None = None) -> str:
    """Return `Diwali on 8 Nov`, and on that day `Diwali today`."""
    return f"{name} today" if day == today else f"{name} on {day.day} {MONTH_NAMES[day.month - 1]}"


def years_text(name: str, years: int | None) -> str:
    """Return ` (turns 50)` or ` (5 years)`, to follow the name of a day; "" if the years are unknown."""
    if years is None:
        return ""
    return f" (turns {years})" if is_birthday(name) else f" ({years} {'year' if years == 1 else 'years'})"


def card_note(name: str) -> str:
    """Return what the note of a sent card says, for people to read: `birthday card`."""
    return f"{name}{_CARD}"


def card_named(attempt: Attempt) -> str | None:
    """Return the name of the day whose card was sent, or for which they were rung, without case; else None.

    The fact says it. One from before it could, or that the user logged in words, says it in a note that is this name
    and nothing else, with or without "card" after it: then the name may be that of no day at all.
    """
    if attempt.card is not None:
        return attempt.card.casefold()
    if attempt.outcome is not Outcome.SENT or attempt.channel not in ONE_WAY_CHANNELS:
        return None
    return _in_words(attempt).removesuffix(_CARD) or None


def with_card(attempt: Attempt, dates: Iterable[Anniversary]) -> Attempt:
    """Return the attempt with the one of the days whose card it says was sent; as it is if that may be none or two."""
    name = card_named(attempt) if attempt.card is None else None
    names = {one.name.casefold(): one.name for one in dates} if name is not None else {}
    found = names.keys() & {name, _in_words(attempt)}
    return replace(attempt, card=names[found.pop()]) if len(found) == 1 else attempt


def _in_words(attempt: Attempt) -> str:
    return attempt.note.strip(" .!").casefold()
