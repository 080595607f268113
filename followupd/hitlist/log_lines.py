"""The place of somebody's `log:` line, so that an answer can name its file and line.

Takes the files of a hit list, a contact and the attempt that was read from the line; gives the place. Reads the files
again, and gives None if they say something else by now.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import tzinfo
from pathlib import Path

from followupd.core.phrases.log import parse_log_line
from followupd.core.values.facts import Attempt
from followupd.core.values.hitlist import Contact
from followupd.hitlist.contacts import typed_line
from followupd.hitlist.located import Mapping, Node, Scalar, Sequence, read_tree
from followupd.hitlist.slug import slug


def place_of_line(files: Iterable[Path], contact: Contact, attempt: Attempt, zone: tzinfo) -> str | None:
    """Return `hitlist.yaml, line 12`: where this attempt of the contact is written."""
    wanted = replace(attempt, contact="")
    for file in files:
        try:
            root = read_tree(file.read_bytes()).root
        except OSError:
            continue
        for line in _lines(root, contact.slug):
            try:
                found = parse_log_line(line.text, zone, contact.via, (contact.name,))
            except ValueError:
                continue
            if found == wanted:
                return f"{file.name}, line {line.line}"
    return None


def _lines(node: Node | None, whose: str) -> Iterator[Scalar]:
    """Yield the lines below `log` in every section of the contact with this slug."""
    if isinstance(node, Sequence):
        for item in node.items:
            yield from _lines(item, whose)
    elif isinstance(node, Mapping):
        called = node.values.get("id") or node.values.get("name")
        log = node.values.get("log")
        if log is not None and isinstance(called, Scalar) and slug(called.text) == whose:
            lines = map(typed_line, log.items if isinstance(log, Sequence) else [log])
            yield from (one for one in lines if isinstance(one, Scalar))
        for value in node.values.values():
            yield from _lines(value, whose)
