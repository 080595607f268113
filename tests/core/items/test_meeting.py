"""A booked meeting is a busy event on its day; what the user does to the event happens to the meeting."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta
from typing import Any

import pytest

from followupd.core.plan import Plan
from followupd.core.values.event import Event
from followupd.core.values.facts import Booked, Fact, Moved, Outcome, Skipped
from followupd.core.values.hitlist import BlockRule, Contact, Status
from followupd.core.values.time import Span
from tests.kit.people import at, hit_list, local, person, planned, tried

WHO = "the-walking-six"
MET = tried("2026-11-21 10:00", Outcome.REACHED, "coffee", contact=WHO)
BOOKED = Booked(WHO, at("2026-11-24 10:05"), date(2027, 5, 28))
UID = "meeting-the-walking-six-20270528-1-hitlist@followupd"


def six(**values: Any) -> Contact:
    return person("The walking six", every="6 months", at_most="8 months", book_ahead=Span(months=6), **values)


def plan_of(now: str, *facts: Fact, contact: Contact | None = None) -> Plan:
    return planned(hit_list(contact or six(), blocks=(BlockRule((1,), time(10)),)), facts, at(now))


def meetings(plan: Plan) -> list[Event]:
    return [event for event in plan.events if event.uid.startswith("meeting-")]


def expected(plan: Plan) -> tuple[date, date]:
    next_try = plan.statuses[WHO].next_try
    assert next_try is not None
    return next_try.due, next_try.anchor


@pytest.mark.parametrize(("clock", "start", "asks"), [(None, "Fri 28 May 12:00", True),
                                                      (time(18, 30), "Fri 28 May 18:30", False)])
def test_it_takes_its_time_from_the_moment_it_is_booked(clock: time | None, start: str, asks: bool) -> None:
    """Half a year ahead; at noon if only the day is known, and then it asks to be dragged."""
    (event,) = meetings(plan_of("2026-11-24 12:00", MET, replace(BOOKED, time=clock)))
    assert (event.uid, local(event.start), event.busy) == (UID, start, True)
    assert (event.summary, event.people) == ("Meeting with The walking six", (f"meeting/{WHO}-20270528-1",))
    assert ("Only the day is known" in event.description) is asks
    assert "You booked it on 24 November." in event.description
    assert "You meet on" not in event.description


@pytest.mark.parametrize(("note", "said"), [
    ("", ["You last spoke on 24 November."]), ("likes sushi", ["You last spoke on 24 November: likes sushi"]),
])
def test_a_day_on_which_they_spoke_and_booked_is_named_once(note: str, said: list[str]) -> None:
    """It said `You last spoke on 24 November.` and `You booked it on 24 November.`"""
    spoken = replace(MET, at=BOOKED.at, channel="phone", note=note)
    (event,) = meetings(plan_of("2026-11-24 12:00", spoken, BOOKED, contact=replace(six(), people=())))
    assert [line for line in event.description.split("\n") if " on 24 November" in line] == said


def test_its_person_is_expected_there_and_due_a_week_after_it() -> None:
    """P2: nothing else of theirs until its day is over; then a week to say how it was."""
    assert expected(plan_of("2026-11-24 12:00", MET, BOOKED)) == (date(2027, 5, 28), date(2027, 6, 4))
    before = plan_of("2027-05-20 12:00", MET, BOOKED)
    assert [event for event in before.events if WHO in event.people] == []
    on_the_day = plan_of("2027-05-28 08:00", MET, BOOKED)
    assert [event for event in on_the_day.events if WHO in event.people] == []
    afterwards = plan_of("2027-05-29 08:00", MET, BOOKED)
    assert [local(event.start)[:10] for event in afterwards.events if WHO in event.people] == ["Tue 08 Jun"]
    assert meetings(plan_of("2027-05-28 12:30", MET, BOOKED)) == []          # it goes on, and the past is not written


@pytest.mark.parametrize(("asked", "stands"), [
    ("2027-02-05", ["Fri 05 Feb 14:10"]),       # while the meeting is months away
    ("2027-06-03", ["Thu 03 Jun 14:10"]),       # after it, too
])
def test_a_call_that_they_asked_for_is_not_swallowed(asked: str, stands: list[str]) -> None:
    """P7: what they asked for overrides every rule, and so also the rule of one open item."""
    call = tried("2027-01-25 20:40", Outcome.CALL_BACK, contact=WHO, asked=(asked, "14:10"))
    plan = plan_of("2027-01-26 08:00", MET, BOOKED, call)
    assert [local(event.start) for event in plan.events if WHO in event.people] == stands
    assert len(meetings(plan)) == 1


def test_dragging_it_moves_the_day() -> None:
    """What is booked for the old day again, later, counts more than the drag."""
    start = at("2027-06-03 17:00")
    moved = Moved(WHO, at("2026-12-01"), UID, start, start + timedelta(hours=1))
    plan = plan_of("2026-12-02", MET, BOOKED, moved)
    (event,) = meetings(plan)
    assert (event.uid, local(event.start)) == (UID, "Thu 03 Jun 17:00")
    assert "Only the day is known" not in event.description
    assert expected(plan) == (date(2027, 6, 3), date(2027, 6, 10))
    again = plan_of("2026-12-04", MET, BOOKED, moved, replace(BOOKED, at=at("2026-12-03")))
    assert local(meetings(again)[0].start) == "Fri 28 May 12:00"
    other = plan_of("2026-12-04", MET, BOOKED, moved, replace(BOOKED, at=at("2026-12-03"), day=date(2027, 7, 1)))
    assert [local(event.start) for event in meetings(other)] == ["Thu 01 Jul 12:00"]


def test_deleting_it_calls_it_off() -> None:
    """The cadence decides again, and there is a meeting to book again; the person does not rest because of it."""
    off = Skipped(WHO, at("2026-12-01"), UID, at("2027-05-28 12:00"))
    plan = plan_of("2026-12-02", MET, BOOKED, off)
    assert meetings(plan) == []
    assert expected(plan) == (date(2027, 5, 21), date(2027, 5, 21))
    assert [task.act for task, _ in plan.tasks.items.values()] == [
        "Book the next meeting with The walking six, for about 21 May 2027"
    ]
    again = plan_of("2026-12-04", MET, BOOKED, off, replace(BOOKED, at=at("2026-12-03")))
    assert [event.uid for event in meetings(again)] == [UID]


@pytest.mark.parametrize("met", ["2027-05-26 10:00", "2027-05-28 13:00"])
def test_a_meeting_is_over_once_they_have_met(met: str) -> None:
    """On the day, or a little earlier; a call in between changes nothing."""
    again = tried(met, Outcome.REACHED, "coffee", contact=WHO)
    assert meetings(plan_of("2027-05-28 14:00", MET, BOOKED, again)) == []
    between = tried("2027-02-01 10:00", Outcome.REACHED, contact=WHO)
    assert len(meetings(plan_of("2027-02-02 12:00", MET, BOOKED, between))) == 1


def test_a_reminder_deleted_before_it_was_booked_does_not_call_it_off() -> None:
    """Although that reminder was for a later day than the one on which the meeting was booked."""
    deleted = Skipped(WHO, at("2026-11-23 18:30"), f"due-{WHO}-20261130-hitlist@followupd", at("2026-11-30 09:00"))
    plan = plan_of("2026-11-24 12:00", replace(MET, at=at("2026-05-21 10:00")), deleted, BOOKED)
    assert [event.uid for event in meetings(plan)] == [UID]
    assert expected(plan)[0] == date(2027, 5, 28)


def test_it_goes_with_its_person() -> None:
    """P8; a pause does not undo what they agreed on."""
    assert meetings(plan_of("2026-11-24 12:00", MET, BOOKED, contact=six(status=Status.STOP))) == []
    paused = six(status=Status.PAUSED, pause_until=date(2027, 3, 1))
    assert len(meetings(plan_of("2026-11-24 12:00", MET, BOOKED, contact=paused))) == 1
    assert len(meetings(plan_of("2026-11-24 12:00", MET, BOOKED, contact=replace(six(), book_ahead=None)))) == 1


def test_only_the_users_hand_on_the_meeting_calls_it_off() -> None:
    """P6: a deleted reminder of the same person is a skipped try, even two days before the meeting."""
    skip = Skipped(WHO, at("2027-05-20 12:00"), f"due-{WHO}-20270529-hitlist@followupd", at("2027-05-31 09:30"))
    (event,) = meetings(plan_of("2027-05-20 12:01", MET, BOOKED, skip))
    assert event.uid == UID
    soon = Booked(WHO, at("2026-11-21 10:05"), date(2026, 11, 23))
    (event,) = meetings(plan_of("2026-11-21 11:00", MET, soon))
    assert local(event.start) == "Mon 23 Nov 12:00"


def test_a_deleted_reminder_after_an_agreed_meeting_stays_deleted() -> None:
    """P6: "reached, next 28 May" names the day of a meeting; the reminder that asks about it is a try like others."""
    met = tried("2026-11-21 10:00", Outcome.REACHED, "coffee", contact=WHO, asked=("2027-05-28", None))
    asking = plan_of("2027-05-29 08:00", met, contact=six())
    next_try = asking.statuses[WHO].next_try
    assert next_try is not None
    uid = f"due-{next_try.meaning}-hitlist@followupd"
    deleted = Skipped(WHO, at("2027-05-29 08:01"), uid, at("2027-05-31 09:30"))
    after = plan_of("2027-05-29 08:02", met, deleted).statuses[WHO]
    assert after.next_try is not None
    assert after.next_try.anchor > date(2027, 6, 30)


def test_a_block_makes_way_for_it_and_comes_home_when_it_is_off() -> None:
    """It takes time as a meeting on any other calendar does; a second plan finds the block where it went (P3)."""
    hitlist = hit_list(six(), blocks=(BlockRule((1,), time(10)),))
    met = replace(BOOKED, day=date(2026, 12, 8), time=time(10, 30))
    facts = (MET, met)

    def block_of(plan: Plan) -> Event:
        return next(event for event in plan.events if event.uid == "block-2026w50-1-hitlist@followupd")

    plan = planned(hitlist, facts, at("2026-11-24 12:00"))
    moved = block_of(plan)
    assert local(moved.start) == "Tue 08 Dec 09:30"
    assert "Moved from Tue 8 Dec 10:00 (Meeting with The walking six)." in moved.description
    assert planned(hitlist, facts, at("2026-11-24 12:00"), plan.events).events == plan.events
    off = Skipped(WHO, at("2026-12-01"), UID.replace("20270528", "20261208"), at("2026-12-08 10:30"))
    home = block_of(planned(hitlist, (*facts, off), at("2026-12-02"), plan.events))
    assert local(home.start) == "Tue 08 Dec 10:00"
