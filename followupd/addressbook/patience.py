"""Work over the network that may be slow: a pass waits so long and no longer.

It goes on in its thread, and a later pass takes its result. A server that failed is left alone for some minutes: an
account may be locked after many logins with a wrong password, and an edited hit list should not wait.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from followupd.errors import Failure, FollowupdError

PATIENCE = 25.0                   # seconds that a pass waits
PAUSES = (60.0, 300.0, 840.0)     # seconds after so many failures in a row; the last below the daemon's timer
T = TypeVar("T")


@dataclass(slots=True)
class _UnderWay(Generic[T]):
    """Work under way. `results` has its result, once there is one."""

    done: threading.Event = field(default_factory=threading.Event)
    results: list[T] = field(default_factory=list)
    error: FollowupdError | None = None
    late: bool = False


class Patience(Generic[T]):
    """The work of one source, done again and again. `name` is that of its thread."""

    def __init__(self, name: str, seconds: float = PATIENCE) -> None:
        """Wait so many seconds each time."""
        self._name, self._seconds = name, seconds
        self._under_way: _UnderWay[T] | None = None
        self._failures, self._pause_ends = 0, 0.0
        self._last_error: FollowupdError = Failure("it was not read")

    def result(self, work: Callable[[], T]) -> T:
        """Return the result of the work, or of that which is under way since an earlier call.

        Raises what it raises, and Failure if it takes too long; the next call has the result.
        """
        if self._failures and time.monotonic() < self._pause_ends:
            raise self._last_error
        doing = self._under_way = self._under_way or self._begin(work)
        if not doing.done.wait(0.0 if doing.late else self._seconds):
            doing.late = True
            raise Failure(f"it was not read within {self._seconds:g} seconds", "`followupd run` goes on reading it.")
        self._under_way = None
        if doing.results:
            self._failures = 0
            return doing.results[0]
        error = doing.error or self._last_error
        self._pause_ends = time.monotonic() + PAUSES[min(self._failures, len(PAUSES) - 1)]
        self._failures, self._last_error = self._failures + 1, error
        raise error

    def _begin(self, work: Callable[[], T]) -> _UnderWay[T]:
        doing = _UnderWay[T]()

        def run() -> None:
            try:
                doing.results.append(work())
            except FollowupdError as error:
                doing.error = error
            except MemoryError:
                doing.error = Failure("it is too large for this machine")
            except Exception as error:   # noqa: BLE001 - a fault of ours in one source must not end the pass (P11)
                doing.error = Failure(
                    f"it cannot be read: a fault in followupd ({type(error).__name__})", "Please report it."
                )
            finally:
                doing.done.set()

        threading.Thread(target=run, name=self._name, daemon=True).start()
        return doing
