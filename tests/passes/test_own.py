"""`own` settles that what was written is just a note: the word goes, the note stays, and it is asked no more."""

from __future__ import annotations

from datetime import timedelta

import pytest

from followupd.calendars.memory import MemoryCalendar
from followupd.core.values.facts import Attempt, Outcome
from tests.kit.desks import UserDesk


def shown(desk: UserDesk[MemoryCalendar]) -> str:
    return desk.ours("due-sam-")[0].event.summary


def write(desk: UserDesk[MemoryCalendar], title: str) -> None:
    desk.calendar.retitle(desk.ours("due-sam-")[0].uid, title)


def pass_over(desk: UserDesk[MemoryCalendar]) -> None:
    """The reminder is over, and nothing has taken its place yet."""
    desk.now = desk.ours("due-sam-")[0].event.end + timedelta(minutes=30)
    desk.run()


@pytest.mark.parametrize("over", [False, True], ids=["to come", "over"])
@pytest.mark.parametrize(("note", "answer", "left"), [
    ("{title} reached out on Monday", "own {asked}", "{title} reached out on Monday"),
    ("{title} reached out on Monday", "{asked} - own", "{title} reached out on Monday"),
    ("reached out: {title}", "own {asked}", "reached out: {title}"),
    ("{title} reached out on Monday", "? {title} own", "{title}"),
    ("{title} reached out on Monday", "own", None),
])
def test_the_word_goes_once_it_has_answered(
    desk: UserDesk[MemoryCalendar], note: str, answer: str, left: str | None, over: bool
) -> None:
    """In the pass that reads it; the next ones ask nothing, and write nothing."""
    if over:
        pass_over(desk)
    title = shown(desk)
    write(desk, note.format(title=title))
    assert len(desk.run().questions) == 1
    assert shown(desk).startswith("? ")
    write(desk, answer.format(asked=shown(desk), title=title))
    for _ in range(3):
        assert desk.run().questions == ()
        if left is not None:
            assert shown(desk) == left.format(title=title)
        desk.now += timedelta(hours=1)
    assert desk.facts(Attempt) == []
    assert "Not understood" not in desk.ours("due-sam-")[0].event.description


def test_words_that_are_asked_about_are_not_taken_off_with_the_reminder(desk: UserDesk[MemoryCalendar]) -> None:
    """Nobody is due any more, and what was typed would be lost: it stays with its question until that is answered."""
    write(desk, f"{shown(desk)} reached out on Monday")
    desk.run()
    uid, asked = desk.ours("due-sam-")[0].uid, shown(desk)
    desk.log(Attempt("sam", desk.now, Outcome.REACHED))
    for _ in range(2):
        assert len(desk.run().questions) == 1
        assert {one.uid: one.event.summary for one in desk.calendar.read().events}[uid] == asked
    desk.calendar.retitle(uid, f"own {asked}")
    desk.run()
    assert uid not in {one.uid for one in desk.calendar.read().events}


def test_other_words_are_read_again(desk: UserDesk[MemoryCalendar]) -> None:
    title = shown(desk)
    write(desk, f"{title} reached out on Monday own")
    desk.run()
    write(desk, f"{title} reached out on Tuesday")
    assert len(desk.run().questions) == 1
    write(desk, f"{title} lm")
    desk.run()
    assert len(desk.facts(Attempt)) == 1


def test_a_word_of_a_title_of_ones_own_stays(desk: UserDesk[MemoryCalendar]) -> None:
    """Nothing was asked: it is not an answer."""
    title = shown(desk)
    for own in (f"{title} about a boat of his own", f"{title} and his own"):
        write(desk, own)
        assert desk.run().questions == ()
        assert shown(desk) == own


@pytest.mark.parametrize("over", [False, True], ids=["to come", "over"])
def test_it_stays_settled_for_weeks(desk: UserDesk[MemoryCalendar], over: bool) -> None:
    """While the reminder passes, and something else takes its place; each second pass writes nothing."""
    if over:
        pass_over(desk)
    write(desk, f"{shown(desk)} reached out on Monday - own")
    for _ in range(6):
        assert desk.run().questions == ()
        assert "reached out on Monday" in shown(desk)
        assert "own" not in shown(desk)
        desk.now += timedelta(days=4)
