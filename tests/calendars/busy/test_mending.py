"""Events whose texts are damaged or unusual take the time that was meant; in doubt more, never less."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

import pytest

from tests.calendars.busy.conftest import Times, calendar, event, need, read, shown
from tests.kit.people import DENVER

START, END = "DTSTART;TZID=America/Denver:20261124T100000", "DTEND;TZID=America/Denver:20261124T110000"
TEN = ["2026-11-24 10:00-11:00"]
WEEKLY = ("DTSTART;TZID=America/Denver:20261117T100000", "DTEND;TZID=America/Denver:20261117T110000")
TWO = ["2026-11-17 10:00-11:00", "2026-11-24 10:00-11:00"]


@pytest.mark.parametrize(("lines", "expected"), [
    # All day, ending on the day on which it begins, as many programs write it
    (("DTSTART;VALUE=DATE:20261124", "DTEND;VALUE=DATE:20261124"), ["2026-11-24 00:00-00:00"]),
    (("DTSTART;VALUE=DATE:20261124", "DURATION:P0D"), ["2026-11-24 00:00-00:00"]),
    (("DTSTART;VALUE=DATE:20261124", "DTEND;VALUE=DATE:20261124", "RRULE:FREQ=DAILY;COUNT=2"),
     ["2026-11-24 00:00-00:00", "2026-11-25 00:00-00:00"]),
    # The same in the words of Outlook and others
    (("DTSTART:20261124T000000", "DTEND:20261124T000000", "X-MICROSOFT-CDO-ALLDAYEVENT:TRUE"),
     ["2026-11-24 00:00-00:00"]),
    (("DTSTART;TZID=America/Denver:20261124T000000", "X-MICROSOFT-CDO-ALLDAYEVENT:TRUE"), ["2026-11-24 00:00-00:00"]),
    (("DTSTART:20261124T000000", "DURATION:PT0S", "X-FUNAMBOL-ALLDAY:1", "RRULE:FREQ=DAILY;COUNT=2"),
     ["2026-11-24 00:00-00:00", "2026-11-25 00:00-00:00"]),
    ((START, END, "X-MICROSOFT-CDO-ALLDAYEVENT:FALSE"), TEN),
    # The last time of a series, by the clock of its start
    ((*WEEKLY, "RRULE:FREQ=WEEKLY;UNTIL=20261124T100000"), TWO),
    (("DTSTART:20261117T170000Z", "DURATION:PT1H", "RRULE:FREQ=WEEKLY;UNTIL=20261124T170000"), TWO),
    # Zones beside a Z, and at one end only
    (("DTSTART;TZID=Europe/Berlin:20261124T170000Z", "DTEND;TZID=Europe/Berlin:20261124T180000Z"), TEN),
    ((START, "DTEND:20261124T110000"), TEN),
    (("DTSTART:20261124T170000Z", "DTEND:20261124T180000"), TEN),
    # Until a day, which is the user's own and not that of UTC
    (("DTSTART:20261124T170000Z", "DTEND;VALUE=DATE:20261125"), ["2026-11-24 10:00-00:00"]),
    (("DTSTART:20261124T170000Z", "DTEND:20261126"), ["2026-11-24 10:00-00:00"]),
    (("DTSTART:20261124T235000Z", "DTEND;VALUE=DATE:20261125", "RRULE:FREQ=DAILY;COUNT=2"),
     ["2026-11-24 16:50-00:00", "2026-11-25 16:50-00:00"]),
    # The length, in small letters
    ((START, "DURATION:pt1h"), TEN),
    (("DTSTART:20261117T170000Z", "duration:pt1h ", "RRULE:FREQ=WEEKLY;COUNT=2"), TWO),
    # Rules that RFC 5545 allows
    (("DTSTART:20261117T170000Z", "DURATION:PT1H", "RRULE:FREQ=DAILY;BYMONTHDAY=17,24;COUNT=2"), TWO),
    (("DTSTART:20261117T170000Z", "DURATION:PT1H", "RRULE:FREQ=DAILY;INTERVAL=7;BYMONTHDAY=17,24;UNTIL=20261130"), TWO),
    (("DTSTART:20261117T170000Z", "DURATION:PT1H", "RRULE:FREQ=WEEKLY;BYDAY=TU,TH;BYSETPOS=1;UNTIL=20261130"), TWO),
    (("DTSTART:20261124T170000Z", "DURATION:PT1H", "RRULE:RSCALE=GREGORIAN;FREQ=YEARLY;SKIP=FORWARD"), TEN),
    # By another calendar, days and weeks are the same
    ((*WEEKLY, "RRULE:RSCALE=CHINESE;FREQ=WEEKLY;COUNT=2;SKIP=BACKWARD"), TWO),
    ((*WEEKLY, "RRULE:RSCALE=HEBREW;FREQ=WEEKLY;BYDAY=TU;COUNT=2;WKST=SU"), TWO),
    ((*WEEKLY, "RRULE:RSCALE=ETHIOPIC;FREQ=DAILY;INTERVAL=7;UNTIL=20261125T000000Z"), TWO),
    ((*WEEKLY, "RRULE:RSCALE=JAPANESE;FREQ=MONTHLY;BYMONTHDAY=17,24;COUNT=2"), TWO),
    ((*WEEKLY, "RRULE:FREQ=WEEKLY; BYDAY=TU; COUNT=2"), TWO),
    ((*WEEKLY, "RRULE:freq=weekly;count=2;X-NOTE=mine"), TWO),
    (("DTSTART:20100101T170000Z", "DURATION:PT1H", "RRULE:FREQ=HOURLY;COUNT=3"), []),
    (("DTSTART:20261124T170000Z", "DURATION:PT1H", "RRULE:FREQ=DAILY;BYMONTHDAY=31;BYMONTH=2"), TEN),
    # Times that are written in another way
    (("DTSTART:20261124T1700Z", "DTEND:20261124T1800Z"), TEN),
    (("DTSTART:2026-11-24T17:00:00Z", "DTEND:2026-11-24T18:00:00.000Z"), TEN),
    (("DTSTART;TZID=America/Denver:20261124T230000", "DTEND;TZID=America/Denver:20261124T240000"),
     ["2026-11-24 23:00-00:00"]),
    (("DTSTART;VALUE=DATE:20261124T170000Z", "DURATION:PT1H"), TEN),
])
def test_what_was_meant(times: Times, lines: tuple[str, ...], expected: list[str]) -> None:
    """And nothing is told, since nothing is lost."""
    assert times(event(*lines)) == expected


@pytest.mark.parametrize(("lines", "expected", "named"), [
    ((START, "DTEND:None"), TEN, "DTEND"),
    ((START, "DURATION:PT1H30"), TEN, "DURATION"),
    ((START, "DTEND;VALUE=DATE:20261124"), TEN, "DTEND"),
    ((START, "DTEND;TZID=America/Denver:20261124T090000"), TEN, "DTEND"),
    ((START, END, "SEQUENCE:1.0"), TEN, "SEQUENCE"),
    ((*WEEKLY, "RRULE:FREQ=WEEKLY;COUNT=3", "EXDATE;TZID=America/Denver:20261201T100000,"), TWO,
     "a part of its EXDATE"),
    ((*WEEKLY, "RRULE:FREQ=WEEKLY;COUNT=3", "EXDATE:20261201T170000Z,", "DURATION:x"), TWO,
     "a part of its EXDATE and its DURATION"),
    ((*WEEKLY, "RRULE:FREQ=WEEKLY;COUNT=2", "EXDATE:"), TWO, "EXDATE"),
    ((*WEEKLY, "RRULE:FREQ=WEEKLY;COUNT=2;BYDAY=XX"), TWO, "BYDAY"),
    ((*WEEKLY, "RRULE:FREQ=WEEKLY;COUNT=2;INTERVAL=0"), TWO, "INTERVAL"),
    ((*WEEKLY, "RRULE:FREQ=WEEKLY;COUNT=2;BYMONTH=13"), TWO, "BYMONTH"),
    ((*WEEKLY, "RRULE:FREQ=WEEKLY;COUNT=2;BYHOUR=24"), TWO, "BYHOUR"),
    ((*WEEKLY, "RRULE:FREQ=WEEKLY;COUNT=2;BYDAY=XX,TU"), TWO, "a part of its BYDAY"),
    ((*WEEKLY, "RRULE:FREQ=WEEKLY;COUNT=2;FREQ=DAILY"), TWO, "a part of its FREQ"),
    ((*WEEKLY, "RDATE;VALUE=PERIOD:20261124T170000Z/soon"), TWO, "a part of its RDATE"),
    ((START, "DURATION:-PT1H"), TEN, "DURATION"),
    ((START, END, "RRULE:FREQ=SOMETIMES", "RRULE:FREQ=DAILY;COUNT=1"), TEN, "RRULE"),
    ((START, END, "RRULE:FREQ=SOMETIMES", "RDATE:20261124T170000Z"), TEN, "RRULE"),
])
def test_a_damaged_part_is_left_out_and_reported(lines: tuple[str, ...], expected: list[str], named: str) -> None:
    """The event stays busy; one sentence names the event and the part."""
    part = read(calendar(event(*lines, "SUMMARY:Meeting")))
    assert shown(part) == [f"{one} Meeting" for one in expected]
    what = named if named.startswith("a part") else f"its {named}"
    said = f"“Meeting” is read without {what}, which followupd cannot read"
    assert [unit.problem for unit in part.units] == [said]


@pytest.mark.parametrize("rule", [
    "FREQ=SOMETIMES", "RSCALE=HEBREW;FREQ=YEARLY", "RSCALE=CHINESE;FREQ=MONTHLY;SKIP=FORWARD",
    "RSCALE=CHINESE;FREQ=DAILY;BYMONTH=5L", "RSCALE=ETHIOPIC;FREQ=WEEKLY;BYWEEKNO=2",
])
def test_an_event_whose_rule_cannot_be_read_is_said_to_count_once(rule: str) -> None:
    part = read(calendar(event(START, END, f"RRULE:{rule}", "SUMMARY:Meeting")))
    assert shown(part) == [f"{TEN[0]} Meeting"]
    said = "“Meeting” is read without its RRULE, which followupd cannot read, and counts once"
    assert [unit.problem for unit in part.units] == [said]


def test_an_end_of_a_series_that_cannot_be_read_does_not_end_it(times: Times) -> None:
    part = read(calendar(event(*WEEKLY, "RRULE:FREQ=WEEKLY;UNTIL=tomorrow")))
    assert shown(part)[:2] == TWO
    assert len(shown(part)) == 20       # to the end of March


@pytest.mark.parametrize("name", [
    "America/Denver ", "america/denver", "America / Denver", "Mountain Standard Time 1",
    "tzone://Microsoft/America/Denver", "GMT-0700", "UTC-07:00", "(UTC-07:00) Denver",
    "(UTC-07:00) Mountain Time (US & Canada)", "(GMT-07:00) Somewhere, Denver",
    "/mozilla.org/20050126_1/America/Denver",
])
@pytest.mark.parametrize("rule", [(), ("RRULE:FREQ=DAILY;COUNT=1",)])
def test_a_zone_by_any_of_its_names(times: Times, name: str, rule: tuple[str, ...]) -> None:
    """With a blank behind it, in small letters, numbered, or by its offset."""
    assert times(event(f'DTSTART;TZID="{name}":20261124T100000', "DURATION:PT1H", *rule)) == TEN


@pytest.mark.parametrize(("name", "summer", "winter"), [
    ("MDT", "10:00", "10:00"), ("EDT", "08:00", "08:00"), ("pdt", "11:00", "11:00"), ("CDT", "09:00", "09:00"),
    ("CEST", "02:00", "02:00"), ("MESZ", "02:00", "02:00"), ("BST", "03:00", "03:00"), ("WEST", "03:00", "03:00"),
    ("EEST", "01:00", "01:00"), ("AKDT", "12:00", "12:00"), ("AEDT", "18:00", "16:00"), ("CET", "02:00", "02:00"),
])
@pytest.mark.parametrize("rule", [(), ("RRULE:FREQ=DAILY;COUNT=1",)])
def test_a_clock_by_the_name_of_its_summer_time(name: str, summer: str, winter: str, rule: tuple[str, ...]) -> None:
    """Without a VTIMEZONE, all the year: programs write the name that their clock has just now. Nothing is told."""
    for day, expected in (("20260714", summer), ("20261124", winter)):
        one = event(f"DTSTART;TZID={name}:{day}T100000", "DURATION:PT1H", *rule)
        part = read(calendar(one), need(date(2026, 7, 1)))
        assert [unit.problem for unit in part.units] == [""]
        assert [found.split()[1][:5] for found in shown(part)] == [expected]


def test_a_name_that_several_clocks_have_is_not_guessed() -> None:
    """CST is Chicago's and Shanghai's, IST India's, Israel's and Ireland's."""
    for name in ("CST", "IST", "AST"):
        part = read(calendar(event(f"DTSTART;TZID={name}:20261124T100000", "DURATION:PT1H", "SUMMARY:Meeting")))
        assert shown(part) == [f"{TEN[0]} Meeting"]
        assert "is not known" in part.units[0].problem


