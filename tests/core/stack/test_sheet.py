"""The sheet: what is written is read back, whatever an editor makes of it, and nothing else is taken for an answer."""

from __future__ import annotations

from datetime import date

import pytest

from followupd.core.stack.people import StackPerson, make_stack
from followupd.core.stack.rows import ImportedRow
from followupd.core.stack.sameness import same_people
from followupd.core.stack.sheet import new_sheet, read_sheet, with_more
from followupd.core.values.decisions import Decision
from tests.kit.people import DENVER
from tests.kit.rows import imported

TODAY = date(2026, 11, 20)
CATEGORIES = ("clients", "friends")


def stack(*rows: ImportedRow) -> list[StackPerson]:
    return make_stack(same_people(rows), (), DENVER, TODAY)


def sheet() -> tuple[list[StackPerson], str]:
    people = stack(imported("Dana Whitfield", touched=date(2026, 8, 12)), imported("Mia [x] Chen ^abc"),
    imported("Bo Ito"))
    return people, new_sheet(people, CATEGORIES, "followupd import a.vcf --sheet stack.md")


def test_a_new_sheet_has_everybody_once_and_nothing_ticked() -> None:
    people, text = sheet()
    read = read_sheet(text, CATEGORIES)
    assert read.marks == {one.mark for one in people}
    assert (read.ticked, read.problems) == ((), ())
    assert text.index("Dana Whitfield") < text.index("## Everybody else") < text.index("Bo Ito")
    assert "[1] clients  [2] friends" in text


@pytest.mark.parametrize(("box", "decision", "category"), [
    ("x", Decision.YES, None), ("X", Decision.YES, None), (" x ", Decision.YES, None), ("✓", Decision.YES, None),
    ("yes", Decision.YES, None), ("1", Decision.YES, "clients"), ("2", Decision.YES, "friends"), ("-", Decision.NO,
    None),
    ("no", Decision.NO, None), (">", Decision.LATER, None), ("later", Decision.LATER, None),
])
def test_each_mark(box: str, decision: Decision, category: str | None) -> None:
    people, text = sheet()
    one = people[-1]
    read = read_sheet(text.replace(f"- [ ] {one.name}", f"* [{box}] {one.name}"), CATEGORIES)
    (ticked,) = read.ticked
    assert (ticked.mark, ticked.decision, ticked.category, ticked.log) == (one.mark, decision, category, "")


@pytest.mark.parametrize("box", ["3", "perhaps", "0"])
def test_a_mark_that_is_not_known_is_a_problem_and_no_answer(box: str) -> None:
    people, text = sheet()
    read = read_sheet(text.replace(f"- [ ] {people[-1].name}", f"- [{box}] {people[-1].name}"), CATEGORIES)
    assert read.ticked == ()
    assert len(read.problems) == 1
    assert read.problems[0].startswith("line ")


def test_a_digit_without_a_category_is_answered_with_those_that_have_one() -> None:
    people, text = sheet()
    ticked = text.replace(f"- [ ] {people[-1].name}", f"- [7] {people[-1].name}")
    (with_categories,), (without,) = read_sheet(ticked, CATEGORIES).problems, read_sheet(ticked, ()).problems
    assert with_categories.endswith(
        "[7] is not a mark. Write [x] for yes, [1] to [2] for a category, [-] for no, [>] for later.")
    assert without.endswith("[7] is not a mark. Write [x] for yes, [-] for no, [>] for later.")


def test_the_guess_counts_only_with_its_own_tick() -> None:
    people, text = sheet()
    dana = next(one for one in people if one.guess is not None)
    assert dana.guess is not None
    ticked = text.replace("- [ ] Dana", "- [x] Dana")
    assert [one.log for one in read_sheet(ticked, ()).ticked] == [""]
    both = ticked.replace(f"  - [ ] {dana.guess.line}", f"\t- [x] {dana.guess.line}")
    assert [one.log for one in read_sheet(both, ()).ticked] == [dana.guess.line]
    alone = text.replace(f"  - [ ] {dana.guess.line}", f"  - [x] {dana.guess.line}")
    (only,) = read_sheet(alone, ()).ticked
    assert (only.decision, only.log) == (None, dana.guess.line)


def test_lines_may_be_moved_renamed_and_changed_in_their_line_ends() -> None:
    people, text = sheet()
    lines = [line for line in text.splitlines() if line.startswith("- [")]
    moved = "\r\n".join(["my words", *reversed(lines)]).replace("- [ ] Bo Ito", "- [x] Bobby")
    assert [one.mark for one in read_sheet(moved, ()).ticked] == [one.mark for one in people if one.name == "Bo Ito"]


def test_more_people_come_at_the_end_in_the_same_line_ends() -> None:
    _, text = sheet()
    news = stack(imported("New Person"))
    longer = with_more(text.replace("\n", "\r\n").rstrip(), news)
    assert longer.startswith(text.replace("\n", "\r\n").rstrip())
    assert longer.count("\r\n") == longer.count("\n")
    assert news[0].mark in read_sheet(longer, ()).marks
    assert with_more(text, []) == text
