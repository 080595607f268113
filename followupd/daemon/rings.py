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
        self._closed = False

    @property
    def closed(self) -> bool:
        return self._closed

    def ring(self, reason: str) -> None:
        with self._changed:
            self._rings.append(reason)
            self._changed.notify_all()

    def close(self) -> None:
        """No more passes: a wait ends at once."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    def wait(self, timeout: float) -> tuple[str, ...]:
        """The different reasons rung, once they have settled; empty after `timeout` seconds or when closed."""
        with self._changed:
            self._changed.wait_for(lambda: self._rings or self._closed, timeout)
            last = time.monotonic() + LONGEST_SETTLE
            while self._rings and not self._closed:
                heard = len(self._rings)
                left = min(self._settle, last - time.monotonic())
                if left <= 0 or not self._more_than(heard, left):
                    break
            reasons = () if self._closed else tuple(dict.fromkeys(self._rings))
            self._rings.clear()
            return reasons

    def _more_than(self, heard: int, timeout: float) -> bool:
        return self._changed.wait_for(lambda: len(self._rings) > heard or self._closed, timeout)
