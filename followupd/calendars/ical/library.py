"""The rare parts that the icalendar library reads for us: unusual times, Windows zone names and VTIMEZONEs.

Our own events have none of these, so this module is only loaded when one is met: the library costs 35 ms, and a
daemon 3 MB (bench/idle.py).
"""

from __future__ import annotations

from datetime import date, datetime, timedelta, tzinfo

from icalendar import Timezone
from icalendar.prop import vDDDTypes
from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

__all__ = ["WINDOWS_TO_OLSON", "built_zone", "moment"]


def moment(text: str) -> datetime | date | timedelta | None:
    """Read the value of a DTSTART, DTEND or DURATION (RFC 5545 3.3); None if it is not a time."""
    try:
        value: object = vDDDTypes.from_ical(text.strip())  # type: ignore[no-untyped-call]
    except ValueError:
        return None
    return value if isinstance(value, datetime | date | timedelta) else None


def built_zone(text: str) -> tzinfo | None:
    """Return the zone that a VTIMEZONE defines; None for a damaged one."""
    try:
        definition = Timezone.from_ical(text)
        built: object = definition.to_tz(lookup_tzid=False) if isinstance(definition, Timezone) else None
    except (ValueError, KeyError, AttributeError, TypeError, IndexError):
        return None
    return built if isinstance(built, tzinfo) else None
