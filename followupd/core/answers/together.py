"""The answers of one sheet's lines together: each answer once, and a question if two of them contradict.

Takes the answers by line; gives them to the one who records them. Which of two contrary lines is right is never
guessed (P13).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, Protocol

from followupd.core.items.kind import About, Answer, ItemKind, Question
from followupd.core.items.kinds import kind_of
from followupd.core.phrases.said import Mark, Unclear
from followupd.core.phrases.words import quoted
from followupd.core.values.event import Event, Present

CONTRADICTS = "{0} and another line say the contrary of each other: clear one of them"


class Recording(Protocol):
    """The receiver of answers and questions."""

    def about(self, ref: str) -> About:
        """Return what is known about the contact of an item."""

    def ask_kind(self, answer: Answer, kind: ItemKind[Any, Any]) -> bool:
        """Record what an answer means; return whether it means anything. What is unclear in it is asked about."""

    def put_off(self, shown: Present, ref: str, said: Callable[[datetime], Mark | Unclear | None]) -> None:
        """Record the day behind the line of a task as that of its reminder; `said` reads it as of a moment."""

    def deny(self, answer: Answer, ours: Event) -> bool:
        """Take back the meeting that was noticed and used up the line of a sheet, if the answer says that it was none.

        Return whether it does.
        """

    def undo_line(self, ref: str, ours: Event) -> bool:
        """Take back what was noticed and used up the line of a sheet; return whether something was."""

    def ask(self, uid: str, question: str, *, line: str = "", about: str = "", instead: str = "") -> None:
        """Ask on an event, with the name if it is about the `line` of somebody on a sheet."""


def read_together(
    given: Sequence[tuple[int, Answer]], uid: str, recording: Recording,
) -> tuple[set[tuple[int, str]], set[str]]:
    """Record what the lines say, or ask. Return whose items were answered, by line, and whose lines are contrary."""
    answered, contrary = set[tuple[int, str]](), set[str]()
    for ref in dict.fromkeys(one.ref for _, one in given):
        theirs = [(number, one) for number, one in given if one.ref == ref]
        is_alone = len(theirs) == 1
        meaningful = theirs if is_alone else [line for line in theirs if says_something(line[1], recording)]
        if len({one.in_touch for _, one in meaningful} - {None}) > 1:
            recording.ask(uid, CONTRADICTS.format(quoted(meaningful[-1][1].line)), line=ref)
            contrary.add(ref)
            continue
        # An answer on another line of the same person settles a question.
        for number, one in meaningful or theirs:
            if recording.ask_kind(one, kind_of(ref)):
                answered.add((number, ref))
    return answered, contrary


def says_something(answer: Answer, recording: Recording) -> bool:
    """Return whether an answer means anything that is clear."""
    read = kind_of(answer.ref).read(answer, recording.about(answer.ref))
    return any(not isinstance(one, Question) for one in read)
