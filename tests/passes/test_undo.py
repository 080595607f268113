"""Reports are taken back: by command, or on the calendar by `undo`, by taking our ✓ off, or by unticking a line.

Through whole passes. Afterwards the calendar is as if it had not been told, and a second pass writes nothing.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from followupd.calendars.memory import MemoryCalendar
from followupd.core.phrases.weeks import parse_hours
from followupd.core.values.facts import Attempt, Outcome, Retracted, Skipped
from followupd.core.values.time import Span
from tests.kit.desks import UserDesk
from tests.kit.one_reminder import due
from tests.kit.phones import contact, desk_of

NA, REACHED = Outcome.NO_ANSWER, Outcome.REACHED


def test_a_logged_try_is_taken_back(desk: UserDesk[MemoryCalendar]) -> None:
    """The reminder that it had taken off is back at its time, and the retry that it had led to is gone."""
    before = desk.coming()
    desk.log(Attempt("sam", desk.now, NA, "phone"))
    desk.run()
    assert desk.coming() != before
    desk.undo()
    desk.run()
    assert desk.coming() == before
    assert desk.tries() == []


def test_a_reminder_that_was_dragged_is_back_where_it_was_put(desk: UserDesk[MemoryCalendar]) -> None:
    """P6: what the user did by hand meanwhile stays."""
    was = due(desk)
    desk.calendar.drag(was.uid, was.event.start + timedelta(hours=2), was.event.end + timedelta(hours=2))
    desk.run()
    before = desk.coming()
    assert before[0][1] != was.event.start
    desk.log(Attempt("sam", desk.now, NA, "phone"))
    desk.run()
    desk.undo()
    desk.run()
    assert desk.coming() == before


@pytest.mark.parametrize("early", [True, False], ids=["before its time", "after its time"])
@pytest.mark.parametrize("by_hand", [
    "{title}", "{title}: {topic}", "{ticked} undo", "undo {ticked}", "✓ {title}: undo", "{title}: Undo.", "undo",
])
def test_an_answer_is_taken_off_its_event(desk: UserDesk[MemoryCalendar], by_hand: str, early: bool) -> None:
    """Clearing our ✓ and the answer, or `undo`: the event is as before, and so is the plan."""
    was = due(desk)
    if not early:
        desk.now = was.event.end + timedelta(minutes=5)
        desk.run()
    before = desk.coming()
    desk.calendar.retitle(was.uid, f"{was.event.summary} ok")
    desk.run()
    ticked = desk.title(was.uid)
    assert ticked == "✓ Call Sam: reached"
    assert desk.coming() != before
    desk.calendar.retitle(was.uid, by_hand.format(title="Call Sam", topic="his new boat", ticked=ticked))
    desk.now += timedelta(minutes=1)
    report = desk.run()
    assert report.questions == ()
    assert desk.tries() == []
    assert desk.title(was.uid) == was.event.summary
    assert desk.coming() == before
    assert desk.calendar.event(was.uid).raw.count("BEGIN:VALARM") == (1 if early else 0)


@pytest.mark.parametrize("early", [True, False], ids=["before its time", "after its time"])
def test_what_the_calendar_reported_is_taken_back_by_command(desk: UserDesk[MemoryCalendar], early: bool) -> None:
    """The mark, if it is still there, does not tell it again; a new one does."""
    was = due(desk)
    if not early:
        desk.now = was.event.end + timedelta(minutes=5)
        desk.run()
    before = desk.coming()
    for times in range(1, 3):
        desk.calendar.retitle(was.uid, f"{was.event.summary} na")
        desk.run()
        assert desk.tries() == [("sam", NA, "")], times
        assert "VALARM" not in desk.calendar.event(was.uid).raw
        desk.undo()
        desk.run()
        assert desk.tries() == []
        assert desk.title(was.uid) == was.event.summary
        assert desk.coming() == before
        assert desk.calendar.event(was.uid).raw.count("BEGIN:VALARM") == (1 if early else 0)


def test_a_mark_that_was_not_answered_yet_is_taken_back(desk: UserDesk[MemoryCalendar]) -> None:
    """The calendar could not be written when the mark was picked up; it is still in the title when it is taken back."""
    was = due(desk)
    desk.now = was.event.end + timedelta(minutes=5)
    desk.run()
    desk.log(Attempt("sam", was.event.start, NA, "phone", source="calendar", event=was.uid))
    desk.calendar.retitle(was.uid, f"{was.event.summary} na")
    desk.undo()
    desk.run()
    assert desk.tries() == []
    assert desk.title(was.uid) == was.event.summary
    desk.calendar.retitle(was.uid, f"{was.event.summary} na")
    desk.run()
    assert desk.tries() == [("sam", NA, "")]


def test_a_try_that_was_logged_elsewhere_is_taken_back_on_the_event_that_shows_it(
    desk: UserDesk[MemoryCalendar]
) -> None:
    was = due(desk)
    desk.now = was.event.end + timedelta(minutes=5)
    desk.log(Attempt("sam", desk.now, NA, "phone"))
    desk.run()
    assert desk.title(was.uid) == "✓ Call Sam: no answer"
    desk.calendar.retitle(was.uid, "✓ Call Sam: no answer undo")
    desk.run()
    assert desk.tries() == []
    assert desk.title(was.uid) == was.event.summary


@pytest.mark.parametrize("passes", [1, 2])
def test_the_same_word_after_an_undo_counts_again(desk: UserDesk[MemoryCalendar], passes: int) -> None:
    """Whether a pass came in between or not: what is written last is what happened (P4, P11)."""
    was = due(desk)
    desk.now = was.event.end + timedelta(days=2)
    said = []
    for words in ("na", "undo", "na", "undo", "na"):
        desk.calendar.retitle(was.uid, f"{desk.title(was.uid)} {words}")
        for number in range(passes):
            desk.now += timedelta(minutes=1)
            said += desk().lines()[:1] if number == 0 else []
    logged, gone = "Logged Sam: no answer by phone", "Taken back: no answer by phone"
    assert [line.partition(",")[0] for line in said] == [logged, gone, logged, gone, logged]
    assert desk.title(was.uid) == "✓ Call Sam: no answer"
    assert [outcome for _, outcome, _ in desk.tries()] == [NA]


def test_undo_where_nothing_was_reported_is_asked_about(desk: UserDesk[MemoryCalendar]) -> None:
    was = due(desk)
    desk.calendar.retitle(was.uid, f"{was.event.summary} undo")
    report = desk.run()
    assert "there is none here" in report.questions[0]
    assert desk.facts(Retracted) == []


@pytest.mark.parametrize("early", [True, False], ids=["before its time", "after its time"])
def test_a_second_word_corrects_the_first(desk: UserDesk[MemoryCalendar], early: bool) -> None:
    """A slip does not count as contact: `ok` and then `na` is a try without an answer, and nothing else."""
    was = due(desk)
    if not early:
        desk.now = was.event.end + timedelta(minutes=5)
    desk.calendar.retitle(was.uid, f"{was.event.summary} ok")
    desk.run()
    desk.now += timedelta(minutes=10)
    desk.calendar.retitle(was.uid, "✓ Call Sam: reached na")
    desk.run()
    assert desk.tries() == [("sam", NA, "")]
    assert desk.title(was.uid) == "✓ Call Sam: no answer"
    desk.calendar.retitle(was.uid, "✓ Call Sam: no answer lm: try her office")
    desk.run()
    assert desk.tries() == [("sam", Outcome.LEFT_MESSAGE, "try her office")]
    desk.calendar.retitle(was.uid, "✓ Call Sam: left message lm: try his boat")
    desk.run()
    assert desk.tries() == [("sam", Outcome.LEFT_MESSAGE, "try his boat")]
    assert len(desk.facts(Attempt)) == 4, "nothing is ever deleted"


def test_a_pass_says_whom_it_is_about_and_when(desk: UserDesk[MemoryCalendar]) -> None:
    """The lines of `sync` and of the daemon: what was picked up and taken back, and the reminders that it wrote."""
    was = due(desk)
    desk.calendar.retitle(was.uid, f"{was.event.summary} na: on a boat")
    lines = desk().lines()
    assert lines[0] == "Logged Sam: no answer by phone, today 10:00 (on a boat)."
    assert "1 reminder new (Call Sam: his new boat, Mon 30 Nov " in lines[1]
    desk.calendar.retitle(was.uid, "✓ Call Sam: no answer undo")
    lines = desk().lines()
    assert lines[0] == "Taken back: no answer by phone, Sam, today 10:00."
    assert "1 reminder taken off (Call Sam: his new boat, Mon 30 Nov " in lines[1]


def test_an_answered_reminder_reads_as_answered(desk: UserDesk[MemoryCalendar]) -> None:
    """Before its time: its alarm is gone, and how to answer; the note and the next date are there. Taken back, all of
    it is as before."""
    was = due(desk)
    assert "put a word into the title" in was.event.description
    assert "BEGIN:VALARM" in was.raw
    desk.calendar.retitle(was.uid, f"{was.event.summary} na: on a boat until Friday")
    desk.run()
    now = desk.calendar.event(was.uid)
    assert now.event.summary == "✓ Call Sam: no answer"
    assert "put a word into the title" not in now.event.description
    assert now.event.description == "\n".join((
        "on a boat until Friday",
        "Next, as planned then: Mon 30 Nov 17:00.", "", "You last spoke on 1 July: his new boat",
    ))
    assert "VALARM" not in now.raw
    desk.calendar.retitle(was.uid, "✓ Call Sam: no answer lm")
    desk.run()
    assert desk.calendar.event(was.uid).event.description.startswith("Next, as planned then: Mon 30 Nov 17:00.\n\n")
    desk.calendar.retitle(was.uid, "Call Sam")
    desk.run()
    again = desk.calendar.event(was.uid)
    assert (again.event.summary, again.event.description) == (was.event.summary, was.event.description)
    assert again.raw.count("BEGIN:VALARM") == 1


def test_who_declined_may_be_stopped_for_good(desk: UserDesk[MemoryCalendar]) -> None:
    """They come back after a while, so the answer says what ends it; not once another word corrects it."""
    was = due(desk)
    stop = "write `status: stop` in the hit list."
    for word, says in (("asked me never to call again", True), ("na", False), ("please stop calling", True)):
        desk.calendar.retitle(was.uid, f"{was.event.summary} {word}")
        said = desk.run().lines()[0]
        assert (stop in desk.calendar.event(was.uid).event.description) is says
        assert said.startswith("Logged Sam: ")
        assert (stop in said) is says
    desk.now += timedelta(days=120)
    desk.run()
    texts = [one.event.description for one in desk.ours("") if one.event.end > desk.now]
    assert any("after a no. To end it for good, write `status: stop`" in text for text in texts), texts


@pytest.mark.parametrize("over", [False, True])
@pytest.mark.parametrize("answered", ["Call Sam lm", "lm {asked}", "{asked} lm"])
def test_an_answer_to_a_question_takes_the_alarm_away_too(
    desk: UserDesk[MemoryCalendar], answered: str, *, over: bool
) -> None:
    """Its text was changed with the question, twice. The alarm that the user added stays (P6)."""
    was = due(desk)
    if over:
        desk.now = was.event.end + timedelta(minutes=5)
    mine = ("BEGIN:VALARM", "ACTION:DISPLAY", "DESCRIPTION:mine", "TRIGGER:-PT1H", "END:VALARM")
    desk.calendar.add_lines(was.uid, *mine)
    for unclear in ("reached out on Monday", "reached out on Tuesday"):
        desk.calendar.retitle(was.uid, f"{was.event.summary} {unclear}")
        assert desk.run().questions
    asked = desk.calendar.event(was.uid)
    assert asked.raw.count("BEGIN:VALARM") == 2
    assert f"DESCRIPTION:? {was.event.summary}\r\n" in asked.raw
    desk.calendar.retitle(was.uid, answered.format(asked=asked.event.summary))
    desk.run()
    now = desk.calendar.event(was.uid)
    assert now.event.summary == "✓ Call Sam: left message"
    assert now.raw.count("BEGIN:VALARM") == 1
    assert "\r\n".join(mine) in now.raw


def test_a_reminder_that_is_over_reads_as_answered_too(desk: UserDesk[MemoryCalendar]) -> None:
    """With the user's own lines below; and as before once it is taken back."""
    was = due(desk)
    desk.now = was.event.end + timedelta(minutes=5)
    desk.calendar.rewrite(was.uid, f"{was.event.description}\n\nher office: 5550")
    desk.run()
    desk.calendar.retitle(was.uid, f"{was.event.summary} ok")
    desk.run()
    text = desk.calendar.event(was.uid).event.description
    assert "put a word" not in text
    assert "Next, as planned then: Tue 23 Feb" in text
    assert text.endswith("\n\nher office: 5550")
    desk.undo()
    desk.run()
    assert desk.calendar.event(was.uid).event.description == f"{was.event.description}\n\nher office: 5550"


