"""One row of an import: what a file says about one person, whatever program wrote it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from hashlib import sha256

from followupd.core.phrases.names import folded
from followupd.core.values.cards import Card


@dataclass(frozen=True, slots=True, order=True)
class Touch:
    """A contact that the file itself reports: its day, its channel if that is said, and who says so."""

    day: date
    channel: str | None
    said: str


@dataclass(frozen=True, slots=True)
class ImportedRow:
    """A card with what only an export says. The first of the card's `names` is that of the person.

    The `book` of the card is the name of the file, its `uid` the program's own id of the person. Emails are in small
    letters. `starred` if the person is a favourite there, `known_since` the day on which they became a connection.
    """

    card: Card
    role: str = ""
    notes: str = ""
    groups: tuple[str, ...] = ()
    starred: bool = False
    touches: tuple[Touch, ...] = ()
    known_since: date | None = None

    @property
    def name(self) -> str:
        """Return the name of the person."""
        return self.card.names[0]

    @property
    def source(self) -> str:
        """Return the name of the file."""
        return self.card.book

    @property
    def id(self) -> str:
        """Return 16 hex digits that name the row in every later import: of its UID, else of its normal form."""
        return _id_of(self.card)

    @property
    def id_with_name(self) -> str:
        """Return an id for a row whose own one somebody else has too, as two people with one UID do."""
        return _digest(self.id, self.name)


@lru_cache(maxsize=30_000)      # a row is looked up by it many times
def _id_of(card: Card) -> str:
    if card.uid:
        return _digest("uid", card.uid)
    born = "" if card.birthday is None else f"{card.birthday.month}-{card.birthday.day}"
    numbers = sorted(map(bare_digits, card.phones))
    return _digest(folded(card.names[0]), *numbers, *sorted(card.emails), folded(card.org), born)


def bare_digits(phone: str) -> str:
    """Return the digits of a number, with which two spellings of it are compared."""
    return re.sub(r"\D", "", phone)


def _digest(*parts: str) -> str:
    return sha256("\n".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:16]
