"""A time of today puts a try off to it: typed into the title of a reminder, and by `followupd log`."""

from __future__ import annotations

import re

import pytest

from tests.cli.conftest import Shell

HITLIST = """\
calendar: followup.ics
timezone: America/Denver
hours: Mon-Fri 8:30-17:30
block: {every: Tuesday 10:00, per_person: 8 minutes}
contacts:
  - {name: Maya Lee, every: 6 weeks, phone: +1 303 555 0193}
  - {name: Dana Whitfield, phone: +1 303 555 0142, hours: "12:00-14:00", log: [2026-11-17 9:40 no answer]}
"""
TUESDAY = "2026-11-24T"


@pytest.fixture
def reminder(desk: Shell) -> Shell:
    """A Tuesday morning with a reminder to call Dana at 12:00, and a line for Maya at 10:00."""
    desk.hitlist.write_text(HITLIST, encoding="utf-8")
    assert desk("sync", now=f"{TUESDAY}08:00").code == 0
    return desk


def _type(desk: Shell, words: str) -> None:
    text = desk.calendar.read_text(encoding="utf-8")
    title = re.search(r"SUMMARY:(?:Call|Try) Dana Whitfield.*", text)
    assert title is not None, text
    desk.calendar.write_text(text.replace(title[0], f"{title[0]} {words}", 1), encoding="utf-8")


@pytest.mark.parametrize("by", ["title", "log"])
@pytest.mark.parametrize(("words", "said_at", "to"), [
    ("in an hour", "11:12", "12:15"),
    ("in half an hour", "11:12", "11:45"),
    ("this afternoon", "11:12", "13:00"),
    ("this afternoon", "14:03", "14:15"),
    ("tonight", "11:12", "18:00"),
    ("after lunch", "11:12", "13:00"),
    ("at 5", "11:12", "17:00"),
])
def test_it_is_put_off_to_then(reminder: Shell, words: str, said_at: str, to: str, by: str) -> None:
    """It is the same in every place, and a second pass changes nothing (P3)."""
    if by == "title":
        _type(reminder, words)
        told = reminder("sync", now=TUESDAY + said_at)
    else:
        told = reminder("log", "dana", words, now=TUESDAY + said_at)
    assert f"24 Nov {to}" in told.out, told
    assert reminder("sync", now=TUESDAY + said_at).out == "Nothing to do.\n"


def test_a_line_of_the_sheet_becomes_a_reminder_of_then(reminder: Shell) -> None:
    """Maya has no reminder yet."""
    assert "24 Nov 12:15" in reminder("log", "maya", "in an hour", now=f"{TUESDAY}11:12").out
    assert "24 Nov 18:00" in reminder("log", "maya", "this evening", now=f"{TUESDAY}11:12").out


@pytest.mark.parametrize("words", ["this afternoon", "at 5", "after lunch", "at lunchtime"])
def test_a_time_that_is_over_is_asked_about(reminder: Shell, words: str) -> None:
    """On the event, and by the command."""
    _type(reminder, words)
    assert "is over" in reminder("sync", now=f"{TUESDAY}19:30").out
    assert "is over" in reminder("log", "dana", words, now=f"{TUESDAY}19:30").err
