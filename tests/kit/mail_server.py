"""Debian's Dovecot for tests, and a wire between it and the client that records everything and may break at any line.

The server has its own process, ports and folder, and is stopped by its own pid.
"""

from __future__ import annotations

import base64
import grp
import hmac
import imaplib
import itertools
import json
import os
import pwd
import shutil
import signal
import socket
import socketserver
import ssl
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

from followupd.core.values.mailboxes import ImapTarget
from followupd.evidence.mail.folder_names import quoted_name
from tests.kit.servers import START_UP, free_port
from tests.kit.waiting import until

PASSWORD = "correct-horse"
TOKEN_KEY = b"a key of the tests alone"
_CONF = """
base_dir = {top}/run
state_dir = {top}/state
log_path = {top}/log
protocols = imap
listen = 127.0.0.1
default_internal_user = {internal}
default_login_user = {login}
default_internal_group = {group}
first_valid_uid = 1
first_valid_gid = 1
last_valid_uid = 0
last_valid_gid = 0
ssl = yes
ssl_cert = <{top}/cert.pem
ssl_key = <{top}/key.pem
disable_plaintext_auth = no
auth_mechanisms = plain xoauth2
auth_failure_delay = 0
mail_location = {location}:{top}/home/%u
mail_fsync = never
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {plain}
  }}
  inet_listener imaps {{
    port = {secure}
  }}
}}
service anvil {{
  chroot =
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service stats {{
  chroot =
}}
passdb {{
  driver = oauth2
  mechanisms = xoauth2
  args = {top}/oauth2
}}
passdb {{
  driver = static
  mechanisms = plain login
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={top}/home/%u
}}
namespace inbox {{
  inbox = yes
  separator = /
  mailbox {sent} {{
    auto = subscribe
    special_use = \\Sent
  }}
}}
"""
HAS_DOVECOT = bool(shutil.which("dovecot", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin"))


@dataclass(frozen=True)
class MailServer:
    """A running Dovecot. Whoever knows the password is a user of it, with a mailbox of their own."""

    top: Path
    plain_port: int
    secure_port: int
    pid: int
    _numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1), repr=False)

    @property
    def certificate(self) -> Path:
        return self.top / "cert.pem"

    def target(self, user: str, **changes: Any) -> ImapTarget:
        """The mailbox of a user over TLS, trusted."""
        values: dict[str, Any] = {
            "host": "localhost", "port": self.secure_port, "username": user, "password": PASSWORD,
            "ca_file": self.certificate, "timeout": 20.0,
        }
        return ImapTarget(**(values | changes))

    @contextmanager
    def logged_in(self, user: str) -> Iterator[imaplib.IMAP4]:
        """A connection without the code under test."""
        with imaplib.IMAP4("127.0.0.1", self.plain_port) as imap:
            imap.login(user, PASSWORD)
            yield imap

    def add(self, user: str, folder: str, *mails: str) -> None:
        """Append mails to a folder, which is made if it is not there."""
        with self.logged_in(user) as imap:
            imap.create(quoted_name(folder))
            for mail in mails:
                verdict, said = imap.append(quoted_name(folder), "", "", mail.replace("\n", "\r\n").encode())
                assert verdict == "OK", said

    def new_user(self) -> str:
        """Return somebody who has no mail yet."""
        return f"alex{next(self._numbers)}@example.net"


def token_for(user: str) -> str:
    """Return a token that the server takes for this user (RFC 7519)."""
    parts = [{"alg": "HS256", "typ": "JWT"}, {"sub": user, "exp": int(time.time()) + 600}]
    said = ".".join(_coded(json.dumps(part).encode()) for part in parts)
    return f"{said}.{_coded(hmac.digest(TOKEN_KEY, said.encode(), 'sha256'))}"


