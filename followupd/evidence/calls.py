"""A call log on the disk: a file or a folder of files that a phone keeps in step, by Syncthing for example.

A file that has not changed costs one stat. A file that cannot be read in full is named with what to do, and read again
when it changes; what of it is sound counts.
"""

from __future__ import annotations

import errno
import json
import os
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from followupd.core.values.mailboxes import CallLogTarget
from followupd.core.values.sightings import CallSeen, evidence_of
from followupd.errors import NO_FILE, Failure, unreadable
from followupd.evidence.call_files import CallFileError, LoggedCall, calls_in
from followupd.evidence.numbers import KnownNumbers, is_installed
from followupd.evidence.protocol import AskedAbout, EvidenceKind, EvidenceSeen

LARGEST_FILE = 64 * 1024 * 1024      # bytes: 200,000 calls as XML
MOST_FILES = 20_000
# Files of programs that are not done with them: Syncthing, rsync, editors, browsers.
_UNFINISHED = (".tmp", ".part", ".partial", ".crdownload", ".swp", "~")
_Kept = tuple[int, list[str], bool, bool, int | None, str]      # a call as JSON
_FORM = "2"                          # of what is remembered: another one is read again


@dataclass(frozen=True, slots=True)
class _FileSeen:
    """The calls of one file as of its `mark`, and what could not be read of it."""

    mark: str
    calls: list[Any]
    problem: str = ""


class CallLog:
    """The call log at a path."""

    kind = EvidenceKind.CALLS

    def __init__(self, path: Path) -> None:
        """Take the path."""
        self.path, self._target = path, CallLogTarget(path)
        self.key, self.label = self._target.key, self._target.label

    def look(self, about: AskedAbout, memory: str) -> EvidenceSeen:
        """Return the calls with numbers of the list. Raises Failure if the file or folder cannot be read at all."""
        paths = self._files()
        whom = _whom(about)
        known = _remembered(memory, whom)
        numbers = KnownNumbers(about.numbers, about.zone, about.homes)
        seen: dict[str, _FileSeen] = {}
        for path in paths:
            try:
                mark, changed = _mark(path)
            except OSError as error:
                seen[path.name] = _FileSeen("", [], f"cannot be read: {unreadable(error)}")
                continue
            before = known.get(path.name)
            if before is not None and before.mark == mark:
                seen[path.name] = before
            elif changed >= about.since:         # an older file holds only older calls
                seen[path.name] = _read(path, mark, numbers, about)
        since = int(about.since.timestamp())
        kept = {name: _FileSeen(one.mark, [c for c in one.calls if c[0] >= since], one.problem)
                for name, one in seen.items()}
        problems = tuple(f"{self._target.named(name)} {one.problem}" for name, one in kept.items() if one.problem)
        return EvidenceSeen(tuple(self._sightings(kept)), _as_memory(whom, kept), problems)

    def _files(self) -> list[Path]:
        try:
            if not stat.S_ISDIR(os.stat(self.path).st_mode):  # noqa: PTH116 - the error names what is wrong
                return [self.path]
            names = sorted(name for name in os.listdir(self.path) if _is_whole(name))  # noqa: PTH208 - as above
        except OSError as error:
            hint = "Correct `calls:`, or wait for the program that fills it."
            raise Failure(f"{self.path} {_cannot(error).rstrip('.')}", hint) from None
        if len(names) > MOST_FILES:
            raise Failure(f"{self.path} holds more than {MOST_FILES} files", "Move old ones elsewhere.")
        return [self.path / name for name in names]

    def _sightings(self, files: dict[str, _FileSeen]) -> Iterator[CallSeen]:
        for name, one in files.items():
            for at, numbers, incoming, missed, seconds, written in one.calls:
                yield CallSeen(
                    evidence_of("call", written or str(at), str(incoming)), datetime.fromtimestamp(at, UTC),
                    self._target.named(name), tuple(numbers), incoming, missed, seconds,
                )


def _is_whole(name: str) -> bool:
    return not name.startswith((".", "~")) and not name.lower().endswith(_UNFINISHED)


def _whom(about: AskedAbout) -> str:
    """Return a mark of everything that the calls of a file depend on, beside the file."""
    said = [_FORM, *about.numbers, str(about.zone), str(is_installed()), *map(" ".join, about.homes)]
    return sha256("\n".join(said).encode("utf-8", "replace")).hexdigest()[:16]


def _mark(path: Path) -> tuple[str, datetime]:
    info = path.stat()
    changed = datetime.fromtimestamp(max(info.st_mtime, info.st_ctime), UTC)
    return f"{info.st_ino}:{info.st_size}:{info.st_mtime_ns}:{info.st_ctime_ns}", changed


def _read(path: Path, mark: str, numbers: KnownNumbers, about: AskedAbout) -> _FileSeen:
    """Return the calls of a file up to the first thing that is wrong in it."""
    calls: dict[LoggedCall, _Kept] = {}
    problem = ""
    try:
        fd = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)      # do not wait for a pipe
        with os.fdopen(fd, "rb") as file:
            info = os.fstat(fd)
            _check(info)
            for call in calls_in(file, about.zone):
                whose = numbers.called(call.number) if call.at >= about.since else ()
                if whose:
                    at = int(call.at.timestamp())
                    calls[call] = (at, list(whose), call.incoming, call.missed, call.seconds, call.written)
    except CallFileError as error:
        problem = str(error)
    except OSError as error:
        problem = f"cannot be read: {unreadable(error)}"
    return _FileSeen(mark, list(calls.values()), problem)


def _check(info: os.stat_result) -> None:
    if not stat.S_ISREG(info.st_mode):
        raise OSError(errno.EINVAL, NO_FILE)
    if info.st_size > LARGEST_FILE:
        raise CallFileError(f"is larger than {LARGEST_FILE >> 20} MiB. Keep fewer calls in the backup.")


def _cannot(error: OSError) -> str:
    if error.errno in (errno.ENOENT, errno.ENOTDIR):
        return "does not exist."
    if error.errno in (errno.EACCES, errno.EPERM):
        return "cannot be read: no permission. Look at its permissions."
    return f"cannot be read: {(error.strerror or 'input/output error').lower()}."


def _remembered(memory: str, whom: str) -> dict[str, _FileSeen]:
    """Return the files as they were last read; none if others were asked about then."""
    try:
        found = json.loads(memory) if memory else {}
        if found.get("whom") != whom:
            return {}
        return {name: _FileSeen(*one) for name, one in found["files"].items()}
    except (ValueError, TypeError, KeyError, AttributeError):
        return {}


def _as_memory(whom: str, files: dict[str, _FileSeen]) -> str:
    kept: Iterable[tuple[str, list[Any]]] = ((name, [one.mark, one.calls, one.problem]) for name, one in files.items())
    return json.dumps({"whom": whom, "files": dict(kept)}, ensure_ascii=False, separators=(",", ":"))
