"""One line on stderr while a command takes long, so that nobody thinks that it hangs."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import Self

import click

from followupd.rendering.text import clean, line

PATIENCE = 2.0          # seconds without a word
A_MOMENT = 1.0
BAR, LINE = 20, 75       # columns


def reading_takes_long(where: str, seconds: float) -> None:
    """Say on a terminal that a calendar is not read soon; cron would send a mail for each line."""
    if sys.stderr.isatty():
        click.echo(clean(f"Reading {where}: this takes a while ({seconds:g} seconds at most)..."), err=True)


class LongWork:
    """Counts the courses that are simulated and, once they take long, says so: again and again on a terminal only."""

    def __init__(self) -> None:
        """Begin to wait now."""
        self._since, self._courses, self._said = time.monotonic(), 0, False

    def __call__(self) -> None:
        """Say which course begins, if this takes long."""
        self._courses += 1
        if time.monotonic() - self._since < PATIENCE:
            return
        if sys.stderr.isatty():
            click.echo(f"\rSimulating, course {self._courses}...", nl=False, err=True)
        elif not self._said:
            click.echo("Simulating: this takes a while...", err=True)
        self._said = True

    def over(self) -> None:
        """Remove the line from a terminal."""
        if self._said and sys.stderr.isatty():
            click.echo("\r" + " " * 40 + "\r", nl=False, err=True)


class ProgressBar:
    """A bar on a terminal once the work takes longer than a moment; nothing if it is piped."""

    def __init__(self) -> None:
        """Begin to wait now."""
        self._since, self._said = time.monotonic(), False

    def __call__(self, step: str, done: int, steps: int) -> None:
        """Show which step begins and how many are done, if this takes long."""
        if time.monotonic() - self._since >= A_MOMENT and sys.stderr.isatty():
            full = BAR * done // steps
            text = f"[{'#' * full}{'-' * (BAR - full)}] {line(step, 50)}"
            click.echo(f"\r{text:<{LINE}}", nl=False, err=True)
            self._said = True

    def over(self) -> None:
        """Remove the bar from the terminal."""
        if self._said:
            click.echo("\r" + " " * LINE + "\r", nl=False, err=True)
        self._said = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.over()
