"""The table of keys as a reference: JSON Schema for editors, Markdown for docs/hit-list.md."""

from __future__ import annotations

import json

from followupd import __version__
from followupd.hitlist.json_schema import Definitions, Schema
from followupd.hitlist.sections import Key, Section
from followupd.hitlist.table import SETTINGS

DRAFT = "http://json-schema.org/draft-07/schema#"
TITLE = "followupd hit list"


def json_schema() -> Schema:
    """The JSON Schema of a hit list's main file."""
    definitions: Definitions = {}
    root = SETTINGS.definition(definitions)
    comment = f"Written by followupd {__version__}; `followupd schema` prints it again."
    return {"$schema": DRAFT, "$comment": comment, "title": TITLE, **root, "definitions": definitions}


def schema_text() -> str:
    """The JSON Schema as it is written to a file."""
    return json.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n"


def markdown(section: Section) -> str:
    """The section's keys as a table."""
    lines = ["| key | meaning | default | example |", "|---|---|---|---|"]
    lines += [f"| `{key.name}` | {key.doc} | {_default(key)} | `{key.example}` |" for key in section.keys]
    return "\n".join(lines) + "\n"


def _default(key: Key) -> str:
    return f"`{key.default}`" if key.default else key.otherwise or "needed"
