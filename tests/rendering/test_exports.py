"""The list for other programs: what a vCard and a table say is what their readers, ours and others', read again."""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Component

from followupd.addressbook.card_lines import cut, unescaped
from followupd.addressbook.cards import read_cards
from followupd.core.schedule.status import ContactStatus
from followupd.core.values.cards import Birthday, Card
from followupd.core.values.facts import Outcome
from followupd.core.values.hitlist import Anniversary, Contact, Feast, Promise, Status
from followupd.hitlist.contacts import parse_name
from followupd.importing.read import read_file
from followupd.rendering.people_table import HEADERS, people_table
from followupd.rendering.vcards import folded_line, vcards
from tests.kit.people import DENVER, at, hit_list, person, planned, tried

NOW = at("2026-11-20 14:10")
HOSTILE = (
    "Ann; Bo, and \\n Co", 'Quote "Q" Quote', "美玲 " * 30 + "Wang", "Zoë 👩‍👩‍👧 Ångström", "END:VCARD",
    "=HYPERLINK(1)", "-Ann", "@nna", "'=1+1", "O'Brien", "Ann\\", "\\,;", "a" * 76, "ش‌ی", "Lee, Kim", "x:y;z=\"q\"",
)


def known(contact: Contact, *attempts: Any) -> ContactStatus:
    return planned(hit_list(contact), attempts, NOW).statuses[contact.slug]


def on_card(text: str) -> Card:
    """The one card, as our own address book reads it."""
    read = read_cards(io.BytesIO(text.encode()), "book", "book.vcf")
    assert read.problems == []
    (card,) = read.cards
    return card


def names() -> st.SearchStrategy[str]:
    return st.one_of(st.sampled_from(HOSTILE), st.text(min_size=1, max_size=120)).map(_usable).filter(bool)


def _usable(text: str) -> str:
    try:
        return parse_name(text)
    except ValueError:
        return ""


texts = st.text(st.characters(exclude_categories=("Cs", "Cc")) | st.sampled_from("\n\t;,\\\"'=:"), max_size=200)


@given(name=names(), notes=texts, category=texts)
def test_whatever_somebody_is_called_a_card_says_it(name: str, notes: str, category: str) -> None:
    """To the letter; every line has at most 75 octets and ends in CR LF."""
    text = vcards([known(person(name, slug="x", notes=notes, category=category))], "list", DENVER)
    assert max(len(line) for line in text.encode().split(b"\r\n")) <= 75
    assert "\n" not in text.replace("\r\n", "")
    card = on_card(text)
    assert card.names == (" ".join(name.split()),)
    note = [line.value for found in cut(io.BytesIO(text.replace("NOTE:", "ORG:", 1).encode())) for line in found.lines
            if line.name == "ORG"]
    assert [unescaped(one) for one in note] == (["\n".join(notes.splitlines())] if notes else [])


def test_icalendar_reads_the_cards() -> None:
    """But names with signs that are escaped, which it gives back so or takes for separators (docs/decisions.md)."""
    called = [name for name in HOSTILE if not set(name) & set(";,\\")]
    text = vcards([known(person(name, slug="x", notes="one; two\nthree")) for name in called], "list", DENVER)
    cards = Component.from_ical(text, multiple=True)
    assert [str(card["FN"]) for card in cards] == called
    assert {unescaped(str(card["NOTE"])) for card in cards} == {"one; two\nthree"}


def test_everything_of_a_person_is_on_the_card() -> None:
    """What has a place there, what a human should read in the notes, and the rest in properties of our own."""
    dana = person(
        "Dana Whitfield", phones=("+1 303 555 0142,,123#", "1-800-FLOWERS"), emails=("d@x.org", "o'b@example.com"),
        address="12 Elm Street; rear\nDenver, CO", timezone=ZoneInfo("Europe/Berlin"), category="clients", like=True,
        notes="Loves\nto travel", interests=("Bach",), facts=("two girls",), people=("Robin",),
        keeps=(Feast("Diwali"),), promises=(Promise("the list", date(2026, 11, 28)),), status=Status.PAUSED,
        pause_until=date(2027, 1, 1),
        dates=(Anniversary("birthday", 2, 29), Anniversary("wedding", 6, 3, 2001)), hours="12:00-14:00",
    )
    text = vcards([known(dana, tried("2026-11-18 09:40", Outcome.REACHED, note="call; back"))], "list", DENVER)
    assert on_card(text) == Card(
        uid="followupd-list-dana-whitfield", names=("Dana Whitfield",), phones=dana.phones, emails=dana.emails,
        birthday=Birthday(2, 29), address=dana.address, timezone="Europe/Berlin", book="book", place="book.vcf",
    )
    lines = text.replace("\r\n ", "").splitlines()
    assert [line for line in lines if line.startswith(("item", "NOTE", "X-FOLLOWUPD", "CATEGORIES"))] == [
        "CATEGORIES:clients", "item1.X-ABDATE;VALUE=date:2001-06-03", "item1.X-ABLABEL:wedding",
        r"NOTE:Loves\nto travel\nWith: Robin\nInterests: Bach\nFacts: two girls\nKeeps: Diwali\nPromised: the list by "
        "2026-11-28",
        "X-FOLLOWUPD-EVERY:3 months", "X-FOLLOWUPD-AT-MOST:4 months", "X-FOLLOWUPD-VIA:phone",
        "X-FOLLOWUPD-HOURS:12:00-14:00", "X-FOLLOWUPD-LIKE:yes", "X-FOLLOWUPD-STATUS:paused",
        "X-FOLLOWUPD-PAUSE-UNTIL:2027-01-01",
    ]


