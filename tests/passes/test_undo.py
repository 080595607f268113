"""What was told is taken back: by command, or on the calendar by `undo`, by taking our ✓ off, or by unticking a line.

Through whole passes. Afterwards the calendar is as if it had not been told, and a second pass writes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from followupd.calendars.memory import MemoryCalendar
from followupd.core.answers.taking_back import taking_back, things_told
from followupd.core.values.event import Present
from followupd.core.values.facts import Attempt, Booked, Facts, Outcome, Retracted, Settled, Told
from followupd.core.values.hitlist import Anniversary, Contact, Promise
from followupd.core.values.time import Span
from tests.kit.desks import Desk
from tests.kit.phones import contact, desk_of

SAM = contact("Sam", "2026-07-01 reached, his new boat")
NA, REACHED = Outcome.NO_ANSWER, Outcome.REACHED


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk[MemoryCalendar]]:
    """One person, who has a reminder of their own, and no block."""
    made = desk_of(tmp_path, (SAM,))
    made.hitlist = replace(made.hitlist, blocks=())
    made.run()
    yield made
    made.history.close()


@pytest.fixture
def sheets(tmp_path: Path) -> Iterator[Desk[MemoryCalendar]]:
    """Several people on the sheet of a block."""
    made = desk_of(tmp_path)
    made.run()
    yield made
    made.history.close()


def undo(desk: Desk[MemoryCalendar]) -> None:
    """As the command does."""
    facts = Facts(desk.history.facts())
    desk.now += timedelta(minutes=1)
    desk.log(*taking_back(facts, next(things_told(facts)), desk.now, "command"))


def counting(desk: Desk[MemoryCalendar]) -> list[tuple[str, Outcome, str]]:
    """The attempts that count: who, outcome, note."""
    return [(one.contact, one.outcome, one.note) for one in Facts(desk.history.facts()).all.attempts]


def due(desk: Desk[MemoryCalendar]) -> Present:
    return desk.ours("due-sam-")[0]


def title(desk: Desk[MemoryCalendar], uid: str) -> str:
    return desk.calendar.event(uid).event.summary


def test_a_logged_try_is_taken_back(desk: Desk[MemoryCalendar]) -> None:
    """The reminder that it had taken off is back at its time, and the retry that it had led to is gone."""
    before = desk.coming()
    desk.log(Attempt("sam", desk.now, NA, "phone"))
    desk.run()
    assert desk.coming() != before
    undo(desk)
    desk.run()
    assert desk.coming() == before
    assert counting(desk) == []


def test_a_reminder_that_was_dragged_is_back_where_it_was_put(desk: Desk[MemoryCalendar]) -> None:
    """P6: what the user did by hand meanwhile stays."""
    was = due(desk)
    desk.calendar.drag(was.uid, was.event.start + timedelta(hours=2), was.event.end + timedelta(hours=2))
    desk.run()
    before = desk.coming()
    assert before[0][1] != was.event.start
    desk.log(Attempt("sam", desk.now, NA, "phone"))
    desk.run()
    undo(desk)
    desk.run()
    assert desk.coming() == before


@pytest.mark.parametrize("early", [True, False], ids=["before its time", "after its time"])
@pytest.mark.parametrize("by_hand", [
    "{title}", "{title}: {topic}", "{ticked} undo", "undo {ticked}", "✓ {title}: undo", "{title}: Undo.", "undo",
])
def test_an_answer_is_taken_off_its_event(desk: Desk[MemoryCalendar], by_hand: str, early: bool) -> None:
    """Clearing our ✓ and the answer, or `undo`: the event is as before, and so is the plan."""
    was = due(desk)
    if not early:
        desk.now = was.event.end + timedelta(minutes=5)
        desk.run()
    before = desk.coming()
    desk.calendar.retitle(was.uid, f"{was.event.summary} ok")
    desk.run()
    ticked = title(desk, was.uid)
    assert ticked == "✓ Call Sam: reached"
    assert desk.coming() != before
    desk.calendar.retitle(was.uid, by_hand.format(title="Call Sam", topic="his new boat", ticked=ticked))
    desk.now += timedelta(minutes=1)
    report = desk.run()
    assert report.questions == ()
    assert counting(desk) == []
    assert title(desk, was.uid) == was.event.summary
    assert desk.coming() == before


@pytest.mark.parametrize("early", [True, False], ids=["before its time", "after its time"])
def test_what_the_calendar_told_is_taken_back_by_command(desk: Desk[MemoryCalendar], early: bool) -> None:
    """The mark, if it is still there, does not tell it again; a new one does."""
    was = due(desk)
    if not early:
        desk.now = was.event.end + timedelta(minutes=5)
        desk.run()
    before = desk.coming()
    for times in range(1, 3):
        desk.calendar.retitle(was.uid, f"{was.event.summary} na")
        desk.run()
        assert counting(desk) == [("sam", NA, "")], times
        undo(desk)
        desk.run()
        assert counting(desk) == []
        assert title(desk, was.uid) == was.event.summary
        assert desk.coming() == before


def test_a_mark_that_was_not_answered_yet_is_taken_back(desk: Desk[MemoryCalendar]) -> None:
    """The calendar could not be written when the mark was picked up; it is still in the title when it is taken back."""
    was = due(desk)
    desk.now = was.event.end + timedelta(minutes=5)
    desk.run()
    desk.log(Attempt("sam", was.event.start, NA, "phone", source="calendar", event=was.uid))
    desk.calendar.retitle(was.uid, f"{was.event.summary} na")
    undo(desk)
    desk.run()
    assert counting(desk) == []
    assert title(desk, was.uid) == was.event.summary
    desk.calendar.retitle(was.uid, f"{was.event.summary} na")
    desk.run()
    assert counting(desk) == [("sam", NA, "")]


def test_a_try_that_was_logged_elsewhere_is_taken_back_on_the_event_that_shows_it(
    desk: Desk[MemoryCalendar]
) -> None:
    was = due(desk)
    desk.now = was.event.end + timedelta(minutes=5)
    desk.log(Attempt("sam", desk.now, NA, "phone"))
    desk.run()
    assert title(desk, was.uid) == "✓ Call Sam: no answer"
    desk.calendar.retitle(was.uid, "✓ Call Sam: no answer undo")
    desk.run()
    assert counting(desk) == []
    assert title(desk, was.uid) == was.event.summary


@pytest.mark.parametrize("passes", [1, 2])
def test_the_same_word_after_an_undo_counts_again(desk: Desk[MemoryCalendar], passes: int) -> None:
    """Whether a pass came in between or not: what is written last is what happened (P4, P11)."""
    was = due(desk)
    desk.now = was.event.end + timedelta(days=2)
    said = []
    for words in ("na", "undo", "na", "undo", "na"):
        desk.calendar.retitle(was.uid, f"{title(desk, was.uid)} {words}")
        for number in range(passes):
            desk.now += timedelta(minutes=1)
            said += desk().lines()[:1] if number == 0 else []
    logged, gone = "Logged Sam: no answer by phone", "Taken back: no answer by phone"
    assert [line.partition(",")[0] for line in said] == [logged, gone, logged, gone, logged]
    assert title(desk, was.uid) == "✓ Call Sam: no answer"
    assert [outcome for _, outcome, _ in counting(desk)] == [NA]


def test_undo_where_nothing_was_told_is_asked_about(desk: Desk[MemoryCalendar]) -> None:
    was = due(desk)
    desk.calendar.retitle(was.uid, f"{was.event.summary} undo")
    report = desk.run()
    assert "there is none here" in report.questions[0]
    assert desk.facts(Retracted) == []


@pytest.mark.parametrize("early", [True, False], ids=["before its time", "after its time"])
def test_a_second_word_corrects_the_first(desk: Desk[MemoryCalendar], early: bool) -> None:
    """A slip does not count as contact: `ok` and then `na` is a try without an answer, and nothing else."""
    was = due(desk)
    if not early:
        desk.now = was.event.end + timedelta(minutes=5)
    desk.calendar.retitle(was.uid, f"{was.event.summary} ok")
    desk.run()
    desk.now += timedelta(minutes=10)
    desk.calendar.retitle(was.uid, "✓ Call Sam: reached na")
    desk.run()
    assert counting(desk) == [("sam", NA, "")]
    assert title(desk, was.uid) == "✓ Call Sam: no answer"
    desk.calendar.retitle(was.uid, "✓ Call Sam: no answer lm: try her office")
    desk.run()
    assert counting(desk) == [("sam", Outcome.LEFT_MESSAGE, "try her office")]
    desk.calendar.retitle(was.uid, "✓ Call Sam: left message lm: try his boat")
    desk.run()
    assert counting(desk) == [("sam", Outcome.LEFT_MESSAGE, "try his boat")]
    assert len(desk.facts(Attempt)) == 4, "nothing is ever deleted"


@pytest.mark.parametrize("over", [False, True], ids=["going on", "over"])
def test_a_line_that_is_unticked_is_taken_back(sheets: Desk[MemoryCalendar], over: bool) -> None:
    """And another tick corrects the first; ticked once more, it counts once more."""
    block = sheets.ours("block-")[0]
    text = block.event.description
    sheets.now = block.event.end + timedelta(minutes=5) if over else block.event.start + timedelta(minutes=5)
    sheets.run()

    def tick(mark: str, note: str = "") -> list[tuple[str, Outcome, str]]:
        line = f"[{mark}] Call Ann Lee{note}\n"
        sheets.calendar.rewrite(block.uid, text.replace("[ ] Call Ann Lee\n", line))
        sheets.now += timedelta(minutes=1)
        sheets.run()
        return counting(sheets)

    assert tick("x") == [("ann-lee", REACHED, "")]
    assert tick(" ") == []
    assert title(sheets, block.uid) == block.event.summary
    assert tick("x") == [("ann-lee", REACHED, "")]
    assert tick("-") == [("ann-lee", NA, "")]
    assert tick("-", ": moves to Oslo") == [("ann-lee", NA, "moves to Oslo")]
    assert tick("-", ": moves to Rome") == [("ann-lee", NA, "moves to Rome")]
    assert tick(" ", ": moves to Rome") == []
    assert tick(" ", ": left message") == [("ann-lee", Outcome.LEFT_MESSAGE, "")]
    assert tick(" ") == []


EVE = contact("Eve Lind", "2026-07-01 reached")
PROMISING = replace(EVE, promises=(Promise("send the Lisbon list", date(2026, 11, 27)),))
REMEMBERING = replace(PROMISING, dates=(Anniversary("birthday", 12, 4, 1986, Span(days=7)),))
BOOKING = replace(EVE, book_ahead=Span(months=8))
PROMISED, CARD = "Promised to Eve Lind: send the Lisbon list", "Card for Eve Lind: birthday on 4 Dec (turns 40)"


@pytest.mark.parametrize("early", [False, True], ids=["going on", "early"])
@pytest.mark.parametrize(("eve", "line", "what"), [
    (PROMISING, PROMISED, Settled), (REMEMBERING, CARD, Attempt), (PROMISING, "Call Eve Lind", Attempt),
    (BOOKING, "Book the next meeting with Eve Lind, for about 1 Mar 2027", Booked),
])  # fmt: skip
def test_each_line_of_one_person_is_unticked_by_itself(
    tmp_path: Path, eve: Contact, line: str, what: type[Told], early: bool
) -> None:
    """Of several lines (the own one, a promise, a card, a meeting to book) what that very line told is taken back."""
    desk = desk_of(tmp_path, (eve,))
    desk.run()
    block = desk.ours("block-")[0]
    if not early:
        desk.now = block.event.start + timedelta(minutes=5)
        desk.run()
    untouched = [box for box in desk.calendar.event(block.uid).event.description.split("\n") if box.startswith("[ ]")]
    assert len(untouched) > 1

    def write(old: str, new: str) -> tuple[list[Told], list[Told]]:
        text = desk.calendar.event(block.uid).event.description
        assert old in text
        desk.calendar.rewrite(block.uid, text.replace(old, new))
        desk.now += timedelta(minutes=1)
        assert desk.run().questions == ()
        facts = Facts(desk.history.facts())
        return list(facts.on(block.uid)), list(facts.gone_from(block.uid))

    told, _ = write(f"[ ] {line}\n", f"[x] {line}\n")
    assert [type(one) for one in told] == [what]
    left, gone = write(f"[x] {line}", f"[ ] {line}")
    assert (left, gone) == ([], told)
    text = desk.calendar.event(block.uid).event.description
    assert sorted(box for box in text.split("\n") if box.startswith("[ ]")) == sorted(untouched)
    desk.history.close()


def test_a_promise_whose_line_is_gone_stays_kept_beside_an_empty_line_of_its_person(tmp_path: Path) -> None:
    desk = desk_of(tmp_path, (PROMISING,))
    desk.run()
    block = desk.ours("block-")[0]
    desk.now = block.event.start + timedelta(minutes=5)
    line, text = "[ ] Promised to Eve Lind: send the Lisbon list\n", block.event.description
    for now in (text.replace(line, line.replace("[ ]", "[x]")), text.replace(line, "")):
        desk.calendar.rewrite(block.uid, now)
        desk.run()
        assert len(Facts(desk.history.facts()).all.promises) == 1
    desk.history.close()


def test_a_line_that_is_gone_says_nothing(sheets: Desk[MemoryCalendar]) -> None:
    """P13: a description that a client shortened, or an older copy of it, takes nothing back."""
    block = sheets.ours("block-")[0]
    text = block.event.description
    sheets.now = block.event.end + timedelta(minutes=5)
    sheets.run()
    sheets.calendar.rewrite(block.uid, text.replace("[ ] Call Ann Lee\n", "[x] Call Ann Lee\n"))
    sheets.run()
    for shortened in (text.replace("[ ] Call Ann Lee\n", ""), ""):
        sheets.calendar.rewrite(block.uid, shortened)
        sheets.run()
        assert counting(sheets) == [("ann-lee", REACHED, "")]


def test_a_ticked_line_that_was_taken_back_by_command_does_not_count_again(sheets: Desk[MemoryCalendar]) -> None:
    """The tick is the user's and stays on the sheet; unticked and ticked again, it counts."""
    block = sheets.ours("block-")[0]
    text, ticked = block.event.description, block.event.description.replace("[ ] Call Ann Lee\n", "[x] Call Ann Lee\n")
    sheets.now = block.event.end + timedelta(minutes=5)
    sheets.calendar.rewrite(block.uid, ticked)
    sheets.run()
    undo(sheets)
    sheets.run()
    assert counting(sheets) == []
    assert title(sheets, block.uid) == block.event.summary
    sheets.calendar.rewrite(block.uid, text)
    sheets.run()
    sheets.calendar.rewrite(block.uid, ticked)
    sheets.run()
    assert counting(sheets) == [("ann-lee", REACHED, "")]


