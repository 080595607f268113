"""P4: what was acknowledged survives kill -9, and many writers lose nothing."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

from followupd.core.values.facts import Attempt, Outcome
from followupd.history.store import History

NOW = datetime(2026, 11, 20, 21, 10, tzinfo=UTC)

WRITER = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from followupd.core.values.facts import Attempt, Outcome
from followupd.history.store import History
path, name, count = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
now = datetime(2026, 11, 20, 21, 10, tzinfo=UTC)
with History.open(path, "hitlist") as history:
    for i in range(count):
        history.append([Attempt(f"{name}-{i}", now, o, note="a" * 200) for o in (Outcome.BUSY, Outcome.REACHED)], now)
        print(f"{name}-{i}", flush=True)
"""
ROUNDS = 24


def writer(path: Path, name: str, count: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", WRITER, str(path), name, str(count)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2])


def test_nothing_acknowledged_is_lost_by_kill_9(tmp_path: Path) -> None:
    """A writer killed at any instant: each fact whose append had returned is in the reopened history."""
    path = tmp_path / "hitlist.db"
    acknowledged: set[str] = set()
    for number in range(ROUNDS):
        with writer(path, f"round{number}", 100_000) as child:
            assert child.stdout is not None
            for _ in range(1 + number % 7):
                acknowledged.add(child.stdout.readline().strip())
            child.kill()
            # what it had still said before it died was acknowledged too; a cut-off last line was not
            acknowledged.update(line.strip() for line in child.stdout if line.endswith("\n"))
        with History.open(path, "hitlist") as history:
            told = Counter(fact.contact for fact in history.facts())
            found = set(told)
            assert acknowledged <= found
            assert set(told.values()) == {2}   # both facts of an append, or none
            # the child dies with at most one append that it could not report
            assert len(found - acknowledged) <= number + 1
    assert len(acknowledged) >= ROUNDS


def test_ten_writers_at_once_lose_nothing(tmp_path: Path) -> None:
    """Ten processes that create and fill one database at the same time: every fact of each is there, none failed."""
    path = tmp_path / "new" / "hitlist.db"
    children = [writer(path, f"writer{number}", 20) for number in range(10)]
    for child in children:
        child.communicate(timeout=60)
    assert [child.returncode for child in children] == [0] * 10
    with History.open(path, "hitlist") as history:
        found = [str(fact.contact) for fact in history.facts()]
        assert sorted(found) == sorted(f"writer{n}-{i}" for n in range(10) for i in range(20) for _ in range(2))
        assert history.append([Attempt("writer0-0", NOW, Outcome.REACHED, note="a" * 200)], NOW) == 0
