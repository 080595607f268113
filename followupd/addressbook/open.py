"""From the address books that a hit list names to what reads them. A server's reader is loaded only if one is named."""

from __future__ import annotations

from collections.abc import Iterable

from followupd.addressbook.files import CardFile, CardFolder
from followupd.addressbook.protocol import AddressBook
from followupd.core.values.targets import CalendarTarget, CarddavTarget, CardFilesTarget
from followupd.patience import PATIENCE


def open_books(targets: Iterable[CalendarTarget], patience: float = PATIENCE) -> tuple[AddressBook, ...]:
    """Return the address books, in order; nothing is read yet. A server has `patience` seconds for each look."""
    return tuple(_open_book(target, patience) for target in targets)


def _open_book(target: CalendarTarget, patience: float) -> AddressBook:
    if isinstance(target, CarddavTarget):
        from followupd.addressbook.carddav import CarddavBook, PatientBook  # loads caldav and niquests

        return PatientBook(CarddavBook(target), patience)
    assert isinstance(target, CardFilesTarget)
    return CardFolder(target.path) if target.is_folder else CardFile(target.path)
