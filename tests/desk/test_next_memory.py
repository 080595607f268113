"""A remembered answer of `next` is given again only while it is what would be worked out: no stale name or number."""

from __future__ import annotations

import os
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path
from typing import Any

import pytest
import tzlocal
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from followupd.core.values.event import Create, Done, Event, Present
from followupd.core.values.facts import Attempt, Outcome
from followupd.daemon.serve import HitlistWork
from followupd.desk import next_look as look
from followupd.desk import next_memory as memory
from followupd.desk.reachable import Reachable
from followupd.errors import Failure
from followupd.history.forms import to_micros
from followupd.history.migrations import _LOOK_FIRST, MIGRATIONS
from followupd.history.store import History
from followupd.hitlist.place import ENVIRONMENT
from followupd.passes.sources import open_sources
from followupd.passes.state_file import open_history, state_path
from tests.properties.worlds import EXAMPLES

NOW = datetime(2026, 11, 20, 18, 30, tzinfo=UTC)     # a Friday
LIST = "calendar: followup.ics\nhours: Mon-Sun 0:00-24:00\nstart_small: off\ninclude: people/*.yaml\ncontacts: [{}]\n"
NAMES = ("Dana Whitfield", "Gina Whitfield", "Dana Withfield")      # as many letters each


class Desk:
    """A hit list with an included folder, asked as of `now`."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.now = folder, NOW
        self.config = folder / "hitlist.yaml"
        (folder / "people").mkdir()
        self.write(self.config, LIST.format(NAMES[0]))
        self.write(folder / "people" / "friends.yaml", "- Sam Okafor\n")

    def write(self, path: Path, text: str) -> None:
        """The file with this text, changed in another tick of the file system's clock than the last time."""
        changed = path if path.exists() else path.parent
        before = changed.stat().st_ctime_ns
        mark = self.folder / "tick"
        mark.write_text("")
        while mark.stat().st_ctime_ns <= before:
            mark.write_text("")
        path.write_text(text, encoding="utf-8")

    def ask(self, *, keep: bool = True) -> Reachable:
        return look.look_now(self.config, self._clock, keep=keep)

    def recall(self) -> Reachable | None:
        return memory.recall(str(self.config), to_micros(self.now))

    def _clock(self, zone: tzinfo) -> datetime:
        return self.now

    def history(self) -> History:
        return open_history(self.config, "hitlist", None)

    def log(self, who: str, outcome: Outcome = Outcome.NO_ANSWER) -> None:
        with self.history() as history:
            history.append((Attempt(who, self.now, outcome, "phone"),), self.now)

    def names(self) -> list[str]:
        return [person.form["name"] for person in self.ask().people]


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(name, str(tmp_path / name))
    # The files of a test are as new as the test; what that could hide is asked in a test of its own.
    monkeypatch.setattr(memory, "SETTLED", -3600.0)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    (tmp_path / "list").mkdir()
    return Desk(tmp_path / "list")


def test_what_was_worked_out_is_recalled(desk: Desk) -> None:
    """The very same answer, until the plan's wake and not a moment longer, nor before it was made."""
    assert desk.recall() is None
    made = desk.ask()
    assert desk.recall() == Reachable.from_text(made.to_text())
    desk.now += timedelta(microseconds=made.until - made.since - 1)
    assert desk.recall() is not None
    desk.now += timedelta(microseconds=1)
    assert desk.recall() is None
    desk.now = NOW - timedelta(microseconds=1)
    assert desk.recall() is None


def rename(desk: Desk) -> None:
    desk.write(desk.config, LIST.format(NAMES[1]))


def replace_with_old_times(desk: Desk) -> None:
    """As `cp -p` or rsync does it: another file, the same size and the same time of the last edit."""
    before = desk.config.stat()
    fresh = desk.folder / "fresh"
    fresh.write_text(LIST.format(NAMES[1]))
    os.utime(fresh, ns=(before.st_atime_ns, before.st_mtime_ns))
    fresh.replace(desk.config)


def edit_keeping_the_time(desk: Desk) -> None:
    before = desk.config.stat()
    desk.write(desk.config, LIST.format(NAMES[1]))
    os.utime(desk.config, ns=(before.st_atime_ns, before.st_mtime_ns))


def include_another(desk: Desk) -> None:
    desk.write(desk.folder / "people" / "more.yaml", "- Ann Lee\n")


def drop_an_included(desk: Desk) -> None:
    (desk.folder / "people" / "friends.yaml").unlink()


def edit_an_included(desk: Desk) -> None:
    desk.write(desk.folder / "people" / "friends.yaml", "- Sam Okafur\n")


def log_a_try(desk: Desk) -> None:
    desk.log("dana-whitfield")


