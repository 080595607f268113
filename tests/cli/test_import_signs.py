"""The signs on a sheet: they name one person, survive a newer export, and no tick is lost in silence."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Shell
from tests.kit.address_books import vcard

LIST = "calendar: followup.ics\ntimezone: Europe/Berlin\ncontacts:\n  - Sam Okafor\n"
IMPORT = ("import", "people.csv", "--sheet", "stack.md")


@pytest.fixture
def sheet(desk: Shell) -> Path:
    desk.hitlist.write_text(LIST, encoding="utf-8")
    return desk.folder / "stack.md"


def export(desk: Shell, *rows: str) -> None:
    (desk.folder / "people.csv").write_text("\n".join(("Name,Phone,Email", *rows, "")), encoding="utf-8")


def change(sheet: Path, old: str, new: str) -> None:
    text = sheet.read_text(encoding="utf-8")
    assert text.count(old) == 1
    sheet.write_text(text.replace(old, new), encoding="utf-8")


def line_of(sheet: Path, name: str) -> str:
    (line,) = (one for one in sheet.read_text(encoding="utf-8").splitlines() if name in one)
    return line


def added(desk: Shell) -> str:
    return desk.hitlist.read_text(encoding="utf-8").removeprefix(LIST)


@pytest.mark.parametrize("box", ["x", "-"])
def test_two_people_with_one_uid_are_decided_about_apart(desk: Shell, sheet: Path, box: str) -> None:
    (desk.folder / "all.vcf").write_text(
        vcard("Dana Whitfield", "TEL:+1 303 555 0142", uid="u1")
        + vcard("Someone Else", "TEL:+1 303 555 0177", uid="u1"), encoding="utf-8",
    )
    asked = ("import", "all.vcf", "--sheet", "stack.md")
    assert desk(*asked).code == 0
    change(sheet, "- [ ] Someone Else", f"- [{box}] Someone Else")
    assert desk(*asked).code == 0
    assert "Dana" not in added(desk)
    assert ("Someone Else" in added(desk)) is (box == "x")
    assert [one["name"] for one in desk("import", "all.vcf", "--json").json["people"]] == ["Dana Whitfield"]


def test_a_tick_counts_though_the_export_is_newer(desk: Shell, sheet: Path) -> None:
    """The number of both has changed: they keep their lines, and nobody comes a second time."""
    export(desk, "Dana Whitfield,+1 303 555 0142,", "Mia Chen,+1 303 555 0143,")
    desk(*IMPORT)
    change(sheet, "- [ ] Dana", "- [x] Dana")
    ticked = sheet.read_bytes()
    export(desk, "Dana Whitfield,+1 303 555 0177,", "Mia Chen,+1 303 555 0178,")
    said = desk(*IMPORT)
    assert "Added 1 person: Dana Whitfield." in said.out
    assert "+1 303 555 0177" in added(desk)
    assert sheet.read_bytes() == ticked
    kept = desk.hitlist.read_bytes()
    assert "nothing was changed" in desk(*IMPORT).out
    assert (desk.hitlist.read_bytes(), sheet.read_bytes()) == (kept, ticked)


@pytest.mark.parametrize("rows", [
    ("Bo Ito,,",),
    ("Dana Whitfield,+1 303 555 0177,d@x.org", "Dana Whitfield,+1 303 555 0188,e@x.org", "Bo Ito,,"),
])
def test_a_tick_that_may_mean_nobody_or_two_is_named_with_its_line(
    desk: Shell, sheet: Path, rows: tuple[str, ...]
) -> None:
    export(desk, "Dana Whitfield,+1 303 555 0142,", "Bo Ito,,")
    desk(*IMPORT)
    sign = line_of(sheet, "Dana").partition("^")[2]
    change(sheet, "- [ ] Dana", "- [x] Dana")
    number = sheet.read_text(encoding="utf-8").splitlines().index(line_of(sheet, "Dana")) + 1
    export(desk, *rows)
    said = desk(*IMPORT)
    assert f"stack.md, line {number}: ^{sign} is not of one person in these files" in said.out
    assert "nothing was changed" not in said.out
    assert added(desk) == ""
    assert sheet.read_text(encoding="utf-8").partition("## New")[2].count("Dana Whitfield") == len(rows) - 1


def test_a_tick_that_was_taken_is_not_named_when_its_person_leaves_the_files(desk: Shell, sheet: Path) -> None:
    export(desk, "Dana Whitfield,+1 303 555 0142,", "Bo Ito,,")
    desk(*IMPORT)
    change(sheet, "- [ ] Dana", "- [x] Dana")
    change(sheet, "- [ ] Bo", "- [-] Bo")
    desk(*IMPORT)
    export(desk, "Mia Chen,,")
    assert "line " not in desk(*IMPORT).out


def test_the_sign_is_read_wherever_it_is_on_the_line(desk: Shell, sheet: Path) -> None:
    export(desk, "Dana Whitfield,+1 303 555 0142,", "Bo Ito,,")
    desk(*IMPORT)
    line = line_of(sheet, "Dana")
    change(sheet, line, f"{line.replace('[ ]', '[x]')} call her in the evening ")
    assert "Added 1 person: Dana Whitfield." in desk(*IMPORT).out


def test_two_signs_on_a_ticked_line_are_named(desk: Shell, sheet: Path) -> None:
    """An editor joined two lines."""
    export(desk, "Dana Whitfield,+1 303 555 0142,", "Bo Ito,,")
    desk(*IMPORT)
    dana, bo = line_of(sheet, "Dana"), line_of(sheet, "Bo")
    text = sheet.read_text(encoding="utf-8").replace(f"{bo}\n", "")
    sheet.write_text(text.replace(dana, f"{dana.replace('[ ]', '[x]')} {bo}"), encoding="utf-8")
    said = desk(*IMPORT)
    assert "two signs are on it" in said.out
    assert added(desk) == ""


def test_a_sign_on_the_lines_of_two_people_is_nobodys(desk: Shell, sheet: Path) -> None:
    export(desk, "Dana Whitfield,+1 303 555 0142,", "Bo Ito,,")
    desk(*IMPORT)
    sign = line_of(sheet, "Dana").partition("^")[2]
    change(sheet, line_of(sheet, "Bo"), f"- [x] Bo Ito  ^{sign}")
    said = desk(*IMPORT)
    assert f"^{sign} is on lines of two people" in said.out
    assert added(desk) == ""


def android(*cards: str) -> str:
    """Cards as Android writes them: without an id, and these without an address."""
    each = (card.split(", ") for card in cards)
    return "".join(f"BEGIN:VCARD\nVERSION:2.1\nFN:{name}\nTEL;CELL:{phone}\nEND:VCARD\n" for name, phone in each)


@pytest.mark.parametrize("ticked", ["030 1111001", "030 1111002"], ids=["at once", "after the number had changed"])
def test_a_tick_is_taken_once_whatever_becomes_of_the_number(desk: Shell, sheet: Path, ticked: str) -> None:
    """Also when a namesake was there meanwhile, with whom the name says nothing."""
    asked = ("import", "a.vcf", "--sheet", "stack.md")
    numbers = ("030 1111001", "030 1111002", "030 1111003", "030 1111004")
    for number in numbers:
        (desk.folder / "a.vcf").write_text(android(f"Mia Gross, {number}"), encoding="utf-8")
        assert "Added" not in desk(*asked).out
        if number == ticked:
            change(sheet, "- [ ] Mia", "- [x] Mia")
            assert "Added 1 person: Mia Gross." in desk(*asked).out
    (desk.folder / "a.vcf").write_text(
        android("Mia Gross, 030 1111005", "Mia Gross, 040 2222001", "Bo Ito, 030 3333001"), encoding="utf-8")
    said = desk(*asked)
    assert ("Added" in said.out, "nothing was done" in said.out) == (False, False)
    assert added(desk).count("Mia Gross") == 1
    news = sheet.read_text(encoding="utf-8").partition("## New")[2]
    assert news.count("- [ ] Mia Gross") == 2
    assert news.count("perhaps on your list: Mia Gross") == 2


LIVE = "calendar: followup.ics\ntimezone: Europe/Berlin\naddressbook: [one.vcf, two.vcf]\ncontacts: []\n"


@pytest.mark.parametrize(("one", "two", "keys"), [
    (
        vcard("Dana Whitfield", "TEL:+1 303 555 0142", uid="u1"),
        vcard("Someone Else", "TEL:+1 303 555 0177", uid="u1"),
        "phone: +1 303 555 0142",
    ),
    (
        vcard("Dana Whitfield", "TEL:+1 303 555 0142", uid="a1"),
        vcard("Dana Whitfield", "TEL:+1 303 555 0142", "EMAIL:d@x.org", uid="b1"), "card: b1",
    ),
    (
        vcard("Dana Whitfield", "TEL:+1 303 555 0142", uid="a1"), vcard("Dana Whitfield", "EMAIL:d@x.org", uid="A1"),
        "card: a1",
    ),
], ids=["a UID on the cards of two people", "two UIDs of one person", "one UID in two books"])
def test_who_comes_from_two_address_books_has_one_card(desk: Shell, one: str, two: str, keys: str) -> None:
    """Named by its UID if that names nobody else; `check` has nothing to say about it."""
    desk.hitlist.write_text(LIVE.replace("contacts: []\n", "contacts:\n"), encoding="utf-8")
    (desk.folder / "one.vcf").write_text(one, encoding="utf-8")
    (desk.folder / "two.vcf").write_text(two, encoding="utf-8")
    asked = ("import", "--sheet", "stack.md")
    desk(*asked)
    change(desk.folder / "stack.md", "- [ ] Dana", "- [x] Dana")
    said = desk(*asked)
    assert "Added 1 person: Dana Whitfield." in said.out
    assert ("is on 2 cards" in said.out) is (keys == "card: b1")
    text = desk.hitlist.read_text(encoding="utf-8")
    assert text.partition("contacts:\n")[2] == f"  - name: Dana Whitfield\n    {keys}\n"
    checked = desk("check")
    assert (checked.code, "may be theirs" in checked.out) == (0, False), checked.out
    desk("sync")
    assert "+1 303 555 0142" in desk("show", "Dana").out
