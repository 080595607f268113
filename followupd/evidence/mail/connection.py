"""One connection to a mailbox on a server: TLS, the login, limits, and the few commands that are sent.

The standard library's imaplib holds the session; it reads through this module, which counts every byte and looks at the
clock before each. Every folder is opened by EXAMINE and every part of a mail asked for by PEEK, so nothing is changed.
Every failure becomes one error that says what to do; none holds what the server sent, or a secret.
"""

from __future__ import annotations

import imaplib
import os
import socket
import ssl
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any, NamedTuple

import wassima

from followupd.core.values.mailboxes import ImapTarget
from followupd.credentials import Login
from followupd.errors import AGAIN, Failure
from followupd.evidence.mail.commands import FetchedMail, fetched, folders_in, numbers, statuses_in
from followupd.evidence.mail.folder_names import quoted_name

LONGEST_LINE = 8 * 1024 * 1024          # the numbers of a million mails
MOST_LINES = 200_000                    # in one look; a mail takes two
LARGEST_LITERAL = 1024 * 1024
LARGEST_SESSION = 64 * 1024 * 1024      # bytes that are read in one look
LONGEST_SESSION = 300.0                 # seconds
_STATUS = "(UIDNEXT UIDVALIDITY)"


class FolderState(NamedTuple):
    """The state of a folder: a mail has another number once `validity` changes, and new mail has `next` or more."""

    validity: int
    next: int


class _TooMuch(Exception):
    """The server sent more than is read."""


