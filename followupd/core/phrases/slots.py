"""When blocks come: "Tuesday 10:00", "weekdays 8:45", "every other Tuesday 10:00", "first Monday of the month 9:00".

Takes text, gives a Slot. Raises ValueError with one sentence that says what to write instead, and never anything
else. What is left when the words for weeks and months are taken away is a weekly slot (weeks.py).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import time
from functools import lru_cache

from followupd.core.phrases.weeks import parse_slot
from followupd.core.phrases.words import DAY, NUMBER_WORD, number_of, plain, quoted
from followupd.core.values.time import DAY_NAMES

LAST = -1
MOST_WEEKS = 26
_PLACES = {
    "first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4, "last": LAST,
}  # fmt: skip
_NAMES = {1: "first", 2: "second", 3: "third", 4: "fourth", LAST: "last"}
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


@dataclass(frozen=True, slots=True)
class Slot:
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
def parse_block_slot(text: str) -> Slot:
    """A weekly slot, one every so many weeks, or some of a month."""
    phrase = plain(text)
    if re.search(r"\bbi-?weekly\b", phrase):
        raise ValueError(f'{quoted(text)} may mean two things. Write "every other Tuesday 10:00" or "Tue, Thu 10:00".')
    phrase, weeks = _weeks(text, phrase)
    phrase, places = _places(text, phrase)
    if weeks > 1 and places:
        raise ValueError(f'{quoted(text)} counts weeks and months at once. Write "first Monday of the month 9:00".')
    if not places and re.search(_MONTH_DAY, phrase):
        raise ValueError(f'{quoted(text)} names no weekday of the month. Write "first Monday of the month 9:00".')
    try:
        days, clock = parse_slot(phrase.strip(" ,"))
    except ValueError as error:
        raise ValueError(_about(str(error), phrase.strip(" ,"), text)) from None
    return Slot(days, clock, weeks, places)


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
    if match["every"] and not of_month and len(places) == 1 and not places & {1, LAST}:
        name = _NAMES[min(places)]
        number = {2: "other week", 3: "3 weeks", 4: "4 weeks"}[min(places)]
        raise ValueError(
            f'{quoted(text)} may mean two things. Write "every {number} on ..." or "{name} ... of the month".'
        )
    found = tuple(sorted(places - {LAST})) + ((LAST,) if LAST in places else ())
    return f"{rest[: match.start()]} {rest[match.end():]}", found


def _about(sentence: str, part: str, whole: str) -> str:
    """The sentence on the part that is a weekly slot, as one on what was written."""
    return sentence.replace(quoted(part), quoted(whole), 1)
