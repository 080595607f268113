"""Maildirs and mbox files: only what is new is opened, a file that is being written waits, and nothing is changed."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from followupd.core.values.mailboxes import MailFilesTarget
from followupd.core.values.sightings import MailSeen
from followupd.errors import Failure
from followupd.evidence.mail import maildir as maildir_room
from followupd.evidence.mail import mbox as mbox_room
from followupd.evidence.mail.maildir import Maildir
from followupd.evidence.mail.mbox import Mbox
from tests.kit.mails import ANN, LEE, ME, about, answering, failed, mail, now, what

DAY = timedelta(days=1)
ALL = ["sent ann", "replied ann", "wrote lee", "failed lee"]


def deliver(folder: Path, text: str, name: str = "", sub: str = "cur") -> Path:
    """Put a mail into a folder of a Maildir, as a program does that delivers it."""
    for one in ("cur", "new", "tmp"):
        (folder / one).mkdir(parents=True, exist_ok=True)
    number = sum(len(list((folder / one).iterdir())) for one in ("cur", "new"))
    path = folder / sub / (name or f"{int(time.time())}.M{number}P1.host:2,S")
    path.write_text(text)
    return path


def noting(calls: list[Any], function: Callable[..., Any]) -> Callable[..., Any]:
    """The function, which notes the last thing that it is given."""
    def noted(*arguments: Any) -> Any:
        calls.append(arguments[-1])
        return function(*arguments)

    return noted


def as_pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def maildir_in(folder: Path, sent: str = ".Sent") -> Maildir:
    deliver(folder / sent, mail(ME, f"Ann <{ANN}>", "m1", ago=9 * DAY))
    deliver(folder, mail(f"Ann <{ANN}>", ME, "a1", answering("m1"), ago=8 * DAY))
    deliver(folder, mail(f"Joann <jo{ANN}>", ME, "j1", answering("m1"), ago=8 * DAY))
    deliver(folder, mail("stranger@else.example", f"{ME}, {ANN}", "s1"))
    deliver(folder, mail(LEE, ME, "l1", ago=2 * DAY), sub="new")
    deliver(folder, failed(LEE))
    deliver(folder, failed("stranger@else.example", "dsn2"))
    return Maildir(MailFilesTarget((folder,)))


@pytest.mark.parametrize("sent", [".Sent", ".Gesendete Objekte", "Sent", ".Wys&AUI-ane"])
def test_a_maildir(tmp_path: Path, sent: str) -> None:
    """The layouts of Dovecot, Courier and mbsync; a folder of sent mail by its name."""
    seen = maildir_in(tmp_path / "Maildir", sent).look(about(ANN, LEE), "")
    assert what(seen.sightings) == ALL
    assert {one.source for one in seen.sightings} >= {"INBOX in Maildir/"}


def test_only_new_files_are_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A mail that is marked as read has another name and is not opened again; a new one is."""
    mailbox = maildir_in(tmp_path / "Maildir")
    first = mailbox.look(about(ANN, LEE), "")
    opened: list[Any] = []
    whole = maildir_room._first_bytes
    monkeypatch.setattr(maildir_room, "_first_bytes", noting(opened, whole))
    second = mailbox.look(about(ANN, LEE), first.memory)
    assert second.sightings == first.sightings
    assert opened == []
    (unread,) = (tmp_path / "Maildir/new").iterdir()
    unread.rename(tmp_path / "Maildir/cur" / f"{unread.name.partition(':')[0]}:2,RS")
    arrived = deliver(tmp_path / "Maildir", mail(LEE, ME, "l2", ago=DAY), sub="new")
    third = mailbox.look(about(ANN, LEE), second.memory)
    assert opened == [arrived]
    assert what(third.sightings) == [*ALL[:3], "wrote lee", ALL[3]]


def test_what_depends_on_the_users_addresses_is_read_again_when_they_change(tmp_path: Path) -> None:
    """Their mail in a folder of another name is theirs once `me:` names it; what they wrote long ago stays known."""
    folder = tmp_path / "Maildir"
    deliver(folder / ".Archive", mail(ME, f"Ann <{ANN}>", "m1", ago=9 * DAY))
    deliver(folder, mail(f"Ann <{ANN}>", ME, "a1", answering("m1"), ago=8 * DAY))
    mailbox = Maildir(MailFilesTarget((folder,)))
    unknown = mailbox.look(about(ANN, LEE, me=()), "")
    assert what(unknown.sightings) == ["wrote ann"]
    known = mailbox.look(about(ANN, LEE), unknown.memory)
    assert what(known.sightings) == ["sent ann", "replied ann"]
    deliver(folder, mail(ME, LEE, "m2", ago=90 * DAY), name=f"{int(time.time()) - 90 * 86400}.M9P1.host:2,S")
    deliver(folder, mail(LEE, ME, "l2", answering("m2")))
    year = mailbox.look(about(ANN, LEE, me=(), back=365 * DAY), known.memory)
    year = mailbox.look(about(ANN, LEE, back=365 * DAY), year.memory)
    more = mailbox.look(about(ANN, LEE, me=(ME, "alias@example.com")), year.memory)
    assert what(more.sightings) == ["sent ann", "replied ann", "replied lee"]
    assert what(mailbox.look(about(ANN, LEE, me=()), more.memory).sightings) == ["wrote ann", "wrote lee"]


