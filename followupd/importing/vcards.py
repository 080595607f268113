"""vCards as rows: what a phone, a mail program or an address book exports, of any version."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from followupd.addressbook.cards import read_cards
from followupd.core.stack.rows import ImportedRow
from followupd.core.values.cards import Card
from followupd.core.values.going_through import Through, unseen
from followupd.core.values.sightings import folded_address
from followupd.importing.cells import name_in, single_line
from followupd.importing.encodings import decoded

NAME = "vCard"
_BEGINS = b"BEGIN:VCARD"
_LOOKED_AT = 4096       # bytes


def is_vcard(data: bytes) -> bool:
    """Return whether a file begins as one of cards does, also in UTF-16."""
    return _BEGINS in data[:_LOOKED_AT].replace(b"\0", b"").upper()


def rows_of_cards(cards: Iterable[Card]) -> tuple[list[ImportedRow], int]:
    """Return the rows of cards, and how many of them name nobody."""
    rows = [row_of_card(card) for card in cards]
    kept = [row for row in rows if row is not None]
    return kept, len(rows) - len(kept)


def vcard_rows(
    data: bytes, path: Path, through: Through = unseen
) -> tuple[list[ImportedRow], int, list[str]]:
    """Return the rows, how many cards name nobody, and what could not be read."""
    plain = data if b"\0" not in data[:_LOOKED_AT] else decoded(data).encode()
    read = read_cards(through(plain.splitlines(keepends=True)), path.name, str(path), everything=True)
    rows, nameless = rows_of_cards(read.cards)
    faults = (f"{card.place}: {card.name}: {fault.rstrip('.')}." for card in read.cards for fault in card.faults)
    return rows, nameless, [*read.problems, *faults]


def row_of_card(card: Card) -> ImportedRow | None:
    """Return the row of a card; None if it names no person."""
    name = next(filter(None, (name_in({"name": [name]}) for name in card.names)), "")
    if not name or name.casefold() == card.org.casefold():
        return None
    emails = tuple(dict.fromkeys(map(folded_address, card.emails)))
    names = tuple(dict.fromkeys((name, *card.names)))
    plain = replace(
        card, names=names, emails=emails, org=single_line(card.org), place="", faults=(), note="", categories=(),
    )
    notes = "\n".join(line.rstrip() for line in card.note.splitlines())
    return ImportedRow(plain, notes=notes, groups=tuple(map(single_line, card.categories)))