def write_on_the_calendar(desk: Desk) -> None:
    event = Event("block-2026w48-1-hitlist@followupd", NOW, NOW + timedelta(hours=1), "Outreach block", "")
    with desk.history() as history:
        history.record(str(desk.folder / "followup.ics"), [Done(Create(event), Present(event, "x", "1", ""))])


def delete_by_hand(desk: Desk) -> None:
    with closing(sqlite3.connect(state_path(desk.config, "hitlist", None))) as db, db:
        db.execute("DELETE FROM facts")


def remove_the_database(desk: Desk) -> None:
    state_path(desk.config, "hitlist", None).unlink()


def spoil_the_database(desk: Desk) -> None:
    state_path(desk.config, "hitlist", None).write_bytes(b"SQLite format 3\x00" + b"\xff" * 9000)


def spoil_the_answer(desk: Desk) -> None:
    with closing(sqlite3.connect(state_path(desk.config, "hitlist", None))) as db, db:
        db.execute("UPDATE remembered SET value = '[1, 2'")


def come_from_a_newer_version(desk: Desk) -> None:
    with closing(sqlite3.connect(state_path(desk.config, "hitlist", None))) as db:
        db.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")


@pytest.mark.parametrize("change", [
    rename, replace_with_old_times, edit_keeping_the_time, include_another, drop_an_included, edit_an_included,
    log_a_try, write_on_the_calendar, delete_by_hand, remove_the_database, spoil_the_database, spoil_the_answer,
    come_from_a_newer_version,
])  # fmt: skip
def test_nothing_is_recalled_after_a_change(desk: Desk, change: Any) -> None:
    """Whatever the answer rests on: files, facts, what stands on the calendar, the database itself."""
    desk.log("sam-okafor")
    desk.ask()
    assert desk.recall() is not None
    change(desk)
    assert desk.recall() is None


