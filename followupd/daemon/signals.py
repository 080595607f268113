"""SIGTERM and SIGINT stop the daemon at once, SIGHUP reloads.

The handlers do nothing: Python writes the number of each signal into a socket, from which a thread reads it, so nothing
happens at an arbitrary line of the main thread. Must be entered in the main thread.
"""

from __future__ import annotations

import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

STOPPING = frozenset({signal.SIGTERM, signal.SIGINT})
ALL_LEFT = b"\0"
SAME_WISH = 0.5   # seconds: timeout(1) and terminals send a signal to the process and again to its group


@contextmanager
def obeyed(stop: Callable[[], None], reload: Callable[[], None], patience: float) -> Iterator[None]:
    """Obey signals inside the block.

    A stop waits at most `patience` seconds; then, or at the second signal, the process ends.
    """
    ours, theirs = socket.socketpair()
    theirs.setblocking(False)
    before = {number: signal.signal(number, _nothing) for number in (*STOPPING, signal.SIGHUP)}
    before_fd = signal.set_wakeup_fd(theirs.fileno(), warn_on_full_buffer=False)
    reader = threading.Thread(target=_read, args=(ours, stop, reload, patience), name="signals", daemon=True)
    reader.start()
    try:
        yield
    finally:
        signal.set_wakeup_fd(before_fd)
        theirs.send(ALL_LEFT)
        reader.join()
        for number, handler in before.items():
            signal.signal(number, handler)
        ours.close()
        theirs.close()


def leave_now(code: int = 0) -> None:
    """End the process even if a thread hangs. What was committed is on disk; the next pass does the rest (P4)."""
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):
            stream.flush()
    os._exit(code)


def _nothing(number: int, frame: object) -> None:
    """Do nothing, so that the default action (to die) does not apply."""


def _read(ours: socket.socket, stop: Callable[[], None], reload: Callable[[], None], patience: float) -> None:
    asked: float | None = None
    while True:
        try:
            numbers = ours.recv(64)
        except TimeoutError:
            return leave_now()
        for number in numbers:
            if number in STOPPING and asked is None:
                asked = time.monotonic()
                ours.settimeout(patience)
                stop()
            elif number in STOPPING and asked is not None and time.monotonic() - asked > SAME_WISH:
                return leave_now()
            elif number == signal.SIGHUP:
                reload()
        if numbers.endswith(ALL_LEFT):
            return None
