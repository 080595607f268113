"""`export`: three forms, to standard output or a file, and none of them offers anybody new to `import`."""

from __future__ import annotations

import csv
import io
import subprocess
import sys

import pytest

from tests.cli.conftest import HITLIST, Shell

HOSTILE = """\
  - {name: "Okafor, Ngozi", every: weekly}
  - {name: '=HYPERLINK("x")', phone: "+1 303 555 0101"}
  - {name: "Bo \\\\; Li, Jr.", email: bo@example.com, notes: "one\\ntwo; three"}
  - {name: "Zoë 👩‍👩‍👧", dates: {birthday: 29 Feb}}
  - {name: "李明", phone: ["+86 10 5555 0101", "+86 10 5555 0102"]}
"""


@pytest.fixture
def list_of_many(desk: Shell) -> Shell:
    desk.hitlist.write_text(HITLIST + HOSTILE, encoding="utf-8")
    return desk


@pytest.mark.parametrize(("form", "file"), [("vcards", "people.vcf"), ("csv", "people.csv")])
def test_import_offers_nobody_who_was_exported(list_of_many: Shell, form: str, file: str) -> None:
    """Also not those who are stopped, and whatever their names are."""
    told = list_of_many("export", form, "-o", file)
    assert (told.code, told.out) == (0, f"12 people written to {file}.\n")
    again = list_of_many("import", file)
    assert again.out.splitlines() == [
        "12 entries, 12 people, 12 on your list already.", "There is nobody to decide about.",
    ]


def test_standard_output_has_the_same_as_a_file(list_of_many: Shell) -> None:
    """To the byte, but for the mark by which Excel knows UTF-8."""
    for form, mark in (("vcards", b""), ("csv", b"\xef\xbb\xbf"), ("history", b"")):
        list_of_many("log", "Sam", "no", "answer")
        list_of_many("export", form, "-o", "file")
        printed = subprocess.run(
            [sys.executable, "-m", "followupd", "export", form, "--now", list_of_many.now], cwd=list_of_many.folder,
            env=list_of_many.env(), capture_output=True, check=True,
        )
        assert (list_of_many.folder / "file").read_bytes() == mark + printed.stdout


def test_the_last_contact_is_that_of_list_and_history_together(desk: Shell) -> None:
    desk("log", "Sam", "reached")
    rows = {row["Name"]: row for row in csv.DictReader(io.StringIO(desk("export", "csv").out))}
    assert (rows["Sam Okafor"]["Last contact"], rows["Dana Whitfield"]["Last contact"]) == ("2026-11-20", "2026-08-20")
    assert rows["Gone Person"]["Status"] == "stop"
    assert rows["José Álvarez"]["Every"] == "6 weeks"       # that of the category


def test_the_history_is_that_of_history_export(desk: Shell) -> None:
    desk("log", "Sam", "reached")
    text = desk("export", "history").out
    assert text == desk("history", "export").out
    assert text.count("\n") > 1
    desk("export", "history", "-o", "a.jsonl")
    desk("history", "export", "b.jsonl")
    assert (desk.folder / "a.jsonl").read_bytes() == (desk.folder / "b.jsonl").read_bytes() == text.encode()
    assert "0 of them new" in desk("history", "import", "a.jsonl").out


def test_people_come_with_what_is_on_their_card(desk: Shell) -> None:
    card = "BEGIN:VCARD\nVERSION:3.0\nUID:s\nFN:Sam Okafor\nTEL:+1 303 555 0190\nEND:VCARD\n"
    (desk.folder / "book.vcf").write_text(card)
    desk.rewrite("calendar: followup.ics\n", "calendar: followup.ics\naddressbook: book.vcf\n")
    desk("sync")
    assert "TEL;TYPE=VOICE:+1 303 555 0190" in desk("export", "vcards").out


def test_a_file_that_cannot_be_written_is_said(desk: Shell) -> None:
    (desk.folder / "folder").mkdir()
    for file in ("folder", "nowhere/people.vcf"):
        told = desk("export", "vcards", "-o", file)
        assert (told.code, f"{file} could not be written" in told.err) == (1, True)


@pytest.mark.parametrize("form", ["vcards", "csv"])
def test_somebody_who_starts_again_finds_their_people_as_they_were(list_of_many: Shell, form: str) -> None:
    """Category, details, notes and birthday, on a list that has the same categories and nobody else."""
    list_of_many("export", form, "-o", "people")
    old = list_of_many("show", "Dana", "--json").json
    head = HITLIST.partition("contacts:")[0].replace("calendar:", "list: second\ncalendar:")
    list_of_many.hitlist.write_text(f"{head}contacts: [Somebody Else]\n")
    list_of_many("import", "people", "--sheet", "stack.md")
    sheet = list_of_many.folder / "stack.md"
    sheet.write_text(sheet.read_text(encoding="utf-8").replace("- [ ] Dana", "- [x] Dana"), encoding="utf-8")
    assert list_of_many("import", "people", "--sheet", "stack.md").code == 0
    new = list_of_many("show", "Dana", "--json").json
    for key in ("category", "phones", "emails", "dates"):
        assert new[key] == old[key], key
    assert new["notes"].startswith(old["notes"])
