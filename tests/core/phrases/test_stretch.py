"""A coming day or week, as people say it."""

from __future__ import annotations

from datetime import date

import pytest

from followupd.core.phrases.stretch import parse_stretch

TUESDAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("this week", "2026-11-23", "2026-11-29"),
        ("This  Week", "2026-11-23", "2026-11-29"),
        ("next week", "2026-11-30", "2026-12-06"),
        ("the week of 9 Dec", "2026-12-07", "2026-12-13"),
        ("week of 2027-01-01", "2026-12-28", "2027-01-03"),
        ("Tuesday", "2026-11-24", "2026-11-24"),        # it is Tuesday
        ("next Tuesday", "2026-12-01", "2026-12-01"),
        ("Thu", "2026-11-26", "2026-11-26"),
        ("Monday", "2026-11-30", "2026-11-30"),
        ("today", "2026-11-24", "2026-11-24"),
        ("tomorrow", "2026-11-25", "2026-11-25"),
        ("2026-12-08", "2026-12-08", "2026-12-08"),
    ],
)
def test_days_and_weeks(text: str, first: str, last: str) -> None:
    """Said on a Tuesday."""
    assert parse_stretch(text, TUESDAY) == (date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize("text", ["", "blursday", "week", "the weekend", "week of", "03/04/2026", "9999-12-31", "é"])
def test_what_is_neither(text: str) -> None:
    """One sentence, or a week."""
    try:
        first, last = parse_stretch(text, TUESDAY)
    except ValueError as error:
        assert str(error).endswith(".")  # noqa: PT017 - only if it is raised
    else:
        assert (text, (last - first).days) == ("week", 6)
