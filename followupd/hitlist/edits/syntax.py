"""YAML text as pieces that know where they begin and end, in characters, so that one can be replaced.

Takes text without a byte order mark, gives the pieces of its first document. Aliases and merge keys stay as they are
written; `located` resolves them, and has no ends, which a pass does not need.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from typing import Any

import yaml
from yaml.events import AliasEvent, MappingEndEvent, ScalarEvent, SequenceEndEvent, SequenceStartEvent

from followupd.hitlist.edits.changes import EditRefused
from followupd.hitlist.edits.layout import BREAKS, skip
from followupd.hitlist.located import NextEvent, parser_events

_END: Any = (SequenceEndEvent, MappingEndEvent)


class PieceKind(Enum):
    """The kinds of pieces."""

    TEXT = "text"
    ALIAS = "alias"
    LIST = "list"
    KEYS = "keys"


@dataclass(frozen=True, slots=True)
class Piece:
    """One value. `start` is before its anchor or tag, `inner` behind them, `end` behind its last character.

    `style` is the first character of a quoted text or of one in a block (| and >), and "" of a plain one. `text` is
    that of a text, or the name of an alias; `flow` says that a list or mapping is in brackets. `keys` are empty for a
    list.
    """

    kind: PieceKind
    start: int
    inner: int
    end: int
    marks: tuple[str | None, str | None] = (None, None)      # anchor and tag
    style: str = ""
    text: str = ""
    flow: bool = False
    keys: tuple[Piece, ...] = ()
    items: tuple[Piece, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Return whether it is `key:` with nothing after it, or `~`."""
        return self.kind is PieceKind.TEXT and self.style == "" and self.text in ("", "~")

    @property
    def is_block(self) -> bool:
        """Return whether its lines are told apart by their indentation."""
        return self.kind in (PieceKind.LIST, PieceKind.KEYS) and not self.flow

    def value(self, key: str) -> Piece | None:
        """Return the value of this key as it is written here; None without the key."""
        at = self.place(key)
        return None if at is None else self.items[at]

    def place(self, key: str) -> int | None:
        """Return the number of this key, counted from 0."""
        return next((n for n, one in enumerate(self.keys) if one.kind is PieceKind.TEXT and one.text == key), None)


def pieces(text: str) -> Piece | None:
    """Return the root of the document; None if it has none. Raises yaml.YAMLError."""
    next_event = parser_events(text.encode())
    next_event()                                # the stream's start
    if isinstance(next_event(), yaml.StreamEndEvent):
        return None
    return _piece(text, next_event(), next_event)


def _piece(text: str, event: Any, next_event: NextEvent) -> Piece:
    start, end = event.start_mark.index, event.end_mark.index
    if isinstance(event, AliasEvent):
        return Piece(PieceKind.ALIAS, start, start, end, text=str(event.anchor))
    marks = (event.anchor, event.tag)
    inner = _behind_marks(text, start) if any(marks) else start
    if isinstance(event, ScalarEvent):
        style = event.style or ""
        end = _end(text, inner, end) if style in ("|", ">") else end
        return Piece(PieceKind.TEXT, start, inner, end, marks, style, event.value)
    keys: list[Piece] = []
    items: list[Piece] = []
    kind = PieceKind.LIST if isinstance(event, SequenceStartEvent) else PieceKind.KEYS
    inside = next_event()
    while not isinstance(inside, _END):
        if kind is PieceKind.KEYS:
            keys.append(_piece(text, inside, next_event))
            inside = next_event()
        items.append(_piece(text, inside, next_event))
        inside = next_event()
    flow = bool(event.flow_style)
    end = inside.end_mark.index if flow else items[-1].end
    return Piece(kind, start, inner, end, marks, flow=flow, keys=tuple(keys), items=tuple(items))


def _behind_marks(text: str, at: int) -> int:
    """Return where a value begins behind its anchor and tag."""
    while found := re.compile(r"[&!]\S*").match(text, at):
        at = skip(text, found.end())
    return at


def _end(text: str, start: int, end: int) -> int:
    """Return the end of a text in a block: that of its last line, unless its header keeps the empty ones below."""
    header = re.compile(r"[|>][-+0-9]*").match(text, start)
    if header is not None and "+" in header[0]:
        return end
    return start + len(text[start:end].rstrip(f" \t{BREAKS}"))


def contact_list(root: Piece | None) -> Piece | None:
    """Return what is written for `contacts:`, or the whole of a file that is a list; None if there is nothing.

    Raises EditRefused if it is written in a way that is not edited here.
    """
    if root is None or root.kind is PieceKind.LIST:
        return root
    if root.kind is not PieceKind.KEYS:
        raise EditRefused("the file is not made of keys")
    found = root.value("contacts")
    if found is not None and found.kind is PieceKind.ALIAS:
        raise EditRefused(f"`contacts:` is *{found.text}, which is written somewhere else")
    return found


def contact(root: Piece | None, number: int) -> Piece:
    """Return this contact as it is written. Raises EditRefused for one that is an alias."""
    found = contact_list(root)
    if found is None or number >= len(found.items) or found.kind is not PieceKind.LIST:
        raise EditRefused("the contact is not where it was")
    if found.items[number].kind is PieceKind.ALIAS:
        raise EditRefused(f"the contact is *{found.items[number].text}, which is written somewhere else")
    return found.items[number]
