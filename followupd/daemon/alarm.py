"""The one alarm: rings once, at the next instant at which there is something to do.

APScheduler as an alarm clock and nothing else: one job (10,000 jobs would cost far more than a plan does), no misfire
grace, so that an alarm that a sleeping laptop missed still rings. It waits on the monotonic clock; the doorbell looks
at the wall clock besides.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

from followupd.daemon.without_asyncio import without_asyncio

with without_asyncio():
    from apscheduler.events import EVENT_SCHEDULER_STARTED
    from apscheduler.executors import debug
    from apscheduler.schedulers import SchedulerNotRunningError, blocking
    from apscheduler.triggers import date

# APScheduler 3 ships no types
_Scheduler: Any = blocking.BlockingScheduler
_Executor: Any = debug.DebugExecutor   # runs the job in the scheduler's own thread: it only rings
_Trigger: Any = date.DateTrigger


class Alarm:
    """`wait` blocks its thread until `stop`; `set` and `stop` may be called from any thread, also before it."""

    def __init__(self, ring: Callable[[], None]) -> None:
        self._ring = ring
        self._stopped = False
        self._scheduler = _Scheduler(timezone=UTC, executors={"default": _Executor()})
        self._scheduler.add_listener(lambda _: self._end(), EVENT_SCHEDULER_STARTED)

    def set(self, delay: timedelta) -> None:
        """Ring after `delay`, instead of whatever was set before."""
        rings_at = datetime.now(UTC) + delay   # the scheduler's own clock; the caller's `now` may be another
        self._scheduler.add_job(
            self._ring, _Trigger(rings_at), id="next", replace_existing=True, misfire_grace_time=None, coalesce=True
        )

    def wait(self) -> None:
        if not self._stopped:
            self._scheduler.start()

    def stop(self) -> None:
        self._stopped = True
        self._end()

    def _end(self) -> None:
        if self._stopped:
            with suppress(SchedulerNotRunningError):   # not started yet: it comes here when it has
                self._scheduler.shutdown(wait=False)
