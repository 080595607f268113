"""Somebody on one line: each part is understood as a whole, or asked about."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followupd.hitlist.edits.changes import Bare, Keys, Value
from followupd.hitlist.first import CATEGORIES
from followupd.hitlist.typed_people import parse_person


@pytest.mark.parametrize(("line", "pairs"), [
    ("Mia", {}),
    ("  - Mia  Chen ", {}),
    ("Mia, +49 30 1234567", {"phone": "+49 30 1234567"}),
    ("Mia, (303) 555-0142, 303 555 0143", {"phone": ("(303) 555-0142", "303 555 0143")}),
    ("Mia <mia@example.com>", {"email": "mia@example.com"}),
    ("Mia; every 6 weeks; mia@example.com", {"every": "6 weeks", "email": "mia@example.com"}),
    ("Mia, weekly, Friend, like", {"category": "friends", "every": "weekly", "like": Bare("yes")}),
    ("Mia, twice a year,, clients", {"category": "clients", "every": "twice a year"}),
    ("Mia, birthday 14 May", {"dates": Keys((("birthday", "14 May"),))}),
])
def test_what_is_understood(line: str, pairs: dict[str, Value]) -> None:
    person = parse_person(line, CATEGORIES)
    assert person.name in ("Mia", "Mia Chen")
    assert dict(person.pairs[1:]) == pairs


@pytest.mark.parametrize(("line", "said"), [
    ("Mia, blue shoes", '"blue shoes" was not understood'),
    ("Mia, Dana", '"Dana" was not understood'),
    ("Mia, 6", '"6" was not understood'),
    ("Mia, 2026-05-14", '"2026-05-14" was not understood'),
    ("Mia, hours 12:00-14:00", '"hours 12:00-14:00" was not understood'),
    ("Mia, met 2026-10-12", '"met 2026-10-12" was not understood'),
    ("Mia, biweekly", "may mean two things"),
    ("Mia, every fortnights", "every fortnights"),
    ("Mia, weekly, monthly", "that was said already"),
    ("Mia, mia@", "is not an e-mail address"),
    ("Mia, birthday 35 May", "no such day"),
    ("Mia, +49 30 O2345678", "has the letter"),
    ("Mia +49 30 1234567", "Write Mia, +49 30 1234567."),
    ("mia@example.com", "Put the name before it"),
    (", +49 30 1234567", "nothing that is shown"),
])
def test_what_is_asked_about(line: str, said: str) -> None:
    with pytest.raises(ValueError, match=re.escape(said)):
        parse_person(line, CATEGORIES)


@given(st.text(max_size=60))
def test_any_line_is_somebody_whole_or_refused(line: str) -> None:
    """Property: nothing behind a comma is dropped: there are as many values as parts."""
    try:
        person = parse_person(line, CATEGORIES)
    except ValueError:
        return
    parts = re.split("[,;<\t]", line.replace(">", ""))
    values = sum(len(value) if isinstance(value, tuple) else 1 for _, value in person.pairs)
    assert values == len([part for part in parts if part.strip()])
