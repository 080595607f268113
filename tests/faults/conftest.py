"""A hit list with a calendar in a separate folder, and `followupd` as a process that can be starved or watched."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
NOW = datetime(2026, 11, 20, 21, 10, tzinfo=UTC)
HIT_LIST = """\
calendar: followup.ics
state: state.db
timezone: America/Denver
hours: Mon-Sun 0:00-24:00
block: {every: Tuesday 10:00, ahead: 4 weeks}
contacts:
  - {name: Dana Whitfield, phone: +1 303 555 0142}
  - {name: Sam Okafor, email: sam@example.com}
"""
# By today's clock: whatever day it is, a try gets a reminder, since no sheet near its day suits it.
WITHOUT_A_BLOCK = HIT_LIST.replace("block: {every: Tuesday 10:00, ahead: 4 weeks}\n", "")
FOREIGN = (
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Dentist//EN\r\nBEGIN:VEVENT\r\nUID:dentist@example.org\r\n"
    "DTSTAMP:20260101T000000Z\r\nDTSTART:20261124T170000Z\r\nDTEND:20261124T180000Z\r\nSUMMARY:Dentist\r\n"
    "END:VEVENT\r\nEND:VCALENDAR\r\n"
)


@dataclass(frozen=True)
class Bed:
    """A folder with a hit list. `run` starts the program on it and waits for its end."""

    folder: Path

    @property
    def config(self) -> Path:
        return self.folder / "hitlist.yaml"

    @property
    def calendar(self) -> Path:
        return self.folder / "followup.ics"

    @property
    def state(self) -> Path:
        return self.folder / "state.db"

    def command(self, *words: str, now: datetime | None = NOW) -> list[str]:
        pretended = [] if now is None or words[0] == "run" else ["--now", now.isoformat()]
        return [sys.executable, "-m", "followupd", *words, "-c", str(self.config), *pretended]

    def run(
        self, *words: str, now: datetime | None = NOW, before: Callable[[], None] | None = None, **environment: str
    ) -> subprocess.CompletedProcess[str]:
        """`before` runs in the child, to take away its rights or its disk."""
        return subprocess.run(
            self.command(*words, now=now), cwd=ROOT, text=True, capture_output=True, timeout=60, check=False,
            env={**os.environ, "XDG_STATE_HOME": str(self.folder / "xdg"), **environment}, preexec_fn=before,
        )

    def events(self) -> int:
        return self.calendar.read_bytes().count(b"\nBEGIN:VEVENT\r")


@pytest.fixture
def bed(tmp_path: Path) -> Bed:
    (tmp_path / "hitlist.yaml").write_text(HIT_LIST)
    return Bed(tmp_path)
