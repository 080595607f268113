"""A contact keeps its key, and so its history, through every edit that a person would call a rename."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followupd.core.people.identity import People, identify, list_to_keep
from followupd.core.people.likeness import Likeness, ListedBefore, likeness, words_of
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
        ([[someone("Ann", HOME), someone("Bob", HOME)], [someone("Ann", HOME), someone("Bobby", HOME)]],
         ["ann", "bob"]),
        # A number under quite another name: a successor, or somebody else in the house. Two details are nobody else's.
        ([[someone("Dana Whitfield", HOME)], [someone("Bob Jones", HOME)]], ["bob-jones"]),
        ([[someone("Dana Whitfield", HOME)], [], [], [someone("Bob Jones", HOME)]], ["bob-jones"]),
        ([[someone("Dana Whitfield", HOME)], [someone("Dana Whitfield", HOME), someone("Bob Jones", HOME)]],
         ["dana-whitfield", "bob-jones"]),
        ([[someone("Mom", HOME, ANN)], [someone("Ruth Miller", HOME, ANN)]], ["mom"]),
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
)
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


@pytest.mark.parametrize(("one", "other", "how"), [
    ("Dana Whitfield", "dana whitfield", Likeness.SAME),
    ("José Álvarez", "Jose Alvarez", Likeness.SAME),
    ("Whitfield, Dana", "Dana Whitfield", Likeness.SAME),
    ("Sam O’Brien", "Sam O'Brien", Likeness.SAME),
    ("Dana Whitfield", "Dana Whitfield-Lee", Likeness.CLEAR),
    ("Dana", "Dana Whitfield", Likeness.CLEAR),
    ("Dana W.", "Dana Whitfield", Likeness.CLEAR),
    ("Dana Whitfeild", "Dana Whitfield", Likeness.CLEAR),
    ("Dana Whitfild", "Dana Whitfield", Likeness.CLEAR),
    ("Jörg Müller", "Jorg Muller", Likeness.SAME),
    ("Jörg Müller", "Joerg Mueller", Likeness.CLEAR),
    ("Joerg Müller", "Jörg Muller", Likeness.CLEAR),
    ("Søren Weiß", "Soeren Weiss", Likeness.CLEAR),
    ("Dana Whitfield", "Dana Lee", Likeness.PART),
    ("Dnaa Whitfield", "Dana Whitfield", Likeness.PART),
    ("Dnaa Whitfild", "Dana Whitfield", Likeness.PART),
    ("Katherine", "Catherine", Likeness.PART),
    ("Katharina", "Catherina", Likeness.PART),
    ("Rob", "Robert", Likeness.SOME),
    ("Ann and Bo", "Ann", Likeness.PART),
    ("Ann", "Ann & Bo", Likeness.PART),
    ("Maria", "Marie", Likeness.PART),
    ("Jan Berg", "Jon Berg", Likeness.PART),
    ("Jan", "Jon", Likeness.PART),
    ("Jo", "Bo", Likeness.NONE),
    ("Michael Berg", "Ulrike Sand", Likeness.NONE),
    ("Dr. Eva Moe", "Dr. Tom Ryder", Likeness.SOME),
    ("Jan van Dijk", "Piet van Loon", Likeness.SOME),
    ("A. Fox", "A. Lee", Likeness.SOME),
    ("Tom Larsen", "Eva Hansen", Likeness.NONE),
    ("Sam", "Bo", Likeness.NONE),
    ("Ann and Bo", "Cy and Flo", Likeness.NONE),
])
def test_names_are_alike(one: str, other: str, how: Likeness) -> None:
    """In both directions."""
    assert likeness(words_of(one), words_of(other)) is how
    assert likeness(words_of(other), words_of(one)) is how


class ListEdits:
    """Edits of one list, each recorded by a pass."""

    def __init__(self, *contacts: Contact) -> None:
        self.known: list[Listed] = []
        self.before: tuple[ListedBefore, ...] = ()
        self.days = 0
        self.edit(*contacts)

    def edit(self, *contacts: Contact) -> People:
        now = NOW + timedelta(days=self.days)
        people = identify(contacts, self.known, now, self.before)
        self.known += people.listed
        self.before, self.days = tuple(list_to_keep(people, self.before, now)), self.days + 1
        return people


def bare(name: str, notes: str = "", phone: str = "") -> Contact:
    return person(name, notes=notes, phones=(phone,) if phone else ())


POOL = ["Ann Fox", "Bo Lund", "Cleo Marsh", "Dana Whitfield", "Eva Petrova", "Finn Olsen", "Gus Weber", "Hana Sato"]
RENAMED = (
    lambda name: f"{name}-Lee", lambda name: name.split()[0], lambda name: name.upper(),
    lambda name: ", ".join(reversed(name.split())), lambda name: f"Dr {name}",
)


@given(st.permutations(POOL), st.data())
def test_whoever_is_renamed_where_they_are_keeps_their_key(names: list[str], data: st.DataObject) -> None:
    """Whatever else is added, removed or renamed elsewhere on the list; and renamed back, they keep it again."""
    kept = names[:6]
    lists = ListEdits(*map(bare, kept))
    keys = dict(zip(kept, lists.edit(*map(bare, kept)).by_key, strict=True))
    chosen = data.draw(st.sampled_from(kept))
    away = data.draw(st.sets(st.sampled_from([name for name in kept if name != chosen]), max_size=2))
    called = data.draw(st.sampled_from(RENAMED))(chosen)
    today = [called if name == chosen else name for name in kept if name not in away]
    today += data.draw(st.sampled_from([[], names[6:]]))
    people = lists.edit(*map(bare, today))
    assert people.by_key[keys[chosen]].name == called
    alike = called.lower() != chosen.lower()            # else it is the same short name
    assert [one for one in people.renamed if one.key == keys[chosen]] == [(keys[chosen], chosen, called, alike)]
    assert all(people.by_key[keys[name]].name == name for name in today if name in keys)
    back = lists.edit(*map(bare, [chosen if name == called else name for name in today]))
    assert back.by_key[keys[chosen]].name == chosen


@given(st.permutations(POOL), st.data())
def test_nobody_gets_the_history_of_somebody_whose_name_is_not_alike(names: list[str], data: st.DataObject) -> None:
    """Swapped, moved, removed and added in any way: whoever stays keeps their key, and a new name is a new key."""
    before, today = names[:5], data.draw(st.lists(st.sampled_from(POOL), unique=True, max_size=8))
    lists = ListEdits(*map(bare, before))
    keys = dict(zip(before, lists.edit(*map(bare, before)).by_key, strict=True))
    people = lists.edit(*map(bare, today))
    assert {c.name: key for key, c in people.by_key.items() if c.name in keys} == {
        name: keys[name] for name in today if name in keys
    }
    assert not {key for key, c in people.by_key.items() if c.name not in keys} & set(keys.values())
    assert people.renamed == ()


@pytest.mark.parametrize(("before", "today", "maybe"), [
    # At the same place, and as often and with the same notes.
    (["Ann", "Dana", "Sam"], ["Ann", "Robin", "Sam"], "dana"),
    # Two side by side: in their order.
    (["Ann", "Mum", "Dad", "Sam"], ["Ann", "Elena", "Ivan", "Sam"], ["mum", "dad"]),
    # At the same place, with one word in common.
    (["Ann", "Dana Whitfield", "Sam"], ["Ann", "Dana Lee", "Sam"], "dana-whitfield"),
    # Clearly alike, elsewhere on the list.
    (["Ann", "Dana", "Sam"], ["Ann", "Sam", "Dana Lee"], "dana"),
    # Two who left may be meant.
    (["Ann", "Sam Fox", "Sam Lee"], ["Ann", "Sam"], "sam-fox sam-lee"),
    # Elsewhere, with one word in common, or a slip; but not if two others may be meant as well.
    (["Ann", "Dana Whitfield", "Sam"], ["Ann", "Sam", "Dana Lee"], "dana-whitfield"),
    (["Ann", "Jan", "Sam"], ["Ann", "Sam", "Jon"], "jan"),
    (["Ann", "Dana Fox", "Sam", "Dana Moe", "Eva"], ["Ann", "Sam", "Eva", "Dana Lee"], None),
    # Elsewhere, and not alike; or several at one place.
    (["Ann", "Dana Whitfield", "Sam"], ["Ann", "Sam", "Robin Hale"], None),
    (["Ann", "Bo", "Cleo"], ["Finn", "Gus", "Hana"], None),
])
def test_who_may_be_somebody_who_left_is_asked_about(
    before: list[str], today: list[str], maybe: str | list[str] | None
) -> None:
    """They are not joined."""
    lists = ListEdits(*map(bare, before))
    people = lists.edit(*map(bare, today))
    asked = maybe if isinstance(maybe, list) else [maybe] * len(people.listed)
    assert [fact.maybe for fact in people.listed] == asked
    assert bool(people.unsure) == (maybe is not None)
    assert people.renamed == ()


def test_other_notes_at_the_same_place_are_somebody_else() -> None:
    lists = ListEdits(bare("Ann"), bare("Dana", "sails"))
    assert lists.edit(bare("Ann"), bare("Robin", "two girls")).unsure == ()


def test_another_number_is_asked_about_however_alike_the_name_is() -> None:
    lists = ListEdits(bare("Ann"), bare("Dana", phone=HOME))
    people = lists.edit(bare("Ann"), bare("Dana Lee", phone="+1 303 555 0199"))
    assert [one.maybe[0].name for one in people.unsure] == ["Dana"]


def test_many_new_names_cost_little() -> None:
    """Thousands who are replaced at once are another list: nobody is compared."""
    lists = ListEdits(*(bare(f"Old {n}") for n in range(2000)))
    assert lists.edit(*(bare(f"Old {n} Lee") for n in range(2000))).renamed == ()
