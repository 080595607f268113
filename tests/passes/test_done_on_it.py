"""P12: a ✓ is on the one event at which something was done; what passed says so once, and a meeting is asked about."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest

from followupd.calendars.memory import MemoryCalendar
from followupd.core.values.event import Present
from followupd.core.values.facts import Attempt, Booked, Moved, Outcome, Settled
from followupd.core.values.hitlist import Contact, Promise
from followupd.history.store import History
from tests.kit.desks import UserDesk
from tests.kit.people import at, local
from tests.kit.phones import contact, desk_of

REACHED, NA = Outcome.REACHED, Outcome.NO_ANSWER
SAM = contact("Sam", "2026-07-01 reached")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[UserDesk[MemoryCalendar]]:
    made = desk_of(tmp_path, (SAM,))
    made.hitlist = replace(made.hitlist, blocks=())
    made.run()
    yield made
    made.history.close()


def reminders(desk: UserDesk[MemoryCalendar]) -> list[Present]:
    return desk.ours("due-") + desk.ours("retry-")


def titles(desk: UserDesk[MemoryCalendar]) -> list[str]:
    found = sorted(reminders(desk), key=lambda one: one.event.start)
    return [one.event.summary for one in found]


def coming(desk: UserDesk[MemoryCalendar]) -> list[str]:
    return [local(one.event.start)[:10] for one in reminders(desk)]


def forget(desk: UserDesk[MemoryCalendar], times: int) -> list[Present]:
    """Let so many reminders pass, with a pass after each; return all that passed."""
    for _ in range(times):
        (coming,) = [one for one in reminders(desk) if one.event.start > desk.now]
        desk.now = coming.event.end + timedelta(hours=1)
        desk.run()
    return sorted((one for one in reminders(desk) if one.event.start <= desk.now), key=lambda one: one.event.start)


def test_of_five_reminders_the_one_that_was_used_is_ticked(desk: UserDesk[MemoryCalendar]) -> None:
    """Reached at the fifth: a ✓ there, and the four before it say that they passed, in one write each."""
    passed = forget(desk, 5)
    before = {one.uid: desk.calendar.event(one.uid).version for one in passed[:4]}
    desk.calendar.retitle(passed[4].uid, f"{passed[4].event.summary} ok")
    desk.run()
    assert titles(desk)[:5] == ["– not tried: Call Sam"] * 4 + ["✓ Call Sam: reached"]
    assert {uid: desk.calendar.event(uid).version for uid in before} == before


def test_a_reminder_that_passed_is_left_until_the_next_one_begins(desk: UserDesk[MemoryCalendar]) -> None:
    """The user may answer until the evening: it does not say that it passed before the next one begins."""
    forget(desk, 1)
    assert titles(desk)[0] == "Call Sam"
    forget(desk, 1)
    assert titles(desk)[:2] == ["– not tried: Call Sam", "Call Sam"]


def test_what_passed_may_still_be_answered(desk: UserDesk[MemoryCalendar]) -> None:
    """The user did call on that day, and says so two weeks later: the ✓ goes there."""
    first = forget(desk, 3)[0]
    desk.calendar.retitle(first.uid, f"{first.event.summary} na")
    desk.run()
    assert titles(desk)[:3] == ["✓ Call Sam: no answer", "– not tried: Call Sam", "Call Sam"]
    forget(desk, 1)
    assert titles(desk)[:3] == ["✓ Call Sam: no answer", "– not tried: Call Sam", "– not tried: Call Sam"]
    (attempt,) = desk.facts(Attempt)
    assert (attempt.at, attempt.event) == (first.event.start, first.uid)


def test_a_word_that_is_not_understood_is_still_asked_about(desk: UserDesk[MemoryCalendar]) -> None:
    """P11: an event that passed does not say so before the user's word on it is clear."""
    (first,) = forget(desk, 1)
    desk.calendar.retitle(first.uid, "Call Sam nna")
    forget(desk, 2)
    assert titles(desk)[:2] == ["? Call Sam nna", "– not tried: Call Sam"]
    assert '"nna". Did you mean: no answer?' in desk.run().questions[0]
    there = desk.calendar.event(first.uid)
    assert there.event.description.startswith('Not understood: "nna". Did you mean')
    assert there.event.description.endswith(f"\n\n{first.event.description}")
    desk.run()
    assert desk.calendar.event(first.uid).version == there.version, "it is asked once (P3)"
    desk.calendar.retitle(first.uid, "Call Sam na")
    desk.run()
    text = desk.calendar.event(first.uid).event.description
    assert text.startswith("Next, as planned then: ")
    assert "Not understood" not in text
    assert titles(desk)[0] == "✓ Call Sam: no answer"


