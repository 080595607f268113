"""Spans, lengths and clocks the way people write them: "6w", "every 2 weeks", "1h30", "9:30 pm".

Takes text, gives values of `values/time.py` and of the standard library. Each parser raises ValueError with one
sentence that quotes the text and says what to write instead; none ever raises anything else.
"""

from __future__ import annotations

import math
import re
import unicodedata
from datetime import time, timedelta
from functools import lru_cache

from followupd.core.phrases.words import NUMBER_WORD, NUMBERS, number_of, plain, quoted
from followupd.core.values.time import MINUTES_OF_DAY, Span

LONGEST_SPAN_YEARS = 100

_NAMED = {
    "daily": Span(days=1), "every day": Span(days=1), "day": Span(days=1),
    "weekly": Span(days=7), "fortnightly": Span(days=14), "fortnight": Span(days=14),
    "monthly": Span(months=1), "quarterly": Span(months=3), "half-yearly": Span(months=6),
    "half yearly": Span(months=6), "semiannually": Span(months=6), "half a year": Span(months=6),
    "half year": Span(months=6), "yearly": Span(months=12), "annually": Span(months=12),
    "week": Span(days=7), "month": Span(months=1), "quarter": Span(months=3), "year": Span(months=12),
}
_TWO_MEANINGS = {
    "biweekly": '"every 2 weeks" or "twice a week"',
    "bimonthly": '"every 2 months" or "twice a month"',
    "biannually": '"twice a year" or "every 2 years"',
    "biennially": '"every 2 years"',
}
_UNITS = {
    "d": Span(days=1), "day": Span(days=1), "w": Span(days=7), "wk": Span(days=7), "week": Span(days=7),
    "mo": Span(months=1), "mth": Span(months=1), "month": Span(months=1), "q": Span(months=3),
    "quarter": Span(months=3), "y": Span(months=12), "yr": Span(months=12), "year": Span(months=12),
}
_UNIT = r"(?:days?|d|weeks?|wks?|w|months?|mths?|mos?|quarters?|q|years?|yrs?|y)(?![a-z])"
_ORDINALS = {"other": 2, "second": 2, "third": 3, "fourth": 4}
# texts, so that only what a hit list uses is compiled (phrases/days.py)
_PART = rf"(?:(?P<number>[0-9]+|(?:{NUMBER_WORD})(?= )) ?)(?P<unit>{_UNIT})"
_JOIN = r" ?(?:,|and\b|&)? ?"
_LEAD = r"(?:once )?(?:every|each|per) |once (?=an? )"
_EVERY_OTHER = rf"(?P<ordinal>{'|'.join(_ORDINALS)}) (?P<unit>{_UNIT})"
_TIMES_A = (
    rf"(?:(?P<twice>twice)|(?P<number>[0-9]{{1,3}}|{NUMBER_WORD}) times)"
    r" (?:an?|per|each|every) (?P<unit>week|month|quarter|year)"
)
# The form of every text that is read below; see `hitlist/json_schema.py`.
SPAN = (
    rf"{'|'.join(_NAMED)}|{_TIMES_A}|(?:{_LEAD})?(?:fortnight|{_EVERY_OTHER}|{_UNIT}|{_PART}(?:{_JOIN}{_PART})*)"
)
_YEARLY_DAYS = {"week": 7, "month": 30, "quarter": 91, "year": 365}
_YEARLY_MONTHS = {"month": 1, "quarter": 3, "year": 12}
_SPAN_ADVICE = 'Write 14 days, 2w or "every 2 weeks".'


@lru_cache(maxsize=512)
def parse_span(text: str) -> Span:
    """Read a distance between days, more than nothing and at most 100 years: "3 months", "6w", "weekly"."""
    phrase = plain(text)
    span = _NAMED.get(phrase) or _times_a(phrase)
    if span is None:
        if phrase in _TWO_MEANINGS:
            raise ValueError(f"{quoted(text)} may mean two things. Write {_TWO_MEANINGS[phrase]}.")
        rest = re.sub(_LEAD, "", phrase, count=1) if re.match(_LEAD, phrase) else phrase
        span = _NAMED.get(rest) if rest == "fortnight" else None
        span = span or _every_other(rest) or _sum_of_parts(text, rest, bare_unit=rest != phrase)
    if span.months <= 0 and span.days <= 0:
        raise ValueError(f"{quoted(text)} is not long enough. Write 1 day or more.")
    if span.about_days > LONGEST_SPAN_YEARS * 365.25:
        raise ValueError(f"{quoted(text)} is more than {LONGEST_SPAN_YEARS} years. Write a shorter time.")
    return span


