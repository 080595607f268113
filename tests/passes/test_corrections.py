"""A report is corrected on its event: by another word, another tick, or by taking our answer off.

What the event still says counts on; a second pass writes nothing (P3).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from followupd.calendars.memory import MemoryCalendar
from followupd.core.answers.taking_back import reports_that_count, taking_back
from followupd.core.values.facts import Attempt, Outcome, Retracted
from followupd.core.values.hitlist import Promise
from followupd.core.values.record import Facts
from followupd.errors import CalendarUnreachable
from tests.kit.desks import KEY, UserDesk
from tests.kit.one_reminder import answered, due
from tests.kit.phones import contact, desk_of

SAM = contact("Sam", "2026-07-01 reached, his new boat")
NA, REACHED = Outcome.NO_ANSWER, Outcome.REACHED


WHOLE_TITLES = ["undo", "undo.", "(undo)", "Undo,", "na", "lm", "answered", "ok"]


@pytest.mark.parametrize("whole", WHOLE_TITLES)
@pytest.mark.parametrize("first", ["na", "ok", "booked 10 Dec 15:00"])
def test_the_whole_title_of_a_passed_reminder_is_a_second_word(
    desk: UserDesk[MemoryCalendar], first: str, whole: str
) -> None:
    """Some programs select all of a title when it is edited. No such word stops a pass, and all are steady (P3)."""
    was = due(desk)
    desk.now = was.event.end + timedelta(minutes=5)
    desk.calendar.retitle(was.uid, f"{was.event.summary} {first}")
    desk.run()
    desk.now += timedelta(minutes=10)
    desk.calendar.retitle(was.uid, whole)
    report = desk.run()
    assert report.questions == ()
    expected = {"na": [NA], "lm": [Outcome.LEFT_MESSAGE], "answered": [REACHED], "ok": [REACHED]}
    assert [outcome for _, outcome, _ in desk.tries()] == expected.get(whole, [])
    if "undo" in whole.casefold():
        assert desk.title(was.uid) == was.event.summary


@pytest.mark.parametrize(("second", "tries"), [
    ("", [NA]), ("lm", [Outcome.LEFT_MESSAGE]), ("back on 5 Jan", [NA]), ("my own", [NA]),
])
def test_a_title_that_was_emptied_before_it_was_answered(
    desk: UserDesk[MemoryCalendar], second: str, tries: list[Outcome]
) -> None:
    """Whatever is typed there afterwards, no pass stops, and all are steady (P3)."""
    was = due(desk)
    desk.now = was.event.end + timedelta(minutes=5)
    desk.calendar.retitle(was.uid, "")
    desk.run()
    desk.calendar.rewrite(was.uid, f"na\n{desk.calendar.event(was.uid).event.description}")
    desk.run()
    desk.now += timedelta(minutes=10)
    desk.calendar.retitle(was.uid, second)
    desk.run()
    assert [outcome for _, outcome, _ in desk.tries()] == tries
    desk.quiet()


def test_a_title_that_was_emptied_comes_back(desk: UserDesk[MemoryCalendar]) -> None:
    was = due(desk)
    desk.calendar.retitle(was.uid, "")
    desk.run()
    assert desk.title(was.uid) == was.event.summary
    desk.quiet()


@pytest.mark.parametrize("second", ["answered", "ok", "booked 11 Dec", "na"])
def test_a_booked_answer_is_corrected(desk: UserDesk[MemoryCalendar], second: str) -> None:
    """Who was reached stays reached when only the meeting was wrong."""
    was = due(desk)
    desk.now = was.event.end + timedelta(minutes=5)
    desk.calendar.retitle(was.uid, f"{was.event.summary} booked 10 Dec 15:00")
    desk.run()
    desk.now += timedelta(minutes=10)
    desk.calendar.retitle(was.uid, f"✓ Call Sam: {second}")
    desk.run()
    assert [outcome for _, outcome, _ in desk.tries()] == [NA if second == "na" else REACHED]
    meetings = [fact.day.isoformat() for fact in Facts(desk.history.facts()).all.booked]
    assert meetings == (["2026-12-11"] if "11 Dec" in second else [])


@pytest.mark.parametrize(("words", "meeting"), [(": booked 11 Dec", ["2026-12-11"]), ("", [])])
def test_a_booked_line_is_corrected(sheets: UserDesk[MemoryCalendar], words: str, meeting: list[str]) -> None:
    block = sheets.ours("block-")[0]
    sheets.now = block.event.start + timedelta(minutes=5)
    for behind in (": booked 10 Dec", words):
        line = f"[x] Call Ann Lee{behind}\n"
        sheets.calendar.rewrite(block.uid, block.event.description.replace("[ ] Call Ann Lee\n", line))
        sheets.now += timedelta(minutes=1)
        sheets.run()
    assert sheets.tries() == [("ann-lee", REACHED, "")]
    assert [fact.day.isoformat() for fact in Facts(sheets.history.facts()).all.booked] == meeting


@pytest.mark.parametrize("by_hand", ["undo {}", "Undo. {}", "undo undo {}", "{} undo"])
def test_undo_where_nothing_was_reported_is_asked_about_and_then_left(
    desk: UserDesk[MemoryCalendar], by_hand: str,
) -> None:
    """One write, whether `undo` is before the title or behind it."""
    was = due(desk)
    desk.calendar.retitle(was.uid, by_hand.format(was.event.summary))
    for _ in range(3):
        report = desk.run()
        assert any("there is none here" in question for question in report.questions)
    assert desk.facts(Retracted) == []


def test_an_answer_that_was_cleared_leaves_no_sign(desk: UserDesk[MemoryCalendar]) -> None:
    """The text says again how to answer, and a lost database does not tell the answer again."""
    was = due(desk)
    desk.now = was.event.end + timedelta(minutes=5)
    desk.run()
    before = desk.calendar.event(was.uid).event
    desk.calendar.retitle(was.uid, f"{was.event.summary} na")
    desk.run()
    desk.calendar.retitle(was.uid, "Call Sam")
    desk.now += timedelta(minutes=1)
    desk.run()
    there = desk.calendar.event(was.uid).event
    assert (there.answer, there.description) == ("", before.description)
    desk.history.forget(KEY)
    desk.run()
    assert desk.tries() == []


@pytest.mark.parametrize("instead", ["not reached", "no answer after all", "didn't reach him"])
def test_words_in_place_of_our_answer_are_read_whole(desk: UserDesk[MemoryCalendar], instead: str) -> None:
    """Not only those that our answer did not have: "reached" became "not reached"."""
    was = due(desk)
    desk.now = was.event.end + timedelta(minutes=5)
    desk.calendar.retitle(was.uid, f"{was.event.summary} ok")
    desk.run()
    desk.now += timedelta(minutes=10)
    desk.calendar.retitle(was.uid, f"✓ Call Sam: {instead}")
    report = desk.run()
    assert report.questions or [outcome for _, outcome, _ in desk.tries()] == [NA]


@pytest.mark.parametrize("how", ["undo", "command", "cleared"])
@pytest.mark.parametrize("said", ["done", "dropped"])
def test_a_promise_that_was_settled_is_open_again(tmp_path: Path, said: str, how: str) -> None:
    """Its text says no more than that it is settled, and gets back how to settle it."""
    desk = desk_of(tmp_path, (replace(SAM, promises=(Promise("send the book", date(2026, 11, 25)),)),))
    desk.hitlist = replace(desk.hitlist, blocks=())
    desk.run()
    was = desk.ours("promise-")[0]
    desk.now = was.event.end + timedelta(minutes=5)
    desk.run()
    before = desk.calendar.event(was.uid).event
    desk.calendar.retitle(was.uid, f"{before.summary} {said}")
    desk.run()
    assert desk.title(was.uid).startswith("✓")
    desk.now += timedelta(minutes=1)
    if how == "command":
        facts = Facts(desk.history.facts())
        desk.log(*taking_back(facts, next(reports_that_count(facts)), desk.now, "command"))
    else:
        desk.calendar.retitle(was.uid, f"{desk.title(was.uid)} undo" if how == "undo" else before.summary)
    report = desk.run()
    assert report.questions == ()
    there = desk.calendar.event(was.uid).event
    assert (there.summary, there.answer) == (before.summary, before.answer)
    assert there.description.split() == before.description.split()


def test_an_undo_whose_pass_was_cut_off_is_finished(
    desk: UserDesk[MemoryCalendar], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The fact is taken back before the calendar is written (P4); the next pass writes the title."""
    was = due(desk)
    desk.now = was.event.end + timedelta(minutes=5)
    desk.calendar.retitle(was.uid, f"{was.event.summary} na")
    desk.run()
    desk.calendar.retitle(was.uid, f"{desk.title(was.uid)} undo")
    desk.now += timedelta(minutes=1)
    with monkeypatch.context() as broken:
        broken.setattr(desk.calendar, "apply", unreachable)
        with pytest.raises(CalendarUnreachable):
            desk()
    assert desk.run().questions == ()
    assert desk.title(was.uid) == was.event.summary
    assert desk.tries() == []


