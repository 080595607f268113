"""A Maildir: one file for each mail, in `cur` and `new` of each folder.

Takes the paths; gives sightings. A folder whose two times are as before costs two stats; of another one only the names
are listed, and only files that arrived since the last look are opened. Moves, marks and locks nothing.
"""

from __future__ import annotations

import os
import re
import stat
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from followupd.core.noticing.mail import ANSWERED_WITHIN
from followupd.errors import Failure
from followupd.evidence.mail.file_mailbox import FileMailbox, FilesRead
from followupd.evidence.mail.folder_names import from_wire, is_left_out, may_hold_sent
from followupd.evidence.mail.heads import HEAD, read_head

MOST_FOLDERS = 500
SLACK = 2 * 86400           # seconds: a file may get its name on another machine, whose clock differs
TICK = 2.0                  # seconds in which a folder may change without another time
_ARRIVED = re.compile(r"([0-9]{9,10})[.,_]")


class Maildir(FileMailbox):
    """One Maildir, or several, with the folders in them."""

    def read(self, files: FilesRead) -> None:
        """Read what is new in each folder. Raises Failure if there is no Maildir."""
        for root in self._target.paths:
            found = list(_folders(root.expanduser()))
            if not found:
                raise Failure(f"{root} is not a Maildir: it has no folder `cur`", "Correct `maildir:` below `mail:`.")
            for path, name in found:
                key = str(path)
                folder = _MailFolder(path, self._target.named(name), may_hold_sent(name), self._target.subjects)
                files.folders[key] = folder.read(files.known.get(key, {}), files)
                files.names.append(name)
        files.names.sort()


def _folders(root: Path) -> Iterator[tuple[Path, str]]:
    """Yield each folder with its name: the root itself is the inbox; `.Sent` (Maildir++) or `Sent/` below it.

    Those of drafts and junk are left out.
    """
    waiting, found = [(root, "")], 0
    while waiting:
        path, name = waiting.pop(0)
        try:
            inner = sorted(entry.name for entry in os.scandir(path) if entry.is_dir(follow_symlinks=path == root))
        except OSError:
            if path == root:
                raise Failure(f"{root} cannot be read", "Correct `maildir:` below `mail:`.") from None
            continue
        if "cur" in inner and found < MOST_FOLDERS:
            found += 1
            yield path, name or "INBOX"
        for one in inner:
            shown = from_wire(one.lstrip("."))
            if one not in {"cur", "new", "tmp"} and name.count("/") < 3 and not is_left_out(shown):
                waiting.append((path / one, f"{name}/{shown}" if name else shown))


@dataclass(frozen=True, slots=True)
class _MailFolder:
    path: Path
    label: str
    sent: bool
    subjects: bool

    def read(self, row: dict[str, Any], files: FilesRead) -> dict[str, Any]:
        """Add the new mails; return what to remember: the folder's times, and which of the latest files are known."""
        looked = time.time()
        times = [_changed(self.path / sub) for sub in ("cur", "new")]
        if row.get("times") == times and max(times) / 1e9 < row.get("looked", 0) - TICK:
            return row
        first = (files.about.since - ANSWERED_WITHIN).timestamp()
        horizon = max(first, row["latest"] - SLACK) if "latest" in row else first
        known = set(row.get("known", ()))
        latest, recent = float(row.get("latest", 0)), []
        for sub in ("cur", "new"):
            for name in _names(self.path / sub):
                base, *flags = re.split(r"[:;!]2,", name)
                arrived = self._arrived(sub, name)
                if arrived is None or arrived < horizon or "D" in "".join(flags):       # a draft
                    continue
                short = sha256(base.encode("utf-8", "surrogateescape")).hexdigest()[:12]
                if short not in known and not self._open(sub, name, arrived, files):
                    continue        # moved meanwhile: the folder has another time now
                recent.append((arrived, short))
                latest = max(latest, min(arrived, looked))
        kept = sorted({short for arrived, short in recent if arrived >= latest - SLACK})
        return {"times": times, "looked": int(looked), "latest": int(latest), "known": kept}

    def _arrived(self, sub: str, name: str) -> float | None:
        """Return when a file came, by its name, else by its own time."""
        if match := _ARRIVED.match(name):
            return float(match[1])
        try:
            return (self.path / sub / name).stat().st_mtime
        except OSError:
            return None

    def _open(self, sub: str, name: str, arrived: float, files: FilesRead) -> bool:
        data = _first_bytes(self.path / sub / name)
        if data is None:
            return False
        at = datetime.fromtimestamp(arrived, UTC)
        mail = read_head(data, files.listed, self.label, sent=self.sent, subjects=self.subjects, arrived=at)
        if mail is not None:
            files.mails.append(mail)
        return True


def _changed(path: Path) -> int:
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0


def _names(path: Path) -> list[str]:
    try:
        return os.listdir(path)     # noqa: PTH208 - names alone: a Path for each of 100,000 takes ten times as long
    except FileNotFoundError:
        return []
    except OSError as error:
        raise Failure(f"{path} cannot be read: {(error.strerror or 'no reason').lower()}") from None


def _first_bytes(path: Path) -> bytes | None:
    """Return the first bytes of a regular file; None if there is none that we may read."""
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)      # a pipe would wait for a writer
    except OSError:
        return None
    try:
        return os.read(handle, HEAD) if stat.S_ISREG(os.fstat(handle).st_mode) else None
    except OSError:
        return None
    finally:
        os.close(handle)
