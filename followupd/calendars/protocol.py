"""The protocol of all calendars. One contract suite (tests/contract) tests every implementation."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import NamedTuple, Protocol

from followupd.core.values.event import Change, Present, Result


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Our events on one calendar, read at one time.

    `exists` is False if there is no such file, folder or collection (the first write creates a file). `problems` are
    sentences about events of ours that could not be read; they are reported, never counted as deleted, and `unreadable`
    has these by their UIDs or hrefs. `doubles` are further resources with a UID of ours. `torn` are the names of what
    does not say whose it is: any of ours that is missing may be one of them. `elsewhere` names by UID or href what is
    not read because of its name, and holds that event or is called after it. `withheld` are the hrefs of
    events of ours of which a server gives no text although it has them (SOGo, docs/servers.md 11).
    """

    events: tuple[Present, ...]
    exists: bool = True
    problems: tuple[str, ...] = ()
    unreadable: Mapping[str, str] = field(default_factory=dict)
    doubles: tuple[Present, ...] = ()
    torn: tuple[str, ...] = ()
    elsewhere: Mapping[str, str] = field(default_factory=dict)
    withheld: Mapping[str, str | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class OwnWrite:
    """A file that we wrote, before and after: inode, size, nanoseconds of its change.

    None if no file existed or exists.
    """

    path: Path
    before: tuple[int, int, int] | None
    after: tuple[int, int, int] | None


class CalendarMemory(NamedTuple):
    """The state of a calendar at its last read, as two texts that only it interprets.

    `place` is small and changes often; `resources` changes only with the events.
    """

    place: str
    resources: str


class Calendar(Protocol):
    """Read and write our own events of one list on one calendar; never touch any other event (P5)."""

    @property
    def label(self) -> str:
        """Its name for people: a path, or a server and calendar name. Never holds a secret."""

    def read(self, expected: Collection[str] = ()) -> Snapshot:
        """Return all events of ours. Raises CalendarUnreachable.

        `expected` are the hrefs of the events that we remember. A server's listing may lag behind, so an event that it
        leaves out is requested by name before it counts as gone (docs/servers.md 8, 11).
        """

    def apply(self, changes: Sequence[Change], stamp: datetime) -> list[Result]:
        """Make the changes, each only if its `before` is still there. Return one result for each, in order.

        `stamp` becomes DTSTAMP and LAST-MODIFIED (aware). If `before` has changed, the result is a Failed with
        CalendarChanged; if a UID is taken, a Clash. Raises CalendarUnreachable if nothing could be done.
        """

    def answers(self) -> bool:
        """Return whether the calendar as a whole answers just now, for at most one small request."""
        return self.read().exists

    def own_writes(self) -> tuple[OwnWrite, ...]:
        """Return the files that were written since the last call, in order; none for a server."""

    def recall(self, stored: Callable[[], CalendarMemory | None]) -> None:  # noqa: ARG002 - for servers
        """Take what `memory` returned in an earlier process, so that the first read asks only for changes.

        `stored` is called at most once, and not at all if the calendar has been read already or has no use for it.
        """
        return

    def memory(self) -> CalendarMemory | None:
        """Return what to keep for the next process; None if there is nothing."""
        return None

    def state(self) -> str:
        """Return what differs once anything on the calendar is not as it was last read; "" if that is not known."""
        return ""

    def close(self) -> None:
        """Close connections. The calendar may be used again: it opens what it needs."""
