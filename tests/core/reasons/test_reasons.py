"""Reasons are values with words: every one has its sentence, and several of them make one."""

from __future__ import annotations

from dataclasses import is_dataclass
from datetime import date
from typing import Any, get_args

import pytest

from followupd.core import reasons
from followupd.core.reasons import (
    ChannelClosed,
    ChosenByHand,
    MovedOn,
    NextChannel,
    OtherTime,
    Reason,
    RetryWait,
    because,
)
from followupd.core.texts.chain import Tried
from followupd.core.values.facts import Outcome
from followupd.core.values.time import Span

NEAR = date(2026, 11, 20)
MOVED = MovedOn(date(2026, 11, 28), "Saturday")


@pytest.mark.parametrize("reason", get_args(Reason), ids=lambda reason: str(reason.__name__))
def test_a_reason_is_a_frozen_value_with_its_words(reason: Any) -> None:
    """For `why` as one clause and for the event as a sentence; a reader needs nothing else."""
    frozen = is_dataclass(reason) and vars(reason)["__dataclass_params__"].frozen
    assert frozen
    assert reason.__hash__ is not None
    assert callable(reason.text)
    assert callable(reason.spoken)
    assert reason.__doc__


def test_the_room_names_all_its_reasons() -> None:
    """Others import from the room, not from its files."""
    assert {reason.__name__ for reason in get_args(Reason)} <= set(reasons.__all__)


@pytest.mark.parametrize(("given", "sentence"), [
    ((), ""),
    ((ChannelClosed("email", Outcome.BOUNCED, NEAR, "bo@gone.example"),),
     "bo@gone.example no longer reaches them (bounced, Fri 20 Nov)"),        # an address stays as it is written
    ((MOVED,), "Moved on from Sat 28 Nov (Saturday)"),
    ((MOVED, OtherTime("")), "Moved on from Sat 28 Nov (Saturday), at another time of day"),
    ((MOVED, ChosenByHand()), f"Moved on from Sat 28 Nov (Saturday); {ChosenByHand().text(NEAR)}"),
])
def test_several_reasons_are_one_sentence(given: tuple[Reason, ...], sentence: str) -> None:
    """A clause that continues the one before it follows a comma, every other a semicolon."""
    assert because(given, NEAR) == sentence


@pytest.mark.parametrize(("failures", "text", "spoken"), [
    (1, "by email now, after 1 try by phone", "One call reached nobody, so an email this time."),
    (2, "by email now, after 2 tries by phone", "2 calls reached nobody, so an email this time."),
])
def test_one_try_is_not_several(failures: int, text: str, spoken: str) -> None:
    """In `why` and on the event."""
    reason = NextChannel(failures, "phone", "email")
    assert (reason.text(NEAR), reason.spoken(NEAR)) == (text, spoken)


@pytest.mark.parametrize(("channel", "text", "spoken", "earlier"), [
    ("coffee", "asked", "You asked", "asked"), ("email", "sent", "You wrote", "sent by email"),
    ("text", "sent", "You wrote", "sent by text"), ("social", "sent", "You wrote", "sent by social"),
    (None, "sent", "You wrote", "sent"),
])
def test_an_invitation_was_asked_and_not_written(
    channel: str | None, text: str, spoken: str, earlier: str
) -> None:
    """P12: somebody who was asked for a coffee, perhaps by phone, was not written to; neither `why` nor the event
    says so."""
    reason = RetryWait(1, Outcome.SENT, NEAR, Span(days=7), channel)
    assert reason.text(NEAR) == f"{text} on Fri 20 Nov (1st try), so again in a week"
    assert reason.spoken(NEAR) == f"{spoken} on 20 November and no reply came: time to try again."
    assert Tried(1, NEAR, None, Outcome.SENT, channel).text(NEAR) == f"1st try on Fri 20 Nov: {earlier}"
