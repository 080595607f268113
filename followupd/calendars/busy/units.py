"""The times of the events in the text of a busy calendar, computed only for those that can matter.

A single event outside the window is left out by its text alone, and one with a known hash keeps its times. Of the
others, single events are read here (times.py), series by the library (series.py). An event that cannot be computed
keeps its known times and is reported. The text may be hostile, so everything has a limit.
"""

from __future__ import annotations

import hashlib
import re
import time
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from followupd.calendars.busy import series, times
from followupd.calendars.busy.free_busy import free_busy
from followupd.calendars.busy.memory import BusyQuery, Part, Taken, Unit
from followupd.calendars.busy.mending import mended
from followupd.calendars.ical import cutter
from followupd.calendars.ical.cutter import BrokenCalendar, Cut, VCalendar
from followupd.calendars.ical.lines import ContentLine, parse
from followupd.calendars.ical.zones import named
from followupd.core.values.uid import DOMAIN, parse_uid

LARGEST_TEXT = 32 * 1024 * 1024  # bytes of one file, feed or resource: 50,000 events without their attachments
MOST_EVENTS = 100_000
MOST_TIMES = 200_000   # of all events of one text
WORK_LIMIT = 20.0        # seconds of work on one text; the next pass continues
_GZIP = b"\x1f\x8b"
_RECURS: frozenset[bytes] = frozenset({b"RRULE", b"RDATE", b"RECURRENCE-ID", b"EXRULE"})
# The properties that say when an event is, whether it takes time, and who takes part. All others are left out.
_WANTED = re.compile(
    rb"\n(UID|DTSTART|DTEND|DURATION|RRULE|RDATE|EXDATE|EXRULE|RECURRENCE-ID|SUMMARY|STATUS|TRANSP|SEQUENCE"
    rb"|X-MICROSOFT-(?:CDO|MSNCALENDAR)-(?:BUSYSTATUS|ALLDAYEVENT)|X-(?:FUNAMBOL-)?ALLDAY|ATTENDEE)([;:][^\n]*)",
    re.IGNORECASE,
)
_WHEN = re.compile(
    rb"\n(DTSTART|DTEND|DURATION|RRULE|RDATE|RECURRENCE-ID|EXRULE)[;:](?:[^\n]*:)?([0-9]{8})?", re.IGNORECASE
)

Raw = list[tuple[bytes, bytes]]   # the lines of an event that matter: name and the rest


def read_part(data: bytes, mark: str, need: BusyQuery, before: Part | None, patience: float = WORK_LIMIT) -> Part:
    """Read the events of one text. `before` is what was known about it in the same context. Raises BrokenCalendar."""
    place = cutter.cut(cutter.plain(_unpacked(data)), strict=False, most_events=MOST_EVENTS)
    reading = _PartReader(place, need, before, time.thread_time() + patience)
    units: list[Unit] = []
    many = 0
    for unit in (unit for sheet in place.sheets for unit in reading.sheet(sheet)):
        units.append(unit)
        many += len(unit.times)
        if many > MOST_TIMES:
            raise BrokenCalendar(f"has more than {MOST_TIMES:,} times in the coming months")
    if (periods := reading.periods()) is not None:
        units.append(periods)
    if any(not unit.mark for unit in units):
        mark = ""       # not everything is computed yet: it is read again
    return Part(mark, tuple(units), sum(len(sheet.events) for sheet in place.sheets))


def _unpacked(data: bytes) -> bytes:
    """Return the text of a .gz file, of all its members; any other text as it is. Raises BrokenCalendar."""
    if not data.startswith(_GZIP):
        return data
    parts: list[bytes] = []
    left = LARGEST_TEXT + 1
    while data.startswith(_GZIP) and left > 0:
        member = zlib.decompressobj(wbits=31)
        try:
            parts.append(member.decompress(data, left))
        except zlib.error:
            raise BrokenCalendar("is damaged: it cannot be unpacked (.gz)") from None
        left -= len(parts[-1])
        if left > 0 and not member.eof:
            raise BrokenCalendar("is cut off in the middle (.gz)")
        data = member.unused_data
    if left <= 0:
        raise BrokenCalendar(f"is larger than {LARGEST_TEXT // 1024 // 1024} MiB when it is unpacked")
    return b"".join(parts)


@dataclass(frozen=True, slots=True)
class _Context:
    """What the times of an event depend on besides its own lines; `mark` is a text of all of that."""

    setting: series.Setting
    addresses: frozenset[str]
    mark: bytes


