"""The source of a secret, and that it goes nowhere else."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import Any

import pytest

from followupd.core.values.targets import CaldavTarget
from followupd.credentials import COMMAND_PATIENCE, Login, login_of, may_change
from followupd.errors import CalendarUnreachable

SECRET = "s3cr3t-hünter2"


def login(env: dict[str, str] | None = None, **source: Any) -> Login | None:
    return login_of(CaldavTarget("https://dav.example.org/", username="dana", **source), env, patience=5)


@pytest.mark.parametrize("source", [
    {"password": SECRET},
    {"password_command": f"printf '{SECRET}\\nlogin: dana\\n'"},
    {"password_command": f"echo '{SECRET}' | cat"},
    {"password_command": ("printf", f"{SECRET}\\r\\n")},
    {"password_command": (sys.executable, "-c", f"print({SECRET!r})")},
])
def test_each_source_gives_the_first_line(source: dict[str, Any]) -> None:
    """A password store prints the password first; a text goes through the shell, a list does not."""
    assert login(**source) == Login("dana", SECRET)


def test_a_list_is_not_read_by_a_shell() -> None:
    """What looks like shell in a list is an argument."""
    assert login(password_command=("echo", "$HOME;x")) == Login("dana", "$HOME;x")


def test_a_token_is_a_bearer_token_and_needs_no_user() -> None:
    """OAuth accounts have no password."""
    target = CaldavTarget("https://dav.example.org/", token_command="echo abc")
    assert login_of(target) == Login("", "abc", bearer=True)
    assert may_change(target)


def test_environment_and_systemd_credential(tmp_path: Path) -> None:
    """Read when they are asked for, not when the hit list is."""
    (tmp_path / "caldav").write_text(f"{SECRET}\n")
    assert login({"PW": SECRET}, password_env="PW") == Login("dana", SECRET)
    env = {"CREDENTIALS_DIRECTORY": str(tmp_path)}
    assert login(env, password_credential="caldav") == Login("dana", SECRET)
    assert login() is None
    assert not may_change(CaldavTarget("https://x/", password_env="PW"))


@pytest.mark.parametrize(("source", "sentence"), [
    ({"password_command": f"echo {SECRET} >&2; exit 3"}, "password_command: echo failed with exit code 3"),
    ({"password_command": f"PW={SECRET} false"}, "password_command: false failed with exit code 1"),
    ({"password_command": ("no-such-program", SECRET)}, "password_command: no-such-program could not be started"),
    ({"password_command": f"'{SECRET}"}, "password_command: the shell command failed with exit code"),
    ({"token_command": "true"}, "token_command: true printed an empty first line"),
    ({"token_command": "printf '\\n%s' " + SECRET}, "token_command: printf printed an empty first line"),
    ({"token_command": f"printf '{SECRET}\\033[0m'"}, "token_command: printf printed control characters"),
    ({"token_command": "printf '\\377'"}, "token_command: printf printed something that is not UTF-8 text"),
    ({"password_env": "PW"}, "password_env: the environment variable PW is not set"),
    ({"password_credential": "caldav"}, "password_credential: caldav can be read only in a systemd unit"),
])
def test_a_failure_names_the_source_and_nothing_that_it_said(source: dict[str, Any], sentence: str) -> None:
    """Neither output nor arguments are reported: both may hold a secret."""
    env = {"PATH": "/usr/bin:/bin"}
    with pytest.raises(CalendarUnreachable) as caught:
        login(env, **source)
    assert sentence in caught.value.message
    assert caught.value.hint
    assert SECRET not in repr(caught.value) + caught.value.hint + repr(caught.value.__cause__)


def test_a_missing_credential_is_reported(tmp_path: Path) -> None:
    """The unit lacks the line, or the name is mistyped."""
    with pytest.raises(CalendarUnreachable, match="caldav could not be read"):
        login({"CREDENTIALS_DIRECTORY": str(tmp_path)}, password_credential="caldav")


def test_a_command_that_hangs_is_stopped_with_its_children(tmp_path: Path) -> None:
    """A key ring that nobody unlocks must not block a pass or leave processes behind."""
    late = tmp_path / "late"
    target = CaldavTarget("https://x/", username="dana", password_command=f"(sleep 1; touch {late}) & sleep 30")
    with pytest.raises(CalendarUnreachable, match="did not answer within"):
        login_of(target, patience=0.3)
    waited = login_of(CaldavTarget("https://x/", password_command="sleep 1.2; echo x"))
    assert waited is not None
    assert not late.exists()


@pytest.mark.parametrize(("command", "secret"), [("cat /dev/zero", None), ("yes", "y"), ("echo x; cat /dev/zero", "x")])
def test_a_command_that_prints_without_end_costs_little(command: str, secret: str | None) -> None:
    """Only the first kilobytes are read; then it is stopped, and a command without a first line is named."""
    target = CaldavTarget("https://x/", username="dana", password_command=command)
    begun = time.monotonic()
    if secret is None:
        with pytest.raises(CalendarUnreachable, match="password_command: cat printed more than 16 KiB without the end"):
            login_of(target)
    else:
        assert login_of(target) == Login("dana", secret)
    assert time.monotonic() - begun < COMMAND_PATIENCE / 2


@pytest.mark.parametrize("command", ["exec >&-; exec sleep 30", "while echo x; do sleep 0.2; done"])
def test_patience_ends_for_a_command_that_prints_slowly_or_goes_on_silently(command: str) -> None:
    """The limit is for the whole command, not for the time between two bytes."""
    target = CaldavTarget("https://x/", username="dana", password_command=command)
    with pytest.raises(CalendarUnreachable, match=r"did not answer within 0\.5 seconds"):
        login_of(target, patience=0.5)


def test_a_command_gets_no_input_and_no_secret_of_ours(tmp_path: Path) -> None:
    """Its input is closed, and it does not get the variable of a secret."""
    seen = tmp_path / "seen"
    env = {"PATH": "/usr/bin:/bin", "PW": SECRET, "KEEP": "kept"}
    command = f"env > {seen}; cat; echo x"
    target = CaldavTarget("https://x/", username="dana", password_env="PW", password_command=command)
    assert login_of(target, env) == Login("dana", "x")
    assert SECRET not in seen.read_text()
    assert "KEEP=kept" in seen.read_text()


def test_a_login_does_not_show_its_secret() -> None:
    """Not even in a debugger's line."""
    assert SECRET not in repr(Login("dana", SECRET))
