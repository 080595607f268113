"""An override of an occurrence and all that follow it (RANGE=THISANDFUTURE)."""

from __future__ import annotations

import pytest

from tests.calendars.busy.conftest import Times, event

SERIES = ("DTSTART;TZID=America/Denver:20261123T090000", "DURATION:PT30M")
AT = "RECURRENCE-ID;TZID=America/Denver;RANGE=THISANDFUTURE:20261125T090000"
LATER = ("DTSTART;TZID=America/Denver:20261125T100000", "DURATION:PT30M")


def hours(found: list[str]) -> list[str]:
    """Each time as `23 09:00-09:30`."""
    return [time[8:22].strip() for time in found]


def test_the_other_time_of_the_same_day_moves_too(times: Times) -> None:
    """16:00 in Denver is not the 16:00 UTC at which the override is."""
    found = times(event(*SERIES, "RRULE:FREQ=DAILY;BYHOUR=9,16;COUNT=6"), event(AT, *LATER))
    assert hours(found) == [
        "23 09:00-09:30", "23 16:00-16:30", "24 09:00-09:30", "24 16:00-16:30", "25 10:00-10:30", "25 17:00-17:30",
    ]


def test_an_exception_and_another_override_count_by_their_old_times(times: Times) -> None:
    found = times(
        event(*SERIES, "RRULE:FREQ=DAILY;COUNT=6", "EXDATE;TZID=America/Denver:20261126T090000"), event(AT, *LATER),
        event("RECURRENCE-ID;TZID=America/Denver:20261127T090000", "DTSTART:20261127T150000Z", "DURATION:PT2H"),
    )
    assert hours(found) == [
        "23 09:00-09:30", "24 09:00-09:30", "25 10:00-10:30", "27 08:00-10:00", "28 10:00-10:30",
    ]


def test_the_wall_clock_moves_over_a_change_of_clocks(times: Times) -> None:
    found = times(
        event("DTSTART;TZID=America/Denver:20270312T090000", "DURATION:PT30M", "RRULE:FREQ=DAILY;COUNT=4"),
        event("RECURRENCE-ID;TZID=America/Denver;RANGE=THISANDFUTURE:20270313T090000",
              "DTSTART;TZID=America/Denver:20270313T110000", "DURATION:PT1H"),
    )
    assert hours(found) == ["12 09:00-09:30", "13 11:00-12:00", "14 11:00-12:00", "15 11:00-12:00"]


def test_two_of_them_and_a_day(times: Times) -> None:
    """Each goes for what follows it, up to the next one; a series of whole days moves by days."""
    found = times(
        event(*SERIES, "RRULE:FREQ=DAILY;COUNT=5"), event(AT, *LATER),
        event("RECURRENCE-ID;TZID=America/Denver;RANGE=THISANDFUTURE:20261126T090000",
              "DTSTART;TZID=America/Denver:20261126T120000", "DURATION:PT30M"),
    )
    assert hours(found)[2:] == ["25 10:00-10:30", "26 12:00-12:30", "27 12:00-12:30"]
    found = times(
        event("DTSTART;VALUE=DATE:20261123", "RRULE:FREQ=WEEKLY;COUNT=3"),
        event("RECURRENCE-ID;VALUE=DATE;RANGE=THISANDFUTURE:20261130", "DTSTART;VALUE=DATE:20261202"),
    )
    assert [time[:10] for time in found] == ["2026-11-23", "2026-12-02", "2026-12-09"]


@pytest.mark.parametrize(("lines", "left"), [
    (("STATUS:CANCELLED", *LATER), ["23 09:00-09:30", "24 09:00-09:30"]),
    ((*LATER, "RRULE:FREQ=DAILY;INTERVAL=2;COUNT=2"),
     ["23 09:00-09:30", "24 09:00-09:30", "25 10:00-10:30", "27 10:00-10:30"]),
])
def test_it_may_cancel_or_replace_the_rest(times: Times, lines: tuple[str, ...], left: list[str]) -> None:
    assert hours(times(event(*SERIES, "RRULE:FREQ=DAILY;COUNT=6"), event(AT, *lines))) == left


def test_a_floating_override_is_by_the_clock_of_its_calendar(times: Times) -> None:
    """Like its series: the zone of the whole calendar, not the user's."""
    found = times(
        event("DTSTART:20261117T130000", "DURATION:PT1H", "RRULE:FREQ=WEEKLY;COUNT=3"),
        event("RECURRENCE-ID:20261124T130000", "DTSTART:20261125T130000", "DURATION:PT1H"),
        head="X-WR-TIMEZONE:America/New_York\r\n",
    )
    assert hours(found) == ["17 11:00-12:00", "25 11:00-12:00", "01 11:00-12:00"]


@pytest.mark.parametrize(("rule", "found"), [
    ("FREQ=WEEKLY;BYDAY=MO,TU,TH;BYSETPOS=1,-1;COUNT=4", ["23", "26", "30", "03"]),
    ("FREQ=WEEKLY;BYMONTHDAY=23,30;COUNT=2", ["23", "30"]),
    ("FREQ=DAILY;BYDAY=MO;BYSETPOS=1;COUNT=3", ["23", "30", "07"]),
])
def test_a_rule_that_may_never_match_is_counted(times: Times, rule: str, found: list[str]) -> None:
    """It counted once, at its first time, and was free from then on."""
    assert [time[8:10] for time in times(event(*SERIES, f"RRULE:{rule}"))] == found


def test_what_was_counted_before_the_window_counts(times: Times) -> None:
    assert times(event("DTSTART:20200106T160000Z", "DURATION:PT1H",
                       "RRULE:FREQ=WEEKLY;BYDAY=MO,TH;BYSETPOS=1;COUNT=9")) == []
