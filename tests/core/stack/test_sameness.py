"""The same person is shown once however often they occur, and never two people of one company as one."""

from __future__ import annotations

import random
from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followupd.core.stack.alike import name_words
from followupd.core.stack.rows import ImportedRow, bare_digits
from followupd.core.stack.sameness import on_the_list, same_people
from tests.kit.exported_books import everybody
from tests.kit.people import person
from tests.kit.rows import imported


def parted(rows: Iterable[ImportedRow]) -> set[frozenset[tuple[str, str]]]:
    """The people, each as the ids and files of their rows."""
    return {frozenset((row.id, row.source) for row in one.rows) for one in same_people(rows)}


ONE = {
    "the same number, in two spellings": (
        imported("Dana Whitfield", "a", phones=("+1 303 555 0142",)),
        imported("Dana Whitfield", "b", phones=("(303) 555-0142",)),
    ),
    "the same address, and a name that is shorter in one file": (
        imported("Dana Whitfield", "a", emails=("d@x.org",)), imported("D. Whitfield", "b", emails=("d@x.org",)),
        imported("Dr. Dana M. Whitfield", "c", emails=("d@x.org",)),
    ),
    "a short form, with the same address": (
        imported("Robert Achterberg", "a", emails=("r@x.org",)), imported("Rob Achterberg", "b", emails=("r@x.org",)),
    ),
    "one full name in three files": (
        imported("Jörg Müller", "a", phones=("0171 5550101",)), imported("Müller Jörg", "c", org="Acme GmbH"),
        imported("Joerg Mueller", "b", emails=("j@x.org",), org="Acme"),
    ),
    "one full name and company, with other details": (
        imported("Mia Chen", "a", emails=("mia@acme.com",), phones=("555 010 1111",), org="Acme Inc."),
        imported("Mia Chen", "a", emails=("mia@home.example",), phones=("555 010 2222",), org="ACME"),
    ),
    "one id, and a name that changed when she married": (
        imported("Ana Silva", "a", uid="u1"), imported("Ana Costa", "b", uid="u1"),
    ),
}
SEVERAL = {
    "colleagues with a switchboard": (
        imported("Mia Chen", phones=("+1 303 555 0100",), org="Acme"),
        imported("Sam Okafor", phones=("+1 303 555 0100",), org="Acme"),
    ),
    "colleagues with one address": (
        imported("Mia Chen", emails=("info@acme.com",), org="Acme"),
        imported("Sam Okafor", emails=("info@acme.com",), org="Acme"),
    ),
    "a family with one number": (
        imported("Anna Müller", phones=("+49 30 1234567",)), imported("Peter Müller", phones=("030 1234567",)),
    ),
    "two of one name in one file": (
        imported("Anna Müller", phones=("0171 5550101",)), imported("Anna Müller", phones=("0172 5550102",)),
    ),
    "two of one name, born on other days": (
        imported("Anna Müller", "a", born=(5, 14)), imported("Anna Müller", "b", born=(6, 1)),
    ),
    "names that one letter keeps apart, in one company": (
        imported("Jan Meier", "a", org="Acme"), imported("Jan Maier", "b", org="Acme"),
    ),
    "Dan and Dana of one home": (
        imported("Dan Ito", phones=("030 2223334",)), imported("Dana Ito", phones=("030 2223334",)),
    ),
    "a first name alone": (imported("Anna", "a", org="Acme"), imported("Anna Müller", "b", org="Acme")),
}


@pytest.mark.parametrize("what", ONE)
def test_one_person(what: str) -> None:
    assert len(same_people(ONE[what])) == 1


@pytest.mark.parametrize("what", SEVERAL)
def test_several_people(what: str) -> None:
    assert len(same_people(SEVERAL[what])) == len(SEVERAL[what])


def test_whoever_may_be_two_people_is_joined_with_neither() -> None:
    """One of two people of one name in an address book, without a sign of which; and a household with a number."""
    two = SEVERAL["two of one name in one file"]
    assert len(same_people((*two, imported("Anna Müller", "Connections.csv", org="Acme")))) == 3
    family = SEVERAL["a family with one number"]
    assert len(same_people((*family, imported("Müller", "b", phones=("030 1234567",))))) == 3


@pytest.mark.parametrize("name", ["Jürgen Lea Groß", "Groß Jürgen Lea", "Juergen Gross"])
def test_exactly_the_name_of_one_of_two_similar_ones_is_theirs(name: str) -> None:
    two = (
        imported("Jürgen Lea Groß", phones=("0171 5550101",)), imported("Jürgen Groß", phones=("0172 5550102",)),
    )
    assert len(same_people((*two, imported(name, "Connections.csv", org="Acme")))) == 2
    assert len(same_people((*two, imported("Jürgen L. Groß", "Connections.csv", org="Acme")))) == 3


def test_nobody_is_shown_twice_among_many_with_similar_names() -> None:
    """700 on Android, 200 of them on iOS and 60 on LinkedIn, whose names are those of others and a second given name.
    """
    single = everybody(640)
    people = [*(one._replace(given=f"{one.given} Lea", number=one.number + 1000) for one in single[:60]), *single]
    rows = [imported(one.name, "android.vcf", phones=(f"0171{5550000 + one.number}",)) for one in people]
    rows += [imported(one.name, "ios.vcf", phones=(one.phone,), emails=(one.email,)) for one in people[:200]]
    rows += [imported(one.name, "Connections.csv", org="Acme") for one in people[:60]]
    rows.append(imported("Only Here", "Connections.csv", org="Acme"))
    assert len(same_people(rows)) == len(people) + 1 == 701


