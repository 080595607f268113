"""What every calendar can do. One contract suite (tests/contract) holds all of them to it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from followupd.core.values.event import Change, Present, Result


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Our events on one calendar, read at one time.

    `exists` is False where the file, folder or collection is not there (a file may be made by the first write).
    `problems` are sentences about things of ours that could not be read; they are reported, never taken for
    deletions: `unreadable` holds those UIDs or hrefs. `doubles` are further resources that hold a UID of ours.
    """

    events: tuple[Present, ...]
    exists: bool = True
    problems: tuple[str, ...] = ()
    unreadable: tuple[str, ...] = ()
    doubles: tuple[Present, ...] = ()


class Calendar(Protocol):
    """Reads and writes our own events of one list on one calendar, and never touches any other (P5)."""

    @property
    def label(self) -> str:
        """How a person calls this calendar: a file name, or a server and calendar name. Never holds a secret."""

    def read(self, expected: Collection[str] = ()) -> Snapshot:
        """All events of ours. Raises CalendarUnreachable.

        `expected` are the hrefs under which events of ours are remembered. A server's listing may lag behind: one
        that it leaves out is asked for by its name before it counts as gone (CALDAV.md 8, 11).
        """

    def apply(self, changes: Sequence[Change], stamp: datetime) -> list[Result]:
        """Make the changes, each only if what stands there is still its `before`; one result for each, in order.

        `stamp` becomes DTSTAMP and LAST-MODIFIED (aware). A `before` that no longer stands there is a Failed
        with CalendarChanged; a taken UID is a Clash. Raises CalendarUnreachable when nothing could be done.
        """

    def close(self) -> None:
        """Let go of connections. It may be used again afterwards: it opens what it needs."""
