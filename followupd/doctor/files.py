"""An .ics file or folder as a calendar: whether it can be read, written and shown by others, and who else uses it.

Takes the target, returns checks. Never writes into the calendar, where a daemon would see it: a hidden file beside it
goes through all steps of a write (create, sync, rename) and is removed again.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import re
from collections.abc import Iterator
from datetime import tzinfo
from pathlib import Path

from followupd.calendars.files import atomic
from followupd.calendars.files.folder import Vdir
from followupd.calendars.files.ics_file import IcsFile
from followupd.calendars.ical.cutter import decode
from followupd.calendars.open import open_calendar
from followupd.calendars.protocol import Calendar, Snapshot
from followupd.core.values.targets import IcsTarget
from followupd.doctor import readers
from followupd.doctor.checks import UNREACHABLE, Check, failed, ok, problem, skipped, warning
from followupd.doctor.own_side import room
from followupd.errors import CalendarUnreachable
from followupd.hitlist.calendars import is_folder

PROBE = f"{atomic.PREFIX}probe-"
PROBLEMS_NAMED = 3  # how many problems are shown
# Files that programs leave in folders that they synchronise (Syncthing, Dropbox, Nextcloud, Google Drive).
SYNC_MARKS = {
    ".stfolder": "Syncthing", ".dropbox": "Dropbox", ".dropbox.cache": "Dropbox", ".nextcloudsync.log": "Nextcloud",
    ".owncloudsync.log": "ownCloud", ".tmp.driveupload": "Google Drive", ".tmp.drivedownload": "Google Drive",
}
SYNC_NAMES = {"Dropbox": "Dropbox", "OneDrive": "OneDrive", "com~apple~CloudDocs": "iCloud Drive",
              "My Drive": "Google Drive", "Nextcloud": "Nextcloud"}
_CONFLICT = re.compile(r"conflicted copy|\.sync-conflict-|\(conflict|_conf\(", re.IGNORECASE)


def examine_files(target: IcsTarget, list_name: str, zone: tzinfo, token: str, home: Path) -> Iterator[Check]:
    """Examine reading, then writing beside it, then other programs. Paths are shown relative to `home`."""
    path = Path(os.path.realpath(target.path.expanduser()))   # what is written is where a link leads
    folder = path if target.is_folder else path.parent
    label = str(target.path.relative_to(home) if target.path.is_relative_to(home) else target.path)
    yield from _reading(target, path, label, open_calendar(target, list_name, zone))
    if not is_folder(folder):
        yield skipped("writing", f"the folder {folder} is not there")
        return
    yield trial(folder, token)
    yield from room("disk", folder)
    yield _neighbours(folder, [] if target.is_folder else [path])


def _reading(target: IcsTarget, path: Path, label: str, calendar: Calendar) -> Iterator[Check]:
    try:
        snapshot = calendar.read()
    except CalendarUnreachable as error:
        yield failed("calendar", error)
        yield skipped("other programs", "the calendar cannot be read")
        return
    if not snapshot.exists:
        if target.is_folder:
            yield problem("calendar", f"{label}: the folder is not there", f"Make it: mkdir -p {path}", UNREACHABLE)
        else:
            yield ok("calendar", f"{label} does not exist yet; the first event creates it")
        yield skipped("other programs", "there is nothing to look at yet")
        return
    yield events_of_ours(label, snapshot)
    if isinstance(calendar, Vdir):
        found = [f"{p.href} {fault}" for p in snapshot.events for fault in readers.faults(p.raw)]
        yield readers.check_of("other programs", found, "every event of ours can be read by them")
    elif isinstance(calendar, IcsFile):     # the file of another backend is not iCalendar
        yield _file_for_others(path)


def events_of_ours(label: str, snapshot: Snapshot) -> Check:
    """Return a check of how many events of ours there are, and which cannot be read."""
    many = len(snapshot.events)
    sentence = f"{label}: {many} {'event' if many == 1 else 'events'} of followupd"
    if snapshot.problems:
        rest = len(snapshot.problems) - PROBLEMS_NAMED
        more = f" And {rest} more." if rest > 0 else ""
        return warning("calendar", f"{sentence}; {' '.join(snapshot.problems[:PROBLEMS_NAMED])}{more}",
                       "Correct them in a calendar program, or delete them there.")
    if snapshot.doubles:
        return warning("calendar", f"{sentence}; {len(snapshot.doubles)} of them exist twice",
                       "Delete one of each pair in a calendar program.")
    return ok("calendar", sentence)


def _file_for_others(path: Path) -> Check:
    name = "other programs"
    try:
        state = atomic.read(path)
    except OSError as error:
        return failed(name, atomic.unreachable(path, error, "read"))
    text = decode(state.data) if state is not None else ""
    if len(text) > readers.LARGEST_PARSED:
        return skipped(name, f"{path} is too large to be parsed as a whole")
    return readers.check_of(name, readers.faults(text) + readers.spelling(text), "they can read the file")


def trial(folder: Path, token: str) -> Check:
    """Go through all steps of a write with a hidden file, and remove what an earlier trial left."""
    path = folder / f"{PROBE}{token}"
    try:
        try:
            first = atomic.replace(path, b"followupd doctor\r\n", None)
            second = atomic.replace(path, b"followupd doctor, again\r\n", first)
            back = atomic.read(path)
            removed = _leftovers(folder, path)
            atomic.remove(path, second)
        finally:
            path.unlink(missing_ok=True)
    except atomic.ChangedMeanwhile:
        return warning("writing", f"another program changes new files in {folder}",
                       "Is the folder synchronised? Then run followupd on one machine only.")
    except OSError as error:
        return failed("writing", atomic.unreachable(folder, error))
    if back is None or back.data != second.data:
        return problem("writing", f"{folder} returns something else than was written",
                       "Look at the disk, or choose another `calendar:`.", UNREACHABLE)
    swept = f"; {removed} temporary {'file' if removed == 1 else 'files'} of an earlier one removed" if removed else ""
    return ok("writing", f"a file beside it was written, synced, renamed and removed{swept}")


def _leftovers(folder: Path, fresh: Path) -> int:
    """Remove what a killed doctor or a killed write left, by age on the clock of the file system."""
    now, removed = fresh.stat().st_mtime, 0
    for path in sorted(folder.glob(f"{atomic.PREFIX}*")):
        ours = path.name.startswith(PROBE) or path.suffix == ".tmp"
        with contextlib.suppress(OSError):   # of another user, or already gone
            if ours and path != fresh and path.is_file() and (
                path.name.startswith(PROBE) or now - path.stat().st_mtime > atomic.OLD
            ):
                path.unlink()
                removed += 1
    return removed


def _neighbours(folder: Path, files: list[Path]) -> Check:
    """Look for other programs that use the same files."""
    name = "neighbours"
    try:
        names = sorted(entry.name for entry in folder.iterdir())
    except OSError:
        return skipped(name, f"{folder} cannot be listed")
    for path in files:
        lock = _lock(path, names)
        if lock:
            return warning(name, f"{path.name} {lock}", "Close it there, or its next save may undo a write of ours.")
    stems = tuple(path.stem for path in files) or ("",)
    copies = [n for n in names if n.endswith(".ics") and n.startswith(stems) and _CONFLICT.search(n)]
    if copies:
        return warning(name, f"{folder} holds {copies[0]}: two machines have written at once",
                       "Run followupd on one machine only; then delete that copy.")
    keeper = synced_by(folder)
    if keeper:
        return ok(name, f"{folder} is synchronised by {keeper}: run followupd on one machine only")
    return ok(name, "no other program holds it")


def _lock(path: Path, names: list[str]) -> str:
    """Return the sign that another program has the file open; "" if there is none."""
    for mark in (f".~lock.{path.name}#", f".{path.name}.swp", f"{path.name}.lock", f".{path.name}.lock"):
        if mark in names:
            return f"is open in another program ({mark} is beside it)"
    with contextlib.suppress(OSError), path.open("rb") as file:
        for take in (fcntl.flock, fcntl.lockf):
            try:
                take(file, fcntl.LOCK_SH | fcntl.LOCK_NB)   # briefly: readers need not wait
                take(file, fcntl.LOCK_UN)
            except BlockingIOError:
                return "is locked by another program"
    return ""


def synced_by(folder: Path) -> str | None:
    """Return the program that synchronises this folder with other machines, by the files that it left."""
    for place in (folder, *folder.parents):
        for mark, program in SYNC_MARKS.items():
            if (place / mark).exists():
                return program
        named = next((p for n, p in SYNC_NAMES.items() if place.name == n or place.name.startswith(f"{n} ")), None)
        if named:
            return named
    return None
