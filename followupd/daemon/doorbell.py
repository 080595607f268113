"""The daemon is a doorbell: start, timer, an edited file, a changed calendar, a new fact or SIGHUP ring for a pass.

One worker runs the passes, so they never overlap; the main thread waits for the alarm. Missed time needs no
bookkeeping, because each pass plans from facts. Never decides what stands on the calendar: what a pass is, is handed
in (daemon.py).
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Protocol

from followupd.daemon import troubles
from followupd.daemon.alarm import Alarm
from followupd.daemon.rings import SETTLE, Rings
from followupd.daemon.systemd import Notify
from followupd.daemon.watch import Watcher, stamps
from followupd.errors import CalendarChanged, CalendarUnreachable, Failure, FollowupdError, UsageError

log = logging.getLogger("followupd")

LOOK = 60.0                        # seconds between looks at the wall clock and the files
JUMP = timedelta(minutes=2)        # the wall clock against the monotonic one: suspended, or set
GRACE = 2.0                        # seconds that a pass in progress gets when we are asked to stop
SOONEST = timedelta(minutes=1)     # a pass that asks to be woken in the past must not spin

LIST, CALENDAR, FACT, RELOAD = "hit list changed", "calendar changed", "new fact", "reload"


class PassReport(troubles.PassReport, Protocol):
    """What the doorbell needs of a report: also the next instant at which a pass may find something to do."""

    @property
    def wake(self) -> datetime | None: ...


class Work(Protocol):
    """What is rung for."""

    def prepare(self) -> None:
        """Read the hit list again. Raises UsageError where it is bad (the last good one is kept) and Failure."""

    def run(self, now: datetime, reason: str) -> PassReport:
        """One pass. Raises FollowupdError."""

    def drop(self) -> None:
        """Let go of the state database; the next `prepare` opens it afresh. Never raises."""

    def watched(self) -> Mapping[Path, str]:
        """The files that matter, each with the reason that it rings for. Never raises."""

    def every(self) -> timedelta:
        """The longest time between two passes."""

    def watching(self) -> str:
        """How the hit list is called."""

    def good_again(self) -> str:
        """What to say when a bad hit list was mended."""


class Doorbell:
    """Runs passes of one hit list until stopped. `now` gives the wall clock, `monotonic` seconds that never jump."""

    def __init__(
        self, work: Work, say: Callable[[str], None], now: Callable[[], datetime], random: Random,
        notify: Notify | None = None, *, settle: float = SETTLE, look: float = LOOK,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._work, self._say, self._now, self._monotonic = work, say, now, monotonic
        self._troubles = troubles.Troubles(say, random)
        self._notify = notify or Notify(None)
        # systemd is told at twice the rate that it asks for, as sd_watchdog_enabled(3) advises
        self._every_look = look if self._notify.watchdog is None else min(look, self._notify.watchdog / 2)
        self._rings = Rings(settle)
        self._alarm = Alarm(lambda: self._rings.ring("timer"))
        self._watcher: Watcher | None = None
        self._seen: Mapping[Path, object] = {}       # the watched files as they were before the last pass read them
        self._blind: tuple[Path, ...] = ()
        self._wall, self._ticks = now(), monotonic()
        self._due = self._wall
        self._not_before: datetime | None = None     # a server asked to be left alone until then
        self.failed = False

    def ring(self, reason: str) -> None:
        """Ask for a pass, from any thread."""
        self._rings.ring(reason)

    def stop(self) -> None:
        """From any thread: no more passes; `run` returns when a pass in progress has ended, or its grace is over."""
        self._rings.close()
        self._notify.stopping()
        self._alarm.stop()

    def run(self) -> bool:
        """Serve until stopped. False where a pass was still under way after two seconds of grace."""
        worker = threading.Thread(target=self._serve, name="passes", daemon=True)
        watcher = self._watcher = Watcher({}, self._rings.ring)
        try:
            worker.start()
            self._alarm.wait()
        finally:
            self._rings.close()
            worker.join(GRACE)
            watcher.close()
        return not worker.is_alive()

    def _serve(self) -> None:
        """The worker: waits for rings, and in a quiet minute looks at the clock and the files."""
        try:
            self._pass(("start",))
            if not self._rings.closed:
                self._say(f"Watching {self._work.watching()}. Stop with Ctrl-C.")
            while not self._rings.closed:
                self._notify.alive()
                rung = self._rings.wait(self._every_look)
                reasons = tuple(dict.fromkeys((*rung, *self._look(files=not rung))))
                if reasons and not self._rings.closed and self._worth(reasons):
                    self._pass(reasons)
        except BaseException:
            self.failed = True
            log.exception("followupd stopped working")
        finally:
            self.stop()

    def _look(self, *, files: bool) -> tuple[str, ...]:
        """What the clock says; and, where nothing rang, the files: some file systems tell nobody of a change."""
        wall, ticks = self._now(), self._monotonic()
        jump = (wall - self._wall) - timedelta(seconds=ticks - self._ticks)
        self._wall, self._ticks = wall, ticks
        if abs(jump) > JUMP:
            self._not_before = None
            return ("clock changed",)
        if wall >= self._due:
            return ("timer",)
        if files:
            watched = self._work.watched()
            found = stamps(watched)
            return tuple(watched[path] for path in found if found[path] != self._seen.get(path))
        return ()

    def _worth(self, reasons: Sequence[str]) -> bool:
        """Whether to run a pass: not for files that are as the last pass read them (we had written them ourselves),
        and not while a server asked to be left alone; the alarm is set to that time.
        """
        if self._not_before is not None and RELOAD not in reasons and self._now() < self._not_before:
            return False
        return not {*reasons} <= {LIST, CALENDAR} or stamps(self._work.watched()) != self._seen

    def _pass(self, reasons: Sequence[str]) -> None:
        """One pass, and whatever comes of it: told, and the alarm set for the next one."""
        self._notify.alive()
        if RELOAD in reasons:
            self._notify.reloading()
        self._not_before = None
        wake: datetime | None = None
        wait: float | None = None
        try:
            self._watch()
            # Before anything is read: what changes from here on differs from it, and gets a pass of its own.
            self._seen = stamps(self._work.watched())
            self._prepare()
            self._watch()
            report = self._work.run(self._now(), ", ".join(reasons))
            wait, wake = self._troubles.well(report), report.wake
        except (CalendarUnreachable, CalendarChanged) as error:
            wait = self._troubles.down(error)
            if isinstance(error, CalendarUnreachable) and error.retry_after is not None:
                self._not_before = self._now() + timedelta(seconds=wait)
        except Failure as error:
            self._work.drop()   # a database that was replaced, say, is opened afresh
            wait = self._troubles.down(error)
        except FollowupdError as error:
            self._troubles.unsafe(error)
        except Exception as error:   # noqa: BLE001 - a fault in a pass must not end the daemon
            wait = self._troubles.bug(error)
        self._arm(wake, wait)

    def _prepare(self) -> None:
        try:
            self._work.prepare()
        except UsageError as error:
            self._troubles.bad_list(error, {p: s for p, s in self._seen.items() if self._work.watched().get(p) == LIST})
        else:
            self._troubles.good_list(self._work.good_again())

    def _watch(self) -> None:
        if self._watcher is not None:
            blind = self._watcher.update(self._work.watched())
            if blind and blind != self._blind:
                named = ", ".join(str(folder) for folder in blind)
                self._say(f"Changes in {named} cannot be watched; followupd looks there every minute instead.")
            self._blind = blind

    def _arm(self, wake: datetime | None, wait: float | None) -> None:
        """Set the one alarm. `wake` is when a pass may find something to do, `wait` seconds to the next try."""
        now = self._now()
        times = [now + self._work.every()]
        if wake is not None:
            times.append(wake if wake > now else now + SOONEST)
        if wait is not None:
            times = [now + timedelta(seconds=wait)]
        self._due = min(times)
        self._alarm.set(self._due - now)
        went = "with trouble" if self._troubles.any else "well"
        self._notify.ready(f"Last pass {now.astimezone():%H:%M} went {went}; next {self._due.astimezone():%H:%M}.")
