"""The index of facts: every fact is found by its contact, by its event and by its type, in the order of the history.

What was taken back is left out, as if it had not been told.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followupd.core.values.facts import (
    Attempt,
    Booked,
    Closed,
    EvidenceRule,
    Fact,
    Listed,
    Moved,
    Noticed,
    Outcome,
    Promised,
    Restored,
    Retracted,
    Settled,
    Skipped,
    Swept,
    Told,
    key_of,
)
from followupd.core.values.record import Facts, Record

DAY = date(2026, 11, 20)


def example(kind: type[Told], who: str | None, event: str, minute: int) -> Told:
    """A fact of a type, of a contact and on an event as far as that type has them."""
    at = datetime(2026, 11, 20, 10, tzinfo=UTC) + timedelta(minutes=minute)
    key = who or "block"
    made: dict[type, Told] = {
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
        Noticed: Noticed(key, at, None, "phone", EvidenceRule.RANG, "ab" * 16),
    }
    return made[kind]


KINDS: tuple[type[Told], ...] = get_args(Told)
WITHOUT_EVENT = (Listed, Closed, Promised, Noticed)
histories = st.lists(
    st.builds(
        example, st.sampled_from(KINDS), st.sampled_from(["ana", "bea", None]), st.sampled_from(["e1", "e2"]),
        st.integers(0, 9),
    )
)


def flat(record: Record) -> list[Told]:
    return [fact for facts in record for fact in facts]


@pytest.mark.parametrize("kind", KINDS)
def test_each_type_of_fact_is_indexed(kind: type[Told]) -> None:
    fact = example(kind, "ana", "e1", 0)
    facts = Facts([fact])
    assert flat(facts.of("ana")) == flat(facts.all) == [fact]
    assert facts.on("e1") == (() if kind in WITHOUT_EVENT else (fact,))


@given(histories)
def test_a_contact_has_their_facts_and_an_event_has_its_own(history: list[Told]) -> None:
    facts = Facts(history)
    for who in ("ana", "bea", None):
        assert facts.of(who) == Record().plus(fact for fact in history if fact.contact == who)
    for event in ("e1", "e2"):
        here = [f for f in history if event in (getattr(f, "event", None), getattr(f, "uid", None))]
        assert list(facts.on(event)) == here
    assert sorted(map(repr, flat(facts.all))) == sorted(map(repr, history))
    assert facts.contacts == {fact.contact for fact in history}


@given(histories, histories)
def test_an_index_that_grew_is_the_same_as_one_made_at_once(history: list[Told], news: list[Told]) -> None:
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
def test_the_facts_since_another_index(history: list[Told], news: list[Told]) -> None:
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


# Facts that were taken back.


def retraction(fact: Fact, minute: int = 30) -> Retracted:
    return Retracted(fact.contact, datetime(2026, 11, 20, 12, minute, tzinfo=UTC), key_of(fact))


def views(facts: Facts) -> tuple[object, ...]:
    """Everything that an index shows of what happened."""
    events, people = ("e1", "e2"), ("ana", "bea", None)
    return (
        facts.all, dict(facts.moves), [facts.of(who) for who in people], [facts.on(event) for event in events],
        set(facts.contacts), facts.counting,
    )


@given(st.data(), histories, histories)
def test_what_was_taken_back_is_as_if_it_had_not_been_reported(
    data: st.DataObject, history: list[Told], later: list[Told]
) -> None:
    """Wherever the retraction is in the history, also before its fact (two exports, imported in the wrong order), and
    however the index grew."""
    taken = data.draw(st.sets(st.sampled_from([*history, *later]))) if history or later else set()
    retractions = [retraction(fact) for fact in taken]
    untold = views(Facts(fact for fact in [*history, *later] if fact not in taken))
    assert views(Facts(history).plus(later).plus(retractions)) == untold
    assert views(Facts(history).plus(retractions).plus(later)) == untold
    assert views(Facts([*retractions, *history, *later])) == untold
    grown = Facts(history).plus([*later, *retractions])
    assert grown.recorded == (*history, *later, *retractions)      # nothing is ever deleted
    assert grown == Facts([*history, *later, *retractions])


@given(histories.filter(bool), st.integers(1, 6))
def test_a_retraction_that_is_taken_back_no_longer_counts(history: list[Told], times: int) -> None:
    """Told, taken back, told again, taken back again: the last word counts."""
    chain: list[Fact] = [history[0]]
    for minute in range(times):
        chain.append(retraction(chain[-1], minute))
    counts = history if times % 2 == 0 else [fact for fact in history if fact != history[0]]
    assert views(Facts([*history, *chain[1:]])) == views(Facts(counts))


def test_the_key_of_a_fact_never_changes() -> None:
    """It is stored in retractions, and moves with them from one database to another: source and zone do not count."""
    at = datetime(2026, 11, 20, 21, 10, tzinfo=UTC)
    fact = Attempt("dana", at, Outcome.NO_ANSWER, "phone", asked=None)
    assert key_of(fact) == "4a524b8181a9938622c75fc148c324b3"
    assert key_of(replace(fact, source="calendar", at=at.astimezone(timezone(timedelta(hours=-7))))) == key_of(fact)
    assert key_of(Moved(None, at, "e1", at, at)) == "a5e6e7753930d883fbf62027b521159c"
    different = [replace(fact, note="x"), replace(fact, event="e1"), replace(fact, timed=False),
                 replace(fact, contact="bea"), replace(fact, outcome=Outcome.BUSY)]
    assert len({key_of(one) for one in [fact, *different]}) == 6
