"""One daemon, one pass at a time, across processes; and the bell."""

from __future__ import annotations

import subprocess
import sys
import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest

from followupd.errors import Failure
from followupd.history.locks import DaemonLock, PassLock, bell_path, holder, ring

NOW = datetime(2026, 11, 20, 9, 12, tzinfo=UTC)
ROOT = Path(__file__).parents[2]

HOLDING = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from followupd.history.locks import DaemonLock, PassLock
database = Path(sys.argv[1])
DaemonLock(database).acquire(datetime(2026, 11, 20, 9, 12, tzinfo=UTC))
with PassLock(database, 0):
    print("held", flush=True)
    sys.stdin.read()
"""


def child_that_holds(database: Path) -> subprocess.Popen[str]:
    child = subprocess.Popen(
        [sys.executable, "-c", HOLDING, str(database)], cwd=ROOT, text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    )
    assert child.stdout is not None
    assert child.stdout.readline() == "held\n"
    return child


def test_a_second_daemon_is_refused_with_the_name_of_the_first(database: Path) -> None:
    """The error has its process, its start, and what to do; after kill -9 the lock is free at once."""
    assert holder(database) is None
    with child_that_holds(database) as child:
        found = holder(database)
        assert found is not None
        assert (found.pid, found.since) == (child.pid, NOW)
        with pytest.raises(Failure, match=f"pid {child.pid}, since 20 Nov ") as caught:
            DaemonLock(database).acquire(NOW)
        assert "followupd sync" in caught.value.hint
        child.kill()
    assert holder(database) is None   # its file is still there and says nothing
    lock = DaemonLock(database)
    lock.acquire(NOW)
    assert holder(database) is not None
    lock.release()
    assert holder(database) is None


def test_checking_the_lock_never_keeps_a_daemon_out(database: Path) -> None:
    """`status` in a loop beside a starting daemon."""
    lock = DaemonLock(database)
    stop = threading.Event()

    def look() -> None:
        while not stop.is_set():
            holder(database)

    watcher = threading.Thread(target=look)
    watcher.start()
    try:
        for _ in range(50):
            lock.acquire(NOW)
            assert holder(database) is not None
            lock.release()
    finally:
        stop.set()
        watcher.join()
    assert holder(database) is None


def test_passes_never_overlap(database: Path) -> None:
    """It waits for the pass of another process until the timeout, then reports it; it begins when that one ends."""
    with child_that_holds(database) as child:
        with pytest.raises(Failure, match="still under way"), PassLock(database, 0.05):
            pytest.fail("two passes at once")
        began = threading.Event()

        def wait_and_begin() -> None:
            with PassLock(database, 30):
                began.set()

        waiting = threading.Thread(target=wait_and_begin)
        waiting.start()
        assert not began.wait(0.1)
        child.communicate("", timeout=30)
        assert began.wait(30)
        waiting.join()


def test_threads_exclude_each_other_too(database: Path) -> None:
    """Two passes inside one process."""
    with PassLock(database, 0), pytest.raises(Failure, match="still under way"), PassLock(database, 0):
        pytest.fail("two passes at once")
    with PassLock(database, 0):
        pass


def test_a_folder_that_cannot_be_used_is_reported(tmp_path: Path) -> None:
    """Where, and what to do next."""
    (tmp_path / "file").touch()
    with pytest.raises(Failure, match="cannot be locked") as caught:
        DaemonLock(tmp_path / "file" / "hitlist.db").acquire(NOW)
    assert "state:" in caught.value.hint


def test_the_bell_is_touched(database: Path) -> None:
    """It is made if it is missing; if it cannot be made, nothing happens."""
    ring(database)
    assert not bell_path(database).exists()
    database.parent.mkdir()
    ring(database)
    first = bell_path(database).stat()
    ring(database)
    assert bell_path(database).stat().st_mtime_ns >= first.st_mtime_ns
    assert first.st_mode & 0o777 == 0o600
