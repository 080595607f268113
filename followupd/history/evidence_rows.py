"""The rows of the sources of evidence in the state database: a text that only the source interprets, and how it is.

Takes an open transaction (or a reading connection). `problems` says what cannot be read, with a line for each sentence.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from followupd.history.forms import from_micros, to_micros


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """One source: what it remembers, since when it cannot be read (None: it can), and what could not be read of it."""

    memory: str
    since: datetime | None = None
    problems: str = ""


def load_evidence(db: sqlite3.Connection, source: str) -> EvidenceRow | None:
    """Return what is stored of a source; None if nothing is."""
    row = db.execute("SELECT memory, since, problems FROM evidence WHERE source = ?", (source,)).fetchone()
    return None if row is None else EvidenceRow(row[0], None if row[1] is None else from_micros(row[1]), row[2])


def other_evidence(db: sqlite3.Connection, prefix: str, kept: Collection[str]) -> list[str]:
    """Return the stored sources whose names begin so, except those that are `kept`."""
    sources = (source for (source,) in db.execute("SELECT source FROM evidence"))
    return [source for source in sources if source.startswith(prefix) and source not in kept]


def forget_evidence(db: sqlite3.Connection, sources: Iterable[str]) -> None:
    """Drop what is stored of these sources."""
    db.executemany("DELETE FROM evidence WHERE source = ?", [(source,) for source in sources])


def keep_evidence(db: sqlite3.Connection, source: str, row: EvidenceRow) -> None:
    """Store a source as it was just read."""
    since = None if row.since is None else to_micros(row.since)
    db.execute(
        "INSERT OR REPLACE INTO evidence (source, memory, since, problems) VALUES (?, ?, ?, ?)",
        (source, row.memory, since, row.problems),
    )

