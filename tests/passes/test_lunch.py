"""A lunch on the work calendar, without a keystroke: the retry goes, the event says so, and it can be taken back."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from followupd.core.values.facts import Attempt, Noticed, Outcome, Retracted
from followupd.core.values.record import Facts
from followupd.passes.outlook import look
from tests.calendars.busy.conftest import event
from tests.passes.test_noticed_meetings import AFTER, DANA, LUNCH, ME, MeetingHome

FRIDAY = datetime(2026, 11, 27, 20, 30, tzinfo=UTC)      # 13:30 in Denver; her reminder was at 12:30
AT_REMINDER = event(
    "DTSTART:20261127T190000Z", "DTEND:20261127T201500Z", "SUMMARY:Lunch", ME, DANA, uid="friday"
)


@pytest.fixture
def home(tmp_path: Path) -> MeetingHome:
    made = MeetingHome(tmp_path)
    made.lists()
    made.holds()
    return made


def due(home: MeetingHome, now: datetime) -> date | None:
    """Return when she is due next."""
    next_try = look(home.config, lambda _: now).status("dana-whitfield").next_try
    return next_try.due if next_try is not None else None


def retitle(home: MeetingHome, was: str, title: str) -> None:
    """Type a title into our file as a calendar program does."""
    path = home.folder / "followup.ics"
    text = path.read_text().replace("\r\n ", "")
    assert f"SUMMARY:{was}\r" in text or f"SUMMARY:{was}\n" in text
    path.write_text(text.replace(f"SUMMARY:{was}", f"SUMMARY:{title}"))


def test_an_accepted_lunch(home: MeetingHome) -> None:
    """Her reminder waits there, and after it the next date counts from the lunch."""
    home()
    assert home.titles() == ["Call Dana Whitfield"]
    home.holds(LUNCH)
    home()
    assert home.titles() == ["Meet Dana Whitfield"]
    home(AFTER)
    assert due(home, AFTER) == date(2027, 2, 26)
    assert [one.event.summary for one in home.events() if one.event.start < AFTER + timedelta(days=60)] == [
        "✓ Meet Dana Whitfield: met (calendar)"
    ]


def test_a_lunch_that_was_entered_afterwards(home: MeetingHome) -> None:
    """The reminder of the day after is withdrawn."""
    home()
    home.holds(LUNCH)
    home(AFTER)
    assert home.titles(AFTER) == []
    assert due(home, AFTER) == date(2027, 2, 26)


@pytest.mark.parametrize("title", [
    "✓ {}: met (calendar) na", "✓ {}: na", "[-] {}: met (calendar)", "[-] ✓ {}: met (calendar)",
    "✓ {}: met (calendar) [-]", "✓ {}: met (calendar) undo",
])
def test_the_open_reminder_says_it_and_na_takes_it_back(home: MeetingHome, title: str) -> None:
    """One ✓ on the event nearest to it; what takes it back there does so for good, and nobody has tried."""
    home()
    home.holds(AT_REMINDER)
    home(FRIDAY)
    assert [one.event.summary for one in home.events()] == ["✓ Call Dana Whitfield: met (calendar)"]
    assert due(home, FRIDAY) == date(2027, 2, 27)
    retitle(home, "✓ Call Dana Whitfield: met (calendar)", title.format("Call Dana Whitfield"))
    home(FRIDAY + timedelta(minutes=5))
    facts = Facts(home.facts())
    assert [fact.what for fact in home.facts() if isinstance(fact, Noticed)] == ["Lunch"]
    assert len([fact for fact in home.facts() if isinstance(fact, Retracted)]) == 1
    assert facts.all.noticed == ()
    assert facts.all.attempts == ()
    assert {one.event.summary for one in home.events()} == {"Call Dana Whitfield"}
    home.holds(AT_REMINDER.replace("Lunch", "Lunch again"))
    home(FRIDAY + timedelta(minutes=10))
    assert Facts(home.facts()).all.noticed == ()


def test_words_beside_na_are_asked_about(home: MeetingHome) -> None:
    """They would be the note of a try, and there was none; without them it is taken back."""
    home()
    home.holds(AT_REMINDER)
    home(FRIDAY)
    ours = "✓ Call Dana Whitfield: met (calendar)"
    retitle(home, ours, f"{ours} na: she was ill")
    home(FRIDAY + timedelta(minutes=5))
    (one,) = (one.event for one in home.events() if "she was ill" in one.event.summary)
    assert 'she was ill": na takes back what was noticed' in " ".join(one.description.split())
    assert not [fact for fact in home.facts() if isinstance(fact, Attempt | Retracted)]
    retitle(home, one.summary, f"{ours} na")
    home(FRIDAY + timedelta(minutes=10))
    assert Facts(home.facts()).all.noticed == ()


def test_logged_and_noticed_counts_once(home: MeetingHome) -> None:
    """What was typed wins, whichever comes first."""
    home()
    home.holds(LUNCH)
    with home.opened() as sources:
        at = datetime(2026, 11, 26, 20, 30, tzinfo=UTC)
        sources.history.append([Attempt("dana-whitfield", at, Outcome.REACHED, "phone", "the studio")], at)
    home(AFTER)
    status = look(home.config, lambda _: AFTER).status("dana-whitfield")
    assert [one.note for one in status.timeline.attempts if one.outcome is Outcome.REACHED] == ["the studio"]


@pytest.mark.parametrize(
    "other",
    [
        event("DTSTART:20261126T190000Z", "DURATION:PT1H", "SUMMARY:Webinar", ME, DANA,
              *(f"ATTENDEE:mailto:p{number}@example.com" for number in range(38)), uid="webinar"),
        LUNCH.replace("SUMMARY", "STATUS:CANCELLED\r\nSUMMARY"),
        LUNCH.replace("PARTSTAT=ACCEPTED", "PARTSTAT=DECLINED"),
        event("DTSTART:20261116T160000Z", "DURATION:PT15M", "RRULE:FREQ=WEEKLY", "SUMMARY:Stand-up", ME, DANA,
              "ATTENDEE:mailto:a@example.com", "ATTENDEE:mailto:b@example.com", uid="standup"),
        event("DTSTART;VALUE=DATE:20261126", "TRANSP:TRANSPARENT", "SUMMARY:Dana Whitfield", DANA, uid="day"),
    ],
    ids=["webinar", "cancelled", "declined", "stand-up", "all-day"],
)
def test_what_changes_nothing(home: MeetingHome, other: str) -> None:
    """The calendar stays as it was, before and after."""
    home()
    before = [(one.uid, one.event) for one in home.events()]
    home.holds(other)
    home()
    assert [(one.uid, one.event) for one in home.events()] == before
    home(AFTER)
    assert home.noticed() == []
    assert [(one.uid, one.event) for one in home.events()] == before
