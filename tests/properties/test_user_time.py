"""Days off and busy time are kept clear of, whoever is due, over random users, zones and histories."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from followupd.core.people.identity import identify
from followupd.core.people.reach import reach
from followupd.core.people.timeline import day_of
from followupd.core.plan import Plan, make_plan
from followupd.core.values.event import Written
from followupd.core.values.facts import Attempt, DayTime, Outcome
from followupd.core.values.hitlist import Hitlist
from followupd.core.values.time import Interval
from followupd.core.values.uid import Kind, parse_uid
from followupd.core.values.user_time import Busy, UserTime
from tests.kit.branches import Branches, fewer
from tests.properties.worlds import NOWS, hitlists


@st.composite
def situations(draw: st.DrawFn) -> tuple[Hitlist, datetime, UserTime]:
    now = draw(NOWS)
    hitlist = draw(hitlists(now))
    today = day_of(now, hitlist.timezone)
    off: dict[date, str] = {}
    for first, length in draw(st.lists(st.tuples(st.integers(-3, 60), st.integers(1, 50)), max_size=3)):
        off |= {today + timedelta(days=first + n): "away" for n in range(length)}
    if off and hitlist.contacts and draw(st.booleans()):
        # One of them asked for a call on a day off.
        day = draw(st.sampled_from(sorted(off)))
        told = Attempt("p0", now - timedelta(hours=1), Outcome.CALL_BACK, "phone", "", DayTime(day, time(11)))
        asking, *others = hitlist.contacts
        hitlist = replace(hitlist, contacts=(replace(asking, log=(*asking.log, told)), *others))
    busy = []
    for hours, minutes in draw(st.lists(st.tuples(st.integers(-24, 24 * 40), st.integers(5, 3000)), max_size=8)):
        start = now + timedelta(hours=hours)
        busy.append(Busy(Interval(start, start + timedelta(minutes=minutes)), "meeting"))
    return hitlist, now, UserTime(tuple(sorted(busy, key=lambda b: b.interval)), off)


def planned(situation: tuple[Hitlist, datetime, UserTime], before: Plan | None = None) -> Plan:
    hitlist, now, user_time = situation
    people = identify(hitlist.contacts, (), now)
    written = {e.uid: Written(e.uid, e, version="1") for e in before.events} if before else {}
    return make_plan(hitlist, people, people.listed, written, now, user_time)


OFF = Branches(asked_for=1)


@OFF
@settings(max_examples=fewer())
@given(situations())
def test_nothing_is_on_a_day_off(situation: tuple[Hitlist, datetime, UserTime]) -> None:
    """No reminder and no block; only a meeting, or a call-back that the contact asked for. What moved says why."""
    hitlist, _, user_time = situation
    plan = planned(situation)
    for event in plan.events:
        uid, day = parse_uid(event.uid, hitlist.name), day_of(event.start, hitlist.timezone)
        assert uid is not None
        if uid.kind is Kind.MEETING:
            continue                                 # on the day on which it was agreed
        if uid.kind is not Kind.CALLBACK:
            assert day not in user_time.off, event.uid
        elif day in user_time.off:
            OFF.reached("asked_for")
            assert "It is your day off (away), but this is the day that was named." in event.description


@settings(max_examples=fewer())
@given(situations())
def test_a_second_pass_changes_nothing(situation: tuple[Hitlist, datetime, UserTime]) -> None:
    """P3, even if busy time and days off move things."""
    first = planned(situation)
    second = planned(situation, first)
    assert second.events == first.events
    assert second.dropped == first.dropped


PUSHY = Branches(on_a_sheet=1, alone=14)


@PUSHY
@settings(max_examples=fewer())
@given(situations())
def test_time_off_never_makes_anybody_pushy(situation: tuple[Hitlist, datetime, UserTime]) -> None:
    """P7: moved reminders and the sheets of moved blocks keep the contact's hours, days off or not."""
    hitlist, now, _ = situation
    plan = planned(situation)
    for key, status in plan.statuses.items():
        next_try, item = status.next_try, status.item
        if next_try is None or item is None or next_try.kind in (Kind.CALLBACK, Kind.DETAILS):
            continue
        if not next_try.keeps_hours:
            continue
        hours = reach(hitlist, status.contact)
        PUSHY.reached("on_a_sheet" if item.on_sheet else "alone")
        if item.on_sheet:
            block = next(b for b in plan.blocks if b.uid == item.uid)
            assert hours.holds(block.interval, min(block.rule.per_person, block.interval.length)), key
        elif hours.ever_meet(next_try.anchor, item.interval.length) and item.interval.start > now:
            assert hours.holds(item.interval, item.interval.length), key


@settings(max_examples=fewer())
@given(situations())
def test_nobody_is_dropped_by_days_off(situation: tuple[Hitlist, datetime, UserTime]) -> None:
    """P8: everybody who is planned without days off is planned with them."""
    hitlist, now, _ = situation
    free = planned((hitlist, now, UserTime()))
    for key, status in planned(situation).statuses.items():
        assert (status.next_try is None) == (free.statuses[key].next_try is None)
        assert status.item is not None or free.statuses[key].item is None or status.state.value in (
            "in queue", "scheduled", "resting", "paused"      # until a day that is off too
        )
