"""Mbox files: many mails in one file, each behind a line "From ...".

Takes the paths; gives sightings. A file as before costs one stat; one that grew is read from its last mail on; one that
was written again is read as a whole, but of each mail only the header. A header that is still being written waits for
the next look. Locks nothing.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

from followupd.errors import AGAIN, Failure
from followupd.evidence.mail.file_mailbox import FileMailbox, FilesRead
from followupd.evidence.mail.folder_names import may_hold_sent
from followupd.evidence.mail.heads import HEAD, end_of_header, read_head

BLOCK = 1024 * 1024
USUAL_HEAD = 16 * 1024
LONGEST_LINE = 512          # a line "From ..." is shorter
MARK = 512                  # bytes by which the last mail is known again
# Thunderbird writes no sender and no time; what follows must begin like a header, since anybody may write "From ".
_BEGIN = re.compile(
    rb"(?:\A|\n\r?\n)(From (?:[^\n]{1,400}[0-9]:[0-9]{2}[^\n]{0,100}\r?\n|\r?\n(?=[A-Z][!-9;-~]{1,60}:)))"
)


class Mbox(FileMailbox):
    """Some mbox files, read as one mailbox."""

    def read(self, files: FilesRead) -> None:
        """Read what is new in each file."""
        for path in self._target.paths:
            key = str(path)
            try:
                files.folders[key] = self._read(path.expanduser(), files.known.get(key, {}), files)
            except OSError as error:
                said = f"{path} cannot be read: {(error.strerror or 'no reason').lower()}"
                files.failures.append(Failure(said, f"Look at `mbox:` below `mail:`. {AGAIN}"))
            except Failure as failure:
                files.failures.append(failure)
            else:
                files.names.append(path.name)

    def _read(self, path: Path, row: dict[str, Any], files: FilesRead) -> dict[str, Any]:
        """Add the new mails of a file; return what to remember of it."""
        handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)      # a pipe would wait for a writer
        try:
            state = os.fstat(handle)
            if not stat.S_ISREG(state.st_mode):
                raise Failure(f"{path} is not a file", "Correct `mbox:` below `mail:`.")
            stamp = [state.st_ino, state.st_size, state.st_mtime_ns]
            if row.get("stamp") == stamp:
                return row
            offset = row.get("offset", 0)
            if _mark(handle, offset) != row.get("mark"):
                offset = 0
            if state.st_size and os.pread(handle, 5, 0) != b"From ":
                raise Failure(f"{path} is not an mbox file", "Correct `mbox:` below `mail:`.")
            sent, label = may_hold_sent(path.stem), path.name
            for begin, behind in _mails(handle, offset):
                head = _head(handle, behind)
                if head is None:
                    break       # still being written
                offset = begin
                mail = read_head(head, files.listed, label, sent=sent, subjects=self._target.subjects)
                if mail is not None:
                    files.mails.append(mail)
            return {"stamp": stamp, "offset": offset, "mark": _mark(handle, offset)}
        finally:
            os.close(handle)


def _mark(handle: int, offset: int) -> str:
    """Return a hash of the beginning of the mail at this place; its header does not change if others are added."""
    data = os.pread(handle, MARK, offset)
    end = end_of_header(data)
    return sha256(data if end < 0 else data[:end]).hexdigest()[:32]


def _mails(handle: int, offset: int) -> Iterator[tuple[int, int]]:
    """Yield where each mail begins, and where its header does, from one that begins at the offset on."""
    kept, base = b"", offset
    while block := os.pread(handle, BLOCK, base + len(kept)):
        data = kept + block
        last = 0
        for match in _BEGIN.finditer(data):
            if match.start(1) > 0 or base == offset:
                last = match.end(1)
                yield base + match.start(1), base + match.end(1)
        rest = max(last - 2, len(data) - LONGEST_LINE - 4, 0)
        kept, base = data[rest:], base + rest


def _head(handle: int, offset: int) -> bytes | None:
    """Return the first bytes of a mail, with its whole header; None if the file ends in it."""
    for size in (USUAL_HEAD, HEAD):
        data = os.pread(handle, size, offset)
        if end_of_header(data) >= 0:
            return data
        if len(data) < size:
            return None
    return data
