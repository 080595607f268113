"""Call sheets as a remote control: ticks, notes behind them, lines of the user's own; through whole passes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from followupd.calendars.memory import MemoryCalendar
from followupd.core.phrases.vocabulary import unasked
from followupd.core.values.facts import Attempt, Outcome
from tests.kit.desks import UserDesk
from tests.kit.phones import PEOPLE, contact, desk_of

ASKS = "Not understood: "


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[UserDesk[MemoryCalendar]]:
    made = desk_of(tmp_path)
    made.run()
    yield made
    made.history.close()


def test_a_ticked_sheet_is_logged(desk: UserDesk[MemoryCalendar]) -> None:
    """[x], [-] and [v] on the sheet, with notes; each once, and those who were not ticked come again."""
    block = desk.ours("block-")[0]
    desk.now = block.event.end
    text = block.event.description
    said = "[x] Call Renée Achterberg: moves to Utrecht, asked for 4 Jan 2027"
    text = text.replace("[ ] Call Renée Achterberg", said)
    text = text.replace("[ ] Call Ann Lee", "[-] Call Ann Lee").replace("[ ] Call Ann\n", "[V] Call Ann\n")
    desk.calendar.rewrite(block.uid, text)
    desk.run()
    told = {a.contact: (a.outcome, a.note) for a in desk.facts(Attempt)}
    assert told == {
        "renee-achterberg": (Outcome.REACHED, "moves to Utrecht, asked for 4 Jan 2027"),
        "ann-lee": (Outcome.NO_ANSWER, ""), "ann": (Outcome.LEFT_MESSAGE, ""),
    }
    assert [a.asked.day.isoformat() for a in desk.facts(Attempt) if a.asked] == ["2027-01-04"]
    assert desk.calendar.event(block.uid).event.description == text
    assert desk.ours("retry-ann-2026")
    assert desk.ours("retry-ann-lee-2026")


def test_a_block_that_is_done_has_a_kind_word(desk: UserDesk[MemoryCalendar]) -> None:
    """Once it is over: who was reached on its day, else who was tried; more ticks are still read, and count (P12)."""
    block = desk.ours("block-")[0]
    title = block.event.summary

    def tick(line: str, mark: str) -> str:
        text = desk.calendar.event(block.uid).event.description
        assert f"[ ] {line}\n" in text
        desk.calendar.rewrite(block.uid, text.replace(f"[ ] {line}\n", f"[{mark}] {line}\n"))
        desk.run()
        desk.quiet()
        return desk.calendar.event(block.uid).event.summary

    desk.now = block.event.start + timedelta(minutes=20)
    assert tick("Call Ann", "v") == title                   # it is still going on
    desk.now = block.event.end
    assert desk.run().problems == ()
    assert desk.calendar.event(block.uid).event.summary == f"✓ {title}: you tried one person. That counts."
    assert tick("Call Ann Lee", "-") == f"✓ {title}: you tried 2 people. That counts."
    assert tick("Call Renée Achterberg", "x") == f"✓ {title}: you reached one person. Have the cookie."


def test_a_block_in_which_nobody_was_tried_keeps_its_title(desk: UserDesk[MemoryCalendar]) -> None:
    """Nor does the title mention people who were reached a day later."""
    block = desk.ours("block-")[0]
    desk.now = block.event.end + timedelta(days=1)
    desk.log(Attempt("ann", desk.now, Outcome.REACHED, "phone"))
    desk.run()
    assert desk.calendar.event(block.uid).event.summary == block.event.summary
    desk.now = block.event.end
    desk.log(Attempt("ann-lee", desk.now - timedelta(minutes=5), Outcome.REACHED, "phone"))
    desk.run()
    word = "you reached one person. Have the cookie."
    assert desk.calendar.event(block.uid).event.summary == f"✓ {block.event.summary}: {word}"


@pytest.mark.parametrize("over", [False, True])
def test_each_line_that_is_unclear_is_asked_about(desk: UserDesk[MemoryCalendar], over: bool) -> None:
    """P11: all of them at once, each with its name, on the event and in the report; the second pass changes nothing
    (P3)."""
    block = desk.ours("block-")[0]
    desk.now = block.event.end if over else desk.now
    text = block.event.description.replace("[ ] Call Renée Achterberg", "[x] Call Renée Achterberg: booked 3.12. 15:00")
    text = text.replace("[ ] Call Ann Lee", "[-] Call Ann Lee: booked Thu 15:00")
    text = text.replace("[ ] Call Ann\n", "[ ] Call Ann: reached out Monday\n") + "\n[x] Anne Leah"
    desk.calendar.rewrite(block.uid, text)
    report = desk.run()
    again = desk.run()
    assert again.changes == ()
    there = desk.calendar.event(block.uid).event
    asked = [line.removeprefix(ASKS) for line in there.description.split("\n") if line.startswith(ASKS)]
    assert [line[:16] for line in asked] == [
        '"Anne Leah" on t', 'Ann Lee: "[-] : ', 'Ann: "reached ou', "Renée Achterberg",
    ]
    assert [question.partition(": ")[2] for question in report.questions] == asked      # behind the title
    assert list(again.questions) == [f"{unasked(there.summary)}: {line}" for line in asked]
    message = desk.history.passes(1)[0].message
    assert all(line.removesuffix(".") in message for line in asked)
    assert [(a.contact, a.outcome) for a in desk.facts(Attempt)] == [("renee-achterberg", Outcome.REACHED)]
    desk.calendar.rewrite(block.uid, there.description.replace("Ann: reached out Monday", "Ann: na, try Monday again"))
    assert list(desk.run().questions) == [question for question in again.questions if "reached out" not in question]


def test_a_sheet_ticked_ahead_keeps_the_tick(desk: UserDesk[MemoryCalendar]) -> None:
    """Called before the block: the person leaves the sheet, and the ticked line stays as the user's own."""
    block = desk.ours("block-")[0]
    desk.calendar.rewrite(block.uid, block.event.description.replace("[ ] Call Ann Lee", "[x] Call Ann Lee"))
    desk.run()
    text = desk.calendar.event(block.uid).event.description
    assert "[x] Call Ann Lee" in text
    assert "[ ] Call Ann Lee" not in text
    desk.now += timedelta(hours=5)
    report = desk.run()
    assert (len(desk.facts(Attempt)), report.questions) == (1, ())


