"""A mailbox on Dovecot over TLS: what is seen, how little is asked, and that a server that fails breaks nothing."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from followupd.core.values.mailboxes import ImapTarget
from followupd.core.values.sightings import MailSeen
from followupd.credentials import Login
from followupd.errors import Failure
from followupd.evidence.mail.imap import ImapMailbox
from tests.kit.mail_server import PASSWORD, MailServer, Wire, make_certificate, token_for
from tests.kit.mails import ANN, LEE, ME, about, answering, failed, mail, what

SENT = "Wysłane"
DAY = timedelta(days=1)


def filled(server: MailServer, *, me: str = "") -> str:
    """Return a user with a mail of theirs to Ann and her answer, a mail of Lee's, a failure, and much of strangers."""
    user = server.new_user()
    own = me or user
    server.add(user, SENT, mail(own, f"Ann <{ANN}>", "m1", ago=9 * DAY), mail(own, "stranger1@else.example", "m2"))
    server.add(
        user, "INBOX",
        mail(f"Ann <{ANN}>", own, "a1", answering("m1"), ago=8 * DAY),
        mail(f"Joann <jo{ANN}>", own, "j1", answering("m1"), ago=8 * DAY),
        mail("stranger2@else.example", f"{own}, {ANN}", "s1", answering("m1")),
        mail(f'"Lee, who" <{LEE.upper()}>', own, "l1", ago=2 * DAY),
        mail("list@else.example", own, "n1", "List-Id: <x>", body=f"{ANN} said something"),
        failed("stranger3@else.example", "dsn1"), failed(LEE, "dsn2"), failed(ANN, "dsn3", action="delayed"),
    )
    return user


def test_what_is_seen(dovecot: MailServer) -> None:
    """Mine, an answer, a mail out of the blue, a failure; no stranger's, and no mail in which she is only named."""
    user = filled(dovecot)
    seen = ImapMailbox(dovecot.target(user)).look(about(ANN, LEE), "")
    assert what(seen.sightings) == ["sent ann", "replied ann", "wrote lee", "failed lee"]
    assert seen.problems == ()
    assert {one.source for one in seen.sightings} == {f"INBOX of {user}", f"{SENT} of {user}"}
    assert all(isinstance(one, MailSeen) and one.subject == "" for one in seen.sightings)


def test_nothing_is_changed(dovecot: MailServer) -> None:
    """No mail is marked as read, not even as no longer recent."""
    user = filled(dovecot)
    ImapMailbox(dovecot.target(user)).look(about(ANN, LEE), "")
    with dovecot.logged_in(user) as imap:
        imap.select("INBOX")
        assert imap.response("RECENT")[1] == [b"8"]
        assert imap.uid("SEARCH", "SEEN") == ("OK", [b""])


def test_the_wire(dovecot: MailServer, wire: Wire) -> None:
    """No address crosses it that is neither on the list nor the user's; no subject; nothing that would mark a mail."""
    user = filled(dovecot)
    mailbox = ImapMailbox(dovecot.target(user, port=wire.port))
    for memory in ("", mailbox.look(about(ANN), "").memory):
        assert mailbox.look(about(ANN, LEE), memory).sightings
    crossed = bytes(wire.sent + wire.received).lower()
    addresses = set(re.findall(rb"[\w.+-]+@[\w-]+\.[\w.]+", crossed))
    assert addresses == {one.encode() for one in (ANN, LEE, ME, user)}
    assert not re.search(rb"stranger|joann|\bsubject|about [a-z]|said something", crossed)
    assert not re.search(rb"(?m)^\S+ (?:select|store|copy|move|append|expunge|delete)\b", bytes(wire.sent).lower())
    assert b"BODY[" not in wire.sent


def test_subjects_are_asked_for_only_if_they_are_allowed(dovecot: MailServer, wire: Wire) -> None:
    user = filled(dovecot)
    seen = ImapMailbox(dovecot.target(user, port=wire.port, subjects=True)).look(about(ANN), "")
    assert [one.subject for one in seen.sightings if isinstance(one, MailSeen)] == ["about m1", "about a1"]
    assert b"about l1" not in wire.received
    assert b"about s1" not in wire.received


