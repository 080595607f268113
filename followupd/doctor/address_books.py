"""The address books: whether each can be read, how many cards it has, and whose cards are not clear.

Takes the hit list, returns a check for each and one for the links. Reads them as a pass does, with what is remembered
of them, and stores nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from followupd.core.values.time import count
from followupd.doctor.checks import UNREACHABLE, Check, ok, problem, warning
from followupd.passes.address_books import BookSeen, CardsNow

PROBLEMS_NAMED = 3


def examine_books(cards: CardsNow) -> Iterator[Check]:
    """Return a check for each address book, in order, and one of what it gives to the people of the list."""
    linked = Counter(card.book for card in cards.links.cards.values())
    several = len(cards.books) > 1
    for number, book in enumerate(cards.books):
        yield _book(f"addressbook[{number}]" if several else "addressbook", book, linked[book.label])
    if cards.books:
        yield _links(cards)


def _book(name: str, book: BookSeen, linked: int) -> Check:
    many = count(len(book.memory.cards), "card") if book.memory is not None else "no card is known"
    shown = f"{book.label}: {many}, {count(linked, 'person', 'people')} of your list among them"
    if book.failing:
        known = f"{many}, as it was last read." if book.memory is not None else "No card of it is known."
        return problem(name, f"{book.failing} {known}", "See docs/address-book.md.", UNREACHABLE)
    if book.problems:
        advice = "Write these cards again in the program that has them."
        return warning(name, f"{shown}. {_named(book.problems)}", advice)
    return ok(name, shown)


def _links(cards: CardsNow) -> Check:
    people, with_card = len(cards.hitlist.contacts), len(cards.links.cards)
    shown = f"{with_card} of {count(people, 'person', 'people')} have a card"
    if cards.doubts:
        said = _named(tuple(doubt.sentence for doubt in cards.doubts))
        return warning("cards", f"{shown}. {said}", "See where: followupd check")
    return ok("cards", shown)


def _named(texts: tuple[str, ...]) -> str:
    rest = len(texts) - PROBLEMS_NAMED
    return " ".join([*texts[:PROBLEMS_NAMED], *([f"And {rest} more."] if rest > 0 else [])])
