"""Cut the bytes of somebody else's .ics into its events, and an event into the lines that tell when it is.

Takes bytes, gives bytes: an event is parsed only when its text says that it can matter (PERFORMANCE.md "Busy time").
Reads a property by its name at the start of a line and never inside an alarm. Never writes; what it is given may be
hostile, so it takes time in proportion to the length and stops at `MOST_EVENTS`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

LARGEST = 32 * 1024 * 1024       # bytes of one file, feed or resource: 50,000 events without their attachments
MOST_EVENTS = 100_000
_BOM = b"\xef\xbb\xbf"
_KINDS = rb"[Vv](?:[Cc][Aa][Ll][Ee][Nn][Dd][Aa][Rr]|[Ee][Vv][Ee][Nn][Tt]|[Tt][Ii][Mm][Ee][Zz][Oo][Nn][Ee])"
_FENCE = re.compile(rb"\n([Bb][Ee][Gg][Ii][Nn]|[Ee][Nn][Dd]):(" + _KINDS + rb")[ \t]*\r?(?=\n|\Z)")
_SMALL = re.compile(rb"\n(?:begin|Begin|end|End):")
_FIRST = re.compile(rb"[Bb][Ee][Gg][Ii][Nn]:[Vv][Cc][Aa][Ll][Ee][Nn][Dd][Aa][Rr][ \t]*\r?(?=\n|\Z)")
_INNER = re.compile(rb"\n([Bb][Ee][Gg][Ii][Nn]|[Ee][Nn][Dd]):")
_FOLD = re.compile(rb"\r?\n[ \t]")
# What tells when an event is, whether it takes time, and whose it is. All else is left where it stands.
_WANTED = (
    rb"UID|DTSTART|DTEND|DURATION|RRULE|RDATE|EXDATE|EXRULE|RECURRENCE-ID|SUMMARY|STATUS|TRANSP|SEQUENCE"
    rb"|X-MICROSOFT-(?:CDO|MSNCALENDAR)-BUSYSTATUS|ATTENDEE"
)
MOST_FOLDS = 8_000               # of one property: 600 kB, ten times of what a server takes
_LINE = re.compile(rb"\n(" + _WANTED + rb")([;:][^\n]*(?:\n[ \t][^\n]*){0,%d})" % MOST_FOLDS, re.IGNORECASE)
_PARAMETER = re.compile(rb';([A-Za-z0-9-]+)=((?:"[^"]*"|[^;:"])*)')


class NoCalendar(ValueError):
    """The bytes are no iCalendar, or were cut off. The message is a sentence without its subject."""


@dataclass(frozen=True, slots=True)
class Line:
    """One property: its name in capitals, its parameters as they stand (`;TZID=...`), and its value, unfolded."""

    name: str
    params: bytes
    value: bytes

    def param(self, name: bytes) -> str:
        """A parameter's value without its quotes, "" where it is not given."""
        for found, value in _PARAMETER.findall(self.params):
            if found.upper() == name:
                return str(value.strip(b'"').decode("utf-8", "replace"))
        return ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One VCALENDAR: what stands before its first component, its VTIMEZONEs, and its VEVENTs."""

    head: bytes
    zones: tuple[bytes, ...]
    events: tuple[bytes, ...]


@dataclass(slots=True)
class _Open:
    head: bytes | None = None
    zones: list[bytes] = field(default_factory=list)
    events: list[bytes] = field(default_factory=list)


def cut(data: bytes) -> list[Sheet]:
    """The calendars of a file, which are mostly one. Raises NoCalendar."""
    plain = _cut_plain(data)
    return _cut_any(data) if plain is None else [plain]


def _cut_plain(data: bytes) -> Sheet | None:
    """One calendar as nearly all programs write it, its events one behind the other: in a third of the time.

    None where anything is written in another way, or is damaged.
    """
    first, *events = data.split(b"\nBEGIN:VEVENT", MOST_EVENTS + 1)
    if not first.startswith(b"BEGIN:VCALENDAR") or not events or len(events) > MOST_EVENTS:
        return None
    if _SMALL.search(data) is not None:
        return None
    found: list[bytes] = []
    for piece in events:
        place = piece.find(b"\nEND:VEVENT")
        if place < 0 or piece[0] not in b"\r\n":
            return None
        found.append(piece[:place + 1])
        if len(piece) - place > 13 and piece is not events[-1]:
            return None
    tail = events[-1][len(found[-1]):]
    if data.count(b"\nEND:VCALENDAR") != 1 or data.count(b"BEGIN:VCALENDAR") != 1 or b"\nEND:VCALENDAR" not in tail:
        return None
    if data.count(b"\nEND:VEVENT") != len(found) or b"\nBEGIN:VTIMEZONE" in tail:
        return None
    sheet = _cut_any(first + tail[tail.index(b"\nEND:VCALENDAR"):])[0]
    return Sheet(sheet.head, sheet.zones, tuple(found))


def _cut_any(data: bytes) -> list[Sheet]:
    start = len(_BOM) if data.startswith(_BOM) else 0
    while data[start:start + 1] in (b"\r", b"\n", b" "):
        start += 1
    if _FIRST.match(data, start) is None:
        raise NoCalendar("is empty" if start >= len(data) else
                         "is no iCalendar: it does not begin with BEGIN:VCALENDAR")
    sheets: list[Sheet] = []
    now: _Open | None = _Open()
    begun, inside, count = start, "", 0
    for fence in _FENCE.finditer(data, start):
        kind, opens, place = fence[2].upper(), fence[1][0] in b"Bb", fence.start() + 1
        if kind == b"VCALENDAR":
            if inside or opens is (now is not None):
                raise NoCalendar("is damaged: its calendars do not begin and end in turn")
            if now is not None:
                sheets.append(Sheet(_head(data, begun, place, now), tuple(now.zones), tuple(now.events)))
            now, begun = (_Open(), place) if opens else (None, 0)
        elif opens:
            if now is None or inside:
                raise NoCalendar(f"is damaged: {(inside or 'VCALENDAR')} does not end before the next one begins")
            if now.head is None:
                now.head = data[begun:place]
            inside, at = kind.decode(), place
        else:
            if now is None or inside != kind.decode():
                raise NoCalendar(f"is damaged: END:{kind.decode()} has no beginning")
            inside, text = "", data[at:fence.end()]
            if kind == b"VEVENT":
                count += 1
                if count > MOST_EVENTS:
                    raise NoCalendar(f"holds more than {MOST_EVENTS:,} events")
                now.events.append(text)
            else:
                now.zones.append(text)
    if now is not None:
        raise NoCalendar(f"is cut off in the middle: END:{inside or 'VCALENDAR'} is missing")
    return sheets


def _head(data: bytes, begun: int, end: int, now: _Open) -> bytes:
    return now.head if now.head is not None else data[begun:end]


_QUICK_RECURS = re.compile(rb"\n(?:R(?:RULE|DATE|ECURRENCE-ID)|EXRULE|DURATION)", re.IGNORECASE)
_QUICK_START = re.compile(rb"\nDTSTART[^:\n]*:([0-9]{8})(?:\r?\n(?![ \t])|T)")
_QUICK_END = re.compile(rb"\nDTEND[^:\n]*:([0-9]{8})(?:\r?\n(?![ \t])|T)")


def by_uid(events: tuple[bytes, ...]) -> dict[bytes, list[bytes]]:
    """The events with one UID together, under what stands behind its name; one without a UID stays alone."""
    groups: dict[bytes, list[bytes]] = {}
    for number, event in enumerate(events):
        inner, start = event.find(b"\nBEGIN:", 1), event.find(b"\nUID:")
        end = event.find(b"\n", start + 5)
        if start >= 0 and (start < inner or inner < 0) and event[end + 1:end + 2] not in (b" ", b"\t"):
            uid = event[start + 4:end].strip()
        else:   # with parameters, folded, in small letters, or behind an alarm that has one of its own
            uid = unfolded(next((rest for name, rest in raw_lines(event) if name.upper() == b"UID"), b""))
        uid = uid or b"%d" % number
        if uid in groups:
            groups[uid].append(event)
        else:
            groups[uid] = [event]
    return groups


def lies_outside(event: bytes, first: bytes, last: bytes) -> bool:
    """Whether its digits alone say that it happens once, and before the day `first` or after `last` (20261124).

    False where anything is not plain: it recurs, has a DURATION, or is written in another way.
    """
    start = _QUICK_START.findall(event)
    if len(start) != 1 or first <= start[0] <= last:
        return False
    if start[0] < first:
        end = _QUICK_END.findall(event)
        if end and (len(end) > 1 or end[0] >= first):
            return False
    return _QUICK_RECURS.search(event) is None


Raw = list[tuple[bytes, bytes]]


def raw_lines(event: bytes) -> Raw:
    """The properties of a VEVENT that matter here, in their order, as name and rest: not split, not unfolded."""
    found: Raw = _LINE.findall(_without_alarms(event))
    if len(event) > MOST_FOLDS:     # a line that was cut short must not be taken for the whole of it
        found = [(name, rest if rest.count(b"\n") < MOST_FOLDS else b":too long") for name, rest in found]
    return found


def lines_of(raw: Raw) -> list[Line]:
    """The same as names, parameters and values."""
    found = []
    for name, rest in raw:
        flat = _FOLD.sub(b"", rest) if b"\n" in rest else rest
        params, value = _split(flat.rstrip(b"\r"))
        found.append(Line(name.decode().upper(), params, value))
    return found


def unfolded(rest: bytes) -> bytes:
    return (_FOLD.sub(b"", rest) if b"\n" in rest else rest).strip()


def value_of(rest: bytes) -> bytes:
    """The value of a date's rest, which holds no colon."""
    flat = unfolded(rest)
    return flat[flat.rfind(b":") + 1:].strip()


