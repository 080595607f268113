"""A call-back that was asked for later today is a reminder of today, whoever is on the sheet, whenever it is said.

Nobody is away because they said "tonight".
"""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from tests.cli.conftest import Shell

HITLIST = """\
calendar: followup.ics
timezone: America/Denver
hours: Mon-Fri 8:30-17:30
block: {every: Tuesday 10:00, per_person: 8 minutes}
contacts:
  - {name: Maya Lee, every: 6 weeks, phone: +1 303 555 0193}
  - {name: Sam Okafor, every: 6 weeks, phone: +1 303 555 0101}
  - {name: Dana Whitfield, phone: +1 303 555 0142, hours: "12:00-14:00", log: [2026-11-17 9:40 no answer]}
"""
TUESDAY = "2026-11-24T"


@pytest.fixture
def sheet(desk: Shell) -> Shell:
    """A Tuesday whose sheet at 10:00 has a line for Maya and Sam; Dana has a reminder."""
    desk.hitlist.write_text(HITLIST, encoding="utf-8")
    told = desk("sync", now=f"{TUESDAY}08:00")
    assert told.code == 0, told
    assert "[ ] Call Maya Lee" in desk.calendar.read_text(encoding="utf-8")
    return desk


@pytest.mark.parametrize("said_at", ["08:20", "10:20", "11:12"])
@pytest.mark.parametrize("who", ["maya", "dana"])
@pytest.mark.parametrize("typed", [
    "call back at 16:00", "na, call back today 16:00", "asked me to call back at 4pm", "busy, try again at 4",
])
def test_an_hour_of_today_is_today(sheet: Shell, typed: str, who: str, said_at: str) -> None:
    """Before the block, during it and after it; it stays there until it is over (P3)."""
    told = sheet("log", who, typed, now=TUESDAY + said_at)
    whose = "you planned" if typed.startswith(("na, ", "busy, try")) else "asked for"
    assert f"Next: Tue 24 Nov 16:00, as {whose}." in told.out, told
    for later in (said_at, "12:30", "15:59"):
        sheet("sync", now=TUESDAY + later)
        assert sheet("sync", now=TUESDAY + later).out == "Nothing to do.\n"
        assert _starts(sheet, who) == ["20261124T230000Z"]


@pytest.mark.parametrize("read_at", ["10:20", "11:40"])
def test_an_hour_behind_a_line_of_the_sheet_is_today(sheet: Shell, read_at: str) -> None:
    """Typed on the sheet itself, and read while the block is going on or after it."""
    text = sheet.calendar.read_text(encoding="utf-8")
    sheet.calendar.write_text(text.replace("[ ] Call Maya Lee", "[ ] Call Maya Lee: call back at 16:00", 1), "utf-8")
    assert "Tue 24 Nov 16:00" in sheet("sync", now=TUESDAY + read_at).out
    assert _starts(sheet, "maya") == ["20261124T230000Z"]


def test_a_line_of_the_hit_list_without_a_time_is_of_that_day(sheet: Shell) -> None:
    """A `log:` line that has only the day is told after the line of the sheet, not before it."""
    sheet.rewrite("phone: +1 303 555 0193", "phone: +1 303 555 0193, log: [2026-11-24 call back at 16:00]")
    sheet("sync", now=f"{TUESDAY}12:00")
    assert _starts(sheet, "maya") == ["20261124T230000Z"]


def test_a_line_that_nobody_used_still_counts_as_passed(sheet: Shell) -> None:
    """A call-back for the day of a block that has a line and is not answered waits for the next sheet."""
    sheet("log", "sam", "call back Tuesday", now="2026-11-24T08:10")
    assert "1 Dec" in sheet("why", "sam", now="2026-11-24T08:10").out


