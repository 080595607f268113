"""Rings settle into one pass."""

from __future__ import annotations

import threading
import time
from random import Random

import pytest

from followupd.daemon.rings import Rings
from followupd.daemon.troubles import pause_after


def test_rings_within_the_settle_time_are_one() -> None:
    """Different reasons once each, in the order they were rung."""
    rings = Rings(settle=0.05)
    for reason in ("hit list changed", "new fact", "hit list changed"):
        rings.ring(reason)
    assert rings.wait(5) == ("hit list changed", "new fact")
    assert rings.wait(0) == ()


def test_a_ring_that_comes_while_others_settle_is_taken_along() -> None:
    """An editor that saves in two steps."""
    rings = Rings(settle=0.3)
    rings.ring("hit list changed")
    threading.Timer(0.05, rings.ring, ["calendar changed"]).start()
    assert rings.wait(5) == ("hit list changed", "calendar changed")


def test_a_stream_of_rings_still_makes_passes() -> None:
    """A file that is rewritten without a pause does not put the pass off for ever."""
    rings = Rings(settle=0.2)
    stop = threading.Event()

    def keep_ringing() -> None:
        while not stop.wait(0.02):
            rings.ring("calendar changed")

    ringer = threading.Thread(target=keep_ringing)
    ringer.start()
    try:
        began = time.monotonic()
        assert rings.wait(10) == ("calendar changed",)
        assert time.monotonic() - began < 3
    finally:
        stop.set()
        ringer.join()


def test_closing_ends_a_wait_at_once() -> None:
    """Also one that settles; what was rung is no longer passed on."""
    rings = Rings(settle=30)
    threading.Timer(0.05, rings.close).start()
    rings.ring("new fact")
    began = time.monotonic()
    assert rings.wait(30) == ()
    assert time.monotonic() - began < 5


@pytest.mark.parametrize(("failures", "asked", "shortest"), [
    (1, None, 5), (2, None, 15), (3, None, 60), (4, None, 300), (5, None, 900), (50, None, 900),
    (1, 120, 120), (5, 120, 900), (1, 86_400, 3600), (1, -5, 5),
])
def test_pauses_grow_and_a_server_is_listened_to(failures: int, asked: float | None, shortest: float) -> None:
    """5 s, 15 s, 1 min, 5 min, then 15 min; Retry-After up to an hour; at most a tenth more at random."""
    for seed in range(20):
        assert shortest <= pause_after(failures, asked, Random(seed)) <= shortest * 1.1


def test_what_rang_during_a_pass_has_settled_by_its_end() -> None:
    """A save is waited for from when it was made, not from when the daemon comes to listen."""
    rings = Rings(settle=0.3)
    rings.ring("list")
    time.sleep(0.31)       # the pass that is under way
    began = time.monotonic()
    assert rings.wait(5) == ("list",)
    assert time.monotonic() - began < 0.2
