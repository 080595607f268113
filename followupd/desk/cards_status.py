"""The lines of `followupd status` about the address books: what each held when it was last read, and what is in doubt.

Takes what is stored; reads no address book.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import datetime

from followupd.core.values.hitlist import Hitlist
from followupd.core.values.time import count
from followupd.history.store import History
from followupd.passes.address_books import BookStatus, book_statuses, doubtful_cards
from followupd.rendering.json_form import Json, instant


@dataclass(frozen=True, slots=True)
class CardsStatus:
    """The address books, when the last good pass read them, and sentences about cards of people of the list."""

    books: tuple[BookStatus, ...]
    read: datetime | None
    doubts: tuple[str, ...]

    @classmethod
    def of(cls, hitlist: Hitlist, history: History, success: datetime | None) -> CardsStatus:
        """Return what is stored. Each good pass looks at all address books; `success` is the last."""
        return cls(book_statuses(hitlist, history), success, doubtful_cards(history))

    def lines(self, moment: Callable[[datetime | None], str], said: Collection[str]) -> Iterator[str]:
        """Yield a line for each address book, and one for each doubt that was not `said` already."""
        for book in self.books:
            if book.cards is None:
                shown = f"{book.label}: never read yet"
            else:
                people = count(book.people, "person", "people")
                shown = f"{book.label}: {count(book.cards, 'card')}, {people} of the list among them"
            if book.since is not None:
                shown = f"{shown}, cannot be read since {moment(book.since)}"
            elif book.cards is not None and self.read is not None:
                shown = f"{shown}, last read {moment(self.read)}"
            yield ". ".join((shown, *book.problems[:1]))
        yield from (doubt for doubt in self.doubts if doubt not in said)

    def form(self) -> list[Json]:
        """Return the address books as JSON; what is in doubt is a problem of the pass that found it."""
        return [
            {
                "book": book.label, "cards": book.cards, "people": book.people,
                "read": instant(self.read if book.cards is not None and book.since is None else None),
                "since": instant(book.since), "problems": list(book.problems),
            }
            for book in self.books
        ]
