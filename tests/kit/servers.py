"""HTTP servers for tests: real CalDAV servers, and one that a test scripts, alone or in front of a real one.

Each real server has its own process, port and folder, and is stopped by its own pid.
"""

from __future__ import annotations

import base64
import http.client
import itertools
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import urlsplit

from tests.kit.local_http import Asked, HttpConnection, HttpReply, LocalServer
from tests.kit.waiting import until

START_UP = 30.0   # seconds; a server that has not answered by then is broken


@dataclass(frozen=True)
class CalendarServer:
    """A running CalDAV server: `url` is its root, `home` the folder of the user's calendars."""

    url: str
    home: str
    username: str
    password: str
    log: Path
    pid: int
    _numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1), repr=False)

    def new_calendar(self, name: str | None = None) -> str:
        """Make an empty calendar with this display name and return its address."""
        url = f"{self.home}cal{next(self._numbers)}/"
        shown = f"<D:set><D:prop><D:displayname>{name}</D:displayname></D:prop></D:set>" if name else ""
        body = f'<C:mkcalendar xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav">{shown}</C:mkcalendar>'
        status, answer = self.request("MKCALENDAR", url, body)
        assert status == 201, answer
        return url

    def new_address_book(self, name: str | None = None, folder: str = "") -> str:
        """Make an empty address book with this display name and return its address (RFC 6352 6.3.1)."""
        url = f"{folder or self.home}book{next(self._numbers)}/"
        shown = f"<D:displayname>{name}</D:displayname>" if name else ""
        body = (
            '<D:mkcol xmlns:D="DAV:" xmlns:A="urn:ietf:params:xml:ns:carddav"><D:set><D:prop><D:resourcetype>'
            f"<D:collection/><A:addressbook/></D:resourcetype>{shown}</D:prop></D:set></D:mkcol>"
        )
        status, answer = self.request("MKCOL", url, body)
        assert status == 201, answer
        return url

    def request(self, method: str, url: str, body: str = "", **headers: str) -> tuple[int, str]:
        """Send one plain HTTP request as the user, without the code under test."""
        parts = urlsplit(url)
        connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=20)
        login = base64.b64encode(f"{self.username}:{self.password}".encode()).decode()
        body_kind = "text/vcard" if body.startswith("BEGIN:VCARD") else "text/calendar"
        kind = f"{body_kind}; charset=utf-8" if method == "PUT" else "application/xml; charset=utf-8"
        try:
            connection.request(method, parts.path, body.encode(), {
                "Authorization": f"Basic {login}", "Content-Type": kind,
                **{name.replace("_", "-"): value for name, value in headers.items()},
            })
            response = connection.getresponse()
            return response.status, response.read().decode()
        finally:
            connection.close()


@contextmanager
def radicale_in(folder: Path) -> Iterator[CalendarServer]:
    """Run Radicale with a login (user `dana`), as people host it for themselves."""
    port = free_port()
    (folder / "users").write_text("dana:correct horse\n")
    (folder / "config").write_text(
        f"[server]\nhosts = 127.0.0.1:{port}\n"
        f"[auth]\ntype = htpasswd\nhtpasswd_filename = {folder / 'users'}\nhtpasswd_encryption = plain\ndelay = 0\n"
        f"[storage]\nfilesystem_folder = {folder / 'data'}\n"
    )
    command = [sys.executable, "-m", "radicale", "--config", str(folder / "config")]
    with _running(command, folder, port) as pid:
        root = f"http://127.0.0.1:{port}/"
        server = CalendarServer(root, f"{root}dana/", "dana", "correct horse", folder / "log", pid)
        server.request("MKCOL", server.home)
        yield server


@contextmanager
def xandikos_in(folder: Path) -> Iterator[CalendarServer]:
    """Run Xandikos, which knows no login over plain HTTP."""
    port = free_port()
    command = [sys.executable, "-m", "xandikos", "serve", "-d", str(folder / "data"), "--defaults",
               "--current-user-principal", "/dana/", "-l", "127.0.0.1", "-p", str(port),
               "--state-dir", str(folder / "state")]
    with _running(command, folder, port) as pid:
        root = f"http://127.0.0.1:{port}/"
        yield CalendarServer(root, f"{root}dana/calendars/", "dana", "nobody asks", folder / "log", pid)


Script = Callable[[Asked], HttpReply | None]   # None: hang up without an answer


class Scripted(LocalServer):
    """An HTTP server that a test scripts, alone or in front of a real one; each connection ends with its answer.

    `script` answers; `seen` are the requests so far. `pass_on` sends a request to the real server behind.
    """

    def __init__(self) -> None:
        self.seen: list[Asked] = []
        self.script: Script = lambda asked: HttpReply(500)
        self.behind = ""
        self.tells_closing = True   # False: the connection is dropped after an answer, as idle ones are
        outer = self

        class Answering(HttpConnection):
            def answer(self, asked: Asked) -> HttpReply | None:
                outer.seen.append(asked)
                reply = outer.script(asked)
                self.close_connection = True
                closing = {"Connection": "close"} if outer.tells_closing else {}
                return replace(reply, headers={**reply.headers, **closing}) if reply else None

        super().__init__(Answering)

    def in_front_of(self, url: str) -> str:
        """Put this server in front of a calendar of a real one; return the calendar's address through it."""
        parts = urlsplit(url)
        self.behind = parts.netloc
        self.script = self.pass_on
        return f"{self.url}{parts.path.lstrip('/')}"

    def reply(self, status: int, body: str = "", **headers: str) -> HttpReply:
        """Answer a request without passing it on."""
        return HttpReply(status, body, {name.replace("_", "-"): value for name, value in headers.items()})

    def pass_on(self, asked: Asked) -> HttpReply:
        connection = http.client.HTTPConnection(self.behind, timeout=20)
        try:
            headers = {k: v for k, v in asked.headers.items() if k not in ("host", "content-length", "accept-encoding")}
            connection.request(asked.method, asked.path, asked.body.encode(), headers)
            response = connection.getresponse()
            body = response.read().decode()
        finally:
            connection.close()
        kept = {k: v for k, v in response.getheaders() if k.lower() in ("etag", "content-type", "dav")}
        return HttpReply(response.status, body, kept)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def _running(command: Sequence[str], folder: Path, port: int) -> Iterator[int]:
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=folder)

    def listens() -> bool:
        assert process.poll() is None, (folder / "log").read_text()
        with suppress(OSError):
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return True
        return False

    try:
        until(listens, START_UP)
        yield process.pid
    finally:
        process.terminate()
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
