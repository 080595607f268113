"""The calendar as a remote control: marks in titles, a status; through whole passes.

Each test says what a person does on their phone, and what must be there afterwards.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from followupd.calendars.memory import MemoryCalendar
from followupd.core.phrases.weeks import parse_hours
from followupd.core.schedule.status import State
from followupd.core.values.facts import Attempt, Moved, Outcome
from followupd.core.values.hitlist import Cadence, RetryRule
from followupd.core.values.time import Span
from followupd.errors import CalendarUnreachable
from followupd.history.store import History
from tests.kit.desks import UserDesk
from tests.kit.people import DENVER
from tests.kit.phones import contact, desk_of


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[UserDesk[MemoryCalendar]]:
    made = desk_of(tmp_path)
    made.run()
    yield made
    made.history.close()


FIRST = "retry-dana-whitfield-20261120-2"


@pytest.mark.parametrize(("mark", "outcome", "note"), [
    ("{} na", Outcome.NO_ANSWER, ""),
    ("ok {}", Outcome.REACHED, ""),
    ("DONE: {}", Outcome.REACHED, ""),
    ("{} lm: asked about Lisbon", Outcome.LEFT_MESSAGE, "asked about Lisbon"),
    ("{} – sent – the list", Outcome.SENT, "the list"),
    ("{} erreicht", Outcome.REACHED, ""),
    ("busy", Outcome.BUSY, ""),
    ("Call Dana na", Outcome.NO_ANSWER, ""), ("{} [-]", Outcome.NO_ANSWER, ""), ("[—] {}", Outcome.NO_ANSWER, ""),
    ("☑ {}", Outcome.REACHED, ""), ("{} ✅", Outcome.REACHED, ""), ("[x] {}", Outcome.REACHED, ""),
    ("(v) {}", Outcome.LEFT_MESSAGE, ""), ("- [x]  {}", Outcome.REACHED, ""),
])
def test_a_mark_is_logged_and_answered(desk: UserDesk[MemoryCalendar], mark: str, outcome: Outcome, note: str) -> None:
    """A word in the title of a reminder that is over: one attempt at the event's time, a ✓, and the next try."""
    there = desk.one(FIRST)
    desk.now = there.event.start + timedelta(hours=2)
    desk.calendar.retitle(there.uid, mark.format(there.event.summary))
    desk.run()
    (attempt,) = desk.facts(Attempt)
    assert (attempt.contact, attempt.outcome, attempt.note) == ("dana-whitfield", outcome, note)
    assert (attempt.at, attempt.source, attempt.event) == (there.event.start, "calendar", there.uid)
    answered = desk.calendar.event(there.uid).event
    assert answered.summary == f"✓ Call Dana Whitfield: {outcome.words}"
    assert answered.interval == there.event.interval
    following = desk.ours("retry-dana-whitfield-2026112")
    assert len(following) == (1 if outcome is Outcome.REACHED else 2)


def test_a_mark_before_its_time_stays_answered(desk: UserDesk[MemoryCalendar]) -> None:
    """The user called a day early and marked the coming event: it is answered, not deleted, and there is no second
    reminder."""
    there = desk.one(FIRST)
    desk.calendar.retitle(there.uid, there.event.summary + " na")
    desk.run()
    assert desk.calendar.event(there.uid).event.summary.startswith("✓ ")
    assert desk.facts(Attempt)[0].at == desk.now
    desk.now += timedelta(days=1)
    desk.run()
    assert desk.calendar.event(there.uid).event.summary == "✓ Call Dana Whitfield: no answer"
    assert len(desk.ours("retry-")) == 2


def test_a_second_mark_corrects_the_first(desk: UserDesk[MemoryCalendar]) -> None:
    """"na" was a slip: another mark on the answered event logs the right outcome, and the ✓ says so."""
    there = desk.one(FIRST)
    desk.now = there.event.end
    desk.calendar.retitle(there.uid, there.event.summary + " na")
    desk.run()
    desk.calendar.retitle(there.uid, desk.calendar.event(there.uid).event.summary + " ok")
    desk.run()
    assert desk.calendar.event(there.uid).event.summary == "✓ Call Dana Whitfield: reached"
    assert [a.outcome for a in desk.facts(Attempt)] == [Outcome.NO_ANSWER, Outcome.REACHED]
    assert len(desk.ours("retry-")) == 1, "the next try was for the slip, and went"


