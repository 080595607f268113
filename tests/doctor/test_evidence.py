"""The sources of what may be noticed, examined by the doctor: each kind of source in its words, and nothing stored."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from followupd.core.values.hitlist import Hitlist
from followupd.core.values.targets import CaldavTarget
from followupd.doctor import evidence
from followupd.doctor.checks import Check, Verdict
from followupd.doctor.evidence import examine_evidence
from followupd.hitlist.load import load
from tests.calendars.busy.conftest import calendar, event
from tests.evidence.mail.conftest import dovecot  # noqa: F401 - a fixture
from tests.kit.mail_server import PASSWORD, MailServer
from tests.kit.mails import ANN, ME, answering, mail, now

DAY = timedelta(days=1)
DECLINED = "ATTENDEE;PARTSTAT=DECLINED:mailto:kim@else.example"
PEOPLE = f"contacts: [{{name: Ann Lee, email: {ANN}, phone: +1 303 555 0142}}]\n"


def a_list(folder: Path, settings: str, people: str = PEOPLE) -> Hitlist:
    path = folder / "hitlist.yaml"
    path.write_text(f"timezone: UTC\nme: {ME}\n{settings}\n{people}")
    loaded = load(path)
    assert loaded.hitlist is not None, loaded.problems
    return loaded.hitlist


def the_only(hitlist: Hitlist, at: datetime | None = None) -> Check:
    (check,) = examine_evidence(hitlist, at or now())
    return check


def meeting(days: int, uid: str, *more: str) -> str:
    at = now() - days * DAY
    return event(f"DTSTART:{at:%Y%m%dT%H%M%SZ}", "DURATION:PT1H", "SUMMARY:Lunch", *more, uid=uid)


def test_a_mailbox_in_files_is_counted_as_mails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And never warns of the library that compares numbers."""
    monkeypatch.setattr(evidence, "is_installed", lambda: False)
    (tmp_path / "inbox").write_text(f"From x Mon Nov 30 13:45:24 2026\n{mail(ANN, ME, 'a', answering('m'))}\n")
    (tmp_path / "sent").write_text(f"From x Mon Nov 30 13:45:24 2026\n{mail(ME, ANN, 'm', ago=9 * DAY)}\n")
    check = the_only(a_list(tmp_path, "mail: {mbox: [inbox, sent]}"))
    assert (check.name, check.state) == ("mail", Verdict.OK)
    assert check.sentence == (
        "inbox: 2 mails with people on your list in the last year, 1 of them yours, read from inbox, sent; "
        "nothing counts until you say so"
    )
    nobody = the_only(a_list(tmp_path, "mail: {mbox: [inbox, sent]}", "contacts: [Ann Lee]\n"))
    assert nobody.advice.startswith("Nobody")
    both = examine_evidence(a_list(tmp_path, "mail: [{mbox: inbox}, {mbox: sent}]"), now())
    assert [check.name for check in both] == ["mail[0]", "mail[1]"]


def test_a_mailbox_on_a_server_is_asked(dovecot: MailServer, tmp_path: Path) -> None:  # noqa: F811
    """With its folders; a wrong password is said, with its name."""
    user = dovecot.new_user()
    dovecot.add(user, "INBOX", mail(ANN, user, "a"))
    target = dovecot.target(user)
    said = (
        f"mail: {{imap: 'imaps://{target.host}:{target.port}', username: {user}, password: SECRET, "
        f"ca_file: {target.ca_file}}}"
    )
    check = the_only(a_list(tmp_path, said.replace("SECRET", PASSWORD)))
    assert (check.name, check.state) == ("mail", Verdict.OK)
    assert "1 mail with people on your list in the last year, 0 of them yours, read from INBOX" in check.sentence
    check = the_only(a_list(tmp_path, said.replace("SECRET", "wrong")))
    assert (check.name, check.state) == ("mail", Verdict.PROBLEM)
    refused = f"{user}: the server refused the login of {user}. Look at username and the password"
    assert check.sentence.startswith(refused)
    assert check.advice == "Until then nothing in it is noticed."
    assert "0 mails" not in check.sentence


def test_a_call_log_is_counted_as_calls(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "calls.txt").write_text(f"{now() - DAY:%Y-%m-%d 10:00}, outgoing, +1 303 555 0142, 240\n")
    hitlist = a_list(tmp_path, "calls: calls.txt")
    for installed, state in ((True, Verdict.OK), (False, Verdict.WARNING)):
        monkeypatch.setattr(evidence, "is_installed", lambda installed=installed: installed)
        check = the_only(hitlist)
        assert (check.name, check.state) == ("calls", state)
        assert check.sentence.startswith("calls.txt: 1 call with people on your list in the last year")


