"""A retry near a block has a line on its sheet instead of a reminder; what is on the calendar stays where it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, time, timedelta
from typing import Any

import pytest

from followupd.core.plan import Plan
from followupd.core.reasons import MovedOn, NearestSheet
from followupd.core.values.event import Event
from followupd.core.values.facts import Attempt, Fact, Moved, Outcome, Promised
from followupd.core.values.hitlist import BlockRule, RetryRule, Status
from followupd.core.values.time import Span
from followupd.core.values.user_time import Busy, UserTime
from tests.kit.people import A_WEEK_APART, TUESDAY, at, calendar_after, hit_list, local, person, planned, tried

NOW = at("2026-11-20 14:00")                                    # a Friday; the next blocks are on Tuesdays at ten
MAIL: dict[str, Any] = {"via": ("email",), "emails": ("dana@example.com",)}
MONDAY = BlockRule((0,), time(10))


def mailed(when: str = "2026-11-20 13:00", contact: str = "dana") -> Attempt:
    return tried(when, Outcome.SENT, "email", contact)


def plan_of(
    *facts: Fact, blocks: Sequence[BlockRule] = (TUESDAY,), existing: Sequence[Event] = (), now: str = "",
    **values: Any,
) -> Plan:
    return planned(hit_list(person(**(MAIL | values)), blocks=blocks), facts, at(now) if now else NOW, existing)


def where(plan: Plan, key: str = "dana") -> str:
    """Return when somebody's item is, and what it is."""
    (event,) = (event for event in plan.events if key in event.people)
    return f"{'line' if event.uid.startswith('block-') else 'reminder'} {local(event.start)}"


@pytest.mark.parametrize(("blocks", "expected"), [
    # Sent on Friday 20 November, so again on Friday 27 November.
    ((BlockRule((4,), time(15)), TUESDAY), "line Fri 27 Nov 15:00"),          # on its day
    ((MONDAY, TUESDAY), "line Mon 30 Nov 10:00"),                             # else soon after it
    ((TUESDAY,), "line Tue 24 Nov 10:00"),                                    # else soon before it
    ((), "reminder Fri 27 Nov"),
])
def test_the_best_block_within_three_days(blocks: Sequence[BlockRule], expected: str) -> None:
    plan = plan_of(mailed(), blocks=blocks)
    assert where(plan).startswith(expected)
    assert len([event for event in plan.events if "dana" in event.people]) == 1


@pytest.mark.parametrize(("weekday", "gap", "expected"), [
    (0, 7, "line Mon 07 Dec 10:00"),               # on the first day back
    (3, 7, "line Thu 10 Dec 10:00"),               # three days after it
    (4, 7, "reminder Mon 07 Dec"),                 # four
    (1, 3, "line Tue 24 Nov 10:00"),               # before they leave
])
def test_days_away_count_for_nothing(weekday: int, gap: int, expected: str) -> None:
    """Away from Friday 27 November, the day of the retry, to Sunday 6 December: the three days begin on Monday."""
    off = {date(2026, 11, 27) + timedelta(days=number): "ski" for number in range(10)}
    retry, blocks = RetryRule(min_gap=Span(days=gap)), (BlockRule((weekday,), time(10)),)
    hitlist = hit_list(person(**MAIL), blocks=blocks, retry=retry)
    plans: list[Plan] = []
    for _ in range(2):
        plans.append(planned(hitlist, [mailed()], NOW, calendar_after(*plans), user_time=UserTime(off=off)))
        assert where(plans[-1]).startswith(expected)
    assert plans[1].events == plans[0].events
    dana = plans[1].statuses["dana"].next_try
    assert dana is not None
    assert any(isinstance(reason, MovedOn) for reason in dana.reasons) is ("Dec" in expected)


def test_a_reminder_that_passed_before_days_away_waits_for_the_first_block_after_them() -> None:
    """The next one would be on Monday 7 December, the day before the block."""
    off = {date(2026, 11, 25) + timedelta(days=number): "ski" for number in range(12)}
    facts = [mailed("2026-11-17 13:00")]
    first = planned(hit_list(person(**MAIL), blocks=()), facts, at("2026-11-18 07:00"))
    assert where(first).startswith("reminder Tue 24 Nov")
    for blocks, expected in (((), "reminder Mon 07 Dec"), ((TUESDAY,), "line Tue 08 Dec 10:00")):
        hitlist = hit_list(person(**MAIL), blocks=blocks)
        later = planned(hitlist, facts, at("2026-11-24 20:00"), calendar_after(first), user_time=UserTime(off=off))
        assert where(later).startswith(expected)


