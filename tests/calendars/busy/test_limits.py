"""Limits of reading a calendar that has too many events or takes too long: the coming weeks first, more each pass."""

from __future__ import annotations

import pytest

from followupd.calendars.busy.remembered_times import Part
from followupd.calendars.busy.units import read_part
from followupd.patience import PATIENCE
from tests.calendars.busy.conftest import TEN, TEN_SHOWN, calendar, event, need, read, shown


def test_long_work_continues_in_the_next_pass() -> None:
    """A pass works for a limited time; the next one continues from there, until everything is known."""
    series = [
        event("DTSTART:20261124T170000Z", "DURATION:PT1H", "RRULE:FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=30", uid=f"{n}")
        for n in range(4)
    ]   # true only at its start: walked to the year 9999, some tenths of a second each
    part: Part | None = None
    for readings in range(1, 9):   # noqa: B007 - how often is asked below
        part = read_part(calendar(*series), "mark", need(), part, 0.05)
        if part.mark:
            break
        assert "the next pass goes on" in part.units[-1].problem
    assert part is not None
    assert readings > 1
    assert part.mark == "mark"
    assert shown(part) == ["2026-11-24 10:00-11:00"] * 4


def test_of_too_many_events_those_that_come_first_count(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refused as a whole they were all free; the past takes no room, a series and a long event have theirs."""
    monkeypatch.setattr("followupd.calendars.busy.units.MOST_READ", 12)
    days = [event(f"DTSTART:202612{30 - n:02}T170000Z", "DURATION:PT1H", uid=f"{n}@x") for n in range(20)]
    past = [event(f"DTSTART:20260{n % 9 + 1}01T170000Z", "DURATION:PT1H", uid=f"p{n}@x") for n in range(50)]
    part = read(calendar(
        *past, *days, event("DTSTART:20200106T180000Z", "DURATION:PT1H", "RRULE:FREQ=WEEKLY", uid="series@x"),
        event("DTSTART:20260101T000000Z", "DURATION:P360D", uid="long@x"),
    ))
    assert [unit.problem for unit in part.units if unit.problem] == [
        "it has more than 12 events in the coming months; none from 2026-12-21 on counts"
    ]
    assert {unit.uid for unit in part.units if unit.times} == {
        "series@x", "long@x", *(f"{n}@x" for n in range(10, 20))
    }
    assert part.mark


def test_of_too_many_busy_times_those_that_come_first_count(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("followupd.calendars.busy.free_busy.MOST_PERIODS", 3)
    coming = [f"202611{day}T170000Z/202611{day}T180000Z" for day in (29, 28, 27, 26, 25)]
    data = "\r\n".join(("BEGIN:VCALENDAR", "BEGIN:VFREEBUSY", *(
        f"FREEBUSY:{','.join(some)}" for some in (coming, ["20200101T170000Z/20200101T180000Z"] * 9)
    ), "END:VFREEBUSY", "END:VCALENDAR", ""))
    part = read(data.encode())
    assert [time[:10] for time in shown(part)] == ["2026-11-25", "2026-11-26", "2026-11-27"]
    assert [unit.problem for unit in part.units] == [
        "it has more than 3 times in the coming months; none from 2026-11-28 on counts"
    ]


def test_a_crowd_of_times() -> None:
    """More than can be kept are merged in steps of five minutes, so that none of them is ever free; titles go."""
    def hourly(number: int) -> str:
        return event(f"DTSTART:202611{24 + number % 3}T{number % 24:02}0100Z", "DURATION:PT30M",
                     "RRULE:FREQ=WEEKLY", f"SUMMARY:{number}", uid=f"{number}@example.org")

    data = calendar(*map(hourly, range(60)))
    every = read(data)
    few = read_part(data, "mark", need(), None, most=100)
    assert len(every.units) == 60
    crowd = few.units[-1]
    assert crowd.problem == "it has more than 100 times in the coming months; they are read without their titles"
    assert [unit.times for unit in few.units[:-1]] == [()] * 60
    assert {title for _, _, title in crowd.times} == {"busy"}
    assert len(crowd.times) == len({start for unit in every.units for start, _, _ in unit.times})
    for start, end, _ in (time for unit in every.units for time in unit.times):
        assert any(a <= start and end <= b < end + 300 for a, b, _ in crowd.times)
    # The same text is done; another one is read again, with what it has now.
    assert read_part(data, "mark", need(), few, patience=-1.0, most=100) == few
    fewer = calendar(*map(hourly, range(2)))
    assert read_part(fewer, "mark", need(), few, most=100) == read(fewer)


def test_a_crowd_is_worked_out_by_and_by(monkeypatch: pytest.MonkeyPatch) -> None:
    """A text for which the time of one pass is too short is finished by the next ones, with the times of all."""
    data = calendar(*(
        event("DTSTART:20261124T170000Z", "DURATION:PT1H", f"RRULE:FREQ=WEEKLY;BYDAY={day}", uid=f"{day}@example.org")
        for day in ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
    ))
    whole, part, clock = read_part(data, "mark", need(), None, most=10), None, 0.0

    def ticking() -> float:
        nonlocal clock
        clock += 1.0
        return clock

    monkeypatch.setattr("followupd.calendars.busy.units.time.monotonic", ticking)
    for _ in range(7):
        part = read_part(data, "mark", need(), part, patience=2.0, most=10)
    assert part is not None
    assert part.mark == whole.mark
    assert shown(part) == shown(whole)


def test_a_loaded_machine_has_the_single_events_while_a_pass_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    """The time for series is that of the clock, not of the processor: a pass must not find a dense calendar free."""
    clock = 0.0

    def slowly(*_: object) -> tuple[list[object], None]:
        nonlocal clock
        clock += 4.0        # seconds in which this thread hardly had the processor
        return [], None

    monkeypatch.setattr("followupd.calendars.busy.units.time.monotonic", lambda: clock)
    monkeypatch.setattr("followupd.calendars.busy.units.expand_first", slowly)
    data = calendar(*(event("DTSTART:20261124T170000Z", "DURATION:PT1M", "RRULE:FREQ=MINUTELY;INTERVAL=2",
                            uid=f"{number}@example.org") for number in range(30)), event(*TEN))
    part = read(data)
    assert shown(part) == TEN_SHOWN
    assert part.mark == ""      # the next pass continues
    assert "there is more to work out; the next pass goes on" in {unit.problem for unit in part.units}
    assert clock < PATIENCE
