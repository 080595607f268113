"""A line of the user's own on a sheet that names several people: of all of them, or not clear of whom.

Takes the line, who may be named, and how a line about one person reads. "Spoke to Maya and Sam" is read for each as if
it named them alone, if they are in one list and it surely says the same of all. Any other line that says what happened
is asked about (P13), and a line that says nothing of the kind is the user's own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import NamedTuple

from followupd.core.answers.whose import Whose
from followupd.core.phrases.additions import EDGE, is_own
from followupd.core.phrases.said import Mark, Unclear, outcome_in
from followupd.core.values.facts import Outcome

_AND, _OR, _COMMA = "and", "or", ","
_JOINS = {"and": _AND, "&": _AND, "+": _AND, "or": _OR, "nor": _OR}
_SEGMENTS = r"[,;.]\s+|\s+(?:and|but|then|&|\+)\s+"
_NOT_EITHER, _BOTH = "neither", "both"
# Somebody who is not on the list, before a name in one list with them: "Tom and", "Maya's husband and".
_ANOTHER = r"(?:(?:my|her|his|their|our|the)\s+\w+|[A-Z][\w'’-]*(?:\s+[A-Z][\w'’-]*)?)(?:['’]s?)?(?:\s+[a-z]+)?"
_OTHERS = rf"(?:{_ANOTHER}\s*(?:,|&|\+|\band\b|\bor\b)\s*)+$"
NamePlace = tuple[int, int, str]


class Several(NamedTuple):
    """`each` is the line as if it named one person alone; `asked` if it is not clear of whom it is."""

    each: Sequence[str] = ()
    asked: bool = False


class LineReader(NamedTuple):
    """A reading of a line about one person, by key: its `mark`, if it is `sure`, and if it is a `known` one."""

    mark: Callable[[str, str], Mark | Unclear | None]
    sure: Callable[[str, str], bool]
    known: Callable[[str, str], bool]


def read_several(text: str, whose: Whose, reader: LineReader) -> Several:
    """Return what a line says of several people, if it names several."""
    spans = whose.named_spans(text)
    if is_own(text.rpartition(" ")[2]):
        return Several()
    if _names_first(text, whose, reader):
        return Several(asked=True)
    if len({key for _, _, key in spans}) < 2:
        return Several()
    lines, joined = _for_each(text.split(), spans)
    keys = [key for _, _, key in spans]
    said = [reader.mark(key, line) for key, line in zip(keys, lines, strict=False)]
    outcomes = {outcome_in(one) for one in said}
    alike = len(outcomes) == 1 and None not in outcomes and (joined is not _OR or outcomes == {Outcome.NO_ANSWER})
    if alike and all(reader.sure(key, line) for key, line in zip(keys, lines, strict=True)):
        return Several(lines)
    of_one = [(found[0], part) for part in _parts(text, spans) if len(found := _named(part, whose)) == 1]
    said += [reader.mark(key, part) for key, part in of_one]
    return Several(asked=any(isinstance(one, Unclear) or outcome_in(one) is not None for one in said))


def without_others(before: str) -> str:
    """Return the words before a name without other people who are in one list with it: "spoke to Tom and"."""
    return re.sub(_OTHERS, "", before).rstrip()


def _names_first(text: str, whose: Whose, reader: LineReader) -> bool:
    """Return whether parts of a line begin with names and say what happened, of one or all: "Dana, Sam: na"."""
    parts = whose.named_each(text)
    marks = [said and reader.known(key, said) for key, said in parts]
    meant = {key for (key, said), mark in zip(parts, marks, strict=True) if mark or not said}
    return len(meant) > 1 and any(marks)


def _for_each(words: Sequence[str], spans: Sequence[NamePlace]) -> tuple[list[str], str]:
    """Return a line for each of the people whose names are one list, and what joins them; none if they are not."""
    joins = [_join(words, left, right) for left, right in pairwise(spans)]
    before, behind = words[:spans[0][0]], words[spans[-1][1]:]
    joined = joins[-1]
    if not all(join in (_COMMA, joined) for join in joins) or not joined or _NOT_EITHER in before:
        return [], ""
    if joined is _COMMA and before and behind:
        return [], ""                        # "called Maya, Sam not in"
    before = before[:-1] if before[-1:] == [_BOTH] else before
    behind = behind[1:] if behind[:1] == [_BOTH] else behind
    last = words[spans[-1][1] - 1]
    apart = last[len(last.rstrip(EDGE)):]
    names = [" ".join(words[start:end]).rstrip(EDGE) for start, end, _ in spans]
    return [" ".join([*before, name + apart, *behind]) for name in names], joined


def _join(words: Sequence[str], left: NamePlace, right: NamePlace) -> str:
    between, comma = words[left[1]:right[0]], words[left[1] - 1].endswith(",")
    if not between:
        return _COMMA if comma else ""
    return _JOINS.get(between[0].casefold(), "") if len(between) == 1 else ""


def _parts(text: str, spans: Sequence[NamePlace]) -> list[str]:
    """Return the parts of a line that may be about one person each, and what leads to the first name."""
    return [*re.split(_SEGMENTS, text), " ".join(text.split()[:spans[0][1]])]


def _named(part: str, whose: Whose) -> list[str]:
    return list(dict.fromkeys(key for _, _, key in whose.named_spans(part)))
