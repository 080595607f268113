"""The address books of one pass: what they hold, whose cards these are, and what to remember.

A pass looks at them (`with_address_books`); commands that only answer take what is stored (`with_known_cards`) and read
none. A book that cannot be read counts as it was last read, and is reported once.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import datetime

from followupd.addressbook.open import open_books
from followupd.addressbook.protocol import AddressBook, BookMemory, card_of, row_of
from followupd.core.people.timeline import day_of
from followupd.core.phrases.vocabulary import moment_text
from followupd.core.values.cards import Card
from followupd.core.values.hitlist import Hitlist
from followupd.core.values.targets import CalendarTarget
from followupd.errors import FollowupdError
from followupd.history.evidence_rows import EvidenceRow
from followupd.history.store import History
from followupd.passes.evidence import BOOKS, CardsSeen
from followupd.passes.linking import Doubt, Links, card_added, whose_cards, with_cards
from followupd.patience import PATIENCE

ASKED = 60.0                     # seconds for a server if the user asked and can wait
LINKED = f"{BOOKS}linked"       # the cards of people on the list
_NOTHING = EvidenceRow("")


@dataclass(frozen=True, slots=True)
class BookSeen:
    """One address book as a pass has it: what it held when it was last read, and what is wrong with it now.

    `failing` says why it cannot be read, "" if it can; `row` is what to remember, `before` what was.
    """

    label: str
    key: str
    memory: BookMemory | None
    failing: str
    row: EvidenceRow
    before: EvidenceRow

    @property
    def problems(self) -> tuple[str, ...]:
        """Everything that is wrong with it."""
        return tuple(self.row.problems.splitlines())


@dataclass(slots=True)
class AddressBooks:
    """The opened address books of a hit list, with what each held last and whose cards these were.

    So a daemon decodes and links them once, as long as neither the cards nor the people change.
    """

    books: tuple[AddressBook, ...]
    _decoded: dict[str, tuple[str, BookMemory | None]] = field(default_factory=dict)
    _linked: tuple[object, Links] | None = None      # what the links were made of, and the links

    @classmethod
    def of(cls, targets: Sequence[CalendarTarget], patience: float = PATIENCE) -> AddressBooks:
        """Open them; nothing is read yet. A server has `patience` seconds for each look."""
        return cls(open_books(targets, patience))

    def look(self, history: History | None, hitlist: Hitlist, now: datetime, *, near: bool = False) -> list[BookSeen]:
        """Return each as it is now; with `near`, those on a server as they were last read."""
        rows = {book.key: _row(history, BOOKS + book.key) for book in self.books}
        return [
            self._known(book, rows[book.key]) if near and book.far else
            self._look_at(book, rows[book.key], hitlist, now) for book in self.books
        ]

    def _known(self, book: AddressBook, row: EvidenceRow) -> BookSeen:
        return BookSeen(book.label, book.key, BookMemory.from_text(row.memory), "", row, row)

    def links(self, hitlist: Hitlist, seen: Sequence[BookSeen]) -> Links:
        """Return whose card is whose, of the cards that are known."""
        made_of = hitlist.contacts, hitlist.timezone, tuple(book.memory for book in seen)
        if self._linked is None or self._linked[0] != made_of:
            cards = (card for book in seen if book.memory is not None for card in book.memory.cards)
            complete = all(book.memory is not None for book in seen)
            links = whose_cards(hitlist.contacts, cards, hitlist.timezone, complete=complete)
            self._linked = made_of, links
        return self._linked[1]

    def close(self) -> None:
        """Close connections."""
        for book in self.books:
            book.close()

    def _look_at(self, book: AddressBook, before: EvidenceRow, hitlist: Hitlist, now: datetime) -> BookSeen:
        text, memory = self._decoded.get(book.key, ("", None))
        if text != before.memory:
            text, memory = before.memory, BookMemory.from_text(before.memory)
        failing = ""
        try:
            read = book.look(memory)
            if read is not None and memory is not None and memory.cards and not read.cards:
                read, failing = None, f"{book.label} is empty, and held cards before."
        except FollowupdError as error:
            read, failing = None, " ".join(filter(None, (f"{error.message.rstrip('.')}.", error.hint)))
        if read is not None:
            text, memory = read.to_text(), read
        self._decoded[book.key] = text, memory
        since = (before.since or now) if failing else None
        problems = [*(memory.problems if memory is not None else ())]
        if since is not None:
            problems.insert(0, f"Address book {failing} {_meanwhile(memory, since, hitlist)}")
        row = EvidenceRow(text, since, "\n".join(map(_one_line, problems)))
        return BookSeen(book.label, book.key, memory, failing, row, before)


def _meanwhile(memory: BookMemory | None, since: datetime, hitlist: Hitlist) -> str:
    if memory is None:
        return "It was never read, so nobody has a card from it."
    zone = hitlist.timezone
    return f"Its cards count as they were before {moment_text(since, zone, day_of(since, zone))}."


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _row(history: History | None, key: str) -> EvidenceRow:
    return (history.evidence(key) if history is not None else None) or _NOTHING


@dataclass(frozen=True, slots=True)
class CardsNow:
    """The address books as they are just now, looked at without storing anything. `hitlist` has what the cards say."""

    hitlist: Hitlist
    books: tuple[BookSeen, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    links: Links = field(default_factory=lambda: Links({}))


def cards_now(hitlist: Hitlist, history: History | None, now: datetime, *, near: bool = False) -> CardsNow:
    """Look at the address books; `near` and `history` as in `AddressBooks.look`."""
    with closing(AddressBooks.of(hitlist.address_books, ASKED)) as books:
        seen = books.look(history, hitlist, now, near=near)
    links = books.links(hitlist, seen)
    contacts = with_cards(hitlist.contacts, links.cards)
    return CardsNow(replace(hitlist, contacts=contacts), tuple(seen), tuple(doubts_of(hitlist, links)), links)


@dataclass(frozen=True, slots=True)
class BookStatus:
    """The stored status of one address book: how many cards it has, and how many people of the list are on them.

    `cards` is None if it was never read; `since` is the instant since which it cannot be read, None if it can.
    """

    label: str
    cards: int | None
    people: int
    since: datetime | None
    problems: tuple[str, ...]


def book_statuses(hitlist: Hitlist, history: History) -> tuple[BookStatus, ...]:
    """Return the stored status of each address book, without reading any of them."""
    linked = Counter(card.book for card in _links_from_text(_row(history, LINKED).memory).values())
    statuses = []
    for target in hitlist.address_books:
        row = _row(history, BOOKS + target.key)
        memory = BookMemory.from_text(row.memory)
        many = len(memory.cards) if memory is not None else None
        people, problems = linked[target.label], tuple(row.problems.splitlines())
        statuses.append(BookStatus(target.label, many, people, row.since, problems))
    return tuple(statuses)


def doubtful_cards(history: History) -> tuple[str, ...]:
    """Return the sentences about cards of people of the list that the last pass had."""
    return tuple(_row(history, LINKED).problems.splitlines())


def doubts_of(hitlist: Hitlist, links: Links) -> Iterator[Doubt]:
    """Yield what is not clear about whose card is whose, and what on the card of somebody cannot be used."""
    yield from links.doubts
    for contact in hitlist.contacts:
        if contact.slug in links.cards:
            yield from (Doubt(contact.slug, said) for said in card_added(contact, links.cards[contact.slug])[1])


def with_address_books(
    hitlist: Hitlist, history: History, books: AddressBooks | None, now: datetime
) -> tuple[Hitlist, CardsSeen]:
    """Return the hit list with what the cards of its people say, and what was seen. Without `books` none is read."""
    if books is None:
        return with_known_cards(hitlist, history), CardsSeen()
    seen = books.look(history, hitlist, now)
    links = books.links(hitlist, seen)
    problems = (_one_line(doubt.sentence) for doubt in doubts_of(hitlist, links))
    linked = EvidenceRow(_links_to_text(links.cards), None, "\n".join(problems))
    rows = {BOOKS + book.key: (book.before, book.row) for book in seen} | {LINKED: (_row(history, LINKED), linked)}
    news = [
        problem for before, row in rows.values() for problem in row.problems.splitlines()
        if problem not in before.problems.splitlines()
    ]
    changed = {key: row for key, (before, row) in rows.items() if row != before}
    contacts = with_cards(hitlist.contacts, links.cards)
    return replace(hitlist, contacts=contacts), CardsSeen(tuple(news), changed, frozenset(rows))


def link_again(hitlist: Hitlist, history: History, now: datetime) -> None:
    """Link and remember the cards of a hit list that was just edited: of files as they are, of servers as last read.

    So whoever was added has their number at once. What is in doubt is reported by the next pass, as ever.
    """
    with closing(AddressBooks.of(hitlist.address_books)) as books:
        seen = books.look(history, hitlist, now, near=True)
        remember_books(history, seen)
        linked = _row(history, LINKED)
        cards = _links_to_text(books.links(hitlist, seen).cards)
        if cards != linked.memory:
            history.keep_evidence(LINKED, replace(linked, memory=cards))


def remember_books(history: History, seen: Iterable[BookSeen]) -> None:
    """Store the cards that were read. Problems stay those of the last pass: the next one reports what is new."""
    for book in seen:
        if book.row.memory != book.before.memory:
            history.keep_evidence(BOOKS + book.key, replace(book.before, memory=book.row.memory))


def with_known_cards(hitlist: Hitlist, history: History) -> Hitlist:
    """Return the hit list with the cards of its people as the last pass had them, without reading any."""
    return replace(hitlist, contacts=with_cards(hitlist.contacts, _links_from_text(_row(history, LINKED).memory)))


def _links_to_text(cards: Mapping[str, Card]) -> str:
    rows = {slug: row_of(card) for slug, card in sorted(cards.items())}
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":"))


def _links_from_text(text: str) -> dict[str, Card]:
    try:
        return {slug: card_of(row) for slug, row in json.loads(text or "{}").items()}
    except (ValueError, TypeError, AttributeError):
        return {}
