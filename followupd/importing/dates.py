"""Days in exports: birthdays in the order of a country, and days on which somebody was contacted.

Takes the text of a cell; gives a day, or None if it says none or can be read in two ways.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime

from followupd.core.values.cards import Birthday
from followupd.core.values.time import FULL_MONTH_NAMES

_ISO = re.compile(r"(?P<year>\d{4})-?(?P<month>\d\d)-?(?P<day>\d\d)(?:[T ].*)?")
_WITHOUT_YEAR = re.compile(r"--?(?P<month>\d\d)-?(?P<day>\d\d)")
_NUMBERS = re.compile(r"(?P<first>\d{1,2})[./-] ?(?P<second>\d{1,2})[./-] ?(?P<year>\d{4}|\d\d)?(?:[ ,].*)?")
_DAY_AND_MONTH = re.compile(r"(?P<day>\d{1,2})\.? (?P<month>[A-Za-z]{3,9})")
_WITH_NAME = ("%d %b %Y", "%d %B %Y", "%b %d, %Y", "%B %d, %Y", "%d-%b-%y", "%d-%b-%Y")
_NO_YEAR = frozenset((1604, 1900))     # Apple and Outlook write these if the year is not known
_CENTURY = 100


def birthday_of(text: str, day_first: bool | None) -> Birthday | None:
    """Return the birthday of a cell. `day_first` is the order of its numbers, None if it is not known."""
    day = _parts(text.strip(), day_first)
    if day is None:
        return None
    year, month, number = day
    try:
        date(year or 2000, month, number)
    except ValueError:
        return None
    known = year if year is not None and year not in _NO_YEAR and year > _CENTURY else None
    return Birthday(month, number, known)


def _parts(text: str, day_first: bool | None) -> tuple[int | None, int, int] | None:
    """Return the year, the month and the day; None if there are none."""
    if match := _ISO.fullmatch(text):
        return int(match["year"]), int(match["month"]), int(match["day"])
    if match := _WITHOUT_YEAR.fullmatch(text):
        return None, int(match["month"]), int(match["day"])
    if (match := _DAY_AND_MONTH.fullmatch(text)) and match["month"].title() in FULL_MONTH_NAMES:
        return None, FULL_MONTH_NAMES.index(match["month"].title()) + 1, int(match["day"])
    if match := _NUMBERS.fullmatch(text):
        first, second = int(match["first"]), int(match["second"])
        year = int(match["year"]) if match["year"] else None
        order = _order(first, second) if day_first is None or _order(first, second) is not None else day_first
        if order is not None:
            return (year, second, first) if order else (year, first, second)
        return None
    named = _named(text)
    return None if named is None else (named.year, named.month, named.day)


def _order(first: int, second: int) -> bool | None:
    """Return whether the day comes first, if the numbers themselves say so."""
    if first == second:
        return True
    return first > 12 if max(first, second) > 12 else None


def order_in(texts: Iterable[str]) -> bool | None:
    """Return whether the day comes first in a column, if any of its cells says so and none says the opposite."""
    found = {
        _order(int(match["first"]), int(match["second"]))
        for match in map(_NUMBERS.fullmatch, map(str.strip, texts)) if match and match["first"] != match["second"]
    } - {None}
    return found.pop() if len(found) == 1 else None


def day_of_text(text: str, day_first: bool | None = None) -> date | None:
    """Return the day of a cell such as `2026-08-12 09:30` or `12 Aug 2026`; None if it says none."""
    stripped = text.strip()
    parts = _parts(stripped, day_first)
    if parts is None or parts[0] is None:
        return None
    year = parts[0] if parts[0] >= _CENTURY else 2000 + parts[0]
    try:
        return date(year, parts[1], parts[2])
    except ValueError:
        return None


def _named(text: str) -> date | None:
    for form in _WITH_NAME:
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007 - a day, not an instant
        except ValueError:
            continue
    return None
