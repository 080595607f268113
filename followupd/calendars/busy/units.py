"""The times of the events in the text of a busy calendar, computed only for those that can matter.

A single event outside the window is left out by its text alone, and one with a known hash keeps its times. Of the
others, single events are read here (times.py), series by the library (series.py). An event that cannot be computed
keeps its known times and is reported. The text may be hostile, so everything has a limit.
"""

from __future__ import annotations

import hashlib
import math
import re
import time
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from followupd.calendars.busy import series, times
from followupd.calendars.busy.free_busy import free_busy
from followupd.calendars.busy.meetings import WHO, Search, may_concern, meetings_in
from followupd.calendars.busy.mending import mended
from followupd.calendars.busy.often import expand_first
from followupd.calendars.busy.prefilter import RECURS, Raw, can_matter, coming_first, day_digits, lies_outside, recurs
from followupd.calendars.busy.remembered_times import CROWD, MOST_TIMES, BusyQuery, Part, Taken, Unit, crowded
from followupd.calendars.busy.rrules import lost_all
from followupd.calendars.busy.steps import BadSeries
from followupd.calendars.ical import cutter
from followupd.calendars.ical.content_lines import ContentLine, parse
from followupd.calendars.ical.cutter import BrokenCalendar, Cut, VCalendar
from followupd.calendars.ical.zones import named
from followupd.core.values.uid import DOMAIN, parse_uid

LARGEST_TEXT = 32 * 1024 * 1024  # bytes of one file, feed or resource: 50,000 events without their attachments
MOST_EVENTS = 500_000    # as many as that many bytes can hold, if each has a start
MOST_READ = 100_000      # of those that can matter, the ones that come first
WORK_LIMIT = 15.0        # seconds for the series of one text, in which a pass still waits for it; the next continues
_GZIP = b"\x1f\x8b"
MOST_ALONE = 100         # events of a series that cannot be worked out, of which each counts once
_REPEATS = RECURS | {b"EXDATE"}
# The properties that say when an event is, whether it takes time, and who takes part. All others are left out.
_WANTED = re.compile(
    rb"\n(UID|DTSTART|DTEND|DURATION|RRULE|RDATE|EXDATE|EXRULE|RECURRENCE-ID|SUMMARY|STATUS|TRANSP|SEQUENCE"
    rb"|X-MICROSOFT-(?:CDO|MSNCALENDAR)-(?:BUSYSTATUS|ALLDAYEVENT)|X-(?:FUNAMBOL-)?ALLDAY|ATTENDEE)[ \t]*([;:][^\n]*)",
    re.IGNORECASE,
)
_ZONE = re.compile(r"""TZID\s*=\s*["']?([^"':;]+)""", re.IGNORECASE)



def read_part(
    data: bytes, mark: str, need: BusyQuery, before: Part | None, patience: float = WORK_LIMIT, name: str = "it",
    most: int = MOST_TIMES,
) -> Part:
    """Read the events of one text, which messages call `name`; more than `most` times lose their titles.

    Raises BrokenCalendar. `before` is what was known about it in the same context. If the text is cut off, that counts
    as well.
    """
    place = cutter.cut(cutter.plain(_unpacked(data)), strict=False, most_events=MOST_EVENTS)
    reading = _PartReader(place, need, before, time.monotonic() + patience)
    units = reading.crowd()
    many = 0
    for unit in (unit for sheet in place.sheets for unit in reading.sheet(sheet)):
        units.append(unit)
        many += len(unit.times)
        if many > 2 * most:
            units, many = crowded(units, most, reading.text), 0
    if (periods := reading.periods()) is not None:
        units.append(periods)
    if place.torn is not None and before is not None:
        units = _with_known(units, place.torn, before)
    if place.damage:
        again = "" if place.torn is not None else "damage"      # it may have been read while it was being written
        units.append(Unit("", again, (), f"{name} {place.damage}"))
    units = crowded(units, most, reading.text)
    if any(not unit.mark for unit in units):
        mark = ""       # not everything is computed yet: it is read again
    return Part(mark, tuple(units), sum(len(sheet.events) for sheet in place.sheets))


