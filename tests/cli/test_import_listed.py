"""`followupd import` and the hit list: who is on it is not shown, who may be is, and whoever was put off comes last."""

from __future__ import annotations

from typing import Any

import pytest

from tests.cli.conftest import Shell


def stack(desk: Shell, contacts: str, *rows: str) -> dict[str, Any]:
    desk.hitlist.write_text(
        f"calendar: followup.ics\ntimezone: Europe/Berlin\ncontacts:\n{contacts}", encoding="utf-8")
    (desk.folder / "people.csv").write_text("\n".join(("Name,Phone,Email", *rows, "")), encoding="utf-8")
    form: dict[str, Any] = desk("import", "people.csv", "--json").json
    return form


@pytest.mark.parametrize(("contact", "rows", "shown"), [
    ("Jürgen Groß", ("Jürgen Lea Groß,,",), {"Jürgen Lea Groß": "Jürgen Groß"}),
    ("Jürgen Groß", ("Jürgen Lea Groß,0171 5550101,", "Jürgen Groß,0172 5550102,"), {"Jürgen Lea Groß": "Jürgen Groß"}),
    ("{name: Jürgen Groß, phone: 0172 5550102}", ("Jürgen Lea Groß,0171 5550101,", "Jürgen Groß,0172 5550102,"),
     {"Jürgen Lea Groß": None}),
    ("{name: John Smith, phone: 0171 5550101}", ("John Smith,0171 5550101,", "John Smith,0172 5550102,"),
     {"John Smith": "John Smith"}),
    ("{name: John Smith, phone: 0171 5550101}", ("John Smith,0172 5550102,",), {"John Smith": "John Smith"}),
    ("John Smith", ("John Smith,0171 5550101,", "John Smith,0172 5550102,"), {"John Smith": "John Smith"}),
    ("Juergen Gross", ("Groß Jürgen,0171 5550101,",), {}),
    ("{name: John Smith, phone: 0171 5550101}", ("John Smith,,j@x.org",), {}),
    ("Anna", ("Anna,0171 5550101,",), {}),
])
def test_only_who_is_surely_on_the_list_is_hidden(
    desk: Shell, contact: str, rows: tuple[str, ...], shown: dict[str, str | None]
) -> None:
    """By a detail, or by a full name that only one has and nothing speaks against; who may be is shown and says so."""
    form = stack(desk, f"  - {contact}\n", *rows)
    assert {one["name"]: one["perhaps_on_list"] for one in form["people"]} == shown
    people = {row.partition(",")[0] for row in rows}
    assert set(form["listed"]) | {one["name"] for one in form["people"]} == people
    assert form["on_list"] == len(form["listed"])


def test_who_may_be_on_the_list_is_said_on_the_sheet_and_in_the_overview(desk: Shell) -> None:
    stack(desk, "  - Jürgen Groß\n", "Jürgen Lea Groß,,", "Bo Ito,,")
    assert "Jürgen Lea Groß: perhaps on your list: Jürgen Groß" in desk("import", "people.csv").out
    desk("import", "people.csv", "--sheet", "stack.md")
    sheet = (desk.folder / "stack.md").read_text(encoding="utf-8")
    assert "- [ ] Jürgen Lea Groß: perhaps on your list: Jürgen Groß  ^" in sheet


def test_a_name_is_enough_for_the_own_address_book(desk: Shell) -> None:
    """As it is for whose card is whose: what the hit list says goes before the card."""
    desk.hitlist.write_text(
        "calendar: followup.ics\ntimezone: Europe/Berlin\naddressbook: cards.vcf\n"
        "contacts:\n  - {name: Mia Chen, phone: 0171 5550101}\n", encoding="utf-8")
    (desk.folder / "cards.vcf").write_text(
        "BEGIN:VCARD\nVERSION:3.0\nFN:Mia Chen\nTEL:0172 5550102\nEND:VCARD\n", encoding="utf-8")
    form = desk("import", "--json").json
    assert (form["people"], form["listed"]) == ([], ["Mia Chen"])


