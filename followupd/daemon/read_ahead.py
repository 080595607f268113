"""Read a saved hit list while its save settles, so that the pass after it need not: two thirds of what a pass with a
thousand people does (bench/noticing.py).

Takes the path of the hit list, keeps what was read. Gives it out once, and only where every file that it rests on is
still as it was; whoever hears of a further save says `forget`. Never raises: what is wrong with the list is found
again, and told, by the pass.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from followupd.desk.next_memory import key_of
from followupd.errors import FollowupdError
from followupd.passes.sources import Read, read_now


class ReadAhead:
    """For one thread."""

    def __init__(self) -> None:
        self._read: Read | None = None
        self._key = ""

    def begin(self, config: Path) -> None:
        self.forget()
        with suppress(FollowupdError):
            read = read_now(config)
            if read.rests_on is not None:
                self._read, self._key = read, key_of(config, map(str, read.rests_on))

    def forget(self) -> None:
        self._read = None

    def take(self, config: Path) -> Read | None:
        """What was read, if it still stands there so."""
        read, self._read = self._read, None
        if read is None or key_of(config, map(str, read.rests_on or ())) != self._key:
            return None
        return read
