"""Late people, and those who wait, as the weekly review names them; through whole passes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta
from pathlib import Path

import pytest

from followupd.calendars.memory import MemoryCalendar
from followupd.core.values.facts import Booked
from followupd.core.values.hitlist import ReviewRule, StartSmall, Status
from tests.kit.desks import UserDesk
from tests.kit.phones import contact, desk_of

REACHED = contact("Ann", "2026-11-18 10:00 reached: the new studio")
TEN_MONTHS = contact("Fay", "2026-01-20 reached", "2026-11-19 no answer")
RESTS = contact("Gil", "2026-02-20 reached", "2026-11-16 declined")
NEVER = contact("Hal")


@pytest.fixture
def desk(tmp_path: Path) -> UserDesk[MemoryCalendar]:
    """Sunday 22 November, 10:00 in Denver; the next review is on Monday."""
    made = desk_of(tmp_path, (REACHED,))
    made.hitlist = replace(made.hitlist, review=ReviewRule(0, time(9)))
    made.run()
    return made


def test_late_people_are_named_whatever_their_state(desk: UserDesk[MemoryCalendar]) -> None:
    """By the last real contact, also with an open retry, a rest or a booked meeting; each once, and nobody as
    waiting."""
    desk.hitlist = replace(desk.hitlist, contacts=(REACHED, RESTS, TEN_MONTHS))
    desk.run()
    text = desk.one("review-").event.description
    late = text.split("\n\nLate: 2\n")[1].splitlines()
    assert late[0].startswith("- Fay: late by 6 months, last contact Tue 20 Jan 2026; next try on Thu 26 Nov")
    assert late[1].startswith("- Gil: late by 5 months, last contact Fri 20 Feb 2026; rests until ")
    assert "What waits" not in text
    desk.log(Booked("gil", desk.now, date(2026, 12, 10)))
    desk.run()
    assert "- Gil: late by 5 months, last contact Fri 20 Feb 2026; you meet on Thu 10 Dec" in (
        desk.one("review-").event.description
    )


def test_who_was_never_reached_is_late_from_the_day_of_the_listing(desk: UserDesk[MemoryCalendar]) -> None:
    desk.hitlist = replace(desk.hitlist, contacts=(REACHED, NEVER))
    desk.run()
    desk.now += timedelta(days=7 * 22)
    desk.run()
    assert "- Hal: late by 5 weeks, never reached yet" in desk.ours("review-")[-1].event.description


@pytest.mark.parametrize("block", [True, False])
def test_who_is_paused_is_late_only_after_the_pause(desk: UserDesk[MemoryCalendar], block: bool) -> None:
    """By the last real contact, also while `status: paused` stays in the file, and with a line on a sheet after it."""
    until = date(2026, 12, 2)
    late = replace(TEN_MONTHS, status=Status.PAUSED, pause_until=until, log=TEN_MONTHS.log[:1])
    blocks = desk.hitlist.blocks if block else ()
    desk.hitlist = replace(desk.hitlist, contacts=(REACHED, late), blocks=blocks)
    seen = list[bool]()
    for _ in range(14):
        desk.run()
        review = desk.ours("review-")[-1].event
        seen.append("- Fay: late by " in review.description)
        assert seen[-1] == (review.start.date() >= until), review.description
        desk.now += timedelta(days=1)
    assert True in seen
    assert False in seen


@pytest.mark.parametrize("held", [True, False])
def test_who_starts_later_is_not_waited_for(desk: UserDesk[MemoryCalendar], held: bool) -> None:
    """Those whom `start_small` holds back are late when they are late, and say so, but they do not wait."""
    old = tuple(contact(f"P{n}", f"2025-0{n}-01 reached") for n in range(1, 6))
    desk.hitlist = replace(desk.hitlist, contacts=old, start_small=StartSmall(2, 1) if held else None)
    desk.run()
    text = desk.one("review-").event.description
    assert "Late: 5\n" in text
    assert text.count("waits while you start small") == (3 if held else 0)
    assert "What waits" not in text


def test_no_day_to_come_is_given_as_past(desk: UserDesk[MemoryCalendar]) -> None:
    """Nobody waits "since" a day that is that of the review or later."""
    days = {"Ida": "2026-08-21", "Jan": "2026-08-23", "Kim": "2026-08-24"}       # due three months later
    desk.hitlist = replace(
        desk.hitlist, contacts=tuple(contact(name, f"{day} reached") for name, day in days.items())
    )
    desk.run()
    waits = desk.one("review-").event.description.split("What waits: ")[1].splitlines()
    assert waits == ["1", "- Ida, since Sat 21 Nov"]
