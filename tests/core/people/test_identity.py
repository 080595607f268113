"""A contact keeps its key, and so its history, through every edit that a person would call a rename."""

from __future__ import annotations

from datetime import timedelta

import pytest

from followupd.core.people.identity import identify
from followupd.core.values.facts import Listed
from followupd.core.values.hitlist import Contact
from tests.kit.people import at, person

NOW = at("2026-11-20 14:10")


def someone(name: str, *details: str) -> Contact:
    """`details` are phone numbers and mail addresses."""
    return person(
        name, phones=tuple(d for d in details if "@" not in d), emails=tuple(d for d in details if "@" in d)
    )


HOME, ANN, BOB = "+1 303 555 0100", "ann@example.com", "bob@example.com"


@pytest.mark.parametrize(
    ("edits", "keys"),
    [
        # Renamed: a phone number stayed, however it is written.
        ([[someone("Ann Lee", HOME)], [someone("Ann Smith", "+1 (303) 555-0100")]], ["ann-lee"]),
        ([[someone("Ann Lee", ANN)], [someone("Ann Smith", "ANN@example.com ")]], ["ann-lee"]),
        # Renamed twice, and back.
        ([[someone("A", HOME)], [someone("B", HOME)], [someone("C", HOME)], [someone("A", HOME)]], ["a"]),
        ([[someone("A")], [someone("B")], [someone("A")]], ["a"]),
        # Nothing in common: somebody else.
        ([[someone("Ann", HOME)], [someone("Bob", BOB)]], ["bob"]),
        ([[someone("Ann", "112")], [someone("Bob", "112")]], ["bob"]),
        # Two people swap their numbers: each stays who they are.
        ([[someone("Ann", HOME), someone("Bob", BOB)], [someone("Ann", BOB), someone("Bob", HOME)]], ["ann", "bob"]),
        # One home phone: the one who is still there was not renamed.
        ([[someone("Ann", HOME), someone("Bob", HOME)], [someone("Ann", HOME), someone("Robert", HOME)]],
         ["ann", "bob"]),
        # Both renamed: their addresses identify them; the phone alone does not, so nobody gets the other's history.
        ([[someone("Ann", HOME, ANN), someone("Bob", HOME, BOB)],
          [someone("A Lee", HOME, ANN), someone("B Lee", HOME, BOB)]],
         ["ann", "bob"]),
        ([[someone("Ann", HOME), someone("Bob", HOME)], [someone("A Lee", HOME), someone("B Lee", HOME)]],
         ["a-lee", "b-lee"]),
        # Gone for a while, then back.
        ([[someone("Ann", HOME)], [], [someone("Ann", HOME)]], ["ann"]),
        # A new person who takes a former name does not take the person's history, who is still here.
        ([[someone("Ann", HOME)], [someone("Ann Lee", HOME)], [someone("Ann Lee", HOME), someone("Ann", ANN)]],
         ["ann", "ann-2"]),
    ],
)  # fmt: skip
def test_a_contact_is_recognised(edits: list[list[Contact]], keys: list[str]) -> None:
    """Return the keys after the last edit, in list order."""
    known: list[Listed] = []
    people = identify((), (), NOW)
    for number, contacts in enumerate(edits):
        people = identify(tuple(contacts), known, NOW + timedelta(days=number))
        known += people.listed
    assert list(people.by_key) == keys
    assert people.key_of_slug == dict(zip([c.slug for c in edits[-1]], keys, strict=True))


def test_nothing_new_is_recorded_twice() -> None:
    """P3: the second pass appends nothing; a changed number is one fact, and the date of listing stays."""
    first = identify((someone("Ann", HOME),), (), NOW)
    assert [fact.contact for fact in first.listed] == ["ann"]
    again = identify((someone("Ann", HOME),), first.listed, NOW + timedelta(days=1))
    assert again.listed == ()
    changed = identify((someone("Ann", BOB),), first.listed, NOW + timedelta(days=2))
    assert [fact.emails for fact in changed.listed] == [(BOB,)]
    assert changed.first_seen == {"ann": NOW}
