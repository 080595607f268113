"""A day or a week to come: "this week", "next week", "the week of 7 Dec", "Thursday", "2026-12-08".

Takes text and today, gives the first and the last day. Raises ValueError with one sentence that says what to write.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from followupd.core.phrases.days import parse_day
from followupd.core.phrases.words import plain, quoted

_ADVICE = 'Write "this week", "next week", Thursday or 2026-12-08.'
_WEEKS = {"this week": 0, "the week": 0, "week": 0, "this": 0, "next week": 1, "next": 1, "the week after next": 2}


def parse_stretch(text: str, today: date) -> tuple[date, date]:
    """Monday to Sunday for a week, the day itself for a day. A weekday may be today."""
    phrase = plain(text)
    try:
        if phrase in _WEEKS:
            return _week(today + timedelta(days=7 * _WEEKS[phrase]))
        if match := re.fullmatch(r"(?:the )?week of (?P<day>.+)", phrase):
            return _week(parse_day(match["day"], today).day)
        # "Tuesday" said on a Tuesday morning means the block that is still to come today.
        day = parse_day(phrase, today - timedelta(days=1) if _is_weekday(phrase) else today).day
    except OverflowError:
        raise ValueError(f"{quoted(text)} is too far away. {_ADVICE}") from None
    except ValueError as error:
        known = "is no day" not in str(error)
        raise ValueError(str(error) if known else f"{quoted(text)} is neither a day nor a week. {_ADVICE}") from None
    return day, day


def _week(day: date) -> tuple[date, date]:
    monday = day - timedelta(days=day.weekday())
    return monday, monday + timedelta(days=6)


def _is_weekday(phrase: str) -> bool:
    return re.fullmatch(r"(?:this )?(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*", phrase) is not None
