"""The doorbell of the daemon: start, timer, an edited file, a changed calendar, a new fact or SIGHUP ring for a pass.

The clock (clock.py) runs the passes, one at a time, so they never overlap; the main thread waits for it. Missed time
needs no bookkeeping, because each pass plans from facts. Never decides what goes on the calendar: a pass is handed in
(work.py).
"""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Protocol

from followupd.calendars.protocol import OwnWrite
from followupd.daemon import troubles
from followupd.daemon.clock import Clock
from followupd.daemon.systemd import Notify
from followupd.daemon.watch import Watcher, stamps, stamps_after
from followupd.errors import CalendarChanged, CalendarUnreachable, Failure, FollowupdError, UsageError

log = logging.getLogger("followupd")

NEXT_PASS, LOOK = "next pass", "look at clock and files"    # the clock's jobs
EVERY_LOOK = 60.0                  # seconds
SETTLE = 0.1                       # seconds without another ring: editors save in several steps
LONGEST_SETTLE = 1.0
JUMP = timedelta(minutes=2)        # of the wall clock against the monotonic one: it slept, or was set
PASS_GRACE = 2.0                   # seconds for a pass in progress when the daemon is stopped
SOONEST = timedelta(minutes=1)     # a pass that asks to be woken in the past must not spin

START, TIMER, CLOCK = "start", "timer", "clock changed"
LIST, CALENDAR, FACT, RELOAD = "hit list changed", "calendar changed", "new fact", "reload"


class PassReport(troubles.PassProblems, Protocol):
    """The part of a report that the doorbell needs."""

    @property
    def wake(self) -> datetime | None:
        """The next instant at which a pass may find something to do, aware."""


class Work(Protocol):
    """The work that the doorbell rings for."""

    def prepare(self) -> None:
        """Read the hit list again. Raises UsageError if it is bad (the last good one is kept) and Failure."""

    def run(self, now: datetime, reason: str) -> PassReport:
        """Run one pass. Raises FollowupdError."""

    def own_writes(self) -> Sequence[OwnWrite]:
        """Return the files that passes wrote since the last call."""

    def drop(self) -> None:
        """Close the state database; the next `prepare` opens it again. Never raises."""

    def watched(self) -> Mapping[Path, str]:
        """Return the files to watch, each with the reason to ring for. Never raises."""

    def every(self) -> timedelta:
        """Return the longest time between two passes."""

    def watching(self) -> str:
        """Return the name of the hit list."""

    def good_again(self) -> str:
        """Return the sentence for a hit list that was fixed."""


