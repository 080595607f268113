"""A change of a hit list's file, made at its place in the text and proved: `edited`.

Takes the bytes of a file and a change; gives the new bytes, or raises EditRefused. Every byte that is not part of the
change stays as it is, and the new text is read again: it must say what the old one said, and the change, and no more.
"""

from __future__ import annotations

from dataclasses import dataclass

import yaml

from followupd.hitlist.edits import block, flow
from followupd.hitlist.edits.changes import (
    AddContact,
    Bare,
    EditRefused,
    Keys,
    ListEdit,
    RemoveContact,
    RemoveKey,
    SetKey,
    Value,
)
from followupd.hitlist.edits.layout import column, document_end, extent, line_end
from followupd.hitlist.edits.lists import list_of_text, set_list
from followupd.hitlist.edits.proof import check
from followupd.hitlist.edits.splices import Splice, behind_colon, spliced
from followupd.hitlist.edits.syntax import Piece, PieceKind, contact, contact_list, pieces
from followupd.hitlist.edits.writing import block_lines, entry, inline, mapping

BOM = "\ufeff"


@dataclass(frozen=True, slots=True)
class EditedFile:
    """The bytes of a file with a change, the comments that went with what is gone, and those behind what is new."""

    data: bytes
    comments: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()


def edited(data: bytes, change: ListEdit) -> EditedFile:
    """Return the file with the change. Raises EditRefused if it cannot be made there without touching anything else.

    The bytes must be those of a file that loads without problems.
    """
    whole = data.decode()
    text = whole.removeprefix(BOM)
    try:
        root = pieces(text)
        made = spliced(text, splices(text, root, change))
        new = pieces(made)
    except yaml.YAMLError:
        raise EditRefused("the file could not be read afterwards") from None
    gone = check(text, root, made, new, change)
    return EditedFile((whole[: len(whole) - len(text)] + made).encode(), gone, _beside(text, root, change))


def _beside(text: str, root: Piece | None, change: ListEdit) -> tuple[str, ...]:
    """Return the comment behind a text that another one replaces; names are what they are about, whatever they are."""
    if not isinstance(change, SetKey) or change.path == ("name",):
        return ()
    old: Piece | None = contact(root, change.contact)
    for key in change.path:
        old = old.value(key) if old is not None else None
    if old is None or old.kind is not PieceKind.TEXT or old.is_empty or old.style in ("|", ">"):
        return ()
    new = change.value if isinstance(change.value, tuple) else (change.value,)
    behind = text[old.end : line_end(text, old.end)].lstrip(" \t,")
    return (behind.rstrip(),) if behind.startswith("#") and old.text not in new else ()


def to_paste(change: ListEdit) -> list[str]:
    """Return the lines with which the user can make the change by hand; [] for something that is removed."""
    if isinstance(change, AddContact):
        return _item(change.pairs)
    if not isinstance(change, SetKey):
        return []
    value = change.value if len(change.path) == 1 else Keys(((change.path[1], change.value),))
    return block_lines(change.path[0], value)


def _item(pairs: tuple[tuple[str, Value], ...]) -> list[str]:
    """Return a contact as lines, with its dash."""
    found = [line for key, value in pairs for line in block_lines(key, value)]
    return [f"- {found[0]}", *block.indented(found[1:], 2)]


def splices(text: str, root: Piece | None, change: ListEdit) -> list[Splice]:
    """Return what has to be replaced."""
    if isinstance(change, AddContact):
        return _add_contact(text, root, change)
    found = contact(root, change.contact)
    if isinstance(change, RemoveContact):
        within = contact_list(root)
        assert within is not None
        if within.flow:
            return flow.remove_contact(text, within, change.contact)
        return block.remove_item(text, within, change.contact)
    if isinstance(change, RemoveKey):
        at = found.place(change.key)
        if at is None and found.place("<<") is not None:
            raise EditRefused(f"`{change.key}` may come from what is merged there (<<)")
        if at is None:
            return []
        return flow.remove_key(text, found, at) if found.flow else block.remove_key(text, found, at)
    if found.kind is PieceKind.TEXT:
        return _keys_of_name(text, root, found, change)
    return _set_key(text, found, change.path, change.value, change.order)


