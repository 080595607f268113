"""A channel that the words name, other than that of the line: by it if the contact has it, else asked about (P12)."""

from __future__ import annotations

from datetime import date

import pytest

from followupd.core.phrases.additions import read_addition
from followupd.core.phrases.said import Mark, ReadingRules, Unclear
from followupd.core.values.facts import Outcome

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(("text", "line", "outcome", "channel"), [
    ("emailed her the spec", "phone", Outcome.SENT, "email"),
    ("texted her, no reply yet", "phone", Outcome.SENT, "text"),
    ("sent a text instead", "email", Outcome.SENT, "text"),
    ("whatsapped her", "phone", Outcome.SENT, "text"),
    ("called instead, reached", "email", Outcome.REACHED, "phone"),
    ("rang her, no answer", "email", Outcome.NO_ANSWER, "phone"),
    ("she texted back", "email", Outcome.REACHED, "text"),
    # by the line's own, or by none that is named
    ("texted her", "text", Outcome.SENT, None), ("sent", "phone", Outcome.SENT, None),
    ("spoke, texted her the address", "phone", Outcome.REACHED, None),
    ("no answer, emailed her", "phone", Outcome.SENT, "email"),
    ("called, no answer", "phone", Outcome.NO_ANSWER, None), ("spoke", "email", Outcome.REACHED, None),
])
def test_what_was_done_by_another_channel_is_by_that(
    text: str, line: str, outcome: Outcome, channel: str | None,
) -> None:
    said = read_addition(text, ReadingRules({}, TODAY, ("Dana",), False, line, ("phone", "email", "text")))
    assert isinstance(said, Mark)
    assert (said.outcome, said.channel) == (outcome, channel)


@pytest.mark.parametrize(("text", "named"), [
    ("texted her", "text"), ("skyped with her", "video"), ("sent her a text, no reply", "text"),
    ("posted a card", "note"),
])
def test_a_channel_that_they_do_not_have_is_asked_about(text: str, named: str) -> None:
    """With their channels and a word to write; that word behind it settles it."""
    rules = ReadingRules({}, TODAY, ("Dana",), False, "phone", ("phone", "email"))
    said = read_addition(text, rules)
    assert isinstance(said, Unclear)
    assert f"{named} is not one of their channels (phone, email)" in said.question
    word = said.question.rpartition("or write ")[2].partition(".")[0]
    settled = read_addition(f"{text} - {word}", rules)
    assert isinstance(settled, Mark)
    assert settled.channel is None


def test_without_the_channels_of_a_contact_none_is_named() -> None:
    said = read_addition("texted her", ReadingRules({}, TODAY, ("Dana",)))
    assert isinstance(said, Mark)
    assert said.channel is None
