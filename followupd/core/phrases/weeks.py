"""Hours and slots of a week: "Mon-Fri 9:00-17:00", "12:00-14:00, 16:00-18:00", "every Tuesday at 10".

Takes text, gives WeekHours and (days, time). Raises ValueError with one sentence that says what to write instead,
and never anything else. Nothing here is resolved to an instant: these stay wall-clock rules.
"""

from __future__ import annotations

import re
from datetime import time
from functools import lru_cache

from followupd.core.phrases.times import clock_minute, parse_clock
from followupd.core.phrases.words import CLOCK, DAY, day_number, plain, quoted, suggest
from followupd.core.values.time import FULL_DAY_NAMES, MINUTES_OF_DAY, HourRange, WeekHours

_WEEKDAYS, _WEEKEND, _ALL_DAYS = (0, 1, 2, 3, 4), (5, 6), (0, 1, 2, 3, 4, 5, 6)
_GROUPS = {
    "weekdays": _WEEKDAYS, "weekday": _WEEKDAYS, "workdays": _WEEKDAYS, "workday": _WEEKDAYS, "weekends": _WEEKEND,
    "weekend": _WEEKEND, "every day": _ALL_DAYS, "everyday": _ALL_DAYS, "daily": _ALL_DAYS,
}  # fmt: skip
_ANY_TIME = frozenset({"any time", "anytime", "always", "24/7"})
_TO = r" ?(?:-|–|—|to\b|until\b|till\b) ?"
_TOKEN = (   # a text, compiled when first used (phrases/days.py)
    rf" ?(?:(?P<range>(?P<from>{CLOCK}){_TO}(?P<to>{CLOCK}))|(?P<clock>{CLOCK})"
    rf"|(?P<first>{DAY})(?:{_TO}(?P<last>{DAY}))?|(?P<group>{'|'.join(_GROUPS)})\b"
    r"|(?P<filler>,|;|:|&|/|\+|(?:and|on|from|between|at|every|each|weekly)\b))"
)
_HOURS_ADVICE = 'Write "Mon-Fri 9:00-17:00" or "12:00-14:00, 16:00-18:00".'
_SLOT_ADVICE = 'Write "Tuesday 10:00" or "Mon-Fri 8:45".'


def _tokens(text: str, what: str, advice: str) -> list[re.Match[str]]:
    phrase, position, found = plain(text), 0, []
    while position < len(phrase):
        match = re.compile(_TOKEN).match(phrase, position)
        if match is None:
            word = re.split(r"[ ,;]", phrase[position:].strip())[0]
            near = suggest(word, FULL_DAY_NAMES) if word.isalpha() else None
            raise ValueError(f"{quoted(text)} {what}. {f'Did you mean {near}?' if near else advice}")
        found.append(match)
        position = match.end()
    return found


def _days(token: re.Match[str]) -> tuple[int, ...]:
    """The days that a token names, none for a token of another kind. "Fri-Mon" goes round the weekend."""
    if token["group"]:
        return _GROUPS[token["group"]]
    if not token["first"]:
        return ()
    first = day_number(token["first"])
    last = day_number(token["last"]) if token["last"] else first
    return tuple((first + i) % 7 for i in range((last - first) % 7 + 1))


@lru_cache(maxsize=512)
def parse_hours(text: str) -> WeekHours:
    """When somebody may be reached. Without days the hours hold on every day and `days_given` is False.

    A day without hours means the whole day, as long as no hours stand anywhere ("weekends"). A stretch over
    midnight ("22:00-2:00") is split onto the next day. `.text` is what was written.
    """
    shown = " ".join(text.split())
    if plain(text) in _ANY_TIME:
        return WeekHours(tuple(HourRange(day, 0, MINUTES_OF_DAY) for day in _ALL_DAYS), shown, days_given=False)
    named: list[tuple[int, ...]] = []
    ranges: list[HourRange] = []
    current: tuple[int, ...] = ()
    pending: tuple[int, ...] = ()
    undated = False
    for token in _tokens(text, "are no hours", _HOURS_ADVICE):
        if token["clock"]:
            raise ValueError(f"{quoted(text)}: {token['clock'].strip()} has no end. {_HOURS_ADVICE}")
        if token["range"]:
            current, pending = pending or current, ()
            undated = undated or not current
            for day in current or _ALL_DAYS:
                ranges += _stretches(text, day, token["from"], token["to"])
        elif days := _days(token):
            named.append(days)
            pending += days
    if undated and named:
        raise ValueError(f"{quoted(text)} gives days for some hours only. {_HOURS_ADVICE}")
    if ranges and pending:
        raise ValueError(f"{quoted(text)} ends with a day that has no hours. {_HOURS_ADVICE}")
    if not ranges and not pending:
        raise ValueError(f"{quoted(text)} names no hours. {_HOURS_ADVICE}")
    if not ranges:
        ranges = [HourRange(day, 0, MINUTES_OF_DAY) for day in pending]
    return WeekHours(tuple(ranges), shown, days_given=not undated)


def _stretches(text: str, day: int, start_text: str, end_text: str) -> list[HourRange]:
    """One stretch of a day, or two where it runs over midnight.

    "9-5pm" starts in the morning and "1-5pm" after noon: a start without am or pm takes the end's half of the
    day where that keeps it before the end.
    """
    start, end = clock_minute(start_text), clock_minute(end_text)
    start_half, end_half = "m" in start_text, "m" in end_text
    if start == MINUTES_OF_DAY:
        raise ValueError(f"{quoted(text)}: hours cannot start at 24:00. Write 0:00.")
    if end == 0:
        end = MINUTES_OF_DAY
    if end_half and not start_half and end > 720 and start < 720 and start + 720 < end:
        start += 720
    if start_half and not end_half and end <= start and start < end + 720 <= MINUTES_OF_DAY:
        end += 720
    if start == end:
        raise ValueError(f'{quoted(text)}: the hours end when they start. For the whole day write 0:00-24:00.')
    if start < end:
        return [HourRange(day, start, end)]
    if not (start_half or end_half) and start <= 720:
        later = f"{end // 60 + 12}:{end % 60:02}"
        right = f"{start // 60}:{start % 60:02}-{later}"
        raise ValueError(f"{quoted(text)}: the hours end before they start. Write {right}.")
    return [HourRange(day, start, MINUTES_OF_DAY), HourRange((day + 1) % 7, 0, end)]


@lru_cache(maxsize=64)
def parse_slot(text: str) -> tuple[tuple[int, ...], time]:
    """The days (0 is Monday, sorted) and the wall-clock time of a weekly slot: "Tue, Thu 10:00", "weekdays 8:45"."""
    days: set[int] = set()
    clocks: list[str] = []
    for token in _tokens(text, "is no slot", _SLOT_ADVICE):
        if token["range"]:
            start = token["from"].strip()
            raise ValueError(f'{quoted(text)} gives an end. Write the start alone ({start}), and `length:` beside it.')
        if token["clock"]:
            clocks.append(token["clock"])
        days.update(_days(token))
    if not days:
        raise ValueError(f"{quoted(text)} names no day. {_SLOT_ADVICE}")
    if not clocks:
        raise ValueError(f"{quoted(text)} names no time. {_SLOT_ADVICE}")
    if len(clocks) > 1:
        raise ValueError(f"{quoted(text)} names more than one time. Write a list of blocks, each with one time.")
    return tuple(sorted(days)), parse_clock(clocks[0])
