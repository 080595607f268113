"""A vague wish ("next week", "in March") is not a date: it goes to the first day that suits, never onto a day off.

A day that was named ("on Tuesday", "8 Dec") stays that day, whatever it is. The answer says the real day.
"""

from __future__ import annotations

import re

import pytest

from tests.cli.conftest import Shell

HITLIST = """\
calendar: followup.ics
timezone: America/Denver
hours: Mon-Fri 8:30-17:30
holidays: US-CO
away: 2026-11-23 to 2026-11-28, ski
contacts:
  - {name: Sam Okafor, phone: +1 303 555 0101}
  - {name: Dana Whitfield, phone: +1 303 555 0142, hours: "12:00-14:00, 16:00-18:00"}
"""


@pytest.fixture
def trip(desk: Shell) -> Shell:
    """The user is away in the week after Friday 20 November, and Thanksgiving is in it."""
    desk.hitlist.write_text(HITLIST, encoding="utf-8")
    desk("sync")
    return desk


@pytest.mark.parametrize(("typed", "day"), [
    (["later", "next week"], "Mon 30 Nov"),
    (["in", "5", "days"], "Mon 30 Nov"),
    (["later", "6d"], "Mon 30 Nov"),
    (["na", "--next", "next week"], "Mon 30 Nov"),
    (["no answer, call back next week"], "Mon 30 Nov"),
    (["she asked me to call her in a few days"], "Mon 30 Nov"),
    (["lm, asked for next week"], "Mon 30 Nov"),
    (["na", "--next", "in January"], "Mon 4 Jan"),       # the first is a holiday, and then it is a weekend
    (["lm, call again in the new year"], "Mon 4 Jan"),
    (["lm, not before Thursday, she says"], "Mon 30 Nov"),
    (["call back"], "Mon 30 Nov"),                         # a week later, and nobody named that day
    (["later", "Wednesday"], "Wed 25 Nov"),                # what was named stays
    (["na", "--next", "26 Nov"], "Thu 26 Nov"),
    (["lm, asked for Thursday"], "Thu 26 Nov"),
    (["later", "28 Nov"], "Sat 28 Nov"),
    (["na", "--next", "1 Jan"], "Fri 1 Jan"),
])
def test_only_a_day_that_was_named_is_a_date(trip: Shell, typed: list[str], day: str) -> None:
    """By `later`, by `--next` and in the words of a report; it stays there in the passes that follow (P3)."""
    for who in ("sam", "dana"):
        told = trip("log", who, *typed)
        assert f"Next: {day} " in told.out, told
    assert trip("sync").out == "Nothing to do.\n"
    assert trip("sync", now="2026-11-22T09:00").out == "Nothing to do.\n"


@pytest.mark.parametrize(("typed", "day"), [("next week", "20261130"), ("Wednesday", "20261125")])
def test_a_title_says_it_too(trip: Shell, typed: str, day: str) -> None:
    """Typed into the title of a reminder, which keeps its hour."""
    text = trip.calendar.read_bytes()
    (title,) = re.findall(rb"SUMMARY:Call Sam[^\r]*", text)
    trip.calendar.write_bytes(text.replace(title, title + b" " + typed.encode()))
    assert "You moved Sam Okafor to " in trip("sync").out
    assert f"DTSTART:{day}T" in _event(trip, "Sam")
    assert trip("sync").out == "Nothing to do.\n"


def test_the_reason_says_what_was_asked_for_and_why_it_moved(trip: Shell) -> None:
    """In the text of the event, in `why` and in the answer."""
    told = trip("log", "sam", "busy, asked me to call next week")
    assert "as asked for, moved on from Mon 23 Nov (ski)" in told.out
    assert "asked for Mon 23 Nov or soon after when last tried" in trip("why", "sam").out.replace("Asked", "asked")
    assert "As asked: from 23 November on." in _event(trip, "Sam")


def test_a_day_without_a_free_hour_does_not_suit(desk: Shell) -> None:
    """A block or a meeting that takes all of their hours leaves no place for somebody who named no day."""
    desk.rewrite("block: {every: Tuesday 10:00}", "block: {every: Monday 8:30, length: 9 hours}")
    desk.rewrite("start_small", "# start_small")
    desk("sync")
    for who in ("sam", "dana"):            # one has a reminder beforehand, the other a line on a sheet
        assert "Next: Tue 24 Nov " in desk("log", who, "later", "next week").out


def test_days_that_come_to_be_off_move_a_vague_wish(trip: Shell) -> None:
    """The history has what was said and not what came of it, so another trip counts, whenever it is booked."""
    trip("log", "sam", "na, call again next week")
    trip.rewrite("away: 2026-11-23 to 2026-11-28, ski", "away: 2026-11-23 to 2026-12-01, ski")
    trip("sync")
    assert "DTSTART:20261202T" in _event(trip, "Sam")
    trip("history", "export", "facts.jsonl")
    assert '"asked":"planned from 2026-11-23 by phone"' in (trip.folder / "facts.jsonl").read_text()
    assert "again on Mon 23 Nov or soon after" in trip("show", "sam").out


def _event(desk: Shell, who: str) -> str:
    """Return the unfolded text of the only coming event whose title names somebody."""
    text = desk.calendar.read_bytes().decode().replace("\r\n ", "")
    (event,) = [one for one in text.split("BEGIN:VEVENT")[1:] if who in one.split("SUMMARY:")[1].split("\r\n")[0]]
    return event.replace("\\n", "\n").replace("\\,", ",")
