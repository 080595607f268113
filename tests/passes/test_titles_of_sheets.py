"""An outcome in the title of a call sheet: it does not say whose it is, so it is asked about (P11); whole passes."""

from __future__ import annotations

from dataclasses import replace
from datetime import time, timedelta
from pathlib import Path

import pytest

from followupd.core.values.facts import Attempt, Outcome
from followupd.core.values.hitlist import ReviewRule
from followupd.history.store import History
from tests.kit.phones import DANA, PEOPLE, block, contact, desk_of, tick


@pytest.mark.parametrize("over", [False, True])
@pytest.mark.parametrize(("words", "asked"), [
    (" - spoke to Renée Achterberg", '"spoke to Renée Achterberg" in the title counts for nobody: put it behind the '
     "line of Renée Achterberg, or tick one"),
    (": done", '"done" in the title counts for nobody: put it behind a line, or tick one'),
    (" left a message", '"left a message" in the title counts for nobody: put it behind a line, or tick one'),
    (" erreicht", '"erreicht" in the title counts for nobody: put it behind a line, or tick one'),
    (" spoke with her son", '"spoke with her son" in the title counts for nobody: put it behind a line, or tick one'),
])
def test_an_outcome_in_the_title_is_asked_about(tmp_path: Path, words: str, asked: str, *, over: bool) -> None:
    """Renée, Ann and Ann Lee are on the sheet. Asked in each pass, until the words are gone; nothing is counted."""
    desk = desk_of(tmp_path, PEOPLE)
    desk.run()
    there = block(desk)
    desk.calendar.retitle(there.uid, there.event.summary + words)
    if over:
        desk.now = there.event.end + timedelta(hours=1)
    assert desk.run().questions == (f"{there.event.summary}{words}: {asked}.",)
    shown = next(one.event for one in desk.ours("block-") if one.uid == there.uid)
    assert shown.summary == f"? {there.event.summary}{words}"
    assert shown.description.startswith(f"Not understood: {asked}.\n")
    writes = desk.calendar.writes
    assert len(desk.run().questions) == 1
    assert desk.calendar.writes == writes
    assert desk.facts(Attempt) == []
    desk.calendar.retitle(there.uid, there.event.summary)
    assert desk.run().questions == ()
    assert next(one.event for one in desk.ours("block-") if one.uid == there.uid).summary == there.event.summary
    desk.history.close()


@pytest.mark.parametrize("words", [
    " in the café", " with Tom", " own", ": done own", " (room 12)", " Friday",
])
def test_what_is_no_outcome_is_the_users_own(tmp_path: Path, words: str) -> None:
    desk = desk_of(tmp_path, PEOPLE)
    desk.run()
    there = block(desk)
    desk.calendar.retitle(there.uid, there.event.summary + words)
    assert desk.run().questions == ()
    desk.history.close()


@pytest.mark.parametrize(("words", "questions"), [(": done", 0), (" - spoke to Renée Achterberg", 1)])
def test_a_tick_answers_the_question(tmp_path: Path, words: str, questions: int) -> None:
    """Unless the title names somebody else than the line."""
    desk = desk_of(tmp_path, PEOPLE)
    desk.run()
    there = block(desk)
    desk.now = there.event.end
    desk.calendar.retitle(there.uid, there.event.summary + words)
    assert len(desk.run().questions) == 1
    tick(desk, "Call Ann Lee", "x")
    assert len(desk.run().questions) == questions
    assert [one.contact for one in desk.facts(Attempt)] == ["ann-lee"]
    desk.history.close()


def test_a_sheet_of_one_line_is_asked_about_too(tmp_path: Path) -> None:
    """Its line is where the answer stays when the title gets its ✓."""
    desk = desk_of(tmp_path, (contact("Ann", "2026-07-02 reached"),))
    desk.run()
    there = block(desk)
    desk.calendar.retitle(there.uid, f"{there.event.summary}: spoke")
    (question,) = desk.run().questions
    assert question.endswith('"spoke" in the title counts for nobody: put it behind a line, or tick one.')
    desk.history.close()


