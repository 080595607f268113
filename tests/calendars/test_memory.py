"""The calendar in memory: a test's edits show as a person's would."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from followupd.calendars.memory import MemoryCalendar
from followupd.core.values.event import Create, Done, Event, Failed
from followupd.errors import CalendarUnreachable

STAMP = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
BLOCK = Event("block-2026-11-24-hitlist@followupd", STAMP, STAMP + timedelta(hours=1), "Outreach", "1. Dana")
RETRY = replace(BLOCK, uid="retry-dana-2026-11-18-hitlist@followupd")


@pytest.fixture
def calendar() -> MemoryCalendar:
    calendar = MemoryCalendar()
    calendar.apply([Create(BLOCK)], STAMP)
    return calendar


def test_what_the_user_does(calendar: MemoryCalendar) -> None:
    """Each action shows in the next read, with a new version, and `planned` stays what we wrote."""
    first = calendar.event(BLOCK.uid)
    calendar.drag(BLOCK.uid, STAMP + timedelta(days=1))
    calendar.retitle(BLOCK.uid, "ok Outreach, done")
    calendar.rewrite(BLOCK.uid, "[x] Dana\nand more")
    calendar.add_lines(BLOCK.uid, "BEGIN:VALARM", "ACTION:AUDIO", "TRIGGER:-PT5M", "END:VALARM", "X-MINE:1")
    calendar.cancel(BLOCK.uid)
    (present,) = calendar.read().events
    assert present.event == replace(BLOCK, start=STAMP + timedelta(days=1), end=STAMP + timedelta(days=1, hours=1),
                                    summary="ok Outreach, done", description="[x] Dana\nand more")
    assert (present.planned, present.cancelled) == (STAMP, True)
    assert present.version != first.version
    assert "X-MINE:1" in present.raw
    calendar.delete(BLOCK.uid)
    assert calendar.read().events == ()
    assert calendar.writes == 1


def test_failing_on_demand(calendar: MemoryCalendar) -> None:
    """Reading and writing fail like a network, after as many changes as asked for, until that is ended."""
    error = CalendarUnreachable("away")
    calendar.fail_reading(error)
    with pytest.raises(CalendarUnreachable):
        calendar.read()
    calendar.fail_reading(None)
    calendar.fail_writing(error, after=1)
    third = replace(BLOCK, uid="block-2026-12-01-hitlist@followupd")
    results = calendar.apply([Create(RETRY), Create(third)], STAMP)
    assert isinstance(results[0], Done)
    assert results[1] == Failed(Create(third), error)
    with pytest.raises(CalendarUnreachable):
        calendar.apply([Create(third)], STAMP)
    calendar.fail_writing(None)
    assert isinstance(calendar.apply([Create(third)], STAMP)[0], Done)


def test_a_calendar_that_vanishes(calendar: MemoryCalendar) -> None:
    """Emptied, or gone as a whole."""
    calendar.clear()
    assert calendar.read().events == ()
    calendar.exists = False
    assert calendar.read().exists is False
