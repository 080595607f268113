"""The view of a person: the calendar as another program reads it, and the hit list as plain YAML.

Shares no code with followupd: the calendar is cut at BEGIN:VEVENT and read by the icalendar library, the hit list by
PyYAML. Lists of lives keep to few forms (`Mon-Fri 9:00-17:00`, `6 weeks`), so that reading them takes a page.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import yaml

OURS = re.compile(r"(?P<kind>[a-z]+)-(?P<meaning>.+?)(?:\.(?P<generation>\d+))?-(?P<list>[a-z0-9]+)@followupd")
TRIES = ("reply", "retry", "callback", "due", "details")
WORDS = (     # how a title or a line says what to do, and the channel of it
    (r"Find new details for (?P<who>.+)", "none"), (r"Answer (?P<who>.+)", "email"),
    (r"Meet (?P<who>.+)", "meeting"),
    (r"Video call with (?P<who>.+)", "video"), (r"Ask (?P<who>.+) for a video call", "video"),
    (r"Coffee with (?P<who>.+)", "coffee"), (r"Ask (?P<who>.+) for a coffee", "coffee"),
    (r"Write a note to (?P<who>.+)", "note"), (r"Write to (?P<who>.+)", "note"),
    (r"Call back (?P<who>.+)", "phone"), (r"Call (?P<who>.+)", "phone"),
    (r"Text (?P<who>.+)", "text"), (r"Email (?P<who>.+)", "email"), (r"Message (?P<who>.+)", "social"),
    (r"Try (?P<who>.+) once more", "phone"),
)
TASKS = re.compile(r"(Promised to|Card for|Ring|Book the next meeting with|Meeting with|Did you) ")
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
LIVE = ("phone", "video", "coffee")
ANSWERED, UNUSED, NOT_DONE = "✓ ", "– not tried: ", "– not done: "


@dataclass(frozen=True)
class Line:
    """A line of a call sheet: what is in its box, what to do, for whom, by which channel; `place` in the text."""

    place: int
    box: str
    act: str
    person: str | None
    channel: str
    is_task: bool


@dataclass(frozen=True)
class Shown:
    """An event of ours, or somebody else's (`kind` is empty)."""

    uid: str
    kind: str
    meaning: str
    start: datetime
    end: datetime
    title: str
    text: str
    busy: bool
    cancelled: bool
    raw: bytes = field(repr=False)


@dataclass(frozen=True)
class Hours:
    """Days of the week with minutes of the day from and to."""

    ranges: tuple[tuple[int, int, int], ...]

    def hold(self, local: datetime) -> bool:
        minute = local.hour * 60 + local.minute
        return any(day == local.weekday() and begins <= minute < ends for day, begins, ends in self.ranges)

    @property
    def days(self) -> set[int]:
        return {day for day, _, _ in self.ranges}


@dataclass(frozen=True)
class SeenPerson:
    key: str
    name: str
    every: str
    via: tuple[str, ...]
    zone: ZoneInfo
    hours: Hours | None
    like: bool
    status: str
    pause_until: date | None
    book_ahead: bool


@dataclass(frozen=True)
class HitList:
    """The hit list."""

    zone: ZoneInfo
    hours: Hours
    blocks: tuple[tuple[Hours, Mapping[str, Any]], ...]
    retry: Mapping[str, Any]
    start_small: Mapping[str, Any] | None
    people: Mapping[str, SeenPerson]
    raw: Mapping[str, Any] = field(repr=False)

    @property
    def ladder(self) -> tuple[str, ...]:
        return tuple(self.retry.get("ladder", ("1 week", "1 week", "1 week")))

    def day(self, at: datetime) -> date:
        return at.astimezone(self.zone).date()

    def person_hours(self, person: SeenPerson) -> Hours:
        """Return what they say, else 9:00-18:00 on the user's days; the user's blocks are asked about by `may_call`."""
        return person.hours or Hours(tuple((day, 540, 1080) for day in sorted(self.hours.days)))

    def may_call(self, person: SeenPerson, at: datetime) -> bool:
        """Return whether a call or a text at this instant is decent."""
        local = at.astimezone(person.zone)
        if self.person_hours(person).hold(local):
            return True
        decent = 8 * 60 <= local.hour * 60 + local.minute < 21 * 60
        return person.hours is None and decent and self.in_block_hours(at)

    def in_block_hours(self, at: datetime) -> bool:
        return any(hours.hold(at.astimezone(self.zone)) for hours, _ in self.blocks)

    def mine(self, at: datetime) -> bool:
        """Return whether the user is willing then: their hours, or a block of theirs."""
        return self.hours.hold(at.astimezone(self.zone)) or self.in_block_hours(at)


def after(day: date, span: str) -> date:
    """The day a span later: `6 weeks`, `3 months` (the last day of a shorter month), `1 year`."""
    number, unit = span.split() if " " in span else {"weekly": ("1", "week"), "monthly": ("1", "month"),
                                                     "yearly": ("1", "year")}[span]
    count = int(number)
    match unit.rstrip("s"):
        case "day":
            return day + timedelta(days=count)
        case "week":
            return day + timedelta(weeks=count)
        case "month" | "year":
            months = day.year * 12 + day.month - 1 + count * (12 if unit.startswith("year") else 1)
            year, month = divmod(months, 12)
            return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
    raise AssertionError(span)


def length(span: str) -> int:
    """About how many days a span has."""
    return (after(date(2027, 1, 1), span) - date(2027, 1, 1)).days


