"""The same words say the same behind a line of a sheet, behind a name, behind a tick and in `log WHO …`.

Some lines of the corpus each: tests/core/phrases/test_one_reader.py has them all where it costs less.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from followupd.core.answers.reading import read_answers
from followupd.core.answers.whose import Surroundings
from followupd.core.values.facts import Attempt
from followupd.core.values.user_time import ALL_FREE
from followupd.desk.asking import LogArguments
from followupd.desk.typed import who_and_mark
from followupd.errors import UsageError
from followupd.passes.gather import gather
from followupd.passes.outlook import outlook
from tests.core.phrases.test_corpus import Sentence, lines
from tests.kit.phones import NOW, contact
from tests.passes.test_ways_to_tick import block, sheet

ONE_IN = 24
SOME = [*lines("tuned"), *lines("strangers")][::ONE_IN]
LINE = "[ ] Call Dana Whitfield"
DANA = contact("Dana Whitfield", "2026-07-01 reached")
Reader = Callable[[str], str]
# By phone alone: what was sent, and what bounced, is by another channel. A day alone is not an answer on a sheet.
NOT_BY_PHONE, A_DAY = ("sent", "bounced"), "later"
CONTRARY = ("no_answer", "left_message", "busy", "bounced", "wrong_number", "declined")


@pytest.fixture
def reads(tmp_path: Path) -> Iterator[Reader]:
    """Read a sheet on which the line of Dana is changed: an outcome, `own`, or `ask`."""
    desk = sheet(tmp_path, (DANA,))
    world, there = gather(desk.sources(), desk.now), block(desk)
    assert LINE in there.event.description

    def read(line: str) -> str:
        text = there.event.description.replace(LINE, line, 1)
        shown = {there.uid: replace(there, event=replace(there.event, description=text))}
        around = Surroundings(world.people, world.facts, desk.hitlist, desk.now, world.user_time)
        found = read_answers(shown, world.written, around)
        if found.unclear:
            return "ask"
        tries = [fact for fact in found.facts if isinstance(fact, Attempt)]
        return "booked" if len(found.facts) > len(tries) else tries[0].outcome.value if tries else "own"

    yield read
    desk.history.close()


def title(line: Sentence) -> str:
    return "reached" if line.read == "done" else line.read


@pytest.mark.parametrize("form", [f"{LINE}: {{}}", f"{LINE}\nDana: {{}}"])
def test_behind_a_line_and_behind_a_name(reads: Reader, form: str) -> None:
    """What a title says, or a question."""
    other = [(line.text, line.read, there) for line in SOME if (there := reads(form.format(line.text))) != title(line)]
    assert [one for one in other if one[1] not in (A_DAY, *NOT_BY_PHONE) and one[2] != "ask"] == []
    assert {there for _, said, there in other if said in (A_DAY, *NOT_BY_PHONE)} <= {"ask", "own"}
    assert len([one for one in other if one[1] not in (A_DAY, *NOT_BY_PHONE)]) <= len(SOME) // 20


@pytest.mark.parametrize("form", ["[x] Call Dana Whitfield: {}", "[x] Dana: {}"])
def test_behind_a_tick(reads: Reader, form: str) -> None:
    """The tick says that they spoke: what goes with it is its note, and what does not is asked about."""
    found = {line: reads(form.format(line.text)) for line in SOME}
    assert {there for line, there in found.items() if line.read in CONTRARY} == {"ask"}
    assert {there for line, there in found.items() if title(line) == "reached"} <= {"reached", "booked"}
    assert set(found.values()) <= {"reached", "booked", "ask"}
    assert sum(there == "reached" for line, there in found.items() if line.read == "own") > len(SOME) // 10


def test_by_command(tmp_path: Path) -> None:
    """`log` has to know what happened: what is not clear, and what says nothing, is an error."""
    desk = sheet(tmp_path, (DANA,))
    view = outlook(desk.hitlist, (), {}, NOW + timedelta(days=2), ALL_FREE)
    desk.history.close()
    for line in SOME:
        try:
            mark = who_and_mark(LogArguments("Dana", (line.text,), None, None, "", None), view)[1]
        except UsageError:
            assert line.read in ("own", "ask", *NOT_BY_PHONE), line.text
            continue
        said = "later" if mark.outcome is None else "booked" if mark.later is not None else mark.outcome.value
        assert said in (line.read, title(line)), line.text


def test_a_day_behind_a_name_in_a_box_is_asked_about(reads: Reader) -> None:
    """As behind a line of ours: on a sheet it is no answer. Without a box it is a note of the user's own."""
    assert [reads(f"{LINE}: tomorrow"), reads(f"{LINE}\n[ ] Dana: tomorrow"), reads(f"{LINE}\nDana: tomorrow")] == [
        "ask", "ask", "own",
    ]


@pytest.mark.parametrize(("line", "outcome"), [
    ("spoke to Dana, she is pregnant", "reached"), ("reached Dana. She moved", "reached"),
    ("Spoke to Dana Whitfield, she's fine", "reached"), ("spoke to Dana about the new flat", "reached"),
    ("left a message for Dana", "left_message"), ("Dana left a message", "ask"), ("spoke to Dana next week", "ask"),
    ("spoke to Dana's mum", "own"), ("flowers for Dana", "own"),
])
def test_a_line_that_begins_with_what_happened_and_with_whom(reads: Reader, line: str, outcome: str) -> None:
    """It passed in silence if the rest of it said nothing: "she is pregnant"."""
    assert reads(f"{LINE}\n{line}") == outcome


@pytest.mark.parametrize(("line", "outcome"), [
    ("all reached", "ask"), ("reached everybody", "ask"), ("nobody answered today", "ask"), ("spoke to both", "ask"),
    ("buy flowers for all", "own"), ("all reached own", "own"),
])
def test_what_happened_with_everybody_is_asked_about(reads: Reader, line: str, outcome: str) -> None:
    assert reads(f"{LINE}\n{line}") == outcome


def test_what_happened_with_everybody_is_not_asked_about_once_everybody_is_ticked(reads: Reader) -> None:
    assert reads("[x] Call Dana Whitfield\nall reached") == "reached"