def _without_alarms(event: bytes) -> bytes:
    """The event without what stands inside it: an alarm has a DURATION and an ATTENDEE of its own."""
    kept: list[bytes] = []
    depth, cursor = 0, 0
    for fence in _INNER.finditer(event):     # its own BEGIN has no line break before it, its own END ends the depth
        if fence[1][0] in b"Bb":
            if depth == 0:
                kept.append(event[cursor:fence.start()])
            depth += 1
        elif depth:
            depth -= 1
            line_end = event.find(b"\n", fence.end())
            cursor = line_end if line_end >= 0 else len(event)
    return b"".join([*kept, event[cursor:]]) if kept and not depth else event


def head_text(head: bytes, name: bytes) -> str:
    """A property of the calendar itself, such as X-WR-TIMEZONE; "" where it has none."""
    found = re.search(rb"\n" + name + rb"(?:;[^:\n]*)?:([^\n]*)", head, re.IGNORECASE)
    return found[1].decode("utf-8", "replace").strip() if found else ""


def _split(rest: bytes) -> tuple[bytes, bytes]:
    """The parameters and the value of what stands behind a name; a colon in quotes is no end of a parameter."""
    if rest[:1] == b":":
        return b"", rest[1:]
    cursor, quoted = 0, False
    for cursor in range(len(rest)):
        byte = rest[cursor]
        if byte == 0x22:
            quoted = not quoted
        elif byte == 0x3A and not quoted:
            return rest[:cursor], rest[cursor + 1:]
    return rest, b""
