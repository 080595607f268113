"""The work of the daemon on one hit list: passes, and answers to commands.

Takes the opened sources; a pass reads the hit list again if it was edited. Gives exactly the answers that a command
would give itself (desk/answering.py). Never decides when a pass runs (doorbell.py).
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from followupd import __version__
from followupd.calendars.protocol import OwnWrite
from followupd.daemon.doorbell import CALENDAR, FACT, LIST
from followupd.desk.answering import answer
from followupd.desk.asking import Reply, Request
from followupd.desk.desk import Desk, Serving
from followupd.errors import FollowupdError
from followupd.history.locks import bell_path
from followupd.hitlist.place import absolute
from followupd.passes.current_list import HitlistError
from followupd.passes.outlook import Outlook, outlook_from
from followupd.passes.report import Report
from followupd.passes.sources import Sources, reload
from followupd.passes.state_file import open_history
from followupd.run import run_pass

HOURLY = timedelta(hours=1)
FAR_EVERY = timedelta(minutes=15)   # no server reports changes to us
BETWEEN = 0.2                       # seconds that a question waits for the end of a pass


class HitlistWork:
    """The sources of one hit list, for one thread at a time. `serving` describes the daemon in answers."""

    def __init__(self, sources: Sources, serving: Callable[[], Serving]) -> None:
        """Take over open sources; `prepare` trusts them the first time."""
        self.sources = sources
        self._serving = serving
        self._alone = threading.Lock()
        self._fresh = True
        self._dropped = False
        self._bad_files: tuple[Path, ...] = ()
        self._outlook: Outlook | None = None    # the last one from these sources
        self._changes = (0, 0)                  # the history's mark before it was made

    def prepare(self) -> None:
        """Read the hit list again if it was edited. Raises HitlistError, UsageError and Failure."""
        with self._alone:
            if self._dropped:
                hitlist = self.sources.hitlist
                history = open_history(self.sources.config, hitlist.name, hitlist.state)
                self.sources = replace(self.sources, history=history)
                self._dropped = False
            if self._fresh:   # just opened
                self._fresh = False
                return
            if not self._bad_files and self.sources.current:
                return
            self._outlook = None
            try:
                self.sources = reload(self.sources)
                self._bad_files = ()
            except HitlistError as error:
                self._bad_files = error.files
                raise

    def run(self, now: datetime, reason: str) -> Report:
        """Run one pass. Raises FollowupdError."""
        with self._alone:
            report = run_pass(self.sources, now, write=True, reason=reason)
            with suppress(FollowupdError):     # the pass went well; the next question makes an outlook
                self._outlook_at(now)          # so that the first question need not make it
            return report

    def own_writes(self) -> tuple[OwnWrite, ...]:
        """Return the files that passes wrote since the last call."""
        return self.sources.calendar.own_writes()

    def drop(self) -> None:
        """Close everything; the next `prepare` opens the state database again."""
        with self._alone:
            self._dropped = True
            self._outlook = None
            self.sources.close()

    def answer(self, question: Request, begun: Callable[[], None]) -> Reply | None:
        """Return what the command would answer; None if the command has to do the work itself.

        Raises Failure. Calls `begun` as soon as it is certain that there will be an answer.
        """
        if not self._alone.acquire(timeout=BETWEEN):
            return None     # in the middle of a pass
        try:
            sources = self.sources
            if self._dropped or question.config != absolute(sources.config) or not sources.current:
                return None
            begun()
            desk = Desk(
                sources.config, sources.hitlist, sources.files, sources.notes, sources.history, question.at,
                self._outlook_at(question.at), sources.memo, self._serving,
            )
            return answer(desk, question.arguments, as_json=question.as_json)
        finally:
            self._alone.release()

    def _outlook_at(self, now: datetime) -> Outlook:
        """Return the outlook as of `now`: the last one if nothing was written since and the plan cannot have changed.

        Not if people are on the list whom no pass has recorded yet: they are listed as of `now`.
        """
        history = self.sources.history
        changes, last = history.changes(), self._outlook
        same = last is not None and changes == self._changes and not last.people.listed
        if last is not None and same and last.now <= now < last.plan.wake:
            return replace(last, now=now)
        self._outlook = outlook_from(self.sources.hitlist, history, now, self.sources.memo)
        self._changes = changes
        return self._outlook

    def watched(self) -> Mapping[Path, str]:
        """Return the files of the hit list (also after a bad edit), the bell, and all calendars that are files."""
        hitlist = self.sources.hitlist
        reasons = dict.fromkeys((self.sources.config, *self.sources.files, *self._bad_files), LIST)
        files = (target.file for target in (*hitlist.busy, *hitlist.address_books, hitlist.calendar))
        reasons.update((file, CALENDAR) for file in files if file is not None)
        reasons[bell_path(self.sources.history.path)] = FACT
        return {path.absolute(): reason for path, reason in reasons.items()}

    def every(self) -> timedelta:
        """Return the longest time between two passes."""
        hitlist = self.sources.hitlist
        far = any(target.file is None for target in (hitlist.calendar, *hitlist.busy, *hitlist.address_books))
        return FAR_EVERY if far else HOURLY

    def watching(self) -> str:
        """Return the name of the hit list."""
        return self.sources.config.name

    def good_again(self) -> str:
        """Return what to say when a bad hit list was fixed."""
        return f"{self.watching()} is good again: {self._people()}."

    def greeting(self) -> str:
        """Return the first line that the daemon prints."""
        return (
            f"followupd {__version__}: {self._people()} on {self.watching()}, calendar {self.sources.calendar.label}."
        )

    def _people(self) -> str:
        count = len(self.sources.hitlist.contacts)
        return "1 person" if count == 1 else f"{count} people"
