"""What is kept between two plans goes when what it was made of is another one (the property lives through the rest)."""

from __future__ import annotations

from dataclasses import replace
from zoneinfo import ZoneInfo

from followupd.core.people.identity import identify
from followupd.core.plan import Plan, make_plan
from followupd.core.schedule.kept import Kept
from followupd.core.values.facts import Fact, Moved
from followupd.core.values.hitlist import Hitlist
from followupd.core.values.time import Interval
from followupd.core.values.user_time import ALL_FREE, Busy, UserTime
from tests.core.conftest import at, hit_list, local, person, tried

NOW = at("2026-11-20 14:15")
TRIED = tried("2026-11-20 10:10", note="back from Lisbon")


def twice(before: Hitlist, after: Hitlist, *facts: Fact, then: UserTime = ALL_FREE, now: UserTime = ALL_FREE) -> Plan:
    """The second of two plans that share a memory."""
    people, kept = identify(before.contacts, (), at("2026-08-01")), Kept()
    told = (*people.listed, *facts)
    make_plan(before, people, told, {}, NOW, then, kept)
    return make_plan(after, people, told, {}, NOW, now, kept)


def meeting(day: str) -> UserTime:
    return UserTime((Busy(Interval(at(f"{day} 13:00"), at(f"{day} 17:30")), "Board meeting"),))


def test_a_meeting_that_was_put_off_gives_its_time_back() -> None:
    """One busy calendar for another with as many events: the retry goes where it is free now."""
    hitlist = hit_list(person(), blocks=())
    plan = twice(hitlist, hitlist, TRIED, then=meeting("2026-11-27"), now=meeting("2026-11-30"))
    assert [local(event.start) for event in plan.events] == ["Fri 27 Nov 14:00"]
    plan = twice(hitlist, hitlist, TRIED, then=meeting("2026-11-30"), now=meeting("2026-11-27"))
    assert [local(event.start) for event in plan.events] == ["Fri 27 Nov 12:00"]


def test_a_reminder_that_stays_is_told_by_the_new_clock() -> None:
    """The user moves to Berlin: the reminder that they dragged stays at its instant, and its text names their days."""
    there = hit_list(person(), blocks=())
    (event,) = twice(there, there, TRIED).events
    dragged = Moved("dana", NOW, event.uid, event.start, event.end)
    berlin = replace(there, timezone=ZoneInfo("Europe/Berlin"))
    (before,), (after,) = twice(there, there, TRIED, dragged).events, twice(there, berlin, TRIED, dragged).events
    assert before.start == after.start
    assert "Fri 20 Nov 10:10" in before.description
    assert "Fri 20 Nov 18:10" in after.description
