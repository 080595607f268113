"""The protocol of a source of evidence: asked about people of the list, it gives sightings and what to remember.

Decides nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol, runtime_checkable
from zoneinfo import ZoneInfo

from followupd.core.values.sightings import Sighting
from followupd.errors import Failure


class EvidenceKind(StrEnum):
    """The kind of a source, by its key in the hit list."""

    MAIL = "mail"
    CALLS = "calls"


@dataclass(frozen=True, slots=True)
class AskedAbout:
    """The people that a source is asked about: numbers as the hit list writes them, addresses folded.

    `me` are the user's own addresses, folded, `zone` is the user's; nothing before `since` is wanted. `inboxes` if
    those at which mail arrives are among `me`: then mail to none of them is for others. `homes` are numbers with the
    time zone of somebody who has it, if that is another than the user's.
    """

    numbers: tuple[str, ...]
    addresses: tuple[str, ...]
    me: tuple[str, ...]
    zone: ZoneInfo
    since: datetime
    inboxes: bool = True
    homes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class EvidenceSeen:
    """The answer of a source: all sightings since `AskedAbout.since`, also those that it gave before.

    Of mails of the user also some older ones, which others may answer.

    `memory` is a text that only the source reads, the same if nothing changed. `problems` are sentences about what of
    it could not be read; the rest of it was, unless `is_failure`. `folders` are the names of the folders of a mailbox
    that were read.
    """

    sightings: tuple[Sighting, ...] = ()
    memory: str = ""
    problems: tuple[str, ...] = ()
    folders: tuple[str, ...] = ()
    is_failure: bool = False


class ReadingCut(Failure):
    """A look was cut after a part of it; the next one goes on with this `memory`."""

    def __init__(self, message: str, hint: str, memory: str) -> None:
        """Take what happened, what to do, and what to remember."""
        super().__init__(message, hint)
        self.memory = memory


class EvidenceSource(Protocol):
    """One mailbox or call log. `key` names it in the state database, `label` in sentences; neither holds a secret."""

    @property
    def kind(self) -> EvidenceKind:
        """Its kind."""

    @property
    def key(self) -> str:
        """Its name in the state database."""

    @property
    def label(self) -> str:
        """Its name for people."""

    def look(self, about: AskedAbout, memory: str) -> EvidenceSeen:
        """Return what it shows. `memory` is that of the last look, "" before the first.

        Raises FollowupdError if it cannot be read at all; then what it showed last time is not known either.
        """


@runtime_checkable
class DistantSource(EvidenceSource, Protocol):
    """A source over the network. Several are begun before anybody waits for the first."""

    def begin(self, about: AskedAbout, memory: str) -> None:
        """Begin to read; `look` then waits for what is left of the time that a source has."""
