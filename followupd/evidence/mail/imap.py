"""A mailbox on a server: asked only about people of the list, and only for what is new.

Takes an ImapTarget; gives sightings. A look without news is the login and one command, if the server can give the state
of several folders at once. Mail is found by its number: a folder that was numbered anew is read again, and the same
mail still is the same evidence.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

from followupd.core.noticing.mail import ANSWERED_WITHIN
from followupd.core.values.mailboxes import ImapTarget
from followupd.credentials import Login, login_of
from followupd.evidence.mail import commands
from followupd.evidence.mail.commands import FetchedMail, SearchKey
from followupd.evidence.mail.connection import FolderState, MailConnection
from followupd.evidence.mail.failures import failed_for
from followupd.evidence.mail.folder_names import INBOX, may_hold_sent, quoted_text
from followupd.evidence.mail.headers import read_header
from followupd.evidence.mail.memory import MailMemory, ReadMail
from followupd.evidence.mail.patience import PATIENCE, PatientSource
from followupd.evidence.protocol import AskedAbout, EvidenceKind, EvidenceSeen

MARGIN = timedelta(days=1)      # a server's day begins elsewhere


class ImapMailbox:
    """One mailbox. Opens a connection for each look and closes it."""

    kind = EvidenceKind.MAIL

    def __init__(self, target: ImapTarget, get_login: Callable[[ImapTarget], Login | None] = login_of) -> None:
        """Take the target and what gets its login."""
        self._target, self._get_login = target, get_login
        self.key, self.label = target.key, target.label

    def look(self, about: AskedAbout, memory: str) -> EvidenceSeen:
        """Return what the mailbox shows."""
        remembered = MailMemory.from_text(memory)
        connection = MailConnection(self._target, self._get_login(self._target))
        try:
            reading = _Reading(self._target, connection, remembered, _with_own(about, self._target))
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


def _with_own(about: AskedAbout, target: ImapTarget) -> AskedAbout:
    """Return the question with the login name as an address of the user's, if it is one."""
    own = (target.username or "").lower()
    return about if "@" not in own or own in about.me else replace(about, me=(*about.me, own))


@dataclass(slots=True)
class _Reading:
    """One look over an open connection."""

    target: ImapTarget
    connection: MailConnection
    memory: MailMemory
    about: AskedAbout
    problems: list[str] = field(default_factory=list)
    mails: list[ReadMail] = field(default_factory=list)

    def all_folders(self) -> None:
        """Read what is new in each folder."""
        addresses = self._addresses()
        states = self._states()
        added = self.memory.new_among(addresses)
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
        self.memory.take(self.mails, self.about)
        self.memory.asked_about(addresses)

    def _addresses(self) -> list[str]:
        """Return the addresses that a command can hold."""
        theirs = [address for address in self.about.addresses if address not in self.about.me]
        for address in theirs:
            if not _can_be_asked(address):
                self.problems.append(
                    f"{self.target.label}: it cannot be asked about {address}, which is not plain ASCII."
                )
        return list(filter(_can_be_asked, theirs))

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

    def _folder(self, name: str, state: FolderState, known: list[str], added: tuple[str, ...]) -> None:
        """Read a folder: of people who are asked about for the first time all of it, of others what is new."""
        row = self.memory.folders.get(name, {})
        fresh = row.get("validity") != state.validity or state.next < row.get("next", 0)
        first = 1 if fresh else int(row["next"])
        has_news = state.next == 0 or state.next > first
        if not has_news and not added:
            return
        opened = self.connection.examine(name)
        if opened is None:
            return
        if opened.validity != state.validity:       # numbered anew just now
            first = 1
        folder = _OpenFolder(self, name, self.memory.server["folders"][name])
        if has_news:
            folder.read([*known, *added] if first == 1 else known, first)
        if added and first > 1:
            folder.read(added, 1)
        self.memory.folders[name] = {"validity": opened.validity, "next": opened.next or folder.last + 1}


@dataclass(slots=True)
class _OpenFolder:
    """One folder that is open."""

    reading: _Reading
    name: str
    sent: bool
    last: int = 0

    def read(self, addresses: Iterable[str], first: int) -> None:
        """Read the mail with these people, from this number on."""
        people = list(addresses)
        if not people:
            return
        about, new = self.reading.about, f"UID {first}:*"
        long_ago = commands.since(about.since - ANSWERED_WITHIN - MARGIN)
        lately = commands.since(about.since - MARGIN)
        found: set[int] = set()
        if self.sent:
            found |= self._exact_or_plain(
                f"{new} {long_ago}", people, commands.was_written_to, commands.was_written_to_in_doubt)
        else:
            found |= self._exact_or_plain(f"{new} {lately}", people, commands.wrote, commands.wrote_in_doubt)
            if own := [address for address in about.me if _can_be_asked(address)]:
                mine = commands.either([commands.wrote_in_doubt(address) for address in own])
                found |= self._exact_or_plain(
                    f"{new} {long_ago} {mine}", people, commands.was_written_to, commands.was_written_to_in_doubt)
        self._fetch({uid for uid in found if uid >= first})
        if not self.sent:
            reported = f'{new} {lately} HEADER CONTENT-TYPE "delivery-status"'
            failures = self._search(reported, people, commands.could_not_be_reached)
            failures |= self._search(f"{new} {lately}", people, commands.was_named_as_failed)
            self._fetch_failures({uid for uid in failures if uid >= first})

    def _search(self, before: str, people: list[str], key: SearchKey) -> set[int]:
        search = self.reading.connection.search
        found = {uid for what in commands.searches(before, people, key) for uid in search(what)}
        self.last = max(self.last, *found, 0)
        return found

    def _exact_or_plain(self, before: str, people: list[str], exact: SearchKey, plain: SearchKey) -> set[int]:
        """Search so that a stranger whose address ends like one of these is not found, if the server can do that."""
        server = self.reading.memory.server
        if found := self._search(before, people, exact):
            server["brackets"] = True
        return found or (set() if server.get("brackets") else self._search(before, people, plain))

    def _fetch(self, uids: set[int]) -> None:
        wanted = commands.header_wanted(subjects=self.reading.target.subjects)
        fetched = [mail for some in commands.uid_sets(uids) for mail in self.reading.connection.fetch(some, wanted)]
        calendars = self._with_calendar(fetched) if not self.sent else set()
        for mail in fetched:
            self._keep(mail, has_calendar=mail.uid in calendars)

    def _with_calendar(self, mails: list[FetchedMail]) -> set[int]:
        """Return which of these hold an invitation or an answer to one, deep inside."""
        numbers = [mail.uid for mail in mails]
        return {uid for some in commands.uid_sets(numbers)
                for uid in self.reading.connection.search(f'UID {some} BODY "BEGIN:VCALENDAR"')}

    def _fetch_failures(self, uids: set[int]) -> None:
        for some in commands.uid_sets(uids):
            for mail in self.reading.connection.fetch(some, commands.REPORT_WANTED):
                fields = read_header(mail.header).fields
                if failed := failed_for(fields, mail.part, self.reading.about.addresses):
                    self._keep(mail, failed=failed)

    def _keep(self, mail: FetchedMail, **seen: Any) -> None:
        header, label = read_header(mail.header), self.reading.target.named(self.name)
        self.reading.mails.append(ReadMail(header, label, self.sent, mail.arrived, **seen))


def _can_be_asked(address: str) -> bool:
    try:
        quoted_text(address)
    except ValueError:
        return False
    return True
