"""Rings that ask for a pass, gathered while they settle.

Takes rings from any thread, gives the one worker the reasons for its next pass. Never runs anything itself.
"""

from __future__ import annotations

import threading
import time

SETTLE = 0.2            # seconds without another ring: editors save in several steps
LONGEST_SETTLE = 1.0


class Rings:
    """Any thread may ring; one thread waits."""

    def __init__(self, settle: float = SETTLE) -> None:
        self._settle = settle
        self._changed = threading.Condition()
        self._rings: list[str] = []
        self._first = self._last = 0.0      # when the first and the last of them rang
        self._closed = False

    @property
    def closed(self) -> bool:
        return self._closed

    def ring(self, reason: str) -> None:
        with self._changed:
            self._last = time.monotonic()
            if not self._rings:
                self._first = self._last
            self._rings.append(reason)
            self._changed.notify_all()

    def close(self) -> None:
        """No more passes: a wait ends at once."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    def wait(self, timeout: float) -> tuple[str, ...]:
        """The different reasons rung, once they have settled; empty after `timeout` seconds or when closed.

        They settle from when they rang: what rang during a pass has mostly done so by its end.
        """
        with self._changed:
            self._changed.wait_for(lambda: self._rings or self._closed, timeout)
            self._settle_for(self._settle)
            reasons = () if self._closed else tuple(dict.fromkeys(self._rings))
            self._rings.clear()
            return reasons

    def _settle_for(self, settle: float) -> None:
        """Until nothing has rung for so long, where something has rung."""
        while self._rings and not self._closed:
            left = min(self._last + settle, self._first + LONGEST_SETTLE) - time.monotonic()
            if left <= 0:
                break
            self._changed.wait(left)
