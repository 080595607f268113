"""A question is reported as long as it matters: not once its item is settled, or its person reached, since."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from followupd.calendars.memory import MemoryCalendar
from followupd.core.phrases.vocabulary import is_question
from followupd.core.values.event import Present
from followupd.core.values.facts import Attempt, Outcome, Settled
from followupd.core.values.hitlist import Promise
from followupd.core.values.time import Span
from tests.kit.desks import UserDesk
from tests.kit.phones import contact, desk_of

SAM = contact("Sam", "2026-07-01 reached")
UNCLEAR = "reached out on Monday"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[UserDesk[MemoryCalendar]]:
    made = desk_of(tmp_path, (SAM,))
    made.hitlist = replace(made.hitlist, blocks=())
    made.run()
    yield made
    made.history.close()


def coming(desk: UserDesk[MemoryCalendar], start: str = "due-") -> Present:
    (found,) = [one for one in desk.ours(start) if one.event.start > desk.now]
    return found


def write(desk: UserDesk[MemoryCalendar], there: Present, words: str) -> None:
    desk.calendar.retitle(there.uid, f"{desk.title(there.uid)} {words}")


def asked_on(desk: UserDesk[MemoryCalendar], there: Present) -> bool:
    return any(map(is_question, desk.present()[there.uid].event.description.split("\n")))


def test_of_who_was_reached_since_nothing_is_asked(desk: UserDesk[MemoryCalendar]) -> None:
    """Asked at the first reminder, reached at the next one, a week later: only the event of the past still asks."""
    first = coming(desk)
    desk.now = first.event.end
    write(desk, first, UNCLEAR)
    assert len(desk.run().questions) == 1
    second = coming(desk)
    desk.now = second.event.start - timedelta(hours=1)
    assert len(desk.run().questions) == 1
    desk.now = second.event.end
    write(desk, second, "ok")
    assert desk.run().questions == ()
    assert asked_on(desk, first)


def test_of_who_was_reached_before_the_event_nothing_is_asked(desk: UserDesk[MemoryCalendar]) -> None:
    """Words on an event to come are of the day on which they were written: it stays, and nobody is asked later."""
    there = coming(desk)
    write(desk, there, "maybe Friday")
    assert len(desk.run().questions) == 1
    desk.now += timedelta(hours=1)
    desk.log(Attempt("sam", desk.now, Outcome.REACHED, "phone"))
    assert desk.run().questions == ()
    desk.now = there.event.end + timedelta(hours=1)
    assert desk.run().questions == ()
    assert asked_on(desk, there)


def test_a_failed_try_settles_no_question(desk: UserDesk[MemoryCalendar]) -> None:
    """P1: only contact does."""
    first = coming(desk)
    desk.now = first.event.end
    write(desk, first, UNCLEAR)
    desk.run()
    desk.now = coming(desk).event.end
    desk.log(Attempt("sam", desk.now, Outcome.NO_ANSWER, "phone"))
    assert len(desk.run().questions) == 1


def test_what_may_take_an_answer_back_is_asked_about_though_it_is_contact(desk: UserDesk[MemoryCalendar]) -> None:
    """P11: the question is about the very contact that the event shows, however it was logged."""
    there = coming(desk)
    desk.now = there.event.end
    desk.log(Attempt("sam", desk.now, Outcome.REACHED, "phone"))
    desk.run()
    assert desk.title(there.uid) == "✓ Call Sam: reached"
    desk.now += timedelta(hours=1)
    write(desk, there, "left a message I think")
    for _ in range(2):
        assert len(desk.run().questions) == 1
        desk.now += timedelta(days=1)


def test_of_one_item_only_the_newest_question_is_asked(desk: UserDesk[MemoryCalendar]) -> None:
    """One reminder after the other is answered with words that are not clear; each is asked about there."""
    for number in range(3):
        there = coming(desk)
        desk.now = there.event.end
        write(desk, there, f"{UNCLEAR}, {number}")
        (question,) = desk.run().questions
        assert f", {number}" in question
        assert asked_on(desk, there)


def test_a_promise_that_is_kept_is_not_asked_about(tmp_path: Path) -> None:
    """Reaching its person does not keep it: that question stays until it is settled."""
    made = desk_of(tmp_path, (replace(SAM, promises=(Promise("call the plumber", date(2026, 11, 23)),)),))
    made.hitlist = replace(made.hitlist, blocks=())
    made.run()
    there = coming(made, "promise-")
    made.now = there.event.end
    write(made, there, "working on it")
    assert len(made.run().questions) == 1
    made.now += timedelta(hours=1)
    made.log(Attempt("sam", made.now, Outcome.REACHED, "phone"))
    assert len(made.run().questions) == 1
    made.log(Settled("sam", made.now, "call the plumber", date(2026, 11, 23), True, "command"))
    assert made.run().questions == ()
    made.history.close()


def test_a_meeting_to_book_asks_once_for_its_day(tmp_path: Path) -> None:
    """`done` without a day on each reminder, and nothing booked: one question, until a day is booked."""
    six = replace(contact("The walking six", "2026-05-10 10:00 reached"), book_ahead=Span(months=6))
    made = desk_of(tmp_path, (six,))
    made.hitlist = replace(made.hitlist, blocks=())
    made.run()
    for _ in range(3):
        there = coming(made, "book-")
        made.now = there.event.end
        write(made, there, "done")
        assert len(made.run().questions) == 1
    write(made, there, "booked 28 May 2027")
    assert made.run().questions == ()
    made.history.close()
