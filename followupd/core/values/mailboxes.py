"""The mailboxes that a hit list names, as values: where each is, and how to log in."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

PORTS = {"imaps": 993, "imap": 143}


@dataclass(frozen=True, slots=True)
class ImapTarget:
    """A mailbox on a server. At most one of the five secrets says where the password or the token comes from.

    `scheme` is imaps, or imap for a connection that begins in the clear and changes to TLS before the login. Without
    `folders` the inbox and the folder of sent mail are read. `subjects`: they are asked for and kept with what is
    noticed.
    """

    host: str
    port: int = PORTS["imaps"]
    scheme: str = "imaps"
    folders: tuple[str, ...] = ()
    subjects: bool = False
    username: str | None = None
    ca_file: Path | None = None
    timeout: float = 30.0
    password: str | None = field(default=None, repr=False)
    password_command: str | tuple[str, ...] | None = None
    password_env: str | None = None
    password_credential: str | None = None
    token_command: str | tuple[str, ...] | None = None

    @property
    def kind(self) -> str:
        """The kind of mailbox."""
        return "imap"

    @property
    def label(self) -> str:
        """The host."""
        return self.host

    @property
    def key(self) -> str:
        """The address and the user, without a secret."""
        return f"{self.scheme}://{self.username or ''}@{self.host}:{self.port}"


@dataclass(frozen=True, slots=True)
class MailFilesTarget:
    """Mail in files: a Maildir with its subfolders, or mbox files. `me` and `sent` folders tell what the user wrote."""

    paths: tuple[Path, ...]
    is_mbox: bool = False
    subjects: bool = False

    @property
    def kind(self) -> str:
        """The kind of mailbox."""
        return "mbox" if self.is_mbox else "maildir"

    @property
    def label(self) -> str:
        """`Maildir/`, or the name of the first mbox file."""
        name = self.paths[0].name
        return name if self.is_mbox else f"{name}/"

    @property
    def key(self) -> str:
        """The absolute paths."""
        return "\n".join([self.kind, *(str(path.expanduser().absolute()) for path in self.paths)])


MailTarget = ImapTarget | MailFilesTarget
