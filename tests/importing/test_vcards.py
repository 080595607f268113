"""vCards as rows: Android's 2.1, iCloud's 3.0, and cards that name no person."""

from __future__ import annotations

from pathlib import Path

import pytest

from followupd.addressbook.cards import read_cards
from followupd.core.values.cards import Birthday
from followupd.importing.read import FileRead, read_file
from tests.kit.exported_books import android, everybody, ios

COMPANY = b"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Taxi Berlin\r\nORG:Taxi Berlin\r\nTEL:+49 30 202020\r\nEND:VCARD\r\n"
ADDRESS = b"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:who@example.com\r\nEMAIL:who@example.com\r\nEND:VCARD\r\n"


def written(folder: Path, data: bytes, name: str = "book.vcf") -> FileRead:
    path = folder / name
    path.write_bytes(data)
    return read_file(path)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_what_a_phone_exports(encoding: str, tmp_path: Path) -> None:
    people = everybody(14)
    read = written(tmp_path, (android(people[:7]) + ios(people[7:])).decode().encode(encoding))
    assert (read.program, read.nameless, read.problems) == ("vCard", 0, ())
    assert [row.name for row in read.rows] == [one.name for one in people]
    assert read.rows[8].card.emails == (people[8].email,)
    assert read.rows[8].card.birthday == Birthday(5, 9)


def test_a_company_and_a_bare_address_are_nobody(tmp_path: Path) -> None:
    read = written(tmp_path, COMPANY + ADDRESS)
    assert (read.rows, read.nameless) == ((), 2)


def test_addresses_are_compared_in_small_letters_and_a_family_name_before_a_comma_is_turned(tmp_path: Path) -> None:
    card = b"BEGIN:VCARD\nVERSION:4.0\nUID:u\nFN:Whitfield\\, Dana\nEMAIL:Dana@Example.com\nEND:VCARD\n"
    (row,) = written(tmp_path, card).rows
    assert (row.name, row.card.emails, row.card.uid) == ("Dana Whitfield", ("dana@example.com",), "u")


def test_a_fault_of_a_card_is_said_with_its_file_line_and_person(tmp_path: Path) -> None:
    book = ios(everybody(1)) + b"BEGIN:VCARD\nVERSION:3.0\nFN:Bo Ito\nBDAY:someday\nEND:VCARD\n"
    (problem,) = written(tmp_path, book).problems
    assert problem.startswith(f"{tmp_path / 'book.vcf'}, line ")
    assert ": Bo Ito: " in problem


def test_a_card_that_is_cut_off_is_said_and_the_others_are_read(tmp_path: Path) -> None:
    read = written(tmp_path, ios(everybody(2)) + b"BEGIN:VCARD\nVERSION:3.0\nFN:Cut Off\n")
    assert [row.name for row in read.rows] == [one.name for one in everybody(2)]
    assert any("book.vcf" in problem for problem in read.problems)


def test_notes_and_categories_are_those_of_a_file_and_not_of_a_live_address_book(tmp_path: Path) -> None:
    """Escaped, folded, in quoted-printable, several of each."""
    cards = (
        b"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Dana Whitfield\r\nNOTE:Loves to travel\\; back\r\n  from\\nLisbon\r\n"
        b"CATEGORIES:Clients,A\\, B\r\nCATEGORIES:VIP\r\nEND:VCARD\r\n"
        b"BEGIN:VCARD\r\nVERSION:2.1\r\nN:Okafor;Sam\r\nNOTE;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:K=C3=B6=\r\nln\r\n"
        b"END:VCARD\r\n"
    )
    dana, sam = written(tmp_path, cards).rows
    assert (dana.notes, dana.groups) == ("Loves to travel; back from\nLisbon", ("Clients", "A, B", "VIP"))
    assert (sam.notes, sam.groups) == ("Köln", ())
    assert {card.note for card in read_cards(cards.splitlines(keepends=True), "book", "book.vcf").cards} == {""}
