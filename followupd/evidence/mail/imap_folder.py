"""One folder of a mailbox on a server: which of its mails are with people of the list, and what is noted of them.

Takes an open folder, addresses and a range of numbers; gives mails. One search of the whole range asks for as many
people as a command can hold; every other question is about what that has found. The header of a mail is fetched only
if somebody of the list wrote it or got it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from followupd.core.noticing.mail import ANSWERED_WITHIN, FEW
from followupd.core.values.mailboxes import ImapTarget
from followupd.core.values.time import A_DAY
from followupd.evidence.mail import commands
from followupd.evidence.mail.commands import FetchedMail, SearchKey
from followupd.evidence.mail.connection import MailConnection
from followupd.evidence.mail.failures import failed_for
from followupd.evidence.mail.headers import MailHeader, read_header
from followupd.evidence.mail.memory import ReadMail
from followupd.evidence.protocol import AskedAbout

MARGIN = A_DAY              # a server's day begins elsewhere
PART = 10_000               # mails between two places at which a look that was cut goes on


@dataclass(frozen=True, slots=True)
class OpenFolder:
    """One folder that is open on the connection; `sent` if it holds the mail of the user."""

    target: ImapTarget
    connection: MailConnection
    about: AskedAbout
    name: str
    sent: bool

    def parts(self, first: int, next_number: int) -> Iterator[tuple[int, int]]:
        """Yield the numbers to read, the first and the last of each part, from this one on.

        `next_number` is the one that the next mail will get, 0 if the server does not say.
        """
        if 0 < next_number - first <= PART:
            yield first, next_number - 1
            return
        found = sorted(uid for uid in self.connection.search(f"UID {first}:* {self._long_ago()}") if uid >= first)
        for place in range(0, len(found), PART):
            part = found[place : place + PART]
            yield part[0], part[-1]

    def read(self, people: Sequence[str], first: int, last: int) -> Iterator[ReadMail]:
        """Yield the mails with these people among these numbers."""
        asked = f"UID {first}:{last}"
        if self.sent:
            yield from self._mails(self._written_to(f"{asked} {self._long_ago()}", people))
            return
        lately = commands.since(self.about.since - MARGIN)
        found = self._found(f"{asked} {lately}", people, commands.wrote)
        found = self._certain(found, people, commands.wrote_exactly, commands.NO_BRACKETS_FROM)
        if own := list(filter(commands.can_be_asked_about, self.about.me)):
            mine = self._found(f"{asked} {self._long_ago()}", own, commands.wrote)
            found |= {uid for some in commands.uid_sets(mine) for uid in self._written_to(f"UID {some}", people)}
        yield from self._mails(found)
        yield from self._failures(self.connection.search(f"{asked} {lately} {commands.FAILURES}"), people)

    def _long_ago(self) -> str:
        return commands.since(self.about.since - ANSWERED_WITHIN - MARGIN)

    def _written_to(self, before: str, people: Sequence[str]) -> set[int]:
        found = self._found(before, people, commands.was_written_to)
        return self._certain(found, people, commands.was_written_to_exactly, commands.NO_BRACKETS_TO)

    def _found(self, before: str, people: Iterable[str], key: SearchKey) -> set[int]:
        search = self.connection.search
        return {uid for what in commands.searches(before, people, key) for uid in search(what)}

    def _certain(self, uids: set[int], people: Sequence[str], exactly: SearchKey, no_brackets: str) -> set[int]:
        """Return the mails without those of a stranger whose address ends like one of these.

        Most servers find an address with its brackets, some even where the mail has none; others find only what is
        there, or know no brackets. So a mail without any is taken too.
        """
        sure = {uid for some in commands.uid_sets(uids) for uid in self._found(f"UID {some}", people, exactly)}
        left = commands.uid_sets(uids - sure)
        return sure | {uid for some in left for uid in self.connection.search(f"UID {some} {no_brackets}")}

    def _mails(self, uids: Iterable[int]) -> Iterator[ReadMail]:
        wanted = commands.header_wanted(subjects=self.target.subjects)
        for some in commands.uid_sets(uids):
            fetched = list(self.connection.fetch(some, wanted))
            calendars = set() if self.sent else self._with_calendar(fetched)
            for mail in fetched:
                yield self._read(mail, _header(mail), has_calendar=mail.uid in calendars, is_cut=mail.is_cut)

    def _with_calendar(self, mails: Sequence[FetchedMail]) -> set[int]:
        """Return which of these hold an invitation or an answer to one, deep inside."""
        sets = commands.uid_sets(mail.uid for mail in mails)
        return {uid for some in sets for uid in self.connection.search(f'UID {some} BODY "BEGIN:VCALENDAR"')}

    def _failures(self, uids: Iterable[int], people: Sequence[str]) -> Iterator[ReadMail]:
        """Yield the delivery failures among these mails that name one of these people."""
        for some in commands.uid_sets(uids):
            named = self._found(f"UID {some}", people, commands.could_not_be_reached)
            named |= self._found(f"UID {some}", people, commands.was_named_as_failed)
            for few in commands.uid_sets(named):
                for mail in self.connection.fetch(few, commands.REPORT_WANTED):
                    header = read_header(mail.header)
                    if failed := failed_for(header.fields, mail.part, self.about.addresses):
                        yield self._read(mail, header, failed=failed)

    def _read(self, mail: FetchedMail, header: MailHeader, **seen: Any) -> ReadMail:
        return ReadMail(header, self.target.named(self.name), self.sent, mail.arrived, **seen)


def _header(mail: FetchedMail) -> MailHeader:
    """Return the header with its recipients; of too many only the first are there."""
    recipients = mail.recipients.rpartition(b",")[0] if mail.is_cut else mail.recipients
    header = read_header(mail.header.rstrip(b"\r\n") + b"\r\n" + recipients)
    return replace(header, count=max(header.count, FEW + 1)) if mail.is_cut else header
