"""The memory of a mailbox: how far it was read, and a note of each mail with somebody of the list.

Takes headers, gives sightings and one text for the state database. Holds no address and no Message-ID, only hashes; a
stranger is never noted. Says of a mail that it answers one of the user if it names one that is noted here.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from followupd.core.noticing.mail import ANSWERED_WITHIN
from followupd.core.values.sightings import MailSeen, evidence_of
from followupd.evidence.mail.headers import MailHeader
from followupd.evidence.protocol import AskedAbout

THREADS = timedelta(days=400)       # so long a mail of the user is known by its Message-ID
MOST_NOTES = 20_000                 # the newest
SOMEBODY = ""                       # of the list, among many to whom the user wrote
SHORT = 16                          # digits of a hash in `MailNote.answers`
VERSION = 3


class MailNote(NamedTuple):
    """One mail with somebody of the list: `who` is the hash of their address, `at` counts seconds since 1970.

    `answers` are the beginnings of the hashes of the mails that one of theirs names.
    """

    evidence: str
    who: str
    at: int
    source: str
    from_user: bool
    recipients: int
    answers: tuple[str, ...]
    machine: bool
    failed: bool
    subject: str
    to_others: bool


class ReadMail(NamedTuple):
    """A mail as it was read: in which folder, when it arrived there, and what a reader saw of its body.

    `sent`: the folder is that of sent mail. `failed` are the addresses to which a mail could not be delivered. `is_cut`
    if it went to more people than were read.
    """

    header: MailHeader
    source: str
    sent: bool
    arrived: datetime | None
    has_calendar: bool = False
    failed: tuple[str, ...] = ()
    is_cut: bool = False


def who_is(address: str) -> str:
    """Return the hash of an address in small letters."""
    return evidence_of("address", address)[:16]


@dataclass(slots=True)
class MailMemory:
    """The memory of one mailbox. `folders` say how far each was read, in the form of its reader.

    `asked` are hashes of the addresses that were asked about, `adding` of those whose earlier mail is being looked for;
    how far that has come is `back` in each folder. `server` is what its reader knows of the server. `read_as` is what
    the notes depend on beside the mails: hashes of the user's addresses, and what may be read.
    """

    folders: dict[str, dict[str, Any]] = field(default_factory=dict)
    asked: set[str] = field(default_factory=set)
    notes: dict[tuple[str, str], MailNote] = field(default_factory=dict)
    server: dict[str, Any] = field(default_factory=dict)
    adding: set[str] = field(default_factory=set)
    read_as: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def from_text(cls, text: str) -> MailMemory:
        """Read it again; nothing is remembered if it cannot be read."""
        try:
            data = json.loads(text) if text else {}
            if data.get("version") != VERSION:
                return cls()
            notes = [MailNote(*row)._replace(answers=tuple(row[6])) for row in data["notes"]]
            known = {(note.evidence, note.who): note for note in notes}
            asked, adding = set(data["asked"]), set(data["adding"])
            return cls(data["folders"], asked, known, data["server"], adding, data.get("read_as", {}))
        except (ValueError, TypeError, KeyError, AttributeError):
            return cls()

    def to_text(self) -> str:
        """The whole as one text, the same for the same content."""
        return json.dumps({
            "version": VERSION, "server": self.server, "folders": self.folders, "asked": sorted(self.asked),
            "adding": sorted(self.adding), "notes": sorted(self.notes.values()), "read_as": self.read_as,
        }, separators=(",", ":"), sort_keys=True)

    def read_for(self, about: AskedAbout, *, subjects: bool) -> None:
        """Forget how far was read if the mails are to be read as another user's, or with other fields.

        Who wrote a mail, and whether it is to others, was judged by the addresses that were known then. Mails of the
        user that are too old to be read again stay known by their Message-ID, unless an address is the user's no more.
        """
        me = sorted(map(who_is, about.me))
        now = {"me": me, "inboxes": about.inboxes, "subjects": subjects}
        if self.read_as == now:
            return
        again = (about.since - ANSWERED_WITHIN).timestamp() if set(self.read_as.get("me", me)) <= set(me) else 0
        kept = (note._replace(subject="") for note in self.notes.values() if note.from_user and note.at < again)
        self.notes = {(note.evidence, note.who): note for note in kept}
        self.folders, self.asked, self.adding, self.read_as = {}, set(), set(), now

    def new_among(self, addresses: Iterable[str]) -> tuple[str, ...]:
        """Return the addresses that were not asked about so far."""
        return tuple(address for address in addresses if who_is(address) not in self.asked)

    def begin_with(self, addresses: Iterable[str]) -> list[str]:
        """Return the addresses whose earlier mail is still to be looked for, from the beginning if these are others."""
        added = list(self.new_among(addresses))
        whom = set(map(who_is, added))
        if whom != self.adding:
            self._forget_adding()
            self.adding = whom
        return added

    def asked_about(self, addresses: Iterable[str]) -> None:
        """Note whom the folders were read for; others are asked about again once they are back on the list."""
        self.asked = set(map(who_is, addresses))
        self._forget_adding()

    def _forget_adding(self) -> None:
        self.adding = set()
        for row in self.folders.values():
            row.pop("back", None)

    def take(self, mails: Iterable[ReadMail], about: AskedAbout) -> None:
        """Note the mails with people of the list."""
        theirs = frozenset(about.addresses) - frozenset(about.me)
        for mail in mails:
            from_user = _is_mine(mail, about, theirs)
            people = mail.header.recipients if from_user else mail.failed or (mail.header.sender,)
            named = [address for address in people if address in theirs]
            for address in named or ([SOMEBODY] if from_user and mail.is_cut else []):
                note = _note(mail, address, about, from_user=from_user)
                self.notes.setdefault((note.evidence, note.who), note)      # a second copy says nothing new
        self._forget_old(about.since)

    def sightings(self, about: AskedAbout) -> Iterator[MailSeen]:
        """Yield what was seen of these people since then, oldest first, and mails of the user that may be answered."""
        addresses = {who_is(address): address for address in about.addresses if address not in about.me}
        since, since_mine = about.since.timestamp(), (about.since - ANSWERED_WITHIN).timestamp()
        sent = {note.evidence[:SHORT] for note in self.notes.values() if note.from_user and not note.machine}
        for note in sorted(self.notes.values(), key=lambda note: (note.at, note)):
            if note.who in addresses and note.at >= (since_mine if note.from_user else since):
                yield MailSeen(
                    note.evidence, datetime.fromtimestamp(note.at, UTC), note.source, addresses[note.who],
                    note.from_user, note.recipients, not sent.isdisjoint(note.answers), note.machine, note.failed,
                    note.subject, note.to_others,
                )

    def _forget_old(self, since: datetime) -> None:
        first, first_sent = since.timestamp(), (since - THREADS).timestamp()
        kept = [note for note in self.notes.values() if note.at >= (first_sent if note.from_user else first)]
        kept = sorted(kept, key=lambda note: note.at)[-MOST_NOTES:]
        self.notes = {(note.evidence, note.who): note for note in kept}


def _is_mine(mail: ReadMail, about: AskedAbout, theirs: frozenset[str]) -> bool:
    return mail.header.sender in about.me or (mail.sent and mail.header.sender not in theirs)


def _note(mail: ReadMail, address: str, about: AskedAbout, *, from_user: bool) -> MailNote:
    """Return the note of a mail, at its date or its arrival, whichever is earlier: clocks are wrong, mail is moved."""
    header = mail.header
    times = [at for at in (header.at, mail.arrived) if at is not None]
    at = int(min(times).timestamp()) if times else 0
    machine, failed = header.machine or mail.has_calendar, bool(mail.failed)
    to_others = not from_user and about.inboxes and bool(about.me) and set(about.me).isdisjoint(header.recipients)
    answers = () if from_user or failed else tuple(one[:SHORT] for one in header.references)
    return MailNote(
        header.evidence, who_is(address), at, mail.source, from_user, header.count, answers, machine, failed,
        header.subject, to_others,
    )
