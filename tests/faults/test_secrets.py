"""Secrets and other users: personal data is private, no secret leaks, and only commands of the hit list run."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import traceback
from pathlib import Path

import pytest

from followupd.core.values.targets import CaldavTarget
from followupd.credentials import login_of
from followupd.errors import CalendarUnreachable
from tests.faults.conftest import HIT_LIST, ROOT, Bed

SECRET = "hunter2-correct-horse"


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def open_to_all() -> None:
    os.umask(0)


def test_files_with_personal_data_are_private(bed: Bed) -> None:
    """0600 whatever the umask says, folders that we make 0700."""
    bed.config.write_text(HIT_LIST.replace("state: state.db", "state: deep/state/state.db"))
    assert bed.run("sync", before=open_to_all).returncode == 0
    assert bed.run("log", "Dana", "no", "answer", before=open_to_all).returncode == 0
    made = [path for path in bed.folder.rglob("*") if path != bed.config and path.is_file()]
    assert {path.name for path in made} >= {"followup.ics", "state.db", "state.db.pass.lock"}
    assert {path.name: oct(mode(path)) for path in made} == {path.name: oct(0o600) for path in made}
    assert mode(bed.folder / "deep") == mode(bed.folder / "deep/state") == 0o700


@pytest.mark.parametrize("kept", [0o644, 0o640, 0o660])
def test_an_existing_calendar_keeps_its_mode(bed: Bed, kept: int) -> None:
    """It may be shared with a family or served by a web server."""
    assert bed.run("sync").returncode == 0
    bed.calendar.chmod(kept)
    assert bed.run("log", "Dana", "no", "answer").returncode == 0
    assert mode(bed.calendar) == kept


def test_a_crash_report_is_private_and_has_no_secret(bed: Bed) -> None:
    """A bug's traceback is saved for the report; it holds lines of code, never values."""
    crash = (
        "import sys; from followupd.cli import crash\n"
        f"def f(password={SECRET!r}):\n    raise RuntimeError('odd')\n"
        "try:\n    f()\nexcept RuntimeError as e:\n    sys.exit(crash.tell(e))"
    )
    done = subprocess.run(
        [sys.executable, "-c", crash], cwd=ROOT, text=True, capture_output=True, check=False,
        env={**os.environ, "XDG_STATE_HOME": str(bed.folder)},
    )
    assert done.returncode == 1
    report = bed.folder / "followupd" / "crash.txt"
    assert mode(report) == 0o600
    assert SECRET not in report.read_text() + done.stderr


ACCOUNT = """\
calendar: {{url: "http://127.0.0.1:9/dav/", username: dana, timeout: 1, {secret}}}
state: state.db
timezone: America/Denver
contacts: [Dana Whitfield]
"""


@pytest.mark.parametrize(
    "secret",
    [f"password: {SECRET}", f"password_command: [echo, {SECRET}]", f"token_command: 'printf %s {SECRET}'",
     "password_env: DAV_PASSWORD", "password_credential: dav",
     f"password_command: 'echo {SECRET} >&2; exit 3'", f"password_env: {SECRET}", f"password_credential: {SECRET}/x"],
)
def test_no_secret_is_ever_shown(bed: Bed, secret: str) -> None:
    """Not in an error, the state, or a log at the lowest level; the calendar cannot be reached here."""
    bed.config.write_text(ACCOUNT.format(secret=secret))
    (bed.folder / "dav").write_text(f"{SECRET}\n")
    loud = "import logging, sys; logging.basicConfig(level=1); from followupd.__main__ import main; main(sys.argv[1:])"
    done = subprocess.run(
        [sys.executable, "-X", "dev", "-W", "ignore", "-c", loud, "sync", "-c", str(bed.config)], cwd=ROOT, text=True,
        capture_output=True, check=False,
        env={**os.environ, "DAV_PASSWORD": SECRET, "CREDENTIALS_DIRECTORY": str(bed.folder),
             "PYTHON_CALDAV_COMMDUMP": "1", "XDG_STATE_HOME": str(bed.folder / "xdg"), "TMPDIR": str(bed.folder)},
    )
    assert done.returncode in (2, 4), done.stderr
    assert SECRET not in done.stdout + done.stderr
    for path in bed.folder.rglob("*"):
        if path.is_file() and path.name not in ("hitlist.yaml", "dav"):
            assert SECRET.encode() not in path.read_bytes(), path


