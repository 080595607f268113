"""YAML text as a tree of nodes that know their line and column, built straight from the parser's events.

Takes bytes, gives a Node and the problems found. Every plain scalar stays the text that was typed (`no`, `on`, 09:30,
007): the table decides its meaning key by key, never YAML 1.1 by its implicit types. Aliases share their node, merge
keys (`<<`) are resolved here. `yaml_faults` puts the parser's complaints plainly. Never reads a file, never raises for
bad input.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, NoReturn

import yaml
from yaml.events import (
    AliasEvent,
    CollectionStartEvent,
    MappingEndEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from followupd.hitlist.yaml_faults import DEEPEST, TOO_DEEP, Fault, commented, control_fault, syntax_fault

LARGEST_FILE = 20_000_000      # bytes
MOST_VALUES = 500_000          # keys, texts and lists, including those from aliases and merges: what
#                                twenty thousand people with eleven fields each need
MOST_PROBLEMS = 1000           # in a file: nobody reads more of them

NextEvent = Callable[[], Any]   # the two parsers share their event classes but no common type

LIBYAML: Callable[[bytes], Any] | None      # its parser
try:
    from yaml._yaml import CParser
except ImportError:                         # PyYAML was built without it
    LIBYAML = None
else:
    LIBYAML = CParser

_SECOND = 'a second document begins here, and a hit list is one. Remove the "---" line, or all from it on.'
_STR_TAGS = (None, "tag:yaml.org,2002:str")


class Scalar:
    """A text; `plain` if it was written without quotes. Mutable slots: a big list makes hundreds of thousands.

    `comment` is what follows it on its line from a `#` on, with its place and the blanks before it, since people write
    `Flat #4` and mean all of it.
    """

    __slots__ = ("column", "comment", "line", "plain", "text")

    def __init__(self, text: str, plain: bool, line: int, column: int, comment: Scalar | None = None) -> None:
        """Keep the text and its place."""
        self.text, self.plain, self.line, self.column, self.comment = text, plain, line, column, comment

    @property
    def is_empty(self) -> bool:
        """Return whether it is `key:` with nothing after it, or `~`."""
        return self.plain and self.text in ("", "~")


class Sequence:
    """A list, in order."""

    __slots__ = ("column", "items", "line")

    def __init__(self, line: int, column: int) -> None:
        """Begin an empty list at this place."""
        self.items: list[Node] = []
        self.line, self.column = line, column


class Mapping:
    """Keys and values, in order. The keys' places are bare numbers, because few are ever needed."""

    __slots__ = ("column", "line", "places", "values")

    def __init__(self, line: int, column: int) -> None:
        """Begin an empty mapping at this place."""
        self.values: dict[str, Node] = {}
        self.places = array("I")   # line and column of each key
        self.line, self.column = line, column

    def add(self, text: str, line: int, column: int, value: Node) -> None:
        """Add a key that it does not have yet."""
        self.values[text] = value
        self.places.append(line)
        self.places.append(column)

    @property
    def entries(self) -> dict[str, tuple[Scalar, Node]]:
        """By name, the key's own scalar and the value."""
        places = zip(self.places[::2], self.places[1::2], strict=True)
        return {
            text: (Scalar(text, True, *place), value)
            for (text, value), place in zip(self.values.items(), places, strict=True)
        }


Node = Scalar | Sequence | Mapping


@dataclass(frozen=True, slots=True)
class Tree:
    """One document: its root (None for an empty or unreadable file) and its faults."""

    root: Node | None
    faults: tuple[Fault, ...]


class TooMuch(Exception):
    """The document is refused at this place; what follows is not read."""


def read_tree(data: bytes) -> Tree:
    """Return the tree of one YAML document. An empty file has no root and no faults."""
    if len(data) > LARGEST_FILE:
        return Tree(None, (Fault(1, 1, f"the file is larger than {LARGEST_FILE // 1_000_000} MB."),))
    data = data.removeprefix(b"\xef\xbb\xbf")
    if fault := control_fault(data):
        return Tree(None, (fault,))
    builder = Builder(commented=commented(data))
    try:
        root = builder.build(parser_events(data))
    except yaml.YAMLError as error:
        return Tree(None, (*builder.faults, syntax_fault(error, data)))
    except TooMuch:
        return Tree(None, tuple(builder.faults))
    return Tree(root, tuple(builder.faults))


def parser_events(data: bytes) -> NextEvent:
    """Return what gives the next event: libyaml's parser, or the one in Python if libyaml is missing."""
    return python_events(data) if LIBYAML is None else LIBYAML(data).get_event


def python_events(data: bytes) -> NextEvent:
    """Return the same for PyYAML's parser in Python: the same events, about ten times slower."""
    loader = yaml.SafeLoader(data)   # only its parser half is used: nothing is composed or constructed
    return loader.get_event


