"""The time zone that a TZID means.

A name in the zone database wins over the VTIMEZONE beside it, which is often cut short or wrong (docs/servers.md 13).
Windows names and the long names of libical and Mozilla ("/mozilla.org/20050126_1/Europe/Berlin") are understood; any
other name is built from its VTIMEZONE. Never guesses: None if nothing fits.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta, timezone, tzinfo
from functools import cache, lru_cache
from zoneinfo import ZoneInfo, available_timezones

from followupd.calendars.ical import content_lines

_WINTER = datetime(2026, 1, 1)     # noqa: DTZ001 - a wall clock: names hold the offset of the winter
_ABBREVIATION = re.compile("[A-Z]{3,4}(?:[0-9][A-Z]{3,4})?")     # GMT, EST5EDT: no places, so the file knows better
# Windows names of zones that are not named after a place, and names of their summer time; others, as CST, have several.
_DISPLAYED = {
    "pacific time (us & canada)": "America/Los_Angeles", "mountain time (us & canada)": "America/Denver",
    "central time (us & canada)": "America/Chicago", "eastern time (us & canada)": "America/New_York",
    "atlantic time (canada)": "America/Halifax", "coordinated universal time": "UTC", "greenwich mean time": "UTC",
    "edt": "America/New_York", "cdt": "America/Chicago", "mdt": "America/Denver", "pdt": "America/Los_Angeles",
    "akdt": "America/Anchorage", "adt": "America/Halifax", "ndt": "America/St_Johns", "bst": "Europe/London",
    "west": "Europe/Lisbon", "cest": "Europe/Berlin", "mesz": "Europe/Berlin", "mez": "Europe/Berlin",
    "eest": "Europe/Athens", "aedt": "Australia/Sydney", "acdt": "Australia/Adelaide", "nzdt": "Pacific/Auckland",
    "z": "UTC", "utc time": "UTC", "utc/gmt": "UTC", "gmt/utc": "UTC",
}
_OFFSET = re.compile(r"\(?(?:GMT|UTC)?[ _]?([+-])([0-9]{1,2})[:.]?([0-9]{2})?\)?(.*)", re.IGNORECASE)
_PART = re.compile(r"BEGIN:(STANDARD|DAYLIGHT)[ \t]*\r?\n(.*?)END:\1[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.IGNORECASE)
_SHIFT = re.compile(r"([+-]?)([0-9]{1,2})(?::?([0-9]{2})){0,2}")


def zone_of(tzid: str, zones: Sequence[str] = ()) -> tzinfo | None:
    """Return the zone of that name; `zones` are the VTIMEZONE texts of its file."""
    from followupd.calendars.ical.library import WINDOWS_TO_OLSON  # loads icalendar: our events are in UTC

    tzid = " ".join(tzid.split())
    text = next((text for text in zones if tzid_of(text).casefold() == content_lines.unescape(tzid).casefold()), None)
    built = _built(text) if text is not None and _ABBREVIATION.fullmatch(tzid) and tzid != "UTC" else None
    if built is not None:
        return built
    for name in _names(tzid, WINDOWS_TO_OLSON):
        zone = named(name) or named(_spelled(name))
        if zone is not None:
            return zone
    built = _built(text) if text is not None else None
    if built is not None:
        return built
    found = _at_offset(content_lines.unescape(tzid))
    # Beside a damaged VTIMEZONE `GMT+0100` says all; of an unknown place it would leave out the summer time.
    sure = text is None or isinstance(found, ZoneInfo) or not re.search("[^\\W\\d_]{4}", tzid)
    return found if sure else None


@lru_cache(maxsize=64)
def named(name: str) -> ZoneInfo | None:
    """Return a zone of the database, None for any other text."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):   # no such zone, not a name, or a folder
        return None


def tzid_of(text: str) -> str:
    """Return the name that a VTIMEZONE has. It is a TEXT there, so its commas are escaped (RFC 5545 3.8.3.1)."""
    name = next((content_lines.unescape(line.value) for line in content_lines.split(text) if line.name == "TZID"), "")
    return " ".join(name.strip("\"'").split())


