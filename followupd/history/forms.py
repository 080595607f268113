"""The written forms of single values in the JSON of `history export` and in cells of the database.

Takes a value of a fact and gives its written form, and back. Reading JSON is strict: a wrong type or a meaningless text
is a BadFact that names the key. Cells are only written by us, so a fault in one means a damaged database: KeyError,
ValueError, TypeError or OverflowError.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from followupd.core.values.facts import WRITING, DayTime, EvidenceRule, Outcome
from followupd.core.values.time import PARTS_OF_DAY

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
_UNTIL, _PLANNED, _FROM, _BY = "until ", "planned ", "from ", " by "
_WAYS = ("phone", "text", "email", WRITING)
SOURCES = ("command", "hitlist", "calendar", "import")


class BadFact(ValueError):
    """A JSON text that is not a fact; the message is a sentence without the line's number."""


def to_micros(instant: datetime) -> int:
    """Return the microseconds since 1970 in UTC; `instant` is aware."""
    return (instant - EPOCH) // MICROSECOND


def from_micros(micros: int) -> datetime:
    """Return the instant in UTC, given microseconds since 1970."""
    return EPOCH + timedelta(0, 0, micros)


def instant_text(instant: datetime) -> str:
    """Return an instant in ISO 8601, in UTC with a final Z, with a fraction only if there is one."""
    return instant.astimezone(UTC).replace(tzinfo=None).isoformat() + "Z"


def _day_time_text(asked: DayTime) -> str:
    """Return `2026-11-26`, with `T10:00:00` if there is a time.

    `until ` is before it if they are away until then, `planned ` if the user chose it and nobody asked for it, and
    `from ` if it is only the first day of what was said; a part of the day is after it, and then the channel that was
    named: `2026-11-26 evening by text`.
    """
    clock = f"T{asked.time.isoformat()}" if asked.time is not None else ""
    before = f"{_UNTIL * asked.away}{_PLANNED * asked.planned}{_FROM * asked.vague}"
    return f"{before}{asked.day.isoformat()}{clock} {asked.part}".rstrip() + (asked.channel and _BY + asked.channel)


def _day_time(text: str) -> DayTime:
    said = []
    for prefix in (_UNTIL, _PLANNED, _FROM):
        said.append(text.startswith(prefix))
        text = text.removeprefix(prefix)
    away, planned, vague = said
    text, by, channel = text.partition(_BY)
    moment, _, part = text.partition(" ")
    if part not in ("", *PARTS_OF_DAY) or (by and channel not in _WAYS):
        raise ValueError(text)
    day, _, clock = moment.partition("T")
    at = time.fromisoformat(clock) if clock else None
    return DayTime(date.fromisoformat(day), at, away, vague, part, planned, channel)


# JSON to values: each takes the key, for the message, and a JSON value that is not null.


def _text(key: str, value: object) -> str:
    if not isinstance(value, str):
        raise BadFact(f'"{key}" must be text')
    try:
        value.encode()
    except UnicodeEncodeError:
        raise BadFact(f'"{key}" holds half a character (a lone surrogate)') from None
    return value


def _key(key: str, value: object) -> str:
    text = _text(key, value)
    if not re.fullmatch(r"[0-9a-f]{32}", text):
        raise BadFact(f'"{key}" is "{text}"; it is 32 hex digits')
    return text


