"""Finding a contact: forgiving about the spelling, never guessing between two people."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followupd.core.values.hitlist import Cadence, Contact
from followupd.core.values.time import Span
from followupd.desk.who import find_contact
from followupd.errors import UsageError
from followupd.hitlist.slug import slug

CADENCE = Cadence(Span(months=3), Span(months=4))


def people(*names: str) -> dict[str, Contact]:
    return {slug(name): Contact(slug(name), name, CADENCE, emails=(f"{slug(name)}@example.com",)) for name in names}


LIST = people(
    "Dana Whitfield", "Ann", "Anna Leone", "José Álvarez", "Mei 美玲", "Joanna Lee", "Bo Whitman", "Bobby Tan",
)


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("Dana Whitfield", "dana-whitfield"),
        ("dana", "dana-whitfield"),
        ("  DANA   whitfield ", "dana-whitfield"),
        ("dana-whitfield", "dana-whitfield"),
        ("dana-whitfield@example.com", "dana-whitfield"),
        ("whitf", "dana-whitfield"),
        ("jose", "jose-alvarez"),
        ("ÁLVAREZ", "jose-alvarez"),
        ("alvarez jose", "jose-alvarez"),
        ("ann", "ann"),                 # exact beats the beginnings of Anna and the part of Joanna
        ("anna", "anna-leone"),         # the beginning of a word beats a part of Joanna
        ("lee", "joanna-lee"),
        ("d w", "dana-whitfield"),
        ("美", "mei"),
        ("ield", "dana-whitfield"),
    ],
)
def test_finds(typed: str, key: str) -> None:
    """Exact beats a beginning beats a part; case and accents do not matter."""
    assert find_contact(typed, LIST).key == key


@pytest.mark.parametrize("typed", ["علی رضا احمدی", "علی رضا", "علی\u200cرضا", "علیرضا احمدی"])
def test_a_blank_for_a_zero_width_non_joiner(typed: str) -> None:
    """Most keyboards have no key for it."""
    named = {"a": Contact("a", "علی\u200cرضا احمدی", CADENCE), "b": Contact("b", "علی موسوی", CADENCE)}
    assert find_contact(typed, named).key == "a"


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("whit", '"whit" may be Dana Whitfield or Bo Whitman'),
        ("an", '"an" may be Ann or Anna Leone'),
        ("bo", '"bo" may be Bo Whitman or Bobby Tan'),        # a whole word of one, and the beginning of another
        ("n", '"n" may be Dana Whitfield, Ann, Anna Leone, Joanna Lee, Bo Whitman or Bobby Tan'),
        ("dnaa", 'Nobody on the hit list is called "dnaa". Did you mean Dana Whitfield?'),
        ("zzz", 'Nobody on the hit list is called "zzz".'),
        ("", "Whose name? Nothing was typed"),
        ("\x1b[2J", 'Nobody on the hit list is called "?[2J".'),
    ],
)
def test_refuses_to_guess(typed: str, told: str) -> None:
    """Several matches are listed; without a match the nearest name is suggested."""
    with pytest.raises(UsageError) as caught:
        find_contact(typed, LIST)
    assert caught.value.message == told
    assert caught.value.hint


def test_tells_people_of_one_name_apart_by_their_ids() -> None:
    twins = {"a": Contact("sam-1", "Sam", CADENCE), "b": Contact("sam-2", "Sam", CADENCE)}
    with pytest.raises(UsageError, match=r"Sam \(sam-1\) or Sam \(sam-2\)"):
        find_contact("sam", twins)
    assert find_contact("sam-2", twins).key == "b"


@given(st.lists(st.text(min_size=1, max_size=20).filter(lambda t: t.strip()), min_size=1, max_size=6, unique_by=slug))
def test_everybody_is_found_by_their_id(names: list[str]) -> None:
    """No name hides another: an id always finds its own contact."""
    contacts = people(*names)
    assert [find_contact(key, contacts).key for key in contacts] == list(contacts)


@pytest.mark.parametrize("typed", ["ann@xn--bcher-kva.example", "Ann@B\u00fccher.example", "ann@b\u00fccher.example"])
def test_an_address_in_any_spelling(typed: str) -> None:
    """A domain in its letters or in ASCII."""
    listed = {key: Contact(key, "Ann", CADENCE, emails=(mail,)) for key, mail in (
        ("ann", "ann@b\u00fccher.example"), ("other", "ann@bucher.example"))}
    assert find_contact(typed, listed).key == "ann"
