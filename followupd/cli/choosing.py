"""Choices among things that are listed with their numbers: one, several, or something else that is typed.

Takes what is offered and what is typed; gives indices. Asks nothing itself.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Protocol

from followupd.core.values.time import count
from followupd.rendering.text import line, padded, width

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


def one_of(text: str, places: Sequence[Offered]) -> int | None:
    """Return the index that a number or a name means; None if it is neither. Raises ValueError for a wrong number."""
    if text.isdecimal():
        if not 1 <= int(text) <= len(places):
            raise ValueError(f"There is no number {text}. {_numbers(places)}")
        return int(text) - 1
    named = [index for index, place in enumerate(places) if place.name.casefold() == text.casefold()]
    return named[0] if len(named) == 1 else None


def several_of(text: str, places: Sequence[Offered]) -> list[int]:
    """Return the indices that numbers, names, `all` or `none` mean. Raises ValueError for what is none of them."""
    word = text.strip().casefold()
    if word in (ALL, NONE):
        return list(range(len(places))) if word == ALL else []
    chosen = [one_of(part, places) for part in re.split(r"[\s,;]+", word) if part]
    if None in chosen:
        raise ValueError(f'"{line(text, 60)}" was not understood. {_numbers(places)}')
    return sorted({index for index in chosen if index is not None})


def _numbers(places: Sequence[Offered]) -> str:
    return f"Write numbers from 1 to {len(places)}, separated by commas; or all, or none."
