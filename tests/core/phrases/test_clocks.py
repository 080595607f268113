"""Times of day as they are written elsewhere, in log lines and in hours."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from followupd.core.phrases.log import parse_log_line
from followupd.core.phrases.weeks import parse_hours
from followupd.core.values.facts import Outcome

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize("written", [
    "14:10", "14.10", "14h10", "14H10", "14 h 10", "2:10pm", "2.10 pm", "14:10:00", "1410", "1410h", "14 Uhr 10",
    "14.10 Uhr", "~14:10", "around 14:10", "ca. 14:10", "kl. 14:10", "kl 14.10", "h. 14:10", "at 14:10", "14\uff1a10",
    "\uff11\uff14:10", "14\u223610",
])
def test_ten_past_two_in_a_log_line(written: str) -> None:
    """The time counts, and none of it becomes the note."""
    told = parse_log_line(f"2026-11-18 {written} no answer, on holiday", BERLIN)
    assert (told.timed, f"{told.at.astimezone(BERLIN):%H:%M}", told.note) == (True, "14:10", "on holiday")
    assert told.outcome is Outcome.NO_ANSWER


@pytest.mark.parametrize(("written", "time"), [
    ("14h", "14:00"), ("9 h", "09:00"), ("14 Uhr", "14:00"), ("noon", "12:00"), ("midday", "12:00"),
    ("12 noon", "12:00"), ("12nn", "12:00"), ("2p", "14:00"), ("9a", "09:00"), ("11 o'clock", "11:00"),
    ("11 o\u2019clock", "11:00"),
    ("2 p.m.", "14:00"),
])
def test_a_whole_hour_in_a_log_line(written: str, time: str) -> None:
    """`14h no answer` was a note."""
    told = parse_log_line(f"2026-11-18 {written} no answer", BERLIN)
    assert (told.timed, f"{told.at.astimezone(BERLIN):%H:%M}", told.note) == (True, time, "")


@pytest.mark.parametrize("zone", ["MST", "UTC", "GMT", "CET"])
def test_a_time_by_another_clock_is_a_problem(zone: str) -> None:
    with pytest.raises(ValueError, match=f"by your clock. Leave out {zone}."):
        parse_log_line(f"2026-11-18 14:10 {zone} no answer", BERLIN)


def test_how_long_it_took_is_no_time() -> None:
    told = parse_log_line("2026-11-18 reached, 2h talk", BERLIN)
    assert (told.timed, told.note) == (False, "2h talk")
    with pytest.raises(ValueError, match="no answer"):
        parse_log_line("2026-11-18 2 o'clock no answer", BERLIN)        # in the night, or after noon


@pytest.mark.parametrize("written", [
    "9-17 Uhr", "9 Uhr - 17 Uhr", "9 Uhr bis 17 Uhr", "9:00 bis 17:00", "9h-17h", "9-17h", "9h00-17h00", "9.00-17.00",
    "0900-1700", "900-1700", "9a-5p", "9 a.m. to 5 p.m.", "\uff19:00-\uff11\uff17:00", "9\uff1a00-17\uff1a00",
    "9:00~17:00", "kl. 9-17", "9-17 o'clock",
    "9 o'clock to 17 o'clock", "9am\u20145pm",
])
def test_nine_to_five(written: str) -> None:
    assert parse_hours(written).ranges == parse_hours("9:00-17:00").ranges
    assert parse_hours(f"Mon-Fri {written}").ranges == parse_hours("Mon-Fri 9:00-17:00").ranges
    assert parse_hours(written).text == written


def test_midday_and_minutes() -> None:
    assert parse_hours("midday-5pm").ranges == parse_hours("12:00-17:00").ranges
    assert parse_hours("14h10-15h").ranges == parse_hours("14:10-15:00").ranges