def test_a_maildir_as_before_costs_no_listing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Once its times are old enough to be believed."""
    mailbox = maildir_in(tmp_path / "Maildir")
    for path in (tmp_path / "Maildir").rglob("*"):
        if path.is_dir():
            os.utime(path, (time.time() - 60, time.time() - 60))
    first = mailbox.look(about(ANN, LEE), "")
    monkeypatch.setattr(maildir_room, "_names", lambda path: pytest.fail(f"{path} was listed"))
    assert mailbox.look(about(ANN, LEE), first.memory) == first


def test_hostile_files_in_a_maildir(tmp_path: Path) -> None:
    """Pipes, loops, names of no character, giants and what nobody may read: the rest is read, at once."""
    folder = tmp_path / "Maildir"
    mailbox = maildir_in(folder)
    os.mkfifo(folder / "cur" / "1795000000.pipe:2,S")
    (folder / "cur" / "1795000001.loop:2,S").symlink_to("1795000001.loop:2,S")
    (folder / ".Loop").symlink_to(folder)
    (folder / "cur" / "no number").write_text(mail(ANN, ME, "a9"))
    Path(os.fsdecode(os.fsencode(folder) + b"/cur/1795000002.\xff:2,S")).write_bytes(b"\xff\x00" * 100_000)
    with (folder / "cur" / "1795000003.giant:2,S").open("wb") as giant:
        giant.write(b"From: x\nReferences: " + b"<a@b> " * 100_000)
        giant.truncate(2 << 30)
    seen = mailbox.look(about(ANN, LEE), "")
    assert sorted(what(seen.sightings)) == sorted([*ALL, "replied ann"])


def test_a_maildir_that_is_none(tmp_path: Path) -> None:
    for place in (tmp_path / "none", tmp_path):
        with pytest.raises(Failure, match=r"Maildir|cannot be read"):
            Maildir(MailFilesTarget((place,))).look(about(ANN), "")


FROM = "From MAILER@host Mon Nov 30 13:45:24 2026\n"


def mbox_in(folder: Path) -> Mbox:
    (folder / "inbox").write_text("\n".join(FROM + text for text in (
        mail(f"Ann <{ANN}>", ME, "a1", answering("m1"), ago=8 * DAY, body="From here on\n\nFrom me to you\n"),
        mail(f"Joann <jo{ANN}>", ME, "j1", answering("m1")),
        mail("stranger@else.example", f"{ME}, {ANN}", "s1", body="x" * 3_000_000 + "\n"),
        mail(LEE, ME, "l1", ago=2 * DAY), failed(LEE),
    )))
    (folder / "sent").write_text(FROM + mail(ME, f"Ann <{ANN}>", "m1", ago=9 * DAY))
    return Mbox(MailFilesTarget((folder / "inbox", folder / "sent"), is_mbox=True))


def test_mbox_files(tmp_path: Path) -> None:
    seen = mbox_in(tmp_path).look(about(ANN, LEE), "")
    assert what(seen.sightings) == ALL
    assert {one.source for one in seen.sightings} == {"inbox", "sent"}


def test_lines_as_windows_writes_them(tmp_path: Path) -> None:
    mailbox = mbox_in(tmp_path)
    for path in tmp_path.iterdir():
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert what(mailbox.look(about(ANN, LEE), "").sightings) == ALL


def test_a_file_that_grew_is_read_from_its_last_mail_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As before, it is not opened further than its state."""
    mailbox = mbox_in(tmp_path)
    first = mailbox.look(about(ANN, LEE), "")
    heads: list[Any] = []
    whole = mbox_room._head
    monkeypatch.setattr(mbox_room, "_head", noting(heads, whole))
    assert mailbox.look(about(ANN, LEE), first.memory) == first
    assert heads == []
    with (tmp_path / "inbox").open("a") as inbox:
        inbox.write("\n" + FROM + mail(LEE, ME, "l2", ago=DAY))
    second = mailbox.look(about(ANN, LEE), first.memory)
    assert what(second.sightings) == [*ALL[:3], "wrote lee", ALL[3]]
    assert len(heads) == 2


