"""The secret of an account: from the hit list, a command, the environment, or a systemd credential.

Takes a target, returns the secret only when it is needed. An error names the source, never its content. Never stores or
logs a secret, and never passes one to the commands that it starts.
"""

from __future__ import annotations

import contextlib
import os
import selectors
import shlex
import signal
import subprocess
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from followupd.core.values.targets import AccountTarget
from followupd.errors import CalendarUnreachable

COMMAND_PATIENCE = 20.0  # seconds for a command: to unlock a key ring; below the patience of a pass with busy calendars
MOST_OUTPUT = 16 * 1024  # bytes that are read of what a command prints: its first line is the secret


@dataclass(frozen=True, slots=True)
class Login:
    """The login of a request: a user name with a password, or a bearer token."""

    username: str
    secret: str = field(repr=False)
    bearer: bool = False


def login_of(
    target: AccountTarget, environment: Mapping[str, str] | None = None, patience: float = COMMAND_PATIENCE
) -> Login | None:
    """Return the current login of this account; None if the hit list has none.

    `environment` defaults to that of this process. Raises CalendarUnreachable if the secret cannot be had.
    """
    env = os.environ if environment is None else environment
    user = target.username or ""
    if target.token_command is not None:
        return Login(user, _from_command(target.token_command, "token_command", target, env, patience), bearer=True)
    if target.password_command is not None:
        return Login(user, _from_command(target.password_command, "password_command", target, env, patience))
    if target.password_env is not None:
        return Login(user, _from_environment(target.password_env, env))
    if target.password_credential is not None:
        return Login(user, _from_credential(target.password_credential, env))
    if target.password is not None:
        return Login(user, target.password)
    return None


def may_change(target: AccountTarget) -> bool:
    """Return whether fetching it again may give another secret: a token expires, a password changes in its store."""
    return target.token_command is not None or target.password_command is not None


def _from_command(
    command: str | tuple[str, ...], key: str, target: AccountTarget, env: Mapping[str, str], patience: float
) -> str:
    arguments = ["sh", "-c", command] if isinstance(command, str) else list(command)
    name = _name_of(command)
    child_env = {k: v for k, v in env.items() if k != target.password_env and k != "PYTHON_CALDAV_COMMDUMP"}
    try:
        child = subprocess.Popen(   # noqa: S603 - the user's own command, out of their own file
            arguments, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=child_env,
            start_new_session=True,   # so that the children of a shell end with it
        )
    except (OSError, ValueError):
        raise CalendarUnreachable(
            f"{key}: {name} could not be started", "Correct the command in the hit list."
        ) from None
    with child:
        try:
            output, ended = _read_from(child, patience)
        except subprocess.TimeoutExpired:
            _stop(child)
            raise CalendarUnreachable(
                f"{key}: {name} did not answer within {patience:g} seconds",
                "Run it by hand: it may be waiting for a key ring to be unlocked.",
            ) from None
        if not ended:
            _stop(child)
    if ended and child.returncode != 0:
        raise CalendarUnreachable(
            f"{key}: {name} failed with exit code {child.returncode}", "Run it by hand to see what it says."
        )
    if not ended and b"\n" not in output:
        raise CalendarUnreachable(
            f"{key}: {name} printed more than {MOST_OUTPUT // 1024} KiB without the end of a line",
            "The first line is the secret.",
        )
    return _first_line(output, f"{key}: {name} printed")


def _read_from(child: subprocess.Popen[bytes], patience: float) -> tuple[bytes, bool]:
    """Return the first bytes that a command prints, and whether it ended with them. Raises TimeoutExpired."""
    until, output = time.monotonic() + patience, b""
    assert child.stdout is not None
    with selectors.DefaultSelector() as selector:
        selector.register(child.stdout, selectors.EVENT_READ)
        while len(output) < MOST_OUTPUT:
            if not selector.select(max(0.0, until - time.monotonic())):
                raise subprocess.TimeoutExpired(child.args, patience)
            printed = os.read(child.stdout.fileno(), MOST_OUTPUT - len(output))
            if not printed:
                child.wait(max(0.0, until - time.monotonic()))
                return output, True
            output += printed
    return output, False


def _stop(child: subprocess.Popen[bytes]) -> None:
    """End a command and its children."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child.pid, signal.SIGKILL)


def _name_of(command: str | tuple[str, ...]) -> str:
    """Return the name of the program only: the rest may hold a secret."""
    if isinstance(command, str):
        try:
            words = shlex.split(command)
        except ValueError:
            return "the shell command"
        words = [word for word in words if "=" not in word]
    else:
        words = list(command)
    return Path(words[0]).name if words else "the command"


def _from_environment(variable: str, env: Mapping[str, str]) -> str:
    secret = env.get(variable, "")
    if not secret:
        raise CalendarUnreachable(
            f"password_env: the environment variable {variable} is not set",
            f"Set {variable} where followupd is started.",
        )
    return secret


def _from_credential(name: str, env: Mapping[str, str]) -> str:
    folder = env.get("CREDENTIALS_DIRECTORY", "")
    if not folder:
        raise CalendarUnreachable(
            f"password_credential: {name} can be read only in a systemd unit",
            f"Add LoadCredential={name}:/path/to/file to the unit, or use password_command.",
        )
    try:
        data = (Path(folder) / name).read_bytes()
    except (OSError, ValueError):
        raise CalendarUnreachable(
            f"password_credential: {name} could not be read", f"Look at LoadCredential={name}: in the unit."
        ) from None
    return _first_line(data, f"password_credential: {name} holds")


def _first_line(output: bytes, what: str) -> str:
    line = output.split(b"\n", 1)[0].removesuffix(b"\r")
    try:
        secret = line.decode("utf-8")
    except UnicodeDecodeError:
        raise CalendarUnreachable(f"{what} something that is not UTF-8 text", "The first line is the secret.") from None
    if not secret:
        raise CalendarUnreachable(f"{what} an empty first line", "The first line is the secret.")
    if not secret.isprintable():
        raise CalendarUnreachable(f"{what} control characters", "The first line is the secret, and nothing else.")
    return secret
