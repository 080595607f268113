"""Names as people spell them, through whole passes: accepted, written, matched as programs and keyboards type them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from followupd.calendars.memory import MemoryCalendar
from followupd.core.values.hitlist import Contact
from followupd.desk.who import find_contact
from followupd.hitlist.load import load
from tests.core.phrases.test_names import NAMES, TYPED
from tests.kit.desks import UserDesk
from tests.kit.people import DENVER
from tests.kit.phones import block, desk_of

KINDS = ("no joiners", "no signs", "plain signs", "no strokes", "between marks of direction")


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory) -> tuple[Contact, ...]:
    """All of them, from one hit list."""
    file = tmp_path_factory.mktemp("names") / "hitlist.yaml"
    lines = "".join(f"  - {{name: {name}, every: 3 months, log: [2026-07-01 reached]}}\n" for name in NAMES.values())
    file.write_text(f"contacts:\n{lines}", encoding="utf-8")
    loaded = load(file, lambda: DENVER)
    assert loaded.problems == ()
    assert loaded.hitlist is not None
    assert [one.name for one in loaded.hitlist.contacts] == list(NAMES.values())
    return loaded.hitlist.contacts


@pytest.mark.parametrize("kind", KINDS)
def test_log_finds_them(people: tuple[Contact, ...], kind: str) -> None:
    """The whole name and its first word, as it is typed."""
    by_key = {one.slug: one for one in people}
    for one in people:
        typed = TYPED[kind](one.name)
        assert find_contact(typed, by_key).contact is one
        assert find_contact(typed.split()[0], by_key).contact is one


@pytest.mark.parametrize("kind", KINDS)
def test_lines_of_ones_own_on_a_sheet(tmp_path: Path, people: tuple[Contact, ...], kind: str) -> None:
    """`NAME: lm` below the sheet is logged for each of them, whichever line they have."""
    desk = desk_of(tmp_path, people)
    desk.run()
    there = block(desk)
    assert all(name in there.event.description for name in (people[0].name, people[3].name))
    said = "\n".join(f"{TYPED[kind](one.name)}: lm" for one in people)
    desk.calendar.rewrite(there.uid, f"{there.event.description}\n\n{said}")
    assert desk.run().questions == ()
    assert {who for who, outcome, _ in desk.tries() if outcome.words == "left message"} == {one.slug for one in people}
    desk.history.close()


@pytest.mark.parametrize("kind", KINDS)
def test_words_beside_a_title(tmp_path: Path, people: tuple[Contact, ...], kind: str) -> None:
    """A program that types our title in its own way adds nothing to it, and the word beside it is read."""
    desk: UserDesk[MemoryCalendar] = desk_of(tmp_path, people)
    desk.hitlist = replace(desk.hitlist, blocks=(), start_small=None, retry=replace(desk.hitlist.retry, per_day=20))
    desk.run()
    for there in desk.ours("due-"):
        desk.calendar.retitle(there.uid, f"{TYPED[kind](there.event.summary)} lm")
    assert desk.run().questions == ()
    told = [(who, note) for who, outcome, note in desk.tries() if outcome.words == "left message"]
    assert sorted(told) == sorted((one.slug, "") for one in people)
    desk.history.close()


def test_the_same_name_in_another_spelling_is_nobody_new(tmp_path: Path, people: tuple[Contact, ...]) -> None:
    """Whoever adds or drops a joiner in the file keeps the history."""
    desk = desk_of(tmp_path, people)
    desk.run()
    respelt = tuple(replace(one, name=TYPED["no joiners"](one.name)) for one in people)
    file = tmp_path / "again.yaml"
    file.write_text("contacts:\n" + "".join(f"  - {one.name}\n" for one in respelt), encoding="utf-8")
    again = load(file, lambda: DENVER).hitlist
    assert again is not None
    assert [one.slug for one in again.contacts] == [one.slug for one in people]
    desk.hitlist = replace(desk.hitlist, contacts=respelt)
    assert desk().questions == ()
    assert len(desk.ours("block-")) == len({one.uid for one in desk.ours("block-")})
    desk.history.close()
