"""Write a file so that at any instant the old one or the new one is on disk as a whole.

Takes a path and bytes. The new file is written beside the old one, synced, and renamed over it; the folder is synced
too. Mode and owner are kept if the system allows it, and a symbolic link still points to its file. Leaves a temporary
file behind only after kill -9: its name starts with a dot, and `sweep` removes it an hour later.
"""

from __future__ import annotations

import contextlib
import errno
import os
import stat
import tempfile
from dataclasses import dataclass
from pathlib import Path

from followupd.errors import CalendarUnreachable

PREFIX, SUFFIX = ".followupd-", ".tmp"
OLD = 3600.0             # seconds after which no write can still be using a temporary file
NO_FILE = errno.ESPIPE   # what `read` raises for a pipe or a device


class ChangedMeanwhile(Exception):
    """Another program wrote the file between our read and our rename."""


@dataclass(frozen=True, slots=True)
class FileState:
    """The bytes of a file, and a mark that differs for any later file of that name."""

    data: bytes
    mark: tuple[int, int, int]   # inode, size, time of change in nanoseconds


def read(path: Path) -> FileState | None:
    """Return the file as it is now, None if there is none. Raises OSError, also for a folder, a pipe or a device."""
    return _read(path, -1)


def read_some(path: Path, most: int) -> bytes:
    """Return at most so many bytes of a file. Raises OSError, as `read` does."""
    state = _read(path, most)
    return b"" if state is None else state.data


def _read(path: Path, most: int) -> FileState | None:
    try:
        fd = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)   # do not wait for a pipe
    except FileNotFoundError:
        return None
    try:
        info = os.fstat(fd)
        if stat.S_ISDIR(info.st_mode):
            raise IsADirectoryError(errno.EISDIR, "a folder")
        if not stat.S_ISREG(info.st_mode):
            raise OSError(NO_FILE, "a pipe or a device")
        with os.fdopen(fd, "rb", closefd=False) as file:
            return FileState(file.read(most), _mark(info))
    finally:
        os.close(fd)


def replace(path: Path, data: bytes, expecting: FileState | None) -> FileState:
    """Replace the file that was read as `expecting` (None: there was none) by `data`.

    A new file gets mode 0600. A read-only file is refused, even if its folder would let us replace it. Raises
    ChangedMeanwhile, OSError; the old file is then untouched.
    """
    target = Path(os.path.realpath(path))
    if expecting is not None and target.exists() and not os.access(target, os.W_OK):
        raise PermissionError(errno.EACCES, "read-only")
    fd, name = tempfile.mkstemp(prefix=PREFIX, suffix=SUFFIX, dir=target.parent)
    temporary = Path(name)
    try:
        with os.fdopen(fd, "wb") as file:
            _keep_rights(file.fileno(), target)
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
            mark = _mark(os.fstat(file.fileno()))
        if expecting is None:
            _place_new(temporary, target)
        else:
            if _mark_at(target) != expecting.mark:
                raise ChangedMeanwhile(str(path))
            temporary.replace(target)
        sync_folder(target.parent)
    finally:
        temporary.unlink(missing_ok=True)
    return FileState(data, mark)


def remove(path: Path, expecting: FileState) -> None:
    """Remove the file that was read as `expecting`. Raises ChangedMeanwhile, OSError."""
    target = Path(os.path.realpath(path))
    if _mark_at(target) != expecting.mark:
        raise ChangedMeanwhile(str(path))
    path.unlink()
    sync_folder(path.parent)


def is_temporary(name: str) -> bool:
    """Return whether a file is one that `replace` writes, or left after kill -9."""
    return name.startswith(PREFIX) and name.endswith(SUFFIX)


def sweep(path: Path, written: FileState) -> int:
    """Remove what killed writes left beside this file, which has just been written; return how many files.

    Their age is measured by the clock of the file system. Never raises OSError.
    """
    folder, now, removed = Path(os.path.realpath(path)).parent, written.mark[2] / 1e9, 0
    with contextlib.suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if not is_temporary(entry.name):
                continue
            with contextlib.suppress(OSError):   # of another user, or already gone
                info = entry.stat(follow_symlinks=False)
                if stat.S_ISREG(info.st_mode) and info.st_uid == os.geteuid() and now - info.st_mtime > OLD:
                    Path(entry.path).unlink()
                    removed += 1
    return removed


def sync_folder(folder: Path) -> None:
    """Sync a folder, so that a rename or removal in it survives a power cut."""
    fd = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(fd)
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.ENOTSUP):   # this file system cannot sync a folder
            raise
    finally:
        os.close(fd)


def unreachable(path: Path, error: OSError, doing: str = "written") -> CalendarUnreachable:
    """Return the error for an OSError, with what to do about it."""
    folder = path.parent
    match error.errno:
        case errno.ENOENT | errno.ENOTDIR:
            what, hint = f"the folder {folder} does not exist", f"Make it (mkdir -p {folder}) or correct `calendar:`."
        case errno.EACCES | errno.EPERM:
            what, hint = "no permission", f"Allow this user to read and write {path} and {folder}."
        case errno.EROFS:
            what, hint = "the file system is read-only", "Mount it for writing, or choose another `calendar:`."
        case errno.ENOSPC | errno.EDQUOT:
            what, hint = "the disk is full", "Free some space; the calendar is as it was before."
        case errno.EISDIR:
            what, hint = "it is a folder", "Name a file, or say in `calendar:` that it is a folder of .ics files."
        case errno.ESPIPE:
            what, hint = "it is not a file but a pipe or a device", "Name a file in `calendar:`."
        case _:
            what, hint = (error.strerror or "input/output error").lower(), "Look at the disk, then run: followupd sync"
    return CalendarUnreachable(f"{path}: could not be {doing}: {what}", hint)


def is_about_one_file(error: CalendarUnreachable) -> bool:
    """Return whether another file may well be written in spite of this: not on a full or damaged disk."""
    return isinstance(error.__cause__, OSError) and error.__cause__.errno in (errno.EACCES, errno.EPERM, errno.EISDIR)


def _place_new(temporary: Path, target: Path) -> None:
    """Give the file its name, unless another file has that name by now."""
    try:
        os.link(temporary, target)
    except FileExistsError:
        raise ChangedMeanwhile(str(target)) from None
    except OSError:   # file systems without hard links (FAT, some network shares)
        if os.path.lexists(target):
            raise ChangedMeanwhile(str(target)) from None
        temporary.replace(target)


def _keep_rights(fd: int, target: Path) -> None:
    try:
        old = target.stat()
    except FileNotFoundError:
        return   # mkstemp's 0600
    with contextlib.suppress(PermissionError):   # a file of another user in a shared folder becomes ours
        if (old.st_uid, old.st_gid) != (os.geteuid(), os.getegid()):
            os.fchown(fd, old.st_uid, old.st_gid)
    os.fchmod(fd, old.st_mode & 0o7777)


def _mark(info: os.stat_result) -> tuple[int, int, int]:
    return info.st_ino, info.st_size, info.st_mtime_ns


def _mark_at(target: Path) -> tuple[int, int, int] | None:
    try:
        return _mark(target.stat())
    except FileNotFoundError:
        return None
