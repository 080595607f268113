"""The look at a mailbox in files, the same for each kind of file.

Takes the target; gives sightings. A kind of file is a class that reads what is new in its files into `FilesRead`.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from followupd.core.values.mailboxes import MailFilesTarget
from followupd.errors import Failure, named_only
from followupd.evidence.mail.heads import ListAddresses
from followupd.evidence.mail.memory import MailMemory, ReadMail
from followupd.evidence.protocol import AskedAbout, EvidenceKind, EvidenceSeen


@dataclass(slots=True)
class FilesRead:
    """One look under way. `known` is what is remembered of each folder or file, by its path, if that is still enough.

    The kind of file fills in the rest: what to remember, the new mails, the names of what was read, and failures.
    """

    listed: ListAddresses
    about: AskedAbout
    known: Mapping[str, dict[str, Any]]
    folders: dict[str, dict[str, Any]] = field(default_factory=dict)
    mails: list[ReadMail] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)


class FileMailbox(ABC):
    """Mail in files, read as one mailbox."""

    kind = EvidenceKind.MAIL

    def __init__(self, target: MailFilesTarget) -> None:
        """Take the target."""
        self._target = target
        self.key, self.label = target.key, target.label

    def look(self, about: AskedAbout, memory: str) -> EvidenceSeen:
        """Return what the mails show. Raises Failure if nothing can be read; a file that cannot stops no other."""
        remembered = MailMemory.from_text(memory)
        remembered.read_for(about, subjects=self._target.subjects)
        listed = ListAddresses.of(set(about.addresses) - set(about.me))
        files = FilesRead(listed, about, {} if remembered.new_among(listed.texts) else remembered.folders)
        self.read(files)
        if files.failures and not files.folders:
            raise _all_of(files.failures)
        remembered.folders = files.folders
        remembered.take(files.mails, about)
        remembered.asked_about(listed.texts)
        problems = tuple(f"{one.message}. {one.hint}" for one in files.failures)
        return EvidenceSeen(
            tuple(remembered.sightings(about)), remembered.to_text(), problems, folders=tuple(files.names)
        )

    @abstractmethod
    def read(self, files: FilesRead) -> None:
        """Read what is new."""


def _all_of(failures: Sequence[Failure]) -> Failure:
    """Return one failure that names each of several."""
    *others, last = failures
    said = named_only([f"{one.message}. {one.hint}".strip() for one in others], "mail")
    return Failure(" ".join((*said, last.message)), last.hint)