def test_a_sheet_that_is_ticked_early_and_unticked(sheets: Desk[MemoryCalendar]) -> None:
    """Before the block begins: the person is on its sheet again, in one line."""
    block = sheets.ours("block-")[0]
    sheets.calendar.rewrite(block.uid, block.event.description.replace("[ ] Call Ann Lee\n", "[-] Call Ann Lee\n"))
    sheets.run()
    now = sheets.calendar.event(block.uid).event.description
    assert counting(sheets) == [("ann-lee", NA, "")]
    sheets.calendar.rewrite(block.uid, now.replace("[-] Call Ann Lee", "[ ] Call Ann Lee"))
    sheets.now += timedelta(minutes=1)
    sheets.run()
    assert counting(sheets) == []
    assert sheets.calendar.event(block.uid).event.description.count("[ ] Call Ann Lee\n") == 1
    assert sheets.ours("retry-ann-lee-") == []


def test_a_pass_says_whom_it_is_about_and_when(desk: Desk[MemoryCalendar]) -> None:
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


def test_an_answered_reminder_reads_as_answered(desk: Desk[MemoryCalendar]) -> None:
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
    assert now.event.description.endswith("\n\non a boat until Friday\nNext: Mon 30 Nov 17:00.")
    assert "VALARM" not in now.raw
    desk.calendar.retitle(was.uid, "✓ Call Sam: no answer lm")
    desk.run()
    assert desk.calendar.event(was.uid).event.description.endswith("\n\nNext: Mon 30 Nov 17:00.")
    desk.calendar.retitle(was.uid, "Call Sam")
    desk.run()
    again = desk.calendar.event(was.uid)
    assert (again.event.summary, again.event.description) == (was.event.summary, was.event.description)
    assert again.raw.count("BEGIN:VALARM") == 1


