"""Days and parts of the day as people name them in a sentence, and those that may be another day."""

from __future__ import annotations

from datetime import date, time

import pytest

from followupd.core.phrases.additions import read_addition
from followupd.core.phrases.said import Mark, ReadingRules, Unclear
from followupd.core.values.facts import DayTime, Outcome

READING = ReadingRules({}, date(2026, 11, 24), ("Dana Whitfield",))


@pytest.mark.parametrize(("text", "day"), [
    ("the seventh at nine", DayTime(date(2026, 12, 7), time(9))),
    ("says ring the ninth of December", DayTime(date(2026, 12, 9))),
    ("tom morning", DayTime(date(2026, 11, 25), part="morning")),
    ("asked for tom am", DayTime(date(2026, 11, 25), part="morning")),
])
def test_a_day_is_read_in_words(text: str, day: DayTime) -> None:
    mark = read_addition(text, READING)
    assert isinstance(mark, Mark)
    assert (mark.later or mark.asked) == day


@pytest.mark.parametrize("text", [
    "call back 12/4", "asked me to call on 1-12", "St Andrew's Day", "do it on Boxing Day",
])
def test_a_day_that_may_be_another_is_asked_about(text: str) -> None:
    """Nor is 12/4 noon today."""
    assert isinstance(read_addition(text, READING), Unclear)


@pytest.mark.parametrize("text", ["she answered on the third ring", "got her the second time", "the first at last"])
def test_a_number_in_words_is_no_day_of_the_month(text: str) -> None:
    mark = read_addition(text, READING)
    assert not isinstance(mark, Mark) or (mark.later is None and mark.asked is None)


@pytest.mark.parametrize(("text", "hours"), [
    ("tomorrow am", (time(8), time(12))), ("Friday pm", (time(13), time(17))), ("I am ill, tomorrow", None),
])
def test_am_and_pm_alone_are_parts_of_the_day(text: str, hours: tuple[time, time] | None) -> None:
    mark = read_addition(text, READING)
    assert isinstance(mark, Mark)
    assert mark.hours == hours


@pytest.mark.parametrize(("text", "outcome"), [
    ("half an hour on the phone with her", Outcome.REACHED), ("no answer in the morning", Outcome.NO_ANSWER),
])
def test_how_long_and_in_what_part_of_the_day(text: str, outcome: Outcome) -> None:
    mark = read_addition(text, READING)
    assert isinstance(mark, Mark)
    assert mark.outcome is outcome
