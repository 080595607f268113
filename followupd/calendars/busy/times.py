"""The occupancy of another calendar's events, and the time of a single one, read from its lines alone.

Free, cancelled and declined events take no time; an event that does not say so takes some (RFC 5545 3.8.2.7), all-day
events too. When in doubt it is busy: moving a call for nothing is better than making it in the middle of a meeting.

The time of a single event is returned in seconds since 1970, or None if its lines do not have the plain forms that most
programs write; then the library reads it (series.py). Floating and all-day times are the user's own.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

from followupd.calendars.ical.content_lines import ContentLine, split, unescape
from followupd.calendars.ical.zones import tzid_of, whole, zone_of
from followupd.core.values.sightings import folded_address
from followupd.core.values.time import A_DAY, at_wall_clock

_MOMENT = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})(?:T([0-9]{2})([0-9]{2})([0-9]{2})(Z?))?")
_DURATION = re.compile(
    r"\+?P(?:([0-9]{1,4})W)?(?:([0-9]{1,5})D)?(?:T(?:([0-9]{1,6})H)?(?:([0-9]{1,7})M)?(?:([0-9]{1,8})S)?)?"
)
LARGEST_ZONE = 100_000       # characters: a zone with every change since 1900 takes a third
# Values of these properties that mean free time. Outlook and Exchange write OPAQUE for "working elsewhere"
# (MS-OXCICAL), which is a place and no appointment.
_FREE = {
    "TRANSP": {"TRANSPARENT"},
    "STATUS": {"CANCELLED", "CANCELED"},
    "X-MICROSOFT-CDO-BUSYSTATUS": {"FREE", "WORKINGELSEWHERE"},
    "X-MICROSOFT-MSNCALENDAR-BUSYSTATUS": {"FREE", "WORKINGELSEWHERE"},
}


def takes_time(lines: Iterable[ContentLine], own_addresses: Collection[str]) -> bool:
    """Return whether an event with these lines is busy time.

    `own_addresses` are the user's, in lower case: an invitation that they declined takes no time.
    """
    said: dict[str, bool] = {}      # per property: do all its lines say "free"
    for line in lines:
        if line.name in _FREE:
            said[line.name] = said.get(line.name, True) and line.value.strip().upper() in _FREE[line.name]
        elif line.name == "ATTENDEE" and _declined(line, own_addresses):
            return False
    return not any(said.values())


def _declined(line: ContentLine, own_addresses: Collection[str]) -> bool:
    """Return whether the user declined.

    iCloud and Exchange write a path or an X500 name as the value, with the address in an EMAIL parameter.
    """
    if line.params.get("PARTSTAT", "").upper() != "DECLINED":
        return False
    texts = (line.value, line.params.get("EMAIL", ""))
    return any(address_of(text) in own_addresses for text in texts if "@" in text)


def address_of(text: str) -> str:
    """Return the plain address of `mailto:Dana@Example.com`."""
    return folded_address(text.strip()).removeprefix("mailto:").strip()


class Zones:
    """The zones of a foreign VCALENDAR, each looked up once.

    A VTIMEZONE that would take too long to evaluate counts as unknown.
    """

    def __init__(self, texts: Sequence[str]) -> None:
        """Take the VTIMEZONEs of the calendar."""
        self._texts: dict[str, str] = {}
        for text in texts:
            if len(text) <= LARGEST_ZONE and _yearly(text):
                self._texts.setdefault(tzid_of(text).casefold(), whole(text))
        self._known: dict[str, tzinfo | None] = {}

    def __call__(self, name: str) -> tzinfo | None:
        """Return the zone of that name, None if it is unknown."""
        if name not in self._known:
            own = self._own(name)
            self._known[name] = zone_of(name, () if own is None else (own,))
        return self._known[name]

    def _own(self, name: str) -> str | None:
        return self._texts.get(" ".join(unescape(name).split()).casefold())

    def for_library(self, name: str) -> tuple[str, str] | None:
        """Return a name under which the library finds this zone, and the VTIMEZONE that it needs for that, if any.

        Libraries keep VTIMEZONEs by name for the life of the process, and every Outlook calls its own "Customized Time
        Zone", so each is named after its text.
        """
        zone = self(name)
        if isinstance(zone, ZoneInfo):
            return zone.key, ""
        if zone is None:
            return None
        text = self._own(name)
        if text is None or isinstance(zone, timezone):      # a damaged VTIMEZONE has only the offset in its name
            return _fixed(zone)
        unique = f"followupd-{hashlib.sha256(text.encode('utf-8', 'replace')).hexdigest()[:24]}"
        renamed = (f"TZID:{unique}\n" if line.name == "TZID" else line.raw for line in split(text))
        return unique, "".join(renamed)


def _fixed(zone: tzinfo) -> tuple[str, str]:
    """Return a name for a zone of one offset, and its VTIMEZONE."""
    offset = zone.utcoffset(None) or timedelta(0)
    minutes = abs(offset) // timedelta(minutes=1)
    shown = f"{'-' if offset < timedelta(0) else '+'}{minutes // 60:02}{minutes % 60:02}"
    lines = ("BEGIN:VTIMEZONE", f"TZID:followupd{shown}", "BEGIN:STANDARD", "DTSTART:16010101T000000",
             f"TZOFFSETFROM:{shown}", f"TZOFFSETTO:{shown}", "END:STANDARD", "END:VTIMEZONE")
    return f"followupd{shown}", "\r\n".join(lines)


def _yearly(text: str) -> bool:
    """Return whether every rule of a zone is yearly, as real ones are: others may take very long to evaluate."""
    return all("FREQ=YEARLY" in line.value.upper() for line in split(text) if line.name == "RRULE")


@dataclass(frozen=True, slots=True)
class LocalTimes:
    """The zones in which one calendar's times are read: that of a TZID (None: unknown) and that of floating times."""

    zone_of: Callable[[str], tzinfo | None]
    floating: tzinfo
    home: tzinfo


