"""When the events of another calendar are, and which of them take time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from tests.calendars.busy.conftest import TEN, TEN_SHOWN, Times, calendar, event, need, read, shown


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (TEN, TEN_SHOWN),
        (("DTSTART;TZID=America/Denver:20261124T100000", "DURATION:PT1H", "SUMMARY:x"), ["2026-11-24 10:00-11:00 x"]),
        (("DTSTART;TZID=Europe/Berlin:20261124T180000", "DTEND;TZID=Europe/Berlin:20261124T190000"),
         ["2026-11-24 10:00-11:00"]),
        (('DTSTART;TZID="W. Europe Standard Time":20261124T180000', "DURATION:PT30M"), ["2026-11-24 10:00-10:30"]),
        (("DTSTART;TZID=/freeassociation.sourceforge.net/Europe/Berlin:20261124T180000", "DURATION:PT30M"),
         ["2026-11-24 10:00-10:30"]),
        (("DTSTART:20261124T100000", "DTEND:20261124T110000"), ["2026-11-24 10:00-11:00"]),       # floating: here
        (("DTSTART;VALUE=DATE:20261124", "SUMMARY:Trip"), ["2026-11-24 00:00-00:00 Trip"]),
        (("DTSTART;VALUE=DATE:20261124", "DTEND;VALUE=DATE:20261126"), ["2026-11-24 00:00-00:00"]),
        (('DTSTART;VALUE=DATE;TZID="Amsterdam, Berlin":20261124', "DTEND;VALUE=DATE:20261125"),     # Kerio
         ["2026-11-24 00:00-00:00"]),
        (("DTSTART:20261124T170000Z",), []),                                                      # no length
        (("DTSTART:20261124T170000Z", "DTEND:20261124T170000Z"), []),
        (("dtstart:20261124T170000Z", "dtend:20261124T180000Z", "summary:x"), ["2026-11-24 10:00-11:00 x"]),
        (("DTSTART:20261124T1\r\n 70000Z", "DTEND:20261124T180000Z"), ["2026-11-24 10:00-11:00"]),   # folded
        (("DTSTART:20261124T170000Z", "DTEND:20261124T180000Z", "SUMMARY:A\\, b\\;\\nc"),
         ["2026-11-24 10:00-11:00 A, b; c"]),
        (("BEGIN:VALARM", "UID:x", "TRIGGER:-PT10M", "DURATION:PT9H", "REPEAT:2", "END:VALARM", *TEN), TEN_SHOWN),
        # DST: the wall clock counts, on both sides of the change
        (("DTSTART;TZID=America/Denver:20261101T003000", "DTEND;TZID=America/Denver:20261101T033000"),
         ["2026-11-01 00:30-03:30"]),
        (("DTSTART;TZID=America/Denver:20270314T023000", "DURATION:PT1H"), ["2027-03-14 03:30-04:30"]),
    ],
)
def test_a_single_event(times: Times, lines: tuple[str, ...], expected: list[str]) -> None:
    """By its zone, its forms of time and the user's zone."""
    assert times(event(*lines)) == expected


