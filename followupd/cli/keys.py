"""Single keys of a terminal, as they are pressed, for as long as a `with` lasts.

Takes a terminal; gives keys. The terminal is as before afterwards, whatever happens. Knows no command.
"""

from __future__ import annotations

import os
import re
import sys
import termios
import tty
from collections.abc import Collection, Iterator
from types import TracebackType
from typing import Any, Self

MOST = 64       # bytes read at once
ESCAPE = "\x1b"
_ESCAPED = r"\x1b(?:\[[0-?]*[ -/]*[@-~]|O.|[^\x1b\[O])?"      # Esc, an arrow, a function key, Alt and a key (ECMA-48)


def is_interactive() -> bool:
    """Return whether somebody sits in front of it, who sees what is printed and can press keys."""
    return sys.stdin.isatty() and sys.stdout.isatty()


class PressedKeys:
    """The keys of standard input, without Enter. A word of `words` that arrives at once is one key."""

    def __init__(self, words: Collection[str]) -> None:
        self._file = sys.stdin.fileno()
        self._pattern = re.compile("|".join([_ESCAPED, *words, "."]), re.DOTALL)
        self._before: list[Any] = []

    def __enter__(self) -> Self:
        self._before = termios.tcgetattr(self._file)
        tty.setcbreak(self._file, termios.TCSADRAIN)     # what was typed already is kept
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        termios.tcsetattr(self._file, termios.TCSADRAIN, self._before)

    def pressed(self) -> Iterator[str]:
        """Yield each key until the terminal is closed, but no arrows. Raises KeyboardInterrupt for Ctrl-C."""
        while data := os.read(self._file, MOST):
            keys = self._pattern.findall(data.decode("utf-8", "replace"))
            yield from (key for key in keys if not key.startswith(ESCAPE))
