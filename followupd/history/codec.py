"""One table of how facts are written: as JSON (`history export`, docs/state.md) and as rows of the database.

Takes facts, gives JSON objects with their keys in a fixed order and rows, and back. A value that is absent or at its
default is left out of JSON, so that adding a field changes no existing fact. Decoding is strict: an unknown key, a
missing one or a wrong type is a BadFact that says which. A new type of fact is one entry of `FACT_FORMS`, and a
migration if it needs a column. Never opens a file or the database.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from followupd.core.values.event import is_beyond_bounds
from followupd.core.values.facts import (
    Attempt,
    Booked,
    Closed,
    Fact,
    Listed,
    Moved,
    Noticed,
    Promised,
    Restored,
    Retracted,
    Settled,
    Skipped,
    Swept,
)
from followupd.errors import UsageError
from followupd.history.forms import (
    ASKED,
    CLOCK_FORM,
    DAY_FORM,
    DAY_OR_NONE,
    INSTANT,
    KEPT,
    KEY,
    LABEL,
    MET,
    NOTE,
    OUTCOME,
    OUTCOME_OR_NONE,
    RULE_FORM,
    SECONDS,
    SOURCE,
    SURE,
    TEXT,
    TEXT_OR_NONE,
    TEXTS,
    TIMED,
    TYPED,
    BadFact,
    Form,
    from_micros,
    to_micros,
)

SHOWN_PROBLEMS = 10
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode   # json.dumps makes one for each line


@dataclass(frozen=True, slots=True)
class FieldForm:
    """A field of a fact: its name, also its key in JSON, its form, and its column if that has another name."""

    name: str
    form: Form
    column: str = ""


@dataclass(frozen=True, slots=True)
class FactForm:
    """A type of fact. `fields` follow `contact` and `at`, in the order of the class; `check` raises BadFact."""

    fact: Callable[..., Fact]
    fields: tuple[FieldForm, ...]
    contact: Form = TEXT
    check: Callable[[Any], None] | None = None


def _check_moved(fact: Moved) -> None:
    if fact.end < fact.start or is_beyond_bounds(fact.start, fact.end):     # every later pass would fail on it
        raise BadFact(f'"start" and "end" are {fact.start:%Y-%m-%d} and {fact.end:%Y-%m-%d}, where no event can be')


_SOURCE, _EVENT = FieldForm("source", SOURCE), FieldForm("event", TEXT_OR_NONE, "uid")
_START, _QUESTION = FieldForm("start", INSTANT, "starts"), FieldForm("question", TEXT_OR_NONE, "slug")

# By `kind`. Later kinds reuse the existing columns: what was promised is a note, a day is an asked one.
FACT_FORMS: Mapping[str, FactForm] = {
    "attempt": FactForm(Attempt, (
        FieldForm("outcome", OUTCOME), FieldForm("channel", TEXT_OR_NONE), FieldForm("note", NOTE),
        FieldForm("asked", ASKED), FieldForm("timed", TIMED), _SOURCE, _EVENT,
        FieldForm("met", MET), FieldForm("card", TEXT_OR_NONE, "name"),
        _QUESTION,
    )),
    "listed": FactForm(Listed, (
        FieldForm("slug", TEXT), FieldForm("name", TEXT), FieldForm("phones", TEXTS), FieldForm("emails", TEXTS),
        FieldForm("maybe", TEXT_OR_NONE, "note"),
    )),
    "closed": FactForm(Closed, (
        FieldForm("channel", TEXT), FieldForm("address", TEXT), FieldForm("outcome", OUTCOME),
        FieldForm("attempt_at", INSTANT),
    )),
    "moved": FactForm(
        Moved, (
            FieldForm("uid", TEXT), _START, FieldForm("end", INSTANT, "ends"), FieldForm("typed", TYPED, "met"),
            FieldForm("note", NOTE),
        ), TEXT_OR_NONE, _check_moved,
    ),
    "skipped": FactForm(Skipped, (FieldForm("uid", TEXT), _START), TEXT_OR_NONE),
    "restored": FactForm(Restored, (FieldForm("uid", TEXT),), TEXT_OR_NONE),
    "promised": FactForm(Promised, (FieldForm("what", TEXT, "note"), FieldForm("by", DAY_OR_NONE, "asked"), _SOURCE)),
    "settled": FactForm(Settled, (
        FieldForm("what", TEXT, "note"), FieldForm("by", DAY_OR_NONE, "asked"), FieldForm("kept", KEPT, "outcome"),
        _SOURCE, _EVENT, FieldForm("task", TEXT_OR_NONE, "name"), _QUESTION,
    )),
    "booked": FactForm(Booked, (
        FieldForm("day", DAY_FORM, "asked"), _SOURCE, _EVENT, FieldForm("time", CLOCK_FORM, "note"),
        FieldForm("channel", TEXT_OR_NONE),
    )),
    "swept": FactForm(Swept, (FieldForm("day", DAY_OR_NONE, "asked"), _SOURCE, _EVENT)),
    "noticed": FactForm(Noticed, (
        FieldForm("outcome", OUTCOME_OR_NONE), FieldForm("channel", TEXT_OR_NONE), FieldForm("rule", RULE_FORM, "slug"),
        FieldForm("evidence", KEY, "address"), FieldForm("sure", SURE, "timed"), FieldForm("source", LABEL),
        FieldForm("what", NOTE, "note"), FieldForm("seconds", SECONDS, "ends"),
    )),
    "retracted": FactForm(Retracted, (FieldForm("fact", KEY, "note"), _SOURCE), TEXT_OR_NONE),
}
_KIND_OF = {form.fact: kind for kind, form in FACT_FORMS.items()}


def fact_to_json(fact: Fact) -> dict[str, object]:
    """Return one JSON object: `kind`, `contact` and `at`, then the fields in the order of docs/state.md."""
    kind = _KIND_OF[type(fact)]
    body: dict[str, object] = {"kind": kind}
    if fact.contact is not None:
        body["contact"] = fact.contact
    body["at"] = INSTANT.to_json(fact.at)
    for field in FACT_FORMS[kind].fields:
        value, form = getattr(fact, field.name), field.form
        if value is not None and (form.always or form.required or value != form.default):
            body[field.name] = form.to_json(value)
    return body


def fact_id(fact: Fact) -> bytes:
    """Return sixteen bytes that identify the content of a fact without its source.

    The same fact from two inputs counts once.
    """
    body = fact_to_json(fact)
    body.pop("source", None)
    return sha256(to_line(body).encode()).digest()[:16]


def to_line(body: Mapping[str, object]) -> str:
    """Return a JSON object as one line."""
    return _encode(body)


def fact_from_json(body: object) -> Fact:
    """Return the fact that `fact_to_json` wrote. Raises BadFact with a sentence that says what is wrong."""
    if not isinstance(body, dict):
        raise BadFact("a fact is a JSON object in braces")
    kind = body.get("kind")
    form = FACT_FORMS.get(kind) if isinstance(kind, str) else None
    if form is None:
        raise BadFact(f'"kind" is {json.dumps(kind, ensure_ascii=False)}; it is one of {", ".join(FACT_FORMS)}')
    keys = {"contact": form.contact, "at": INSTANT, **{field.name: field.form for field in form.fields}}
    fact = form.fact(*[sort.read(key, body.get(key)) for key, sort in keys.items()])
    for key in body:
        if key != "kind" and key not in keys:
            raise BadFact(f'"{key}" is not a field of this kind of fact')
    if form.check is not None:
        form.check(fact)
    return fact


def export_lines(facts: Iterable[Fact]) -> Iterator[str]:
    """Yield one JSON object for each fact, without a newline."""
    for fact in facts:
        yield to_line(fact_to_json(fact))


def parse_lines(lines: Iterable[str]) -> tuple[Fact, ...]:
    """Return the facts of exported lines, in order; empty lines are skipped.

    Raises UsageError, which names each bad line by its number and says what is wrong with it.
    """
    facts: list[Fact] = []
    problems: list[str] = []
    for number, line in enumerate(lines, start=1):
        text = line.removeprefix("\ufeff").strip() if number == 1 else line.strip()
        if not text:
            continue
        try:
            facts.append(fact_from_json(json.loads(text)))
        except json.JSONDecodeError as error:
            problems.append(f"line {number}: no JSON at column {error.colno} ({error.msg})")
        except RecursionError:
            problems.append(f"line {number}: nested too deeply")
        except BadFact as error:
            problems.append(f"line {number}: {error}")
    if problems:
        more = len(problems) - SHOWN_PROBLEMS
        shown = problems[:SHOWN_PROBLEMS] + ([f"and {more} more"] if more > 0 else [])
        raise UsageError("\n".join(shown), "Fix these lines and import again; nothing was imported.")
    return tuple(facts)


# Rows.

_COLUMNS = (
    "outcome", "channel", "note", "asked", "timed", "source", "uid", "starts", "ends", "slug", "name", "phones",
    "emails", "address", "attempt_at", "met",
)
_ABSENT: Mapping[str, object] = dict.fromkeys(_COLUMNS)
# The names of the columns are constants, so that nothing can be injected.
INSERT = f"""INSERT INTO facts (kind, contact, at, recorded, id, {", ".join(_COLUMNS)})
    VALUES (:kind, :contact, :at, :recorded, :id, {", ".join(f":{column}" for column in _COLUMNS)})
    ON CONFLICT (id) DO NOTHING"""  # noqa: S608 - constants only
SELECT = f"""SELECT kind, contact, at, {", ".join(_COLUMNS)} FROM facts
    WHERE seq > ? AND seq <= ? ORDER BY seq"""  # noqa: S608 - constants only


def to_row(fact: Fact, recorded: datetime) -> dict[str, object]:
    """Return the values for `INSERT`; `recorded` (aware) is when the history learned of it."""
    kind = _KIND_OF[type(fact)]
    row = dict(_ABSENT)
    for field in FACT_FORMS[kind].fields:
        value = getattr(fact, field.name)
        row[field.column or field.name] = None if value is None else field.form.to_cell(value)
    return {
        "kind": kind, "contact": fact.contact, "at": INSTANT.to_cell(fact.at), "recorded": to_micros(recorded),
        "id": fact_id(fact), **row,
    }


def from_rows(rows: Iterable[Sequence[Any]]) -> list[Fact]:
    """Return the facts of `SELECT`'s rows. A damaged one raises KeyError, ValueError, TypeError or OverflowError."""
    place = {column: number for number, column in enumerate(_COLUMNS, start=3)}
    cells = {
        kind: (form.fact, [(place[field.column or field.name], field.form.from_cell) for field in form.fields])
        for kind, form in FACT_FORMS.items()
    }
    names: dict[str, str] = {}   # one string for each contact instead of each row
    facts: list[Fact] = []
    for row in rows:
        fact, fields = cells[row[0]]
        contact = names.setdefault(row[1], row[1])
        values = [
            cell if (cell := row[number]) is None or read is None else read(cell) for number, read in fields
        ]
        facts.append(fact(contact, from_micros(row[2]), *values))
    return facts