@pytest.mark.parametrize(
    ("lines", "busy"),
    [
        ((), True),
        (("TRANSP:OPAQUE",), True),
        (("TRANSP:TRANSPARENT",), False),
        (("transp:transparent",), False),
        (("STATUS:CANCELLED",), False),
        (("STATUS:TENTATIVE",), True),
        (("X-MICROSOFT-CDO-BUSYSTATUS:FREE", "TRANSP:OPAQUE"), False),
        (("X-MICROSOFT-CDO-BUSYSTATUS:WORKINGELSEWHERE", "TRANSP:OPAQUE"), False),
        (("X-MICROSOFT-CDO-BUSYSTATUS:TENTATIVE",), True),
        (("X-MICROSOFT-CDO-BUSYSTATUS:OOF",), True),
        (("X-MICROSOFT-CDO-BUSYSTATUS:BUSY", "TRANSP:TRANSPARENT"), False),
        (("ATTENDEE;PARTSTAT=DECLINED:mailto:Dana@Example.com",), False),
        (("ATTENDEE;CN=\"Whitfield; D:\";PARTSTAT=DECLINED;EMAIL=dana@example.com:/aMTIz/principal/",), False),
        (("ATTENDEE;PARTSTAT=NEEDS-ACTION:mailto:dana@example.com",), True),
        (("ATTENDEE;PARTSTAT=DECLINED:mailto:sam@example.com",), True),
        (("ATTENDEE;PARTSTAT=DECLI\r\n NED;CN=D:mailto:dana@exam\r\n ple.com",), False),
    ],
)
@pytest.mark.parametrize("when", [TEN, ("DTSTART;VALUE=DATE:20261124",), (*TEN, "RRULE:FREQ=DAILY;COUNT=1")])
def test_what_takes_time(times: Times, when: tuple[str, ...], lines: tuple[str, ...], busy: bool) -> None:
    """Free, cancelled and declined events take none; all-day ones count like the others if they are opaque."""
    assert bool(times(event(*when, *lines), me=("dana@example.com",))) is busy


def test_the_owner_of_a_calendar_is_known_by_its_name(times: Times) -> None:
    """Google calls the first calendar of an account by its address."""
    declined = event(*TEN, "ATTENDEE;PARTSTAT=DECLINED:mailto:dana@example.com")
    assert times(declined, head="X-WR-CALNAME:dana@example.com\r\n") == []
    assert times(declined, head="X-WR-CALNAME:Work\r\n") == TEN_SHOWN


def test_own_events_are_not_busy_and_another_lists_are(times: Times) -> None:
    """Our own block must not move because of itself; a buddy's block on a shared calendar is an appointment."""
    ours, theirs = "block-20261124-1000-hitlist@followupd", "block-20261124-1000-alex@followupd"
    assert times(event(*TEN, uid=ours)) == []
    assert times(event(*TEN, uid=theirs)) == TEN_SHOWN


def test_a_series_with_exceptions(times: Times) -> None:
    """EXDATE, a moved, a cancelled and a free occurrence, across the end of summer time."""
    master = event(
        "DTSTART;TZID=America/Denver:20261026T090000", "DTEND;TZID=America/Denver:20261026T093000",
        "RRULE:FREQ=WEEKLY;COUNT=7", "EXDATE;TZID=America/Denver:20261109T090000", "SUMMARY:Stand-up",
    )
    moved = event(
        "RECURRENCE-ID;TZID=America/Denver:20261116T090000", "DTSTART;TZID=America/Denver:20261117T140000",
        "DTEND;TZID=America/Denver:20261117T150000", "SUMMARY:Stand-up (moved)",
    )
    cancelled = event(
        "RECURRENCE-ID;TZID=America/Denver:20261123T090000", "DTSTART;TZID=America/Denver:20261123T090000",
        "DTEND;TZID=America/Denver:20261123T093000", "STATUS:CANCELLED",
    )
    free = event(
        "RECURRENCE-ID:20261130T160000Z", "DTSTART:20261130T160000Z", "DTEND:20261130T163000Z", "TRANSP:TRANSPARENT",
    )
    assert times(master, moved, cancelled, free) == [
        "2026-11-02 09:00-09:30 Stand-up", "2026-11-17 14:00-15:00 Stand-up (moved)", "2026-12-07 09:00-09:30 Stand-up",
    ]


def test_a_series_of_days_and_a_floating_one(times: Times) -> None:
    """Both by the user's own clock, whatever zone the machine has."""
    days = event(
        "DTSTART;VALUE=DATE:20261124", "RRULE:FREQ=DAILY;COUNT=3", "EXDATE;VALUE=DATE:20261125", "SUMMARY:Away",
    )
    floating = event("DTSTART:20261027T080000", "DURATION:PT1H", "RRULE:FREQ=WEEKLY;COUNT=2", uid="b")
    assert times(days, floating) == [
        "2026-11-03 08:00-09:00", "2026-11-24 00:00-00:00 Away", "2026-11-26 00:00-00:00 Away",
    ]