@pytest.mark.parametrize(("typed", "first", "last"), [
    ("call back tonight", "24T18", "24T21"),                 # after the user's hours: it was asked for
    ("call back this afternoon", "24T13", "24T17"),
    ("try again this evening", "24T18", "24T21"),
    ("no answer, again tonight", "24T18", "24T21"),
    ("busy, call this evening", "24T18", "24T21"),
    ("call back in the afternoon", "24T13", "24T17"),
    ("call back after lunch", "24T13", "24T17"),
    ("call back tomorrow evening", "25T18", "25T21"),
    ("call back tomorrow morning", "25T08", "25T12"),
    ("asked me to call Thursday afternoon", "26T13", "26T17"),
])
@pytest.mark.parametrize("who", ["maya", "dana"])
def test_a_part_of_a_day_is_an_hour_of_that_part(sheet: Shell, typed: str, first: str, last: str, who: str) -> None:
    """Of today if it is still to come, in the hours if they have any of it; nobody is away."""
    told = sheet("log", who, typed, now=f"{TUESDAY}11:15")
    assert ("as asked for" if "back" in typed or "asked" in typed else "as you planned") in told.out, told
    assert "away" not in told.out
    (start,) = _starts(sheet, who)
    at = datetime.strptime(start, "%Y%m%dT%H%M%S%z").astimezone(ZoneInfo("America/Denver"))
    assert first <= f"{at:%dT%H}" < last
    sheet("sync", now=f"{TUESDAY}11:40")
    assert sheet("sync", now=f"{TUESDAY}11:40").out == "Nothing to do.\n"
    assert _starts(sheet, who) == [start]


@pytest.mark.parametrize("typed", ["call back later today", "call back today", "call back in an hour"])
@pytest.mark.parametrize("who", ["maya", "dana"])
def test_later_today_is_after_it_was_said(sheet: Shell, typed: str, who: str) -> None:
    """An hour of today that is over when somebody says "today" is not meant."""
    assert "Next: Tue 24 Nov 1" in sheet("log", who, typed, now=f"{TUESDAY}11:15").out
    assert all("20261124T181500Z" < start < "20261125T010000Z" for start in _starts(sheet, who))


@pytest.mark.parametrize(("typed", "kept"), [
    ("call back tonight", "2026-11-24 evening"), ("no answer, again tonight", "2026-11-24 evening"),
    ("call back in an hour", "in an hour"), ("call back after lunch", "after lunch"),
    ("call back next week in the morning", "in the morning"), ("call back in the morning", "in the morning"),
    ("try again in the evening", "2026-11-24 evening"), ("call back tomorrow evening", "2026-11-25 evening"),
])
def test_a_part_of_a_day_is_planned_or_noted(sheet: Shell, typed: str, kept: str) -> None:
    """No word is lost: what the plan does not use is in the note."""
    sheet("log", "maya", typed, now=f"{TUESDAY}11:15")
    sheet("history", "export", "facts.jsonl")
    assert kept in (sheet.folder / "facts.jsonl").read_text(encoding="utf-8")


def _starts(desk: Shell, who: str) -> list[str]:
    """Return when the reminders begin whose titles name somebody, in UTC."""
    events = desk.calendar.read_text(encoding="utf-8").replace("\n ", "").split("BEGIN:VEVENT")[1:]
    name = {"maya": "Maya Lee", "dana": "Dana Whitfield"}[who]
    named = [event for event in events if name in event.split("SUMMARY:")[1].splitlines()[0]]
    reminders = [event for event in named if "UID:block-" not in event and "✓" not in event]
    return [event.split("DTSTART:")[1].splitlines()[0] for event in reminders]


@pytest.mark.parametrize(("typed", "said_at"), [
    ("call back at 16:00", "17:31"), ("call back at 16:00", "16:31"), ("call back today", "17:20"),
])
def test_an_hour_that_was_over_when_it_was_said_comes_on_the_next_workday(
    sheet: Shell, typed: str, said_at: str
) -> None:
    """As a separate reminder of the call that they asked for, and not on the sheet of next week."""
    told = sheet("log", "maya", typed, now=TUESDAY + said_at)
    assert "Next: Wed 25 Nov" in told.out, told
    assert "as asked for" in told.out
    assert "SUMMARY:Call back Maya Lee" in sheet.calendar.read_text(encoding="utf-8")
    assert sheet("sync", now=TUESDAY + said_at).out == "Nothing to do.\n"
    assert "Wed 25 Nov" in sheet("why", "maya", now="2026-11-25T07:00").out


def test_a_call_of_today_that_passed_comes_on_the_next_workday_too(sheet: Shell) -> None:
    """Though the sheet of its day had a line for them before that hour."""
    sheet("log", "maya", "call back at 16:00", now=f"{TUESDAY}11:30")
    sheet("sync", now=f"{TUESDAY}17:31")
    assert "Wed 25 Nov" in sheet("why", "maya", now=f"{TUESDAY}17:31").out
    assert sheet("sync", now=f"{TUESDAY}17:31").out == "Nothing to do.\n"
