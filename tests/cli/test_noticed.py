"""`followupd noticed`: what was noticed and how to take it back, and what would be, without a byte written."""

from __future__ import annotations

import shlex
from hashlib import sha256
from pathlib import Path

import pytest

from tests.calendars.busy.conftest import calendar, event
from tests.cli.conftest import Shell

LIST = """\
calendar: followup.ics
state: state.db
timezone: America/Denver
me: alex@example.com
busy: [work.ics]
contacts:
  - {name: Dana Whitfield, email: dana@example.com, phone: +1 303 555 0142, via: phone}
  - {name: Ben Ito, email: ben@example.com, via: phone}
"""
ALLOWED = "noticed: {meetings: yes, calls: ask}\ncalls: calls\n"
ME = "ORGANIZER:mailto:alex@example.com"
DANA, BEN = "ATTENDEE:mailto:dana@example.com", "ATTENDEE:mailto:ben@example.com"
OTHERS = "ATTENDEE:mailto:x@else.example", "ATTENDEE:mailto:y@else.example"
AFTER = "2026-11-26T17:00"


def held(day: str, title: str, *who: str) -> str:
    return event(f"DTSTART:{day}T190000Z", "DURATION:PT1H", f"SUMMARY:{title}", ME, *who, uid=title)


@pytest.fixture
def diary(desk: Shell) -> Shell:
    """A list that allows nothing, and a calendar with three meetings."""
    desk.hitlist.write_text(LIST, encoding="utf-8")
    (desk.folder / "work.ics").write_bytes(calendar(
        held("20260303", "Coffee", DANA), held("20261125", "Workshop", BEN, *OTHERS), held("20261126", "Lunch", DANA),
    ))
    (desk.folder / "calls").mkdir()
    (desk.folder / "calls/log.txt").write_text("2026-11-25 10:00, outgoing, +1 303 555 0142, 240\n")
    return desk


def bytes_in(folder: Path) -> dict[str, str]:
    return {str(path): sha256(path.read_bytes()).hexdigest() for path in folder.rglob("*") if path.is_file()}


def test_what_was_noticed_is_listed_with_its_evidence_and_taken_back_as_shown(diary: Shell) -> None:
    """The newest first; what is asked about says so; what was taken back is gone, or said to be."""
    diary.hitlist.write_text(ALLOWED + LIST, encoding="utf-8")
    assert diary("sync").code == 0
    assert diary("sync", now=AFTER).code == 0
    rows = diary("noticed", now=AFTER).out.splitlines()
    assert rows[::2] == [
        "Thu 26 Nov 12:00  Dana Whitfield: met, from work.ics: Lunch",
        "Wed 25 Nov 12:00  Ben Ito: met, from work.ics: Workshop (asked about, not counted)",
        "Wed 25 Nov 10:00  Dana Whitfield: reached by phone, from calls/log.txt: 4 minutes (asked about, not counted)",
    ]
    told = diary("noticed", "--json", now=AFTER).json["noticed"]
    assert [(one["key"], one["rule"], one["asked"]) for one in told] == [
        ("dana-whitfield", "met", False), ("ben-ito", "met", True), ("dana-whitfield", "spoke", True),
    ]
    assert {len(one["evidence"]) for one in told} == {32}
    for one in told[::-1]:
        assert f"    Take it back: {one['undo']}" in rows
        assert diary(*shlex.split(one["undo"])[1:], now=AFTER).code == 0 or one is not told[0]
    assert all("taken back" in row for row in diary("noticed", now=AFTER).out.splitlines())


def test_what_was_logged_as_well_counts_once_and_is_taken_back_first(diary: Shell) -> None:
    """By name; then what was noticed counts again. A try beside contact is another thing."""
    diary.hitlist.write_text(ALLOWED.replace("ask", "no") + LIST, encoding="utf-8")
    diary("sync")
    diary("log", "Dana", "reached, the studio", now="2026-11-26T15:00")
    diary("sync", now=AFTER)
    asked_ben, lunch = diary("noticed", "--json", now=AFTER).json["noticed"][::-1]
    assert (asked_ben["reported"], asked_ben["undo"]) == (False, "followupd undo Ben Ito")
    assert (lunch["reported"], lunch["undo"]) == (True, None)
    rows = diary("noticed", now=AFTER).out.splitlines()
    assert rows[0].endswith("met, from work.ics: Lunch (not counted: you logged it yourself)")
    assert "Ben Ito" in rows[1]
    assert diary("undo", "--list", now=AFTER).out.count("Dana") == 1
    assert diary("undo", "Dana", now=AFTER).out.startswith("Taken back: reached by phone")
    assert diary("noticed", now=AFTER).out.splitlines()[1] == "    Take it back: followupd undo Dana Whitfield"
    diary("log", "Dana", "sent email", now=AFTER)
    assert "Last contact  Thu 26 Nov 12:00" in diary("show", "Dana", now=AFTER).out
    assert "(not counted" not in diary("noticed", now=AFTER).out.splitlines()[0]


