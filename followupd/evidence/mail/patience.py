"""A source over the network that may be slow: a pass waits so long and no longer, for several side by side.

The reading goes on in its thread, and a later pass takes its result. What was read until then is remembered, so that
another process need not begin again. A server that failed is left alone for some
minutes: an account may be locked after many logins with a wrong password, and an edited hit list should not wait.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from followupd.errors import Failure, FollowupdError
from followupd.evidence.protocol import AskedAbout, EvidenceKind, EvidenceSeen, ReadingCut

PATIENCE = 25.0                   # seconds that a pass waits
PAUSES = (60.0, 300.0, 840.0)     # seconds after so many failures in a row; the last below the daemon's timer
LARGE = "it is large, and not read to its end yet"
GOES_ON = "Each pass goes on; what it shows counts once all of it is read."


class ResumableSource(Protocol):
    """A source that may be slow. Its look calls `keep` with what to remember, as often as it has read a part."""

    @property
    def kind(self) -> EvidenceKind:
        """Its kind."""

    @property
    def key(self) -> str:
        """Its name in the state database."""

    @property
    def label(self) -> str:
        """Its name for people."""

    def look(self, about: AskedAbout, memory: str, keep: Callable[[str], None]) -> EvidenceSeen:
        """Return what it shows."""


@dataclass(slots=True)
class _LookUnderWay:
    """A look under way, until when a pass waits for it, and what to remember if it is cut now: "" before a part."""

    until: float
    done: threading.Event = field(default_factory=threading.Event)
    seen: EvidenceSeen | None = None
    error: FollowupdError | None = None
    kept: str = ""

    def keep(self, memory: str) -> None:
        self.kept = memory

    def cut(self, error: FollowupdError) -> FollowupdError:
        """Return the error, with what to remember if a part was read."""
        return ReadingCut(error.message, error.hint, self.kept) if self.kept else error


class PatientSource:
    """A source that is read in a thread."""

    def __init__(self, source: ResumableSource, patience: float = PATIENCE) -> None:
        """Take the source."""
        self.kind, self.key, self.label = source.kind, source.key, source.label
        self._source, self._patience = source, patience
        self._under_way: _LookUnderWay | None = None
        self._failures, self._pause_ends = 0, 0.0
        self._last_error: FollowupdError = Failure("it was not read")

    def begin(self, about: AskedAbout, memory: str) -> None:
        """Begin to read, without waiting."""
        if not (self._is_paused or self._under_way):
            self._under_way = self._begin(about, memory)

    def look(self, about: AskedAbout, memory: str) -> EvidenceSeen:
        """Return what it shows. Raises Failure if that takes too long since it was begun; the next look has it."""
        if self._is_paused:
            raise self._last_error
        work = self._under_way = self._under_way or self._begin(about, memory)
        if not work.done.wait(max(0.0, work.until - time.monotonic())):
            if work.kept:
                raise work.cut(Failure(LARGE, GOES_ON))
            raise Failure(f"it was not read within {self._patience:g} seconds", "`followupd run` goes on reading it.")
        self._under_way = None
        if work.seen is not None:
            self._failures = 0
            return work.seen
        error = work.error or self._last_error
        self._pause_ends = time.monotonic() + PAUSES[min(self._failures, len(PAUSES) - 1)]
        self._failures, self._last_error = self._failures + 1, error
        raise work.cut(error)

    @property
    def _is_paused(self) -> bool:
        return self._failures > 0 and time.monotonic() < self._pause_ends

    def _begin(self, about: AskedAbout, memory: str) -> _LookUnderWay:
        work = _LookUnderWay(time.monotonic() + self._patience)

        def run() -> None:
            try:
                work.seen = self._source.look(about, memory, work.keep)
            except FollowupdError as error:
                work.error = error
            except MemoryError:
                work.error = Failure("it is too large for this machine")
            except Exception as error:   # noqa: BLE001 - a fault of ours in one mailbox must not end the pass (P11)
                work.error = Failure(
                    f"it cannot be read: a fault in followupd ({type(error).__name__})", "Please report it."
                )
            finally:
                work.done.set()

        threading.Thread(target=run, name=f"mail {self.label}", daemon=True).start()
        return work
