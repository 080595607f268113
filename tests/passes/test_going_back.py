"""Events of other people that a report moved: they go back when it is taken back, and nothing else moves.

Through whole passes; each second pass writes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from followupd.calendars.memory import MemoryCalendar
from followupd.core.answers.taking_back import taking_back
from followupd.core.phrases.weeks import parse_hours
from followupd.core.values.event import Present
from followupd.core.values.facts import Booked, Retracted, key_of
from followupd.core.values.record import Facts
from tests.kit.desks import UserDesk
from tests.kit.phones import contact, desk_of

HOUR = timedelta(hours=1)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[UserDesk[MemoryCalendar]]:
    """Ada and Sam, each with a reminder on another day, and no blocks."""
    made = desk_of(tmp_path, (contact("Ada", "2026-08-01 reached"), contact("Sam", "2026-08-01 reached")))
    made.hitlist = replace(made.hitlist, blocks=(), hours=parse_hours("Mon-Fri 8:30-17:30"))
    made.run()
    assert ada(made).event.start != sam(made).event.start
    yield made
    made.history.close()


def ada(desk: UserDesk[MemoryCalendar]) -> Present:
    return desk.ours("due-ada-")[-1]


def sam(desk: UserDesk[MemoryCalendar]) -> Present:
    return desk.ours("due-sam-")[-1]


def displace(desk: UserDesk[MemoryCalendar]) -> None:
    """Type the time of Sam's reminder into that of Ada's."""
    at = sam(desk).event.start.astimezone(desk.hitlist.timezone)
    desk.calendar.retitle(ada(desk).uid, f"Call Ada {at:%d %b %H:%M}")
    before = sam(desk).event.start
    desk.run()
    assert ada(desk).event.start == before
    assert sam(desk).event.start != before


def test_a_reminder_that_made_room_for_a_typed_day_goes_back(desk: UserDesk[MemoryCalendar]) -> None:
    before = desk.coming()
    displace(desk)
    desk.calendar.retitle(ada(desk).uid, f"{ada(desk).event.summary} undo")
    desk.run()
    assert desk.coming() == before


def test_and_moves_again_when_the_undo_is_taken_back(desk: UserDesk[MemoryCalendar]) -> None:
    before = desk.coming()
    displace(desk)
    told = desk.coming()
    desk.undo()
    desk.run()
    assert desk.coming() == before
    (undone,) = desk.facts(Retracted)
    desk.now += timedelta(minutes=1)
    desk.log(Retracted(undone.contact, desk.now, key_of(undone)))
    desk.run()
    assert desk.coming() == told


def test_what_was_dragged_meanwhile_stays(desk: UserDesk[MemoryCalendar]) -> None:
    """P6."""
    displace(desk)
    there = sam(desk)
    desk.calendar.drag(there.uid, there.event.start + 5 * HOUR, there.event.end + 5 * HOUR)
    desk.run()
    dragged = sam(desk).event.start
    desk.undo()
    desk.run()
    assert sam(desk).event.start == dragged


def test_a_place_that_is_taken_by_now_is_not_taken_again(desk: UserDesk[MemoryCalendar]) -> None:
    """What would go back stays where it is, until what has its place is taken back as well."""
    place, before = sam(desk).event.start, desk.coming()
    desk.hitlist = replace(desk.hitlist, contacts=(*desk.hitlist.contacts, contact("Bob", "2026-11-19 reached")))
    displace(desk)
    where = sam(desk).event.start
    local = place.astimezone(desk.hitlist.timezone)
    desk.log(Booked("bob", desk.now, local.date(), time=local.time()))
    desk.run()
    facts = Facts(desk.history.facts())
    typed = next(one for one in facts.counting if getattr(one, "typed", False))
    desk.now += timedelta(minutes=1)
    desk.log(*taking_back(facts, [typed], desk.now, "command"))
    desk.run()
    assert sam(desk).event.start == where
    desk.undo()
    desk.run()
    assert desk.coming() == before