def test_a_mark_on_an_event_of_long_ago_is_answered_there(desk: UserDesk[MemoryCalendar]) -> None:
    """P11: nothing is ignored, however late it is written."""
    first = forget(desk, 1)[0]
    desk.now += timedelta(days=90)
    desk.run()
    desk.calendar.retitle(first.uid, f"{desk.calendar.event(first.uid).event.summary} na")
    desk.run()
    assert desk.calendar.event(first.uid).event.summary == "✓ Call Sam: no answer"


@pytest.mark.parametrize("tidied", [1, 2, 3])
def test_deleting_passed_reminders_moves_nothing(desk: UserDesk[MemoryCalendar], tidied: int) -> None:
    """People delete reminders that are over: the coming one stays, and its repeats are unchanged."""
    passed = forget(desk, 3)
    (existing,) = [one for one in reminders(desk) if one.event.start > desk.now]
    for one in passed[:tidied]:
        desk.calendar.delete(one.uid)
    assert desk.run().changes == ()
    assert [one.uid for one in reminders(desk) if one.event.start > desk.now] == [existing.uid]
    desk.now = existing.event.end + timedelta(hours=1)
    desk.run()
    (after,) = [one for one in reminders(desk) if one.event.start > desk.now]
    assert after.uid.endswith("-r4-hitlist@followupd")


@pytest.mark.parametrize("status", ["COMPLETED"])
def test_a_status_on_what_passed_counts_too(desk: UserDesk[MemoryCalendar], status: str) -> None:
    first = forget(desk, 2)[0]
    desk.calendar.edit_lines(first.uid, STATUS=status)
    desk.run()
    assert titles(desk)[:2] == ["✓ Call Sam: reached", "Call Sam"]


@pytest.mark.parametrize(("hours", "ticked"), [(1, 1), (30, 1), (-24 * 6, 0)])
def test_a_call_by_command_belongs_to_the_reminder_that_was_open(
    desk: UserDesk[MemoryCalendar], hours: int, ticked: int
) -> None:
    """It is the latest one before the call; the others say at most that they passed."""
    passed = forget(desk, 2)
    desk.log(Attempt("sam", passed[1].event.start + timedelta(hours=hours), REACHED, "phone"))
    desk.now = passed[1].event.start + timedelta(hours=31)
    desk.run()
    expected = ["– not tried: Call Sam", "– not tried: Call Sam"]
    expected[ticked] = "✓ Call Sam: reached"
    if not ticked:
        expected[1] = "Call Sam"                         # what was after the call: nothing has taken its place yet
    assert titles(desk)[:2] == expected


def test_a_call_long_after_a_reminder_ticks_none(desk: UserDesk[MemoryCalendar]) -> None:
    """It passed, and three days later they were called without one: nothing was done on it."""
    (first,) = forget(desk, 1)
    desk.now = first.event.start + timedelta(days=3)
    desk.log(Attempt("sam", desk.now, REACHED, "phone"))
    desk.run()
    assert titles(desk)[0] == "– not tried: Call Sam"


def test_a_second_call_ticks_nothing_more(desk: UserDesk[MemoryCalendar]) -> None:
    """The reminder was used by the first one."""
    (first,) = forget(desk, 1)
    desk.log(Attempt("sam", first.event.start, NA, "phone"), Attempt("sam", first.event.end, REACHED, "phone"))
    desk.run()
    assert titles(desk)[0] == "✓ Call Sam: no answer"


def test_a_log_line_counts_like_the_command(desk: UserDesk[MemoryCalendar]) -> None:
    """Also with only a day, and typed days later."""
    passed = forget(desk, 2)
    typed = contact("Sam", "2026-07-01 reached", f"{passed[0].event.start:%Y-%m-%d} no answer").log
    desk.hitlist = replace(desk.hitlist, contacts=(replace(SAM, log=typed),))
    desk.run()
    assert titles(desk)[:2] == ["✓ Call Sam: no answer", "Call Sam"]


