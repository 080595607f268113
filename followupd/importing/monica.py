"""Monica's export as JSON: contacts with their fields, calls and activities, wherever its version puts them.

Takes text; gives rows. A contact is any object with a first name in its `properties`; what it refers to (the type of a
field, an activity) is found by its uuid.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from followupd.core.stack.rows import ImportedRow, Touch
from followupd.importing.cells import Cells, Origin, imported_row
from followupd.importing.dates import day_of_text

NAME = "Monica"
PHONE, COFFEE = "phone", "coffee"
Object = Mapping[str, Any]


def monica_rows(text: str, source: str) -> list[ImportedRow] | None:
    """Return the rows of an export; None if it is not one of Monica's."""
    try:
        whole = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(whole, dict) or "account" not in whole:
        return None
    by_uuid = {one["uuid"]: one for one in _objects(whole) if isinstance(one.get("uuid"), str)}
    contacts = [one for one in _objects(whole) if "first_name" in _properties(one) and "email" not in one]
    rows = (_row(one, by_uuid, source) for one in contacts if is_wanted(_properties(one)))
    return [row for row in rows if row is not None]


def is_wanted(properties: Object) -> bool:
    """Return whether a contact is alive, and more than the child or partner of one."""
    return not (properties.get("is_dead") or properties.get("is_partial"))


def said_by_monica(what: str, detail: str = "") -> str:
    """Return where a touch is from: `Monica: call, new job`."""
    return f"{NAME}: {what}" + (f", {' '.join(detail.split())}" if detail.strip() else "")


def _row(contact: Object, by_uuid: Mapping[str, Object], source: str) -> ImportedRow | None:
    said = _properties(contact)
    cells: dict[str, list[str]] = {field: [text] for field, text in fields_of(said).items()}
    cells["uid"] = [f"monica:{contact['uuid']}"] if contact.get("uuid") else []
    for one in _objects(contact):
        inner = _properties(one)
        kind = _properties(by_uuid.get(str(inner.get("type")), {})).get("type")
        if kind in ("email", "phone") and isinstance(inner.get("data"), str):
            cells.setdefault(kind, []).append(inner["data"])
    if isinstance(born := said.get("birthdate"), dict):
        cells["birthday"] = [birthday_text(born.get("date"), born.get("is_year_unknown"), born.get("is_age_based"))]
    tags = said.get("tags")
    cells["groups"] = [tag for tag in tags if isinstance(tag, str)] if isinstance(tags, list) else []
    touches = tuple(sorted({*_touches(contact, by_uuid), *last_talk(said.get("last_talked_to"))}))
    return with_touches(cells, source, touches, starred=bool(said.get("is_starred")))


def fields_of(said: Object) -> dict[str, str]:
    """Return the cells of a contact's own columns."""
    names = {
        "given": "first_name", "middle": "middle_name", "family": "last_name", "nickname": "nickname", "org": "company",
        "role": "job", "notes": "description",
    }
    return {field: str(said[name]) for field, name in names.items() if said.get(name)}


def with_touches(
    cells: Cells, source: str, touches: tuple[Touch, ...], *, starred: bool
) -> ImportedRow | None:
    """Return the row of these cells, with what only Monica knows."""
    row = imported_row(cells, Origin(source, NAME))
    return None if row is None else replace(row, touches=touches, starred=starred or row.starred)


def birthday_text(day: object, is_year_unknown: object, is_age_based: object) -> str:
    """Return the birthday as a cell; "" if only the age is known."""
    text = str(day or "")[:10]
    if not text or _is_true(is_age_based):
        return ""
    return f"--{text[5:]}" if _is_true(is_year_unknown) else text


def last_talk(day: object) -> Iterator[Touch]:
    """Yield the talk that a contact's own column reports."""
    last = day_of_text(str(day or ""))
    if last is not None:
        yield Touch(last, None, said_by_monica("last talked to"))


def call_touch(day: date | None, content: object) -> Iterator[Touch]:
    """Yield a call."""
    if day is not None:
        yield Touch(day, PHONE, said_by_monica("call", str(content or "")))


def activity_touch(day: date | None, summary: object) -> Iterator[Touch]:
    """Yield something that the user did with somebody."""
    if day is not None:
        yield Touch(day, None, said_by_monica("activity", str(summary or "")))


def _touches(contact: Object, by_uuid: Mapping[str, Object]) -> Iterator[Touch]:
    for part in contact.get("data") or ():
        if not isinstance(part, dict) or not isinstance(part.get("values"), list):
            continue
        for one in part["values"]:
            if part.get("type") == "call" and isinstance(one, dict):
                said = _properties(one)
                yield from call_touch(day_of_text(str(said.get("called_at") or "")), said.get("content"))
            elif part.get("type") == "activity":
                said = _properties(by_uuid.get(one if isinstance(one, str) else "", {}))
                yield from activity_touch(day_of_text(str(said.get("happened_at") or "")), said.get("summary"))


def _is_true(value: object) -> bool:
    return value in (True, 1, "1", "true")


def _properties(one: Object) -> Object:
    found = one.get("properties")
    return found if isinstance(found, dict) else {}


def _objects(value: Any) -> Iterator[Object]:
    """Yield each object inside a value, the value itself first."""
    if isinstance(value, dict):
        yield value
        for inner in value.values():
            yield from _objects(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _objects(inner)
