"""A program at a terminal of its own: a real pseudo-terminal, as somebody sits at one."""

from __future__ import annotations

import os
import pty
import select
import signal
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

UNHEARD = 3.0       # seconds
PATIENCE = 30.0     # seconds: a process that starts on a busy machine


class Terminal:
    """A process at a terminal, and what it has printed since the last key. `code` is set once it has ended."""

    def __init__(self, descriptor: int, pid: int, asked: str) -> None:
        self._descriptor, self.pid, self._asked = descriptor, pid, asked
        self.text = ""
        self.code: int | None = None

    def until(self, words: str) -> str:
        """Wait until the words are printed; return what was."""
        seen = ""
        while words not in seen:
            seen += self._some(words, seen)
        self.text += seen
        return seen

    def press(self, keys: str, until: str = "") -> str:
        """Press keys, and wait for the words, by default for what is printed before each key."""
        os.write(self._descriptor, keys.encode())
        return self.until(until or self._asked)

    def type(self, text: str, until: str) -> str:
        """Type a line, and wait for the words."""
        return self.press(f"{text}\r", until)

    def end(self, keys: str = "") -> str:
        """Press the last keys, and return what is printed until the process ends."""
        os.write(self._descriptor, keys.encode())
        return self.rest()

    def interrupt(self, key: str) -> str:
        """Press Ctrl-C or Ctrl-D, again if nothing happens, and return what is printed until the process ends.

        A signal that comes between a prompt and the read behind it is seen after the read, as Python does it.
        """
        os.write(self._descriptor, key.encode())
        return self.rest(again=key)

    def kill(self, number: signal.Signals) -> str:
        """Send a signal, and return what is printed until the process ends."""
        os.kill(self.pid, number)
        return self.rest()

    def rest(self, again: str = "") -> str:
        """Return what is printed until the process ends. The key `again` is pressed after a silence."""
        seen = ""
        with suppress(OSError):         # how Linux says that the other side is closed
            while more := self._some("the end", seen, again):
                seen += more
        self.text += seen
        self.code = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
        return seen

    def _some(self, words: str, seen: str, again: str = "") -> str:
        for _ in range(int(PATIENCE / UNHEARD) if again else 0):
            if select.select([self._descriptor], [], [], UNHEARD)[0]:
                break
            os.write(self._descriptor, again.encode())
        ready, _, _ = select.select([self._descriptor], [], [], PATIENCE)
        assert ready, f"waited for {words!r}, saw {seen}"
        return os.read(self._descriptor, 65536).decode("utf-8", "replace")


@contextmanager
def terminal(folder: Path, environment: Mapping[str, str], *args: str, asked: str = "") -> Iterator[Terminal]:
    """Run followupd with these arguments in a folder. `asked` is what it prints before each key."""
    child, descriptor = pty.fork()
    if child == 0:
        os.chdir(folder)
        os.execve(sys.executable, [sys.executable, "-m", "followupd", *args], dict(environment))
    running = Terminal(descriptor, child, asked)
    try:
        yield running
    finally:
        os.close(descriptor)        # hangs up
        if running.code is None:
            os.waitpid(child, 0)
