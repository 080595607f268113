"""The meetings that a calendar holds: who takes part, when, and what is said of them; strangers are only counted."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest

from followupd.calendars.busy import meetings, units
from followupd.calendars.busy.remembered_times import (
    BusyQuery,
    Coverage,
    memory_of,
    parts_from_text,
    parts_to_text,
)
from followupd.core.noticing.people_index import WatchedPeople
from followupd.core.values.sightings import MeetingOwner, MeetingSeen
from tests.calendars.busy.conftest import LISTED, TEN, calendar, event, need, read, shown, watching
from tests.calendars.busy.generated import Maker
from tests.kit.branches import EXAMPLES
from tests.kit.mutations import SEED
from tests.kit.people import DENVER

YOURS, PERHAPS, OTHERS = MeetingOwner.YOURS, MeetingOwner.PERHAPS, MeetingOwner.OTHERS
ME = "ATTENDEE;PARTSTAT=ACCEPTED:mailto:alex@example.com"
HER = "ATTENDEE;PARTSTAT=ACCEPTED;CN=Dana:mailto:Dana@Example.com"
STRANGER = "ATTENDEE;CN=\"Roe; Kim: x\":mailto:kim@secret.example"


def met(*parts: str, wanted: BusyQuery | None = None) -> list[MeetingSeen]:
    part = read(calendar(*parts), wanted or watching())
    assert not [unit.problem for unit in part.units if unit.problem]
    return sorted((one for unit in part.units for one in unit.meetings), key=lambda one: one.start)


def days(found: Sequence[MeetingSeen]) -> list[str]:
    return [f"{one.start.astimezone(DENVER):%d %b %H:%M}" for one in found]


@pytest.mark.parametrize(
    ("lines", "addresses", "declined", "count"),
    [
        ((ME, HER), ["dana@example.com"], [], 2),
        ((HER,), ["dana@example.com"], [], 2),                                   # the user is not among them
        (("ORGANIZER:mailto:dana@example.com", ME), ["dana@example.com"], [], 2),
        (("ORGANIZER:mailto:dana@example.com", HER, ME), ["dana@example.com"], [], 2),
        (("ORGANIZER:mailto:alex@example.com", HER), ["dana@example.com"], [], 2),
        ((ME, HER, STRANGER), ["dana@example.com"], [], 3),
        ((ME, HER, STRANGER.replace(";CN", ";PARTSTAT=DECLINED;CN")), ["dana@example.com"], [], 2),
        ((ME, HER, "ATTENDEE;CUTYPE=ROOM:mailto:room@example.com"), ["dana@example.com"], [], 2),
        ((ME, HER, "ATTENDEE;ROLE=NON-PARTICIPANT:mailto:boss@example.com"), ["dana@example.com"], [], 2),
        ((ME, HER.replace("ACCEPTED", "DECLINED"), STRANGER), [], ["dana@example.com"], 2),
        ((ME, HER.replace("ACCEPTED", "NEEDS-ACTION")), ["dana@example.com"], [], 2),
        ((ME, "ATTENDEE;EMAIL=dana@example.com:/aMTIz/principal/"), ["dana@example.com"], [], 2),
        (("attendee;cn=D:MAILTO:dana@exam\r\n ple.com", ME), ["dana@example.com"], [], 2),
        ((ME, HER, "ATTENDEE:mailto:ben@example.com"), ["ben@example.com", "dana@example.com"], [], 3),
    ],
)
def test_who_takes_part(lines: tuple[str, ...], addresses: list[str], declined: list[str], count: int) -> None:
    """Attendees and the organiser, each once, without rooms and those who are only informed."""
    (one,) = met(event(*TEN, *lines))
    assert (list(one.addresses), list(one.declined), one.count) == (addresses, declined, count)
    assert (one.title, one.source) == ("Board meeting", "")
    assert (one.recurring, one.private, one.all_day, one.free, one.cancelled, one.declined_by_user) == (False,) * 6


PRIYA, BY_BEN = "ORGANIZER:mailto:priya@secret.example", "ORGANIZER:mailto:ben@example.com"
BEN = "ATTENDEE:mailto:ben@example.com"
DECLINED = STRANGER.replace(";CN", ";PARTSTAT=DECLINED;CN")


@pytest.mark.parametrize(
    ("lines", "expected", "if_unknown"),
    [
        ((ME, HER), YOURS, PERHAPS),
        (("ORGANIZER:mailto:alex@example.com", HER), YOURS, PERHAPS),          # the copy of the one who invited
        ((PRIYA, HER, ME), YOURS, PERHAPS),
        ((ME, HER, DECLINED), YOURS, PERHAPS),                                 # it was not the user who did
        ((PRIYA, HER), OTHERS, PERHAPS),                                       # on a calendar that Priya shares
        ((PRIYA, HER, DECLINED), OTHERS, PERHAPS),
        ((BY_BEN, HER, BEN), OTHERS, OTHERS),                                  # all of them are on the list
        ((BY_BEN,), OTHERS, OTHERS),
        ((PRIYA, "SUMMARY:Lunch with Dana Whitfield"), OTHERS, PERHAPS),
        ((HER,), PERHAPS, PERHAPS),                                            # typed, on whose calendar?
        ((HER, DECLINED), PERHAPS, PERHAPS),
        (("SUMMARY:Lunch with Dana Whitfield",), YOURS, YOURS),
    ],
)
def test_whose_meeting_it_is(lines: tuple[str, ...], expected: MeetingOwner, if_unknown: MeetingOwner) -> None:
    """The user's, if they are in it; what others organise without them is not; it is remembered."""
    begun = TEN if not any(line.startswith("SUMMARY") for line in lines) else TEN[:2]
    for me, whose in ((("alex@example.com",), expected), ((), if_unknown)):
        wanted = replace(watching(), own_addresses=frozenset(me))
        (one,) = met(event(*begun, *lines), wanted=wanted)
        assert one.whose is whose
        part = read(calendar(event(*begun, *lines)), wanted)
        (again,) = parts_from_text(parts_to_text({"": part}))[""].units[0].meetings
        assert again == one


