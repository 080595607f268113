"""An HTTP server that a test scripts, alone or in front of a real one: for everything that servers do wrong."""

from __future__ import annotations

import http.client
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

import pytest


@dataclass(frozen=True)
class Asked:
    """A request as it arrived."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: str


@dataclass(frozen=True)
class Reply:
    status: int
    body: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)


Script = Callable[[Asked], Reply | None]   # None: hang up without an answer


class Scripted:
    """`script` answers; `seen` are the requests so far. `pass_on` sends a request to the real server behind."""

    def __init__(self) -> None:
        self.seen: list[Asked] = []
        self.script: Script = lambda asked: Reply(500)
        self.behind = ""
        self.tells_closing = True   # False: the connection is dropped after an answer, as idle ones are
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_any(self) -> None:
                length = int(self.headers.get("Content-Length") or 0)
                asked = Asked(self.command, self.path, {k.lower(): v for k, v in self.headers.items()},
                              self.rfile.read(length).decode())
                outer.seen.append(asked)
                reply = outer.script(asked)
                self.close_connection = True
                if reply is None:
                    return
                body = reply.body.encode()
                self.send_response(reply.status)
                closing = {"Connection": "close"} if outer.tells_closing else {}
                for name, value in {**reply.headers, "Content-Length": str(len(body)), **closing}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

            do_PROPFIND = do_REPORT = do_GET = do_PUT = do_DELETE = do_any   # noqa: N815 - http.server's names

            def log_message(self, *args: Any) -> None: ...

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_port}/"

    def in_front_of(self, url: str) -> str:
        """Stand before a calendar of a real server; returns its address by way of this one."""
        parts = urlsplit(url)
        self.behind = parts.netloc
        self.script = self.pass_on
        return f"{self.url}{parts.path.lstrip('/')}"

    def reply(self, status: int, body: str = "", **headers: str) -> Reply:
        """An answer of its own, with nothing passed on."""
        return Reply(status, body, {name.replace("_", "-"): value for name, value in headers.items()})

    def pass_on(self, asked: Asked) -> Reply:
        connection = http.client.HTTPConnection(self.behind, timeout=20)
        try:
            headers = {k: v for k, v in asked.headers.items() if k not in ("host", "content-length", "accept-encoding")}
            connection.request(asked.method, asked.path, asked.body.encode(), headers)
            response = connection.getresponse()
            body = response.read().decode()
        finally:
            connection.close()
        kept = {k: v for k, v in response.getheaders() if k.lower() in ("etag", "content-type", "dav")}
        return Reply(response.status, body, kept)


@pytest.fixture
def scripted() -> Iterator[Scripted]:
    server = Scripted()
    thread = threading.Thread(target=server.server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield server
    server.server.shutdown()
    thread.join()
    server.server.server_close()