@pytest.mark.parametrize(("facts", "retry", "values"), [
    ([mailed("2026-11-20 13:00")], RetryRule(min_gap=Span(days=5)), {}),             # too soon after the last try
    # Paused until the Thursday before its day.
    ([mailed("2026-11-20 13:00")], RetryRule(), {"status": Status.PAUSED, "pause_until": date(2026, 11, 26)}),
    ([tried("2026-11-20 10:20")], RetryRule(), {"via": ("phone",)}),                 # the same time of day
    ([tried("2026-11-20 13:00")], RetryRule(), {"via": ("phone",), "hours": "14:00-17:00"}),     # not their hours
    # They asked for that day.
    ([tried("2026-11-20 13:00", Outcome.LEFT_MESSAGE, asked=("2026-11-24", None))], RetryRule(), {"via": ("phone",)}),
])
def test_what_keeps_its_reminder(facts: Sequence[Fact], retry: RetryRule, values: dict[str, Any]) -> None:
    hitlist = hit_list(person(**(MAIL | values)), retry=retry)
    assert where(planned(hitlist, facts, NOW)).startswith("reminder")


def test_people_who_are_due_come_first() -> None:
    """A sheet without room for one more leaves the retry its reminder; with room, both are on it."""
    for minutes, expected in ((30, "reminder Fri 27 Nov"), (15, "line Tue 24 Nov")):
        block = BlockRule((1,), time(10), timedelta(minutes=30), per_person=timedelta(minutes=minutes))
        plan = planned(hit_list(person(**MAIL), person("Bo"), blocks=(block,)), [mailed()], NOW)
        assert where(plan).startswith(expected)
        assert where(plan, "bo") == "line Tue 24 Nov 10:00"


def test_the_reason_for_another_day_is_given_until_the_block_is_over() -> None:
    """`why` leads from the day of the retry to that of the sheet, also while the sheet is being worked through."""
    plan = plan_of(mailed())
    for now in ("2026-11-24 09:55", "2026-11-24 10:05"):
        plan = plan_of(mailed(), existing=calendar_after(plan), now=now)
        item = plan.statuses["dana"].item
        assert item is not None
        assert item.interval.start == at("2026-11-24 10:00")
        assert NearestSheet() in plan.statuses["dana"].reasons, now


def test_a_line_stays_and_a_reminder_stays() -> None:
    """P3: whatever has become possible since, a line stays a line and a reminder a reminder."""
    alone = plan_of(mailed(), blocks=())
    with_a_block = plan_of(mailed(), existing=calendar_after(alone))
    assert where(with_a_block) == where(alone)
    line = plan_of(mailed())
    friday = BlockRule((4,), time(15))
    again = plan_of(mailed(), blocks=(TUESDAY, friday), existing=calendar_after(line))
    assert where(again) == where(line) == "line Tue 24 Nov 10:00"
    assert not again.openings


def test_when_its_block_goes_away_the_retry_has_a_reminder() -> None:
    line = plan_of(mailed())
    assert where(plan_of(mailed(), blocks=(), existing=calendar_after(line))).startswith("reminder Fri 27 Nov")


def test_when_its_block_moves_to_hours_that_do_not_suit() -> None:
    """A call at 13:00 failed; the block that was dragged to 12:10 is the same time of day."""
    failed = tried("2026-11-20 13:00")
    line = plan_of(failed, via=("phone",))
    assert where(line) == "line Tue 24 Nov 10:00"
    block = next(event for event in line.events if "dana" in event.people)
    start = at("2026-11-24 12:10")
    move = Moved(None, NOW, block.uid, start, start + timedelta(hours=1))
    there = (replace(block, start=move.start, end=move.end),)
    assert where(plan_of(failed, move, existing=there, via=("phone",))).startswith("reminder Fri 27 Nov")


def test_a_line_that_passed_unused_is_not_missed() -> None:
    """Before its day the retry keeps that day; after it, it goes on the next sheet."""
    line = plan_of(mailed())
    assert where(plan_of(mailed(), existing=calendar_after(line), now="2026-11-24 12:00")).startswith("reminder Fri 27")
    friday = plan_of(mailed(), blocks=(BlockRule((4,), time(15)), TUESDAY))
    assert where(friday) == "line Fri 27 Nov 15:00"
    later = plan_of(
        mailed(), blocks=(BlockRule((4,), time(15)), TUESDAY), existing=calendar_after(friday), now="2026-11-27 18:00"
    )
    assert where(later) == "line Tue 01 Dec 10:00"


def test_while_its_block_is_going_on_there_is_no_second_item() -> None:
    """P2: the line can still be ticked."""
    line = plan_of(mailed())
    during = plan_of(mailed(), existing=calendar_after(line), now="2026-11-24 10:20")
    assert not [event for event in during.events if "dana" in event.people]
    item = during.statuses["dana"].item
    assert item is not None
    assert item.on_sheet


