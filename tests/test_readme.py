"""README.md shows what happens: its hit list loads, its commands run, its two lines are the ones CI runs."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

from followupd.cli.group import COMMANDS
from followupd.hitlist.load import load

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(kind: str) -> list[str]:
    return re.findall(rf"```{kind}\n(.*?)```", README, re.DOTALL)


def test_the_hit_list_on_the_page_loads(tmp_path: Path) -> None:
    (shown,) = blocks("yaml")
    path = tmp_path / "hitlist.yaml"
    path.write_text(shown, encoding="utf-8")
    loaded = load(path)
    assert loaded.problems == ()
    assert loaded.hitlist is not None
    assert [contact.name for contact in loaded.hitlist.contacts] == ["Dana Whitfield", "Sam Okafor"]


def test_the_commands_on_the_page_run(tmp_path: Path) -> None:
    """In the order of the page, on the example, each without an error."""
    shutil.copy(ROOT / "config.example.yaml", tmp_path)
    lines = [line[2:] for block in blocks("console") for line in block.splitlines() if line.startswith("$ ")]
    assert len(lines) >= 2
    for line in lines:
        program, *args = shlex.split(line)
        assert program == "followupd"
        done = subprocess.run(
            [sys.executable, "-m", "followupd", *args], cwd=tmp_path, capture_output=True, text=True, check=False,
            env={"PYTHONPATH": str(ROOT), "HOME": str(tmp_path), "PATH": "/usr/bin:/bin"},
        )
        assert (done.returncode, done.stderr) == (0, ""), line
        assert "Sam" in done.stdout or "No answer" in done.stdout


def test_the_commands_in_the_table_exist() -> None:
    """Every `followupd X` on the page names a command."""
    named = set(re.findall(r"`followupd ([a-z]+)", README))
    assert named <= set(COMMANDS)


def test_the_two_lines_that_do_all_set_up() -> None:
    lines = [line for line in README.splitlines() if line.startswith("python3 -m venv")]
    assert len(lines) == 2
    assert lines[0].endswith(".venv/bin/followupd run -c config.example.yaml")
    assert lines[1].endswith(".venv/bin/pytest")
