"""An .ics file as a calendar: for our events alone, or shared with the user's own events.

`read` cuts the file into its events and parses only ours. `apply` makes all changes in one atomic write, or none if
nothing changed (P3). It reads the file again just before, so that what others wrote meanwhile survives. Never parses or
rewrites an event that is not ours (P5), never overwrites a file that it cannot understand.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from followupd.calendars.files import atomic
from followupd.calendars.files.at_path import AtPath
from followupd.calendars.files.resources import lost_its_uid
from followupd.calendars.ical import content_lines, cutter, vevent
from followupd.calendars.ical.cutter import Cut, VEvent
from followupd.calendars.ical.moments import Unreadable
from followupd.calendars.protocol import OwnWrite, Snapshot
from followupd.core.values.event import Change, Clash, Create, Delete, Done, Failed, Present, Result, Update
from followupd.core.values.uid import parse_uid
from followupd.errors import AGAIN, CalendarChanged, CalendarUnreachable

RACES = 5   # attempts to write while another program writes the file; then it is left to the next pass


class IcsFile(AtPath):
    """A file of iCalendar text. Floating and all-day times in it are taken in `zone`."""

    def read(self, expected: Collection[str] = ()) -> Snapshot:  # noqa: ARG002 - nothing lags here
        """Return all events of ours in the file. Raises CalendarUnreachable."""
        state = self._state()
        if state is None:
            return Snapshot((), exists=False)
        place = self._cut(state.data)
        events: dict[str, Present] = {}
        doubles, torn = [], []
        unreadable: dict[str, str] = {}
        zones = place.zones
        for block in place.events:
            if parse_uid(block.uid, self._list) is None:
                if lost_its_uid(place.text(block)):
                    torn.append(f"An event without a UID in {self._path.name}")
                continue
            try:
                present = self._present(place.text(block), block.uid, zones)
            except Unreadable as problem:
                unreadable[block.uid] = f"{self._path}: {problem}; it was left as it is."
                continue
            if present is None:
                continue
            if block.uid in events:
                doubles.append(present)
            else:
                events[block.uid] = present
        for uid in vevent.tasks_of_ours(place, self._list):
            unreadable[uid] = f"{self._path}: {vevent.MADE_A_TASK}; it was left as it is."
        found, problems = tuple(events.values()), tuple(unreadable.values())
        return Snapshot(found, True, problems, unreadable, tuple(doubles), tuple(torn))

    def apply(self, changes: Sequence[Change], stamp: datetime) -> list[Result]:
        """Make all changes in one write (see `Calendar.apply`). Raises CalendarUnreachable, with nothing written."""
        for _ in range(RACES):
            state = self._state()
            data = state.data if state is not None else empty_calendar(self._list).encode()
            work = _Edits(self, self._cut(data), stamp)
            results = [work.make(change) for change in changes]
            if not work.changed:
                return results
            try:
                written = atomic.replace(self._path, work.data(), state)
            except atomic.ChangedMeanwhile:
                continue
            except OSError as error:
                raise atomic.unreachable(self._path, error) from error
            self._own_writes.append(OwnWrite(self._path, state.mark if state else None, written.mark))
            atomic.sweep(self._path, written)
            return results
        raise CalendarUnreachable(
            f"{self._path}: another program keeps writing this file", AGAIN
        )

    def _state(self) -> atomic.FileState | None:
        try:
            state = atomic.read(self._path)
            if state is None and not self._path.parent.is_dir():
                raise FileNotFoundError(2, "folder missing")
        except OSError as error:
            raise atomic.unreachable(self._path, error, "read") from error
        return state

    def _cut(self, data: bytes) -> Cut:
        try:
            return cutter.cut(data)
        except cutter.BrokenCalendar as problem:
            raise CalendarUnreachable(
                f"{self._path} {problem}; nothing was written to it",
                "Restore it from a copy, or move it away: then a new one is made.",
            ) from None

    def _present(self, block: str, uid: str, zones: tuple[str, ...] = ()) -> Present | None:
        """Read the event of this block; None for a single occurrence of a series, which is not a separate event."""
        parsed = vevent.read_block(block, uid, self._zone, zones)
        if parsed.override:
            return None
        return Present(
            parsed.event, uid, cutter.version_of(block), block, parsed.planned, parsed.status, parsed.note, parsed.day
        )


class _Edits:
    """The changes of one write, collected on the current file."""

    def __init__(self, file: IcsFile, place: Cut, stamp: datetime) -> None:
        self._file, self._place, self._stamp = file, place, stamp
        self._zones = place.zones
        self._standing: dict[str, list[VEvent]] = {}
        for block in place.events:
            self._standing.setdefault(block.uid, []).append(block)
        self._edits: dict[VEvent, str | None] = {}
        self._added: dict[str, str] = {}

    @property
    def changed(self) -> bool:
        return bool(self._edits or self._added)

    def data(self) -> bytes:
        """Return the file with all changes made."""
        return cutter.edit(self._place, self._edits, self._added.values())

    def make(self, change: Change) -> Result:
        match change:
            case Create(after=event):
                if event.uid in self._added or self._standing.get(event.uid):
                    return Clash(change, self._standing_there(event.uid))
                self._added[event.uid] = self._in_file_style(vevent.block_of(event, self._stamp))
                return Done(change, self._file._present(self._added[event.uid], event.uid))
            case Update(before=old, after=event, ours=ours):
                block = self._as_before(old, last=False)
                if block is None:
                    return Failed(change, self._gone_or_changed(old))
                text = self._in_file_style(vevent.render(event, self._stamp, self._place.text(block), ours))
                self._edits[block] = text
                self._standing[old.uid].remove(block)   # an event changes only once in a write
                return Done(change, self._file._present(text, event.uid, self._zones))
            case Delete(before=old):
                block = self._as_before(old, last=True)
                if block is None and self._standing.get(old.uid):
                    return Failed(change, self._gone_or_changed(old))
                if block is not None:
                    self._take_out(block)
                return Done(change, None)

    def _take_out(self, block: VEvent) -> None:
        """Remove the event, with its single occurrences if the user made it a series."""
        rest = self._standing[block.uid]
        for gone in [block, *(b for b in rest if b is not block and vevent.is_override(self._place.text(b)))]:
            self._edits[gone] = None
            rest.remove(gone)

    def _as_before(self, old: Present, *, last: bool) -> VEvent | None:
        """Return the block that is unchanged since it was read; of several with the same text the first or the last."""
        wanted = old.version or cutter.version_of(old.raw)
        same = [b for b in self._standing.get(old.uid, []) if cutter.version_of(self._place.text(b)) == wanted]
        return same[-1 if last else 0] if same else None

    def _standing_there(self, uid: str) -> Present | None:
        try:
            if uid in self._added:
                return self._file._present(self._added[uid], uid)
            return self._file._present(self._place.text(self._standing[uid][0]), uid, self._zones)
        except Unreadable:
            return None

    def _gone_or_changed(self, old: Present) -> CalendarChanged:
        what = "was edited" if self._standing.get(old.uid) else "is no longer there"
        return CalendarChanged(f"{self._file.label}: {old.event.summary or old.uid} {what} since it was read",
                               "The next pass reads it again.")

    def _in_file_style(self, block: str) -> str:
        return cutter.with_newlines(block, self._place.newline)


def empty_calendar(list_name: str) -> str:
    """Return a calendar without events. It says how often to fetch a published copy (docs/servers.md 18)."""
    name = "followupd" if list_name == "hitlist" else f"followupd {list_name}"
    return "".join(map(content_lines.fold, (
        "BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{vevent.PRODID}", f"X-WR-CALNAME:{content_lines.escape(name)}",
        "REFRESH-INTERVAL;VALUE=DURATION:PT1H", "X-PUBLISHED-TTL:PT1H", "END:VCALENDAR",
    )))
