"""The review of a week in which nothing happened and nothing waits."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta
from pathlib import Path

import pytest

from followupd.core.items.looking_back import Review
from followupd.core.items.review import review_lines
from followupd.core.phrases.weeks import parse_hours
from followupd.core.values.facts import Booked
from followupd.core.values.hitlist import Cadence, ReviewRule
from followupd.core.values.time import Span
from tests.kit.people import local
from tests.kit.phones import contact, desk_of

YEARLY = Cadence(Span(months=12), Span(months=18))


def test_a_quiet_week_says_so_and_who_comes_next(tmp_path: Path) -> None:
    """True of each person, or it is not said; the nearest three with their days, a meeting by its own."""
    yearly = [
        replace(contact(name, f"2026-{month:02}-10 reached"), cadence=YEARLY)
        for name, month in (("Ann", 3), ("Bo", 2), ("Cy", 9), ("Dee", 5))
    ]
    desk = desk_of(tmp_path, tuple(yearly))
    desk.hitlist = replace(desk.hitlist, blocks=(), review=ReviewRule(0, time(9)))
    desk.log(Booked("cy", desk.now, date(2026, 12, 3)))
    desk.run()
    event = desk.one("review-").event
    assert event.summary == "The week from Mon 16 Nov to Sun 22 Nov"
    assert event.description == (
        "The week from Mon 16 Nov to Sun 22 Nov.\n\nA quiet week: nobody is late, and nothing waits.\n"
        "Next: Cy on Thu 3 Dec; Bo, due Wed 10 Feb; Ann, due Wed 10 Mar."
    )
    late = replace(contact("Lee", "2025-03-10 reached"), cadence=YEARLY)
    desk.hitlist = replace(desk.hitlist, contacts=(*yearly, late))
    desk.run()
    assert "quiet week" not in desk.one("review-").event.description
    desk.history.close()


def test_the_next_ones_are_named_with_the_days_on_which_they_are_planned(tmp_path: Path) -> None:
    """Cy is due on Thursday and has a line on Tuesday; Dee has a reminder, since no block is in her hours."""
    quarter = Cadence(Span(months=3), Span(months=4))
    evenings = parse_hours("Mon-Fri 16:00-17:30")
    desk = desk_of(tmp_path, (
        replace(contact("Cy", "2026-08-26 reached"), cadence=quarter),
        replace(contact("Dee", "2026-08-28 reached"), cadence=quarter, hours=evenings),
        replace(contact("Eve", "2026-11-10 reached"), cadence=quarter),
    ))
    desk.hitlist = replace(desk.hitlist, review=ReviewRule(0, time(9)))
    desk.run()
    text = desk.one("review-").event.description
    days = {one.event.summary: local(one.event.start)[:10].replace(" 0", " ") for one in desk.ours("")}
    assert f"Next: Cy on {days['Call Cy']}; Dee on {days['Call Dee']}; Eve, due Wed 10 Feb." in text
    assert days["Call Cy"].startswith("Tue")
    desk.history.close()


def test_a_new_list_is_not_quiet_for_those_who_are_due(tmp_path: Path) -> None:
    """Nobody was reached yet, so everybody is due on the first day, which is that of the review: no day to come is
    made up for them."""
    names = ("Ann", "Bo", "Cy")
    desk = desk_of(tmp_path, tuple(contact(name) for name in names))
    desk.hitlist = replace(desk.hitlist, blocks=(), review=ReviewRule(6, time(20)))
    desk.run()                                                          # on Sunday 22 November, at 10:00
    text = desk.one("review-").event.description
    assert text == "The week from Sun 15 Nov to Sat 21 Nov.\n\nA quiet week: 3 people are due."
    writes = desk.calendar.writes
    desk.now += timedelta(hours=1)
    desk.run()
    assert desk.calendar.writes == writes
    desk.history.close()


@pytest.mark.parametrize(("many", "said"), [
    (0, "nobody is late, and nothing waits"), (1, "one person waits while you start small"),
    (3, "3 people wait while you start small"),
])
def test_a_week_is_quiet_only_for_those_who_have_begun(many: int, said: str) -> None:
    """Nobody knows whether the others are late."""
    review = Review(date(2026, 11, 23), (), (), (), (), (), (), held_back=many)
    assert review_lines(review) == ["The week from Mon 16 Nov to Sun 22 Nov.", "", f"A quiet week: {said}."]
    if many:
        assert review_lines(replace(review, due=1))[-1] == f"A quiet week: one person is due, and {said}."