class _PartReader:
    """One reading of one text."""

    def __init__(self, place: Cut, need: BusyQuery, before: Part | None, until: float) -> None:
        self._data, self._need, self._until = place.data, need, until
        units = before.units if before is not None else ()
        self._by_mark = {unit.mark: unit for unit in units if unit.mark}
        self._by_uid = {unit.uid: unit for unit in units if unit.uid}
        self._first = _midnight(need.first)
        self._last = _midnight(need.last + 1)
        self._first_digits, self._last_digits = _digits(need.first - 2), _digits(need.last + 2)

    def sheet(self, sheet: VCalendar) -> Iterable[Unit]:
        """Return the events of one VCALENDAR that matter."""
        context = self._context(sheet)
        for uid, events in self._by_uid_in(sheet).items():
            if self._passed_over(uid, events):
                continue
            raws = [_WANTED.findall(cutter.without_components(event)) for event in events]
            mark = _mark(raws, context.mark)
            if mark in self._by_mark:
                yield self._by_mark[mark]
            elif len(raws) > 1 or self._can_matter(raws[0]):
                unit = self._unit(uid, mark, raws, context)
                if unit.times or unit.problem or len(raws) > 1 or _recurs(raws[0]):
                    yield unit

    def periods(self) -> Unit | None:
        """Return the busy times that are written as such, in a free-busy answer."""
        clock = times.LocalTimes(times.Zones(()), self._need.home, self._need.home)
        return free_busy(self._data, clock, (times.seconds(self._first), times.seconds(self._last)))

    def _context(self, sheet: VCalendar) -> _Context:
        """Return the context in which the events of one VCALENDAR are read."""
        head = self._data[slice(*sheet.head)]
        vtimezones = [self._data[start:end].decode("utf-8", "replace") for start, end in sheet.zones]
        zone_mark = hashlib.blake2b("".join(vtimezones).encode(), digest_size=8).hexdigest() if vtimezones else ""
        default, name = _property(head, b"X-WR-TIMEZONE"), _property(head, b"X-WR-CALNAME")
        default = default if named(default) else ""
        addresses = self._need.own_addresses | ({times.address_of(name)} if _is_address(name) else frozenset())
        setting = series.Setting(times.Zones(vtimezones), default, self._need.home)
        days = f"{self._need.first}-{self._need.last}"    # other days have other times
        mark = "|".join((days, self._need.context, zone_mark, default, *sorted(addresses)))
        return _Context(setting, addresses, mark.encode())

    def _passed_over(self, uid: str, events: Sequence[bytes]) -> bool:
        """Return whether events are left out unread: their digits are outside the window, or they are ours.

        Nine of ten events of a calendar that is kept for years: digits are compared, no dates are made.
        """
        if len(events) == 1 and lies_outside(events[0], self._first_digits, self._last_digits):
            return True
        return DOMAIN in uid and parse_uid(uid, self._need.list_name) is not None

    def _by_uid_in(self, sheet: VCalendar) -> dict[str, list[bytes]]:
        """Group the events by UID; an event without one stays alone, under its number."""
        groups: dict[str, list[bytes]] = {}
        for number, (uid, start, end) in enumerate(sheet.events):
            groups.setdefault(uid or f" {number}", []).append(self._data[start:end])
        return groups

    def _can_matter(self, raw: Raw) -> bool:
        """Return False only if the text alone shows that the event is outside the window."""
        fields: dict[bytes, bytes] = {name.upper(): rest for name, rest in raw}
        day = times.ordinal_of(_date(fields.get(b"DTSTART", b"")))
        if day is None or b"RDATE" in fields or b"RECURRENCE-ID" in fields:
            return True
        if day > self._need.last + 1:
            return False
        rule, last_start = fields.get(b"RRULE"), day
        if rule is not None:
            ends = _until(rule)
            if ends is None or sum(name.upper() == b"RRULE" for name, _ in raw) > 1:
                return True
            last_start = max(day, ends)
        return self._end(fields, day, last_start) >= self._need.first - 1

    def _end(self, fields: Mapping[bytes, bytes], day: int, last_start: int) -> int:
        """Return the last day on which the event may be, given the last day on which it starts."""
        length: int | None = 1
        if b"DTEND" in fields:
            end = times.ordinal_of(_date(fields[b"DTEND"]))
            length = None if end is None else abs(end - day) + 1
        elif b"DURATION" in fields:
            length = times.days_long(_date(fields[b"DURATION"]))
        return self._need.first if length is None else last_start + length

    def _unit(self, uid: str, mark: str, events: Sequence[Raw], context: _Context) -> Unit:
        setting, addresses = context.setting, context.addresses
        read = [_lines(raw) for raw in events]
        lines, damaged = mended(read) if sum(map(len, read)) <= series.MOST_LINES else (read, ())   # refused below
        title = series.title_of(lines[0]) or "an event"
        without = f"“{title}” is read without its {' and '.join(damaged)}, which is damaged" if damaged else ""
        before = self._by_uid.get(uid)
        try:
            try:
                return Unit(uid, mark, tuple(self._times(lines, setting, addresses)), without)
            except series.UnknownZone as problem:
                guessed = self._times(lines, replace(setting, guess=True), addresses)
                return Unit(uid, mark, tuple(guessed), f"“{title}” is taken to be in your own time zone: {problem}")
        except series.BadSeries as problem:
            meanwhile = "does not count as busy" if before is None else "counts as it was before"
            return Unit(uid, mark, before.times if before else (), f"“{title}” {meanwhile}: {problem}")
        except _NoTimeLeft:
            return Unit(uid, "", before.times if before else (), "there is more to work out; the next pass goes on")

    def _times(
        self, lines: Sequence[Sequence[ContentLine]], setting: series.Setting, addresses: frozenset[str]
    ) -> list[Taken]:
        def takes_time(some: Iterable[ContentLine]) -> bool:
            return times.takes_time(some, addresses)

        if not any(map(takes_time, lines)):
            return []
        several = _separate(lines) if len(lines) <= series.MOST_LINES else [lines]
        if len(several) > 1:
            return sorted({one for some in several for one in self._times(some, setting, addresses)})
        single = _single(lines)
        if single is not None:
            clock = times.LocalTimes(setting.zones, named(setting.default_zone) or setting.home, setting.home)
            found = times.single(single, clock)
            if found is not None:
                start, end = found
                inside = start < end and start < times.seconds(self._last) and end > times.seconds(self._first)
                return [(start, end, series.title_of(lines[0]))] if inside else []
        if time.thread_time() > self._until:
            raise _NoTimeLeft
        return series.expand(lines, self._first, self._last, setting, takes_time)


