"""Edits of lists and mappings that are written in brackets, as in JSON.

Takes text and a piece of it; gives splices. An entry on a line of its own gets its neighbour on another one.
"""

from __future__ import annotations

from followupd.hitlist.edits.block import skip_blanks
from followupd.hitlist.edits.changes import EditRefused, Value
from followupd.hitlist.edits.layout import (
    comment_in,
    is_blank,
    is_rest,
    line_break,
    line_end,
    line_start,
    next_line,
    skip,
)
from followupd.hitlist.edits.splices import Splice, behind_colon, comment_inside, span
from followupd.hitlist.edits.syntax import Piece, PieceKind
from followupd.hitlist.edits.writing import inline


def quotes_of(piece: Piece) -> str:
    """Return `"` if all texts are in double quotes here, as JSON wants it: the first key or text tells it."""
    if piece.kind is PieceKind.TEXT:
        return '"' if piece.style == '"' else ""
    inside = (*piece.keys[:1], *piece.items[:1])
    return quotes_of(inside[0]) if inside else ""


def insert(text: str, whole: Piece, behind: int, added: str) -> list[Splice]:
    """Insert an entry behind another one; the only one, if there is none yet."""
    if not whole.items:
        return [Splice(whole.inner + 1, whole.inner + 1, added)]
    begin, end = span(text, whole, behind)
    start = line_start(text, begin)
    if not is_blank(text[start:begin]):
        return [Splice(end, end, f", {added}")]
    new_line = f"{line_break(text, start)}{text[start:begin]}{added}"
    comma = skip(text, end)
    if text[comma : comma + 1] != ",":
        if is_rest(text, end):
            return [Splice(end, end, ","), Splice(line_end(text, end), line_end(text, end), new_line)]
        return [Splice(end, end, f",{new_line}")]
    if not is_rest(text, comma + 1):
        return [Splice(end, end, f", {added}")]
    return [Splice(line_end(text, comma), line_end(text, comma), f"{new_line},")]


def remove(text: str, whole: Piece, at: int, *, comments: bool = False) -> list[Splice]:
    """Remove an entry with one comma. A comment behind it stays, unless `comments` lets those go that it has."""
    begin, end = span(text, whole, at)
    comma = skip(text, end)
    behind = comma + 1 if text[comma : comma + 1] == "," else end
    found = comment_inside(text, whole.items[at]) or comment_in(text, end, max(behind - 1, end))
    if found and not comments:
        raise EditRefused(f'the comment "{found}" is inside the value')
    start = line_start(text, begin)
    alone = is_blank(text[start:begin]) and is_rest(text, behind)
    if comments and alone and comment_in(text, behind, line_end(text, behind)):
        return [Splice(start, next_line(text, behind), "")]
    if at + 1 < len(whole.items):
        following, _ = span(text, whole, at + 1)
        clear = not comment_in(text, behind, following)
        return [Splice(begin, following if clear else skip_blanks(text, behind), "")]
    if at:
        _, before = span(text, whole, at - 1)
        if not comment_in(text, before, begin):
            return [Splice(before, end, "")]
        if alone and is_blank(text[behind : line_end(text, behind)]):
            return [Splice(start, next_line(text, behind), "")]
    return [Splice(begin, behind, "")]


def set_value(text: str, key: Piece, value: Piece, new: Value, *, quotes: str) -> list[Splice]:
    """Replace the value of a key."""
    written = inline(new, flow=True, quotes=quotes or value.style)
    if value.end > value.start:
        if found := comment_inside(text, value):
            raise EditRefused(f'the comment "{found}" is inside the value')
        return [Splice(value.start, value.end, written)]
    at = skip(text, key.end)
    if text[at : at + 1] == ":":
        colon = behind_colon(text, key)
        return [Splice(colon, colon, f" {written}")]
    return [Splice(key.end, key.end, f": {written}")]
