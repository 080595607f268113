"""The questions of `init` about calendars on this machine: which one is written to, and which are busy times.

Takes what was found and what is typed; gives the values of `calendar:` and `busy:`. Opens no calendar.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Protocol

from followupd.cli.questions import Questions
from followupd.core.values.time import count
from followupd.hitlist.first import CALENDAR
from followupd.rendering.text import line, padded, width

_OURS = re.compile(r"(?i)follow.?up|outreach|stay(?:ing)? in touch")
ALL, NONE = "all", "none"


class Offered(Protocol):
    """A calendar or an address book that can be chosen by its number."""

    @property
    def name(self) -> str:
        """Its name for people."""

    @property
    def count(self) -> int | None:
        """The number of events or cards in it, if that is known."""

    @property
    def program(self) -> str:
        """The program or the host that has it."""

    @property
    def readonly(self) -> bool:
        """Return whether nothing may be written to it."""


def offered(places: Sequence[Offered], member: str = "event") -> list[str]:
    """Return a line for each, with its number: `  1  Home   khal, 214 events`."""
    names = [line(place.name, 40) for place in places]
    widest = max(map(width, names), default=0)
    return [
        f"  {number:>2}  {padded(name, widest)}   {', '.join(_about(place, member))}".rstrip()
        for number, (name, place) in enumerate(zip(names, places, strict=True), 1)
    ]


def _about(place: Offered, member: str) -> list[str]:
    held = [] if place.count is None else [count(place.count, member).replace(str(place.count), f"{place.count:,}")]
    return [*filter(None, [place.program]), *held, *(["read-only"] if place.readonly else [])]


def usual_calendar(places: Sequence[Offered]) -> str:
    """Return the number of the one that is named for this; else the name of a new file."""
    for number, place in enumerate(places, 1):
        if _OURS.search(place.name) and not place.readonly:
            return str(number)
    return CALENDAR


def one_of(text: str, places: Sequence[Offered]) -> int | None:
    """Return the index that a number or a name means; None if it is neither. Raises ValueError for a wrong number."""
    if text.isdecimal():
        if not 1 <= int(text) <= len(places):
            raise ValueError(f"There is no number {text}. {_numbers(places)}")
        return int(text) - 1
    named = [index for index, place in enumerate(places) if place.name.casefold() == text.casefold()]
    return named[0] if len(named) == 1 else None


def ask_busy(questions: Questions, places: Sequence[Offered]) -> list[int]:
    """Return the indices of the calendars that are busy times."""
    question = "Which of them are your busy times? Numbers, all or none"
    return questions.answer(question, None, ALL, lambda text: _several(text, places))


def _several(text: str, places: Sequence[Offered]) -> list[int]:
    word = text.strip().casefold()
    if word in (ALL, NONE):
        return list(range(len(places))) if word == ALL else []
    chosen = [one_of(part, places) for part in re.split(r"[\s,;]+", word) if part]
    if None in chosen:
        raise ValueError(f'"{line(text, 60)}" was not understood. {_numbers(places)}')
    return sorted({index for index in chosen if index is not None})


def _numbers(places: Sequence[Offered]) -> str:
    return f"Write numbers from 1 to {len(places)}, separated by commas; or all, or none."
