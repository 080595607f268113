"""The people that an address or a name in a title means."""

from __future__ import annotations

import pytest

from followupd.core.noticing.people_index import PeopleIndex
from tests.kit.people import person

PEOPLE = PeopleIndex({
    contact.slug: contact for contact in (
        person("Dana Whitfield", emails=("Dana@Example.com", "dw@example.org")), person("Ana Lee"),
        person("Jörg Müller"), person("Sam"), person("Bo Li"), person("Bo Li Chen"), person("Anna-Lena O’Brien"),
        person("Łukasz Żak"), person("Max Frei", slug="max-1"), person("MAX FREI", slug="max-2"),
        person("Dan White", emails=("dw@example.org",)), person("Pia Roth", emails=("pia@xn--bcher-kva.example",)),
    )
})


@pytest.mark.parametrize(
    ("title", "found"),
    [
        ("Lunch with Dana Whitfield", [("dana-whitfield",)]),
        ("DANA WHITFIELD / Alex", [("dana-whitfield",)]),
        ("(Dana  Whitfield), coffee", [("dana-whitfield",)]),
        ("dana.whitfield@example.net", [("dana-whitfield",)]),
        ("Dana", []), ("Whitfield, Dana", []), ("Dana M. Whitfield", []),
        ("Dana Whitfield-Jones", []), ("Dana Whitfield's team", []), ("Dana Whitfields", []),
        ("Diana Leeds and Joana Lee", []), ("Ana Lee", [("ana-lee",)]), ("Ana Lees", []),
        ("Essen mit Joerg Mueller", [("jörg-müller",)]), ("JÖRG MÜLLER", [("jörg-müller",)]),
        ("Jorg Muller", [("jörg-müller",)]), ("Jo\u0308rg Mu\u0308ller", [("jörg-müller",)]),
        ("Lukasz Zak", [("łukasz-żak",)]),
        ("Sam", []),      # one word is no full name
        ("Bo Li Chen", [("bo-li-chen",)]), ("Bo Li", [("bo-li",)]), ("Bo Li Bo Li Chen", [("bo-li",), ("bo-li-chen",)]),
        ("Anna-Lena O'Brien", [("anna-lena-o’brien",)]), ("Lena O'Brien", []),
        ("Max Frei", [("max-1", "max-2")]),
        ("Ana Lee and Bo Li", [("ana-lee",), ("bo-li",)]),
        ("", []), ("!!", []),
    ],
)
def test_names_in_titles(title: str, found: list[tuple[str, ...]]) -> None:
    """Whole words in their order, whatever their case and accents; the longest name; all who have it."""
    assert [one.keys for one in PEOPLE.in_title(title)] == found


def test_addresses() -> None:
    """In small letters; one address may be that of two people, and an address is no part of another."""
    assert list(PEOPLE.with_address("dana@example.com")) == ["dana-whitfield"]
    assert list(PEOPLE.with_address("dw@example.org")) == ["dana-whitfield", "dan-white"]
    assert list(PEOPLE.with_address("ana@example.com")) == []
    assert list(PEOPLE.with_address("pia@bücher.example")) == ["pia-roth"]


def test_nobody_is_listed() -> None:
    """An empty list finds nobody."""
    assert (PeopleIndex({}).in_title("Dana Whitfield"), list(PeopleIndex({}).with_address(""))) == ([], [])
