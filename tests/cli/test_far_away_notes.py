"""People all of whose hours are in the user's night: `check` notes them at their line, and `why` says so."""

from __future__ import annotations

import pytest

from tests.cli.conftest import Shell

HITLIST = """\
calendar: followup.ics
timezone: America/Denver
hours: Mon-Fri 8:30-17:30
contacts:
  - name: Ann Lee
  - {name: Asha Rao, phone: +91 33 5555 0142, timezone: Asia/Kolkata}
"""
SUMMER = "2026-06-15T10:00"


@pytest.fixture
def people(desk: Shell) -> Shell:
    desk.hitlist.write_text(HITLIST, encoding="utf-8")
    return desk


def test_check_notes_them_at_their_line(people: Shell) -> None:
    """In Denver's winter their nine o'clock is half past eight in the evening."""
    out = people("check").out
    assert "6:5" in out
    assert "Asha Rao: all of their hours are in your night for a part of the year. Give them hours:" in out
    assert "Ann Lee" not in out
    people.rewrite("timezone: Asia/Kolkata", "timezone: Asia/Kolkata, hours: 12:00-15:00")
    assert "Asha Rao: all of their hours are in your night. Give" in people("check").out


@pytest.mark.parametrize(("old", "new"), [
    ("timezone: Asia/Kolkata", "timezone: Asia/Kolkata, hours: 7:00-9:00"),
    ("phone: +91", "via: [phone, email], email: a@example.com, phone: +91"), ("name: Asha", "status: stop, name: Asha"),
    ("contacts:", "block: Tuesday 20:30\ncontacts:"),
])
def test_what_the_note_advises_ends_it(people: Shell, old: str, new: str) -> None:
    people.rewrite(old, new)
    assert "your night" not in people("check").out


def test_why_says_that_it_is_in_the_users_night(people: Shell) -> None:
    people("sync", now=SUMMER)
    out = people("why", "asha", now=SUMMER).out
    assert "which is in your night" in out, out
    assert "in your night" not in people("why", "ann", now=SUMMER).out
