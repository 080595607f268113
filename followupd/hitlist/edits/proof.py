"""The proof that an edited file says what it said before, and the change, and no more.

Takes the old and the new text with their pieces; raises EditRefused if anything else differs. Compares them twice: as
they are written, with anchors and aliases, and as the hit list's own parser reads them, with aliases and merge keys
resolved. No comment can go without being named.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

from followupd.hitlist.edits.changes import (
    AddContact,
    EditRefused,
    Keys,
    ListEdit,
    RemoveContact,
    RemoveKey,
    SetKey,
    Value,
)
from followupd.hitlist.edits.splices import comments
from followupd.hitlist.edits.syntax import Piece, PieceKind
from followupd.hitlist.edits.writing import json_word
from followupd.hitlist.located import Mapping, Node, Scalar, read_tree

Model = Any     # None, a text, a list, or a dict of a mapping; with a mark around it, a tuple


def check(old: str, old_root: Piece | None, new: str, new_root: Piece | None, change: ListEdit) -> tuple[str, ...]:
    """Return the comments that go with the change. Raises EditRefused unless the new text is the old one with it."""
    before, after = read_tree(old.encode()), read_tree(new.encode())
    if after.faults:
        raise EditRefused("the file could not be read afterwards: " + after.faults[0].sentence.rstrip("."))
    if not before.faults and not _is_change(_resolved(before.root), _resolved(after.root), change):
        raise EditRefused("something else would change with it, such as what shares this text (& and *)")
    if not _is_change(_written(old_root), _written(new_root), change):
        raise EditRefused("something else would change with it")
    had, has = Counter(comments(old, old_root)), Counter(comments(new, new_root))
    if has - had:
        raise EditRefused("something would become a comment")
    return tuple((had - has).elements())


def _is_change(before: Model, after: Model, change: ListEdit) -> bool:
    rest_before, people_before = _parts(before)
    rest_after, people_after = _parts(after)
    if rest_before != rest_after or list(rest_before) != list(rest_after):
        return False
    if isinstance(change, AddContact):
        return people_after[:-1] == people_before and bool(people_after) and _says(people_after[-1], Keys(change.pairs))
    number = change.contact
    if isinstance(change, RemoveContact):
        return people_after == people_before[:number] + people_before[number + 1 :]
    if len(people_before) != len(people_after):
        return False
    mine, now = _keys(people_before.pop(number)), _keys(people_after.pop(number))
    return people_before == people_after and _is_change_of_one(mine, now, change)


def _is_change_of_one(before: dict[str, Model], after: dict[str, Model], change: SetKey | RemoveKey) -> bool:
    key = change.key if isinstance(change, RemoveKey) else change.path[0]
    old, new = before.pop(key, None), after.pop(key, None)
    if before != after:
        return False
    if isinstance(change, RemoveKey):
        return True
    if len(change.path) == 1:
        alone = isinstance(change.value, str) and isinstance(old, list) and isinstance(new, list)
        return _says(new, (change.value,) if alone else change.value)     # a list stays one for a single text
    inner, made = dict(old) if isinstance(old, dict) else {}, dict(new) if isinstance(new, dict) else {}
    inner.pop(change.path[1], None)
    return _says(made.pop(change.path[1], None), change.value) and inner == made


def _parts(root: Model) -> tuple[dict[str, Model], list[Model]]:
    """Return all but the contacts, and the contacts."""
    if isinstance(root, list):
        return {}, list(root)
    rest = dict(root) if isinstance(root, dict) else {}
    people = rest.pop("contacts", None)
    if isinstance(people, tuple) and people[0] == "mark":
        rest["contacts"], people = people[:-1], people[-1]      # its anchor
    return rest, list(people) if isinstance(people, list) else []


def _keys(one: Model) -> dict[str, Model]:
    """Return the keys of a contact; a name alone is one of them."""
    if isinstance(one, tuple) and one[0] == "mark":
        return {"&": one[1], **_keys(one[2])}
    return dict(one) if isinstance(one, dict) else {"name": one}


def _says(model: Model, value: Value) -> bool:
    """Return whether this is what should have been written, or was there with an anchor."""
    if isinstance(model, tuple) and model[0] == "mark":
        model = model[-1]
    if isinstance(model, tuple) and model[0] == "text":
        model = model[1]
    if isinstance(value, Keys):
        return isinstance(model, dict) and list(model) == [key for key, _ in value.pairs] and all(
            _says(model[key], inner) for key, inner in value.pairs
        )
    if isinstance(value, tuple):
        return isinstance(model, list) and len(model) == len(value) and all(map(_says, model, value))
    return bool(model == value) if isinstance(value, str) else model in (value.text, json_word(value.text))


def _written(piece: Piece | None) -> Model:
    """Return what is written, with its anchors and aliases."""
    if piece is None:
        return None
    model: Model
    if piece.kind is PieceKind.ALIAS:
        return ("alias", piece.text)
    if piece.kind is PieceKind.TEXT:
        model = ("text", _said(piece.text), piece.is_empty)
    elif piece.kind is PieceKind.LIST:
        model = [_written(one) for one in piece.items]
    else:
        keys = (one.text if one.kind is PieceKind.TEXT else str(_written(one)) for one in piece.keys)
        model = dict(zip(keys, map(_written, piece.items), strict=True))
    return ("mark", piece.marks, model) if any(piece.marks) else model


def _said(text: str) -> str:
    """Return a text without its last line break, which one in a block has only if its file has one."""
    return text.removesuffix("\n")


def _resolved(node: Node | None) -> Model:
    """Return what the parser of the hit list reads."""
    if node is None:
        return None
    if isinstance(node, Scalar):
        return ("text", _said(node.text), node.is_empty)
    if isinstance(node, Mapping):
        return {key: _resolved(one) for key, one in node.values.items()}
    return [_resolved(one) for one in node.items]
