"""A day that was typed into a title: a wish beside an answer, another day for the next try, and how it is taken back.

A second pass writes nothing (P3).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import time, timedelta
from pathlib import Path

import pytest

from followupd.calendars.memory import MemoryCalendar
from followupd.core.values.event import Present
from followupd.core.values.facts import Moved, Outcome
from followupd.core.values.hitlist import BlockRule
from followupd.core.values.record import Facts
from followupd.core.values.time import Span
from followupd.history.codec import fact_from_json, fact_to_json
from tests.kit.desks import UserDesk
from tests.kit.one_reminder import answered, due
from tests.kit.people import DENVER, at, local
from tests.kit.phones import contact, desk_of

NA, REACHED = Outcome.NO_ANSWER, Outcome.REACHED


@pytest.mark.parametrize(("word", "more", "note"), [
    ("lm: she is in Lisbon", ", back on Monday", "she is in Lisbon; back on Monday"),
    ("na", ", again Monday", "again Monday"),
    ("na", " call back Monday", "call back Monday"), ("lm", " back Monday", "back Monday"),
])
def test_a_day_that_is_wished_for_belongs_to_the_answer_that_stands(
    desk: UserDesk[MemoryCalendar], word: str, more: str, note: str
) -> None:
    """The answer stays with its note, and the day of the next try is added."""
    was = due(desk)
    desk.now = was.event.end + timedelta(minutes=5)
    desk.calendar.retitle(was.uid, f"{was.event.summary} {word}")
    desk.run()
    (said,), shown = Facts(desk.history.facts()).all.attempts, desk.calendar.event(was.uid).event.summary
    desk.calendar.retitle(was.uid, shown + more)
    for _ in range(2):
        assert desk.run().questions == ()
    (standing,) = Facts(desk.history.facts()).all.attempts
    assert (standing.outcome, standing.channel) == (said.outcome, said.channel)
    assert standing.note == note
    assert standing.asked is not None
    assert standing.asked.day.isoweekday() == 1
    assert desk.calendar.event(was.uid).event.summary == shown


@pytest.mark.parametrize(("day", "hour"), [("Friday afternoon", 13), ("tomorrow evening", 18), ("Friday", None)])
def test_a_part_of_a_day_is_in_that_part(desk: UserDesk[MemoryCalendar], day: str, hour: int | None) -> None:
    """At the reminder's own time if that is in it, else when it begins."""
    was = due(desk)
    desk.calendar.retitle(was.uid, f"{was.event.summary} {day}")
    desk.run()
    (moved,) = [fact for fact in desk.facts(Moved) if isinstance(fact, Moved)]
    own = was.event.start.astimezone(DENVER).hour
    assert moved.start.astimezone(DENVER).hour == (own if hour is None else hour)


@pytest.mark.parametrize(("words", "note"), [
    ("Friday 15:00 - ask Tom", "ask Tom"), ("next week, she is in a conference", "she is in a conference"),
    ("later 3d, on holiday.", "on holiday"), ("later 3d: ask Tom.", "ask Tom"),
])
def test_words_beside_another_day_are_kept(desk: UserDesk[MemoryCalendar], words: str, note: str) -> None:
    """In the reminder's text and in the history, as `history export` writes it; a second pass adds nothing."""
    was = due(desk)
    desk.calendar.retitle(was.uid, f"{was.event.summary} {words}")
    assert desk.run().questions == ()
    (moved,) = [fact for fact in desk.facts(Moved) if isinstance(fact, Moved)]
    assert moved.note.rstrip(".") == note
    assert f"You put it off: {note}." in due(desk).event.description
    form = fact_to_json(moved)
    assert form["note"] == moved.note
    assert fact_from_json(form) == moved


def test_words_beside_another_day_are_kept_by_a_drag(desk: UserDesk[MemoryCalendar]) -> None:
    """It is put off for the same reason, at another hour."""
    was = due(desk)
    desk.calendar.retitle(was.uid, f"{was.event.summary} Friday 15:00 - ask Tom")
    desk.run()
    there = due(desk).event
    desk.calendar.drag(there.uid, there.start + timedelta(hours=1), there.end + timedelta(hours=1))
    assert desk.run().questions == ()
    assert due(desk).event.start == there.start + timedelta(hours=1)
    assert "You put it off: ask Tom." in due(desk).event.description
    assert desk.run().changes == ()


