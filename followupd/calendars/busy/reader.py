"""What every kind of busy calendar can do: be looked at, and say whether anything changed."""

from __future__ import annotations

from typing import Protocol

from followupd.calendars.busy.memory import Memory
from followupd.calendars.busy.need import Need


class Reader(Protocol):
    """One busy calendar. `label` is what people call it, `where` tells it from all others; neither holds a secret."""

    @property
    def label(self) -> str: ...

    @property
    def where(self) -> str: ...

    @property
    def far(self) -> bool:
        """Whether it is read over the network, which may take long."""

    def look(self, memory: Memory | None, need: Need) -> Memory | None:
        """What is there now; None where it is as it was remembered, and that covers what is needed.

        Raises CalendarUnreachable where it cannot be read; what was remembered is then still the best there is.
        """

    def close(self) -> None:
        """Let go of connections; the next look opens them again."""
