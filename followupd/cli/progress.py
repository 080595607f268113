"""One line on stderr while a command takes long, so that nobody thinks that it hangs."""

from __future__ import annotations

import sys
import time

import click

from followupd.rendering.text import clean

PATIENCE = 2.0          # seconds without a word


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
