"""Faults of YAML text, in plain words and with their place.

Takes bytes and what the parser says; gives a Fault. Knows where a comment may have swallowed text.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

import yaml

DEEPEST = 50                   # levels of nesting
TOO_DEEP = f"more than {DEEPEST} levels deep. A hit list never needs that. Remove the extra brackets."


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """A mistake in the YAML itself. `line` and `column` count from 1."""

    line: int
    column: int
    sentence: str


def commented(data: bytes) -> dict[int, str]:
    """Return the lines, counted from 0, that hold what may be a comment after a text."""
    if b" #" not in data and b"\t#" not in data:
        return {}
    lines = enumerate(re.split(r"\r\n|[\r\n\x85\u2028\u2029]", data.decode("utf-8", "replace")))
    return {number: line for number, line in lines if re.search(r"\S[ \t]+#", line)}


_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_CONTROL = "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]"   # YAML 1.1, 5.1: not printable
_QUOTES_ADVICE = "Put the text in quotes."

_SENTENCES = (
    ("mapping values are not allowed", 'a ": " where no key can be. Put the text in quotes, or fix the line.'),
    ("did not find expected ',' or ']'", 'a "," or "]" is missing: the list from line {context} is not closed.'),
    ("expected ',' or ']'", 'a "," or "]" is missing: the list from line {context} is not closed.'),
    ("did not find expected ',' or '}'", 'a "," or "}}" is missing: the mapping from line {context} is not closed.'),
    ("expected ',' or '}'", 'a "," or "}}" is missing: the mapping from line {context} is not closed.'),
    ("unexpected end of stream", "the quoted text that begins on line {context} is never closed."),
    ("could not find expected ':'", 'this line is neither "key: value" nor an entry of a list ("- ...").'),
    ("did not find expected key", "this does not fit what began on line {context}. Fix the indentation or a quote."),
    ("expected <block end>", "this does not fit what began on line {context}. Fix the indentation or a quote."),
    ("did not find expected '-' indicator", 'the list that begins on line {context} goes on without a "-" here.'),
    ("block sequence entries are not allowed", 'a list cannot begin here. Put it on a separate line below the key.'),
    ("did not find expected <document start>", "this does not belong to what is above it. Fix the indentation."),
    ("expected '<document start>'", "this does not belong to what is above it. Fix the indentation."),
    ("exceeded maximum nesting depth", TOO_DEEP),   # libyaml 0.2.6 stops at a thousand, before we have counted 50
    ("undefined tag handle", "a tag (!) is not used here. Remove it, or put the text in quotes."),
)


def control_fault(data: bytes) -> Fault | None:
    """Return the first byte that is not UTF-8, or the first control character, as a fault."""
    if data.startswith(_UTF16):
        return Fault(1, 1, "the file is UTF-16. Save it as UTF-8.")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line, column = _place(data[: error.start].decode("utf-8", "replace"))
        return Fault(line, column, f"the byte 0x{data[error.start]:02x} is not UTF-8. Save the file as UTF-8.")
    # The pattern matches only unprintable characters. Most files have none, and compiling it takes 2 ms.
    plain = text.replace("\n", "").replace("\r", "").replace("\t", "")
    if not plain.isprintable() and (match := re.search(_CONTROL, text)):
        line, column = _place(text[: match.start()])
        name = "NUL" if match[0] == "\0" else f"U+{ord(match[0]):04X}"
        return Fault(line, column, f"a control character ({name}). Remove it.")
    return None


def _place(before: str) -> tuple[int, int]:
    return before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1


def syntax_fault(error: yaml.YAMLError, data: bytes) -> Fault:
    """Return the parser's error as one plain sentence; an unknown one keeps its words."""
    if not isinstance(error, yaml.MarkedYAMLError) or error.problem_mark is None:
        return Fault(1, 1, "this is not valid YAML.")
    problem, mark = str(error.problem), error.problem_mark
    context = error.context_mark.line + 1 if error.context_mark else mark.line + 1
    line, column = mark.line + 1, mark.column + 1
    if "unexpected end of stream" in problem and error.context_mark:
        line, column = context, error.context_mark.column + 1
    if "cannot start any token" in problem:
        return Fault(line, column, _bad_start(data, mark.line, mark.column))
    if (unseen := _unseen(data, context, line)) is not None:
        return unseen
    for part, sentence in _SENTENCES:
        if part in problem:
            cut = _cut_by_comment(data, context, line) if "is not closed" in sentence else ""
            return Fault(line, column, sentence.format(context=context) + cut)
    return Fault(line, column, f"this is not valid YAML ({problem}). {_QUOTES_ADVICE}")


def _unseen(data: bytes, first: int, last: int) -> Fault | None:
    """Return the first character between two lines that nobody sees, such as a BOM, and that begins a line."""
    for number, line in enumerate(data.decode("utf-8", "replace").split("\n")[first - 1 : last], first):
        begins = line.lstrip(" ")[:1]
        if begins and unicodedata.category(begins) in ("Cf", "Zs"):
            said = f"this line begins with a character that cannot be seen (U+{ord(begins):04X}). Remove it."
            return Fault(number, line.index(begins) + 1, said)
    return None


def _cut_by_comment(data: bytes, first: int, last: int) -> str:
    """Return what may have swallowed the bracket between two lines: a `#`, which was meant as text."""
    line = next((number + 1 for number in sorted(commented(data)) if first <= number + 1 <= last), None)
    return f' On line {line} what is behind the "#" is a comment: put quotes around a text with a "#".' if line else ""


def _bad_start(data: bytes, line: int, column: int) -> str:
    lines = data.decode("utf-8", "replace").split("\n")
    character = lines[line][column : column + 1] if line < len(lines) else ""
    if character == "\t":
        return "this is a tab, and YAML is indented with spaces only. Replace it with spaces."
    return f'"{character}" cannot begin a text. {_QUOTES_ADVICE}'
