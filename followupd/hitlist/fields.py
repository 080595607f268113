"""Typed values out of located nodes: one text, one or several, yes or no, a mapping of known keys.

Each reader gives a value, or None after it has put a Problem with the node's position into the findings; none
raises for bad input. What a key means is decided in the schemas.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TypeVar

from followupd.core.phrases.words import suggest
from followupd.hitlist.located import Mapping, Node, Scalar, Sequence
from followupd.hitlist.problems import Findings

T = TypeVar("T")

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
LONGEST_TEXT = 20_000   # characters: notes may be long, and a calendar has to carry them
_LONGEST_PATH, _LONGEST_PART = 4000, 255   # bytes, as Linux has it

YES = frozenset({"yes", "true", "on", "y", "1"})
NO = frozenset({"no", "false", "off", "n", "0"})

# what people call these keys elsewhere
_OTHER_NAMES = {
    "frequency": "every", "cadence": "every", "interval": "every", "mobile": "phone", "telephone": "phone",
    "phones": "phone", "emails": "email", "e-mail": "email", "mail": "email", "tz": "timezone", "zone": "timezone",
    "channel": "via", "channels": "via", "birthday": "dates", "tags": "category", "categories": "category",
    "group": "category", "comment": "notes", "history": "log", "user": "username",
}  # fmt: skip
_EXAMPLES = {
    "every": "3 months", "at_most": "4 months", "via": "phone", "phone": "+1 303 555 0142", "email": "dana@example.com",
    "timezone": "America/Denver", "hours": "Mon-Fri 9:00-17:00", "name": "Dana Whitfield", "id": "dana", "like": "yes",
    "calendar": "followup.ics", "length": "1 hour", "ahead": "26 weeks", "per_person": "8 minutes", "protect": "move",
    "ladder": "[1 week, 2 weeks, 1 month]", "min_gap": "3 days", "list": "alex", "status": "paused", "first": "7",
    "pause_until": "2026-12-24", "then": "3 per month", "by": "2026-11-28", "what": "send the list",
    "state": "followupd.db", "include": "friends.yaml", "block": "Tuesday 10:00", "start_small": "off",
    "starting": "2026-12-01", "holidays": "US-CO", "busy": "work.ics", "me": "dana@example.com",
    "review": "Monday 9:00", "book_ahead": "6 months", "category": "clients", "keeps": "[Diwali, Eid]",
    "interests": "[sailing, Bach]", "facts": "two girls", "people": "[Robin, two girls]", "notes": "loves to travel",
    "away": "2026-12-22 to 2027-01-02", "from": "2026-12-22", "to": "2027-01-02",
}  # fmt: skip


def shown(key: str) -> str:
    """A key as it may stand in a path: one printable word of at most 40 characters."""
    return "".join(c if c.isprintable() else "?" for c in key)[:40] or '""'


@dataclass(frozen=True, slots=True)
class Scope:
    """The file that is being read: what its problems are called by, and the folder that its paths start from."""

    file: Path
    folder: Path
    findings: Findings

    def problem(self, node: Node, path: str, sentence: str) -> None:
        self.findings.problem(self.file, node, path, sentence)

    def note(self, node: Node, path: str, sentence: str) -> None:
        self.findings.note(self.file, node, path, sentence)

    def text(self, node: Node, path: str) -> str | None:
        """One text that is not empty, without spaces around it."""
        if not isinstance(node, Scalar):
            self.problem(node, path, f"must be one text, and {kind(node)} stands here.{_such_as(path)}")
            return None
        text = node.text.strip()
        if not text or (text == "~" and node.is_empty):
            self.problem(node, path, f"is empty.{_such_as(path)} Or delete the line.")
            return None
        if len(node.text) > LONGEST_TEXT:
            self.problem(node, path, f"is longer than {LONGEST_TEXT:,} characters. Shorten it.")
            return None
        if not node.text.isprintable() and _CONTROL.search(node.text):
            self.problem(node, path, "holds a control character. Write it anew.")   # "\e" in double quotes makes one
            return None
        return text

    def value(self, node: Node, path: str, parse: Callable[[str], T]) -> T | None:
        """One text, read by a parser that says in its ValueError what is wrong."""
        text = self.text(node, path)
        if text is None:
            return None
        try:
            return parse(text)
        except ValueError as problem:
            self.problem(node, path, str(problem))
            return None

    def value_or(self, found: dict[str, Node], path: str, key: str, parse: Callable[[str], T], usual: T) -> T:
        """The parsed value of a key, the usual one where it is not given or has a problem."""
        value = self.value(found[key], f"{path}.{key}", parse) if key in found else None
        return usual if value is None else value

    def each(self, node: Node, path: str) -> Iterator[tuple[Node, str]]:
        """The entries of a list with their paths, or the one thing that stands in its place."""
        if isinstance(node, Sequence):
            for index, item in enumerate(node.items):
                yield item, f"{path}[{index}]"
        else:
            yield node, path

    def values(self, node: Node, path: str, parse: Callable[[str], T]) -> tuple[T, ...]:
        """One or a list, each read by the parser; those with a problem are left out."""
        if isinstance(node, Scalar):
            value = self.value(node, path, parse)
            return () if value is None else (value,)
        found = (self.value(item, item_path, parse) for item, item_path in self.each(node, path))
        return tuple(value for value in found if value is not None)

    def words(self, node: Node, path: str, parse: Callable[[str], T]) -> tuple[T, ...]:
        """Like `values`, where one text may name several, set apart by commas."""
        if not isinstance(node, Scalar) or "," not in node.text:
            return self.values(node, path, parse)
        parts = (Scalar(part.strip(), False, node.line, node.column) for part in node.text.split(","))
        found = (self.value(part, path, parse) for part in parts)
        return tuple(value for value in found if value is not None)

    def joined(self, node: Node, path: str) -> str | None:
        """One text, or a list of them joined by commas."""
        return ", ".join(self.values(node, path, str)) or None if isinstance(node, Sequence) else self.text(node, path)

    def yes_no(self, node: Node, path: str) -> bool | None:
        text = self.text(node, path)
        if text is None:
            return None
        word = text.lower()
        if word in YES or word in NO:
            return word in YES
        self.problem(node, path, f'"{shown(text)}" is neither yes nor no. Write yes or no.')
        return None

    def mapping(self, node: Node, path: str, allowed: tuple[str, ...], shape: str) -> dict[str, Node] | None:
        """The known keys of a mapping and their values; `shape` is an example for what should stand here."""
        if not isinstance(node, Mapping):
            what = "nothing" if isinstance(node, Scalar) and node.is_empty else kind(node)
            self.problem(node, path, f"must be keys and values, and {what} stands here. Write {shape}.")
            return None
        if node.values.keys() <= _set(allowed):
            return node.values
        for text, (key, _) in node.entries.items():
            if text not in allowed:
                self.unknown_key(key, path, allowed)
        return {text: value for text, value in node.values.items() if text in allowed}

    def unknown_key(self, key: Scalar, path: str, allowed: tuple[str, ...]) -> None:
        near = _OTHER_NAMES.get(key.text.lower())
        near = near if near in allowed else suggest(key.text, allowed)
        hint = f"Did you mean {near}?" if near else f"Allowed here: {', '.join(allowed)}."
        self.problem(key, f"{path}.{shown(key.text)}" if path else shown(key.text), f"no such key. {hint}")


_set = cache(frozenset[str])   # of a schema's keys: once for all contacts


def kind(node: Node) -> str:
    if isinstance(node, Sequence):
        return "a list"
    return "a mapping" if isinstance(node, Mapping) else "one text"


def _such_as(path: str) -> str:
    example = _EXAMPLES.get(re.sub(r"\[\d+\]$", "", path).rpartition(".")[2])
    return f" Write {example}." if example else " Write a text."


def file_path(folder: Path, text: str) -> Path:
    """A path as written in a hit list: `~` is the home folder, all else starts from the file's own folder."""
    path = text.encode("utf-8", "replace")
    if len(path) > _LONGEST_PATH or any(len(part) > _LONGEST_PART for part in path.split(b"/")):
        raise ValueError("is too long for a path. Write a shorter one.")
    try:
        return folder / Path(text).expanduser()
    except RuntimeError:   # an unknown user behind the ~
        raise ValueError(f'"{shown(text)}" names a home folder that is not there. Write the whole path.') from None