@pytest.mark.parametrize("sign", ["{} ❌", "✗ {}", "[?] {}", "{} [x] [-]"])
def test_a_sign_in_a_title_that_is_unknown_is_asked_about(desk: UserDesk[MemoryCalendar], sign: str) -> None:
    """What is drawn is not the user's word; a word in brackets is."""
    there = desk.one(FIRST)
    desk.calendar.retitle(there.uid, sign.format(there.event.summary))
    (question,) = desk.run().questions
    assert "is not a tick that followupd knows ([x] spoke, [-] no answer, [v] left a message)" in question
    desk.calendar.retitle(there.uid, f"[Lisbon] {there.event.summary}")
    assert (desk.run().questions, desk.facts(Attempt)) == ((), [])


@pytest.mark.parametrize(("mark", "day"), [
    ("{} later 3d", 25), ("later Friday {}", 27), ("{} 2026-11-30", 30), ("{} Tuesday 15:00", 24),
])
def test_later_moves_the_reminder(desk: UserDesk[MemoryCalendar], mark: str, day: int) -> None:
    """Another day by a word is a drag: the event goes there and its title is ours again."""
    there = desk.one(FIRST)
    desk.calendar.retitle(there.uid, mark.format(there.event.summary))
    desk.run()
    moved = desk.one(FIRST).event
    local = moved.start.astimezone(DENVER)
    assert (local.day, local.hour) == (day, 15 if "15:00" in mark else there.event.start.astimezone(DENVER).hour)
    assert moved.summary == "Call Dana Whitfield"
    assert desk.facts(Attempt) == []


@pytest.mark.parametrize("words", ["later today", "today"])
def test_today_is_no_other_day_when_its_hour_is_over(desk: UserDesk[MemoryCalendar], words: str) -> None:
    """P12: nothing is kept at an hour that has passed; an hour to come moves it."""
    there = desk.one(FIRST)
    desk.now = there.event.end + timedelta(hours=1)
    desk.calendar.retitle(there.uid, f"{there.event.summary} {words}")
    (question,) = desk.run().questions
    assert "is over. Write a day or a time to come" in question
    assert desk.facts(Moved) == []
    local = desk.now.astimezone(DENVER)
    desk.calendar.retitle(there.uid, f"{there.event.summary} today {local.hour + 1}:30")
    assert desk.run().questions == ()
    assert [moved.start.astimezone(DENVER).hour for moved in desk.facts(Moved)] == [local.hour + 1]


def test_later_on_a_reminder_that_is_over(desk: UserDesk[MemoryCalendar]) -> None:
    """The past stays as it is but for its answer; the try comes again on the day that was asked for."""
    there = desk.one(FIRST)
    desk.now = there.event.end + timedelta(hours=1)
    desk.calendar.retitle(there.uid, there.event.summary + " later 3d")
    desk.run()
    old, new = desk.ours(FIRST)
    assert old.event.summary == "✓ Call Dana Whitfield: later"
    assert old.event.interval == there.event.interval
    assert new.event.start.astimezone(DENVER).date() == desk.now.astimezone(DENVER).date() + timedelta(days=3)
    desk.now += timedelta(days=1)
    desk.run()
    assert [p.event.start for p in desk.ours(FIRST)] == [old.event.start, new.event.start]


def test_an_unclear_word_is_left_and_asked_about(desk: UserDesk[MemoryCalendar]) -> None:
    """It is never guessed: the title stays, one line in the text and one in the report ask."""
    there = desk.one(FIRST)
    title = there.event.summary + " nna"
    desk.calendar.retitle(there.uid, title)
    report = desk.run()
    now_there = desk.one(FIRST).event
    assert now_there.summary == f"? {title}"
    question = 'Not understood: "nna". Did you mean: no answer? Write na. Or own if this is just a note.'
    assert now_there.description.startswith(f"{question}\n\n")
    assert desk.run().changes == ()
    assert any('"nna"' in line for line in report.lines())
    assert desk.facts(Attempt) == []
    desk.calendar.retitle(there.uid, there.event.summary)
    desk.run()
    assert desk.one(FIRST).event.description == there.event.description


@pytest.mark.parametrize(("answer", "title", "outcome"), [
    ("lm {}", "✓ Call Dana Whitfield: left message", Outcome.LEFT_MESSAGE),
    ("{} - lm", "✓ Call Dana Whitfield: left message", Outcome.LEFT_MESSAGE),
    ("? lm {bare}", "✓ Call Dana Whitfield: left message", Outcome.LEFT_MESSAGE),
    ("{} own", "Call Dana Whitfield reached out", None),
    ("own {}", "Call Dana Whitfield reached out", None),
])
def test_a_question_goes_when_it_is_answered(
    desk: UserDesk[MemoryCalendar], answer: str, title: str, outcome: Outcome | None,
) -> None:
    """With the word that it names, before the title or behind it; what was written first is the note."""
    there = desk.one(FIRST)
    desk.calendar.retitle(there.uid, f"{there.event.summary} reached out")
    desk.run()
    asked = desk.calendar.event(there.uid).event
    assert asked.summary == f"? {there.event.summary} reached out"
    desk.calendar.retitle(there.uid, answer.format(asked.summary, bare=asked.summary.removeprefix("? ")))
    assert desk.run().questions == ()
    after = desk.calendar.event(there.uid).event
    assert after.summary == title
    assert "Not understood" not in after.description
    told = [(one.outcome, one.note) for one in desk.facts(Attempt)]
    assert told == ([(outcome, "reached out")] if outcome is not None else [])
    assert desk.run().changes == ()