def test_more_words_behind_an_answer_stand_in_its_text(desk: UserDesk[MemoryCalendar]) -> None:
    """With the next date, and once: what the answer said before is taken back."""
    was = due(desk)
    desk.calendar.retitle(was.uid, f"{was.event.summary} lm: on a boat")
    desk.run()
    desk.calendar.retitle(was.uid, f"{desk.title(was.uid)}: call again in May")
    desk.run()
    text = desk.calendar.event(was.uid).event.description
    assert text.startswith("on a boat; call again in May\nNext, as planned then: Mon 3 May 12:00.\n\n")
    assert text.count("on a boat") == 1


@pytest.mark.parametrize("words", [
    "please undo, wrong person", "undo that", "undo this one please", "sorry: undo it", "oops", "no!", "wrong",
    "undone", "- my mistake", "undo, lm", "lm, undo",
])
def test_undo_among_other_words_is_asked_about(desk: UserDesk[MemoryCalendar], words: str) -> None:
    """Never silence, and nothing is taken back before it is clear; `undo` alone answers it, and so does `own`."""
    was = due(desk)
    desk.now = was.event.start + timedelta(minutes=30)
    desk.calendar.retitle(was.uid, f"{was.event.summary} na")
    desk.run()
    answered = desk.title(was.uid)
    desk.calendar.retitle(was.uid, f"{answered} {words}")
    (asked,) = desk.run().questions
    assert "undo alone takes an answer back" in asked
    assert len(desk.tries()) == 1
    desk.calendar.retitle(was.uid, f"own {desk.title(was.uid)}")
    assert desk.run().questions == ()
    assert len(desk.tries()) == 1
    desk.calendar.retitle(was.uid, f"{answered} Undo!")
    assert desk.run().questions == ()
    assert desk.tries() == []


