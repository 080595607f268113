"""Data for other programs: to standard output as it is, or into a file, as a whole or not at all."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from followupd.calendars.files import atomic
from followupd.errors import Failure
from followupd.rendering.text import clean, line, say

STANDARD = "-"   # standard input or output


def put(text: str, file: str, what: str) -> None:
    """Write the text to this file and say that `what` was written, or print it for `STANDARD`. Raises Failure."""
    if file == STANDARD:
        # On a terminal it is read by somebody; elsewhere it stays as it is, to the byte.
        click.echo(clean(text) if sys.stdout.isatty() else text.encode("utf-8", "backslashreplace"), nl=False)
        return
    path = Path(file).expanduser()
    try:
        atomic.replace(path, text.encode("utf-8", "backslashreplace"), atomic.read(path))
    except (OSError, atomic.ChangedMeanwhile) as error:
        raise Failure(f"{path} could not be written: {why(error)}", "Name another file.") from None
    say(f"{what} written to {line(str(path))}.")


def why(error: Exception) -> str:
    """Return why a file could not be read or written, as the end of a sentence."""
    return (error.strerror or str(error)) if isinstance(error, OSError) else "it was changed meanwhile"
