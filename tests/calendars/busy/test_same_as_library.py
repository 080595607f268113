"""The same occurrences as icalendar and recurring-ical-events find in the whole file.

However the calendar is written, whatever was remembered of an earlier state of it, and whichever days are asked for.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import recurring_ical_events
from hypothesis import given
from hypothesis import strategies as st

from followupd.calendars.busy.remembered_times import BusyQuery, Part, parts_from_text, parts_to_text
from followupd.calendars.busy.units import read_part
from followupd.calendars.ical import cutter
from tests.calendars.busy.conftest import calendar
from tests.kit.people import DENVER

START = datetime(2026, 8, 1, 9)   # noqa: DTZ001 - a wall clock
ZONES = ("America/Denver", "Europe/Berlin", "Asia/Kolkata", "Pacific/Apia")
RULES = (
    "FREQ=DAILY", "FREQ=DAILY;INTERVAL=3", "FREQ=DAILY;COUNT=40", "FREQ=WEEKLY", "FREQ=WEEKLY;BYDAY=MO,WE,FR",
    "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU;WKST=SU", "FREQ=MONTHLY", "FREQ=MONTHLY;BYDAY=2TU", "FREQ=MONTHLY;BYDAY=-1FR",
    "FREQ=MONTHLY;BYMONTHDAY=-1", "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", "FREQ=YEARLY",
    "FREQ=YEARLY;BYMONTH=3;BYDAY=1SU", "FREQ=WEEKLY;COUNT=5", "FREQ=DAILY;BYDAY=MO,TU",
)
EXTRA = ("", "", "", "", "TRANSP:TRANSPARENT", "STATUS:CANCELLED", "TRANSP:OPAQUE", "X-MICROSOFT-CDO-BUSYSTATUS:FREE")


@st.composite
def vevents(draw: st.DrawFn, number: int) -> str:
    """An event or a series, with its overrides: all of one kind of time, as programs write them."""
    uid = f"{number}-{draw(st.integers(0, 5))}@example.org"
    kind = draw(st.sampled_from(("utc", "zone", "floating", "day")))
    zone = draw(st.sampled_from(ZONES))
    start = START + timedelta(days=draw(st.integers(-900, 300)), hours=draw(st.integers(0, 11)))
    length = timedelta(days=draw(st.integers(1, 3))) if kind == "day" else timedelta(minutes=draw(st.integers(15, 240)))

    def stamp(at: datetime) -> str:
        if kind == "day":
            return f";VALUE=DATE:{at:%Y%m%d}"
        return f";TZID={zone}:{at:%Y%m%dT%H%M%S}" if kind == "zone" else f":{at:%Y%m%dT%H%M%S}{'Z' * (kind == 'utc')}"

    def made(at: datetime, *lines: str) -> str:
        end = draw(st.booleans())
        total = int(length.total_seconds())
        plain = f"P{length.days}D" if kind == "day" else f"PT{total // 3600}H{total % 3600 // 60}M"
        lasts = f"DTEND{stamp(at + length)}" if end else f"DURATION:{plain}"
        alarm = ("BEGIN:VALARM", "ACTION:DISPLAY", "TRIGGER:-PT5M", "DURATION:PT5M", "REPEAT:1", "END:VALARM")
        more = draw(st.sampled_from(EXTRA))
        body = (f"UID:{uid}", f"DTSTART{stamp(at)}", lasts, f"SUMMARY:Event {number}", *lines, more)
        return "\r\n".join(("BEGIN:VEVENT", *(line for line in body if line), *(alarm if draw(st.booleans()) else ()),
                            "END:VEVENT", ""))

    if draw(st.integers(0, 2)) == 0:
        return made(start)
    rule = draw(st.sampled_from(RULES))
    if "COUNT" not in rule and draw(st.booleans()):
        until = start + timedelta(days=draw(st.integers(0, 500)))
        last = f"{until:%Y%m%d}" if kind == "day" else f"{until:%Y%m%dT%H%M%S}{'Z' * (kind != 'floating')}"
        rule += f";UNTIL={last}"
    gone = [start + timedelta(days=7 * draw(st.integers(0, 60))) for _ in range(draw(st.integers(0, 3)))]
    extra = [start + timedelta(days=draw(st.integers(1, 400))) for _ in range(draw(st.integers(0, 2)))]
    lines = [f"RRULE:{rule}", *(f"EXDATE{stamp(at)}" for at in gone), *(f"RDATE{stamp(at)}" for at in extra)]
    found = [made(start, *lines)]
    for week in draw(st.lists(st.integers(0, 60), max_size=3, unique=True)):
        at = start + timedelta(days=7 * week)
        shift = timedelta(days=draw(st.integers(-3, 3)))
        found.append(made(at + shift, f"RECURRENCE-ID{stamp(at)}", "SEQUENCE:1"))
    if draw(st.booleans()):
        found.reverse()
    return "".join(found)


@st.composite
def texts(draw: st.DrawFn) -> bytes:
    parts = [draw(vevents(number)) for number in range(draw(st.integers(1, 5)))]
    head = draw(st.sampled_from(("", "", "X-WR-TIMEZONE:America/New_York\r\n", "X-WR-CALNAME:Work\r\n")))
    data = calendar(*parts, head=head)
    return data.replace(b"\r\n", b"\n") if draw(st.booleans()) else data


def instant(moment: date, home: ZoneInfo) -> datetime:
    if not isinstance(moment, datetime):
        return datetime.combine(moment, time(0), home).astimezone(UTC)
    return (moment if moment.tzinfo else moment.replace(tzinfo=home)).astimezone(UTC)


def library(data: bytes, first: date, last: date, home: ZoneInfo) -> set[tuple[int, int, str]]:
    """Return what the two libraries find in the whole file, without free and empty time."""
    whole: Any = icalendar.Calendar.from_ical(data)
    begin, end = (datetime.combine(day, time(0), UTC) for day in (first, last + timedelta(days=1)))
    found = set()
    for one in recurring_ical_events.of(whole).between(begin - timedelta(days=2), end + timedelta(days=2)):
        component: Any = one
        free = component.get("TRANSP") == "TRANSPARENT" or component.get("STATUS") == "CANCELLED"
        a, b = instant(component["DTSTART"].dt, home), instant(component["DTEND"].dt, home)
        if a < b and a < end and b > begin and not free and component.get("X-MICROSOFT-CDO-BUSYSTATUS") != "FREE":
            found.add((int(a.timestamp()), int(b.timestamp()), str(component["SUMMARY"])))
    return found


def ours(part: Part) -> set[tuple[int, int, str]]:
    return {time for unit in part.units for time in unit.times}


@given(data=texts(), earlier=texts(), first=st.integers(-60, 200), days=st.integers(1, 250),
       home=st.sampled_from((DENVER, ZoneInfo("Europe/London"), ZoneInfo("Pacific/Kiritimati"))))
def test_the_same_occurrences(data: bytes, earlier: bytes, first: int, days: int, home: ZoneInfo) -> None:
    """Read for the first time, after another state of the file, and after its own state with the days moved on."""
    begin = START.date() + timedelta(days=first)
    end = begin + timedelta(days=days)
    need = BusyQuery(begin.toordinal(), end.toordinal(), home, frozenset(), "hitlist")
    expected = library(data, begin, end, home)
    assert ours(read_part(data, "", need, None)) == expected
    before = remembered(read_part(earlier, "", need, None))
    after = read_part(data, "", need, before)
    assert ours(after) == expected
    assert ours(read_part(data, "", need, remembered(after))) == expected
    moved = BusyQuery(need.first + 10, need.last + 31, home, frozenset(), "hitlist")
    later = read_part(data, "", moved, remembered(after))
    assert ours(later) == library(data, begin + timedelta(days=10), end + timedelta(days=31), home)


def remembered(part: Part) -> Part:
    """Return it as the state database gives it back."""
    return parts_from_text(parts_to_text({"": part}))[""]


@given(st.binary(max_size=300) | st.lists(st.sampled_from((
    b"BEGIN:VCALENDAR", b"END:VCALENDAR", b"BEGIN:VEVENT", b"END:VEVENT", b"BEGIN:VTIMEZONE", b"END:VTIMEZONE",
    b"BEGIN:VALARM", b"END:VALARM", b"UID:1", b"DTSTART:20261124T170000Z", b"DTEND:20261124T180000Z",
    b"RRULE:FREQ=DAILY", b" folded", b"", b"begin:vevent", b"\xff\xfe",
)), max_size=14).map(b"\r\n".join))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    """In any bytes, the counted events are those that the cutter finds."""
    need = BusyQuery(START.toordinal(), START.toordinal() + 200, DENVER, frozenset(), "hitlist")
    try:
        part = read_part(data, "", need, None)
    except cutter.BrokenCalendar:
        return
    assert part.events == len(cutter.cut(cutter.plain(data), strict=False).events)
