"""The base of an .ics file and of a folder of them as calendars: a path, the list and zone, and our own writes."""

from __future__ import annotations

from datetime import tzinfo
from pathlib import Path

from followupd.calendars.protocol import Calendar, OwnWrite


class AtPath(Calendar):
    """A calendar at a path. Floating and all-day times are taken in `zone`."""

    def __init__(self, path: Path, list_name: str, zone: tzinfo) -> None:
        """Take the path; nothing is read yet."""
        self._path = path.expanduser().absolute()
        self._list = list_name
        self._zone = zone
        self._own_writes: list[OwnWrite] = []

    @property
    def label(self) -> str:
        """Its path."""
        return str(self._path)

    def close(self) -> None:
        """Do nothing: nothing stays open."""

    def own_writes(self) -> tuple[OwnWrite, ...]:
        """Return the files that were written since the last call."""
        writes, self._own_writes = tuple(self._own_writes), []
        return writes