def test_a_mail_that_is_being_written(tmp_path: Path) -> None:
    """Wherever it is cut: it waits for its whole header and is then seen once; nothing before it is lost or doubled."""
    mailbox = mbox_in(tmp_path)
    memory = mailbox.look(about(ANN, LEE), "").memory
    before = (tmp_path / "inbox").read_bytes()
    new = ("\n" + FROM + mail(LEE, ME, "l2", ago=DAY)).encode()
    for end in range(0, len(new), 7):
        (tmp_path / "inbox").write_bytes(before + new[:end])
        memory = (seen := mailbox.look(about(ANN, LEE), memory)).memory
        is_whole = b"\n\n" in new[1:end]
        assert what(seen.sightings).count("wrote lee") == 1 + is_whole, end
    (tmp_path / "inbox").write_bytes(before + new)
    assert what(mailbox.look(about(ANN, LEE), memory).sightings) == [*ALL[:3], "wrote lee", ALL[3]]


def test_a_file_that_was_written_again_counts_nothing_twice(tmp_path: Path) -> None:
    """As when mail is deleted, or marked as read in its header."""
    mailbox = mbox_in(tmp_path)
    first = mailbox.look(about(ANN, LEE), "")
    text = (tmp_path / "inbox").read_text().replace(FROM, FROM + "Status: RO\n")
    (tmp_path / "inbox").write_text(text + "\n" + FROM + mail(LEE, ME, "l2", ago=DAY))
    second = mailbox.look(about(ANN, LEE), first.memory)
    assert set(first.sightings) < set(second.sightings)
    assert len(second.sightings) == 5


@pytest.mark.parametrize("damage", [
    lambda path: path.write_bytes(b"\x00" * 100_000), lambda path: path.unlink(),
    as_pipe,
])
def test_what_is_no_mbox_file_is_said_to_be_none(tmp_path: Path, damage: Callable[[Path], object]) -> None:
    """The other is read, as before a first mail was sent; once it is whole, nothing of it is missing."""
    mailbox = mbox_in(tmp_path)
    whole = (tmp_path / "inbox").read_bytes()
    damage(tmp_path / "inbox")
    seen = mailbox.look(about(ANN, LEE), "")
    assert what(seen.sightings) == ["sent ann"]
    (problem,) = seen.problems
    assert "inbox" in problem
    (tmp_path / "inbox").unlink(missing_ok=True)
    (tmp_path / "inbox").write_bytes(whole)
    assert what(mailbox.look(about(ANN, LEE), seen.memory).sightings) == ALL
    for path in (tmp_path / "inbox", tmp_path / "sent"):
        path.unlink()
    with pytest.raises(Failure, match="inbox"):
        mailbox.look(about(ANN), "")


@pytest.mark.parametrize("begin", ["From \r\n", "From \n", "From - Mon Nov 30 13:45:24 2026\r\n"])
def test_mbox_files_of_thunderbird(tmp_path: Path, begin: str) -> None:
    """A line "From " without a time; one in a text, behind which no header begins, is none."""
    mailbox = mbox_in(tmp_path)
    for path in tmp_path.iterdir():
        text = path.read_text().replace(FROM, begin).replace("From here on\n", "Hi,\n\nFrom \nnow: on\n")
        path.write_text(text, newline="")
    seen = mailbox.look(about(ANN, LEE), "")
    assert what(seen.sightings) == ALL
    assert mailbox.look(about(ANN, LEE), seen.memory).sightings == seen.sightings


@pytest.mark.parametrize("to", ["all-staff@example.com", "sam@example.com", f"Ann <{ANN}>"])
def test_a_mail_that_is_not_to_the_user_counts_only_if_it_names_one_of_theirs(tmp_path: Path, to: str) -> None:
    """Her circular, to a group that no header tells, or into a mailbox that several people read."""
    mailbox = maildir_in(tmp_path / "Maildir")
    deliver(tmp_path / "Maildir", mail(LEE, to, "l2", ago=DAY))
    deliver(tmp_path / "Maildir", mail(ANN, to, "a2", answering("m1"), ago=DAY))
    mails = mailbox.look(about(ANN, LEE), "").sightings
    shown = [(one.address, one.in_reply) for one in mails if isinstance(one, MailSeen) and one.to_others]
    assert shown == [(LEE, False), (ANN, True)]
    unknown = mailbox.look(about(ANN, LEE, me=()), "").sightings
    assert not any(one.to_others for one in unknown if isinstance(one, MailSeen))


