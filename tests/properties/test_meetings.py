"""Meetings to come suspend tries and nothing else, over random lists; called off, the plan is as if there were none."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from followupd.core.noticing.meetings import meetings_to_come
from followupd.core.people.identity import identify
from followupd.core.plan import Plan, make_plan
from followupd.core.schedule.status import State
from followupd.core.values.event import Written
from followupd.core.values.hitlist import Hitlist, Mode, Noticing
from followupd.core.values.sightings import MeetingSeen
from followupd.core.values.user_time import UserTime
from tests.kit.branches import Branches, fewer
from tests.properties.worlds import NOWS, hitlists

Situation = tuple[Hitlist, datetime, tuple[MeetingSeen, ...]]
MET = Branches(suspended=1, came_back=1)


@st.composite
def lists_with_meetings(draw: st.DrawFn) -> Situation:
    now = draw(NOWS)
    hitlist = draw(hitlists(now))
    contacts = tuple(replace(one, emails=(f"{one.slug}@example.com",)) for one in hitlist.contacts)
    seen = []
    for number, (hours, count, who, cancelled) in enumerate(draw(st.lists(st.tuples(
        st.integers(-72, 24 * 60), st.integers(2, 7), st.sets(st.integers(0, 9), min_size=1, max_size=3),
        st.booleans(),
    ), max_size=5))):
        start = now + timedelta(hours=hours)
        addresses = tuple(sorted({contacts[one % len(contacts)].emails[0] for one in who})) if contacts else ()
        seen.append(MeetingSeen(
            f"{number:032x}", start, start + timedelta(hours=1), "Lunch", "work.ics", addresses, count=count,
            cancelled=cancelled,
        ))
    return replace(hitlist, contacts=contacts, noticed=Noticing(meetings=Mode.YES)), now, tuple(seen)


def planned(situation: Situation, meetings: tuple[MeetingSeen, ...], before: Plan | None = None) -> Plan:
    hitlist, now, _ = situation
    people = identify(hitlist.contacts, (), now)
    written = {e.uid: Written(e.uid, e, version="1") for e in before.events} if before else {}
    return make_plan(hitlist, people, people.listed, written, now, UserTime(meetings=meetings))


@MET
@settings(max_examples=fewer())
@given(lists_with_meetings())
def test_meetings_suspend_tries_and_come_and_go_without_a_trace(situation: Situation) -> None:
    """Nobody is called before a meeting, a second pass changes nothing (P3), and without it everything is back."""
    hitlist, now, meetings = situation
    without = planned(situation, ())
    with_them = planned(situation, meetings, without)
    met = meetings_to_come(meetings, identify(hitlist.contacts, (), now).by_key, hitlist, now)
    for event in with_them.events:
        for key in met.keys() & set(event.people):
            assert (event.start, event.silent, event.people) == (met[key].start, True, (key,)), event.uid
    for key in met:
        status = with_them.statuses[key]
        assert status.item is None
        if status.state is State.SCHEDULED:
            MET.reached("suspended")
            assert "you meet on" in status.reasons[-1].text(now.date())
    assert planned(situation, meetings, with_them).events == with_them.events
    back = planned(situation, (), with_them)
    assert back.events == without.events
    if back.events != with_them.events:
        MET.reached("came_back")
