"""Busy calendars on this machine: an .ics file, or a folder with an .ics file for each event.

An unchanged file costs one stat, an unchanged folder one for each of its files. Never writes, never locks, and never
waits for a pipe.
"""

from __future__ import annotations

import errno
import hashlib
import os
import stat
import time
from collections.abc import Mapping
from pathlib import Path

from followupd.calendars.busy.remembered_times import BusyQuery, Memory, Part, Unit, memory_of
from followupd.calendars.busy.units import LARGEST_TEXT, WORK_LIMIT, read_part
from followupd.calendars.folders import ENDINGS, MOST_FOLDERS, TooManyFolders, files_below, holds_something
from followupd.calendars.ical.cutter import BrokenCalendar
from followupd.errors import CalendarUnreachable

MOST_FILES = 50_000


class BusyFile:
    """An .ics file."""

    far = False

    def __init__(self, path: Path) -> None:
        """Take the file; nothing is read yet."""
        self._path = path.expanduser().absolute()
        self.label = self._path.name
        self.where = str(self._path)

    def look(self, memory: Memory | None, need: BusyQuery) -> Memory | None:
        """See `Reader.look`."""
        try:
            mark = _mark(self._path.stat())
        except OSError as error:
            raise _unreadable(self.where, error) from None
        about = memory.about if memory is not None else None
        if about is not None and need.met_by(about) and about.marks.get("file") == mark:
            return None
        wide = need.over(about)
        before = memory.parts().get("") if memory is not None else None
        try:
            data, mark = _read(self._path)
            part = read_part(data, mark, wide, before)
        except BrokenCalendar as problem:
            raise CalendarUnreachable(f"{self.where} {problem}", "Look at the program that writes it.") from None
        except OSError as error:
            raise _unreadable(self.where, error) from None
        return memory_of(wide.context, wide.first, wide.last, {"file": mark} if part.mark else {}, {"": part})

    def close(self) -> None:
        """Do nothing: nothing stays open."""


class BusyFolder:
    """A folder of .ics files, as vdirsyncer and khal keep them, or of such folders.

    Hidden files and other files are not opened.
    """

    far = False

    def __init__(self, path: Path) -> None:
        """Take the folder; nothing is read yet."""
        self._path = path.expanduser().absolute()
        self.label = f"{self._path.name}/"
        self.where = str(self._path)

    def look(self, memory: Memory | None, need: BusyQuery) -> Memory | None:
        """See `Reader.look`."""
        known = memory.parts() if memory is not None else {}
        marks_by_name = self._listed()
        marks_by_name |= {name: "" for name in known if name and name not in marks_by_name and self._is_hidden(name)}
        whole = hashlib.sha256("\0".join(f"{name}\0{mark}" for name, mark in sorted(marks_by_name.items())).encode(
            "utf-8", "surrogateescape")).hexdigest()
        about = memory.about if memory is not None else None
        if about is not None and need.met_by(about) and about.marks.get("folder") == whole:
            return None
        wide = need.over(about)
        same = about is not None and need.met_by(about)
        until = time.monotonic() + WORK_LIMIT     # for all files together
        parts: dict[str, Part] = {}
        for name, mark in sorted(marks_by_name.items()):
            key, before = os.fsencode(name).decode("utf-8", "backslashreplace"), None
            before = known.get(key)
            if same and before is not None and before.mark == mark:
                parts[key] = before
                continue
            parts[key] = self._part(name, wide, before, until - time.monotonic())
        if not parts and holds_something(self._path):
            said = f"it holds no {', '.join(ENDINGS)} file, so nothing in it counts as busy"
            parts[""] = Part("", (Unit("", "", (), said),), 0)
        unfinished = any(not part.mark for part in parts.values())
        marks: Mapping[str, str] = {} if unfinished else {"folder": whole}
        return memory_of(wide.context, wide.first, wide.last, marks, parts)

    def close(self) -> None:
        """Do nothing: nothing stays open."""

    def _listed(self) -> dict[str, str]:
        try:
            marks = {name: _mark(info) for name, info in files_below(self._path).items()}
        except TooManyFolders:
            raise CalendarUnreachable(f"{self.where} holds more than {MOST_FOLDERS} folders",
                                      "Name those with calendars under `busy:`.") from None
        except OSError as error:
            raise _unreadable(self.where, error) from None
        if len(marks) > MOST_FILES:
            raise CalendarUnreachable(f"{self.where} holds more than {MOST_FILES:,} .ics files",
                                      "Name one with fewer under `busy:`.")
        return marks

    def _is_hidden(self, name: str) -> bool:
        """Return whether something else is in the place of a file that was read, or of a folder above it."""
        above = next(path for path in (self._path / name, *(self._path / name).parents) if os.path.lexists(path))
        return above == self._path / name or not above.is_dir()

    def _part(self, name: str, wide: BusyQuery, before: Part | None, patience: float) -> Part:
        """Read the events of one file. If that fails, the known events are kept and it is read again next time."""
        try:
            data, mark = _read(self._path / name)
            return read_part(data, mark, wide, before, patience, name)
        except BrokenCalendar as problem:
            said = f"{name} {problem}"
        except OSError as error:
            said = f"{name} cannot be read ({error.strerror})"
        kept = tuple(unit for unit in before.units if unit.uid) if before is not None else ()
        return Part("", (*kept, Unit("", "", (), said)), len(kept))


def _read(path: Path) -> tuple[bytes, str]:
    """Return the file's bytes and its mark. Raises OSError, and BrokenCalendar if it is too large."""
    fd = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)   # do not wait for a pipe
    with os.fdopen(fd, "rb") as file:
        info = os.fstat(fd)
        if not stat.S_ISREG(info.st_mode):
            raise OSError(errno.EINVAL, "not a file but a folder, a pipe or a device")
        data = file.read(LARGEST_TEXT + 1)
    if len(data) > LARGEST_TEXT:
        raise BrokenCalendar(f"is larger than {LARGEST_TEXT // 1024 // 1024} MiB")
    return data, _mark(info)


def _mark(info: os.stat_result) -> str:
    return f"{info.st_dev}:{info.st_ino}:{info.st_size}:{info.st_mtime_ns}:{info.st_ctime_ns}"


def _unreadable(where: str, error: OSError) -> CalendarUnreachable:
    if error.errno in (errno.ENOENT, errno.ENOTDIR):
        hint = "Correct `busy:`, or wait for the program that writes it."
        return CalendarUnreachable(f"{where} does not exist", hint)
    reason = "no permission" if error.errno in (errno.EACCES, errno.EPERM) else (error.strerror or "input/output error")
    return CalendarUnreachable(f"{where} cannot be read: {reason.lower()}", "Look at its permissions.")