def test_meetings_are_counted_of_two_months(tmp_path: Path) -> None:
    """On all calendars together, each once; cancelled ones and those to come are none."""
    ann = f"ATTENDEE:mailto:{ANN}"
    mine = f"ORGANIZER:mailto:{ME}"
    held = (meeting(3, "a", mine, ann), meeting(40, "b", mine, ann), meeting(90, "c", mine, ann),
            meeting(-3, "d", mine, ann), meeting(4, "e", mine, ann, "STATUS:CANCELLED"),
            meeting(5, "f", mine, "ATTENDEE:mailto:kim@else.example"))
    (tmp_path / "work.ics").write_bytes(calendar(*held))
    (tmp_path / "home.ics").write_bytes(calendar(held[0]))
    check = the_only(a_list(tmp_path, "busy: [work.ics, home.ics]\nnoticed: {meetings: yes}"))
    assert (check.name, check.state) == ("meetings", Verdict.OK)
    assert check.sentence == (
        "work.ics, home.ics, followup.ics: 2 meetings with people on your list in the last 62 days; what is sure counts"
    )
    theirs = meeting(6, "g", "ORGANIZER:mailto:kim@else.example", ann)
    (tmp_path / "work.ics").write_bytes(calendar(*held, theirs))
    assert the_only(a_list(tmp_path, "busy: [work.ics]\nnoticed: {meetings: yes}")).sentence.endswith(
        ": 2 meetings with people on your list in the last 62 days; what is sure counts. "
        "1 more meeting of theirs names none of your addresses, so it is not yours"
    )
    (tmp_path / "work.ics").write_bytes(calendar(theirs))
    alone = the_only(a_list(tmp_path, "busy: [work.ics]\nnoticed: {meetings: yes}"))
    assert (alone.state, alone.advice) == (
        Verdict.WARNING, "Else write the address that the calendar has of you under `me:`."
    )
    off = the_only(a_list(tmp_path, "busy: [work.ics]"))
    assert (off.name, off.state) == ("meetings", Verdict.SKIPPED)
    assert tuple(examine_evidence(a_list(tmp_path, ""), now())) == ()


def test_who_the_user_is_must_be_known(tmp_path: Path) -> None:
    """By `me:`, by a login name, or by the server; and somebody who declined may be the user under another address."""
    listed = a_list(tmp_path, "busy: [work.ics]\nnoticed: {meetings: yes}")
    attended = meeting(3, "a", f"ATTENDEE:mailto:{ANN}", f"ORGANIZER:mailto:{ME}")
    (tmp_path / "work.ics").write_bytes(calendar(attended))
    assert the_only(listed).state is Verdict.OK
    nobody = the_only(replace(listed, me=()))
    assert (nobody.state, nobody.advice) == (Verdict.WARNING, "Write them under `me:` in the hit list.")
    account = CaldavTarget("https://dav.example.com/", username="Alex@example.com")
    assert replace(listed, me=(), calendar=account).own_addresses == ("alex@example.com",)
    (tmp_path / "work.ics").write_bytes(calendar(meeting(3, "a", f"ATTENDEE:mailto:{ANN}", DECLINED)))
    assert the_only(listed).state is Verdict.WARNING
    mine = f"ATTENDEE:mailto:{ME}"
    (tmp_path / "work.ics").write_bytes(calendar(meeting(3, "a", f"ATTENDEE:mailto:{ANN}", DECLINED, mine)))
    assert the_only(listed).state is Verdict.OK


def test_a_calendar_of_ours_that_cannot_be_read_is_said(tmp_path: Path) -> None:
    """One under `busy:` has a check of its own."""
    (tmp_path / "bad.ics").write_text("no calendar")
    (tmp_path / "good.ics").write_bytes(calendar())
    check = the_only(a_list(tmp_path, "calendar: bad.ics\nbusy: [good.ics]\nnoticed: {meetings: ask}"))
    assert check.state is Verdict.WARNING
    assert "bad.ics" in check.sentence.partition("until you say so. ")[2]
    check = the_only(a_list(tmp_path, "calendar: good.ics\nbusy: [bad.ics]\nnoticed: {meetings: ask}"))
    assert check.state is Verdict.OK
