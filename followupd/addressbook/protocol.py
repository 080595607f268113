"""The protocol of an address book, and the memory of one: what it held when it was last read.

Decides nothing, reads nothing, and loads no library: what is stored is cards again without one.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from followupd.core.values.cards import Birthday, Card

VERSION = 2      # incremented when the same vCard is read in another way


@dataclass(frozen=True, slots=True)
class BookPart:
    """A file, or a resource of a server. `mark` differs once it has changed; "" if it is to be read again."""

    mark: str
    cards: tuple[Card, ...] = ()
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class BookMemory:
    """An address book as it was last read. Equal `marks` mean that nothing has changed since."""

    marks: Mapping[str, str] = field(default_factory=dict)
    parts: Mapping[str, BookPart] = field(default_factory=dict)

    @property
    def cards(self) -> tuple[Card, ...]:
        """All its cards, by the names of its parts."""
        return tuple(card for name in sorted(self.parts) for card in self.parts[name].cards)

    @property
    def problems(self) -> tuple[str, ...]:
        """Sentences about what of it could not be read."""
        return tuple(text for name in sorted(self.parts) for text in self.parts[name].problems)

    def to_text(self) -> str:
        """Return it as the state database keeps it, the same for the same content."""
        parts = {
            name: [part.mark, [row_of(card) for card in part.cards], part.problems]
            for name, part in sorted(self.parts.items())
        }
        return json.dumps([VERSION, dict(self.marks), parts], ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def from_text(cls, text: str) -> BookMemory | None:
        """Read what `to_text` wrote; None if it is something else, or from another version."""
        try:
            version, marks, parts = json.loads(text)
            if version != VERSION:
                return None
            return cls(dict(marks), {
                name: BookPart(mark, tuple(map(card_of, cards)), tuple(problems))
                for name, (mark, cards, problems) in parts.items()
            })
        except (ValueError, TypeError, AttributeError):
            return None


def row_of(card: Card) -> list[Any]:
    """Return the fields of a card as JSON has them."""
    lists = (card.names, card.phones, card.emails)
    return [card.uid, *lists, card.birthday, card.address, card.timezone, card.org, card.book, card.place, card.faults]


def card_of(row: list[Any]) -> Card:
    """Return a card from its fields as JSON has them. Raises ValueError or TypeError."""
    uid, names, phones, emails, birthday, address, zone, org, book, place, faults = row
    day = Birthday(*birthday) if birthday is not None else None
    lists = (tuple(names), tuple(phones), tuple(emails))
    return Card(uid, *lists, day, address, zone, org, book, place, tuple(faults))


class AddressBook(Protocol):
    """One address book. It is only ever read."""

    @property
    def label(self) -> str:
        """Its name for people, without a secret."""

    @property
    def key(self) -> str:
        """Its name in the state database."""

    @property
    def far(self) -> bool:
        """Return whether a server is asked, which may take a while."""

    def look(self, memory: BookMemory | None) -> BookMemory | None:
        """Return what it holds now; None if that is what `memory` has. Raises FollowupdError if it cannot be read."""

    def close(self) -> None:
        """Close connections. It may be looked at again."""
