"""Terminal output is plain: no control characters, and aligned columns."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followupd.rendering.text import begun, clean, line, listed, table, width

BIDI = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c"


@given(st.text())
def test_clean_lets_no_control_through(text: str) -> None:
    """Of all control characters only newlines reach the terminal."""
    kept = clean(text)
    assert not {c for c in kept if unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp")} - {"\n"}
    assert not set(kept) & set(BIDI)
    assert len(kept) == len(text)


@given(st.text(max_size=300), st.integers(2, 60))
def test_line_is_one_line_within_its_columns(text: str, columns: int) -> None:
    shown = line(text, columns)
    assert "\n" not in shown
    assert width(shown) <= columns


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Dana", "Dana"),
        ("\x1b[31mred\x1b[0m", "?[31mred?[0m"),
        ("a\tb", "a b"),
        ("two\nlines", "two lines"),
        ("\u202egnp.exe", "?gnp.exe"),
        ("שלום", "שלום"),
        ("👩\u200d👧", "👩\u200d👧"),
        ("\udce9", "?"),
    ],
)
def test_line_keeps_letters_and_drops_tricks(text: str, shown: str) -> None:
    """Letters of every script stay; characters that move the cursor or reverse the text do not."""
    assert line(text) == shown


@pytest.mark.parametrize(("text", "columns"), [("abc", 3), ("美玲", 4), ("José", 4), ("Jose\u0301", 4), ("ｗ", 2)])
def test_width_counts_columns(text: str, columns: int) -> None:
    assert width(text) == columns


def test_table_lines_up_by_columns_and_not_by_characters() -> None:
    """The second column begins at the same terminal column in each row."""
    lines = table(("Name", "State"), [("美玲", "open"), ("Dana", "due"), ("Jose\u0301", "due")])
    starts = {width(text[: text.rindex(" ") + 1]) for text in lines}
    assert len(starts) == 1


def test_listed_says_how_many_more() -> None:
    assert listed(["a", "b", "c"], 2) == "a, b and 1 more"
    assert listed(["a", "b"], 2) == "a, b"


@pytest.mark.parametrize(("text", "expected"), [
    ("sam@a.example no longer reaches them", "sam@a.example no longer reaches them"),
    ("moved, by you", "Moved, by you"),
    ("", ""), ("ask for sam@a.example", "Ask for sam@a.example"),
])
def test_a_sentence_begins_with_a_capital_but_an_address_stays(text: str, expected: str) -> None:
    assert begun(text) == expected
