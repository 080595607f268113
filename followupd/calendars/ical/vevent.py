"""One event of ours as iCalendar text, and back (docs/servers.md 13-17).

`render` writes an event, or patches the text that is there: only the lines that we own change, and everything that the
user or the server added stays as it was (P6). `read` is lenient: a user may have dragged the event to another time
zone, to a whole day or to a floating time. Never writes METHOD, ATTENDEE or ORGANIZER, because servers mail invitations
for them, and a contact must never receive a reminder that was about them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import lru_cache

from followupd import __name__ as product
from followupd.calendars.ical import content_lines, cutter
from followupd.calendars.ical.moments import WHOLE_DAY, Unreadable, read_times, utc
from followupd.core.answers.ownership import former_lines, is_our_title, note_text, writing_number
from followupd.core.phrases.signs import OPEN, read_sign
from followupd.core.values.event import Event
from followupd.core.values.uid import parse_uid

PRODID = f"-//{product}//{product}//EN"
OWN_LINE = "X-FOLLOWUPD-"    # how the names of our own properties begin
PLANNED = "X-FOLLOWUPD-START"   # where we last put it: an event elsewhere was dragged, even if no database knows
NOTE = "X-FOLLOWUPD-TEXT"    # the ownership note: which words are ours (core/answers/ownership.py)
ANSWER = "X-FOLLOWUPD-ANSWER"   # what we answered on it, in no language (core/phrases/signs.py)
SILENT = "X-FOLLOWUPD-SILENT"   # it waits at a meeting, without its alarm
_STAMPS = frozenset({
    "UID", "DTSTAMP", "CREATED", "LAST-MODIFIED", "SEQUENCE", "DTSTART", "DTEND", "DURATION", "SUMMARY", "DESCRIPTION",
    "TRANSP", "STATUS", PLANNED, NOTE, ANSWER, SILENT, "PRODID", "VERSION", "CALSCALE", "CLASS",
})
_TEXTS = frozenset({"SUMMARY", "DESCRIPTION"})
_OTHER_TEXTS = frozenset({"X-ALT-DESC", "STYLED-DESCRIPTION"})      # the description in HTML: it goes when that changes
_GO_WHEN_EMPTY = _TEXTS | {ANSWER, SILENT}
MADE_A_TASK = "it is a task now, and followupd reads only events (make it an event again, or delete it)"
_UNDECODED = re.compile("[\ud800-\udfff]")
# ATTENDEE and ORGANIZER go even if the user added them: with them a server would mail our text to that person.
# Our times have an hour: what says in another way that the event is a whole day goes too.
_NEVER = frozenset({"DURATION", "ATTENDEE", "ORGANIZER"}) | WHOLE_DAY


@dataclass(frozen=True, slots=True)
class ParsedEvent:
    """An event as it is on a calendar, without the calendar's bookkeeping (see `Present`)."""

    event: Event
    planned: datetime | None = None
    note: str = ""
    status: str = ""         # in capitals: CANCELLED, or COMPLETED by clients that treat an event as a task
    override: bool = False   # one occurrence of a series that the user made of our event (RECURRENCE-ID)
    day: date | None = None  # a program made it a whole day, this one


@dataclass(frozen=True, slots=True)
class Reading:
    """Our events in one text; `unreadable` are (UID, sentence) of those that could not be understood."""

    found: tuple[ParsedEvent, ...]
    unreadable: tuple[tuple[str, str], ...] = ()


def render(event: Event, stamp: datetime, before: str | None = None, ours: Event | None = None) -> str:
    """Write the event as text with CRLF. `stamp` becomes DTSTAMP and LAST-MODIFIED. `ours` is our part of its words.

    Without `before`: a whole VCALENDAR. With it: that text (a resource, or a VEVENT alone) with our lines changed and
    SEQUENCE one higher; an alarm that is still as we wrote it gets the new title, every other one is the user's.
    Raises ValueError if it does not hold this UID.
    """
    if before is None:
        head = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{PRODID}"]
        return "".join([*map(content_lines.fold, head), _new_block(event, stamp), content_lines.fold("END:VCALENDAR")])
    ours = ours or event
    text = cutter.with_newlines(before, content_lines.NEWLINE)
    if not _is_block(text):
        place = cutter.cut(cutter.encode(text))
        mine = [b for b in place.events if b.uid == event.uid]
        block = next((b for b in mine if not is_override(place.text(b))), mine[0] if mine else None)
        if block is None:
            raise ValueError(f"the text to patch does not hold {event.uid}")
        text = cutter.decode(cutter.edit(place, {block: _patched(place.text(block), event, stamp, ours)}))
        return "".join(line.raw for line in content_lines.split(text) if line.name != "METHOD")
    return _patched(text, event, stamp, ours)