def test_tries_are_on_the_card_as_lines_of_a_log() -> None:
    facts = tried("2026-11-18 09:40", Outcome.REACHED, note="spring;\nthen"), tried("2026-11-19", Outcome.NO_ANSWER)
    lines = vcards([known(person("Dana"), *facts)], "list", DENVER).splitlines()
    assert [line for line in lines if line.startswith("X-FOLLOWUPD-L")] == [
        "X-FOLLOWUPD-LAST-CONTACT:2026-11-18",
        r"X-FOLLOWUPD-LOG:2026-11-18 09:40 phone reached (spring\; then)", "X-FOLLOWUPD-LOG:2026-11-19 phone no answer",
    ]


def test_the_uid_of_a_card_stays_that_of_the_card() -> None:
    """So that the program that it came from knows it."""
    assert on_card(vcards([known(person("Dana", card="4fbe-8971"))], "list", DENVER)).uid == "4fbe-8971"


def test_lines_are_cut_between_characters() -> None:
    line = "FN:" + "é" * 100
    pieces = folded_line(line).split("\r\n")
    assert [len(piece.encode()) for piece in pieces] == [75, 75, 55]
    assert pieces[0] + "".join(piece[1:] for piece in pieces[1:]) == line


@settings(max_examples=50)
@given(name=names(), notes=texts)
def test_a_table_is_read_again_as_it_was(name: str, notes: str) -> None:
    """By any reader of RFC 4180, but for the apostrophe before what a spreadsheet would take for a formula."""
    text = people_table([known(person(name, slug="x", notes=notes))], DENVER)
    head, row = csv.reader(io.StringIO(text, newline=""), strict=True)
    assert tuple(head) == HEADERS
    cells = dict(zip(head, row, strict=True))
    assert cells["Name"].removeprefix("'") in (name, name.removeprefix("'"))
    assert cells["Name"][0] not in "=+-@"
    assert cells["Notes"].removeprefix("'") in ("\n".join(notes.splitlines()), notes.removeprefix("'"))


@pytest.mark.parametrize(("cell", "shown"), [
    ("=1+1", "'=1+1"), ("+cmd|' /C calc'!A0", "'+cmd|' /C calc'!A0"), ("-2+3", "'-2+3"), ("@SUM(A1)", "'@SUM(A1)"),
    ("ordinary", "ordinary"), ("a=b", "a=b"),
])
def test_no_cell_is_a_formula(cell: str, shown: str) -> None:
    row = next(csv.DictReader(io.StringIO(people_table([known(person("Dana", notes=cell))], DENVER))))
    assert row["Notes"] == shown


def test_our_own_import_reads_a_table(tmp_path: Path) -> None:
    """Numbers keep their plus sign, several their order, and a birthday has its year if it is known."""
    people = [
        person("=Dana", phones=("+1 303 555 0142", "+49 (0)30 1234"), emails=("a@example.com", "b@example.com"),
               address="12 Elm\nDenver", dates=(Anniversary("birthday", 2, 29),), category="clients", notes="a\nb"),
        person("Bo", phones=("+1 303 555 0199 ext. 5",), dates=(Anniversary("Birthday", 5, 14, 1983),)),
    ]
    path = tmp_path / "people.csv"
    path.write_text(people_table([known(one) for one in people], DENVER), encoding="utf-8", newline="")
    read = read_file(path)
    assert (read.problems, read.nameless) == ((), 0)
    dana, bo = (row.card for row in read.rows)
    assert (dana.names, dana.phones, dana.emails) == (("=Dana",), people[0].phones, people[0].emails)
    assert (dana.birthday, dana.address) == (Birthday(2, 29), "12 Elm\nDenver")
    assert (read.rows[0].groups, read.rows[0].notes) == (("clients",), "a\nb")
    assert (bo.phones, bo.birthday) == (people[1].phones, Birthday(5, 14, 1983))