OUTLOOK_ZONE = (
    "BEGIN:VTIMEZONE\r\nTZID:Customized Time Zone\r\nBEGIN:STANDARD\r\nDTSTART:16010101T000000\r\n"
    "TZOFFSETFROM:{0}\r\nTZOFFSETTO:{0}\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n"
)


def test_two_calendars_may_use_one_name_for_two_zones(times: Times) -> None:
    """Every Outlook has its own "Customized Time Zone": one must not be read with the rules of another."""
    lines = ("DTSTART;TZID=Customized Time Zone:20261124T100000", "DURATION:PT1H")
    for offset, expected in (("+0300", "00:00-01:00"), ("-0900", "12:00-13:00")):
        zone = OUTLOOK_ZONE.format(offset)
        assert times(zone, event(*lines)) == [f"2026-11-24 {expected}"]
        assert times(zone, event(*lines, "RRULE:FREQ=DAILY;COUNT=1")) == [f"2026-11-24 {expected}"]


MOUNTAIN = (
    "BEGIN:VTIMEZONE\r\nTZID:{}\r\nBEGIN:STANDARD\r\nDTSTART:16010101T000000\r\n"
    "TZOFFSETFROM:-0700\r\nTZOFFSETTO:-0700\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n"
)


@pytest.mark.parametrize(("in_the_file", "on_the_event"), [
    ("Mountain Standard Time of somebody who gave it a very long name indeed, fold\r\n ed",
     "Mountain Standard Time of somebody who gave it a very long name indeed, folded"),
    ("Denver\\, Boise\\, Calgary", "Denver, Boise, Calgary"),       # Exchange and Google escape it as a TEXT
    ("Denver\\, Boise\\, Calgary", "Denver\\, Boise\\, Calgary"),
    ("(UTC-07:00) Mountain Time", "(UTC-07:00) Mountain Time"),
])
def test_a_zone_of_the_calendar_is_found_by_its_name(times: Times, in_the_file: str, on_the_event: str) -> None:
    """Folded, escaped, or with a colon in it."""
    lines = (f'DTSTART;TZID="{on_the_event}":20261124T100000', "DURATION:PT1H")
    for rule in ((), ("RRULE:FREQ=DAILY;COUNT=1",)):
        assert times(MOUNTAIN.format(in_the_file), event(*lines, *rule)) == ["2026-11-24 10:00-11:00"]


@pytest.mark.parametrize("lines", [
    ("DTSTART;VALUE=DATE:20260601", "DTEND;VALUE=DATE;X-NOTE=a-text-that-makes-the-line-too-long\r\n :20261125"),
    ("DTSTART;VALUE=DATE:20260601", "DTEND;VALUE=DA\r\n TE:20261125"),
    ("DTSTART;VALUE=DATE:20260601", 'DTEND;VALUE=DATE;X-NOTE="a:b":20261125'),
    ("DTEND;VALUE=DATE:20261125", "DTSTART;VALUE=DATE:20260601"),
])
def test_a_long_event_counts_however_its_end_is_written(times: Times, lines: tuple[str, ...]) -> None:
    """It began before the window; only an event with a plain end is left out by its digits."""
    assert times(event(*lines)) == ["2026-06-01 00:00-00:00"]


@pytest.mark.parametrize("rule", ["RRULE\r\n :FREQ=WEEKLY;COUNT=2", "RR\r\n ULE:FREQ=WEEKLY;COUNT=2"])
def test_a_rule_may_be_folded_anywhere(times: Times, rule: str) -> None:
    """Even right after its name, and within it (RFC 5545 3.1)."""
    series = event("DTSTART:20261028T170000Z", "DTEND:20261028T180000Z", rule)
    assert times(series) == ["2026-11-04 10:00-11:00"]


