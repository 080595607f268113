"""A day that has just been is not meant for next year without a question."""

from __future__ import annotations

from datetime import date

import pytest

from followupd.core.phrases.additions import read_addition
from followupd.core.phrases.said import Mark, ReadingRules, Unclear

JANUARY = ReadingRules({}, date(2027, 1, 11))
BEFORE = ("", "na, ", "left a message, ", "no answer, try ")


@pytest.mark.parametrize("before", BEFORE)
@pytest.mark.parametrize("day", ["after the new year", "after New Year", "in the new year", "after Christmas",
                                 "in January"])
def test_a_yearly_day_that_has_just_been_is_asked_about(before: str, day: str) -> None:
    read = read_addition(before + day, JANUARY)
    assert isinstance(read, Unclear)
    assert "has been" in read.question


@pytest.mark.parametrize("before", BEFORE)
@pytest.mark.parametrize("day", ["in March", "in October", "after Christmas next year", "in a year", "in 11 months"])
def test_other_days_are_followed(before: str, day: str) -> None:
    read = read_addition(before + day, JANUARY)
    assert not (isinstance(read, Unclear) and "has been" in read.question)


def test_before_it_comes_it_is_followed() -> None:
    read = read_addition("na, after New Year", ReadingRules({}, date(2026, 12, 9)))
    assert isinstance(read, Mark)
    assert read.asked is not None
    assert read.asked.day == date(2027, 1, 2)


@pytest.mark.parametrize("said", [
    "no answer, ask again after the holidays", "na, after the holidays", "na: try after half-term", "lm, after Easter",
    "reached, lovely chat, call again after the holidays", "busy, try after the exams",
])
def test_a_time_without_a_day_is_asked_about(said: str) -> None:
    read = read_addition(said, JANUARY)
    assert isinstance(read, Unclear)
    assert "on which day" in read.question


@pytest.mark.parametrize("said", [
    "reached, talked about where to go after the holidays", "reached, after the holidays",
    "na, she moved after the holidays", "na, call again 20 Jan, after the holidays",
])
def test_what_is_told_stays_a_note(said: str) -> None:
    assert isinstance(read_addition(said, JANUARY), Mark)
