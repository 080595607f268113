"""A mailbox on a server: asked only about people of the list, and only for what is new.

Takes an ImapTarget; gives sightings. A look without news is the login and one command, if the server can give the state
of several folders at once. Mail is found by its number: a folder that was numbered anew is read again, and the same
mail still is the same evidence.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from followupd.core.values.mailboxes import ImapTarget
from followupd.credentials import Login, login_of
from followupd.evidence.mail.commands import can_be_asked_about
from followupd.evidence.mail.connection import FolderState, MailConnection
from followupd.evidence.mail.folder_names import INBOX, may_hold_sent
from followupd.evidence.mail.imap_folder import OpenFolder
from followupd.evidence.mail.memory import MailMemory
from followupd.evidence.mail.patience import PatientSource
from followupd.evidence.protocol import AskedAbout, EvidenceKind, EvidenceSeen
from followupd.patience import PATIENCE


class ImapMailbox:
    """One mailbox. Opens a connection for each look and closes it."""

    kind = EvidenceKind.MAIL

    def __init__(self, target: ImapTarget, get_login: Callable[[ImapTarget], Login | None] = login_of) -> None:
        """Take the target and what gets its login."""
        self._target, self._get_login = target, get_login
        self.key, self.label = target.key, target.label

    def look(self, about: AskedAbout, memory: str, keep: Callable[[str], None] = lambda _: None) -> EvidenceSeen:
        """Return what the mailbox shows.

        Calls `keep` with what to remember if the look is cut now; the next one then goes on from there.
        """
        remembered = MailMemory.from_text(memory)
        remembered.read_for(about, subjects=self._target.subjects)
        connection = MailConnection(self._target, self._get_login(self._target))
        try:
            reading = _Reading(self._target, connection, remembered, about, keep)
            reading.all_folders()
        finally:
            connection.close()
        return EvidenceSeen(
            tuple(remembered.sightings(reading.about)), remembered.to_text(), tuple(reading.problems),
            tuple(sorted(remembered.server["folders"])),
        )


def patient_mailbox(target: ImapTarget, patience: float | None = None) -> PatientSource:
    """Return the mailbox as a pass reads it, which does not wait for ever."""
    return PatientSource(ImapMailbox(target), patience or PATIENCE)


@dataclass(slots=True)
class _Reading:
    """One look over an open connection."""

    target: ImapTarget
    connection: MailConnection
    memory: MailMemory
    about: AskedAbout
    keep: Callable[[str], None]
    problems: list[str] = field(default_factory=list)

    def all_folders(self) -> None:
        """Read what is new in each folder."""
        addresses = self._addresses()
        states = self._states()
        added = self.memory.begin_with(addresses)
        known = [address for address in addresses if address not in added]
        for name, state in states.items():
            if state is None:
                self.problems.append(
                    f"{self.target.label}: there is no folder {name}. Look at `folders:` below `mail:`."
                )
            else:
                self._folder(name, state, known, added)
        if not any(self.memory.server["folders"].values()):
            self.problems.append(
                f"{self.target.label}: no folder of sent mail is read, so nobody's answer is known as one."
                " Name it under `folders:` below `mail:`."
            )
        self.memory.asked_about(addresses)

    def _addresses(self) -> list[str]:
        """Return the addresses that a command can hold."""
        theirs = [address for address in self.about.addresses if address not in self.about.me]
        for address in theirs:
            if not can_be_asked_about(address):
                self.problems.append(
                    f"{self.target.label}: it cannot be asked about {address}: there is more than ASCII before the @."
                )
        return list(filter(can_be_asked_about, theirs))

    def _states(self) -> dict[str, FolderState | None]:
        """Return the state of each folder that is read; look for the folders if that is not known."""
        server = self.memory.server
        if server.get("named") != list(self.target.folders) or not server.get("folders"):
            self._find_folders()
        states = self._states_of_known()
        if None in states.values() and not self.target.folders:     # renamed on the server
            self._find_folders()
            states = self._states_of_known()
        return states

    def _states_of_known(self) -> dict[str, FolderState | None]:
        names = list(self.memory.server["folders"])
        return self.connection.states(names, at_once=self.memory.server["at_once"])

    def _find_folders(self) -> None:
        """Remember the folders to read, and whether each is one of sent mail."""
        can = self.connection.capabilities()
        special = self._special(can)
        names = list(self.target.folders)
        if not names:
            names = [INBOX, *special]
            if not special:
                listed = self.connection.folders('"" "*"')
                special = [name for name, attributes in listed
                           if may_hold_sent(name) and not attributes & {"\\noselect", "\\nonexistent"}]
                names += special
        folders = {name: name in special or may_hold_sent(name) for name in names}
        self.memory.server = {
            "at_once": {"LIST-EXTENDED", "LIST-STATUS"} <= can, "folders": folders,
            "named": list(self.target.folders),
        }

    def _special(self, can: frozenset[str]) -> list[str]:
        """Return the folders of sent mail, if the server says which (RFC 6154)."""
        if "SPECIAL-USE" not in can:
            return []
        selection = "(SPECIAL-USE) " if "LIST-EXTENDED" in can else ""
        listed = self.connection.folders(f'{selection}"" "*"')
        return [name for name, attributes in listed if "\\sent" in attributes]

    def _folder(self, name: str, state: FolderState, known: list[str], added: list[str]) -> None:
        """Read a folder: of people who are asked about for the first time all of it, of others what is new."""
        row = self.memory.folders.get(name, {})
        if row.get("validity") != state.validity or 0 < state.next < row.get("next", 1):
            row = {}        # numbered anew
        people = {"next": known, "back": added}
        if state.next and all(row.get(upto, 1) >= state.next for upto, whom in people.items() if whom):
            return
        opened = self.connection.examine(name)
        if opened is None:
            return
        if opened.validity != row.get("validity"):
            row = {"validity": opened.validity}
        self.memory.folders[name] = row
        folder = OpenFolder(self.target, self.connection, self.about, name, self.memory.server["folders"][name])
        for upto, whom in people.items():
            last = 0
            for first, last in folder.parts(row.get(upto, 1), opened.next) if whom else ():
                self.memory.take(folder.read(whom, first, last), self.about)
                row[upto] = last + 1
                if last + 1 < opened.next:
                    self.keep(self.memory.to_text())
            row[upto] = max(opened.next, last + 1, row.get(upto, 1))
