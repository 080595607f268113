"""The cards of the address books that were chosen, to look somebody up by a name that is typed.

Takes a hit list that is not written yet; reads its address books once and stores nothing. Never decides whose card is
whose: each pass does (passes/linking.py), by the only card of a full name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass

from followupd.addressbook.open import open_books
from followupd.core.phrases.names import folded
from followupd.core.values.cards import Card
from followupd.core.values.hitlist import Hitlist
from followupd.errors import FollowupdError
from followupd.passes.linking import people_on

PATIENCE = 60.0     # seconds for an address book on a server


@dataclass(frozen=True, slots=True)
class CardsToLookUp:
    """The people of all books, and sentences about what could not be read."""

    people: tuple[Card, ...] = ()
    problems: tuple[str, ...] = ()

    def named(self, name: str) -> list[Card]:
        """Return the cards with exactly this name, without regard to case and accents."""
        wanted = folded(name)
        return [card for card in self.people if wanted in map(folded, card.names)]

    def alike(self, name: str) -> list[Card]:
        """Return the cards that have each word of this name among the words of theirs."""
        wanted = _words(name)
        return [card for card in self.people if wanted and any(wanted <= _words(one) for one in card.names)]


def cards_to_look_up(hitlist: Hitlist) -> CardsToLookUp:
    """Read the address books of a list. Never raises: what cannot be read is said."""
    cards: list[Card] = []
    problems: list[str] = []
    for book in open_books(hitlist.address_books, PATIENCE):
        with closing(book):
            try:
                memory = book.look(None)
            except FollowupdError as error:
                problems.append(error.message)
                continue
        if memory is not None:
            cards += memory.cards
            problems += memory.problems
    return CardsToLookUp(_shown(people_on(cards)), tuple(problems))


def _shown(cards: Iterable[Card]) -> tuple[Card, ...]:
    return tuple(card for card in cards if card.names)


def _words(name: str) -> set[str]:
    return set(re.findall(r"\w+", folded(name)))
