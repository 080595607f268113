"""The schema: old databases are migrated completely, newer ones are left alone."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from followupd.core.values.facts import Attempt, Fact, Outcome
from followupd.errors import Failure
from followupd.history.database import Database
from followupd.history.migrations import APPLICATION_ID, MIGRATIONS
from followupd.history.store import History

NOW = datetime(2026, 11, 20, 21, 10, tzinfo=UTC)


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
        columns = ", ".join(row[1] for row in db.execute("PRAGMA main.table_info(facts)"))
        db.execute(f"INSERT INTO facts SELECT {columns} FROM now.facts")
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
    assert made == {"meta", "facts", "written", "passes", "busy", "calendars", "evidence", "decisions"}


def test_a_newer_database_is_refused(database: Path) -> None:
    """An old followupd never writes into a schema that it does not know."""
    History.open(database, "hitlist").close()
    with closing(sqlite3.connect(database)) as db:
        db.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
    with pytest.raises(Failure, match="newer followupd") as caught:
        History.open(database, "hitlist")
    assert "Update followupd" in caught.value.hint


def test_a_database_that_became_newer_meanwhile_is_refused(history: History, database: Path) -> None:
    """A daemon that runs while followupd is updated does not write into a schema that it does not know."""
    with closing(sqlite3.connect(database)) as db:
        db.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
    with pytest.raises(Failure, match="newer followupd"):
        history.append([Attempt("dana", NOW, Outcome.REACHED)], NOW)


def test_a_step_that_fails_leaves_the_old_schema(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """All steps or none: after a failure the database is as it was, and opens with the old program."""
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
