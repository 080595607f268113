"""The file in which the state of a hit list is kept.

Takes the path of the hit list and the environment; gives paths. A hit list that was moved or renamed keeps its
history: the state database remembers the path of its hit list. Never reads the YAML.
"""

from __future__ import annotations

import fcntl
import os
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from followupd.core.values.hitlist import Hitlist
from followupd.errors import Failure, FollowupdError
from followupd.history.database import explain, make_folder, sync_folder
from followupd.history.locks import DaemonLock, holder
from followupd.history.migrations import APPLICATION_ID
from followupd.history.store import History
from followupd.hitlist.place import xdg


def open_history(config: Path, list_name: str, override: Path | None) -> History:
    """Return the history of this hit list, and store this path in it. Raises UsageError and Failure."""
    history = History.open(state_path(config, list_name, override), list_name)
    try:
        remember_list(history, config)
    except BaseException:
        history.close()
        raise
    return history


def existing_history(config: Path, hitlist: Hitlist) -> History | None:
    """Return the history of a hit list if there is one that can be opened; None otherwise, without a word."""
    try:
        path = state_path(config, hitlist.name, hitlist.state)
        return History.open(path, hitlist.name) if path.exists() else None
    except (FollowupdError, OSError):
        return None


def remember_list(history: History, config: Path) -> None:
    """Store where the hit list is and its mark, so that it is recognised after it was moved."""
    history.note("config_path", _spelled(config))
    history.note("config_mark", _mark(config) or "")


def _mark(config: Path) -> str | None:
    """Return what identifies a file after it was moved: a hash of its content and its modification time.

    None if it is gone.
    """
    try:
        return f"{config.stat().st_mtime_ns} {sha256(config.read_bytes()).hexdigest()}"
    except OSError:
        return None


def state_path(config: Path, list_name: str, override: Path | None) -> Path:
    """Return the state database: `override` (from `state:`), else a file in the XDG state folder named for the list.

    If that file does not exist yet, the database of a hit list that was moved or renamed to this path is used: its old
    path is gone, and content and modification time are those of this file. A new hit list never inherits the history of
    a deleted one. Raises Failure if a daemon still works on it.
    """
    if override is not None:
        return override
    folder = Path(xdg("XDG_STATE_HOME", ".local/state"), "followupd")
    mark = sha256(os.fsencode(config.resolve())).hexdigest()[:8]
    path = folder / f"{list_name}-{mark}.db"
    if not path.exists() and folder.is_dir() and _orphans(folder, list_name, config):
        with _one_at_a_time(folder):
            found = _orphans(folder, list_name, config)
            if found and not path.exists():
                _take_over(found[0], path, config)
    return path


@dataclass(frozen=True, slots=True)
class _Orphan:
    """A state database whose hit list is no longer at the path that it remembers."""

    database: Path
    config: Path


def _orphans(folder: Path, list_name: str, moved: Path) -> list[_Orphan]:
    """Return the candidates, the latest used first. A file that cannot be read is skipped."""
    name = re.compile(re.escape(list_name) + r"-[0-9a-f]{8}\.db")
    candidates = [path for path in folder.iterdir() if name.fullmatch(path.name)]
    candidates.sort(key=_last_used, reverse=True)
    orphans = []
    for database in candidates:
        with suppress(sqlite3.Error), closing(sqlite3.connect(f"{database.as_uri()}?mode=rw", uri=True)) as db:
            if db.execute("PRAGMA application_id").fetchone()[0] == APPLICATION_ID:
                meta = dict(db.execute("SELECT key, value FROM meta WHERE key LIKE 'config_%'"))
                path, mark = meta.get("config_path"), meta.get("config_mark")
                if path and mark and mark == _mark(moved) and not Path(path).exists():
                    orphans.append(_Orphan(database, Path(path)))
    return orphans


def _last_used(database: Path) -> float:
    times = [0.0]
    for suffix in ("", "-wal"):
        with suppress(FileNotFoundError):
            times.append(Path(f"{database}{suffix}").stat().st_mtime)
    return max(times)


def _take_over(orphan: _Orphan, path: Path, config: Path) -> None:
    serving = holder(orphan.database)
    if serving is not None:
        raise Failure(
            f"The history of {orphan.config}, which is gone, is in use by a running followupd (pid {serving.pid})",
            f"If {config} is that hit list, moved: stop that followupd and run this again. If not: give it another "
            "name with `list:`.",
        )
    lock = DaemonLock(orphan.database)
    lock.acquire(datetime.fromtimestamp(0, UTC))   # so that no daemon starts on it while it is moved
    try:
        with closing(sqlite3.connect(orphan.database, timeout=5, isolation_level=None)) as db:
            # Leaving WAL folds the log into the file and succeeds only while nobody else has it open:
            # one single file can then be renamed without losing a fact. The next open returns to WAL.
            db.execute("PRAGMA journal_mode = DELETE")
        orphan.database.rename(path)
        sync_folder(path.parent)
        with closing(sqlite3.connect(path, timeout=5, isolation_level=None)) as db:
            db.execute("INSERT OR REPLACE INTO meta (key, value) VALUES ('config_path', ?)", (_spelled(config),))
    except sqlite3.Error as error:
        raise explain(orphan.database, error) from error
    finally:
        lock.release()


@contextmanager
def _one_at_a_time(folder: Path) -> Iterator[None]:
    make_folder(folder)
    handle = os.open(folder / "takeover.lock", os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _spelled(config: Path) -> str:
    """Return the path as text that SQLite can hold, whatever bytes a file name has."""
    return os.fsencode(config.resolve()).decode("utf-8", "backslashreplace")