def test_whoever_was_put_off_comes_last_on_a_new_sheet(desk: Shell) -> None:
    """Not among the twelve who are offered first, whatever speaks for them."""
    desk.hitlist.write_text("calendar: followup.ics\ntimezone: Europe/Berlin\ncontacts: [Sam]\n", encoding="utf-8")
    rows = [f"Person {chr(65 + n)}{chr(97 + n)}x,{n}@x.org,2026-{n % 9 + 1:02}-11" for n in range(14)]
    (desk.folder / "people.csv").write_text("\n".join(("Name,Email,Last contact", *rows, "")), encoding="utf-8")
    asked = ("import", "people.csv", "--sheet", "stack.md")
    desk(*asked)
    sheet = desk.folder / "stack.md"
    text = sheet.read_text(encoding="utf-8")
    (most,) = [line for line in text.splitlines() if line.startswith("- [ ]")][:1]
    sheet.write_text(text.replace(most, most.replace("[ ]", "[>]")), encoding="utf-8")
    desk(*asked)
    sheet.unlink()
    desk(*asked)
    lines = [line for line in sheet.read_text(encoding="utf-8").splitlines() if line.startswith("- [ ]")]
    assert lines[-1] == most
    assert len(lines) == 14
    first = sheet.read_text(encoding="utf-8").partition("## Everybody else")[0]
    assert first.count("\n- [ ]") == 12


def decide(desk: Shell, **boxes: str) -> None:
    """Put these boxes before people of people.csv, by their first names, on a sheet that is not used again."""
    sheet = desk.folder / "stack.md"
    asked = ("import", "people.csv", "--sheet", "stack.md")
    desk(*asked)
    text = sheet.read_text(encoding="utf-8")
    for name, box in boxes.items():
        assert text.count(f"- [ ] {name}") == 1
        text = text.replace(f"- [ ] {name}", f"- [{box}] {name}")
    sheet.write_text(text, encoding="utf-8")
    assert desk(*asked).code == 0
    sheet.unlink()


def export(desk: Shell, *rows: str, file: str = "people.csv") -> dict[str, list[str]]:
    """The decisions before about each who is shown of these rows, by their numbers."""
    (desk.folder / file).write_text("\n".join(("Name,Phone,Email", *rows, "")), encoding="utf-8")
    return {one["phones"][0]: one["decided_before"] for one in desk("import", file, "--json").json["people"]}


def test_a_decision_holds_for_a_full_name_that_one_person_has(desk: Shell) -> None:
    """With another number, and in another file; a yes comes back neither as new nor as perhaps on the list."""
    stack(desk, "  - Sam\n", "Nora No,0171 5550101,", "Yes One,0171 5550102,", "Plumber,0171 5550103,")
    decide(desk, Nora="-", Yes="x", Plumber="-")
    newer = "Nora No,0172 5550101,", "Yes One,0172 5550102,", "Plumber,0172 5550103,", "Bo Ito,0172 5550104,"
    shown = {"0172 5550103": ["no"], "0172 5550104": []}
    assert export(desk, *newer) == shown
    assert export(desk, *newer, file="other.csv") == shown


def test_a_decision_about_a_name_that_several_have_is_said_and_hides_nobody(desk: Shell) -> None:
    stack(desk, "  - Sam\n", "Nora No,0171 5550101,", "Yes One,0171 5550102,")
    decide(desk, Nora="-", Yes="x")
    assert export(desk, "Nora No,0172 5550101,", "Nora No,0173 5550101,") == {
        "0172 5550101": ["no"], "0173 5550101": ["no"]}
    assert "Nora No (0172 5550101): decided before about this name: no" in desk("import", "people.csv").out
    text = desk.hitlist.read_text(encoding="utf-8")
    desk.hitlist.write_text(f"{text}  - {{name: Yes One, id: other, phone: 0174 5550101}}\n", encoding="utf-8")
    assert export(desk, "Yes One,0172 5550102,") == {"0172 5550102": ["yes"]}


def test_of_two_with_one_name_a_no_is_that_of_one(desk: Shell) -> None:
    """The other, who was left open, is still shown when only one is in a newer export, and the number is another."""
    stack(desk, "  - Sam\n", "Nora No,0171 5550101,", "Nora No,0171 5550102,")
    decide(desk, **{"Nora No (0171 5550101)": "-"})
    assert export(desk, "Nora No,0171 5550102,") == {"0171 5550102": ["no"]}
    assert export(desk, "Nora No,0173 5550102,") == {"0173 5550102": ["no"]}
