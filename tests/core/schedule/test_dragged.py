"""Reminders that the user dragged: the time they chose is kept, until the next try or until it has passed."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from followupd.core.values.facts import Attempt, Fact, Moved, Outcome
from tests.kit.people import A_WEEK_APART, at, hit_list, person, planned, reminders, tried


@pytest.mark.parametrize(
    ("to", "expected"),
    [
        ("2026-12-09 20:00", [("dana", "Wed 09 Dec 20:00")]),       # outside all hours: the user's choice wins
        ("2026-11-21 09:00", [("dana", "Sat 21 Nov 09:00")]),       # before min_gap
        ("2026-11-20 08:00", [("dana", "Fri 27 Nov 12:30")]),       # into the past: as good as passed
    ],
)
def test_a_drag_is_kept(to: str, expected: list[tuple[str, str]]) -> None:
    """P6: at the time that the user chose; dragged into the past it has passed, and comes again after `min_gap`."""
    hitlist, facts = hit_list(person(), retry=A_WEEK_APART), [tried("2026-11-19 14:10")]
    before = planned(hitlist, facts, at("2026-11-20 14:15"))
    (event,) = (e for e in before.events if e.people)
    start = at(to)
    move = Moved("dana", at("2026-11-20 16:00"), event.uid, start, start + timedelta(minutes=15))
    dragged = replace(event, start=start, end=move.end)
    after = planned(hitlist, [*facts, move], at("2026-11-20 16:00"), (dragged,))
    assert reminders(after) == expected
    assert not any(after.sheets.values())


def test_a_drag_counts_until_the_next_try() -> None:
    """The next retry of the row is placed by the rules again."""
    hitlist, facts = hit_list(person(), retry=A_WEEK_APART), [tried("2026-11-20 14:10")]
    (event,) = (e for e in planned(hitlist, facts, at("2026-11-20 14:15")).events if e.people)
    move = Moved("dana", at("2026-11-20 16:00"), event.uid, at("2026-11-25 20:00"), at("2026-11-25 20:15"))
    later: list[Attempt] = [tried("2026-11-25 20:05")]
    assert reminders(planned(hitlist, [*facts, move, *later], at("2026-11-25 21:00"))) == [("dana", "Wed 02 Dec 10:00")]


def test_a_reminder_that_was_dragged_two_months_ahead_stays_there() -> None:
    """P6: further ahead than followupd writes reminders."""
    hitlist, now = hit_list(person(), blocks=()), at("2026-11-20 12:00")
    before = planned(hitlist, [], now)
    (event,) = before.events
    there = at("2027-01-20 11:00")
    move = Moved("dana", now, event.uid, there, there + timedelta(minutes=15))
    after = planned(hitlist, [move], now + timedelta(minutes=1), before.events)
    assert [(e.uid, e.start) for e in after.events] == [(event.uid, there)]


def test_a_reminder_that_was_dragged_to_an_earlier_day_and_passed_comes_again_on_its_own_day() -> None:
    """P1: a week after the day to which it was dragged would be before they are due."""
    hitlist = hit_list(person(every="1 month"), blocks=())
    facts: list[Fact] = [tried("2026-11-20 14:10", Outcome.REACHED)]                # due Sunday 20 December
    before = planned(hitlist, facts, at("2026-12-01 09:00"))
    (event,) = before.events
    facts.append(Moved("dana", at("2026-12-01 09:05"), event.uid, at("2026-12-03 15:00"), at("2026-12-03 15:15")))
    dragged = planned(hitlist, facts, at("2026-12-01 09:10"), before.events)
    assert reminders(dragged) == [("dana", "Thu 03 Dec 15:00")]
    again = planned(hitlist, facts, at("2026-12-03 16:00"), dragged.events)
    assert reminders(again) == [("dana", "Mon 21 Dec 13:30")]
