"""`followupd import`: a stack of people, each shown once, from which only whom one ticks comes on the list."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.calendars.busy.conftest import calendar, event
from tests.cli.conftest import Shell
from tests.kit.exported_books import ExportedPerson, android, everybody, ios, linkedin

LIST = """\
# People. The spacing is mine.
calendar:   followup.ics
timezone: Europe/Berlin
busy: [work.ics]
me: alex@example.com
categories:
  clients:   {every: 3 months}
  friends: {every: 6 weeks}   # often

contacts:
  - name:   Sam Okafor\t# met in Köln
    category: friends
    phone:    +1 303 555 0190
  - 'Jo Kim'"""
NOW = "2026-11-20T14:10"
IMPORT = ("import", "android.vcf", "ios.vcf", "Connections.csv", "--sheet", "stack.md")


def met(one: ExportedPerson, day: str) -> str:
    return event(f"DTSTART:{day}T120000Z", "DURATION:PT1H", f"SUMMARY:Lunch with {one.name}", uid=f"lunch-{one.number}")


@pytest.fixture
def books(desk: Shell) -> Shell:
    """A list without a line break at its end and with CRLF, three exports of 60 people, and lunches with twelve."""
    desk.hitlist.write_bytes(LIST.replace("\n", "\r\n").encode())
    people = everybody(60)
    write(desk.folder, people)
    lunches = [met(one, f"2026{number % 9 + 1:02}{number + 10}") for number, one in enumerate(people[5:17])]
    (desk.folder / "work.ics").write_bytes(calendar(*lunches))
    return desk


def write(folder: Path, people: list[ExportedPerson]) -> None:
    (folder / "android.vcf").write_bytes(android(people))
    (folder / "ios.vcf").write_bytes(ios(people[::2]))
    (folder / "Connections.csv").write_bytes(linkedin(people[::3]))


def boxes(sheet: str) -> list[str]:
    """The lines of people, without those of their last contact."""
    return [line for line in sheet.splitlines() if line.startswith("- [")]


def first(sheet: str) -> list[str]:
    return boxes(sheet.partition("## Everybody else")[0])


def name_of(line: str) -> str:
    found = re.match(r"- \[.*?\] (.+?)(?: \(|:|  \^)", line)
    assert found is not None
    return found[1]


def tick(desk: Shell, *names: str, box: str = "x") -> None:
    path = desk.folder / "stack.md"
    text = path.read_text(encoding="utf-8")
    for name in names:
        assert text.count(f"- [ ] {name} (") == 1, name
        text = text.replace(f"- [ ] {name} (", f"- [{box}] {name} (")
    path.write_text(text, encoding="utf-8")


def bytes_of(desk: Shell) -> dict[str, bytes]:
    """The files that a second run may not touch."""
    names = ("hitlist.yaml", "stack.md", "followup.ics")
    return {name: (desk.folder / name).read_bytes() for name in names if (desk.folder / name).exists()}


def test_ticking_six_adds_six_and_every_other_byte_stays(books: Shell) -> None:
    """In a file with CRLF, without a last line break; the second run does nothing at all."""
    before = books.hitlist.read_bytes()
    assert books(*IMPORT).code == 0
    assert books.hitlist.read_bytes() == before
    names = [one.name for one in everybody(60)[:6]]
    tick(books, *names[:4])
    tick(books, names[4], box="1")
    tick(books, names[5], box="X")
    said = books(*IMPORT)
    assert said.code == 0, said.err
    assert "Added 6 people: " in said.out
    assert all(name in said.out for name in names)
    assert "That is enough to begin." in said.out
    after = books.hitlist.read_bytes()
    assert after.startswith(before)
    added = after[len(before):].decode()
    assert added.count("name: ") == 6
    assert added.count("\r\n") == added.count("\n")
    assert "category: clients" in added
    assert books("check").code == 0
    kept = bytes_of(books)
    again = books(*IMPORT)
    assert (again.code, "nothing was changed" in again.out) == (0, True)
    assert bytes_of(books) == kept


def test_somebody_comes_with_their_details(books: Shell) -> None:
    one = everybody(60)[6]
    books(*IMPORT)
    tick(books, one.name)
    books(*IMPORT)
    shown = books("show", one.name, "--json").json
    assert (shown["phones"], shown["emails"]) == ([one.phone], [one.email])
    assert "dates: {birthday: 7 May}" in books.hitlist.read_text(encoding="utf-8")


def test_a_guess_is_logged_only_if_it_is_ticked(books: Shell) -> None:
    one, other = everybody(60)[5:7]
    books(*IMPORT)
    tick(books, one.name, other.name)
    sheet = books.folder / "stack.md"
    sheet.write_text(sheet.read_text(encoding="utf-8").replace(
        f"  - [ ] 2026-01-10 reached (work.ics: Lunch with {one.name})",
        f"  - [x] 2026-01-10 reached (work.ics: Lunch with {one.name})",
    ), encoding="utf-8")
    books(*IMPORT)
    text = books.hitlist.read_text(encoding="utf-8")
    assert "2026-01-10 reached" in text
    assert text.count("log:") == 1
    assert "10 Jan" in books("why", one.name).out


def tick_guess(desk: Shell, one: ExportedPerson, becomes: str = "") -> str:
    """Tick the line of somebody's last contact, perhaps corrected; return what it says."""
    sheet = desk.folder / "stack.md"
    text = sheet.read_text(encoding="utf-8")
    (found,) = re.findall(rf"  - \[ \] (.* reached \(work\.ics: Lunch with {one.name}\))  \^", text)
    assert isinstance(found, str)
    says = becomes or found
    sheet.write_text(text.replace(f"  - [ ] {found}", f"  - [x] {says}"), encoding="utf-8")
    return says


