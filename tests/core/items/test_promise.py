"""Promises: what counts as one, when it is open, and where it is placed."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import Any

import pytest

from followupd.core.items.kinds import is_task_line
from followupd.core.people.promises import Given, promises_of
from followupd.core.people.wanted import ref_of
from followupd.core.phrases.times import parse_span
from followupd.core.plan import Plan
from followupd.core.values.event import Event
from followupd.core.values.facts import Fact, Outcome, Promised, Settled, Skipped
from followupd.core.values.hitlist import BlockRule, Promise, RetryRule
from followupd.core.values.time import are_different_times, minute_of
from followupd.core.values.uid import Kind, digits_of, parse_item
from tests.kit.people import DENVER, at, calendar_after, hit_list, local, person, planned, tried

FRIDAY = date(2026, 11, 27)
NOW = at("2026-11-20 14:10")                     # a Friday; the next blocks are on Tuesday 24 and 1 December, 10:00


def open_ones(*told: Promised | Settled, promises: tuple[Promise, ...] = ()) -> list[tuple[str, date | None]]:
    return [(p.what, p.by) for p in promises_of(person(promises=promises), told) if p.ended is None]


MADE = Promised("dana", NOW, "send the Lisbon list", FRIDAY)
LATER = at("2026-11-22 09:00")


@pytest.mark.parametrize(("told", "promises", "left"), [
    ([MADE], (), [("send the Lisbon list", FRIDAY)]),
    ([MADE], (Promise("Send the  Lisbon list."),), [("send the Lisbon list", FRIDAY)]),
    ([], (Promise("send the Lisbon list", FRIDAY),), [("send the Lisbon list", FRIDAY)]),
    ([MADE, Promised("dana", LATER, "Send the Lisbon list", date(2026, 12, 1))], (),
     [("send the Lisbon list", date(2026, 12, 1))]),
    ([MADE, Settled("dana", LATER, "send the Lisbon list", FRIDAY)], (), []),
    ([MADE, Settled("dana", LATER, "send the Lisbon list", FRIDAY)], (Promise("send the Lisbon list", FRIDAY),), []),
    ([MADE, Settled("dana", LATER, "send the Lisbon list", FRIDAY)],
     (Promise("send the Lisbon list", date(2027, 3, 1)),), [("send the Lisbon list", date(2027, 3, 1))]),
    ([Settled("dana", NOW, "x", None), Promised("dana", LATER, "x")], (), [("x", None)]),
    ([MADE], (Promise("send the Lisbon list", FRIDAY, done=True),), []),
    ([MADE, Promised("dana", NOW, "the photos")], (), [("send the Lisbon list", FRIDAY), ("the photos", None)]),
    # Said again without a day, the day stays; typed with another day, the hit list says which.
    ([MADE, Promised("dana", LATER, "send the Lisbon list")], (), [("send the Lisbon list", FRIDAY)]),
    ([MADE], (Promise("send the Lisbon list", date(2026, 12, 4)),), [("send the Lisbon list", date(2026, 12, 4))]),
    # Promised again after it was kept, and typed as it was the first time: that line is an old one.
    ([MADE, Settled("dana", LATER, MADE.what, FRIDAY), Promised("dana", LATER, MADE.what, date(2027, 1, 8))],
     (Promise("send the Lisbon list"),), [("send the Lisbon list", date(2027, 1, 8))]),
    # Recorded out of order, as after an import: what happened last decides.
    ([Settled("dana", LATER, "send the Lisbon list", FRIDAY), MADE], (), []),
])
def test_one_promise_from_two_inputs_is_one(
    told: list[Promised | Settled], promises: tuple[Promise, ...], left: list[tuple[str, date | None]]
) -> None:
    """The hit list and the history are equal inputs: case and spaces do not count, a new day renews a kept one."""
    assert open_ones(*told, promises=promises) == left


def test_a_dropped_promise_is_distinguished_from_a_kept_one() -> None:
    found = promises_of(person(), [MADE, Settled("dana", LATER, MADE.what, FRIDAY, kept=False)])
    assert [p.ended.sign for p in found if p.ended] == ["dropped"]
    assert isinstance(found[0], Given)


def plan_of(*facts: Fact, existing: tuple[Event, ...] = (), now: Any = NOW, blocks: Any = None, **values: Any) -> Plan:
    values.setdefault("dates", ())
    hitlist = hit_list(person(**values), blocks=(BlockRule((1,), time(10)),) if blocks is None else blocks)
    return planned(hitlist, facts, now, existing)


def places(plan: Plan) -> list[tuple[str, bool]]:
    return [(local(item.interval.start), item.on_sheet) for _, item in plan.tasks.items.values()]


@pytest.mark.parametrize(("by", "where"), [
    (FRIDAY, [("Tue 24 Nov 10:00", True)]),
    (None, [("Tue 24 Nov 10:00", True)]),
    (date(2026, 11, 10), [("Tue 24 Nov 10:00", True)]),        # overdue: first of all on the next sheet
    (date(2026, 12, 2), [("Tue 24 Nov 10:00", True)]),
    (date(2026, 11, 23), [("Mon 23 Nov 09:00", False)]),       # no block comes before it
    (date(2026, 11, 22), [("Mon 23 Nov 09:00", False)]),       # a Sunday, and Friday's hours are over by then
    (date(2027, 6, 1), []),                                    # months away: not yet
])
def test_a_promise_has_one_place(by: date | None, where: list[tuple[str, bool]]) -> None:
    """The next sheet up to its day; a separate reminder if no block comes before."""
    now = at("2026-11-20 17:20")
    plan = plan_of(Promised("dana", at("2026-11-09"), "send the list", by), now=now)
    assert places(plan) == where


def test_it_is_not_closed_by_a_contact_and_comes_before_the_people() -> None:
    """Reached on the phone: the cadence starts again, the promise stays; its line is the sheet's first."""
    plan = plan_of(MADE, tried("2026-11-20 15:00", Outcome.REACHED), now=at("2026-11-20 16:00"))
    block = plan.events[0]
    assert block.summary == "Outreach block: 1 promise"
    assert block.description.split("\n")[2] == "[ ] Promised to Dana: send the Lisbon list"
    plan = planned(hit_list(person(), person("Bo")), [MADE], NOW)
    lines = [line for line in plan.events[0].description.split("\n") if line.startswith("[ ]")]
    assert lines == ["[ ] Promised to Dana: send the Lisbon list", "[ ] Call Dana", "[ ] Call Bo"]
    assert plan.events[0].people == (ref_of(_uid(plan), "hitlist"), "dana", "bo")


