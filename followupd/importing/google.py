"""Google Contacts: the CSV of today (`First Name`, `Labels`) and the one of before 2024 (`Given Name`).

Several values of one kind are numbered columns with a label each; several under one label are in one cell (` ::: `).
"""

from __future__ import annotations

import re

from followupd.importing.tables import ExportProgram, columns

_NUMBERED = re.compile(r"(?P<kind>e-mail|phone|address|organization) (?P<number>\d+) - (?P<part>.+)")
_PARTS = {
    ("e-mail", "value"): "email", ("phone", "value"): "phone", ("address", "formatted"): "address",
    ("organization", "name"): "org", ("organization", "title"): "role",
}


def _numbered(name: str) -> str:
    match = _NUMBERED.fullmatch(name)
    return _PARTS.get((match["kind"], match["part"]), "") if match else ""


def _labels(name: str) -> tuple[str, ...]:
    kind, dash, part = name.partition(" - ")
    return (f"{kind} - label", f"{kind} - type") if dash and part == "value" else ()


GOOGLE = ExportProgram(
    "Google Contacts",
    columns(of={
        "given": "First Name|Given Name", "middle": "Middle Name|Additional Name", "family": "Last Name|Family Name",
        "name": "Name|File As", "nickname": "Nickname", "org": "Organization Name", "role": "Organization Title",
        "birthday": "Birthday", "notes": "Notes", "groups": "Labels|Group Membership",
    }),
    (
        frozenset({"first name", "last name", "labels"}), frozenset({"given name", "family name", "group membership"}),
        frozenset({"given name", "family name", "e-mail 1 - value"}), frozenset({"first name", "e-mail 1 - value"}),
        frozenset({"first name", "phone 1 - value"}), frozenset({"name", "phone 1 - value"}),
        frozenset({"name", "e-mail 1 - value"}),
    ),
    more=_numbered, labels=_labels,
)
