"""`log WHO later DAY`: another day by command, the same as dragging the reminder; it is taken back like a report."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from followupd.core.values.facts import Attempt, Moved
from followupd.history.store import History
from tests.cli.conftest import Shell
from tests.kit.people import at

NOW = at("2026-11-20 14:10")


def moves(database: Path) -> list[Moved]:
    with History.open(database, "hitlist") as history:
        return [fact for fact in history.facts() if isinstance(fact, Moved)]


def coming(desk: Shell, who: str, now: datetime = NOW) -> str:
    return desk("why", who, now=now.isoformat()).out


@pytest.mark.parametrize(("typed", "shown"), [
    (["later", "3d"], "Mon 23 Nov 16:30"),               # the time of the reminder that is there
    (["later 3d"], "Mon 23 Nov 16:30"),
    (["in", "2", "weeks"], "Fri 4 Dec 16:30"),
    (["Wednesday"], "Wed 25 Nov 16:30"),
    (["later", "Wednesday", "15:00"], "Wed 25 Nov 15:00"),
    (["28 Nov 9:00"], "Sat 28 Nov 09:00"),               # outside all hours: it was chosen
])
def test_a_reminder_goes_to_another_day(desk: Shell, database: Path, typed: list[str], shown: str) -> None:
    """It is said, it stays in the passes that follow, and no try was made."""
    desk("sync")
    told = desk("log", "dana", *typed)
    assert told.out.startswith(f"Dana Whitfield: later, {shown}. Next: {shown}, ")
    assert desk("sync").out == "Nothing to do.\n"
    assert f"{shown}  Call Dana Whitfield" in coming(desk, "dana")
    with History.open(database, "hitlist") as history:
        assert not [fact for fact in history.facts() if isinstance(fact, Attempt)]


def test_a_day_alone_is_not_on_a_block(desk: Shell) -> None:
    """The block is on Tuesday at ten, and Dana's hours begin at noon; only a time that is named may be within it."""
    desk("sync")
    for typed, shown in (("Wednesday 10:30", "Wed 25 Nov 10:30"), ("Tuesday", "Tue 24 Nov 12:00"),
                         ("Tuesday 10:30", "Tue 24 Nov 10:30")):
        assert desk("log", "dana", "later", typed).out.startswith(f"Dana Whitfield: later, {shown}. Next: {shown}, ")


def test_another_day_while_a_meeting_is_to_come(desk: Shell) -> None:
    """The try waits for the meeting, so the day of either may be meant; nothing is stored."""
    desk("log", "dana", "booked", "Thu", "15:00")
    told = desk("log", "dana", "later", "Friday")
    assert (told.code, told.out) == (2, "")
    assert "Dana Whitfield has a meeting on Thu 26 Nov, and the next try waits for it" in told.err
    assert "followupd log Dana booked and the new day" in told.err
    desk("log", "dana", "booked", "Fri", "15:00")
    assert "Meeting with Dana Whitfield" in coming(desk, "dana")
    assert "Fri 27 Nov 15:00" in coming(desk, "dana")
    assert "Thu 26 Nov" not in coming(desk, "dana")


def test_a_line_on_a_sheet_becomes_a_reminder_at_a_good_hour(desk: Shell) -> None:
    """In both people's hours, and at a different minute for each."""
    desk("sync")
    assert "On the sheet of Tue 24 Nov 10:00" in coming(desk, "sam")
    starts = []
    for who in ("sam", "jose"):
        told = json.loads(desk("log", who, "later", "Monday", "--json").out)
        assert told["person"]["item"]["on_sheet"] is False
        starts.append(told["moved"])
    assert len(set(starts)) == 2
    assert all(start.startswith("2026-11-23T") for start in starts)
    assert desk("sync").out == "Nothing to do.\n"


def test_somebody_who_is_not_due_is_called_on_the_day_that_was_named(desk: Shell) -> None:
    desk("log", "dana", "reached")
    assert "Next: Fri 27 Nov 12:00" in desk("log", "dana", "Friday 12:00").out
    assert desk("sync").out == "Nothing to do.\n"


def test_another_day_is_taken_back(desk: Shell) -> None:
    """By `undo`: the calendar is as if it had not been said, for a reminder and for a line on a sheet."""
    desk("sync")
    for who in ("dana", "sam"):
        before, calendar = coming(desk, who), (desk.folder / "followup.ics").read_text()
        desk("log", who, "later", "5d", now="2026-11-20T14:11")
        assert coming(desk, who) != before
        assert "later, Wed 25 Nov" in desk("undo", "--list", now="2026-11-20T14:11").out
        assert "Taken back: later, Wed 25 Nov" in desk("undo", who, now="2026-11-20T14:12").out
        assert desk("sync").out == "Nothing to do.\n"
        assert coming(desk, who) == before
        assert _events(calendar) == _events((desk.folder / "followup.ics").read_text())


def _events(calendar: str) -> set[tuple[str, ...]]:
    """Return what each event says to people, and when it is."""
    said = ("SUMMARY", "DTSTART", "DTEND", "DESCRIPTION")
    events = calendar.replace("\n ", "").split("BEGIN:VEVENT")[1:]
    return {tuple(line for line in event.splitlines() if line.startswith(said)) for event in events}


@pytest.mark.parametrize(("typed", "why"), [
    (["later", "3d", "-m", "in Lisbon"], "--note needs an outcome"),
    (["later", "3d", "--via", "email"], "--via needs an outcome"),
    (["later 3d: in Lisbon"], '"in Lisbon" needs an outcome'),
    (["9:00"], "Fri 20 Nov 09:00 is over"),
    (["later"], "to which day? Write later 3d or a date"),
    (["later", "25:00"], "is not a time of day"),
    (["not", "today"], '"not today" names no other day. Write later 3d or a date.'),
    (["na", "Friday"], "Write na, again Friday. No answer and no more? Write na."),
])
def test_what_is_not_another_day_is_refused(desk: Shell, database: Path, typed: list[str], why: str) -> None:
    told = desk("log", "dana", *typed)
    assert (told.code, told.out) == (2, "")
    assert why in told.err
    assert "just a note" not in told.err
    assert moves(database) == []


def test_the_day_is_kept_until_it_has_passed(desk: Shell) -> None:
    """Through four weeks of passes, each followed by one that writes nothing (P3); unused, it comes again."""
    desk("sync")
    desk("log", "sam", "later", "Friday", "11:00")
    for number in range(1, 28):
        now = NOW + timedelta(days=number)
        desk("sync", now=now.isoformat())
        assert desk("sync", now=now.isoformat()).out == "Nothing to do.\n"
        if now.day < 27 and now.month == 11:
            assert "Fri 27 Nov 11:00  Call Sam Okafor" in coming(desk, "sam", now)
    assert "Sam Okafor: open" in coming(desk, "sam", now)
