"""Answers of the commands about somebody with a booked meeting: the meeting, and not a try on its day."""

from __future__ import annotations

import pytest

from tests.cli.conftest import Shell

LIST = """\
calendar: followup.ics
timezone: America/Denver
block: Tuesday 10:00
default: {every: 3 months, at_most: 4 months}
contacts:
  - {name: Ada, log: [2026-11-10 11:00 reached, "2026-11-10 booked 2026-12-08 10:30"]}
  - {name: Bo, log: [2026-11-10 11:00 reached]}
"""


@pytest.fixture
def booked(desk: Shell) -> Shell:
    desk.hitlist.write_text(LIST, encoding="utf-8")
    assert desk("sync").code == 0
    return desk


def test_why_says_what_follows_a_meeting(booked: Shell) -> None:
    """There is no call on that day that could fail; after it, they are asked about like others."""
    said = booked("why", "Ada").out
    assert "If you meet: due again in 3 months, about Mon 8 Mar." in said
    assert "If it is called off: delete it on the calendar, and they are due by their cadence." in said
    assert "nobody answers" not in said
    assert "If nobody answers" in booked("why", "Bo").out
    booked.now = "2026-12-09T09:00"
    assert booked("sync").code == 0
    assert "If nobody answers" in booked("why", "Ada").out


def test_list_and_log_name_the_meeting(booked: Shell) -> None:
    """They are not due on that day; `Due` stays that of the cadence."""
    lines = {line[:3].strip(): line for line in booked("list").out.splitlines()}
    assert lines["Ada"].endswith("meeting Tue 8 Dec 10:30")
    assert "Wed 10 Feb" in lines["Ada"]
    assert lines["Bo"].endswith("scheduled  from Wed 10 Feb")
    assert "Meeting on Tue 15 Dec" in booked("log", "Bo", "booked", "2026-12-15").out


@pytest.mark.parametrize("words", [("booked Tue 15:00",), ("booked", "Tue", "15:00"), ("agreed Tue 15:00",)])
def test_log_reads_the_day_in_one_word_or_several(booked: Shell, words: tuple[str, ...]) -> None:
    assert ": booked for Tue 24 Nov 15:00" in booked("log", "Bo", *words).out


def test_a_meeting_that_was_deleted_is_called_off(booked: Shell) -> None:
    """Not "skipped", which is the word for a try: in the report of a pass, in `undo --list` and in JSON."""
    text = booked.calendar.read_bytes().decode()
    assert "SUMMARY:Meeting with Ada" in text
    start = text.index("BEGIN:VEVENT\r\nUID:meeting-ada")
    end = text.index("END:VEVENT\r\n", start) + len("END:VEVENT\r\n")
    booked.calendar.write_bytes((text[:start] + text[end:]).encode())
    said = booked("sync").out
    assert "You took the meeting with Ada of Tue 8 Dec 10:30 off the calendar: called off." in said
    assert "UID:meeting-ada" not in booked.calendar.read_bytes().decode()
    assert booked("undo", "--list").out.endswith("  Ada: called off the meeting of Tue 8 Dec 10:30\n")
    told = booked("undo", "--list", "--json").json["told"]
    assert [thing[0]["text"] for thing in told] == ["called off the meeting of Tue 8 Dec 10:30"]
    assert booked("undo").out.startswith("Taken back: called off the meeting of Tue 8 Dec 10:30, Ada, ")


def test_a_meeting_that_was_dragged_is_called_what_it_is(booked: Shell) -> None:
    text = booked.calendar.read_bytes().decode()
    start = text.index("UID:meeting-ada")
    moved = text[start:].replace("DTSTART:20261208T173000Z", "DTSTART:20261209T173000Z", 1)
    moved = moved.replace("DTEND:20261208T183000Z", "DTEND:20261209T183000Z", 1)
    booked.calendar.write_bytes((text[:start] + moved).encode())
    assert "You moved the meeting with Ada to Wed 9 Dec 10:30: kept there." in booked("sync").out


def test_a_meeting_has_one_title_and_its_time_is_said(desk: Shell) -> None:
    """A line of the list and a mark on the reminder call it the same."""
    maya = LIST.partition("  - {name: Ada")[0] + "  - {name: Maya, via: [coffee, phone], log: [%s]}\n"
    desk.hitlist.write_text(maya % '"2026-11-10 booked 2026-12-08 10:30"', encoding="utf-8")
    assert "Coffee with Maya, Tue 8 Dec 10:30" in desk("sync").out
    desk.hitlist.write_text(maya % "2026-11-10 11:00 no answer", encoding="utf-8")
    assert desk("sync").code == 0
    text = desk.calendar.read_bytes()
    assert b"SUMMARY:Ask Maya for a coffee" in text
    desk.calendar.write_bytes(text.replace(b"SUMMARY:Ask Maya for a coffee", b"SUMMARY:booked 8 Dec 10:30"))
    said = desk("sync").out
    assert "Booked the next meeting with Maya: Tue 8 Dec 10:30." in said
    assert "Coffee with Maya, Tue 8 Dec 10:30" in said
