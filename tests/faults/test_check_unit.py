"""The unit is accepted by systemd and exposes little: check_unit.sh, as the checks before a merge run it."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def check(root: Path) -> subprocess.CompletedProcess[str]:
    done = subprocess.run([str(root / "tests/faults/check_unit.sh")], capture_output=True, text=True, check=False)
    if done.returncode == 77:
        pytest.skip(done.stdout.strip())
    return done


def test_the_unit_is_accepted_and_exposes_little() -> None:
    """Exit code 0 and the level."""
    done = check(ROOT)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "OK" in done.stdout


@pytest.mark.parametrize(
    ("old", "new"),
    [("NoNewPrivileges=yes", "NoNewPrivilegs=yes"), ("SystemCallFilter=@system-service", "UMask=0000"),
     ("ExecStart=%h/", "ExecStart=/nowhere/")],
)
def test_a_worse_unit_is_refused(tmp_path: Path, old: str, new: str) -> None:
    """A key that systemd does not know, a missing program, or removed hardening."""
    (tmp_path / "systemd").mkdir()
    (tmp_path / "tests/faults").mkdir(parents=True)
    shutil.copy(ROOT / "tests/faults/check_unit.sh", tmp_path / "tests/faults")
    text = (ROOT / "systemd/followupd.service").read_text()
    assert old in text
    (tmp_path / "systemd/followupd.service").write_text(text.replace(old, new))
    assert check(tmp_path).returncode == 1
