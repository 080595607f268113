"""The decisions about people of an import: one row for each row of a file that was decided about.

Takes an open history. They are no facts: nothing is planned from them, and only one command loads this.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from followupd.core.values.decisions import Decision, RowDecision
from followupd.history.forms import from_micros, to_micros
from followupd.history.store import History


def load_decisions(history: History) -> tuple[RowDecision, ...]:
    """Return all decisions, in the order in which they were made."""
    with history.database.reading() as db:
        rows = db.execute("SELECT entry, decision, name, details, at FROM decisions ORDER BY at, entry").fetchall()
    return tuple(
        RowDecision(entry, Decision(decision), name, frozenset(json.loads(details)), from_micros(at))
        for entry, decision, name, details, at in rows
    )


def keep_decisions(history: History, decisions: Sequence[RowDecision]) -> None:
    """Store decisions, all or none; a later one about the same row takes the place of an earlier one."""
    rows = [
        (one.row, one.decision.value, one.name, json.dumps(sorted(one.details)), to_micros(one.at)) for one in decisions
    ]
    if rows:
        with history.database.transaction() as db:
            db.executemany(
                "INSERT OR REPLACE INTO decisions (entry, decision, name, details, at) VALUES (?, ?, ?, ?, ?)", rows
            )


def drop_decisions(history: History, rows: Iterable[str]) -> None:
    """Forget the decisions about these rows."""
    with history.database.transaction() as db:
        db.executemany("DELETE FROM decisions WHERE entry = ?", [(row,) for row in rows])
