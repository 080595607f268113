"""Facts and events as JSON, and back: the one written form that `history export`, the database and docs/state.md share.

Takes values and gives JSON objects with keys in a fixed order; what is absent or at its default is left out, so a
field added later changes no fact that exists. Decoding is strict: an unknown key, a missing one or a wrong type is a
`BadFact` that says which. Never touches a file.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256
from typing import Any

from followupd.core.phrases.signs import sign_in
from followupd.core.values.event import Event, Stance, beyond_bounds
from followupd.core.values.facts import (
    Attempt,
    Booked,
    Closed,
    DayTime,
    Fact,
    Listed,
    Moved,
    Outcome,
    Promised,
    Restored,
    Settled,
    Skipped,
    Swept,
)

Json = Mapping[str, object]
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode   # json.dumps makes one for each line
SOURCES = ("command", "hitlist", "calendar", "import")


class BadFact(ValueError):
    """A JSON text that is no fact; the message is a sentence without the line's number."""


def to_micros(instant: datetime) -> int:
    """Microseconds since 1970 in UTC; `instant` must be aware."""
    return (instant - EPOCH) // MICROSECOND


def from_micros(micros: int) -> datetime:
    return EPOCH + timedelta(microseconds=micros)


def instant_text(instant: datetime) -> str:
    """ISO 8601 in UTC with a final Z, with a fraction only where there is one."""
    return instant.astimezone(UTC).isoformat().replace("+00:00", "Z")


def asked_text(asked: DayTime | None) -> str | None:
    """`2026-11-26`, or `2026-11-26T10:00:00` where a time was said."""
    if asked is None:
        return None
    return asked.day.isoformat() + (f"T{asked.time.isoformat()}" if asked.time is not None else "")


def read_asked(text: str) -> DayTime:
    day, _, clock = text.partition("T")
    return DayTime(date.fromisoformat(day), time.fromisoformat(clock) if clock else None)


