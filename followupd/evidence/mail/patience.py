"""A mailbox over the network that may be slow: a pass waits so long and no longer, for several side by side.

What was read until then is remembered, so that another process need not begin again.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from followupd.errors import Failure, FollowupdError
from followupd.evidence.protocol import AskedAbout, EvidenceKind, EvidenceSeen, ReadingCut
from followupd.patience import PATIENCE, Overdue, Patience

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


class PatientSource:
    """A source that is read in a thread."""

    def __init__(self, source: ResumableSource, patience: float = PATIENCE) -> None:
        """Take the source."""
        self.kind, self.key, self.label = source.kind, source.key, source.label
        self._source, self._seconds = source, patience
        self._patience = Patience[EvidenceSeen](f"mail {self.label}")
        self._kept = ""       # what to remember if the look that is under way is cut now

    def begin(self, about: AskedAbout, memory: str) -> None:
        """Begin to read, without waiting."""
        self._patience.begin(lambda: self._source.look(about, memory, self._keep), self._seconds)

    def look(self, about: AskedAbout, memory: str) -> EvidenceSeen:
        """Return what it shows. Raises Failure if that takes too long since it was begun; the next look has it."""
        self.begin(about, memory)
        try:
            seen = self._patience.result()
        except Overdue as late:
            raise self._cut(Failure(LARGE, GOES_ON) if self._kept else late) from None
        except FollowupdError as error:
            cut, self._kept = self._cut(error), ""
            raise cut from None
        self._kept = ""
        return seen

    def _keep(self, memory: str) -> None:
        self._kept = memory

    def _cut(self, error: FollowupdError) -> FollowupdError:
        """Return the error, with what to remember if a part was read."""
        return ReadingCut(error.message, error.hint, self._kept) if self._kept else error
