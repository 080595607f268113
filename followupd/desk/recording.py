"""A fact that is told: stored first and durably (P4), then taken to the calendar.

Takes facts, gives how it ended. What the calendar does afterwards cannot lose the fact: where it could not be written
the next pass does it, and under a running daemon that is the daemon's work.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo
from pathlib import Path

from followupd.calendars.open import calendar_key, open_calendar
from followupd.core.schedule.kept import Kept
from followupd.core.values.event import Written
from followupd.core.values.facts import Fact
from followupd.core.values.hitlist import Hitlist
from followupd.errors import Failure, FollowupdError
from followupd.history.locks import holder, ring
from followupd.history.store import History
from followupd.hitlist.problems import Problem
from followupd.passes.outlook import Outlook, outlook_from
from followupd.passes.sources import Sources, busy_calendars, read_hitlist
from followupd.passes.state_file import open_history
from followupd.rendering.text import short_path
from followupd.run import run_pass


@dataclass(frozen=True, slots=True)
class Ending:
    """How the calendar took it: what to say, the outlook now, and the error if there was one.

    `known` is the fact that was stored already in place of the one that was told.
    """

    said: str
    view: Outlook
    written: bool
    error: FollowupdError | None = None
    known: Fact | None = None


@dataclass(frozen=True, slots=True)
class Desk:
    """An open hit list and its history, as whoever takes a fact needs them. `before` is the outlook before."""

    config: Path
    hitlist: Hitlist
    files: tuple[Path, ...]
    notes: tuple[Problem, ...]
    history: History
    now: datetime
    before: Outlook
    kept: Kept

    def looked(self) -> Outlook:
        return outlook_from(self.hitlist, self.history, self.now, self.kept)

    def written(self) -> dict[str, Written]:
        """What was last written on the calendar, by UID."""
        return self.history.written(calendar_key(self.hitlist.calendar))

    def record(self, *facts: Fact, reason: str, instead: Sequence[Fact] = ()) -> Ending:
        """Store the facts, then run the pass, or leave it to the daemon that is running.

        Where one of `instead` is stored already, it is that one told again, and nothing is stored.
        """
        known = self.history.append_unless(instead, (*self.before.people.listed, *facts), self.now)
        serving = holder(self.history.path)
        if serving is not None:
            ring(self.history.path)
            said = f"The running followupd (pid {serving.pid}) writes it."
            return Ending(said, self.looked(), False, known=known)
        return replace(self._written(reason), known=known)

    def _written(self, reason: str) -> Ending:
        """The fact is stored already; whatever fails here heals in the next pass."""
        hitlist = self.hitlist
        try:
            calendar = open_calendar(hitlist.calendar, hitlist.name, hitlist.timezone)
            key = calendar_key(hitlist.calendar)
            busy = busy_calendars(hitlist, patient=False)   # nobody waits for a server to log a try
            opened = Sources(
                self.config, hitlist, self.history, calendar, key, self.files, self.notes, busy, kept=self.kept
            )
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
def at_the_desk(config: Path, clock: Callable[[tzinfo], datetime]) -> Iterator[Desk]:
    """The desk of this hit list; `clock` gives now, for the list's zone. Raises what opening them raises."""
    hitlist, files, notes = read_hitlist(config)
    now = clock(hitlist.timezone)
    with open_history(config, hitlist.name, hitlist.state) as history:
        kept = Kept()
        yield Desk(config, hitlist, files, notes, history, now, outlook_from(hitlist, history, now, kept), kept)
