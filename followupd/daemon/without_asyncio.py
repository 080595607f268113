"""Let APScheduler be imported without asyncio, which brings ssl: 2.6 MiB held for a daemon's life (bench/idle.py).

Before Python 3.14 it takes one function from there, `iscoroutinefunction`, to judge jobs that are coroutines; ours is
not, and from 3.14 on it takes the one of `inspect`, as it does here.
"""

from __future__ import annotations

import inspect
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType

NAME = "asyncio"


@contextmanager
def without_asyncio() -> Iterator[None]:
    """For imports alone, by one thread. Whoever imports asyncio afterwards gets the real one."""
    if NAME in sys.modules:
        yield
        return
    stand_in = ModuleType(NAME)
    stand_in.iscoroutinefunction = inspect.iscoroutinefunction  # type: ignore[attr-defined]
    sys.modules[NAME] = stand_in
    try:
        yield
    finally:
        del sys.modules[NAME]