def test_no_secret_in_a_traceback_or_a_repr() -> None:
    """Values are not shown, and the failure is reported without its cause."""
    target = CaldavTarget("https://dav.example/", username="dana", password_command=f"echo {SECRET} | sh -c 'exit 9'")
    with pytest.raises(CalendarUnreachable) as caught:
        login_of(target)
    assert SECRET not in "".join(traceback.format_exception(caught.value))
    plain = CaldavTarget("https://dav.example/", username="dana", password=SECRET)
    assert SECRET not in repr(plain) + repr(login_of(plain))


def test_children_get_no_secret(tmp_path: Path) -> None:
    """Not in the environment, not on the command line, and no open file of ours."""
    told = tmp_path / "told"
    command = f"(env; tr '\\0' ' ' < /proc/$PPID/cmdline; ls -l /proc/self/fd) > {told}; echo fine"
    held = (tmp_path / "held").open("w")
    target = CaldavTarget("https://d/", username="dana", password_env="DAV_PASSWORD", password_command=command)
    environment = {**os.environ, "DAV_PASSWORD": SECRET, "PYTHON_CALDAV_COMMDUMP": "1"}
    with held:
        login = login_of(target, environment)
    assert login is not None
    assert login.secret == "fine"
    said = told.read_text()
    assert SECRET not in said
    assert "COMMDUMP" not in said
    assert "held" not in said


@pytest.mark.parametrize(
    ("command", "secret"),
    [
        ("printf '%s\\n' 'a b;c$HOME'", "a b;c$HOME"),
        ("printf %s a; printf b", "ab"),                       # a text goes to the shell
        ("echo $((1+1)) | tr 2 x", "x"),
        (("printf", "%s", "$(touch hacked); a|b *"), "$(touch hacked); a|b *"),   # a list does not
        (("echo", ";", "touch", "hacked"), "; touch hacked"),
    ],
)
def test_what_a_shell_makes_of_a_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str | tuple[str, ...], secret: str
) -> None:
    """As docs/calendars.md says: text is for the shell, a list is run as it is."""
    monkeypatch.chdir(tmp_path)
    login = login_of(CaldavTarget("https://d/", username="dana", password_command=command))
    assert login is not None
    assert login.secret == secret
    assert list(tmp_path.iterdir()) == []


def test_nothing_else_in_the_hit_list_runs(bed: Bed) -> None:
    """Shell words in every other text stay text; only the commands that are named are run, and `check` runs none."""
    evil = "$(touch hacked) `touch hacked`; touch hacked | sh"
    bed.config.write_text(HIT_LIST.replace("Dana Whitfield", evil) + (
        f"  - {{name: 'x', notes: '{evil}', log: ['2026-11-18 no answer, {evil}']}}\n"
        f"  - {{name: 'y', phone: '303 555 0142; touch hacked', via: '{evil.split(';')[0]}'}}\n"
    ))
    for words in (["check"], ["sync"], ["log", evil, "no", "answer", "-m", evil]):
        done = bed.run(*words, now=None)
        assert "Traceback" not in done.stderr
    bed.config.write_text(ACCOUNT.format(secret=f"password_command: 'touch {bed.folder}/hacked'"))
    assert bed.run("check", now=None).returncode == 0
    assert bed.run("next", now=None).returncode == 0
    assert not list(bed.folder.rglob("hacked"))
    assert not (ROOT / "hacked").exists()
