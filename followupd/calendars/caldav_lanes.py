"""Several changes at a time: a server that takes 50 ms for each answer takes them for several at once.

Takes changes to different events and what makes one; returns their results in order. The first goes alone, so that a
server that refuses it (a login, a pause, a full account) is asked once and not six times. Never starts another change
after one could not be made, and never makes two changes to one event at once (CALDAV.md 9).
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence

from followupd.calendars.caldav_account import ServerFault
from followupd.core.event import Change, Failed, Result
from followupd.errors import CalendarUnreachable

AT_ONCE = 6


class Lanes:
    """`at_once` goes down to one for good where the server has a fault with more (a database that was locked)."""

    def __init__(self, at_once: int = AT_ONCE) -> None:
        self.at_once = at_once

    def make_all(self, changes: Sequence[Change], make: Callable[[Change], Result]) -> list[Result]:
        """One result for each change. Raises CalendarUnreachable where not even the first could be made."""
        results: dict[int, Result] = {0: make(changes[0])}
        rest = range(1, len(changes))
        if self.at_once > 1 and len(rest) > 1:
            error = _Round(changes, make, results, rest).run(min(self.at_once, len(rest)))
            if isinstance(error, ServerFault):
                self.at_once = 1
                error = _Round(changes, make, results, _missing(results, rest)).run(1)
        else:
            error = _Round(changes, make, results, rest).run(1)
        if error is not None:
            results.update((n, Failed(changes[n], error)) for n in _missing(results, rest))
        return [results[n] for n in range(len(changes))]


def _missing(results: dict[int, Result], rest: Sequence[int]) -> list[int]:
    return [n for n in rest if n not in results]


class _Round:
    """One go through changes that are still to be made, with some threads."""

    def __init__(
        self, changes: Sequence[Change], make: Callable[[Change], Result], results: dict[int, Result],
        numbers: Sequence[int],
    ) -> None:
        self._changes, self._make, self._results = changes, make, results
        self._left = iter(numbers)
        self._lock = threading.Lock()
        self._error: CalendarUnreachable | None = None
        self._bug: BaseException | None = None
        self._stopped = False

    def run(self, at_once: int) -> CalendarUnreachable | None:
        """Go until everything is made or something is in the way, which is returned."""
        if at_once == 1:
            self._work()
        else:
            # Daemons, so that a program that is told to stop need not wait for a server that hangs.
            threads = [threading.Thread(target=self._work, name="calendar", daemon=True) for _ in range(at_once)]
            for thread in threads:
                thread.start()
            try:
                for thread in threads:
                    thread.join()
            finally:
                self._stopped = True
        if self._bug is not None:
            raise self._bug
        return self._error

    def _work(self) -> None:
        while (number := self._next()) is not None:
            try:
                self._results[number] = self._make(self._changes[number])
            except CalendarUnreachable as error:
                self._error = self._error or error
                self._stopped = True
            except BaseException as bug:   # noqa: BLE001 - told in the thread that waits for this one
                self._bug = bug
                self._stopped = True

    def _next(self) -> int | None:
        with self._lock:
            return None if self._stopped else next(self._left, None)
