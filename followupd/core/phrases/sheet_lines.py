"""The lines of a call sheet or a review, as people and programs change them: what is in the box, and what follows it.

Takes a text as it is now and as we wrote it; returns Ticks. A sign may be in any kind of box, replace it or be
put before it, in a list or without one. What a sign means is decided elsewhere; an unknown one is passed on, to be
asked about.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from followupd.core.phrases.additions import EDGE
from followupd.core.phrases.html_text import STRUCK
from followupd.core.phrases.vocabulary import BELOW, BOX, PUT_OFF, TICK_FORMS, TICK_WORDS, TICKS, outcome_of

# texts, compiled when there is something to read (phrases/days.py)
_OPEN = r"^\[ \] (?P<act>.+)$"
_SQUARE, _ROUND = r"\[\s*([^\[\]]{0,20}?)\s*\]", r"[({]\s*([^(){}]{0,20}?)\s*[)}]"
_SIGNS = "☐⬜🔲□▢◻○◯☑☒✅🗹🗸✓✔√✗✘✖❌❎"
_SIGN = rf"{_SQUARE}|{_ROUND}|([{_SIGNS}])"
# Before a line in a list, or in a quotation.
_LISTED = r"(?:\s*(?:[-–—+*•‣◦·>](?=[\s>\[])|[●■▪](?=\s*\[)|\d{1,3}[.)]|[a-w]\)))*\s*"
_AND = " and "           # between the signs of two boxes on one line
_SHORT = 20              # letters before a line of ours: longer ones are the user's own sentence
_CROSSED, _TICKED = "☒", frozenset("✓✔☑✅🗹🗸")
_BLANKS = {ord(c): " " for c in "\u00a0\u2007\u202f\u2009\u3000"} | {
    ord(c): None for c in "\u00ad\u200b\u2060\ufe0e\ufe0f\ufeff"
}
_FULL_WIDTH = {0xFF01 + n: 0x21 + n for n in range(94)} | {ord(c): "[]"[n % 2] for n, c in enumerate("【】〔〕")}
# Blanks, and what says which way a text runs: around a line, a box, and what is in it.
_EDGES = " \t\n\r\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_STRIKE = "\u0335\u0336\u0337\u0338"       # put after each letter
_KNOWN_TICKS = frozenset({"", PUT_OFF, *TICKS})


@dataclass(frozen=True, slots=True)
class Tick:
    """A line that was ticked, or written on: `place` is its number among those that we wrote, None for any other line.

    `tick` is what is in the box, or the word in its place, "" for an empty one; `text` is what follows the line that we
    wrote, or the whole line. `boxed`: it has a box, or a sign that is drawn like one. `struck`: it is struck out and
    has no tick; many programs strike out what is ticked. `below` is the number of our line above one that was added,
    with no blank line between them.
    """

    place: int | None
    tick: str
    text: str
    boxed: bool = True
    struck: bool = False
    below: int | None = None


@lru_cache(maxsize=512)        # as below
def box_lines(ours: str) -> Sequence[str]:
    """Return what follows the empty boxes of a text that we wrote, line by line."""
    return tuple(match["act"] for line in ours.split("\n") if (match := re.match(_OPEN, line)))


@lru_cache(maxsize=512)        # each pass reads all sheets of the calendar, and few of them change
def read_lines(text: str, ours: str) -> Sequence[Tick]:
    """Return the lines of a sheet that we wrote as `ours`: each of ours that is there, and those that were added."""
    acts, twins = _Acts(box_lines(ours)), _Twins(ours)
    known = {" ".join(line.split()) for line in ours.split("\n")}
    crossed = "✗" if _TICKED & set(text) else _CROSSED      # beside a ☑ it may mean the contrary
    lines_read: list[Tick] = []
    above: int | None = None
    text_lines = text.split("\n")
    for line, below in zip(text_lines, [*text_lines[1:], ""], strict=True):
        read = twins.apart(_read(line.replace(_CROSSED, crossed), acts), below)
        is_ours = " ".join(line.split()) in known      # without a box it is our question, which quotes one of our lines
        above = None if read is None else above if read.place is None else read.place
        if read is not None and ((read.boxed and read.place is not None) or not is_ours):
            lines_read.append(read if read.place is not None else replace(read, below=above))
    return tuple(_without_bullets(lines_read))


def _without_bullets(lines: list[Tick]) -> list[Tick]:
    """Return the lines without a drawn sign that is before each of ours in place of its box: a program's bullet."""
    ours = [line for line in lines if line.place is not None]
    signs = {(line.tick, line.boxed) for line in ours}
    if len(ours) < 2 or len(signs) > 1 or not all(is_drawn(sign) and not boxed for sign, boxed in signs):
        return lines
    return [line if line.place is None else replace(line, tick="") for line in lines]


