"""The report of a bug: one calm line, and a file with the traceback.

Takes the exception; never raises, and never prints the traceback.
"""

from __future__ import annotations

import os
import platform
import traceback
from pathlib import Path

from followupd import __version__
from followupd.rendering.text import complain, line

BUG = 1


def tell(error: Exception) -> int:
    """Print what happened and the path of the traceback; return the exit code."""
    what = line(f"{type(error).__name__}: {error}", 300)
    path = _folder() / "crash.txt"
    try:
        _save(path, error)
        where = f"The traceback is in {path}. Please report it with what you typed."
    except OSError as problem:
        where = f"The traceback could not be saved to {path} ({problem.strerror})."
    complain(f"This is a bug in followupd ({what})", where)
    return BUG


def _folder() -> Path:
    base = os.environ.get("XDG_STATE_HOME", "")
    return (Path(base) if Path(base).is_absolute() else Path.home() / ".local/state") / "followupd"


def _save(path: Path, error: Exception) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.unlink(missing_ok=True)   # a new file, so that it is private
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8", errors="backslashreplace") as file:
        file.write(f"followupd {__version__}, Python {platform.python_version()}, {platform.platform()}\n\n")
        file.writelines(traceback.format_exception(error))