def test_a_note_that_names_somebody_else_is_not_a_try_to_reach_them(desk: UserDesk[MemoryCalendar]) -> None:
    """Ann was called before the block and mentioned Renée: her line stays as the user's own and is about Ann."""
    block = desk.ours("block-")[0]
    said = block.event.description.replace("[ ] Call Ann\n", "[x] Call Ann: will see Renée Achterberg in Utrecht\n")
    assert said != block.event.description
    desk.calendar.rewrite(block.uid, said)
    for _ in range(3):
        report = desk.run()
        desk.now += timedelta(hours=5)
    assert [(a.contact, a.note) for a in desk.facts(Attempt)] == [("ann", "will see Renée Achterberg in Utrecht")]
    assert report.questions == ()


@pytest.mark.parametrize("called", ["Anneliese Li", None])
def test_a_tick_that_was_read_is_not_asked_about_later(desk: UserDesk[MemoryCalendar], called: str | None) -> None:
    """Somebody ticked ahead is renamed or leaves the list: their line is still there, with the same meaning."""
    block = desk.ours("block-")[0]
    lines = block.event.description.replace("[ ] Call Ann Lee", "[x] Call Ann Lee: back from Rome")
    desk.calendar.rewrite(block.uid, lines)
    desk.run()
    others = tuple(one for one in desk.hitlist.contacts if one.name != "Ann Lee")
    renamed = tuple(replace(one, name=called) for one in PEOPLE if called and one.name == "Ann Lee")
    desk.hitlist = replace(desk.hitlist, contacts=(*others, *renamed))
    assert desk.run().questions == ()
    desk.calendar.rewrite(block.uid, desk.calendar.event(block.uid).event.description + "\n[x] Anne Leah")
    (question,) = desk.run().questions
    assert question.endswith('"Anne Leah" on the call sheet names nobody on the hit list.')
    assert len(desk.facts(Attempt)) == 1


@pytest.mark.parametrize("name", ["Promise", "Date", "Book", "Rest", "Review", "Block", "Retry", "Due"])
def test_somebody_may_be_called_like_a_kind_of_event(tmp_path: Path, name: str) -> None:
    """Promise is a first name. Ticked on a sheet, answered on a reminder: it is the person and not a promise."""
    desk = desk_of(tmp_path, (contact(name), contact("Ann", "2026-07-02 reached")))
    desk.run()
    block = desk.ours("block-")[0]
    desk.now = block.event.end
    desk.calendar.rewrite(block.uid, block.event.description.replace(f"[ ] Call {name}", f"[-] Call {name}"))
    desk.run()
    assert [(a.contact, a.outcome) for a in desk.facts(Attempt)] == [(name.lower(), Outcome.NO_ANSWER)]
    reminder = desk.one(f"retry-{name.lower()}-")
    desk.calendar.retitle(reminder.uid, f"{reminder.event.summary} ok")
    desk.run()
    assert [a.outcome for a in desk.facts(Attempt)] == [Outcome.NO_ANSWER, Outcome.REACHED]
    desk.history.close()