def _add_contact(text: str, root: Piece | None, change: AddContact) -> list[Splice]:
    within = contact_list(root)
    if within is not None and within.kind is PieceKind.LIST and within.items:
        if not within.flow:
            return block.add_item(text, within, [line[2:] for line in _item(change.pairs)], apart=True)
        quotes = flow.quotes_of(within.items[-1])
        return flow.insert(text, within, len(within.items) - 1, mapping(change.pairs, quotes=quotes))
    if root is None or root.kind is PieceKind.LIST:
        if root is not None and root.flow:
            return flow.insert(text, root, 0, mapping(change.pairs))
        lines = ["contacts:", *block.indented(_item(change.pairs), block.STEP)]
        return [block.add_lines(text, document_end(text, 0), lines)]
    if root.flow:
        return _first_in_braces(text, root, change)
    left = column(text, root.keys[0].start)
    item = block.indented(_item(change.pairs), left + block.STEP)
    at = root.place("contacts")
    if at is None:
        end = document_end(text, root.items[-1].end)
        return [block.add_lines(text, end, [f"{' ' * left}contacts:", *item])]
    key, value = root.keys[at], root.items[at]
    colon = behind_colon(text, key)
    if any(value.marks):
        raise EditRefused("`contacts:` has a mark of its own (& or !)")
    if value.flow and any(mark in text[value.start : value.end] for mark in "#\n\r"):
        return flow.insert(text, value, 0, mapping(change.pairs))
    end = extent(text, max(colon, value.end), left)
    return [*([Splice(colon, value.end, "")] if value.end > colon else []), block.add_lines(text, end, item)]


def _first_in_braces(text: str, root: Piece, change: AddContact) -> list[Splice]:
    """Return the first contact of a file in braces."""
    quotes = flow.quotes_of(root)
    at, within = root.place("contacts"), contact_list(root)
    if at is None or within is None:
        made = f"{inline('contacts', flow=True, quotes=quotes)}: [{mapping(change.pairs, quotes=quotes)}]"
        return flow.insert(text, root, len(root.items) - 1, made)
    if within.kind is PieceKind.LIST:
        return flow.insert(text, within, 0, mapping(change.pairs, quotes=quotes))
    return flow.set_value(text, root.keys[at], within, (Keys(change.pairs),), quotes=quotes)


def _keys_of_name(text: str, root: Piece | None, found: Piece, change: SetKey) -> list[Splice]:
    """Return what makes keys of a contact that is a name alone; another name takes its place."""
    within = contact_list(root)
    assert within is not None
    quotes = flow.quotes_of(found) if within.flow else ""
    if change.path == ("name",):
        return [Splice(found.start, found.end, inline(change.value, flow=within.flow, quotes=found.style))]
    value = change.value if len(change.path) == 1 else Keys(((change.path[1], change.value),))
    if not within.flow:
        return block.name_into_keys(text, found, block_lines(change.path[0], value))
    name = inline("name", flow=True, quotes=quotes)
    return [
        Splice(found.start, found.start, f"{{{name}: "),
        Splice(found.end, found.end, f", {entry(change.path[0], value, quotes=quotes)}}}"),
    ]


def _set_key(text: str, found: Piece, path: tuple[str, ...], value: Value, order: tuple[str, ...]) -> list[Splice]:
    at, (key, *inner) = found.place(path[0]), path
    if at is not None and inner:
        if found.items[at].kind is not PieceKind.KEYS:
            raise EditRefused(f"`{key}` is written somewhere else")
        return _set_key(text, found.items[at], tuple(inner), value, ())
    value = Keys(((inner[0], value),)) if inner else value
    quotes = flow.quotes_of(found) if found.flow else ""
    if at is None:
        if found.flow:
            return flow.insert(text, found, block.behind(found, key, order), entry(key, value, quotes=quotes))
        return block.add_key(text, found, key, value, order)
    old = found.items[at]
    if old.kind is PieceKind.TEXT and old.text == (value.text if isinstance(value, Bare) else value):
        return []
    if isinstance(value, (str, tuple)) and (by_entry := set_list(text, old, value, quotes=quotes)) is not None:
        return by_entry
    if found.flow:
        return flow.set_value(text, found.keys[at], old, value, quotes=quotes)
    if isinstance(value, tuple) and (by_line := list_of_text(text, found.keys[at], old, value)) is not None:
        return by_line
    return block.set_value(text, found.keys[at], old, value)