@pytest.mark.parametrize("folder", [".Drafts", ".Entw&APw-rfe", ".INBOX.Junk", "Spam", ".Outbox"])
def test_drafts_and_junk_are_nobodys_mail(tmp_path: Path, folder: str) -> None:
    mailbox = maildir_in(tmp_path / "Maildir")
    deliver(tmp_path / "Maildir" / folder, mail(ME, LEE, "d1"))
    deliver(tmp_path / "Maildir" / folder, mail(ANN, ME, "d2", answering("m1")))
    deliver(tmp_path / "Maildir", mail(ME, LEE, "d3"), name=f"{int(time.time())}.M9P1.host:2,DS")
    seen = mailbox.look(about(ANN, LEE), "")
    assert what(seen.sightings) == ALL
    assert len(seen.folders) == 2


def test_a_header_without_end(tmp_path: Path) -> None:
    """Is read as far as any header goes, and what stands behind it is read."""
    mailbox = mbox_in(tmp_path)
    giant = f"{FROM}From: {ANN}\nReferences:" + " <a@b>\n" * 100_000
    (tmp_path / "inbox").write_text(giant + "\n\n" + FROM + mail(LEE, ME, "l1"))
    assert "wrote lee" in what(mailbox.look(about(ANN, LEE), "").sightings)


def test_somebody_who_comes_on_the_list_later_in_files(tmp_path: Path) -> None:
    for mailbox in (maildir_in(tmp_path / "Maildir"), mbox_in(tmp_path)):
        first = mailbox.look(about(LEE), "")
        assert what(first.sightings) == ["wrote lee", "failed lee"]
        assert what(mailbox.look(about(ANN, LEE), first.memory).sightings) == ALL


def test_memory_holds_no_address(tmp_path: Path) -> None:
    """Nor a subject, unless they are wanted."""
    for subjects in (False, True):
        mbox_in(tmp_path)
        target = MailFilesTarget((tmp_path / "inbox", tmp_path / "sent"), is_mbox=True, subjects=subjects)
        seen = Mbox(target).look(about(ANN, LEE), "")
        assert "@" not in seen.memory
        assert ("about a1" in seen.memory) is subjects
        assert {one.subject for one in seen.sightings if isinstance(one, MailSeen)} >= {"about a1" if subjects else ""}


def test_addresses_beyond_ascii(tmp_path: Path) -> None:
    """In files they are found in either spelling, and with letters before the @ too."""
    jo, kim = "jörg@example.com", "kim@bücher.example"
    (tmp_path / "sent").write_text(FROM + mail(ME, f"{jo}, kim@xn--bcher-kva.example", "m1", ago=3 * DAY))
    (tmp_path / "inbox").write_text(FROM + mail(jo, ME, "j1") + "\n" + FROM + mail(f"Kim <{kim}>", ME, "k1", ago=DAY))
    target = MailFilesTarget((tmp_path / "inbox", tmp_path / "sent"), is_mbox=True)
    seen = Mbox(target).look(about(jo, kim), "")
    assert sorted(what(seen.sightings)) == ["replied jörg", "replied kim", "sent jörg", "sent kim"]


def test_a_mail_is_answered_by_name_after_a_month(tmp_path: Path) -> None:
    """In files read in either order; without its name it would be out of the blue."""
    mailbox = mbox_in(tmp_path)
    for name, answer in (("m9", "replied ann"), ("m8", "wrote ann")):
        (tmp_path / "sent").write_text(FROM + mail(ME, ANN, "m9", ago=50 * DAY))
        (tmp_path / "inbox").write_text(FROM + mail(ANN, ME, "a9", answering(name), ago=DAY))
        assert what(mailbox.look(about(ANN), "").sightings) == [answer]


def test_old_mail_is_forgotten(tmp_path: Path) -> None:
    """But not at once a mail of the user's, which may still be answered."""
    mailbox = mbox_in(tmp_path)
    first = mailbox.look(about(ANN, LEE), "")
    with (tmp_path / "sent").open("a") as sent:
        sent.write("\n" + FROM + mail(ME, LEE, "m2", ago=DAY / 6))
    later = mailbox.look(about(ANN, LEE, back=DAY), first.memory)
    assert what(later.sightings) == ["sent ann", "failed lee", "sent lee"]
    assert later.memory.count("inbox") < first.memory.count("inbox")
    assert now().year >= 2026


def test_each_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    """Also if none can be, up to a number, and then how many more there are."""
    paths = tuple(tmp_path / f"gone{number}" for number in range(12))
    with pytest.raises(Failure) as caught:
        Mbox(MailFilesTarget(paths, is_mbox=True)).look(about(ANN), "")
    assert all(str(path) in caught.value.message for path in (*paths[:8], paths[-1]))
    assert "and 3 more that cannot be read" in caught.value.message
    assert caught.value.hint
