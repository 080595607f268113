"""The state database under a running daemon and beside commands: locked, spoiled, removed, replaced, newer.

The error says what to do, the daemon survives, no event doubles, and nothing acknowledged is lost by us.
"""

from __future__ import annotations

import re
import shutil
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from followupd.history.store import History
from tests.faults.conftest import WITHOUT_A_BLOCK, Bed
from tests.faults.test_files import STATES, _execute
from tests.faults.test_together import HeardDaemon, daemon
from tests.kit.waiting import until


@contextmanager
def locked(database: Path) -> Iterator[None]:
    """Hold a write lock, as another program does in the middle of a write."""
    with closing(sqlite3.connect(database, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        try:
            yield
        finally:
            other.execute("ROLLBACK")


@pytest.fixture(autouse=True)
def without_a_block(bed: Bed) -> None:
    bed.config.write_text(WITHOUT_A_BLOCK)


def uids(bed: Bed) -> list[str]:
    return re.findall(r"^UID:(\S+)", bed.calendar.read_text(encoding="utf-8"), re.M)


def tries(bed: Bed) -> int:
    with History.open(bed.state, "hitlist") as history:
        return sum(type(fact).__name__ == "Attempt" for fact in history.facts())


def ring(bed: Bed) -> None:
    """Save the hit list again, as an editor does."""
    fresh = bed.folder / "fresh"
    fresh.write_bytes(bed.config.read_bytes() + b"\n")
    fresh.replace(bed.config)


def served(bed: Bed, started: HeardDaemon) -> None:
    started.heard("Watching")
    assert uids(bed)


def test_a_database_that_stays_locked(bed: Bed) -> None:
    """`log` says that it stored nothing and what to do, `next` still answers, the daemon tries again later."""
    with daemon(bed) as started:
        served(bed, started)
        with locked(bed.state):
            ring(bed)                                       # the daemon begins a pass, and waits
            began = time.monotonic()
            assert bed.run("next", now=None).returncode == 0
            assert time.monotonic() - began < 8
            told = bed.run("log", "Dana", "no", "answer", now=None)
        assert (told.returncode, told.stdout) == (1, "")
        assert "in use by another program" in told.stderr
        assert "try again" in told.stderr
        assert tries(bed) == 0
        assert bed.run("log", "Dana", "no", "answer", now=None).returncode == 0
        until(lambda: any(uid.startswith("retry-dana") for uid in uids(bed)))
        assert started.end() == 0


def test_a_database_that_is_spoiled_under_the_daemon(bed: Bed) -> None:
    """It is reported with what to do, and the calendar is left alone; once the good one is back passes continue, with
    the try."""
    assert bed.run("log", "Dana", "no", "answer", now=None).returncode == 0
    good = bed.folder / "backup.db"
    with closing(sqlite3.connect(bed.state)) as db, closing(sqlite3.connect(good)) as copy:
        db.backup(copy)
    with daemon(bed) as started:
        served(bed, started)
        before = bed.calendar.read_bytes()
        spoiled = bed.folder / "spoiled"
        spoiled.write_bytes(b"hello, world" * 4000)
        for suffix in ("-wal", "-shm"):
            Path(f"{bed.state}{suffix}").unlink(missing_ok=True)
        spoiled.replace(bed.state)
        ring(bed)
        started.heard("removed or replaced")
        ring(bed)
        until(lambda: "is damaged" in bed.run("next", now=None).stderr)
        assert bed.calendar.read_bytes() == before
        assert started.child.poll() is None
        shutil.copy(good, spoiled)
        spoiled.replace(bed.state)
        ring(bed)
        started.heard("The state database can be used again.")
        assert tries(bed) == 1
        assert bed.run("log", "Sam", "no", "answer", now=None).returncode == 0
        until(lambda: any(uid.startswith("retry-sam") for uid in uids(bed)))
        assert len(set(uids(bed))) == len(uids(bed))
        assert started.end() == 0


@pytest.mark.parametrize("what", ["removed", "a backup of before"])
def test_a_database_that_goes_away_under_the_daemon(bed: Bed, what: str) -> None:
    """Reported at once, since only the user knows where it is; our events are recognised and none is doubled."""
    assert bed.run("sync", now=None).returncode == 0
    backup = bed.folder / "backup.db"
    with closing(sqlite3.connect(bed.state)) as db, closing(sqlite3.connect(backup)) as copy:
        db.backup(copy)
    with daemon(bed) as started:
        served(bed, started)
        assert bed.run("log", "Dana", "no", "answer", now=None).returncode == 0
        until(lambda: any(uid.startswith("retry-dana") for uid in uids(bed)))
        before = len(uids(bed))
        for suffix in ("-wal", "-shm"):
            Path(f"{bed.state}{suffix}").unlink(missing_ok=True)
        if what == "removed":
            bed.state.unlink()
        else:
            backup.replace(bed.state)
        ring(bed)
        started.heard("was removed or replaced while followupd had it open. Put it back if it was moved")
        started.heard("The state database can be used again.")
        assert len(set(uids(bed))) == len(uids(bed)) <= before + 1
        assert bed.run("log", "Sam", "no", "answer", now=None).returncode == 0
        until(lambda: any(uid.startswith("retry-sam") for uid in uids(bed)))
        assert len(set(uids(bed))) == len(uids(bed))
        assert started.end() == 0


@pytest.mark.parametrize("what", STATES)
def test_next_says_what_is_wrong_with_the_database(bed: Bed, what: str) -> None:
    """Even if it remembered an answer: nothing is recalled from an unusable or newer database."""
    assert bed.run("sync").returncode == 0
    cache = str(bed.folder / "cache")
    assert bed.run("next", now=None, XDG_CACHE_HOME=cache).returncode == 0
    _execute(bed.state, "PRAGMA wal_checkpoint(TRUNCATE)")
    for suffix in ("-wal", "-shm"):
        Path(f"{bed.state}{suffix}").unlink(missing_ok=True)
    spoil, said, hint = STATES[what]
    spoil(bed.state)
    done = bed.run("next", now=None, XDG_CACHE_HOME=cache)
    assert done.returncode in (1, 2)
    assert (said in done.stderr, hint in done.stderr, done.stdout) == (True, True, "")
    assert "Traceback" not in done.stderr
    assert bed.state.exists()
