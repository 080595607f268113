"""Words behind the tick of a failed try: a day for the next one is followed or asked about, as in `log`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from followupd.core.answers.reading import read_answers
from followupd.core.answers.whose import Surroundings
from followupd.core.phrases.additions import read_addition
from followupd.core.phrases.said import Mark, ReadingRules
from followupd.core.values.facts import Attempt, Outcome
from followupd.passes.gather import gather
from tests.kit.phones import contact
from tests.passes.test_ways_to_tick import block, sheet

LINE = "[ ] Call Dana Whitfield"
Read = Callable[[str], Attempt | str]


@pytest.fixture
def reads(tmp_path: Path) -> Iterator[Read]:
    """Read a sheet on which the line of Dana is changed: the attempt, or the question."""
    desk = sheet(tmp_path, (contact("Dana Whitfield", "2026-07-01 reached"),))
    world, there = gather(desk.sources(), desk.now), block(desk)

    def read(line: str) -> Attempt | str:
        text = there.event.description.replace(LINE, line, 1)
        shown = {there.uid: replace(there, event=replace(there.event, description=text))}
        around = Surroundings(world.people, world.facts, desk.hitlist, desk.now, world.user_time)
        found = read_answers(shown, world.written, around)
        if found.unclear:
            ((asked,),) = found.unclear.values()
            return asked.text
        (attempt,) = found.facts
        assert isinstance(attempt, Attempt)
        return attempt

    yield read
    desk.history.close()


@pytest.mark.parametrize(("tick", "word", "outcome"), [
    ("-", "no answer", Outcome.NO_ANSWER), ("v", "left message", Outcome.LEFT_MESSAGE),
])
@pytest.mark.parametrize("words", [
    "in March", "in March please", "next week please", "later next week", "in March, her mum is ill", "again Friday",
    "try in March", "asked for Friday", "after Christmas", "na, again Friday",
])
def test_a_day_behind_a_failed_tick_is_that_of_the_next_try(
    reads: Read, tick: str, word: str, outcome: Outcome, words: str
) -> None:
    found = reads(f"[{tick}] Call Dana Whitfield: {words}")
    assert isinstance(found, Attempt)
    said = read_addition(f"{word}, {words.removeprefix('na, ')}", ReadingRules({}, found.at.date()))
    assert isinstance(said, Mark)
    assert said.asked is not None
    assert said.asked.day > found.at.date()
    planned = not said.asked.away and "asked" not in words
    assert (found.outcome, found.asked) == (outcome, replace(said.asked, planned=planned))


@pytest.mark.parametrize("tick", ["-", "v"])
@pytest.mark.parametrize("day", ["Friday", "Friday 15:00", "15 Jan", "in two weeks", "tomorrow"])
def test_a_day_alone_is_asked_about(reads: Read, tick: str, day: str) -> None:
    """It may be the day of this try."""
    asked = reads(f"[{tick}] Call Dana Whitfield: {day}")
    assert isinstance(asked, str)
    assert f"again {day}" in asked


@pytest.mark.parametrize("words", ["her mother answered Friday", "in two days she moves", "3 Nov", "Friday own", "may"])
def test_other_days_stay_in_the_note(reads: Read, words: str) -> None:
    found = reads(f"[-] Call Dana Whitfield: {words}")
    assert isinstance(found, Attempt)
    assert (found.asked, found.note) == (None, words.removesuffix(" own"))
    assert found.at.date() > date(2026, 11, 3)


@pytest.mark.parametrize("line", [
    "[-] Call Dana Whitfield: try in November", "[x] Call Dana Whitfield: call again in November",
    "[v] Call Dana Whitfield: in November",
])
def test_a_day_that_has_just_been_is_asked_about(reads: Read, line: str) -> None:
    asked = reads(line)
    assert isinstance(asked, str)
    assert "in November" in asked
    assert "has been" in asked


@pytest.mark.parametrize(("line", "word"), [
    ("[-] Call Dana Whitfield: ask again after the holidays", "na"), ("[v] Call Dana Whitfield: after Easter", "lm"),
    ("[x] Call Dana Whitfield: lovely chat, call again after the holidays", "reached"),
    ("[ ] Call Dana Whitfield: no answer, ask again after the holidays", "na"),
])
def test_a_time_without_a_day_is_asked_about(reads: Read, line: str, word: str) -> None:
    """What the question says to write is an answer to it."""
    asked = reads(line)
    assert isinstance(asked, str)
    assert f"does not say on which day. Write {word}, call again and a date" in asked
    found = reads(f"[ ] Call Dana Whitfield: {word}, call again 20 Jan")
    assert isinstance(found, Attempt)
    assert found.asked is not None
    assert isinstance(reads(f"{line} own"), Attempt)
