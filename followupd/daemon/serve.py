"""`followupd run`: the daemon on a real hit list, with its lock, its signals and its first words.

Takes the path of the hit list; returns the exit code. The clock is handed in; systemd's variables are read here.
Between passes it does what a `log` command asks for, by the same code (desk/log.py).
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

from followupd import __version__
from followupd.core.values.hitlist import IcsTarget
from followupd.daemon.counter import Counter
from followupd.daemon.doorbell import CALENDAR, FACT, GRACE, LIST, RELOAD, Doorbell
from followupd.daemon.read_ahead import ReadAhead
from followupd.daemon.signals import leave_now, obeyed
from followupd.daemon.systemd import Notify
from followupd.desk.asking import Question, meeting_place
from followupd.desk.log import take
from followupd.desk.next_look import Seen, as_read, look_again
from followupd.desk.recording import Desk
from followupd.history.locks import DaemonLock, bell_path
from followupd.hitlist.place import absolute
from followupd.hitlist.problems import render_notes
from followupd.passes.outlook import outlook_from
from followupd.passes.report import Report
from followupd.passes.sources import HitlistError, Sources, open_sources, reload
from followupd.passes.state_file import open_history
from followupd.run import run_pass

HOURLY = timedelta(hours=1)
FAR_EVERY = timedelta(minutes=15)   # no server tells us of a change
BETWEEN = 0.2                       # seconds for which a question waits for the end of a pass


class HitlistWork:
    """The passes of one hit list: its sources, read again before each pass. One thread at a time works on them."""

    def __init__(self, sources: Sources) -> None:
        self.sources = sources
        self._alone = threading.Lock()
        self._fresh = True
        self._dropped = False
        self._bad_files: tuple[Path, ...] = ()
        self._seen: Seen | None = None     # after the last pass
        self._ahead = ReadAhead()

    def read_ahead(self) -> None:
        self._ahead.begin(self.sources.config)

    def forget_ahead(self) -> None:
        self._ahead.forget()

    def prepare(self) -> None:
        with self._alone:
            if self._dropped:
                hitlist = self.sources.hitlist
                history = open_history(self.sources.config, hitlist.name, hitlist.state)
                self.sources = replace(self.sources, history=history)
                self._dropped = False
            if self._fresh:   # opened this moment
                self._fresh = False
                return
            self._seen = None
            if not self._bad_files and as_read(self.sources):
                return
            try:
                self.sources = reload(self.sources, self._ahead.take(self.sources.config))
                self._bad_files = ()
            except HitlistError as error:
                self._bad_files = error.files
                raise

    def run(self, now: datetime, reason: str) -> Report:
        with self._alone:
            report = run_pass(self.sources, now, write=True, reason=reason)
            self._seen = look_again(self.sources, now)
            return report

    def drop(self) -> None:
        with self._alone:
            self._dropped = True
            self.sources.close()

    def answer(self, question: Question, taken: Callable[[], None]) -> str | None:
        """What `log` would say to this, having stored it; None where it has to find out itself.

        `taken` is called when all is as it would be there. Raises what `log` raises, and nothing is stored then.
        """
        if not self._alone.acquire(timeout=BETWEEN):
            return None     # in the middle of a pass
        try:
            sources = self.sources
            if self._dropped or question.config != absolute(sources.config) or not as_read(sources):
                return None
            taken()
            hitlist, history, now = sources.hitlist, sources.history, question.at
            seen = self._seen
            if seen is not None and seen.holds(history, now):
                before = replace(seen.view, now=now)
            else:
                before = outlook_from(hitlist, history, now, sources.kept)
            desk = Desk(sources.config, hitlist, sources.files, sources.notes, history, now, before, sources.kept)
            return take(desk, question.words, as_json=question.as_json).text
        finally:
            self._alone.release()

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
        counter: Counter | None = None
        try:
            lock.acquire(now())
            with suppress(OSError):      # no room for a socket: commands do their own work
                counter = Counter(Path(meeting_place(config)), work.answer)
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
            if counter is not None:
                counter.close()
            lock.release()
            work.sources.close()
