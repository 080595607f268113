"""A hit list in a separate folder, and followupd on it: inside this process, or as a real one."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from followupd.__main__ import exit_code

NOW = "2026-11-20T14:10"    # a Friday, in Denver
ROOT = Path(__file__).parents[2]
HITLIST = """\
calendar: followup.ics
timezone: America/Denver
hours: Mon-Fri 8:30-17:30
block: {every: Tuesday 10:00}
retry: {ladder: [1 week, 2 weeks, 1 month]}
start_small: {first: 5, then: 2 per month}
categories:
  clients: {every: 3 months, at_most: 4 months, via: [phone, email]}
  friends: {every: 6 weeks}
contacts:
  - name: Dana Whitfield
    category: clients
    phone: +1 303 555 0142
    email: dana@example.com
    hours: 12:00-14:00, 16:00-18:00
    like: true
    notes: Loves to travel; back from Lisbon.
    dates: {birthday: 14 May}
    promises: [{what: send the Lisbon list, by: 2026-11-28}]
    log: [2026-08-20 11:00 reached]
  - name: Sam Okafor
  - name: José Álvarez
    category: friends
    like: true
  - {name: Mei 美玲, category: friends, email: mei@example.com, timezone: Asia/Tokyo}
  - {name: Gone Person, status: stop}
  - {name: Ann Lee}
  - {name: Anna Leone}
"""


@dataclass(frozen=True, slots=True)
class CommandAnswer:
    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


@dataclass(slots=True)
class Shell:
    """followupd on the hit list in `folder`. `now` is given to every command but `run`."""

    folder: Path
    capsys: pytest.CaptureFixture[str]
    now: str = NOW
    environment: dict[str, str] = field(default_factory=dict)

    @property
    def hitlist(self) -> Path:
        return self.folder / "hitlist.yaml"

    @property
    def calendar(self) -> Path:
        return self.folder / "followup.ics"

    def rewrite(self, old: str, new: str) -> None:
        text = self.hitlist.read_text(encoding="utf-8")
        assert old in text
        self.hitlist.write_text(text.replace(old, new), encoding="utf-8")

    def __call__(self, *args: str, now: str | None = None) -> CommandAnswer:
        """Inside this process, through the same way in as the program's."""
        self.capsys.readouterr()
        code = exit_code([*args, "--now", now or self.now])
        told = self.capsys.readouterr()
        return CommandAnswer(code, told.out, told.err)

    def process(self, *args: str, stdin: str = "", extra: Sequence[str] = ()) -> CommandAnswer:
        """As a separate process. `extra` comes before the command, as for `-c`."""
        done = subprocess.run(
            [sys.executable, "-m", "followupd", *extra, *args], cwd=self.folder, env=self.env(), input=stdin,
            capture_output=True, text=True, timeout=30, check=False,
        )
        return CommandAnswer(done.returncode, done.stdout, done.stderr)

    def env(self) -> dict[str, str]:
        return {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "error", **self.environment}


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Shell:
    state = tmp_path / "xdg state"
    monkeypatch.setenv("XDG_STATE_HOME", str(state))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "xdg config"))
    monkeypatch.delenv("FOLLOWUPD_CONFIG", raising=False)
    folder = tmp_path / "people"
    folder.mkdir()
    monkeypatch.chdir(folder)
    made = Shell(folder, capsys)
    made.hitlist.write_text(HITLIST, encoding="utf-8")
    return made


@pytest.fixture
def state_folder(desk: Shell) -> Path:
    return Path(os.environ["XDG_STATE_HOME"]) / "followupd"


@pytest.fixture
def database(desk: Shell) -> Path:
    """The state database of this desk; it exists once a command has run."""
    from followupd.passes.state_file import state_path

    return state_path(desk.hitlist, "hitlist", None)
