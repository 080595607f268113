"""The mailboxes and the call log that a hit list names, as values: where each is, and how to log in.

`key` names each in the state database, `label` in sentences. `gave` says whether a sighting's `source` is one of its
folders or files.
"""

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
        """The account: two at one host are two mailboxes."""
        return self.username if self.username and "@" in self.username else f"{self.username or ''}@{self.host}"

    @property
    def key(self) -> str:
        """The address and the user, without a secret."""
        return f"{self.scheme}://{self.username or ''}@{self.host}:{self.port}"

    def named(self, folder: str) -> str:
        """Return the `source` of what is seen in a folder."""
        return f"{folder} of {self.label}"

    def gave(self, source: str) -> bool:
        """Return whether it was seen here."""
        return source.endswith(self.named(""))


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

    def named(self, folder: str) -> str:
        """Return the `source` of what is seen in a folder of a Maildir, or in an mbox file."""
        return folder if self.is_mbox else f"{folder} in {self.label}"

    def gave(self, source: str) -> bool:
        """Return whether it was seen here."""
        return source in {path.name for path in self.paths} if self.is_mbox else source.endswith(self.named(""))


MailTarget = ImapTarget | MailFilesTarget


@dataclass(frozen=True, slots=True)
class CallLogTarget:
    """A call log: one file, or a folder of them."""

    path: Path

    @property
    def label(self) -> str:
        """The name of the file or folder."""
        return self.path.name or str(self.path)

    @property
    def key(self) -> str:
        """Its path."""
        return f"calls {self.path}"

    def named(self, file: str) -> str:
        """Return the `source` of what is seen in a file."""
        return file if file == self.label else f"{self.label}/{file}"

    def gave(self, source: str) -> bool:
        """Return whether it was seen here."""
        return source == self.label or source.startswith(f"{self.label}/")