def _times_a(phrase: str) -> Span | None:
    if "twice" not in phrase and " times " not in phrase:   # most spans: the slowest pattern to compile stays a text
        return None
    match = re.fullmatch(_TIMES_A, phrase)
    if match is None:
        return None
    times, unit = 2 if match["twice"] else number_of(match["number"]), match["unit"]
    if times == 0:
        return Span()
    months = _YEARLY_MONTHS.get(unit, 0)
    if months and months % times == 0:
        return Span(months=months // times)
    return Span(days=math.ceil(_YEARLY_DAYS[unit] / times))


def _every_other(phrase: str) -> Span | None:
    if not phrase.startswith(tuple(_ORDINALS)):
        return None
    match = re.fullmatch(_EVERY_OTHER, phrase)
    return _scaled(_ORDINALS[match["ordinal"]], match["unit"]) if match else None


def _scaled(number: int, unit: str) -> Span:
    one = _unit(unit)
    return Span(one.months * number, one.days * number)


def _unit(word: str) -> Span:
    return _UNITS[word] if word in _UNITS else _UNITS[word.removesuffix("s")]


def _sum_of_parts(text: str, phrase: str, *, bare_unit: bool) -> Span:
    if bare_unit and re.fullmatch(_UNIT, phrase):
        return _unit(phrase)
    months = days = position = 0
    seen: set[Span] = set()
    while position < len(phrase):
        match = re.compile(_PART).match(phrase, position)
        if match is None:
            raise ValueError(_why_no_span(text, phrase))
        if len(match["number"]) > 6:
            raise ValueError(f"{quoted(text)} is more than {LONGEST_SPAN_YEARS} years. Write a shorter time.")
        one = _unit(match["unit"])
        if one in seen:
            raise ValueError(f"{quoted(text)} names one unit twice. Write each once, as in 1 month 2 weeks.")
        seen.add(one)
        part = _scaled(number_of(match["number"]), match["unit"])
        months, days, position = months + part.months, days + part.days, match.end()
        join = re.compile(_JOIN).match(phrase, position)
        position = join.end() if join and join.end() < len(phrase) else position
    if not seen:
        raise ValueError(f"nothing is written here. {_SPAN_ADVICE}")
    return Span(months, days)


def _why_no_span(text: str, phrase: str) -> str:
    if re.fullmatch(r"[0-9]{1,4}", phrase):
        return f"{quoted(text)} has no unit. Write {phrase} days or {phrase} weeks."
    if match := re.fullmatch(r"([0-9]{1,4}) ?m", phrase):
        return f"{quoted(text)} may be minutes or months. Write {match[1]} months."
    if re.search(r"[0-9] ?(?:h|hrs?|hours?|min|mins|minutes?|s|sec|seconds?)\b", phrase):
        return f"{quoted(text)} counts hours or less, and this counts days. {_SPAN_ADVICE}"
    return f"{quoted(text)} is not a duration. {_SPAN_ADVICE}"


_HOUR, _MINUTE = r"(?:hours?|hrs?|h)(?![a-z])", r"(?:minutes?|mins?|min|m)(?![a-z])"
_LENGTHS = (
    r"(?P<h>[0-9]{1,4}):(?P<m>[0-5][0-9])",
    r"(?P<h>[0-9]{1,4}) ?h ?(?P<m>[0-5]?[0-9])",
    (
        rf"(?P<h>[0-9]{{1,4}}(?:\.[0-9]{{1,2}})?|{NUMBER_WORD}) ?{_HOUR}"
        rf"(?:,? ?(?:and )?(?P<m>[0-9]{{1,4}}) ?{_MINUTE})?"
    ),
    rf"(?P<m>[0-9]{{1,5}}|{NUMBER_WORD}) ?{_MINUTE}",
)
LENGTH = rf"half an hour|half hour|{'|'.join(_LENGTHS)}"


@lru_cache(maxsize=256)
def parse_length(text: str) -> timedelta:
    """Read how long something lasts, from 1 minute to 24 hours, in whole minutes: "45m", "1h30", "1:30"."""
    phrase = plain(text)
    if phrase in ("half an hour", "half hour"):
        return timedelta(minutes=30)
    for pattern in _LENGTHS:
        if match := re.fullmatch(pattern, phrase):
            found = match.groupdict()
            minutes = _number(found.get("h")) * 60 + _number(found.get("m"))
            if not 1 <= minutes <= MINUTES_OF_DAY or minutes != int(minutes):
                raise ValueError(f"{quoted(text)} is not between 1 minute and 24 hours. Write 15 minutes or 1 hour.")
            return timedelta(minutes=int(minutes))
    if re.fullmatch(r"[0-9]{1,4}", phrase):
        raise ValueError(f"{quoted(text)} has no unit. Write {phrase} minutes or {phrase} hours.")
    raise ValueError(f'{quoted(text)} is not a length of time. Write 45m, 1h30 or "1 hour".')


def _number(word: str | None) -> float:
    if word is None:
        return 0
    return NUMBERS[word] if word in NUMBERS else float(word)


_CLOCK = r"(?P<h>[0-9]{1,2})(?:[:.](?P<m>[0-9]{2}))?(?: ?(?P<half>[ap])\.?m\.?)?"


# Clocks as they are written elsewhere: `14h10`, `14 Uhr`, `2 o'clock`, `1410`, `2p`, `midday`. Texts, as above.
_AT_HOUR = r"(?<![0-9:.,])([0-9]{1,2}) ?(?:h|hrs?|uhr|o'?clock)(?![a-z])\.?(?: ?([0-5][0-9])\b(?![:.]))?"
_MILITARY = r"(?<![0-9:.,/-])([01][0-9]|2[0-3])([0-5][0-9])(?: ?(?:h|hrs?|uhr)\b)?(?![0-9:.,/]|-[0-9]{2}-)"
_HALF = r"\b([0-9]{1,2}(?::[0-9]{2})?) ?([ap])(?![a-z.])"
_MIDDAY = r"\b(?:12 ?(?:noon|nn)|midday|noonday)\b"


def plain_clocks(text: str) -> str:
    """Return a text in small letters with its clocks as `14:10`, `2pm` or noon, however they are written."""
    phrase = unicodedata.normalize("NFKC", text).replace("\u2236", ":").replace("\u2019", "'").casefold()
    phrase = re.sub(_MIDDAY, "noon", phrase)
    phrase = re.sub(_AT_HOUR, lambda clock: f"{clock[1]}:{clock[2] or '00'}", phrase)
    phrase = re.sub(_MILITARY, r"\1:\2", phrase)
    return re.sub(_HALF, r"\1\2m", phrase)


def parse_clock(text: str) -> time:
    """Read a time of day by the wall clock: "10:00", "9am", "9:30 pm", "noon", "midnight" (0:00), "10"."""
    minute = clock_minute(text)
    if minute == MINUTES_OF_DAY:
        raise ValueError(f"{quoted(text)} is the end of the day. Write 0:00 of the next day, or midnight.")
    return time(minute // 60, minute % 60)


def clock_minute(text: str) -> int:
    """Return the minute of the day, 0 to 1440: here "24:00" is allowed, since hours may end with it."""
    phrase = plain(text)
    if phrase in ("noon", "midnight"):
        return 720 if phrase == "noon" else 0
    match = re.fullmatch(_CLOCK, phrase)
    if match is None:
        raise ValueError(f"{quoted(text)} is not a time of day. Write 14:30, 9am or noon.")
    hour, minute = int(match["h"]), int(match["m"] or 0)
    if match["half"]:
        if not 1 <= hour <= 12:
            raise ValueError(f"{quoted(text)} is not a time of day: am and pm go with 1 to 12. Write 14:30 or 2:30 pm.")
        hour = hour % 12 + (12 if match["half"] == "p" else 0)
    if minute > 59 or hour * 60 + minute > MINUTES_OF_DAY:
        raise ValueError(f"{quoted(text)} is not a time of day: hours go to 23, minutes to 59. Write 14:30 or 9am.")
    return hour * 60 + minute