def test_a_calendar_is_no_address_of_the_user() -> None:
    """A calendar that is named after its owner may be somebody else's."""
    part = read(calendar(event(*TEN, PRIYA, HER), head="X-WR-CALNAME:priya@secret.example\r\n"), watching())
    assert [one.whose for one in part.units[0].meetings] == [OTHERS]


@pytest.mark.parametrize(
    "lines",
    [
        (), (ME,), (ME, STRANGER), (ME, "ATTENDEE:mailto:dana@example.com.evil.example"),
        (ME, "ATTENDEE;ROLE=NON-PARTICIPANT:mailto:dana@example.com"),
        (ME, HER, "ATTENDEE;CUTYPE=GROUP:mailto:all@example.com"),
        (HER, *(f"ATTENDEE:mailto:p{number}@example.com" for number in range(38))),      # a webinar of 40
        (ME, HER, "CLASS:PRIVATE"), (ME, HER, "class:confidential"),
        (ME, "DESCRIPTION:dana@example.com"), ("BEGIN:VALARM", HER, "END:VALARM"),
    ],
)
def test_nobody_of_the_list(lines: tuple[str, ...]) -> None:
    """Strangers, crowds and what is private are no meetings; nothing of them is kept."""
    assert met(event(*TEN, *lines)) == []


def test_names_in_titles() -> None:
    """A full name is enough, and counts nobody; what is private is seen if that is allowed."""
    (one,) = met(event(*TEN[:2], "SUMMARY:Lunch\\, Dana Whitfield"))
    assert (one.title, one.count, one.addresses) == ("Lunch, Dana Whitfield", 0, ())
    assert met(event(*TEN[:2], "SUMMARY:Lunch with Dana")) == []
    (one,) = met(event(*TEN, HER, "CLASS:PRIVATE"), wanted=watching(private=True))
    assert one.private


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (("STATUS:CANCELLED",), "cancelled"), (("TRANSP:TRANSPARENT",), "free"),
        ((ME.replace("ACCEPTED", "DECLINED"),), "declined_by_user"),
    ],
)
def test_what_is_said_of_them(lines: tuple[str, ...], said: str) -> None:
    """Also of an event that takes no time."""
    (one,) = met(event(*TEN, HER, *lines))
    assert getattr(one, said)
    assert not any(getattr(one, other) for other in ("private", "all_day", "recurring"))


def test_all_day() -> None:
    """By a date alone, or as Outlook says it."""
    (one,) = met(event("DTSTART;VALUE=DATE:20261124", HER))
    assert one.all_day
    (one,) = met(event(*TEN, "X-MICROSOFT-CDO-ALLDAYEVENT:TRUE", HER))
    assert one.all_day