def block_of(event: Event, stamp: datetime) -> str:
    """Write the new event as a VEVENT alone, for a file."""
    return _new_block(event, stamp)


def read(text: str, list_name: str, zone: tzinfo) -> Reading:
    """Return the events of this list in one resource. Floating and all-day times are taken in `zone`.

    Raises cutter.BrokenCalendar if the text as a whole is not iCalendar.
    """
    place = cutter.cut(cutter.encode(text))
    zones = place.zones
    events, unreadable = [], []
    for block in place.events:
        if parse_uid(block.uid, list_name) is None:
            continue
        try:
            events.append(read_block(place.text(block), block.uid, zone, zones))
        except Unreadable as problem:
            unreadable.append((block.uid, str(problem)))
    unreadable += [(uid, MADE_A_TASK) for uid in tasks_of_ours(place, list_name)]
    return Reading(tuple(events), tuple(unreadable))


def tasks_of_ours(place: cutter.Cut, list_name: str) -> list[str]:
    """Return the UIDs of our events that a program has made tasks or journal entries."""
    events = {block.uid for block in place.events} if place.others else set()
    return [uid for uid in place.others if uid not in events and parse_uid(uid, list_name) is not None]


@lru_cache(maxsize=1024)        # most events are as they were in the last pass
def read_block(block: str, uid: str, zone: tzinfo, zones: tuple[str, ...] = ()) -> ParsedEvent:
    """Read one VEVENT of ours. `zones` are the VTIMEZONE texts of its file. Raises Unreadable."""
    own_lines = _own_lines(block)
    times = read_times(own_lines, uid, zone, zones)
    event = Event(
        uid=uid, start=times.start, end=times.end,
        summary=_text(own_lines, "SUMMARY"), description=_text(own_lines, "DESCRIPTION"),
        busy=_text(own_lines, "TRANSP").strip().upper() != "TRANSPARENT",
        answer=read_sign(_text(own_lines, ANSWER).strip()), silent=SILENT in own_lines,
    )
    note, status = _text(own_lines, NOTE).strip(), _text(own_lines, "STATUS").strip().upper()
    return ParsedEvent(event, _planned(own_lines), note, status, "RECURRENCE-ID" in own_lines, times.day)


def without(text: str, uid: str) -> str | None:
    """Return the text without this event; None if no other event is left in it."""
    place = cutter.cut(cutter.encode(text))
    if all(block.uid == uid for block in place.events):
        return None
    return cutter.decode(cutter.edit(place, {block: None for block in place.events if block.uid == uid}))


def additions(text: str) -> Counter[str]:
    """Count the lines of a text that say something of somebody else's: a place, an alarm, another event.

    What servers and programs stamp on everything is left out, and so are order and folds.
    """
    return Counter(
        f"{line.name}:{line.value.strip()}"
        for line in content_lines.split(text) if line.name not in _STAMPS and line.raw.strip()
    )


def is_as_wanted(present: Event, wanted: Event) -> bool:
    """Return whether an event is what we wanted to write: this is how a write is confirmed (P11)."""
    return (present.uid, present.start, present.end, present.busy) == (
        wanted.uid, _second(wanted.start), _second(wanted.end), wanted.busy,
    ) and (
        present.summary == content_lines.clean(wanted.summary)
        and present.description == content_lines.clean(wanted.description)
    )


def token(instant: datetime) -> str:
    """Write an instant as 20261124T170000Z."""
    u = instant.astimezone(UTC)
    return f"{u.year:04}{u.month:02}{u.day:02}T{u.hour:02}{u.minute:02}{u.second:02}Z"


def _second(instant: datetime) -> datetime:
    return instant.astimezone(UTC).replace(microsecond=0)


def _is_block(text: str) -> bool:
    return text[:12].upper() == "BEGIN:VEVENT"


def is_override(block: str) -> bool:
    """Return whether this VEVENT is one occurrence of a series (RECURRENCE-ID)."""
    return "RECURRENCE-ID" in _own_lines(block)


