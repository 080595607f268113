"""A file of a hit list with changes as plain values, for the list's reader to judge them if its text cannot be changed.

Takes the bytes of a file that loads without problems; gives other bytes, which nobody writes: without comments, anchors
and layout. Each contact begins on the line on which it is, because problems name lines.
"""

from __future__ import annotations

from collections.abc import Sequence

from followupd.hitlist.edits.changes import AddContact, Bare, Keys, ListEdit, RemoveContact, RemoveKey, Value
from followupd.hitlist.edits.writing import entry, mapping
from followupd.hitlist.located import Mapping, Node, Scalar, read_tree
from followupd.hitlist.located import Sequence as Listed

Pairs = dict[str, Value]


def restated(data: bytes, changes: Sequence[ListEdit]) -> bytes:
    """Return the values of the file with the changes."""
    root = read_tree(data).root
    rest = dict(root.values) if isinstance(root, Mapping) else {}
    found = rest.pop("contacts", None) if isinstance(root, Mapping) else root
    nodes = found.items if isinstance(found, Listed) else []
    people = [_pairs(node) for node in nodes]
    for change in changes:
        people = _changed(people, change)
    made, line = [], 1
    for number, pairs in enumerate(people):
        below = nodes[number].line - line if number < len(nodes) else 0
        line += max(0, below)
        made.append("\n" * below + mapping(tuple(pairs.items()), quotes='"'))
    contacts = f"[{', '.join(made)}]"
    if not isinstance(root, Mapping):
        return contacts.encode()
    others = [entry(key, _value(one), quotes='"') for key, one in rest.items()]
    return f"{{{', '.join([*others, f'contacts: {contacts}'])}}}\n".encode()


def _changed(people: list[Pairs], change: ListEdit) -> list[Pairs]:
    """Return the contacts with one change."""
    if isinstance(change, AddContact):
        return [*people, dict(change.pairs)]
    if isinstance(change, RemoveContact):
        return people[: change.contact] + people[change.contact + 1 :]
    mine = dict(people[change.contact])
    if isinstance(change, RemoveKey):
        mine.pop(change.key, None)
    else:
        key, *inner = change.path
        old = mine.get(key)
        beside = dict(old.pairs) if inner and isinstance(old, Keys) else {}
        mine[key] = Keys(tuple({**beside, inner[0]: change.value}.items())) if inner else change.value
    return [*people[: change.contact], mine, *people[change.contact + 1 :]]


def _pairs(node: Node) -> Pairs:
    """Return the keys of a contact; a name alone is one of them."""
    if isinstance(node, Mapping):
        return {key: _value(one) for key, one in node.values.items()}
    return {"name": _value(node)}


def _value(node: Node) -> Value:
    if isinstance(node, Scalar):
        return Bare("~") if node.is_empty else node.text
    if isinstance(node, Mapping):
        return Keys(tuple(_pairs(node).items()))
    return tuple(map(_value, node.items))
