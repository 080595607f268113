"""An item on the calendar stays while it serves its purpose: a row for each condition, and for what ends it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from followupd.core.plan import Plan
from followupd.core.schedule.keep import STILL_SERVES
from followupd.core.schedule.status import State
from followupd.core.values.event import Event
from followupd.core.values.facts import Outcome
from followupd.core.values.hitlist import RetryRule
from followupd.core.values.time import Interval, Span
from followupd.core.values.user_time import Busy, UserTime
from tests.kit.people import at, calendar_after, hit_list, person, planned, reminders, tried

NOW = at("2026-11-20 18:00")


def put(event: Event, when: str, **values: Any) -> Event:
    """Return the reminder as if it had been placed there."""
    return replace(event, start=at(when), end=at(when) + (event.end - event.start), **values)


def times(plan: Plan) -> list[str]:
    return [when for _, when in reminders(plan)]


@pytest.mark.parametrize(
    ("there", "expected", "values"),
    [
        # The search would say Friday 27 November, 14:00; whatever else is as good stays.
        ("2026-11-27 11:20", "Fri 27 Nov 11:20", {}),
        ("2026-11-30 16:00", "Mon 30 Nov 16:00", {}),
        # It is not before the day that was wanted.
        ("2026-11-26 14:00", "Fri 27 Nov 14:00", {}),
        # It is in the hours.
        ("2026-11-28 14:00", "Fri 27 Nov 14:00", {}),
        ("2026-11-27 18:00", "Fri 27 Nov 14:00", {}),
        ("2026-11-27 12:30", "Fri 27 Nov 14:00", {"hours": "13:00-15:00"}),
        # Nothing that stays is on it: busy time, a block.
        ("2026-11-27 14:30", "Fri 27 Nov 14:00", {"busy": "2026-11-27 14:30"}),
        ("2026-12-01 10:30", "Fri 27 Nov 14:00", {}),
        # It is as long as a reminder.
        ("2026-11-27 15:00", "Fri 27 Nov 14:00", {"length": 30}),
        # It was sought for the day that is wanted; after a lost database nobody knows for which.
        ("2026-11-30 16:00", "Fri 27 Nov 14:00", {"sought": date(2026, 11, 30)}),
        ("2026-11-30 16:00", "Mon 30 Nov 16:00", {"sought": None}),
    ],
)
def test_what_stays(there: str, expected: str, values: dict[str, Any]) -> None:
    """A retry of Friday 20 November, 10:00, wanted a week later; a block on Tuesdays at ten."""
    hours = values.pop("hours", "8:30-17:30")
    length = timedelta(minutes=values.pop("length", 15))
    busy = values.pop("busy", None)
    meeting = UserTime((Busy(Interval(at(busy), at(busy) + length), "Meeting"),)) if busy else UserTime()
    contact, facts = person(hours=hours), [tried("2026-11-20 10:00")]
    (event,) = (e for e in planned(hit_list(contact), facts, NOW).events if e.people)
    hitlist = hit_list(contact, retry=RetryRule(length=length))
    assert times(planned(hitlist, facts, NOW, (put(event, there, **values),), user_time=meeting)) == [expected]


@pytest.mark.parametrize(
    ("channel", "values", "minutes"),
    [
        ("video", {}, 30), ("phone", {}, 15), ("coffee", {}, 15), ("email", {}, 15), ("chess", {}, 15),
        ("video", {"length": timedelta(minutes=20)}, 30),
        ("video", {"length": timedelta(minutes=45)}, 45),
        ("video", {"per_channel": (("video", timedelta(minutes=10)),)}, 10),
        ("chess", {"per_channel": (("chess", timedelta(hours=2)),)}, 120),
        ("phone", {"per_channel": (("chess", timedelta(hours=2)),)}, 15),
    ],
)
def test_a_reminder_takes_what_its_channel_takes(channel: str, values: dict[str, Any], minutes: int) -> None:
    """A video call half an hour; an invitation to a coffee no longer than a call; and whatever `length` says."""
    hitlist = hit_list(person(via=(channel,)), retry=RetryRule(**values), blocks=())
    (event,) = planned(hitlist, [tried("2026-11-20 10:00", channel=channel)], NOW).events
    assert event.interval.length == timedelta(minutes=minutes)


def test_a_reminder_of_the_old_length_gets_the_new_one_once() -> None:
    """A quarter of an hour by video, from before it took its own: written again at its length, then it stays."""
    hitlist, facts = hit_list(person(via=("video",)), blocks=()), [tried("2026-11-20 10:00", channel="video")]
    (event,) = planned(hitlist, facts, NOW).events
    short = replace(event, end=event.start + timedelta(minutes=15))
    after = planned(hitlist, facts, NOW, (short,))
    assert [one.interval.length for one in after.events] == [timedelta(minutes=30)]
    assert planned(hitlist, facts, NOW, after.events).events == after.events


def test_every_condition_has_a_name_that_says_it() -> None:
    """The table is read by people: `it ...` or `nothing ...`."""
    assert all(name.startswith(("it ", "nothing ")) for name in STILL_SERVES)


def test_a_nearer_place_that_became_free_moves_nothing() -> None:
    """Nothing moves under the user's eyes, whatever was taken off meanwhile."""
    people = [person("Ann"), person("Bob")]
    hitlist = hit_list(*people, retry=RetryRule(per_day=1))
    facts = [tried("2026-11-20 10:00", contact="ann"), tried("2026-11-20 11:00", contact="bob")]
    before = planned(hitlist, facts, NOW)
    assert times(before) == ["Fri 27 Nov 16:00", "Mon 30 Nov 15:00"]
    reached = tried("2026-11-21 10:00", Outcome.REACHED, contact="ann")
    after = planned(hitlist, [*facts, reached], NOW + timedelta(days=2), before.events)
    assert times(after) == ["Mon 30 Nov 15:00"]


