"""Values in --json (docs/json.md)."""

from __future__ import annotations

from dataclasses import fields
from datetime import UTC, datetime

from followupd.core.values.facts import Attempt, Outcome
from followupd.rendering.json_form import attempt

SENT = Attempt("dana", datetime(2026, 11, 24, 17, tzinfo=UTC), Outcome.SENT, "note", card="birthday")
# Its person is beside it; the event, the question that it answers and whether they met are for the history alone.
ELSEWHERE = {"contact", "event", "met", "question"}


def test_an_attempt_says_which_card_was_sent() -> None:
    form = attempt(SENT)
    assert form is not None
    assert form["card"] == "birthday"


def test_a_field_of_an_attempt_is_not_forgotten() -> None:
    assert {one.name for one in fields(Attempt)} - ELSEWHERE <= (attempt(SENT) or {}).keys()
