"""The history: appending, what was written, passes, and files that cannot be used."""

from __future__ import annotations

import os
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from followupd.core.values.event import (
    Change,
    Clash,
    Create,
    Delete,
    Done,
    Event,
    Failed,
    Present,
    Result,
    Update,
    Written,
)
from followupd.core.values.facts import Attempt, Fact, Outcome
from followupd.errors import CalendarChanged, Failure, UsageError
from followupd.history.codec import fact_id
from followupd.history.database import Database
from followupd.history.migrations import APPLICATION_ID, MIGRATIONS
from followupd.history.store import KEPT_PASSES, History

NOW = datetime(2026, 11, 20, 21, 10, tzinfo=UTC)
CALENDAR = "followup.ics"


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
    """A caller that is told of a failure knows that nothing was stored."""
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


def present(event: Event, version: str = '"1"') -> Present:
    return Present(event, "retry-dana-2-hitlist.ics", version, "BEGIN:VEVENT…")


def test_intent_comes_before_the_write_and_goes_with_it(history: History, event: Event) -> None:
    """A create is an intent first; done, it is what we wanted, with the calendar's name and version."""
    history.intend(CALENDAR, [Create(event)])
    assert history.written(CALENDAR) == {event.uid: Written(event.uid, None, intent=event)}
    bare = Event(event.uid, event.start, event.end, event.summary)
    history.record(CALENDAR, [Done(Create(event), present(bare))])
    kept = Written(event.uid, event, "retry-dana-2-hitlist.ics", '"1"', batch=1)
    assert history.written(CALENDAR) == {event.uid: kept}
    assert history.written("another") == {}


def rows_of_record(event: Event) -> Iterator[tuple[str, list[Change], Result, Written | None]]:
    """The table of what `record` does to a row that stands at `old`, and to one that is not there."""
    new = Event(event.uid, event.start + timedelta(days=1), event.end + timedelta(days=1), "Call Dana")
    other = Event("retry-sam-1-hitlist@followupd", event.start, event.end, "Call Sam")
    added = Event(event.uid, new.start, new.end, new.summary, "a line of the user's own")
    update, here = Update(present(event), added, new), "retry-dana-2-hitlist.ics"
    yield "update", [update], Done(update, present(added, '"2"')), Written(event.uid, new, here, '"2"', batch=1)
    yield "update, not read back", [update], Done(update, None), Written(event.uid, new, here, None, batch=1)
    delete = Delete(present(event))
    yield "delete", [delete], Done(delete, None), Written(event.uid, event, here, deleted=True, batch=1)
    failed = Failed(update, CalendarChanged("edited"))
    yield "failed", [update], failed, Written(event.uid, event, here, '"1"', new)
    clash = Clash(Create(other), None)
    yield "clash", [Create(other)], clash, None


@pytest.mark.parametrize("case", range(5))
def test_what_becomes_of_a_row(history: History, event: Event, case: int) -> None:
    """Each kind of result, upon a row that was written before."""
    _, changes, result, expected = list(rows_of_record(event))[case]
    history.adopt(CALENDAR, [(present(event), event)])
    history.intend(CALENDAR, changes)
    history.record(CALENDAR, [result])
    uid = event.uid if expected else "retry-sam-1-hitlist@followupd"
    assert history.written(CALENDAR).get(uid) == expected


def test_commits_are_counted_and_what_is_only_remembered_keeps_its_number(history: History, event: Event) -> None:
    """What was written together has one number; the user's deletion has none, for nobody of us did it."""
    other = Event("retry-sam-1-hitlist@followupd", event.start, event.end, "Call Sam")
    history.adopt("another", [(present(event), event)])
    history.record(CALENDAR, [Done(Create(event), present(event)), Done(Create(other), present(other))])
    later = Update(present(event), event, event)
    history.record(CALENDAR, [Done(later, present(event, '"2"'))])
    history.adopt(CALENDAR, [(present(event, '"3"'), event)])
    assert {uid: row.batch for uid, row in history.written(CALENDAR).items()} == {event.uid: 2, other.uid: 1}
    history.bury(CALENDAR, [event.uid])
    assert {uid: row.batch for uid, row in history.written(CALENDAR).items()} == {event.uid: 0, other.uid: 1}
    assert history.written("another")[event.uid].batch == 0


def test_a_clash_upon_a_known_row_only_clears_the_intent(history: History, event: Event) -> None:
    """What was written before stays known."""
    history.adopt(CALENDAR, [(present(event), event)])
    history.intend(CALENDAR, [Create(event)])
    history.record(CALENDAR, [Clash(Create(event), present(event))])
    assert history.written(CALENDAR)[event.uid] == Written(event.uid, event, "retry-dana-2-hitlist.ics", '"1"')


