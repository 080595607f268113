"""Make several changes in parallel.

A server that takes 50 ms for one answer takes no longer for several at once. Takes changes to different events and a
function that makes one; returns their results in order. The first change goes alone, so that a refusal (a login, a
pause, a full account) costs one request instead of six; then two go together, then more. A server that cannot handle
that (Xandikos locks its folder, others a database) gets them one by one. Never starts another change after one failed,
and never makes two changes to one event at once (docs/servers.md 9).
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence

from followupd.core.values.event import Change, Failed, Result
from followupd.dav.account import ServerFault
from followupd.errors import CalendarUnreachable

AT_ONCE = 6
FEW_CHANGES = 8  # changes: up to this many, threads gain nothing
CHANGES_IN_PAIRS = 6  # changes that go in pairs first, to see whether the server can handle that

MakeChange = Callable[[Change, bool], Result]   # the second argument says whether nothing else is being changed


class Lanes:
    """Makes changes, several at once while `together`, which is False once the server has shown that it cannot."""

    def __init__(self) -> None:
        """Assume that the server can take changes in parallel."""
        self.together = True

    def make_all(self, changes: Sequence[Change], make: MakeChange) -> list[Result]:
        """Return one result for each change. Raises CalendarUnreachable if not even the first could be made."""
        results: dict[int, Result] = {0: make(changes[0], True)}
        left = list(range(1, len(changes)))
        rounds = [(left, 1)]
        if self.together and len(left) >= FEW_CHANGES:
            rounds = [(left[:CHANGES_IN_PAIRS], 2), (left[CHANGES_IN_PAIRS:], AT_ONCE)]
        while rounds:
            numbers, at_once = rounds.pop(0)
            error = _Round(changes, make, results, numbers).run(at_once)
            left = [number for number in left if number not in results]
            if isinstance(error, ServerFault) and at_once > 1:
                self.together = False
                rounds = [(left, 1)]
            elif error is not None:
                results.update((number, Failed(changes[number], error)) for number in left)
                break
        return [results[number] for number in range(len(changes))]


class _Round:
    """One round of threads through the remaining changes."""

    def __init__(
        self, changes: Sequence[Change], make: MakeChange, results: dict[int, Result], numbers: Sequence[int]
    ) -> None:
        self._changes, self._make, self._results = changes, make, results
        self._left = iter(numbers)
        self._lock = threading.Lock()
        self._alone = True
        self._error: CalendarUnreachable | None = None
        self._bug: BaseException | None = None
        self._stopped = False

    def run(self, at_once: int) -> CalendarUnreachable | None:
        """Work until everything is done or something fails; return the failure."""
        self._alone = at_once == 1
        if self._alone:
            self._work()
        else:
            # Daemon threads: a program that stops must not wait for a server that hangs.
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
                self._results[number] = self._make(self._changes[number], self._alone)
            except CalendarUnreachable as error:
                self._error = self._error or error
                self._stopped = True
            except BaseException as bug:   # noqa: BLE001 - raised in the thread that waits for this one
                self._bug = bug
                self._stopped = True

    def _next(self) -> int | None:
        with self._lock:
            return None if self._stopped else next(self._left, None)
