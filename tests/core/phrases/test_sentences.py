"""Days in a sentence, doubts, and what clauses make of each other: a line for each kind of thing that people write."""

from __future__ import annotations

from datetime import date

import pytest

from followupd.core.phrases.additions import read_addition
from followupd.core.phrases.said import Mark, ReadingRules, Unclear
from followupd.core.values.facts import DayTime, Outcome

READING = ReadingRules({}, date(2026, 11, 24), ("Dana Whitfield",))      # a Tuesday


def said(text: str) -> tuple[Outcome | str | None, str]:
    """What a text says, and the day in it."""
    mark = read_addition(text, READING)
    if not isinstance(mark, Mark):
        return "asked" if mark is not None else None, ""
    day: DayTime | None = mark.later or mark.asked
    clock = f" {day.time:%H:%M}" if day is not None and day.time is not None else ""
    return mark.outcome, f"{day.day:%-d %b}{clock}" if day is not None else ""


@pytest.mark.parametrize(("text", "day"), [
    ("after 5 Dec", "6 Dec"), ("after Monday", "1 Dec"), ("after March", "1 Apr"), ("after next week", "7 Dec"),
    ("after the weekend", "30 Nov"), ("after tomorrow", "26 Nov"), ("leave it till after Christmas", "26 Dec"),
    ("after 2 days", "26 Nov"), ("after a week", "1 Dec"), ("not before 5 Dec", "5 Dec"), ("until 5 Dec", "5 Dec"),
    ("after Thursday 15:00", "26 Nov 15:00"), ("day after tomorrow", "26 Nov"),
])
def test_after_a_day_is_the_first_one_behind_it(text: str, day: str) -> None:
    """But after a number of days it is on that day, and an hour is meant as it is."""
    assert said(text) == (None, day)


@pytest.mark.parametrize(("text", "day"), [
    ("moved to Fri 27.11.", "27 Nov"), ("postponed to Friday 27.11. at 14:30", "27 Nov 14:30"),
    ("Friday 12.30", "27 Nov 12:30"), ("mon 30", "30 Nov"), ("mon 30 at 3", "30 Nov 15:00"),
    ("Mon 0915", "30 Nov 09:15"),
    ("later 5 January 2030", "5 Jan"),
])
def test_how_days_and_hours_are_typed(text: str, day: str) -> None:
    assert said(text) == (None, day)


@pytest.mark.parametrize("text", [
    "maybe Friday", "Friday maybe", "perhaps Monday", "Monday, perhaps", "next week possibly", "later Friday maybe",
    "away from Monday", "she's off from Friday", "out of office from Monday", "busy from Monday",
    "left a message I think, it beeped", "spoke to her I think",
    "sent tomorrow", "not sent", "blocked", "went to spam",
])
def test_what_is_not_sure_is_asked_about(text: str) -> None:
    """A day that may be meant, one from which on they are away, and what somebody only believes."""
    assert said(text) == ("asked", "")


@pytest.mark.parametrize(("text", "outcome", "day"), [
    ("back from Monday", Outcome.CALL_BACK, "30 Nov"), ("spoke, away from Monday", Outcome.REACHED, ""),
    ("na, away from Friday", Outcome.NO_ANSWER, ""),
    ("spoke to her, viewing at the mill Sat 11am", Outcome.REACHED, "28 Nov 11:00"),
    ("had a natter she is coming for tea Sunday at 4", Outcome.REACHED, "29 Nov 16:00"),
    ("emailed her, it bounced straight back", Outcome.BOUNCED, ""),
    ("doesn't need us, asked me to delete her details", Outcome.DECLINED, ""),
    ("tried at 9 and again at 2, no one in", Outcome.NO_ANSWER, ""),
    ("rang her, told her the results", Outcome.REACHED, ""), ("told her son the results", "asked", ""),
    ("phoned, told her son the results", "asked", ""), ("nobody told her", "asked", ""),
    ('clarify "no further contact" clause', "asked", ""),
])
def test_what_clauses_make_of_each_other(text: str, outcome: Outcome | str, day: str) -> None:
    assert said(text) == (outcome, day)


def test_a_label_is_not_a_story() -> None:
    """Nor is what one wants to say."""
    assert said("script: hi it's Sam, I wanted to ask about the room") == (None, "")
    assert isinstance(read_addition("result: she rang, I missed it", READING), Unclear)
