"""The index of facts: every fact is found by its contact, by its event and by its type, in the order of the history."""

from __future__ import annotations

from dataclasses import fields
from datetime import UTC, date, datetime, timedelta
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followupd.core.values.facts import (
    Attempt,
    Booked,
    Closed,
    Fact,
    Facts,
    Listed,
    Moved,
    Outcome,
    Promised,
    Record,
    Restored,
    Settled,
    Skipped,
    Swept,
)

DAY = date(2026, 11, 20)


def example(kind: type[Fact], who: str | None, event: str, minute: int) -> Fact:
    """A fact of a type, of a contact and on an event as far as that type has them."""
    at = datetime(2026, 11, 20, 10, tzinfo=UTC) + timedelta(minutes=minute)
    key = who or "block"
    made: dict[type, Fact] = {
        Attempt: Attempt(key, at, Outcome.NO_ANSWER, event=event),
        Listed: Listed(key, at, key, key.title()),
        Closed: Closed(key, at, "phone", "1", Outcome.WRONG_NUMBER, at),
        Moved: Moved(who, at, event, at, at),
        Skipped: Skipped(who, at, event, at),
        Restored: Restored(who, at, event),
        Promised: Promised(key, at, "the list"),
        Settled: Settled(key, at, "the list", event=event),
        Booked: Booked(key, at, DAY, event=event),
        Swept: Swept(key, at, DAY, event=event),
    }
    return made[kind]


KINDS: tuple[type[Fact], ...] = get_args(Fact)
WITHOUT_EVENT = (Listed, Closed, Promised)
histories = st.lists(
    st.builds(
        example, st.sampled_from(KINDS), st.sampled_from(["ana", "bea", None]), st.sampled_from(["e1", "e2"]),
        st.integers(0, 9),
    )
)  # fmt: skip


def flat(record: Record) -> list[Fact]:
    return [fact for field in fields(record) for fact in getattr(record, field.name)]


@pytest.mark.parametrize("kind", KINDS)
def test_each_type_of_fact_is_indexed(kind: type[Fact]) -> None:
    fact = example(kind, "ana", "e1", 0)
    facts = Facts([fact])
    assert flat(facts.of("ana")) == flat(facts.all) == [fact]
    assert facts.on("e1") == (() if kind in WITHOUT_EVENT else (fact,))


@given(histories)
def test_a_contact_has_their_facts_and_an_event_has_its_own(history: list[Fact]) -> None:
    facts = Facts(history)
    for who in ("ana", "bea", None):
        assert facts.of(who) == Record().plus(fact for fact in history if fact.contact == who)
    for event in ("e1", "e2"):
        here = [f for f in history if event in (getattr(f, "event", None), getattr(f, "uid", None))]
        assert list(facts.on(event)) == here
    assert sorted(map(repr, flat(facts.all))) == sorted(map(repr, history))
    assert facts.contacts == {fact.contact for fact in history}


@given(histories, histories)
def test_an_index_that_grew_is_the_same_as_one_made_at_once(history: list[Fact], news: list[Fact]) -> None:
    before, at_once = Facts(history), Facts([*history, *news])
    grown = before.plus(news)
    assert grown == at_once
    assert grown.all == at_once.all
    assert grown.moves == at_once.moves
    for who in ("ana", "bea", None):
        assert grown.of(who) == at_once.of(who)
    for event in ("e1", "e2"):
        assert grown.on(event) == at_once.on(event)
    assert before == Facts(history)                       # the value that it grew from is what it was
    assert before.all == Facts(history).all


@given(histories, histories)
def test_the_facts_since_another_index(history: list[Fact], news: list[Fact]) -> None:
    before = Facts(history)
    assert before.plus(news).since(before) == tuple(news)
    if news:
        assert before.since(before.plus(news)) is None    # it does not hold them all


def test_the_last_move_of_an_event_counts() -> None:
    first, last = example(Moved, "ana", "e1", 0), example(Moved, "ana", "e1", 5)
    assert Facts([first, example(Moved, None, "e2", 1), last]).moves["e1"] == last


def test_later_facts_of_types_that_belong_together_stay_behind_earlier_ones() -> None:
    skip, back = example(Skipped, None, "e1", 0), example(Restored, None, "e1", 1)
    given_, kept = example(Promised, "ana", "", 0), example(Settled, "ana", "e1", 1)
    facts = Facts([skip, given_, back, kept, skip])
    assert facts.of(None).skips == (skip, back, skip)
    assert facts.of("ana").promises == (given_, kept)
