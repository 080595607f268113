"""Lines of the user's own on a sheet with a part of a name: read if one person has it, asked about if several do."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from followupd.core.values.facts import Outcome
from tests.kit.phones import contact
from tests.passes.test_several_named import SheetWith, sheet_of

PEOPLE = tuple(contact(name, "2026-07-01 reached") for name in (
    "Dana Whitfield", "Aunt Carol", "Sam O'Brien", "Sam Okafor", "Maya Lopez", "Zoe Park",
))


@pytest.fixture(scope="module")
def reads(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SheetWith]:
    with sheet_of(tmp_path_factory.mktemp("sheet"), PEOPLE) as read:
        yield read


@pytest.mark.parametrize(("line", "who", "outcome"), [
    ("Carol ✅", "aunt-carol", Outcome.REACHED), ("spoke to Carol", "aunt-carol", Outcome.REACHED),
    ("Whitfield ✅", "dana-whitfield", Outcome.REACHED), ("[x] Carol", "aunt-carol", Outcome.REACHED),
    ("1. [x] Carol", "aunt-carol", Outcome.REACHED), ("Carol: na", "aunt-carol", Outcome.NO_ANSWER),
    ("na Whitfield", "dana-whitfield", Outcome.NO_ANSWER),
    ("Spoke to Mrs Whitfield", "dana-whitfield", Outcome.REACHED),
    ("Called Lopez, no answer", "maya-lopez", Outcome.NO_ANSWER),
    ("carol: na", "aunt-carol", Outcome.NO_ANSWER), ("Okafor: lm", "sam-okafor", Outcome.LEFT_MESSAGE),
    ("[x] Okafor", "sam-okafor", Outcome.REACHED),
])
def test_a_part_of_one_name_is_that_person(reads: SheetWith, line: str, who: str, outcome: Outcome) -> None:
    told, asked = reads(line)
    assert ([(key, said) for key, said, _ in told], asked) == ([(who, outcome)], [])


@pytest.mark.parametrize("line", [
    "[x] Sam", "1. [x] Sam", "Sam ✅", "Sam: na", "spoke to Sam", "na Sam", "sam na", "Sam x", "[lm] Sam",
    "Call Sam: lm",
])
def test_a_part_that_several_have_is_asked_about_with_their_names(reads: SheetWith, line: str) -> None:
    told, asked = reads(line)
    assert told == []
    assert len(asked) == 1
    assert "may be Sam O'Brien or Sam Okafor. Write the whole name, or own behind it" in asked[0]


def test_a_part_that_is_a_word_of_ours_is_asked_about(reads: SheetWith) -> None:
    told, asked = reads("spoke to Park")
    assert (told, len(asked)) == ([], 1)
    assert "may be Zoe Park. Write the whole name" in asked[0]


@pytest.mark.parametrize("line", [
    "Tom Whitfield called", "lunch at Carol's", "the park was full", "ask Carol about the roof", "Sam and the dog",
    "ask Sam about the roof", "Park here", "Carol", "Sam O'Brien",
])
def test_another_name_and_what_says_nothing_of_a_try_are_the_users_own(reads: SheetWith, line: str) -> None:
    assert reads(line) == ([], [])


@pytest.mark.parametrize("line", ["Tom Whitfield: na", "[x] Tom Whitfield"])
def test_a_stranger_with_the_same_surname_is_not_them(reads: SheetWith, line: str) -> None:
    told, asked = reads(line)
    assert (told, len(asked)) == ([], 1)
