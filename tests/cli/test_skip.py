"""`followupd skip`: one command, one fact, nothing asked, and a way back."""

from __future__ import annotations

import re

import pytest

from tests.cli.conftest import Shell

TUESDAY = "DTSTART:20261124T170000Z"
LATER = "2026-11-20T14:11"


def events(desk: Shell) -> list[str]:
    return re.findall(r"UID:(block-2026w4[89]-\S+)", desk.calendar.read_text(encoding="utf-8"))


def delete(desk: Shell, uid: str) -> None:
    text = desk.calendar.read_bytes().decode()
    gone = re.sub(rf"BEGIN:VEVENT\r?\nUID:{re.escape(uid)}.*?END:VEVENT\r?\n", "", text, flags=re.DOTALL)
    assert gone != text
    desk.calendar.write_bytes(gone.encode())


def test_this_week_is_one_command(desk: Shell) -> None:
    """The block goes, its people are on the next sheet, and a second pass has nothing to do (P3)."""
    desk("sync")
    sheet = desk("status", "--json").json["next_block"]["people"]
    told = desk("skip", "next", "week")
    assert told.code == 0
    assert told.out == (
        "Skipped: 1 block (Tue 24 Nov 10:00). Next block: Tue 1 Dec 10:00. Written to followup.ics.\n"
    )
    assert TUESDAY not in desk.calendar.read_text(encoding="utf-8")
    after = desk("status", "--json").json["next_block"]
    assert after["start"] == "2026-12-01T17:00:00Z"
    assert {p["key"] for p in sheet} <= {p["key"] for p in after["people"]}
    assert desk("sync").out == "Nothing to do.\n"


def test_it_can_be_taken_back(desk: Shell) -> None:
    """Under a new UID, since one that was taken off is spent; then skipped and taken back once more."""
    desk("sync")
    for generation, minute in ((2, "11"), (3, "21")):
        assert desk("skip", "2026-11-24", now=f"2026-11-20T14:{minute}").code == 0
        assert TUESDAY not in desk.calendar.read_text(encoding="utf-8")
        told = desk("skip", "--undo", "Tuesday", now=f"2026-11-20T14:{minute}:30")
        assert told.out.startswith("Back again: 1 block (Tue 24 Nov 10:00). Next block: Tue 24 Nov 10:00.")
        assert f"block-2026w48-1.{generation}-hitlist@followupd" in events(desk)
        assert desk("sync", now=f"2026-11-20T14:{minute}:40").out == "Nothing to do.\n"


def test_a_deletion_on_the_calendar_can_be_taken_back_too(desk: Shell) -> None:
    desk("sync")
    delete(desk, "block-2026w48-1-")
    assert "You took the block of Tue 24 Nov 10:00 off the calendar: skipped." in desk("sync").out
    assert desk("skip", "--undo", "next week", now=LATER).code == 0
    assert TUESDAY in desk.calendar.read_text(encoding="utf-8")


def test_a_cancelled_block_can_be_taken_back_too(desk: Shell) -> None:
    """The cancelled event is still there, and is not read as another no."""
    desk("sync")
    text = desk.calendar.read_bytes().decode()
    desk.calendar.write_bytes(text.replace(TUESDAY, f"STATUS:CANCELLED\r\n{TUESDAY}").encode())
    assert "off the calendar: skipped" in desk("sync").out
    assert desk("skip", "--undo", "next week", now=LATER).code == 0
    assert desk("status", "--json", now=LATER).json["next_block"]["start"] == "2026-11-24T17:00:00Z"
    assert desk("sync", now=LATER).out == "Nothing to do.\n"


def test_a_deletion_after_an_undo_counts_again(desk: Shell) -> None:
    """The last word is the user's, wherever it was said."""
    desk("sync")
    desk("skip", "next week", now="2026-11-20T14:11")
    desk("skip", "--undo", "next week", now="2026-11-20T14:12")
    delete(desk, "block-2026w48-1.2-")
    desk("sync", now="2026-11-20T14:13")
    assert TUESDAY not in desk.calendar.read_text(encoding="utf-8")