def _texts(key: str, value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise BadFact(f'"{key}" must be a list of texts')
    return tuple(value)


def _flag(key: str, value: object) -> bool:
    if not isinstance(value, bool):
        raise BadFact(f'"{key}" must be true or false')
    return value


def _seconds(key: str, value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < 2**31:
        raise BadFact(f'"{key}" must be a number of seconds')
    return value


def _instant(key: str, value: object) -> datetime:
    text = _text(key, value)
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise BadFact(f'"{key}" is "{text}"; write an instant such as 2026-11-20T21:10:00Z') from None
    if found.tzinfo is None:
        raise BadFact(f'"{key}" is "{text}", which names no time zone; write 2026-11-20T21:10:00Z')
    try:
        return found.astimezone(UTC)
    except OverflowError:
        raise BadFact(f'"{key}" is "{text}", outside the years 1 to 9999') from None


def _day_with_time(key: str, value: object) -> DayTime:
    text = _text(key, value)
    try:
        found = _day_time(text)
    except ValueError:
        found = None
    if found is None or (found.time is not None and found.time.tzinfo is not None):
        raise BadFact(f'"{key}" is "{text}"; write a day, 2026-11-26, or 2026-11-26T10:00')
    return found


def _day(key: str, value: object) -> date:
    asked = _day_with_time(key, value)
    if asked != DayTime(asked.day):
        raise BadFact(f'"{key}" holds more than a day; write a day, 2026-11-26')
    return asked.day


def _clock(key: str, value: object) -> time:
    text = _text(key, value)
    try:
        found = time.fromisoformat(text)
    except ValueError:
        found = None
    if found is None or found.tzinfo is not None:
        raise BadFact(f'"{key}" is "{text}"; write a time of day, 12:30')
    return found


def _one_of(allowed: tuple[str, ...]) -> Callable[[str, object], str]:
    def read(key: str, value: object) -> str:
        text = _text(key, value)
        if text not in allowed:
            raise BadFact(f'"{key}" is "{text}"; it is one of {", ".join(allowed)}')
        return text

    return read


def _outcome(key: str, value: object) -> Outcome:
    return Outcome(_one_of(tuple(Outcome))(key, value))


def _evidence_rule(key: str, value: object) -> EvidenceRule:
    return EvidenceRule(_one_of(tuple(EvidenceRule))(key, value))


def _unchanged(value: Any) -> Any:
    return value


@dataclass(frozen=True, slots=True)
class Form:
    """The written form of one kind of value. Its functions never get None, which is null in JSON and in a cell.

    `default` is what an absent or null value means; in JSON a value at its default is left out, unless `always`.
    """

    from_json: Callable[[str, object], Any]
    to_json: Callable[[Any], object] = _unchanged
    to_cell: Callable[[Any], object] = _unchanged
    from_cell: Callable[[Any], Any] | None = None     # None: the cell is the value; it is read 100,000 times
    default: object = None
    required: bool = False
    always: bool = False

    def read(self, key: str, value: object) -> Any:
        """Return the value that JSON holds under a key; BadFact says what is wrong with it."""
        if value is not None:
            return self.from_json(key, value)
        if self.required:
            raise BadFact(f'"{key}" is missing')
        return self.default


TEXT = Form(_text, required=True)
TEXT_OR_NONE = Form(_text)
KEY = Form(_key, required=True)
NOTE = LABEL = Form(_text, default="")
TEXTS = Form(
    _texts, to_json=list, default=(), to_cell=lambda texts: json.dumps(texts, ensure_ascii=False),
    from_cell=lambda cell: tuple(json.loads(cell)),
)
TIMED = SURE = Form(_flag, default=True, from_cell=bool)
MET = TYPED = Form(_flag, default=False, from_cell=bool)
SECONDS = Form(_seconds)
KEPT = Form(
    _flag, default=True, to_cell=lambda kept: "kept" if kept else "dropped", from_cell=lambda cell: cell == "kept"
)
INSTANT = Form(_instant, instant_text, to_micros, from_micros, required=True)
ASKED = Form(_day_with_time, _day_time_text, _day_time_text, _day_time)
CLOCK_FORM = Form(_clock, time.isoformat, time.isoformat, time.fromisoformat)
DAY_OR_NONE = Form(_day, date.isoformat, date.isoformat, date.fromisoformat)
DAY_FORM = Form(_day, date.isoformat, date.isoformat, date.fromisoformat, required=True)
OUTCOME_OR_NONE = Form(
    _outcome, to_json=str, to_cell=str, from_cell={str(outcome): outcome for outcome in Outcome}.__getitem__,
)
OUTCOME = replace(OUTCOME_OR_NONE, required=True)
RULE_FORM = Form(
    _evidence_rule, to_json=str, to_cell=str, from_cell={str(rule): rule for rule in EvidenceRule}.__getitem__,
    required=True,
)
SOURCE = Form(_one_of(SOURCES), default="import", always=True)
