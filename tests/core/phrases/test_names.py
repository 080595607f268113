"""Names are accepted, written and matched as people spell them, and as programs and other keyboards write them."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followupd.core.phrases.marks import (
    mentioned,
    named_at_start,
    named_in,
    names_anybody,
    parts_of_names,
    spelt_at_start,
)
from followupd.core.phrases.names import folded, is_spelling, visible, without_signs

NAMES = {
    "zwnj": "می\u200cخواهم رضایی",             # Persian
    "zwj": "ක්\u200dෂේම සිල්වා",                # Sinhala
    "rlm": "\u200fדנה כהן\u200f (ACME)",
    "emoji": "Dana Whitfield 👩\u200d💻",
    "flag": "Rob Hale 🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
    "new emoji": "Ann \U0001fae9",
    "apostrophe": "Siobhán O’Brien",
    "dash": "Jean‑Luc Dupré",
    "strokes": "Łukasz Sørensen-Groß",
}
# Spellings that somebody types, or a program makes of it.
TYPED = {
    "no joiners": lambda name: "".join(c for c in name if unicodedata.category(c) != "Cf"),
    "no signs": without_signs,
    "plain signs": lambda name: name.translate(str.maketrans("’‑", "'-")),
    "smart signs": lambda name: name.translate(str.maketrans({"’": "ʼ", "‑": "–"})),
    "no apostrophe": lambda name: name.replace("’", ""),
    "no strokes": lambda name: name.translate(str.maketrans({"Ł": "L", "ø": "o", "ß": "ss"})),
    "no accents": lambda name: "".join(c for c in unicodedata.normalize("NFD", name) if not unicodedata.combining(c))
    if name.isascii() or "LATIN" in unicodedata.name(name[0], "") else name,
    "decomposed": lambda name: unicodedata.normalize("NFD", name),
    "between marks of direction": lambda name: f"\u2068{name}\u2069\u200e",
    "in small letters": str.lower,
}


@pytest.mark.parametrize("typed", TYPED.values(), ids=TYPED)
@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_a_name_is_found_in_every_spelling(name: str, typed: object) -> None:
    """On a line of a sheet, in a note, with and without a tick."""
    assert callable(typed)
    names = {"she": [*dict.fromkeys((name, without_signs(name)))], "he": ["Bo Chan"]}
    said, (parts, _) = typed(name), parts_of_names({"she": name, "he": "Bo Chan"})
    assert named_in(f"{said} na", names) == ("she", "na")
    assert named_at_start(f"{said}: na", names, parts) == ("she", ": na")
    found = spelt_at_start(f"{said}: na", names, parts)
    assert found is not None
    assert (found[0], found[2]) == ("she", "na")
    assert names_anybody(f"with {said} again", names, parts)
    told = mentioned(f"met {said} there", names, parts)
    assert told is not None
    assert told[0] == "she"


def test_two_people_stay_two() -> None:
    """A letter more or another letter is another name."""
    people = {"a": ["Jon Lund"], "b": ["Jan Lund"], "c": ["Jøn Lunde"]}
    assert named_in("Jan Lund na", people) == ("b", "na")
    assert named_in("Jon Lunde na", people) == ("c", "na")
    assert named_in("Jona Lund na", people) is None


@pytest.mark.parametrize("character", "\u202e\u202a\u2066\u2069\x1b\x07\ue000\ufffe\ufdd0")
def test_what_acts_on_other_text_is_no_spelling(character: str) -> None:
    assert not is_spelling(character)
    assert visible(f"a{character}b") == "a?b"


@given(st.text(max_size=30))
def test_comparing_keeps_the_words_and_is_done_once(text: str) -> None:
    """The places of words in a text and in what it is compared by are the same."""
    assert len(folded(text).split()) == len(text.split())
    assert folded(folded(text)) == folded(text)