def test_a_reminder_that_is_over_reads_as_answered_too(desk: Desk[MemoryCalendar]) -> None:
    """With the user's own lines below; and as before once it is taken back."""
    was = due(desk)
    desk.now = was.event.end + timedelta(minutes=5)
    desk.calendar.rewrite(was.uid, f"{was.event.description}\n\nher office: 5550")
    desk.run()
    desk.calendar.retitle(was.uid, f"{was.event.summary} ok")
    desk.run()
    text = desk.calendar.event(was.uid).event.description
    assert "put a word" not in text
    assert "Next: Tue 23 Feb" in text
    assert text.endswith("\n\nher office: 5550")
    undo(desk)
    desk.run()
    assert desk.calendar.event(was.uid).event.description == f"{was.event.description}\n\nher office: 5550"


@pytest.mark.parametrize("words", ["please undo, wrong person", "undo that", "undo this one please", "sorry: undo it"])
def test_undo_among_other_words_is_asked_about(desk: Desk[MemoryCalendar], words: str) -> None:
    """Never silence, and nothing is taken back before it is clear; `undo` alone answers it, and so does `own`."""
    was = due(desk)
    desk.now = was.event.start + timedelta(minutes=30)
    desk.calendar.retitle(was.uid, f"{was.event.summary} na")
    desk.run()
    answered = title(desk, was.uid)
    desk.calendar.retitle(was.uid, f"{answered} {words}")
    (asked,) = desk.run().questions
    assert "undo alone takes an answer back" in asked
    assert len(counting(desk)) == 1
    desk.calendar.retitle(was.uid, f"own {title(desk, was.uid)}")
    assert desk.run().questions == ()
    assert len(counting(desk)) == 1
    desk.calendar.retitle(was.uid, f"{answered} undo")
    assert desk.run().questions == ()
    assert counting(desk) == []


def test_undo_without_an_answer_is_asked_about_unless_it_is_a_topic(desk: Desk[MemoryCalendar]) -> None:
    was = due(desk)
    for words, questions in (("undo that", 1), ("ask how to undo the merge", 0)):
        desk.calendar.retitle(was.uid, f"{was.event.summary} {words}")
        assert len(desk.run().questions) == questions


def test_another_word_beside_undo_corrects(desk: Desk[MemoryCalendar]) -> None:
    """What is understood needs no question."""
    was = due(desk)
    desk.now = was.event.start + timedelta(minutes=30)
    desk.calendar.retitle(was.uid, f"{was.event.summary} na")
    desk.run()
    desk.calendar.retitle(was.uid, f"lm {title(desk, was.uid)} undo the other one")
    assert desk.run().questions == ()
    assert [outcome for _, outcome, _ in counting(desk)] == [Outcome.LEFT_MESSAGE]
