"""The history: facts, passes and small texts are read back as they were stored."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from followupd.core.values.facts import Attempt, Fact, Outcome
from followupd.errors import UsageError
from followupd.history.codec import fact_id
from followupd.history.store import KEPT_PASSES, History

NOW = datetime(2026, 11, 20, 21, 10, tzinfo=UTC)


def test_every_fact_comes_back_in_order(any_fact: st.SearchStrategy[Fact], tmp_path: Path) -> None:
    """Appended facts are read back equal and in order, a repeated one at its first place, after reopening too."""
    number = iter(range(10_000))

    @settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(st.lists(any_fact, max_size=6), st.lists(any_fact, max_size=3))
    def in_order(first: list[Fact], second: list[Fact]) -> None:
        path = tmp_path / f"{next(number)}.db"
        expected: dict[bytes, Fact] = {}
        for fact in first + second:
            expected.setdefault(fact_id(fact), fact)
        with History.open(path, "hitlist") as history:
            count = history.append(first, NOW)
            assert history.facts() == tuple(expected.values())[:count]
            count += history.append(second, NOW)
            assert count == len(expected)
            assert history.facts() == tuple(expected.values())
        with History.open(path, "hitlist") as history:
            assert history.facts() == tuple(expected.values())
            assert history.last_seq() == count

    in_order()


def test_a_second_append_of_the_same_changes_nothing(history: History, one_of_each: tuple[Fact, ...]) -> None:
    """Import twice, or a button pressed twice: each fact is there once."""
    assert history.append(one_of_each, NOW) == len(one_of_each)
    before = history.last_seq()
    assert history.append(one_of_each, NOW + timedelta(days=1)) == 0
    assert history.append([one_of_each[0], one_of_each[0]], NOW) == 0
    assert history.last_seq() == before
    assert history.facts() == one_of_each


def test_one_fact_that_cannot_be_stored_keeps_out_all(history: History, one_of_each: tuple[Fact, ...]) -> None:
    """A caller that gets an error knows that nothing was stored."""
    half = Attempt("dana", NOW, Outcome.REACHED, note="\ud800")
    with pytest.raises(UsageError, match="not characters"):
        history.append([*one_of_each, half], NOW)
    assert history.facts() == ()


def test_another_process_is_seen(history: History, database: Path, one_of_each: tuple[Fact, ...]) -> None:
    """facts() shows what another connection appended since the last call."""
    assert history.facts() == ()
    with History.open(database, "hitlist") as other:
        other.append(one_of_each[:2], NOW)
        assert history.facts() == one_of_each[:2]
        other.append(one_of_each, NOW)
    assert history.facts() == one_of_each


def test_passes_are_listed_newest_first(history: History) -> None:
    """A running pass has no end; a failed one has its reason."""
    first = history.begin_pass(NOW, "start")
    history.end_pass(first, NOW + timedelta(seconds=1), True, 2, 1, 0, "")
    second = history.begin_pass(NOW + timedelta(hours=1), "timer")
    history.end_pass(second, NOW + timedelta(hours=1), False, 0, 0, 0, "calendar unreachable")
    history.begin_pass(NOW + timedelta(hours=2), "new fact")
    running, failed, done = history.passes(10)
    assert (running.reason, running.ended, running.ok) == ("new fact", None, None)
    assert (failed.ok, failed.message) == (False, "calendar unreachable")
    assert (done.created, done.updated, done.deleted, done.ok) == (2, 1, 0, True)
    assert done.ended == NOW + timedelta(seconds=1)
    assert history.passes(1) == (running,)


def test_quiet_passes_do_not_pile_up(history: History) -> None:
    """Of passes in a row that changed nothing only the latest is kept; no table grows without bound."""
    for hour in range(20):
        number = history.begin_pass(NOW + timedelta(hours=hour), "timer")
        history.end_pass(number, NOW + timedelta(hours=hour), True, int(hour == 7), 0, 0, "")
    found = history.passes(100)
    assert [(p.started.hour, p.created) for p in found] == [(16, 0), (4, 1), (3, 0)]


def test_the_last_thousand_passes_are_kept(history: History, database: Path) -> None:
    """Older ones go when a pass ends."""
    with closing(sqlite3.connect(database)) as db:
        db.executemany(
            "INSERT INTO passes (started, reason, ended, ok, created) VALUES (?, 'timer', 0, 1, 1)",
            [(i,) for i in range(KEPT_PASSES + 50)],
        )
        db.commit()
    history.end_pass(history.begin_pass(NOW, "timer"), NOW, False, 0, 0, 0, "down")
    found = history.passes(KEPT_PASSES * 2)
    assert len(found) == KEPT_PASSES
    assert found[0].message == "down"


def test_small_texts_are_kept(history: History, database: Path) -> None:
    """A meta value is there after reopening; an absent one is None."""
    assert history.get_meta("config_path") is None
    history.set_meta("config_path", "/home/ü/hitlist.yaml")
    history.set_meta("config_path", "/home/ü/list.yaml")
    with History.open(database, "hitlist") as again:
        assert again.get_meta("config_path") == "/home/ü/list.yaml"


def test_every_write_shows_in_the_mark(history: History, database: Path, one_of_each: tuple[Fact, ...]) -> None:
    """A write of this or another process changes it; reading does not."""
    before = history.changes()
    history.facts()
    assert history.changes() == before
    history.append(one_of_each[:1], NOW)
    ours = history.changes()
    assert ours != before
    with History.open(database, "hitlist") as other:
        other.append(one_of_each[1:], NOW)
    assert history.changes() != ours