def test_a_day_that_ends_before_the_start_by_the_users_clock() -> None:
    """In Tokyo the 25th begins before this: then midnight in UTC is its end, and it is not free."""
    one = event("DTSTART:20261124T170000Z", "DTEND;VALUE=DATE:20261125")
    part = read(calendar(one), need(zone=ZoneInfo("Asia/Tokyo")))
    assert [times for unit in part.units for times in unit.times] == [(1795539600, 1795564800, "")]


def test_utc_by_the_name_that_microsoft_gives_it(times: Times) -> None:
    assert times(event("DTSTART;TZID=tzone://Microsoft/Utc:20261124T170000", "DURATION:PT1H")) == TEN


SUMMER_IN_GMT = (
    "BEGIN:VTIMEZONE\r\nTZID:GMT\r\nBEGIN:STANDARD\r\nDTSTART:16010101T000000\r\n"
    "TZOFFSETFROM:+0100\r\nTZOFFSETTO:+0100\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n"
)


def test_an_abbreviation_is_what_the_calendar_says_it_is(times: Times) -> None:
    """GMT, EST and the like are not places, and programs define them with summer time."""
    lines = event("DTSTART;TZID=GMT:20261124T180000", "DURATION:PT1H")
    assert times(SUMMER_IN_GMT, lines) == TEN
    assert times(lines) == ["2026-11-24 11:00-12:00"]


