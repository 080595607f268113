"""The time zone that a TZID means.

A name in the zone database wins over the VTIMEZONE beside it, which is often cut short or wrong (docs/servers.md 13).
Windows names and the long names of libical and Mozilla ("/mozilla.org/20050126_1/Europe/Berlin") are understood; any
other name is built from its VTIMEZONE. Never guesses: None if nothing fits.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo

from followupd.calendars.ical import lines


def zone_of(tzid: str, zones: Sequence[str] = ()) -> tzinfo | None:
    """Return the zone of that name; `zones` are the VTIMEZONE texts of its file."""
    for name in _names(tzid):
        zone = named(name)
        if zone is not None:
            return zone
    text = next((text for text in zones if tzid_of(text) == lines.unescape(tzid)), None)
    return None if text is None else _built(text)


@lru_cache(maxsize=64)
def named(name: str) -> ZoneInfo | None:
    """Return a zone of the database, None for any other text."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):   # no such zone, not a name, or a folder
        return None


def tzid_of(text: str) -> str:
    """Return the name that a VTIMEZONE has. It is a TEXT there, so its commas are escaped (RFC 5545 3.8.3.1)."""
    return next((lines.unescape(line.value) for line in lines.split(text) if line.name == "TZID"), "").strip()


def _names(tzid: str) -> Iterator[str]:
    from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON  # most calendars have names known to Python

    name = tzid.strip().strip("/")
    yield name
    if name in WINDOWS_TO_OLSON:
        yield WINDOWS_TO_OLSON[name]
    parts = name.split("/")
    for count in (3, 2):   # America/Argentina/Salta, Europe/Berlin
        if len(parts) > count:
            yield "/".join(parts[-count:])


def _built(text: str) -> tzinfo | None:
    from icalendar import Timezone  # only for a zone whose name is unknown

    try:
        definition = Timezone.from_ical(text)
        built: object = definition.to_tz(lookup_tzid=False) if isinstance(definition, Timezone) else None
    except (ValueError, KeyError, AttributeError, TypeError, IndexError):   # of a damaged definition
        return None
    return built if isinstance(built, tzinfo) else None
