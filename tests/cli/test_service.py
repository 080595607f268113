"""`service install` and `remove` with systemctl and loginctl as recorded: what they are asked, and what stays."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from followupd.daemon import service
from followupd.daemon.service import no_manager
from tests.cli.conftest import CommandAnswer, Shell

# Real words of systemd 252.
START_FAILS = """\
Created symlink /home/ann/.config/systemd/user/default.target.wants/followupd.service → \
/home/ann/.config/systemd/user/followupd.service.
Job for followupd.service failed because the control process exited with error code.
See "systemctl --user status followupd.service" and "journalctl --user -xeu followupd.service" for details.
"""
NO_BUS = "Failed to connect to bus: No medium found"
AFTER = ("daemon-reload", "reset-failed followupd.service")
NOT_LINGERING = "Could not enable linger: Access denied"

SYSTEMCTL = """\
#!/bin/sh
cd "$(dirname "$0")"
echo "$*" | sed 's/--user //' >> asked
case "$*" in *show*|*reset-failed*) ;; *) if [ -e "fails-$2" ]; then cat "fails-$2" >&2; exit 1; fi ;; esac
case "$*" in
  *show*)
    if [ -e fails-show ]; then cat fails-show >&2; exit 1; fi
    if [ -e running ]; then printf 'ActiveState=active\\nMainPID=4711\\n'; else echo ActiveState=inactive; fi
    if [ -e enabled ]; then echo UnitFileState=enabled; fi
    cat file 2>/dev/null || true ;;
  *"enable --now"*|*" start "*|*restart*) touch running enabled ;;
  *disable*) rm -f running enabled ;;
