"""A small HTTP server on this machine, on which every scripted server, proxy and fake of the tests is built."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self


@dataclass(frozen=True)
class Asked:
    """A request as it arrived; the names of headers are in small letters."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: str


@dataclass(frozen=True)
class HttpReply:
    """An answer that a test gives."""

    status: int
    body: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    charset: str = "utf-8"      # latin-1 for a body that is bytes


class HttpConnection(BaseHTTPRequestHandler):
    """One connection to the server, kept open for further requests; a subclass answers them."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def answer(self, asked: Asked) -> HttpReply | None:
        """Return the answer; None hangs up without one."""
        raise NotImplementedError

    def do_any(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
        asked = Asked(self.command, self.path, {k.lower(): v for k, v in self.headers.items()}, body)
        reply = self.answer(asked)
        if reply is None:
            self.close_connection = True
            return
        data = reply.body.encode(reply.charset)
        self.send_response(reply.status)
        for name, value in {**reply.headers, "Content-Length": str(len(data))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)

    do_PROPFIND = do_REPORT = do_GET = do_PUT = do_DELETE = do_any   # noqa: N815 - http.server's names

    def log_message(self, *args: Any) -> None: ...


class LocalServer:
    """Listens on a free port within `with`, with a thread for each connection."""

    def __init__(self, connection: type[BaseHTTPRequestHandler], path: str = "/") -> None:
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), connection)
        self.server.daemon_threads = True
        self._thread = threading.Thread(
            target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True
        )
        self.url = f"http://127.0.0.1:{self.server.server_port}{path}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *failure: object) -> None:
        self.server.shutdown()
        self._thread.join()
        self.server.server_close()
