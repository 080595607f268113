"""Edits of lists and mappings that are written in brackets, as in JSON.

Takes text and a piece of it; gives splices. What is inside is cut into its entries, each with its comments, and put
together again (`Brackets`): an entry that stays is the same text, and a comment stays with its entry.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from followupd.hitlist.edits.changes import EditRefused, Value
from followupd.hitlist.edits.layout import BREAKS, column, comment_in, line_break, skip
from followupd.hitlist.edits.splices import Splice, behind_colon, comment_inside, span
from followupd.hitlist.edits.syntax import Piece, PieceKind
from followupd.hitlist.edits.writing import inline

_COMMENT = re.compile(f"[ \t]*#[^{BREAKS}]*")
_LAST_LINE = re.compile(f"(?:\r\n|[{BREAKS}])[ \t]*$")


@dataclass(frozen=True, slots=True)
class BracketEntry:
    """An entry between brackets and what is around it.

    `above` are the comments on lines before it, `lead` the blanks and line breaks between those and it, `gap` what is
    between it and its comma, and `comment` is the one on the same line behind it or its comma, with the blanks before.
    """

    text: str
    lead: str = ""
    above: str = ""
    gap: str = ""
    comment: str = ""

    @property
    def line_begin(self) -> str:
        """Return the last line break and the blanks before the entry; "" if something else is before it on its line."""
        found = _LAST_LINE.search(self.lead)
        return found[0] if found else ""


@dataclass(frozen=True, slots=True)
class Brackets:
    """All between two brackets: a comment behind the opening one, the entries, and what is before the closing one.

    `comma` says that the last entry has one too; `new_line` begins a line if no entry has one to copy.
    """

    head: str
    entries: tuple[BracketEntry, ...]
    comma: bool
    foot: BracketEntry
    new_line: str

    @property
    def text(self) -> str:
        """Return it as one text. What follows a comment begins on another line."""
        new_line = next((one.line_begin for one in reversed(self.entries) if one.line_begin), self.new_line)
        made, in_comment = [self.head], bool(self.head)
        for part, is_comment in self._parts():
            apart = in_comment and part[0] not in BREAKS
            made.append(new_line + part.lstrip(" \t") if apart else part)
            in_comment = is_comment
        return "".join([*made, new_line] if in_comment else made)

    def _parts(self) -> Iterator[tuple[str, bool]]:
        """Yield what is behind the head in order, and of each part whether it ends in a comment."""
        for number, entry in enumerate(self.entries):
            comma = "," if self.comma or number + 1 < len(self.entries) else ""
            yield from _unless_empty(entry.above, is_comment=True)
            yield f"{entry.lead}{entry.text}{entry.gap if comma else ''}{comma}", False
            yield from _unless_empty("" if comma else _above(entry.gap)[0], is_comment=True)
            yield from _unless_empty(entry.comment, is_comment=True)
        yield from _unless_empty(self.foot.above, is_comment=True)
        if self.entries or self.head or self.foot.above:
            yield from _unless_empty(self.foot.lead, is_comment=False)


def _unless_empty(text: str, *, is_comment: bool) -> Iterator[tuple[str, bool]]:
    if text:
        yield text, is_comment


def cut(text: str, whole: Piece) -> Brackets:
    """Return a list or mapping in brackets as its parts, which are its text again if nothing is changed."""
    head, at = _comment(text, whole.inner + 1)
    entries, comma = [], False
    for number in range(len(whole.items)):
        begin, end = span(text, whole, number)
        behind = skip(text, end)
        comma = text[behind : behind + 1] == ","
        above, lead = _above(text[at:begin])
        comment, at = _comment(text, behind + 1 if comma else end)
        entries.append(BracketEntry(text[begin:end], lead, above, text[end:behind] if comma else "", comment))
    above, lead = _above(text[at : whole.end - 1])
    new_line = f"{line_break(text, whole.inner)}{' ' * (column(text, whole.inner) + 1)}"
    return Brackets(head, tuple(entries), comma, BracketEntry("", lead, above), new_line)


def _comment(text: str, at: int) -> tuple[str, int]:
    """Return the comment on the rest of a line and where it ends; "" and the place itself without one."""
    found = _COMMENT.match(text, at)
    return (found[0], found.end()) if found else ("", at)


def _above(between: str) -> tuple[str, str]:
    """Return what is between two entries: up to the last comment, and behind it."""
    ends = [found.end() for found in _COMMENT.finditer(between)]
    at = ends[-1] if ends else 0
    return between[:at], between[at:]


def rewritten(whole: Piece, made: Brackets) -> list[Splice]:
    """Return what puts this between the brackets."""
    return [Splice(whole.inner + 1, whole.end - 1, made.text)]


def quotes_of(piece: Piece) -> str:
    """Return `"` if all texts are in double quotes here, as JSON wants it: the first key or text tells it."""
    if piece.kind is PieceKind.TEXT:
        return '"' if piece.style == '"' else ""
    inside = (*piece.keys[:1], *piece.items[:1])
    return quotes_of(inside[0]) if inside else ""


def insert(text: str, whole: Piece, behind: int, added: str) -> list[Splice]:
    """Insert an entry behind another one; the only one, if there is none yet.

    It gets a line to itself if its neighbours have one.
    """
    made = cut(text, whole)
    if not made.entries:
        return rewritten(whole, replace(made, entries=(BracketEntry(added),)))
    on_lines = [bool(one.line_begin) for one in made.entries[behind : behind + 2]]
    new = BracketEntry(added, made.entries[behind].line_begin if all(on_lines) else " ")
    return rewritten(whole, replace(made, entries=(*made.entries[: behind + 1], new, *made.entries[behind + 1 :])))


def remove_contact(text: str, whole: Piece, at: int) -> list[Splice]:
    """Remove an entry with the comma behind it and the comments that it has; those above it stay.

    The comma before the last one stays too if that is on a line of its own, so that no other line changes: YAML allows
    it before the bracket. JSON does not.
    """
    made = cut(text, whole)
    entry, is_last = made.entries[at], at + 1 == len(made.entries)
    rest = _without(made, at, entry.above)
    keeps_comma = made.comma or (is_last and bool(entry.line_begin) and not quotes_of(whole))
    return rewritten(whole, replace(rest, comma=keeps_comma))


def remove_key(text: str, whole: Piece, at: int) -> list[Splice]:
    """Remove a key and its value with one comma. A comment behind it stays, on a line of its own."""
    made = cut(text, whole)
    entry = made.entries[at]
    _, end = span(text, whole, at)
    if found := comment_inside(text, whole.items[at]) or comment_in(text, end, end + len(entry.gap)):
        raise EditRefused(f'the comment "{found}" is inside the value')
    behind = f"{entry.line_begin or made.new_line}{entry.comment.lstrip()}" if entry.comment else ""
    return rewritten(whole, _without(made, at, f"{entry.above}{behind}"))


def _without(made: Brackets, at: int, kept: str) -> Brackets:
    """Return it without an entry; `kept` comments of it go before the next one, which otherwise takes its place."""
    entry, rest = made.entries[at], list(made.entries)
    del rest[at]
    if at == len(rest):
        return replace(made, entries=tuple(rest), foot=replace(made.foot, above=f"{kept}{made.foot.above}"))
    following = rest[at]
    lead = following.lead if kept or following.above else _in_place(entry, following)
    rest[at] = replace(following, above=f"{kept}{following.above}", lead=lead)
    return replace(made, entries=tuple(rest))


def _in_place(entry: BracketEntry, following: BracketEntry) -> str:
    """Return the lead of an entry for the next one, which keeps the blanks before it on a line of its own."""
    if not entry.line_begin or not following.line_begin:
        return entry.lead
    return entry.lead.removesuffix(entry.line_begin) + following.line_begin


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
