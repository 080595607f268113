"""Decisions about people of an import survive, and a later one takes the place of an earlier one."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from followupd.core.values.decisions import Decision, RowDecision
from followupd.history.decision_rows import drop_decisions, keep_decisions, load_decisions
from followupd.history.store import History

AT = datetime(2026, 11, 20, 14, 10, tzinfo=UTC)


def said(row: str, decision: Decision, minutes: int = 0) -> RowDecision:
    details = frozenset({"dana@example.com", "13035550142"})
    return RowDecision(row, decision, "dana whitfield", details, AT + timedelta(minutes=minutes))


def test_they_are_there_in_the_next_process(tmp_path: Path) -> None:
    path = tmp_path / "state.db"
    with History.open(path, "people") as history:
        keep_decisions(history, [said("aa", Decision.SHOWN), said("bb", Decision.NO, 1)])
        keep_decisions(history, [said("aa", Decision.YES, 2)])
        keep_decisions(history, [])
    with History.open(path, "people") as history:
        assert load_decisions(history) == (said("bb", Decision.NO, 1), said("aa", Decision.YES, 2))
        drop_decisions(history, ["aa"])
        assert load_decisions(history) == (said("bb", Decision.NO, 1),)