@pytest.mark.parametrize("words", ["she didn't show up", "no show", "stood me up"])
def test_a_meeting_to_which_they_did_not_come_does_not_count(diary: Shell, words: str) -> None:
    """The user's word wins, and names no channel: nobody was written to or called. Any other try leaves the lunch."""
    diary.hitlist.write_text(ALLOWED + LIST, encoding="utf-8")
    diary("sync")
    diary("sync", now=AFTER)
    assert "Last contact  Thu 26 Nov 12:00" in diary("show", "Dana", now=AFTER).out
    diary("log", "Dana", "no answer", now=AFTER)
    assert "Last contact  Thu 26 Nov 12:00" in diary("show", "Dana", now=AFTER).out
    diary("undo", now=AFTER)
    for _ in range(2):      # said again, it is no try either
        said = diary("log", "Dana", words, now=AFTER)
        assert said.out.startswith("Taken back: met, from work.ics: Lunch, Dana Whitfield, today 12:00. ")
        shown = diary("show", "Dana", now=AFTER).out
        assert "Last contact  Thu 26 Nov" not in shown
        assert "Tries " not in shown
        assert "Attempts" not in shown
        assert "Lunch" not in diary("noticed", now=AFTER).out
    json = diary("log", "Dana", words, "--json", now=AFTER).json
    assert [one["key"] for one in json["taken_back"]] == ["dana-whitfield"]


def test_further_words_there_are_refused(diary: Shell) -> None:
    """They would be the note of a try that nobody made; nothing is stored."""
    diary.hitlist.write_text(ALLOWED + LIST, encoding="utf-8")
    diary("sync")
    diary("sync", now=AFTER)
    said = diary("log", "Dana", "no show", "-m", "she was ill", now=AFTER)
    assert said.code == 2
    assert "without other words" in said.err
    assert "Last contact  Thu 26 Nov 12:00" in diary("show", "Dana", now=AFTER).out


def test_without_a_meeting_that_was_noticed_it_is_a_try(diary: Shell) -> None:
    """Also if one was noticed on another day."""
    diary.hitlist.write_text(ALLOWED + LIST, encoding="utf-8")
    diary("sync")
    diary("sync", now=AFTER)
    said = diary("log", "Dana", "no show", now="2026-11-27T17:00").out
    assert said.startswith("Dana Whitfield: no answer (1st try), today 17:00")


def test_a_question_whose_reminder_was_deleted_is_asked_no_more(diary: Shell) -> None:
    diary.hitlist.write_text(ALLOWED.replace("ask", "no") + LIST, encoding="utf-8")
    diary("sync")
    diary("sync", now=AFTER)
    workshop = "Workshop ({})"
    assert workshop.format("asked about, not counted") in diary("noticed", now=AFTER).out
    events = diary.calendar.read_text().split("BEGIN:VEVENT")
    left = [one for one in events if "Did you meet Ben" not in one]
    assert len(left) == len(events) - 1
    tail = "" if "END:VCALENDAR" in left[-1] else "END:VCALENDAR\n"
    diary.calendar.write_text("BEGIN:VEVENT".join(left) + tail)
    diary("sync", now="2026-11-26T17:10")
    assert workshop.format("not counted, and asked no more") in diary("noticed", now="2026-11-26T17:11").out
    told = diary("noticed", "--json", now="2026-11-26T17:11").json["noticed"]
    assert [one["asked"] for one in told if one["key"] == "ben-ito"] == [False]


def test_what_was_taken_back_is_listed_once_nothing_else_is_left(diary: Shell) -> None:
    """It would be false that nothing was noticed."""
    diary.hitlist.write_text(ALLOWED.replace("ask", "no") + LIST, encoding="utf-8")
    assert "Nothing was noticed yet" in diary("noticed").out
    diary("sync")
    diary("sync", now=AFTER)
    diary("undo", "Dana", now=AFTER)
    diary("undo", "Ben", now=AFTER)
    assert diary("noticed", now=AFTER).out.splitlines() == [
        "Nothing that was noticed counts any more; taken back, or called off: 2.",
        "Thu 26 Nov 12:00  Dana Whitfield: met, from work.ics: Lunch (taken back)",
        "Wed 25 Nov 12:00  Ben Ito: met, from work.ics: Workshop (taken back)",
    ]


