"""The reminder of somebody whom the user is about to meet waits at the meeting, as the same event, and goes back."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.passes.test_noticed_meetings import AFTER, LUNCH, NOW, PEOPLE, MeetingHome

NOON = "20261126T190000Z"
MARK = "X-FOLLOWUPD-SILENT:TRUE"


class AtMeetings(MeetingHome):
    """The hit list with a note and a promise, and what is on the calendar."""

    def lists(self, settings: str = "busy: [work.ics]\nnoticed: {meetings: yes}", before: str = "") -> None:
        people = PEOPLE.replace("log: [", "promises: [the Lisbon list by 2027-01-15],"
                                " log: ['2026-08-18 reached: plans the studio', ")
        text = f"timezone: America/Denver\nstate: state.db\nme: alex@example.com\n{before}{settings}\ncontacts:\n"
        self.write(text + people)

    def of_dana(self) -> tuple[str, str, datetime, str]:
        """Return UID, title, start and the whole VEVENT of her reminder, which must be the only one."""
        (one,) = (one for one in self.events() if one.uid.startswith("retry"))
        return one.uid, one.event.summary, one.event.start, one.raw


@pytest.fixture
def home(tmp_path: Path) -> AtMeetings:
    made = AtMeetings(tmp_path)
    made.lists()
    made.holds()
    made()
    return made


def test_it_moves_to_the_meeting_and_back(home: AtMeetings) -> None:
    """The same event, without its alarm there, with what was said and promised, and what the user wrote into it."""
    uid, title, start, raw = home.of_dana()
    assert (title.partition(":")[0], raw.count("BEGIN:VALARM")) == ("Call Dana Whitfield", 1)
    path = home.folder / "followup.ics"
    path.write_text(path.read_text().replace("DESCRIPTION:Phone", "DESCRIPTION:Bring the keys\\nPhone", 1))
    home.holds(LUNCH)
    home()
    there = home.of_dana()
    assert there[:2] == (uid, "Meet Dana Whitfield")
    assert f"DTSTART:{NOON}" in there[3]
    assert "BEGIN:VALARM" not in there[3]
    assert "TRANSP:TRANSPARENT" in there[3]
    (event,) = (one.event for one in home.events() if one.uid == uid)
    assert "Bring the keys" in event.description
    assert "You last spoke on 18 August: plans the studio" in event.description
    assert "You promised: the Lisbon list by 15 January" in event.description
    home.holds(LUNCH.replace("20261126", "20261130"))
    home()
    assert home.of_dana()[2].day == 30
    home.holds()
    home()
    back = home.of_dana()
    assert (back[0], back[1], back[2]) == (uid, title, start)
    assert back[3].count("BEGIN:VALARM") == 1
    assert MARK not in back[3]
    assert "Bring the keys" in back[3]


def test_it_says_that_they_met(home: AtMeetings) -> None:
    """On that one event; what is taken back there leaves no ✓."""
    home.holds(LUNCH)
    home()
    uid = home.of_dana()[0]
    home(AFTER)
    met = {one.uid: one.event.summary for one in home.events()}
    assert met[uid] == "✓ Meet Dana Whitfield: met (calendar)"
    assert sum("✓" in title for title in met.values()) == 1


def test_where_the_user_put_it_it_stays(home: AtMeetings) -> None:
    """Dragged before the meeting was known, or from it: then it is a reminder as any other (P6)."""
    uid, title, start, _ = home.of_dana()
    drag(home, f"{start:%Y%m%dT%H%M%SZ}", "20261127T210000Z")
    home.holds(LUNCH)
    home()
    assert home.of_dana()[:3] == (uid, title, start.replace(hour=21, minute=0))
    home.holds()
    home()
    assert home.of_dana()[2].hour == 21


def test_dragged_away_from_the_meeting(home: AtMeetings) -> None:
    """It is a reminder again, with its alarm."""
    home.holds(LUNCH)
    home()
    drag(home, NOON, "20261127T210000Z")
    home()
    _, title, start, raw = home.of_dana()
    assert (title.partition(":")[0], start.hour, raw.count("BEGIN:VALARM")) == ("Call Dana Whitfield", 21, 1)


def drag(home: AtMeetings, start: str, to: str) -> None:
    path = home.folder / "followup.ics"
    text = path.read_text()
    assert f"DTSTART:{start}" in text
    end = datetime.fromisoformat(to) + timedelta(minutes=15)
    head, _, rest = text.partition(f"DTSTART:{start}")
    line, _, tail = rest.partition("DTEND:")
    path.write_text(f"{head}DTSTART:{to}{line}DTEND:{end:%Y%m%dT%H%M%SZ}{tail[16:]}")


def test_a_lost_database_while_it_waits(home: AtMeetings) -> None:
    """The event is adopted as what it is, not doubled, and goes back with its alarm."""
    uid, title, start, _ = home.of_dana()
    home.holds(LUNCH)
    home()
    for path in home.folder.glob("state.db*"):
        path.unlink()
    home()
    assert home.of_dana()[:2] == (uid, "Meet Dana Whitfield")
    home.holds()
    home()
    assert home.of_dana()[:3] == (uid, title, start)
    assert home.of_dana()[3].count("BEGIN:VALARM") == 1


def test_who_would_be_on_a_sheet_has_no_reminder(tmp_path: Path) -> None:
    """The sheet before the meeting has the line about it instead."""
    home = AtMeetings(tmp_path)
    home.lists(before="block: {every: Tuesday 12:30, length: 1 hour}\n")
    home.holds(LUNCH)
    home.a_pass(NOW)
    home()
    assert [one.uid for one in home.events() if one.uid.startswith("retry")] == []
    sheets = [one.event.description for one in home.events() if "you meet Dana Whitfield" in one.event.description]
    assert len(sheets) == 1


@pytest.mark.parametrize("days", [1, 4])
def test_dragged_after_it_was_noticed(home: AtMeetings, days: int) -> None:
    """The ✓ stays where the user put it, also once that is over, until what it shows is taken back there."""
    home.holds(LUNCH)
    home()
    uid = home.of_dana()[0]
    home(AFTER)
    drag(home, NOON, f"202611{26 + days}T190000Z")
    for now in (AFTER + timedelta(minutes=5), AFTER + timedelta(days=days + 1)):
        home(now)
        (event,) = (one.event for one in home.events() if "✓" in one.event.summary)
        assert (event.uid, event.summary) == (uid, "✓ Meet Dana Whitfield: met (calendar)")
        assert event.start.day == 26 + days
    path = home.folder / "followup.ics"
    path.write_text(path.read_text().replace("met (calendar)", "met (calendar) undo"))
    home(now + timedelta(minutes=5))
    assert [one.event.summary for one in home.events() if "✓" in one.event.summary] == []
