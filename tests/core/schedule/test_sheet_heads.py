"""The sheet of a task: what is on a sheet stays on it, and what is new takes the places that are left."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from followupd.core.values.event import Event
from followupd.core.values.facts import Fact, Moved, Outcome, Promised
from followupd.core.values.hitlist import BlockRule
from followupd.core.values.time import Span
from tests.kit.people import at, calendar_after, hit_list, local, person, planned, tried

FOR_TWO = timedelta(minutes=16)           # one of the two may have a task
BLOCKS = tuple(BlockRule((day,), time(clock), FOR_TWO, Span(days=21)) for day, clock in ((1, 10), (4, 14)))
FIRST = date(2026, 12, 1)                 # a Tuesday, after whose sheet the next one is Friday's
CLOCKS = ("11:00", "20:00")


@pytest.mark.parametrize("photo", [None, date(2026, 12, 4), date(2026, 12, 7)])
@pytest.mark.parametrize("book", range(1, 11))
def test_what_is_on_a_sheet_makes_no_way_for_a_reminder_that_passed(photo: date | None, book: int) -> None:
    """Sven's promise fills Friday's sheet, on which Maya is called. Her promise of Wednesday takes a later sheet.

    It may have a reminder before. Sven's stays until Friday, and a second pass in the same minute writes nothing.
    """
    sven = person("Sven", every="1 year", at_most="2 years")
    hitlist = hit_list(person("Maya", every="6 weeks", at_most="8 weeks"), sven, blocks=BLOCKS)
    facts: list[Fact] = [tried("2026-08-01 10:00", Outcome.REACHED, contact=slug) for slug in ("maya", "sven")]
    facts.append(Promised("sven", at("2026-12-01 10:30"), "send a photo", photo))
    written: dict[str, Event] = {}
    for days, clock in itertools.product(range(10), CLOCKS):
        now = at(f"{FIRST + timedelta(days=days)} {clock}")
        if (days, clock) == (1, CLOCKS[0]):
            facts.append(Promised("maya", now, "send the book", FIRST + timedelta(days=book)))
        events = planned(hitlist, facts, now, tuple(written.values())).events
        written = {uid: event for uid, event in written.items() if event.start <= now}
        written |= {event.uid: event for event in events}
        assert planned(hitlist, facts, now, tuple(written.values())).events == events, local(now)
        sheets = [local(event.start) for event in events if any(ref.startswith("promise/sven") for ref in event.people)]
        assert sheets == ["Fri 04 Dec 14:00"] or now >= at("2026-12-04 14:00"), local(now)


def test_a_task_on_a_block_that_was_dragged_beyond_the_next_sheets_takes_one_of_them() -> None:
    """Ada's promise fills Tuesday's sheet; Friday's, with Sven's, is dragged to after the one of the next Tuesday."""
    now, there = at("2026-11-30 12:00"), at("2026-12-08 20:00")
    year = {"every": "1 year", "at_most": "2 years"}
    hitlist = hit_list(person("Ada", **year), person("Sven", **year), blocks=BLOCKS)
    facts: list[Fact] = [tried("2026-11-01 10:00", Outcome.REACHED, contact=slug) for slug in ("ada", "sven")]
    facts.append(Promised("ada", at("2026-11-08"), "send the list", date(2026, 12, 1)))
    facts.append(Promised("sven", at("2026-11-08"), "send a photo"))
    friday = next(event for event in planned(hitlist, facts, now).events if event.start == at("2026-12-04 14:00"))
    assert [ref.partition("-")[0] for ref in friday.people] == ["promise/sven"]
    dragged = replace(friday, start=there, end=there + FOR_TWO)
    facts.append(Moved(None, now, friday.uid, dragged.start, dragged.end))
    first = planned(hitlist, facts, now, (dragged,))
    assert [local(e.start) for e in first.events if e.people] == ["Tue 01 Dec 10:00", "Tue 08 Dec 10:00"]
    assert planned(hitlist, facts, now, calendar_after(first)).events == first.events


def test_a_new_block_takes_over_a_reminder_that_is_to_come() -> None:
    """Promised for Wednesday; then the user writes a block on Tuesday: one event fewer, and it stays there."""
    maya, now = person("Maya", every="1 year", at_most="2 years"), at("2026-11-20 12:00")
    facts: list[Fact] = [tried("2026-11-01 10:00", Outcome.REACHED, contact="maya")]
    facts.append(Promised("maya", at("2026-11-08"), "send the book", date(2026, 11, 25)))
    alone = planned(hit_list(maya, blocks=()), facts, now)
    with_a_block = planned(hit_list(maya, blocks=BLOCKS[:1]), facts, now, alone.events)
    again = planned(hit_list(maya, blocks=BLOCKS[:1]), facts, now, with_a_block.events)
    assert [local(event.start) for event in alone.events] == ["Wed 25 Nov 09:00"]
    for plan in (with_a_block, again):
        assert [local(event.start) for event in plan.events if event.people] == ["Tue 24 Nov 10:00"]


@pytest.mark.parametrize(("hours", "on_sheet"), [("18:00-19:00", True), ("19:00-20:00", True), ("18:00-18:30", False)])
def test_tasks_leave_the_minutes_to_a_call_in_which_it_is_possible(hours: str, *, on_sheet: bool) -> None:
    """Promises to three people take half of a block; who can be called in one half of it only is called then."""
    block = BlockRule((2,), time(18, 30), timedelta(minutes=60), Span(days=21), per_person=timedelta(minutes=10))
    others = [person(name, every="1 year", at_most="2 years") for name in ("Ada", "Bo", "Cy")]
    facts: list[Fact] = [tried("2026-11-01 10:00", Outcome.REACHED, contact=one.slug) for one in others]
    facts += [Promised(one.slug, at("2026-11-08"), "send the list", date(2026, 12, 2)) for one in others]
    plan = planned(hit_list(person("Lou", hours=hours), *others, blocks=(block,)), facts, at("2026-11-30 12:00"))
    sheet = next(event for event in plan.events if event.start == at("2026-12-02 18:30"))
    assert len([ref for ref in sheet.people if ref.startswith("promise/")]) == 3
    assert ("lou" in sheet.people) is on_sheet
    assert not plan.short


def test_a_promise_that_passed_waits_for_no_block_of_the_next_week() -> None:
    """Its reminder was on Wednesday: it comes again on Thursday; then on Tuesday's sheet, which is near by then."""
    dana = person("Dana", every="1 year", at_most="2 years")
    hitlist = hit_list(dana, blocks=BLOCKS[:1])
    facts: list[Fact] = [tried("2026-11-01 10:00", Outcome.REACHED)]
    facts.append(Promised("dana", at("2026-11-24 12:00"), "send the list", date(2026, 11, 25)))
    written: dict[str, Event] = {}
    places = list[str]()
    for now in ("2026-11-24 12:00", "2026-11-25 18:00", "2026-11-26 12:00", "2026-11-26 18:00", "2026-12-01 08:00"):
        events = planned(hitlist, facts, at(now), tuple(written.values())).events
        written = {uid: event for uid, event in written.items() if event.start <= at(now)}
        written |= {event.uid: event for event in events}
        places.append(max(local(event.start) for event in written.values() if event.people and event.end > at(now)))
    assert [one[:10] for one in places] == ["Wed 25 Nov", "Thu 26 Nov", "Thu 26 Nov", "Tue 01 Dec", "Tue 01 Dec"]