def test_a_look_without_news_is_one_command_after_the_login(dovecot: MailServer, wire: Wire) -> None:
    """And remembers the same text, so that nothing is stored; a new mail alone is fetched."""
    user = filled(dovecot)
    mailbox = ImapMailbox(dovecot.target(user, port=wire.port))
    first = mailbox.look(about(ANN, LEE), "")
    wire.forget()
    second = mailbox.look(about(ANN, LEE), first.memory)
    assert second == first
    login = next(place for place, line in enumerate(wire.commands) if b"AUTHENTICATE" in line)
    assert [line.split()[1] for line in wire.commands[login + 2 :]] in ([b"LIST"], [b"LIST", b"LOGOUT"])
    dovecot.add(user, "INBOX", mail(LEE, user, "l2", ago=DAY))
    wire.forget()
    third = mailbox.look(about(ANN, LEE), second.memory)
    assert what(third.sightings) == [*what(first.sightings[:3]), "wrote lee", what(first.sightings)[3]]
    assert wire.received.count(b" FETCH (") == 1


def test_what_depends_on_the_users_addresses_is_read_again_when_they_change(dovecot: MailServer) -> None:
    """And with `subjects: yes` their subjects are fetched, which are forgotten without it."""
    user = dovecot.new_user()
    dovecot.add(user, "INBOX", mail(ME, ANN, "m1", ago=9 * DAY), mail(ANN, ME, "a1", answering("m1"), ago=8 * DAY))
    mailbox = ImapMailbox(dovecot.target(user))
    unknown = mailbox.look(about(ANN, me=()), "")
    assert what(unknown.sightings) == ["wrote ann"]
    known = mailbox.look(about(ANN), unknown.memory)
    assert what(known.sightings) == ["sent ann", "replied ann"]
    with_subjects = ImapMailbox(dovecot.target(user, subjects=True)).look(about(ANN), known.memory)
    assert [one.subject for one in with_subjects.sightings if isinstance(one, MailSeen)] == ["about m1", "about a1"]
    assert "about" not in mailbox.look(about(ANN), with_subjects.memory).memory


def test_a_folder_that_was_numbered_anew_is_read_again_and_counts_nothing_twice(dovecot: MailServer) -> None:
    """UIDVALIDITY changes when a mailbox is restored or moved: the evidence is the Message-ID."""
    user = filled(dovecot)
    mailbox = ImapMailbox(dovecot.target(user))
    first = mailbox.look(about(ANN, LEE, me=(user,)), "")
    with dovecot.logged_in(user) as imap:
        imap.create("Old")
        imap.rename("Old", "Older")
    index = dovecot.top / "home" / user
    for path in [*index.glob("dovecot-uidlist"), *index.glob("dovecot.index*")]:
        path.unlink()
    dovecot.add(user, "INBOX", mail(ANN, user, "a2", ago=DAY))
    second = mailbox.look(about(ANN, LEE, me=(user,)), first.memory)
    assert second.memory != first.memory
    assert _validity(second.memory) != _validity(first.memory)
    assert set(first.sightings) < set(second.sightings)
    assert what(second.sightings) == ["sent ann", "replied ann", "wrote lee", "replied ann", "failed lee"]


def _validity(memory: str) -> list[str]:
    return re.findall(r'"validity":(\d+)', memory)


def test_somebody_who_comes_on_the_list_later(dovecot: MailServer, wire: Wire) -> None:
    """Earlier mail with them is looked for once, so that their answer is known as one; others are not asked about."""
    user = filled(dovecot)
    mailbox = ImapMailbox(dovecot.target(user, port=wire.port))
    first = mailbox.look(about(LEE), "")
    assert what(first.sightings) == ["wrote lee", "failed lee"]
    wire.forget()
    second = mailbox.look(about(LEE, ANN), first.memory)
    assert what(second.sightings) == ["sent ann", "replied ann", "wrote lee", "failed lee"]
    assert LEE.encode() not in wire.sent


