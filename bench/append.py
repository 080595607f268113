"""Goal 10: what a durable append costs, beside the standard library's sqlite3 writing one row.

    python -m bench.append [--rows 400] [--rounds 9] [--folder DIR]

Each row is a separate transaction in write-ahead mode with `synchronous=FULL`, so each waits for the disk; all are
written in turn in each round, and ratios are taken round by round. The folder must be on a real disk (the default is
this one): in memory there is nothing to wait for, and the figures mean nothing.

    one row          INSERT of text and number into a plain table
    one row, id      the same with a unique 16-byte id, which recognises a fact that is stored twice
    history          History.append of one Attempt: row and id, a look whether file and format are still ours
"""

from __future__ import annotations

import argparse
import sqlite3
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from statistics import median

from followupd.core.values.facts import Attempt, Outcome
from followupd.history.store import History

BASE = "one row"
GOAL = 1.3
START = datetime(2026, 11, 20, 17, 0, tzinfo=UTC)
Append = Callable[[int], object]


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--rows", type=int, default=400)
    asked.add_argument("--rounds", type=int, default=9)
    asked.add_argument("--folder", type=Path, default=Path(__file__).parent)
    options = asked.parse_args()
    with tempfile.TemporaryDirectory(dir=options.folder) as name:
        report(measured(writers(Path(name)), options.rows, options.rounds), options.rows)


def writers(folder: Path) -> dict[str, Append]:
    return {BASE: plain(folder / "plain.db"), "one row, id": with_id(folder / "id.db"), "history": history(folder)}


def plain(path: Path) -> Append:
    db = opened(path, "CREATE TABLE facts (seq INTEGER PRIMARY KEY, contact TEXT, at INTEGER, outcome TEXT)")

    def append(number: int) -> object:
        return db.execute("INSERT INTO facts (contact, at, outcome) VALUES (?, ?, ?)", ("dana", number, "no_answer"))

    return append


def with_id(path: Path) -> Append:
    db = opened(
        path, "CREATE TABLE facts (seq INTEGER PRIMARY KEY, contact TEXT, at INTEGER, outcome TEXT, id BLOB UNIQUE)"
    )

    def append(number: int) -> object:
        row = ("dana", number, "no_answer", sha256(str(number).encode()).digest()[:16])
        return db.execute("INSERT INTO facts (contact, at, outcome, id) VALUES (?, ?, ?, ?)", row)

    return append


def opened(path: Path, table: str) -> sqlite3.Connection:
    db = sqlite3.connect(path, isolation_level=None)   # each statement is a transaction
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("PRAGMA synchronous = FULL")
    db.execute(table)
    return db


def history(folder: Path) -> Append:
    kept = History.open(folder / "history.db", "bench")

    def append(number: int) -> object:
        at = START + timedelta(seconds=number)
        return kept.append([Attempt("dana", at, Outcome.NO_ANSWER, "phone")], at)

    return append


def measured(appends: Mapping[str, Append], rows: int, rounds: int) -> dict[str, list[float]]:
    """Seconds for one row, of each way in each round.

    The ways take turns row by row, so that a slow moment of the disk meets all of them. The first round only warms up.
    """
    taken: dict[str, list[float]] = {name: [] for name in appends}
    for number in range(rounds + 1):
        spent = dict.fromkeys(appends, 0.0)
        for row in range(number * rows, (number + 1) * rows):
            for name, append in appends.items():
                began = time.perf_counter()
                append(row)
                spent[name] += time.perf_counter() - began
        for name, seconds in spent.items():
            if number:
                taken[name].append(seconds / rows)
    return taken


def report(taken: Mapping[str, Sequence[float]], rows: int) -> None:
    print(f"| {rows} rows a round | rows/s | x {BASE} | goal |\n|---|---|---|---|")
    for name, seconds in taken.items():
        ratio = median(mine / other for mine, other in zip(seconds, taken[BASE], strict=True))
        goal = f"at most {GOAL}" if name == "history" else ""
        print(f"| {name} | {1 / median(seconds):,.0f} | {ratio:.2f} | {goal} |")


if __name__ == "__main__":
    main()
