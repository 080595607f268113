"""The daemon's only clock: named jobs in APScheduler.

Takes what to run and when. Never knows what a job does. APScheduler waits for the next job by the monotonic clock, so
it needs a frequent job to notice that the wall clock was set or that the computer slept.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

from apscheduler.events import EVENT_SCHEDULER_STARTED
from apscheduler.executors import debug, pool
from apscheduler.schedulers import SchedulerNotRunningError, blocking
from apscheduler.triggers import base, date

# APScheduler 3 ships no types.
_InThread: Any = pool.ThreadPoolExecutor
_AtOnce: Any = debug.DebugExecutor        # in the scheduler's own thread
_Once: Any = date.DateTrigger
_BlockingScheduler: Any = blocking.BlockingScheduler
_BaseTrigger: Any = base.BaseTrigger


class _Again(_BaseTrigger):  # type: ignore[misc]  # untyped
    """A trigger every `pause` seconds from now. Runs missed because the clock was set forward are not made up for."""

    def __init__(self, pause: float) -> None:
        self.pause = timedelta(seconds=pause)

    def get_next_fire_time(self, previous: datetime | None, now: datetime) -> datetime:  # noqa: ARG002 - its interface
        return now + self.pause


class _Scheduler(_BlockingScheduler):  # type: ignore[misc]  # untyped
    """A scheduler that runs recurring jobs at once if the wall clock was set back, instead of waiting as long."""

    _latest = datetime.min.replace(tzinfo=UTC)

    def _process_jobs(self) -> Any:
        now = datetime.now(UTC)
        if now < self._latest:
            for job in self.get_jobs():
                if isinstance(job.trigger, _Again):
                    job.modify(next_run_time=now)
        self._latest = now
        return super()._process_jobs()


class Clock:
    """The clock. `run` blocks its thread until `stop`; the other methods may be called from any thread, even before."""

    def __init__(self) -> None:
        """Make a clock without jobs."""
        self._stopped = False
        self._scheduler = _Scheduler(
            timezone=UTC, executors={"default": _InThread(1), "at once": _AtOnce()},
            # A running job may ask to run again before APScheduler knows that it has ended.
            job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 2},
        )
        self._scheduler.add_listener(lambda _: self._end(), EVENT_SCHEDULER_STARTED)

    def once(self, name: str, delay: float, action: Callable[[], None]) -> None:
        """Run `action` in `delay` seconds, replacing the earlier time of this job. These jobs run one at a time."""
        at = datetime.now(UTC) + timedelta(seconds=delay)
        self._scheduler.add_job(action, _Once(at), id=name, replace_existing=True)

    def again(self, name: str, pause: float, action: Callable[[], None]) -> None:
        """Run `action` every `pause` seconds in the thread of `run`: it must be quick and wait for no other thread."""
        self._scheduler.add_job(action, _Again(pause), id=name, replace_existing=True, executor="at once")

    def jobs(self) -> tuple[tuple[str, datetime], ...]:
        """Return each job with the time of its next run, soonest first, without a single job that is running."""
        return tuple((job.id, job.next_run_time) for job in self._scheduler.get_jobs())

    def run(self) -> None:
        """Run jobs until stopped."""
        if not self._stopped:
            self._scheduler.start()

    def stop(self) -> None:
        """Run no more jobs; a running one continues to its end."""
        self._stopped = True
        self._end()

    def _end(self) -> None:
        if self._stopped:
            with suppress(SchedulerNotRunningError):   # not started yet
                self._scheduler.shutdown(wait=False)
