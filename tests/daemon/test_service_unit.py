"""The unit of an installation: what it runs, how names are escaped, and that systemd reads it so."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

import pytest

from followupd.daemon.unit import TEMPLATE, hit_list_of, this_program, typed, unit_for
from followupd.errors import UsageError

ROOT = Path(__file__).parents[2]
HOSTILE = [
    "/home/ann/hitlist.yaml", "/home/Anna Bö/my list.yaml", "/home/a/50% %h/$HOME/list.yaml",
    '/a/"quoted" \'list\'.yaml', "/a/back\\slash\\n.yaml", "/a/#x;y&z [1] {2}.yaml",
    "/a/ends in a backslash\\", "/a/~/-c.yaml",
]


@pytest.fixture(autouse=True)
def config_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    return tmp_path / "config"


def settings(text: str, name: str) -> list[str]:
    return [line.partition("=")[2] for line in text.splitlines() if line.startswith(f"{name}=")]


def test_the_template_is_where_the_project_shows_it_and_in_the_package() -> None:
    """Written once: systemd/followupd.service is a link, and what is installed has the file."""
    assert (ROOT / "systemd/followupd.service").resolve() == TEMPLATE.resolve()
    data = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["setuptools"]["package-data"]["followupd"]
    assert str(TEMPLATE.relative_to(ROOT / "followupd")) in data


def test_only_program_and_environment_differ_from_the_template(config_home: Path) -> None:
    environment = {"TZ": "Europe/Berlin", "LANG": "de", "TZDIR": ""}
    unit = unit_for(Path("/home/ann/hitlist.yaml"), ("/opt/followupd",), environment)
    assert unit.path == config_home / "systemd/user/followupd.service"
    old, new = TEMPLATE.read_text().splitlines(), unit.text.splitlines()
    assert [line for line in new if line not in old] == [
        "ExecStart=/opt/followupd run", 'Environment="FOLLOWUPD_CONFIG=/home/ann/hitlist.yaml"',
        'Environment="TZ=Europe/Berlin"',
    ]
    assert len(new) == len(old) + 1


def test_a_home_of_its_own_goes_along_and_the_usual_one_does_not() -> None:
    """The user manager has the one of the password database."""
    usual = pwd.getpwuid(os.geteuid()).pw_dir
    assert not settings(unit_for(Path("/a"), ("/b",), {"HOME": usual}).text, "Environment")[1:]
    assert settings(unit_for(Path("/a"), ("/b",), {"HOME": "/else"}).text, "Environment")[1:] == ['"HOME=/else"']


@pytest.mark.parametrize("path", HOSTILE)
def test_a_hit_list_is_named_so_that_it_can_be_read_again(path: str) -> None:
    text = unit_for(Path(path), ("/opt/followupd",), {}).text
    assert hit_list_of(text) == path
    assert hit_list_of("[Service]\nExecStart=%h/.local/bin/followupd run\n#Environment=FOLLOWUPD_CONFIG=x\n") is None


def test_names_are_escaped_as_systemd_reads_them() -> None:
    """Tried on a real user manager: a percent sign is a specifier, a dollar sign a variable in a command alone."""
    text = unit_for(Path('/a b/50% "x" $y\\z.yaml'), ("/opt/50% $x/followupd", "-P"), {}).text
    assert settings(text, "ExecStart") == [':"/opt/50%% $x/followupd" -P run']
    assert settings(text, "Environment") == [r'"FOLLOWUPD_CONFIG=/a b/50%% \"x\" $y\\z.yaml"']


def test_systemd_accepts_every_such_name(tmp_path: Path) -> None:
    """Also of a program with blanks, percent and dollar signs in its path; a wrong escape is a line of complaint."""
    if not shutil.which("systemd-analyze"):
        pytest.skip("systemd-analyze is not here")
    program = tmp_path / "50% $x bö" / "followupd"
    program.parent.mkdir()
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    for number, path in enumerate(HOSTILE):
        (tmp_path / f"unit{number}.service").write_text(unit_for(Path(path), (str(program), "-P"), {}).text)
    with tempfile.TemporaryDirectory(dir="/tmp") as short:      # sockets of the machine's other units lie below it
        said = subprocess.run(
            ["systemd-analyze", "--user", "--man=no", "verify", *map(str, sorted(tmp_path.glob("*.service")))],
            capture_output=True, text=True, check=False, env=os.environ | {"XDG_RUNTIME_DIR": short},
        )
    assert (said.returncode, said.stdout + said.stderr) == (0, "")


def test_a_name_that_no_unit_can_hold_is_refused() -> None:
    """A line break, bytes that are not text, and a program with quotes in its path."""
    for path in ("/a/two\nlines.yaml", "/a/\udcff.yaml"):
        with pytest.raises(UsageError, match="cannot hold this name"):
            unit_for(Path(path), ("/opt/followupd",), {})
    with pytest.raises(UsageError, match="quotes or backslashes"):
        unit_for(Path("/a"), ('/opt/"x"/followupd',), {})


def test_the_program_is_the_one_that_was_called(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By a path, by its name alone, through a link that stays, else as a module of this Python."""
    real, link = tmp_path / "venv/bin/followupd", tmp_path / "bin/followupd"
    for path in (real, link):
        path.parent.mkdir(parents=True)
    real.write_text("#!/bin/sh\n")
    real.chmod(0o755)
    link.symlink_to(real)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", str(link.parent))
    assert this_program("followupd") == this_program("bin/followupd") == (str(link),)
    assert this_program("/x/followupd/__main__.py") == (sys.executable, "-P", "-m", "followupd")


def test_the_command_is_written_as_a_shell_takes_it() -> None:
    unit = unit_for(Path("/home/my list.yaml"), ("/opt/followupd",), {})
    assert typed(unit) == "/opt/followupd run -c '/home/my list.yaml'"
