"""What the commands that must answer at once may load (bench/startup.py): counted, so that nothing creeps in."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.kit.waiting import until_believed

ROOT = Path(__file__).resolve().parents[1]
HITLIST = "calendar: followup.ics\nstate: state.db\ntimezone: America/Denver\ncontacts: [Dana Whitfield, Sam Okafor]\n"
# Prints what a command loads beyond an empty click program.
COUNTING = """\
import sys
import click
@click.command()
def empty(): pass
empty.main([], standalone_mode=False)
before = set(sys.modules)
from followupd.__main__ import exit_code
code = exit_code(sys.argv[1:])
print(*sorted(set(sys.modules) - before), file=sys.stderr)
sys.exit(code)
"""
# Each takes 2 to 300 ms and is loaded only if there is no other way.
SLOW = {
    "apscheduler", "asyncio", "caldav", "dateutil", "email", "icalendar", "niquests", "ssl",
    "tzlocal", "watchdog",
}  # fmt: skip


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A folder with a hit list that has been planned once."""
    (tmp_path / "hitlist.yaml").write_text(HITLIST)
    loaded(tmp_path, "sync")
    return tmp_path


def loaded(desk: Path, *command: str) -> set[str]:
    """The modules that this command loads in a separate process, beyond those of an empty click program."""
    env = {name: value for name, value in os.environ.items() if not name.startswith("FOLLOWUPD")}
    done = subprocess.run(
        [sys.executable, "-c", COUNTING, *command], cwd=desk, env=env | {"PYTHONPATH": str(ROOT)}, check=True,
        capture_output=True, text=True,
    )  # fmt: skip
    return set(done.stderr.splitlines()[-1].split())


@pytest.mark.parametrize(("command", "ours", "others"), [
    pytest.param(["--version"], 9, 2, id="version"),
    pytest.param(["--help"], 9, 2, id="help"),
    pytest.param(["next"], 161, 50, id="next"),
    pytest.param(["log", "Dana", "no", "answer"], 193, 53, id="log"),
])
def test_a_quick_command_loads_no_more_than_it_needs(desk: Path, command: list[str], ours: int, others: int) -> None:
    """The number of modules of followupd, and of others, is bounded; who adds one to `next` raises the number here
    and looks at bench/startup.py first. C modules and private ones are not counted, and a few of others are allowed
    for: they differ from one Python to the next.
    """
    found = loaded(desk, *command)
    names = {name for name in found if not name.split(".")[-1].startswith("_")}
    own = {name for name in names if name.partition(".")[0] == "followupd"}
    assert len(own) <= ours, sorted(own)
    assert len(names - own) <= others, sorted(names - own)


@pytest.mark.parametrize("command", [["next"], ["log", "Dana", "no", "answer"]])
def test_a_quick_command_does_without_what_is_slow(desk: Path, command: list[str]) -> None:
    """Also `log`, which runs its own pass if no daemon does: our own events are read without icalendar."""
    assert not SLOW & {name.partition(".")[0] for name in loaded(desk, *command)}


@pytest.fixture
def served(desk: Path) -> Iterator[Path]:
    """The same folder with a daemon on it."""
    until_believed(desk / "hitlist.yaml")
    with subprocess.Popen(
        [sys.executable, "-m", "followupd", "run"], cwd=desk, env=os.environ | {"PYTHONPATH": str(ROOT)}, text=True,
        stdout=subprocess.PIPE,
    ) as daemon:  # fmt: skip
        try:
            assert daemon.stdout is not None
            assert any("Watching" in line for line in daemon.stdout)
            yield desk
        finally:
            daemon.terminate()


@pytest.mark.parametrize("command", [
    ["log", "Dana", "no", "answer"], ["next"], ["why", "Sam"], ["list"], ["status", "--json"],
], ids=lambda command: command[0])  # fmt: skip
def test_a_question_to_the_daemon_loads_next_to_nothing(served: Path, command: list[str]) -> None:
    """It hands its words on and prints the answer: no YAML, no database, no plan."""
    found = loaded(served, *command)
    own = {name for name in found if name.partition(".")[0] == "followupd"} - {"followupd.cli.completing"}
    assert own == {
        "followupd", "followupd.__main__", "followupd.cli", "followupd.cli.answered", "followupd.cli.call",
        "followupd.cli.group", f"followupd.cli.{command[0]}", "followupd.desk", "followupd.desk.asking",
        "followupd.errors", "followupd.hitlist", "followupd.hitlist.place", "followupd.rendering",
        "followupd.rendering.text",
    }  # fmt: skip
    assert not found & {"yaml", "sqlite3", "hashlib", "zoneinfo", "dataclasses", "click.shell_completion"}
