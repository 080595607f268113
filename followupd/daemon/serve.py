"""`followupd run`: the daemon on a real hit list, with its lock, its signals and its greeting.

Takes the path of the hit list; returns the exit code. The clock is handed in; systemd's variables are read here.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from random import Random

from followupd.daemon.counter import Counter
from followupd.daemon.doorbell import FACT, PASS_GRACE, RELOAD, Doorbell
from followupd.daemon.signals import leave_now, obeyed
from followupd.daemon.systemd import Notify
from followupd.daemon.work import HitlistWork
from followupd.desk.asking import meeting_place
from followupd.desk.desk import Serving
from followupd.history.locks import DaemonLock
from followupd.hitlist.problems import render_notes
from followupd.passes.sources import open_sources


def serve(config: Path, say: Callable[[str], None], now: Callable[[], datetime]) -> int:
    """Serve this hit list until SIGTERM or SIGINT; returns the exit code. Call it in the main thread.

    Raises UsageError for a hit list that is bad from the start, and Failure if the state database cannot be used
    or another daemon serves this hit list already.
    """
    def say_on(text: str) -> None:
        with suppress(OSError, ValueError):   # the terminal is gone, but the daemon runs on
            say(text)

    serving: list[Doorbell] = []
    since = now()

    def stop() -> None:
        if not serving:
            leave_now()   # still opening: nothing is in progress
        serving[0].stop()

    def read_again() -> None:
        if serving:
            serving[0].ring(RELOAD)

    def ourselves() -> Serving:
        return Serving(os.getpid(), since, lambda: serving[0].ring(FACT), serving[0].jobs())

    with obeyed(stop, read_again, patience=PASS_GRACE + 1):
        sources = open_sources(config)
        work = HitlistWork(sources, ourselves)
        lock = DaemonLock(sources.history.path)
        counter: Counter | None = None
        try:
            lock.acquire(since)
            say_on(work.greeting())
            if sources.notes:
                say_on(render_notes(sources.notes))
            serving.append(Doorbell(work, say_on, now, Random(), Notify.from_environment()))   # noqa: S311 - only jitter
            with suppress(OSError):      # no room for a socket: commands do their own work
                counter = Counter(Path(meeting_place(config)), work.answer)
            if not serving[0].run():
                leave_now()
            say_on("Stopped.")
            return 1 if serving[0].failed else 0
        finally:
            if counter is not None:
                counter.close()
            lock.release()
            work.sources.close()
