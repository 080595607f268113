"""The programs of a person: a work calendar, a mailbox on Dovecot, a phone whose log a folder receives.

They write what such programs write. Knows nothing of followupd, and nothing of what its traces mean.
"""

from __future__ import annotations

import imaplib
import os
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from xml.sax.saxutils import quoteattr
from zoneinfo import ZoneInfo

from tests.kit.mail_server import MailServer

ZONE = ZoneInfo("America/Denver")
INCOMING, OUTGOING, MISSED, REJECTED = 1, 2, 3, 5
_WORDS = {INCOMING: "incoming", OUTGOING: "outgoing", MISSED: "missed", REJECTED: "rejected"}


def clock(at: datetime) -> str:
    """An instant as a calendar writes it in the zone of its user."""
    return f"{at.astimezone(ZONE):%Y%m%dT%H%M%S}"


def guest(address: str, verdict: str = "ACCEPTED") -> str:
    return f"ATTENDEE;PARTSTAT={verdict}:mailto:{address}"


@dataclass
class CalendarFile:
    """A calendar in a file: the whole is written again after each change."""

    path: Path
    events: dict[str, list[str]] = field(default_factory=dict)      # the lines of each, by a name of ours

    def put(self, name: str, at: datetime, minutes: int, title: str, *lines: str, uid: str = "") -> None:
        """Enter an event, or another time of one (RECURRENCE-ID) with its `uid`."""
        self.events[name] = [
            f"UID:{uid or name}@work", "DTSTAMP:20210101T000000Z", f"DTSTART;TZID=America/Denver:{clock(at)}",
            f"DTEND;TZID=America/Denver:{clock(at + timedelta(minutes=minutes))}", f"SUMMARY:{title}", *lines,
        ]
        self.save()

    def put_day(self, name: str, day: datetime, title: str, *lines: str) -> None:
        """Enter an event of a whole day."""
        self.events[name] = [f"UID:{name}@work", "DTSTAMP:20210101T000000Z", f"DTSTART;VALUE=DATE:{day:%Y%m%d}",
                             f"SUMMARY:{title}", *lines]
        self.save()

    def move(self, name: str, at: datetime, minutes: int) -> None:
        self.events[name][2:4] = [f"DTSTART;TZID=America/Denver:{clock(at)}",
                                  f"DTEND;TZID=America/Denver:{clock(at + timedelta(minutes=minutes))}"]
        self.save()

    def replace(self, name: str, old: str, new: str) -> None:
        lines = self.events[name]
        assert old in lines, (old, lines)
        lines[lines.index(old)] = new
        self.save()

    def add(self, name: str, line: str) -> None:
        self.events[name].append(line)
        self.save()

    def remove(self, name: str) -> None:
        del self.events[name]
        self.save()

    def save(self) -> None:
        body = "".join("\r\n".join(("BEGIN:VEVENT", *lines, "END:VEVENT", "")) for lines in self.events.values())
        head = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//work//EN\r\n"
        self.path.write_bytes(f"{head}{body}END:VCALENDAR\r\n".encode())


@dataclass
class Mailbox:
    """The mailbox of `user`. A mail arrives at its date."""

    server: MailServer
    user: str
    number: int = 0

    def sends(self, at: datetime, to: str, *fields: str) -> str:
        """Write a mail, which the program keeps in the folder of sent mail; return its Message-ID."""
        return self._keep("Sent", at, self.user, to, fields)

    def gets(self, at: datetime, sender: str, *fields: str, to: str = "", body: str = "Hello.\n") -> str:
        return self._keep("INBOX", at, sender, to or self.user, fields, body)

    def _keep(
        self, folder: str, at: datetime, sender: str, to: str, fields: tuple[str, ...], body: str = "Hello.\n"
    ) -> str:
        self.number += 1
        name = f"<{self.number}.{at:%Y%m%d%H%M}@mail.example>"
        text = "\r\n".join((
            f"From: {sender}", f"To: {to}", f"Date: {format_datetime(at)}", f"Message-ID: {name}", "Subject: this",
            *fields, "", body.replace("\n", "\r\n"),
        ))
        with self.server.logged_in(self.user) as imap:
            verdict, said = imap.append(folder, "", imaplib.Time2Internaldate(at), text.encode())
        assert verdict == "OK", said
        return name

    def restore(self) -> None:
        """Let the server number all mail anew, as after a restored backup."""
        index = self.server.top / "home" / self.user
        for path in [*index.glob("**/dovecot-uidlist"), *index.glob("**/dovecot.index*")]:
            path.unlink()


@dataclass(frozen=True)
class PhoneCall:
    """One call as the phone knows it."""

    at: datetime
    number: str
    kind: int
    seconds: int


@dataclass
class CallingPhone:
    """A phone that writes its log into a folder: the whole of it now and then, or a file for each call."""

    folder: Path
    calls: list[PhoneCall] = field(default_factory=list)
    written: set[datetime] = field(default_factory=set)         # the calls that a file names, or has named

    def __post_init__(self) -> None:
        self.folder.mkdir()

    def call(self, at: datetime, number: str, kind: int, seconds: int = 0) -> PhoneCall:
        made = PhoneCall(at, number, kind, seconds)
        self.calls.append(made)
        return made

    def export(self, now: datetime, name: str, *, days: int = 60, share: float = 1.0) -> None:
        """Write the calls of these days as XML; of a `share` below 1 only so much has arrived."""
        calls = sorted((one for one in self.calls if now - timedelta(days=days) <= one.at <= now), key=lambda c: c.at)
        rows = "\n".join(
            f'  <call number={quoteattr(one.number)} duration="{one.seconds}" date="{int(one.at.timestamp() * 1000)}"'
            f' type="{one.kind}" presentation="1" contact_name="(Unknown)" />' for one in calls
        )
        text = f"<?xml version='1.0' encoding='UTF-8' ?>\n<calls count=\"{len(calls)}\">\n{rows}\n</calls>\n"
        self._write(now, name, text[: round(len(text) * share)])
        if share == 1.0:
            self.written.update(one.at for one in calls)

    def note(self, now: datetime, call: PhoneCall, *, late: int = 0, length: bool = True) -> None:
        """Write one call as a line in a file, by a clock that may be some seconds `late`."""
        at = (call.at + timedelta(seconds=late)).astimezone(ZONE)
        last = f", {call.seconds}" if length and call.kind in (INCOMING, OUTGOING) else ""
        text = f"{at:%Y-%m-%d %H:%M:%S}, {_WORDS[call.kind]}, {call.number}{last}\n"
        self._write(now, f"call-{call.at:%m%d-%H%M%S}.txt", text)
        self.written.add(call.at)

    def forget(self, name: str) -> None:
        (self.folder / name).unlink()

    def _write(self, now: datetime, name: str, text: str) -> None:
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        os.utime(path, (now.timestamp(), now.timestamp()))      # Syncthing keeps the time of the phone
