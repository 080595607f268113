"""A fact that a command tells: stored first and durably (P4), then taken to the calendar.

Takes facts, gives how it ended. What the calendar does afterwards cannot lose the fact: where it could not be written
the next pass does it, and under a running daemon that is the daemon's work.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import click

from followupd.calendars.open import calendar_key, open_calendar
from followupd.cli.call import Call
from followupd.cli.text import complain, short_path
from followupd.config import open_history
from followupd.core.event import Written
from followupd.core.facts import Fact
from followupd.core.model import Hitlist
from followupd.errors import AGAIN, Failure, FollowupdError
from followupd.history.locks import holder, ring
from followupd.history.store import History
from followupd.hitlist.problems import Problem
from followupd.outlook import Outlook, outlook_from
from followupd.run import run_pass
from followupd.sources import Sources, busy_calendars, read_hitlist


@dataclass(frozen=True, slots=True)
class Ending:
    """How the calendar took it: what to say, the outlook now, and the error if there was one."""

    said: str
    view: Outlook
    written: bool
    error: FollowupdError | None = None


@dataclass(frozen=True, slots=True)
class Desk:
    """An open hit list and its history, as a command that tells a fact needs them. `before` is the outlook before."""

    config: Path
    hitlist: Hitlist
    files: tuple[Path, ...]
    notes: tuple[Problem, ...]
    history: History
    now: datetime
    before: Outlook

    def looked(self) -> Outlook:
        return outlook_from(self.hitlist, self.history, self.now)

    def written(self) -> dict[str, Written]:
        """What was last written on the calendar, by UID."""
        return self.history.written(calendar_key(self.hitlist.calendar))

    def record(self, *facts: Fact, reason: str) -> Ending:
        """Store the facts, then run the pass, or leave it to the daemon that is running."""
        self.history.append((*self.before.people.listed, *facts), self.now)
        serving = holder(self.history.path)
        if serving is not None:
            ring(self.history.path)
            return Ending(f"The running followupd (pid {serving.pid}) writes it.", self.looked(), False)
        return self._written(reason)

    def _written(self, reason: str) -> Ending:
        """The fact is stored already; whatever fails here heals in the next pass."""
        hitlist = self.hitlist
        try:
            calendar = open_calendar(hitlist.calendar, hitlist.name, hitlist.timezone)
            key = calendar_key(hitlist.calendar)
            busy = busy_calendars(hitlist, patient=False)   # nobody waits for a server to log a try
            opened = Sources(self.config, hitlist, self.history, calendar, key, self.files, self.notes, busy)
            report = run_pass(opened, self.now, write=True, reason=reason)
        except FollowupdError as error:
            return Ending("", self.looked(), False, error)
        # What the pass has planned is what stands there now: planning it once more would find the same (P3).
        view, label = replace(self.before, plan=report.plan), short_path(report.label, self.config)
        if report.failed:
            first = report.failed[0].error
            return Ending("", view, False, first if isinstance(first, FollowupdError) else Failure(str(first)))
        return Ending(f"Written to {label}." if report.done else f"{label} needs no change.", view, True)


@contextmanager
def at_the_desk(call: Call) -> Iterator[Desk]:
    config = call.config()
    hitlist, files, notes = read_hitlist(config)
    now = call.now(hitlist.timezone)
    with open_history(config, hitlist.name, hitlist.state) as history:
        yield Desk(config, hitlist, files, notes, history, now, outlook_from(hitlist, history, now))


def complain_of(error: FollowupdError | None, stored: str) -> None:
    """What the calendar did not take, said after what is stored all the same."""
    if error is not None:
        hint = error.hint if AGAIN in error.hint else f"{AGAIN} {error.hint}".rstrip()
        complain(f"{stored}. The calendar could not be written: {error.message}", hint)


def leave(ending: Ending) -> None:
    if ending.error is not None:
        click.get_current_context().exit(ending.error.exit_code)
