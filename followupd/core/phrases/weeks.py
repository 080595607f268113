"""Hours and slots of a week, and when blocks come: "Mon-Fri 9:00-17:00", "Tuesday at 10", "every other Tuesday 10:00".

Takes text, returns WeekHours, (days, time) and BlockSlot. Raises ValueError with one sentence that says what to write
instead, and never anything else. Resolves nothing to an instant: these stay wall-clock rules.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import time
from functools import lru_cache

from followupd.core.phrases.times import clock_minute, parse_clock, plain_clocks
from followupd.core.phrases.words import CLOCK, DAY, NUMBER_WORD, day_number, number_of, plain, quoted, suggest
from followupd.core.values.hitlist import LAST_OF_MONTH
from followupd.core.values.time import DAY_NAMES, FULL_DAY_NAMES, MINUTES_OF_DAY, HourRange, WeekHours

_WEEKDAYS, _WEEKEND, _ALL_DAYS = (0, 1, 2, 3, 4), (5, 6), (0, 1, 2, 3, 4, 5, 6)
_GROUPS = {
    "weekdays": _WEEKDAYS, "weekday": _WEEKDAYS, "workdays": _WEEKDAYS, "workday": _WEEKDAYS, "weekends": _WEEKEND,
    "weekend": _WEEKEND, "every day": _ALL_DAYS, "everyday": _ALL_DAYS, "daily": _ALL_DAYS,
}
_ANY_TIME = frozenset({"any time", "anytime", "always", "24/7"})
_TO = r" ?(?:-|–|—|~|to\b|until\b|till\b|bis\b) ?"
_TOKEN = (   # a text, compiled when first used (phrases/days.py)
    rf" ?(?:(?P<range>(?P<from>{CLOCK}){_TO}(?P<to>{CLOCK}))|(?P<clock>{CLOCK})"
    rf"|(?P<first>{DAY})(?:{_TO}(?P<last>{DAY}))?|(?P<group>{'|'.join(_GROUPS)})\b"
    r"|(?P<filler>,|;|:|&|/|\+|(?:and|on|from|between|at|every|each|weekly)\b))"
)
# The words of hours and slots in any order, as they are written before `_by_clocks`; see `hitlist/json_schema.py`.
_WRITTEN_CLOCK = (
    r"(?:kl\.? )?(?:noon|midnight|noonday|midday|12 ?nn"
    r"|(?:[01]?[0-9]|2[0-4])(?:[:.]?[0-5][0-9])?(?![0-9:])"
    r"(?: ?(?:(?:h|hrs?|uhr|o'?clock)\.?(?: ?[0-5][0-9])?|[ap]\.?(?:m\.?)?|noon))?)"
)
_WORD = (
    rf"{_WRITTEN_CLOCK}|{DAY}|(?:{'|'.join(_GROUPS)})\b|[,;:&/+~–—-]"
    r"|(?:and|on|from|between|at|every|each|weekly|to|until|till|bis)\b"
)
HOURS = rf"{'|'.join(sorted(_ANY_TIME))}|(?: ?(?:{_WORD}))+"
SLOT = rf"(?=.*(?:[0-9]|noon|mid))(?: ?(?:{_WORD}))+"
_HOURS_ADVICE = 'Write "Mon-Fri 9:00-17:00" or "12:00-14:00, 16:00-18:00".'
_SLOT_ADVICE = 'Write "Tuesday 10:00" or "Mon-Fri 8:45".'


NOON_MINUTE = 12 * 60


def _by_clocks(text: str) -> str:
    """Return hours with the clocks of both ends in one form: `9-17 Uhr`, `0900-1700`."""
    to = r"( ?(?:-|–|—|to|until|bis) ?)"
    phrase = re.sub(rf"(?<![:.\dh])(\d{{1,2}}){to}(?=\d{{1,2}} ?(?:h|uhr)\b)", r"\1 h\2", text.casefold())
    phrase = re.sub(rf"(?<!\d)(\d{{1,2}})(\d\d){to}(\d{{1,2}})(\d\d)(?!\d)", r"\1:\2\3\4:\5", phrase)
    return plain_clocks(re.sub(r"\bkl\.? (?=\d)", "", phrase))


def _tokens(part: str, text: str, what: str, advice: str) -> list[re.Match[str]]:
    """Cut `part` of a text into days, clocks and ranges; an error quotes the whole text."""
    phrase, position, matches = plain(_by_clocks(part)), 0, []
    while position < len(phrase):
        match = re.compile(_TOKEN).match(phrase, position)
        if match is None:
            word = re.split(r"[ ,;]", phrase[position:].strip())[0]
            near = suggest(word, FULL_DAY_NAMES) if word.isalpha() else None
            raise ValueError(f"{quoted(text)} {what}. {f'Did you mean {near}?' if near else advice}")
        matches.append(match)
        position = match.end()
    return matches


def _days(token: re.Match[str]) -> tuple[int, ...]:
    """Return the days that a token names; none for other tokens. "Fri-Mon" includes the weekend."""
    if token["group"]:
        return _GROUPS[token["group"]]
    if not token["first"]:
        return ()
    first = day_number(token["first"])
    last = day_number(token["last"]) if token["last"] else first
    return tuple((first + i) % 7 for i in range((last - first) % 7 + 1))


@lru_cache(maxsize=512)
def parse_hours(text: str) -> WeekHours:
    """Read when somebody may be reached. Hours without days hold on every day, and `days_given` is False.

    A day without hours means the whole day, as long as there are no hours anywhere ("weekends"). A stretch over
    midnight ("22:00-2:00") is split onto the next day. `.text` is what was written.
    """
    shown = " ".join(text.split())
    if plain(text) in _ANY_TIME:
        return WeekHours(_whole(_ALL_DAYS), shown, days_given=False)
    groups = _hours_by_days(text)
    undated = not groups[0][0] and bool(groups[0][1])
    ranges = [
        part for days, hours in groups for start, end in hours for day in days or _ALL_DAYS
        for part in _stretches(text, day, start, end)
    ]
    if undated and len(groups) > 1:
        raise ValueError(f"{quoted(text)} gives days for some hours only. {_HOURS_ADVICE}")
    if ranges and not groups[-1][1]:
        raise ValueError(f"{quoted(text)} ends with a day that has no hours. {_HOURS_ADVICE}")
    if not ranges and not groups[0][0]:
        raise ValueError(f"{quoted(text)} names no hours. {_HOURS_ADVICE}")
    return WeekHours(tuple(ranges) or _whole(groups[0][0]), shown, days_given=not undated)


def _hours_by_days(text: str) -> list[tuple[tuple[int, ...], list[tuple[str, str]]]]:
    """Return groups of days with the hours that follow them, as written; either may be empty."""
    groups: list[tuple[tuple[int, ...], list[tuple[str, str]]]] = [((), [])]
    for token in _tokens(text, text, "are not hours", _HOURS_ADVICE):
        days, hours = groups[-1]
        if token["clock"]:
            raise ValueError(f"{quoted(text)}: {token['clock'].strip()} has no end. {_HOURS_ADVICE}")
        if token["range"]:
            hours.append((token["from"], token["to"]))
        elif more := _days(token):
            if hours:
                groups.append((more, []))
            else:
                groups[-1] = (days + more, [])
    return groups


def _whole(days: tuple[int, ...]) -> tuple[HourRange, ...]:
    return tuple(HourRange(day, 0, MINUTES_OF_DAY) for day in days)


def _stretches(text: str, day: int, start_text: str, end_text: str) -> list[HourRange]:
    """Return one stretch of a day, or two if it runs over midnight."""
    start, end = _on_one_half(start_text, end_text)
    if start == MINUTES_OF_DAY:
        raise ValueError(f"{quoted(text)}: hours cannot start at 24:00. Write 0:00.")
    if start == end:
        raise ValueError(f'{quoted(text)}: the hours end when they start. For the whole day write 0:00-24:00.')
    if start < end:
        return [HourRange(day, start, end)]
    if start <= NOON_MINUTE and not _has_half(start_text) and not _has_half(end_text):
        later = f"{end // 60 + 12}:{end % 60:02}"
        right = f"{start // 60}:{start % 60:02}-{later}"
        raise ValueError(f"{quoted(text)}: the hours end before they start. Write {right}.")
    return [HourRange(day, start, MINUTES_OF_DAY), HourRange((day + 1) % 7, 0, end)]


def _on_one_half(start_text: str, end_text: str) -> tuple[int, int]:
    """Return both clocks as minutes of the day.

    A side without am or pm takes the other's half if that keeps them in order.

    "9-5pm" starts in the morning, "1-5pm" after noon, "9am-5" ends after noon. Midnight at the end is that of the day.
    """
    start, end = clock_minute(start_text), clock_minute(end_text) or MINUTES_OF_DAY
    if _has_half(end_text) and not _has_half(start_text) and start < NOON_MINUTE < end and start + NOON_MINUTE < end:
        return start + NOON_MINUTE, end
    if _has_half(start_text) and not _has_half(end_text) and end <= start < end + NOON_MINUTE <= MINUTES_OF_DAY:
        return start, end + NOON_MINUTE
    return start, end


def _has_half(clock: str) -> bool:
    """Return whether a clock says am or pm."""
    return "m" in clock


def parse_slot(text: str) -> tuple[tuple[int, ...], time]:
    """Read days (0 is Monday, sorted) and time of a weekly slot: "Tue, Thu 10:00", "weekdays 8:45"."""
    return _weekly(text, text)


@lru_cache(maxsize=64)
def _weekly(slot: str, text: str) -> tuple[tuple[int, ...], time]:
    """Read a weekly slot that is all of `text`, or what is left of it."""
    days: set[int] = set()
    clocks: list[str] = []
    for token in _tokens(slot, text, "is not a slot", _SLOT_ADVICE):
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


# When blocks come: what is left without the words for weeks and months is a weekly slot.

MOST_WEEKS = 26
_PLACES = {
    "first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4, "last": LAST_OF_MONTH,
}
_NAMES = {1: "first", 2: "second", 3: "third", 4: "fourth", LAST_OF_MONTH: "last"}
_PLACE = rf"(?:{'|'.join(_PLACES)})\b"
_PLACED = rf"(?P<every>(?:every|each) )?(?:the )?(?P<places>{_PLACE}(?:(?:,? and |, ?| ?& ?){_PLACE})*) (?={DAY})"
_OF_MONTH = (
    r",? ?(?:\b(?:of|in) (?:(?:the|each|every|a) )?month\b|\b(?:monthly|every month)\b(?: on)?(?: the)?)"
)
_EVERY_WEEKS = (
    rf"\b(?:every|each) (?:(?P<other>other|second) week|(?P<number>[0-9]{{1,3}}|{NUMBER_WORD}) weeks)\b(?:,? on\b)?"
    r"|\b(?:every|each) fortnight\b(?:,? on\b)?|\bfortnightly\b(?:,? on\b)?"
)
_EVERY_OTHER_DAY = r"\b(?:every|each) other (?!week)"
_TOO_FAR = r"\b(?:fifth|5th)\b"
_MONTH_DAY = r"\b(?:[0-9]{1,2}(?:st|nd|rd|th)|month)\b|\bmonthly\b"
BLOCK_SLOT = (
    rf"(?=.*(?:[0-9]|noon|mid))(?: ?(?:(?:the|of|in|a|month|monthly|other|weeks?|fortnight|fortnightly)\b"
    rf"|{_PLACE}|(?:[0-9]{{1,3}}|{NUMBER_WORD}) weeks\b|{_WORD}))+"
)


@dataclass(frozen=True, slots=True)
class BlockSlot:
    """`days` (0 is Monday, sorted) and wall-clock `time`; `weeks` and `of_month` as in BlockRule."""

    days: tuple[int, ...]
    time: time
    weeks: int = 1
    of_month: tuple[int, ...] = ()

    def __str__(self) -> str:
        days = f"{', '.join(DAY_NAMES[day] for day in self.days)} {self.time:%H:%M}"
        if self.of_month:
            return f"{' and '.join(_NAMES[place] for place in self.of_month)} {days} of the month"
        return f"every {self.weeks} weeks {days}" if self.weeks > 1 else days


@lru_cache(maxsize=64)
def parse_block_slot(text: str) -> BlockSlot:
    """Read a weekly slot, one every so many weeks, or some of a month."""
    phrase = plain(text)
    if re.search(r"\bbi-?weekly\b", phrase):
        raise ValueError(f'{quoted(text)} may mean two things. Write "every other Tuesday 10:00" or "Tue, Thu 10:00".')
    phrase, weeks = _weeks(text, phrase)
    phrase, places = _places(text, phrase)
    if weeks > 1 and places:
        raise ValueError(f'{quoted(text)} counts weeks and months at once. Write "first Monday of the month 9:00".')
    if not places and re.search(_MONTH_DAY, phrase):
        raise ValueError(f'{quoted(text)} names no weekday of the month. Write "first Monday of the month 9:00".')
    days, clock = _weekly(phrase.strip(" ,"), text)
    return BlockSlot(days, clock, weeks, places)


def _weeks(text: str, phrase: str) -> tuple[str, int]:
    if match := re.search(_EVERY_OTHER_DAY, phrase):
        return phrase[: match.start()] + phrase[match.end():], 2
    match = re.search(_EVERY_WEEKS, phrase)
    if match is None:
        return phrase, 1
    weeks = number_of(match["number"]) if match["number"] else 2
    if not 1 <= weeks <= MOST_WEEKS:
        raise ValueError(f"{quoted(text)} is not every 1 to {MOST_WEEKS} weeks. Write every 2 weeks on Tuesday 10:00.")
    return f"{phrase[: match.start()]} {phrase[match.end():]}", weeks


def _places(text: str, phrase: str) -> tuple[str, tuple[int, ...]]:
    if re.search(_TOO_FAR, phrase):
        raise ValueError(f"{quoted(text)}: not every month has a fifth one. Write the last one of the month.")
    rest, of_month = re.subn(_OF_MONTH, " ", phrase, count=1)
    match = re.search(_PLACED, rest)
    if match is None:
        return phrase, ()
    places = {_PLACES[word] for word in re.findall(_PLACE, match["places"])}
    # "every second Tuesday" is fortnightly to some, and once a month to others.
    if match["every"] and not of_month and len(places) == 1 and not places & {1, LAST_OF_MONTH}:
        name = _NAMES[min(places)]
        number = {2: "other week", 3: "3 weeks", 4: "4 weeks"}[min(places)]
        raise ValueError(
            f'{quoted(text)} may mean two things. Write "every {number} on ..." or "{name} ... of the month".'
        )
    found = tuple(sorted(places - {LAST_OF_MONTH})) + ((LAST_OF_MONTH,) if LAST_OF_MONTH in places else ())
    return f"{rest[: match.start()]} {rest[match.end():]}", found
