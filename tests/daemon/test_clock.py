"""The clock: named jobs, run one at a time, and a wall clock that is set."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta, tzinfo

import pytest

from followupd.daemon.clock import Clock

SOON = 5.0
NEVER = 3600.0


@contextmanager
def running(clock: Clock) -> Iterator[None]:
    thread = threading.Thread(target=clock.run)
    thread.start()
    try:
        yield
    finally:
        clock.stop()
        thread.join(SOON)
        assert not thread.is_alive()


def test_a_job_that_is_set_again_runs_once() -> None:
    """The later setting counts, whether it is sooner or later; also what was set before the clock runs."""
    clock, ran = Clock(), queue.Queue[str]()
    clock.once("pass", 0, lambda: ran.put("first"))
    clock.once("pass", NEVER, lambda: ran.put("second"))
    with running(clock):
        clock.once("pass", 0.05, lambda: ran.put("third"))
        assert ran.get(timeout=SOON) == "third"
        assert clock.jobs() == ()
    assert ran.empty()


def test_a_job_may_set_itself_again_and_jobs_never_overlap() -> None:
    """At once, from inside the job, beside a recurring one; none is lost or skipped."""
    clock, ran, looks, under_way, at_once = Clock(), queue.Queue[int](), queue.Queue[int](), list[int](), set[int]()

    def job() -> None:
        under_way.append(1)
        at_once.add(len(under_way))
        ran.put(1)
        clock.once("pass", 0, job)
        under_way.pop()

    clock.once("pass", 0, job)
    clock.again("look", 0.01, lambda: looks.put(1))
    with running(clock):
        for _ in range(50):
            ran.get(timeout=SOON)
        looks.get(timeout=SOON)
    assert at_once == {1}


def test_stopping_before_it_runs_is_stopping() -> None:
    """Nothing runs, and `run` returns."""
    clock, ran = Clock(), list[int]()
    clock.once("pass", 0, lambda: ran.append(1))
    clock.stop()
    thread = threading.Thread(target=clock.run, daemon=True)
    thread.start()
    thread.join(SOON)
    assert not thread.is_alive()
    assert ran == []


@pytest.mark.parametrize("shift", [timedelta(days=-365), timedelta(hours=3), timedelta(days=20_000)])
def test_setting_the_wall_clock_does_not_stop_a_recurring_job(
    monkeypatch: pytest.MonkeyPatch, shift: timedelta
) -> None:
    """Back by a year, or forward from 1970: it recurs as before, without missed runs."""
    set_by = timedelta()

    class Wall(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:   # type: ignore[override]
            return datetime.now(tz) + set_by

    monkeypatch.setattr("followupd.daemon.clock.datetime", Wall)
    monkeypatch.setattr("apscheduler.schedulers.base.datetime", Wall)
    clock, ran = Clock(), queue.Queue[int]()
    clock.again("look", 0.1, lambda: ran.put(1))
    with running(clock):
        ran.get(timeout=SOON)
        set_by = shift
        began = time.monotonic()
        for _ in range(5):
            ran.get(timeout=SOON)
        assert 0.3 < time.monotonic() - began < 3
        (name, at), = clock.jobs()
        assert (name, at - Wall.now(UTC) < timedelta(seconds=1)) == ("look", True)
