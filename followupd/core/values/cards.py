"""A card of an address book, as a value: what it says of one person, without a trace of vCard."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


class Birthday(NamedTuple):
    """A day of each year; `year` is None if the card does not say it."""

    month: int
    day: int
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Card:
    """One card. Texts are as somebody wrote them; nothing in it has been checked as the hit list checks its own.

    `uid` is "" for a card without one. `names` are its full names, the one that it shows first. Numbers and addresses
    are in order of preference. `timezone` is what the card says, a name or an offset. `book` is the name of its address
    book, `place` where in it the card is, and `faults` are sentences about what on it could not be read.
    `note` and `categories` are those of a file that is imported; a live address book leaves them out.
    """

    uid: str = ""
    names: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    birthday: Birthday | None = None
    address: str = ""
    timezone: str = ""
    org: str = ""
    book: str = ""
    place: str = ""
    faults: tuple[str, ...] = ()
    note: str = ""
    categories: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """Its first name, else the organisation, an address or a number."""
        return next(filter(None, (*self.names, self.org, *self.emails, *self.phones)), "a card without a name")
