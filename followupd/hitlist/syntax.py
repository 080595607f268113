"""What the YAML parser complains about, said plainly and with the line and column where it stands.

Takes the parser's errors and the file's bytes, gives Faults. Never reads a file.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import yaml


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """Something that is wrong with the file as YAML. `line` and `column` count from 1."""

    line: int
    column: int
    sentence: str


_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_CONTROL = "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]"   # YAML 1.1, 5.1: not printable
_QUOTES_ADVICE = "Put the text in quotes."
DEEPEST = 50                   # levels of nesting
TOO_DEEP = f"more than {DEEPEST} levels deep. Nothing in a hit list is."

_SENTENCES = (
    ("mapping values are not allowed", 'a ": " where no key can stand. Put the text in quotes, or mend the line.'),
    ("did not find expected ',' or ']'", 'a "," or "]" is missing: the list from line {context} is not closed.'),
    ("expected ',' or ']'", 'a "," or "]" is missing: the list from line {context} is not closed.'),
    ("did not find expected ',' or '}'", 'a "," or "}}" is missing: the mapping from line {context} is not closed.'),
    ("expected ',' or '}'", 'a "," or "}}" is missing: the mapping from line {context} is not closed.'),
    ("unexpected end of stream", "the quoted text that begins on line {context} is never closed."),
    ("could not find expected ':'", 'this line is neither "key: value" nor an entry of a list ("- ...").'),
    ("did not find expected key", "this does not fit what began on line {context}. Mend the indentation or a quote."),
    ("expected <block end>", "this does not fit what began on line {context}. Mend the indentation or a quote."),
    ("did not find expected '-' indicator", 'the list that begins on line {context} goes on without a "-" here.'),
    ("block sequence entries are not allowed", 'a list cannot begin here. Put it on a line of its own below the key.'),
    ("did not find expected <document start>", "this does not belong to what stands above it. Mend the indentation."),
    ("expected '<document start>'", "this does not belong to what stands above it. Mend the indentation."),
    ("exceeded maximum nesting depth", TOO_DEEP),   # libyaml 0.2.6 stops at a thousand, before we have counted 50
    ("undefined tag handle", "a tag (!) is not used here. Remove it, or put the text in quotes."),
)  # fmt: skip


def control_fault(data: bytes) -> Fault | None:
    """Text that is not UTF-8, or that holds a NUL or another control character."""
    if data.startswith(_UTF16):
        return Fault(1, 1, "the file is UTF-16. Save it as UTF-8.")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line, column = _place(data[: error.start].decode("utf-8", "replace"))
        return Fault(line, column, f"the byte 0x{data[error.start]:02x} is no UTF-8. Save the file as UTF-8.")
    # Nothing that the pattern matches is printable, and most files are: compiling it would cost each start 2 ms.
    plain = text.replace("\n", "").replace("\r", "").replace("\t", "")
    if not plain.isprintable() and (match := re.search(_CONTROL, text)):
        line, column = _place(text[: match.start()])
        name = "NUL" if match[0] == "\0" else f"U+{ord(match[0]):04X}"
        return Fault(line, column, f"a control character ({name}) stands here. Remove it.")
    return None


def _place(before: str) -> tuple[int, int]:
    return before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1


def syntax_fault(error: yaml.YAMLError, data: bytes) -> Fault:
    """The parser's error as one plain sentence; an unknown one keeps the parser's own words."""
    if not isinstance(error, yaml.MarkedYAMLError) or error.problem_mark is None:
        return Fault(1, 1, "this is no valid YAML.")
    problem, mark = str(error.problem), error.problem_mark
    context = error.context_mark.line + 1 if error.context_mark else mark.line + 1
    line, column = mark.line + 1, mark.column + 1
    if "unexpected end of stream" in problem and error.context_mark:
        line, column = context, error.context_mark.column + 1
    if "cannot start any token" in problem:
        return Fault(line, column, _bad_start(data, mark.line, mark.column))
    for part, sentence in _SENTENCES:
        if part in problem:
            return Fault(line, column, sentence.format(context=context))
    return Fault(line, column, f"this is no valid YAML ({problem}). {_QUOTES_ADVICE}")


def _bad_start(data: bytes, line: int, column: int) -> str:
    lines = data.decode("utf-8", "replace").split("\n")
    character = lines[line][column : column + 1] if line < len(lines) else ""
    if character == "\t":
        return "a tab stands here, and YAML is indented with spaces only. Replace it with spaces."
    return f'"{character}" cannot begin a text. {_QUOTES_ADVICE}'
