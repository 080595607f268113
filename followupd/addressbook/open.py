"""From the address books that a hit list names to what reads them. A server's reader is loaded only if one is named."""

from __future__ import annotations

from collections.abc import Iterable

from followupd.addressbook.files import CardFile, CardFolder
from followupd.addressbook.protocol import AddressBook
from followupd.core.values.targets import CalendarTarget, CardFilesTarget


def open_books(targets: Iterable[CalendarTarget]) -> tuple[AddressBook, ...]:
    """Return the address books, in order; nothing is read yet."""
    return tuple(map(_open_book, targets))


def _open_book(target: CalendarTarget) -> AddressBook:
    assert isinstance(target, CardFilesTarget)
    return CardFolder(target.path) if target.is_folder else CardFile(target.path)
