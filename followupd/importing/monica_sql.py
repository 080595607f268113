"""Monica's export as SQL, and a dump of its database: the tables of contacts, read without a database.

Takes text; gives rows. A value is NULL, a number or a quoted text, as MySQL writes them; statements of other tables are
passed over.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from followupd.core.stack.rows import ImportedRow
from followupd.importing.dates import day_of_text
from followupd.importing.monica import (
    activity_touch,
    birthday_text,
    call_touch,
    fields_of,
    is_wanted,
    last_talk,
    with_touches,
)

Row = Mapping[str, str]
_TABLES = frozenset((
    "contacts", "contact_fields", "contact_field_types", "special_dates", "tags", "contact_tag", "calls", "activities",
    "activity_contact",
))
_INSERT = re.compile(
    r"^INSERT (?:IGNORE )?INTO [`\"\w.]*?[`\".]?(?P<table>\w+)[`\"]? *(?:\((?P<columns>[^)]*)\))? *VALUES", re.MULTILINE
)
_CREATE = re.compile(r"^CREATE TABLE [^(]*?[`\"]?(?P<table>\w+)[`\"]? *\((?P<body>.*?)^\)", re.MULTILINE | re.DOTALL)
_COLUMN = re.compile(r"^ *[`\"](\w+)[`\"] ", re.MULTILINE)
_VALUE = re.compile(
    r"\s*(?:(?P<null>NULL)|'(?P<text>(?:[^'\\]|\\.|'')*)'|(?P<number>[-+.\w]+))\s*(?P<end>[,)])", re.DOTALL
)
_ESCAPED = re.compile(r"\\(.)|''", re.DOTALL)
_CONTROLS = {"n": "\n", "r": "\r", "t": "\t", "0": ""}


def sql_rows(text: str, source: str) -> list[ImportedRow] | None:
    """Return the rows of an export; None if it has no table of contacts."""
    tables = _tables(text)
    if "contacts" not in tables:
        return None
    made = _Tables(tables)
    rows = (made.row(contact, source) for contact in tables["contacts"] if is_wanted(_flags(contact)))
    return [row for row in rows if row is not None]


def _flags(contact: Row) -> dict[str, bool]:
    return {name: contact.get(name) == "1" for name in ("is_dead", "is_partial")}


class _Tables:
    """The tables by contact."""

    def __init__(self, tables: Mapping[str, Sequence[Row]]) -> None:
        self._by_contact: dict[tuple[str, str], list[Row]] = defaultdict(list)
        for name in ("contact_fields", "calls", "activity_contact", "contact_tag"):
            for row in tables.get(name, ()):
                self._by_contact[name, row.get("contact_id", "")].append(row)
        self._by_id = {
            name: {row.get("id", ""): row for row in tables.get(name, ())}
            for name in ("contact_field_types", "special_dates", "tags", "activities")
        }

    def row(self, contact: Row, source: str) -> ImportedRow | None:
        key = contact.get("id", "")
        cells = {field: [text] for field, text in fields_of(contact).items()}
        cells["uid"] = [f"monica:{contact['uuid']}"] if contact.get("uuid") else []
        for one in self._by_contact["contact_fields", key]:
            kind = self._of("contact_field_types", one.get("contact_field_type_id")).get("type", "")
            if kind in ("email", "phone") and one.get("data"):
                cells.setdefault(kind, []).append(one["data"])
        born = self._of("special_dates", contact.get("birthday_special_date_id"))
        cells["birthday"] = [birthday_text(born.get("date"), born.get("is_year_unknown"), born.get("is_age_based"))]
        tags = (self._of("tags", one.get("tag_id")) for one in self._by_contact["contact_tag", key])
        cells["groups"] = [tag["name"] for tag in tags if "name" in tag]
        touches = [*last_talk(contact.get("last_talked_to"))]
        for one in self._by_contact["calls", key]:
            touches += call_touch(day_of_text(one.get("called_at", "")), one.get("content"))
        for one in self._by_contact["activity_contact", key]:
            what = self._of("activities", one.get("activity_id"))
            touches += activity_touch(day_of_text(what.get("happened_at", "")), what.get("summary"))
        return with_touches(cells, source, tuple(sorted(set(touches))), starred=contact.get("is_starred") == "1")

    def _of(self, table: str, key: str | None) -> Row:
        return self._by_id[table].get(key or "", {})


def _tables(text: str) -> dict[str, list[Row]]:
    created = {match["table"]: _COLUMN.findall(match["body"]) for match in _CREATE.finditer(text)}
    found: dict[str, list[Row]] = {}
    for match in _INSERT.finditer(text):
        if match["table"] in _TABLES:
            named = re.findall(r"\w+", match["columns"] or "") or created.get(match["table"], [])
            rows = ({name: value for name, value in zip(named, row, strict=False) if value is not None}
                    for row in _values(text, match.end()))
            found.setdefault(match["table"], []).extend(rows)
    return found


def _values(text: str, at: int) -> Iterator[list[str | None]]:
    """Yield the rows behind VALUES up to the end of the statement, or up to what cannot be read."""
    while (begun := re.compile(r"\s*,?\s*\(").match(text, at)) is not None:
        at, row, end = begun.end(), list[str | None](), ","
        while end == ",":
            value = _VALUE.match(text, at)
            if value is None:
                return
            row.append(None if value["null"] else value["number"] or _unescaped(value["text"] or ""))
            at, end = value.end(), value["end"]
        yield row


def _unescaped(text: str) -> str:
    return _ESCAPED.sub(lambda one: _CONTROLS.get(one[1], one[1]) if one[1] else "'", text)