@dataclass(slots=True)
class Builder:
    """Turns events into nodes.

    `values` counts nodes with aliases expanded, so that the tree cannot grow without bound.
    """

    faults: list[Fault] = field(default_factory=list)
    anchors: dict[str, tuple[Node, int]] = field(default_factory=dict)
    open_anchors: set[str] = field(default_factory=set)
    values: int = 0
    names: dict[str, str] = field(default_factory=dict)   # one string for each key, however often it is used
    commented: dict[int, str] = field(default_factory=dict)   # the lines that may hold a comment, counted from 0

    def fault(self, line: int, column: int, sentence: str) -> None:
        """Add a fault. Raises TooMuch at the thousandth."""
        self.faults.append(Fault(line, column, sentence))
        if len(self.faults) >= MOST_PROBLEMS:
            raise TooMuch

    def build(self, next_event: NextEvent) -> Node | None:
        """Return the root of the first document; None for an empty stream."""
        next_event()   # the stream's start
        event = next_event()
        if isinstance(event, yaml.StreamEndEvent):
            return None
        root = self.node(next_event(), next_event, 0)
        next_event()   # the document's end
        following = next_event()
        if isinstance(following, yaml.DocumentStartEvent) and (mark := following.start_mark):
            self.fault(mark.line + 1, mark.column + 1, _SECOND)
        return root

    def node(self, event: Any, next_event: NextEvent, depth: int) -> Node:
        """Read the whole node that begins with this event."""
        if isinstance(event, ScalarEvent):
            return self.scalar(event)
        mark = event.start_mark
        line, column = mark.line + 1, mark.column + 1
        if self.values >= MOST_VALUES:
            self.too_many(line, column)
        if isinstance(event, AliasEvent):
            return self.alias(str(event.anchor), line, column)
        assert isinstance(event, CollectionStartEvent)
        if depth >= DEEPEST:
            self.fault(line, column, TOO_DEEP)
            raise TooMuch
        if event.tag is not None:
            self.fault(line, column, f"the tag {_shown(event.tag)} is not used here. Remove it.")
        anchor, before = event.anchor, self.values
        if anchor:
            self.open_anchors.add(anchor)
        self.values += 1
        made: Node
        if isinstance(event, SequenceStartEvent):
            made = sequence = Sequence(line, column)
            while not isinstance(item := next_event(), SequenceEndEvent):
                sequence.items.append(self.node(item, next_event, depth + 1))
        else:
            made = mapping = Mapping(line, column)
            self.fill(mapping, next_event, depth)
        if anchor:
            self.open_anchors.discard(anchor)
            self.anchors[anchor] = (made, self.values - before)
        return made

    def scalar(self, event: ScalarEvent) -> Scalar:
        """Return the text of this event."""
        mark: Any = event.start_mark
        made = Scalar(event.value, event.implicit[0], mark.line + 1, mark.column + 1)
        if self.commented and event.style not in ("|", ">", "'", '"'):     # after a closed quote it is a comment
            made.comment = self.comment(event.end_mark)
        if self.values >= MOST_VALUES:
            self.too_many(made.line, made.column)
        self.values += 1
        if event.tag is not None and event.tag not in _STR_TAGS:
            self.fault(made.line, made.column, f"the tag {_shown(event.tag)} is not used here. Remove it.")
        if event.anchor:
            self.anchors[event.anchor] = (made, 1)
        return made

    def comment(self, end: Any) -> Scalar | None:
        """Return the comment that follows a text which ends there, if one does on its line."""
        line = self.commented.get(end.line)
        found = re.compile(r"([ \t]+)#.*").match(line, end.column) if line is not None else None
        return Scalar(found[0], True, end.line + 1, found.end(1) + 1) if found else None

    def fill(self, mapping: Mapping, next_event: NextEvent, depth: int) -> None:
        """Read the mapping's keys and values up to its end."""
        values, names, places = mapping.values, self.names, mapping.places
        merges: list[Node] = []
        while not isinstance(event := next_event(), MappingEndEvent):
            mark, bare = event.start_mark, isinstance(event, ScalarEvent) and event.tag is None and not event.anchor
            if bare and self.values < MOST_VALUES:    # nearly every key: no Scalar saves a sixth of the time
                self.values += 1
                text, line, column = event.value, mark.line + 1, mark.column + 1
                merging = text == "<<" and event.implicit[0]
            else:
                key = self.node(event, next_event, depth + 1)
                text, line, column = key.text if isinstance(key, Scalar) else None, key.line, key.column
                merging = isinstance(key, Scalar) and text == "<<" and key.plain
            event = next_event()
            value = self.scalar(event) if isinstance(event, ScalarEvent) else self.node(event, next_event, depth + 1)
            if text is None:
                self.fault(line, column, "a key must be one text. Put quotes around it if it holds braces.")
            elif merging:
                merges.append(value)
            elif text in values:
                first = mapping.entries[text][0].line
                self.fault(line, column, f"{_shown(text)} is here twice, first on line {first}. Keep one.")
            else:
                values[names.setdefault(text, text)] = value
                places.append(line)
                places.append(column)
        for value in merges:
            self.merge(mapping, value)

    def merge(self, mapping: Mapping, value: Node) -> None:
        """Add the merged keys that the mapping does not have; of several sources the earlier wins."""
        sources = value.items if isinstance(value, Sequence) else [value]
        for source in sources:
            if not isinstance(source, Mapping):
                self.fault(value.line, value.column, '"<<" merges another mapping, as in *base; this is not one.')
                continue
            self.values += len(source.values)
            if self.values > MOST_VALUES:
                self.too_many(value.line, value.column)
            for text, (key, inner) in source.entries.items():
                if text not in mapping.values:
                    mapping.add(text, key.line, key.column, inner)

    def alias(self, name: str, line: int, column: int) -> Node:
        """Return the node that `*name` refers to; an empty text after a fault."""
        if name in self.open_anchors:
            self.fault(line, column, f"*{name} is inside the very part of the file that it refers to.")
            raise TooMuch
        if name not in self.anchors:
            self.fault(line, column, f"*{name} refers to no &{name} above it.")
            return Scalar("", False, line, column)
        node, size = self.anchors[name]
        self.values += size
        if self.values > MOST_VALUES:
            self.too_many(line, column)
        return node

    def too_many(self, line: int, column: int) -> NoReturn:
        """Refuse the document here."""
        self.fault(line, column, f"more than {MOST_VALUES:,} values by here, counting expanded aliases.")
        raise TooMuch


def _shown(text: str) -> str:
    short = re.sub(r"^tag:yaml\.org,2002:", "!!", text)
    return "".join(c if c.isprintable() else "?" for c in short)[:60] or '""'
