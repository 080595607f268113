"""The doctor's place among the layers: beside `run`, below the command line (DESIGN.md 5)."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.test_layers import BASE, HEAVY, PACKAGE, SIBLINGS, imported, ours


@pytest.mark.parametrize("path", sorted((PACKAGE / "doctor").glob("*.py")), ids=lambda path: path.name)
def test_the_doctor_looks_down_only(path: Path) -> None:
    assert ours(path) <= {*BASE, *SIBLINGS, "config", "own_time", "doctor"}


def test_a_file_calendar_is_examined_without_the_network_libraries() -> None:
    """caldav is loaded through `server` alone, and `examine` loads that when a server is to be asked."""
    for path in (PACKAGE / "doctor").glob("*.py"):
        loads = {name.rpartition(".")[2] for name in imported(path) if name.startswith("followupd.calendars.caldav")}
        assert not loads or path.stem in ("server", "probe"), path.name
        assert not {name.split(".")[0] for name in imported(path)} & (HEAVY - {"icalendar"}), path.name
