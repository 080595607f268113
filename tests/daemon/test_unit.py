"""The systemd unit says what docs/daemon.md promises, and systemd accepts it."""

from __future__ import annotations

import configparser
import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
UNIT = ROOT / "systemd" / "followupd.service"


def test_it_is_a_notify_service_that_is_not_restarted_for_a_bad_hit_list() -> None:
    """A bad hit list stays bad until the user fixes the file; SIGHUP is the reload."""
    unit = configparser.RawConfigParser(strict=False)
    unit.optionxform = str  # type: ignore[assignment,method-assign]
    unit.read(UNIT)
    service = unit["Service"]
    assert service["Type"] == "notify"
    assert service["ExecStart"] == "%h/.local/bin/followupd run"
    assert service["Restart"] == "on-failure"
    assert service["RestartPreventExitStatus"] == "2"
    assert service["ExecReload"].endswith("-HUP $MAINPID")
    assert not any(key.startswith(("ProtectHome", "PrivateTmp", "ProtectSystem")) for key in service)


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not here")
def test_systemd_accepts_it(tmp_path: Path) -> None:
    """No unknown key, no bad value."""
    program = tmp_path / ".local" / "bin" / "followupd"
    program.parent.mkdir(parents=True)
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    shutil.copy(UNIT, tmp_path)
    found = subprocess.run(
        ["systemd-analyze", "--user", "--man=no", "verify", str(tmp_path / UNIT.name)],
        env={**os.environ, "HOME": str(tmp_path), "XDG_RUNTIME_DIR": str(tmp_path)},
        capture_output=True, text=True, check=False,
    )
    assert (found.returncode, found.stderr) == (0, "")
