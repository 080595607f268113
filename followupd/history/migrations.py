"""The database schema as numbered migrations; `PRAGMA user_version` says how many were applied.

A step is a tuple of SQL statements. A released step is never edited: a change of the schema is one more step at the
end. All missing steps run in one transaction, so a crash leaves the old schema whole.
"""

from __future__ import annotations

import sqlite3

from followupd.errors import Failure

APPLICATION_ID = 0x666F6C6C   # "foll": tells our databases from others' (`file` shows it too)

_FIRST = (
    "CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
    # One row for each fact, columns instead of one JSON text: 100,000 of them decode in a third of the time.
    # `id` names the content, so the same fact stored twice is one row. Instants are microseconds since 1970, UTC.
    """CREATE TABLE facts (
        seq INTEGER PRIMARY KEY, kind TEXT NOT NULL, contact TEXT, at INTEGER NOT NULL,
        outcome TEXT, channel TEXT, note TEXT, asked TEXT, timed INTEGER, source TEXT,
        uid TEXT, starts INTEGER, ends INTEGER,
        slug TEXT, name TEXT, phones TEXT, emails TEXT, address TEXT, attempt_at INTEGER,
        recorded INTEGER NOT NULL, id BLOB NOT NULL UNIQUE)""",
    # Our last writes, by calendar; `event` and `intent` are JSON. `intent` is set before a commit, cleared after it.
    """CREATE TABLE written (
        calendar TEXT NOT NULL, uid TEXT NOT NULL, event TEXT, href TEXT NOT NULL DEFAULT '', version TEXT,
        intent TEXT, deleted INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (calendar, uid)) WITHOUT ROWID""",
    """CREATE TABLE passes (
        id INTEGER PRIMARY KEY, started INTEGER NOT NULL, reason TEXT NOT NULL, ended INTEGER, ok INTEGER,
        created INTEGER NOT NULL DEFAULT 0, updated INTEGER NOT NULL DEFAULT 0, deleted INTEGER NOT NULL DEFAULT 0,
        message TEXT NOT NULL DEFAULT '')""",
)

# New kinds of facts (promised, settled, booked, swept) use the existing columns. Only the version goes up: an older
# followupd would not know the promises, and would take their events off the calendar.
_PROMISES: tuple[str, ...] = ()

# The last read of each busy calendar: a later read costs only what changed, and an unreadable one stays busy.
# `times` alone is what `next` needs; `parts` is large and read only if something changed, so it comes last.
_BUSY = (
    """CREATE TABLE busy (
        calendar TEXT PRIMARY KEY, failing TEXT NOT NULL DEFAULT '', since INTEGER, about TEXT, times TEXT,
        parts TEXT)""",
)

# The ownership note that our last writing left on the event itself (core/answers/ownership.py).
_NOTE = ("ALTER TABLE written ADD COLUMN witness TEXT NOT NULL DEFAULT ''",)

# In which of our commits an event was last written or taken off; 0 if unknown (core/changes/guard.py).
_BATCH = ("ALTER TABLE written ADD COLUMN batch INTEGER NOT NULL DEFAULT 0",)

# Before a running daemon answered `next`, its answer was stored here and forgotten by triggers, in the steps that do
# nothing now. A database of that time has them still.
_REMEMBERED_ONCE: tuple[str, ...] = ()
_NOTHING_REMEMBERED = (
    *(
        f"DROP TRIGGER IF EXISTS {table}_{change}"
        for table in ("facts", "written", "busy") for change in ("INSERT", "UPDATE", "DELETE")
    ),
    "DROP TABLE IF EXISTS remembered",
)

# A retraction uses the existing columns as well: an older followupd would still count the fact.
_RETRACTIONS: tuple[str, ...] = ()

# The flag that a mark said that they met (`Attempt.met`).
_MET = ("ALTER TABLE facts ADD COLUMN met INTEGER DEFAULT 0",)

# The state of each calendar at the last pass: the next process asks only for changes (CalendarMemory). `place` is
# small and changes often, so `resources` comes last.
_CALENDARS = ("CREATE TABLE calendars (calendar TEXT PRIMARY KEY, place TEXT NOT NULL, resources TEXT NOT NULL)",)

# The card that was sent (`Attempt.card`), in an existing column: an older followupd would export the fact without it.
_CARDS: tuple[str, ...] = ()

# The event before we made it, moved it or took it off because of a report, and the keys of those facts, as
# JSON (core/schedule/going_back.py).
_BEFORE = ("ALTER TABLE written ADD COLUMN before TEXT",)

# The memory of each source of evidence: a later look costs only what changed. Noticed facts, which an older followupd
# would not know, are in existing columns.
_EVIDENCE = (
    """CREATE TABLE evidence (
        source TEXT PRIMARY KEY, memory TEXT NOT NULL, changed INTEGER, problems TEXT NOT NULL DEFAULT '')""",
)

# Since when a source cannot be read, in place of a column that nothing used. What was remembered costs one full look.
_EVIDENCE_SINCE = (
    "DROP TABLE evidence",
    """CREATE TABLE evidence (
        source TEXT PRIMARY KEY, memory TEXT NOT NULL, since INTEGER, problems TEXT NOT NULL DEFAULT '')""",
)

# The length of a noticed call (`Noticed.seconds`), in an existing column: an older followupd would export the fact
# without it.
_SECONDS: tuple[str, ...] = ()

# Decisions about people of an import, so that the next one does not ask again (core/stack/decisions.py).
_DECISIONS = (
    """CREATE TABLE decisions (
        entry TEXT PRIMARY KEY, decision TEXT NOT NULL, name TEXT NOT NULL, details TEXT NOT NULL,
        at INTEGER NOT NULL) WITHOUT ROWID""",
)

MIGRATIONS: tuple[tuple[str, ...], ...] = (
    _FIRST, _PROMISES, _BUSY, _NOTE, _REMEMBERED_ONCE, _BATCH, _REMEMBERED_ONCE, _NOTHING_REMEMBERED,
    _RETRACTIONS, _MET, _CALENDARS, _CARDS, _BEFORE, _EVIDENCE, _EVIDENCE_SINCE, _SECONDS, _DECISIONS,
)


def version_of(db: sqlite3.Connection, label: str) -> int:
    """Return how many steps were applied. Raises Failure if it is another program's database or a newer one."""
    # Both in one transaction: in between, another process may be creating this database.
    own_transaction = not db.in_transaction
    if own_transaction:
        db.execute("BEGIN")
    try:
        version: int = db.execute("PRAGMA user_version").fetchone()[0]
        mark: int = db.execute("PRAGMA application_id").fetchone()[0]
        empty = db.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0] == 0
    finally:
        if own_transaction:
            db.execute("COMMIT")
    if mark != APPLICATION_ID and not (empty and version == 0 and mark == 0):
        raise Failure(f"{label} is a database of another program", "Name another file under `state:`.")
    if version > len(MIGRATIONS):
        raise Failure(
            f"{label} was written by a newer followupd (state version {version}; this one knows {len(MIGRATIONS)})",
            "Update followupd, then run the same command again.",
        )
    return version


def migrate(db: sqlite3.Connection, label: str) -> None:
    """Apply the missing steps, inside the caller's transaction."""
    for step in MIGRATIONS[version_of(db, label):]:
        for statement in step:
            db.execute(statement)
    db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    db.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")