def _uid(plan: Plan) -> str:
    (task, _), = plan.tasks.items.values()
    return f"promise-{task.meaning}-hitlist@followupd"


def test_a_reminder_that_passed_goes_to_the_next_sheet() -> None:
    """Due Monday, no block before: a reminder on Monday; unanswered, it is on Tuesday's sheet, and says so."""
    monday = Promised("dana", at("2026-11-09"), "send the list", date(2026, 11, 23))
    spoke = tried("2026-11-19 10:00", Outcome.REACHED)                  # so no call is on that sheet
    first = plan_of(monday, spoke)
    (event,) = (e for e in first.events if e.uid.startswith("promise-"))
    assert event.summary == "Promised to Dana: send the list"
    later = plan_of(monday, spoke, existing=calendar_after(first), now=at("2026-11-23 12:00"))
    assert places(later) == [("Tue 24 Nov 10:00", True)]
    assert "You promised it on 9 November for 23 November.\n    It is still open." in later.events[0].description


@pytest.mark.parametrize("by", [date(2026, 11, 20), date(2026, 11, 21), date(2026, 11, 22)])
def test_a_promise_for_today_has_its_reminder_today(by: date) -> None:
    """Made on Friday at 14:10, for today or the weekend: the rest of Friday is left, and it stays there (P3)."""
    made = Promised("dana", NOW, "send the list", by)
    first = plan_of(made)
    assert places(first) == [("Fri 20 Nov 14:30", False)]
    (event,) = (e for e in first.events if e.uid.startswith("promise-"))
    assert f"You promised it on 20 November for {by.day} November." in event.description
    for now in ("2026-11-20 14:10", "2026-11-20 14:25", "2026-11-20 14:40"):
        again = plan_of(made, existing=calendar_after(first), now=at(now))
        assert places(again) == [("Fri 20 Nov 14:30", False)]
        assert not again.openings


