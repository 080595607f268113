"""An open hit list with its history and outlook, from which every answer is made.

Takes the path of a hit list and a clock. Never reads a calendar, and loads nothing that could.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo
from pathlib import Path

from followupd.core.plan import Plan
from followupd.core.values.event import Written
from followupd.core.values.hitlist import Hitlist
from followupd.core.values.memo import Memo
from followupd.history.locks import holder, ring
from followupd.history.store import History
from followupd.hitlist.problems import Problem
from followupd.passes.current_list import read_hitlist
from followupd.passes.outlook import Outlook, marked, outlook_from
from followupd.passes.state_file import open_history


@dataclass(frozen=True, slots=True)
class Serving:
    """The running daemon. `ring` makes it run a pass; `jobs` are its timers, known only inside it."""

    pid: int
    since: datetime | None
    ring: Callable[[], None]
    jobs: tuple[tuple[str, datetime | None], ...] | None = None


def beside(database: Path) -> Serving | None:
    """Return the daemon in another process that serves this database, if there is one."""
    found = holder(database)
    return None if found is None else Serving(found.pid, found.since, lambda: ring(database))


@dataclass(frozen=True, slots=True)
class Desk:
    """An open hit list and its history, to answer a command from.

    `before` is the outlook before anything is stored; `serving` gives the running daemon, if there is one;
    `asked_before` if a daemon may have stored the same at this instant already, and died before it answered (P4).
    """

    config: Path
    hitlist: Hitlist
    files: tuple[Path, ...]
    notes: tuple[Problem, ...]
    history: History
    now: datetime
    before: Outlook
    memo: Memo
    serving: Callable[[], Serving | None]
    asked_before: bool = False

    def looked(self) -> Outlook:
        """Return the outlook after something was stored."""
        return outlook_from(self.hitlist, self.history, self.now, self.memo)

    def planned(self, plan: Plan) -> Outlook:
        """Return the outlook with the plan of a pass that has just run."""
        return marked(replace(self.before, plan=plan), self.history)

    def written(self) -> dict[str, Written]:
        """Return what was last written on the calendar, by UID."""
        return self.history.written(self.hitlist.calendar.key)


@contextmanager
def at_the_desk(
    config: Path, clock: Callable[[tzinfo], datetime], *, asked_before: bool = False, edited: bool = False
) -> Iterator[Desk]:
    """Return the desk of this hit list; `clock` gives now, for the list's zone. Raises what opening them raises.

    If the list was just `edited`, its people are linked to their cards first.
    """
    hitlist, files, notes = read_hitlist(config)
    now = clock(hitlist.timezone)
    with open_history(config, hitlist.name, hitlist.state) as history:
        if edited and hitlist.address_books:
            from followupd.passes.address_books import link_again  # a list without an address book does without

            link_again(hitlist, history, now)
        memo, path = Memo(), history.path
        view = outlook_from(hitlist, history, now, memo)
        yield Desk(config, hitlist, files, notes, history, now, view, memo, lambda: beside(path), asked_before)