@pytest.mark.parametrize(("day", "expected"), [
    ("Thursday", "Thu 26 Nov 14:45"),               # a quarter of an hour before the block
    ("Thursday 15:00", "Thu 26 Nov 15:00"),         # they chose the minute (P6)
    ("Friday", "Fri 27 Nov 15:00"),
])
def test_a_day_alone_is_not_on_a_block(tmp_path: Path, day: str, expected: str) -> None:
    """A reminder at 15:00 was on the block of Thursday 15:00, to the minute."""
    desk = desk_of(tmp_path, (contact("Sam", "2026-11-16 09:00 no answer"), contact("Ann", "2026-07-01 reached")))
    thursday = BlockRule((3,), time(15), ahead=Span(days=28))
    desk.hitlist = replace(desk.hitlist, blocks=())
    desk.run()
    sam = desk.one("retry-sam-").event
    desk.calendar.drag(sam.uid, at("2026-11-23 15:00"), at("2026-11-23 15:15"))
    desk.hitlist = replace(desk.hitlist, blocks=(thursday,))
    desk.run()
    desk.calendar.retitle(sam.uid, f"{desk.title(sam.uid)} {day}")
    assert desk.run().questions == ()
    (there,) = [one.event for one in desk.ours("retry-sam-") if one.event.start > desk.now]
    assert local(there.start) == expected
    desk.history.close()


@pytest.mark.parametrize("word", ["na", "spoke"])
@pytest.mark.parametrize("day", ["Friday 15:00", "later 2 weeks", "tomorrow"])
def test_another_day_behind_an_answer_is_asked_about_and_moves_nothing(
    desk: UserDesk[MemoryCalendar], word: str, day: str
) -> None:
    """Nothing is said to be moved, and the words stay where they are until they are settled."""
    was = due(desk)
    desk.now = was.event.end + timedelta(minutes=5)
    desk.calendar.retitle(was.uid, f"{was.event.summary} {word}")
    desk.run()
    said = desk.tries()
    desk.calendar.retitle(was.uid, f"{desk.title(was.uid)} {day}")
    for _ in range(2):
        report = desk.run()
        assert any("nothing was moved" in question for question in report.questions)
    assert day in desk.title(was.uid)
    assert desk.facts(Moved) == []
    assert desk.tries() == said


@pytest.fixture(params=[False, True], ids=["to come", "begun"])
def day_typed(request: pytest.FixtureRequest, desk: UserDesk[MemoryCalendar]) -> tuple[Present, list[tuple[str, str]]]:
    """A day was typed into the title of a reminder: the reminder, and what was to come before."""
    was = due(desk)
    if request.param:
        desk.now = was.event.start + timedelta(minutes=5)
        desk.run()
    before = desk.coming()
    desk.calendar.retitle(was.uid, f"{was.event.summary} Friday 15:00")
    desk.run()
    assert "Fri 27 Nov 15:00" in dict(desk.coming()).values()
    assert desk.coming() != before
    return was, before


@pytest.mark.parametrize("way", ["undo", "undo where it is now", "command"])
def test_a_day_that_was_typed_is_taken_back(
    desk: UserDesk[MemoryCalendar], day_typed: tuple[Present, list[tuple[str, str]]], way: str
) -> None:
    """Like one that was told by command; and said once more, it counts once more."""
    was, before = day_typed
    for _ in range(2):
        if way == "command":
            desk.undo()
        else:
            uid = was.uid if way == "undo" else desk.ours("due-sam-")[-1].uid
            desk.calendar.retitle(uid, f"{desk.title(uid)} undo")
            desk.now += timedelta(minutes=1)
        report = desk.run()
        assert report.questions == ()
        assert desk.coming() == before
        assert desk.title(was.uid) == was.event.summary
        desk.calendar.retitle(was.uid, f"{was.event.summary} Friday 15:00")
        desk.now += timedelta(minutes=1)
        desk.run()
        assert "Fri 27 Nov 15:00" in dict(desk.coming()).values()


