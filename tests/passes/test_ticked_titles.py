"""A tick in the title of a reminder, as on a sheet: beside our title, what is left of it, or alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from followupd.calendars.memory import MemoryCalendar
from followupd.core.values.facts import Attempt, Outcome
from tests.kit.desks import UserDesk
from tests.kit.one_reminder import due
from tests.kit.phones import contact, desk_of

Desk = UserDesk[MemoryCalendar]
WORDS = {"[-]": Outcome.NO_ANSWER, "[--]": Outcome.NO_ANSWER, "[v]": Outcome.LEFT_MESSAGE, "[x]": Outcome.REACHED,
         "☑": Outcome.REACHED, "[a]": Outcome.REACHED}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """Sam, whose reminder is called "Call Sam: his new boat"."""
    sam = replace(contact("Sam", "2026-07-01 reached, his new boat"), phones=("+1 303 555 0142",))
    made = desk_of(tmp_path, (sam,))
    made.hitlist = replace(made.hitlist, blocks=())
    made.run()
    yield made
    made.history.close()


@pytest.mark.parametrize("passed", [False, True])
@pytest.mark.parametrize("title", [
    "{} Call Sam: his new boat", "Call Sam: his new boat {}", "Call Sam: his new boat: {}", "{} Call Sam",
    "Call Sam {}", "Call Sam: {}", "{} Sam", "{}",
])
@pytest.mark.parametrize("tick", WORDS)
def test_it_says_what_was_done(desk: Desk, tick: str, title: str, passed: bool) -> None:
    """Also after it has passed and says "not tried"."""
    there = due(desk)
    assert there.event.summary == "Call Sam: his new boat"
    if passed:
        desk.now = there.event.end + timedelta(days=8)
        desk.run()
    desk.calendar.retitle(there.uid, title.format(tick))
    desk.now += timedelta(minutes=1)
    desk.run()
    assert [(one.outcome, one.note) for one in desk.facts(Attempt)] == [(WORDS[tick], "")]
    assert desk.title(there.uid).startswith("✓ Call Sam: ")


@pytest.mark.parametrize("title", ["– Call Sam: his new boat", "[ ] Call Sam", "- Sam", "Sam - boat", "–"])
def test_what_is_not_a_tick_stays(desk: Desk, title: str) -> None:
    there = due(desk)
    desk.calendar.retitle(there.uid, title)
    desk.run()
    assert desk.facts(Attempt) == []
    assert desk.title(there.uid) == title
