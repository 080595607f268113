"""A bar on a terminal while a command takes long, so that nobody thinks that it hangs; nothing if it is piped."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Iterable, Iterator
from types import TracebackType
from typing import Self, TypeVar

import click

from followupd.rendering.text import line

A_MOMENT = 1.0           # seconds without a word
BEAT = 0.2               # seconds between two pictures of it
BAR, BLOCK, LINE = 20, 4, 75       # columns
T = TypeVar("T")


class ProgressBar:
    """A bar on a terminal once the work takes longer than a moment, and gone at its end; nothing if it is piped.

    A thread draws it, since the work may wait for a server or compute for a while. If nobody knows how much there is to
    do, a block runs to and fro.
    """

    def __init__(self, step: str = "Working") -> None:
        """`step` is the work that begins."""
        self._now: tuple[str, float, int] = (step, 0.0, 0)
        self._ended = threading.Event()
        self._begun, self._shown = time.monotonic(), False
        self._drawing: threading.Thread | None = None

    def __call__(self, step: str, done: float, steps: int) -> None:
        """Say which step is under way, and how many are done of how many; 0 if nobody knows."""
        self._now = step, done, steps

    def reading(self, where: str, seconds: float) -> None:
        """Say what is read and takes a while, and how long it may take."""
        self(f"Reading {where} ({seconds:g} seconds at most)", 0, 0)

    def over(self) -> None:
        """Remove the bar from the terminal: what follows is printed, or asked."""
        self._ended.set()
        if self._drawing is not None:
            self._drawing.join()
            self._drawing = None
        if self._shown:
            click.echo("\r" + " " * LINE + "\r", nl=False, err=True)
        self._shown = False

    def __enter__(self) -> Self:
        if sys.stderr.isatty():
            self._drawing = threading.Thread(target=self._draw, name="progress", daemon=True)
            self._drawing.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.over()

    def _draw(self) -> None:
        wait = A_MOMENT
        while not self._ended.wait(wait):
            click.echo(f"\r{self._picture():<{LINE}}", nl=False, err=True)
            self._shown, wait = True, BEAT

    def _picture(self) -> str:
        step, done, steps = self._now
        if steps:
            full = min(BAR, int(BAR * done / steps))
            bar = "#" * full + "-" * (BAR - full)
        else:
            way = BAR - BLOCK
            at = int((time.monotonic() - self._begun) / BEAT) % (2 * way)
            at = min(at, 2 * way - at)
            bar = "-" * at + "#" * BLOCK + "-" * (way - at)
        return f"[{bar}] {line(step, LINE - BAR - 4)}"


def waited_for(items: Iterable[T], step: str) -> Iterator[T]:
    """Yield the items, with a bar while one is waited for."""
    left = iter(items)
    while True:
        with ProgressBar(step):
            try:
                item = next(left)
            except StopIteration:
                return
        yield item
