"""The user's own time, as a plan gets it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

from followupd.core.values.time import Span
from followupd.hitlist.load import load
from followupd.passes.gather import gather
from followupd.passes.sources import open_sources
from followupd.passes.user_time import known_time, window
from tests.kit.people import DENVER

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)    # Sunday evening in Denver, Monday in UTC


def write(folder: Path, text: str) -> Path:
    path = folder / "hitlist.yaml"
    path.write_text(f"timezone: America/Denver\nstate: state.db\n{text}\ncontacts: [Dana Whitfield]\n")
    return path


def test_days_off_reach_the_pass(tmp_path: Path) -> None:
    """`gather` gives the plan both kinds, by the user's date."""
    sources = open_sources(write(tmp_path, "holidays: US-CO\naway: 2026-12-22 to 2026-12-23, Lisbon\n"))
    try:
        off = gather(sources, NOW).user_time.off
    finally:
        sources.close()
    assert off == known_time(sources.hitlist, NOW).off
    coming = {day: name for day, name in off.items() if date(2026, 11, 22) <= day <= date(2026, 12, 25)}
    assert coming == {
        date(2026, 11, 26): "Thanksgiving Day", date(2026, 12, 22): "Lisbon", date(2026, 12, 23): "Lisbon",
        date(2026, 12, 25): "Christmas Day",
    }


def test_the_window_covers_every_block_and_a_year_after(tmp_path: Path) -> None:
    """Past blocks must stay where they were, and a retry may be a year after the last block."""
    loaded = load(write(tmp_path, "block: [{every: Tue 10, ahead: 2 years}, {every: Thu 10, ahead: 4 weeks}]"))
    assert loaded.hitlist is not None
    assert loaded.hitlist.timezone == DENVER
    first, last = window(loaded.hitlist, NOW)
    assert first < date(2026, 9, 30)
    assert last > Span(months=24).after(date(2026, 11, 22))
    assert window(loaded.hitlist, datetime(9999, 6, 1, tzinfo=UTC))[1] == date.max
