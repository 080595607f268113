"""Ways in which people of different trades and tongues write the same, and what is like it and is the user's own."""

from __future__ import annotations

from datetime import date

import pytest

from followupd.core.phrases.additions import read_addition
from followupd.core.phrases.said import Mark, ReadingRules, Unclear
from followupd.core.values.facts import Outcome

READING = ReadingRules({}, date(2026, 11, 24), ("Dana Whitfield",))      # a Tuesday


def said(text: str) -> Outcome | str | None:
    """What a text says, "asked" if it is asked about, None if it is the user's own."""
    found = read_addition(text, READING)
    return "asked" if isinstance(found, Unclear) else found.outcome if isinstance(found, Mark) else None


@pytest.mark.parametrize("text", [
    "TT Dana, wants a quote", "d/w Dana, nil concerns", "STW Dana re invoice", "s/w client, docs to follow",
    "TC w/ Dana: confirmed dosage", "disc. with Dana, she will see", "telecon with Dana, agreed in principle",
    "Telephoned Ms Whitfield and advised on the lease", "I called with Dana, she is fine",
])
def test_a_talk_in_shorthand(text: str) -> None:
    assert said(text) is Outcome.REACHED


@pytest.mark.parametrize("text", [
    "Attempted telephone call; no response.", "Attempted to contact client by telephone without success.",
    "Attempt made to reach client. Unsuccessful.", "Call placed at 10:15. No response received.", "Call unanswered.",
    "dial 2 – no connect", "TC to pt, no answer", "rang x3 no pu",
    "nobody answer", "no one is taking the phone", "phone is ringing but nobody takes", "not possible to reach her",
    "was calling three times without success",
    "okay so I called and she didn't pick up", "um so I rang and there was no answer",
    "no answer poor love is at work", "no reply hope she's ok", "rang out poor thing must be in bed",
])
def test_a_try_in_shorthand_in_form_in_another_tongue_and_dictated(text: str) -> None:
    assert said(text) is Outcome.NO_ANSWER


@pytest.mark.parametrize("text", [
    "tt races on Sunday", "sw corner of the plot", "slipped disc, ask how it is", "telephone call about the roof?",
    "hope she liked the flowers",
])
def test_what_looks_like_it_is_the_users_own(text: str) -> None:
    assert said(text) is None


def test_disconnected_is_not_discussed() -> None:
    assert said("disc. # – not hers anymore") is Outcome.WRONG_NUMBER