def test_a_guess_that_is_ticked_after_its_person_was_added_is_logged_too(books: Shell) -> None:
    """Once, and as the sheet says it: a day may be corrected there."""
    one = everybody(60)[5]
    books(*IMPORT)
    tick(books, one.name)
    books(*IMPORT)
    assert "log:" not in books.hitlist.read_text(encoding="utf-8")
    before = books.hitlist.read_bytes()
    said = tick_guess(books, one, "2026-01-11 coffee reached, at her place")
    told = books(*IMPORT)
    assert f"Last contact logged: {one.name}." in told.out
    after = books.hitlist.read_bytes()
    assert after.replace(f"\r\n    log: ['{said}']".encode(), b"") == before
    assert "11 Jan" in books("why", one.name).out
    kept = bytes_of(books)
    assert "nothing was changed" in books(*IMPORT).out
    assert bytes_of(books) == kept


def test_an_entry_with_a_log_of_its_own_is_left_alone_and_the_line_is_named(books: Shell) -> None:
    """Also if the line on the sheet is no longer one of a log."""
    one, other = everybody(60)[5:7]
    books(*IMPORT)
    tick(books, one.name, other.name)
    books(*IMPORT)
    text = books.hitlist.read_bytes().decode()
    books.hitlist.write_bytes(text.replace(f"  - name: {one.name}\r\n", (
        f"  - name: {one.name}\r\n    log: [2026-11-01 phone no answer]\r\n"
    )).encode())
    before = books.hitlist.read_bytes()
    said = tick_guess(books, one)
    tick_guess(books, other, "some day in spring")
    told = books(*IMPORT)
    assert f"{one.name}: their entry has a log already. Add this line to it: - {said}" in told.out
    assert f'{other.name}: "some day in spring" does not begin with a date' in told.out
    assert books.hitlist.read_bytes() == before


def test_no_is_remembered_in_every_later_import_and_later_is_not_forgotten(books: Shell) -> None:
    no, later = everybody(60)[5:7]
    books(*IMPORT)
    tick(books, no.name, box="-")
    tick(books, later.name, box=">")
    books(*IMPORT)
    (books.folder / "stack.md").unlink()
    said = books("import", "ios.vcf", "android.vcf", "--sheet", "stack.md")
    sheet = (books.folder / "stack.md").read_text(encoding="utf-8")
    assert said.code == 0
    assert no.name not in sheet
    assert later.name in sheet


def test_the_same_person_with_a_new_number_is_not_asked_about_again(books: Shell) -> None:
    one = everybody(60)[2]
    books("import", "ios.vcf", "--sheet", "stack.md")
    tick(books, one.name, box="n")
    books("import", "ios.vcf", "--sheet", "stack.md")
    changed = (books.folder / "ios.vcf").read_bytes().replace(one.phone.encode(), b"+49 160 1112223")
    (books.folder / "ios.vcf").write_bytes(changed)
    people = books("import", "ios.vcf", "--json").json["people"]
    assert one.name not in [person["name"] for person in people]