SERIES = ("DTSTART;TZID=America/Denver:20261103T120000", "DURATION:PT1H", "RRULE:FREQ=WEEKLY;COUNT=5", "SUMMARY:Weekly")


def test_each_occurrence_by_its_overrides() -> None:
    """One that was moved keeps its evidence; one cancelled, one declined, one excluded, one with more people."""
    plain = met(event(*SERIES, ME, HER))
    assert days(plain) == ["03 Nov 12:00", "10 Nov 12:00", "17 Nov 12:00", "24 Nov 12:00", "01 Dec 12:00"]
    assert len({one.evidence for one in plain}) == 5
    assert all(one.recurring for one in plain)

    def override(day: str, *lines: str, start: str = "") -> str:
        at = f"DTSTART;TZID=America/Denver:{start or f'202611{day}T120000'}"
        return event(f"RECURRENCE-ID;TZID=America/Denver:202611{day}T120000", at, "DURATION:PT1H", *lines)

    changed = met(
        event(*SERIES, ME, HER, "EXDATE;TZID=America/Denver:20261201T120000"),
        override("03", ME, HER, start="20261105T090000"), override("10", ME, HER, "STATUS:CANCELLED"),
        override("17", ME, HER.replace("ACCEPTED", "DECLINED")), override("24", ME, HER, STRANGER),
    )
    assert days(changed) == ["05 Nov 09:00", "10 Nov 12:00", "17 Nov 12:00", "24 Nov 12:00"]
    assert [one.evidence for one in changed] == [one.evidence for one in plain[:4]]
    assert [(one.cancelled, len(one.declined), one.count) for one in changed] == [
        (False, 0, 2), (True, 0, 2), (False, 1, 1), (False, 0, 3)
    ]


def test_an_override_without_her() -> None:
    """She takes part in one occurrence alone, or in all but one."""
    alone = event("RECURRENCE-ID;TZID=America/Denver:20261110T120000", "DTSTART;TZID=America/Denver:20261110T120000",
                  "DURATION:PT1H", "SUMMARY:Weekly", ME, HER)
    assert days(met(event(*SERIES, ME, STRANGER), alone)) == ["10 Nov 12:00"]
    without = alone.replace(HER, STRANGER)
    assert days(met(event(*SERIES, ME, HER), without)) == [
        "03 Nov 12:00", "17 Nov 12:00", "24 Nov 12:00", "01 Dec 12:00"
    ]


def test_evidence_is_the_same_everywhere() -> None:
    """In another zone, with another title, moved, or without its series; not under another UID."""
    (one,) = met(event(*TEN, HER))
    (same,) = met(event("DTSTART;TZID=Europe/Berlin:20261125T180000", "DURATION:PT1H", "SUMMARY:x", HER))
    (other,) = met(event(*TEN, HER, uid="b"))
    assert one.evidence == same.evidence != other.evidence
    in_series = met(event(*SERIES, HER))[1]
    (alone,) = met(event("RECURRENCE-ID:20261110T190000Z", "DTSTART:20261110T190000Z", "DURATION:PT1H", HER))
    assert alone.evidence == in_series.evidence


@pytest.mark.parametrize(
    "parts",
    [
        (event(*TEN, "DTSTART:20261125T170000Z", HER),),                              # which start?
        (event(*TEN, HER), event("DTSTART:20261125T170000Z", "DURATION:PT1H", HER)),      # two events, one UID
    ],
)
def test_what_can_be_read_in_two_ways(parts: Sequence[str]) -> None:
    """It is busy, and no meeting."""
    part = read(calendar(*parts), watching())
    assert shown(part)
    assert [unit.meetings for unit in part.units] == [()] * len(part.units)


def test_ours_are_no_meetings() -> None:
    """Nothing of our own events counts, whoever they name."""
    assert met(event(*TEN[:2], "SUMMARY:Call Dana Whitfield", HER, uid="due-dana-20261124-1-hitlist@followupd")) == []