def test_a_block_without_lines_holds_only_the_users_own_words(tmp_path: Path) -> None:
    desk = desk_of(tmp_path, (DANA,))
    desk.run()
    there = block(desk)
    assert there.event.people == ()
    desk.calendar.retitle(there.uid, f"{there.event.summary}: done")
    assert desk.run().questions == ()
    desk.history.close()


@pytest.mark.parametrize(("words", "where"), [
    (" spoke to Renée Achterberg", "the event of Renée Achterberg"), (": done", "the event of whom it is about"),
    (" erreicht", "the event of whom it is about"),
])
def test_an_outcome_in_the_title_of_a_review_is_asked_about(tmp_path: Path, words: str, where: str) -> None:
    """Asked in each pass until the words are gone, or said to be a note; nothing is counted."""
    desk = desk_of(tmp_path, PEOPLE)
    desk.hitlist = replace(desk.hitlist, review=ReviewRule(0, time(9)))
    desk.run()
    there = desk.one("review-").event
    desk.calendar.retitle(there.uid, there.summary + words)
    (question,) = desk.run().questions
    assert question.endswith(
        f'"{words.strip(" :")}" in the title of a review counts for nobody: write it on {where}, or own behind it if '
        "it is just a note."
    )
    assert desk.one("review-").event.summary == f"? {there.summary}{words}"
    assert len(desk.run().questions) == 1
    desk.calendar.retitle(there.uid, f"{there.summary}{words} own")
    assert desk.run().questions == ()
    assert desk.facts(Attempt) == []
    desk.history.close()


@pytest.mark.parametrize("words", [" in the café", " with coffee", " own", " Friday"])
def test_other_words_in_the_title_of_a_review_are_the_users_own(tmp_path: Path, words: str) -> None:
    desk = desk_of(tmp_path, PEOPLE)
    desk.hitlist = replace(desk.hitlist, review=ReviewRule(0, time(9)))
    desk.run()
    there = desk.one("review-").event
    desk.calendar.retitle(there.uid, there.summary + words)
    assert desk.run().questions == ()
    desk.history.close()


@pytest.mark.parametrize("box", ["-", "v"])
def test_a_card_has_no_answer_and_is_no_message(tmp_path: Path, box: str) -> None:
    """P13: the legend of a note does not offer these, so they are asked about, on the line and in a title."""
    desk = desk_of(tmp_path, (contact("Mei", "2026-06-01 sent", via=("note", "phone")),))
    desk.run()
    tick(desk, "Write a note to Mei", box)
    (question,) = desk.run().questions
    assert f'Mei: "[{box}]": nobody is expected to answer a card. If it is posted, write sent' in question
    assert desk.facts(Attempt) == []
    desk.calendar.rewrite(block(desk).uid, block(desk).event.description.replace(
        f"[{box}] Write a note to Mei", "[ ] Write a note to Mei: called, no answer"))
    assert desk.run().questions == ()
    assert [(one.outcome, one.channel) for one in desk.facts(Attempt)] == [(Outcome.NO_ANSWER, "phone")]
    desk.history.close()


@pytest.mark.parametrize("what", ["review-", "block-"])
def test_a_title_is_asked_about_also_after_a_lost_database(tmp_path: Path, what: str) -> None:
    """The first pass took the question off, and the second one asked again (P3)."""
    desk = desk_of(tmp_path, PEOPLE)
    desk.hitlist = replace(desk.hitlist, review=ReviewRule(0, time(9)))
    desk.run()
    there = min(desk.ours(what), key=lambda one: one.event.start)
    desk.calendar.retitle(there.uid, f"{there.event.summary} na")
    assert len(desk.run().questions) == 1
    desk.now += timedelta(days=20)
    desk.history.close()
    desk.history = History.open(tmp_path / "another.db", "hitlist")
    assert len(desk.run().questions) == 1
    assert next(one for one in desk.ours(what) if one.uid == there.uid).event.summary == f"? {there.event.summary} na"
    desk.history.close()
