"""Install the unit of a hit list into the systemd user manager, or take it out again.

Takes a ServiceUnit and asks systemctl and loginctl; gives what was done. Nothing stays half done: if systemd refuses,
the file and the state from before are put back. Never touches units of the system, and never asks for root.
"""

from __future__ import annotations

import os
import platform
import pwd
import shlex
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from followupd.calendars.files import atomic
from followupd.daemon.unit import SERVICE, ServiceUnit, hit_list_of, typed, unit_path
from followupd.errors import Failure, UsageError

BOOTED = Path("/run/systemd/system")      # there if systemd started the machine: sd_booted(3)
LINGERING = Path("/var/lib/systemd/linger")
PATIENCE = 400.0                          # seconds: longer than the unit's TimeoutStartSec
LOG = "journalctl --user -u followupd"
_PROPERTIES = ("ActiveState", "UnitFileState", "MainPID", "FragmentPath")
_NOT_THE_REASON = ("Created symlink", "Removed ", "See ")     # systemctl's other lines on standard error


@dataclass(frozen=True, slots=True)
class ServiceState:
    """The service as the user manager knows it: `pid` is 0 if it does not run, `file` empty if there is none."""

    active: bool
    enabled: bool
    pid: int
    file: str


@dataclass(frozen=True, slots=True)
class Installed:
    """The result of an installation: `was` is the text that was replaced, None if nothing was."""

    written: bool
    started: bool
    was: str | None = None


def service_state(otherwise: str = "") -> ServiceState:
    """Ask the user manager about the service.

    Raises Failure if there is none that answers; its hint has the command to run `otherwise`, for a shell.
    """
    try:
        said = _systemctl("show", *(f"--property={name}" for name in _PROPERTIES), SERVICE)
    except Failure as error:
        booted, runtime = BOOTED.is_dir(), os.environ.get("XDG_RUNTIME_DIR")
        raise no_manager(error.message, otherwise, booted=booted, logged_in=bool(runtime)) from None
    found = dict(line.partition("=")[::2] for line in said.splitlines())
    return ServiceState(
        found.get("ActiveState") in ("active", "reloading", "activating"), found.get("UnitFileState") == "enabled",
        int(found.get("MainPID") or 0), found.get("FragmentPath", ""),
    )


def can_install() -> bool:
    """Return whether there is a user manager that could run the service."""
    try:
        service_state()
    except Failure:
        return False
    return True


def install(unit: ServiceUnit, *, serving: int = 0, replace: bool = False) -> Installed:
    """Write the unit and start it, now and with each login; nothing to do if that is so already.

    `serving` is the process that serves this hit list now, 0 if none does. Raises UsageError if a unit with another
    text is there and `replace` is not given, and Failure.
    """
    before = _read(unit.path)
    was = None if before is None else before.data.decode("utf-8", "replace")
    if was not in (None, unit.text) and not replace:
        raise _another(unit, was or "")
    then = service_state(typed(unit))
    if was == unit.text and then.active and then.enabled:
        return Installed(written=False, started=False)
    if serving not in (0, then.pid):
        raise Failure(
            f"A followupd that you started yourself serves this hit list already (pid {serving})",
            "Stop it first, with Ctrl-C or kill; then: followupd service install",
        )
    _check_program(unit.program)
    if was != unit.text:
        _write(unit.path, unit.text.encode(), before)
    with _put_back_if_it_fails(unit.path, before, then):
        _systemctl("daemon-reload")
        _systemctl("enable", *(() if then.active else ("--now",)), SERVICE)
        if then.active:
            _systemctl("restart", SERVICE)
    return Installed(was != unit.text, started=True, was=None if was == unit.text else was)


def remove() -> str | None:
    """Stop the service and remove its unit; return its text, None if there is none. Raises UsageError and Failure."""
    path = unit_path()
    before, then = _read(path), service_state()
    if before is None:
        if then.file:
            raise UsageError(
                f"The service is {then.file}, which `service install` did not write",
                "Stop it, now and from the next login on: systemctl --user disable --now followupd",
            )
        return None
    text = before.data.decode("utf-8", "replace")
    if hit_list_of(text) is None:
        raise UsageError(
            f"{path} names no hit list, so `service install` did not write it. Nothing was changed",
            f"If it shall go: systemctl --user disable --now followupd && rm {shlex.quote(str(path))}",
        )
    _systemctl("disable", "--now", SERVICE)
    try:
        atomic.remove(path, before)
    except (OSError, atomic.ChangedMeanwhile) as error:
        raise Failure(f"The service is stopped, but {path} could not be removed: {_why(error)}") from None
    _systemctl("daemon-reload")
    _forget_failures()
    return text


def lingers() -> bool:
    """Return whether this user's services run while the user is logged out."""
    return (LINGERING / _user()).exists()


def enable_lingering() -> None:
    """Let this user's services run while the user is logged out. Raises Failure."""
    try:
        _run("loginctl", "enable-linger")
    except Failure as error:
        raise Failure(
            f"The service runs, but lingering could not be enabled: {error.message}",
            f"Somebody who administers this machine can do it: sudo loginctl enable-linger {_user()}",
        ) from None