def test_a_question_about_weeks_ago_stays_on_its_event_and_is_not_reported(desk: UserDesk[MemoryCalendar]) -> None:
    """Or the reports would only grow. What is typed there now is asked about in the report of that pass."""
    there = desk.one(FIRST)
    desk.calendar.retitle(there.uid, f"{there.event.summary} nna")
    desk.now = there.event.end + timedelta(days=27)
    assert any('"nna"' in question for question in desk.run().questions)
    desk.now += timedelta(days=2)
    assert desk.run().questions == ()
    assert desk.calendar.event(there.uid).event.description.startswith('Not understood: "nna"')
    desk.calendar.retitle(there.uid, f"{there.event.summary} reached out")
    assert any('"reached out"' in question for question in desk().questions)
    assert desk.run().questions == ()
    assert desk.calendar.event(there.uid).event.description.startswith('Not understood: "reached out"')


def test_a_long_title_of_the_users_stays(desk: UserDesk[MemoryCalendar]) -> None:
    there = desk.one(FIRST)
    title = there.event.summary + " and bring the book about Lisbon"
    desk.calendar.retitle(there.uid, title)
    report = desk.run()
    assert desk.one(FIRST).event.summary == title
    assert report.questions == ()


def test_a_completed_status_counts_like_the_mark(desk: UserDesk[MemoryCalendar]) -> None:
    there = desk.one(FIRST)
    desk.now = there.event.end
    desk.calendar.edit_lines(there.uid, STATUS="COMPLETED")
    desk.run()
    assert [a.outcome for a in desk.facts(Attempt)] == [Outcome.REACHED]
    assert desk.calendar.event(there.uid).event.summary.endswith(": reached")


def test_a_cancelled_status_skips_the_try(desk: UserDesk[MemoryCalendar]) -> None:
    there = desk.one(FIRST)
    desk.calendar.cancel(there.uid)
    desk.run()
    assert desk.ours("retry-") == []
    assert desk.facts(Attempt) == []


def test_after_a_lost_database_the_calendar_says_what_was_done(desk: UserDesk[MemoryCalendar], tmp_path: Path) -> None:
    """The ✓ says what happened: the try counts again, nothing doubles, and the next reminder stays where it is."""
    there = desk.one(FIRST)
    desk.now = there.event.end
    desk.calendar.retitle(there.uid, there.event.summary + " lm")
    desk.run()
    before = sorted((p.uid, p.event.start) for p in desk.calendar.read().events)
    desk.history.close()
    desk.history = History.open(tmp_path / "second.db", "hitlist")
    desk.run()
    assert [(a.contact, a.outcome, a.at) for a in desk.facts(Attempt)] == [
        ("dana-whitfield", Outcome.LEFT_MESSAGE, there.event.start)
    ]
    assert sorted((p.uid, p.event.start) for p in desk.calendar.read().events) == before


def test_a_try_logged_by_command_is_answered_too(desk: UserDesk[MemoryCalendar]) -> None:
    """The reminder is over and `log` was used: it gets its ✓, and the same attempt is not counted twice."""
    there = desk.one(FIRST)
    desk.now = there.event.end + timedelta(minutes=10)
    desk.history.append([Attempt("dana-whitfield", desk.now, Outcome.NO_ANSWER, "phone")], desk.now)
    desk.run()
    assert desk.calendar.event(there.uid).event.summary == "✓ Call Dana Whitfield: no answer"
    assert len(desk.ours("retry-")) == 2


def test_a_mark_and_a_logged_line_are_one_attempt(desk: UserDesk[MemoryCalendar]) -> None:
    """The same evening the user marks the event and types the command as well: it was one try."""
    there = desk.one(FIRST)
    desk.now = there.event.end + timedelta(hours=6)
    desk.history.append([Attempt("dana-whitfield", desk.now, Outcome.NO_ANSWER, "phone")], desk.now)
    desk.calendar.retitle(there.uid, there.event.summary + " na")
    report = desk.run()
    assert len(report.plan.statuses["dana-whitfield"].timeline.series) == 2


