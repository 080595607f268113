"""A calendar backend with its own target, which no check needs to know."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC
from pathlib import Path

import pytest

from followupd.calendars.memory import MemoryCalendar
from followupd.cli import check
from followupd.core.values.targets import BY_SCHEME
from followupd.doctor import examine
from followupd.doctor.checks import Verdict
from followupd.errors import CalendarUnreachable
from followupd.hitlist.load import load
from tests.doctor.conftest import NOW, TOKEN, by_name


@dataclass(frozen=True, slots=True)
class PigeonTarget:
    """A calendar that pigeons carry."""

    loft: str = "Denver"
    file: Path | None = None
    holds_password: bool = True

    @property
    def label(self) -> str:
        """The loft."""
        return f"the loft in {self.loft}"

    @property
    def key(self) -> str:
        """The loft."""
        return f"pigeon {self.loft}"


def test_an_address_of_its_own_scheme_is_its_target(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A new backend needs no line in the parsers of the hit list, and a login in its address is refused too."""
    monkeypatch.setitem(BY_SCHEME, "pigeon", lambda url: PigeonTarget(url.removeprefix("pigeon://")))
    config = tmp_path / "hitlist.yaml"
    config.write_text("calendar: pigeon://boulder\ncontacts: [Dana Whitfield]\n")
    loaded = load(config)
    assert loaded.hitlist is not None
    assert loaded.hitlist.calendar == PigeonTarget("boulder")
    config.write_text("calendar: pigeon://dana@boulder\ncontacts: [Dana Whitfield]\n")
    (problem,) = load(config).problems
    assert "holds a user name" in str(problem)


@pytest.mark.parametrize("flies", [True, False])
def test_doctor_and_check_ask_only_the_target(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, flies: bool) -> None:
    """It is named by its label, read like every calendar, and its password counts as one."""
    calendar = MemoryCalendar("hitlist", UTC)
    if not flies:
        calendar.fail_reading(CalendarUnreachable("the pigeon is lost", "Send another."))
    monkeypatch.setattr(examine, "open_calendar", lambda *_: calendar)
    config = tmp_path / "hitlist.yaml"
    config.write_text("calendar: followup.ics\nstate: state.db\ncontacts: [Dana Whitfield]\n")
    config.chmod(0o644)
    loaded = load(config)
    assert loaded.hitlist is not None
    hitlist = replace(loaded.hitlist, calendar=PigeonTarget())
    checks = examine.examine(examine.Visit(config, replace(loaded, hitlist=hitlist), NOW, TOKEN, None))
    found = by_name(checks)
    assert found["calendar"].state is (Verdict.OK if flies else Verdict.PROBLEM)
    said = "the loft in Denver: 0 events of followupd" if flies else "the pigeon is lost"
    assert found["calendar"].sentence == said
    assert found["permissions"].advice == f"chmod 600 {config}"
    assert check._summary(hitlist).endswith("calendar the loft in Denver")
