"""Splices: which characters are replaced by which, and what both ways of writing YAML need for them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from followupd.hitlist.edits.changes import EditRefused
from followupd.hitlist.edits.layout import BREAKS, comment_in, line_end, skip
from followupd.hitlist.edits.syntax import Piece, PieceKind

_COMMENT = re.compile(rf"(?<![^\s\[\]{{}},\"'])#[^{BREAKS}]*")


@dataclass(frozen=True, slots=True, order=True)
class Splice:
    """The characters from `start` to `end` become `text`."""

    start: int
    end: int
    text: str


def spliced(text: str, splices: Iterable[Splice]) -> str:
    """Return the text with all of them; those at one place in their order."""
    parts, at = [], 0
    for splice in sorted(splices, key=lambda one: (one.start, one.end)):
        if splice.start < at:
            raise EditRefused("two parts of the change are at one place")
        parts += [text[at : splice.start], splice.text]
        at = splice.end
    return "".join([*parts, text[at:]])


def behind_colon(text: str, key: Piece) -> int:
    """Return the place behind the colon of a key. Raises EditRefused for a key without one."""
    at = skip(text, key.end)
    if text[at : at + 1] != ":":
        raise EditRefused("it has a key without a colon")
    return at + 1


def span(text: str, keys: Piece, at: int) -> tuple[int, int]:
    """Return where a key begins, and where its value ends; in a list those of an entry."""
    item = keys.items[at]
    if not keys.keys:
        return item.start, item.end
    key = keys.keys[at]
    if item.end > item.start:
        return key.start, item.end
    place = skip(text, key.end)
    return key.start, place + 1 if text[place : place + 1] == ":" else key.end


def comment_inside(text: str, piece: Piece) -> str:
    """Return the first comment inside a list or mapping, between its texts; "" without one."""
    at = piece.inner
    for start, end in _texts(piece):
        if found := comment_in(text, at, start):
            return found
        at = end
    return comment_in(text, at, piece.end) if piece.kind is not PieceKind.TEXT else ""


def comments(text: str, root: Piece | None) -> list[str]:
    """Return all comments of a text, without the signs before them."""
    found, at = [], 0
    for start, end in [*(_texts(root) if root is not None else ()), (len(text), len(text))]:
        found += _COMMENT.findall(text, at, start)
        at = end
        if text[start : start + 1] in ("|", ">"):       # and behind the header of a text in a block
            found += _COMMENT.findall(text, start, line_end(text, start))
    return [one.rstrip() for one in found]


def _texts(piece: Piece) -> Iterator[tuple[int, int]]:
    """Yield where each text and alias inside a piece is, in order."""
    if piece.kind in (PieceKind.TEXT, PieceKind.ALIAS):
        yield piece.inner, piece.end
    for number, item in enumerate(piece.items):
        if piece.keys:
            yield from _texts(piece.keys[number])
        yield from _texts(item)