def read_hours(text: str) -> Hours:
    """`Mon-Fri 9:00-12:00, 14:00-17:00, Sat 10:00-12:00`: times without days are on the days before them."""
    days: list[int] = []
    found = []
    for part in text.split(","):
        *named, clock = part.split()
        if named:
            first, _, last = named[0].casefold().partition("-")
            days = list(range(DAYS.index(first[:3]), DAYS.index((last or first)[:3]) + 1))
        begins, ends = (int(t.split(":")[0]) * 60 + int(t.split(":")[1]) for t in clock.split("-"))
        found += [(day, begins, ends) for day in days]
    return Hours(tuple(found))


def load_yaml(text: str) -> Any:
    """Everything as the text that it is."""
    return yaml.load(text, Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader))


@lru_cache(maxsize=64)
def read_list(text: str) -> HitList:
    raw = load_yaml(text)
    zone, hours = ZoneInfo(raw["timezone"]), read_hours(raw.get("hours", "Mon-Fri 9:00-17:00"))
    blocks = raw.get("block", [])
    blocks = [{"every": b} if isinstance(b, str) else b for b in (blocks if isinstance(blocks, list) else [blocks])]
    rules = raw.get("categories", {})
    people = {}
    for entry in raw["contacts"]:
        entry = {"name": entry} if isinstance(entry, str) else entry
        rule = {**raw.get("default", {}), **rules.get(entry.get("category"), {}), **entry}
        via = rule.get("via") or (["phone"] if "phone" in entry else []) + (["email"] if "email" in entry else [])
        pause = entry.get("pause_until")
        person = SeenPerson(
            key_of(entry.get("id", entry["name"])), entry["name"], rule.get("every", "3 months"),
            tuple([via] if isinstance(via, str) else via) or ("phone",),
            ZoneInfo(entry["timezone"]) if "timezone" in entry else zone,
            read_hours(entry["hours"]) if "hours" in entry else None, entry.get("like") == "yes",
            entry.get("status", "paused" if pause else "active"), date.fromisoformat(pause) if pause else None,
            "book_ahead" in entry,
        )
        people[person.key] = person
    small = raw.get("start_small", {"first": "7", "then": "3 per month"})
    return HitList(zone, hours, tuple((_block_hours(b), b) for b in blocks), raw.get("retry", {}),
                None if small == "off" else small, people, raw)


def key_of(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.casefold()).strip("-")


def _block_hours(block: Mapping[str, Any]) -> Hours:
    named, clock = block["every"].rsplit(" ", 1)
    days = range(5) if named == "weekdays" else [DAYS.index(named.casefold()[:3])]
    hour, minute = map(int, clock.split(":"))
    number, unit = block.get("length", "1 hour").split()
    lasts = int(number) * (60 if unit.startswith("hour") else 1)
    return Hours(tuple((day, hour * 60 + minute, hour * 60 + minute + lasts) for day in days))


def read_calendar(data: bytes) -> tuple[list[Shown], list[Shown]]:
    """Our events and the others, in order of time."""
    found = [_event(cut) for cut in cuts(data)]
    found.sort(key=lambda e: (e.start, e.uid))
    return [e for e in found if e.kind], [e for e in found if not e.kind]


def cuts(data: bytes) -> list[bytes]:
    """Each event as it is in the file."""
    return re.findall(rb"BEGIN:VEVENT\r?\n.*?END:VEVENT\r?\n", data, re.DOTALL)


@lru_cache(maxsize=20_000)
def _event(raw: bytes) -> Shown:
    event: Any = icalendar.Event.from_ical(raw)
    uid, start = str(event["UID"]), event["DTSTART"].dt
    end = event["DTEND"].dt if "DTEND" in event else start
    if not isinstance(start, datetime):
        start, end = (datetime.combine(day, time(), UTC) for day in (start, end))
    ours = OURS.fullmatch(uid)
    return Shown(
        uid, ours["kind"] if ours else "", ours["meaning"] if ours else "", start.astimezone(UTC), end.astimezone(UTC),
        str(event.get("SUMMARY", "")), str(event.get("DESCRIPTION", "")), event.get("TRANSP", "OPAQUE") == "OPAQUE",
        str(event.get("STATUS", "")) == "CANCELLED", raw,
    )


def person_of(event: Shown, people: Mapping[str, SeenPerson]) -> str | None:
    """Return whose item it is: the longest key that its meaning begins with."""
    found = [key for key in people if event.meaning == key or event.meaning.startswith(key + "-")]
    return max(found, key=len, default=None)


def channel_of(act: str) -> str:
    """By which channel a title or a line means; empty if it says none that we know."""
    act = act.removeprefix("? ").removeprefix(ANSWERED).removeprefix(UNUSED).removeprefix(NOT_DONE)
    for pattern, channel in WORDS:
        if re.match(pattern, act):
            return channel
    by_other = re.match(r"Contact .+ \((?P<way>[^)]+)\)", act)
    return by_other["way"] if by_other else ""


def lines_of(event: Shown, people: Mapping[str, SeenPerson]) -> list[Line]:
    """The lines of a sheet, ticked or not."""
    return list(_lines(event.text, tuple(people.values())))


@lru_cache(maxsize=5_000)
def _lines(text: str, people: Sequence[SeenPerson]) -> tuple[Line, ...]:
    found = []
    for place, line in enumerate(text.split("\n")):
        match = re.match(r"\[(?P<box>.)\] (?P<act>.+)", line)
        if match is None:
            continue
        named = [p for p in people if p.name in match["act"]]
        person = max(named, key=lambda p: len(p.name)).key if named else None
        is_task = TASKS.match(match["act"]) is not None
        found.append(Line(place, match["box"], match["act"], person, channel_of(match["act"]), is_task))
    return tuple(found)


def quarters(start: datetime, days: int) -> Iterator[datetime]:
    """Each quarter of an hour of so many days."""
    for quarter in range(days * 96):
        yield start + timedelta(minutes=15 * quarter)