@pytest.fixture
def read_meetings(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The UIDs of events of which the meetings are read."""
    uids: list[str] = []
    real = meetings.meetings_in

    def counted(uid: str, *others: object) -> list[MeetingSeen]:
        uids.append(uid)
        return real(uid, *others)  # type: ignore[arg-type]

    monkeypatch.setattr(units, "meetings_in", counted)
    return uids


def test_unchanged_events_cost_nothing(read_meetings: list[str]) -> None:
    """One that changed is read again, and all when the people of the list change, but not their times."""
    parts = [event(*TEN, HER, uid=f"e{number}@x") for number in range(3)] + [event(*SERIES, ME, HER, uid="s@x")]
    before = read(calendar(*parts), watching())
    assert len(read_meetings) == 4
    kept = parts_from_text(parts_to_text({"": before}))[""]
    assert kept == before
    read_meetings.clear()
    parts[1] = parts[1].replace("Board", "Bored")
    after = read(calendar(*parts), watching(), kept)
    assert read_meetings == ["e1@x"]
    parts[2] = parts[2].replace("END:VEVENT", "ORGANIZER:mailto:x@example.com\r\nEND:VEVENT")
    again = read(calendar(*parts), watching(), after)
    assert read_meetings == ["e1@x", "e2@x"]
    assert again.units[2].times == after.units[2].times
    others = replace(watching(), watched=WatchedPeople.of({"dana": LISTED["dana"]}, private=False))
    assert [unit.seen for unit in read(calendar(*parts), others, again).units] != [unit.seen for unit in again.units]
    assert len(read_meetings) == 6


def test_nothing_is_kept_when_nothing_is_looked_for() -> None:
    """No meeting stays in what is remembered, and the times are as ever."""
    data = calendar(event(*TEN, HER), event(*SERIES, ME, HER, uid="s@x"))
    plain = read(data, need(me=("alex@example.com",)))
    seen = read(data, watching())
    assert shown(plain) == shown(seen)
    assert read(data, need(me=("alex@example.com",)), seen) == plain
    assert [unit.mark for unit in plain.units] == [unit.mark for unit in seen.units]


def test_only_meetings() -> None:
    """Of the calendar that we write to no time is kept, and nothing of strangers."""
    data = calendar(event(*TEN, HER), event(*TEN, STRANGER, uid="b"), event(*SERIES, STRANGER, uid="s@x"))
    part = read(data, watching(times=False))
    assert [(unit.uid, unit.times) for unit in part.units] == [("a@example.org", ())]
    assert "secret" not in parts_to_text({"": part})
    assert read(data, watching(times=False), part) == part


def test_what_the_history_keeps() -> None:
    """The meetings come back as they were, without anybody else's name or address."""
    part = read(calendar(event(*TEN, ME, HER, STRANGER), event(*SERIES, ME, HER, uid="s@x")), watching())
    wanted = watching()
    about = memory_of(wanted.context, wanted.first, wanted.last, {}, {"": part}).about
    assert len(about.meetings) == 6
    assert Coverage.from_text(about.to_text()) == about
    assert "secret" not in about.to_text() + parts_to_text({"": part})
    assert "alex@" not in parts_to_text({"": part})
    plain = replace(about, meetings=())
    assert plain.to_text().count("[") == 2      # as before there were meetings


def test_a_year_back() -> None:
    """The window may be as long as wanted."""
    wanted = replace(watching(), first=date(2025, 12, 1).toordinal())
    old = event("DTSTART:20251224T170000Z", "DURATION:PT1H", HER)
    assert days(met(old, wanted=wanted)) == ["24 Dec 10:00"]
    assert met(old) == []


def test_the_times_of_meetings_are_the_busy_times() -> None:
    """In every form that a calendar has, whichever of both is read first; nobody else's event is one."""
    maker, read_at_all = Maker(random.Random(f"{SEED} meetings")), 0
    for _ in range(EXAMPLES):
        text = re.sub("SUMMARY:(One|Moved)", rf"SUMMARY:\\1\r\n{HER}", maker.one().text)
        part = read(text.encode(), watching())
        times = {(start, end) for unit in part.units for start, end, _ in unit.times}
        found = [one for unit in part.units for one in unit.meetings if not one.cancelled and not one.free]
        assert {(int(one.start.timestamp()), int(one.end.timestamp())) for one in found} == times, text
        assert len({one.evidence for one in found}) == len(found), text
        assert read(text.encode(), watching(), read(text.encode())) == part, text
        read_at_all += bool(found)
    assert read_at_all > EXAMPLES / 2