def _names(tzid: str, of_windows: Mapping[str, str]) -> Iterator[str]:
    name = re.sub("^tzone://[^/]*/", "", tzid.strip(), flags=re.IGNORECASE).strip("/")
    yield name
    plain = re.sub(r"\s*\([A-Z]{2,5}\)$", "", name.replace("\\/", "/").replace("%2F", "/").strip("\"';").strip())
    yield from (plain, _DISPLAYED.get(re.sub(r"^\((?:UTC|GMT)\)\s*", "", plain).casefold(), plain))
    numbered = re.sub(" [0-9]+$", "", plain).replace(" Daylight Time", " Standard Time")   # Exchange numbers its zones
    yield from (of_windows[one] for one in (name, numbered) if one in of_windows)
    parts = plain.split("/")
    for count in (3, 2):   # America/Argentina/Salta, Europe/Berlin
        if len(parts) > count:
            yield "/".join(parts[-count:])


@cache
def _by_small_letters() -> Mapping[str, str]:
    return {name.casefold(): name for name in available_timezones()}


def _spelled(name: str) -> str:
    """Return a name as the zone database spells it, `Europe / berlin` and `America/New York` too."""
    plain = re.sub(r"\s*/\s*", "/", name).replace(" ", "_")
    return _by_small_letters().get(plain.casefold(), name)


def _at_offset(name: str) -> tzinfo | None:
    """Return the zone of a name that holds its offset, `GMT+0100`; of `(UTC+01:00) Berlin` that of the first place."""
    match = _OFFSET.fullmatch(name.replace("\u2212", "-"))
    if match is None:
        return None
    offset = (1 if match[1] == "+" else -1) * timedelta(hours=int(match[2]), minutes=int(match[3] or 0))
    if displayed := named(_DISPLAYED.get(" ".join(match[4].split()).casefold(), "")):
        return displayed
    for place in match[4].split(","):
        end = f"/{place.strip().replace(' ', '_')}".casefold()
        found = next((_by_small_letters()[one] for one in sorted(_by_small_letters()) if one.endswith(end)), "")
        zone = named(found) if len(end) > 1 and found else None
        if zone is not None and zone.utcoffset(_WINTER) == offset:
            return zone
    return timezone(offset) if abs(offset) < timedelta(hours=24) else None


def _built(text: str) -> tzinfo | None:
    from followupd.calendars.ical.library import built_zone  # as above

    place = next((line.value.strip() for line in content_lines.split(text) if line.name == "X-LIC-LOCATION"), "")
    if (zone := named(place)) is not None:
        return zone
    return built_zone(whole(text))


def whole(text: str) -> str:
    """Return a VTIMEZONE with its offsets as `-0700`, none of them missing, and with a start for each of its parts."""
    return _PART.sub(_whole_part, text)


def _whole_part(match: re.Match[str]) -> str:
    shifts: dict[str, str] = {}
    others = []
    for line in content_lines.split(match[2]):
        if line.name not in ("TZOFFSETFROM", "TZOFFSETTO"):
            others.append(line.raw)
        elif (shift := _SHIFT.fullmatch("".join(line.value.split()).replace("\u2212", "-"))) is not None:
            shifts[line.name] = f"{shift[1] or '+'}{int(shift[2]):02}{shift[3] or '00'}"
    if not shifts:
        return match[0]
    either = next(iter(shifts.values()))
    begun = [] if re.search("^DTSTART", match[2], re.IGNORECASE | re.MULTILINE) else ["DTSTART:19700101T000000\r\n"]
    offsets = [f"{name}:{shifts.get(name, either)}\r\n" for name in ("TZOFFSETFROM", "TZOFFSETTO")]
    return "".join((f"BEGIN:{match[1]}\r\n", *begun, *others, *offsets, f"END:{match[1]}\r\n"))
