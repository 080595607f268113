"""This machine apart from the calendar: permissions, the time zone, the history and the daemon.

Takes values and paths, returns checks. Opens the history if there is one, and never creates or changes it; only looks
at the lock of the daemon, never at its process.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from datetime import datetime, timedelta, tzinfo
from pathlib import Path

from followupd.core.people.timeline import day_of
from followupd.core.phrases.vocabulary import moment_text
from followupd.core.values.hitlist import Hitlist
from followupd.core.values.targets import CalendarTarget
from followupd.doctor.checks import Check, failed, ok, problem, skipped, warning
from followupd.errors import FollowupdError
from followupd.history.locks import holder
from followupd.history.store import History, PassRecord
from followupd.passes.state_file import state_path

OTHERS_READ, OTHERS_WRITE = 0o077, 0o002
QUIET_TOO_LONG = timedelta(hours=3)   # a daemon makes a pass every hour at least (docs/daemon.md)
TIGHT, FULL = 50_000_000, 2_000_000   # free bytes
START = "Start it with `followupd run`; docs/daemon.md tells how to start it with your session."


def permissions(files: Iterable[Path], targets: Iterable[CalendarTarget]) -> Check:
    """Check who else can write or read the hit list, which may name a command or hold a password."""
    name, secret = "permissions", any(target.holds_password for target in targets)
    for file in files:
        try:
            mode = file.stat().st_mode
        except OSError:
            continue   # gone since it was read; the next reading reports it
        if mode & OTHERS_WRITE:
            return warning(name, f"everybody on this machine can change {file}", f"chmod o-w {file}")
        if secret and mode & OTHERS_READ:
            return warning(name, f"others can read {file}, which holds a password", f"chmod 600 {file}")
    return ok(name, "nobody else can change the hit list")


def time_zone(zone: tzinfo, now: datetime) -> Check:
    """Show the wall clock as followupd reads it, so that a wrong one is obvious."""
    return ok("time zone", f"{zone}, where it is {moment_text(now, zone, day_of(now, zone))}")


def history(config: Path, hitlist: Hitlist, now: datetime) -> Iterator[Check]:
    """Examine the state database, the space on its disk, the daemon, and the last pass."""
    try:
        path = state_path(config, hitlist.name, hitlist.state)
        exists = path.exists()
    except (FollowupdError, OSError) as error:
        yield failed("history", error) if isinstance(error, FollowupdError) else problem(
            "history", f"{error.filename} cannot be read: {error.strerror}", "Look at the folder's permissions."
        )
        yield skipped("daemon", "the history was not found")
        return
    if not exists:
        yield _no_history_yet(path)
        yield warning("daemon", "not running, and there was no pass yet", START)
        return
    passes: tuple[PassRecord, ...] | None = None
    try:
        with History.open(path, hitlist.name) as opened:
            facts, passes = len(opened.facts()), opened.passes(1)
            damage = _damage(path)
    except FollowupdError as error:
        yield failed("history", error)
    else:
        yield _kept(path, facts, damage)
    yield from room("disk", path.parent)
    serving = holder(path)
    since = f", since {_moment(serving.since, hitlist, now)}" if serving and serving.since else ""
    if serving is None:
        yield warning("daemon", "not running: nothing is written automatically", START)
    else:
        yield ok("daemon", f"running (pid {serving.pid}{since})")
    yield _last_pass(passes, hitlist, now, running=serving is not None)


def _no_history_yet(path: Path) -> Check:
    folder = next(parent for parent in path.parents if parent.exists())
    if not os.access(folder, os.W_OK | os.X_OK):
        return problem("history", f"{path} cannot be created: no permission in {folder}",
                       "Allow this user to write there, or name another file under `state:`.")
    return ok("history", "none yet; the first pass creates it")


def _damage(path: Path) -> str:
    """Return the damage that SQLite finds in the file; "" if there is none."""
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as db:
            found = str(db.execute("PRAGMA quick_check(1)").fetchone()[0])
    except sqlite3.Error as error:
        return str(error)
    return "" if found == "ok" else found.splitlines()[-1]


def _kept(path: Path, facts: int, damage: str) -> Check:
    if damage:
        return problem("history", f"{path} is damaged: {damage}",
                       "Save what can be read (followupd history export FILE), move it aside, and import that again.")
    return ok("history", f"{facts} {'fact' if facts == 1 else 'facts'}, undamaged")


def _last_pass(passes: tuple[PassRecord, ...] | None, hitlist: Hitlist, now: datetime, *, running: bool) -> Check:
    name, again = "last pass", "Make one and see: followupd sync"
    if passes is None:
        return skipped(name, "the history cannot be read")
    if not passes:
        return warning(name, "none yet", "See what it would write: followupd plan")
    last = passes[0]
    when = f"{_moment(last.started, hitlist, now)} ({last.reason})"
    if last.ok is None:
        return warning(name, f"{when}: in progress, or cut off", f"The next one completes it. {again}")
    if not last.ok:
        return problem(name, f"{when}: {'; '.join(last.complaints) or 'failed'}", again)
    if running and now - last.started > QUIET_TOO_LONG:
        return warning(name, f"{when}: the daemon runs, and has made none since",
                       "Look at what it says (journalctl --user -u followupd -e), or restart it.")
    return ok(name, f"{when}: {'; '.join(last.complaints) or 'good'}")


def _moment(at: datetime, hitlist: Hitlist, now: datetime) -> str:
    return moment_text(at, hitlist.timezone, day_of(now, hitlist.timezone))


def free_bytes(folder: Path) -> int:
    """Return the free space on the disk of a folder."""
    return shutil.disk_usage(folder).free


def room(name: str, folder: Path, free: Callable[[Path], int] = free_bytes) -> Iterator[Check]:
    """Yield a problem if there is no space for the next write, a warning if there is little."""
    try:
        left = free(folder)
    except OSError:
        return   # whoever writes there reports why it cannot
    sentence = f"{left // 1_000_000} MB are free in {folder}"
    if left < FULL:
        yield problem(name, sentence, "Free some space: nothing more can be written.")
    elif left < TIGHT:
        yield warning(name, sentence, "Free some space soon.")
