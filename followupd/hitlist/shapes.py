"""The forms in which a value may be written: one text, one or several, a mapping, off.

Each shape reads a located node, and describes its form to editors as JSON Schema. The schema refuses only what the
reader refuses too; the reader knows more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import Enum
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any, Protocol

from followupd.hitlist.json_schema import ANY_TEXT, WRITTEN, Definitions, Schema, either, several, spelt, words
from followupd.hitlist.located import Mapping, Node, Scalar, Sequence
from followupd.hitlist.scope import Scope, each, shown

YES = ("yes", "true", "on", "y", "1")
OFF = ("off", "no", "false", "n")
NO = (*OFF, "0")


class Nothing(Enum):
    """The type of `NO_VALUE`: a value was read and means "none". After a problem a reader returns None."""

    NOTHING = "nothing"


NO_VALUE = Nothing.NOTHING


class Shape(Protocol):
    """The form of a key's value in the table."""

    @property
    def example(self) -> str:
        """As YAML text."""

    def read(self, scope: Scope, node: Node, path: str) -> Any:
        """The value, or None after a problem."""

    def schema(self, definitions: Definitions) -> Schema:
        """The same as JSON Schema; sections that it refers to are added to the definitions."""


@dataclass(frozen=True, slots=True)
class Text:
    """One text, read by a parser that raises ValueError with a sentence; `kept` if any text is allowed.

    `form` is the pattern of all texts that the parser reads, in small letters; it may match others.
    """

    parse: Callable[[str], Any]
    example: str
    json: Schema = field(default_factory=lambda: WRITTEN)
    kept: bool = False
    form: str = ""

    def read(self, scope: Scope, node: Node, path: str) -> Any:
        """Return what the parser makes of it."""
        return scope.value(node, path, self.parse, self.example, kept=self.kept)

    def schema(self, definitions: Definitions) -> Schema:  # noqa: ARG002 - Shape's signature
        """The schema that the table gives, with the form of the text."""
        if not self.form:
            return self.json
        # The message of most editors' YAML server, instead of the pattern.
        return self.json | spelt(self.form) | {"patternErrorMessage": f"Not understood. Write {self.example}."}


@dataclass(frozen=True, slots=True)
class PathText:
    """One text whose parser takes the folder of the hit list too."""

    parse: Callable[[Path, str], Any]
    example: str

    def read(self, scope: Scope, node: Node, path: str) -> Any:
        """Return what the parser makes of it."""
        return scope.value(node, path, partial(self.parse, scope.folder), self.example, kept=True)

    def schema(self, definitions: Definitions) -> Schema:  # noqa: ARG002 - Shape's signature
        """Any text: a file may be called 2026."""
        return ANY_TEXT


def _all(values: Iterable[Any]) -> tuple[Any, ...]:
    return tuple(values)


def unique(values: Iterable[Any]) -> tuple[Any, ...]:
    """Return each value once, in order."""
    return tuple(dict.fromkeys(values))


@dataclass(frozen=True, slots=True)
class Texts:
    """One text or a list of them; with `commas`, one text may name several. Those with a problem are left out."""

    part: Text
    example: str
    commas: bool = False
    join: Callable[[Iterable[Any]], Any] = _all
    most: int = 0
    what: str = ""      # they are, in "names more than 20 places"
    json: Schema = field(default_factory=dict)      # for a list, besides its entries

    def read(self, scope: Scope, node: Node, path: str) -> Any:
        """The values, joined."""
        parse, example, kept = self.part.parse, self.example, self.part.kept
        if isinstance(node, Scalar) and not (self.commas and "," in node.text):
            value = scope.value(node, path, parse, example, kept=kept)
            return () if value is None else (value,)
        if isinstance(node, Scalar):
            if kept and scope.is_cut(node, path):
                return ()
            parts = [Scalar(part.strip(), False, node.line, node.column) for part in node.text.split(",")]
            read = [scope.value(part, path, parse, example) for part in parts]
        else:
            read = [scope.value(item, at, parse, example, kept=kept) for item, at in each(node, path)]
        joined = self.join(value for value in read if value is not None)
        if self.most and len(joined) > self.most:
            scope.problem(node, path, f"names more than {self.most} {self.what}. Leave some out.")
        return joined

    def schema(self, definitions: Definitions) -> Schema:
        """One or a list."""
        one = self.part.schema(definitions)
        alone = either(one, several(one)) if self.commas and one != ANY_TEXT else one
        return either(alone, {"type": "array", "items": one, **self.json})