def lost_lines(lines: Sequence[Tick], text: str, ours: str) -> set[int]:
    """Return which of our lines the user took out of a sheet, or struck out, or took the box from.

    None if it may have been a program: if no line of ours is left, or everything after it is gone as well.
    """
    acts, left = box_lines(ours), {" ".join(line.split()) for line in text.split("\n")}
    open_still = {line.place for line in lines if line.boxed and not line.struck}
    struck = {line.place for line in lines if line.struck}
    bare = {line.place for line in lines if not line.boxed and not line.struck}
    lost = set()
    for place in set(range(len(acts))) - open_still:
        behind = ours.partition(f"{BOX}{acts[place]}\n")[2].split("\n")
        rest = any(line.strip() and " ".join(line.split()) in left for line in behind)
        if place in struck or (rest and (open_still - {None} or (len(acts) == 1 and place not in bare))):
            lost.add(place)
    return lost


def read_ticks(text: str, ours: str) -> tuple[Tick, ...]:
    """Return the lines that have a sign in their box or text after it, which is the note."""
    acts = box_lines(ours)
    return tuple(
        one for one in read_lines(text, ours)
        if one.boxed and (one.tick or one.text) and (one.place is not None or one.tick or one.text not in acts)
    )


def boxed_line(line: str) -> str | None:
    """Return what follows the box of a line, ticked or not; None for any other line."""
    read = _read(line, _Acts())
    return read.text if read is not None and read.boxed else None


def sign_of(line: str, acts: Sequence[str]) -> tuple[str, str] | None:
    """Return the sign in a line that has no words beside it but one of these, and what follows them; else None."""
    read = _read(line, _Acts(acts))
    if read is not None and read.place is not None and read.boxed and not read.struck:
        return read.tick, read.text
    boxes, rest, _ = _signs(_cleaned(line)[0])
    return (_sign_in_boxes(boxes), "") if boxes and not rest.strip(EDGE) else None


def is_drawn(sign: str) -> bool:
    """Return whether a sign is a tick, or drawn like one: an unknown one is not a word of the user's own."""
    return sign in TICKS or _AND in sign or (bool(sign) and not any(c.isalnum() for c in sign))


def signs_as_words(title: str, ours: str, acts: Sequence[str] = ()) -> tuple[str, str]:
    """Return the title with a tick beside ours replaced by its word, and a drawn sign that is not a tick.

    That one is taken out of the title. A tick may also be alone, or beside one of the `acts` that are left of ours.
    """
    there = next((one for one in (ours, *acts) if one and one in title), "")
    before, _, behind = title.partition(there) if there else ("", "", title if acts else "")
    unknown = ""
    for part in (before, behind):
        sign, _ = sign_of(part.lstrip(" :"), ()) or ("", "")
        if sign in TICK_WORDS:
            title = title.replace(part, f" {TICK_WORDS[sign]} ", 1)
        elif is_drawn(sign):
            title, unknown = title.replace(part, "", 1), sign
    return title, unknown


def without_lines(ours: str, places: Collection[int]) -> str:
    """Return a text of ours without the lines with a box of these numbers, and what belongs to them."""
    parts = re.split(r"\n\n", ours)
    number, kept = 0, []
    for part in parts:
        boxes = len(box_lines(part))
        if boxes != 1 or number not in places:
            kept.append(part)
        number += boxes
    return "\n\n".join(kept)


def put_below(text: str, ours: str, below: Mapping[int, str]) -> str:
    """Return a text with these lines of ours below our lines with a box, by number, instead of those of `ours`."""
    acts, gone, left = _Acts(box_lines(ours)), set(_noticed_in(ours)), dict(below)
    lines = list[str]()
    for line in text.split("\n"):
        if line in gone:
            continue
        lines.append(line)
        read = _read(line, acts) if left else None
        if read is not None and read.place in left:
            lines.append(left.pop(read.place))
    return "\n".join(lines)


def _noticed_in(ours: str) -> list[str]:
    return [line for line in ours.split("\n") if line.startswith(BELOW)]


class _Acts:
    """The words after the boxes of our lines, as they are looked for in each line of a text."""

    def __init__(self, acts: Sequence[str] = ()) -> None:
        self._patterns = [
            (place, re.compile(rf"(.{{0,{_SHORT}}}?)(?<!\w)({words})(?!\w|['’]s\b)", re.IGNORECASE))
            for place, act in sorted(enumerate(acts), key=lambda one: -len(one[1]))
            if (words := r"\s+".join(map(re.escape, _cleaned(act)[0].split())))
        ]

    def found_in(self, text: str) -> tuple[int, str, str] | None:
        """Return which line of ours is in a text, what is before it, and what after; the longest one counts.

        "Call Ann Lee" begins with "Call Ann" too.
        """
        found = ((place, pattern.match(text)) for place, pattern in self._patterns)
        return next(((place, match[1], text[match.end():]) for place, match in found if match is not None), None)


