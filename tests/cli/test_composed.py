"""Names from outside are written with each accent in its letter (NFC), whatever phone or keyboard they are from."""

from __future__ import annotations

import unicodedata

import pytest

from tests.calendars.busy.conftest import calendar, event
from tests.cli.conftest import Shell
from tests.kit.address_books import vcard

APART = unicodedata.normalize("NFD", "Zoë Núñez")       # as iOS and macOS write it
LIST = "calendar: followup.ics\ntimezone: Europe/Berlin\nbusy: work.ics\n"
QUOTED = "=".join(["", *(f"{byte:02X}" for byte in APART.encode())])


@pytest.mark.parametrize(("file", "text"), [
    ("a.vcf", vcard(APART, "EMAIL:z@x.org")),
    ("a.vcf", "BEGIN:VCARD\nVERSION:2.1\nFN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:"
              f"{QUOTED}\nEMAIL:z@x.org\nEND:VCARD\n"),
    ("a.csv", f"Name,Email,Company\n{APART},z@x.org,{APART} GmbH\n"),
])
def test_an_import_composes_names_on_the_sheet_and_in_the_list(desk: Shell, file: str, text: str) -> None:
    desk.hitlist.write_text(f"{LIST}contacts:\n", encoding="utf-8")
    (desk.folder / file).write_text(text, encoding="utf-8")
    (desk.folder / "work.ics").write_bytes(calendar(event(
        "DTSTART:20261012T120000Z", "DURATION:PT1H", f"SUMMARY:Lunch with {APART}", uid="1")))
    desk("import", file, "--sheet", "stack.md")
    sheet = desk.folder / "stack.md"
    ticked = sheet.read_text(encoding="utf-8").replace("- [ ]", "- [x]")
    assert "Lunch with Zoë Núñez" in ticked
    sheet.write_text(ticked, encoding="utf-8")
    desk("import", file, "--sheet", "stack.md")
    written = desk.hitlist.read_text(encoding="utf-8")
    assert "- name: Zoë Núñez\n" in written
    for said in (ticked, written):
        assert unicodedata.is_normalized("NFC", said)


def test_what_is_typed_is_composed(desk: Shell) -> None:
    desk.hitlist.write_text("calendar: followup.ics\ntimezone: Europe/Berlin\ncontacts:\n  - Sam\n", encoding="utf-8")
    assert desk("add", APART, "--notes", f"{APART} was met", "--date", f"{APART}=14 May").code == 0
    assert desk("edit", "Sam", "--notes", APART).code == 0
    assert desk("rename", "Sam", f"Sam {APART}").code == 0
    assert unicodedata.is_normalized("NFC", desk.hitlist.read_text(encoding="utf-8"))


def test_a_live_card_is_composed(desk: Shell) -> None:
    desk.hitlist.write_text(f"{LIST}addressbook: a.vcf\ncontacts:\n  - Zoë Núñez\n", encoding="utf-8")
    (desk.folder / "work.ics").write_bytes(calendar())
    (desk.folder / "a.vcf").write_text(vcard(APART, f"ADR:;;{APART} 1;Köln;;;"), encoding="utf-8")
    desk("sync")
    said = desk("show", "Zoë").out
    assert "Zoë Núñez 1" in said
    assert unicodedata.is_normalized("NFC", said)
