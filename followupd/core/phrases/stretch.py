"""Stretches of days: "this week", "the week of 7 Dec", "Thursday"; days away: "2026-12-22 to 2027-01-02, Lisbon".

Takes text, and today for a stretch to come; gives the first and the last day, or an Away. Its days need their year,
because a hit list is read for years. Raises ValueError with one sentence that says what to write, and never anything
else.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from followupd.core.phrases.days import ISO_DAY, WRITTEN_DAY, NotADayError, parse_date, parse_day
from followupd.core.phrases.times import parse_span
from followupd.core.phrases.words import plain, quoted
from followupd.core.values.user_time import Away

_WEEK_ADVICE = 'Write "this week", "next week", Thursday or 2026-12-08.'
_WEEKS = {"this week": 0, "the week": 0, "week": 0, "this": 0, "next week": 1, "next": 1, "the week after next": 2}


def parse_stretch(text: str, today: date) -> tuple[date, date]:
    """Return Monday to Sunday for a week, the day itself for a day. A weekday may be today."""
    phrase = plain(text)
    try:
        if phrase in _WEEKS:
            return _week(today + timedelta(days=7 * _WEEKS[phrase]))
        if match := re.fullmatch(r"(?:the )?week of (?P<day>.+)", phrase):
            return _week(parse_day(match["day"], today).day)
        # "Tuesday" said on a Tuesday morning means the block that is still to come today.
        day = parse_day(phrase, today - timedelta(days=1) if _is_weekday(phrase) else today).day
    except OverflowError:
        raise ValueError(f"{quoted(text)} is too far away. {_WEEK_ADVICE}") from None
    except NotADayError:
        raise ValueError(f"{quoted(text)} is neither a day nor a week. {_WEEK_ADVICE}") from None
    return day, day


def _week(day: date) -> tuple[date, date]:
    monday = day - timedelta(days=day.weekday())
    return monday, monday + timedelta(days=6)


def _is_weekday(phrase: str) -> bool:
    return re.fullmatch(r"(?:this )?(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*", phrase) is not None


LONGEST_AWAY = timedelta(days=2 * 366)
LONGEST_REASON = 100    # characters
_DAY = rf"(?:{ISO_DAY}|{WRITTEN_DAY})"
_TO = r"(?: ?(?:to|until|till|through|thru|bis|-|–|—|\.\.|/) ?)"
_WHOLE = rf"(?:from )?(?P<first>{_DAY})(?:{_TO}(?P<last>{_DAY})|,? for (?P<span>[a-z0-9 ]{{1,30}}))?"
_AWAY_ADVICE = "Write 2026-12-22 to 2027-01-02, or one day."


def parse_away(text: str) -> Away:
    """Read one day, or a first and a last one that both count, with a reason after a comma or in brackets."""
    said, reason = _without_reason(text)
    phrase = plain(said)
    match = re.fullmatch(_WHOLE, phrase)
    if match is None:
        raise ValueError(_why_not(text, phrase))
    first = parse_date(match["first"])
    if match["span"]:
        last = parse_span(match["span"]).after(first) - timedelta(days=1)
    else:
        last = parse_date(match["last"]) if match["last"] else first
    return checked(first, last, reason, quoted(text))


def checked(first: date, last: date, reason: str, shown: str) -> Away:
    """Return the days as one value. Raises ValueError if nobody can be away like that."""
    if last < first:
        raise ValueError(f"{shown} ends before it begins. Write {last} to {first}, or correct the year.")
    if last - first > LONGEST_AWAY:
        raise ValueError(f"{shown} is more than two years. Correct the year.")
    if len(reason) > LONGEST_REASON:
        raise ValueError(f"{shown} has a reason of more than {LONGEST_REASON} characters. Shorten it.")
    return Away(first, last, reason)


def _without_reason(text: str) -> tuple[str, str]:
    """Return the text without its reason, and the reason: in brackets at the end, or after a comma outside a date."""
    text = " ".join(text.split())
    if match := re.fullmatch(r"([^()]*)\(([^()]*)\)", text):
        return match[1].rstrip(" ,"), match[2].strip()
    # "Dec 22, 2026 to Jan 2, 2027, Lisbon": the first comma that no year follows
    if match := re.fullmatch(r"(.*?)(?:, ?|: )(?! ?[0-9]{4}\b)(?!for )(.+)", text):
        return match[1], match[2].strip()
    return text, ""


def _why_not(text: str, phrase: str) -> str:
    days = re.split(_TO.replace("|-|", "| - |").replace("|/)", "| / )"), phrase, maxsplit=1)
    for day in days:   # report the first that is not a day
        try:
            parse_date(day.strip().removeprefix("from "))
        except ValueError as problem:
            return f"{str(problem).rstrip('.')}, or 2026-12-22 to 2027-01-02 for several days."
    return f"{quoted(text)} are not days. {_AWAY_ADVICE}"




