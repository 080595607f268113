"""The note never begins in the middle of a clause that denies something: it would say the opposite."""

from __future__ import annotations

from datetime import date

import pytest

from followupd.core.phrases.marks import read_title
from followupd.core.phrases.said import Mark, ReadingRules


@pytest.mark.parametrize(("text", "note"), [
    ("not in, try him in the evening", "try him in the evening"),
    ("not in, his son says hello", "his son says hello"),
    ("she can't talk now, call Thu 3pm", "she can't talk now, call Thu 3pm"),
    ("busy with the kids, sounded tired", "busy with the kids, sounded tired"),
    ("no answer, try him in the evening", "try him in the evening"),
])
def test_no_words_of_a_clause_are_cut(text: str, note: str) -> None:
    mark = read_title(f"Call Dana {text}", "Call Dana", ReadingRules({}, date(2026, 11, 24), ("Dana",)))
    assert isinstance(mark, Mark)
    assert mark.note == note
