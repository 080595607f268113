"""Keepers of a password that was typed: the desktop's key ring, pass, or an environment variable.

Takes the password and whose it is; gives the keys with which a hit list finds it again. The password goes to the keeper
through a pipe, never into a file of ours, an argument or a message.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from followupd.core.values.targets import CaldavTarget
from followupd.credentials import login_of
from followupd.errors import CalendarUnreachable, Failure

PATIENCE = 120.0        # seconds: somebody may have to unlock it
VARIABLE = "FOLLOWUPD_PASSWORD"


@dataclass(frozen=True, slots=True)
class Keeper:
    """A place for a password. `store` is the command that takes it from its standard input, None if there is none.

    `fetch` is the value of `password_command`; () for the environment variable.
    """

    label: str
    store: tuple[str, ...] | None = None
    fetch: tuple[str, ...] = ()

    def keys(self) -> tuple[tuple[str, str | tuple[str, ...]], ...]:
        """Return the keys of the hit list that find the password."""
        return (("password_command", self.fetch),) if self.fetch else (("password_env", VARIABLE),)

    def keep(self, password: str) -> None:
        """Store it, and see that it is found again. Raises Failure; then nothing of the hit list was written."""
        if self.store is None:
            return
        try:
            done = subprocess.run(  # noqa: S603 - programs that the user chose, found in their PATH
                self.store, input=f"{password}\n" if self.store[0] == "pass" else password, text=True, timeout=PATIENCE,
                stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False,
            )
            said = " ".join(done.stderr.split())[:200]
        except (OSError, subprocess.TimeoutExpired) as error:
            raise self._failed(type(error).__name__) from None
        if done.returncode != 0:
            raise self._failed(said.replace(password, "…") or f"exit code {done.returncode}")
        try:
            found = login_of(CaldavTarget("", username="", password_command=self.fetch))
        except CalendarUnreachable as error:
            raise self._failed(error.message) from None
        if found is None or found.secret != password:
            raise self._failed("it gives back something else")

    def _failed(self, said: str) -> Failure:
        return Failure(f"{self.label} could not keep the password: {said}",
                       "Nothing was written. Begin again with --password-command or --password-env.")


def keepers(host: str, username: str, environment: Mapping[str, str] | None = None) -> tuple[Keeper, ...]:
    """Return the keepers of this machine; the environment variable is always one, and comes last."""
    env = os.environ if environment is None else environment
    path = env.get("PATH", os.defpath)
    found = []
    if shutil.which("secret-tool", path=path) and env.get("DBUS_SESSION_BUS_ADDRESS"):
        whose = ("service", "followupd", "server", host, "user", username)
        store = ("secret-tool", "store", f"--label=followupd: {username} at {host}", *whose)
        found.append(Keeper("the key ring of your desktop", store, ("secret-tool", "lookup", *whose)))
    password_store = env.get("PASSWORD_STORE_DIR") or os.path.expanduser("~/.password-store")  # noqa: PTH111 - as on_disk
    if shutil.which("pass", path=path) and Path(password_store, ".gpg-id").exists():
        name = f"followupd/{_plain(host)}/{_plain(username)}"
        found.append(Keeper("pass, your password store", ("pass", "insert", "--multiline", "--force", name),
                            ("pass", "show", name)))
    return (*found, Keeper(f"the environment variable {VARIABLE}, which you set where followupd is started"))


def _plain(text: str) -> str:
    """Return a name that is one part of a path."""
    return re.sub(r"[^\w@.+-]", "_", text).lstrip(".-") or "_"
