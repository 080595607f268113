"""The problems of a hit list, as values with a position, and how they are shown.

A Problem says where it is, what is wrong and what to write instead. No sentence holds a secret, because the parsers
never quote one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from followupd.core.phrases.names import visible
from followupd.hitlist.located import MOST_PROBLEMS, Node, TooMuch


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing to change in a file. `line` and `column` count from 1; `path` is empty for the file as a whole."""

    file: Path
    line: int
    column: int
    path: str
    sentence: str

    def as_dict(self) -> dict[str, str | int]:
        """The stable form for --json."""
        return {
            "file": str(self.file),
            "line": self.line,
            "column": self.column,
            "path": self.path,
            "sentence": self.sentence,
        }


@dataclass(slots=True)
class Findings:
    """The problems and notes that were found so far.

    Reading goes on after the first and ends at the thousandth, so that a file of garbage does not take minutes.
    """

    problems: list[Problem] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)

    def problem(self, file: Path, node: Node, path: str, sentence: str) -> None:
        """Add a problem. Raises TooMuch at the thousandth."""
        self.problems.append(Problem(file, node.line, node.column, path, harmless(sentence)))
        if len(self.problems) >= MOST_PROBLEMS:
            raise TooMuch

    def note(self, file: Path, node: Node, path: str, sentence: str) -> None:
        """Add a note, up to a thousand."""
        if len(self.notes) < MOST_PROBLEMS:
            self.notes.append(Problem(file, node.line, node.column, path, harmless(sentence)))


def harmless(text: str) -> str:
    """Replace what could act on a terminal or change the direction of text: sentences quote what was typed."""
    return visible(text)


def render(problems: Iterable[Problem], what: str = "problem", tail: str = "; the calendar was not touched") -> str:
    """Return one paragraph for each file, in the order of its lines; "" if there are no problems.

    hitlist.yaml: 2 problems; the calendar was not touched
      14:12  contacts[3].every: "2 fortnights" is not a duration. Write 14 days, 2w or "every 2 weeks".
    """
    by_file: dict[Path, list[Problem]] = {}
    for problem in problems:
        by_file.setdefault(problem.file, []).append(problem)
    lines = []
    for file, in_file in by_file.items():
        lines.append(f"{file}: {len(in_file)} {what}{'' if len(in_file) == 1 else 's'}{tail}")
        width = max(len(_place(problem)) for problem in in_file)
        for problem in sorted(in_file):
            head = f"{problem.path}: " if problem.path else ""
            lines.append(f"  {_place(problem):<{width}}  {head}{problem.sentence}")
    return "\n".join(lines)


def render_notes(notes: Iterable[Problem]) -> str:
    """Render notes, which stop nothing, like `render`."""
    return render(notes, "note", "")


def _place(problem: Problem) -> str:
    return f"{problem.line}:{problem.column}"
