"""A list in place of a list, entry by entry: what is the same in both is not touched, and keeps its comments."""

from __future__ import annotations

from followupd.hitlist.edits import block, flow
from followupd.hitlist.edits.changes import Bare, Value
from followupd.hitlist.edits.splices import Splice
from followupd.hitlist.edits.syntax import Piece, PieceKind
from followupd.hitlist.edits.writing import inline


def set_list(text: str, old: Piece, new: tuple[Value, ...], *, quotes: str) -> list[Splice] | None:
    """Return what makes one list of texts of another; None if the old one is not one, or if too much differs.

    Entries are replaced one by one, or one comes at the end, or one goes.
    """
    if not _is_of_texts(old):
        return None
    said, wanted = [item.text for item in old.items], [one.text if isinstance(one, Bare) else one for one in new]
    if len(wanted) == len(said):
        different = [(item, one) for item, one, other in zip(old.items, new, wanted, strict=True) if item.text != other]
        return [Splice(item.start, item.end, inline(one, flow=old.flow, quotes=item.style)) for item, one in different]
    if wanted[:-1] == said:
        added = inline(new[-1], flow=old.flow, quotes=quotes or old.items[-1].style)
        return flow.insert(text, old, len(said) - 1, added) if old.flow else block.add_item(text, old, [added])
    gone = next((n for n in range(len(said)) if wanted == said[:n] + said[n + 1 :]), None)
    if gone is None or not wanted:
        return None
    return flow.remove(text, old, gone) if old.flow else block.remove_item(text, old, gone)


def _is_of_texts(piece: Piece) -> bool:
    """Return whether this is a list of texts on single lines, without anchors."""
    if piece.kind is not PieceKind.LIST or not piece.items or any(piece.marks):
        return False
    texts = all(item.kind is PieceKind.TEXT and item.style not in ("|", ">") for item in piece.items)
    return texts and not any(any(item.marks) for item in piece.items)
