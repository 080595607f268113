"""A week or a month is no day of a meeting, so that its day is asked for; of a deadline it is the last day."""

from __future__ import annotations

from datetime import date

import pytest

from followupd.core.phrases.days import parse_deadline
from tests.cli.conftest import Shell


@pytest.mark.parametrize("typed", [
    ("booked", "next week"), ("booked next month",), ("agreed in 2 weeks",), ("lunch booked next week",),
])
def test_a_meeting_without_a_day_is_asked_about(desk: Shell, typed: tuple[str, ...]) -> None:
    """By the command, and nothing is stored."""
    told = desk("log", "sam", *typed)
    assert told.code == 2
    assert "does not say on which day you meet" in told.err, told
    assert "Mon 23 Nov" not in desk("show", "sam").out


@pytest.mark.parametrize(("typed", "day"), [("booked in 3 days", "Mon 23 Nov"), ("booked next Tuesday", "Tue 24 Nov")])
def test_a_meeting_with_a_day_is_booked(desk: Shell, typed: str, day: str) -> None:
    told = desk("log", "sam", typed)
    assert (told.code, day in told.out) == (0, True), told


def test_a_title_and_a_log_line_ask_too(desk: Shell) -> None:
    desk("log", "sam", "call back on 26 Nov")
    text, title = desk.calendar.read_bytes(), b"SUMMARY:Call back Sam Okafor"
    assert title in text
    desk.calendar.write_bytes(text.replace(title, b"SUMMARY:booked next week Call back Sam Okafor", 1))
    desk("sync")
    assert b"does not say on which day" in desk.calendar.read_bytes().replace(b"\r\n ", b"")
    hit_list = desk.hitlist.read_text(encoding="utf-8")
    line = "  - {name: Ada Fay, log: [2026-11-18 booked next week]}\n"
    desk.hitlist.write_text(hit_list.replace("contacts:\n", f"contacts:\n{line}", 1), encoding="utf-8")
    assert "does not say on which day you meet" in desk("check").err


@pytest.mark.parametrize(("typed", "day"), [
    ("next week", "2026-11-29"), ("this week", "2026-11-22"), ("the end of the week", "2026-11-22"),
    ("next month", "2026-12-31"), ("by March", "2027-03-31"), ("end of the month", "2026-11-30"),
    ("November", "2026-11-30"), ("March 2028", "2028-03-31"), ("next quarter", "2027-03-31"),
    ("next year", "2027-12-31"), ("Friday", "2026-11-20"), ("28 Nov", "2026-11-28"), ("in 2 weeks", "2026-12-02"),
    ("1 March", "2027-03-01"),
])
def test_a_deadline_is_the_last_day_of_what_was_said(typed: str, day: str) -> None:
    assert parse_deadline(typed, date(2026, 11, 18)) == date.fromisoformat(day)


def test_a_promise_by_next_week_is_due_on_its_last_day(desk: Shell) -> None:
    assert "Sun 29 Nov" in desk("promise", "sam", "send the list", "--by", "next week").out