def test_several_events_under_one_uid_are_all_busy(times: Times) -> None:
    """Exports without RECURRENCE-ID; an override still takes its place in the series."""
    other = ("DTSTART;TZID=America/Denver:20261126T150000", "DURATION:PT1H")
    assert times(event(START, END), event(*other)) == [*TEN, "2026-11-26 15:00-16:00"]
    moved = event("RECURRENCE-ID;TZID=America/Denver:20261124T100000", *other)
    assert times(event(*other), moved, event(*WEEKLY, "RRULE:FREQ=WEEKLY;COUNT=2")) == [
        "2026-11-17 10:00-11:00", "2026-11-26 15:00-16:00",
    ]


def test_an_override_by_its_day_alone(times: Times) -> None:
    moved = event("RECURRENCE-ID;VALUE=DATE:20261124", "DTSTART:20261127T220000Z", "DTEND:20261127T230000Z")
    assert times(event(*WEEKLY, "RRULE:FREQ=WEEKLY;COUNT=2"), moved) == [
        "2026-11-17 10:00-11:00", "2026-11-27 15:00-16:00",
    ]


def test_an_occurrence_in_the_hour_that_does_not_exist() -> None:
    """It lasts as long as the others (RFC 5545 3.8.5.3): 14 Mar 2027, 2:30 in Denver is 3:30."""
    series = event("DTSTART;TZID=America/Denver:20270307T023000", "DTEND;TZID=America/Denver:20270307T033000",
                   "RRULE:FREQ=WEEKLY;COUNT=2")
    assert shown(read(calendar(series), need(zone=DENVER))) == ["2027-03-07 02:30-03:30", "2027-03-14 03:30-04:30"]


def test_a_damaged_vtimezone_leaves_the_offset_in_the_name(times: Times) -> None:
    """It was taken for the user's own clock."""
    zone = ("BEGIN:VTIMEZONE", "TZID:GMT+0100", "BEGIN:STANDARD", "DTSTART:soon",
            "TZOFFSETFROM:+0100", "TZOFFSETTO:+0100", "END:STANDARD", "END:VTIMEZONE", "")
    there = event("DTSTART;TZID=GMT+0100:20261124T180000", "DURATION:PT1H", "RRULE:FREQ=DAILY;COUNT=1")
    assert times("\r\n".join(zone), there) == TEN


def test_an_exception_takes_only_its_own_hour(times: Times) -> None:
    """Nine o'clock in Berlin stays, whose hour is that of ten o'clock in UTC."""
    found = times(event("DTSTART;TZID=Europe/Berlin:20261124T090000", "DURATION:PT30M",
                        "EXDATE;TZID=Europe/Berlin:20261124T100000", "RRULE:FREQ=DAILY;BYHOUR=9,10,11;COUNT=3"))
    assert found == ["2026-11-24 01:00-01:30", "2026-11-24 03:00-03:30"]