def test_a_reminder_goes_when_a_block_can_hold_its_person() -> None:
    """No block could hold its person; now one can."""
    contact, now = person(every="12 days", at_most="13 days"), at("2026-11-25 15:00")
    facts = [tried("2026-11-20 14:10", Outcome.REACHED)]                     # due Wednesday 2 December
    before = planned(hit_list(contact), facts, now)
    assert times(before) == ["Wed 02 Dec 11:00"]
    patient = hit_list(replace(contact, cadence=replace(contact.cadence, at_most=Span(months=2))))
    assert times(planned(patient, facts, now, before.events)) == []


def test_a_second_pass_looks_for_no_place() -> None:
    """Everything is kept, so nothing is left to place (P3)."""
    hitlist = hit_list(*(person(f"P{n}") for n in range(12)), blocks=())
    facts = [tried(f"2026-11-1{n % 9} 10:00", contact=f"p{n}") for n in range(8)]
    first = planned(hitlist, facts, NOW)
    assert first.openings
    assert planned(hitlist, facts, NOW, calendar_after(first)).openings == ()


def test_the_same_day_is_left_only_if_it_is_over() -> None:
    """Their hours were edited on the day itself: the new ones are still to come, so it moves within the day."""
    facts = [tried("2026-11-20 16:30")]
    before = planned(hit_list(person(hours="9:00-11:00")), facts, at("2026-11-20 17:00"))
    now: datetime = at("2026-11-27 08:00")
    assert times(planned(hit_list(person(hours="12:00-14:00")), facts, now, before.events)) == ["Fri 27 Nov 13:00"]


def test_a_pause_after_a_retry_has_passed_holds_its_repeat_back() -> None:
    """It was announced for a week later; then they are paused until after that, and nothing asks for them before."""
    failed = tried("2026-11-20 14:10")
    hitlist = hit_list(person(), blocks=())
    first = planned(hitlist, [failed], at("2026-11-25 12:00"))
    second = planned(hitlist, [failed], at("2026-11-30 12:00"), calendar_after(first))
    assert [event.people for event in second.events] == [("dana",)]
    paused = hit_list(person(pause_until=date(2027, 1, 15)), blocks=())
    third = planned(paused, [failed], at("2026-12-01 12:00"), calendar_after(first, second))
    assert all(event.start >= at("2027-01-15") for event in third.events)
    assert third.statuses["dana"].state is State.PAUSED
