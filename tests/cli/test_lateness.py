"""Lateness, who and by how much, in `status`, `list` and `why`: since the last real contact, whatever was tried."""

from __future__ import annotations

import pytest

from tests.cli.conftest import Shell

LIST = """\
calendar: followup.ics
timezone: America/Denver
block: Tuesday 10:00
retry: {ladder: [1 week]}
default: {every: 3 months, at_most: 4 months}
contacts:
  - {name: Under Way, log: [2026-01-20 11:00 reached, 2026-11-18 10:00 no answer]}
  - {name: At Rest, log: [2026-02-20 11:00 reached, 2026-11-02 10:00 no answer, 2026-11-10 15:00 no answer]}
  - {name: Just Due, log: [2026-08-10 11:00 reached]}
  - {name: In Touch, log: [2026-11-10 11:00 reached]}
  - {name: Away, status: paused, log: [2025-02-20 11:00 reached]}
  - {name: Gone, status: stop, log: [2025-02-20 11:00 reached]}
"""


@pytest.fixture
def late(desk: Shell) -> Shell:
    desk.hitlist.write_text(LIST, encoding="utf-8")
    assert desk("sync").code == 0
    return desk


def test_status_names_who_is_late(late: Shell) -> None:
    """Ten months without contact and a retry open, nine months and at rest; nobody who is paused or stopped."""
    lines = late("status").out.splitlines()
    assert "Late      Under Way by 6 months, At Rest by 5 months" in lines
    people = next(number for number, line in enumerate(lines) if line.startswith("People"))
    assert "rest" in lines[people + 1], "the people who rest are listed elsewhere, not with those who are late"
    assert late("status", "--json").json["late"] == [
        {"key": "under-way", "name": "Under Way", "days": 184}, {"key": "at-rest", "name": "At Rest", "days": 153},
    ]


def test_a_status_without_anybody_late_says_so(late: Shell) -> None:
    late.hitlist.write_text(LIST.split("  - {name: Under")[0] + '  - {name: Ada, log: [2026-11-18 reached]}\n', "utf-8")
    assert "\nLate      nobody\n" in late("status").out


def test_list_gives_the_days_from_the_last_contact(late: Shell) -> None:
    """The latest comes first, even if their next try is months ahead."""
    lines = {line[:9].strip(): line for line in late("list").out.splitlines()}
    assert list(lines)[1:4] == ["Under Way", "At Rest", "Just Due"]
    assert "Mon 20 Apr  by 6 months  open" in lines["Under Way"]
    assert "Wed 20 May  by 5 months  resting" in lines["At Rest"]
    assert "by" not in lines["Just Due"]
    people = {one["key"]: (one["overdue_days"], one["late_days"]) for one in late("list", "--json").json["people"]}
    assert people == {
        "under-way": (214, 184), "at-rest": (184, 153), "just-due": (10, 0), "in-touch": (0, 0), "away": (0, 0),
        "gone": (0, 0),
    }


@pytest.mark.parametrize(("who", "head"), [
    ("Under", "Under Way: open, late by 6 months (at most 4 months apart)"),
    ("At Rest", "At Rest: resting, late by 5 months (at most 4 months apart)"),
    ("Just", "Just Due: open, due for 10 days"), ("In Touch", "In Touch: scheduled"), ("Away", "Away: paused"),
    ("Gone", "Gone: stopped"),
])
def test_why_begins_with_it(late: Shell, who: str, head: str) -> None:
    assert late("why", who).out.splitlines()[0] == head


def test_an_empty_sheet_does_not_say_that_nobody_is_due(late: Shell) -> None:
    late.hitlist.write_text(LIST.split("  - {name: Under")[0] + """\
  - {name: Night Owl, hours: "21:00-22:00", log: [2026-05-20 11:00 reached]}
""", "utf-8")
    assert ": nobody on its sheet\n" in late("status").out
    assert late("sync").out.endswith(": nobody on its sheet.\n")
