"""The calendars and address books that a hit list names, as values: where each is, and what the other rooms ask of it.

A calendar of another kind is one more class here, with its scheme if it has an address. All but its own modules ask it
only for what `CalendarTarget` has.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Protocol

_ADDRESS = r"(?P<scheme>[^:/?#]*)://(?:[^/?#]*@)?(?P<host>[^/?#]*)(?P<path>[^?#]*)"


class CalendarTarget(Protocol):
    """A calendar that we write (`calendar:`) or keep clear of (`busy:`), or an address book (`addressbook:`)."""

    @property
    def label(self) -> str:
        """Its name for people, known without opening it. Never holds a secret."""

    @property
    def key(self) -> str:
        """Return its key in the state database, which holds no secret and stays the same after a change of password."""

    @property
    def file(self) -> Path | None:
        """The file or folder that shows when it changes; None for one that has to be asked."""

    @property
    def holds_password(self) -> bool:
        """Return whether the hit list itself has its password."""


class AccountTarget(Protocol):
    """A login: the user, and at most one of five sources of the secret."""

    @property
    def username(self) -> str | None:
        """The login name."""

    @property
    def password(self) -> str | None:
        """The password itself."""

    @property
    def password_command(self) -> str | tuple[str, ...] | None:
        """A command that prints it: a text goes to the shell, a list does not."""

    @property
    def password_env(self) -> str | None:
        """The name of an environment variable."""

    @property
    def password_credential(self) -> str | None:
        """The name of a file in $CREDENTIALS_DIRECTORY (systemd LoadCredential)."""

    @property
    def token_command(self) -> str | tuple[str, ...] | None:
        """A command that prints a bearer token."""


@dataclass(frozen=True, slots=True)
class _FilesTarget:
    """A file, or (`is_folder`) a folder of files."""

    path: Path
    is_folder: bool = False

    @property
    def label(self) -> str:
        """`followup.ics`, or `calendars/` for a folder."""
        return f"{self.path.name}/" if self.is_folder else self.path.name

    @property
    def key(self) -> str:
        """Its absolute path."""
        return str(self.path.expanduser().absolute())

    @property
    def file(self) -> Path:
        """The file or folder itself."""
        return self.path.expanduser()

    @property
    def holds_password(self) -> bool:
        """False: it has none."""
        return False


@dataclass(frozen=True, slots=True)
class IcsTarget(_FilesTarget):
    """An .ics file, or (`is_folder`) a folder that holds one .ics file an event, as vdirsyncer and khal use it."""


@dataclass(frozen=True, slots=True)
class CaldavTarget:
    """A calendar of a CalDAV account. At most one of the last five fields says where the secret comes from.

    `name` chooses among the account's calendars (display name or last part of the address); None if `url`
    is the calendar itself or the account has just one.
    """

    url: str
    name: str | None = None
    username: str | None = None
    ca_file: Path | None = None
    timeout: float = 30.0
    password: str | None = field(default=None, repr=False)
    password_command: str | tuple[str, ...] | None = None    # text goes to the shell, a list does not
    password_env: str | None = None                          # name of an environment variable
    password_credential: str | None = None                   # name in $CREDENTIALS_DIRECTORY (systemd LoadCredential)
    token_command: str | tuple[str, ...] | None = None       # prints a bearer token

    @property
    def label(self) -> str:
        """The calendar's name, else its address without the scheme."""
        return self.name or "".join(_address(self.url)[1:]) or "a calendar"

    @property
    def key(self) -> str:
        """The address, the user and the calendar's name."""
        scheme, host, path = _address(self.url)
        address = f"{scheme.lower()}://{host.lower()}{path.rstrip('/')}/"
        return " ".join(part for part in (address, self.username, self.name) if part)

    @property
    def file(self) -> None:
        """None: the server is asked."""
        return None

    @property
    def holds_password(self) -> bool:
        """Return whether there is a `password:`."""
        return self.password is not None


@dataclass(frozen=True, slots=True)
class FeedTarget:
    """A calendar that is published at an address. Whoever knows the address can read it, so it is never shown.

    `login` is that of the server, if it asks for one. `webcal`: it was written as webcal://, which says nothing of TLS.
    """

    url: str = field(repr=False)
    login: CaldavTarget | None = field(default=None, repr=False)
    webcal: bool = False

    @property
    def label(self) -> str:
        """The host alone."""
        return self._host or "a feed"

    @property
    def key(self) -> str:
        """The host, and a hash of the address."""
        user = f" {self.login.username}" if self.login is not None and self.login.username else ""
        return f"feed {self._host or None} {sha256(self.url.encode()).hexdigest()[:32]}{user}"

    @property
    def file(self) -> None:
        """None: it is fetched."""
        return None

    @property
    def holds_password(self) -> bool:
        """Return whether there is a `password:`. The address, which is a secret too, is readable in the hit list."""
        return self.login is not None and self.login.holds_password

    @property
    def _host(self) -> str:
        return re.sub(r":\d*$", "", _address(self.url)[1]).lower()


@dataclass(frozen=True, slots=True)
class CardFilesTarget(_FilesTarget):
    """A .vcf file, or (`is_folder`) a folder of them, as vdirsyncer writes it."""


@dataclass(frozen=True, slots=True)
class CarddavTarget(CaldavTarget):
    """An address book of a CardDAV account, which is found and opened as a calendar of an account is."""


# From the address under `calendar:` to its target, by scheme.
BY_SCHEME: dict[str, Callable[[str], CalendarTarget]] = {"http": CaldavTarget, "https": CaldavTarget}


def _address(url: str) -> tuple[str, str, str]:
    """Return the scheme, the host with its port, and the path of an address, without a login."""
    match = re.match(_ADDRESS, url)
    return (match["scheme"], match["host"], match["path"]) if match is not None else ("", url, "")
