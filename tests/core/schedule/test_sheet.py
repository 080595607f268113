"""The people on a call sheet, their order and their number."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta
from typing import Any

import pytest

from followupd.core.plan import Plan
from followupd.core.schedule.status import State
from followupd.core.values.facts import Attempt, Outcome
from followupd.core.values.hitlist import BlockRule, Status
from tests.kit.people import TUESDAY, at, calendar_after, hit_list, local, person, planned, tried

NOW = at("2026-11-20 14:15")
NEXT, AFTER_NEXT = "block-2026w48-1-hitlist@followupd", "block-2026w49-1-hitlist@followupd"


def names(plan: Plan, uid: str = NEXT) -> list[str]:
    return [next_try.contact.name for next_try in plan.sheets[uid]]


def reached(key: str, day: str) -> Attempt:
    return tried(f"{day} 11:00", Outcome.REACHED, contact=key)


def test_the_order_of_a_sheet() -> None:
    """Those who asked, then by days overdue over the cadence, tried or not, then liked people, then list order."""
    people = (
        person("Late"), person("Later", every="2 weeks", at_most="3 weeks"), person("New"),
        person("Liked", like=True), person("Tried"), person("Asked"), person("Gone Mail", via=("email",), phones=(),
                                                                            emails=("g@example.com",)),
    )
    facts = [
        reached("late", "2026-08-14"), reached("later", "2026-10-01"), tried("2026-11-05 15:00", contact="tried"),
        tried("2026-11-05 15:00", Outcome.CALL_BACK, contact="asked", asked=("2026-11-10", "15:00")),
        tried("2026-11-10 15:00", Outcome.BOUNCED, "email", contact="gone-mail"),
    ]
    plan = planned(hit_list(*people), facts, NOW, since=NOW)
    assert names(plan) == ["Asked", "Later", "Late", "Liked", "New", "Tried", "Gone Mail"]


@pytest.mark.parametrize(
    ("minutes", "each", "people", "first", "second", "queue"),
    [(60, 8, 10, 7, 3, 0), (60, 8, 20, 7, 7, 6), (30, 15, 5, 2, 2, 1), (15, 20, 2, 1, 1, 0), (60, 60, 1, 1, 0, 0)],
)
def test_a_sheet_is_sized_to_its_minutes(
    minutes: int, each: int, people: int, first: int, second: int, queue: int
) -> None:
    """Nobody is dropped (P8): people without room now wait in the queue, in view."""
    rule = BlockRule((1,), time(10), timedelta(minutes=minutes), per_person=timedelta(minutes=each))
    contacts = [person(f"P{n}") for n in range(people)]
    plan = planned(hit_list(*contacts, blocks=(rule,)), [], NOW)
    assert (len(plan.sheets[NEXT]), len(plan.sheets[AFTER_NEXT])) == (first, second)
    assert sum(s.state is State.IN_QUEUE for s in plan.statuses.values()) == queue


@pytest.mark.parametrize(
    ("values", "on_sheet"),
    [
        ({}, True),
        ({"zone": "Europe/Berlin", "hours": "9:00-19:00"}, True),         # 18:00-19:00 there
        ({"zone": "Europe/Berlin", "hours": "9:00-18:00"}, False),
        ({"zone": "Europe/Berlin"}, True),                               # no hours given: the block says when
        ({"hours": "10:30-10:40"}, True),                                # some minutes are enough for a call
        ({"hours": "10:55-12:00"}, False),                               # five are not
        ({"hours": "11:00-12:00"}, False),
        ({"zone": "Asia/Tokyo"}, False),
        ({"zone": "Asia/Tokyo", "via": ("text",)}, False),
        ({"zone": "Asia/Tokyo", "via": ("email",), "emails": ("d@example.com",)}, True),
        ({"zone": "Pacific/Auckland", "hours": "Wed 6:00-7:00"}, True),  # Tuesday 10:00 is Wednesday 06:00 there
        ({"zone": "Pacific/Auckland", "hours": "Tue 6:00-7:00"}, False),
    ],
)
def test_only_people_whom_the_hour_suits(values: dict[str, Any], on_sheet: bool) -> None:
    """P7, in their zone and by their weekday; an email suits every hour. People whom no block holds get a reminder
    (P8)."""
    plan = planned(hit_list(person(**values)), [], NOW)
    status = plan.statuses["dana"]
    assert status.item is not None
    assert status.item.on_sheet is on_sheet


@pytest.mark.parametrize(
    ("last", "sheet"),
    [
        ("2026-11-20 09:00", None),        # tried in the morning: no block in the morning
        ("2026-11-13 15:00", NEXT),        # its retry passed on the 20th; the afternoon failed, the morning is new
        ("2026-11-13", NEXT),              # nobody knows when it was
    ],
)
def test_not_twice_at_the_same_time_of_day(last: str, sheet: str | None) -> None:
    """P7."""
    attempt = tried(last)
    before = planned(hit_list(person()), [attempt], attempt.at + timedelta(minutes=1))
    plan = planned(hit_list(person()), [attempt], NOW, before.events)
    item = plan.statuses["dana"].item
    assert item is not None
    assert (item.uid if item.on_sheet else None) == sheet


def test_the_gap_is_kept_on_sheets_too() -> None:
    """A weekly contact tried on Monday is not called on Tuesday, though the cadence is red."""
    dana = person(every="1 day", at_most="2 days")
    plan = planned(hit_list(dana), [tried("2026-11-23 16:00", Outcome.REACHED)], at("2026-11-23 17:00"))
    assert names(plan) == []
    assert plan.statuses["dana"].item is not None
    assert local(plan.statuses["dana"].item.interval.start) >= "Thu 26 Nov"


def test_a_running_sheet_keeps_its_people_until_they_are_tried() -> None:
    """P2 and P8: while the block goes on, the others are on it and nowhere else; people who were tried are planned
    again."""
    hitlist = hit_list(person("Ann"), person("Bob"))
    before = planned(hitlist, [], NOW)
    during = planned(hitlist, [tried("2026-11-24 10:05", contact="ann")], at("2026-11-24 10:20"), before.events)
    ann, bob = during.statuses["ann"], during.statuses["bob"]
    assert ann.item is not None
    assert local(ann.item.interval.start) == "Tue 01 Dec 14:00"
    assert bob.item is not None
    assert (bob.item.uid, bob.item.on_sheet) == (NEXT, True)
    assert all("bob" not in event.people for event in during.events)
    after = planned(hitlist, [tried("2026-11-24 10:05", contact="ann")], at("2026-11-24 11:00"),
                    calendar_after(before, during))
    assert names(after, AFTER_NEXT) == ["Bob"]


def test_a_second_block_in_the_week_takes_the_others() -> None:
    """A person is on one sheet at most (P2)."""
    contacts = [person(f"P{n}") for n in range(9)]
    plan = planned(hit_list(*contacts, blocks=(TUESDAY, replace(TUESDAY, days=(3,)))), [], NOW)
    first, second = ({w.key for w in sheet} for sheet in plan.sheets.values())
    assert (len(first), len(second), first & second) == (7, 2, set())


def test_who_is_paused_is_not_late() -> None:
    """Not even with a line on the sheet after the pause; from its last day on they are, by their last real contact."""
    until = date(2026, 11, 24)
    hitlist = hit_list(person(status=Status.PAUSED, pause_until=until, every="3 weeks", at_most="4 weeks"))
    facts = [reached("dana", "2026-09-01")]
    before = planned(hitlist, facts, NOW)
    assert names(before) == ["Dana"]
    after = planned(hitlist, facts, at("2026-11-24 08:00"), before.events)
    statuses = [plan.statuses["dana"] for plan in (before, after)]
    assert [(one.late, one.overdue) for one in statuses] == [(0, 0), (56, 63)]
