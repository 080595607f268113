"""Parts of a week, month, quarter or year: each is a vague day, the same in every place, or asked about."""

from __future__ import annotations

from datetime import UTC, date

import pytest

from followupd.core.phrases.days import parse_day_or_month
from followupd.core.phrases.log import parse_log_line
from followupd.core.phrases.marks import read_title
from followupd.core.phrases.said import Mark, ReadingRules, Unclear
from followupd.core.values.facts import DayTime

TODAY = date(2026, 11, 24)       # a Tuesday
TITLE = "Call Dana Whitfield"
PARTS = {
    "mid january": "2027-01-15", "mid-January": "2027-01-15", "the end of January": "2027-01-25",
    "late feb": "2027-02-20", "early march": "2027-03-01", "beginning of March": "2027-03-01",
    "end of next week": "2026-12-04", "mid next week": "2026-12-02", "the start of next week": "2026-11-30",
    "end of the month": "2026-11-25", "early next month": "2026-12-01", "mid next quarter": "2027-02-15",
    "end of the year": "2026-12-25", "early next year": "2027-01-01", "first week of January": "2027-01-01",
    "late November": "2026-11-30", "the middle of the month": "2026-12-15",
}
CUES = (
    "reached, call again {}", "she wants me to call {}", "no answer, not before {}", "lm, call back {}",
    "reached, again {}", "na, try {}", "nice talk. Call again in {}", "busy, call back at {}",
)


def read(text: str) -> Mark | Unclear | None:
    return read_title(f"{TITLE} {text}", TITLE, ReadingRules({}, TODAY, ("Dana Whitfield",)))


@pytest.mark.parametrize("cue", CUES)
def test_behind_each_cue_a_part_of_a_period_is_its_day(cue: str) -> None:
    """Its words stay in the note, since the day is only one of those meant."""
    for part, day in PARTS.items():
        mark = read(cue.format(part))
        assert isinstance(mark, Mark), (cue, part)
        assert mark.asked is not None, (cue, part)
        assert (mark.asked.day, mark.asked.vague) == (date.fromisoformat(day), True), (cue, part)
        assert part.removeprefix("the ") in mark.note, (cue, part)


@pytest.mark.parametrize(("text", "day"), [
    ("lm, back mid december", "2026-12-15"), ("back in mid-December", "2026-12-15"),
    ("away until mid December", "2026-12-15"), ("lm, she's away until the end of the year", "2027-01-01"),
    ("lm, back end of next week", "2026-12-07"), ("back at the end of January", "2027-02-01"),
    ("na until the end of January", "2027-02-01"), ("na until mid January", "2027-01-15"),
])
def test_whoever_is_away_until_the_end_of_it_is_back_after_it(text: str, day: str) -> None:
    mark = read(text)
    assert isinstance(mark, Mark)
    assert mark.asked == DayTime(date.fromisoformat(day), away=True, vague=True)


@pytest.mark.parametrize("text", ["{}", "later {}", "postponed to {}"])
def test_alone_it_puts_the_event_off(text: str) -> None:
    for part, day in PARTS.items():
        mark = read(text.format(part))
        assert isinstance(mark, Mark), part
        assert mark.later is not None, part
        assert (mark.outcome, mark.later.day) == (None, date.fromisoformat(day)), part


@pytest.mark.parametrize("text", [
    "reached, call again at the end of the summer", "na, try at the end of term",
    "call again mid November", "booked mid January",
])
def test_what_names_no_day_or_a_past_one_is_asked_about(text: str) -> None:
    assert isinstance(read(text), Unclear)


def test_commands_and_lines_of_the_hit_list_read_the_same() -> None:
    attempt = parse_log_line("2026-11-24 reached, call again mid January", UTC)
    assert attempt.asked is not None
    assert (attempt.asked.day, attempt.asked.vague) == (date(2027, 1, 15), True)
    mark = read("na, mid January")      # as "na, in March"
    assert isinstance(mark, Mark)
    assert mark.asked == DayTime(date(2027, 1, 15), vague=True)
    assert parse_day_or_month("mid January", TODAY) == DayTime(date(2027, 1, 15), vague=True)


@pytest.mark.parametrize("text", [
    "reached, her deadline is end of January", "reached, she moves mid January", "reached, she starts next week",
])
def test_a_part_that_nobody_wishes_for_is_only_a_note(text: str) -> None:
    mark = read(text)
    assert isinstance(mark, Mark)
    assert mark.asked is None
