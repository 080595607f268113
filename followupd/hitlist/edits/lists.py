"""A list in place of a list: a value that stays is not touched, wherever it goes, and neither are its comments.

A comment belongs to the value that it is behind, or on lines directly above. What goes takes its comments with it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from followupd.hitlist.edits import block, flow
from followupd.hitlist.edits.changes import Bare, Value
from followupd.hitlist.edits.layout import column, comment_in, extent, line_break, line_end
from followupd.hitlist.edits.splices import Splice, behind_colon
from followupd.hitlist.edits.syntax import Piece, PieceKind
from followupd.hitlist.edits.writing import inline


def set_list(text: str, old: Piece, value: str | tuple[Value, ...], *, quotes: str) -> list[Splice] | None:
    """Return what makes another list of a list of texts; None if it is not one. For one value it stays a list."""
    new = value if isinstance(value, tuple) else (value,)
    if not _is_of_texts(old) or not new:
        return None
    kept = _kept([item.text for item in old.items], [one.text if isinstance(one, Bare) else one for one in new])
    if kept == list(range(len(old.items))):
        return []
    like = [old.items[min(at, len(old.items) - 1)] for at in range(len(new))]
    written = [inline(one, flow=old.flow, quotes=quotes or near.style) for one, near in zip(new, like, strict=True)]
    if not old.flow:
        return block.set_items(text, old, kept, written)
    return flow.rewritten(old, _rearranged(flow.cut(text, old), kept, written))


def _kept(said: Sequence[str], wanted: Sequence[object]) -> list[int | None]:
    """Return where each wanted value is among the old ones, each of which serves once; None for a new value."""
    left, found = list(enumerate(said)), []
    for one in wanted:
        at = next((number for number, text in left if text == one), None)
        left = [(number, text) for number, text in left if number != at]
        found.append(at)
    return found


def _rearranged(made: flow.Brackets, kept: Sequence[int | None], written: Sequence[str]) -> flow.Brackets:
    """Return the list with the old entries that are kept and new ones, each with the blanks of its place."""
    entries = []
    for at, (number, value) in enumerate(zip(kept, written, strict=True)):
        lead = made.entries[at].lead if at < len(made.entries) else made.entries[-1].line_begin or " "
        entries.append(replace(flow.BracketEntry(value) if number is None else made.entries[number], lead=lead))
    return replace(made, entries=tuple(entries))


def list_of_text(text: str, key: Piece, old: Piece, new: tuple[Value, ...]) -> list[Splice] | None:
    """Return what makes lines of a list of a text that stays, with its comment; None if it does not, or has none."""
    said = [one.text if isinstance(one, Bare) else one for one in new]
    end, colon = line_end(text, old.end), behind_colon(text, key)
    is_plain = old.kind is PieceKind.TEXT and old.style not in ("|", ">") and not any(old.marks) and old.text in said
    if not is_plain or not comment_in(text, old.end, end) or line_end(text, colon) != end:
        return None
    at, left, ending = said.index(old.text), column(text, key.start), line_break(text, key.start)
    lines = block.indented([f"- {inline(one, flow=False)}" for one in new], left + block.STEP)
    above, below = lines[:at], lines[at + 1 :]
    begin = "".join(f"{ending}{line}" for line in (*above, f"{' ' * (left + block.STEP)}- "))
    return [Splice(colon, old.start, begin), block.add_lines(text, extent(text, old.end, left), below)]


def _is_of_texts(piece: Piece) -> bool:
    """Return whether this is a list of texts on single lines, without anchors."""
    if piece.kind is not PieceKind.LIST or not piece.items or any(piece.marks):
        return False
    texts = all(item.kind is PieceKind.TEXT and item.style not in ("|", ">") for item in piece.items)
    return texts and not any(any(item.marks) for item in piece.items)
