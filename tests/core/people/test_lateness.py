"""Lateness: from the last real contact, through tries, rests and meetings to come."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from followupd.core.people.lateness import lateness_of
from followupd.core.values.facts import Booked, Outcome
from tests.kit.people import DENVER, at, hit_list, person, planned, tried

TODAY = date(2026, 11, 20)
REACHED = tried("2026-01-20 11:00", Outcome.REACHED)
FAILED = [tried(f"2026-{month:02}-10 11:00") for month in (5, 6, 7, 8)]


@pytest.mark.parametrize(("facts", "since", "due", "late"), [
    ([REACHED], date(2026, 1, 20), date(2026, 4, 20), date(2026, 5, 20)),
    ([REACHED, FAILED[0]], date(2026, 1, 20), date(2026, 4, 20), date(2026, 5, 20)),
    ([REACHED, *FAILED], date(2026, 1, 20), date(2026, 4, 20), date(2026, 5, 20)),
    ([REACHED, tried("2026-11-10", Outcome.SENT, "email")], date(2026, 1, 20), date(2026, 4, 20), date(2026, 5, 20)),
    ([REACHED, tried("2026-11-10", Outcome.SENT, "note")], date(2026, 11, 10), date(2027, 2, 10), date(2027, 3, 10)),
    ([REACHED, Booked("dana", at("2026-11-10 11:00"), date(2026, 12, 1))], date(2026, 1, 20), date(2026, 4, 20),
     date(2026, 5, 20)),
    ([], date(2026, 7, 31), date(2026, 7, 31), date(2026, 11, 30)),
    (FAILED, date(2026, 7, 31), date(2026, 7, 31), date(2026, 11, 30)),
])
def test_only_real_contact_counts(facts: list[object], since: date, due: date, late: date) -> None:
    """P1; and whoever was never reached is due from the day on which they were listed (here 31 July)."""
    status = planned(hit_list(person()), facts, at("2026-11-20 09:00")).statuses["dana"]  # type: ignore[arg-type]
    found = lateness_of(status.contact, status.timeline, DENVER)
    assert (found.since, found.due, found.late) == (since, due, late)
    assert (status.overdue, status.late) == (max(0, (TODAY - due).days), max(0, (TODAY - late).days))


def test_the_days_are_counted_from_the_day_after() -> None:
    """On the day itself nobody is overdue or late; urgency counts in cadences, and is negative before the day."""
    status = planned(hit_list(person()), [REACHED], at("2026-11-20 09:00")).statuses["dana"]
    found = lateness_of(status.contact, status.timeline, DENVER)
    assert [found.overdue(found.due + timedelta(days=n)) for n in (-5, 0, 1, 9)] == [0, 0, 1, 9]
    assert [found.beyond(found.late + timedelta(days=n)) for n in (-5, 0, 1, 9)] == [0, 0, 1, 9]
    assert found.urgency(found.due) == 0
    assert found.urgency(found.due - timedelta(days=9)) < 0 < found.urgency(found.due + timedelta(days=1)) < 0.02
