"""One SQLite file: private, durable, and with errors that a person can act on.

Takes a path; gives an open connection with the current schema, and transactions on it. Write-ahead log with
`synchronous=FULL`: a committed transaction survives kill -9 and power loss (P4). Never reads a row's meaning.
"""

from __future__ import annotations

import fcntl
import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from followupd.errors import Failure, StateGone
from followupd.history.migrations import MIGRATIONS, migrate, version_of

BUSY_SECONDS = 10.0
SUFFIXES = ("", "-wal", "-shm")


class Database:
    """An open state database. Threads may share it: each transaction holds a lock."""

    def __init__(self, path: Path, busy_seconds: float = BUSY_SECONDS) -> None:
        """Open, create or migrate. Raises Failure naming the file and the next thing to do."""
        self.path = path
        self._busy_seconds = busy_seconds
        self._lock = threading.RLock()
        with self._explained():
            make_private(path)
            self._identity = _identity(path)
            self._db = sqlite3.connect(path, timeout=busy_seconds, isolation_level=None, check_same_thread=False)
            try:
                self._set_up()
            except BaseException:
                self._db.close()
                raise

    def _set_up(self) -> None:
        if version_of(self._db, str(self.path)) < len(MIGRATIONS):
            # Two processes that create the same file at once would refuse each other the switch to WAL,
            # for which SQLite does not wait; so the first opening is one at a time.
            with _folder_lock(self.path.parent):
                self._db.execute("PRAGMA journal_mode = WAL")
                self._pragmas()
                with self.transaction():
                    migrate(self._db, str(self.path))
            sync_folder(self.path.parent)
        else:
            if self._db.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
                with _folder_lock(self.path.parent):
                    self._db.execute("PRAGMA journal_mode = WAL")
            self._pragmas()
        for suffix in SUFFIXES:
            file = Path(f"{self.path}{suffix}")
            with suppress(FileNotFoundError):
                if file.stat().st_mode & 0o077:
                    file.chmod(0o600)

    def _pragmas(self) -> None:
        self._db.execute("PRAGMA synchronous = FULL")

    def close(self) -> None:
        """Close it; threads that still use it get Failure."""
        with self._lock:
            self._db.close()

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """Yield a connection for reading."""
        with self._lock, self._explained():
            self._still_ours()
            yield self._db

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Run a block as one transaction, on disk when it ends. Raises Failure if it could not be written."""
        with self._lock, self._explained():
            self._still_ours()
            self._db.execute("BEGIN IMMEDIATE")   # immediate: upgrading from a read to a write transaction may fail
            try:
                # A newer followupd may have changed the schema since a daemon opened it.
                if self._db.execute("PRAGMA user_version").fetchone()[0] > len(MIGRATIONS):
                    version_of(self._db, str(self.path))
                yield self._db
                self._db.execute("COMMIT")
            except BaseException:
                if self._db.in_transaction:
                    self._db.execute("ROLLBACK")
                raise

    def write_if_free(self, statement: str, values: tuple[object, ...]) -> None:
        """Write this unless another process is writing now."""
        with self._lock, self._explained():
            self._still_ours()
            try:
                self._db.execute("PRAGMA busy_timeout = 0")
                self._db.execute(statement, values)
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
                    raise
            finally:
                self._db.execute(f"PRAGMA busy_timeout = {int(self._busy_seconds * 1000)}")

    def _still_ours(self) -> None:
        """Check that the file was not deleted or replaced while open: writes to it would be lost (P4)."""
        if _identity(self.path) != self._identity:
            raise StateGone(
                f"The state database {self.path} was removed or replaced while followupd had it open",
                "Put it back if it was moved, then run the command again.",
            )

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise explain(self.path, error) from error
        except OSError as error:
            raise Failure(
                f"The state database {self.path} cannot be opened: {error.strerror}",
                "Check the folder's permissions, or name another file under `state:`.",
            ) from error


def explain(path: Path, error: sqlite3.Error) -> Failure:
    """Return what an error of SQLite means for the user, and what to do about it."""
    code = getattr(error, "sqlite_errorcode", None)
    primary = code & 0xFF if isinstance(code, int) else None
    if primary in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return Failure(
            f"The state database {path} is in use by another program", "Close that program, then try again."
        )
    if primary in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
        return Failure(
            f"The state database {path} is damaged ({error})",
            "Move it aside and run `followupd history import FILE` with your last export; "
            "events on the calendar are recognised and not doubled.",
        )
    if primary == sqlite3.SQLITE_FULL:
        return Failure(f"The disk is full: nothing was written to {path}", "Make room, then try again.")
    return Failure(
        f"The state database {path} cannot be used: {error}",
        "Check that the file and its folder can be written, or name another file under `state:`.",
    )


def make_private(path: Path) -> None:
    """Make the file (0600) and its folders (0700) if missing; SQLite gives -wal and -shm the file's mode."""
    make_folder(path.parent)
    # An existing file is not opened here: closing it would drop this process's own locks on it (POSIX).
    with suppress(FileExistsError):
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR | os.O_CLOEXEC, 0o600))


def make_folder(folder: Path) -> None:
    """Make the missing folders of this path, for this user alone (0700) and durably."""
    for missing in reversed([f for f in (folder, *folder.parents) if not f.exists()]):
        missing.mkdir(mode=0o700, exist_ok=True)
        sync_folder(missing.parent)


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        found = os.stat(path)   # noqa: PTH116 - before every transaction, and a third faster
    except FileNotFoundError:
        return None
    return found.st_dev, found.st_ino


def sync_folder(folder: Path) -> None:
    """Make the folder's entries durable (fsync)."""
    handle = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def _folder_lock(folder: Path) -> Iterator[None]:
    handle = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
