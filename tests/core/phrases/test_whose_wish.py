"""A day for the next try is a wish of theirs only if words say so, and a plan of the user otherwise."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from followupd.core.phrases.additions import read_addition
from followupd.core.phrases.said import Mark, ReadingRules
from followupd.core.phrases.whose_wish import with_whose
from followupd.core.values.facts import DayTime, Outcome

SAID, FRIDAY = date(2026, 11, 30), DayTime(date(2026, 12, 4))


@pytest.mark.parametrize(("outcome", "note"), [
    (Outcome.LEFT_MESSAGE, "asked for Friday"), (Outcome.LEFT_MESSAGE, "his PA said Friday is better"),
    (Outcome.LEFT_MESSAGE, "she'll call me Friday"), (Outcome.BUSY, "call me Friday"),
    (Outcome.BUSY, "call back Friday"), (Outcome.BUSY, "prefers Friday"), (Outcome.BUSY, "he said call Friday"),
    (Outcome.REACHED, "asked for a call, Friday"), (Outcome.REACHED, "she wants me to ring on Friday"),
    (Outcome.CALL_BACK, ""),
])
def test_a_day_that_was_asked_for_is_no_plan(outcome: Outcome, note: str) -> None:
    found = with_whose(FRIDAY, outcome, note, SAID)
    assert found is not None
    assert replace(found, channel="") == FRIDAY


@pytest.mark.parametrize(("outcome", "note"), [
    (Outcome.NO_ANSWER, ""), (Outcome.NO_ANSWER, "will try Friday"), (Outcome.NO_ANSWER, "I'll call Friday"),
    (Outcome.NO_ANSWER, "wants a quote; try again Friday"), (Outcome.NO_ANSWER, "she's free on Friday"),
    (Outcome.LEFT_MESSAGE, "try on Friday"), (Outcome.LEFT_MESSAGE, "with her wife, call back Friday"),
    (Outcome.BUSY, "try again Friday"), (Outcome.REACHED, "call again on Friday"), (Outcome.REACHED, "next Friday"),
])
def test_any_other_day_is_the_plan_of_the_user(outcome: Outcome, note: str) -> None:
    found = with_whose(FRIDAY, outcome, note, SAID)
    assert found is not None
    assert found.planned


@pytest.mark.parametrize(("text", "planned"), [
    ("try again Friday", True), ("call her again on Friday", True), ("call back Friday", False),
    ("call me again on Friday", False), ("asked me to call Friday", False),
])
def test_a_day_alone_is_a_plan_if_it_says_no_more_than_again(text: str, planned: bool) -> None:
    read = read_addition(text, ReadingRules({}, SAID))
    assert isinstance(read, Mark)
    assert read.asked is not None
    assert (read.outcome, read.asked.planned) == (Outcome.CALL_BACK, planned)


def test_where_they_are_until_then_is_neither() -> None:
    away = DayTime(date(2026, 12, 4), away=True)
    assert with_whose(away, Outcome.NO_ANSWER, "back on Friday", SAID) == away