def test_a_deletion_by_the_user_leaves_a_tombstone(history: History, event: Event) -> None:
    """Its people and its start stay known; a UID that was never seen is spent as well."""
    history.adopt(CALENDAR, [(present(event), event)])
    history.intend(CALENDAR, [Update(present(event), event, event)])
    history.bury(CALENDAR, [event.uid, "due-sam-hitlist@followupd"])
    found = history.written(CALENDAR)
    assert found[event.uid] == Written(event.uid, event, "retry-dana-2-hitlist.ics", deleted=True)
    assert found["due-sam-hitlist@followupd"] == Written("due-sam-hitlist@followupd", None, deleted=True)
    history.forget(CALENDAR)
    assert history.written(CALENDAR) == {}


def test_passes_are_told_newest_first(history: History) -> None:
    """A pass that runs has no end; one that failed says why."""
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
    """Of passes that changed nothing the latest stands for its row of them; no table grows without bound."""
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


def test_only_the_user_may_read_it(history: History, database: Path, one_of_each: tuple[Fact, ...]) -> None:
    """Folder 0700; database, -wal and -shm 0600, whatever the umask was."""
    history.append(one_of_each, NOW)
    assert stat.S_IMODE(database.parent.stat().st_mode) == 0o700
    for suffix in ("", "-wal", "-shm"):
        assert stat.S_IMODE(Path(f"{database}{suffix}").stat().st_mode) == 0o600


def test_a_database_that_was_opened_up_is_closed_again(database: Path) -> None:
    """A copy with group and world rights becomes private when it is opened."""
    History.open(database, "hitlist").close()
    database.chmod(0o644)
    History.open(database, "hitlist").close()
    assert stat.S_IMODE(database.stat().st_mode) == 0o600


def test_another_lists_database_is_refused(database: Path) -> None:
    """Two hit lists never share a history."""
    History.open(database, "alex").close()
    with pytest.raises(UsageError, match='hit list "alex", not of "hitlist"') as caught:
        History.open(database, "hitlist")
    assert "list: alex" in caught.value.hint


def test_a_fact_writes_its_own_page_and_that_of_its_id(history: History, database: Path) -> None:
    """Two pages of the log a fact."""
    def appended(day: int) -> int:
        before = wal.stat().st_size
        history.append([Attempt("dana", NOW + timedelta(days=day), Outcome.REACHED)], NOW)
        return (wal.stat().st_size - before) // 4096

    wal = Path(f"{database}-wal")
    appended(1)
    assert [appended(day) for day in (2, 3)] == [2, 2]


def test_every_write_shows_in_the_mark(history: History, database: Path, one_of_each: tuple[Fact, ...]) -> None:
    """Of this process and of another; what was only read shows in none."""
    before = history.changes()
    history.facts()
    assert history.changes() == before
    history.append(one_of_each[:1], NOW)
    ours = history.changes()
    assert ours != before
    with History.open(database, "hitlist") as other:
        other.append(one_of_each[1:], NOW)
    assert history.changes() != ours


def test_an_old_database_forgets_its_remembered_answer(
    history: History, database: Path, one_of_each: tuple[Fact, ...], tmp_path: Path
) -> None:
    """The step from version 7 drops the table and the nine triggers, and leaves the facts as they are."""
    old = tmp_path / "old.db"
    history.append(one_of_each, NOW)
    with closing(sqlite3.connect(old)) as db, db:
        for step in MIGRATIONS[:7]:
            for statement in step:
                db.execute(statement)
        db.execute("CREATE TABLE remembered (name PRIMARY KEY, rests_on, key, value) WITHOUT ROWID")
        for table in ("facts", "written", "busy"):
            for change in ("INSERT", "UPDATE", "DELETE"):
                forget = "BEGIN DELETE FROM remembered; END"
                db.execute(f"CREATE TRIGGER {table}_{change} AFTER {change} ON {table} {forget}")
        db.execute("ATTACH ? AS now", (str(database),))
        db.execute("INSERT INTO facts SELECT * FROM now.facts")
        db.execute("INSERT INTO meta SELECT * FROM now.meta")
        db.execute("INSERT INTO remembered VALUES ('next', '[]', 'key', 'value')")
        db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        db.execute("PRAGMA user_version = 7")
    with History.open(old, "hitlist") as opened:
        assert opened.facts() == one_of_each
        assert opened.append([Attempt("dana", NOW, Outcome.REACHED)], NOW) == 1
    with closing(sqlite3.connect(old)) as db:
        assert db.execute("PRAGMA user_version").fetchone()[0] == len(MIGRATIONS)
        left = db.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger' OR name = 'remembered'")
        assert left.fetchall() == []


def test_a_new_database_is_made_without_what_is_dropped_again() -> None:
    """No step makes a table or a trigger only for a later one to drop."""
    steps = [statement for step in MIGRATIONS for statement in step]
    made = {statement.split()[2] for statement in steps if statement.startswith("CREATE")}
    assert made == {"meta", "facts", "written", "passes", "busy"}


