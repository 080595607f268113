"""Wait for what another thread, process or the clock of the file system does, never for a guessed time."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from followupd.passes.current_list import TICK

SOON = 30.0   # seconds: far more than anything here takes


def until(condition: Callable[[], object], within: float = SOON) -> None:
    """Wait until the condition holds; fail if it does not within these seconds."""
    deadline = time.monotonic() + within
    while not condition():
        assert time.monotonic() < deadline, "what was waited for did not happen"
        time.sleep(0.005)


def until_believed(path: Path) -> None:
    """Wait until a file is old enough for a daemon to trust what it reads from it now."""
    until(lambda: path.stat().st_ctime < time.time() - TICK)


def save_later(path: Path, text: str) -> None:
    """Write a file in a later tick of the file system's clock than its last change, so that its stamp differs."""
    changed = path if path.exists() else path.parent
    before, mark = changed.stat().st_ctime_ns, path.parent.parent / "tick"

    def ticked() -> bool:
        mark.write_text("")
        return mark.stat().st_ctime_ns > before

    until(ticked)
    path.write_text(text, encoding="utf-8")
