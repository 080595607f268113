"""Situations as folders, named like a sentence: the output of `plan`, and the calendar afterwards.

A folder holds the input: `hitlist.yaml` and `now.txt`; where they matter `history.jsonl` (as `followupd history
import` takes it), `earlier.txt` (instants of passes made before, one a line, with `earlier.yaml` on the hit list as it
was then) and `calendar.ics`, the calendar now: with `earlier.txt`, as the user has changed it since.
Other .ics files
are for `busy:`. The output is `plan.txt` and `after.ics`; or only `week.txt`, for a week in somebody's life: seven
days of their calendar from `now.txt` on, with every text.

FOLLOWUPD_UPDATE_GOLDEN=1 writes the output again. Read every line of it as the user would before committing.
"""

from __future__ import annotations

import os
import re
import shutil
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from followupd.__main__ import exit_code
from followupd.history.codec import parse_lines
from followupd.passes.state_file import open_history
from tests.kit.weeks import week_of

FOLDERS = sorted(path.parent for path in Path(__file__).parent.glob("*/hitlist.yaml"))
UPDATE = os.environ.get("FOLLOWUPD_UPDATE_GOLDEN") == "1"


@dataclass(frozen=True)
class Scenario:
    """One situation, copied to a place where it may be written."""

    golden: Path
    folder: Path
    capsys: pytest.CaptureFixture[str]

    @property
    def calendar(self) -> Path:
        return self.folder / "followup.ics"

    @property
    def now(self) -> str:
        return (self.golden / "now.txt").read_text().strip()

    def set_the_scene(self) -> None:
        hitlist = self.folder / "hitlist.yaml"
        history, earlier, calendar = (self.golden / name for name in ("history.jsonl", "earlier.txt", "calendar.ics"))
        for other in set(self.golden.glob("*.ics")) - {calendar, self.golden / "after.ics"}:
            shutil.copy(other, self.folder)
        if history.exists():
            with open_history(hitlist, "hitlist", None) as opened:
                lines = history.read_text(encoding="utf-8").splitlines()
                opened.append(parse_lines(lines), datetime(2026, 1, 1, tzinfo=UTC))
        if earlier.exists():
            then = self.golden / "earlier.yaml"
            shutil.copy(then if then.exists() else self.golden / "hitlist.yaml", hitlist)
            for instant in earlier.read_text().split():
                assert "exit code" not in self("sync", instant)
        shutil.copy(self.golden / "hitlist.yaml", hitlist)
        if calendar.exists():
            shutil.copy(calendar, self.calendar)

    def __call__(self, command: str, now: str) -> str:
        self.capsys.readouterr()
        code = exit_code([command, "--now", now])
        told = self.capsys.readouterr()
        return told.out + told.err + (f"(exit code {code})\n" if code else "")


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "people"
    folder.mkdir()
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.delenv("FOLLOWUPD_CONFIG", raising=False)
    monkeypatch.chdir(folder)
    return folder


def _readable(after: bytes) -> bytes:
    """Leave out our ownership notes (core/answers/ownership.py has its own tests)."""
    return re.sub(rb"X-FOLLOWUPD-TEXT:[^\r\n]*\r\n(?:[ \t][^\r\n]*\r\n)*", b"", after)


def _week(scenario: Scenario, after: bytes) -> bytes:
    hit_list = (scenario.golden / "hitlist.yaml").read_text(encoding="utf-8")
    zone = re.search(r"(?m)^timezone: (\S+)", hit_list)
    assert zone is not None
    return week_of(after, datetime.fromisoformat(scenario.now).date(), ZoneInfo(zone[1])).encode()


@pytest.mark.parametrize("golden", FOLDERS, ids=lambda folder: folder.name)
def test_scenario(golden: Path, place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The plan is as recorded, so is the calendar byte by byte (except for digests, which nobody can read), and a
    second pass leaves the file alone (P3)."""
    scenario = Scenario(golden, place, capsys)
    scenario.set_the_scene()
    plan = scenario("plan", scenario.now)
    assert "exit code" not in scenario("sync", scenario.now)
    after = scenario.calendar.read_bytes()
    modified = scenario.calendar.stat().st_mtime_ns
    if (golden / "week.txt").exists():
        texts = {"week.txt": _week(scenario, after)}
    else:
        texts = {"plan.txt": plan.encode(), "after.ics": _readable(after)}
    for name, text in texts.items():
        if UPDATE:
            (golden / name).write_bytes(text)
        assert text.decode() == (golden / name).read_bytes().decode(), name
    assert scenario("sync", scenario.now) == "Nothing to do.\n"
    assert (scenario.calendar.read_bytes(), scenario.calendar.stat().st_mtime_ns) == (after, modified)


def test_there_are_scenarios() -> None:
    """A folder without a hit list would not be run."""
    holders = {path.name for path in Path(__file__).parent.iterdir() if path.is_dir() and path.name != "__pycache__"}
    assert {folder.name for folder in FOLDERS} == holders
    assert len(FOLDERS) >= 14
