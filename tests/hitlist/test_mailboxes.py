"""`mail:` in the hit list: each place, each login, and what is wrong with one in a sentence that quotes no secret."""

from __future__ import annotations

from pathlib import Path

import pytest

from followupd.core.values.hitlist import Mode
from followupd.core.values.mailboxes import ImapTarget, MailFilesTarget
from tests.hitlist.conftest import LoadText

LOGIN = "username: dana@example.com, password_command: pass show mail"


@pytest.mark.parametrize(("written", "targets"), [
    (f"{{imap: imaps://imap.example.com, {LOGIN}}}", (
        ImapTarget("imap.example.com", username="dana@example.com", password_command="pass show mail"),)),
    ("{imap: 'IMAP://[::1]:1143/', username: d, token_command: [get, token], folders: [INBOX, Sent], subjects: yes}", (
        ImapTarget("::1", 1143, "imap", ("INBOX", "Sent"), True, "d", token_command=("get", "token")),)),
    ("{maildir: /m}", (MailFilesTarget((Path("/m"),)),)),
    ("[{mbox: [/in, /sent]}, {maildir: /m}, {maildir: /m}]", (
        MailFilesTarget((Path("/in"), Path("/sent")), is_mbox=True), MailFilesTarget((Path("/m"),)))),
    ("off", ()),
])
def test_a_mailbox(load_text: LoadText, written: str, targets: tuple[object, ...]) -> None:
    """Named without a mode, it is asked about; a mailbox that is there twice is read once."""
    hitlist = load_text(f"mail: {written}\n").hitlist
    assert hitlist is not None
    assert hitlist.mail == targets
    assert hitlist.noticed.mail is (Mode.ASK if targets else Mode.NO)


@pytest.mark.parametrize(("noticed", "mode"), [
    ("{mail: yes}", Mode.YES), ("{mail: no}", Mode.NO), ("{meetings: yes}", Mode.ASK),
])
def test_the_mode(load_text: LoadText, noticed: str, mode: Mode) -> None:
    hitlist = load_text(f"mail: {{maildir: /m}}\nnoticed: {noticed}\n").hitlist
    assert hitlist is not None
    assert hitlist.noticed.mail is mode


@pytest.mark.parametrize(("written", "sentence"), [
    ("{subjects: yes}", "does not say where the mail is"),
    ("{maildir: /m, mbox: /b}", "is a second place beside maildir"),
    ("{maildir: /m, username: dana, password: s3cret}", "is for imap, not for maildir"),
    ("{imap: imaps://imap.example.com}", "has no login"),
    ("{imap: imaps://imap.example.com, username: dana}", "has no password beside it"),
    ("{imap: imaps://imap.example.com, token_command: t}", "has no username beside it"),
    (f"{{imap: imaps://imap.example.com, {LOGIN}, token_command: t}}", "is a second source beside"),
    (f"{{imap: 'imaps://dana:s3cret@imap.example.com', {LOGIN}}}", "holds a user name"),
    (f"{{imap: imaps://imap.example.com/INBOX, {LOGIN}}}", "names more than a server"),
    (f"{{imap: https://imap.example.com, {LOGIN}}}", "is not the address of a mail server"),
    (f"{{imap: 'imaps://imap.example.com:99999', {LOGIN}}}", "is not the address of a mail server"),
    (f"{{imap: imaps://, {LOGIN}}}", "is not the address of a mail server"),
    ("{maildir: []}", "names no path"),
])
def test_what_is_wrong_with_one(load_text: LoadText, written: str, sentence: str) -> None:
    problems = load_text(f"mail: {written}\n").problems
    said = " ".join(problem.sentence for problem in problems)
    assert sentence in said
    assert "s3cret" not in said
