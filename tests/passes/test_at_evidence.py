"""A reminder to come that goes away because of what was noticed says so, at the time of the evidence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from followupd.calendars.memory import MemoryCalendar
from followupd.core.values.facts import Attempt, EvidenceRule, Noticed, Outcome, Retracted
from followupd.core.values.hitlist import Mode, Noticing
from followupd.core.values.record import Facts
from followupd.core.values.sightings import evidence_of
from tests.kit.desks import UserDesk
from tests.kit.one_reminder import due
from tests.kit.phones import contact, desk_of
from tests.passes.test_noticed import NUMBER, PhoneInMemory

Desk = UserDesk[MemoryCalendar]


@pytest.fixture
def phone() -> PhoneInMemory:
    return PhoneInMemory()


@pytest.fixture
def desk(tmp_path: Path, phone: PhoneInMemory) -> Iterator[Desk]:
    """Sam, whose reminder is to come, and a call log of which everything counts that is sure."""
    sam = replace(contact("Sam", "2026-07-01 reached, his new boat"), phones=(NUMBER,))
    made = desk_of(tmp_path, (sam,))
    made.hitlist = replace(made.hitlist, blocks=(), noticed=Noticing(calls=Mode.YES))
    made.evidence = (phone,)
    made.run()
    made.now += timedelta(hours=1)
    yield made
    made.history.close()


def quiet(desk: Desk) -> None:
    """A second pass must write nothing (P3)."""
    before = sorted((one.uid, one.raw, one.event.start) for one in desk.ours(""))
    desk.now += timedelta(minutes=1)
    desk.run()
    assert sorted((one.uid, one.raw, one.event.start) for one in desk.ours("")) == before


@pytest.mark.parametrize(("seconds", "words"), [(240, "reached (call log)"), (0, "no answer (call log)")])
def test_it_moves_to_the_call(desk: Desk, phone: PhoneInMemory, seconds: int, words: str) -> None:
    """The same event, with one ✓, and whatever comes next is another one."""
    was, call = due(desk), desk.now - timedelta(minutes=30)
    assert was.event.start > desk.now
    phone.call(call, seconds)
    desk.run()
    (there,) = (one for one in desk.ours("") if one.uid == was.uid)
    assert (there.event.start, there.event.summary) == (call, f"✓ Call Sam: {words}")
    assert sum("✓" in one.event.summary for one in desk.ours("")) == 1
    assert sum(one.event.start > desk.now for one in desk.ours("")) == (seconds == 0)
    quiet(desk)


@pytest.mark.parametrize("word", ["undo", "{title}"])
def test_there_it_is_taken_back(desk: Desk, phone: PhoneInMemory, word: str) -> None:
    """For good; the reminder is where it was, and the past event has no ✓."""
    was = due(desk)
    phone.call(desk.now - timedelta(minutes=30))
    desk.run()
    desk.calendar.retitle(was.uid, word.format(title="Call Sam") if word != "undo" else f"{desk.title(was.uid)} undo")
    desk.now += timedelta(minutes=1)
    desk.run()
    assert len(desk.facts(Retracted)) == 1
    assert Facts(desk.history.facts()).all.noticed == ()
    assert [one.event.start for one in desk.ours("") if one.event.start > desk.now] == [was.event.start]
    assert "✓" not in desk.title(was.uid)
    quiet(desk)
    assert len(desk.facts(Noticed)) == 1


def test_what_was_typed_says_nothing_there(desk: Desk, phone: PhoneInMemory) -> None:
    """Reported for the same call, it is as if only the user had said it."""
    was = due(desk)
    phone.call(desk.now - timedelta(minutes=30))
    desk.log(Attempt("sam", desk.now - timedelta(minutes=29), Outcome.REACHED, "phone"))
    desk.run()
    assert was.uid not in {one.uid for one in desk.ours("")}


def test_an_event_that_had_begun_shows_it_alone(desk: Desk, phone: PhoneInMemory) -> None:
    """The reminder that follows from a try goes away when it was a talk after all, as ever."""
    was = due(desk)
    desk.now = was.event.end + timedelta(minutes=5)
    desk.run()
    phone.call(was.event.start + timedelta(minutes=3))
    desk.run()
    assert desk.title(was.uid) == "✓ Call Sam: reached (call log)"
    assert sum("✓" in one.event.summary for one in desk.ours("")) == 1
    quiet(desk)


def test_cut_off_before_the_calendar_was_written(desk: Desk, phone: PhoneInMemory) -> None:
    """The fact is stored first; the next pass still knows that it is new."""
    was, call = due(desk), desk.now - timedelta(minutes=30)
    phone.call(call)
    rule, evidence = EvidenceRule.SPOKE, evidence_of(str(call))
    fact = Noticed("sam", call, Outcome.REACHED, "phone", rule, evidence, True, "calls.xml")
    desk.history.append([fact], desk.now)
    desk.run()
    assert len(desk.facts(Noticed)) == 1
    assert next(one.event.start for one in desk.ours("") if one.uid == was.uid) == call