@dataclass(frozen=True, slots=True)
class Joined:
    """One text, or a list of them that is read as one with commas between."""

    part: Text

    @property
    def example(self) -> str:
        """The text's."""
        return self.part.example

    def read(self, scope: Scope, node: Node, path: str) -> Any:
        """Return what the parser makes of the whole."""
        if isinstance(node, Sequence):
            parts = (scope.text(item, at, self.example, kept=False) for item, at in each(node, path))
            if not (text := ", ".join(part for part in parts if part)):
                return None
            node = Scalar(text, False, node.line, node.column)
        return self.part.read(scope, node, path)

    def schema(self, definitions: Definitions) -> Schema:
        """One or a list of its parts, which are not judged as a whole."""
        one = self.part.schema(definitions)
        return either(one, {"type": "array", "items": one})


@dataclass(frozen=True, slots=True)
class Lines:
    """A text, a list of them that become lines, or nothing."""

    example: str

    def read(self, scope: Scope, node: Node, path: str) -> str:
        """The lines; "" after a problem."""
        if isinstance(node, Scalar):
            if not node.text.strip() or node.is_empty:
                scope.is_cut(node, path)
                return ""
            return scope.text(node, path, self.example) or ""
        lines = (scope.text(item, at, self.example) for item, at in each(node, path))
        return "\n".join(line for line in lines if line is not None)

    def schema(self, definitions: Definitions) -> Schema:  # noqa: ARG002 - Shape's signature
        """One or a list."""
        return either(ANY_TEXT, {"type": "array", "items": ANY_TEXT})


@dataclass(frozen=True, slots=True)
class YesNo:
    """Yes or no, in one of the words for it."""

    example: str = "yes"

    def read(self, scope: Scope, node: Node, path: str) -> bool | None:
        """Return True for yes."""
        text = scope.text(node, path, self.example, kept=False)
        if text is None:
            return None
        word = text.lower()
        if word in YES or word in NO:
            return word in YES
        scope.problem(node, path, f'"{shown(text)}" is neither yes nor no. Write yes or no.')
        return None

    def schema(self, definitions: Definitions) -> Schema:  # noqa: ARG002 - Shape's signature
        """The words, and what YAML 1.2 makes of them."""
        return words("yes", "no", also=(*YES, *NO))


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a list or of a mapping with free names, and its place. `value` is None after a problem."""

    value: Any
    node: Node
    path: str
    name: str = ""
    key: Node | None = None

    @property
    def at(self) -> Node:
        """Return the node at which a problem with the name is shown."""
        return self.key or self.node


MakeEntry = Callable[[Scope, Node, str, list[Entry]], Any]


def as_written(_scope: Scope, _node: Node, _path: str, entries: list[Entry]) -> list[Entry]:
    """Return the entries with their places, to be judged once other keys are read."""
    return entries


def each_once(what: str) -> MakeEntry:
    """Return what makes a list of targets of the entries, each once; a second one is noted as the same `what`."""
    def made(scope: Scope, _node: Node, _path: str, entries: list[Entry]) -> tuple[Any, ...]:
        targets: dict[str, Any] = {}
        for entry in entries:
            if entry.value is None:
                continue
            if entry.value.key in targets:
                scope.note(entry.node, entry.path, f"is the same {what} as one above. One of them is enough.")
            targets.setdefault(entry.value.key, entry.value)
        return tuple(targets.values())

    return made


def _values(_scope: Scope, _node: Node, _path: str, entries: list[Entry]) -> tuple[Any, ...]:
    return tuple(entry.value for entry in entries if entry.value is not None)


@dataclass(frozen=True, slots=True)
class Items:
    """One entry of any shape or a list of them; `make` sees them with their places."""

    part: Shape
    example: str
    make: MakeEntry = _values
    most: int = 0
    what: str = ""      # they are, in "is more than 50 blocks"
    alone: bool = True  # whether one may be written without a list

    def read(self, scope: Scope, node: Node, path: str) -> Any:
        """Return what is made of the entries."""
        places = list(islice(each(node, path), self.most + 1 if self.most else None))
        kept = places[: self.most or None]
        made = self.make(scope, node, path, [Entry(self.part.read(scope, item, at), item, at) for item, at in kept])
        for item, at in places[len(kept) :]:
            scope.problem(item, at, f"is more than {self.most} {self.what}. Leave some out.")
        return made

    def schema(self, definitions: Definitions) -> Schema:
        """One or a list."""
        one = self.part.schema(definitions)
        listed = {"type": "array", "items": one, **({"maxItems": self.most} if self.most else {})}
        return either(one, listed) if self.alone else listed


@dataclass(frozen=True, slots=True)
class FreeNames:
    """A mapping whose keys are free names of the user's; `make` sees the entries with their places."""

    part: Shape
    example: str
    make: MakeEntry
    write: str                      # what a problem advises if it is not a mapping
    known: tuple[str, ...] = ()     # names that an editor proposes

    def read(self, scope: Scope, node: Node, path: str) -> Any:
        """Return what is made of the entries."""
        mapping = scope.mapping(node, path, self.write)
        if mapping is None:
            return None
        entries = []
        for name, (key, value) in mapping.entries.items():
            at = f"{path}.{shown(name)}"
            entries.append(Entry(self.part.read(scope, value, at), value, at, name, key))
        return self.make(scope, node, path, entries)

    def schema(self, definitions: Definitions) -> Schema:
        """Any names, the known ones proposed."""
        part = self.part.schema(definitions)
        known = {"properties": dict.fromkeys(self.known, part)} if self.known else {}
        return {"type": "object", **known, "additionalProperties": part}