def test_the_old_title_takes_a_day_back(desk: UserDesk[MemoryCalendar]) -> None:
    """Of a reminder that had begun: `✓ …: later` was cleared."""
    was = due(desk)
    desk.now = was.event.start + timedelta(minutes=5)
    desk.run()
    before = desk.coming()
    desk.calendar.retitle(was.uid, f"{was.event.summary} Friday 15:00")
    desk.run()
    assert desk.title(was.uid) == "✓ Call Sam: later"
    desk.calendar.retitle(was.uid, was.event.summary)
    desk.now += timedelta(minutes=1)
    desk.run()
    assert desk.coming() == before
    assert [one.typed for one in Facts(desk.history.facts()).all.moves] == []


def test_an_undo_of_a_day_whose_pass_was_cut_off_is_finished(
    desk: UserDesk[MemoryCalendar], day_typed: tuple[Present, list[tuple[str, str]]]
) -> None:
    """It was taken back, and the calendar could not be written."""
    _, before = day_typed
    uid = desk.ours("due-sam-")[-1].uid
    desk.calendar.retitle(uid, f"{desk.title(uid)} undo")
    desk.undo()
    report = desk.run()
    assert report.questions == ()
    assert desk.coming() == before


def test_an_answer_does_not_take_the_day_back(desk: UserDesk[MemoryCalendar]) -> None:
    """On the day, the event says what happened; nothing is said to be taken back."""
    was = due(desk)
    desk.calendar.retitle(was.uid, f"{was.event.summary} Friday 15:00")
    desk.run()
    desk.calendar.retitle(was.uid, f"{desk.title(was.uid)} na")
    report = desk.run()
    assert report.taken_back == {}
    assert desk.tries() == [("sam", NA, "")]


def test_another_day_behind_what_was_taken_back_is_that_day(desk: UserDesk[MemoryCalendar]) -> None:
    """It was asked about behind an answer, and then the answer was taken back by command: nothing is asked any more."""
    was = answered(desk, "lm")
    desk.calendar.retitle(was.uid, f"{desk.title(was.uid)} Friday 15:00")
    assert desk.run().questions != ()
    desk.undo()
    assert desk.run().questions == ()
    assert desk.coming() == [("Call Sam: his new boat", "Fri 27 Nov 15:00")]
    assert desk.tries() == []


@pytest.mark.parametrize(("word", "days", "outcome"), [
    ("reached yesterday", 1, REACHED), ("spoke Friday", 3, REACHED), ("na yesterday", 1, NA),
    ("reached: this morning", 0, REACHED),
])
def test_an_answer_may_say_on_which_day_it_was(
    desk: UserDesk[MemoryCalendar], word: str, days: int, outcome: Outcome
) -> None:
    """P12: as `log Dana reached yesterday` does, and not at the time of the reminder. No word is left for a note."""
    was = due(desk)
    desk.now = was.event.end + timedelta(hours=6)      # Monday evening
    desk.calendar.retitle(was.uid, f"{was.event.summary} {word}")
    for _ in range(2):
        assert desk.run().questions == ()
    (told,) = Facts(desk.history.facts()).all.attempts
    assert (told.outcome, told.note) == (outcome, "")
    assert told.at.astimezone(DENVER).date() == desk.now.astimezone(DENVER).date() - timedelta(days=days)
    assert told.timed == (days == 0)


def test_an_hour_that_is_over_when_it_is_read_is_meant_for_the_next_day(desk: UserDesk[MemoryCalendar]) -> None:
    """A pass may come late: the wish keeps its hour."""
    was = due(desk)
    desk.now = was.event.end + timedelta(hours=8)
    hour = desk.now.astimezone(DENVER).hour - 1
    desk.calendar.retitle(was.uid, f"{was.event.summary} call back at {hour}:00")
    for _ in range(2):
        assert desk.run().questions == ()
    (told,) = Facts(desk.history.facts()).all.attempts
    assert told.asked is not None
    assert told.asked.day == desk.now.astimezone(DENVER).date() + timedelta(days=1)
    assert desk.one("callback-").event.start.astimezone(DENVER).hour == hour