class _NoTimeLeft(Exception):
    """The time for this text in one pass is used up."""


def lies_outside(event: bytes, first: bytes, last: bytes) -> bool:
    """Return whether its digits alone show that it happens once, before the day `first` or after `last` (20261124).

    False if anything is unusual: it recurs, has a DURATION, or is written in another way.
    """
    match _WHEN.findall(event):
        case [(b"DTSTART", start)]:
            end = start
        case [(b"DTSTART", start), (b"DTEND", end)] | [(b"DTEND", end), (b"DTSTART", start)]:
            pass
        case _:
            return False
    return bool(start and end) and (start > last or max(start, end) < first)


def _separate(lines: Sequence[Sequence[ContentLine]]) -> list[Sequence[Sequence[ContentLine]]]:
    """Return the events under one UID that have nothing to do with each other; overrides go with the first series."""
    def has(some: Sequence[ContentLine], *names: str) -> bool:
        return any(line.name in names for line in some)

    wholes = [some for some in lines if not has(some, "RECURRENCE-ID")]
    if len(wholes) < 2:
        return [lines]
    first = next((some for some in wholes if has(some, "RRULE", "RDATE")), wholes[0])
    overrides = [some for some in lines if has(some, "RECURRENCE-ID")]
    return [[some, *(overrides if some is first else [])] for some in wholes]


def _lines(raw: Raw) -> list[ContentLine]:
    lines = []
    for name, rest in raw:
        text = (name + rest).decode("utf-8", "replace")
        line = parse(text)
        # A rule with damaged parameters must not vanish: it exists but cannot be read.
        lines.append(line if line.name else ContentLine(text, name.decode().upper(), {}, ""))
    return lines


def _date(rest: bytes) -> str:
    """Return the value of a date or duration, which has no colon, after any parameters."""
    return rest[rest.rfind(b":") + 1 :].decode("utf-8", "replace").strip()


def _mark(events: Sequence[Raw], context: bytes) -> str:
    """Return a hash that changes with these events; without DTSTAMP, which Google changes with each download."""
    found = hashlib.blake2b(context, digest_size=12)
    for raw in events:
        found.update(b"\n".join(part for line in raw for part in line))
        found.update(b"\0")
    return found.hexdigest()


def _single(lines: Sequence[Sequence[ContentLine]]) -> dict[str, ContentLine] | None:
    """Return the lines by name of an event that happens once and has each line once."""
    others = [line for line in lines[0] if line.name != "ATTENDEE"]
    names = {line.name: line for line in others}
    recurs = any(name.decode() in names for name in _RECURS)
    once = len(lines) == 1 and len(names) == len(others) and not recurs
    return names if once else None


def _recurs(raw: Raw) -> bool:
    return any(name.upper() in _RECURS for name, _ in raw)


def _until(rule: bytes) -> int | None:
    """Return the day of a rule's UNTIL, None if it has none."""
    place = rule.upper().find(b"UNTIL=")
    return None if place < 0 else times.ordinal_of(rule[place + 6 : place + 14].decode("ascii", "replace"))


def _property(head: bytes, name: bytes) -> str:
    """Return a property of the calendar itself, "" if it has none."""
    found = re.search(rb"\n" + name + rb"(?:;[^:\n]*)?:([^\n]*)", head, re.IGNORECASE)
    return found[1].decode("utf-8", "replace").strip() if found else ""


def _is_address(name: str) -> bool:
    """Return whether a calendar is named after its owner, as Google names the first one of an account."""
    return name.count("@") == 1 and " " not in name and "." in name.partition("@")[2]


def _digits(day: int) -> bytes:
    """Return a day as it is written in a text: 20261124."""
    return date.fromordinal(min(max(day, 1), date.max.toordinal())).isoformat().replace("-", "").encode()


def _midnight(day: int) -> datetime:
    """Return the first instant of a day in UTC."""
    return datetime.combine(date.fromordinal(min(max(day, 2), date.max.toordinal() - 3)), datetime.min.time(), UTC)
