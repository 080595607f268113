"""The parts of strangers that cross the wire, and that none of them goes any further.

Of a mail between the user and somebody of the list the other recipients cross it, a few of them if they are many: they
have to be counted. Nothing else does: no mail of a stranger, and nothing about them in a question.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

import pytest

from followupd.core.values.sightings import MailSeen
from followupd.evidence.mail.imap import ImapMailbox
from tests.cli.conftest import Shell, desk  # noqa: F401 - a fixture
from tests.kit.mail_server import PASSWORD, MailServer, Wire
from tests.kit.mails import ANN, LEE, ME, about, failed, mail, now, what

SENT = "Wysłane"
DAY = timedelta(days=1)
CROWD = [f"crowd{number}@else.example" for number in range(200)]
SHARED = {"pal1@else.example", "pal2@else.example", "secretary@else.example", "pal3@else.example"}


def shared(user: str) -> dict[str, list[str]]:
    """Mail with people of the list in which strangers stand too, and mail of strangers, by folder."""
    other = "\n\nFinal-Recipient: rfc822; pal3@else.example\nAction: failed\nStatus: 5.1.1\n\n--b--"
    report = failed(LEE, "dsn1").replace("\n\n--b--", other)
    return {
        SENT: [
            mail(user, f"Ann <{ANN}>, Pal <pal1@else.example>", "m1", ago=9 * DAY),
            mail(user, f"{', '.join(CROWD[:100])}, {ANN}, {', '.join(CROWD[100:])}", "m2", ago=8 * DAY),
            mail(user, "stranger1@else.example", "m3"),
        ],
        "INBOX": [
            mail(f"Ann <{ANN}>", user, "a1", "Cc: Pal <pal2@else.example>", "Sender: <secretary@else.example>",
                 "References: <thread@else.example> <m1@example>", ago=7 * DAY),
            mail(ANN, f"{user}, {', '.join(CROWD)}", "a2", ago=6 * DAY),
            mail(LEE, user, "l1", "References: <m2@example>", ago=DAY), report,
            mail("stranger2@else.example", f"{user}, {ANN}", "s1"), mail(f"jo{ANN}", user, "s2"),
            mail("news@stranger3.example", user, "s3", "List-Id: <x>"), failed("stranger4@else.example", "s4"),
        ],
    }


def filled(server: MailServer) -> str:
    user = server.new_user()
    for folder, mails in shared(user).items():
        server.add(user, folder, *mails)
    return user


def addresses(said: bytes) -> set[str]:
    """Everything with an @ in it, also as it is spelt for a login."""
    for coded in re.findall(rb"[A-Za-z0-9+/]{12,}={0,2}", said):
        with suppress(ValueError):
            said += b" " + base64.b64decode(coded, validate=True).replace(b"\0", b" ")
    return {one.decode() for one in re.findall(rb"[^\s<>\"(),:;{}\[\]]+@[^\s<>\"(),:;{}\[\]]+", said.lower())}


def test_what_crosses_the_wire(dovecot: MailServer, wire: Wire) -> None:
    """Asked is about the list and the user alone. What comes: their mail, and who else was in it, of many a few."""
    user = filled(dovecot)
    seen = ImapMailbox(dovecot.target(user, port=wire.port)).look(replace(about(ANN, LEE), me=(ME, user)), "")
    assert what(seen.sightings) == ["sent ann", "replied ann", "replied ann", "replied lee", "failed lee"]
    assert addresses(bytes(wire.sent)) == {ANN, LEE, ME, user}
    came = addresses(bytes(wire.received))
    ids = {f"{name}@example" for name in ("m1", "m2", "a1", "a2", "l1", "dsn1")} | {"thread@else.example"}
    some = {one for one in came if one.startswith("crowd")}
    assert came - some - ids == {ANN, LEE, user, *SHARED}
    assert len(some) < len(CROWD) / 4
    assert b"about" not in wire.received


def test_nothing_crosses_it_about_strangers_alone(dovecot: MailServer, wire: Wire) -> None:
    """Not even of one whose address ends like that of somebody who never wrote."""
    user = filled(dovecot)
    dovecot.add(user, "INBOX", mail("bokim@example.com", f"{user}, bokim@example.com", "b1"))
    dovecot.add(user, SENT, mail(user, "bokim@example.com", "b2"))
    seen = ImapMailbox(dovecot.target(user, port=wire.port)).look(about("kim@example.com"), "")
    assert seen.sightings == ()
    assert addresses(bytes(wire.sent)) == {"kim@example.com", ME, user}
    assert addresses(bytes(wire.received)) == set()


def test_a_mail_to_many_is_known_as_one(dovecot: MailServer) -> None:
    """Of whose recipients not all were read; it is none to somebody, but an answer to it is an answer."""
    user = filled(dovecot)
    seen = ImapMailbox(dovecot.target(user)).look(about(ANN, LEE), "").sightings
    assert sorted(min(4, one.count) for one in seen if isinstance(one, MailSeen)) == [0, 1, 2, 2, 4]
    dovecot.add(user, "INBOX", mail(ANN, f"{user}, Bo <b@else.example>, Cy <c@else.example>", "a3", ago=DAY / 2))
    later = ImapMailbox(dovecot.target(user)).look(about(ANN, LEE), "").sightings
    assert [one.count for one in later if isinstance(one, MailSeen) and one not in seen] == [3]


def as_mbox(shell: Shell, _: MailServer) -> str:
    for name, mails in (("sent", shared(ME)[SENT]), ("inbox", shared(ME)["INBOX"])):
        (shell.folder / name).write_text("\n".join(f"From x Mon Nov 30 13:45:24 2026\n{one}" for one in mails))
    return "{mbox: [inbox, sent]}"


def on_server(_: Shell, server: MailServer) -> str:
    target = server.target(user := filled(server))
    return (f"{{imap: 'imaps://{target.host}:{target.port}', username: {user}, password: {PASSWORD}, "
            f"ca_file: {target.ca_file}}}")


@pytest.mark.parametrize("made", [as_mbox, on_server])
def test_strangers_are_in_no_answer_no_file_and_no_report(
    desk: Shell,  # noqa: F811
    dovecot: MailServer, made: Callable[[Shell, MailServer], str]
) -> None:
    """Neither in the database nor on the calendar, whatever is asked, in words and as JSON."""
    people = f"contacts:\n  - {{name: Ann, email: {ANN}}}\n  - {{name: Lee, email: {LEE}}}\n"
    desk.hitlist.write_text(f"calendar: followup.ics\nstate: state.db\ntimezone: UTC\nme: {ME}\n"
                            f"noticed: {{mail: yes}}\nmail: {made(desk, dovecot)}\n{people}")
    given = {"inbox", "sent", "hitlist.yaml"}
    said = str(desk("sync", now=f"{now() - 30 * DAY:%Y-%m-%dT%H:%M}"))
    at = f"{now():%Y-%m-%dT%H:%M}"
    for command in ("sync", "noticed", "noticed --try", "status", "doctor", "why Ann", "show Lee", "list",
                    "undo --list", "history export", "plan"):
        for form in ([], ["--json"]):
            answer = desk(*command.split(), *form, now=at)
            said += f"{answer.out}{answer.err}"
    assert "replied" in said
    for path in desk.folder.rglob("*"):
        if path.is_file() and path.name not in given:
            said += path.read_bytes().decode("latin-1")
    assert not re.search(r"(?i)else\.example|stranger\d|joann|@example(?!\.)", said)
