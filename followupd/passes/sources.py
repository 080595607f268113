"""The three inputs of a pass, opened together for one hit list: the YAML, the history and the calendar.

Takes the path of a hit list; raises what is wrong with it. Never plans and never writes.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from followupd.calendars.open import calendar_key, open_calendar
from followupd.calendars.protocol import Calendar
from followupd.core.schedule.kept import Kept
from followupd.core.values.hitlist import Hitlist
from followupd.errors import UsageError
from followupd.history.store import History
from followupd.hitlist.load import load
from followupd.hitlist.problems import Problem, render
from followupd.passes.state_file import open_history, remember

if TYPE_CHECKING:
    from followupd.calendars.busy.looking import BusyCalendars


class HitlistError(UsageError):
    """The hit list cannot be used; `problems` are all of them, each with its place."""

    def __init__(self, problems: tuple[Problem, ...], files: tuple[Path, ...]) -> None:
        super().__init__(render(problems), "Mend it and look again: followupd check")
        self.problems = problems
        self.files = files


@dataclass(frozen=True, slots=True)
class Sources:
    """`files` are all files that the hit list was read from; `notes` are warnings and keys without effect yet.

    `rests_on` and `read_at` are those of `Read`; `kept` is handed from plan to plan.
    """

    config: Path
    hitlist: Hitlist
    history: History
    calendar: Calendar
    calendar_key: str
    files: tuple[Path, ...]
    notes: tuple[Problem, ...]
    busy: BusyCalendars | None = None     # None: the hit list names none
    rests_on: tuple[Path, ...] | None = None
    read_at: float = 0.0
    kept: Kept = field(default_factory=Kept)

    def close(self) -> None:
        self.calendar.close()
        if self.busy is not None:
            self.busy.close()
        self.history.close()


@dataclass(frozen=True, slots=True)
class Read:
    """A hit list as it was read: also what it rests on (hitlist/load.py), and when reading began (time.time())."""

    hitlist: Hitlist
    files: tuple[Path, ...]
    notes: tuple[Problem, ...]
    rests_on: tuple[Path, ...] | None
    at: float


def open_sources(config: Path) -> Sources:
    """Open everything. Raises HitlistError with all problems of the hit list, UsageError and Failure."""
    read = read_now(config)
    hitlist = read.hitlist
    history = open_history(config, hitlist.name, hitlist.state)
    calendar = open_calendar(hitlist.calendar, hitlist.name, hitlist.timezone)
    busy = busy_calendars(hitlist)
    key = calendar_key(hitlist.calendar)
    return Sources(config, hitlist, history, calendar, key, read.files, read.notes, busy, read.rests_on, read.at)


def busy_calendars(hitlist: Hitlist, *, patient: bool = True) -> BusyCalendars | None:
    """Those that the hit list names; what looks at them is loaded only where there are some (10 ms)."""
    if not hitlist.busy:
        return None
    from followupd.calendars.busy.looking import BusyCalendars
    from followupd.calendars.busy.open import open_busy

    return BusyCalendars(open_busy(hitlist.busy), patient=patient)


def reload(sources: Sources, read: Read | None = None) -> Sources:
    """The same sources with the hit list read again, or as it was just `read`; the history stays open. Raises as
    `open_sources` does.

    A changed `list:` or `state:` needs a restart: the history belongs to one list.
    """
    read = read or read_now(sources.config)
    hitlist = read.hitlist
    if (hitlist.name, hitlist.state) != (sources.hitlist.name, sources.hitlist.state):
        raise UsageError("`list:` or `state:` was changed, which a running followupd does not take up", "Restart it.")
    remember(sources.history, sources.config)
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
        sources, hitlist=hitlist, calendar=calendar, calendar_key=calendar_key(hitlist.calendar), files=read.files,
        notes=read.notes, busy=busy, rests_on=read.rests_on, read_at=read.at,
    )


def read_hitlist(config: Path) -> tuple[Hitlist, tuple[Path, ...], tuple[Problem, ...]]:
    """The hit list, its files and its notes. Raises HitlistError with all its problems."""
    read = read_now(config)
    return read.hitlist, read.files, read.notes


def read_now(config: Path) -> Read:
    began = time.time()     # as the times of files are told; no plan knows of it
    loaded = load(config)
    if loaded.hitlist is None:
        raise HitlistError(loaded.problems, loaded.files)
    return Read(loaded.hitlist, loaded.files, loaded.notes, loaded.rests_on, began)