def test_a_bare_undo_takes_back_what_the_user_reported(diary: Shell) -> None:
    """However fresh what was noticed is; that is taken back by name, or by its number."""
    diary.hitlist.write_text(ALLOWED + LIST, encoding="utf-8")
    diary("sync")
    diary("log", "Ben", "na", now="2026-11-24T15:00")
    diary("sync", now=AFTER)
    assert [row.split()[0] for row in diary("undo", "--list", now=AFTER).out.splitlines()] == ["1", "2", "3", "4"]
    assert diary("undo", now=AFTER).out.startswith("Taken back: no answer by phone, Ben Ito")
    refused = diary("undo", now=AFTER)
    assert (refused.code, refused.err) == (2, (
        "followupd: there is no report of yours to take back\n  What was noticed: followupd noticed\n"
    ))
    assert diary("undo", "1", now=AFTER).out.startswith("Taken back: met, from work.ics")


def test_status_says_when_each_was_read_and_what_it_gave(diary: Shell) -> None:
    """Each calendar, mailbox and call log by itself, in this month."""
    assert "Noticed" not in diary("status").out
    boxes = "mail: [{mbox: old}, {maildir: Maildir}]\n"
    diary.hitlist.write_text(boxes + ALLOWED + LIST, encoding="utf-8")
    (diary.folder / "Maildir/cur").mkdir(parents=True)
    mail = "From: Ben <ben@example.com>\nTo: alex@example.com\nDate: {} 2026 10:00:00 -0700\nMessage-ID: <{}@x>\n\nHi\n"
    (diary.folder / "Maildir/cur/1795640000.1.x:2,S").write_text(mail.format("25 Nov", "one"))
    (diary.folder / "old").write_text("From x Wed Nov 25 13:45:24 2026\n" + mail.format("24 Nov", "two"))
    assert "Noticed   meetings, work.ics: never read yet, 0 noticed this month" in diary("status").out
    diary("sync")
    diary("sync", now=AFTER)
    rows = diary("status", now=AFTER).out.splitlines()
    at = rows.index("Noticed   meetings, work.ics: last read Thu 26 Nov 17:00, 2 noticed this month")
    assert [row.strip() for row in rows[at + 1 : at + 5]] == [
        "meetings, followup.ics: last read Thu 26 Nov 17:00, 0 noticed this month",
        "mail, old: last read Thu 26 Nov 17:00, 1 noticed this month",
        "mail, Maildir/: last read Thu 26 Nov 17:00, 1 noticed this month",
        "calls, calls: last read Thu 26 Nov 17:00, 1 noticed this month",
    ]
    told = diary("status", "--json", now="2026-12-01T09:00").json["noticed"]
    assert told[4] == {
        "kind": "calls", "source": "calls", "mode": "ask", "read": "2026-11-27T00:00:00Z", "since": None,
        "this_month": 0, "problems": [],
    }


def test_status_says_since_when_a_source_cannot_be_read_and_what_to_do(diary: Shell) -> None:
    """That of the first failure in a row; what of a source can be read was read."""
    diary.hitlist.write_text("mail: {mbox: inbox}\n" + ALLOWED + LIST, encoding="utf-8")
    (diary.folder / "inbox").write_text("")
    diary("sync")
    (diary.folder / "inbox").unlink()
    (diary.folder / "work.ics").unlink()
    (diary.folder / "calls/torn.xml").write_text("<calls>")
    for hour in (18, 19):
        diary("sync", now=f"2026-11-26T{hour}:00")
    told = diary("status", now="2026-11-26T19:05").out
    assert "meetings, work.ics: cannot be read since Thu 26 Nov 18:00, 2 noticed this month. " in told
    assert "To see what to do: followupd doctor." in told
    assert "mail, inbox: cannot be read since Thu 26 Nov 18:00, 0 noticed this month. " in told
    assert "no such file or directory. Look at `mbox:` below `mail:`." in told
    assert "calls, calls: last read Thu 26 Nov 19:00, not in full, 1 noticed this month. calls/torn.xml is not" in told
    since = [one["since"] for one in diary("status", "--json", now="2026-11-26T19:05").json["noticed"]]
    assert since == ["2026-11-27T01:00:00Z", None, "2026-11-27T01:00:00Z", None]
    (diary.folder / "inbox").write_text("")
    diary("sync", now="2026-11-26T20:00")
    assert "mail, inbox: last read Thu 26 Nov 20:00, 0 noticed this month\n" in diary("status").out


def test_each_command_takes_back_the_one_beside_it(diary: Shell) -> None:
    """Also the older of two about one person."""
    diary.hitlist.write_text(ALLOWED + LIST, encoding="utf-8")
    diary("sync")
    diary("sync", now=AFTER)
    before = diary("noticed", "--json", now=AFTER).json["noticed"]
    assert diary(*shlex.split(before[2]["undo"])[1:], now=AFTER).code == 0
    left = diary("noticed", "--json", now=AFTER).json["noticed"]
    assert [one["evidence"] for one in left] == [one["evidence"] for one in before[:2]]


