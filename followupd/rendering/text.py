"""Plain text for a terminal, through which everything printed goes: no control characters, aligned columns.

Takes text from anywhere (a hit list, a calendar, a server) and makes it harmless. Decides nothing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence

import click

LONGEST_ECHO = 120       # characters of a typed word in an error: a path may be long
LONGEST_CALL = 600       # characters of a usage error
NAME_WIDTH = 40          # a longer name is cut in tables and sentences; `show` has it whole
# Controls (C0 without newline, DEL, C1), what turns the direction of all that follows, line and paragraph
# separators, lone surrogates: none may reach a terminal, where they move the cursor or make text lie. The marks of
# direction (LRM, RLM, ALM) are spelling, and turn nothing but the punctuation beside them.
_UNSAFE = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
_JOINERS = frozenset("\u200c\u200d\u200e\u200f\u061c")


def clean(text: str) -> str:
    """Return the text with "?" for whatever could act on a terminal, except newlines; a tab becomes a space."""
    return _UNSAFE.sub(lambda match: " " if match[0] == "\t" else "?", text)


def pasteable(text: str) -> str:
    """Return a line of a file as `clean` does, but with its tabs, so that it can be pasted back."""
    return "\t".join(map(clean, text.split("\t")))


def line(text: str, longest: int = 200) -> str:
    """Return the text on one line of at most `longest` columns, harmless."""
    text = " ".join(clean(text[: longest * 4]).split()) if len(text) > longest * 4 else " ".join(clean(text).split())
    if width(text) <= longest:
        return text
    kept, used = [], 1
    for character in text:
        used += width(character)
        if used > longest:
            break
        kept.append(character)
    return "".join(kept).rstrip() + "…"


def without_echo(message: str, typed: Iterable[str]) -> str:
    """Return the message with overlong words of the command line cut."""
    for word in typed:
        if len(word) > LONGEST_ECHO:
            for part in (word, *word.split("=", 1)):
                for echo in (part, repr(part)[1:-1]):       # click quotes values as Python does
                    if len(echo) > LONGEST_ECHO:
                        message = message.replace(echo, echo[: LONGEST_ECHO - 1] + "…")
    return message


def begun(text: str) -> str:
    """Return a text as the beginning of a sentence: with a capital letter, unless it begins with an address."""
    return text if "@" in text.partition(" ")[0] else text[:1].upper() + text[1:]


def name(text: str) -> str:
    """Return a person's name for tables and sentences."""
    return line(text, NAME_WIDTH)


def width(text: str) -> int:
    """Return the width in columns of a terminal: two for wide letters, none for combining marks."""
    if text.isascii():
        return len(text)
    return sum(_columns(character) for character in text)


def _columns(character: str) -> int:
    if character in _JOINERS or unicodedata.combining(character) or unicodedata.category(character) in ("Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in ("W", "F") else 1


def padded(text: str, columns: int) -> str:
    """Return the text padded with spaces to this width."""
    return text + " " * max(0, columns - width(text))


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """Return rows as lines with aligned columns; the last column is not padded."""
    cells = [tuple(head), *(tuple(line(cell) for cell in row) for row in rows)]
    widths = [max(width(row[column]) for row in cells) for column in range(len(head))]
    return [
        "  ".join(padded(cell, widths[column]) for column, cell in enumerate(row)).rstrip()
        for row in cells
    ]


def listed(names: Sequence[str], most: int = 10) -> str:
    """Return `Ann, Bo and 3 more`."""
    shown = [name(one) for one in names[:most]]
    more = len(names) - len(shown)
    return ", ".join(shown) + (f" and {more} more" if more > 0 else "")


def lines(*texts: str) -> str:
    """Return the texts as lines to print, harmless for a terminal."""
    return "\n".join(clean(text) for text in texts)


def say(*texts: str) -> None:
    """Print lines to standard output."""
    for text in texts:
        click.echo(clean(text))


def complain(message: str, hint: str = "") -> None:
    """Print an error to standard error: what happened, then the next thing to do."""
    try:
        click.echo(clean(f"followupd: {message}"), err=True)
        if hint:
            click.echo(clean(f"  {hint}"), err=True)
    except OSError:
        pass   # nobody listens; the exit code still says it


def labelled(label: str, texts: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield one row for each text, with the label before the first."""
    for number, text in enumerate(texts):
        yield "" if number else label, text