class _Twins:
    """The lines of ours that say the same, of people of one name: each is known by the line below it, else in order."""

    def __init__(self, ours: str) -> None:
        lines = [*ours.split("\n"), ""]
        boxed = [n for n, line in enumerate(lines) if re.match(_OPEN, line)]
        self._below = [" ".join(lines[n + 1].split()) for n in boxed]
        self._words = [" ".join(lines[n].split()).casefold() for n in boxed]
        self._left = set(range(len(boxed)))

    def apart(self, read: Tick | None, below: str) -> Tick | None:
        """Return a line that was read, as that of its own person; `below` is the line that is below it now."""
        if read is None or read.place is None or not read.boxed:
            return read
        twins = [n for n in sorted(self._left) if self._words[n] == self._words[read.place]]
        place = min(twins, key=lambda n: self._below[n] != " ".join(below.split()), default=read.place)
        self._left.discard(place)
        return replace(read, place=place)


def _read(line: str, acts: _Acts) -> Tick | None:
    text, struck = _cleaned(line)
    if not text:
        return None
    boxes, rest, square = _signs(text)
    found = acts.found_in(rest)
    if found is not None:
        place, before, behind = found
        word = before.strip(EDGE).casefold()
        if not boxes and not word:
            return Tick(place, "", behind, boxed=False, struck=struck)
        tick = _sign_in_boxes([*boxes, word] if word else boxes)
        return Tick(place, tick, behind, boxed=bool(boxes), struck=struck and not tick)
    tick = _sign_in_boxes(boxes)
    if not boxes or not square:
        return Tick(None, "", re.sub(rf"^{_LISTED}", "", text), boxed=False, struck=struck)
    known = tick in _KNOWN_TICKS or outcome_of(tick) is not None      # "[1] a footnote" is the user's own
    return Tick(None, tick, rest, struck=struck and not tick) if rest and known else None


def _sign_in_boxes(boxes: Sequence[str]) -> str:
    """Return the sign in the boxes of a line: what is in the one that is not empty, or all of it."""
    return _AND.join(dict.fromkeys(filter(None, boxes)))


def _cleaned(line: str) -> tuple[str, bool]:
    """Return a line without what a program put around its words, and whether it is struck out."""
    struck = STRUCK in line
    text = line.replace(STRUCK, "").replace("\t", " ")
    if not text.isascii():
        struck = struck or any(c in text for c in _STRIKE)
        text = unicodedata.normalize("NFC", text).translate(_BLANKS)
        text = "".join(c for c in text if c not in _STRIKE)
        head = text[:_SHORT + 8]      # the sign of the line: words after it stay as they are
        text = head.translate(_FULL_WIDTH) + text[len(head):]
    if "**" in text or "__" in text:
        text = re.sub(r"\*\*|(?<!\w)__|__(?!\w)", "", text)
    if "\\" in text:      # escaped as in Markdown; "[\\]" is a box with something in it
        text = re.sub(r"(?<!(?<!\\)\[)\\([][(){}*_~-])", r"\1", text)
    return text.strip(_EDGES), struck


def _signs(text: str) -> tuple[list[str], str, bool]:
    """Return what is in the boxes with which a line begins, the rest, and whether they are square or drawn."""
    boxes: list[str] = []
    square, at = True, re.match(_LISTED, text)
    end = at.end() if at is not None else 0
    while (match := re.compile(_SIGN).match(text, end)) is not None:
        filling, rounded, drawn = match.groups()
        square = square and rounded is None
        said = filling if filling is not None else rounded if rounded is not None else drawn
        sign = "".join(TICK_FORMS.get(c, c) for c in said.strip(_EDGES).casefold())
        boxes.append(re.sub(r"^-{2,3}$", "-", sign))      # what becomes a dash while one types
        end = match.end()
        if not said.strip(_EDGES) and re.match(r"[-–—](?=\s)", text[end:]):      # typed after the box instead of in it
            boxes.append("-")
            end += 1
        end = len(text) - len(text[end:].lstrip(_EDGES))
    if not square and any(re.fullmatch(r"[a-u]|[ivx]{2,}|\d+", box) for box in boxes):
        return [], text, True           # "(a)", "(ii)": numbers of a list
    return boxes, text[end:], square