def test_a_year_is_tried_without_a_byte_written(diary: Shell) -> None:
    """Neither state nor calendar, whether there are any or not; grouped by person, as if everything were allowed."""
    for ready in (False, True):
        if ready:
            diary.hitlist.write_text(f"calls: calls\nnoticed: {{calls: no}}\n{LIST}", encoding="utf-8")
            assert diary("sync").code == 0
        before = bytes_in(diary.folder)
        told = diary("noticed", "--try", now=AFTER)
        assert (told.code, told.err) == (0, "")
        assert bytes_in(diary.folder) == before
    assert told.out.splitlines()[1:] == [
        "Read: work.ics, followup.ics, calls.", "",
        "Dana Whitfield: 3 times",
        "  Thu 26 Nov 12:00  met, from work.ics: Lunch",
        "  Wed 25 Nov 10:00  reached by phone, from calls/log.txt: 4 minutes",
        "  Tue 3 Mar 12:00  met, from work.ics: Coffee", "",
        "Ben Ito: 1 time",
        "  Wed 25 Nov 12:00  met, from work.ics: Workshop (asked about, not counted)",
    ]
    assert len(diary("noticed", "--try", "--json", now=AFTER).json["noticed"]) == 4
    assert "allows nothing" in diary("noticed", now=AFTER).out


def test_what_cannot_be_read_is_said_in_a_trial(diary: Shell) -> None:
    (diary.folder / "work.ics").unlink()
    told = diary("noticed", "--try", now=AFTER)
    assert told.code == 0
    assert "work.ics" in told.out.splitlines()[2]
    assert told.out.splitlines()[-1] == "Nothing would be noticed."


@pytest.mark.parametrize(("word", "aside"), [
    ("yes", "it counts: you said yes"), ("no", "not counted: you said no"), ("", "not counted, and asked no more"),
])
def test_what_was_asked_and_answered_says_so_and_names_what_takes_the_answer_back(
    diary: Shell, word: str, aside: str
) -> None:
    """The command that is named, typed as it is, opens the question again; without an answer it ends after a while."""
    diary.hitlist.write_text(ALLOWED.replace("yes", "no") + LIST, encoding="utf-8")
    diary("sync")
    diary("sync", now=AFTER)
    ours = diary.folder / "followup.ics"
    text = ours.read_bytes().decode().replace("\r\n ", "")
    (title,) = (one for one in text.split("\r\n") if one.startswith("SUMMARY:Did you speak with"))
    ours.write_bytes(text.replace(title, f"{title} {word}").encode())
    later = "2026-11-26T18:00" if word else "2026-12-20T09:00"
    diary("sync", now=later)
    diary("log", "Ben", "na", now=later)
    row, take_back = diary("noticed", now=later).out.splitlines()[:2]
    assert row.endswith(f": 4 minutes ({aside})")
    evidence = "Reached by phone on Wed 25 Nov 10:00, from calls/log.txt: 4 minutes"
    assert (evidence in diary("why", "Dana", now=later).out) is (word == "yes")
    told = diary("noticed", "--json", now=later).json["noticed"][0]
    label = "your answer" if word else "it"
    assert take_back == f"    Take {label} back: {told['undo']}"
    assert diary(*shlex.split(told["undo"])[1:], now=later).code == 0
    left = diary("noticed", now=later).out.splitlines()
    assert left[0].endswith("(asked about, not counted)") if word else left[-1].endswith("(taken back)")


def test_sync_notices_a_meeting_with_somebody_whom_only_a_card_gives_an_address(diary: Shell) -> None:
    """The calendars are read before the pass, for the people as their cards say."""
    card = "BEGIN:VCARD\r\nVERSION:3.0\r\nUID:d\r\nFN:Dana Whitfield\r\nEMAIL:dana@example.com\r\nEND:VCARD\r\n"
    (diary.folder / "dana.vcf").write_text(card, encoding="utf-8")
    without = LIST.replace(", email: dana@example.com", "")
    diary.hitlist.write_text(f"{ALLOWED}addressbook: dana.vcf\n{without}", encoding="utf-8")
    assert diary("sync").code == 0
    assert "You meet on Thu 26 Nov 12:00" in diary("why", "Dana").out
    assert diary("sync", now=AFTER).code == 0
    assert "Dana Whitfield: met, from work.ics: Lunch" in diary("noticed", now=AFTER).out
    assert "Last contact  Thu 26 Nov 12:00, met (noticed): Lunch" in diary("show", "Dana", now=AFTER).out