def _owned(event: Event, stamp: datetime, sequence: int, note: str) -> dict[str, str]:
    """Return the lines that we own, by property name, in the order in which they are written.

    A property without a text is left out: libical counts an empty one as an error.
    """
    return {name: f"{name}:{value}" for name, value in {
        "UID": content_lines.escape(event.uid),
        "DTSTAMP": token(stamp),
        "CREATED": token(stamp),
        "LAST-MODIFIED": token(stamp),
        "SEQUENCE": str(sequence),
        "DTSTART": token(event.start),
        "DTEND": token(event.end),
        "SUMMARY": content_lines.escape(event.summary),
        "DESCRIPTION": content_lines.escape(event.description),
        "TRANSP": "OPAQUE" if event.busy else "TRANSPARENT",
        PLANNED: token(event.planned or event.start),
        NOTE: note,
        ANSWER: event.answer,
        SILENT: "TRUE" if event.silent else "",
    }.items() if value}


def _new_block(event: Event, stamp: datetime) -> str:
    body = list(_owned(event, stamp, 0, note_text(event, 1)).values())
    if event.alarm is not None and not event.silent:
        body += _alarm(event)
    return "".join(map(content_lines.fold, ["BEGIN:VEVENT", *body, "END:VEVENT"]))


def _alarm(event: Event) -> list[str]:
    assert event.alarm is not None
    return [
        "BEGIN:VALARM", "ACTION:DISPLAY", f"DESCRIPTION:{content_lines.escape(event.summary) or product}",
        f"TRIGGER:{_trigger(event.alarm)}", "END:VALARM",
    ]


def _trigger(before: timedelta) -> str:
    """Write how long before the start as -PT10M; in whole minutes, hours and days if they fit."""
    seconds = int(before.total_seconds())
    if seconds and seconds % 86400 == 0:
        return f"-P{seconds // 86400}D"
    hours, rest = divmod(seconds, 3600)
    minutes, seconds = divmod(rest, 60)
    parts = "".join(f"{n}{unit}" for n, unit in ((hours, "H"), (minutes, "M"), (seconds, "S")) if n)
    return f"-PT{parts}" if parts else "PT0S"


def _patched(block: str, event: Event, stamp: datetime, ours: Event) -> str:
    """Replace our lines of a VEVENT in their places; missing ones come before its alarms."""
    old = _own_lines(block)
    new = _next_version(old, event, stamp, ours)
    missing = [content_lines.fold(line) for name, line in new.items() if name not in old]
    same = "DESCRIPTION" in old and "DESCRIPTION" in new and _says_the_same(old["DESCRIPTION"], new["DESCRIPTION"])
    replaced = new.keys() | _NEVER | _GO_WHEN_EMPTY | (frozenset() if same else _OTHER_TEXTS)
    out: list[str] = []
    depth = 0
    for line in content_lines.split(_with_alarm_retitled(block, event, old, ours)):
        if depth == 1 and line.name in ("BEGIN", "END"):
            out += missing
            missing = []
        depth += {"BEGIN": 1, "END": -1}.get(line.name, 0)
        if depth != 1 or line.name not in replaced:
            out.append(line.raw)
        elif line.name in new:
            fresh = new.pop(line.name)
            out.append(line.raw if _says_the_same(line, fresh) else content_lines.fold(fresh))
    return "".join(out)


def _next_version(
    old: dict[str, content_lines.ContentLine], event: Event, stamp: datetime, ours: Event
) -> dict[str, str]:
    """Return our lines for a change of an event: what counts its versions is one higher than it was."""
    last = old["SEQUENCE"].value.strip() if "SEQUENCE" in old else ""
    before = _text(old, NOTE).strip()
    note = note_text(ours, writing_number(before) + 1, former_lines(before, ours, event.description))
    new = _owned(event, stamp, int(last) + 1 if last.isascii() and last.isdigit() else 1, note)
    if PLANNED in old and "DTSTART" in old and utc(old["DTSTART"].value) == _second(event.start):
        new[PLANNED] = f"{PLANNED}:{old[PLANNED].value}"   # we do not move it: what says that it was dragged is kept
    return new


