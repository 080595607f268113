"""When a single event is, read from its text alone.

Takes the lines of one VEVENT without recurrence, gives its first and its last instant as seconds since 1970, or None
where the text is not of the plain forms that programs write: then the library reads it (series.py). Floating and
all-day times are the user's own.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from followupd.calendars.busy.cutting import Line
from followupd.core.values.time import at_wall_clock

_MOMENT = re.compile(rb"([0-9]{4})([0-9]{2})([0-9]{2})(?:T([0-9]{2})([0-9]{2})([0-9]{2})(Z?))?")
_DURATION = re.compile(
    rb"\+?P(?:([0-9]{1,4})W|(?:([0-9]{1,5})D)?(?:T(?:([0-9]{1,6})H)?(?:([0-9]{1,7})M)?(?:([0-9]{1,8})S)?)?)"
)
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Clock:
    """How the times of one calendar are read: the zone of a TZID (None: not known), and that of floating times."""

    zone_of: Callable[[str], tzinfo | None]
    floating: tzinfo
    home: tzinfo


def day_number(value: bytes) -> int | None:
    """The day of a DATE or DATE-TIME as an ordinal, whatever its zone; None where it is neither."""
    found = _MOMENT.match(value)
    if found is None:
        return None
    try:
        return date(int(found[1]), int(found[2]), int(found[3])).toordinal()
    except ValueError:
        return None


def days_long(value: bytes) -> int | None:
    """How many days a DURATION reaches at the most; None where it is none."""
    length = duration(value)
    return None if length is None else length.days + 1


def duration(value: bytes) -> timedelta | None:
    found = _DURATION.fullmatch(value.strip())
    if found is None or not any(found.groups()):
        return None
    weeks, days, hours, minutes, seconds = (int(part or 0) for part in found.groups())
    return timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)


def single(lines: dict[str, Line], clock: Clock) -> tuple[int, int] | None:
    """The event from its first to its last instant; None where only the library can tell."""
    try:
        start = _moment(lines["DTSTART"])
        if start is None:
            return None
        first = _instant(start, lines["DTSTART"], clock)
        if "DTEND" in lines:
            end = _moment(lines["DTEND"])
            if end is None or isinstance(end, datetime) is not isinstance(start, datetime):
                return None
            last = _instant(end, lines["DTEND"], clock)
        elif "DURATION" in lines:
            length = duration(lines["DURATION"].value)
            if length is None or (not isinstance(start, datetime) and length.seconds):
                return None
            days = timedelta(days=length.days)   # by the calendar; hours are hours, in a DST gap too (RFC 5545 3.3.6)
            last = _instant(start + days, lines["DTSTART"], clock) + (length - days)
        else:
            last = first if isinstance(start, datetime) else _instant(start + ONE_DAY, lines["DTSTART"], clock)
    except (KeyError, ValueError, OverflowError):
        return None
    return None if last < first else (seconds(first), seconds(last))


def _moment(line: Line) -> date | datetime | None:
    """A date, or a wall-clock time; UTC ones are aware."""
    found = _MOMENT.fullmatch(line.value.strip())
    if found is None:
        return None
    day = date(int(found[1]), int(found[2]), int(found[3]))
    if found[4] is None:
        return day if line.param(b"VALUE").upper() in ("DATE", "") else None
    if line.param(b"VALUE").upper() not in ("DATE-TIME", ""):
        return None
    clock_time = time(int(found[4]), int(found[5]), int(found[6]))
    if found[7]:
        return None if line.param(b"TZID") not in ("", "UTC") else datetime.combine(day, clock_time, UTC)
    return datetime.combine(day, clock_time)


def _instant(moment: date | datetime, line: Line, clock: Clock) -> datetime:
    """In UTC. Raises ValueError for a zone that nobody knows."""
    if not isinstance(moment, datetime):
        return at_wall_clock(moment, time(0), clock.home)
    if moment.tzinfo is not None:
        return moment
    name = line.param(b"TZID")
    zone = clock.zone_of(name) if name else clock.floating
    if zone is None:
        raise ValueError(name)
    return at_wall_clock(moment.date(), moment.time(), zone)


def seconds(instant: datetime) -> int:
    """Whole seconds since 1970, also before it."""
    return (instant - _EPOCH) // timedelta(seconds=1)


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
