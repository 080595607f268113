"""A line of a sheet that is unticked, or ticked otherwise, takes back or corrects what it told."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from followupd.calendars.memory import MemoryCalendar
from followupd.core.values.facts import Attempt, Booked, Outcome, Settled, Told
from followupd.core.values.hitlist import Anniversary, Contact, Promise
from followupd.core.values.record import Facts
from followupd.core.values.time import Span
from tests.kit.desks import UserDesk
from tests.kit.phones import contact, desk_of

NA, REACHED = Outcome.NO_ANSWER, Outcome.REACHED


@pytest.mark.parametrize("over", [False, True], ids=["going on", "over"])
def test_a_line_that_is_unticked_is_taken_back(sheets: UserDesk[MemoryCalendar], over: bool) -> None:
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
        return sheets.tries()

    assert tick("x") == [("ann-lee", REACHED, "")]
    assert tick(" ") == []
    assert sheets.title(block.uid) == block.event.summary
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
])
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


def test_a_line_that_is_gone_says_nothing(sheets: UserDesk[MemoryCalendar]) -> None:
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
        assert sheets.tries() == [("ann-lee", REACHED, "")]


def test_a_ticked_line_that_was_taken_back_by_command_does_not_count_again(sheets: UserDesk[MemoryCalendar]) -> None:
    """The tick is the user's and stays on the sheet; unticked and ticked again, it counts."""
    block = sheets.ours("block-")[0]
    text, ticked = block.event.description, block.event.description.replace("[ ] Call Ann Lee\n", "[x] Call Ann Lee\n")
    sheets.now = block.event.end + timedelta(minutes=5)
    sheets.calendar.rewrite(block.uid, ticked)
    sheets.run()
    sheets.undo()
    sheets.run()
    assert sheets.tries() == []
    assert sheets.title(block.uid) == block.event.summary
    sheets.calendar.rewrite(block.uid, text)
    sheets.run()
    sheets.calendar.rewrite(block.uid, ticked)
    sheets.run()
    assert sheets.tries() == [("ann-lee", REACHED, "")]


def test_a_sheet_that_is_ticked_early_and_unticked(sheets: UserDesk[MemoryCalendar]) -> None:
    """Before the block begins: the person is on its sheet again, in one line."""
    block = sheets.ours("block-")[0]
    sheets.calendar.rewrite(block.uid, block.event.description.replace("[ ] Call Ann Lee\n", "[-] Call Ann Lee\n"))
    sheets.run()
    now = sheets.calendar.event(block.uid).event.description
    assert sheets.tries() == [("ann-lee", NA, "")]
    sheets.calendar.rewrite(block.uid, now.replace("[-] Call Ann Lee", "[ ] Call Ann Lee"))
    sheets.now += timedelta(minutes=1)
    sheets.run()
    assert sheets.tries() == []
    assert sheets.calendar.event(block.uid).event.description.count("[ ] Call Ann Lee\n") == 1
    assert sheets.ours("retry-ann-lee-") == []