def test_a_sheet_is_only_added_to_and_edits_of_it_stay(books: Shell) -> None:
    """A line that was deleted does not come back; who is new in the files comes at the end."""
    people = everybody(64)
    write(books.folder, people[:60])
    books(*IMPORT)
    path = books.folder / "stack.md"
    text = path.read_text(encoding="utf-8").replace("\n", "\r\n")
    lines = text.splitlines(keepends=True)
    gone = next(line for line in lines if people[20].name in line)
    lines = [line for line in lines if line != gone]
    lines.insert(3, "My own words, and a box of mine: [ ] buy milk\r\n")
    path.write_bytes("".join(lines).encode())
    write(books.folder, people)
    said = books(*IMPORT)
    assert "4 new people" in said.out
    now = path.read_bytes().decode()
    assert now.startswith("".join(lines))
    assert sorted(map(name_of, boxes(now[len("".join(lines)):]))) == sorted(one.name for one in people[60:])
    assert people[20].name not in now
    assert now.count("\r\n") == now.count("\n")


def test_a_file_that_is_no_sheet_is_left_alone(books: Shell) -> None:
    mine = books.folder / "stack.md"
    mine.write_text("# My notes\n- [ ] buy milk\n", encoding="utf-8")
    said = books(*IMPORT)
    assert (said.code, "not a sheet" in said.err) == (2, True)
    assert mine.read_text(encoding="utf-8") == "# My notes\n- [ ] buy milk\n"


def test_a_box_that_says_nothing_known_is_named_with_its_line(books: Shell) -> None:
    books(*IMPORT)
    tick(books, everybody(60)[0].name, box="maybe")
    said = books(*IMPORT)
    assert "[maybe] is not a mark" in said.out
    assert "stack.md, line" in said.out


def test_who_is_on_the_list_and_the_user_are_not_in_the_stack(books: Shell) -> None:
    (books.folder / "more.csv").write_text(
        "Name,Email,Phone\nSam Okafor,,(303) 555-0190\nJo Kim,jo@example.com,\nAlex Me,Alex@example.com,\n"
        "New Person,new@example.com,\n", encoding="utf-8",
    )
    form = books("import", "more.csv", "--json").json
    assert [one["name"] for one in form["people"]] == ["New Person"]
    assert form["on_list"] == 2


def test_two_people_of_one_name_can_both_be_added(books: Shell) -> None:
    (books.folder / "two.csv").write_text(
        "Name,Phone\nAnna Lind,0171 5550101\nAnna Lind,0172 5550102\n", encoding="utf-8")
    books("import", "two.csv", "--sheet", "stack.md")
    sheet = books.folder / "stack.md"
    sheet.write_text(sheet.read_text(encoding="utf-8").replace("- [ ]", "- [x]"), encoding="utf-8")
    said = books("import", "two.csv", "--sheet", "stack.md")
    assert said.code == 0, said.err
    assert "id: anna-lind-2" in books.hitlist.read_text(encoding="utf-8")
    assert books("check").code == 0


def test_a_number_that_the_hit_list_cannot_read_is_left_out_and_said(books: Shell) -> None:
    (books.folder / "one.csv").write_text(
        "Name,Phone,Email\nMia Chen,ask at the desk 12345 or 0303 1234567,mia@example.com\n", encoding="utf-8")
    books("import", "one.csv", "--sheet", "stack.md")
    sheet = books.folder / "stack.md"
    sheet.write_text(sheet.read_text(encoding="utf-8").replace("- [ ] Mia", "- [x] Mia"), encoding="utf-8")
    said = books("import", "one.csv", "--sheet", "stack.md")
    assert "Mia Chen: left out" in said.out
    text = books.hitlist.read_text(encoding="utf-8")
    assert "mia@example.com" in text
    assert "12345" not in text


def test_without_a_terminal_it_shows_the_first_people_and_writes_nothing(books: Shell) -> None:
    before = bytes_of(books)
    said = books("import", "android.vcf", "Connections.csv")
    assert said.code == 0
    assert "60 people" in said.out
    assert "met once in the last year" in said.out
    assert "--sheet stack.md" in said.out
    assert bytes_of(books) == before
    form = books("import", "android.vcf", "--json").json
    assert len(form["people"]) == 60
    assert form["people"][0]["last_contact"]["log"].startswith("2026-")
    assert json.dumps(form)


@pytest.mark.parametrize(("files", "why"), [
    ((), "No file to import"), (("gone.csv",), "does not exist"),
])
def test_a_call_that_names_no_file(files: tuple[str, ...], why: str, books: Shell) -> None:
    said = books("import", *files)
    assert (said.code, why in said.err) == (2, True)


def test_a_file_that_cannot_be_read_stops_nothing(books: Shell) -> None:
    (books.folder / "odd.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    said = books("import", "odd.csv", "ios.vcf", "--json")
    assert said.code == 0
    assert len(said.json["people"]) == 30
    assert any("odd.csv" in problem for problem in said.json["problems"])