def ordinal_of(value: str) -> int | None:
    """Return the day of a DATE or DATE-TIME as an ordinal, whatever its zone; None if it is neither."""
    match = _MOMENT.match(value)
    if match is None:
        return None
    try:
        return date(int(match[1]), int(match[2]), int(match[3])).toordinal()
    except ValueError:
        return None


def days_long(value: str) -> int | None:
    """Return the most days that a DURATION can cover; None if it is not a DURATION."""
    length = duration(value)
    return None if length is None else length.days + 1


def duration(value: str) -> timedelta | None:
    """Read a DURATION of zero or more; None for any other text."""
    found = _DURATION.fullmatch(value.strip().upper())
    if found is None or not any(found.groups()):
        return None
    weeks, days, hours, minutes, seconds = (int(part or 0) for part in found.groups())
    return timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)


def single(lines: dict[str, ContentLine], clock: LocalTimes) -> tuple[int, int] | None:
    """Return the first and the last instant of an event; None if only the library can tell."""
    try:
        start_line = lines["DTSTART"]
        start = _moment(start_line)
        if start is None:
            return None
        first = _instant(start, start_line, clock)
        last = _last(lines, start, first, clock)
    except (KeyError, ValueError, OverflowError):
        return None
    return None if last is None or last < first else (seconds(first), seconds(last))


def _last(lines: dict[str, ContentLine], start: date | datetime, first: datetime, clock: LocalTimes) -> datetime | None:
    """Return the last instant, from DTEND, DURATION, or the defaults of RFC 5545 3.6.1."""
    timed = isinstance(start, datetime)
    if "DTEND" in lines:
        end = _moment(lines["DTEND"])
        return _instant(end, lines["DTEND"], clock) if end and isinstance(end, datetime) is timed else None
    if "DURATION" in lines:
        length = duration(lines["DURATION"].value)
        if length is None or (not timed and length.seconds):
            return None
        days = timedelta(days=length.days)   # nominal; hours are exact, in a DST gap too (RFC 5545 3.3.6)
        return _instant(start + days, lines["DTSTART"], clock) + (length - days)
    return first if timed else _instant(start + A_DAY, lines["DTSTART"], clock)


def _moment(line: ContentLine) -> date | datetime | None:
    """Read a date, or a wall-clock time; UTC ones are aware."""
    match = _MOMENT.fullmatch(line.value.strip())
    if match is None:
        return None
    kind = line.params.get("VALUE", "").upper()
    day = date(int(match[1]), int(match[2]), int(match[3]))
    if match[4] is None:
        return day if kind in ("DATE", "") else None
    if kind not in ("DATE-TIME", ""):
        return None
    clock_time = time(int(match[4]), int(match[5]), int(match[6]))
    if match[7]:
        return None if line.params.get("TZID", "") not in ("", "UTC") else datetime.combine(day, clock_time, UTC)
    return datetime.combine(day, clock_time)


def _instant(moment: date | datetime, line: ContentLine, clock: LocalTimes) -> datetime:
    """Return a moment in UTC. Raises ValueError for an unknown zone."""
    if not isinstance(moment, datetime):
        return at_wall_clock(moment, time(0), clock.home)
    if moment.tzinfo is not None:
        return moment
    name = line.params.get("TZID", "")
    zone = clock.zone_of(name) if name else clock.floating
    if zone is None:
        raise ValueError(name)
    return at_wall_clock(moment.date(), moment.time(), zone)


def seconds(instant: datetime) -> int:
    """Return the whole seconds since 1970; negative before."""
    return (instant - _EPOCH) // timedelta(seconds=1)


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
