"""The three inputs of a pass, opened together for one hit list: the YAML, the history and the calendar.

Takes the path of a hit list; raises an error for what is wrong with it. Never plans and never writes.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from followupd.calendars.busy.open import open_busy
from followupd.calendars.busy.refresh import BusyCalendars
from followupd.calendars.open import open_calendar
from followupd.calendars.protocol import Calendar
from followupd.core.values.hitlist import Hitlist
from followupd.core.values.memo import Memo
from followupd.errors import UsageError
from followupd.history.store import History
from followupd.hitlist.load import load
from followupd.hitlist.problems import Problem, render
from followupd.passes.state_file import open_history, remember_list

Stamps = Mapping[Path, tuple[int, ...] | None]
TICK = 0.1             # seconds: file times have ticks of up to 10 ms
# Where tzlocal looks for the zone of the system, on which a hit list without `timezone:` depends.
SYSTEM_ZONE = tuple(map(Path, (
    "/etc/localtime", "/etc/timezone", "/usr/local/etc/localtime", "/var/db/zoneinfo", "/etc/sysconfig/clock",
    "/etc/conf.d/clock",
)))  # fmt: skip


class HitlistError(UsageError):
    """The hit list cannot be used; `problems` are all of them, each with its place."""

    def __init__(self, problems: tuple[Problem, ...], files: tuple[Path, ...]) -> None:
        """`files` are all that were read, one of which has to be edited."""
        super().__init__(render(problems), "Fix it and check again: followupd check")
        self.problems = problems
        self.files = files


@dataclass(frozen=True, slots=True)
class Sources:
    """`files` are all files that the hit list was read from; `notes` are warnings and keys without effect yet.

    `stamps` are those of `Read`; the `memo` is passed from plan to plan.
    """

    config: Path
    hitlist: Hitlist
    history: History
    calendar: Calendar
    calendar_key: str
    files: tuple[Path, ...]
    notes: tuple[Problem, ...]
    busy: BusyCalendars | None = None     # None: the hit list names none
    stamps: Stamps | None = None
    memo: Memo = field(default_factory=Memo)

    @property
    def current(self) -> bool:
        """Whether the hit list is certainly still as it was read."""
        return self.stamps is not None and _stamps(self.stamps) == self.stamps

    def close(self) -> None:
        """Close the calendars and the history."""
        self.calendar.close()
        if self.busy is not None:
            self.busy.close()
        self.history.close()


@dataclass(frozen=True, slots=True)
class Read:
    """A hit list as it was read. `stamps` is None if a later edit might not show in them."""

    hitlist: Hitlist
    files: tuple[Path, ...]
    notes: tuple[Problem, ...]
    stamps: Stamps | None


def open_sources(config: Path) -> Sources:
    """Open everything. Raises HitlistError with all problems of the hit list, UsageError and Failure."""
    read = read_now(config)
    hitlist = read.hitlist
    history = open_history(config, hitlist.name, hitlist.state)
    calendar = open_calendar(hitlist.calendar, hitlist.name, hitlist.timezone)
    busy = busy_calendars(hitlist)
    key = hitlist.calendar.key
    return Sources(config, hitlist, history, calendar, key, read.files, read.notes, busy, read.stamps)


def busy_calendars(hitlist: Hitlist, *, patient: bool = True) -> BusyCalendars | None:
    """Return the busy calendars of the hit list; None if it names none."""
    if not hitlist.busy:
        return None
    return BusyCalendars(open_busy(hitlist.busy), patient=patient)


def reload(sources: Sources) -> Sources:
    """Return the same sources with the hit list read again; the history stays open. Raises as `open_sources` does.

    A changed `list:` or `state:` needs a restart: the history belongs to one list.
    """
    read = read_now(sources.config)
    hitlist = read.hitlist
    if (hitlist.name, hitlist.state) != (sources.hitlist.name, sources.hitlist.state):
        raise UsageError("`list:` or `state:` was changed; a running followupd cannot switch", "Restart it.")
    remember_list(sources.history, sources.config)
    before = sources.hitlist
    same = (hitlist.calendar, hitlist.timezone) == (before.calendar, before.timezone)
    calendar = sources.calendar if same else open_calendar(hitlist.calendar, hitlist.name, hitlist.timezone)
    if not same:
        sources.calendar.close()
    busy = sources.busy
    if hitlist.busy != before.busy:
        if busy is not None:
            busy.close()
        busy = busy_calendars(hitlist)
    return replace(
        sources, hitlist=hitlist, calendar=calendar, calendar_key=hitlist.calendar.key, files=read.files,
        notes=read.notes, busy=busy, stamps=read.stamps,
    )


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


def _stamps(paths: Iterable[Path]) -> Stamps:
    """Return what shows that a file or folder has changed: its place, size and times; None if it does not exist."""
    return {path: _stamp(path) for path in paths}


def _stamp(path: Path) -> tuple[int, ...] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns


def _settled(path: Path, stamp: tuple[int, ...] | None, read: float) -> bool:
    """Return whether it had been unchanged for longer than a tick when it was read.

    Two edits within one tick have the same stamp.
    """
    if stamp is None:
        return path in SYSTEM_ZONE
    return stamp[-1] < (read - TICK) * 1e9