def unreachable(*_: object) -> list[object]:
    raise CalendarUnreachable("The server is away.")


def test_the_title_before_an_answer_is_put_back(desk: UserDesk[MemoryCalendar]) -> None:
    """A program's own undo brings back what our title said of a reminder that had passed."""
    was = due(desk)
    desk.now = was.event.end
    for _ in range(8):
        desk.now += timedelta(days=1)
        desk.run()
    before = desk.title(was.uid)
    assert before.startswith("– not tried")
    desk.calendar.retitle(was.uid, f"{before} spoke")
    desk.run()
    assert [outcome for _, outcome, _ in desk.tries()] == [REACHED]
    desk.calendar.retitle(was.uid, before)
    desk.now += timedelta(minutes=1)
    desk.run()
    assert desk.tries() == []


@pytest.mark.parametrize("cleared", ["✓ Call Sam", "✓ Call Sam:", "✓ Call Sam: his new boat", "Call Sam:"])
def test_the_words_behind_the_colon_are_the_answer(desk: UserDesk[MemoryCalendar], cleared: str) -> None:
    """Whoever deletes them has taken it back, whether the ✓ is deleted too or not."""
    was = answered(desk, "ok")
    desk.calendar.retitle(was.uid, cleared)
    assert desk.run().questions == ()
    assert (desk.tries(), desk.title(was.uid)) == ([], was.event.summary)