@pytest.mark.parametrize("name", ENVIRONMENT)
def test_nothing_is_recalled_in_another_environment(desk: Desk, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another home, state folder or zone may be another calendar, another history, another day."""
    desk.ask()
    monkeypatch.setenv(name, "/elsewhere")
    assert desk.recall() is None


def test_nothing_is_recalled_by_another_program(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another version, or changed code or libraries under the same version."""
    desk.ask()
    with monkeypatch.context() as patched:
        patched.setattr(memory, "__version__", "9.9")
        assert desk.recall() is None
    monkeypatch.setattr(memory, "_newest", lambda folder: 1)
    assert desk.recall() is None


def test_zones_of_contacts_count(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A new tzdata may move somebody's hours."""
    desk.write(desk.config, LIST.format("{name: Mei, timezone: Asia/Tokyo}"))
    rests_on = desk.ask() and rests(desk)
    assert any(path.endswith("Asia/Tokyo") for path in rests_on)


def rests(desk: Desk) -> list[str]:
    import json

    with closing(sqlite3.connect(state_path(desk.config, "hitlist", None))) as db:
        found: list[str] = json.loads(db.execute("SELECT rests_on FROM remembered").fetchone()[0])
        return found


def test_a_file_that_changed_a_moment_ago_is_not_trusted(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two edits within one tick of the file system's clock look alike, so what was just edited is not remembered."""
    monkeypatch.setattr(memory, "SETTLED", 3.0)
    desk.ask()
    assert desk.recall() is None


def test_a_glob_over_folders_is_not_remembered(desk: Desk) -> None:
    """Which folders it looks into cannot be said by a few times of files."""
    desk.write(desk.config, LIST.format(NAMES[0]).replace("people/*.yaml", "'*/friends.yaml'"))
    assert "Sam Okafor" in desk.names()
    assert desk.recall() is None


def test_pretended_times_are_not_remembered(desk: Desk) -> None:
    desk.ask(keep=False)
    assert desk.recall() is None


def test_an_answer_that_was_overtaken_is_not_kept(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """A try logged by another process while the answer is worked out: what was worked out is outdated at birth."""
    whole = look.reachable

    def slowly(view: Any) -> Reachable:
        answer = whole(view)
        other = threading.Thread(target=desk.log, args=("dana-whitfield",))   # a connection of its own
        other.start()
        other.join()
        return answer

    monkeypatch.setattr(look, "reachable", slowly)
    desk.ask()
    monkeypatch.setattr(look, "reachable", whole)
    assert desk.recall() is None
    desk.ask()
    assert desk.recall() is not None


def test_the_daemon_keeps_an_answer_after_each_pass(desk: Desk) -> None:
    """So that `next` after a logged try is quick too; and it is the one that would be worked out."""
    desk.ask()
    desk.log("dana-whitfield")
    assert desk.recall() is None
    with closing(open_sources(desk.config)) as sources:
        HitlistWork(sources).run(desk.now, "new fact")
        recalled = desk.recall()
    assert recalled is not None
    assert recalled == Reachable.from_text(desk.ask(keep=False).to_text())


def test_a_pass_that_cannot_keep_an_answer_is_none_the_worse(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """The database is gone at that very moment, say."""

    def gone(*_: Any) -> Reachable:
        raise Failure("gone", "")

    monkeypatch.setattr(look, "reachable", gone)
    with closing(open_sources(desk.config)) as sources:
        assert not HitlistWork(sources).run(desk.now, "start").problems


def test_a_busy_database_keeps_next_waiting_for_no_memory(desk: Desk) -> None:
    """Another program that is writing just now: the answer is given, only not kept."""
    desk.ask()
    desk.log("dana-whitfield")
    with closing(sqlite3.connect(state_path(desk.config, "hitlist", None), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        began = time.monotonic()
        assert desk.ask().people
        assert time.monotonic() - began < 5
    assert desk.recall() is None


def test_every_table_that_answers_are_made_from_forgets_them(desk: Desk) -> None:
    """Facts and what was written, and any table that is added: each has the three triggers, or is named here."""
    other = {"meta", "passes", "remembered"}     # no plan reads them
    desk.ask()
    with closing(sqlite3.connect(state_path(desk.config, "hitlist", None))) as db:
        tables = {name for (name,) in db.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")} - other
        found = set(db.execute("SELECT tbl_name, sql FROM sqlite_schema WHERE type = 'trigger'"))
    for table in tables:
        for change in ("INSERT", "UPDATE", "DELETE"):
            wanted = f"AFTER {change} ON {table} {_LOOK_FIRST}"
            assert any(name == table and wanted in sql for name, sql in found), (table, change)


class Remembering(RuleBasedStateMachine):
    """Random edits, facts, clocks and zones; after each, what is recalled is what is worked out anew."""

    @initialize()
    def begin(self) -> None:
        import tempfile

        self.place = tempfile.TemporaryDirectory()
        self.desk = Desk(Path(self.place.name))

    def teardown(self) -> None:
        if hasattr(self, "place"):
            self.place.cleanup()
        os.environ.pop("TZ", None)
        tzlocal.reload_localzone()

    @rule(name=st.sampled_from(NAMES), every=st.sampled_from(("6 weeks", "7 weeks")))
    def edit(self, name: str, every: str) -> None:
        self.desk.write(self.desk.config, LIST.format(f"{{name: {name}, every: {every}, like: true}}"))

    @rule(number=st.integers(0, 2), name=st.sampled_from(NAMES))
    def include(self, number: int, name: str) -> None:
        self.desk.write(self.desk.folder / "people" / f"{number}.yaml", f"- {name} {number}\n")

    @rule(who=st.sampled_from(("dana-whitfield", "sam-okafor")), outcome=st.sampled_from(list(Outcome)))
    def log(self, who: str, outcome: Outcome) -> None:
        self.desk.log(who, outcome)

    @rule(minutes=st.sampled_from((-2000, -60, -1, 1, 20, 61, 300, 1500)))
    def clock(self, minutes: int) -> None:
        self.desk.now += timedelta(minutes=minutes)

    @rule(zone=st.sampled_from(("America/Denver", "Asia/Tokyo", "Pacific/Auckland")))
    def move_to(self, zone: str) -> None:
        os.environ["TZ"] = zone
        tzlocal.reload_localzone()

    @rule()
    def ask(self) -> None:
        self.desk.ask()
        assert self.desk.recall() is not None

    @invariant()
    def recalled_is_worked_out(self) -> None:
        desk = getattr(self, "desk", None)
        recalled = desk.recall() if desk is not None else None
        if desk is not None and recalled is not None:
            at, anew = to_micros(desk.now), desk.ask(keep=False)
            said = [[(person.why, person.form, way.act, way.link) for person, way in answer.at(at)]
                    for answer in (recalled, anew)]   # fmt: skip
            assert said[0] == said[1]
            assert (recalled.later, recalled.item) == (anew.later, anew.item)


@pytest.fixture
def one_system_zone(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TZ", "UTC")
    tzlocal.reload_localzone()
    yield
    monkeypatch.undo()
    tzlocal.reload_localzone()


@pytest.mark.usefixtures("one_system_zone")
def test_what_is_recalled_is_what_would_be_worked_out() -> None:
    """Over random edits of the same length, new files, facts, clocks set forwards and back, and other system zones."""
    from hypothesis.stateful import run_state_machine_as_test

    run_state_machine_as_test(
        Remembering,
        settings=settings(
            max_examples=max(10, EXAMPLES // 4), stateful_step_count=20,
            suppress_health_check=list(HealthCheck),
        ),
    )
