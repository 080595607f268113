"""YAML text as a tree of nodes that know their line and column, built straight from the parser's events.

Takes bytes, gives a Node and the problems found. Every plain scalar stays the text that was typed (`no`, `on`, 09:30,
007): the table decides its meaning key by key, never YAML 1.1 by its implicit types. Aliases share their node, merge
keys (`<<`) are resolved here. The parser's complaints are rephrased plainly, with their place. Never reads a file,
never raises for bad input.
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

LARGEST_FILE = 20_000_000      # bytes
MOST_VALUES = 500_000          # keys, texts and lists, including those from aliases and merges: what
#                                twenty thousand people with eleven fields each need
MOST_PROBLEMS = 1000           # in a file: nobody reads more of them
DEEPEST = 50                   # levels of nesting
TOO_DEEP = f"more than {DEEPEST} levels deep. A hit list never needs that. Remove the extra brackets."

NextEvent = Callable[[], Any]   # the two parsers share their event classes but no common type

LIBYAML: Callable[[bytes], Any] | None      # its parser
try:
    from yaml._yaml import CParser
except ImportError:                         # PyYAML was built without it
    LIBYAML = None
else:
    LIBYAML = CParser

_STR_TAGS = (None, "tag:yaml.org,2002:str")


class Scalar:
    """A text; `plain` if it was written without quotes. Mutable slots: a big list makes hundreds of thousands."""

    __slots__ = ("column", "line", "plain", "text")

    def __init__(self, text: str, plain: bool, line: int, column: int) -> None:
        """Keep the text and its place."""
        self.text, self.plain, self.line, self.column = text, plain, line, column

    @property
    def is_empty(self) -> bool:
        """Whether it is `key:` with nothing after it, or `~`."""
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


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """A mistake in the YAML itself. `line` and `column` count from 1."""

    line: int
    column: int
    sentence: str


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
    builder = Builder()
    try:
        root = builder.build(_next_event(data))
    except yaml.YAMLError as error:
        return Tree(None, (*builder.faults, syntax_fault(error, data)))
    except TooMuch:
        return Tree(None, tuple(builder.faults))
    return Tree(root, tuple(builder.faults))


def _next_event(data: bytes) -> NextEvent:
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
            self.fault(mark.line + 1, mark.column + 1, 'a second document begins here. Remove the "---" line.')
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
        if self.values >= MOST_VALUES:
            self.too_many(made.line, made.column)
        self.values += 1
        if event.tag is not None and event.tag not in _STR_TAGS:
            self.fault(made.line, made.column, f"the tag {_shown(event.tag)} is not used here. Remove it.")
        if event.anchor:
            self.anchors[event.anchor] = (made, 1)
        return made

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
            self.fault(line, column, f"*{name} stands in the very part of the file that it refers to.")
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


_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_CONTROL = "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]"   # YAML 1.1, 5.1: not printable
_QUOTES_ADVICE = "Put the text in quotes."

_SENTENCES = (
    ("mapping values are not allowed", 'a ": " where no key can be. Put the text in quotes, or fix the line.'),
    ("did not find expected ',' or ']'", 'a "," or "]" is missing: the list from line {context} is not closed.'),
    ("expected ',' or ']'", 'a "," or "]" is missing: the list from line {context} is not closed.'),
    ("did not find expected ',' or '}'", 'a "," or "}}" is missing: the mapping from line {context} is not closed.'),
    ("expected ',' or '}'", 'a "," or "}}" is missing: the mapping from line {context} is not closed.'),
    ("unexpected end of stream", "the quoted text that begins on line {context} is never closed."),
    ("could not find expected ':'", 'this line is neither "key: value" nor an entry of a list ("- ...").'),
    ("did not find expected key", "this does not fit what began on line {context}. Fix the indentation or a quote."),
    ("expected <block end>", "this does not fit what began on line {context}. Fix the indentation or a quote."),
    ("did not find expected '-' indicator", 'the list that begins on line {context} goes on without a "-" here.'),
    ("block sequence entries are not allowed", 'a list cannot begin here. Put it on a separate line below the key.'),
    ("did not find expected <document start>", "this does not belong to what is above it. Fix the indentation."),
    ("expected '<document start>'", "this does not belong to what is above it. Fix the indentation."),
    ("exceeded maximum nesting depth", TOO_DEEP),   # libyaml 0.2.6 stops at a thousand, before we have counted 50
    ("undefined tag handle", "a tag (!) is not used here. Remove it, or put the text in quotes."),
)  # fmt: skip


def control_fault(data: bytes) -> Fault | None:
    """Return the first byte that is not UTF-8, or the first control character, as a fault."""
    if data.startswith(_UTF16):
        return Fault(1, 1, "the file is UTF-16. Save it as UTF-8.")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line, column = _place(data[: error.start].decode("utf-8", "replace"))
        return Fault(line, column, f"the byte 0x{data[error.start]:02x} is not UTF-8. Save the file as UTF-8.")
    # The pattern matches only unprintable characters. Most files have none, and compiling it takes 2 ms.
    plain = text.replace("\n", "").replace("\r", "").replace("\t", "")
    if not plain.isprintable() and (match := re.search(_CONTROL, text)):
        line, column = _place(text[: match.start()])
        name = "NUL" if match[0] == "\0" else f"U+{ord(match[0]):04X}"
        return Fault(line, column, f"a control character ({name}). Remove it.")
    return None


def _place(before: str) -> tuple[int, int]:
    return before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1


def syntax_fault(error: yaml.YAMLError, data: bytes) -> Fault:
    """Return the parser's error as one plain sentence; an unknown one keeps its words."""
    if not isinstance(error, yaml.MarkedYAMLError) or error.problem_mark is None:
        return Fault(1, 1, "this is not valid YAML.")
    problem, mark = str(error.problem), error.problem_mark
    context = error.context_mark.line + 1 if error.context_mark else mark.line + 1
    line, column = mark.line + 1, mark.column + 1
    if "unexpected end of stream" in problem and error.context_mark:
        line, column = context, error.context_mark.column + 1
    if "cannot start any token" in problem:
        return Fault(line, column, _bad_start(data, mark.line, mark.column))
    for part, sentence in _SENTENCES:
        if part in problem:
            return Fault(line, column, sentence.format(context=context))
    return Fault(line, column, f"this is not valid YAML ({problem}). {_QUOTES_ADVICE}")


def _bad_start(data: bytes, line: int, column: int) -> str:
    lines = data.decode("utf-8", "replace").split("\n")
    character = lines[line][column : column + 1] if line < len(lines) else ""
    if character == "\t":
        return "this is a tab, and YAML is indented with spaces only. Replace it with spaces."
    return f'"{character}" cannot begin a text. {_QUOTES_ADVICE}'
