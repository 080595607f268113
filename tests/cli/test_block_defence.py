"""A block that something overlaps, from the busy calendar to the file and back: our moves and the user's."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.cli.conftest import Shell

EVENT = (
    "BEGIN:VEVENT\r\nUID:{uid}@example.com\r\nDTSTAMP:20261101T000000Z\r\nDTSTART:{start}\r\nDTEND:{end}\r\n"
    "SUMMARY:Board meeting\r\nEND:VEVENT\r\n"
)
CALENDAR = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//x//EN\r\n{events}END:VCALENDAR\r\n"
HOME, MOVED, BY_HAND = "20261124T170000Z", "20261124T180000Z", "20261125T203000Z"


@pytest.fixture
def busy_desk(desk: Shell) -> Shell:
    desk.rewrite("timezone: America/Denver\nhours", "busy: work.ics\ntimezone: America/Denver\nhours")
    works(desk)
    desk("sync")
    return desk


def works(desk: Shell, *stretches: tuple[str, str]) -> None:
    """Put these on the work calendar."""
    events = "".join(EVENT.format(uid=n, start=start, end=end) for n, (start, end) in enumerate(stretches))
    (desk.folder / "work.ics").write_text(CALENDAR.format(events=events), newline="")


def block(desk: Shell) -> str:
    """Return when the block of the first week starts."""
    text = desk.calendar.read_bytes().decode()
    found = re.findall(r"UID:block-2026w48-1[^\r]*\r\n.*?DTSTART:(\w+)", text, re.DOTALL)
    assert len(found) == 1
    return str(found[0])


def drag(desk: Shell, start: str, end: str) -> None:
    text = desk.calendar.read_bytes().decode()
    pattern = r"(UID:block-2026w48-1.*?DTSTART:)\w+(\r\nDTEND:)\w+"
    desk.calendar.write_bytes(re.sub(pattern, rf"\g<1>{start}\g<2>{end}", text, count=1, flags=re.DOTALL).encode())


def hands(desk: Shell) -> list[str]:
    """Return what the history says the user did to blocks."""
    facts = [json.loads(line) for line in desk("history", "export").out.splitlines()]
    return [fact["kind"] for fact in facts if fact["kind"] in ("moved", "skipped")]


def lose_the_database(database: Path) -> None:
    for file in database.parent.glob(f"{database.name}*"):
        file.unlink()


MEETING = ("20261124T170000Z", "20261124T180000Z")


def test_our_move_is_not_a_drag(busy_desk: Shell) -> None:
    """There and back, and the history does not say that the user did it."""
    works(busy_desk, MEETING)
    assert "Moved from Tue 24 Nov 10:00 (Board meeting)" in busy_desk("plan").out
    busy_desk("sync")
    assert block(busy_desk) == MOVED
    assert busy_desk("sync").out == "Nothing to do.\n"
    works(busy_desk)
    busy_desk("sync")
    assert block(busy_desk) == HOME
    assert busy_desk("sync").out == "Nothing to do.\n"
    assert hands(busy_desk) == []


def test_our_move_is_not_a_drag_after_a_lost_database(busy_desk: Shell, database: Path) -> None:
    """The event shows where we had put it."""
    works(busy_desk, MEETING)
    busy_desk("sync")
    lose_the_database(database)
    busy_desk("sync")
    assert (block(busy_desk), hands(busy_desk)) == (MOVED, [])
    works(busy_desk)
    busy_desk("sync")
    assert (block(busy_desk), hands(busy_desk)) == (HOME, [])


@pytest.mark.parametrize("lost", [False, True])
def test_a_drag_of_a_moved_block_is_kept(busy_desk: Shell, database: Path, lost: bool) -> None:
    """P6, even after a lost database, once the overlap that had moved it is gone, or another one comes."""
    works(busy_desk, MEETING)
    busy_desk("sync")
    drag(busy_desk, BY_HAND, "20261125T213000Z")
    if lost:
        lose_the_database(database)
    busy_desk("sync")
    assert (block(busy_desk), hands(busy_desk)) == (BY_HAND, ["moved"])
    works(busy_desk)
    busy_desk("sync")
    assert block(busy_desk) == BY_HAND
    works(busy_desk, (BY_HAND, "20261125T210000Z"))
    busy_desk("sync")
    assert block(busy_desk) == BY_HAND
    assert "(overlaps: Board meeting)" in busy_desk.calendar.read_text(encoding="utf-8").replace("\n ", "")
    assert busy_desk("sync").out == "Nothing to do.\n"


def test_a_moved_block_that_is_deleted_is_skipped(busy_desk: Shell) -> None:
    """Whatever happens to the meeting afterwards."""
    works(busy_desk, MEETING)
    busy_desk("sync")
    text = busy_desk.calendar.read_bytes().decode()
    gone = re.sub(r"BEGIN:VEVENT\r\nUID:block-2026w48-1.*?END:VEVENT\r\n", "", text, flags=re.DOTALL)
    busy_desk.calendar.write_bytes(gone.encode())
    busy_desk("sync")
    works(busy_desk)
    busy_desk("sync")
    assert "block-2026w48-1" not in busy_desk.calendar.read_text(encoding="utf-8")
    assert hands(busy_desk) == ["skipped"]


def test_status_why_and_the_event_say_the_same(busy_desk: Shell) -> None:
    """One reason in three places; `status` and `why` read no calendar."""
    works(busy_desk, MEETING)
    busy_desk("sync")
    said = "oved from Tue 24 Nov 10:00 (Board meeting)"
    status = busy_desk("status", "--json").json["next_block"]
    assert status["reasons"] == [{"rule": "block_moved_from", "text": f"m{said}"}]
    assert f"M{said}" in busy_desk("status").out
    name = status["people"][0]["name"]
    assert f"m{said}" in busy_desk("why", name).out
    assert f"M{said}" in busy_desk.calendar.read_text(encoding="utf-8").replace("\n ", "")


def test_an_unreadable_calendar_frees_nothing(busy_desk: Shell) -> None:
    """What was read last counts: the block does not go home because a file is broken."""
    works(busy_desk, MEETING)
    busy_desk("sync")
    (busy_desk.folder / "work.ics").write_text("no calendar at all")
    busy_desk("sync")
    assert block(busy_desk) == MOVED
