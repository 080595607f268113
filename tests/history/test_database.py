"""The history's file: who may read it, and files that cannot be used."""

from __future__ import annotations

import os
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from followupd.core.values.facts import Attempt, Fact, Outcome
from followupd.errors import Failure, UsageError
from followupd.history.database import Database
from followupd.history.store import History

NOW = datetime(2026, 11, 20, 21, 10, tzinfo=UTC)


def test_only_the_user_may_read_it(history: History, database: Path, one_of_each: tuple[Fact, ...]) -> None:
    """Folder 0700; database, -wal and -shm 0600, whatever the umask was."""
    history.append(one_of_each, NOW)
    assert stat.S_IMODE(database.parent.stat().st_mode) == 0o700
    for suffix in ("", "-wal", "-shm"):
        assert stat.S_IMODE(Path(f"{database}{suffix}").stat().st_mode) == 0o600


def test_a_readable_database_becomes_private_again(database: Path) -> None:
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


def test_another_programs_database_is_refused(database: Path) -> None:
    """Nothing is written into it."""
    database.parent.mkdir()
    with closing(sqlite3.connect(database)) as db:
        db.execute("CREATE TABLE bookmarks (url TEXT)")
    before = database.read_bytes()
    with pytest.raises(Failure, match="another program"):
        History.open(database, "hitlist")
    assert database.read_bytes() == before


def test_a_file_that_is_not_a_database_counts_as_damaged(database: Path) -> None:
    """A file of other bytes: named, with what to do, and not overwritten."""
    database.parent.mkdir()
    database.write_bytes(b"my shopping list, not a database\n" * 100)
    with pytest.raises(Failure, match="damaged") as caught:
        History.open(database, "hitlist")
    assert str(database) in caught.value.message
    assert "followupd history import" in caught.value.hint
    assert database.read_bytes().startswith(b"my shopping")


def test_a_torn_page_is_damaged(database: Path, one_of_each: tuple[Fact, ...]) -> None:
    """Damage inside the file is reported when it is met."""
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


def test_a_locked_database_is_reported(database: Path) -> None:
    """Another program holds the write lock for longer than the busy timeout."""
    History.open(database, "hitlist").close()
    history = History(Database(database, busy_seconds=0.05))
    with history, held(database), pytest.raises(Failure, match="in use by another program"):
        history.append([Attempt("dana", NOW, Outcome.REACHED)], NOW)


def test_a_database_removed_under_us_is_reported(history: History, database: Path) -> None:
    """A write to an unlinked file would be lost, so it is refused."""
    database.rename(database.with_suffix(".moved"))
    with pytest.raises(Failure, match="removed or replaced"):
        history.append([Attempt("dana", NOW, Outcome.REACHED)], NOW)
    database.with_suffix(".moved").rename(database)
    assert history.append([Attempt("dana", NOW, Outcome.REACHED)], NOW) == 1


def test_a_folder_in_the_way_is_reported(tmp_path: Path) -> None:
    """The path is a folder, or has a file as its parent."""
    with pytest.raises(Failure, match="cannot be used"):
        History.open(tmp_path, "hitlist")
    (tmp_path / "file").touch()
    with pytest.raises(Failure, match="cannot be opened"):
        History.open(tmp_path / "file" / "state.db", "hitlist")


def test_a_fact_writes_its_own_page_and_that_of_its_id(history: History, database: Path) -> None:
    """Two pages of the log a fact."""
    def appended(day: int) -> int:
        before = wal.stat().st_size
        history.append([Attempt("dana", NOW + timedelta(days=day), Outcome.REACHED)], NOW)
        return (wal.stat().st_size - before) // 4096

    wal = Path(f"{database}-wal")
    appended(1)
    assert [appended(day) for day in (2, 3)] == [2, 2]
