"""The history: every fact in order, what we last wrote on each calendar, and the passes that were made.

One SQLite file per hit list (docs/state.md). Facts are appended and never changed; equal ones are stored once. Every
method that writes is one durable transaction: once it returns, its work survives kill -9 and power loss (P4). All
methods raise Failure if the file cannot be read or written. Never reads the clock and never touches a calendar.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from followupd.core.values.event import Change, Event, Present, Result, Written
from followupd.core.values.facts import Fact
from followupd.errors import Failure, UsageError
from followupd.history import busy_rows, codec, evidence_rows, written
from followupd.history.busy_rows import BusyRow
from followupd.history.codec import fact_id
from followupd.history.database import Database
from followupd.history.evidence_rows import EvidenceRow
from followupd.history.forms import from_micros, to_micros

KEPT_PASSES = 1000


@dataclass(frozen=True, slots=True)
class PassRecord:
    """One pass. `ended` and `ok` are None while it runs, and stay None if it was cut off.

    `message` has a line for each problem and question. Of passes in a row without changes and errors only the latest is
    kept.
    """

    id: int
    started: datetime
    reason: str
    ended: datetime | None
    ok: bool | None
    created: int
    updated: int
    deleted: int
    message: str

    @property
    def complaints(self) -> tuple[str, ...]:
        """The problems and questions of the pass."""
        return tuple(self.message.splitlines())


class History:
    """An open history. Threads and processes may use it at once; close it, or use it in a `with`."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._facts: tuple[Fact, ...] = ()
        self._read_to = 0

    @classmethod
    def open(cls, path: Path, list_name: str) -> History:
        """Open the database of this hit list; create it if there is none.

        Raises UsageError if the file belongs to another list, Failure if it cannot be used: no permission, locked,
        damaged, of another program, or of a newer followupd.
        """
        history = cls(Database(path))
        try:
            history._claim(list_name)
        except BaseException:
            history.close()
            raise
        return history

    @property
    def path(self) -> Path:
        """The database file."""
        return self._database.path

    @property
    def database(self) -> Database:
        """The open database, for the tables that only one command needs (decision_rows.py)."""
        return self._database

    def close(self) -> None:
        """Close the database."""
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def facts(self) -> tuple[Fact, ...]:
        """Return every fact, in the order in which they were appended. A second call reads only what is new."""
        with self._database.reading() as db:
            last = self.last_seq()
            if last != self._read_to:
                try:
                    found = codec.from_rows(db.execute(codec.SELECT, (self._read_to, last)))
                except (KeyError, ValueError, TypeError, OverflowError) as error:
                    raise self._damaged() from error
                self._facts, self._read_to = self._facts + tuple(found), last
            return self._facts

    def append(self, facts: Iterable[Fact], recorded: datetime) -> int:
        """Store the new ones among these facts, all or none; return how many. `recorded` is now, aware."""
        rows = _rows(facts, recorded)
        if not rows:
            return 0
        with self._database.transaction() as db:
            return db.executemany(codec.INSERT, rows).rowcount

    def append_unless(self, instead: Iterable[Fact], facts: Iterable[Fact], recorded: datetime) -> Fact | None:
        """Store facts unless one of `instead` is stored already; then return that one and store nothing.

        Both happen in one transaction, so of two processes that record the same at once only one does.
        """
        rows = _rows(facts, recorded)
        with self._database.transaction() as db:
            for fact in instead:
                if db.execute("SELECT 1 FROM facts WHERE id = ?", (fact_id(fact),)).fetchone() is not None:
                    return fact
            db.executemany(codec.INSERT, rows)
        return None

    def last_seq(self) -> int:
        """Return the number of the latest fact, 0 if there is none; it grows with each fact that is stored."""
        with self._database.reading() as db:
            return int(db.execute("SELECT coalesce(max(seq), 0) FROM facts").fetchone()[0])

    def written(self, calendar: str) -> dict[str, Written]:
        """Return what we last wrote on this calendar, by UID, tombstones included."""
        with self._database.reading() as db:
            try:
                return written.load(db, calendar)
            except (KeyError, ValueError, TypeError) as error:
                raise self._damaged() from error

    def intend(self, calendar: str, changes: Sequence[Change]) -> None:
        """Store what a commit is about to write, before it does."""
        if changes:
            with self._database.transaction() as db:
                written.intend(db, calendar, changes)

    def record(self, calendar: str, results: Sequence[Result], because: Collection[str] = ()) -> None:
        """Store the results of a commit, with the keys of the reports since the one before.

        A Failed keeps its intent: perhaps only the answer was lost.
        """
        if results:
            with self._database.transaction() as db:
                written.record_results(db, calendar, results, because)

    def adopt(self, calendar: str, events: Sequence[tuple[Present, Event]]) -> None:
        """Remember events of ours that were found on the calendar; the second of each pair counts as written."""
        if events:
            with self._database.transaction() as db:
                written.adopt(db, calendar, events)

    def bury(self, calendar: str, uids: Iterable[str]) -> None:
        """Mark these as deleted by the user; their UIDs are never used again."""
        gone = tuple(uids)
        if gone:
            with self._database.transaction() as db:
                written.bury(db, calendar, gone)

    def forget(self, calendar: str) -> None:
        """Drop everything that is known about this calendar."""
        with self._database.transaction() as db:
            written.forget(db, calendar)

    def calendars(self) -> tuple[str, ...]:
        """Return the calendars on which something was written."""
        with self._database.reading() as db:
            return tuple(name for (name,) in db.execute("SELECT DISTINCT calendar FROM written"))

    def rename_calendar(self, before: str, after: str) -> None:
        """Keep what was written on a calendar under another name, of which nothing is known yet."""
        with self._database.transaction() as db:
            db.execute("DELETE FROM calendars WHERE calendar = ?", (before,))
            db.execute("UPDATE written SET calendar = ? WHERE calendar = ?", (after, before))

    def calendar_memory(self, calendar: str) -> tuple[str, str] | None:
        """Return what the calendar had at the end of the last pass: its place and its resources."""
        with self._database.reading() as db:
            return written.load_memory(db, calendar)

    def keep_calendar_memory(self, calendar: str, place: str, resources: str) -> None:
        """Store what the calendar had at the end of a pass; writes only what differs."""
        stored = self.calendar_memory(calendar)
        if stored != (place, resources):
            with self._database.transaction() as db:
                same = stored is not None and stored[1] == resources
                written.keep_memory(db, calendar, place, None if same else resources)

    def busy(self, calendar: str) -> BusyRow | None:
        """Return what is stored of a busy calendar, without its parts."""
        with self._database.reading() as db:
            return busy_rows.load(db, calendar)

    def busy_parts(self, calendar: str) -> str | None:
        """Return the stored parts of a busy calendar."""
        with self._database.reading() as db:
            return busy_rows.parts(db, calendar)

    def keep_busy(self, calendar: str, about: str, times: str, parts: str) -> None:
        """Store a busy calendar as it was just read, and clear its failure."""
        with self._database.transaction() as db:
            busy_rows.keep(db, calendar, about, times, parts)

    def busy_failing(self, calendar: str, why: str, now: datetime) -> None:
        """Note why a busy calendar cannot be read, or "" once it can again. What is stored of it stays."""
        with self._database.transaction() as db:
            busy_rows.failing(db, calendar, why, now)

    def forget_busy_but(self, kept: Collection[str]) -> None:
        """Drop what is stored of calendars that the hit list no longer names."""
        with self._database.reading() as db:    # most passes drop nothing and need no write
            others = busy_rows.others(db, kept)
        if others:
            with self._database.transaction() as db:
                busy_rows.forget(db, others)

    def evidence(self, source: str) -> EvidenceRow | None:
        """Return what is stored of a source of evidence."""
        with self._database.reading() as db:
            return evidence_rows.load_evidence(db, source)

    def keep_evidence(self, source: str, row: EvidenceRow) -> None:
        """Store a source of evidence as it was just read; writes only what differs."""
        if self.evidence(source) != row:
            with self._database.transaction() as db:
                evidence_rows.keep_evidence(db, source, row)

    def forget_evidence(self, prefix: str, kept: Collection[str]) -> None:
        """Drop what is stored of sources whose names begin so, except those that are `kept`."""
        with self._database.reading() as db:    # most passes drop nothing and need no write
            others = evidence_rows.other_evidence(db, prefix, kept)
        if others:
            with self._database.transaction() as db:
                evidence_rows.forget_evidence(db, others)

    def begin_pass(self, started: datetime, reason: str) -> int:
        """Note that a pass runs; return its number for `end_pass`."""
        with self._database.transaction() as db:
            cursor = db.execute("INSERT INTO passes (started, reason) VALUES (?, ?)", (to_micros(started), reason))
            return int(cursor.lastrowid or 0)

    def end_pass(
        self, pass_id: int, ended: datetime, ok: bool, created: int, updated: int, deleted: int, message: str
    ) -> None:
        """Note how the pass went. Keeps the last 1000, and of quiet passes in a row only the latest."""
        with self._database.transaction() as db:
            db.execute(
                """UPDATE passes SET ended = ?, ok = ?, created = ?, updated = ?, deleted = ?, message = ?
                    WHERE id = ?""",
                (to_micros(ended), ok, created, updated, deleted, message, pass_id),
            )
            if ok and not (created or updated or deleted or message):
                db.execute(
                    """DELETE FROM passes WHERE id = (SELECT max(id) FROM passes WHERE id < ?)
                        AND ok AND created + updated + deleted = 0 AND message = ''""",
                    (pass_id,),
                )
            db.execute(
                "DELETE FROM passes WHERE id <= (SELECT id FROM passes ORDER BY id DESC LIMIT 1 OFFSET ?)",
                (KEPT_PASSES,),
            )

    def passes(self, limit: int) -> tuple[PassRecord, ...]:
        """Return the latest passes, newest first."""
        with self._database.reading() as db:
            rows = db.execute(
                """SELECT id, started, reason, ended, ok, created, updated, deleted, message
                    FROM passes ORDER BY id DESC LIMIT ?""",
                (limit,),
            ).fetchall()
        return tuple(
            PassRecord(
                number, from_micros(started), reason, None if ended is None else from_micros(ended),
                None if ok is None else bool(ok), created, updated, deleted, message,
            )
            for number, started, reason, ended, ok, created, updated, deleted, message in rows
        )

    def last_good_pass(self) -> datetime | None:
        """Return when the latest successful pass began, by the clock of that time."""
        with self._database.reading() as connection:
            found = connection.execute("SELECT started FROM passes WHERE ok ORDER BY id DESC LIMIT 1").fetchone()
        return from_micros(found[0]) if found else None

    def get_meta(self, key: str) -> str | None:
        """Return a small text kept beside the facts, such as the hit list's path; None if there is none."""
        with self._database.reading() as db:
            row = db.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
            return None if row is None else str(row[0])

    def set_meta(self, key: str, value: str) -> None:
        """Keep a small text beside the facts."""
        if self.get_meta(key) != value:   # read first: most opens change nothing and need no write
            with self._database.transaction() as db:
                db.execute("INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)", (key, value))

    def changes(self) -> tuple[int, int]:
        """Return a mark that differs after any write by this or another process."""
        with self._database.reading() as db:
            return int(db.execute("PRAGMA data_version").fetchone()[0]), db.total_changes

    def note(self, key: str, value: str) -> None:
        """Keep a small text like `set_meta`, but do not wait for another writer: the next opening stores it again."""
        if self.get_meta(key) != value:
            self._database.write_if_free("INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)", (key, value))

    def _claim(self, list_name: str) -> None:
        owner = self.get_meta("list")
        if owner is None:
            self.set_meta("list", list_name)
        elif owner != list_name:
            raise UsageError(
                f'{self.path} holds the history of the hit list "{owner}", not of "{list_name}"',
                f"Write `list: {owner}` in the hit list, or name another file under `state:`.",
            )

    def _damaged(self) -> Failure:
        return Failure(
            f"The state database {self.path} is damaged (a row cannot be read)",
            "Move it aside and run `followupd history import FILE` with your last export; "
            "events on the calendar are recognised and not doubled.",
        )


def _rows(facts: Iterable[Fact], recorded: datetime) -> list[dict[str, object]]:
    try:
        return [codec.to_row(fact, recorded) for fact in facts]
    except UnicodeEncodeError as error:
        raise UsageError("The text holds bytes that are not characters", "Type it again in UTF-8.") from error
