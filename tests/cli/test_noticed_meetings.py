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
