"""The one thing in a title that makes the call easy, and what never gets onto a lock screen."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from followupd.core.people.noticed import NOTICED
from followupd.core.people.timeline import Timeline
from followupd.core.texts.topic import LETTERS, WORDS, topic_of
from followupd.core.values.facts import Attempt, Outcome
from followupd.core.values.hitlist import Anniversary, Contact
from tests.kit.people import at, person, tried

NEAR = date(2026, 11, 27)


def topic(note: str, channel: str = "phone", contact: Contact | None = None, asked: bool = False) -> str:
    last: Attempt = tried(
        "2026-08-20 11:00", Outcome.REACHED, channel, note=note, asked=("2026-11-26", None) if asked else None
    )
    return topic_of(contact or person(), Timeline(at("2026-01-01"), (last,), last), NEAR)


@pytest.mark.parametrize(("note", "words"), [
    ("plans the new studio", "plans the new studio"),
    ("Plans the new studio. Asked about Kim", "Plans the new studio"),
    ("back from Lisbon", "how was Lisbon?"),
    ("just back from the Azores; tired", "how was the Azores?"),
    ("back from Lisbon with a new idea for us", "back from Lisbon with a new idea…"),
    ("wedding in May", "wedding in May"),
    ("moving house, needs a hand with the garden", "moving house"),
    ("thinks about opening a second shop in the old town next spring", "thinks about opening a second shop…"),
    ("ski weekend - tell Kim", "ski weekend"),
    ("planea el nuevo estudio", "planea el nuevo estudio"),
    ("", ""), ("ok", ""), ("...", ""), ("all well", ""), ("All good, nothing new.", ""), ("had a nice long chat", ""),
    ("all well, moving to Berlin", "moving to Berlin"), ("new job at the museum", "new job at the museum"),
])
def test_the_last_note_in_a_few_words(note: str, words: str) -> None:
    """Its first clause, cut but not understood."""
    assert topic(note) == words
    assert len(words.split()) <= WORDS
    assert len(words) <= LETTERS + 1


@pytest.mark.parametrize("note", [
    "her father died in May", "breast cancer, treatment until June", "new baby? do not ask yet", "getting divorced",
    "was fired from Acme", "owes me $400", "salary talks", "code for the door is 4711", "+1 303 555 0142 is new",
    "mail to new.dana@example.com", "drinks again", "private: sells the house", "new studio; mother in hospital",
    "see https://example.com/x",
])
def test_a_secret_stays_below(note: str) -> None:
    """A title is on the lock screen: illness, death, money, love and addresses are not, nor anything beside them."""
    assert topic(note) == ""


def test_logistics_and_opinions_are_not_topics() -> None:
    """A day that was asked for, the words of a card, and the `notes` of the hit list, except for a journey."""
    assert topic("asked for Thursday", asked=True) == ""
    assert topic("birthday card", "note") == ""
    assert topic("", contact=person(notes="difficult; talks a lot")) == ""
    assert topic("", contact=person(notes="Loves to travel; back from Lisbon.")) == "how was Lisbon?"


def test_a_day_that_is_near_comes_first() -> None:
    """There is no easier reason to call."""
    born = person(dates=(Anniversary("birthday", 11, 30, 1976),))
    assert topic("plans the new studio", contact=born) == "birthday on 30 Nov"
    twice = person(dates=(Anniversary("jubilee (shop)", 11, 30, 1976),))
    assert topic("plans the new studio", contact=twice) == "jubilee (shop) on 30 Nov"


def test_the_title_of_a_meeting_that_was_noticed_is_no_topic() -> None:
    """Nobody said "Lunch with Dana"."""
    said = tried("2026-11-18 12:00", Outcome.REACHED, "phone", note="Lunch with Dana Whitfield")
    last = replace(said, source=NOTICED)
    assert topic_of(person(), Timeline(at("2026-01-01"), (last,), last), NEAR) == ""