def _with_known(units: Sequence[Unit], torn: str, before: Part) -> list[Unit]:
    """Return the events before the cut, and what was known of the `torn` one and of those after it."""
    known = {unit.uid for unit in before.units}
    read = [unit for unit in units if unit.uid != torn or unit.uid not in known]
    here = {"", *(unit.uid for unit in read)}
    return [*read, *(unit for unit in before.units if unit.uid not in here)]     # several may have one UID


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
    """Everything but its own lines on which an event's times depend; `mark` is a text of all of it."""

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
        asked = f"{need.first}-{need.last} {need.times_context}".encode()
        self.text = hashlib.blake2b(place.data + asked, digest_size=12).hexdigest()
        self._first = _midnight(need.first)
        self._last = _midnight(need.last + 1)
        self._first_digits, self._last_digits = _digits(need.first - 2), _digits(need.last + 2)
        self._room = MOST_READ
        self._cut = math.inf      # of the event that is read: the instant (seconds) from which none of it counts

    def crowd(self) -> list[Unit]:
        """Return the times that were merged when the same text was read before."""
        before = self._by_uid.get(CROWD)
        return [before] if before is not None and before.mark == self.text else []

    def sheet(self, sheet: VCalendar) -> Iterable[Unit]:
        """Return the events of one VCALENDAR that matter."""
        context = self._context(sheet)
        groups = [(uid, events) for uid, events in self._by_uid_in(sheet).items() if not self._passed_over(uid, events)]
        groups, left_out = coming_first(groups, lambda group: day_digits(group[1][0], self._first_digits), self._room)
        self._room -= len(groups)
        if left_out is not None:
            said = f"it has more than {MOST_READ:,} events in the coming months; none from {left_out} on counts"
            yield Unit("", f"most {self.text}", (), said)
        for uid, events in groups:
            unit = self._worth_remembering(uid, events, context)
            if unit is not None:
                yield unit

    def _worth_remembering(self, uid: str, events: Sequence[bytes], context: _Context) -> Unit | None:
        """Return the events of one UID, read or as they are known; None if they say nothing and are soon read again."""
        bare = [cutter.without_components(event) for event in events]
        raws = [_WANTED.findall(event) for event in bare]
        mark = _mark(raws, context.mark)
        unit = known = self._by_mark.get(mark) or self._by_mark.get(f"{self.text} {mark}")
        if unit is None and (len(raws) > 1 or can_matter(raws[0], self._need)):
            unit = self._some_unit(uid, mark, raws, context) if self._need.times else Unit(uid, mark)
        if unit is None:
            return None
        if self._need.watched is not None or unit.seen:
            unit = self._with_meetings(unit, bare, raws, context)
        costly = self._need.times and (len(raws) > 1 or recurs(raws[0]))
        says_something = unit.times or unit.problem or unit.meetings
        return unit if known is not None or says_something or costly else None

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
        mark = "|".join((days, self._need.times_context, zone_mark, default, *sorted(addresses)))
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

    def _some_unit(self, uid: str, mark: str, events: Sequence[Raw], context: _Context) -> Unit:
        """Return the unit, or a sentence about a fault of ours in it, which must not hide the other events (P11)."""
        try:
            return self._unit(uid, mark, events, context)
        except MemoryError:
            raise
        except Exception as fault:   # noqa: BLE001 - whatever it is
            before = self._by_uid.get(uid)
            counts = "does not count as busy" if before is None else "counts as it was before"
            said = f"an event {counts}: a fault in followupd ({type(fault).__name__}); please report it"
            return Unit(uid, mark, before.times if before is not None else (), said)

    def _with_meetings(
        self, unit: Unit, bare: Sequence[bytes], raws: Sequence[Raw], context: _Context
    ) -> Unit:
        """Return the unit with its meetings, or without them if none are looked for.

        They are read again if the people of the list have changed, the times are not.
        """
        watched, before = self._need.watched, self._by_uid.get(unit.uid)
        if watched is None:
            return replace(unit, seen="", meetings=())
        who = [WHO.findall(event) for event in bare]
        seen = _mark(who, watched.mark.encode())
        if unit.seen == seen:
            return unit
        if not unit.mark:
            return replace(unit, meetings=before.meetings if before is not None else ())
        if not may_concern(raws, who, watched):
            return replace(unit, seen=seen, meetings=())
        if time.monotonic() > self._until:
            return replace(unit, mark="", meetings=before.meetings if before is not None else ())
        search = Search(watched, self._need.own_addresses, self._first, self._last, context.setting)
        try:
            met = meetings_in(unit.uid, [_lines(raw) for raw in raws], [_lines(raw) for raw in who], search)
        except BadSeries:
            met = []
        except MemoryError:
            raise
        except Exception as fault:   # noqa: BLE001 - it must hide neither the times nor the other events (P11)
            said = f"who takes part in an event is not known: a fault in followupd ({type(fault).__name__})"
            return replace(unit, seen=seen, meetings=(), problem=unit.problem or f"{said}; please report it")
        return replace(unit, seen=seen, meetings=tuple(met))

    def _unit(self, uid: str, mark: str, events: Sequence[Raw], context: _Context) -> Unit:
        read = [_lines(raw) for raw in events]
        readings: list[list[list[ContentLine]]]
        few, home = sum(map(len, read)) <= series.MOST_LINES, context.setting.home
        readings, damaged = mended(read, home) if few else ([read], ())     # refused below
        title = series.title_of(read[0]) or "an event"
        repeats = any(line.name in ("RRULE", "RDATE") for lines in readings[0] for line in lines)
        once = "" if repeats or lost_all("RRULE") not in damaged else ", and counts once"
        unread = f"“{title}” is read without {' and '.join(damaged)}, which followupd cannot read{once}"
        notes = [unread] if damaged else []
        if any(sum(line.name == "DTSTART" for line in lines) > 1 for lines in read) and len(readings) > 1:
            notes.append(f"“{title}” has several starts, and each of them counts")
        before, self._cut = self._by_uid.get(uid), math.inf
        try:
            try:
                taken = self._all(readings, context.setting, context.addresses)
            except series.UnknownZone as problem:
                taken = self._all(readings, replace(context.setting, guess=True), context.addresses)
                notes.append(f"“{title}” is taken to be in your own time zone: {problem}")
        except BadSeries as problem:
            if before is not None and before.times:
                return Unit(uid, mark, before.times, f"“{title}” counts as it was before: {problem}")
            taken = self._once(readings, replace(context.setting, guess=True), context.addresses)
            counts = "counts once, at its first time" if taken else "does not count as busy"
            notes.append(f"“{title}” {counts}: {problem}")
        except _NoTimeLeft:
            return Unit(uid, "", before.times if before else (), "there is more to work out; the next pass goes on")
        if self._cut < math.inf:
            day = datetime.fromtimestamp(self._cut, self._need.home).date()
            said = f"recurs too often to be worked out for the whole time; none of it from {day} on counts"
            notes.append(f"“{title}” {said}")
        return Unit(uid, mark, taken, "; ".join(notes))

    def _all(
        self, readings: Iterable[Sequence[Sequence[ContentLine]]], setting: series.Setting, addresses: frozenset[str]
    ) -> tuple[Taken, ...]:
        """Return the times of all readings; of those that begin together the longest."""
        longest: dict[tuple[int, str], int] = {}
        for lines in readings:
            for start, end, title in self._times(lines, setting, addresses):
                longest[start, title] = max(end, longest.get((start, title), end))
        return tuple(sorted((start, end, title) for (start, title), end in longest.items()))

    def _once(
        self, readings: Iterable[Sequence[Sequence[ContentLine]]], setting: series.Setting, addresses: frozenset[str]
    ) -> tuple[Taken, ...]:
        """Return the first time alone of events whose recurrence cannot be worked out; () if that cannot be read."""
        alone = ([[line for line in lines if line.name.encode() not in _REPEATS] for lines in one[:MOST_ALONE]]
                 for one in readings)
        try:
            return self._all(([lines] for one in alone for lines in one), setting, addresses)
        except (BadSeries, _NoTimeLeft):
            return ()

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
        if time.monotonic() > self._until:
            raise _NoTimeLeft
        expanded, cut = expand_first(lines, self._first, self._last, setting, takes_time)
        self._cut = min(self._cut, cut if cut is not None else self._cut)
        return expanded


