"""Work over the network that may be slow: it goes on in its thread, and who asked for it waits so long and no longer.

A later call takes the result of work that was late. A server that failed is left alone for some minutes: an account may
be locked after many logins with a wrong password, and an edited hit list should not wait.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Generic, TypeVar

from followupd.errors import Failure, FollowupdError

PATIENCE = 25.0                   # seconds that a pass waits
PAUSES = (60.0, 300.0, 840.0)     # seconds after so many failures in a row; the last below the daemon's timer
T = TypeVar("T")


class Overdue(Failure):
    """The work is not done yet, and goes on."""


class _UnderWay(Generic[T]):
    """Work in a thread of its own. Has a result or an error once it is done; `what` names it in errors."""

    def __init__(self, name: str, what: str, work: Callable[[], T], seconds: float) -> None:
        self.begun, self.seconds = time.monotonic(), seconds
        self.results: list[T] = []
        self.error: FollowupdError | None = None
        self._what, self._work = what, work
        self._done = threading.Event()
        threading.Thread(target=self._run, name=name, daemon=True).start()

    def is_done(self, within: float) -> bool:
        """Wait until so many seconds after the beginning; return whether the work is done."""
        return self._done.wait(max(0.0, self.begun + within - time.monotonic()))

    def _run(self) -> None:
        try:
            self.results.append(self._work())
        except FollowupdError as error:
            self.error = error
        except MemoryError:
            self.error = Failure(f"{self._what} is too large for this machine")
        except Exception as error:   # noqa: BLE001 - a fault of ours in one source must not end the pass (P11)
            said = f"{self._what} cannot be read: a fault in followupd ({type(error).__name__})"
            self.error = Failure(said, "Please report it.")
        finally:
            self._done.set()


class Patience(Generic[T]):
    """The work of one source, done again and again: `begin`, and then `result`.

    `name` is that of its thread; `what` is read, in errors. Without `pauses` it is read again right after a failure.
    """

    def __init__(self, name: str, what: str = "it", *, pauses: bool = True) -> None:
        """Begin nothing yet."""
        self._name, self._what, self._pauses = name, what, pauses
        self._under_way: _UnderWay[T] | None = None
        self._failures, self._pause_ends = 0, 0.0
        self._last_error: FollowupdError = Failure(f"{what} was not read")

    def begin(self, work: Callable[[], T], seconds: float = PATIENCE) -> None:
        """Begin, with so many seconds until `result` no longer waits; nothing if it is under way or failed just now."""
        if self._under_way is None and not self._is_paused:
            self._under_way = _UnderWay(self._name, self._what, work, seconds)

    def is_done(self, within: float) -> bool:
        """Wait until so many seconds after the beginning; return whether nothing is under way any more."""
        return self._under_way is None or self._under_way.is_done(within)

    def result(self) -> T:
        """Return the result of what was begun.

        Raises what the work raised, also while its server is left alone, and Overdue if it takes too long: a later call
        has the result, without waiting again.
        """
        done = self._under_way
        if done is None:
            raise self._last_error
        if not done.is_done(done.seconds):
            late = f"{self._what} was not read within {done.seconds:g} seconds"
            raise Overdue(late, "`followupd run` goes on reading it.")
        self._under_way = None
        if done.error is None:
            self._failures = 0
            return done.results[0]
        self._pause_ends = time.monotonic() + PAUSES[min(self._failures, len(PAUSES) - 1)]
        self._failures, self._last_error = self._failures + 1, done.error
        raise done.error

    @property
    def _is_paused(self) -> bool:
        return self._pauses and self._failures > 0 and time.monotonic() < self._pause_ends
