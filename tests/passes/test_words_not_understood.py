"""The next reminder while words on the one before it are asked about: it says so, and keeps `min_gap` from it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from followupd.calendars.memory import MemoryCalendar
from followupd.core.people.timeline import day_of
from followupd.core.values.event import Present
from tests.kit.desks import UserDesk
from tests.kit.people import DENVER
from tests.kit.phones import contact, desk_of


@pytest.fixture(params=[(), ("2026-11-20 14:10 no answer",)], ids=["first", "retry"])
def desk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[UserDesk[MemoryCalendar]]:
    """One person who was never reached."""
    made = desk_of(tmp_path, (contact("Tim", *request.param),))
    made.hitlist = replace(made.hitlist, blocks=())
    made.run()
    yield made
    made.history.close()


def last(desk: UserDesk[MemoryCalendar]) -> Present:
    return max((*desk.ours("due-tim-"), *desk.ours("retry-tim-")), key=lambda one: one.event.start)


@pytest.mark.parametrize("seen_before", [False, True])        # the next reminder is there when the words are written
def test_the_next_reminder_says_that_words_are_not_understood(
    desk: UserDesk[MemoryCalendar], *, seen_before: bool,
) -> None:
    """It said `You have not got to it yet`, and came within `min_gap`, although the words may be a try."""
    first = last(desk)
    desk.now = first.event.end + timedelta(minutes=30)
    if seen_before:
        desk.run()
        assert "You have not got to it yet" in last(desk).event.description
    desk.calendar.retitle(first.uid, f"{first.event.summary} not at his desk, lm")
    assert len(desk.run().questions) == 1
    again = last(desk)
    assert again.uid != first.uid
    text, day = again.event.description, day_of(first.event.start, DENVER)
    assert f"Your words on the reminder of {day.day} {day:%B} are not understood yet." in text
    assert "not got to it" not in text
    assert "first hello" not in text
    assert day_of(again.event.start, DENVER) >= day + timedelta(days=7)        # `min_gap` here
    assert not desk.run().results                      # P3
    settle(desk, first.uid, first.event.start)


def settle(desk: UserDesk[MemoryCalendar], uid: str, start: datetime) -> None:
    """Once the words are taken out again, the reminder passed unused, as before."""
    ours = next(one for one in (*desk.ours("due-tim-"), *desk.ours("retry-tim-")) if one.uid == uid)
    desk.calendar.retitle(uid, ours.event.summary.removeprefix("? ").replace(" not at his desk, lm", ""))
    desk.run()
    assert "not understood" not in last(desk).event.description
    assert "You have not got to it yet" in last(desk).event.description
    assert start < last(desk).event.start
