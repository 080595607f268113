"""Stopping a doorbell: it waits for a pass, but not for ever."""

from __future__ import annotations

import threading
import time
from pathlib import Path
from random import Random

from followupd.daemon.doorbell import Doorbell
from tests.kit.bells import SOON, FakeWork, SettableClock, Went


def test_stopping_waits_for_a_pass_but_not_for_long(tmp_path: Path) -> None:
    """A pass that hangs is abandoned after two seconds, and `run` says so."""
    work = FakeWork(tmp_path / "hitlist.yaml", tmp_path / "followup.ics")
    under_way, go_on = threading.Event(), threading.Event()

    def hang() -> Went:
        under_way.set()
        go_on.wait(30)
        return Went()

    work.outcomes = [hang]
    bell = Doorbell(work, lambda _: None, SettableClock(), Random(1))
    ended: list[bool] = []
    thread = threading.Thread(target=lambda: ended.append(bell.run()))
    thread.start()
    assert under_way.wait(SOON)
    began = time.monotonic()
    bell.stop()
    thread.join(SOON)
    assert ended == [False]
    assert 1.5 < time.monotonic() - began < 4
    go_on.set()


def test_stopping_before_it_runs_is_stopping(tmp_path: Path) -> None:
    """A signal that comes before `run`."""
    work = FakeWork(tmp_path / "hitlist.yaml", tmp_path / "followup.ics")
    bell = Doorbell(work, lambda _: None, SettableClock(), Random(1))
    bell.stop()
    began = time.monotonic()
    assert bell.run()
    assert time.monotonic() - began < 2