def _coded(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


@contextmanager
def dovecot_in(location: str = "maildir", sent: str = "Sent") -> Iterator[MailServer]:
    """Run Dovecot in a folder of its own, which its other user may enter if we are root."""
    top = Path(tempfile.mkdtemp(prefix="mail"))
    top.chmod(0o711)
    try:
        plain, secure = free_port(), free_port()
        root = os.geteuid() == 0
        me = pwd.getpwuid(os.geteuid())
        owner = pwd.getpwnam("nobody") if root else me
        home = top / "home"
        home.mkdir(mode=0o700)
        if root:
            os.chown(home, owner.pw_uid, owner.pw_gid)
        make_certificate(top)
        keys = top / "keys" / "default" / "HS256"
        keys.mkdir(parents=True)
        (keys / "default").write_text(base64.b64encode(TOKEN_KEY).decode())
        (top / "oauth2").write_text(
            "introspection_mode = local\nusername_attribute = sub\n"
            f"local_validation_key_dict = fs:posix:prefix={top}/keys/\n"
        )
        (top / "conf").write_text(_CONF.format(
            top=top, internal="dovecot" if root else me.pw_name, login="dovenull" if root else me.pw_name,
            group="dovecot" if root else grp.getgrgid(me.pw_gid).gr_name, plain=plain, secure=secure,
            location=location, sent=sent, uid=owner.pw_uid, gid=owner.pw_gid, password=PASSWORD,
        ))
        program = shutil.which("dovecot", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin") or "dovecot"
        with (top / "stderr").open("wb") as said:
            process = subprocess.Popen([program, "-F", "-c", str(top / "conf")], stdin=subprocess.DEVNULL,
                                       stdout=subprocess.DEVNULL, stderr=said)
        try:
            until(lambda: _answers(plain, process, top), START_UP)
            yield MailServer(top, plain, secure, process.pid)
        finally:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
    finally:
        shutil.rmtree(top, ignore_errors=True)


def _answers(port: int, process: subprocess.Popen[bytes], top: Path) -> bool:
    log = top / "log"
    assert process.poll() is None, (top / "stderr").read_text() + (log.read_text() if log.exists() else "")
    with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=5) as probe:
        return probe.recv(10).startswith(b"* OK")
    return False


def make_certificate(folder: Path, name: str = "localhost") -> Path:
    """Make a certificate that signs itself, with its key beside it."""
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
         "-keyout", str(folder / "key.pem"), "-out", str(folder / "cert.pem"), "-days", "2", "-subj", f"/CN={name}",
         "-addext", f"subjectAltName=DNS:{name}"], check=True, capture_output=True,
    )
    return folder / "cert.pem"


@dataclass
class Wire:
    """A relay before a server: it ends TLS, records both directions, and breaks where a test says so.

    `sent` and `received` are what the client sent and received. After `break_after` commands it cuts the connection,
    `before` the command is passed on or before its answer is; with `hang` it goes silent instead.
    """

    certificate: Path
    behind: int
    break_after: int | None = None
    before: bool = True
    hang: bool = False
    sent: bytearray = field(default_factory=bytearray)
    received: bytearray = field(default_factory=bytearray)
    commands: list[bytes] = field(default_factory=list)
    port: int = 0

    def __enter__(self) -> Self:
        wire = self
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.certificate, self.certificate.with_name("key.pem"))
        self._stopped = threading.Event()

        class Relay(socketserver.BaseRequestHandler):
            def handle(self) -> None:
                with suppress(OSError), context.wrap_socket(self.request, server_side=True) as client:
                    wire._relay(client)

        self._server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Relay, bind_and_activate=True)
        self._server.daemon_threads = True
        self.port = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopped.set()
        self._server.shutdown()
        self._server.server_close()

    def forget(self) -> None:
        """Begin to record again."""
        self.sent.clear()
        self.received.clear()
        self.commands.clear()

    def _relay(self, client: ssl.SSLSocket) -> None:
        with socket.create_connection(("127.0.0.1", self.behind)) as server:
            broken = threading.Event()

            def back() -> None:
                with suppress(OSError):
                    while data := server.recv(65536):
                        if broken.is_set():
                            break
                        self.received += data
                        client.sendall(data)
                if not (broken.is_set() and self.hang):
                    with suppress(OSError):
                        client.shutdown(socket.SHUT_RDWR)

            answers = threading.Thread(target=back, daemon=True)
            answers.start()
            lines = client.makefile("rb")
            with suppress(OSError):
                for line in lines:
                    self.sent += line
                    self.commands.append(line)
                    if self.break_after is not None and len(self.commands) > self.break_after:
                        broken.set()
                        if not self.before:
                            server.sendall(line)
                        if self.hang:
                            self._stopped.wait()
                        break
                    server.sendall(line)
            for end in (server, client):
                with suppress(OSError):
                    end.shutdown(socket.SHUT_RDWR)
            answers.join()