@pytest.mark.parametrize(("words", "outcome", "note"), [
    ("moved to Berlin", Outcome.REACHED, "moved to Berlin"),
    ("next week in Rome", Outcome.REACHED, "next week in Rome"),
])
def test_words_behind_a_tick_say_what_came_of_it(
    desk: UserDesk[MemoryCalendar], words: str, outcome: Outcome, note: str,
) -> None:
    """Also for somebody who was typed on the sheet; words that say nothing of the kind are the note of a done try."""
    block = desk.ours("block-")[0]
    desk.now = block.event.end
    desk.calendar.rewrite(block.uid, block.event.description + f"\n[x] Dana Whitfield: {words}")
    for _ in range(2):
        report = desk.run()
        told = [(one.contact, one.outcome, one.note) for one in desk.facts(Attempt)]
        assert told == [("dana-whitfield", outcome, note)]
        assert report.questions == ()


def test_somebody_typed_on_the_sheet_is_logged_too(desk: UserDesk[MemoryCalendar]) -> None:
    """A line of the user's names somebody on the hit list, with or without accents; a stranger is asked about.

    With the name that is nearly theirs, if there is one.
    """
    block = desk.ours("block-")[0]
    desk.now = block.event.end
    text = block.event.description + "\n[x] dana whitfield: new flat\n[x] Somebody Else"
    desk.calendar.rewrite(block.uid, text)
    report = desk.run()
    (attempt,) = desk.facts(Attempt)
    assert (attempt.contact, attempt.outcome, attempt.note) == ("dana-whitfield", Outcome.REACHED, "new flat")
    (question,) = report.questions
    assert question.endswith('"Somebody Else" on the call sheet names nobody on the hit list.')
    desk.calendar.rewrite(block.uid, text.replace("Somebody Else", "Dana Whitfeld: moved"))
    (question,) = desk.run().questions
    assert question.endswith("names nobody on the hit list. If you mean Dana Whitfield, write it that way.")


def added(desk: UserDesk[MemoryCalendar], line: str) -> tuple[list[tuple[str, Outcome, str]], str]:
    """Return what counts after a line was added to a sheet that is over, and what is asked, at each of three passes."""
    block = desk.ours("block-")[0]
    desk.now = block.event.end
    desk.calendar.rewrite(block.uid, f"{block.event.description}\n{line}")
    asked = {" ".join(desk.run().questions) for _ in range(3)}
    assert len(asked) == 1
    return desk.tries(), asked.pop()


@pytest.mark.parametrize(("line", "told"), [
    ("[x] renée", ("renee-achterberg", Outcome.REACHED, "")),
    ("[-] renee: on holiday", ("renee-achterberg", Outcome.NO_ANSWER, "on holiday")),
    ("[v] call renee", ("renee-achterberg", Outcome.LEFT_MESSAGE, "")),
    ("[x] spoke with Ann Lee", ("ann-lee", Outcome.REACHED, "")),
])
def test_a_first_name_that_is_ticked_counts_in_small_letters(
    desk: UserDesk[MemoryCalendar], line: str, told: tuple[str, Outcome, str]
) -> None:
    assert added(desk, line) == ([told], "")


@pytest.mark.parametrize("line", [
    "[x] lunch with Ann Lee", "[x] flowers for Ann", "[x] about Ann Lee", "[x] renee and ann", "[x] my sister renee",
    "na renee", "x renee", "renee ✅",
])
def test_what_may_be_something_else_than_a_try_is_asked_about(desk: UserDesk[MemoryCalendar], line: str) -> None:
    """It counts for nobody; `own` behind it settles it."""
    told, asked = added(desk, line)
    assert told == []
    assert asked
    block = desk.ours("block-")[0]
    desk.calendar.rewrite(block.uid, block.event.description.replace(line, f"{line} own"))
    assert desk.run().questions == ()
    assert desk.tries() == []
