"""Texts from located nodes, with each problem at its place.

Takes nodes; gives a value, or None after adding a Problem with the position of the node to the findings. Never raises
for bad input. The table decides which parser reads which key.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from followupd.core.phrases.names import visible
from followupd.hitlist.located import Mapping, Node, Scalar, Sequence
from followupd.hitlist.problems import Findings

T = TypeVar("T")

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
LONGEST_TEXT = 20_000   # characters: notes may be long, and a calendar has to carry them
_LONGEST_SHOWN = 120    # characters of a text that is quoted whole
_LONGEST_PATH, _LONGEST_PART = 4000, 255   # bytes, as Linux has it


def shown(key: str) -> str:
    """Return a key for a path: one printable word of at most 40 characters."""
    return visible(key)[:40] or '""'


@dataclass(frozen=True, slots=True)
class Scope:
    """The file that is being read: its name in problems, and the folder to which its paths are relative."""

    file: Path
    folder: Path
    findings: Findings

    def problem(self, node: Node, path: str, sentence: str) -> None:
        """Add a problem at this node."""
        self.findings.problem(self.file, node, path, sentence)

    def note(self, node: Node, path: str, sentence: str) -> None:
        """Add a note, which stops nothing."""
        self.findings.note(self.file, node, path, sentence)

    def text(self, node: Node, path: str, example: str, *, kept: bool = True) -> str | None:
        """One text that is not empty, without spaces around it. `example` is what a problem advises to write.

        If the text is `kept` as it was typed, nothing of it may be lost after a `#`.
        """
        if not isinstance(node, Scalar):
            self.problem(node, path, f"must be one text, not {kind(node)}. Write {example}.")
            return None
        if kept and self.is_cut(node, path):
            return None
        text = node.text.strip()
        if not text or (text == "~" and node.is_empty):
            self.problem(node, path, f"is empty. Write {example}. Or delete the line.")
            return None
        if len(node.text) > LONGEST_TEXT:
            self.problem(node, path, f"is longer than {LONGEST_TEXT:,} characters. Shorten it.")
            return None
        if not node.text.isprintable() and _CONTROL.search(node.text):
            self.problem(node, path, "contains a control character. Type it again.")   # "\e" in double quotes makes one
            return None
        return text

    def is_cut(self, node: Node, path: str) -> bool:
        """Report a `#` that may have been meant as text; return whether the text cannot be taken without it.

        "Flat #4" is a problem. "Flat # 4" is noted: only two blanks before `# ` say that it is a comment.
        """
        if not isinstance(node, Scalar) or (comment := node.comment) is None:
            return False
        behind, blanks = comment.text.strip(), len(comment.text) - len(comment.text.lstrip())
        glued = behind[1:2] not in ("", " ", "\t", "#")
        if glued or (blanks == 1 and behind != "#" and node.text):
            whole = " ".join(f"{node.text}{comment.text}".split()).replace("'", "''")
            hidden = len(whole) > _LONGEST_SHOWN or re.search(r"password|token", path)
            advice = "around all of it" if hidden else f"around all of it ('{whole}')"
            report = self.problem if glued else self.note
            report(comment, path, f'YAML takes what is behind the "#" for a comment. Put quotes {advice},'
                   ' or write a comment with two spaces before it and one behind it: "  # like this".')
        return glued

    def value(
        self, node: Node, path: str, parse: Callable[[str], T], example: str, *, kept: bool = False
    ) -> T | None:
        """One text, read by a parser that says in its ValueError what is wrong."""
        text = self.text(node, path, example, kept=kept)
        if text is None:
            return None
        try:
            return parse(text)
        except ValueError as problem:
            self.problem(node, path, str(problem))
            return None

    def mapping(self, node: Node, path: str, write: str) -> Mapping | None:
        """The node if it is keys and values; `write` is what a problem advises to write."""
        if isinstance(node, Mapping):
            return node
        what = "nothing" if isinstance(node, Scalar) and node.is_empty else kind(node)
        self.problem(node, path, f"must be keys and values, not {what}. Write {write}.")
        return None


def each(node: Node, path: str) -> Iterator[tuple[Node, str]]:
    """Yield the entries of a list with their paths, or the single value in its place."""
    if isinstance(node, Sequence):
        for index, item in enumerate(node.items):
            yield item, f"{path}[{index}]"
    else:
        yield node, path


def kind(node: Node) -> str:
    """Return what a node is, in a sentence."""
    if isinstance(node, Sequence):
        return "a list"
    return "a mapping" if isinstance(node, Mapping) else "one text"


def file_path(folder: Path, text: str) -> Path:
    """A path as written in a hit list: `~` is the home folder, other paths are relative to the folder of the file."""
    path = text.encode("utf-8", "replace")
    if len(path) > _LONGEST_PATH or any(len(part) > _LONGEST_PART for part in path.split(b"/")):
        raise ValueError("is too long for a path. Write a shorter one.")
    try:
        return folder / Path(text).expanduser()
    except RuntimeError:   # an unknown user after the ~
        raise ValueError(f'"{shown(text)}" names a home folder that is not there. Write the whole path.') from None