def test_a_tick_on_a_sheet_ticks_no_reminder(tmp_path: Path) -> None:
    """The reminder passed, and the call was made from their line on the next sheet."""
    desk = desk_of(tmp_path, (SAM,))
    blocks, desk.hitlist = desk.hitlist.blocks, replace(desk.hitlist, blocks=())
    desk.run()
    desk.now = desk.one("due-").event.end
    desk.hitlist = replace(desk.hitlist, blocks=blocks)
    desk.run()
    sheet = next(one for one in desk.ours("block-") if "[ ] Call Sam" in one.event.description)
    desk.now = sheet.event.end
    desk.calendar.rewrite(sheet.uid, sheet.event.description.replace("[ ] Call Sam", "[x] Call Sam"))
    desk.run()
    assert desk.one("due-").event.summary == "– not tried: Call Sam"
    desk.history.close()


def test_a_promise_is_kept_on_one_event(tmp_path: Path) -> None:
    """Its earlier reminders say that they passed, in the word for what is done and not tried."""
    hank = replace(contact("Hank", "2026-11-21 reached"), promises=(Promise("send the list", date(2026, 11, 23)),))
    desk = desk_of(tmp_path, (hank,))
    desk.hitlist = replace(desk.hitlist, blocks=())
    desk.run()
    for _ in range(3):
        (coming,) = [one for one in desk.ours("promise-") if one.event.start > desk.now]
        desk.now = coming.event.end + timedelta(hours=1)
        desk.run()
    desk.log(Settled("hank", desk.now, "send the list", date(2026, 11, 23)))
    desk.run()
    found = [one.event.summary for one in desk.ours("promise-") if one.event.start <= desk.now]
    assert found == ["– not done: Promised to Hank: send the list"] * 2 + ["✓ Promised to Hank: send the list: kept"]
    desk.history.close()


def test_our_answers_survive_a_lost_database(desk: UserDesk[MemoryCalendar], tmp_path: Path) -> None:
    """The sign is on the event: nothing is counted that was not done, and nothing is written again."""
    passed = forget(desk, 3)
    desk.calendar.retitle(passed[2].uid, f"{passed[2].event.summary} ok")
    desk.run()
    said = titles(desk)
    desk.history.close()
    desk.history = History.open(tmp_path / "again.db", "hitlist")
    desk.run()
    assert titles(desk) == said
    assert [(fact.outcome, fact.event) for fact in desk.facts(Attempt)] == [(REACHED, passed[2].uid)]


# Meetings.

DAY = date(2026, 12, 3)
MEETING = "meeting-sam-20261203-1"


def booked(tmp_path: Path, who: Contact = SAM) -> UserDesk[MemoryCalendar]:
    desk = desk_of(tmp_path, (who,))
    desk.hitlist = replace(desk.hitlist, blocks=())
    desk.log(Booked("sam", desk.now, DAY, time=time(12, 30)))
    desk.run()
    return desk


def test_a_meeting_that_is_over_is_asked_about_once_on_its_own_event(tmp_path: Path) -> None:
    """Nobody is due meanwhile; without an answer they are due a week later, and the question is not repeated."""
    desk = booked(tmp_path)
    assert desk.one(MEETING).event.summary == "Meeting with Sam"
    assert coming(desk) == []                                          # the meeting is what is open (P2)
    desk.now = at("2026-12-03 13:15")
    desk.run()
    assert desk.one(MEETING).event.summary == "Meeting with Sam"       # it is still going on
    desk.now = at("2026-12-03 13:31")
    desk.run()
    asked = desk.one(MEETING)
    assert (asked.event.summary, asked.event.busy) == ("Meeting with Sam: how was it?", True)
    assert "put a word into the title: ok" in asked.event.description
    for when in ("2026-12-04 00:01", "2026-12-05 09:00", "2026-12-09 09:00"):
        desk.now = at(when)
        desk.run()
        assert coming(desk) == ["Thu 10 Dec"]
    desk.now = at("2026-12-12 09:00")
    desk.run()
    assert desk.one(MEETING).version == asked.version
    desk.history.close()


