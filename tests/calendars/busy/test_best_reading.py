"""An event that is damaged where it matters most is busy at its best reading, and a rule in any dress recurs."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.calendars.busy.conftest import Times, calendar, event, read, shown

START, END = "DTSTART;TZID=America/Denver:20261124T100000", "DTEND;TZID=America/Denver:20261124T110000"
TEN = ["2026-11-24 10:00-11:00"]
ALL_DAY = ["2026-11-24 00:00-00:00"]
WEEKLY = ("DTSTART;TZID=America/Denver:20261117T100000", "DTEND;TZID=America/Denver:20261117T110000")
TWO = ["2026-11-17 10:00-11:00", "2026-11-24 10:00-11:00"]
TU_TH = ["2026-11-17 10:00-11:00", "2026-11-19 10:00-11:00"]
THREE = [*TWO, "2026-12-01 10:00-11:00"]


@pytest.mark.parametrize(("start", "end"), [
    ("DTSTART:20261124T100000-0700", "DTEND:20261124T110000-07:00"),
    ("DTSTART:2026-11-24T18:00:00+01:00", "DURATION:PT1H"),
    ("DTSTART:2026-11-24 17:00:00Z", "DTEND:2026-11-24 18:00:00 UTC"),
    ("DTSTART:20261124170000Z", "DTEND:20261124T18Z"),
    ('DTSTART:"20261124T170000Z"', "DTEND:20261124T180000Z;"),
    ("DTSTART:TZID=America/Denver:20261124T100000", "DTEND:TZID=America/Denver:20261124T110000"),
    ('DTSTART;TZID="America/Denver:20261124T100000', 'DTEND;TZID="America/Denver:20261124T110000'),
    ("DTSTART :20261124T170000Z", "DTEND : 20261124T180000Z"),
    ("DTSTART:20261124T170000Z\u200e", "DURATION: pt1h "),
    ("DTSTART:20261124T170000Z", "DURATION:P0W0DT1H"),
    ("DTSTART:20261124T165960Z", "DTEND:20261124T175960Z"),      # a leap second is dropped
])
def test_a_time_however_it_is_written(times: Times, start: str, end: str) -> None:
    """And nothing is told, since nothing is lost."""
    minutes = "2026-11-24 09:59-10:59" if "60Z" in start else "2026-11-24 10:00-11:00"
    assert times(event(start, end)) == [minutes]


@pytest.mark.parametrize("rule", [
    'RRULE:"FREQ=WEEKLY;BYDAY=TU,TH;COUNT=2"', r"RRULE:FREQ=WEEKLY\;BYDAY=TU\,TH\;COUNT=2",
    "RRULE:'freq=weekly;byday=tu, th;count=2'", "RRULE : FREQ = WEEKLY ; BYDAY = TU, TH ; COUNT = 2",
    "RRULE:RRULE:FREQ=WEEKLY;BYDAY=TU,TH;COUNT=2", "RRULE:FREQ=WEEKLY,BYDAY=TU,TH,COUNT=2",
    "RRULE:FREQ:WEEKLY;BYDAY:TU,TH;COUNT:2", "RRULE:FREQ=WEEKLY;BYDAY=TU;BYDAY=TH;COUNT=2",
    "RRULE:FREQ=WEEKLY;BYDAY=TUESDAY,THU;COUNT=2.0", 'RRULE:FREQ=WEEKLY;BYDAY="TU","TH";COUNT=02',
    "RRULE:FREQ=WEEKLY;BYDAY=0TU,+0TH;COUNT=2", "RRULE:FREQ=WEEKLY;BYDAY=TU,TH;COUNT=2;UNTIL=20270101T000000Z",
    "RRULE:FREQ=WEEKLY;BYDAY=TU,TH;COUNT=20;UNTIL=20261120", "RRULE:FREQ=WEEKLY;BYDAY=TU,TH;UNTIL=2026-11-20T00:00:00Z",
    "RRULE:FREQ=WEEKLY;BYDAY=TU,TH;UNTIL=20261120T235960Z", "RRULE:FREQ=WEEKLY;BYDAY=TU,TH;UNTIL=20261120T240000",
    "RRULE:FREQ=WEEKLY;BYDAY=TU,TH;UNTIL=20261120T000000-0700",
])
def test_a_rule_however_it_is_written(times: Times, rule: str) -> None:
    """Quoted, escaped, with blanks, in small letters, with other separators, or with an end twice."""
    assert times(event(*WEEKLY, rule)) == TU_TH


@pytest.mark.parametrize("until", ["00010101T000000Z", "00000000T000000", "20261131T000000Z"])
def test_an_end_of_a_series_that_is_no_day_does_not_end_it(until: str) -> None:
    """.NET writes year 1 for a series without an end."""
    part = read(calendar(event(*WEEKLY, f"RRULE:FREQ=WEEKLY;UNTIL={until}")))
    assert len(shown(part)) == 20
    assert "without its UNTIL" in part.units[0].problem


@pytest.mark.parametrize(("lines", "expected"), [
    (("DTSTART:20261124T107000", END), ALL_DAY),                           # its day is known
    (("DTSTART:2026-11-24 at ten", "DURATION:PT1H"), ALL_DAY),
    (("DTSTART:soon", "DTEND:20261124T180000Z"), TEN),                     # the hour before its end
    (("DTEND;TZID=America/Denver:20261124T110000",), TEN),
    (("DTSTART:", "DTEND;VALUE=DATE:20261125"), ALL_DAY),
])
def test_a_start_that_cannot_be_read_is_taken_from_what_can(lines: tuple[str, ...], expected: list[str]) -> None:
    """The event is busy, and one sentence says so."""
    (unit,) = read(calendar(event(*lines, "SUMMARY:Meeting"))).units
    assert shown(read(calendar(event(*lines)))) == expected
    assert unit.problem == "“Meeting” is read without its DTSTART, which followupd cannot read"


def test_an_event_with_several_starts_is_busy_at_each() -> None:
    """One line of them may be of year 9999; two that say the same are one."""
    for other in ("DTSTART:20261126T170000Z", "DTSTART:99991231T170000Z"):
        part = read(calendar(event(START, other, "DURATION:PT1H", "SUMMARY:Meeting")))
        assert shown(part)[0] == "2026-11-24 10:00-11:00 Meeting"
        assert len(shown(part)) == (2 if "2026" in other else 1)
        assert part.units[0].problem == "“Meeting” has several starts, and each of them counts"
    assert shown(read(calendar(event(START, START, END, END)))) == TEN


@pytest.mark.parametrize(("lines", "expected"), [
    ((START, END, "DURATION:PT2H"), ["2026-11-24 10:00-12:00"]),
    ((START, END, "DURATION:PT0S"), TEN),
    ((START, END, "DTEND:20261124T190000Z"), ["2026-11-24 10:00-12:00"]),
    ((START, "DTEND;VALUE=DATE:20261125"), ["2026-11-24 10:00-00:00"]),
    ((*WEEKLY, "DURATION:PT30M", "RRULE:FREQ=WEEKLY;COUNT=2"), TWO),
])
def test_of_two_ends_the_later_counts(times: Times, lines: tuple[str, ...], expected: list[str]) -> None:
    assert times(event(*lines)) == expected


@pytest.mark.parametrize(("added", "expected"), [
    ("RDATE;VALUE=PERIOD:20261124T170000Z/PT1H", TWO), ("RDATE;value=period:20261124t170000z/pt1h", TWO),
    ("RDATE;VALUE=PERIOD;TZID=America/Denver:20261124T100000/20261124T110000", TWO),
    ("RDATE:20261124T170000Z/20261124T180000Z", TWO), ("RDATE;VALUE=DATE:20261124", TWO), ("RDATE:20261124", TWO),
    ("RDATE:20261124T100000;20261201T100000", THREE), ("RDATE:20261124T100000-0700", TWO),
])
def test_what_is_added_to_a_series(times: Times, added: str, expected: list[str]) -> None:
    """Periods, days without a time, and times in a list of any kind."""
    assert times(event(*WEEKLY, added)) == expected


@pytest.mark.parametrize("gone", [
    "EXDATE;VALUE=DATE:20261117", "EXDATE:20261117", "EXDATE:20261117T100000", "EXDATE:20261117T170000Z",
    "EXDATE;TZID=America/Denver:20261117T100000;20261201T100000", "EXDATE;TZID=Europe/Berlin:20261117T180000",
    "EXDATE:20261117T100000-0700", 'EXDATE:"20261117T170000Z"',
])
def test_what_is_left_out_of_a_series(times: Times, gone: str) -> None:
    """By its day alone, by another clock, or in a list that is written in another way."""
    assert times(event(*WEEKLY, "RRULE:FREQ=WEEKLY;COUNT=2", gone)) == TWO[1:]


def moved(*lines: str, at: str = "RECURRENCE-ID;TZID=America/Denver:20261124T100000") -> str:
    return event(at, *lines)


@pytest.mark.parametrize(("override", "expected"), [
    (moved("STATUS:CANCELLED"), [THREE[0], THREE[2]]),
    (moved("X-NOTE:no start"), THREE),
    (moved("DTSTART:later"), THREE),
    (moved("DTSTART:20261125T170000Z"), [THREE[0], "2026-11-25 10:00-11:00", THREE[2]]),       # as long as the others
    (moved("DTSTART:20261125T170000Z", "DURATION:PT1H", at="RECURRENCE-ID:20261124T100000"),
     [THREE[0], "2026-11-25 10:00-11:00", THREE[2]]),
    (moved("DTSTART:20261125T170000Z", "DURATION:PT1H", at="RECURRENCE-ID:20261124T100000-0700"),
     [THREE[0], "2026-11-25 10:00-11:00", THREE[2]]),
    (moved(START, "DURATION:PT2H", at="RECURRENCE-ID;RANGE=THISANDFUTURE;TZID=America/Denver:20261124T100000"),
     [THREE[0], "2026-11-24 10:00-12:00", "2026-12-01 10:00-12:00"]),
])
def test_an_override_and_its_series(times: Times, override: str, expected: list[str]) -> None:
    """Without a start, without an end, or by another clock; what it leaves out is as in its series."""
    assert times(event(*WEEKLY, "RRULE:FREQ=WEEKLY;COUNT=3"), override) == expected
    assert times(override, event(*WEEKLY, "RRULE:FREQ=WEEKLY;COUNT=3")) == expected


def test_an_override_without_its_series_is_an_event(times: Times) -> None:
    """Google and Exchange publish occurrences alone."""
    assert times(moved(START, END)) == TEN
    other = event("RECURRENCE-ID:20261201T170000Z", "DTSTART:20261201T170000Z", "DURATION:PT1H")
    assert times(moved(START, END), other) == THREE[1:]


def test_the_newest_of_two_overrides_counts(times: Times) -> None:
    """By its SEQUENCE, in whatever order they are written."""
    old = moved("DTSTART:20261125T170000Z", "DURATION:PT1H", "SEQUENCE:2")
    new = moved("DTSTART:20261126T170000Z", "DURATION:PT1H", "SEQUENCE:10")
    series = event(*WEEKLY, "RRULE:FREQ=WEEKLY;COUNT=2")
    expected = [TWO[0], "2026-11-26 10:00-11:00"]
    assert (times(series, old, new), times(new, series, old)) == (expected, expected)


@pytest.mark.parametrize("gone", ["EXDATE;TZID=America/Denver:20261124T100000", "EXDATE:20261124T170000Z",
                                  "EXDATE;VALUE=DATE:20261124"])
def test_an_occurrence_that_was_moved_and_then_deleted_is_free(times: Times, gone: str) -> None:
    """Confluence and others keep the override and add an exception."""
    series = event(*WEEKLY, "RRULE:FREQ=WEEKLY;COUNT=3", gone)
    assert times(series, moved("DTSTART:20261125T170000Z", "DURATION:PT1H")) == [THREE[0], THREE[2]]


def test_an_override_takes_only_its_own_hour(times: Times) -> None:
    """Nine o'clock in Berlin stays, whose hour is that of ten o'clock in UTC."""
    series = event("DTSTART;TZID=Europe/Berlin:20261124T090000", "DURATION:PT30M",
                   "RRULE:FREQ=DAILY;BYHOUR=9,10;COUNT=4")
    override = event("RECURRENCE-ID;TZID=Europe/Berlin:20261124T100000",
                     "DTSTART;TZID=Europe/Berlin:20261124T150000", "DURATION:PT30M")
    assert times(series, override) == [
        "2026-11-24 01:00-01:30", "2026-11-24 07:00-07:30", "2026-11-25 01:00-01:30", "2026-11-25 02:00-02:30",
    ]


def test_a_series_that_cannot_be_worked_out_counts_once() -> None:
    """Its first time is busy and it is told; it was free."""
    part = read(calendar(event("DTSTART:20261124T170000Z", "DURATION:PT1H", "RRULE:FREQ=SECONDLY;BYHOUR=17",
                               "SUMMARY:Tick")))
    assert shown(part) == ["2026-11-24 10:00-11:00 Tick"]
    assert part.units[0].problem.startswith("“Tick” counts once, at its first time: it recurs too often")


@pytest.mark.parametrize(("start", "rule", "minutes", "only"), [
    ("19000101T170000Z", "FREQ=DAILY", 1440, ""),
    ("19000102T170000Z", "FREQ=DAILY;INTERVAL=2", 2880, ""),
    ("19000101T170000Z", "FREQ=HOURLY;INTERVAL=5", 300, ""),
    ("20200101T170000Z", "FREQ=MINUTELY;INTERVAL=45;BYHOUR=17;BYDAY=SA", 45, "Sat 17"),
])
def test_a_series_that_began_long_ago_keeps_step(start: str, rule: str, minutes: int, only: str) -> None:
    """It is begun nearer to the window, by the same count of days and hours."""
    (unit,) = read(calendar(event(f"DTSTART:{start}", "DURATION:PT1H", f"RRULE:{rule}"))).units
    begun = int(datetime.fromisoformat(start).timestamp())
    found = {one for one, _, _ in unit.times}
    steps = range(begun, max(found) + 1, minutes * 60)
    right = {one for one in steps[(min(found) - begun) // (minutes * 60):]
             if only in f"{datetime.fromtimestamp(one, UTC):%a %H}"}
    assert (unit.problem, found) == ("", right)
    assert len(found) > 40


@pytest.mark.parametrize(("lines", "busy"), [
    (("TRANSP:TRANSPARENT", "TRANSP:OPAQUE"), True), (("STATUS:CANCELLED", "STATUS:CONFIRMED"), True),
    (("TRANSP:TRANSPARENT", "TRANSP:transparent"), False), (("TRANSP :transparent ",), False), (("TRANSP:",), True),
    (("X-MICROSOFT-CDO-INTENDEDSTATUS:FREE",), True),
])
def test_what_says_two_things_takes_time(times: Times, lines: tuple[str, ...], busy: bool) -> None:
    assert bool(times(event(START, END, *lines))) is busy


@pytest.mark.parametrize(("lines", "found"), [
    (("RDATE:20261124T170000Z", "DURATION:PT1H"), TEN), (("RDATE;VALUE=DATE:20261124",), ALL_DAY),
    (("RDATE;TZID=America/Denver:20261124T100000,20261117T100000", "DURATION:PT1H"), TWO),
    (("RDATE;VALUE=PERIOD:20261124T170000Z/PT1H",), TEN),
])
def test_an_event_without_a_start_takes_its_dates(lines: tuple[str, ...], found: list[str]) -> None:
    assert shown(read(calendar(event(*lines)))) == found


def free_busy(*lines: str) -> list[str]:
    text = "\r\n".join(("BEGIN:VCALENDAR", "BEGIN:VFREEBUSY", *lines, "END:VFREEBUSY", "END:VCALENDAR", ""))
    return shown(read(text.encode()))


@pytest.mark.parametrize("line", [
    "FREEBUSY;FBTYPE=BUSY:20261124T170000Z/PT1H", "FREEBUSY;FBTYPE=X-OOF: 20261124T170000Z / PT1H ",
    "FREEBUSY;FBTYPE=BUSY-UNAVAILABLE:20261124T1700Z/20261124T1800Z", "FREEBUSY:20261124T100000-0700/PT1H",
    "FREEBUSY;TZID=America/Denver:20261124T100000/20261124T110000", "FREEBUSY:20261124T170000Z",
    "FREEBUSY:20200101T170000Z/PT1H;20261124T170000Z/PT1H", "FREEBUSY:20261124T170000Z/20261124T160000Z",
    'FREEBUSY;FBTYPE="BUSY":20261124T170000Z/PT1H',
])
def test_a_period_however_it_is_written(line: str) -> None:
    """One whose end is damaged takes an hour; one that is free takes none."""
    assert free_busy(line) == ["2026-11-24 10:00-11:00 busy"]
    period = line.partition("FREEBUSY")[2].rpartition(";")[2].partition(":")[2] if "FBTYPE" in line else line[9:]
    assert free_busy(f"FREEBUSY;FBTYPE=Free:{period}") == []


OFFICE = ("BEGIN:VTIMEZONE", "TZID:Office", "BEGIN:STANDARD", "DTSTART:16010101T000000", "TZOFFSETFROM:-0700",
          "TZOFFSETTO:-0700", "END:STANDARD", "END:VTIMEZONE", "")


@pytest.mark.parametrize(("old", "new"), [
    ("-0700", "-7"), ("-0700", "-07:00"), ("-0700", "-700"), ("-0700", "-070000"), ("-0700", " -0700 "),
    ("TZOFFSETFROM:-0700\r\n", ""), ("TZOFFSETTO:-0700\r\n", ""), ("DTSTART:16010101T000000\r\n", ""),
    ("TZID:Office", "TZID:OFFICE"), ("TZID:Office", 'TZID:"Office"'), ("BEGIN:STANDARD", "begin:standard"),
])
@pytest.mark.parametrize("rule", [(), ("RRULE:FREQ=DAILY;COUNT=1",)])
def test_a_definition_of_a_zone_is_read_if_it_can_be(times: Times, old: str, new: str, rule: tuple[str, ...]) -> None:
    """An offset that is written in another way or only once, a part without a start, a name in other letters."""
    zone = "\r\n".join(OFFICE).replace(old, new)
    there = event("DTSTART;TZID=Office:20261124T100000", "DURATION:PT1H", *rule)
    assert times(zone, there) == TEN


@pytest.mark.parametrize("name", [
    "Mountain Daylight Time", "'America/Denver'", "America\\/Denver", "America%2FDenver", "America/Denver (MST)",
    "GMT -07:00", "GMT_-0700", "UTC\u221207:00", "(GMT-07.00) Mountain Time (US & Canada)", "America/Denver;",
])
def test_a_zone_by_a_name_of_another_program(times: Times, name: str) -> None:
    assert times(event(f'DTSTART;TZID="{name}":20261124T100000', "DURATION:PT1H")) == TEN


@pytest.mark.parametrize("name", [
    "Z", "UTC", "Coordinated Universal Time", "(UTC) Coordinated Universal Time", "Greenwich Mean Time", "UTC Time",
    "(GMT) Greenwich Mean Time", "tzone://Microsoft/Utc", "UTC+0", "GMT Standard Time",
])
def test_utc_by_any_of_its_names(times: Times, name: str) -> None:
    assert times(event(f'DTSTART;TZID="{name}":20261124T170000', "DURATION:PT1H")) == TEN


def test_a_zone_by_the_place_in_its_definition(times: Times) -> None:
    """libical and Google name it in their own property."""
    zone = "BEGIN:VTIMEZONE\r\nTZID:Office\r\nX-LIC-LOCATION:America/Denver\r\nEND:VTIMEZONE\r\n"
    assert times(zone, event("DTSTART;TZID=Office:20261124T100000", "DURATION:PT1H")) == TEN
