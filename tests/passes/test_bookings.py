"""Meetings to book, with the day that the user types on the phone; through whole passes."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest

from followupd.core.phrases.vocabulary import day_text
from followupd.core.values.facts import Attempt, Booked, Outcome
from followupd.core.values.time import Span
from followupd.history.store import History
from tests.kit.desks import KEY
from tests.kit.phones import NOW, block, contact, desk_of, tick


@pytest.mark.parametrize(("mark", "day"), [
    ("booked 28 May 2027", date(2027, 5, 28)), ("done", date(2027, 5, 21)), ("booked: 2027-06-04", date(2027, 6, 4)),
])
def test_a_booked_meeting_is_when_they_are_expected(tmp_path: Path, mark: str, day: date) -> None:
    six = replace(contact("The walking six", "2026-11-21 10:00 reached"), book_ahead=Span(months=6))
    desk = desk_of(tmp_path, (six,))
    desk.hitlist = replace(desk.hitlist, blocks=())
    desk.run()
    there = desk.one("book-")
    assert there.event.summary == "Book the next meeting with The walking six, for about 21 May 2027"
    desk.calendar.retitle(there.uid, f"{there.event.summary} {mark}")
    report = desk.run()
    (booked,) = desk.facts(Booked)
    assert isinstance(booked, Booked)
    assert booked.day == day
    next_try = report.plan.statuses["the-walking-six"].next_try
    assert next_try is not None
    assert next_try.due == day
    assert desk.one("book-").event.summary == f"✓ {there.event.summary}: booked {day_text(day, date(2026, 11, 23))}"
    desk.history.close()


def test_a_proposed_day_that_is_over_is_not_booked(tmp_path: Path) -> None:
    """Six months after they met is long ago: a bare `done` asks for the day, and `booked 28 May` gives it."""
    six = replace(contact("The walking six", "2026-05-10 10:00 reached"), book_ahead=Span(months=6))
    desk = desk_of(tmp_path, (six,))
    desk.hitlist = replace(desk.hitlist, blocks=())
    desk.run()
    there = desk.one("book-")
    assert there.event.summary == "Book the next meeting with The walking six"
    desk.calendar.retitle(there.uid, f"{there.event.summary} done")
    desk.run()
    assert desk.facts(Booked) == []
    assert "booked 21 May" in desk.one("book-").event.description
    desk.calendar.retitle(there.uid, f"{there.event.summary} booked 28 May 2027")
    desk.run()
    assert [fact.day for fact in desk.facts(Booked) if isinstance(fact, Booked)] == [date(2027, 5, 28)]
    desk.history.close()


def test_the_next_meeting_may_be_in_the_note_of_this_one(tmp_path: Path) -> None:
    """`[a] Ask Mia for a coffee: next 12 Nov` on a sheet: reached, booked, and nobody asks for the next meeting."""
    mia = replace(contact("Mia", "2026-05-20 reached", via=("coffee",)), book_ahead=Span(months=6))
    desk = desk_of(tmp_path, (mia,))
    desk.run()
    # The meeting to book is on the first sheet, so she is on the second.
    there = next(one for one in desk.ours("block-") if "[ ] Ask Mia" in one.event.description)
    line = next(one for one in there.event.description.split("\n") if one.startswith("[ ] Ask Mia"))
    desk.now = there.event.end + timedelta(hours=1)
    text = there.event.description.replace(line, f"[a]{line[3:]}: next 12 Nov")
    desk.calendar.rewrite(there.uid, text)
    report = desk.run()
    (met,) = desk.facts(Attempt)
    assert (met.outcome, met.note) == (Outcome.REACHED, "next 12 Nov")
    assert list(report.plan.tasks.open) == ["meeting/mia-20271112-1"]
    next_try = report.plan.statuses["mia"].next_try
    assert next_try is not None
    assert (next_try.due, next_try.anchor) == (date(2027, 11, 12), date(2027, 11, 19))      # a week after they meet
    coming = [p for p in desk.ours("block-") if p.event.start > desk.now]
    assert coming
    assert not any("Book the next" in p.event.description for p in coming)
    assert desk.ours("book-") == []
    desk.history.close()


def test_a_meeting_booked_in_the_hit_list(tmp_path: Path) -> None:
    """A line of `log:` does what the command does; one that is dated ahead has not happened."""
    met = contact("The walking six", "2026-11-21 10:00 reached")
    line = Booked("the-walking-six", datetime(2026, 11, 21, 7, tzinfo=UTC), date(2027, 5, 28), "hitlist")
    six = replace(met, book_ahead=Span(months=6), booked=(replace(line, at=NOW + timedelta(days=1)),))
    desk = desk_of(tmp_path, (six,))
    desk.run()
    assert "[ ] Book the next meeting" in block(desk).event.description
    desk.hitlist = replace(desk.hitlist, contacts=(replace(six, booked=(line,)),))
    report = desk.run()
    assert "Book the next meeting" not in block(desk).event.description
    next_try = report.plan.statuses["the-walking-six"].next_try
    assert next_try is not None
    assert next_try.due == date(2027, 5, 28)
    assert desk.facts(Booked) == []
    desk.history.close()


@pytest.mark.parametrize(("behind", "day"), [(" 28 May 2027", date(2027, 5, 28)), ("", date(2027, 5, 21))])
def test_a_ticked_booking_names_its_day(tmp_path: Path, behind: str, day: date) -> None:
    six = replace(contact("The walking six", "2026-11-21 10:00 reached"), book_ahead=Span(months=6))
    desk = desk_of(tmp_path, (six,))
    desk.run()
    tick(desk, "Book the next meeting with The walking six, for about 21 May 2027", "x", behind)
    desk.run()
    desk.now += timedelta(days=4)
    desk.run()
    (booked,) = desk.facts(Booked)
    assert isinstance(booked, Booked)
    assert booked.day == day
    assert desk.facts(Attempt) == []
    desk.history.close()


@pytest.mark.parametrize(("line", "days"), [
    ("Book the next meeting with The walking six, for about 28 May 2027", [date(2027, 5, 28)]),
    ("Book the next meeting with The walking six, for about 28 May", [date(2027, 5, 28)]),
    ("Book the next meeting with The walking six, for about 21 June 2027", [date(2027, 6, 21)]),
    ("Book the next meeting with The walking six: 28 May 2027", [date(2027, 5, 28)]),
    ("Book the next meeting with The walking six, 28 May 2027", [date(2027, 5, 28)]),
    ("Book the next meeting with The walking six,", [date(2027, 5, 21)]),
    ("Book the next meeting with The walking six, for about soon", []),
    ("Book the next meeting 28 May with The walking six, for about 21 May 2027", []),
])
def test_the_proposed_day_may_be_overwritten(
    tmp_path: Path, line: str, days: list[date]
) -> None:
    """Overwriting the proposed day is an answer too. What cannot be read books nothing, and never counts as contact."""
    six = replace(contact("The walking six", "2026-11-21 10:00 reached"), book_ahead=Span(months=6))
    desk = desk_of(tmp_path, (six,))
    desk.run()
    there, ours = block(desk), "[ ] Book the next meeting with The walking six, for about 21 May 2027"
    assert ours in there.event.description
    desk.calendar.rewrite(there.uid, there.event.description.replace(ours, f"[x] {line}"))
    desk.run()
    assert [fact.day for fact in desk.facts(Booked) if isinstance(fact, Booked)] == days
    assert desk.facts(Attempt) == []
    desk.history.close()


def test_a_day_without_its_year_means_the_same_day_a_year_later(tmp_path: Path) -> None:
    """A ticked line stays on its sheet and is read again in every pass: "3 Dec" stays one booking."""
    six = replace(contact("The walking six", "2026-11-21 10:00 reached"), book_ahead=Span(days=14))
    desk = desk_of(tmp_path, (six,))
    desk.run()
    desk.now = block(desk).event.end + timedelta(hours=1)
    desk.run()
    past = block(desk)
    assert past.event.end < desk.now
    text = past.event.description
    act = next(line for line in text.split("\n") if line.startswith("[ ] Book the next"))
    desk.calendar.rewrite(past.uid, text.replace(act, f"[x]{act[3:]} 3 Dec"))
    for _ in range(3):
        desk.run()
        desk.now += timedelta(days=7)
    assert [fact.day for fact in desk.facts(Booked) if isinstance(fact, Booked)] == [date(2026, 12, 3)]
    desk.history.close()


@pytest.mark.parametrize("lost", ["what was written", "everything"])
@pytest.mark.parametrize("typed", [None, time(15)])
@pytest.mark.parametrize("bare", [False, True])
def test_a_meeting_stays_on_the_day_that_the_user_gave_it(
    tmp_path: Path, lost: str, typed: time | None, *, bare: bool
) -> None:
    """P6: it was put off, dragged, and the database lost, whether or not the hit list knows the time that was booked.

    Also if a program has dropped our properties: the day in its UID is the one for which it was booked.
    """
    line = Booked("six", NOW, date(2026, 12, 10), "hitlist", time=typed)
    desk = desk_of(tmp_path, (replace(contact("Six", "2026-11-21 10:00 reached"), booked=(line,)),))
    desk.run()
    there = desk.one("meeting-")
    desk.calendar.retitle(there.uid, f"{there.event.summary} later 12 Dec 20:00")
    desk.now += timedelta(hours=1)
    desk.run()
    assert desk.one("meeting-").event.start == datetime(2026, 12, 13, 3, 0, tzinfo=UTC)
    dragged = datetime(2026, 12, 14, 4, 30, tzinfo=UTC)
    desk.calendar.drag(there.uid, dragged)
    desk.now += timedelta(hours=1)
    desk.run()
    if bare:
        text = desk.calendar.texts[there.href]
        desk.calendar.put(there.href, re.sub(r"X-FOLLOWUPD-[A-Z]+:[^\r\n]*\r\n(?:[ \t][^\r\n]*\r\n)*", "", text))
    if lost == "everything":
        desk.history.close()
        (tmp_path / "state.db").unlink()
        desk.history = History.open(tmp_path / "state.db", "hitlist")
    else:
        desk.history.forget(KEY)
    desk.now += timedelta(hours=1)
    desk.run()
    assert desk.one("meeting-").event.start == dragged
    desk.history.close()


def test_a_dragged_meeting_from_a_note_stays_after_what_was_written_is_lost(tmp_path: Path) -> None:
    """P6: it was booked in the note of a contact. It was taken for one that only the calendar knew, on its old day."""
    six = replace(contact("Six", "2026-11-19 10:00 reached, next 2026-12-10"), book_ahead=Span(months=1))
    desk = desk_of(tmp_path, (six,))
    desk.run()
    there = desk.one("meeting-")
    dragged = there.event.start + timedelta(days=2, hours=5)
    desk.calendar.drag(there.uid, dragged)
    desk.now += timedelta(hours=1)
    desk.run()
    desk.history.forget(KEY)
    desk.now += timedelta(days=1)
    desk.run()
    assert desk.one("meeting-").event.start == dragged
    assert desk.facts(Booked) == []
    desk.history.close()


@pytest.mark.parametrize("words", ["na", "no show", "left a message", "she's at a meeting", "emailed her the agenda"])
def test_a_meeting_to_come_has_no_outcome_but_a_question(tmp_path: Path, words: str) -> None:
    """It once got a ✓, and stood there a second time at the same minute."""
    booked = Booked("dana", NOW - timedelta(days=1), date(2026, 12, 3), "hitlist", None, time(15))
    desk = desk_of(tmp_path, (replace(contact("Dana", "2026-11-21 10:00 reached"), booked=(booked,)),))
    desk.run()
    there = desk.one("meeting-")
    desk.calendar.retitle(there.uid, f"{there.event.summary} {words}")
    for _ in range(2):
        desk.run()
        assert desk.one("meeting-").event.summary == f"? {there.event.summary} {words}"
    assert not desk.facts(Attempt)
    desk.history.close()
