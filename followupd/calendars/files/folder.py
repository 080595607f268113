"""A folder of .ics files, one event each, as vdirsyncer and khal use it.

An event stays in its file, even if somebody joined several files into one; the file of a new event is named after its
UID. Every write is atomic, and made only if the file is still the one that was read. Files of others are not parsed;
names that start with a dot or do not end in .ics are opened only if a file of ours is missing.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Collection, Sequence
from datetime import datetime, tzinfo
from pathlib import Path

from followupd.calendars.files import atomic
from followupd.calendars.files.at_path import AtPath
from followupd.calendars.files.resources import Content, contents, looks_ours, lost_its_uid, may_be_any, uids_in
from followupd.calendars.folders import folders_of
from followupd.calendars.ical import cutter, vevent
from followupd.calendars.protocol import OwnWrite, Snapshot
from followupd.core.values.event import (
    Change,
    Clash,
    Create,
    Delete,
    Done,
    Event,
    Failed,
    Present,
    Result,
    Update,
    uid_of,
)
from followupd.core.values.uid import parse_uid
from followupd.errors import CalendarChanged, CalendarUnreachable

MOST_OTHERS = 1000             # files that are not .ics files, in which an event of ours is looked for
MOST_OF_OTHER = 256 * 1024     # bytes of each
_METADATA = frozenset(("color", "colour", "description", "displayname", "order"))    # of vdirsyncer and khal


class Vdir(AtPath):
    """A folder with an .ics file for each event. Floating and all-day times are taken in `zone`."""

    def __init__(self, path: Path, list_name: str, zone: tzinfo) -> None:
        """Take the folder; nothing is read yet."""
        super().__init__(path, list_name, zone)
        self._swept = False   # what killed writes left is removed once in each apply
        self._rewritten: dict[str, tuple[str, str]] = {}   # the versions before and after our own writes of an apply

    def read(self, expected: Collection[str] = ()) -> Snapshot:
        """Return all events of ours in the folder. Raises CalendarUnreachable.

        If a file of ours is missing, one that is not an .ics file may be it: sync programs write beside a file, and
        rename. It is not read as an event, since it may be a backup.
        """
        events: dict[str, Present] = {}
        doubles: list[Present] = []
        unreadable: dict[str, str] = {}
        entries = self._entries()
        names = list(filter(_is_read, entries))
        torn: list[str] = []
        for name in names:
            for content in self._contents_of(name, is_expected=name in expected):
                torn += [name] if content.torn else []
                if content.problem is not None:
                    unreadable[content.uid or name] = content.problem
                if content.present is None:
                    continue
                if content.present.uid in events:
                    doubles.append(content.present)
                else:
                    events[content.present.uid] = content.present
        elsewhere, torn_too = self._ours_in_other_files(set(expected).difference(names), entries)
        return Snapshot(
            tuple(events.values()), self._path.is_dir(), tuple(dict.fromkeys(unreadable.values())), unreadable,
            tuple(doubles), (*torn, *torn_too), elsewhere,
        )

    def answers(self) -> bool:
        """Return whether files may be made in the folder (see `Calendar.answers`)."""
        return self._path.is_dir() and os.access(self._path, os.W_OK | os.X_OK)

    def apply(self, changes: Sequence[Change], stamp: datetime) -> list[Result]:
        """Make the changes file by file (see `Calendar.apply`). Raises CalendarUnreachable."""
        results: list[Result] = []
        self._swept, self._rewritten = False, {}
        taken: dict[str, Present] | None = None
        for done, change in enumerate(changes):
            try:
                if isinstance(change, Create):
                    if taken is None:   # one reading of the folder serves all creates
                        taken = {p.uid: p for p in self.read().events}
                    result = self._create(change, stamp, taken)
                else:
                    result = self._change(change, stamp)
            except CalendarUnreachable as error:
                error.uid = uid_of(change) if atomic.is_about_one_file(error) else None
                if not results:
                    raise
                return results + [Failed(rest, error) for rest in changes[done:]]
            results.append(result)
            if taken is not None and isinstance(result, Done):
                _note(taken, result)
        return results

    def _create(self, change: Create, stamp: datetime, taken: dict[str, Present]) -> Result:
        event = change.after
        if event.uid in taken:
            return Clash(change, taken[event.uid])
        uid = parse_uid(event.uid, self._list)
        if uid is None:
            raise ValueError(f"{event.uid} is not a UID of the list {self._list}")
        name = f"{uid.file_name}.ics"
        if not self._path.is_dir():
            raise CalendarUnreachable(f"{self._path}: the folder does not exist", f"Make it: mkdir -p {self._path}")
        state = self._state(name)
        if state is not None:
            return Clash(change, self._there(name, state, event.uid))
        try:
            return Done(change, self._write(name, vevent.render(event, stamp), None, event.uid))
        except atomic.ChangedMeanwhile:
            return Clash(change, None)

    def _change(self, change: Update | Delete, stamp: datetime) -> Result:
        old = change.before
        state = self._state(old.href)
        if state is None:
            if isinstance(change, Delete):
                return Done(change, None)   # gone already, as wanted
            return Failed(change, self._changed(old, "is no longer there"))
        text = cutter.decode(state.data)
        wanted, here = old.version or cutter.version_of(old.raw), cutter.version_of(text)
        if here != wanted and self._rewritten.get(old.href) != (wanted, here):
            return Failed(change, self._changed(old, "was edited"))
        try:
            if isinstance(change, Delete):
                left = vevent.without(text, old.uid)
                if left is None:
                    self._remove(old.href, state)
                else:   # somebody put an event of theirs into our file (P5)
                    self._write(old.href, left, state, old.uid)
                return Done(change, None)
            after = vevent.render(change.after, stamp, text, change.ours)
            return Done(change, self._write(old.href, after, state, old.uid))
        except atomic.ChangedMeanwhile:
            return Failed(change, self._changed(old, "was edited"))

    def _write(self, name: str, text: str, expecting: atomic.FileState | None, uid: str) -> Present | None:
        path = self._path / name
        try:
            state = atomic.replace(path, cutter.encode(text), expecting)
        except OSError as error:
            raise atomic.unreachable(path, error) from error
        self._own_writes.append(OwnWrite(path, expecting.mark if expecting else None, state.mark))
        if not self._swept:
            atomic.sweep(path, state)
            self._swept = True
        if expecting is not None:
            first, _ = self._rewritten.get(name, (cutter.version_of(cutter.decode(expecting.data)), ""))
            self._rewritten[name] = first, cutter.version_of(text)
        return self._there(name, state, uid)

    def _remove(self, name: str, expecting: atomic.FileState) -> None:
        path = self._path / name
        try:
            atomic.remove(path, expecting)
            self._own_writes.append(OwnWrite(path, expecting.mark, None))
        except OSError as error:
            raise atomic.unreachable(path, error, "removed") from error

    def _ours_in_other_files(self, missing: set[str], entries: list[str]) -> tuple[dict[str, str], list[str]]:
        """Return what of ours other files hold by their texts, and which of the missing ones by their names.

        Then those files of which nothing says whose they are: they may be any of the missing ones.
        """
        held: dict[str, str] = {}
        torn: list[str] = []
        if not missing:
            return held, torn
        others = [name for name in entries if not _is_read(name) and not atomic.is_temporary(name)]
        for name in others[:MOST_OTHERS]:
            text = self._beginning(name)
            found = [href for href in missing if href.removesuffix(".ics") in name] + uids_in(text or "", self._list)
            held.update((one, name) for one in found)
            if not found and text is not None and _may_be_an_event(name, text):
                torn.append(name)
        return self._in_folders(missing) | held, torn

    def _in_folders(self, missing: set[str]) -> dict[str, str]:
        """Return which files were moved into a folder inside this one, each with its path in this one."""
        held: dict[str, str] = {}
        with contextlib.suppress(OSError):
            for inside, below in folders_of(self._path):
                held |= {name: f"{below}{name}" for name in missing if below and Path(inside, name).is_file()}
        return held

    def _beginning(self, name: str) -> str | None:
        """Return as much of a file as one event of ours may have; None if it cannot be read."""
        try:
            return cutter.decode(atomic.read_some(self._path / name, MOST_OF_OTHER))
        except OSError:
            return None

    def _entries(self) -> list[str]:
        try:
            return sorted(path.name for path in self._path.iterdir())
        except FileNotFoundError:
            return []
        except NotADirectoryError:
            raise CalendarUnreachable(f"{self._path} is a file, not a folder", "Correct `calendar:`.") from None
        except OSError as error:
            raise atomic.unreachable(self._path, error, "read") from error

    def _state(self, name: str) -> atomic.FileState | None:
        try:
            return atomic.read(self._path / name)
        except IsADirectoryError:
            return None
        except OSError as error:
            if error.errno == atomic.NO_FILE:
                return None
            raise atomic.unreachable(self._path / name, error, "read") from error

    def _contents_of(self, name: str, *, is_expected: bool) -> tuple[Content, ...]:
        """Return what is under a name; nothing if it is not ours, or was removed while we were reading.

        What has the name of one of our events and does not hold it is reported: nobody deleted that event.
        """
        state = self._state(name)
        if state is not None:
            found = self._contents(name, state)
            why = "no longer holds an event of followupd" if is_expected and not found else None
        else:
            found, why = (), self._in_place_of_a_file(name)
            is_expected = is_expected or looks_ours(name, self._list)
        if why is None:
            return found
        return (Content(problem=f"{name} {why}; it was left as it is.") if is_expected else Content(torn=True),)

    def _in_place_of_a_file(self, name: str) -> str | None:
        """Return what an entry is that is not a file, as a predicate; None if there is none."""
        path = self._path / name
        if path.is_dir():
            return "is a folder, not a file"
        if path.exists():
            return "is a pipe or a device, not a file"
        return "is a link to a file that does not exist" if path.is_symlink() else None

    def _contents(self, name: str, state: atomic.FileState) -> tuple[Content, ...]:
        text = cutter.decode(state.data)
        return contents(text, name, cutter.version_of(text), self._list, self._zone)

    def _there(self, name: str, state: atomic.FileState, uid: str) -> Present | None:
        return next((one.present for one in self._contents(name, state) if one.uid == uid), None)

    def _changed(self, old: Present, what: str) -> CalendarChanged:
        return CalendarChanged(f"{self._path / old.href}: {old.event.summary or old.uid} {what} since it was read",
                               "The next pass reads it again.")


def _is_read(name: str) -> bool:
    return name.endswith(".ics") and not name.startswith(".")


def _may_be_an_event(name: str, text: str) -> bool:
    """Return whether the file may have held an event; hidden files and those with another purpose did not."""
    if name in _METADATA or (name.startswith(".") and ".ics" not in name.lower()):
        return False
    is_ical = not text.strip("\0\r\n\t ") or text.lstrip().upper().startswith("BEGIN:VCALENDAR")
    return lost_its_uid(text) or (is_ical and may_be_any(text))


def _note(taken: dict[str, Present], result: Done) -> None:
    event: Event | None = result.present.event if result.present else None
    if isinstance(result.change, Delete):
        taken.pop(result.change.before.uid, None)
    elif event is not None and result.present is not None:
        taken[event.uid] = result.present
