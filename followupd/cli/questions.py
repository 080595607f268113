"""Questions at a terminal, each with a flag that answers it in advance and an answer that is good enough.

Takes a question, gives an answer that its parser accepted; what it refuses is asked again with its sentence. Asks
nothing if nobody is there. What is said goes to standard error, so that standard output has the result alone.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import click

from followupd.errors import UsageError
from followupd.rendering.text import clean, complain, lines

T = TypeVar("T")
_YES, _NO = frozenset({"y", "yes"}), frozenset({"n", "no"})


class Questions:
    """The questions of one command. `there` says whether somebody answers."""

    def __init__(self, *, there: bool) -> None:
        self.there = there

    def say(self, *texts: str) -> None:
        """Say something to whoever answers; nobody is told anything."""
        if self.there:
            click.echo(lines(*texts), err=True)

    def answer(self, question: str, given: str | None, usual: str, sound: Callable[[str], T]) -> T:
        """Return what the flag says, or the answer, or what is usual. Raises UsageError for a flag that is refused."""
        if given is not None:
            try:
                return sound(given)
            except ValueError as error:
                raise UsageError(str(error)) from None
        while self.there:
            try:
                return sound(self.typed(question, usual))
            except ValueError as error:
                complain(str(error))
        return sound(usual)

    def typed(self, question: str, usual: str = "", *, hidden: bool = False) -> str:
        """Return a line that is typed; `usual` for an empty one. Raises click.Abort at the end of input."""
        shown = bool(usual) and not hidden
        typed: str = click.prompt(clean(question), default=usual, show_default=shown, hide_input=hidden, err=True)
        return typed if hidden else typed.strip()

    def agreed(self, question: str) -> bool:
        """Return whether the answer is yes, as it usually is."""
        return self.answer(f"{question} (y/n)", None, "yes", _yes_or_no)


def _yes_or_no(text: str) -> bool:
    word = text.casefold()
    if word not in _YES | _NO:
        raise ValueError("Type y or n.")
    return word in _YES