def test_a_promise_and_the_retry_are_on_one_sheet() -> None:
    """A second mail on the sheet before its day, and beside it what was promised."""
    plan = plan_of(mailed(), Promised("dana", at("2026-11-19"), "send the list", date(2026, 11, 25)))
    assert where(plan) == where(plan_of(mailed()))
    (place,) = [item for _, item in plan.tasks.items.values()]
    assert where(plan) == f"line {local(place.interval.start)}"


def test_a_daily_block_with_nothing_else_holds_the_second_tries() -> None:
    """Two dozen mails of one morning: the blocks a week later hold them all, and no reminder is beside them."""
    daily = BlockRule((0, 1, 2, 3, 4), time(8, 45), timedelta(minutes=45))
    people = [person(f"P{number}", **(MAIL | {"emails": (f"p{number}@example.com",)})) for number in range(24)]
    facts = [mailed("2026-11-20 09:00", contact=one.slug) for one in people]
    hitlist = hit_list(*people, blocks=(daily,))
    plan = planned(hitlist, facts, NOW)
    assert not [event for event in plan.events if event.people and not event.uid.startswith("block-")]
    again = planned(hitlist, facts, NOW, calendar_after(plan))
    assert again.events == plan.events
    assert not again.openings


def test_a_meeting_on_the_block_frees_nobody_from_it() -> None:
    """A block that makes way within its week takes its lines along if it still suits."""
    line = plan_of(mailed())
    meeting = UserTime((Busy(next(e for e in line.events if "dana" in e.people).interval, "Meeting"),))
    moved = planned(hit_list(person(**MAIL)), [mailed()], NOW, calendar_after(line), user_time=meeting)
    assert where(moved).startswith("line Tue 24 Nov")


@pytest.mark.parametrize("per_day", [1, 3])
def test_full_days_push_nobody_past_a_sheet_with_room(per_day: int) -> None:
    """Thirty mails of one day come again in one week; the sheets after it are filled first, and stay (P3)."""
    people = [person(f"Dana {number}", **MAIL | {"emails": (f"d{number}@example.com",)}) for number in range(30)]
    hitlist = hit_list(*people, blocks=(TUESDAY,), retry=RetryRule(per_day=per_day))
    facts = [mailed(contact=one.slug) for one in people]
    plans = [planned(hitlist, facts, NOW)]
    plans.append(planned(hitlist, facts, NOW, calendar_after(*plans)))
    assert plans[0].events == plans[1].events
    seats = {event.start.date(): len(event.people) for event in plans[0].events if event.uid.startswith("block-")}
    full = max(seats.values())
    reminders = [event.start.date() for event in plans[0].events if event.uid.startswith("retry-")]
    assert reminders
    assert sorted(seats.values(), reverse=True)[:2] == [full, full]
    for day in reminders:
        near = [block for block in seats if timedelta(0) <= block - day <= timedelta(days=3)]
        assert all(seats[block] == full for block in near), day
    late = [
        status for status in plans[0].statuses.values()
        if status.item is not None and status.item.on_sheet and status.item.interval.start > at("2026-12-01 00:00")
    ]
    assert late
    assert all(MovedOn(date(2026, 11, 27), "that day was full") in status.reasons for status in late)


@pytest.mark.parametrize(("failed", "why"), [
    ("2026-11-21 10:00", "only the same time of day was left"),     # in the block of Saturday, empty a week later
    ("2026-11-21 15:00", ""),                                       # at another hour: it is on that sheet
])
def test_a_retry_past_a_sheet_with_room_says_that_the_hour_was_why(failed: str, why: str) -> None:
    """Saturday 28 November has nobody at all, but is at the hour of the try that failed; Wednesday is in the gap."""
    saturday, wednesday = BlockRule((5,), time(10)), BlockRule((2,), time(18, 30))
    hitlist = hit_list(person(), hours="Mon-Fri 9:00-17:00", blocks=(wednesday, saturday), retry=A_WEEK_APART)
    facts = [tried(failed, Outcome.NO_ANSWER, "phone")]
    plans: list[Plan] = []
    for _ in range(2):
        plans.append(planned(hitlist, facts, at("2026-11-21 16:00"), calendar_after(*plans)))
        dana = plans[-1].statuses["dana"]
        assert where(plans[-1]) == ("line Wed 02 Dec 18:30" if why else "line Sat 28 Nov 10:00")
        moved = [reason.because for reason in dana.reasons if isinstance(reason, MovedOn)]
        assert moved == ([why] if why else [])
    assert plans[0].events == plans[1].events
