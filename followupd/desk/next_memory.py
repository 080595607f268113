"""An answer of `next` remembered in the state database, and given again only while it is still the right one.

It holds from the instant at which it was made until the plan's next wake, and is forgotten by the database itself
(triggers, history/migrations.py) in the very transaction that stores a fact or what stands on the calendar. Everything
else that it rests on is in its key: the hit list's files, the zones, the program, the environment. Where anything
differs, or cannot be told, nothing is recalled and `next` works it out. Imports next to nothing.
"""

from __future__ import annotations

import json
import os
import sqlite3
import zlib
from collections.abc import Iterable
from contextlib import closing, suppress
from os import PathLike

import click

from followupd import __version__
from followupd.desk.reachable import Reachable
from followupd.history.migrations import MIGRATIONS
from followupd.hitlist.place import absolute, environment, xdg

NAME = "next"
PATIENCE = 0.2         # seconds to wait for a busy database; working it out waits longer, and says what to do
SETTLED = 3.0          # seconds: a file that changed just now may change again without its times showing it
# Where tzlocal looks for the system's zone.
SYSTEM_ZONE = (
    "/etc/localtime", "/etc/timezone", "/usr/local/etc/localtime", "/var/db/zoneinfo", "/etc/sysconfig/clock",
    "/etc/conf.d/clock",
)  # fmt: skip


def recall(config: str, at: int) -> Reachable | None:
    """The remembered answer for this hit list at this instant (microseconds since 1970); None where none holds."""
    try:
        database = _read(_pointer(config))
        with closing(sqlite3.connect(f"file:{_quoted(database)}?mode=rw", timeout=PATIENCE, uri=True)) as db:
            if db.execute("PRAGMA user_version").fetchone()[0] != len(MIGRATIONS):
                return None
            row = db.execute("SELECT rests_on, key, value FROM remembered WHERE name = ?", (NAME,)).fetchone()
        if row is None or row[1] != key_of(config, json.loads(row[0])):
            return None
        answer = Reachable.from_text(row[2])
    except (OSError, ValueError, TypeError, LookupError, sqlite3.Error):
        return None
    return answer if answer.since <= at < answer.until else None


def key_of(config: str | PathLike[str], rests_on: Iterable[str]) -> str:
    """Everything that an answer rests on but the facts: files by what a change of them cannot leave as it was."""
    return json.dumps([
        absolute(config), __version__, _program(), environment(),
        [_stamp(path) for path in (*rests_on, *SYSTEM_ZONE)],
    ])


def settled(rests_on: Iterable[str], read: float) -> bool:
    """Whether none of these files has changed since a moment before they were read, at `read` (time.time())."""
    stamps = [_stamp(path) for path in (*rests_on, *SYSTEM_ZONE)]
    return all(stamp is None or stamp[-1] < (read - SETTLED) * 1e9 for stamp in stamps)


def point(config: str | PathLike[str], database: str | PathLike[str]) -> None:
    """Note where this hit list's state is, so that it is found without reading the hit list. May fail silently."""
    with suppress(OSError):
        path, text = _pointer(config), absolute(database)
        with suppress(OSError):
            if _read(path) == text:
                return
        os.makedirs(os.path.dirname(path), mode=0o700, exist_ok=True)
        fresh = f"{path}.{os.getpid()}"
        with open(fresh, "w", encoding="utf-8", opener=_private) as file:
            file.write(text)
        os.replace(fresh, path)


def _pointer(config: str | PathLike[str]) -> str:
    """A file of the user's cache that names the state database. Two hit lists that share one only cost each other
    the remembering: the key has the whole path.
    """
    mark = zlib.crc32(os.fsencode(absolute(config)))
    return os.path.join(xdg("XDG_CACHE_HOME", ".cache"), "followupd", f"{mark:08x}")


def _read(path: str) -> str:
    with open(path, encoding="utf-8") as file:
        return file.read()


def _stamp(path: str) -> tuple[int, int, int, int, int] | None:
    try:
        found = os.stat(path)
    except OSError:
        return None
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns


def _program() -> list[int]:
    """When our own code was last changed, and the folder of the libraries: an update may keep the version."""
    return [_newest(_two_up(__file__)), os.stat(_two_up(click.__file__)).st_mtime_ns]


def _two_up(path: str) -> str:
    return os.path.dirname(os.path.dirname(path))


def _newest(folder: str) -> int:
    newest = 0
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.endswith(".py"):
                newest = max(newest, entry.stat().st_mtime_ns)
            elif "." not in entry.name and entry.name != "__pycache__" and entry.is_dir():
                newest = max(newest, _newest(entry.path))
    return newest


def _quoted(path: str) -> str:
    return path.replace("%", "%25").replace("?", "%3f").replace("#", "%23")


def _private(path: str, flags: int) -> int:
    return os.open(path, flags | os.O_CLOEXEC, 0o600)
