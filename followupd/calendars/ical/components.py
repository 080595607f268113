"""Cut an .ics text into its events by UID, and put events in, out or anew, with every other character kept.

Takes text, gives offsets into it. Never parses an event: a file with ten thousand of the user's own costs a scan for
BEGIN and END (PERFORMANCE.md 5), and what we do not parse we cannot spoil (P5).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256

from followupd.calendars.ical import lines

_FENCE = re.compile(r"\n([Bb][Ee][Gg][Ii][Nn]|[Ee][Nn][Dd]):([A-Za-z0-9-]+)[ \t]*\r?(?=\n|\Z)")
_UID = re.compile(r"\n[Uu][Ii][Dd](?:;[^:\r\n]*)?:([^\r\n]*(?:\r?\n[ \t][^\r\n]*)*)")
_BOM = "\ufeff"


class BrokenCalendar(ValueError):
    """The text is no iCalendar, or it ends in the middle. Its message is a sentence without a subject."""


@dataclass(frozen=True, slots=True)
class Block:
    """One VEVENT: text[start:end] runs from BEGIN:VEVENT to behind the line break of END:VEVENT.

    `uid` is "" where it has none.
    """

    uid: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Cut:
    """Where things stand in an .ics text.

    `zones` are the stretches of its VTIMEZONEs, `last_end` the place of the last END:VCALENDAR, `newline` the
    file's own line break.
    """

    events: tuple[Block, ...]
    zones: tuple[tuple[int, int], ...]
    last_end: int
    newline: str


def cut(text: str) -> Cut:
    """Find the events of an .ics text, which may hold several VCALENDARs. Raises BrokenCalendar."""
    padded = "\n" + text.removeprefix(_BOM)          # so that each line has a line break before it
    shift = len(padded) - len(text)                  # what an offset into `padded` is too large by
    events: list[Block] = []
    zones: list[tuple[int, int]] = []
    stack: list[tuple[str, int]] = []
    inner: list[tuple[int, int]] = []                # what stands inside the event at hand: alarms have UIDs too
    last_end = -1
    for fence in _FENCE.finditer(padded):
        name, place = fence[2].upper(), fence.start() + 1
        if fence[1][0] in "Bb":
            if not stack and (name != "VCALENDAR" or (last_end < 0 and padded[:place].strip())):
                raise BrokenCalendar("is no iCalendar file: it does not begin with BEGIN:VCALENDAR")
            stack.append((name, place))
            continue
        if not stack or stack[-1][0] != name:
            if stack and fence.end() == len(padded) and stack[-1][0].startswith(name):
                break   # the file ends within the name
            raise BrokenCalendar(f"is damaged: END:{name} has no BEGIN:{name} before it")
        _, begin = stack.pop()
        end = fence.end() + 1 if fence.end() < len(padded) else fence.end()
        if name == "VEVENT" and len(stack) == 1:
            events.append(Block(_uid(padded, begin, fence.end(), inner), begin - shift, end - shift))
            inner = []
        elif name == "VTIMEZONE" and len(stack) == 1:
            zones.append((begin - shift, end - shift))
        elif name == "VCALENDAR" and not stack:
            last_end = place - shift
        elif len(stack) > 1:
            inner.append((begin, end))
    if stack:
        raise BrokenCalendar(f"is cut off in the middle: END:{stack[-1][0]} is missing")
    if last_end < 0:
        raise BrokenCalendar("is empty" if not text.strip(_BOM + " \t\r\n") else
                             "is no iCalendar file: it does not begin with BEGIN:VCALENDAR")
    return Cut(tuple(events), tuple(zones), last_end, "\r\n" if "\r\n" in text[:text.index("\n") + 1] else "\n")


def _uid(padded: str, begin: int, end: int, inner: list[tuple[int, int]]) -> str:
    for match in _UID.finditer(padded, begin, end):
        if not any(a <= match.start() < b for a, b in inner):
            return lines.unescape(lines.unfold(match[1]).strip())
    # A name that is itself folded ("UI", "D:...") is legal and nobody writes it; then read the block line by line.
    depth = 0
    for line in lines.split(padded[begin:end]):
        depth += {"BEGIN": 1, "END": -1}.get(line.name, 0)
        if line.name == "UID" and depth == 1:
            return lines.unescape(line.value.strip())
    return ""


def edit(text: str, cut_text: Cut, changed: Mapping[Block, str | None], added: Iterable[str] = ()) -> str:
    """The text with some blocks replaced (None: taken out) and others added before the last END:VCALENDAR.

    New blocks may come with any line break; they get the file's own.
    """
    parts, cursor = [], 0
    stretches = [(b.start, b.end, new or "") for b, new in changed.items()]
    stretches += [(cut_text.last_end, cut_text.last_end, new) for new in added]
    for start, end, new in sorted(stretches, key=lambda s: s[:2]):
        parts += [text[cursor:start], with_newlines(new, cut_text.newline)]
        cursor = end
    return "".join([*parts, text[cursor:]])


def with_newlines(text: str, newline: str) -> str:
    return re.sub("\r?\n", newline, text)


def version_of(text: str) -> str:
    """What tells one text from another, where a calendar gives no ETag: a hash of it."""
    return sha256(encode(text)).hexdigest()[:32]


def decode(data: bytes) -> str:
    """A file's text. Bytes that are no UTF-8 (old events of the user's own) come through unharmed to `encode`."""
    return data.decode("utf-8", "surrogateescape")


def encode(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")
