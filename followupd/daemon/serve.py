"""`followupd run`: the daemon on a real hit list, with its lock, its signals and its first words.

Takes the path of the hit list; returns the exit code. The clock is handed in; systemd's variables are read here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

from followupd import __version__
from followupd.config import open_history
from followupd.core.model import IcsTarget
from followupd.daemon.doorbell import CALENDAR, FACT, GRACE, LIST, RELOAD, Doorbell
from followupd.daemon.signals import leave_now, obeyed
from followupd.daemon.systemd import Notify
from followupd.history.locks import DaemonLock, bell_path
from followupd.hitlist.problems import render_notes
from followupd.next.look import look_again
from followupd.report import Report
from followupd.run import run_pass
from followupd.sources import HitlistError, Sources, open_sources, reload

HOURLY = timedelta(hours=1)
FAR_EVERY = timedelta(minutes=15)   # no server tells us of a change


class HitlistWork:
    """The passes of one hit list: its sources, read again before each pass."""

    def __init__(self, sources: Sources) -> None:
        self.sources = sources
        self._fresh = True
        self._dropped = False
        self._bad_files: tuple[Path, ...] = ()

    def prepare(self) -> None:
        if self._dropped:
            hitlist = self.sources.hitlist
            history = open_history(self.sources.config, hitlist.name, hitlist.state)
            self.sources = replace(self.sources, history=history)
            self._dropped = False
        if self._fresh:   # opened this moment
            self._fresh = False
            return
        try:
            self.sources = reload(self.sources)
            self._bad_files = ()
        except HitlistError as error:
            self._bad_files = error.files
            raise

    def run(self, now: datetime, reason: str) -> Report:
        report = run_pass(self.sources, now, write=True, reason=reason)
        look_again(self.sources, now)
        return report

    def drop(self) -> None:
        self._dropped = True
        self.sources.close()

    def watched(self) -> Mapping[Path, str]:
        """Hit list files (also those of a bad edit), the bell, the calendar and the other calendars that are files."""
        hitlist = self.sources.hitlist
        found = dict.fromkeys((self.sources.config, *self.sources.files, *self._bad_files), LIST)
        for target in hitlist.busy:
            if isinstance(target, IcsTarget):
                found[target.path.expanduser()] = CALENDAR
        if isinstance(hitlist.calendar, IcsTarget):
            found[hitlist.calendar.path.expanduser()] = CALENDAR
        found[bell_path(self.sources.history.path)] = FACT
        return {path.absolute(): reason for path, reason in found.items()}

    def every(self) -> timedelta:
        hitlist = self.sources.hitlist
        far = any(not isinstance(target, IcsTarget) for target in (hitlist.calendar, *hitlist.busy))
        return FAR_EVERY if far else HOURLY

    def watching(self) -> str:
        return self.sources.config.name

    def good_again(self) -> str:
        return f"{self.watching()} is good again: {self._people()}."

    def greeting(self) -> str:
        return (
            f"followupd {__version__}: {self._people()} on {self.watching()}, calendar {self.sources.calendar.label}."
        )

    def _people(self) -> str:
        count = len(self.sources.hitlist.contacts)
        return "1 person" if count == 1 else f"{count} people"


def serve(config: Path, say: Callable[[str], None], now: Callable[[], datetime]) -> int:
    """Serve this hit list until SIGTERM or SIGINT; returns the exit code. Call it in the main thread.

    Raises UsageError for a hit list that is bad from the start, and Failure where the state database cannot be used
    or another daemon serves this hit list already.
    """
    def say_on(text: str) -> None:
        with suppress(OSError, ValueError):   # the terminal is gone; the daemon is not
            say(text)

    serving: list[Doorbell] = []

    def stop() -> None:
        if not serving:
            leave_now()   # still opening: nothing is under way
        serving[0].stop()

    def read_again() -> None:
        if serving:
            serving[0].ring(RELOAD)

    with obeyed(stop, read_again, patience=GRACE + 1):
        sources = open_sources(config)
        work = HitlistWork(sources)
        lock = DaemonLock(sources.history.path)
        try:
            lock.acquire(now())
            say_on(work.greeting())
            if sources.notes:
                say_on(render_notes(sources.notes))
            doorbell = Doorbell(work, say_on, now, Random(), Notify.from_environment())   # noqa: S311 - only jitter
            serving.append(doorbell)
            if not doorbell.run():
                leave_now()
            say_on("Stopped.")
            return 1 if doorbell.failed else 0
        finally:
            lock.release()
            work.sources.close()
