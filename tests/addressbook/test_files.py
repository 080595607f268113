"""A .vcf file and a folder of them: read when they changed, and at the cost of a stat where they did not."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from followupd.addressbook.files import CardFile, CardFolder
from followupd.addressbook.protocol import BookMemory
from followupd.errors import Failure
from tests.kit.address_books import DANA, vcard


def names(memory: BookMemory | None) -> list[str]:
    assert memory is not None
    return [card.name for card in memory.cards]


@pytest.fixture
def readings(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The files that are opened from now on."""
    opened: list[str] = []
    usual = os.open

    def noting(path: os.PathLike[str], *args: int, **more: int) -> int:
        opened.append(Path(path).name)
        return usual(path, *args, **more)

    monkeypatch.setattr(os, "open", noting)
    return opened


def test_an_unchanged_file_is_not_opened(tmp_path: Path, readings: list[str]) -> None:
    path = tmp_path / "contacts.vcf"
    path.write_text(DANA + vcard("Sam"))
    book = CardFile(path)
    first = book.look(None)
    assert names(first) == ["Dana Whitfield", "Sam"]
    again = BookMemory.from_text(first.to_text()) if first is not None else None
    assert again == first
    readings.clear()
    assert book.look(again) is None
    assert readings == []
    path.write_text(vcard("Sam"))
    assert names(book.look(again)) == ["Sam"]


def test_of_a_folder_only_the_files_that_changed_are_opened(tmp_path: Path, readings: list[str]) -> None:
    """Also one that was edited in its place, which its folder does not show."""
    for number in range(5):
        (tmp_path / f"{number}.vcf").write_text(vcard(f"Person {number}"))
    (tmp_path / ".hidden.vcf").write_text(vcard("Hidden"))
    (tmp_path / "notes.txt").write_text("no card")
    (tmp_path / "work").mkdir()
    (tmp_path / "work" / "ann.VCF").write_text(vcard("Ann"))
    book = CardFolder(tmp_path)
    first = book.look(None)
    assert names(first) == [*(f"Person {number}" for number in range(5)), "Ann"]
    readings.clear()
    assert book.look(first) is None
    assert readings == []
    with (tmp_path / "3.vcf").open("r+") as file:
        file.write(vcard("Persona 3"))
    (tmp_path / "4.vcf").unlink()
    second = book.look(first)
    assert readings == ["3.vcf"]
    assert names(second) == ["Person 0", "Person 1", "Person 2", "Persona 3", "Ann"]


def test_a_file_that_is_being_written_keeps_the_cards_that_it_had(tmp_path: Path) -> None:
    path = tmp_path / "contacts.vcf"
    path.write_text(vcard("Sam", uid="s") + DANA + vcard("Ann"))
    book = CardFile(path)
    first = book.look(None)
    path.write_text(vcard("Samuel", uid="s") + DANA[:60])
    second = book.look(first)
    assert names(second) == ["Samuel", "Dana Whitfield", "Ann"]
    assert second is not None
    assert second.problems == ("contacts.vcf, line 6: this card has no end, so it is not read.",)
    path.write_text(vcard("Samuel", uid="s"))
    assert names(book.look(second)) == ["Samuel"]


def test_a_broken_file_of_a_folder_is_named_and_the_others_are_read(tmp_path: Path) -> None:
    (tmp_path / "a.vcf").write_text("BEGIN:VCARD\nFN:Ann\nEND:VCARD\nBEGIN:VCARD\n")
    (tmp_path / "b.vcf").write_text("")
    (tmp_path / "c.vcf").write_text(DANA)
    (tmp_path / "d.vcf").symlink_to(tmp_path / "nowhere.vcf")
    os.mkfifo(tmp_path / "e.vcf")
    found = CardFolder(tmp_path).look(None)
    assert names(found) == ["Ann", "Dana Whitfield"]
    assert found is not None
    folder = f"{tmp_path.name}/"
    assert found.problems == (
        "a.vcf, line 4: this card has no end, so it is not read.", "b.vcf holds no vCard.",
        f"{folder}d.vcf cannot be read: it is a link to nothing, or it is gone. Correct the link, or delete it.",
        f"{folder}e.vcf cannot be read: it is not a file but a folder, a pipe or a device. Move it elsewhere.",
    )


def test_what_is_not_there_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    for book, said in (
        (CardFile(tmp_path / "no.vcf"), "no.vcf does not exist"),
        (CardFolder(tmp_path / "no"), "no does not exist"),
        (CardFolder(tmp_path / "empty"), "empty holds no .vcf file"),
    ):
        with pytest.raises(Failure, match=said) as failure:
            book.look(None)
        assert failure.value.hint == "Correct `addressbook:`, or wait for the program that writes it."


def test_a_file_in_utf_16_and_one_with_old_line_ends(tmp_path: Path) -> None:
    (tmp_path / "a.vcf").write_bytes(vcard("Zoë").encode("utf-16"))
    (tmp_path / "b.vcf").write_bytes(vcard("Jürgen").replace("\r\n", "\r").encode())
    (tmp_path / "c.vcf").write_bytes(vcard("Ann").replace("\r\n", "\r\r\n").encode())
    assert names(CardFolder(tmp_path).look(None)) == ["Zoë", "Jürgen", "Ann"]


def test_a_file_whose_name_is_no_text_is_read_once(tmp_path: Path) -> None:
    (tmp_path / os.fsdecode(b"\xff.vcf")).write_text(DANA)
    book = CardFolder(tmp_path)
    first = book.look(None)
    assert names(first) == ["Dana Whitfield"]
    assert book.look(BookMemory.from_text(first.to_text() if first is not None else "")) is None


def test_a_memory_of_another_version_is_read_again() -> None:
    assert BookMemory.from_text("") is None
    assert BookMemory.from_text('[0, {}, {}]') is None
    assert BookMemory.from_text('[1, {}, {"": ["x", [["a card with other fields"]], []]}]') is None