@pytest.mark.parametrize("words", ["maybe not", "or not", "not sure", "actually no answer I think", "na maybe"])
def test_a_doubt_about_an_answer_is_asked_about(desk: UserDesk[MemoryCalendar], words: str) -> None:
    """Never silence, and the answer stays as it is until it is clear."""
    was = due(desk)
    desk.now = was.event.start + timedelta(minutes=30)
    desk.calendar.retitle(was.uid, f"{was.event.summary} reached")
    desk.run()
    before = desk.tries()
    desk.calendar.retitle(was.uid, f"{desk.title(was.uid)} {words}")
    (asked,) = desk.run().questions
    assert words in asked
    assert (desk.run().changes, desk.tries()) == ((), before)
    desk.calendar.retitle(was.uid, f"{desk.title(was.uid).removesuffix(words)} na")
    assert desk.run().questions == ()
    assert [outcome for _, outcome, _ in desk.tries()] == [Outcome.NO_ANSWER]


def test_undo_without_an_answer_is_asked_about_unless_it_is_a_topic(desk: UserDesk[MemoryCalendar]) -> None:
    was = due(desk)
    for words, questions in (("undo that", 1), ("ask how to undo the merge", 0)):
        desk.calendar.retitle(was.uid, f"{was.event.summary} {words}")
        assert len(desk.run().questions) == questions


