"""Dates, times and periods as programs write them, brought to the plain forms of RFC 5545 (3.3.4, 3.3.5, 3.3.9).

Takes and returns text: `20261201`, `20261201T100000`, or that with a Z. Knows no property.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo

from followupd.calendars.busy.times import duration, ordinal_of
from followupd.core.values.time import at_wall_clock

LONG_AGO = "0004"      # a leap year, for the year 0 that programs write for a birthday without a year
_BESIDE = re.compile(r"[\s\"'\\\x00\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+")
_MOMENT = re.compile(
    r"([0-9]{4})-?([0-9]{2})-?([0-9]{2})"
    r"(?:T?([0-9]{2})(?::?([0-9]{2})(?::?([0-9]{2}))?)?(?:[.,][0-9]+)?(?:(Z|UTC|GMT)|([+-])([0-9]{2}):?([0-9]{2})?)?)?"
)
_DAY = re.compile(r"[0-9]{4}-?[0-9]{2}-?[0-9]{2}(?![0-9])")


def plain_moment(text: str) -> str | None:
    """Return a date or a time in its plain form, one with an offset in UTC; None for any other text."""
    match = _MOMENT.fullmatch(_BESIDE.sub("", text).upper().rstrip(";,"))
    if match is None:
        return None
    year = LONG_AGO if match[1] == "0000" else match[1]
    if ordinal_of(f"{year}{match[2]}{match[3]}") is None:
        return None
    day = date(int(year), int(match[2]), int(match[3]))
    if match[4] is None:
        return digits(day)
    hour, minute, second = int(match[4]), int(match[5] or 0), min(int(match[6] or 0), 59)   # a leap second is dropped
    if (hour, minute, second) == (24, 0, 0) and day < date.max:
        day, hour = day + timedelta(days=1), 0
    if hour > 23 or minute > 59:
        return None
    clock = f"{hour:02}{minute:02}{second:02}"
    if match[8]:
        return _in_utc(datetime.fromisoformat(f"{digits(day)}T{clock}"), match[8], int(match[9]), int(match[10] or 0))
    return f"{digits(day)}T{clock}{'Z' if match[7] else ''}"


def _in_utc(wall: datetime, sign: str, hours: int, minutes: int) -> str | None:
    offset = timedelta(hours=hours, minutes=minutes) * (-1 if sign == "-" else 1)
    try:
        return f"{wall.replace(tzinfo=timezone(offset)).astimezone(UTC):%Y%m%dT%H%M%SZ}".rjust(16, "0")
    except (ValueError, OverflowError):     # an offset of a day or more, or beyond the calendar
        return None


def day_in(text: str) -> str | None:
    """Return the day at the beginning of a text, whatever follows it: `20261201` of `2026-12-01 at ten`."""
    match = _DAY.match(_BESIDE.sub("", text))
    return plain_moment(match[0]) if match is not None else None


def plain_period(text: str) -> str | None:
    """Return a period in its plain form, its start alone if its end is damaged; None if its start is damaged."""
    start, _, end = text.partition("/")
    first, last = plain_moment(start), plain_moment(end)
    length = _BESIDE.sub("", end).upper()
    if first is None or "T" not in first:
        return first
    if last is None:
        return f"{first}/{length.lstrip('+')}" if duration(length) else first
    if last.endswith("Z") != first.endswith("Z"):
        last = last.rstrip("Z") + "Z" * first.endswith("Z")
    return f"{first}/{last}" if "T" in last and last > first else first


def midnight(day: str, home: tzinfo) -> str | None:
    """Return when a day begins by the clock of `home`, in UTC; None at the edge of the calendar."""
    try:
        begins = at_wall_clock(date.fromisoformat(day), time(0), home)
    except (ValueError, OverflowError):
        return None
    return f"{digits(begins.date())}T{begins:%H%M%S}Z"


def digits(day: date) -> str:
    """Return a day as it is written: 20261201."""
    return day.isoformat().replace("-", "")