def day_text(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def fact_to_json(fact: Fact) -> dict[str, object]:
    """One JSON object: `kind` first, then the fields in the order of docs/state.md."""
    head: dict[str, object] = {"contact": fact.contact, "at": instant_text(fact.at)}
    match fact:
        case Attempt():
            body: dict[str, object] = {
                "kind": "attempt", **head, "outcome": fact.outcome.value, "channel": fact.channel,
                "note": fact.note or None, "asked": asked_text(fact.asked),
                "timed": None if fact.timed else False, "source": fact.source, "event": fact.event,
            }
        case Listed():
            body = {
                "kind": "listed", **head, "slug": fact.slug, "name": fact.name,
                "phones": list(fact.phones) or None, "emails": list(fact.emails) or None,
            }
        case Closed():
            body = {
                "kind": "closed", **head, "channel": fact.channel, "address": fact.address,
                "outcome": fact.outcome.value, "attempt_at": instant_text(fact.attempt_at),
            }
        case Moved():
            body = {
                "kind": "moved", **head, "uid": fact.uid,
                "start": instant_text(fact.start), "end": instant_text(fact.end),
            }
        case Skipped():
            body = {"kind": "skipped", **head, "uid": fact.uid, "start": instant_text(fact.start)}
        case Restored():
            body = {"kind": "restored", **head, "uid": fact.uid}
        case Promised():
            body = {"kind": "promised", **head, "what": fact.what, "by": day_text(fact.by), "source": fact.source}
        case Settled():
            body = {
                "kind": "settled", **head, "what": fact.what, "by": day_text(fact.by),
                "kept": None if fact.kept else False, "source": fact.source, "event": fact.event,
            }
        case Booked() | Swept():
            body = {
                "kind": "booked" if isinstance(fact, Booked) else "swept", **head, "day": day_text(fact.day),
                "source": fact.source, "event": fact.event,
            }
    return {key: value for key, value in body.items() if value is not None}


def fact_id(fact: Fact) -> bytes:
    """Sixteen bytes that name the fact's content: all of it but `source`, so one attempt from two inputs is one."""
    body = fact_to_json(fact)
    body.pop("source", None)
    return sha256(to_line(body).encode()).digest()[:16]


def to_line(body: Json) -> str:
    return _encode(body)


def fact_from_json(body: object) -> Fact:
    """The fact that `fact_to_json` wrote. Raises BadFact with a sentence that says what is wrong."""
    if not isinstance(body, dict):
        raise BadFact("a fact is a JSON object in braces")
    kind = body.get("kind")
    read = _READ.get(kind) if isinstance(kind, str) else None
    if read is None:
        raise BadFact(f'"kind" is {json.dumps(kind, ensure_ascii=False)}; it is one of {", ".join(_READ)}')
    fields = _Fields(body)
    fact = read(fields)
    fields.nothing_else()
    return fact


class _Fields:
    """Typed reading of one JSON object; remembers which keys were asked for."""

    def __init__(self, body: Json) -> None:
        self._body = body
        self._known = {"kind"}

    def _take(self, key: str) -> object:
        self._known.add(key)
        return self._body.get(key)

    def text(self, key: str) -> str:
        value = self._take(key)
        if not isinstance(value, str):
            raise BadFact(f'"{key}" is missing' if value is None else f'"{key}" must be text')
        try:
            value.encode()
        except UnicodeEncodeError:
            raise BadFact(f'"{key}" holds half a character (a lone surrogate)') from None
        return value

    def text_or(self, key: str, default: str) -> str:
        return default if self._take(key) is None else self.text(key)

    def text_or_none(self, key: str) -> str | None:
        return None if self._take(key) is None else self.text(key)

    def texts(self, key: str) -> tuple[str, ...]:
        value = self._take(key)
        if value is None:
            return ()
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise BadFact(f'"{key}" must be a list of texts')
        return tuple(value)

    def flag(self, key: str, default: bool) -> bool:
        value = self._take(key)
        if value is None:
            return default
        if not isinstance(value, bool):
            raise BadFact(f'"{key}" must be true or false')
        return value

    def instant(self, key: str) -> datetime:
        text = self.text(key)
        try:
            found = datetime.fromisoformat(text)
        except ValueError:
            raise BadFact(f'"{key}" is "{text}"; write an instant such as 2026-11-20T21:10:00Z') from None
        if found.tzinfo is None:
            raise BadFact(f'"{key}" is "{text}", which names no time zone; write 2026-11-20T21:10:00Z')
        try:
            return found.astimezone(UTC)
        except OverflowError:
            raise BadFact(f'"{key}" is "{text}", beyond the calendar') from None

    def asked(self, key: str) -> DayTime | None:
        text = self.text_or_none(key)
        if text is None:
            return None
        try:
            found = read_asked(text)
        except ValueError:
            found = None
        if found is None or (found.time is not None and found.time.tzinfo is not None):
            raise BadFact(f'"{key}" is "{text}"; write a day, 2026-11-26, or 2026-11-26T10:00')
        return found

    def day(self, key: str) -> date | None:
        asked = self.asked(key)
        if asked is not None and asked.time is not None:
            raise BadFact(f'"{key}" holds a time; write a day, 2026-11-26')
        return asked.day if asked else None

    def outcome(self, key: str) -> Outcome:
        text = self.text(key)
        try:
            return Outcome(text)
        except ValueError:
            raise BadFact(f'"{key}" is "{text}"; it is one of {", ".join(Outcome)}') from None

    def source(self, key: str) -> str:
        text = self.text_or(key, "import")
        if text not in SOURCES:
            raise BadFact(f'"{key}" is "{text}"; it is one of {", ".join(SOURCES)}')
        return text

    def nothing_else(self) -> None:
        for key in self._body:
            if key not in self._known:
                raise BadFact(f'"{key}" is no field of this kind of fact')


def _attempt(f: _Fields) -> Attempt:
    return Attempt(
        f.text("contact"), f.instant("at"), f.outcome("outcome"), f.text_or_none("channel"), f.text_or("note", ""),
        f.asked("asked"), f.flag("timed", True), f.source("source"), f.text_or_none("event"),
    )


def _listed(f: _Fields) -> Listed:
    return Listed(
        f.text("contact"), f.instant("at"), f.text("slug"), f.text("name"), f.texts("phones"), f.texts("emails")
    )


def _closed(f: _Fields) -> Closed:
    return Closed(
        f.text("contact"), f.instant("at"), f.text("channel"), f.text("address"), f.outcome("outcome"),
        f.instant("attempt_at"),
    )


def _moved(f: _Fields) -> Moved:
    start, end = f.instant("start"), f.instant("end")
    if end < start or beyond_bounds(start, end):      # no calendar could hold it, and each later pass would fail
        raise BadFact(f'"start" and "end" are {start:%Y-%m-%d} and {end:%Y-%m-%d}, where no event can stand')
    return Moved(f.text_or_none("contact"), f.instant("at"), f.text("uid"), start, end)


def _skipped(f: _Fields) -> Skipped:
    return Skipped(f.text_or_none("contact"), f.instant("at"), f.text("uid"), f.instant("start"))


def _restored(f: _Fields) -> Restored:
    return Restored(f.text_or_none("contact"), f.instant("at"), f.text("uid"))


def _promised(f: _Fields) -> Promised:
    return Promised(f.text("contact"), f.instant("at"), f.text("what"), f.day("by"), f.source("source"))


def _settled(f: _Fields) -> Settled:
    return Settled(
        f.text("contact"), f.instant("at"), f.text("what"), f.day("by"), f.flag("kept", True), f.source("source"),
        f.text_or_none("event"),
    )


def _booked(f: _Fields) -> Booked:
    day = f.day("day")
    if day is None:
        raise BadFact('"day" is missing')
    return Booked(f.text("contact"), f.instant("at"), day, f.source("source"), f.text_or_none("event"))


def _swept(f: _Fields) -> Swept:
    return Swept(f.text("contact"), f.instant("at"), f.day("day"), f.source("source"), f.text_or_none("event"))


_READ: dict[str, Callable[[_Fields], Fact]] = {
    "attempt": _attempt, "listed": _listed, "closed": _closed, "moved": _moved, "skipped": _skipped,
    "restored": _restored, "promised": _promised, "settled": _settled, "booked": _booked, "swept": _swept,
}


def event_to_text(event: Event) -> str:
    """One of our events as JSON text: instants in UTC, the alarm in seconds before the start."""
    return to_line({
        "uid": event.uid, "start": instant_text(event.start), "end": instant_text(event.end),
        "summary": event.summary, "description": event.description, "busy": event.busy,
        "alarm": None if event.alarm is None else event.alarm.total_seconds(), "people": list(event.people),
        "sought": None if event.sought is None else event.sought.isoformat(),
        **({} if event.stance is None else {"stance": _stance_to_json(event.stance)}),
        **({"answer": event.answer} if event.answer else {}),
    })


def _stance_to_json(stance: Stance) -> Json:
    return {
        "home": instant_text(stance.home), "because": stance.because, "overlap": stance.overlap.total_seconds(),
        "moves": stance.moves,
    }


def event_from_text(text: str) -> Event:
    """The event that `event_to_text` wrote; our own text, so a fault in it is a damaged database (ValueError)."""
    body = json.loads(text)
    return Event(
        body["uid"], datetime.fromisoformat(body["start"]), datetime.fromisoformat(body["end"]), body["summary"],
        body["description"], body["busy"], None if body["alarm"] is None else timedelta(seconds=body["alarm"]),
        tuple(body["people"]), date.fromisoformat(body["sought"]) if body.get("sought") else None,
        _stance(body["stance"]) if body.get("stance") else None,
        body.get("answer") or sign_in(body["summary"]),     # a row from before there was a sign has its words alone
    )


def _stance(body: dict[str, Any]) -> Stance:
    return Stance(
        datetime.fromisoformat(body["home"]), body["because"], timedelta(seconds=body["overlap"]), body["moves"]
    )
