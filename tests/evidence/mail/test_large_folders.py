"""A large folder is searched once for many people, and a look that is cut goes on where it stopped."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest

from followupd.core.values.facts import EvidenceRule, Noticed
from followupd.errors import Failure
from followupd.evidence.mail import imap_folder
from followupd.evidence.mail.imap import ImapMailbox
from tests.kit.desks import HomeFolder
from tests.kit.mail_server import PASSWORD, MailServer, Wire
from tests.kit.mails import ANN, LEE, about, answering, failed, mail, now, what

DAY = timedelta(days=1)
SENT = "Wysłane"


def large(server: MailServer) -> str:
    """Return a user with twenty mails of strangers, and some with Ann and Lee in between."""
    user = server.new_user()
    server.add(user, SENT, mail(user, ANN, "m1", ago=60 * DAY), mail(user, ANN, "m2", ago=50 * DAY))
    for number in range(4):
        server.add(user, "INBOX", *(mail("stranger@else.example", user, f"s{number}{place}") for place in range(5)),
                   mail(ANN, user, f"a{number}", answering("m1"), ago=(9 - number) * DAY))
    server.add(user, "INBOX", mail(LEE, user, "l1", ago=DAY), failed(LEE))
    return user


WHOLE = ["replied ann"] * 4 + ["wrote lee", "failed lee"]


def scanned(wire: Wire) -> list[str]:
    """The ranges that were searched for people who wrote."""
    commands = (line.decode() for line in wire.commands)
    asked = rf"SEARCH UID (\d+:\d+) SINCE \S+ OR FROM \"{ANN}"
    return [found[1] for line in commands if (found := re.search(asked, line))]


def test_a_look_that_is_cut_goes_on_where_it_stopped(
    dovecot: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At any command, and as often as it happens: nothing is asked for twice, lost or doubled."""
    monkeypatch.setattr(imap_folder, "PART", 5)
    user = large(dovecot)
    for commands in (16, 23, 30):
        memory, seen, ranges = "", None, list[str]()
        for _ in range(40):
            with Wire(dovecot.certificate, dovecot.plain_port, break_after=commands) as wire:
                kept = [memory]
                with suppress(Failure):
                    seen = ImapMailbox(dovecot.target(user, port=wire.port)).look(about(ANN, LEE), memory, kept.append)
                memory = kept[-1]
                ranges += scanned(wire)
            if seen is not None:
                break
        assert seen is not None
        assert what(seen.sightings) == WHOLE
        assert list(dict.fromkeys(ranges)) == ["1:5", "6:10", "11:15", "16:20", "21:25", "26:26"]
        assert len(ranges) <= 12, "each at most once more, when it was cut in it"
        assert seen == ImapMailbox(dovecot.target(user)).look(about(ANN, LEE), "")


def test_passes_go_on_with_a_look_that_was_cut(
    dovecot: MailServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each in a process of its own; nothing is noticed before all is read, and then everything once."""
    monkeypatch.setattr(imap_folder, "PART", 5)
    user, home = large(dovecot), HomeFolder(tmp_path)
    cuts = 0
    with Wire(dovecot.certificate, dovecot.plain_port) as wire:
        home.write(
            f"calendar: followup.ics\nstate: followup.db\ntimezone: UTC\nnoticed: {{mail: yes}}\n"
            f"mail: {{imap: 'imaps://localhost:{wire.port}', username: {user}, password: {PASSWORD}, "
            f"ca_file: {dovecot.certificate}}}\ncontacts: [{{name: Ann, email: {ANN}}}]\n"
        )
        wire.break_after = 0
        assert "cut" in str(home.a_pass(now() - 30 * DAY).problems)
        for _ in range(20):
            wire.forget()
            wire.break_after = 16
            home.a_pass(now())
            if rules := [fact.rule for fact in home.facts() if isinstance(fact, Noticed)]:
                break
            cuts += 1
    assert cuts > 2
    assert rules == [EvidenceRule.REPLIED] * 4


def test_somebody_is_added_while_a_large_folder_is_read(
    dovecot: MailServer, wire: Wire, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The parts read for others are not enough for her; afterwards both are known."""
    user = large(dovecot)
    mailbox = ImapMailbox(dovecot.target(user, port=wire.port))
    known = mailbox.look(about(LEE), "").memory
    monkeypatch.setattr(imap_folder, "PART", 5)
    kept = [known]
    whole = mailbox.look(about(ANN, LEE), known, kept.append)
    assert what(whole.sightings) == WHOLE
    assert len(kept) > 3
    for memory in kept:
        wire.forget()
        seen = mailbox.look(about(ANN, LEE), memory)
        assert (what(seen.sightings), seen.memory) == (WHOLE, whole.memory)
        assert f'FROM "{LEE}"'.encode() not in wire.sent
        assert what(mailbox.look(about("kim@example.com", ANN, LEE), memory).sightings) == WHOLE


def test_many_people_cost_few_searches_of_the_whole_folder(dovecot: MailServer, wire: Wire) -> None:
    """Failures, and what the user wrote, are looked for once for all; what is found is asked about again."""
    user = large(dovecot)
    crowd = [f"person{number}@example.com" for number in range(200)]
    seen = ImapMailbox(dovecot.target(user, port=wire.port)).look(about(*crowd, ANN, LEE), "")
    assert what(seen.sightings) == WHOLE
    searched = re.findall(rb"SEARCH UID 1:26 SINCE \S+ (?:OR )*([A-Z]+)", wire.sent)
    assert searched == [b"FROM", b"FROM", b"HEADER"]


@pytest.mark.parametrize("size", [0, 1, 5, 6])
def test_a_folder_of_any_size(dovecot: MailServer, monkeypatch: pytest.MonkeyPatch, size: int) -> None:
    """An empty one, one of a part, and one of a mail more; mail that is too old is passed over."""
    monkeypatch.setattr(imap_folder, "PART", 5)
    user = dovecot.new_user()
    dovecot.add(user, "INBOX", *(mail(ANN, user, f"a{number}") for number in range(size)))
    mailbox = ImapMailbox(dovecot.target(user))
    first = mailbox.look(about(ANN), "")
    assert what(first.sightings) == ["wrote ann"] * size
    assert mailbox.look(about(ANN), first.memory) == first
    dovecot.add(user, "INBOX", mail(LEE, user, "l"), mail(ANN, user, "b"))
    assert what(mailbox.look(about(ANN), first.memory).sightings) == ["wrote ann"] * (size + 1)
