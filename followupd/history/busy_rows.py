"""The rows of busy calendars in the state database: texts that only their readers interpret.

Takes an open transaction (or a reading connection). `failing` says why a calendar cannot be read, `since` from when.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from followupd.history.forms import from_micros, to_micros


@dataclass(frozen=True, slots=True)
class BusyRow:
    """One calendar. `about` and `times` are None if it was never read successfully."""

    about: str | None
    times: str | None
    failing: str
    since: datetime | None


def load(db: sqlite3.Connection, calendar: str) -> BusyRow | None:
    """Return what is stored of a busy calendar, without its parts; None if nothing is."""
    row = db.execute("SELECT about, times, failing, since FROM busy WHERE calendar = ?", (calendar,)).fetchone()
    if row is None:
        return None
    about, times, failing, since = row
    return BusyRow(about, times, failing, None if since is None else from_micros(since))


def parts(db: sqlite3.Connection, calendar: str) -> str | None:
    """Return the stored parts of a busy calendar."""
    row = db.execute("SELECT parts FROM busy WHERE calendar = ?", (calendar,)).fetchone()
    return None if row is None or row[0] is None else str(row[0])


def keep(db: sqlite3.Connection, calendar: str, about: str, times: str, parts: str) -> None:
    """Store a busy calendar as it was just read."""
    db.execute(
        """INSERT INTO busy (calendar, about, times, parts) VALUES (?, ?, ?, ?)
            ON CONFLICT (calendar) DO UPDATE SET about = excluded.about, times = excluded.times,
                parts = excluded.parts, failing = '', since = NULL""",
        (calendar, about, times, parts),
    )


def failing(db: sqlite3.Connection, calendar: str, why: str, now: datetime) -> None:
    """Note why it cannot be read, or "" once it can again; `since` stays that of the first failure in a row."""
    db.execute(
        """INSERT INTO busy (calendar, failing, since) VALUES (:calendar, :why, :now)
            ON CONFLICT (calendar) DO UPDATE SET failing = :why,
                since = CASE WHEN :why = '' THEN NULL WHEN failing = '' THEN :now ELSE since END""",
        {"calendar": calendar, "why": why, "now": to_micros(now)},
    )


def others(db: sqlite3.Connection, kept: Collection[str]) -> list[str]:
    """Return the stored calendars except those that are `kept`."""
    return [calendar for (calendar,) in db.execute("SELECT calendar FROM busy") if calendar not in kept]


def forget(db: sqlite3.Connection, calendars: Iterable[str]) -> None:
    """Drop what is stored of these calendars."""
    db.executemany("DELETE FROM busy WHERE calendar = ?", [(calendar,) for calendar in calendars])