def test_a_newer_database_is_refused(database: Path) -> None:
    """An old followupd never writes into a shape that it does not know."""
    History.open(database, "hitlist").close()
    with closing(sqlite3.connect(database)) as db:
        db.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
    with pytest.raises(Failure, match="newer followupd") as caught:
        History.open(database, "hitlist")
    assert "Update followupd" in caught.value.hint


def test_a_database_that_became_newer_meanwhile_is_refused(history: History, database: Path) -> None:
    """A daemon that runs while followupd is updated does not write on into a shape that it does not know."""
    with closing(sqlite3.connect(database)) as db:
        db.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
    with pytest.raises(Failure, match="newer followupd"):
        history.append([Attempt("dana", NOW, Outcome.REACHED)], NOW)


def test_another_programs_database_is_refused(database: Path) -> None:
    """Nothing is written into it."""
    database.parent.mkdir()
    with closing(sqlite3.connect(database)) as db:
        db.execute("CREATE TABLE bookmarks (url TEXT)")
    before = database.read_bytes()
    with pytest.raises(Failure, match="another program"):
        History.open(database, "hitlist")
    assert database.read_bytes() == before


def test_a_step_that_fails_leaves_the_old_shape(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Migrations are forward and whole: after a failure the database is as it was, and opens with the old program."""
    with History.open(database, "hitlist") as history:
        history.append([Attempt("dana", NOW, Outcome.REACHED)], NOW)
    broken = (*MIGRATIONS, ("CREATE TABLE extra (x)", "CREATE TABLE extra (x)"))
    with monkeypatch.context() as patched:
        patched.setattr("followupd.history.migrations.MIGRATIONS", broken)
        patched.setattr("followupd.history.database.MIGRATIONS", broken)
        with pytest.raises(Failure, match="already exists"):
            Database(database)
    with History.open(database, "hitlist") as history:
        assert len(history.facts()) == 1
    longer = (*MIGRATIONS, ("CREATE TABLE extra (x)",))
    monkeypatch.setattr("followupd.history.migrations.MIGRATIONS", longer)
    monkeypatch.setattr("followupd.history.database.MIGRATIONS", longer)
    with History.open(database, "hitlist") as history:
        assert len(history.facts()) == 1


def test_no_database_at_all_is_damaged(database: Path) -> None:
    """A file of other bytes: named, with the way out, and not overwritten."""
    database.parent.mkdir()
    database.write_bytes(b"my shopping list, not a database\n" * 100)
    with pytest.raises(Failure, match="damaged") as caught:
        History.open(database, "hitlist")
    assert str(database) in caught.value.message
    assert "followupd history import" in caught.value.hint
    assert database.read_bytes().startswith(b"my shopping")


def test_a_torn_page_is_damaged(database: Path, one_of_each: tuple[Fact, ...]) -> None:
    """Damage inside the file is told when it is met."""
    with History.open(database, "hitlist") as history:
        history.append(one_of_each, NOW)
        history.append([Attempt(f"contact-{i}", NOW, Outcome.REACHED, note="x" * 50) for i in range(500)], NOW)
    content = bytearray(database.read_bytes())
    content[4096 * 5:] = os.urandom(len(content) - 4096 * 5)
    database.write_bytes(content)
    with pytest.raises(Failure, match="damaged"), History.open(database, "hitlist") as history:
        history.facts()


@contextmanager
def held(database: Path) -> Iterator[None]:
    with closing(sqlite3.connect(database)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield


def test_a_locked_database_is_told(database: Path) -> None:
    """Another program that holds the write lock for longer than the busy time."""
    History.open(database, "hitlist").close()
    history = History(Database(database, busy_seconds=0.05))
    with history, held(database), pytest.raises(Failure, match="in use by another program"):
        history.append([Attempt("dana", NOW, Outcome.REACHED)], NOW)


def test_a_database_removed_under_us_is_told(history: History, database: Path) -> None:
    """What is written to an unlinked file would be lost: it is refused instead."""
    database.rename(database.with_suffix(".moved"))
    with pytest.raises(Failure, match="removed or replaced"):
        history.append([Attempt("dana", NOW, Outcome.REACHED)], NOW)
    database.with_suffix(".moved").rename(database)
    assert history.append([Attempt("dana", NOW, Outcome.REACHED)], NOW) == 1


def test_a_folder_in_the_way_is_told(tmp_path: Path) -> None:
    """The path names a folder, or lies below a file."""
    with pytest.raises(Failure, match="cannot be used"):
        History.open(tmp_path, "hitlist")
    (tmp_path / "file").touch()
    with pytest.raises(Failure, match="cannot be opened"):
        History.open(tmp_path / "file" / "state.db", "hitlist")
