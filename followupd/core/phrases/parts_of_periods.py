"""Parts of a week, month, quarter or year as people mention them: "mid January", "end of next week", "early next year".

Each is a vague day: the one on which to try, by the table in english/vague_days.py. Reads no clock: periods count from
`today`, and the part is the next one that is not over.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from followupd.core.phrases.english.vague_days import AT_THE_END, NOT_ALONE, PART_OF_PERIOD, PARTS
from followupd.core.phrases.words import MONTH, month_number
from followupd.core.values.facts import DayTime
from followupd.core.values.time import Span

_PERIOD = (
    rf"(?P<month>{MONTH})(?:,? (?P<of_year>20\d\d)(?![:.\d]))?|(?P<year>20\d\d)(?![:.\d/-])"
    r"|(?P<next>(?:the )?(?:next|coming|following)|new|the new)? ?(?:the |this )?(?P<unit>week|wk|month|quarter|year)\b"
)
_PART = (
    rf"(?i)(?:in )?(?:the )?(?:very )?(?P<part>{PART_OF_PERIOD})(?:[ -]+(?:of|in)|{NOT_ALONE})"
    rf"[ -]*(?:{_PERIOD})(?!['’]s)"
)
_MONTHS = {"month": 1, "quarter": 3, "year": 12}
_A_WEEK, _TOMORROW = timedelta(days=7), timedelta(days=1)


def part_of_period(text: str, today: date) -> tuple[DayTime, int] | None:
    """Return the vague day after `today` of the part with which a text begins, and the length of its words."""
    match = re.match(_PART, text)
    if match is None:
        return None
    _, end, day = _coming(match, today)
    if end <= today:                         # "mid 2019"
        return None
    if day <= today:                         # the late part of a period that is not over
        day = max(end - _TOMORROW, today + _TOMORROW)
    return DayTime(day, vague=True), match.end()


def past_the_part(text: str, today: date) -> DayTime | None:
    """Return the first day after the part of a period that a text names; None if it names none.

    After the end of January it is 1 February, after the middle the 16th.
    """
    match = re.fullmatch(_PART, text.strip())
    if match is None:
        return None
    _, end, day = _coming(match, today)
    return DayTime(end if _part(match) in AT_THE_END else day + _TOMORROW, vague=True)


def is_at_the_end(text: str) -> bool:
    """Return whether a text is the end of a period, after which nothing of it is to come."""
    match = re.fullmatch(_PART, text)
    return match is not None and _part(match) == "end"


def part_said(text: str) -> str:
    """Return the words for the first part of a period in a text, with an hour after them; "" if there are none."""
    found = re.search(rf"(?i)\b(?:{_PART.removeprefix('(?i)')})(?:,? at \d[\d:.]*(?: ?[ap]m\b)?)?", text)
    return found[0] if found is not None else ""


def _part(match: re.Match[str]) -> str:
    return " ".join(match["part"].lower().replace("-", " ").split())


def _coming(match: re.Match[str], today: date) -> tuple[date, date, date]:
    """Return the period meant, as its first day and the one after it, and the day of its part."""
    part, unit = _part(match), "month" if match["month"] else (match["unit"] or "year").lower().replace("wk", "week")
    named = match["of_year"] or match["year"] or match["next"]
    for start, end in _periods(match, unit, today):
        day = _day_in(part, unit, start)
        if named or day > today or (part in AT_THE_END and end > today):
            return start, end, day
    return start, end, day


def _periods(match: re.Match[str], unit: str, today: date) -> Iterator[tuple[date, date]]:
    """Yield the periods that may be meant, the nearest first, as their first day and the one after them."""
    if unit == "week":
        start, ahead = today - timedelta(days=today.weekday()), 1 if match["next"] else 0
        yield from ((start + n * _A_WEEK, start + (n + 1) * _A_WEEK) for n in (ahead, ahead + 1))
        return
    months = _MONTHS[unit]
    start = today.replace(month=(today.month - 1) // months * months + 1, day=1)
    step = Span(months=12 if match["month"] else months)
    if match["month"]:
        start = date(int(match["of_year"] or today.year), month_number(match["month"].lower()), 1)
    elif match["year"]:
        start = date(int(match["year"]), 1, 1)
    elif match["next"]:
        start = step.after(start)
    for first in (start, step.after(start)):
        yield first, Span(months=months).after(first)


def _day_in(part: str, unit: str, start: date) -> date:
    """Return the day of a part in a period, by the table."""
    of_week, month_of_quarter, month_of_year, of_month = PARTS[part]
    if unit == "week":
        return start + timedelta(days=of_week)
    month = {"month": 0, "quarter": month_of_quarter, "year": month_of_year}[unit]
    return Span(months=month).after(start).replace(day=of_month)