def test_after_the_last_hour_of_its_day_it_comes_on_the_next_one() -> None:
    made = Promised("dana", NOW, "send the list", date(2026, 11, 20))
    assert places(plan_of(made, now=at("2026-11-20 17:25"))) == [("Mon 23 Nov 09:00", False)]


def test_a_late_promise_comes_again_soon_and_does_not_nag() -> None:
    """No block at all: a reminder on its day, on the next workday, then two days later, then each week; never dropped.

    One at a time (P2), each at another time of day than the one before.
    """
    existing: tuple[Event, ...] = ()
    seen: list[datetime] = []
    for number in range(30):
        now = at("2026-11-20 20:00") + timedelta(days=number)
        plan = plan_of(tried("2026-11-20 12:00", Outcome.REACHED), MADE, existing=existing, now=now, blocks=())
        (mine,) = (event.start for event in plan.events if event.uid.startswith("promise-"))
        seen += [mine] if mine not in seen else []
        existing = calendar_after(plan) + existing
    assert [local(one)[:10] for one in seen] == [
        "Fri 27 Nov", "Mon 30 Nov", "Wed 02 Dec", "Wed 09 Dec", "Wed 16 Dec", "Wed 23 Dec",
    ]
    clocks = [minute_of(one, DENVER) for one in seen]
    assert all(are_different_times(before, after) for before, after in pairwise(clocks))


def test_a_promise_that_comes_again_finds_no_full_day() -> None:
    """A late one is urgent, but a day with enough reminders stays as it is."""
    people = [person(), *(person(f"P{n}", log=(tried("2026-11-19 10:00", contact=f"p{n}"),)) for n in range(4))]
    hitlist, facts = hit_list(*people, blocks=(), retry=RetryRule(ladder=(parse_span("11 days"),), per_day=4)), [MADE]
    before = planned(hitlist, facts, at("2026-11-20 20:00"))
    assert sum(local(event.start)[:10] == "Mon 30 Nov" for event in before.events) == 4
    again = planned(hitlist, facts, at("2026-11-27 20:00"), calendar_after(before))
    (mine,) = (event.start for event in again.events if event.uid.startswith("promise-"))
    assert local(mine)[:10] == "Tue 01 Dec"


def test_a_deleted_reminder_skips_the_reminder_and_not_the_promise() -> None:
    """It comes back on the next sheet; the person does not rest for it."""
    monday = Promised("dana", at("2026-11-09"), "send the list", date(2026, 11, 23))
    (event,) = (e for e in plan_of(monday).events if e.uid.startswith("promise-"))
    gone = Skipped("dana", at("2026-11-20 15:00"), event.uid, event.start)
    plan = plan_of(monday, gone, now=at("2026-11-20 16:00"))
    assert places(plan) == [("Tue 24 Nov 10:00", True)]
    assert plan.statuses["dana"].timeline.rest is None


def test_promises_take_half_of_a_sheet_at_most() -> None:
    """Ten promises, a sheet of seven lines: the four with the earliest days are on it, and people keep the rest."""
    many = [Promised("dana", NOW, f"thing {n}", date(2026, 11, 24 + n % 3)) for n in range(10)]
    plan = plan_of(*many)
    first = next(iter(plan.tasks.sheets.values()))
    assert [m.by for m in first] == [date(2026, 11, 24)] * 4
    assert len(plan.tasks.items) == 10                        # the others are separate reminders, or later sheets


def test_no_text_makes_a_uid_that_reads_as_another_day() -> None:
    """Eight digits would be read as the day of the item, and the promise would belong to nobody."""
    for number in range(3000):
        told = f"thing {number}"
        uid = f"promise-dana-20261127-{digits_of(told)}-hitlist@followupd"
        assert parse_item(uid) == (Kind.PROMISE, "dana", FRIDAY), told


def test_its_uid_is_one_of_a_persons_items_and_its_line_no_try() -> None:
    uid = _uid(plan_of(MADE))
    assert (ref_of(uid, "hitlist") or "").startswith("promise/dana-20261127-")
    assert ref_of("retry-dana-20261127-2-hitlist@followupd", "hitlist") is None
    assert is_task_line(" Promised to Dana: send the Lisbon list")
    assert not is_task_line("Call Dana")

