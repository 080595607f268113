"""Patterns of words: how a language says what a clause may look like, and how words are matched against one.

A pattern is a row of words. `a|b` is either word, `[a b]` may be left out, `<name>` is a class of words, `_` is any one
word, and `~` is up to four words, none of them of the class "turning". NAME is the contact, NAMES the contact's, DAY a
day, UNTIL a day that is wished for, NUMBER a number, TICK a ✓.
An article may be left out or be another one, but for the last word ("had chat with her").
What may follow is said at its end: nothing after `$`, anything after `...`, otherwise only a word that carries on
("spoke to her about"), never a noun ("spoke to her brother").
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Generic, TypeVar

DAY_WORD, UNTIL_WORD = "DAY", "UNTIL"       # a day; a day that is wished for ("until Friday")
TODAY_WORD = "today"                        # the day on which it is said, without an hour
ANY_WORD, ANY_WORDS = "_", "~"
_MOST_BETWEEN = 4     # words for which ANY_WORDS stands
_CLASS = r"<([\w' ]+)>"
_PIECE = r"\[|\]|[^\s\[\]]+"

Meaning = TypeVar("Meaning")


class Says(Enum):
    """The meaning of a clause that is not an outcome."""

    ATTEMPT = "something was tried"
    SETTING = "how they were when it happened"
    REPORT = "somebody said it"
    PICKED_UP = "somebody picked up"
    WROTE = "they wrote"
    ANOTHER = "a talk with another person"
    SOMEBODY_ELSE = "somebody else was there"
    ABSENT = "they are somewhere else"
    NOTHING_LEFT = "no message was left"
    NEWS = "how they are"
    PASSED_ON = "somebody passes it on"
    TAKEN_BACK = "not them, or not really"
    CONSENT = "all right"
    WISH = "somebody wishes to be called"
    BACK = "to be called back"
    RINGS = "they will call"
    AGAIN = "another try"
    PLAN = "a call that one plans"
    LATER = "put off to a day"
    BOOKED = "they meet on a day"
    MEETING = "a meeting on a day, perhaps not agreed yet"
    CONFIRMED = "it is agreed"


class Behind(Enum):
    """The words that may follow those of a pattern."""

    NOTHING = "$"
    ANYTHING = "..."
    CARRYING_ON = ""


@dataclass(frozen=True, slots=True)
class _Step:
    """One of `words`, or the `steps` of a group, which may be left out; `but` are words that `_` is not."""

    words: frozenset[str] = frozenset()
    steps: tuple[_Step, ...] = ()
    but: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Pattern(Generic[Meaning]):
    """A pattern and what it says; `behind` is what may follow, and one of the words that it `needs` is always there."""

    says: Meaning
    steps: tuple[_Step, ...]
    behind: Behind
    needs: frozenset[str] = frozenset()

    def ends(self, words: Sequence[str], start: int = 0) -> list[int]:
        """Return where the pattern may end if it begins with the word at `start`, the longest first."""
        if self.needs and self.needs.isdisjoint(words):
            return []
        return sorted(_ends(self.steps, words, {start}), reverse=True)


class Patterns(Generic[Meaning]):
    """Patterns in the order in which they count, found by the word that they may begin with."""

    def __init__(self, rows: Iterable[tuple[Meaning, str]], classes: Mapping[str, str]) -> None:
        self._by_first: dict[str, list[tuple[int, Pattern[Meaning]]]] = {}
        self.words: set[str] = set()
        number = 0
        for says, texts in rows:
            for text in filter(None, map(str.strip, texts.splitlines())):
                pattern, number = _parsed(says, text, classes), number + 1
                self.words.update(_all_words(pattern.steps))
                for word in _first_words(pattern.steps):
                    self._by_first.setdefault(word, []).append((number, pattern))

    def at(self, words: Sequence[str], start: int) -> Iterator[Pattern[Meaning]]:
        """Return the patterns that may begin with the word at `start`, in their order."""
        found = self._by_first.get(words[start], []) if start < len(words) else []
        if ANY_WORD in self._by_first:
            found = sorted([*found, *self._by_first[ANY_WORD]], key=lambda entry: entry[0])
        return (pattern for _, pattern in found)


def _parsed(says: Meaning, text: str, classes: Mapping[str, str]) -> Pattern[Meaning]:
    articles = frozenset(classes.get("article", "").split("|"))
    behind = next(one for one in Behind if text.endswith(one.value))
    text = text.removesuffix(behind.value)
    while "<" in text:
        text = re.sub(_CLASS, lambda match: classes[match[1]], text)
    turning = frozenset(classes.get("turning", "").split("|"))
    steps = _steps(iter(re.findall(_PIECE, text)), articles, turning)
    needed = [step.words for step in steps if step.words and ANY_WORD not in step.words]
    return Pattern(says, steps, behind, min(needed, key=len, default=frozenset()))


def _steps(pieces: Iterator[str], articles: frozenset[str], turning: frozenset[str]) -> tuple[_Step, ...]:
    steps = []
    for piece in pieces:
        if piece == "]":
            break
        if piece == ANY_WORDS:
            between = _Step(steps=(_Step(frozenset({ANY_WORD}), but=turning),))
            steps += [between] * _MOST_BETWEEN
            continue
        step = _Step(steps=_steps(pieces, articles, turning)) if piece == "[" else _Step(_words(piece))
        if step.steps == (_Step(frozenset({"a"})),):
            step = _Step(steps=(_Step(frozenset({"a", "an"})),))
        steps.append(step)
    *before, last = steps
    any_article = _Step(steps=(_Step(articles),))
    return (*(any_article if step.words and step.words <= articles else step for step in before), last)


def _words(piece: str) -> frozenset[str]:
    """Return the words of `a|b`; a DAY may be one that is wished for too."""
    words = frozenset(piece.split("|"))
    return words | {UNTIL_WORD} if DAY_WORD in words else words


def _ends(steps: Sequence[_Step], words: Sequence[str], at: set[int]) -> set[int]:
    for step in steps:
        if step.steps:
            at = at | _ends(step.steps, words, at)
        else:
            any_word = ANY_WORD in step.words
            at = {
                n + 1 for n in at
                if n < len(words) and (words[n] in step.words or (any_word and words[n] not in step.but))
            }
        if not at:
            break
    return at


def _first_words(steps: Sequence[_Step]) -> set[str]:
    first: set[str] = set()
    for step in steps:
        if not step.steps:
            return first | step.words
        first |= _first_words(step.steps)
    return first


def _all_words(steps: Sequence[_Step]) -> set[str]:
    return {word for step in steps for word in (step.words or _all_words(step.steps))}
