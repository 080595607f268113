"""Goal 14: what a mailbox of 100,000 mails costs, on Debian's Dovecot over TLS, as a Maildir and as an mbox file.

    python -m bench.mail [MAILS] [PEOPLE] [DAYS]

One mail in a hundred is with somebody of the list, spread over a year, or so many days: with 1 all mails arrived today,
as after a move to another server. Seconds are CPU time of this process, without
the server's; MiB are the peak above what was there. "first" knows nothing, "again" is a look without news, "one more"
is after one new mail. The commands are those after the login.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

from bench.measuring import Cost, alone
from tests.kit.mail_server import MailServer, Wire, dovecot_in

USER = "alex@example.net"
LOOK = """
import datetime as days
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo
from followupd.core.values.mailboxes import ImapTarget, MailFilesTarget
from followupd.evidence.protocol import AskedAbout
from followupd.evidence.mail import imap, maildir, mbox
kind, place, certificate, people, memory = sys.argv[1:]
memory = pathlib.Path(memory)
if kind == "imap":
    source = imap.ImapMailbox(ImapTarget("localhost", int(place), username="alex@example.net", password="correct-horse",
        ca_file=pathlib.Path(certificate)))
else:
    make = maildir.Maildir if kind == "maildir" else mbox.Mbox
    source = make(MailFilesTarget((pathlib.Path(place),), is_mbox=kind == "mbox"))
about = AskedAbout((), tuple(f"person{number}@example.com" for number in range(int(people))), ("alex@example.net",),
                   ZoneInfo("UTC"), datetime.now(UTC) - timedelta(days=14))
known = memory.read_text() if memory.exists() else ""
with measured():
    seen = source.look(about, known)
memory.write_text(seen.memory)
assert seen.sightings and not [one for one in seen.problems if "no folder of sent" not in one], seen.problems
"""


def mail(number: int, people: int, mails: int, days: int) -> str:
    """Return a mail of a stranger, or each hundredth of somebody on the list."""
    who = f"person{number // 100 % people}@example.com" if number % 100 == 0 else f"stranger{number}@else.example"
    at = datetime.now(UTC) - timedelta(days=days) * max(0.0, 1 - number / mails)
    return (f"Return-Path: <{who}>\nReceived: from mx by mx; x\nFrom: Somebody <{who}>\nTo: <{USER}>\n"
            f"Date: {format_datetime(at)}\nMessage-ID: <{number}@example>\nSubject: a mail\n\nA line or two.\n\nBye\n")


def fill(folder: Path, mails: int, people: int, days: int) -> None:
    """Make a Maildir. Strangers' mails of one day are links to one file, which is ten times as fast."""
    for name in ("cur", "new", "tmp"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    began = int(time.time()) - days * 86400
    of_day: dict[tuple[int, int], Path] = {}
    for number in range(mails):
        at = began + days * 86400 * number // mails
        path = folder / "cur" / f"{at}.M{number}P1.host:2,S"
        alike = at // 86400, number // 10_000       # a file has 65,000 names at most
        if number % 100 and alike in of_day:
            os.link(of_day[alike], path)
            continue
        path.write_text(mail(number, people, mails, days))
        os.utime(path, (at, at))
        if number % 100:
            of_day[alike] = path
    for sub in ("cur", "new"):
        os.utime(folder / sub, (began, began))


def looks(kind: str, place: str, certificate: Path, people: int, more: Path, mails: int, days: int) -> list[Cost]:
    """Look three times: first, again, and after one more mail."""
    with tempfile.TemporaryDirectory() as name:
        arguments = (kind, place, certificate, people, Path(name, "memory"))
        costs = [alone(LOOK, *arguments), alone(LOOK, *arguments)]
        new = mail(mails * 100, people, mails, days)
        if kind == "mbox":
            with more.open("a") as file:
                file.write(f"\nFrom x Mon Nov 30 13:45:24 2026\n{new}")
        else:
            (more / "new" / f"{int(datetime.now(UTC).timestamp())}.M{mails}P1.host").write_text(new)
        return [*costs, alone(LOOK, *arguments)]


def commands(wire: Wire) -> int:
    """Return the number of commands after the login, the goodbye left out."""
    said = [line.split()[1] for line in wire.commands if len(line.split()) > 1]
    return sum(word not in {b"CAPABILITY", b"AUTHENTICATE", b"LOGOUT"} for word in said)


def on_server(server: MailServer, mails: int, people: int, days: int) -> list[Cost]:
    folder = server.top / "home" / USER
    fill(folder, mails, people, days)
    owner = (server.top / "home").stat()
    for path in [folder, *folder.rglob("*")]:
        os.chown(path, owner.st_uid, owner.st_gid)
    with server.logged_in(USER) as imap:        # the server makes its index
        imap.select("INBOX")
    costs = looks("imap", str(server.secure_port), server.certificate, people, folder, mails, days)
    with Wire(server.certificate, server.plain_port) as wire, tempfile.TemporaryDirectory() as name:
        for what in ("first", "again"):
            wire.forget()
            alone(LOOK, "imap", wire.port, server.certificate, people, Path(name, "memory"))
            size = len(wire.received) / 1024
            print(f"IMAP, {what}: {commands(wire)} commands after the login, {size:.0f} KiB received")
    return costs


def main(mails: int = 100_000, people: int = 200, days: int = 365) -> None:
    rows = []
    with dovecot_in() as server:
        rows.append(("IMAP", on_server(server, mails, people, days)))
    with tempfile.TemporaryDirectory() as name:
        fill(Path(name, "Maildir"), mails, people, days)
        folder = Path(name, "Maildir")
        rows.append(("Maildir", looks("maildir", str(folder), Path(), people, folder, mails, days)))
        with Path(name, "mbox").open("w") as file:
            for number in range(mails):
                file.write(f"From x Mon Nov 30 13:45:24 2026\n{mail(number, people, mails, days)}\n")
        rows.append(("mbox", looks("mbox", f"{name}/mbox", Path(), people, Path(name, "mbox"), mails, days)))
    for kind, costs in rows:
        for what, cost in zip(("first", "again", "one more"), costs, strict=True):
            print(f"{kind:8} {what:9} {cost.cpu * 1000:7.1f} ms CPU {cost.wall:7.2f} s {cost.peak:7.1f} MiB")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
