"""Days that are named exactly, and days that are only the first of a week, a month or a distance."""

from __future__ import annotations

from contextlib import suppress
from datetime import date

import pytest

from followupd.core.phrases.days import parse_day_or_month
from followupd.core.phrases.plain_days import day_ahead

SUNDAY = date(2026, 11, 22)


@pytest.mark.parametrize(("text", "vague"), [
    ("next week", True), ("next month", True), ("next year", True), ("in 3 days", True), ("2 weeks", True),
    ("a fortnight", True), ("in March", True), ("March 2028", True), ("in the new year", True),
    ("end of the week", True), ("tomorrow", False), ("next Tuesday", False), ("Tuesday", False), ("1 March", False),
    ("2026-12-25", False),
    ("the day after tomorrow", False), ("Thursday week", False), ("Christmas", False), ("at the weekend", False),
    ("next week 15:00", False), ("in 2 weeks at 15:00", False),
])
def test_a_week_a_month_and_a_distance_are_vague(text: str, vague: bool) -> None:
    """What names a day, or the hour of an appointment, is not, however it is read."""
    found = []
    with suppress(ValueError):
        found.append(parse_day_or_month(text, SUNDAY))
    if (loose := day_ahead(text.removeprefix("at "), SUNDAY)) is not None:
        found.append(loose[0])
    assert found
    assert {day.vague for day in found} == {vague}