esac
"""
LOGINCTL = """\
#!/bin/sh
cd "$(dirname "$0")"
echo "loginctl $*" >> asked
if [ -e fails-linger ]; then cat fails-linger >&2; exit 1; fi
touch "linger/$(id -un)"
"""


@dataclass(slots=True)
class StandIn:
    """The folder with both programs, in which files say what they know and how they fail."""

    folder: Path
    unit: Path

    def fails(self, verb: str, words: str) -> None:
        (self.folder / f"fails-{verb}").write_text(words)

    def asked(self) -> list[str]:
        """The commands since the last time, without the questions about the state."""
        path = self.folder / "asked"
        lines = path.read_text().splitlines() if path.exists() else []
        path.unlink(missing_ok=True)
        return [line for line in lines if not line.startswith("show")]


@pytest.fixture
def systemd(desk: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> StandIn:
    folder = tmp_path / "stand in"
    (folder / "linger").mkdir(parents=True)
    for name, text in (("systemctl", SYSTEMCTL), ("loginctl", LOGINCTL)):
        (folder / name).write_text(text)
        (folder / name).chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}:{os.environ['PATH']}")
    monkeypatch.setattr(service, "LINGERING", folder / "linger")
    return StandIn(folder, tmp_path / "xdg config/systemd/user/followupd.service")


def test_it_is_written_read_and_started(desk: Shell, systemd: StandIn) -> None:
    told = desk("service", "install")
    assert (told.code, told.err) == (0, "")
    assert systemd.asked() == ["daemon-reload", "enable --now followupd.service"]
    text = systemd.unit.read_text()
    assert f'Environment="FOLLOWUPD_CONFIG={desk.hitlist}"' in text
    assert f'Environment="XDG_STATE_HOME={os.environ["XDG_STATE_HOME"]}"' in text
    assert told.out.splitlines() == [
        f"Wrote {systemd.unit}, and started it: it runs now, and from each login on.",
        "See what it does:  journalctl --user -u followupd -f",
        "Take it back:      followupd service remove",
        "It ends when you log out. With lingering, systemd starts your services with the machine and keeps them while "
        "you are logged out. For that: followupd service install --linger",
    ]


def test_a_second_time_there_is_nothing_to_do(desk: Shell, systemd: StandIn) -> None:
    """But it is started again if it was stopped, and enabled if it was disabled."""
    desk("service", "install")
    before = systemd.unit.stat().st_mtime_ns
    systemd.asked()
    told = desk("service", "install")
    assert told.out.startswith(f"The service runs on {desk.hitlist} already; nothing to do.\n")
    assert systemd.asked() == []
    for gone, asked in (("running", ["enable --now"]), ("enabled", ["enable", "restart"])):
        (systemd.folder / gone).unlink()
        assert desk("service", "install").out.startswith(f"Kept {systemd.unit}, and started it")
        assert systemd.asked() == ["daemon-reload", *(f"{verb} followupd.service" for verb in asked)]
    assert systemd.unit.stat().st_mtime_ns == before


def test_a_dry_run_prints_the_unit_and_asks_nobody(desk: Shell, systemd: StandIn) -> None:
    shown = desk("service", "install", "--dry-run")
    assert systemd.asked() == []
    assert not systemd.unit.exists()
    desk("service", "install")
    assert shown.out == systemd.unit.read_text()


def test_another_hit_list_asks_before_it_replaces_one(desk: Shell, systemd: StandIn) -> None:
    desk("service", "install")
    (desk.folder / "other.yaml").write_text(desk.hitlist.read_text(encoding="utf-8"), encoding="utf-8")
    before = systemd.unit.read_bytes()
    systemd.asked()
    told = desk("-c", "other.yaml", "service", "install")
    assert told.code == 2
    assert f"installed for another hit list: {desk.hitlist}. Nothing was changed" in told.err
    assert "followupd -c other.yaml service install --replace" in told.err
    assert (systemd.unit.read_bytes(), systemd.asked()) == (before, [])
    done = desk("-c", "other.yaml", "service", "install", "--replace")
    assert done.code == 0
    assert f'-Environment="FOLLOWUPD_CONFIG={desk.hitlist}"\n' in done.out      # nothing is replaced in silence
    assert systemd.asked() == ["daemon-reload", "enable followupd.service", "restart followupd.service"]


def test_a_unit_that_was_changed_by_hand_is_not_replaced_in_passing(desk: Shell, systemd: StandIn) -> None:
    desk("service", "install")
    systemd.unit.write_text(systemd.unit.read_text() + "# mine\n")
    told = desk("service", "install")
    assert told.code == 2
    assert "says something else than what `service install` would write" in told.err
    assert systemd.unit.read_text().endswith("# mine\n")


def test_if_systemd_refuses_nothing_stays(desk: Shell, systemd: StandIn) -> None:
    """Neither the file nor a link to it; the words of systemd are passed on without its hints about what is gone."""
    systemd.fails("enable", START_FAILS)
    told = desk("service", "install")
    assert told.code == 1
    assert not systemd.unit.exists()
    assert systemd.asked()[-3:] == ["disable --now followupd.service", *AFTER]
    assert (
        "systemd could not start followupd: Job for followupd.service failed because the control process exited with "
        "error code. All is as it was before" in told.err
    )
    assert "journalctl --user -u followupd -e" in told.err


def test_if_the_new_unit_fails_the_old_one_runs_again(desk: Shell, systemd: StandIn) -> None:
    desk("service", "install")
    before = systemd.unit.read_bytes()
    (desk.folder / "other.yaml").write_text(desk.hitlist.read_text(encoding="utf-8"), encoding="utf-8")
    systemd.fails("restart", START_FAILS)
    systemd.asked()
    assert desk("-c", "other.yaml", "service", "install", "--replace").code == 1
    assert systemd.unit.read_bytes() == before
    assert systemd.asked()[-4:] == [*AFTER, "enable followupd.service", "start followupd.service"]


def test_a_bad_hit_list_is_not_installed(desk: Shell, systemd: StandIn) -> None:
    desk.hitlist.write_text("contacts: 7\n")
    told = desk("service", "install")
    assert told.code == 2
    assert (systemd.unit.exists(), systemd.asked()) == (False, [])


def test_a_daemon_that_the_user_started_is_in_the_way(desk: Shell, systemd: StandIn) -> None:
    """Two would not serve one hit list: systemd would report a failed start."""
    with subprocess.Popen(
        [sys.executable, "-m", "followupd", "run"], cwd=desk.folder, env=desk.env() | {"PYTHONWARNINGS": "default"},
        stdout=subprocess.PIPE, text=True,
    ) as running:
        try:
            assert running.stdout is not None
            assert running.stdout.readline()
            told = desk("service", "install")
        finally:
            running.terminate()
            running.communicate()
    assert told.code == 1
    assert f"(pid {running.pid})" in told.err
    assert (systemd.unit.exists(), systemd.asked()) == (False, [])


def test_lingering_is_asked_for_and_explained(desk: Shell, systemd: StandIn) -> None:
    told = desk("service", "install", "--linger")
    assert systemd.asked()[-1] == "loginctl enable-linger"
    assert told.out.splitlines()[-1].startswith("With lingering, systemd starts your services with the machine")
    removed = desk("service", "remove")
    assert removed.out.splitlines()[-1] == (
        "Lingering is still enabled, which other services may need. End it: loginctl disable-linger"
    )


def test_lingering_that_is_refused_leaves_the_service(desk: Shell, systemd: StandIn) -> None:
    systemd.fails("linger", NOT_LINGERING)
    told = desk("service", "install", "--linger")
    assert told.code == 1
    assert f"The service runs, but lingering could not be enabled: {NOT_LINGERING}" in told.err
    assert "sudo loginctl enable-linger" in told.err
    assert systemd.unit.exists()


def test_it_is_removed_whole(desk: Shell, systemd: StandIn) -> None:
    desk("service", "install")
    systemd.asked()
    told = desk("service", "remove")
    assert told.out.startswith(f"The service is stopped, and {systemd.unit} removed.")
    assert systemd.asked() == ["disable --now followupd.service", "daemon-reload", "reset-failed followupd.service"]
    assert not systemd.unit.exists()
    assert desk("service", "remove").out == "There is no service to remove.\n"
    assert json.loads(desk("service", "remove", "--json").out)["removed"] is False


def test_a_service_that_cannot_be_stopped_keeps_its_unit(desk: Shell, systemd: StandIn) -> None:
    desk("service", "install")
    systemd.fails("disable", "Failed to disable unit: Access denied")
    told = desk("service", "remove")
    assert (told.code, "Access denied" in told.err) == (1, True)
    assert systemd.unit.exists()


def test_the_unit_of_a_distribution_is_left_alone(desk: Shell, systemd: StandIn) -> None:
    (systemd.folder / "file").write_text("FragmentPath=/usr/lib/systemd/user/followupd.service\n")
    told = desk("service", "remove")
    assert told.code == 2
    assert "/usr/lib/systemd/user/followupd.service, which `service install` did not write" in told.err


def test_a_masked_service_says_how_to_unmask_it(desk: Shell, systemd: StandIn) -> None:
    systemd.unit.parent.mkdir(parents=True)
    systemd.unit.symlink_to("/dev/null")
    told = desk("service", "install")
    assert (told.code, "systemctl --user unmask followupd" in told.err) == (1, True)


def test_without_a_user_manager_nothing_is_written(desk: Shell, systemd: StandIn) -> None:
    systemd.fails("show", NO_BUS)
    told = desk("service", "install")
    assert (told.code, NO_BUS in told.err) == (1, True)
    assert not systemd.unit.exists()


def test_what_to_do_instead(monkeypatch: pytest.MonkeyPatch) -> None:
    """By where it runs: no systemd, WSL, after su, or a manager that does not answer."""
    command = "/opt/followupd run -c '/home/50%.yaml'"
    plain = no_manager("`systemctl` is not here", command, booted=False, logged_in=False)
    assert r"@reboot /opt/followupd run -c '/home/50\%.yaml'" in plain.hint      # cron's own escape
    assert "In a container" in plain.hint
    monkeypatch.setattr("platform.release", lambda: "5.15.153.1-microsoft-standard-WSL2")
    assert "systemd=true" in no_manager("no", command, booted=False, logged_in=False).hint
    assert "machinectl shell" in no_manager(NO_BUS, command, booted=True, logged_in=False).hint
    assert "Log in again" in no_manager(NO_BUS, command, booted=True, logged_in=True).hint


def test_a_followupd_that_runs_only_here_is_not_installed(desk: Shell, systemd: StandIn, tmp_path: Path) -> None:
    """As one that is run from its folder without having been installed."""
    (tmp_path / "followupd").write_text("#!/bin/sh\necho No module named followupd >&2\nexit 1\n")
    (tmp_path / "followupd").chmod(0o755)
    code = f"import sys; sys.argv[0] = {str(tmp_path / 'followupd')!r}; from followupd.__main__ import exit_code; " \
        "sys.exit(exit_code(['service', 'install']))"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=desk.folder, env=desk.env(), capture_output=True, text=True, check=False,
    )
    assert done.returncode == 2
    assert "cannot be run from another folder: No module named followupd" in done.stderr
    assert not systemd.unit.exists()


def test_the_group_alone_shows_its_help(desk: Shell) -> None:
    told = CommandAnswer(0, desk.process("service").out, "")
    assert "install" in told.out


def test_a_unit_of_somebody_else_is_not_removed(desk: Shell, systemd: StandIn) -> None:
    systemd.unit.parent.mkdir(parents=True, exist_ok=True)
    systemd.unit.write_text("[Service]\nExecStart=/bin/true mine\n")
    answer = desk("service", "remove")
    assert answer.code == 2
    assert "did not write it. Nothing was changed" in answer.err
    assert systemd.unit.exists()


def test_a_password_in_a_variable_is_named(desk: Shell, systemd: StandIn) -> None:
    """A service does not see the variables of a shell."""
    server = "calendar: {url: http://127.0.0.1:9/, username: dana, password_env: MY_PASSWORD}"
    desk.rewrite("calendar: followup.ics", server)
    assert "The password comes from $MY_PASSWORD" in desk("service", "install").out