def test_a_rule_whose_parameters_are_damaged_is_not_overlooked(times: Times) -> None:
    """A series must not silently become a single event: the rule is what follows the last colon."""
    lines = ("DTSTART:20261028T170000Z", "DTEND:20261028T180000Z", 'RRULE;X="a:FREQ=WEEKLY;COUNT=2')
    assert times(event(*lines)) == ["2026-11-04 10:00-11:00"]


@pytest.mark.parametrize("spell", [
    lambda text: text.replace("\r\n", "\n").encode(),
    lambda text: text.replace("\r\n", "\r\r\n").encode(),
    lambda text: text.replace("\r\n", "\r").encode(),
    lambda text: text.encode("utf-16"),
    lambda text: b"\xef\xbb\xbf" + text.encode(),
], ids=["LF", "CR CR LF", "CR", "UTF-16", "BOM"])
def test_a_file_is_read_however_it_is_spelled(spell: Callable[[str], bytes]) -> None:
    """Text mode on Windows writes CR CR LF, old Mac programs and Kerio CR alone, other exports UTF-16."""
    text = calendar(event(*TEN[:2], "SUMMARY:Caf\u00e9\r\n  terrace")).decode()
    assert shown(read(spell(text))) == ["2026-11-24 10:00-11:00 Caf\u00e9 terrace"]


def test_a_default_zone_of_the_calendar(times: Times) -> None:
    """X-WR-TIMEZONE: a series whose times are in UTC keeps the wall clock of that zone (Google)."""
    series = event("DTSTART:20261028T150000Z", "DURATION:PT1H", "RRULE:FREQ=WEEKLY;COUNT=2")
    assert times(series, head="X-WR-TIMEZONE:America/Denver\r\n") == ["2026-11-04 09:00-10:00"]
    assert times(series) == ["2026-11-04 08:00-09:00"]
    assert times(series, head="X-WR-TIMEZONE:Nowhere\r\n") == ["2026-11-04 08:00-09:00"]


def test_only_a_change_that_matters_is_computed_again() -> None:
    """Google changes DTSTAMP with each download; a new text or alarm does not change times either."""
    series = event(*TEN, "RRULE:FREQ=WEEKLY", "DESCRIPTION:one")
    first = read(calendar(series))
    again = read(calendar(series.replace("20260101T000000Z", "20260202T000000Z").replace("one", "two")), before=first)
    assert again.units[0] is first.units[0]
    other = read(calendar(series.replace("Board", "Bored")), before=first)
    assert other.units[0].mark != first.units[0].mark
    assert shown(other)[0] == "2026-11-24 10:00-11:00 Bored meeting"
    moved = replace(need(), last=need().last + 28)
    assert len(shown(read(calendar(series), moved, first))) == len(shown(first)) + 4


@pytest.mark.parametrize(
    ("lines", "problem"),
    [
        (("DTSTART:19991124T170000Z", "DURATION:PT1H", "RRULE:FREQ=SECONDLY;BYHOUR=17"), "recurs too often"),
        (("DTSTART:19000101T170000Z", "DURATION:PT1M", "RRULE:FREQ=SECONDLY;BYDAY=MO"), "recurs too often"),
        (("DTSTART:soon", "DTEND:later"), "not a date"),
        (("SUMMARY:nothing else",), "no start"),
    ],
)
def test_a_bad_event_is_reported_and_keeps_its_known_times(lines: tuple[str, ...], problem: str) -> None:
    """It is never silently free: the sentence names it, and its last good times stay."""
    other = event("DTSTART:20261201T170000Z", "DURATION:PT1H", "SUMMARY:Fine", uid="b")
    title = () if any(line.startswith("SUMMARY") for line in lines) else ("SUMMARY:Board meeting",)
    bad = calendar(event(*lines, *title), other)
    fresh = read(bad)
    told = [unit.problem for unit in fresh.units if unit.problem]
    assert len(told) == 1
    assert problem in told[0]
    assert "does not count as busy" in told[0]
    assert shown(fresh) == ["2026-12-01 10:00-11:00 Fine"]
    kept = read(bad, before=read(calendar(event(*TEN), other)))
    assert shown(kept) == [*TEN_SHOWN, "2026-12-01 10:00-11:00 Fine"]
    assert "counts as it was before" in next(unit.problem for unit in kept.units if unit.problem)
    again = read(bad, before=kept)      # and once more: it stays remembered
    assert shown(again) == shown(kept)
    assert again.units == kept.units


