"""The three inputs of a pass, opened together for one hit list: the YAML, the history and the calendar.

Takes the path of a hit list; raises what is wrong with it. Never plans and never writes.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path

from followupd.calendars.busy.looking import BusyCalendars
from followupd.calendars.busy.open import open_busy
from followupd.calendars.open import calendar_key, open_calendar
from followupd.calendars.protocol import Calendar
from followupd.config import open_history, remember
from followupd.core.model import Hitlist
from followupd.errors import UsageError
from followupd.history.store import History
from followupd.hitlist.load import load
from followupd.hitlist.problems import Problem, render


class HitlistError(UsageError):
    """The hit list cannot be used; `problems` are all of them, each with its place."""

    def __init__(self, problems: tuple[Problem, ...], files: tuple[Path, ...]) -> None:
        super().__init__(render(problems), "Mend it and look again: followupd check")
        self.problems = problems
        self.files = files


@dataclass(frozen=True, slots=True)
class Sources:
    """`files` are all files that the hit list was read from; `notes` are warnings and keys without effect yet."""

    config: Path
    hitlist: Hitlist
    history: History
    calendar: Calendar
    calendar_key: str
    files: tuple[Path, ...]
    notes: tuple[Problem, ...]
    busy: BusyCalendars = field(default_factory=lambda: BusyCalendars({}))

    def close(self) -> None:
        self.calendar.close()
        self.busy.close()
        self.history.close()


def open_sources(config: Path) -> Sources:
    """Open everything. Raises HitlistError with all problems of the hit list, UsageError and Failure."""
    hitlist, files, notes = read_hitlist(config)
    history = open_history(config, hitlist.name, hitlist.state)
    calendar = open_calendar(hitlist.calendar, hitlist.name, hitlist.timezone)
    busy = BusyCalendars(open_busy(hitlist.busy))
    return Sources(config, hitlist, history, calendar, calendar_key(hitlist.calendar), files, notes, busy)


def reload(sources: Sources) -> Sources:
    """The same sources with the hit list read again; the history stays open. Raises as `open_sources` does.

    A changed `list:` or `state:` needs a restart: the history belongs to one list.
    """
    hitlist, files, notes = read_hitlist(sources.config)
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
        busy.close()
        busy = BusyCalendars(open_busy(hitlist.busy))
    return replace(
        sources, hitlist=hitlist, calendar=calendar, calendar_key=calendar_key(hitlist.calendar), files=files,
        notes=notes, busy=busy,
    )


def read_hitlist(config: Path) -> tuple[Hitlist, tuple[Path, ...], tuple[Problem, ...]]:
    loaded = load(config)
    if loaded.hitlist is None:
        raise HitlistError(loaded.problems, loaded.files)
    return loaded.hitlist, loaded.files, loaded.notes
