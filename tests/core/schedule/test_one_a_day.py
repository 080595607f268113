"""One item a day for one person: a task and a try of theirs are on one sheet, or on two days."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest

from followupd.core.people.wanted import is_task
from followupd.core.plan import Plan
from followupd.core.reasons import because
from followupd.core.values.event import Event
from followupd.core.values.facts import Fact, Moved, Outcome, Promised
from followupd.core.values.hitlist import Anniversary, BlockRule
from followupd.core.values.time import Span
from tests.kit.people import TUESDAY, at, calendar_after, hit_list, local, person, planned, tried

NOW = at("2026-11-20 14:10")                     # a Friday; the next blocks are on Tuesday 24 and 1 December, 10:00
TRY_OF_FRIDAY = tried("2026-11-20 10:00")        # comes again on Friday 27 November


def promise(by: date | None) -> Promised:
    return Promised("dana", at("2026-11-19"), "send the list", by)


def plan_of(*facts: Fact, existing: Sequence[Event] = (), blocks: Sequence[BlockRule] = (TUESDAY,)) -> Plan:
    return planned(hit_list(person(), blocks=blocks), facts, NOW, existing)


def items(plan: Plan) -> list[str]:
    """Return Dana's items of the plan in order of time, each with its day."""
    return [
        f"{'task' if is_task(ref) else 'try'} {local(event.start)[:10]}"
        for event in plan.events for ref in event.people
    ]


@pytest.mark.parametrize(("by", "expected"), [
    # Due since yesterday: both are on the next sheet, which is one visit.
    (date(2026, 11, 27), ["task Tue 24 Nov", "try Tue 24 Nov"]),
    (None, ["task Tue 24 Nov", "try Tue 24 Nov"]),
    # The promise has a reminder on Monday: the call is on Tuesday's sheet.
    (date(2026, 11, 23), ["task Mon 23 Nov", "try Tue 24 Nov"]),
])
def test_a_task_and_a_first_try_are_on_one_sheet_or_on_two_days(by: date | None, expected: list[str]) -> None:
    first = plan_of(promise(by))
    assert items(first) == expected
    again = plan_of(promise(by), existing=calendar_after(first))
    assert items(again) == expected
    assert not again.openings


def test_a_line_stays_when_the_day_of_a_promise_has_come() -> None:
    """Nothing but midnight happens: the call stays on the sheet on which it is, and the promise has its reminders."""
    hitlist = hit_list(person(every="6 weeks", at_most="8 weeks"))
    facts: list[Fact] = [tried("2026-08-01 10:00", Outcome.REACHED), promise(date(2026, 11, 25))]
    plans: list[Plan] = []
    for now in ("2026-11-20 07:00", "2026-11-24 12:00", "2026-11-24 20:00", "2026-11-25 00:05", "2026-11-26 00:05"):
        plans.append(planned(hitlist, facts, at(now), calendar_after(*plans), since=at("2026-08-01")))
    assert [items(plan) for plan in plans[2:]] == [
        ["task Wed 25 Nov", "try Tue 01 Dec"], ["task Wed 25 Nov", "try Tue 01 Dec"],
        ["task Thu 26 Nov", "try Tue 01 Dec"],
    ]


def test_a_reminder_of_a_try_leaves_the_day_of_a_task() -> None:
    """Without a block, a promise for Friday has Friday; the retry of that day comes on Monday, and says why."""
    plan = plan_of(TRY_OF_FRIDAY, promise(date(2026, 11, 27)), blocks=())
    assert items(plan) == ["task Fri 27 Nov", "try Mon 30 Nov"]
    dana = plan.statuses["dana"].next_try
    assert dana is not None
    assert "something else for them is on that day" in because(dana.reasons, NOW.date())


def test_a_task_leaves_the_day_of_a_try_that_was_there_first() -> None:
    """The retry stays on Friday (P3); the promise for that day has its reminder the day before."""
    before = plan_of(TRY_OF_FRIDAY, blocks=())
    assert items(before) == ["try Fri 27 Nov"]
    plan = plan_of(TRY_OF_FRIDAY, promise(date(2026, 11, 27)), existing=calendar_after(before), blocks=())
    assert items(plan) == ["task Thu 26 Nov", "try Fri 27 Nov"]
    assert [e.start for e in plan.events if e.people == ("dana",)] == [e.start for e in before.events if e.people]


@pytest.mark.parametrize(("asked", "there"), [(None, "Tue 24 Nov"), (("2026-11-23", None), "Mon 23 Nov")])
def test_a_call_leaves_the_day_to_which_a_card_was_dragged(asked: tuple[str, None] | None, there: str) -> None:
    """The late card may be a call as well; but a call that they asked for stays on its day."""
    dana = person(dates=(Anniversary("birthday", 11, 21, 1976, Span(days=7)),))
    hitlist, now = hit_list(dana, blocks=()), at("2026-11-20 07:00")
    failed = tried("2026-11-16 10:00", Outcome.LEFT_MESSAGE, asked=asked)      # again on Monday 23 November
    plans = [planned(hitlist, [failed], now)]
    card = next(event for event in plans[0].events if is_task(event.people[0]))
    assert items(plans[0]) == [f"task {local(card.start)[:10]}", "try Mon 23 Nov"]
    moved = Moved("dana", now, card.uid, at("2026-11-23 10:00"), at("2026-11-23 10:15"))
    for _ in range(2):
        plans.append(planned(hitlist, [failed, moved], now, calendar_after(*plans)))
        assert sorted(items(plans[-1])) == ["task Mon 23 Nov", f"try {there}"]
    assert plans[-1].events == plans[-2].events


def test_a_promise_for_tomorrow_shares_the_day_when_no_other_is_left() -> None:
    """Being in time counts more than being alone: a promise for the only day left is on it, beside the try."""
    failed = tried("2026-11-16 10:00")                              # comes again on Monday 23 November
    before = plan_of(failed, blocks=())
    assert items(before) == ["try Mon 23 Nov"]
    facts: list[Fact] = [failed, promise(date(2026, 11, 23))]
    there = calendar_after(before)
    assert items(plan_of(*facts, existing=there, blocks=())) == ["task Fri 20 Nov", "try Mon 23 Nov"]
    on_sunday = planned(hit_list(person(), blocks=()), facts, at("2026-11-22 12:00"), there)
    assert items(on_sunday) == ["task Mon 23 Nov", "try Mon 23 Nov"]


def test_the_reminder_of_a_promise_stays_on_its_own_day() -> None:
    """On Friday, because of the call on Monday; when Friday has come it does not go to Monday after all."""
    hitlist, failed = hit_list(person(), blocks=()), tried("2026-11-16 10:00")
    facts: list[Fact] = [failed, promise(date(2026, 11, 23))]
    before = plan_of(failed, blocks=())
    plans = [before, planned(hitlist, facts, at("2026-11-19 20:00"), calendar_after(before))]
    on_the_day = planned(hitlist, facts, at("2026-11-20 07:00"), calendar_after(*plans))
    assert items(on_the_day) == items(plans[1]) == ["task Fri 20 Nov", "try Mon 23 Nov"]