@pytest.mark.parametrize(("words", "outcome", "note"), [
    ("ok", REACHED, ""), ("ok: she has a new job", REACHED, "she has a new job"), ("met", REACHED, ""), ("na", NA, ""),
])
def test_the_answer_is_an_attempt_at_its_time(tmp_path: Path, words: str, outcome: Outcome, note: str) -> None:
    desk = booked(tmp_path)
    desk.now = at("2026-12-04 09:00")
    desk.run()
    asked = desk.one(MEETING)
    desk.calendar.retitle(asked.uid, f"{asked.event.summary} {words}")
    desk.run()
    (attempt,) = desk.facts(Attempt)
    assert (attempt.at, attempt.outcome, attempt.channel, attempt.note) == (asked.event.start, outcome, "coffee", note)
    assert desk.one(MEETING).event.summary == f"✓ Meeting with Sam: {outcome.words}"
    desk.history.close()


def test_an_answer_may_cross_with_the_question(tmp_path: Path) -> None:
    """The phone was offline: it adds the word to the title that it knew."""
    desk = booked(tmp_path)
    desk.now = at("2026-12-04 09:00")
    desk.run()
    desk.calendar.retitle(desk.one(MEETING).uid, "Meeting with Sam ok: lovely")
    desk.run()
    assert [(fact.outcome, fact.note) for fact in desk.facts(Attempt)] == [(REACHED, "lovely")]
    assert desk.one(MEETING).event.summary == "✓ Meeting with Sam: reached"
    desk.history.close()


def test_a_call_before_its_day_is_not_the_meeting(tmp_path: Path) -> None:
    """Two days before: it stays on the calendar, and is asked about."""
    desk = booked(tmp_path)
    desk.now = at("2026-12-01 10:00")
    desk.log(Attempt("sam", desk.now, REACHED, "phone"))
    desk.run()
    assert desk.one(MEETING).event.summary == "Meeting with Sam"
    desk.now = at("2026-12-03 14:00")
    desk.run()
    assert desk.one(MEETING).event.summary == "Meeting with Sam: how was it?"
    desk.history.close()


def test_a_later_call_says_nothing_about_the_meeting(tmp_path: Path) -> None:
    """A week later they are called on the reminder: the ✓ is there, and not on the meeting."""
    desk = booked(tmp_path)
    desk.now = at("2026-12-04 09:00")
    desk.run()
    desk.now = at("2026-12-10 18:00")
    desk.run()
    (due,) = [one for one in reminders(desk) if one.event.start < at("2026-12-11 00:00")] or reminders(desk)
    desk.now = max(desk.now, due.event.end)
    desk.calendar.retitle(due.uid, f"{due.event.summary} ok")
    desk.run()
    assert desk.one(MEETING).event.summary == "Meeting with Sam: how was it?"
    assert titles(desk)[0] == "✓ Call Sam: reached"
    desk.history.close()


def test_a_meeting_that_is_dragged_after_the_question_is_to_come_again(tmp_path: Path) -> None:
    """It was moved: on the new day it has its usual title, and asks again when it is over."""
    desk = booked(tmp_path)
    desk.now = at("2026-12-03 14:00")
    desk.run()
    asked = desk.one(MEETING)
    start = datetime(2026, 12, 8, 19, 0, tzinfo=UTC)
    desk.calendar.drag(asked.uid, start, start + timedelta(hours=1))
    desk.run()
    assert len(desk.facts(Moved)) == 1
    assert desk.one(MEETING).event.summary == "Meeting with Sam"
    desk.now = start + timedelta(hours=2)
    desk.run()
    assert desk.one(MEETING).event.summary == "Meeting with Sam: how was it?"
    desk.history.close()


def test_the_question_survives_a_lost_database(tmp_path: Path) -> None:
    """The meeting is known from its event, so nobody is due before the week is over."""
    desk = booked(tmp_path)
    desk.now = at("2026-12-04 09:00")
    desk.run()
    desk.history.close()
    desk.history = History.open(tmp_path / "again.db", "hitlist")
    desk.run()
    assert [fact.day for fact in desk.facts(Booked)] == [DAY]
    assert desk.one(MEETING).event.summary == "Meeting with Sam: how was it?"
    assert coming(desk) == ["Thu 10 Dec"]
    desk.history.close()