class MailConnection:
    """An open connection after the login. Close it."""

    def __init__(self, target: ImapTarget, login: Login | None, seconds: float = LONGEST_SESSION) -> None:
        """Connect and log in. Raises Failure."""
        self._target = target
        self._doing = "connecting"
        with self._failures():
            self._imap = _BoundedImap(target, _trust(target), time.monotonic() + seconds)
        try:
            with self._failures():
                self._log_in(login)
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Say goodbye, and do not wait for the answer."""
        with suppress(OSError, imaplib.IMAP4.error):
            self._imap.send(b"bye LOGOUT\r\n")
        with suppress(OSError):
            self._imap.shutdown()

    def capabilities(self) -> frozenset[str]:
        """Return what the server can do now that we are logged in."""
        (said,) = self._ask("CAPABILITY", of="CAPABILITY")[-1:] or [b""]
        return frozenset(bytes(said).decode("ascii", "replace").upper().split())

    def folders(self, arguments: str) -> list[tuple[str, frozenset[str]]]:
        """Return the folders of a LIST with their attributes."""
        return list(folders_in(self._ask("LIST", arguments, of="LIST")))

    def states(self, names: Sequence[str], *, at_once: bool) -> dict[str, FolderState | None]:
        """Return the states of these folders, with one command if the server can (RFC 5819). None: not there."""
        if at_once:
            patterns = " ".join(map(quoted_name, names))
            found = dict(statuses_in(self._ask("LIST", f'"" ({patterns}) RETURN (STATUS {_STATUS})', of="STATUS")))
            self._imap.response("LIST")
        else:
            found = {}
            for name in names:
                with suppress(_NotDone):
                    found |= dict(statuses_in(self._ask("STATUS", quoted_name(name), _STATUS, of="STATUS")))
        return {name: _state(found[name]) if name in found else None for name in names}

    def examine(self, name: str) -> FolderState | None:
        """Open a folder for reading only. None if it is not there."""
        try:
            self._ask("EXAMINE", quoted_name(name))
        except _NotDone:
            return None
        numbers_ = {key: self._number(key) for key in ("UIDVALIDITY", "UIDNEXT")}
        return _state(numbers_)

    def search(self, what: str) -> list[int]:
        """Return the numbers of the mails that are found."""
        return numbers(self._ask("UID", f"SEARCH {what}", of="SEARCH"))

    def fetch(self, uids: str, what: str) -> Iterator[FetchedMail]:
        """Yield what is wanted of these mails."""
        yield from fetched(self._ask("UID", f"FETCH {uids} {what}", of="FETCH"))

    def _number(self, name: str) -> int:
        said = self._imap.response(name)[1]
        last = said[-1] if said else None
        return int(last) if isinstance(last, bytes) and last.isdigit() else 0

    def _ask(self, command: str, *arguments: str, of: str = "") -> list[Any]:
        """Send a command; return the untagged answers of this name."""
        self._doing = f"{command} {arguments[0].split()[0]}" if command == "UID" else command
        with self._failures():
            if of:
                self._imap.response(of)     # of an earlier command
            if command == "EXAMINE":
                verdict, _ = self._imap.select(arguments[0], readonly=True)
            else:
                verdict, _ = self._imap.xatom(command, *arguments)
            if verdict != "OK":
                raise _NotDone(f"the server refused {self._doing}", AGAIN)
            return [one for one in self._imap.response(of)[1] if one is not None] if of else []

    def _log_in(self, login: Login | None) -> None:
        imap, self._doing = self._imap, "the login"
        if login is None:
            raise Failure("there is no login", "Add username and password_command below `mail:`.")
        if login.bearer:
            said = [f"user={login.username}\1auth=Bearer {login.secret}\1\1".encode(), b""]
            mechanism = "XOAUTH2"
        else:
            said, mechanism = [f"\0{login.username}\0{login.secret}".encode()], "PLAIN"
        try:
            if f"AUTH={mechanism}" in imap.capabilities or login.bearer:
                # A refused token is explained in one more question, to which the answer is empty.
                imap.authenticate(mechanism, lambda _: said.pop(0) if said else b"")
            else:
                imap.login(login.username, login.secret)
        except (imaplib.IMAP4.abort, imaplib.IMAP4.readonly):
            raise
        except (imaplib.IMAP4.error, UnicodeEncodeError):
            what = "token" if login.bearer else "password"
            raise Failure(
                f"the server refused the login of {login.username or 'nobody'}",
                f"Look at username and the {what}, and whether the account allows IMAP.",
            ) from None

    @contextmanager
    def _failures(self) -> Iterator[None]:
        """Make every failure ours."""
        seconds = self._target.timeout
        try:
            yield
        except ssl.SSLCertVerificationError as failure:
            raise Failure(
                f"the server could not prove who it is: {failure.verify_message.rstrip('.')}",
                "Correct the address, or name the authority's certificate with `ca_file:`.",
            ) from None
        except ssl.SSLError as failure:
            no_tls = failure.reason in {"WRONG_VERSION_NUMBER", "RECORD_LAYER_FAILURE"}
            what = "there is no TLS at this port" if no_tls else f"TLS failed during {self._doing}"
            raise Failure(what, "Look at the scheme and the port of `imap:`.") from None
        except TimeoutError:
            raise Failure(f"the server did not answer within {seconds:g} seconds ({self._doing})", AGAIN) from None
        except _TooMuch:
            raise Failure(f"the server sent more than anybody reads ({self._doing})", AGAIN) from None
        except imaplib.IMAP4.abort:
            raise Failure(f"the connection was cut during {self._doing}", AGAIN) from None
        except imaplib.IMAP4.error:
            raise _NotDone(f"the server refused {self._doing}", AGAIN) from None
        except OSError as failure:
            why = (failure.strerror or "no connection").lower()
            raise Failure(f"the server could not be reached: {why}", AGAIN) from None
        except (ValueError, LookupError, AttributeError, TypeError):    # imaplib's, for wild bytes
            raise Failure(f"the server sent what is not IMAP ({self._doing})", AGAIN) from None


class _NotDone(Failure):
    """The server answered NO or BAD."""


class _BoundedImap(imaplib.IMAP4):
    """imaplib's session over a socket with limits: to a line, to a literal, to all that is read, and to the time."""

    def __init__(self, target: ImapTarget, trust: ssl.SSLContext, until: float) -> None:
        self._target, self._trust, self._until = target, trust, until
        self._buffer, self._at = b"", 0        # what was received, and how far it was read
        self._left, self._lines = LARGEST_SESSION, 0
        super().__init__(target.host, target.port)
        if target.scheme == "imap":
            try:
                self.starttls(trust)
            except BaseException:
                self.shutdown()
                raise

    def open(self, host: str = "", port: int = 0, timeout: float | None = None) -> None:  # noqa: ARG002 - imaplib's
        """Connect; imaplib calls this."""
        self.host, self.port = host, port
        plain = socket.create_connection((host, port), timeout=self._patience())
        try:
            secure = self._target.scheme == "imaps"
            self.sock = self._trust.wrap_socket(plain, server_hostname=host) if secure else plain
        except BaseException:
            plain.close()
            raise
        self.file = self.sock.makefile("rb")    # nothing reads it; imaplib closes it after STARTTLS

    def read(self, size: int) -> bytes:
        """Return a literal."""
        if size > LARGEST_LITERAL:
            raise _TooMuch
        while len(self._buffer) - self._at < size:
            if not self._receive():
                raise self.abort("cut")
        self._at += size
        return self._buffer[self._at - size : self._at]

    def readline(self) -> bytes:
        """Return a line, or what there is at the end."""
        self._lines += 1
        if self._lines > MOST_LINES:
            raise _TooMuch
        searched = 0
        while (end := self._buffer.find(b"\n", self._at + searched) + 1) == 0:
            searched = len(self._buffer) - self._at
            if searched > LONGEST_LINE:
                raise _TooMuch
            if not self._receive():
                end = len(self._buffer)
                break
        line, self._at = self._buffer[self._at : end], end
        return line

    def send(self, data: Any) -> None:
        """Send all of it."""
        self.sock.settimeout(self._patience())
        self.sock.sendall(data)

    def shutdown(self) -> None:
        """Close the connection."""
        with suppress(OSError):
            self.file.close()
        self.sock.close()

    def _receive(self) -> bool:
        """Read some more; return False at the end.

        Before TLS one byte at a time: nothing that came in the clear can count as said afterwards (CVE-2011-0411).
        """
        secure = isinstance(self.sock, ssl.SSLSocket)
        self.sock.settimeout(self._patience())
        data = self.sock.recv(65536 if secure else 1)
        self._buffer, self._at = self._buffer[self._at :] + data, 0
        self._left -= len(data)
        if self._left < 0:
            raise _TooMuch
        return bool(data)

    def _patience(self) -> float:
        """Return how long to wait for the next bytes. Raises TimeoutError if the whole time is over."""
        left = self._until - time.monotonic()
        if left <= 0:
            raise TimeoutError
        return min(self._target.timeout, left)


def _state(said: dict[str, int]) -> FolderState:
    return FolderState(said.get("UIDVALIDITY", 0), said.get("UIDNEXT", 0))


def _trust(target: ImapTarget) -> ssl.SSLContext:
    """Return the authorities that may vouch for the server: those of `ca_file:`, else the system's."""
    if target.ca_file is not None:
        try:
            return ssl.create_default_context(cafile=os.fspath(target.ca_file.expanduser()))
        except OSError:     # SSLError too, if it holds no certificate
            raise Failure(f"ca_file: {target.ca_file} cannot be read", "Correct `ca_file:` below `mail:`.") from None
    return ssl.create_default_context(cadata=wassima.generate_ca_bundle())