@dataclass(frozen=True, slots=True)
class Either:
    """A text, or a mapping in its place."""

    text: Shape
    mapping: Shape
    example: str

    def read(self, scope: Scope, node: Node, path: str) -> Any:
        """Read by whichever it is."""
        return (self.mapping if isinstance(node, Mapping) else self.text).read(scope, node, path)

    def schema(self, definitions: Definitions) -> Schema:
        """The schemas of both."""
        return either(self.text.schema(definitions), self.mapping.schema(definitions))


@dataclass(frozen=True, slots=True)
class Switch:
    """Off, on, or a value: `off` is what "off" means, `on` what "on" means if it is allowed."""

    part: Shape
    off: Any = NO_VALUE
    on: Any = None
    words: tuple[str, ...] = OFF
    but: str = ""                   # exactly this is not "off": NO is Norway

    @property
    def example(self) -> str:
        """The value's."""
        return self.part.example

    def read(self, scope: Scope, node: Node, path: str) -> Any:
        """The value, or what off or on means."""
        if isinstance(node, Scalar) and node.text.strip() != self.but:
            word = node.text.strip().lower()
            if word in self.words:
                return self.off
            if self.on is not None and word in YES[:-1]:
                return self.on
        return self.part.read(scope, node, path)

    def schema(self, definitions: Definitions) -> Schema:
        """The words too."""
        on = () if self.on is None else YES[:-1]
        return either(words("off", *on[:1], also=(*self.words, *on)), self.part.schema(definitions))


@dataclass(frozen=True, slots=True)
class Blank:
    """A value, or nothing after the key."""

    part: Shape
    value: Any = ()

    @property
    def example(self) -> str:
        """The value's."""
        return self.part.example

    def read(self, scope: Scope, node: Node, path: str) -> Any:
        """The value, or what nothing means."""
        if isinstance(node, Scalar) and node.is_empty:
            scope.is_cut(node, path)
            return self.value
        return self.part.read(scope, node, path)

    def schema(self, definitions: Definitions) -> Schema:
        """The value's, and null."""
        return either({"type": "null"}, self.part.schema(definitions))


@dataclass(frozen=True, slots=True)
class Later:
    """A value that whoever uses the section reads later, when others are known; only described here."""

    part: Shape

    @property
    def example(self) -> str:
        """The value's."""
        return self.part.example

    def read(self, scope: Scope, node: Node, path: str) -> None:
        """Return nothing yet."""

    def schema(self, definitions: Definitions) -> Schema:
        """The value's."""
        return self.part.schema(definitions)