@pytest.mark.parametrize("title", [
    "✓ Call Sam: reached not", "✓ Call Sam: reached?", "✓ Call Sam: reached take back", "✗ Call Sam: reached",
    "✓ Call Sam: reached ✗",
])
def test_what_may_take_an_answer_back_is_asked_about(desk: UserDesk[MemoryCalendar], title: str) -> None:
    """At each pass until it is settled; the answer counts meanwhile, and no word is changed."""
    was = answered(desk, "ok")
    desk.calendar.retitle(was.uid, title)
    for _ in range(3):
        assert desk.run().questions != ()
        assert (desk.tries(), desk.title(was.uid)) == ([("sam", REACHED, "")], f"? {title}")
    desk.calendar.retitle(was.uid, "na")
    assert desk.run().questions == ()
    assert desk.tries() == [("sam", NA, "")]


@pytest.mark.parametrize(("first", "more", "told"), [
    ("ok", ": moved to Rome", ("sam", REACHED, "moved to Rome")),
    ("lm: she's in Lisbon until Friday", ": try her office", (
        "sam", Outcome.LEFT_MESSAGE, "she's in Lisbon until Friday; try her office",
    )),
])
def test_more_words_behind_an_answer_are_its_note(
    desk: UserDesk[MemoryCalendar], first: str, more: str, told: tuple[str, Outcome, str]
) -> None:
    """With what was noted before, and with the day that they asked for."""
    was = answered(desk, first)
    asked = [one.asked for one in Facts(desk.history.facts()).all.attempts]
    ticked = desk.title(was.uid)
    desk.calendar.retitle(was.uid, ticked + more)
    desk.run()
    assert (desk.tries(), desk.title(was.uid)) == ([told], ticked)
    assert [one.asked for one in Facts(desk.history.facts()).all.attempts] == asked


@pytest.mark.parametrize(("title", "told"), [
    ("✓ Call Sam: no answer ok", [("sam", REACHED, "")]),
    ("✓ Call Sam: lm", [("sam", Outcome.LEFT_MESSAGE, "")]),
    ("Call Sam: his new boat", []),
    ("✓ Call Sam", []),
])
def test_an_answer_that_was_reported_by_command_is_corrected_in_the_title_that_shows_it(
    desk: UserDesk[MemoryCalendar], title: str, told: list[tuple[str, Outcome, str]]
) -> None:
    """The try counts once: another word takes its place, and clearing the title takes it back."""
    was = due(desk)
    desk.now = was.event.end + timedelta(minutes=5)
    desk.log(Attempt("sam", desk.now, NA, "phone"))
    desk.run()
    assert desk.title(was.uid) == "✓ Call Sam: no answer"
    desk.now += timedelta(minutes=1)
    desk.calendar.retitle(was.uid, title)
    assert desk.run().questions == ()
    assert desk.tries() == told


def test_a_doubt_that_is_taken_away_changes_nothing(desk: UserDesk[MemoryCalendar]) -> None:
    """Our title, without our question mark, is our title: the note stays."""
    was = answered(desk, "lm: try her office")
    ticked, told = desk.title(was.uid), desk.tries()
    desk.calendar.retitle(was.uid, f"{ticked} reached?")
    assert desk.run().questions != ()
    desk.calendar.retitle(was.uid, ticked)
    assert desk.run().questions == ()
    assert (desk.tries(), desk.title(was.uid)) == (told, ticked)