def test_folders_that_are_named(dovecot: MailServer) -> None:
    """Other scripts are spelt as servers spell them; one that is not there is reported, and the rest is read."""
    user = dovecot.new_user()
    dovecot.add(user, "送信済み", mail(user, ANN, "m1", ago=2 * DAY))
    dovecot.add(user, "Arbeit & Größe", mail(ANN, user, "a1", ago=DAY))
    target = dovecot.target(user, folders=("送信済み", "Arbeit & Größe", "Gone"))
    seen = ImapMailbox(target).look(about(ANN, me=(user,)), "")
    assert what(seen.sightings) == ["sent ann", "replied ann"]
    assert seen.problems == (f"{user}: there is no folder Gone. Look at `folders:` below `mail:`.",)
    again = ImapMailbox(target).look(about(ANN, me=(user,)), seen.memory)
    assert again == seen


def test_mail_of_the_user_outside_the_folder_of_sent_mail(dovecot: MailServer) -> None:
    """As where everything lies in one folder: their own address tells which it is."""
    user = dovecot.new_user()
    dovecot.add(user, "INBOX", mail("alex@work.example", ANN, "m1", ago=3 * DAY),
                mail(ANN, user, "a1", answering("m1")), mail("stranger@else.example", f"{user}, {ANN}", "s1"))
    seen = ImapMailbox(dovecot.target(user, folders=("INBOX",))).look(about(ANN, me=("alex@work.example",)), "")
    assert what(seen.sightings) == ["sent ann", "replied ann"]
    (problem,) = seen.problems
    assert "no folder of sent mail" in problem


def test_mail_that_holds_an_invitation_is_a_machines(dovecot: MailServer) -> None:
    """The header of many says nothing of it."""
    user = dovecot.new_user()
    body = "--0\nContent-Type: text/calendar\n\nBEGIN:VCALENDAR\nEND:VCALENDAR\n--0--\n"
    dovecot.add(user, SENT, mail(user, ANN, "m1", ago=3 * DAY))
    mixed = "Content-Type: multipart/mixed; boundary=0"
    dovecot.add(user, "INBOX", mail(ANN, user, "a1", answering("m1"), mixed, body=body))
    seen = ImapMailbox(dovecot.target(user)).look(about(ANN), "")
    assert what(seen.sightings) == ["sent ann", "machine ann"]


def test_a_domain_beyond_ascii(dovecot: MailServer, wire: Wire) -> None:
    """It is in ASCII on the wire; with other letters before the @ nobody is asked, and that is said."""
    user, kim = dovecot.new_user(), "kim@bücher.example"
    coded = "kim@xn--bcher-kva.example"
    dovecot.add(user, SENT, mail(user, coded, "m1", ago=3 * DAY))
    dovecot.add(user, "INBOX", mail(f"Kim <{coded.upper()}>", user, "k1", answering("m1")), failed(coded))
    seen = ImapMailbox(dovecot.target(user, port=wire.port)).look(about(kim, "jörg@example.com"), "")
    assert what(seen.sightings) == ["sent kim", "failed kim", "replied kim"]
    assert {one.address for one in seen.sightings if isinstance(one, MailSeen)} == {kim}
    assert wire.sent.isascii()
    (problem,) = seen.problems
    assert "cannot be asked about jörg@example.com" in problem


def test_many_people_take_several_commands(dovecot: MailServer, wire: Wire) -> None:
    """None is longer than what any server reads."""
    user = filled(dovecot)
    crowd = [f"person{number}.with.a.long.name@company{number}.example" for number in range(300)]
    seen = ImapMailbox(dovecot.target(user, port=wire.port)).look(about(ANN, *crowd, LEE), "")
    assert what(seen.sightings) == ["sent ann", "replied ann", "wrote lee", "failed lee"]
    assert max(map(len, wire.commands)) < 8000
    assert sum(b"SEARCH" in line for line in wire.commands) > 10


def test_a_token(dovecot: MailServer) -> None:
    """XOAUTH2, as Google and Microsoft want it; a token that is not taken is said to be one."""
    user = filled(dovecot)
    target = dovecot.target(user, password=None, token_command=("printf", token_for(user)))
    assert ImapMailbox(target).look(about(ANN), "").sightings
    with pytest.raises(Failure, match="refused the login"):
        ImapMailbox(replace(target, token_command=("echo", "x.y.z"))).look(about(ANN), "")


