"""A source over the network that may be slow: a pass waits so long and no longer.

The reading goes on in its thread, and a later pass takes its result. A server that failed is left alone for some
minutes: an account may be locked after many logins with a wrong password, and an edited hit list should not wait.
"""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field

from followupd.errors import Failure, FollowupdError
from followupd.evidence.protocol import AskedAbout, EvidenceSeen, EvidenceSource

PATIENCE = 25.0                   # seconds that a pass waits
PAUSES = (60.0, 300.0, 840.0)     # seconds after so many failures in a row; the last below the daemon's timer


@dataclass(slots=True)
class _LookUnderWay:
    """A look under way."""

    done: threading.Event = field(default_factory=threading.Event)
    seen: EvidenceSeen | None = None
    error: FollowupdError | None = None
    late: bool = False


class PatientSource:
    """A source that is read in a thread."""

    def __init__(self, source: EvidenceSource, patience: float = PATIENCE) -> None:
        """Take the source."""
        self.kind, self.key, self.label = source.kind, source.key, source.label
        self._source, self._patience = source, patience
        self._under_way: _LookUnderWay | None = None
        self._failures, self._pause_ends = 0, 0.0
        self._last_error: FollowupdError = Failure("it was not read")

    def look(self, about: AskedAbout, memory: str) -> EvidenceSeen:
        """Return what it shows. Raises Failure if that takes too long; the next look has it."""
        if self._failures and time.monotonic() < self._pause_ends:
            raise self._last_error
        work = self._under_way = self._under_way or self._begin(about, memory)
        if not work.done.wait(0.0 if work.late else self._patience):
            work.late = True
            raise Failure(f"it was not read within {self._patience:g} seconds", "`followupd run` goes on reading it.")
        self._under_way = None
        if work.seen is not None:
            self._failures = 0
            return work.seen
        error = work.error or self._last_error
        self._pause_ends = time.monotonic() + PAUSES[min(self._failures, len(PAUSES) - 1)]
        self._failures, self._last_error = self._failures + 1, error
        raise error

    def _begin(self, about: AskedAbout, memory: str) -> _LookUnderWay:
        work = _LookUnderWay()

        def run() -> None:
            try:
                work.seen = self._source.look(about, memory)
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
