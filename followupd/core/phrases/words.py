"""The words that all phrases share: weekdays, months, numbers, and how a text is quoted back to its writer.

Takes text, gives small values. Never reads a clock, and never raises anything but ValueError.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from functools import lru_cache

from followupd.core.phrases.names import visible
from followupd.core.values.time import FULL_DAY_NAMES, MONTH_NAMES

FIRST_YEAR, LAST_YEAR = 1900, 2200
LONGEST_QUOTE = 60
EDGE = " \t:;,.-–—|/()[]"      # around what a user typed
NEAR_MISS = 0.75        # closeness of a slip: "emial" and "phnoe" are slips; "signal" is not "social"

DAY = (
    r"(?:mon(?:days?)?|tue(?:s(?:days?)?)?|wed(?:s|nesdays?)?|thu(?:rs?(?:days?)?)?|fri(?:days?)?|sat(?:urdays?)?"
    r"|sun(?:days?)?)\b\.?"
)
MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
CLOCK = r"(?:noon|midnight|[0-9]{1,2}(?:[:.][0-9]{2})?(?:\s?[ap]\.?m\b\.?)?(?![0-9:]))"
SURE_CLOCK = r"(?:noon|midnight|[0-9]{1,2}(?::[0-9]{2}(?:\s?[ap]\.?m\b\.?)?|\s?[ap]\.?m\b\.?)(?![0-9:]))"

NUMBERS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "eleven": 11, "twelve": 12,
}

_DAYS = {name[:3].lower(): number for number, name in enumerate(FULL_DAY_NAMES)}
_MONTHS = {name.lower(): number for number, name in enumerate(MONTH_NAMES, 1)}
_SPACE = re.compile(r"\s+")


def plain(text: str) -> str:
    """Return the text in small letters with single spaces, ready to be matched."""
    return _SPACE.sub(" ", text).strip().lower()


def quoted(text: str) -> str:
    """Return the text as it is shown in a sentence: one line, in quotes, cut after 60 characters."""
    said = visible(_SPACE.sub(" ", text).strip())
    return f'"{said[: LONGEST_QUOTE - 1]}…"' if len(said) > LONGEST_QUOTE else f'"{said}"'


def suggest(word: str, allowed: Iterable[str], closeness: float = 0.6) -> str | None:
    """Return the allowed word that comes closest, as it is spelt there; None if nothing comes near.

    `closeness` is difflib's ratio, 0 to 1.
    """
    spelt = {a.lower(): a for a in allowed}
    near = difflib.get_close_matches(word[:LONGEST_QUOTE].lower(), spelt, 1, closeness)
    return spelt[near[0]] if near else None


def leading(text: str, words: Iterable[str]) -> tuple[str, str] | None:
    """Return the one of these words with which a text begins, and what follows; None if it begins with another.

    `_`, `-` and a space are the same. Of "left" and "left message" the longer one counts, and no part of a word.
    """
    match = _any_of(tuple(words)).match(text)
    return (re.sub(r"[ _-]+", " ", match[0].lower()), text[match.end() :]) if match is not None else None


@lru_cache(maxsize=64)
def _any_of(words: tuple[str, ...]) -> re.Pattern[str]:
    spelt = [re.sub(r"\\?[ _-]+", "[ _-]", re.escape(word)) for word in sorted(words, key=len, reverse=True)]
    return re.compile(rf"(?:{'|'.join(spelt)})(?![\w/])", re.IGNORECASE)


def day_number(word: str) -> int:
    """Return 0 for a text that `DAY` matched as Monday."""
    return _DAYS[word[:3]]


def month_number(word: str) -> int:
    """Return 1 for a text that `MONTH` matched as January."""
    return _MONTHS[word[:3]]


def number_of(word: str) -> int:
    """Return the value of digits (the pattern bounds their count) or of a number word up to twelve."""
    return NUMBERS[word] if word in NUMBERS else int(word)


NUMBER_WORD = "|".join(sorted(NUMBERS, key=len, reverse=True))


def pronoun_in(note: str) -> str:
    """Return `She` or `He` if a note says one of them of somebody, else `They`."""
    said = {*re.findall(r"\b(she|he)\b", note.casefold())}
    return said.pop().capitalize() if len(said) == 1 else "They"
