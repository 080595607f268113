"""The same words say the same wherever they are typed: behind and before a title, on a sheet's line, in a `log:` line.

`followupd log WHO …` reads by `read_addition`, as a line of a sheet does; tests/cli/test_log_words.py has it.
"""

from __future__ import annotations

from datetime import UTC, timedelta

import pytest

from followupd.core.phrases.additions import read_addition
from followupd.core.phrases.log import parse_log_line
from followupd.core.phrases.marks import read_title
from followupd.core.phrases.said import Mark, ReadingRules, Unclear
from followupd.core.phrases.vocabulary import BOX
from followupd.core.values.facts import Outcome
from tests.core.phrases.test_corpus import TITLE, TODAY, Sentence, lines

READING = ReadingRules({}, TODAY, ("Dana Whitfield",))
Said = tuple[str, str]
# A line of the hit list is about a try and nothing else: another day and a note alone are errors there, and the day of
# a meeting is written as `booked`.
NO_TRY = ("own", "ask", "later", "booked")


def said(mark: Mark | Unclear | None) -> Said:
    """Return what was read, and the day of the next try."""
    if not isinstance(mark, Mark):
        return ("ask" if mark else "own", "")
    if mark.later is not None:
        return ("booked" if mark.outcome else "later", "")
    assert mark.outcome is not None
    return mark.outcome.value, f"{mark.asked.day}" if mark.asked else ""


def in_the_hit_list(text: str) -> Said:
    try:
        attempt = parse_log_line(f"{TODAY} {text}", UTC, (), READING.names)
    except ValueError:
        return "error", ""
    return attempt.outcome.value, f"{attempt.asked.day}" if attempt.asked else ""


@pytest.mark.parametrize("part", ["tuned", "strangers"])
def test_a_line_of_the_hit_list_says_what_a_title_says(part: str) -> None:
    other = [
        (line.text, title, there) for line in lines(part)
        if (title := _of(line)) != (there := in_the_hit_list(line.text))
        and not (title[0] in NO_TRY and there[0] == "error")
    ]
    assert other == []


def test_a_line_of_a_sheet_says_what_a_title_says() -> None:
    """With its box open, and after a name."""
    other = [
        line.text for line in lines("tuned") for read in
        (read_title(f"{BOX}{line.text}", BOX, READING), read_addition(line.text, READING)) if said(read) != _of(line)
    ]
    assert other == []


def test_words_before_a_title_say_what_they_say_behind_it() -> None:
    """What ends with "Call Dana" before our title would be another sentence, so only whole readings are compared."""
    outcomes = [line for line in lines("tuned") if line.mark is not None]
    assert [
        (line.text, _of(line)) for line in outcomes
        if said(read_title(f"{line.text} {TITLE}", TITLE, READING)) != _of(line)
    ] == []


def _of(line: Sentence) -> Said:
    return said(line.mark) if line.mark is not None else (line.read, "")


def test_the_same_text_is_read_by_its_own_rules() -> None:
    """What was read of a text is remembered: not for another list's words, nor for another day."""
    text, theirs = "mailbox", {"mailbox": Outcome.LEFT_MESSAGE}
    assert said(read_addition(text, ReadingRules(theirs, TODAY))) == ("left_message", "")
    assert said(read_addition(text, ReadingRules({}, TODAY))) == ("ask", "")
    assert said(read_addition("na until Friday", ReadingRules({}, TODAY)))[1] == "2026-11-27"
    assert said(read_addition("na until Friday", ReadingRules({}, TODAY + timedelta(days=7))))[1] == "2026-12-04"
