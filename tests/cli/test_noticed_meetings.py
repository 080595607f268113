"""A meeting to come, in every answer: `status`, `list`, `why`, `next`."""

from __future__ import annotations

from tests.calendars.busy.conftest import calendar, event
from tests.cli.conftest import Shell

LIST = """\
calendar: followup.ics
timezone: America/Denver
me: alex@example.com
busy: [work.ics]
noticed: {meetings: yes}
contacts:
  - {name: Dana Whitfield, email: dana@example.com, via: phone, log: [2026-06-18 10:00 reached]}
  - {name: Ben Ito, via: phone, log: [2026-06-18 10:00 reached]}
"""
LUNCH = event("DTSTART:20261210T193000Z", "DURATION:PT1H", "SUMMARY:Lunch",
              "ORGANIZER:mailto:alex@example.com", "ATTENDEE:mailto:dana@example.com")


def test_every_answer_says_that_you_meet(desk: Shell) -> None:
    """With the day, the calendar and the title; nobody is asked to call her."""
    desk.hitlist.write_text(LIST, encoding="utf-8")
    (desk.hitlist.parent / "work.ics").write_bytes(calendar(LUNCH))
    assert desk("sync").code == 0
    assert "Meetings  Dana Whitfield on Thu 10 Dec 12:30 (work.ics)" in desk("status").out.splitlines()
    why = desk("why", "Dana").out.splitlines()
    assert why[0].startswith("Dana Whitfield: scheduled, late by")
    assert "  You meet on Thu 10 Dec 12:30, from work.ics: Lunch" in why
    assert "You meet on Thu 10 Dec 12:30." in why
    assert "  If it is called off: the next try comes back." in why
    assert "meeting Thu 10 Dec 12:30" in desk("list").out
    assert "Ben" in desk("next").out
    assert "Dana" not in desk("next").out
    (desk.hitlist.parent / "work.ics").write_bytes(calendar())
    assert desk("sync").code == 0
    assert "Meetings" not in desk("status").out


def test_what_a_log_notices_is_said(desk: Shell) -> None:
    """In the words of `sync`, whoever it is about; and so is what no longer counts."""
    desk.hitlist.write_text(LIST, encoding="utf-8")
    other = event("DTSTART:20261001T193000Z", "DURATION:PT1H", "SUMMARY:Dentist", uid="dentist")
    path = desk.hitlist.parent / "work.ics"
    path.write_bytes(calendar(other, LUNCH))
    assert desk("sync").code == 0
    said = desk("log", "Ben", "reached", now="2026-12-10T21:00:00Z").out
    assert "Noticed: Dana Whitfield, met, from work.ics: Lunch, today 12:30." in said
    path.write_bytes(calendar(other, LUNCH.replace("SUMMARY", "STATUS:CANCELLED\r\nSUMMARY")))
    said = desk("log", "Ben", "na", now="2026-12-10T22:00:00Z").out
    assert "so it does not count: met, from work.ics: Lunch, Dana Whitfield, today 12:30." in said
