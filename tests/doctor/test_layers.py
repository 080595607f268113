"""The doctor's place among the rooms: it runs no pass, and loads the network libraries only to ask a server."""

from __future__ import annotations

from tests.test_layers import HEAVY, imported, modules, ours


def test_the_doctor_runs_no_pass() -> None:
    for path in modules("doctor"):
        assert not {parts[0] for parts in ours(path) if parts} & {"run", "simulation"}, path.name


def test_a_file_calendar_is_examined_without_the_network_libraries() -> None:
    """caldav is loaded only through `server`, and `examine` loads that only to ask a server."""
    for path in modules("doctor"):
        loads = [name for name in imported(path) if name.startswith(("followupd.calendars.caldav.", "followupd.dav."))]
        assert not loads or path.stem in ("server", "probe"), path.name
        assert not {name.split(".")[0] for name in imported(path)} & (HEAVY - {"icalendar"}), path.name
