"""Series that recur too often to be worked out: the first occurrences from now on count, not one alone."""

from __future__ import annotations

from datetime import date

import pytest

from followupd.calendars.busy import steps
from tests.calendars.busy.conftest import calendar, event, need, read, shown

NOW, END = date(2026, 11, 28), date(2027, 4, 30)
MINUTES = ",".join(map(str, range(60)))


def series(rule: str, length: str, *more: str, start: str = "20261101T170000Z") -> bytes:
    return calendar(event(f"DTSTART:{start}", f"DURATION:{length}", f"RRULE:{rule}", "SUMMARY:Tick", *more))


@pytest.mark.parametrize(("rule", "length"), [
    ("FREQ=MINUTELY;INTERVAL=15", "PT15M"), ("FREQ=SECONDLY", "PT1S"), ("FREQ=SECONDLY;INTERVAL=10", "PT1H"),
    ("FREQ=MINUTELY", "PT1M"),
])
def test_one_without_gaps_is_one_busy_time(rule: str, length: str) -> None:
    part = read(series(rule, length), need(NOW, END))
    assert [unit.problem for unit in part.units] == [""]
    (start, end, _), = part.units[0].times
    assert (end - start) // 86400 >= (END - NOW).days
    assert start // 86400 <= (NOW - date(1970, 1, 1)).days


@pytest.mark.parametrize(("ends", "until"), [
    ("COUNT=500000", "06:53"), ("UNTIL=20261210T120000Z", "05:00"),
])
def test_one_without_gaps_ends_with_its_rule(ends: str, until: str) -> None:
    part = read(series(f"FREQ=SECONDLY;INTERVAL=10;{ends}", "PT10S"), need(NOW, END))
    assert [text[:17] for text in shown(part)] == ["2026-11-01 10:00-"]
    assert shown(part)[0].endswith(f"{until} Tick")


def test_times_that_touch_are_one_if_there_are_too_many() -> None:
    """Every minute of an hour of each day."""
    part = read(series(f"FREQ=DAILY;BYHOUR=17;BYMINUTE={MINUTES}", "PT1M"), need(NOW, date(2027, 6, 30)))
    assert [unit.problem for unit in part.units] == [""]
    assert shown(part)[:2] == ["2026-11-28 10:00-11:00 Tick", "2026-11-29 10:00-11:00 Tick"]
    assert shown(part)[-1] == "2027-06-30 11:00-12:00 Tick"


def test_of_one_with_gaps_those_that_come_first_count(monkeypatch: pytest.MonkeyPatch) -> None:
    """It says from which day on none of it counts."""
    monkeypatch.setattr(steps, "MOST_STEPS", 5_000)
    part = read(series("FREQ=MINUTELY;INTERVAL=5;BYHOUR=17", "PT2M"), need(NOW, END))
    found = shown(part)
    assert found[:2] == ["2026-11-28 10:00-10:02 Tick", "2026-11-28 10:05-10:07 Tick"]
    said = part.units[0].problem
    assert said.startswith("“Tick” recurs too often to be worked out for the whole time; none of it from 2026-12-0")
    assert found[-1][:10] <= said.split()[-3] < "2026-12-09"


def test_more_times_than_the_limit_are_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("followupd.calendars.busy.series.MOST_OCCURRENCES", 30)
    part = read(series("FREQ=DAILY", "PT1H"), need(NOW, END))
    assert len(shown(part)) == 30
    assert "none of it from 2026-12-28 on counts" in part.units[0].problem
