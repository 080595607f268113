"""Edits of lists and mappings that are written in lines, told apart by their indentation.

Takes text and a piece of it; gives splices. Never changes a line that it does not remove, but for the value that it
replaces on it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from followupd.hitlist.edits.changes import EditRefused, Value
from followupd.hitlist.edits.layout import (
    BREAKS,
    before_break,
    column,
    comment_in,
    extent,
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
from followupd.hitlist.edits.writing import block_lines, inline

STEP = 2        # columns from a key to the dashes below it


def add_lines(text: str, at: int, added: Sequence[str]) -> Splice:
    """Insert lines at the end of a line, or at the beginning of one behind a text that keeps its empty lines."""
    ending = line_break(text, at)
    if at == 0 or text[at - 1] in BREAKS:
        return Splice(at, at, "".join(f"{line}{ending}" for line in added))
    return Splice(at, at, "".join(f"{ending}{line}" for line in added))


def indented(added: Sequence[str], columns: int) -> list[str]:
    """Return the lines further to the right; empty ones stay empty."""
    return [f"{' ' * columns}{line}" if line else "" for line in added]


def add_key(text: str, keys: Piece, key: str, value: Value, order: Sequence[str]) -> list[Splice]:
    """Insert a key as a new line, behind the last of those that come before it in `order`."""
    left = column(text, keys.keys[0].start)
    if text[keys.inner] == "?":
        raise EditRefused('it has a key with a "?"')
    _, end = span(text, keys, behind(keys, key, order))
    return [add_lines(text, _line_behind(text, end, left), indented(block_lines(key, value), left))]


def behind(keys: Piece, key: str, order: Sequence[str]) -> int:
    """Return the number of the entry behind which a new key is written."""
    places = {name: place for place, name in enumerate(order)}
    known = [(places.get(one.text, -1), at) for at, one in enumerate(keys.keys)]
    before = [one for one in known if 0 <= one[0] < places.get(key, 0)]
    return max(before)[1] if before else len(keys.keys) - 1


def _line_behind(text: str, end: int, left: int) -> int:
    """Return where the line begins or ends behind a value and its comments. Raises EditRefused if more is on it."""
    if not (end and text[end - 1] in BREAKS) and not is_rest(text, end):
        raise EditRefused("something else is on the same line")
    return extent(text, end, left)


def set_value(text: str, key: Piece, value: Piece, new: Value) -> list[Splice]:
    """Replace the value of a key."""
    colon = behind_colon(text, key)
    if value.is_block:
        if any(value.marks):
            raise EditRefused(f"the value has a name of its own (&{value.marks[0]})")
        _refuse_comment(comment_in(text, line_end(text, colon), value.start) or comment_inside(text, value)
                        or comment_in(text, value.end, line_end(text, value.end)))
        return [Splice(colon, colon, f" {inline(new, flow=False)}"), Splice(line_end(text, colon), value.end, "")]
    if value.start == value.end:
        return [Splice(colon, colon, f" {inline(new, flow=False)}")]
    if value.style in ("|", ">"):
        header = re.compile(r"[|>][-+0-9]*").match(text, value.inner)
        assert header is not None
        begin, end = line_end(text, header.end()), before_break(text, value.end)
        return [Splice(value.start, header.end(), inline(new, flow=False)), Splice(begin, max(begin, end), "")]
    _refuse_comment(comment_inside(text, value))
    return [Splice(value.start, value.end, inline(new, flow=False, quotes=value.style))]


def _refuse_comment(found: str) -> None:
    if found:
        raise EditRefused(f'the comment "{found}" is inside the value')


def remove_key(text: str, keys: Piece, at: int) -> list[Splice]:
    """Remove a key and its value. A comment behind it stays, on a line of its own."""
    begin, end = span(text, keys, at)
    if text[keys.inner] == "?":
        raise EditRefused('it has a key with a "?"')
    value = keys.items[at]
    _refuse_comment(comment_in(text, behind_colon(text, keys.keys[at]), value.inner) or comment_inside(text, value))
    start = line_start(text, begin)
    if not is_blank(text[start:begin]):                     # behind the dash of a list
        following = keys.keys[at + 1].start if at + 1 < len(keys.keys) else end
        clear = is_blank(text[end : line_end(text, end)]) and not comment_in(text, end, following)
        return [Splice(begin, following if clear else end, "")]
    if text[end - 1] in BREAKS:
        return [Splice(start, end, "")]
    if not is_rest(text, end):
        raise EditRefused("something else is on the same line")
    if comment_in(text, end, line_end(text, end)):
        return [Splice(begin, skip_blanks(text, end), "")]
    return [whole_lines(text, start, next_line(text, end))]


def skip_blanks(text: str, at: int) -> int:
    """Return the place of what comes next on the line."""
    while text[at : at + 1] in (" ", "\t"):
        at += 1
    return at


def whole_lines(text: str, start: int, end: int) -> Splice:
    """Remove lines; if they are the last and the text has no line break at its end, it has none afterwards."""
    if end == len(text) and start and before_break(text, end) == end:
        start = before_break(text, start)
    return Splice(start, end, "")


def dashes(text: str, items: Piece) -> list[int]:
    """Return where the dash of each entry is."""
    found, at = [], items.inner
    for item in items.items:
        at = skip(text, at)
        if text[at : at + 1] != "-":
            raise EditRefused("the list is written in an unusual way")
        found.append(at)
        at = item.end
    return found


def add_item(text: str, items: Piece, added: Sequence[str], *, apart: bool = False) -> list[Splice]:
    """Append an entry, with as many blanks behind its dash as the last one has; `apart` allows a blank line above it.

    An empty line comes before it if one is between the last two.
    """
    places = dashes(text, items)
    last, dash = items.items[-1], places[-1]
    left = column(text, dash)
    if not is_blank(text[line_start(text, dash) : dash]):
        raise EditRefused("something else is before the dash of the last entry")
    gap = last.start - dash if last.start > dash and "\n" not in text[dash : last.start] else 2
    gap = gap if is_blank(text[dash + 1 : dash + gap]) and gap > 1 else 2
    at = _line_behind(text, last.end, left)
    block = [f"{'-':<{gap}}{added[0]}", *indented(added[1:], gap)]
    keeps_lines = text[last.end - 1] in BREAKS
    separate = apart and len(places) > 1 and is_blank(_line_above(text, dash)) and not keeps_lines
    return [add_lines(text, at, [*([""] if separate else []), *indented(block, left)])]


def _line_above(text: str, at: int) -> str:
    start = line_start(text, at)
    above = before_break(text, start)
    return text[line_start(text, above) : above] if start else "-"


def remove_item(text: str, items: Piece, at: int) -> list[Splice]:
    """Remove the lines of an entry, with the comments that are indented further than its dash.

    Of empty lines on both sides those above stay, and of those above the last one none. Empty lines at the end of its
    own text count as those below it, and none may become part of a text above that keeps them.
    """
    dash, item = dashes(text, items)[at], items.items[at]
    start, before = line_start(text, dash), items.items[at - 1].end if at else 0
    if not is_blank(text[start:dash]):
        raise EditRefused("something else is before its dash")
    end = _line_behind(text, item.end, column(text, dash))
    end = end if text[end - 1] in BREAKS else next_line(text, end)
    while text[end - 1] in BREAKS and is_blank(_line_above(text, end)):
        end = line_start(text, before_break(text, end))
    below = end
    while below < len(text) and is_blank(text[below : line_end(text, below)]):
        below = next_line(text, below)
    above, is_last = start > 0 and is_blank(_line_above(text, dash)), at == len(items.items) - 1
    keeps_lines = at > 0 and text[before - 1] in BREAKS and not text[before:start].strip(f" \t{BREAKS}")
    if keeps_lines or (above and not is_last) or (at == 0 and not above):
        end = below
    while above and is_last and start > before and is_blank(_line_above(text, start)):
        start = line_start(text, before_break(text, start))
    return [whole_lines(text, start, end)]


def set_items(text: str, items: Piece, kept: Sequence[int | None], written: Sequence[str]) -> list[Splice]:
    """Replace the entries by old ones, with the lines that they have, and by new ones where `kept` has None."""
    ends = _item_lines(text, items)
    old = [text[begin:end] for begin, end in pairwise(ends)]
    made = []
    for at, (number, value) in enumerate(zip(kept, written, strict=True)):
        like = min(at, len(old) - 1)
        if number is None:
            made.append(_like_item(text, items, like, ends, value, instead=like == at and at not in kept))
        else:
            made.append(old[number])
    ending = line_break(text, items.start)
    lines = "".join(one if one[-1] in BREAKS else f"{one}{ending}" for one in made)
    return [Splice(ends[0], ends[-1], lines if old[-1][-1] in BREAKS else lines[: before_break(lines, len(lines))])]


def _item_lines(text: str, items: Piece) -> list[int]:
    """Return where the lines of each entry begin, with comments and empty lines above it, and where the last end."""
    places = dashes(text, items)
    if not all(is_blank(text[line_start(text, dash) : dash]) for dash in places):
        raise EditRefused("something else is before a dash")
    begin = line_start(text, places[0])
    while begin and (not (above := _line_above(text, begin).strip(" \t")) or above[0] == "#"):
        begin = line_start(text, before_break(text, begin))
    ends = [next_line(text, _line_behind(text, item.end, column(text, dash)))
            for item, dash in zip(items.items, places, strict=True)]
    return [begin, *ends]


def _like_item(text: str, items: Piece, like: int, ends: Sequence[int], value: str, *, instead: bool) -> str:
    """Return a new entry as the lines of another one, without its comments; `instead` of it with its empty lines."""
    item, dash = items.items[like], dashes(text, items)[like]
    begin, end = ends[like : like + 2]
    if instead and not comment_in(text, begin, item.start) and not comment_in(text, item.end, end):
        return f"{text[begin : item.start]}{value}{text[item.end : end]}"
    before = text[line_start(text, dash) : item.start]
    before = before if is_blank(before.partition("-")[2]) else f"{' ' * column(text, dash)}- "
    return f"{before}{value}{line_break(text, dash)}"


def name_into_keys(text: str, item: Piece, added: Sequence[str]) -> list[Splice]:
    """Make keys of an entry that is a name alone, with more keys below it."""
    if item.kind is not PieceKind.TEXT or any(mark in text[item.inner : item.end] for mark in BREAKS):
        raise EditRefused("the name is written in more than one line")
    left = column(text, item.start)
    at = _line_behind(text, item.end, left)
    return [Splice(item.start, item.start, "name: "), add_lines(text, at, indented(added, left))]