class _NoTimeLeft(Exception):
    """The time for this text in one pass is used up."""


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
        lines.append(line if line.name else _salvaged(text, name.decode().upper()))
    return lines


def _salvaged(text: str, name: str) -> ContentLine:
    """Return a line whose parameters are damaged (a quotation mark is missing), with its value and its zone."""
    zone = _ZONE.search(text)
    return ContentLine(text, name, {"TZID": zone[1].strip()} if zone is not None else {}, text[text.rfind(":") + 1 :])


def _mark(events: Sequence[Raw], context: bytes) -> str:
    """Return a hash that changes with these events; without DTSTAMP, which Google changes with each download."""
    digest = hashlib.blake2b(context, digest_size=12)
    for raw in events:
        digest.update(b"\n".join(part for line in raw for part in line))
        digest.update(b"\0")
    return digest.hexdigest()


def _single(lines: Sequence[Sequence[ContentLine]]) -> dict[str, ContentLine] | None:
    """Return the lines by name of an event that happens once and has each line once."""
    others = [line for line in lines[0] if line.name != "ATTENDEE"]
    names = {line.name: line for line in others}
    recurs = any(name.decode() in names for name in RECURS)
    once = len(lines) == 1 and len(names) == len(others) and not recurs
    return names if once else None


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
