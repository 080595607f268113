"""Locks on a hit list, so that one daemon and one pass run at a time, and a bell that wakes the daemon.

All are files beside the state database: `<db>.daemon.lock` and `<db>.pass.lock` (flock: a killed process releases it at
once, and a stale file means nothing) and `<db>.bell` (touched; the daemon watches it). The lock files are never
removed, or two processes might each hold a lock on a file of that name. Never opens the database.
"""

from __future__ import annotations

import fcntl
import json
import os
import time
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from followupd.errors import Failure
from followupd.history.database import make_folder

PROBE_PATIENCE = 0.2   # seconds: `holder` takes a lock briefly to see whether it is free
LONGEST_PAUSE = 0.05


@dataclass(frozen=True, slots=True)
class Holder:
    """The daemon that serves a hit list: its process id and when it started (aware; None if it cannot be read)."""

    pid: int
    since: datetime | None


def bell_path(database: Path) -> Path:
    """Return the file beside a database whose touch wakes the daemon."""
    return Path(f"{database}.bell")


def ring(database: Path) -> None:
    """Touch the bell so that a daemon on this database wakes.

    A bell that cannot be touched is not an error: the fact is stored, and the daemon's next pass finds it.
    """
    with suppress(OSError):
        path = bell_path(database)
        os.close(os.open(path, os.O_CREAT | os.O_WRONLY | os.O_CLOEXEC, 0o600))   # a close-after-write, for inotify
        os.utime(path)                                                            # a changed time, for the others


class DaemonLock:
    """The lock of the daemon that serves a hit list: at most one can run."""

    def __init__(self, database: Path) -> None:
        self._path = Path(f"{database}.daemon.lock")
        self._handle: int | None = None

    def acquire(self, started: datetime) -> None:
        """Take the lock, noting this process and `started` (aware). Raises Failure if another daemon holds it."""
        self._handle = _take(self._path, PROBE_PATIENCE)
        if self._handle is None:
            other = _read(self._path)
            whose = " (" + f"pid {other.pid}" + _since(other.since) + ")" if other is not None else ""
            raise Failure(
                f"Another followupd{whose} already serves this hit list",
                "Stop it first, or run `followupd sync` for a single pass.",
            )
        note = json.dumps({"pid": os.getpid(), "since": started.isoformat()})
        os.ftruncate(self._handle, 0)
        os.pwrite(self._handle, note.encode(), 0)

    def release(self) -> None:
        """Release the lock, so that another daemon can serve this database."""
        if self._handle is not None:
            os.ftruncate(self._handle, 0)
            os.close(self._handle)
            self._handle = None


def holder(database: Path) -> Holder | None:
    """Return the daemon that serves this database now, judged by its lock; None if none runs."""
    path = Path(f"{database}.daemon.lock")
    try:
        handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return None
    try:
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return _read(path) or Holder(0, None)
    finally:
        os.close(handle)
    return None


class PassLock:
    """The lock of a pass: passes of the daemon and of `sync` never overlap."""

    def __init__(self, database: Path, timeout: float) -> None:
        """`timeout` is in seconds: how long to wait for a pass that is under way."""
        self._database = database
        self._path = Path(f"{database}.pass.lock")
        self._timeout = timeout
        self._handle: int | None = None

    def __enter__(self) -> Self:
        """Wait for the lock. Raises Failure if another pass does not end in time."""
        self._handle = _take(self._path, self._timeout)
        if self._handle is None:
            raise Failure(
                "Another pass of followupd on this hit list is still under way",
                "Try again in a moment; `followupd status` shows what it does.",
            )
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None


def _take(path: Path, patience: float) -> int | None:
    """Return an open file that holds the lock, or None after the timeout, which flock itself does not have."""
    try:
        make_folder(path.parent)
    except OSError as error:
        raise _unusable(path, error) from error
    deadline = time.monotonic() + patience
    pause = 0.002
    while True:
        try:
            handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as error:
            raise _unusable(path, error) from error
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(handle)
        except OSError as error:
            os.close(handle)
            raise _unusable(path, error) from error
        else:
            return handle
        left = deadline - time.monotonic()
        if left <= 0:
            return None
        time.sleep(min(pause, left))
        pause = min(pause * 2, LONGEST_PAUSE)


def _unusable(path: Path, error: OSError) -> Failure:
    return Failure(
        f"{path} cannot be locked: {error.strerror}",
        "Check the folder's permissions, or name another file under `state:`.",
    )


def _read(path: Path) -> Holder | None:
    try:
        note = json.loads(path.read_text())
        return Holder(int(note["pid"]), datetime.fromisoformat(note["since"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _since(since: datetime | None) -> str:
    return "" if since is None else f", since {since.astimezone():%d %b %H:%M}"