def no_manager(said: str, otherwise: str, *, booted: bool, logged_in: bool) -> Failure:
    """Return the error for a systemd user manager that does not answer, with what to do instead.

    `said` are the words of systemctl, `otherwise` the command to run without systemd, as a shell takes it.
    """
    if booted:
        hint = "Log in again and try once more." if logged_in else (
            "It cannot be reached after `su` or `sudo`: log in as this user, or run `machinectl shell "
            f"{_user()}@`. For somebody who never logs in: sudo loginctl enable-linger {_user()}"
        )
        return Failure(f"Your systemd user manager does not answer: {said}", hint)
    # Cron takes a percent sign as the end of the command.
    cron = otherwise.replace("%", "\\%")
    hint = f"Let cron start it: run `crontab -e` and add the line\n    @reboot {cron}" if cron else ""
    if "microsoft" in platform.release().lower():
        hint = "In WSL, write `[boot]` and `systemd=true` into /etc/wsl.conf and run `wsl --shutdown`.\n  Or: " + hint
    elif hint:
        hint += "\n  In a container, make it the command that the container runs."
    return Failure(f"This machine does not run on systemd, so it has no services of a user: {said}", hint)


def _check_program(program: tuple[str, ...]) -> None:
    """Run the program as the service will, outside of this folder. Raises UsageError if it cannot be run so."""
    env = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    try:
        _run(*program, "--version", cwd="/", env=env)
    except Failure as error:
        raise UsageError(
            f"This followupd cannot be run from another folder: {error.message}",
            "Install it first: pip install . in its folder, or pipx install followupd",
        ) from None


def _another(unit: ServiceUnit, was: str) -> UsageError:
    other = hit_list_of(was)
    if other is not None and other != str(unit.config):
        what = f"The service is installed for another hit list: {other}"
    else:
        what = f"{unit.path} says something else than what `service install` would write"
    return UsageError(
        f"{what}. Nothing was changed",
        "See the new text with --dry-run; take it with: followupd service install --replace",
    )


@contextmanager
def _put_back_if_it_fails(path: Path, before: atomic.FileState | None, then: ServiceState) -> Iterator[None]:
    """Put file and service back as they were if what happens inside fails, or is interrupted."""
    try:
        yield
    except BaseException as error:
        with suppress(Failure):
            _systemctl("disable", "--now", SERVICE)
        _restore(path, before)
        with suppress(Failure):
            _systemctl("daemon-reload")
            _forget_failures()
            if then.enabled:
                _systemctl("enable", SERVICE)
            if then.active:
                _systemctl("start", SERVICE)
        if isinstance(error, Failure):
            raise Failure(
                f"systemd could not start followupd: {error.message}. All is as it was before",
                f"What it said: {LOG} -e    To see it here: followupd run",
            ) from None
        raise


def _restore(path: Path, before: atomic.FileState | None) -> None:
    now = _read(path)
    if before is None and now is not None:
        atomic.remove(path, now)
    elif before is not None and (now is None or now.data != before.data):
        _write(path, before.data, now)


def _read(path: Path) -> atomic.FileState | None:
    try:
        return atomic.read(path)
    except OSError as error:
        raise Failure(
            f"{path} cannot be read: {_why(error)}", "If the service is masked: systemctl --user unmask followupd"
        ) from None


def _write(path: Path, data: bytes, before: atomic.FileState | None) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        atomic.replace(path, data, before)
    except (OSError, atomic.ChangedMeanwhile) as error:
        raise Failure(f"{path} could not be written: {_why(error)}", "Nothing was changed.") from None


def _why(error: Exception) -> str:
    return (error.strerror or str(error)) if isinstance(error, OSError) else "it was changed meanwhile"


def _user() -> str:
    return pwd.getpwuid(os.geteuid()).pw_name


def _forget_failures() -> None:
    with suppress(Failure):     # it fails if the unit is no longer known
        _systemctl("reset-failed", SERVICE)


def _systemctl(*words: str) -> str:
    return _run("systemctl", "--user", *words)


def _run(*command: str, cwd: str | None = None, env: dict[str, str] | None = None) -> str:
    """Run a program and return what it printed. Raises Failure with its own words if it fails or is not there."""
    try:
        done = subprocess.run(    # noqa: S603 - a program of systemd, and words of ours
            command, stdin=subprocess.DEVNULL, capture_output=True, text=True, errors="replace", timeout=PATIENCE,
            check=False, cwd=cwd, env=env,
        )
    except OSError:
        raise Failure(f"`{command[0]}` is not here") from None
    except subprocess.TimeoutExpired:
        raise Failure(f"`{' '.join(command)}` did not end within {PATIENCE:g} seconds") from None
    if done.returncode:
        reasons = [line for line in done.stderr.splitlines() if line and not line.startswith(_NOT_THE_REASON)]
        raise Failure(" ".join(reasons).rstrip(".") or f"`{' '.join(command)}` failed")
    return done.stdout
