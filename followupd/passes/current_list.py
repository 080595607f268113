"""The hit list as it is now: all of it, or all its problems.

Takes the path of a hit list, and loads nothing that could read a calendar.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from followupd.core.values.hitlist import Hitlist
from followupd.errors import UsageError
from followupd.hitlist.load import load
from followupd.hitlist.problems import Problem, render

Stamps = Mapping[Path, tuple[int, ...] | None]
TICK = 0.1             # seconds: file times have ticks of up to 10 ms
# The paths at which tzlocal looks for the system's zone, on which a hit list without `timezone:` depends.
SYSTEM_ZONE = tuple(map(Path, (
    "/etc/localtime", "/etc/timezone", "/usr/local/etc/localtime", "/var/db/zoneinfo", "/etc/sysconfig/clock",
    "/etc/conf.d/clock",
)))


class HitlistError(UsageError):
    """The hit list cannot be used; `problems` are all of them, each with its place."""

    def __init__(self, problems: tuple[Problem, ...], files: tuple[Path, ...]) -> None:
        """`files` are all that were read, one of which has to be edited."""
        super().__init__(render(problems), "Fix it and check again: followupd check")
        self.problems = problems
        self.files = files


@dataclass(frozen=True, slots=True)
class Read:
    """A hit list as it was read. `stamps` is None if a later edit might not show in them."""

    hitlist: Hitlist
    files: tuple[Path, ...]
    notes: tuple[Problem, ...]
    stamps: Stamps | None


def read_hitlist(config: Path) -> tuple[Hitlist, tuple[Path, ...], tuple[Problem, ...]]:
    """Return the hit list, its files and its notes. Raises HitlistError with all its problems."""
    read = read_now(config)
    return read.hitlist, read.files, read.notes


def read_now(config: Path) -> Read:
    """Return the hit list as it is now. Raises HitlistError with all its problems."""
    began = time.time()     # by the clock that stamps files; never used for a plan
    loaded = load(config)
    if loaded.hitlist is None:
        raise HitlistError(loaded.problems, loaded.files)
    stamps = None if loaded.rests_on is None else _stamps((*loaded.rests_on, *SYSTEM_ZONE))
    if stamps is not None and not all(_settled(path, stamps[path], began) for path in stamps):
        stamps = None
    return Read(loaded.hitlist, loaded.files, loaded.notes, stamps)


def is_current(stamps: Stamps | None) -> bool:
    """Return whether what was read is certainly still as it was."""
    return stamps is not None and _stamps(stamps) == stamps


def _stamps(paths: Iterable[Path]) -> Stamps:
    """Return what shows that a file or folder has changed: its place, size and times; None if it does not exist."""
    return {path: _stamp(path) for path in paths}


def _stamp(path: Path) -> tuple[int, ...] | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns


def _settled(path: Path, stamp: tuple[int, ...] | None, read: float) -> bool:
    """Return whether it had been unchanged for longer than a tick when it was read.

    Two edits within one tick have the same stamp.
    """
    if stamp is None:
        return path in SYSTEM_ZONE
    return stamp[-1] < (read - TICK) * 1e9
