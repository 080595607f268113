"""A meeting that is called off, declined or deleted after it was noticed does not count, and everything comes back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from followupd.core.values.facts import Attempt, Outcome, Retracted
from followupd.core.values.record import Facts
from followupd.passes.outlook import look
from tests.calendars.busy.conftest import calendar, event
from tests.kit.servers import CalendarServer
from tests.passes.test_at_meetings import NOON, AtMeetings, drag
from tests.passes.test_lunch import AT_REMINDER, FRIDAY
from tests.passes.test_noticed_meetings import AFTER, DANA, LUNCH, ME, MeetingHome, on_radicale

LATER = AFTER + timedelta(hours=1)
OLD = event("DTSTART:20261120T190000Z", "DURATION:PT1H", "SUMMARY:Dentist", uid="dentist")
WEEKLY = event("DTSTART:20261029T190000Z", "DTEND:20261029T200000Z", "RRULE:FREQ=WEEKLY", "SUMMARY:Lunch", ME, DANA,
               uid="weekly")
OFF = {
    "cancelled": LUNCH.replace("SUMMARY", "STATUS:CANCELLED\r\nSUMMARY"),
    "declined by the user": LUNCH.replace("PARTSTAT=ACCEPTED:mailto:alex", "PARTSTAT=DECLINED:mailto:alex"),
    "declined by her": LUNCH.replace("PARTSTAT=ACCEPTED;CN", "PARTSTAT=DECLINED;CN"),
    "of others": LUNCH.replace(ME, "ORGANIZER:mailto:priya@secret.example"),
    "said in the title": LUNCH.replace("SUMMARY:", "SUMMARY:Cancelled: "),
    "deleted": "",
}


@pytest.fixture
def home(tmp_path: Path) -> MeetingHome:
    """A home in which the lunch was noticed."""
    made = MeetingHome(tmp_path)
    made.lists()
    made.holds(OLD, LUNCH)
    made()
    made(AFTER)
    assert counting(made) == ["Lunch"]
    return made


def counting(home: MeetingHome) -> list[str]:
    return [fact.what for fact in Facts(home.facts()).all.noticed]


def retractions(home: MeetingHome) -> list[str]:
    return [fact.source for fact in home.facts() if isinstance(fact, Retracted)]


def ticks(home: MeetingHome) -> list[str]:
    return [one.event.summary for one in home.events() if "✓" in one.event.summary]


def next_day(home: MeetingHome, now: datetime) -> datetime | None:
    status = look(home.config, lambda _: now).status("dana-whitfield")
    return status.item.interval.start if status.item is not None else None


@pytest.mark.parametrize("instead", OFF.values(), ids=OFF)
def test_after_it_counted(home: MeetingHome, instead: str) -> None:
    """Taken back once, and said so; the event loses its ✓ and her retry is there again."""
    assert ticks(home) == ["✓ Meet Dana Whitfield: met (calendar)"]
    home.holds(OLD, *filter(None, [instead]))
    report = home(LATER)
    assert counting(home) == []
    assert retractions(home) == ["noticed"]
    (said,) = (line for line in report.lines() if "does not count" in line)
    assert said == (
        "Called off or deleted, so it does not count: met, from work.ics: Lunch, Dana Whitfield, today 12:00."
    )
    assert ticks(home) == []
    assert home.titles(LATER) == ["Call Dana Whitfield"]
    assert next_day(home, LATER) is not None
    home(LATER + timedelta(days=1))
    assert len(retractions(home)) == 1


@pytest.mark.parametrize("instead", [OFF["cancelled"], ""])
def test_the_reminder_that_said_it_is_open_again(tmp_path: Path, instead: str) -> None:
    """As after an undo on it."""
    home = MeetingHome(tmp_path)
    home.lists()
    home.holds(OLD)
    home()
    home.holds(OLD, AT_REMINDER)
    home(FRIDAY)
    assert ticks(home) == ["✓ Call Dana Whitfield: met (calendar)"]
    off = AT_REMINDER.replace("SUMMARY", "STATUS:CANCELLED\r\nSUMMARY") if instead else ""
    home.holds(OLD, *filter(None, [off]))
    home(FRIDAY + timedelta(minutes=5))
    assert {one.event.summary for one in home.events()} == {"Call Dana Whitfield"}


@pytest.mark.parametrize("instead", OFF.values(), ids=OFF)
def test_on_again_it_counts_again(home: MeetingHome, instead: str) -> None:
    """A slip of a program takes nothing for good; and what is called off once more does not count."""
    home.holds(OLD, *filter(None, [instead]))
    home(LATER)
    home.holds(OLD, LUNCH)
    report = home(LATER + timedelta(hours=1))
    assert counting(home) == ["Lunch"]
    assert [line for line in report.lines() if line.startswith("Noticed")]
    assert ticks(home) == ["✓ Meet Dana Whitfield: met (calendar)"]
    home.holds(OLD, *filter(None, [instead]))
    home(LATER + timedelta(hours=2))
    assert counting(home) == []


def logged(home: MeetingHome) -> None:
    with home.opened() as sources:
        told = Attempt("dana-whitfield", AFTER, Outcome.REACHED, "coffee", "the studio")
        sources.history.append([told], AFTER)


@pytest.mark.parametrize("instead", OFF.values(), ids=OFF)
def test_what_the_user_said_stays(home: MeetingHome, instead: str) -> None:
    logged(home)
    home(AFTER + timedelta(minutes=5))
    home.holds(OLD, *filter(None, [instead]))
    home(LATER)
    assert retractions(home) == []


def test_what_the_user_took_back_is_not_counted_again(home: MeetingHome) -> None:
    """Also if the event was called off and is on again since."""
    path = home.folder / "followup.ics"
    path.write_text(path.read_text().replace("met (calendar)", "met (calendar) undo", 1))
    home(AFTER + timedelta(minutes=5))
    assert counting(home) == []
    for held in ((OFF["cancelled"],), (LUNCH,), (), (LUNCH,)):
        home.holds(OLD, *held)
        home(LATER)
    assert counting(home) == []
    assert retractions(home) == ["calendar"]


COPY = LUNCH.replace("UID:lunch", "UID:copy").replace("SUMMARY:Lunch", "SUMMARY:Dana Whitfield")
LEFT: dict[str, tuple[str, Sequence[str]]] = {
    "in another calendar": ("[work.ics, other.ics]", (OLD,)),
    "no longer read": ("[]", (OLD,)),
    "nothing older is there": ("[work.ics]", ()),
    "without her": ("[work.ics]", (OLD, LUNCH.replace("dana@example.com", "kim@example.com"))),
    "damaged": ("[work.ics]", (OLD, "BEGIN:VEVENT\r\nUID:x\r\nDTSTART:2026")),
}


@pytest.mark.parametrize(("busy", "held"), LEFT.values(), ids=LEFT)
def test_what_is_not_seen_to_be_deleted_stays(home: MeetingHome, busy: str, held: Sequence[str]) -> None:
    """Another calendar has it, this one is not read or not whole, or it drops what is over."""
    (home.folder / "other.ics").write_bytes(calendar(COPY))
    home.lists(f"busy: {busy}\nnoticed: {{meetings: yes}}")
    home.a_pass(AFTER + timedelta(minutes=5))
    home.holds(*held)
    home.a_pass(LATER)
    home.a_pass(LATER + timedelta(minutes=1))
    assert counting(home) == ["Lunch"]


def test_a_calendar_that_cannot_be_read_calls_nothing_off(home: MeetingHome) -> None:
    path = home.folder / "work.ics"
    path.unlink()
    home.a_pass(LATER)
    assert counting(home) == ["Lunch"]
    home.holds(OLD)
    home(LATER + timedelta(minutes=5))
    assert counting(home) == []


def test_a_copy_that_is_called_off_beside_one_that_is_not(home: MeetingHome) -> None:
    """The one shows it, whatever the other says."""
    home.holds(OLD, OFF["cancelled"], COPY)
    home(LATER)
    assert counting(home) == ["Lunch"]


@pytest.mark.parametrize("day", ["20261125", "20261130"])
def test_moved_to_another_day_it_counts_once(home: MeetingHome, day: str) -> None:
    """And stays where it was: what happened on its day does not move."""
    home.holds(OLD, LUNCH.replace("20261126", day))
    home(LATER)
    assert counting(home) == ["Lunch"]
    home(AFTER + timedelta(days=5))
    assert counting(home) == ["Lunch"]


def test_another_event_took_its_place_and_is_called_off(home: MeetingHome) -> None:
    """The same meeting under another UID: a series of which that day is deleted then."""
    home.holds(OLD, WEEKLY)
    home(LATER)
    assert counting(home) == ["Lunch"]
    home.holds(OLD, WEEKLY.replace("SUMMARY", "EXDATE:20261126T190000Z\r\nSUMMARY"))
    home(LATER + timedelta(minutes=5))
    assert counting(home) == []


def test_a_series(tmp_path: Path) -> None:
    """One day that is deleted does not count; moved as a whole it counts as it is now, and never twice."""
    home = MeetingHome(tmp_path)
    home.lists()
    home.holds(OLD, WEEKLY)
    home()
    home(AFTER)
    home(AFTER + timedelta(days=7))

    def days() -> list[int]:
        return sorted(fact.at.day for fact in Facts(home.facts()).all.noticed)

    assert days() == [3, 26]
    now = AFTER + timedelta(days=7, hours=1)
    home.holds(OLD, WEEKLY.replace("SUMMARY", "EXDATE:20261126T190000Z\r\nSUMMARY"))
    home(now)
    assert days() == [3]
    home.holds(OLD, WEEKLY.replace("20261029", "20261028"))
    home(now + timedelta(hours=1))
    assert days() == [2, 25]
    home.holds(OLD, WEEKLY.replace("20261029", "20261217"))
    home(now + timedelta(hours=2))
    assert days() == [2, 25]


def test_a_question_goes_with_its_meeting(tmp_path: Path) -> None:
    """Nobody is asked whether they met at what was cancelled."""
    home = MeetingHome(tmp_path)
    home.lists("busy: [work.ics]\nnoticed: {meetings: ask}")
    home.holds(OLD, LUNCH)
    home()
    home(AFTER)
    assert any("Did you meet" in title for title in home.titles(AFTER))
    home.holds(OLD, OFF["cancelled"])
    home(LATER)
    assert not any("Did you meet" in title for title in home.titles(LATER))
    assert counting(home) == []


def test_on_the_calendar_that_is_written(tmp_path: Path) -> None:
    """It keeps what is over, so that nothing older has to be there."""
    home = MeetingHome(tmp_path)
    home.lists("noticed: {meetings: yes}")
    home()
    path = home.folder / "followup.ics"
    path.write_text(path.read_text().replace("END:VCALENDAR", LUNCH + "END:VCALENDAR"))
    home(AFTER)
    assert counting(home) == ["Lunch"]
    text = path.read_text()
    assert LUNCH.replace("\r\n", "\n") in text.replace("\r\n", "\n")
    path.write_bytes(text.replace("\r\n", "\n").replace(LUNCH.replace("\r\n", "\n"), "").replace("\n", "\r\n").encode())
    home(LATER)
    assert counting(home) == []


def test_a_drag_before_it_is_no_answer(tmp_path: Path) -> None:
    """The reminder had been dragged from the meeting, and went back to it when that was noticed."""
    home = AtMeetings(tmp_path)
    home.lists()
    home.holds(OLD, LUNCH)
    home()
    drag(home, NOON, "20261126T223000Z")
    home()
    home(AFTER)
    assert ticks(home) == ["✓ Call Dana Whitfield: met (calendar)"]
    home.holds(OLD, OFF["cancelled"])
    for hours in (2, 3, 24):
        home(AFTER + timedelta(hours=hours))
        assert ticks(home) == []


def test_on_a_real_account(tmp_path: Path, radicale: CalendarServer) -> None:
    """Deleted there with a DELETE, while another event stays."""
    home = MeetingHome(tmp_path)
    put = on_radicale(home, radicale, "busy: [{0}]\nnoticed: {{meetings: yes}}")
    url = home.config.read_text().partition("url: ")[2].partition(",")[0]
    assert radicale.request("PUT", f"{url}old.ics", calendar(OLD).decode())[0] == 201
    put(LUNCH)
    home()
    home(AFTER)
    assert counting(home) == ["Lunch"]
    assert radicale.request("DELETE", f"{url}lunch.ics")[0] in (200, 204)
    home(LATER)
    assert counting(home) == []
