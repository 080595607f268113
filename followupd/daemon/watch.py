"""Watch files, and ring as soon as one of them changes.

Takes paths, each with the reason to ring for; rings from its own thread. Watches folders, not files, since editors
replace a file by moving another over it. Never reads a file, and never polls.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from watchdog.events import (
    DirCreatedEvent,
    DirDeletedEvent,
    DirMovedEvent,
    FileClosedEvent,
    FileCreatedEvent,
    FileDeletedEvent,
    FileMovedEvent,
    FileSystemEvent,
    FileSystemEventHandler,
)
from watchdog.observers import Observer
from watchdog.observers.api import ObservedWatch

from followupd.addressbook.files import ENDINGS as CARD_ENDINGS
from followupd.calendars.folders import ENDINGS as CALENDAR_ENDINGS
from followupd.calendars.folders import files_below, folders_of, has_ending
from followupd.calendars.protocol import OwnWrite

# A write counts when the file is closed: before that it may hold half a line.
EVENTS: list[type[FileSystemEvent]] = [
    FileClosedEvent, FileMovedEvent, FileCreatedEvent, FileDeletedEvent,
    DirCreatedEvent, DirMovedEvent, DirDeletedEvent,
]
ENDINGS = (*CALENDAR_ENDINGS, *CARD_ENDINGS)    # of the files in a folder that is watched
MOST_LINKS = 40   # as Linux: longer chains of symbolic links are loops


@dataclass(frozen=True, slots=True)
class _Sight:
    """The targets to watch: `folders`, and the reasons to ring at exact paths, and for files of ENDINGS in a folder."""

    folders: frozenset[str]
    names: Mapping[str, str]
    inside: Mapping[str, str]


class Watcher:
    """Watches paths until closed. A path may be missing, a symbolic link, or a folder of calendars or cards."""

    def __init__(self, paths: Mapping[Path, str], ring: Callable[[str], None]) -> None:
        """`paths` gives for each path the reason that `ring` is called with when it changes."""
        self._ring = ring
        self._sight = _Sight(frozenset(), {}, {})
        self._watches: dict[str, tuple[ObservedWatch, tuple[int, int]]] = {}
        self._lock = Lock()
        self._handler = _Handler(self._seen)
        self._observer = Observer()
        self._observer.start()
        self.update(paths)

    def update(self, paths: Mapping[Path, str]) -> tuple[Path, ...]:
        """Watch these paths instead. Links are followed again; new and replaced folders are noticed.

        Returns the folders that cannot be watched (the system's limit on watches, or no permission).
        """
        with self._lock:
            sight = _look(paths)
            self._sight = sight
            for folder in set(self._watches) - sight.folders:
                self._drop(folder)
            blind = []
            for folder in sorted(sight.folders):
                if not self._take(folder):
                    blind.append(Path(folder))
            return tuple(blind)

    def close(self) -> None:
        """Stop watching."""
        self._observer.stop()
        self._observer.join()

    def _take(self, folder: str) -> bool:
        """Watch a folder, again if another one of its name has replaced it."""
        try:
            found = Path(folder).stat()
            identity = (found.st_dev, found.st_ino)
            if folder in self._watches and self._watches[folder][1] == identity:
                return True
            self._drop(folder)
            watch = self._observer.schedule(self._handler, folder, event_filter=EVENTS)
            self._watches[folder] = (watch, identity)
        except OSError:
            return False
        return True

    def _drop(self, folder: str) -> None:
        watch, _ = self._watches.pop(folder, (None, None))
        if watch is not None:
            with suppress(KeyError, OSError):   # gone with its folder
                self._observer.unschedule(watch)

    def _seen(self, event: FileSystemEvent) -> None:
        sight = self._sight
        for path in (os.fsdecode(event.src_path), os.fsdecode(event.dest_path)):
            folder, name = os.path.split(path)
            reason = sight.names.get(path)
            if reason is None and has_ending(name, ENDINGS):
                reason = sight.inside.get(folder)
            if reason is not None:
                self._ring(reason)
                return


class _Handler(FileSystemEventHandler):
    def __init__(self, seen: Callable[[FileSystemEvent], None]) -> None:
        self._pass_on = seen

    def on_any_event(self, event: FileSystemEvent) -> None:
        self._pass_on(event)


def _look(paths: Mapping[Path, str]) -> _Sight:
    folders: set[str] = set()
    names: dict[str, str] = {}
    inside: dict[str, str] = {}
    for path, reason in paths.items():
        step = Path(os.path.normpath(path.absolute()))
        for _ in range(MOST_LINKS):
            # The folder does not exist yet: wait for its first missing part in the nearest folder that exists.
            folder, name = step.parent, step.name
            while not folder.is_dir() and folder != folder.parent:
                folder, name = folder.parent, folder.name
            real = os.path.realpath(folder)
            folders.add(real)
            names[str(Path(real) / name)] = reason
            if folder != step.parent or not step.is_symlink():
                break
            step = Path(os.path.normpath(Path(real) / step.readlink()))
        if path.is_dir():
            for one in _below(path):
                folders.add(one)
                inside[one] = reason
    return _Sight(frozenset(folders), names, inside)


def _below(path: Path) -> Iterator[str]:
    """Yield a folder and those below it, as far as they can be seen."""
    yield os.path.realpath(path)
    with suppress(OSError):
        yield from (os.path.realpath(folder) for folder, _ in folders_of(path))


def stamps(paths: Mapping[Path, str]) -> dict[Path, object]:
    """Return what differs after a change of a path: inode, size and times of a file, or of a folder's files of ENDINGS.

    None if it does not exist or may not be seen.
    """
    return {path: _stamp(path) for path in paths}


def stamps_after(seen: Mapping[Path, object], writes: Sequence[OwnWrite]) -> dict[Path, object]:
    """Return the stamps as they were `seen`, or the current ones of files that only our own writes changed.

    If somebody else wrote before, between or after our writes, the old stamp stays and therefore differs.
    """
    return {path: _after(path, stamp, writes) for path, stamp in seen.items()}


def _after(path: Path, stamp: object, writes: Sequence[OwnWrite]) -> object:
    own_writes = [write for write in writes if path in {write.path, write.path.parent}]
    if not own_writes:
        return stamp
    expected = {file: mark[_IDENTITY] for file, mark in _files(path, stamp).items()}
    for write in own_writes:
        if expected.get(write.path) == write.before:
            expected.pop(write.path, None)
            expected |= {write.path: write.after} if write.after is not None else {}
    now = _stamp(path)
    return now if {file: mark[_IDENTITY] for file, mark in _files(path, now).items()} == expected else stamp


def _files(path: Path, stamp: object) -> dict[Path, tuple[int, ...]]:
    """Return the marks of single files in a stamp."""
    if isinstance(stamp, dict):
        return {path / name: mark for name, mark in stamp.items()}
    return {path: stamp} if isinstance(stamp, tuple) else {}


def _stamp(path: Path) -> object:
    try:
        found = path.stat()
        if not stat.S_ISDIR(found.st_mode):
            return _mark(found)
        # Not the modification time of the folder: locks and temporary files beside the events change it too.
        return {name: _mark(info) for name, info in files_below(path, ENDINGS).items()}
    except OSError:
        return None


_IDENTITY = slice(1, 4)   # the part of a mark that is in `OwnWrite`: a rename changes the rest


def _mark(found: os.stat_result) -> tuple[int, ...]:
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns
