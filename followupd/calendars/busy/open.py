"""From the targets under `busy:` to readers, by the keys under which they are remembered.

Loads the libraries of feeds and accounts only when one is opened.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from followupd.calendars.busy.files import BusyFile, BusyFolder
from followupd.calendars.busy.remembered_times import BusyQuery, Memory, Reader, busy_key
from followupd.core.values.targets import CaldavTarget, CalendarTarget, FeedTarget, IcsTarget


def open_busy(targets: Sequence[CalendarTarget], written: CalendarTarget | None = None) -> dict[str, Reader]:
    """Open a reader for each target, by its key, without reading. Calendars of one account share its connections.

    Of `written`, the calendar that we write to, only the meetings are read.
    """
    accounts: dict[CaldavTarget, object] = {}
    readers: dict[str, Reader] = {
        busy_key(target): _opened(target, number, accounts) for number, target in enumerate(targets)
    }
    if written is not None:
        readers.setdefault(busy_key(written), _MeetingsAlone(_opened(written, len(targets), accounts)))
    return readers


@dataclass(frozen=True, slots=True)
class _MeetingsAlone:
    """A reader that gives no times."""

    reader: Reader

    @property
    def label(self) -> str:
        return self.reader.label

    @property
    def where(self) -> str:
        return self.reader.where

    @property
    def far(self) -> bool:
        return self.reader.far

    def look(self, memory: Memory | None, need: BusyQuery) -> Memory | None:
        """See `Reader.look`."""
        need = replace(need, times=False)
        about = memory.about if memory is not None else None
        if memory is None or about is None or not need.written:
            return self.reader.look(memory, need)
        if need.met_by(about) and about.marks.get("written") == need.written:
            return None
        found = self.reader.look(memory, need) or memory
        if not all(part.mark for part in found.parts().values()):      # something in it is read again
            return found
        marks = {**found.about.marks, "written": need.written}
        return replace(found, about=replace(found.about, marks=marks))

    def close(self) -> None:
        """Close its connections."""
        self.reader.close()


def _opened(target: CalendarTarget, number: int, accounts: dict[CaldavTarget, object]) -> Reader:
    if isinstance(target, IcsTarget):
        return BusyFolder(target.path) if target.is_folder else BusyFile(target.path)
    if isinstance(target, FeedTarget):
        from followupd.calendars.busy.feed import BusyFeed  # loads niquests

        return BusyFeed(target, number)
    assert isinstance(target, CaldavTarget), target
    from followupd.calendars.busy.account import open_collection  # loads caldav

    return open_collection(target, accounts)
