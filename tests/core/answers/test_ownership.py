"""An event shows which of its words are ours."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followupd.core.answers.ownership import (
    UNKNOWN,
    Reworded,
    former_lines,
    is_our_title,
    line_of,
    note_text,
    our_part,
    read_note,
    reworded,
    says,
    went_back,
    writing_number,
)
from followupd.core.values.event import Event, Present, Written

START = datetime(2026, 11, 24, 17, tzinfo=UTC)
PROMISE = "promise/bob-20261124-1"
OURS = Event("block-2026w48-1-hitlist@followupd", START, START + timedelta(hours=1), "Call Dana Whitfield (2nd try)",
             "Why: no answer.\n\n[ ] Call Ann\n    due.\n\n[ ] Call Bob\n    due.")


@pytest.mark.parametrize("title", [
    "{}", "{} na", "ok {}", "DONE: {}", "{}: asked for Friday", "{} – sent – the list", "  {}  na", "✓ {}",
])
def test_our_title_is_found_among_the_users_words(title: str) -> None:
    """With a mark before or after it, and with or without a note."""
    there = replace(OURS, summary=title.format(OURS.summary))
    assert our_part(there, note_text(OURS, 1)).summary.strip() == OURS.summary


@pytest.mark.parametrize("title", ["Lunch", "Call Dana", "", "x " * 5000])
def test_the_users_own_title_is_not_ours(title: str) -> None:
    """And that takes bounded time."""
    started = time.perf_counter()
    assert our_part(replace(OURS, summary=title), note_text(OURS, 1)).summary == UNKNOWN
    assert time.perf_counter() - started < 1


def test_lines_that_are_not_ours_are_left_out_each_once() -> None:
    """Two of our lines may be equal; the user typed a third."""
    there = replace(OURS, description="Mine\n" + OURS.description.replace("[ ] Call Bob", "[x] Call Bob: well")
                    + "\n    due.\nalso mine")
    left = our_part(there, note_text(OURS, 1)).description
    assert left == OURS.description.replace("[ ] Call Bob\n", "")
    sheet = replace(OURS, people=("ann", "promise/bob-20261124-1"))          # the note also says whose lines these are
    assert our_part(there, note_text(sheet, 1)) == replace(there, description=OURS.description, people=sheet.people)


@pytest.mark.parametrize(("ticked", "found"), [
    ("Call Ann", ("ann", "")), ("Call Ann: well", ("ann", ": well")),
    ("Call  Bob Monday", ("promise/bob-1", " Monday")),
    ("Call Anna", None), ("Call", None), ("", None),
])
def test_whose_line_was_ticked(ticked: str, found: tuple[str, str] | None) -> None:
    """By digests alone, so in whatever language the line was written."""
    note = note_text(replace(OURS, people=("ann", "promise/bob-1")), 1)
    line = line_of(ticked, read_note(note))
    assert (line and (line[0].ref, line[1])) == found
    assert line_of(ticked, read_note(note_text(OURS, 1))) is None
    assert line_of(ticked, None) is None


def test_a_removed_line_is_known_while_its_tick_is_in_the_text() -> None:
    """The sheet no longer has Bob, but "[x] Call Bob" is not read as the user's own line."""
    sheet = replace(OURS, people=("ann", "bob"))
    now = replace(sheet, description=OURS.description.partition("\n\n[ ] Call Bob")[0], people=("ann",))
    ticked = now.description + "\n[x] Call Bob: well"
    first = note_text(sheet, 1)
    second = note_text(now, 2, former_lines(first, now, ticked))
    line = line_of("Call Bob: well", read_note(second))
    assert line is not None
    assert (line[0].ref, line[1]) == ("bob", ": well")
    assert says(second, now)
    assert our_part(replace(OURS, description=ticked), second).description == now.description
    assert "bob" in note_text(now, 3, former_lines(second, now, ticked))
    assert "bob" not in note_text(now, 4, former_lines(second, now, now.description))


