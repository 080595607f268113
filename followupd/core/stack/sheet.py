"""The stack as a sheet: a Markdown list with a box for each person, to tick in any editor.

Takes people, gives text; takes text, gives what is ticked. Each line is known again by the sign on it
(`^3f2a9c1b`), so that everything else in the file may be changed. A sheet is only ever added to.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from followupd.core.phrases.names import visible
from followupd.core.stack.people import StackPerson
from followupd.core.values.decisions import Decision

LONGEST_DETAIL = 60
MOST_CATEGORIES = 9
_LINE = re.compile(r"[ \t]*(?:[-*+]|\d+[.)])?[ \t]*\[(?P<box>[^\]]{0,12})\](?P<said>.*)")
_SIGN = re.compile(r"\^(?P<mark>[0-9a-f]{8}(?:[0-9a-f]{8})?)(?P<log>-log)?(?![\w-])")
_YES = frozenset(("x", "✓", "✔", "y", "yes", "ja", "ok"))
_NO = frozenset(("-", "–", "—", "n", "no", "nein"))
_LATER = frozenset((">", "l", "later", "?"))


@dataclass(frozen=True, slots=True)
class Ticked:
    """The answer about one person: the decision, the category if a digit names one, and the line to log.

    `decision` is None if only the line of the last contact is ticked, `log` is "" if it is not. `line` counts from 1.
    """

    mark: str
    decision: Decision | None
    category: str | None
    log: str
    line: int


@dataclass(frozen=True, slots=True)
class SheetRead:
    """All that a sheet says: the `marks` of everybody who is on it, what is ticked, and what cannot be read.

    `twice` are the marks on several lines that are not about one person.
    """

    marks: frozenset[str]
    ticked: tuple[Ticked, ...]
    problems: tuple[str, ...]
    twice: frozenset[str] = frozenset()


def new_sheet(people: Sequence[StackPerson], categories: Sequence[str], command: str) -> str:
    """Return a sheet with everybody, those first who are offered first."""
    first, others = [one for one in people if one.first], [one for one in people if not one.first]
    lines = [
        "# People to stay in touch with", "",
        f"Tick [x] whom you want to stay in touch with, save, and run the same command again: {command}",
        "Five to seven are enough to begin. [-] is no and [>] is later; an empty box changes nothing.",
    ]
    if categories:
        legend = "  ".join(f"[{number}] {name}" for number, name in enumerate(categories[:MOST_CATEGORIES], 1))
        lines.append(f"A digit in place of the x adds somebody to a category: {legend}")
    lines.append("Tick the line below a name as well if it is right: then it is logged as your last contact.")
    if first:
        lines += ["", "## Perhaps these first", "", *_lines(first)]
    if others:
        lines += ["", "## Everybody else" if first else "## Everybody", "", *_lines(others)]
    return "\n".join(lines) + "\n"


def with_more(text: str, people: Sequence[StackPerson]) -> str:
    """Return a sheet with more people at its end, in the line ends that it has; nothing else is changed."""
    if not people:
        return text
    end = "\r\n" if "\r\n" in text else "\n"
    gap = "" if text.endswith("\n") else end
    return text + gap + end.join(["", "## New", "", *_lines(people), ""])


def read_sheet(text: str, categories: Sequence[str]) -> SheetRead:
    """Return what a sheet says. A box that says nothing known is a problem, and is read as empty."""
    found: dict[str, tuple[Decision | None, str | None, int]] = {}
    said: dict[str, set[str]] = {}
    logs: dict[str, str] = {}
    problems: list[str] = []
    for number, line in enumerate(text.splitlines(), 1):
        signs, box, before = _signs_on(line)
        if not signs:
            continue
        try:
            decision, category = _box(box, categories)
        except ValueError as error:
            problems.append(f"line {number}: {error}")
            decision, category = None, None
        if len(signs) > 1 and decision is not None:
            problems.append(f"line {number}: two signs are on it, so nobody is meant. Give each their own line.")
            decision, category = None, None
        for mark, is_log in signs:
            if is_log:
                logs |= {mark: before} if decision is Decision.YES else {}
                continue
            said.setdefault(mark, set()).add(before)
            if found.get(mark, (None,))[0] is None:
                found[mark] = decision, category, number
    ticked = tuple(
        Ticked(mark, decision, category, logs.get(mark, ""), number)
        for mark, (decision, category, number) in found.items() if decision is not None or mark in logs
    )
    twice = frozenset(mark for mark, texts in said.items() if len(texts) > 1)
    return SheetRead(frozenset(found), ticked, tuple(problems), twice)


def _signs_on(line: str) -> tuple[set[tuple[str, bool]], str, str]:
    """Return the signs of a line, each with whether it is of the last contact; its box; the text between them."""
    match = _LINE.fullmatch(line)
    if match is None:
        return set(), "", ""
    signs = [*_SIGN.finditer(match["said"])]
    before = match["said"][: signs[0].start()] if signs else ""
    return {(one["mark"], bool(one["log"])) for one in signs}, match["box"], before.strip()


def _box(text: str, categories: Sequence[str]) -> tuple[Decision | None, str | None]:
    word = text.strip().casefold()
    if not word:
        return None, None
    for words, decision in ((_YES, Decision.YES), (_NO, Decision.NO), (_LATER, Decision.LATER)):
        if word in words:
            return decision, None
    if word.isdecimal() and 1 <= int(word) <= len(categories[:MOST_CATEGORIES]):
        return Decision.YES, categories[int(word) - 1]
    digits = f", [1] to [{len(categories[:MOST_CATEGORIES])}] for a category" if categories else ""
    raise ValueError(f"[{visible(text)}] is not a mark. Write [x] for yes{digits}, [-] for no, [>] for later.")


def _lines(people: Iterable[StackPerson]) -> Iterator[str]:
    for one in people:
        details = ", ".join(_cut(text) for text in (one.org, *one.phones[:1], *one.emails[:1]) if text)
        why = f": {visible(one.why)}" if one.why else ""
        shown = f" ({details})" if details else ""
        yield f"- [ ] {visible(one.name)}{shown}{why}  ^{one.mark}"
        if one.guess is not None:
            yield f"  - [ ] {visible(one.guess.line)}  ^{one.mark}-log"


def _cut(text: str) -> str:
    shown = visible(" ".join(text.split()))
    return shown if len(shown) <= LONGEST_DETAIL else shown[: LONGEST_DETAIL - 1] + "…"
