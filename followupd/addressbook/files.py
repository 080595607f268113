"""Address books on this machine: a .vcf file with many cards, or a folder of .vcf files, as vdirsyncer writes it.

An unchanged file costs one stat, an unchanged folder one for each of its files: a file that is edited in its place
changes nothing of its folder. Never writes, never locks, and never waits for a pipe.
"""

from __future__ import annotations

import codecs
import errno
import os
import stat
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import BinaryIO

from followupd.addressbook.protocol import BookMemory, BookPart
from followupd.errors import NO_FILE, Failure, unreadable

ENDINGS = (".vcf", ".vcard")
LARGEST_FILE = 512 * 1024 * 1024      # bytes: some thousand cards with their pictures
MOST_FILES, MOST_FOLDERS = 50_000, 500
WHERE = "Correct `addressbook:`, or wait for the program that writes it."


class CardFile:
    """A .vcf file."""

    far = False

    def __init__(self, path: Path) -> None:
        """Take the file; nothing is read yet."""
        self._path = path.expanduser().absolute()
        self.label = self._path.name
        self.key = str(self._path)

    def look(self, memory: BookMemory | None) -> BookMemory | None:
        """See `AddressBook.look`."""
        before = memory.parts.get("") if memory is not None else None
        try:
            mark = _mark(self._path.stat())
            if before is not None and before.mark == mark:
                return None
            part = _read(self._path, self.label, self.label, before)
        except OSError as error:
            raise _unreadable(self._path, error) from None
        return BookMemory({}, {"": part})

    def close(self) -> None:
        """Do nothing: nothing stays open."""


class CardFolder:
    """A folder of .vcf files, or of folders of them. Hidden files and other files are not opened."""

    far = False

    def __init__(self, path: Path) -> None:
        """Take the folder; nothing is read yet."""
        self._path = path.expanduser().absolute()
        self.label = f"{self._path.name}/"
        self.key = str(self._path)

    def look(self, memory: BookMemory | None) -> BookMemory | None:
        """See `AddressBook.look`."""
        try:
            marks = dict(self._files())
        except OSError as error:
            raise _unreadable(self._path, error) from None
        if not marks:
            raise Failure(f"{self._path} holds no .vcf file", WHERE)
        known = memory.parts if memory is not None else {}
        parts = dict(self._part(name, mark, known) for name, mark in marks.items())
        return None if memory is not None and parts == known else BookMemory({}, parts)

    def close(self) -> None:
        """Do nothing: nothing stays open."""

    def _part(self, name: str, mark: str, known: Mapping[str, BookPart]) -> tuple[str, BookPart]:
        shown = os.fsencode(name).decode("utf-8", "backslashreplace")
        before = known.get(shown)
        if before is not None and before.mark == mark:
            return shown, before
        try:
            return shown, _read(self._path / name, self.label, shown, before)
        except OSError as error:
            kept = before.cards if before is not None else ()
            return shown, BookPart("", kept, (f"{self.label}{shown} cannot be read: {unreadable(error)}",))

    def _files(self) -> Iterator[tuple[str, str]]:
        """Yield each file below the folder with its mark. Raises OSError."""
        seen, found, waiting = set(), 0, [""]
        while waiting:
            below = waiting.pop()
            info = (self._path / below).stat()
            if (info.st_dev, info.st_ino) in seen:
                continue
            seen.add((info.st_dev, info.st_ino))
            with os.scandir(self._path / below) as entries:
                for entry in entries:
                    if entry.name.startswith("."):
                        continue
                    if entry.is_dir():
                        waiting.append(f"{below}{entry.name}/")
                    elif entry.name.lower().endswith(ENDINGS):
                        found += 1
                        yield f"{below}{entry.name}", _mark(entry.stat(follow_symlinks=entry.is_file()))
            if found > MOST_FILES or len(seen) > MOST_FOLDERS:
                raise OSError(errno.E2BIG, f"it has more than {MOST_FILES:,} .vcf files or {MOST_FOLDERS} folders")


def _read(path: Path, book: str, name: str, before: BookPart | None) -> BookPart:
    """Return the cards of a file. Raises OSError."""
    from followupd.addressbook.cards import part_with_cards  # what has not changed does without

    fd = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)      # do not wait for a pipe
    with os.fdopen(fd, "rb") as file:
        info = os.fstat(fd)
        if not stat.S_ISREG(info.st_mode):
            raise OSError(errno.EINVAL, NO_FILE)
        if info.st_size > LARGEST_FILE:
            raise OSError(errno.EFBIG, f"it is larger than {LARGEST_FILE >> 20} MiB")
        return part_with_cards(_lines(file), _mark(info), book, name, before)


def _lines(file: BinaryIO) -> Iterator[bytes]:
    """Yield the lines of a file with any line ends, a few at a time: what it holds may be larger than memory."""
    start = file.read(2)
    if start in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        yield from (start + file.read()).decode("utf-16", "replace").encode("utf-8", "replace").splitlines()
        return
    file.seek(0)
    for line in file:
        text = line.rstrip(b"\r\n")
        yield from text.splitlines() if b"\r" in text else (text,)


def _mark(info: os.stat_result) -> str:
    return f"{info.st_dev}:{info.st_ino}:{info.st_size}:{info.st_mtime_ns}:{info.st_ctime_ns}"


def _unreadable(path: Path, error: OSError) -> Failure:
    if error.errno in (errno.ENOENT, errno.ENOTDIR):
        return Failure(f"{path} does not exist", WHERE)
    denied = error.errno in (errno.EACCES, errno.EPERM)
    return Failure(f"{path} cannot be read: {_reason(error)}", "Look at its permissions." if denied else WHERE)


def _reason(error: OSError) -> str:
    denied = error.errno in (errno.EACCES, errno.EPERM)
    return "no permission" if denied else (error.strerror or "input/output error").lower()
