"""Texts that people type (tests/corpus/marks.en.tsv) are read, asked about or left alone: how much of it, part by part.

Wrong is worse than asked: a person who was not reached must never be taken for reached (P13). Silent is worse than
asked as well: what happened must not pass unnoticed (P11).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from followupd.core.phrases.log import parse_log_line
from followupd.core.phrases.marks import read_title
from followupd.core.phrases.said import Mark, ReadingRules, Unclear
from followupd.core.values.facts import DayTime, Outcome

CORPUS = Path(__file__).parents[2] / "corpus" / "marks.en.tsv"
TODAY = date(2026, 11, 24)
TITLE = "Call Dana Whitfield (2nd try)"
NEVER = {"reached", "declined", "booked", "done"}        # what an own title must not be taken for: it silences a person
# Beside the grammar's own words: with one of these a line that means something is asked about at least.
OUTCOME_WORD = (
    r"(?i)\b(?:spoke|talked|reached|voicemail|vm|left (?:a |her a )?(?:message|msg|voicemail)|no (?:answer|reply)"
    r"|picked up|pick up|answered|bounced|wrong number|line busy|emailed|texted|called (?:me )?back|not interested)\b"
)


class Sentence(NamedTuple):
    """A line of the corpus, and what was read."""

    text: str
    meant: str
    note: str
    day: str
    read: str
    mark: Mark | None

    @property
    def right(self) -> bool:
        return self.read == self.meant or (self.meant == "done" and self.read == "reached")

    @property
    def wrong(self) -> bool:
        return self.read not in ("own", "ask") and not self.right

    @property
    def outcome(self) -> bool:
        """Return whether it says what happened, or another day."""
        return self.meant not in ("own", "ask")


def parts() -> Iterator[tuple[str, str]]:
    part = ""
    for line in CORPUS.read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            part = line.removeprefix("## ")
        elif line and not line.startswith("#"):
            yield part, line


@cache
def lines(part: str) -> tuple[Sentence, ...]:
    return tuple(read(line) for name, line in parts() if name == part)


def read(line: str) -> Sentence:
    text, meant, note, day = (*line.split("\t"), "", "", "")[:4]
    mark = read_title(f"{TITLE} {text}", TITLE, ReadingRules({}, TODAY, ("Dana Whitfield",)))
    if mark is None or isinstance(mark, Unclear):
        return Sentence(text, meant, note, day, "ask" if mark else "own", None)
    if mark.later is not None:
        return Sentence(text, meant, note, day, "booked" if mark.outcome is Outcome.REACHED else "later", mark)
    assert mark.outcome is not None
    return Sentence(text, meant, note, day, mark.outcome.value, mark)


def day_of(mark: Mark) -> str:
    said: DayTime | None = mark.later or mark.asked
    if said is None:
        return ""
    return f"{said.day}T{said.time:%H:%M}" if said.time is not None else f"{said.day}"


def words(text: str) -> set[str]:
    return {word.strip(".,;:!'\"()").casefold() for word in text.split()}


def shown(line: Sentence) -> str:
    """The text of a line, but of none that is held out: nobody is to tune the grammar on it."""
    return "held out" if line in lines("held out") else line.text


def test_the_corpus_is_large_enough() -> None:
    """And as many lines as that are no answers at all: without them any grammar would do well."""
    users = [line for part, line in parts() if part != "ordinary"]
    own = [line for line in users if line.split("\t")[1] in ("own", "ask")]
    assert len(users) >= 900
    assert len(own) / len(users) >= 0.4


@pytest.mark.parametrize("part", [
    "tuned", "ordinary", "people", "strangers", "paraphrases", "trades", "own", "everyday", "short", "held out",
])
def test_no_own_title_is_taken_for_contact(part: str) -> None:
    """Ever: a person who was not reached would be left alone for months."""
    taken = [line for line in lines(part) if line.meant in ("own", "ask") and line.read in NEVER]
    assert [(shown(line), line.read) for line in taken] == []


@pytest.mark.parametrize(("part", "least"), [
    ("tuned", 0.95), ("ordinary", 0.96), ("people", 0.95), ("strangers", 0.88), ("paraphrases", 0.8),
    ("trades", 0.9), ("everyday", 0.95), ("short", 0.98), ("held out", 0.67),
])
def test_how_much_is_read(part: str, least: float) -> None:
    """The goal is 85 % of sentences that it does not know: of everyday ones it reads more, of those held out less."""
    meant = [line for line in lines(part) if line.outcome]
    share = sum(line.right for line in meant) / len(meant)
    assert share >= least, Counter((line.meant, line.read) for line in meant if not line.right)      # no text: held out


@pytest.mark.parametrize(("part", "most"), [
    ("tuned", 0.005), ("ordinary", 0.005), ("people", 0.005), ("strangers", 0.0), ("own", 0.0), ("held out", 0.006),
    ("paraphrases", 0.02), ("trades", 0.02), ("everyday", 0.005), ("short", 0.0),
])
def test_how_little_is_wrong(part: str, most: float) -> None:
    """The goal is 0.5 %: of those held out it is one line, a call back that counts as no answer."""
    wrong = [(shown(line), line.meant, line.read) for line in lines(part) if line.wrong]
    share = len(wrong) / len(lines(part))
    assert share <= most, wrong


@pytest.mark.parametrize("part", ["tuned", "people", "everyday", "short", "held out"])
def test_few_own_titles_are_asked_about(part: str) -> None:
    own = [line for line in lines(part) if line.meant == "own"]
    assert sum(line.read != "own" for line in own) / len(own) <= 0.1


@pytest.mark.parametrize("part", [
    "tuned", "ordinary", "people", "strangers", "paraphrases", "trades", "everyday", "short", "held out",
])
def test_nothing_with_an_outcome_word_passes_in_silence(part: str) -> None:
    silent = [line for line in lines(part) if line.outcome and line.read == "own"]
    assert [(shown(line), line.meant) for line in silent if re.search(OUTCOME_WORD, line.text)] == []


@pytest.mark.parametrize(("part", "notes", "days"), [
    ("tuned", 0, 5), ("ordinary", 0, 0), ("people", 0, 1), ("strangers", 10, 8), ("paraphrases", 3, 14),
    ("trades", 0, 1), ("everyday", 0, 0), ("short", 0, 0), ("held out", 3, 2),
])
def test_notes_and_days_are_complete(part: str, notes: int, days: int) -> None:
    """No word of a note is lost. A few days are read or missed where the writer of the line saw it otherwise."""
    right = [(line, line.mark) for line in lines(part) if line.outcome and line.right and line.mark is not None]
    lost = [shown(line) for line, mark in right if not words(line.note) <= words(f"{mark.note} {mark.when}")]
    other = [(shown(line), line.day, day_of(mark)) for line, mark in right if line.day != day_of(mark)]
    lost_notes, other_days = len(lost), len(other)
    assert lost_notes <= notes, lost
    assert other_days <= days, other


@pytest.mark.parametrize(("part", "most"), [
    ("tuned", 0.01), ("ordinary", 0.005), ("people", 0.0), ("strangers", 0.01), ("paraphrases", 0.04),
    ("trades", 0.03), ("everyday", 0.0), ("short", 0.0), ("held out", 0.05),
])
def test_little_passes_in_silence(part: str, most: float) -> None:
    """Whatever its words: what tells of something is asked about (P11)."""
    meant = [line for line in lines(part) if line.outcome]
    silent = [line for line in meant if line.read == "own"]
    share, texts = len(silent) / len(meant), [shown(line) for line in silent]
    assert share <= most, texts


def test_short_texts_that_may_tell_something_are_asked_about() -> None:
    """Also those of which nobody would be sure: "she's out", "yup, all good"."""
    meant = [line for line in lines("short") if line.meant == "ask"]
    passed_over = [line.text for line in meant if line.read == "own"]
    assert len(passed_over) / len(meant) <= 0.02, passed_over


@pytest.mark.parametrize("text", [
    "out of milk", "on holiday, call the office", "away in august", "she is good at chess", "she's well known in Bern",
    "all good with Tom?", "yep?", "gone to Lisbon?", "left for Lisbon in May 2024", "out of office reply on",
])
def test_what_only_begins_like_them_is_the_users_own(text: str) -> None:
    assert read(text).read == "own"


@pytest.mark.parametrize(("line", "outcome"), [
    ("no answer, then she called back and we spoke", Outcome.REACHED),
    ("reached, her new job", Outcome.REACHED), ("reached, but short", Outcome.REACHED),
    ("no answer, again", Outcome.NO_ANSWER),
])
def test_a_line_of_the_hit_list_is_read_with_its_note(line: str, outcome: Outcome) -> None:
    """As the same words behind a title."""
    assert parse_log_line(f"2026-11-19 {line}", UTC).outcome is outcome


@pytest.mark.parametrize("line", ["reached, but it was her son", "spoke, but not with her", "reached: voicemail"])
def test_a_line_of_the_hit_list_that_takes_contact_back_is_asked_about(line: str) -> None:
    with pytest.raises(ValueError, match="Did you mean: no answer"):
        parse_log_line(f"2026-11-19 {line}", UTC)