def _with_alarm_retitled(
    block: str, event: Event, old: dict[str, content_lines.ContentLine], ours: Event
) -> str:
    """Write the new title into the alarm that we wrote: a phone shows the alarm's text, not the event's.

    Without the user's words, so that the ownership note says later whose alarm it is, whatever they did to the title.
    An answered event, or one that waits at a meeting, loses its alarm unless the user changed it, and gets it back if
    it is open again.
    """
    title, note = _text(old, "SUMMARY"), _text(old, NOTE).strip()
    if event.alarm is None:
        return block
    quiet = event.silent or event.answer not in OPEN
    was_quiet = SILENT in old or read_sign(_text(old, ANSWER)) not in OPEN
    if was_quiet and not quiet and not any(len(part) > 1 for part in _alarms_together(block)):
        end = content_lines.fold("END:VEVENT")
        if not block.endswith(end):
            return block
        return block.removesuffix(end) + "".join(map(content_lines.fold, _alarm(event))) + end
    fresh = content_lines.fold(f"DESCRIPTION:{content_lines.escape(ours.summary) or product}")
    out: list[str] = []
    for part in _alarms_together(block):
        said = _said_by_alarm(part, event.alarm)
        is_ours = said is not None and (said == title or is_our_title(said, note))
        if is_ours and quiet:                 # there is nothing left to ring for
            continue
        out += [fresh if is_ours and line.name == "DESCRIPTION" else line.raw for line in part]
    return "".join(out)


def _alarms_together(block: str) -> Iterator[list[content_lines.ContentLine]]:
    """Yield the lines of a VEVENT, those of an alarm together and every other one alone."""
    alarm: list[content_lines.ContentLine] = []
    for line in content_lines.split(block):
        if not alarm and not (line.name == "BEGIN" and line.value.strip().upper() == "VALARM"):
            yield [line]
            continue
        alarm.append(line)
        if line.name == "END":
            yield alarm
            alarm = []
    yield alarm


def _said_by_alarm(part: list[content_lines.ContentLine], before: timedelta) -> str | None:
    """Return what an alarm says that may be ours: it holds nothing but our three lines, and rings when ours would.

    None of any other: it is the user's, or was changed by them (P6).
    """
    said = {line.name: content_lines.unescape(line.value) for line in part}
    if len(part) != 5 or said.keys() != {"BEGIN", "ACTION", "DESCRIPTION", "TRIGGER", "END"}:
        return None
    as_ours = said["ACTION"].strip().upper() == "DISPLAY" and _rings_before(said["TRIGGER"]) == before
    return said["DESCRIPTION"] if as_ours else None


def _rings_before(trigger: str) -> timedelta | None:
    """Return how long before the start an alarm rings, in any spelling: -PT10M, -P0DT600S; None if after."""
    parts = r"(?:(\d{1,5})D)?(?:T(?:(\d{1,5})H)?(?:(\d{1,5})M)?(?:(\d{1,7})S)?)?"
    found = re.fullmatch(rf"([-+]?)P{parts}", trigger.strip().upper())
    if found is None or not any(found.groups()[1:]):
        return None
    days, hours, minutes, seconds = (int(part or 0) for part in found.groups()[1:])
    length = timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)
    return length if found[1] == "-" or not length else None


def _says_the_same(line: content_lines.ContentLine, fresh: str) -> bool:
    """Return whether a line need not change: a text then keeps its LANGUAGE or ALTREP, and CREATED is never ours."""
    return line.name == "CREATED" or (line.name in _TEXTS and content_lines.parse(fresh).value == line.value)


def _own_lines(block: str) -> dict[str, content_lines.ContentLine]:
    """Return the first line of each property of the VEVENT itself, without its alarms."""
    first_lines: dict[str, content_lines.ContentLine] = {}
    depth = 0
    for line in content_lines.split(block):
        depth += {"BEGIN": 1, "END": -1}.get(line.name, 0)
        if depth == 1 and line.name not in ("", "BEGIN", "END"):
            first_lines.setdefault(line.name, line)
    return first_lines


def _text(own: dict[str, content_lines.ContentLine], name: str) -> str:
    """Return the text of a property as we would write it; what was not UTF-8 becomes the replacement character."""
    return content_lines.clean(_UNDECODED.sub("\ufffd", content_lines.unescape(own[name].value))) if name in own else ""


def _planned(properties: dict[str, content_lines.ContentLine]) -> datetime | None:
    """Return the start that we wrote, if the X-property survived; a damaged one counts as lost."""
    if PLANNED not in properties:
        return None
    return utc(properties[PLANNED].value)
