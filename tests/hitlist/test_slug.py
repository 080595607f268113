"""A contact's slug is short, plain, and the same on every machine."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followupd.hitlist.slug import LONGEST_SLUG, slug


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Dana Whitfield", "dana-whitfield"), ("Ingrid Sørensen", "ingrid-sorensen"),
        ("Zoë O'Neil-Groß", "zoe-oneil-gross"),
        ("Łukasz Żak", "lukasz-zak"), ("  J. R. (Bob) ", "j-r-bob"), ("ÆØÅ", "aeoa"), ("山田太郎", "c-"), ("!!!", "c-"),
        ("李 Wei", "wei"), ("İpek", "ipek"),
    ],
)
def test_a_name_becomes_plain_letters(name: str, expected: str) -> None:
    """A name without a Latin letter becomes a short hash."""
    made = slug(name)
    assert made == expected if expected != "c-" else re.fullmatch(r"c-[0-9a-f]{8}", made)


def test_long_names_stay_apart() -> None:
    """Cut, with a hash of the whole at the end."""
    one, two = slug("a" * 80 + " one"), slug("a" * 80 + " two")
    assert one != two
    assert len(one) == len(two) == LONGEST_SLUG


@given(st.text())
def test_every_text_has_a_slug_of_its_own_form(text: str) -> None:
    """Letters, digits and hyphens for any text; both Unicode forms give the same; a slug is its own slug."""
    made = slug(text)
    assert re.fullmatch(r"[a-z0-9]+(?:-+[a-z0-9]+)*", made)
    assert len(made) <= LONGEST_SLUG
    assert slug(unicodedata.normalize("NFD", text)) == slug(unicodedata.normalize("NFC", text))
    assert slug(made) == made
