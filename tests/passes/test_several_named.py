"""Lines of the user's own on a sheet that name two people, or nobody: read for each, asked about, or left alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from followupd.core.answers.reading import read_answers
from followupd.core.answers.whose import Surroundings
from followupd.core.values.facts import Attempt, Outcome
from followupd.core.values.hitlist import Contact
from followupd.passes.gather import gather
from tests.kit.phones import contact
from tests.passes.test_ways_to_tick import block, sheet

PEOPLE = tuple(contact(name, "2026-07-01 reached") for name in ("Dana Whitfield", "Maya Lopez", "Sam Okafor"))
DANA = "[ ] Call Dana Whitfield"
ReadAndAsked = tuple[list[tuple[str, Outcome, str]], list[str]]
SheetWith = Callable[..., ReadAndAsked]


@pytest.fixture(scope="module")
def reads(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SheetWith]:
    with sheet_of(tmp_path_factory.mktemp("sheet"), PEOPLE) as read:
        yield read


@contextmanager
def sheet_of(folder: Path, people: tuple[Contact, ...]) -> Iterator[SheetWith]:
    """Read a sheet with a line added at its end, or in place of Dana's: who, outcome, note; and the questions."""
    desk = sheet(folder, people)
    world, there = gather(desk.sources(), desk.now), block(desk)

    def read(added: str, dana: str = DANA) -> ReadAndAsked:
        text = there.event.description.replace(DANA, dana, 1) + f"\n\n{added}"
        shown = {there.uid: replace(there, event=replace(there.event, description=text))}
        around = Surroundings(world.people, world.facts, desk.hitlist, desk.now, world.user_time)
        found = read_answers(shown, world.written, around)
        told = [(one.contact, one.outcome, one.note) for one in found.facts if isinstance(one, Attempt)]
        return told, [one.text for asked in found.unclear.values() for one in asked]

    yield read
    desk.history.close()


@pytest.mark.parametrize(("line", "outcome", "note"), [
    ("spoke to Maya and Sam", Outcome.REACHED, ""),
    ("spoke to Maya Lopez and Sam Okafor", Outcome.REACHED, ""),
    ("Spoke with Maya & Sam, both fine", Outcome.REACHED, "fine"),
    ("reached both Maya and Sam", Outcome.REACHED, ""),
    ("na Maya and Sam", Outcome.NO_ANSWER, ""),
    ("Maya and Sam didn't answer", Outcome.NO_ANSWER, ""),
    ("no answer from Maya or Sam", Outcome.NO_ANSWER, ""),
    ("left a message for Maya and Sam", Outcome.LEFT_MESSAGE, "for"),
])
def test_what_is_surely_of_both_is_read_for_each(reads: SheetWith, line: str, outcome: Outcome, note: str) -> None:
    told, asked = reads(line)
    assert asked == []
    assert [(who, said) for who, said, _ in told] == [("maya-lopez", outcome), ("sam-okafor", outcome)]
    assert all(one.startswith(note) and bool(one) == bool(note) for _, _, one in told)


@pytest.mark.parametrize("line", [
    "called Maya, Sam not in", "reached Maya, not Sam", "no answer from Maya, spoke to Sam", "called Maya and Sam",
    "spoke to Maya or Sam", "spoke to neither Maya nor Sam", "got through to Maya but not to Sam",
    "spoke to Maya about Sam", "spoke to Maya then Sam", "texted Maya and Sam", "Maya and Sam: na",
])
def test_what_may_be_of_one_of_them_is_asked_about(reads: SheetWith, line: str) -> None:
    """P13: one of them would be left alone for months."""
    told, asked = reads(line)
    assert told == []
    assert len(asked) == 1
    assert "names several people" in asked[0]


@pytest.mark.parametrize("line", [
    "lunch with Maya and Sam", "buy flowers for Maya and Sam", "ask Maya for Sam's number", "Maya says Sam moved",
    "Sam introduced me to Maya", "call Maya and Sam tomorrow", "Maya and Sam", "spoke to Maya and Sam own",
])
def test_what_says_nothing_of_a_try_is_the_users_own(reads: SheetWith, line: str) -> None:
    assert reads(line) == ([], [])


@pytest.mark.parametrize(("line", "who"), [
    ("spoke to Tom and Maya", "Maya Lopez"), ("spoke to Maya's husband and Sam", "Sam Okafor"),
    ("spoke to Tom, Ben and Maya", "Maya Lopez"), ("Spoke to Tom Smith & Maya, all fine", "Maya Lopez"),
    ("spoke to my boss and Sam", "Sam Okafor"), ("Tom and Maya \u2705", "Maya Lopez"),
    ("Tom and Maya: na", "Maya Lopez"),
])
def test_who_is_named_beside_a_stranger_is_asked_about(reads: SheetWith, line: str, who: str) -> None:
    told, (asked,) = reads(line)
    assert told == []
    assert asked.startswith(f'{who}: "{line}". Did you mean: ')


@pytest.mark.parametrize("line", ["lunch with Tom and Maya", "ask Tom and Maya", "call Tom and Maya"])
def test_a_stranger_and_somebody_without_an_outcome_are_the_users_own(reads: SheetWith, line: str) -> None:
    assert reads(line) == ([], [])


@pytest.mark.parametrize("line", ["nobody home", "line busy", "too busy to talk", "wrong person", "call failed"])
def test_an_outcome_without_a_name_is_asked_about_wherever_it_is(reads: SheetWith, line: str) -> None:
    for told, asked in (reads(line), reads("", f"{DANA}\n{line}")):
        assert told == []
        assert len(asked) == 1


@pytest.mark.parametrize("line", ["she's out", "she hung up", "got her husband", "yup, all good", "left for Lisbon"])
def test_what_may_be_one_is_asked_about_below_an_open_line(reads: SheetWith, line: str) -> None:
    """Below one that is answered, or apart from all lines, it is a note."""
    told, (asked,) = reads("", f"{DANA}\n{line}")
    assert told == []
    assert asked.startswith(f'Dana Whitfield: "{line}" is below the line')
    assert reads(line) == ([], [])
    assert reads("", f"[x] Call Dana Whitfield\n{line}")[1] == []


@pytest.mark.parametrize(("line", "name"), [
    ("[x] Dana Whitfeld", "Dana Whitfield"), ("[-] Call Dana Whitfeild: on holiday", "Dana Whitfield"),
    ("[x] Maya Lopes spoke", "Maya Lopez"), ("[x] Whitfeld", "Dana Whitfield"),
])
def test_a_name_with_a_slip_is_asked_about_with_the_right_one(reads: SheetWith, line: str, name: str) -> None:
    """Also if words follow it, or if it is the surname alone."""
    told, (asked,) = reads(line)
    assert told == []
    assert asked.endswith(f"names nobody on the hit list. If you mean {name}, write it that way")


@pytest.mark.parametrize("line", ["[x] Zoe Park", "[x] Ann"])
def test_a_name_like_no_other_is_asked_about_without_one(reads: SheetWith, line: str) -> None:
    assert reads(line)[1][0].endswith("names nobody on the hit list")
