"""P3 with little time: many people, few hours, meetings in them. Places are shared, and nobody is moved."""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import replace
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from followupd.core.people.identity import identify
from followupd.core.phrases.weeks import parse_hours
from followupd.core.plan import Plan, make_plan
from followupd.core.schedule.status import State
from followupd.core.values.event import Event, Written
from followupd.core.values.facts import Attempt, DayTime, Fact, Moved, Outcome
from followupd.core.values.hitlist import BlockRule, Cadence, Contact, Hitlist, RetryRule
from followupd.core.values.time import Interval, Span
from followupd.core.values.user_time import Busy, UserTime
from tests.kit.branches import Branches
from tests.kit.people import at, hit_list
from tests.properties.worlds import EXAMPLES

MINE = ("Mon 9:00-10:00", "Tue 9:00-10:00, Thu 14:00-15:00", "Mon-Fri 12:00-12:30", "Fri 16:00-17:30",
        "Mon-Fri 9:00-9:15")
THEIRS = ("", "", "Mon 9:00-9:30", "Mon-Fri 9:30-10:00", "Tue-Thu 14:00-16:00", "Fri 16:00-17:00", "12:00-14:00")
ZONES = (None, None, ZoneInfo("America/New_York"), ZoneInfo("Europe/Zurich"), ZoneInfo("Asia/Tokyo"))
LATER = (timedelta(minutes=5), timedelta(hours=1), timedelta(days=1), timedelta(days=3))
OUTCOMES = (*[Outcome.NO_ANSWER] * 5, *Outcome)
START = at("2026-10-20 09:00")       # two weeks before the clocks change
SHORT = BlockRule((3,), time(14), timedelta(minutes=30))
BLOCKS = ((), (BlockRule((0,), time(9)),), (BlockRule((1,), time(10)), SHORT))

minutes = st.integers(0, 14 * 24 * 60).map(lambda n: timedelta(minutes=n))


@st.composite
def people(draw: st.DrawFn, number: int) -> Contact:
    theirs, weeks = draw(st.sampled_from(THEIRS)), draw(st.integers(1, 12))
    return Contact(
        f"p{number}", f"P{number}", Cadence(Span(days=7 * weeks), Span(days=7 * weeks + draw(st.integers(0, 14)))),
        via=draw(st.sampled_from((("phone",), ("phone", "email"), ("email",), ("video", "text")))),
        phones=("+1 303 555 0142",), emails=(f"p{number}@example.com",), timezone=draw(st.sampled_from(ZONES)),
        hours=parse_hours(theirs) if theirs else None,
    )


@st.composite
def tries(draw: st.DrawFn, contact: Contact, now: datetime) -> Attempt:
    at = now - timedelta(days=draw(st.sampled_from((0, 1, 2, 3, 7, 20, 60))), minutes=draw(st.integers(1, 1440)))
    asked = DayTime(now.date() + timedelta(days=draw(st.integers(-2, 9)))) if draw(st.integers(0, 5)) == 0 else None
    return Attempt(contact.slug, at, draw(st.sampled_from(OUTCOMES)), draw(st.sampled_from(contact.via)), "", asked)


@st.composite
def crowds(draw: st.DrawFn) -> tuple[Hitlist, list[Fact], UserTime, datetime]:
    now = START + draw(minutes)
    crowd = [draw(people(number)) for number in range(draw(st.integers(2, 24)))]
    told: list[Fact] = [draw(tries(one, now)) for one in crowd for _ in range(draw(st.integers(0, 4)))]
    starts = sorted(draw(st.lists(minutes, max_size=20)))
    meetings = tuple(
        Busy(Interval(now + start, now + start + timedelta(minutes=draw(st.sampled_from((20, 60, 300))))), "Meeting")
        for start in starts
    )
    off = {(now + day).date(): "away" for day in draw(st.lists(minutes, max_size=3))}
    ladder = tuple(Span(days=days) for days in draw(st.lists(st.sampled_from((1, 3, 7, 14)), min_size=1, max_size=3)))
    hitlist = hit_list(
        *crowd, hours=draw(st.sampled_from(MINE)), blocks=draw(st.sampled_from(BLOCKS)),
        retry=RetryRule(ladder, Span(days=draw(st.integers(0, 3))), per_day=draw(st.sampled_from((1, 3, 5)))),
    )
    return hitlist, sorted(told, key=lambda fact: fact.at), UserTime(meetings, off), now


def places(plan: Plan) -> list[tuple[str, datetime]]:
    return [(event.uid, event.start) for event in plan.events]


RARE = Branches(one_minute_for_two=20, on_a_sheet=80, in_a_queue=15, full_day=50, dragged=150, past=70)


def count(hitlist: Hitlist, plan: Plan, written: dict[str, Written], now: datetime) -> None:
    """Count the cases in which a place is hard to find again."""
    alone = [event for event in plan.events if not event.uid.startswith("block-")]
    days = Counter(event.start.astimezone(hitlist.timezone).date() for event in alone)
    if len({event.start for event in alone}) < len(alone):
        RARE.reached("one_minute_for_two")
    if any(number > hitlist.retry.per_day for number in days.values()):
        RARE.reached("full_day")
    if any(plan.sheets.values()):
        RARE.reached("on_a_sheet")
    if any(status.state is State.IN_QUEUE for status in plan.statuses.values()):
        RARE.reached("in_a_queue")
    if any(row.event is not None and row.event.people and row.event.start <= now for row in written.values()):
        RARE.reached("past")


@RARE
@settings(max_examples=EXAMPLES, derandomize="FOLLOWUPD_EXAMPLES" not in os.environ)
@given(crowds(), st.data())
def test_a_second_pass_finds_every_place_again(
    crowd: tuple[Hitlist, list[Fact], UserTime, datetime], data: st.DataObject
) -> None:
    """P3: also after a while, after a try, and after a drag."""
    hitlist, told, own_time, now = crowd
    known = identify(hitlist.contacts, (), START - timedelta(days=80))
    written: dict[str, Written] = {}

    def planned() -> Plan:
        return make_plan(hitlist, known, (*known.listed, *told), written, now, own_time)

    for _ in range(3):
        plan = planned()
        count(hitlist, plan, written, now)
        written = {uid: row for uid, row in written.items() if row.event is not None and row.event.start <= now}
        written |= {event.uid: Written(event.uid, event, version="1") for event in plan.events}
        again = planned()
        assert places(again) == places(plan)
        assert again.events == plan.events
        one = data.draw(st.sampled_from(hitlist.contacts))
        told.append(Attempt(one.slug, now, data.draw(st.sampled_from(OUTCOMES)), one.via[0]))
        event: Event | None = data.draw(st.sampled_from((None, None, *plan.events)))
        if event is not None:
            RARE.reached("dragged")
            start = now + data.draw(minutes)
            contact = event.people[0] if len(event.people) == 1 else None
            told.append(Moved(contact, now, event.uid, start, start + event.interval.length))
            there = replace(event, start=start, end=start + event.interval.length)
            written[event.uid] = Written(event.uid, there, version="2")      # it is picked up as it is
        now += data.draw(st.sampled_from(LATER))
