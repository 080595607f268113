"""People on a sheet before their day: only if there is room, and never against P1 to P14."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import Any

import pytest

from followupd.core.phrases.times import parse_span
from followupd.core.plan import Plan
from followupd.core.reasons import BackLate, BeforeItsDay, NotYet, because
from followupd.core.schedule.fitting import patience
from followupd.core.values.facts import Attempt, Outcome, Skipped
from followupd.core.values.hitlist import BlockRule, RetryRule
from tests.kit.people import TUESDAY, at, hit_list, local, person, planned, tried

NOW = at("2026-11-20 14:15")
NEXT = "block-2026w48-1-hitlist@followupd"      # Tuesday 24 November 10:00


def names(plan: Plan) -> list[str]:
    return [next_try.contact.name for next_try in plan.sheets[NEXT]]


def reached(day: str, contact: str = "dana") -> Attempt:
    return tried(f"{day} 11:00", Outcome.REACHED, contact=contact)


@pytest.mark.parametrize(
    ("every", "last", "early"),
    [
        ("3 months", "2026-08-31", True),       # due on 30 November, 6 days after the block
        ("3 months", "2026-09-07", True),       # due on 7 December: 13 days, 15 % of the cadence
        ("3 months", "2026-09-08", False),
        ("6 months", "2026-06-08", True),       # due on 8 December: a fortnight
        ("6 months", "2026-06-09", False),
        ("4 weeks", "2026-10-31", True),        # due on 28 November, 4 days after; 15 % of 28 days are 4
        ("4 weeks", "2026-11-01", False),
        ("2 weeks", "2026-11-12", True),        # 2 days
        ("2 weeks", "2026-11-13", False),
        ("3 months", "2026-08-24", True),       # due on the very day: not early, but there
    ],
)
def test_room_on_a_sheet_goes_to_people_who_are_nearly_due(every: str, last: str, early: bool) -> None:
    """Up to a fortnight before it, and at most 15 % of the cadence."""
    plan = planned(hit_list(person(every=every, at_most="1 year")), [reached(last)], NOW)
    assert names(plan) == (["Dana"] if early else [])


def test_the_sheet_says_that_it_is_early() -> None:
    """And the day itself, so that nobody wonders."""
    plan = planned(hit_list(person()), [reached("2026-08-31")], NOW)
    (next_try,) = plan.sheets[NEXT]
    assert because(next_try.reasons, date(2026, 11, 24)) == (
        "Last contact Mon 31 Aug, every 3 months: due Mon 30 Nov; a little before that, since this block has room"
    )


def test_people_who_are_due_come_first() -> None:
    """A sheet of two lines: both are due, nobody is early."""
    rule = BlockRule((1,), TUESDAY.time, timedelta(minutes=16))
    people = (person("Early", like=True), person("Due"), person("New"))
    facts = [reached("2026-08-31", "early"), reached("2026-08-20", "due")]
    assert names(planned(hit_list(*people, blocks=(rule,)), facts, NOW)) == ["New", "Due"]
    assert names(planned(hit_list(*people), facts, NOW)) == ["New", "Due", "Early"]


@pytest.mark.parametrize(
    ("values", "facts"),
    [
        ({}, [tried("2026-08-31 11:00", Outcome.DECLINED)]),                        # a no: the rest is kept whole
        ({}, [Skipped("dana", at("2026-08-31"), "due-dana-20260831-hitlist@followupd", at("2026-08-31 10:00"))]),
        ({"pause_until": date(2026, 11, 27)}, [reached("2026-08-31")]),
        ({}, [reached("2026-08-31"), tried("2026-11-22 11:00", Outcome.BOUNCED)]),  # min_gap
    ],
)
def test_nobody_is_early_in_a_rest_a_pause_or_a_gap(values: dict[str, Any], facts: list[Attempt | Skipped]) -> None:
    """P7 and P8 before room."""
    plan = planned(hit_list(person(**values)), facts, at("2026-11-23 08:00"))
    assert not any(isinstance(reason, BeforeItsDay) for next_try in plan.sheets[NEXT] for reason in next_try.reasons)
    assert names(plan) == []


@pytest.mark.parametrize(("ladder", "last", "early"), [
    (("2 days", "3 days", "1 month"), "2026-08-29", True),      # due on 29 November, 5 days after the block
    (("2 days", "3 days", "1 month"), "2026-08-30", False),     # time for two tries of this ladder, and no more
    (("4 days",), "2026-08-28", True),
    (("4 days",), "2026-08-29", False),
])
def test_no_longer_than_the_first_two_waits(ladder: tuple[str, ...], last: str, early: bool) -> None:
    """A ladder with short waits need not begin so early."""
    retry = RetryRule(ladder=tuple(parse_span(text) for text in ladder))
    assert names(planned(hit_list(person(), retry=retry), [reached(last)], NOW)) == (["Dana"] if early else [])


def test_without_a_ladder_nobody_is_early() -> None:
    hitlist = hit_list(person(), retry=RetryRule(ladder=()))
    assert names(planned(hitlist, [reached("2026-08-31")], NOW)) == []


def test_nobody_waits_for_one_far_block() -> None:
    """A yearly friend in Zurich who is reached until 18:00 is due in August; the Tuesday block at 10:00 suits only in
    the one week in autumn in which one of the two clocks has changed. They get a separate reminder in August."""
    friend = person(every="1 year", at_most="15 months", zone="Europe/Zurich", hours="9:00-18:00")
    hitlist = hit_list(friend)
    plan = planned(hitlist, [reached("2026-08-05")], at("2027-08-01 08:00"), since=at("2026-08-01"))
    status = plan.statuses["dana"]
    assert status.next_try is not None
    assert patience(status.next_try) == date(2027, 9, 9)
    assert status.item is not None
    assert not status.item.on_sheet
    assert local(status.item.interval.start) == "Thu 05 Aug 09:30"


@pytest.mark.parametrize(("at_most", "due", "on_sheet"), [
    ("1 year", "2026-10-20", True),        # her five weeks are over on Tuesday, and the sheet of that day is full
    ("1 year", "2026-10-17", True),        # they are over on Saturday
    ("129 days", "2026-10-17", False),     # she is late on Sunday
])
def test_a_block_within_a_week_is_waited_for_until_somebody_is_late(at_most: str, due: str, *, on_sheet: bool) -> None:
    """Blocks suited in these weeks, and were full or missed: one more is no reason for a reminder beside it."""
    hitlist = hit_list(person(every="3 months", at_most=at_most))
    last = date.fromisoformat(due) - timedelta(days=92)
    plan = planned(hitlist, [reached(f"{last}")], at("2026-11-20 14:15"), since=at("2026-07-01"))
    item = plan.statuses["dana"].item
    assert item is not None
    assert item.on_sheet is on_sheet


@pytest.mark.parametrize(("at_most", "now", "where"), [
    ("8 weeks", "2026-12-28", "Thu 31 Dec"), ("20 weeks", "2026-12-28", "Tue 05 Jan"),
    ("8 weeks", "2027-01-02", "Tue 05 Jan"),       # looked at for the first time, when the block is near
])
def test_who_comes_back_late_from_a_rest_does_not_wait_for_a_block(at_most: str, now: str, where: str) -> None:
    """The rest ends on Thursday 31 December, five days before the block. Who is not late then has a line on it."""
    tries = [reached("2026-09-30"), *(tried(f"2026-{day}") for day in (
        "10-29 11:00", "11-05 15:00", "11-12 12:30", "11-19 16:00"))]
    hitlist = hit_list(person(every="6 weeks", at_most=at_most))
    plan = planned(hitlist, tries, at(f"{now} 09:00"), since=at("2026-09-01"))
    status = plan.statuses["dana"]
    assert status.item is not None
    assert (local(status.item.interval.start)[:10], status.item.on_sheet) == (where, where.startswith("Tue"))
    assert (BackLate() in status.reasons) == where.startswith("Thu")


def lines(plan: Plan) -> list[tuple[str, str]]:
    """Return who is on the next sheet, and from when they can be called if the sheet says so."""
    return [
        (next_try.contact.name, "".join(f"{r.at:%H:%M}" for r in next_try.reasons if isinstance(r, NotYet)))
        for next_try in plan.sheets[NEXT]
    ]


def test_each_line_is_in_the_hours_of_its_person() -> None:
    """A block from 8:30 to 9:30, in lines of 10 minutes. A person whose hours begin at 9:00 comes later on the sheet,
    one whose hours end at 8:50 comes first, whatever their urgency; if nobody can be called yet, the line says from
    when."""
    rule = BlockRule((1,), time(8, 30), timedelta(hours=1), per_person=timedelta(minutes=10))
    late, soon = person("Late", hours="9:00-18:00"), person("Soon", hours="8:00-8:50")
    mail = person("Mail", via=("email",), emails=("m@example.com",))
    since = at("2026-08-01")
    assert lines(planned(hit_list(late, soon, mail, blocks=(rule,)), [], NOW, since=since)) == [
        ("Soon", ""), ("Mail", ""), ("Late", "09:00"),
    ]
    assert lines(planned(hit_list(late, blocks=(rule,)), [], NOW)) == [("Late", "09:00")]
    next_try = planned(hit_list(late, blocks=(rule,)), [], NOW).sheets[NEXT][0]
    assert because(next_try.reasons, date(2026, 11, 24)).endswith("; not before 09:00")


def test_a_line_says_not_before_wherever_it_is_on_the_sheet() -> None:
    """By the time of the third line she can be called; but a user who goes through the sheet faster, or begins at its
    end, would ring her too early."""
    rule = BlockRule((1,), time(8, 30), timedelta(hours=1), per_person=timedelta(minutes=15))
    people = (person("Ada", hours="8:00-18:00"), person("Bo", hours="8:00-18:00"), person("Late", hours="9:00-18:00"))
    plan = planned(hit_list(*people, blocks=(rule,)), [], NOW, since=at("2026-08-01"))
    assert lines(plan) == [("Ada", ""), ("Bo", ""), ("Late", "09:00")]
    sheet = next(event for event in plan.events if event.uid.startswith("block-2026w48"))
    assert "Not before 09:00." in sheet.description.partition("Late")[2]


def test_a_long_block_calls_at_another_time_of_day() -> None:
    """From 9:00 to 13:30; a person who did not answer at 9:40 is on it from noon on, not in the morning again."""
    rule = BlockRule((1,), time(9), timedelta(minutes=270), per_person=timedelta(minutes=30))
    hitlist = hit_list(person(), blocks=(rule,))
    before = planned(hitlist, [tried("2026-11-10 09:40")], at("2026-11-10 14:15"))
    plan = planned(hitlist, [tried("2026-11-10 09:40")], NOW, tuple(e for e in before.events if not e.busy))
    assert lines(plan) == [("Dana", "12:00")]
