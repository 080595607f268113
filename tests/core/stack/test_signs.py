"""The signs of people on a sheet: nobody else's, the same in every import, and understood when the files change."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given

from followupd.core.stack import signs
from followupd.core.stack.alike import Cluster
from followupd.core.stack.decisions import Decisions, decided
from followupd.core.stack.rows import ImportedRow
from followupd.core.stack.sameness import same_people
from followupd.core.stack.signs import MARK, signed, who_is_meant
from followupd.core.values.decisions import Decision, RowDecision
from tests.core.stack.test_sameness import ROWS
from tests.kit.rows import imported

NOW = datetime(2026, 11, 20, tzinfo=UTC)
DANA, OTHER = imported("Dana Whitfield", uid="u1"), imported("Someone Else", uid="u1")


def shown(people: list[Cluster]) -> list[RowDecision]:
    """The decisions that are stored when these are put on a sheet."""
    return [one for person in people for one in decided(person, Decision.SHOWN, NOW)]


def named(meant: dict[str, Cluster]) -> dict[str, str]:
    return {mark: person.name for mark, person in meant.items()}


@given(rows=ROWS)
def test_no_two_people_share_a_mark_or_an_id(rows: list[ImportedRow]) -> None:
    """Not even if one UID is on the cards of both."""
    people = same_people(rows)
    assert len({one.mark for one in people}) == len(people)
    assert len(frozenset().union(*(one.ids for one in people))) == sum(len(one.ids) for one in people)
    meant = who_is_meant([one.mark for one in people], people, ())
    assert meant == {one.mark: one for one in people}


def test_marks_that_begin_alike_are_longer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(signs, "MARK", 1)
    people = signed(same_people(imported(f"Person {number}") for number in range(30)))
    assert len({one.mark for one in people}) == 30
    assert {len(one.mark) for one in people} == {1, 16}


def test_the_mark_of_somebody_alone_with_their_uid_is_as_it_was() -> None:
    (alone,) = same_people([DANA])
    assert alone.mark == DANA.id[:MARK]
    both = same_people([DANA, OTHER])
    assert not {one.mark for one in both} & {DANA.id[:MARK]}


def test_a_decision_about_one_of_two_with_a_uid_is_not_about_the_other() -> None:
    dana, other = same_people([DANA, OTHER])
    known = Decisions(decided(dana, Decision.NO, NOW))
    assert (known.of(dana), known.of(other)) == (Decision.NO, None)


def test_a_decision_of_before_the_uid_was_shared_is_about_the_same_person() -> None:
    known = Decisions(decided(same_people([DANA])[0], Decision.NO, NOW))
    dana, other = same_people([DANA, OTHER])
    assert (known.of(dana), known.of(other)) == (Decision.NO, None)


SAME = {
    "another number": (imported("Dana Whitfield", phones=("0303 5550142",)),
                       imported("Dana Whitfield", phones=("0303 5550177",))),
    "another name, with the address": (imported("Dana Whitfield", emails=("d@x.org",)),
                                       imported("Dana Whitfield-Ito", emails=("d@x.org",))),
    "one who has the number, of two of the name": (
        imported("Dana Whitfield", phones=("0303 5550142",)),
        imported("Dana Whitfield", phones=("0303 5550142",), org="Acme"),
        imported("Dana Whitfield", phones=("0303 5550177",)),
    ),
}
OTHERS = {
    "another person with the number": (imported("Dana Whitfield", phones=("0303 5550142",)),
                                       imported("Sam Okafor", phones=("0303 5550142",))),
    "two of the name, with other numbers": (
        imported("Dana Whitfield", phones=("0303 5550142",)), imported("Dana Whitfield", phones=("0303 5550177",)),
        imported("Dana Whitfield", phones=("0303 5550188",)),
    ),
    "nobody like them": (imported("Dana Whitfield"), imported("Bo Ito")),
}


@pytest.mark.parametrize("what", SAME)
def test_a_mark_survives_a_change_of_the_row(what: str) -> None:
    before, *after = SAME[what]
    old, people = same_people([before]), same_people(after)
    meant = who_is_meant([old[0].mark], people, shown(old))
    assert [row for one in meant.values() for row in one.rows] == [after[0]]


@pytest.mark.parametrize("what", OTHERS)
def test_a_mark_is_nobodys_if_it_may_be_that_of_two(what: str) -> None:
    before, *after = OTHERS[what]
    old = same_people([before])
    assert who_is_meant([old[0].mark], same_people(after), shown(old)) == {}


def test_somebody_with_a_mark_of_their_own_is_not_meant_by_another_one() -> None:
    """Two of one name were on the sheet, and one of them left the files: their tick does not add the other."""
    two = [imported("Dana Whitfield", phones=(phone,)) for phone in ("0303 5550142", "0303 5550177")]
    old = same_people(two)
    marks = [one.mark for one in old]
    (left,) = same_people(two[1:])
    assert who_is_meant(marks, [left], shown(old)) == {left.mark: left}
    changed = same_people([imported("Dana Whitfield", phones=("0303 5550188",))])
    assert who_is_meant(marks, changed, shown(old)) == {}


def test_a_mark_of_an_older_sheet_that_two_had_is_nobodys() -> None:
    stored = RowDecision(DANA.id, Decision.SHOWN, "dana whitfield", frozenset(), NOW - timedelta(days=1))
    assert who_is_meant([DANA.id[:MARK]], same_people([DANA, OTHER]), [stored]) == {}
    assert named(who_is_meant([DANA.id[:MARK]], same_people([DANA]), [stored])) == {DANA.id[:MARK]: "Dana Whitfield"}