@pytest.mark.parametrize("rule", [(), ("RRULE:FREQ=DAILY;COUNT=1",)])
def test_an_event_in_an_unknown_zone_is_read_by_the_users_clock(rule: tuple[str, ...]) -> None:
    """That is probably right, and the event is never free: it is reported, and read again when it changes."""
    there = "DTSTART;TZID=Atlantis:20261124T100000", "DTEND;TZID=Atlantis:20261124T110000", "SUMMARY:Board meeting"
    found = read(calendar(event(*there, *rule)))
    assert shown(found) == ["2026-11-24 10:00-11:00 Board meeting"]
    (told,) = [unit.problem for unit in found.units]
    assert told == "“Board meeting” is taken to be in your own time zone: its time zone Atlantis is not known"
    later = read(calendar(event(*(line.replace("T1", "T2") for line in there), *rule)), before=found)
    assert shown(later) == ["2026-11-24 20:00-21:00 Board meeting"]


@pytest.mark.parametrize("start", [
    "DTSTART;TZID=America/Denver:20261124T200000", "DTSTART:20261125T030000Z", "DTSTART:20261124T200000",
])
def test_the_day_of_until_is_part_of_the_series(start: str, times: Times) -> None:
    """Programs write UNTIL=20261126 for an event at eight in the evening, against the RFC, and mean to include that
    day. For times in UTC it is the day in UTC."""
    shown_at = ["2026-11-24 20:00-21:00", "2026-11-25 20:00-21:00", "2026-11-26 20:00-21:00"]
    expected = shown_at[:2] if start.endswith("Z") else shown_at
    assert times(event(start, "DURATION:PT1H", "RRULE:FREQ=DAILY;UNTIL=20261126")) == expected


def test_a_free_busy_answer_takes_its_times() -> None:
    """Exchange and Zimbra publish an .ifb file without any event; what is FREE takes no time."""
    data = b"\r\n".join((
        b"BEGIN:VCALENDAR", b"BEGIN:VFREEBUSY", b"DTSTART:20261101T000000Z", b"DTEND:20270101T000000Z",
        b"FREEBUSY:20261124T170000Z/20261124T180000Z,20261125T170000Z/PT", b" 1H",
        b"FREEBUSY;FBTYPE=FREE:20261126T170000Z/PT1H", b"FREEBUSY:20200101T170000Z/PT1H",
        b"freebusy;fbtype=BUSY-TENTATIVE:20261127T170000Z/PT30M,soon", b"END:VFREEBUSY", b"END:VCALENDAR", b"",
    ))
    part = read(data)
    assert shown(part) == [
        "2026-11-24 10:00-11:00 busy", "2026-11-25 10:00-11:00 busy", "2026-11-27 10:00-10:30 busy",
    ]
    assert [unit.problem for unit in part.units] == ["1 busy time cannot be read"]
    assert read(data, before=part) == part


def test_a_fault_of_ours_in_one_event_hides_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever it is: it is reported, and the others count."""
    def broken(*_: object) -> list[object]:
        raise ZeroDivisionError

    monkeypatch.setattr("followupd.calendars.busy.units.series.expand", broken)
    part = read(calendar(event(*TEN), event(*TEN, "RRULE:FREQ=DAILY", uid="b@example.org")))
    assert shown(part) == TEN_SHOWN
    (said,) = [unit.problem for unit in part.units if unit.problem]
    assert said == "an event does not count as busy: a fault in followupd (ZeroDivisionError); please report it"
