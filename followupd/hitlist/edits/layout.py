"""Lines, columns and comments of YAML text.

Takes text and places in it, counted in characters; gives places. Knows which lines belong to what is above them: those
comments that are indented further.
"""

from __future__ import annotations

import re

BREAKS = "\n\r\x85\u2028\u2029"
_BREAK = re.compile(f"\r\n|[{BREAKS}]")
_COMMENT = re.compile(f"#[^{BREAKS}]*")


def line_start(text: str, at: int) -> int:
    """Return where the line of this place begins."""
    while at > 0 and text[at - 1] not in BREAKS:
        at -= 1
    return at


def line_end(text: str, at: int) -> int:
    """Return where the line of this place ends, before its line break."""
    found = _BREAK.search(text, at)
    return found.start() if found else len(text)


def line_number(text: str, at: int) -> int:
    """Return the number of this place's line, counted from 1."""
    return len(_BREAK.findall(text, 0, at)) + 1


def next_line(text: str, at: int) -> int:
    """Return where the line after this place begins; the end of the text if there is none."""
    found = _BREAK.search(text, at)
    return found.end() if found else len(text)


def before_break(text: str, at: int) -> int:
    """Return the place before the line break that ends here; the same place if none does."""
    if text[at - 2 : at] == "\r\n":
        return at - 2
    return at - 1 if at and text[at - 1] in BREAKS else at


def line_break(text: str, at: int) -> str:
    """Return the line break that is used around this place."""
    found = _BREAK.search(text, at)
    if found is None:
        start = line_start(text, at)
        return text[before_break(text, start) : start] or "\n"
    return found[0]


def skip(text: str, at: int) -> int:
    """Return the place of what comes next behind blanks, line breaks and comments."""
    while at < len(text):
        if text[at] in f" \t{BREAKS}":
            at += 1
        elif text[at] == "#":
            at = line_end(text, at)
        else:
            break
    return at


def column(text: str, at: int) -> int:
    """Return how many characters are before this place on its line."""
    return at - line_start(text, at)


def is_blank(text: str) -> bool:
    """Return whether there is nothing but blanks."""
    return not text.strip(" \t")


def is_rest(text: str, at: int) -> bool:
    """Return whether the line holds nothing more behind this place but a comment."""
    rest = text[at : line_end(text, at)]
    return is_blank(rest) or bool(re.fullmatch(r"[ \t]+#.*", rest))


def comment_in(text: str, start: int, end: int) -> str:
    """Return the first comment between two places where there is nothing but comments and signs; "" without one."""
    found = _COMMENT.search(text, start, end)
    return found[0].strip() if found else ""


def extent(text: str, end: int, left: int) -> int:
    """Return the end of the last line of what ends here and stands at column `left`, with the comments it has.

    They are the one behind it, and those on the lines below that are indented further than it is.
    """
    whole = end > 0 and text[end - 1] in BREAKS         # a text that keeps its empty lines
    kept = end if whole else line_end(text, end)
    begin = end if whole else next_line(text, end)
    while begin < len(text):
        stop = line_end(text, begin)
        line = text[begin:stop]
        inner = line.lstrip(" \t")
        if inner and (inner[0] != "#" or len(line[: len(line) - len(inner)].expandtabs(8)) <= left):
            break
        if inner:
            kept = stop
        begin = next_line(text, begin)
    return kept


def document_end(text: str, at: int) -> int:
    """Return where the document ends that has its last value here: before `...` or `---`, or with the text."""
    while at < len(text):
        begin = next_line(text, at)
        if re.match(r"(?:\.\.\.|---)(?!\S)", text[begin : begin + 4]):
            return begin
        at = begin
    return len(text)
