"""Cut the bytes of an .ics file into its calendars, time zones and events, and edit events with every other byte kept.

Takes bytes, returns positions in them. Never parses a property except the UID: a scan for BEGIN and END takes a
hundredth of the time of parsing (docs/performance.md), and what we do not parse we cannot spoil (P5). Its time is
linear in the length, even for hostile bytes.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import NamedTuple

from followupd.calendars.ical import content_lines

_EDGE = rb"\n(?:[Bb][Ee][Gg][Ii][Nn]:(%s)|[Ee][Nn][Dd]:(%s))[ \t]*\r?(?=\n|\Z)"
_ANY_EDGE = re.compile(_EDGE % (rb"[A-Za-z0-9-]+", rb"[A-Za-z0-9-]+"))
_KIND = rb"[Vv](?:[Cc][Aa][Ll][Ee][Nn][Dd][Aa][Rr]|[Ee][Vv][Ee][Nn][Tt]|[Tt][Ii][Mm][Ee][Zz][Oo][Nn][Ee])"
# For reading only, where programs may write `BEGIN : VEVENT`.
_MAIN_EDGE = re.compile(_EDGE.replace(b":(", rb"[ \t]*:[ \t]*(") % (_KIND, _KIND))
_INNER_EDGE = re.compile(rb"\n([Bb][Ee][Gg][Ii][Nn]|[Ee][Nn][Dd]):([A-Za-z0-9-]*)")
_NO_MAIN_INSIDE = frozenset({b"VEVENT", b"VTIMEZONE"})
_OTHERS = frozenset({b"VTODO", b"VJOURNAL"})
_MAIN = _NO_MAIN_INSIDE | {b"VCALENDAR"}
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_ENCODINGS = (
    (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"), *((mark, "utf-16") for mark in _UTF_16),
    ("BEGIN:".encode("utf-16-le"), "utf-16-le"), ("BEGIN:".encode("utf-16-be"), "utf-16-be"),
)


class BrokenCalendar(ValueError):
    """The bytes are not a whole iCalendar file. The message is a predicate: "is cut off in the middle"."""


class VEvent(NamedTuple):
    """A VEVENT: `data[start:end]` runs from BEGIN:VEVENT to after the line break of END:VEVENT.

    `uid` is "" if it has none.
    """

    uid: str
    start: int
    end: int


Stretch = tuple[int, int]


@dataclass(frozen=True, slots=True)
class VCalendar:
    """A VCALENDAR: its VEVENTs, and the stretches of its VTIMEZONEs and of what precedes its first component.

    `others` are the UIDs of its tasks and journal entries, if it was read strictly.
    """

    head: Stretch
    zones: tuple[Stretch, ...]
    events: tuple[VEvent, ...]
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Cut:
    """The parts of `data`. `last_end` is the position of the last END:VCALENDAR.

    `damage` is what is wrong with the nesting of what was not read strictly, as a predicate, and `torn` the UID of an
    event in which the text ends.
    """

    data: bytes = field(repr=False)
    sheets: tuple[VCalendar, ...]
    last_end: int
    damage: str = ""
    torn: str | None = None

    @property
    def events(self) -> tuple[VEvent, ...]:
        """The events of all calendars in the file."""
        return tuple(block for sheet in self.sheets for block in sheet.events)

    @property
    def others(self) -> tuple[str, ...]:
        """The UIDs of the tasks and journal entries of all calendars in the file."""
        return tuple(uid for sheet in self.sheets for uid in sheet.others)

    @property
    def zones(self) -> tuple[str, ...]:
        """The texts of the VTIMEZONEs of all calendars in the file."""
        return tuple(decode(self.data[start:end]) for sheet in self.sheets for start, end in sheet.zones)

    @property
    def newline(self) -> str:
        """The line break that the file uses."""
        return "\r\n" if b"\r\n" in self.data[: self.data.index(b"\n") + 1] else "\n"

    def text(self, block: VEvent) -> str:
        """Return the text of one event."""
        return decode(self.data[block.start : block.end])


def cut(data: bytes, *, strict: bool = True, most_events: int | None = None) -> Cut:
    """Find the parts of an .ics file, which may hold several VCALENDARs. Raises BrokenCalendar.

    With `strict`, needed for writing the file, all components must be properly nested. Without it only calendars,
    events and time zones are looked at, and each ends at the latest where the next one begins or the text ends; the
    damage is named.
    """
    padded = b"\n" + data.removeprefix(codecs.BOM_UTF8)   # so that each line has a line break before it
    walk = _Walk(data, padded, most_events) if strict else _LenientWalk(data, padded, most_events)
    for edge in (_ANY_EDGE if strict else _MAIN_EDGE).finditer(padded):
        if edge.lastindex == 1:
            walk.begin(edge[1].upper(), edge.start() + 1)
        elif not walk.end(edge[2].upper(), edge.start() + 1, edge.end()):
            break
    walk.finish()
    if not walk.sheets:
        raise _not_a_calendar(data)
    return Cut(data, tuple(walk.sheets), walk.last_end, walk.damage, walk.torn)


class _Walk:
    """A walk over the BEGINs and ENDs of all components."""

    def __init__(self, data: bytes, padded: bytes, most_events: int | None) -> None:
        self._data, self._padded, self._most = data, padded, most_events
        self._shift = len(padded) - len(data)       # offset into `padded` minus offset into the file
        self.stack: list[tuple[bytes, int]] = []    # the open components with their positions
        self.sheets: list[VCalendar] = []
        self.last_end = -1
        self.damage = ""
        self.torn: str | None = None
        self._count = 0
        self._head: Stretch | None = None
        self._zones: list[Stretch] = []
        self._events: list[VEvent] = []
        self._others: list[str] = []

    def begin(self, name: bytes, place: int) -> None:
        """Open a component."""
        if not self.stack:
            if name != b"VCALENDAR" or (not self.sheets and self._padded[:place].strip()):
                raise _not_a_calendar(self._data)
        elif name in _MAIN and (self.stack[-1][0] in _NO_MAIN_INSIDE or name == b"VCALENDAR"):
            raise BrokenCalendar(f"is damaged: BEGIN:{name.decode()} comes before END:{self.stack[-1][0].decode()}")
        self._open(name, place)

    def end(self, name: bytes, place: int, behind: int) -> bool:
        """Close a component; False if the file ends within the name of the open one."""
        if not self.stack or self.stack[-1][0] != name:
            if self._is_cut_off(name, behind):
                return False
            raise BrokenCalendar(f"is damaged: END:{name.decode()} has no BEGIN:{name.decode()} before it")
        self._close(place, behind)
        return True

    def finish(self) -> None:
        """Take the end of the text."""
        if self.stack:
            raise BrokenCalendar(f"is cut off in the middle: END:{self.stack[-1][0].decode()} is missing")

    def _is_cut_off(self, name: bytes, behind: int) -> bool:
        """Return whether the text ends within the name of the open component."""
        return bool(self.stack) and behind == len(self._padded) and self.stack[-1][0].startswith(name)

    def _open(self, name: bytes, place: int) -> None:
        if not self.stack:
            self._head, self._zones, self._events, self._others = None, [], [], []
        elif self._head is None:
            self._head = self.stack[0][1] - self._shift, place - self._shift
        self.stack.append((name, place))

    def _close(self, place: int, behind: int) -> None:
        """Close the innermost component: its END begins at `place`, and ends before the line break at `behind`."""
        name, begun = self.stack.pop()
        begin, end = begun - self._shift, min(behind + 1, len(self._padded)) - self._shift
        depth = len(self.stack)
        if depth == 1 and name == b"VEVENT":
            self._events.append(VEvent(_uid(self._data[begin:end]), begin, end))
            self._count += 1
            if self._most is not None and self._count > self._most:
                raise BrokenCalendar(f"holds more than {self._most:,} events")
        elif depth == 1 and name == b"VTIMEZONE":
            self._zones.append((begin, end))
        elif depth == 1 and name in _OTHERS:
            self._others.append(_uid(self._data[begin:end]))
        elif depth == 0:
            self.last_end = place - self._shift
            head = self._head or (begin, self.last_end)
            self.sheets.append(VCalendar(head, tuple(self._zones), tuple(self._events), tuple(self._others)))


class _LenientWalk(_Walk):
    """A walk that keeps what it finds, and names the first damage."""

    _implied = False     # whether events were found outside all calendars

    def begin(self, name: bytes, place: int) -> None:
        """Open a component; what cannot hold it ends before it."""
        if not self.stack and name != b"VCALENDAR":
            self._note("BEGIN:VCALENDAR", "is missing")
            self._open(b"VCALENDAR", place)
            self._implied = True
        while self.stack and (self.stack[-1][0] in _NO_MAIN_INSIDE or name == b"VCALENDAR"):
            self._note(f"END:{self.stack[-1][0].decode()}", "is missing")
            self._close(place, place - 1)
        self._open(name, place)

    def end(self, name: bytes, place: int, behind: int) -> bool:
        """Close a component, and those inside it that are still open."""
        if name not in [one for one, _ in self.stack]:
            if self._is_cut_off(name, behind):
                return False
            self._note(f"END:{name.decode()}", f"has no BEGIN:{name.decode()} before it")
            return True
        while self.stack[-1][0] != name:
            self._note(f"END:{self.stack[-1][0].decode()}", "is missing")
            self._close(place, place - 1)
        self._close(place, behind)
        return True

    def finish(self) -> None:
        """Close what is open at the end of the text."""
        if self._implied and len(self.stack) == 1:
            self._close(len(self._padded), len(self._padded))
        if self.stack:
            self.damage = f"is cut off in the middle: END:{self.stack[-1][0].decode()} is missing"
            inside = self.stack[-1][0] == b"VEVENT"
            while self.stack:
                self._close(len(self._padded), len(self._padded))
            self.torn = self.sheets[-1].events[-1].uid if inside and self.sheets[-1].events else ""

    def _note(self, what: str, how: str) -> None:
        self.damage = self.damage or f"is damaged: {what} {how}"


def _not_a_calendar(data: bytes) -> BrokenCalendar:
    first = data.removeprefix(codecs.BOM_UTF8).strip()
    if not first:
        return BrokenCalendar("is empty")
    if data.startswith(_UTF_16):
        return BrokenCalendar("is UTF-16; save it as UTF-8")
    if first[:16].upper() == b"BEGIN:VCALENDAR\r":
        return BrokenCalendar("has line breaks that are neither CRLF nor LF; save it again with a calendar program")
    return BrokenCalendar("is not an iCalendar file: it does not begin with BEGIN:VCALENDAR")


def _uid(event: bytes) -> str:
    start = event.find(b"\nUID:")
    end = event.find(b"\n", start + 5)
    if start >= 0 and event[end + 1 : end + 2] not in (b" ", b"\t") and b"\nBEGIN:" not in event[:start].upper():
        value = event[start + 5 : end].decode("utf-8", "replace").strip()
        return content_lines.unescape(value) if "\\" in value else value
    # With parameters, folded, in lower case, or after an alarm with its own UID.
    depth = 0
    for line in content_lines.split(event.decode("utf-8", "replace")):
        depth += {"BEGIN": 1, "END": -1}.get(line.name, 0)
        if line.name == "UID" and depth == 1:
            return content_lines.unescape(line.value.strip())
    return ""


def edit(place: Cut, changed: Mapping[VEvent, str | None], added: Iterable[str] = ()) -> bytes:
    """Return the file with events replaced (None: removed), and others added before the last END:VCALENDAR.

    New texts may have any line breaks; they get those of the file.
    """
    parts, cursor = [], 0
    stretches = [(block.start, block.end, new or "") for block, new in changed.items()]
    stretches += [(place.last_end, place.last_end, new) for new in added]
    for start, end, new in sorted(stretches, key=lambda stretch: stretch[:2]):
        parts += [place.data[cursor:start], encode(with_newlines(new, place.newline))]
        cursor = end
    return b"".join([*parts, place.data[cursor:]])


def plain(data: bytes) -> bytes:
    """Spell a calendar as UTF-8 with LF and without folds (RFC 5545 3.1), for reading only.

    Exports on Windows have UTF-16 or CR CR LF, old Mac programs and Kerio CR alone; joined files have several BOMs.
    """
    encoding = next((name for mark, name in _ENCODINGS if data.startswith(mark)), None)
    if encoding is not None:
        data = data.decode(encoding, "replace").encode()
    for beside in (b"\0", codecs.BOM_UTF8):
        data = data.replace(beside, b"") if beside in data else data
    if b"\r" in data:
        data = data.replace(b"\r\n", b"\n")
        data = re.sub(b"\r+\n?", b"\n", data) if b"\r" in data else data
    for space in (b" ", b"\t") if b"\t" in data else (b" ",):
        data = data.replace(b"\n" + space, b"")
    return data


def without_components(event: bytes) -> bytes:
    """Return a VEVENT without the components inside it: an alarm has its own DURATION and ATTENDEE.

    One that does not end is left in, since it is not known where it would.
    """
    kept: list[bytes] = []
    stack: list[bytes] = []
    cursor = 0
    for edge in _INNER_EDGE.finditer(event):   # the BEGIN of the event itself has no line break before it
        name = edge[2].upper()
        if edge[1][0] in b"Bb":
            if not stack:
                kept.append(event[cursor : edge.start()])
            stack.append(name)
        elif stack and stack[-1] == name:
            stack.pop()
            line_end = event.find(b"\n", edge.end())
            cursor = line_end if line_end >= 0 else len(event)
    return b"".join([*kept, event[cursor:]]) if kept and not stack else event


def with_newlines(text: str, newline: str) -> str:
    """Replace every line break by this one."""
    return re.sub("\r?\n", newline, text)


def version_of(text: str) -> str:
    """Return the hash of a text, which is its version if a calendar gives no ETag."""
    return sha256(encode(text)).hexdigest()[:32]


def decode(data: bytes) -> str:
    """Decode a file. Bytes that are not UTF-8 (the user's own old events) survive until `encode`."""
    return data.decode("utf-8", "surrogateescape")


def encode(text: str) -> bytes:
    """Return the bytes of a text that came from `decode`."""
    return text.encode("utf-8", "surrogateescape")