class Doorbell:
    """Runs the passes of one hit list until stopped.

    `now` gives the wall clock, `monotonic` seconds that never jump.
    """

    def __init__(
        self, work: Work, say: Callable[[str], None], now: Callable[[], datetime], random: Random,
        notify: Notify | None = None, *, settle: float = SETTLE, look: float = EVERY_LOOK,
    ) -> None:
        """`settle` and `look` are in seconds; `say` takes a sentence or a few lines for the user."""
        self._work, self._say, self._now, self._settle = work, say, now, settle
        self._troubles = troubles.Troubles(say, random)
        self._notify = notify or Notify(None)
        # sd_watchdog_enabled(3) advises to report twice as often as systemd requires
        self._every_look = look if self._notify.watchdog is None else min(look, self._notify.watchdog / 2)
        self._clock = Clock()
        self._rung: deque[str] = deque()             # the reasons for the next pass
        self._first_ring = self._last_ring = 0.0     # of these, in monotonic seconds
        self._running = False
        # Never held while the clock is being set: that waits for the look, which may ring.
        self._lock = threading.Lock()                # guards the next two
        self._closed = False
        self._idle = threading.Event()               # no pass is running
        self._idle.set()
        self._watcher: Watcher | None = None
        self._seen: Mapping[Path, object] = {}       # the watched files as the last pass read or wrote them
        self._blind: tuple[Path, ...] = ()
        self._wall, self._ticks = now(), time.monotonic()
        self._due = self._wall
        self._not_before: datetime | None = None     # until when a server asked for a pause
        self.failed = False

    def ring(self, reason: str) -> None:
        """Ask for a pass, from any thread. Rings close together make one pass, once they have settled."""
        self._last_ring = time.monotonic()
        if not self._rung:
            self._first_ring = self._last_ring
        self._rung.append(reason)
        if not (self._running or self._closed):
            self._clock.once(NEXT_PASS, self._unsettled(), self._next_pass)

    def jobs(self) -> tuple[tuple[str, datetime], ...]:
        """Return the clock's jobs, each with the time of its next run."""
        return self._clock.jobs()

    def stop(self) -> None:
        """Run no more passes, from any thread; `run` returns when a pass in progress has ended or its grace is over."""
        with self._lock:
            self._closed = True
        self._notify.stopping()
        self._clock.stop()

    def run(self) -> bool:
        """Serve until stopped. False if a pass was still running after two seconds of grace."""
        watcher = self._watcher = Watcher({}, self.ring)
        try:
            self._rung.append(START)
            self._clock.once(NEXT_PASS, 0, self._next_pass)
            self._clock.again(LOOK, self._every_look, self._look)
            self._clock.run()
        finally:
            with self._lock:
                self._closed = True
            idle = self._idle.wait(PASS_GRACE)
            watcher.close()
        return idle

    def _unsettled(self) -> float:
        """Return the seconds until the rings have settled. Rings during a pass mostly have by its end."""
        return max(0.0, min(self._last_ring + self._settle, self._first_ring + LONGEST_SETTLE) - time.monotonic())

    def _next_pass(self) -> None:
        """Run a pass for what rang or is due, then set the clock for the next one."""
        with self._lock:
            if self._closed:
                return
            self._running = True
            self._idle.clear()
        reasons: dict[str, None] = {}
        while self._rung:
            reasons[self._rung.popleft()] = None
        try:
            self._answer_rings(tuple(reasons))
        except BaseException:   # noqa: BLE001 - logged, and the end of the daemon
            self._fail()
        # The order matters: a ring now either sees that no pass is running, or is seen here.
        self._clock.once(NEXT_PASS, max(0.0, (self._due - self._now()).total_seconds()), self._next_pass)
        self._running = False
        if self._rung:
            self._clock.once(NEXT_PASS, self._unsettled(), self._next_pass)
        self._idle.set()

    def _answer_rings(self, reasons: tuple[str, ...]) -> None:
        if self._jumped():
            reasons = (*reasons, CLOCK)
        if not reasons and self._now() >= self._due:
            reasons = (TIMER,)
        if reasons and self._worth(reasons):
            self._pass(reasons)
            if START in reasons and not self._closed:
                self._say(f"Watching {self._work.watching()}. Stop with Ctrl-C.")
        self._notify.alive()

    def _look(self) -> None:
        """Check the clock and the files, because some file systems report no changes."""
        if self._running:
            return
        try:
            self._notify.alive()
            if self._jumped():
                self.ring(CLOCK)
            elif self._now() >= self._due:
                self.ring(TIMER)
            else:
                watched = self._work.watched()
                for path, stamp in stamps(watched).items():
                    if stamp != self._seen.get(path):
                        self.ring(watched[path])
        except BaseException:   # noqa: BLE001 - logged, and the end of the daemon
            self._fail()

    def _fail(self) -> None:
        self.failed = True
        log.exception("followupd stopped working")
        self.stop()

    def _jumped(self) -> bool:
        """Return whether the wall clock was set, or the computer slept, since the last look."""
        wall, ticks = self._now(), time.monotonic()
        jump = (wall - self._wall) - timedelta(seconds=ticks - self._ticks)
        self._wall, self._ticks = wall, ticks
        if abs(jump) <= JUMP:
            return False
        self._not_before = None
        return True

    def _worth(self, reasons: Sequence[str]) -> bool:
        """Return whether to run a pass.

        Not for files that are as the last pass read or wrote them, and not during a pause that a server asked for; the
        clock is then set to its end.
        """
        if self._not_before is not None and RELOAD not in reasons and self._now() < self._not_before:
            return False
        return not {*reasons} <= {LIST, CALENDAR} or stamps(self._work.watched()) != self._seen

    def _pass(self, reasons: Sequence[str]) -> None:
        """Run a pass, report the result, and decide when the next one is due."""
        self._notify.alive()
        if RELOAD in reasons:
            self._notify.reloading()
        self._not_before = None
        wake: datetime | None = None
        wait: float | None = None
        try:
            self._watch()
            # Before anything is read, so that whatever changes from here on gets its own pass.
            self._seen = stamps(self._work.watched())
            self._prepare()
            self._watch()
            report = self._work.run(self._now(), ", ".join(reasons))
            self._seen = stamps_after(self._seen, self._work.own_writes())
            wait, wake = self._troubles.well(report), report.wake
            self._spare([failed.error for failed in report.failed], wait)
        except (CalendarUnreachable, CalendarChanged) as error:
            wait = self._troubles.down(error)
            self._spare([error], wait)
        except Failure as error:
            self._work.drop()   # so that a replaced database, say, is opened again
            wait = self._troubles.down(error)
        except FollowupdError as error:
            self._troubles.unsafe(error)
        except Exception as error:   # noqa: BLE001 - a fault in a pass must not end the daemon
            wait = self._troubles.bug(error)
        self._set_due(wake, wait)

    def _spare(self, errors: Iterable[Exception], wait: float | None) -> None:
        """Run no pass during the pause that a server asked for."""
        if wait is not None and any(troubles.asked_pause(error) is not None for error in errors):
            self._not_before = self._now() + timedelta(seconds=wait)

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

    def _set_due(self, wake: datetime | None, wait: float | None) -> None:
        """Set when the next pass is due.

        `wake` is when it may find something to do, `wait` the seconds to the next try.
        """
        now = self._now()
        times = [now + self._work.every()]
        if wake is not None:
            times.append(wake if wake > now else now + SOONEST)
        if wait is not None:
            times = [now + timedelta(seconds=wait)]
        self._due = min(times)
        went = "with trouble" if self._troubles.any else "well"
        self._notify.ready(f"Last pass {now.astimezone():%H:%M} went {went}; next {self._due.astimezone():%H:%M}.")