def test_before_the_first_pass(desk: Shell) -> None:
    """What was never on the calendar is skipped too, and all blocks of the week."""
    desk.rewrite("block: {every: Tuesday 10:00}", "block: [Tuesday 10:00, Thu 16:00]")
    told = desk("skip", "next week", "--json")
    assert [place["start"] for place in told.json["skipped"]] == ["2026-11-24T17:00:00Z", "2026-11-26T23:00:00Z"]
    assert events(desk) == ["block-2026w49-1-hitlist@followupd", "block-2026w49-2-hitlist@followupd"]


def test_only_the_day_that_is_meant(desk: Shell) -> None:
    desk.rewrite("block: {every: Tuesday 10:00}", "block: weekdays 8:45")
    desk("skip", "Wednesday")
    assert [uid[14:15] for uid in events(desk) if "w48" in uid] == ["1", "2", "4", "5"]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (("this", "week"), '"this week": no block is to come then'),           # it is Friday
        (("Thursday",), '"Thursday": no block is to come then\n  To come: Tue 24 Nov 10:00, Tue 1 Dec 10:00'),
        (("--undo", "next week"), '"next week": no block is skipped then'),
        (("blursday",), '"blursday" is neither a day nor a week. Write "this week"'),
        (("31 Feb",), "there is no such day"),
        (("2026-11-01",), "has passed"),
    ],
)
def test_what_cannot_be_skipped(desk: Shell, typed: tuple[str, ...], said: str) -> None:
    """A sentence that says what can be."""
    desk("sync")
    before = desk.calendar.read_bytes()
    told = desk("skip", *typed)
    assert told.code == 2
    assert said in told.err
    assert desk.calendar.read_bytes() == before


def test_twice_is_said(desk: Shell) -> None:
    desk("skip", "next week")
    told = desk("skip", "next week")
    assert (told.code, told.err) == (
        2, 'followupd: "next week": already skipped\n  To take it back: followupd skip --undo next week\n'
    )


def test_a_moved_block_is_skipped_where_it_is(desk: Shell) -> None:
    """Something landed on it, so it is on Wednesday; both its days mean it."""
    (desk.folder / "work.ics").write_text(
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:a@b\r\nDTSTAMP:20261101T000000Z\r\n"
        "DTSTART:20261124T130000Z\r\nDTEND:20261125T010000Z\r\nSUMMARY:Fair\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )
    desk.rewrite("timezone: America/Denver\nhours", "busy: work.ics\ntimezone: America/Denver\nhours")
    desk("sync")
    assert "Wed 25 Nov 10:00 (Moved from Tue 24 Nov 10:00 (Fair))" in desk("status").out
    assert desk("skip", "Wednesday").out.startswith("Skipped: 1 block (Wed 25 Nov 10:00)")
    assert desk("sync").out == "Nothing to do.\n"


def test_status_accounts_for_the_weeks(desk: Shell) -> None:
    """A line if there is nothing to say; what was moved or lost is reported week by week, with its reason."""
    desk("sync")
    assert "Weeks     60 minutes a week protected, none moved or lost\n" in desk("status").out
    desk.rewrite("timezone: America/Denver\nhours", "away: 2026-12-01, Lisbon\ntimezone: America/Denver\nhours")
    desk("skip", "next", "week")
    told = desk("status")
    assert (
        "Weeks     Mon 23 Nov: none protected, 60 lost (skipped by you)\n"
        "          Mon 30 Nov: 60 minutes protected, moved\n"
        "          Mon 7 Dec: 60 minutes protected\n"
    ) in told.out
    assert desk("status", "--json").json["weeks"][:2] == [
        {"monday": "2026-11-23", "protected": 0, "moved": 0, "lost": 60, "because": ["skipped by you"]},
        {"monday": "2026-11-30", "protected": 60, "moved": 60, "lost": 0, "because": []},
    ]


def test_the_review_accounts_for_its_seven_days(desk: Shell) -> None:
    """As `status` does for its weeks; before the first block there is nothing to say."""
    desk("sync")
    assert "Protected time" not in desk("review").out
    assert desk("review", "--json").json["time"] is None
    assert "Protected time: 60 minutes.\n" in desk("review", now="2026-11-26T09:00").out
    desk("skip", "next", "week")
    told = desk("review", now="2026-11-26T09:00")
    assert "The week from Fri 20 Nov to Thu 26 Nov.\nProtected time: none, 60 lost (skipped by you).\n" in told.out
    assert desk("review", "--json", now="2026-11-26T09:00").json["time"] == {
        "protected": 0, "moved": 0, "lost": 60, "because": ["skipped by you"],
    }
