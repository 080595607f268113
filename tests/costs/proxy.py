"""A small HTTP proxy in front of a real server: it counts requests and connections, and can make each answer late.

It passes everything on as it is. A connection stays open for as long as the server behind leaves its own open, so
what it counts is what the server would see.
"""

from __future__ import annotations

import http.client
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit


class Proxy:
    """`seen` are the requests as (method, path, status). `delay` are seconds that each answer waits."""

    def __init__(self, url: str, delay: float = 0.0) -> None:
        parts = urlsplit(url)
        self.delay = delay
        self.seen: list[tuple[str, str, int]] = []
        self.connections = self.at_once = self.most_at_once = 0
        self._lock = threading.Lock()
        outer, behind = self, parts.netloc

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True

            def setup(self) -> None:
                super().setup()
                outer.connections += 1
                self.upstream = http.client.HTTPConnection(behind, timeout=60)

            def finish(self) -> None:
                self.upstream.close()
                super().finish()

            def do_any(self) -> None:
                with outer._lock:
                    outer.at_once += 1
                    outer.most_at_once = max(outer.most_at_once, outer.at_once)
                try:
                    body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                    headers = {k: v for k, v in self.headers.items() if k.lower() != "host"}
                    self.upstream.request(self.command, self.path, body, headers)
                    response = self.upstream.getresponse()
                    data = response.read()
                    if outer.delay:
                        time.sleep(outer.delay)   # this is what is to be shown
                finally:
                    with outer._lock:
                        outer.at_once -= 1
                outer.seen.append((self.command, self.path, response.status))
                self.send_response(response.status)
                for name, value in response.getheaders():
                    if name.lower() not in ("content-length", "transfer-encoding", "connection", "date", "server"):
                        self.send_header(name, value)
                self.send_header("Content-Length", str(len(data)))
                if response.will_close:
                    self.send_header("Connection", "close")
                self.end_headers()
                self.wfile.write(data)

            do_PROPFIND = do_REPORT = do_GET = do_PUT = do_DELETE = do_any   # noqa: N815 - http.server's names

            def log_message(self, *args: Any) -> None: ...

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True
        )
        self.url = f"http://127.0.0.1:{self._server.server_port}{parts.path}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def cost(self, act: Callable[[], object]) -> list[str]:
        """The methods of the requests that an act costs."""
        before = len(self.seen)
        act()
        return [method for method, _, _ in self.seen[before:]]
