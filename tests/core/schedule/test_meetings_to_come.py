"""Somebody whom the user is about to meet: no try, no place on a sheet, one line before it, and all of it back."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from followupd.core.phrases.our_lines import lines_like_ours
from followupd.core.plan import Plan
from followupd.core.schedule.status import State
from followupd.core.values.event import Event
from followupd.core.values.facts import Outcome
from followupd.core.values.hitlist import BlockRule, Mode, Noticing, Promise
from followupd.core.values.sightings import MeetingSeen
from followupd.core.values.time import Span
from followupd.core.values.uid import Kind
from followupd.core.values.user_time import UserTime
from tests.kit.people import DENVER, at, calendar_after, hit_list, person, planned, tried

NOW = at("2026-12-07 09:00")        # Monday; the block is on Tuesday at 10:00
YES = Noticing(meetings=Mode.YES)
LUNCH = MeetingSeen(
    "e" * 32, at("2026-12-10 12:30"), at("2026-12-10 13:30"), "Lunch", "work.ics", ("dana@example.com",), count=2
)
DANA = person("Dana Whitfield", slug="dana", emails=("dana@example.com",), every="1 month", at_most="2 months")
BEN = person("Ben Ito", slug="ben")
SPOKE = tried("2026-10-01 10:10", Outcome.REACHED, note="plans the new studio")
RETRY = (SPOKE, tried("2026-12-01 10:10", Outcome.NO_ANSWER))
LIST = replace(hit_list(DANA, BEN), noticed=YES)


def plan_with(
    *meetings: MeetingSeen, now: datetime = NOW, existing: tuple[Event, ...] = (), hitlist: object = LIST
) -> Plan:
    return planned(hitlist, RETRY, now, existing, user_time=UserTime(meetings=meetings))  # type: ignore[arg-type]


def people_on(plan: Plan) -> set[str]:
    return {key for event in plan.events for key in event.people}


def sheet(plan: Plan) -> Event:
    return min((event for event in plan.events if event.uid.startswith("block-")), key=lambda event: event.start)


def test_the_retry_and_the_place_on_the_sheet_wait() -> None:
    """Nothing of hers is on the calendar but her reminder, which waits there, and her status says why."""
    assert "dana" in people_on(plan_with())
    plan = plan_with(LUNCH)
    (hers,) = (event for event in plan.events if "dana" in event.people)
    assert (hers.summary, hers.start, hers.silent, hers.busy) == ("Meet Dana Whitfield", LUNCH.start, True, False)
    status = plan.statuses["dana"]
    assert (status.state, status.item) == (State.SCHEDULED, None)
    assert status.reasons[-1].text(NOW.date()) == "you meet on Thu 10 Dec 12:30, from work.ics: Lunch"
    assert status.overdue > 0      # P1: only contact makes anybody less overdue


def test_the_sheet_before_it_has_one_line() -> None:
    """What was last said and what was promised; not on another sheet, and never read as an answer."""
    hitlist = replace(LIST, contacts=(replace(DANA, promises=(Promise("the Lisbon list"),)), BEN))
    plan = plan_with(LUNCH, hitlist=hitlist)
    said = "Thu 10 Dec 12:30 you meet Dana Whitfield: plans the new studio; promised: the Lisbon list"
    found = {event.uid: event.description.count("you meet Dana") for event in plan.events}
    assert {uid for uid, times in found.items() if times} == {sheet(plan).uid}
    assert said in sheet(plan).description.splitlines()
    assert lines_like_ours(said) == (said,)
    lines = sheet(plan).description.splitlines()
    assert lines.index(said) > lines.index("[ ] Call Ben Ito")


@pytest.mark.parametrize(
    ("meeting", "line"),
    [
        (replace(LUNCH, all_day=True, start=at("2026-12-10"), end=at("2026-12-11")),
         "Thu 10 Dec you meet Dana Whitfield: plans the new studio"),
        (replace(LUNCH, start=at("2026-12-16 12:30"), end=at("2026-12-16 13:30")), None),    # the sheet of 15 December
        (replace(LUNCH, start=at("2026-12-08 09:00"), end=at("2026-12-08 09:30")), None),    # before the block
    ],
)
def test_which_sheet(meeting: MeetingSeen, line: str | None) -> None:
    """The last one before it, once that one names people."""
    lines = sheet(plan_with(meeting)).description.splitlines()
    assert [one for one in lines if "you meet" in one] == [line] * (line is not None)


def test_an_empty_sheet() -> None:
    """It has the line too, and nobody is said to be missing without a reason."""
    hitlist = replace(LIST, contacts=(DANA,))
    text = sheet(plan_with(LUNCH, hitlist=hitlist)).description
    assert "Thu 10 Dec 12:30 you meet Dana Whitfield: plans the new studio" in text.splitlines()
    assert "Dana Whitfield: expected on Thu 10 Dec." in text.splitlines()


@pytest.mark.parametrize(
    "meeting",
    [
        replace(LUNCH, cancelled=True), replace(LUNCH, declined_by_user=True), replace(LUNCH, count=7),
        replace(LUNCH, addresses=(), declined=("dana@example.com",)), replace(LUNCH, end=NOW),
        replace(LUNCH, start=at("2027-02-10 12:30"), end=at("2027-02-10 13:30")),
    ],
)
def test_what_suspends_nothing(meeting: MeetingSeen) -> None:
    """The plan is the same as without it."""
    assert plan_with(meeting).events == plan_with().events


def test_no_meeting_is_booked_beside_it() -> None:
    """With `book_ahead`, the line about booking the next one waits as well; a promise does not."""
    dana = replace(DANA, book_ahead=Span(months=1), promises=(Promise("the Lisbon list"),))
    hitlist = replace(LIST, contacts=(dana, BEN))
    facts = (tried("2026-12-01 10:10", Outcome.REACHED),)
    kinds = [{task.kind for task in planned(hitlist, facts, NOW, user_time=UserTime(meetings=met)).tasks.of("dana")}
             for met in ((), (LUNCH,))]
    assert kinds == [{Kind.BOOK, Kind.PROMISE}, {Kind.PROMISE}]


def test_without_a_mode_nothing_is_suspended() -> None:
    """Whoever has not allowed it keeps the plan that they had."""
    hitlist = replace(LIST, noticed=Noticing())
    assert plan_with(LUNCH, hitlist=hitlist).events == plan_with(hitlist=hitlist).events


def test_cancelled_or_over_everything_comes_back() -> None:
    """Her retry and her line are there again, as if there had never been a meeting."""
    before = plan_with()
    during = plan_with(LUNCH, existing=calendar_after(before))
    after = plan_with(existing=tuple(during.events))
    assert after.events == before.events
    over = plan_with(LUNCH, now=LUNCH.end, existing=tuple(during.events))
    assert "dana" in people_on(over)


def test_the_daemon_wakes_when_it_ends() -> None:
    """The plan can change then without any news."""
    now = LUNCH.start + timedelta(minutes=5)
    hitlist = replace(LIST, blocks=(BlockRule((1,), at("2026-12-08 10:00").astimezone(DENVER).time()),))
    assert plan_with(LUNCH, now=now, hitlist=hitlist).wake == LUNCH.end


def test_a_second_plan_keeps_everything() -> None:
    """P3: with the meeting there, the same plan again."""
    first = plan_with(LUNCH)
    assert plan_with(LUNCH, existing=calendar_after(first)).events == first.events