def test_another_word_beside_undo_corrects(desk: UserDesk[MemoryCalendar]) -> None:
    """What is understood needs no question."""
    was = due(desk)
    desk.now = was.event.start + timedelta(minutes=30)
    desk.calendar.retitle(was.uid, f"{was.event.summary} na")
    desk.run()
    desk.calendar.retitle(was.uid, f"lm {desk.title(was.uid)} undo the other one")
    assert desk.run().questions == ()
    assert [outcome for _, outcome, _ in desk.tries()] == [Outcome.LEFT_MESSAGE]


def test_a_block_that_is_back_has_its_lines_again(tmp_path: Path) -> None:
    """A meeting to book had a line next week; the reminder that it had while the block was skipped is gone again."""
    flo = replace(contact("Flo", "2026-05-10 reached"), book_ahead=Span(months=6))
    desk = desk_of(tmp_path, (flo, contact("Sam", "2026-07-01 reached")))
    desk.run()
    desk.now = desk.ours("block-")[0].event.end + timedelta(hours=1)
    desk.run()
    before, there = desk.coming(), desk.ours("block-")[1]
    assert "Book the next meeting with Flo" in there.event.description
    desk.log(Skipped(None, desk.now, there.uid, there.event.start))
    desk.run()
    assert desk.ours("book-flo-")
    desk.undo()
    desk.run()
    assert desk.coming() == before
    desk.history.close()


def test_a_reminder_is_back_at_its_place_though_a_better_one_is_free(tmp_path: Path) -> None:
    """Ada had Sam's place until the user dragged her away."""
    desk = desk_of(tmp_path, (contact("Ada", "2026-07-01 reached"), contact("Sam", "2026-07-01 reached")))
    desk.hitlist = replace(desk.hitlist, blocks=(), hours=parse_hours("Mon-Fri 9:00-10:00"))
    desk.run()
    ada = desk.ours("due-ada-")[0]
    desk.calendar.drag(ada.uid, ada.event.start + timedelta(hours=30), ada.event.end + timedelta(hours=30))
    desk.run()
    before = desk.coming()
    desk.log(Attempt("sam", desk.now, Outcome.BOUNCED, "phone"))
    desk.run()
    assert not desk.ours("due-sam-20261001")
    desk.undo()
    desk.run()
    assert desk.coming() == before
    desk.history.close()
