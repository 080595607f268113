"""A day that has just been is not meant for next year without a question."""

from __future__ import annotations

import re
from datetime import date

import pytest

from followupd.core.phrases.additions import day_wished, read_addition
from followupd.core.phrases.behind_ticks import next_day_said
from followupd.core.phrases.said import Mark, ReadingRules, Unclear
from followupd.core.values.facts import Outcome

JANUARY = ReadingRules({}, date(2027, 1, 11))
BEFORE = ("", "na, ", "left a message, ", "no answer, try ")


@pytest.mark.parametrize("before", BEFORE)
@pytest.mark.parametrize("day", ["after the new year", "after New Year", "in the new year", "after Christmas",
                                 "in January"])
def test_a_yearly_day_that_has_just_been_is_asked_about(before: str, day: str) -> None:
    read = read_addition(before + day, JANUARY)
    assert isinstance(read, Unclear)
    assert "has been" in read.question


@pytest.mark.parametrize(("said", "outcome"), [
    ("after New Year", None), ("na, after New Year", Outcome.NO_ANSWER), ("lm, in January", Outcome.LEFT_MESSAGE),
    ("busy, back after New Year", Outcome.BUSY), ("reached, call again after New Year", Outcome.REACHED),
    ("sent, again after New Year", Outcome.SENT), ("bounced, try after New Year", Outcome.BOUNCED),
    ("asked me to call after New Year", Outcome.CALL_BACK),
])
def test_what_to_write_instead_is_read_as_that_day(said: str, outcome: Outcome | None) -> None:
    """A day alone puts the event off; behind an outcome it is that of the next try, and what happened stays said."""
    asked = read_addition(said, JANUARY)
    assert isinstance(asked, Unclear)
    write = re.search("Write (.+), or own", asked.question)
    assert write is not None
    read = read_addition(write[1], JANUARY)
    assert isinstance(read, Mark)
    assert read.outcome is outcome
    day = read.asked if outcome else read.later
    assert day is not None
    assert (day.day - JANUARY.today).days > 330


@pytest.mark.parametrize("outcome", list(Outcome))
def test_behind_a_tick_too(outcome: Outcome) -> None:
    """Of each tick: what it says to write goes with it."""
    asked = next_day_said(outcome, "after New Year", day_wished("try after New Year", JANUARY), JANUARY)
    assert isinstance(asked, Unclear)
    write = re.search("Write (.+), or own", asked.question)
    assert write is not None
    read = read_addition(write[1], JANUARY)
    assert isinstance(read, Mark)
    assert read.outcome is (Outcome.REACHED if outcome is Outcome.DONE else outcome)
    assert read.asked is not None


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
