"""When one of our events takes place, by its DTSTART with DTEND or DURATION.

Lenient: a program may have written them in another zone, without one, or as whole days. Takes the properties of a
VEVENT; returns instants, and the day of an event without an hour. Never guesses a zone that it does not know.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from followupd.calendars.ical.content_lines import ContentLine
from followupd.calendars.ical.zones import zone_of
from followupd.core.values.event import is_beyond_bounds
from followupd.core.values.time import at_wall_clock

# Other ways in which programs say that an event is a whole day.
WHOLE_DAY = frozenset({
    "X-MICROSOFT-CDO-ALLDAYEVENT", "X-MICROSOFT-MSNCALENDAR-ALLDAYEVENT", "X-FUNAMBOL-ALLDAY", "X-ALLDAY",
})

class Unreadable(ValueError):
    """An event of ours cannot be understood. The message says what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Times:
    """Start and end of an event; `day` is set if it has no hour: its first day."""

    start: datetime
    end: datetime
    day: date | None = None


def read_times(properties: Mapping[str, ContentLine], uid: str, zone: tzinfo, zones: Sequence[str]) -> Times:
    """Return when an event takes place. `zones` are the VTIMEZONE texts of its file. Raises Unreadable."""
    value = _value(properties["DTSTART"], uid) if "DTSTART" in properties else timedelta()
    if isinstance(value, timedelta):
        raise Unreadable(f"{uid} has no start")
    start = _instant(properties["DTSTART"], value, uid, zone, zones)
    end = start if isinstance(value, datetime) else at_wall_clock(_next_day(value), time(), zone)
    if "DTEND" in properties:
        last = _value(properties["DTEND"], uid)
        if not isinstance(last, timedelta):
            end = _instant(properties["DTEND"], last, uid, zone, zones)
    elif "DURATION" in properties:
        length = _value(properties["DURATION"], uid)
        if isinstance(length, timedelta):
            end = _shift(start, length, uid)
    end = max(start, end)       # an end before the start has no length
    if is_beyond_bounds(start, end):
        raise Unreadable(f"{uid} lasts from {start:%Y-%m-%d} to {end:%Y-%m-%d}, which can only be a slip")
    if not isinstance(value, datetime):
        return Times(start, end, value)
    return Times(start, end, _whole_day(value, Times(start, end), properties.get("DTEND"), zone))


def _whole_day(value: datetime, times: Times, end: ContentLine | None, zone: tzinfo) -> date | None:
    """Return the day of an event from midnight to midnight, by its own clock or the user's.

    Outlook and programs that know no dates write whole days so.
    """
    if times.start == times.end:
        return None
    first, last = times.start.astimezone(zone), times.end.astimezone(zone)
    if first.time() == last.time() == time():
        return first.date()
    own = value.tzinfo is None and value.time() == time() and end is not None and end.value.strip().endswith("T000000")
    return value.date() if own else None


def utc(text: str) -> datetime | None:
    """Read an instant as we write it, 20261127T193000Z (RFC 5545 3.3.5, form 2); None for every other form."""
    if not re.fullmatch(r"[0-9]{8}T[0-2][0-9]{5}Z", text.strip()):
        return None
    try:
        return datetime.fromisoformat(text.strip())
    except ValueError:
        return None


def _value(line: ContentLine, uid: str) -> datetime | date | timedelta:
    if (instant := utc(line.value)) is not None:
        return instant
    from followupd.calendars.ical.library import moment  # loads icalendar, for forms in which our own events are not

    value = moment(line.value)
    if value is None:
        raise Unreadable(f"{uid}: {line.name} says {line.value[:40]!r}, which is not a time")
    return value


def _instant(
    line: ContentLine, value: datetime | date, uid: str, zone: tzinfo, zones: Sequence[str]
) -> datetime:
    """Return the instant in UTC that a DTSTART or DTEND means."""
    try:
        if not isinstance(value, datetime):
            return at_wall_clock(value, time(), zone)
        if value.tzinfo is not None:
            return value.astimezone(UTC)
        if "TZID" in line.params:
            named = zone_of(line.params["TZID"], zones)
            if named is None:
                raise Unreadable(f"{uid}: the time zone {line.params['TZID'][:60]!r} of its {line.name} is not known")
            zone = named
        return at_wall_clock(value.date(), value.time(), zone)
    except OverflowError:
        raise Unreadable(f"{uid}: {line.name} says {line.value[:40]!r}, which is outside the calendar") from None


def _shift(start: datetime, length: timedelta, uid: str) -> datetime:
    try:
        return start + length
    except OverflowError:
        raise Unreadable(f"{uid}: its DURATION leaves the calendar") from None


def _next_day(day: date) -> date:
    return day if day == date.max else day + timedelta(days=1)