def test_only_whoever_is_in_between_is_apart_and_the_others_stay_joined() -> None:
    home = ("030 1234567",)
    rows = (
        imported("Anna Müller", emails=("a@x.org",), phones=home),
        imported("Anna Müller", emails=("b@x.org",), phones=home),
        imported("Peter Müller", phones=home), imported("Müller", "b", phones=home),
    )
    assert sorted(len(one.rows) for one in same_people(rows)) == [1, 1, 2]


def test_a_chain_does_not_make_one_person_of_two() -> None:
    """Each shares an address with the next; the first and the last were born on other days."""
    chain = [
        imported("Mia Chen", "a", emails=("a@x.org",), born=(5, 14)), imported("Mia Chen", "b", emails=("a@x.org",
        "b@x.org")),
        imported("Mia Chen", "c", emails=("b@x.org", "c@x.org")), imported("Mia Chen", "d", emails=("c@x.org",),
        born=(6, 1)),
    ]
    for one in same_people(chain):
        assert not {"a", "d"} <= one.sources


def test_a_sign_of_which_joins_them() -> None:
    two = SEVERAL["two of one name in one file"]
    assert len(same_people((*two, imported("Anna Müller", "b", phones=("+49 172 5550102",), org="Acme")))) == 2


def test_who_is_on_the_list_is_found_by_name_or_detail() -> None:
    contacts = [person("Sam Okafor", phones=()), person("Dana Whitfield", phones=(), emails=("d@x.org",))]
    people = same_people([
        imported("Okafor Sam"), imported("D. Whitfield", emails=("d@x.org",)), imported("Mia Chen"),
        imported("Dana Jones", emails=("d@x.org",)),
    ])
    found = on_the_list(people, contacts)
    assert sorted(one.name for one in people if one.mark in found.surely) == ["D. Whitfield", "Okafor Sam"]


NAMES = (
    "Anna Müller", "Peter Müller", "Müller", "A. Müller", "Anna Mueller", "Dana Whitfield", "Dana M. Whitfield", "Dana",
    "Whitfield Dana", "Dan Whitfield", "Jan Meier", "Jan Maier",
)
GIVEN = {"anna", "peter", "dana", "dan", "jan"}
NUMBERS = ("+49 30 1234567", "030 1234567", "+49 171 5550101")
ROW = st.builds(
    imported, st.sampled_from(NAMES), st.sampled_from(("a", "b", "c")),
    phones=st.lists(st.sampled_from(NUMBERS), max_size=2, unique=True).map(tuple),
    emails=st.lists(st.sampled_from(("info@acme.com", "a@x.org", "b@x.org")), max_size=2, unique=True).map(tuple),
    org=st.sampled_from(("", "Acme", "Acme Inc", "Other")), uid=st.sampled_from(("", "", "", "u1", "u2")),
    born=st.sampled_from((None, None, (5, 14), (6, 1))),
)
ROWS = st.lists(ROW, max_size=9)


@given(rows=ROWS, seed=st.integers(0, 1000))
def test_the_order_of_files_and_rows_does_not_matter(rows: list[ImportedRow], seed: int) -> None:
    mixed = random.Random(seed).sample(rows, len(rows))
    assert [one.rows for one in same_people(mixed)] == [one.rows for one in same_people(rows)]


@given(rows=ROWS)
def test_the_same_rows_twice_are_the_same_people(rows: list[ImportedRow]) -> None:
    assert parted([*rows, *rows]) == parted(rows)


@given(rows=ROWS)
def test_every_row_is_one_person_and_no_row_is_lost(rows: list[ImportedRow]) -> None:
    found = [row for one in same_people(rows) for row in one.rows]
    assert len(found) == len(set(found))
    assert set(found) == set(rows)


@given(rows=ROWS)
def test_never_two_people_of_one_company_for_their_company(rows: list[ImportedRow]) -> None:
    """The colleague guard: two rows of one person share a word, and no two given names, unless they have one id."""
    for one in same_people(rows):
        for row in one.rows if not one.uids else ():
            for other in one.rows:
                words, others = (set(name_words(name).spelt) for name in (row.name, other.name))
                assert words & others
                assert len({word[:3] for word in (words | others) & GIVEN}) <= 1


@given(rows=ROWS)
def test_each_row_of_a_person_has_a_detail_or_the_full_name_in_common_with_another(rows: list[ImportedRow]) -> None:
    for one in same_people(rows):
        for row in one.rows if len(one.rows) > 1 else ():
            assert any(linked(row, other) for other in one.rows if other is not row)


def linked(row: ImportedRow, other: ImportedRow) -> bool:
    mine, theirs = row.card, other.card
    numbers = {bare_digits(phone)[-7:] for phone in mine.phones} & {bare_digits(phone)[-7:] for phone in theirs.phones}
    details = bool(mine.uid and mine.uid == theirs.uid) or bool(set(mine.emails) & set(theirs.emails)) or bool(numbers)
    words, others = (set(name_words(name).spelt) for name in (row.name, other.name))
    return details or len(words & others) >= 2 or row.id == other.id
