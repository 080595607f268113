"""A legend offers what its channel has, and every word of it is understood in a title."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from followupd.core.items.due import DueItem
from followupd.core.items.kinds import kind_of
from followupd.core.people.timeline import meaning_on
from followupd.core.phrases.said import Mark, ReadingRules
from followupd.core.phrases.signs import in_words
from followupd.core.texts.legends import DETAILS, INVITATIONS, legend_of
from followupd.core.values.facts import Outcome
from followupd.core.values.hitlist import CHANNELS, INVITING_CHANNELS
from tests.kit.people import at, tried

TALKED = (Outcome.REACHED, Outcome.NO_ANSWER, Outcome.LEFT_MESSAGE)
MEANT = {
    "phone": TALKED, "video": TALKED, "email": (Outcome.SENT, Outcome.REACHED, Outcome.BOUNCED),
    "text": (Outcome.SENT, Outcome.REACHED), "social": (Outcome.SENT, Outcome.REACHED), "note": (Outcome.SENT,),
    "coffee": (Outcome.SENT, Outcome.REACHED), "bowling": (Outcome.REACHED, Outcome.NO_ANSWER),
}


@pytest.mark.parametrize("channel", [*CHANNELS, "bowling"])
def test_each_word_is_understood_and_fits_the_channel(channel: str) -> None:
    words = re.search(r"title: (.*?)(?:;|\.$)", legend_of(channel).marks)
    assert words is not None
    rules = ReadingRules({}, at("2026-11-20 14:00").date(), ("Dana Whitfield",), channel in INVITING_CHANNELS)
    found = list[Outcome]()
    for offered in words[1].split(", "):
        for word in re.findall(r"[^()]+", offered):
            mark = kind_of("dana").mark(f"Call Dana Whitfield: {word.strip()}", "Call Dana Whitfield", rules)
            assert isinstance(mark, Mark), word
            if mark.outcome is not None:
                found.append(meaning_on(mark.outcome, channel))
            else:
                assert (word, mark.later is not None) == ("later 3d", True)
    assert tuple(dict.fromkeys(found)) == MEANT[channel]
    assert "title: " not in DETAILS.marks


def test_who_was_asked_for_a_coffee_was_asked_everywhere() -> None:
    """The tick of a sheet says it, and so do the reminder and the title that answers it."""
    assert "put a word into the title: asked," in INVITATIONS.marks
    assert "[x] asked" in INVITATIONS.ticks
    asked = tried("2026-11-20 14:10", Outcome.SENT, "coffee")
    assert in_words(DueItem().sign([asked])) == "asked"
    assert in_words(DueItem().sign([replace(asked, channel="email")])) == "sent"