def test_a_note_says_by_which_channel_each_line_and_each_reminder_is() -> None:
    """P12: so a tick has the channel of its line even after the database is lost, in any language, and if the line
    has left the sheet since."""
    sheet = replace(OURS, people=("ann", "bob"), channels=("whats app", "phone"))
    note = note_text(sheet, 1)
    assert our_part(OURS, note).channels == ("whats_app", "phone")
    now = replace(sheet, description=OURS.description.partition("\n\n[ ] Call Bob")[0], people=("ann",),
                  channels=("whats app",))
    former = former_lines(note, now, now.description + "\n[x] Call Bob")
    line = line_of("Call Bob", read_note(note_text(now, 2, former)))
    assert line is not None
    assert line[0].channel == "phone"
    reminder = replace(OURS, description="Why: no answer.", people=("ann",), channels=("email",))
    assert our_part(reminder, note_text(reminder, 3)).channels == ("email",)
    assert our_part(reminder, note_text(replace(reminder, people=()), 4)).channels == ("email",)      # answered
    assert is_our_title(OURS.summary, note_text(reminder, 3))


@given(st.text(), st.lists(st.text()), st.lists(st.text(alphabet="abc é\n")))
def test_what_we_wrote_is_ours_whatever_it_says(title: str, lines: list[str], added: list[str]) -> None:
    """Even with the user's lines after it, and if a server stripped blanks at line ends."""
    ours = replace(OURS, summary=title, description="\n".join(lines))
    there = replace(ours, description="\n".join(
        [*(line.rstrip() for line in ours.description.split("\n")), *added]))
    note = note_text(ours, 3)
    kept = [line.strip() for line in our_part(there, note).description.split("\n") if line.strip()]
    assert kept == [line.strip() for line in ours.description.split("\n") if line.strip()]
    assert our_part(ours, note).summary == title
    assert writing_number(note) == 3
    assert set(note) <= set("0123456789abcdef.-=")


@pytest.mark.parametrize("note", ["", "what", "1-", "12-zzzzzz", "1-519daf.86f5cf.4af96"])
def test_without_a_note_nobody_knows_which_lines_are_ours(note: str) -> None:
    """The title counts as ours, and no line does."""
    assert our_part(OURS, note) == replace(OURS, description="")
    assert writing_number(note) == 0


@pytest.mark.parametrize(("there", "row", "back"), [
    ("1-519daf", "2-519daf", True), ("2-519daf", "2-519daf", False), ("3-519daf", "2-519daf", False),
    ("", "2-519daf", False), ("1-519daf", "", False), ("9-519daf", "10-519daf", True),
])
def test_an_older_copy_is_known_by_its_number(there: str, row: str, back: bool) -> None:
    present = Present(OURS, "a.ics", None, "", note=there)
    assert went_back(present, Written(OURS.uid, OURS, note=row)) is back
    assert not went_back(present, Written(OURS.uid, OURS, note=row, deleted=True))


@pytest.mark.parametrize(("ticked", "task"), [
    ("Promised to Bob: the list, by mail", "open"),
    ("bob: send it, the list", "open"),
    ("Bob: versprochen, die Liste", ""),                   # less than half of the words: the user's own
    ("Bob", ""),                                           # a name alone is a talk
    ("Bob: we spoke about the list", ""),
    ("Ann: send the list", ""),                            # the task is Bob's
])
def test_a_line_may_be_that_of_a_task_in_other_words(ticked: str, task: str) -> None:
    """P13: at least half of its words, besides the name, are those of the line that we wrote, in any language."""
    sheet = replace(OURS, description="[ ] Call Ann\n[ ] Promised to Bob: send the list", people=("ann", PROMISE))
    there = replace(sheet, description=f"[ ] Call Ann\n[x] {ticked}")
    name = ticked.partition(":")[0].split()[-1]
    found = reworded(ticked, name.casefold(), name, there, sheet, None)
    assert ("" if found is None else "open" if found.open else "done") == task
    if task:
        ours = "Promised to Bob: send the list"
        done = replace(there, description=f"{there.description}\n[x] {ours}")
        assert reworded(ticked, "bob", name, done, sheet, None) == Reworded(PROMISE, ours, False)