def test_a_connection_that_changes_to_tls(dovecot: MailServer) -> None:
    """imap:// never logs in before it has."""
    user = filled(dovecot)
    target = dovecot.target(user, scheme="imap", port=dovecot.plain_port)
    assert ImapMailbox(target).look(about(ANN), "").sightings
    with pytest.raises(Failure, match="could not prove who it is"):
        ImapMailbox(replace(target, ca_file=None)).look(about(ANN), "")


def _other_certificate(target: ImapTarget, folder: Path) -> ImapTarget:
    return replace(target, ca_file=make_certificate(folder))


@pytest.mark.parametrize(("changed", "sentence"), [
    (lambda target, _: replace(target, password="wrong"), "the server refused the login of alex"),
    (lambda target, _: replace(target, password="höß\\\""), "the server refused the login of alex"),
    (lambda target, _: replace(target, ca_file=None), "could not prove who it is: self-signed certificate"),
    (_other_certificate, "could not prove who it is"),
    (lambda target, _: replace(target, host="127.0.0.1"), "could not prove who it is: IP address mismatch"),
    (lambda target, folder: replace(target, ca_file=folder / "none"), "cannot be read"),
    (lambda target, _: replace(target, host="nobody.invalid"), "could not be reached"),
    (lambda target, _: replace(target, port=9), "could not be reached: connection refused"),
])
def test_a_server_that_is_not_right(
    dovecot: MailServer, tmp_path: Path, changed: Callable[[ImapTarget, Path], ImapTarget], sentence: str
) -> None:
    """Each failure is one sentence that says what to do, and holds no secret."""
    target = changed(dovecot.target(dovecot.new_user()), tmp_path)
    with pytest.raises(Failure, match=re.escape(sentence)) as caught:
        ImapMailbox(target).look(about(ANN), "")
    assert caught.value.hint
    assert not {PASSWORD, "wrong"} & set(re.findall(r"\S+", f"{caught.value.message} {caught.value.hint}"))


def test_the_password_is_not_sent_to_a_server_that_proves_nothing(dovecot: MailServer, wire: Wire) -> None:
    with pytest.raises(Failure):
        ImapMailbox(dovecot.target("alex@example.net", port=wire.port, ca_file=None)).look(about(ANN), "")
    assert wire.sent == b""


@pytest.mark.parametrize("before", [True, False], ids=["before a command", "before its answer"])
def test_a_connection_that_is_cut_at_every_command(dovecot: MailServer, before: bool) -> None:
    """Whatever was under way: one sentence; and the next look sees everything, once."""
    user = filled(dovecot)
    whole = ImapMailbox(dovecot.target(user)).look(about(ANN, LEE), "")
    for place in range(40):
        with Wire(dovecot.certificate, dovecot.plain_port, break_after=place, before=before) as wire:
            mailbox = ImapMailbox(dovecot.target(user, port=wire.port))
            with suppress(Failure):
                assert mailbox.look(about(ANN, LEE), "").sightings == whole.sightings
                break       # cut at the goodbye
            with pytest.raises(Failure, match=r"cut|reached"):
                mailbox.look(about(ANN, LEE), "")
            wire.break_after = None
            assert mailbox.look(about(ANN, LEE), "").sightings == whole.sightings
    assert place > 10


def test_a_server_that_falls_silent_is_left_in_time(dovecot: MailServer) -> None:
    user = dovecot.new_user()
    with (
        Wire(dovecot.certificate, dovecot.plain_port, break_after=2, hang=True) as wire,
        pytest.raises(Failure, match=r"did not answer within 0\.3 seconds"),
    ):
        ImapMailbox(dovecot.target(user, port=wire.port, timeout=0.3)).look(about(ANN), "")


def test_without_a_login_nothing_is_sent() -> None:
    """The target comes from the hit list, which asks for one; a source of secrets may still have none."""
    login: Callable[[ImapTarget], Login | None] = lambda target: None   # noqa: E731 - a name for its type
    with pytest.raises(Failure):
        ImapMailbox(ImapTarget("localhost", port=9), login).look(about(ANN), "")
