"""Which time zone a TZID means.

A name that the zone database knows wins over the VTIMEZONE beside it: those are often cut short or wrong
(CALDAV.md 13). Windows names and the long names of libical and Mozilla ("/mozilla.org/20050126_1/Europe/Berlin") are
understood; a name of somebody's own is built from its VTIMEZONE. Never guesses: None where nothing fits.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import tzinfo
from zoneinfo import ZoneInfo

from followupd.calendars.ical import lines


def zone_of(tzid: str, zones: Sequence[str] = ()) -> tzinfo | None:
    """The zone of that name; `zones` are the VTIMEZONE texts of the file it stands in."""
    for name in _names(tzid):
        try:
            return ZoneInfo(name)
        except (KeyError, ValueError, OSError):   # not there, not a name, a folder
            continue
    for text in zones:
        if any(line.name == "TZID" and line.value == tzid for line in lines.split(text)):
            return _built(text)
    return None


def _names(tzid: str) -> Iterator[str]:
    from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

    name = tzid.strip().strip("/")
    yield name
    if name in WINDOWS_TO_OLSON:
        yield WINDOWS_TO_OLSON[name]
    parts = name.split("/")
    for count in (3, 2):   # America/Argentina/Salta, Europe/Berlin
        if len(parts) > count:
            yield "/".join(parts[-count:])


def _built(text: str) -> tzinfo | None:
    from icalendar import Timezone

    try:
        definition = Timezone.from_ical(text)
        built: object = definition.to_tz(lookup_tzid=False) if isinstance(definition, Timezone) else None
    except (ValueError, KeyError, AttributeError, TypeError, IndexError):   # whatever a damaged definition holds
        return None
    return built if isinstance(built, tzinfo) else None