def test_words_behind_an_answer_are_the_users(desk: UserDesk[MemoryCalendar]) -> None:
    """What is typed behind our answer and is not a mark stays there."""
    there = desk.one(FIRST)
    desk.calendar.retitle(there.uid, there.event.summary + " ok")
    desk.run()
    answer = desk.calendar.event(there.uid).event.summary
    assert answer == "✓ Call Dana Whitfield: reached"
    desk.calendar.retitle(there.uid, answer + " what a talk")
    desk.run()
    assert desk.calendar.event(there.uid).event.summary == answer + " what a talk"


def test_an_answered_event_stays_if_the_next_try_has_the_same_meaning(tmp_path: Path) -> None:
    """Marked before its time, and the cadence wants the same day again: there is a new event beside the answered
    one."""
    daily = replace(contact("Ann", "2026-11-22 8:00 reached"), cadence=Cadence(Span(days=1), Span(days=1)))
    often = desk_of(tmp_path, (daily,))
    often.hitlist = replace(often.hitlist, blocks=(), retry=RetryRule())
    often.run()
    there = often.one("due-ann-20261125")
    often.calendar.retitle(there.uid, "ok " + there.event.summary)
    often.run()
    titles = {p.uid: p.event.summary for p in often.ours("due-ann-20261125")}
    assert titles == {
        "due-ann-20261125-hitlist@followupd": "✓ Call Ann: reached", "due-ann-20261125.2-hitlist@followupd": "Call Ann",
    }
    often.history.close()


def test_a_mark_is_recorded_once_even_if_the_answer_was_cut_off(desk: UserDesk[MemoryCalendar]) -> None:
    """P4: picked up, then the calendar went away before the ✓ could be written; later the mark is still there."""
    there = desk.one(FIRST)
    desk.calendar.retitle(there.uid, there.event.summary + " na")
    desk.calendar.fail_writing(CalendarUnreachable("gone"))
    with pytest.raises(CalendarUnreachable):
        desk.run()
    assert len(desk.facts(Attempt)) == 1
    desk.calendar.fail_writing(None)
    desk.now += timedelta(hours=3)
    desk.run()
    assert len(desk.facts(Attempt)) == 1
    assert desk.calendar.event(there.uid).event.summary.startswith("✓ ")


def test_called_a_little_early_counts(desk: UserDesk[MemoryCalendar]) -> None:
    """Called ten minutes before the reminder and logged after it: the reminder is answered."""
    there = desk.one(FIRST)
    desk.now = there.event.end + timedelta(minutes=5)
    early = there.event.start - timedelta(minutes=10)
    desk.history.append([Attempt("dana-whitfield", early, Outcome.REACHED, "phone")], desk.now)
    desk.run()
    assert desk.calendar.event(there.uid).event.summary == "✓ Call Dana Whitfield: reached"


def test_a_line_of_next_year_has_not_happened(tmp_path: Path) -> None:
    """A wrong year in the hit list hides nobody."""
    slipped = desk_of(tmp_path, (contact("Ann", "2027-11-02 reached"),))
    report = slipped.run()
    assert report.plan.statuses["ann"].item is not None
    slipped.history.close()


def test_a_crowd_that_failed_on_one_day_finds_its_places_again(tmp_path: Path) -> None:
    """P3 with few places: a hundred retries for one day spread over the next days and stay there."""
    people = tuple(contact(f"P{n}", f"2026-11-20 {9 + n // 60:02}:{n % 60:02} no answer") for n in range(100))
    crowd = desk_of(tmp_path, people)
    crowd.hitlist = replace(crowd.hitlist, start_small=None)
    report = crowd.run()                                        # which runs a second pass that must write nothing
    places = [e.interval for e in report.plan.events if e.uid.startswith("retry-")]
    assert len(places) == 100
    assert len({place.start for place in places}) == 100
    for place in places:                                        # they all failed in the morning (P7)
        assert place.start.astimezone(DENVER).hour >= 12
    crowd.now += timedelta(days=1)
    crowd.run()
    crowd.history.close()


def test_more_people_than_places(tmp_path: Path) -> None:
    """P3 with full hours: at most three on a Monday, the others wait in view, and no pass moves anybody."""
    full = desk_of(tmp_path, tuple(contact(f"P{n}") for n in range(400)))
    full.hitlist = replace(full.hitlist, start_small=None, blocks=(), hours=parse_hours("Mon 9:00-10:00"))
    first = full.run()
    days = Counter(event.start.date() for event in first.plan.events if event.uid.startswith("due-"))
    assert len(days) >= 3
    assert set(days.values()) <= {2, 3}
    states = Counter(status.state for status in first.plan.statuses.values())
    assert states == {State.OPEN: days.total(), State.IN_QUEUE: 400 - days.total()}
    full.history.close()
