"""A small HTTP proxy in front of a real server: it counts requests and connections, and can make each answer late.

It passes everything on unchanged. A connection stays open as long as the server keeps its own open, so
what it counts is what the server would see.
"""

from __future__ import annotations

import http.client
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

from tests.kit.local_http import Asked, HttpConnection, HttpReply, LocalServer

NOT_PASSED_ON = {"content-length", "transfer-encoding", "connection", "date", "server"}


class Proxy(LocalServer):
    """`seen` are the requests as (method, path, status). `delay` are seconds that each answer waits."""

    def __init__(self, url: str, delay: float = 0.0) -> None:
        parts = urlsplit(url)
        self.delay = delay
        self.seen: list[tuple[str, str, int]] = []
        self.connections = self.at_once = self.most_at_once = 0
        self._lock = threading.Lock()
        outer, behind = self, parts.netloc

        class Passing(HttpConnection):
            def setup(self) -> None:
                super().setup()
                outer.connections += 1
                self.upstream = http.client.HTTPConnection(behind, timeout=60)

            def finish(self) -> None:
                self.upstream.close()
                super().finish()

            def answer(self, asked: Asked) -> HttpReply:
                with outer._counted():
                    headers = {k: v for k, v in asked.headers.items() if k != "host"}
                    self.upstream.request(asked.method, asked.path, asked.body.encode(), headers)
                    response = self.upstream.getresponse()
                    data = response.read()
                    if outer.delay:
                        time.sleep(outer.delay)   # the test is about this
                outer.seen.append((asked.method, asked.path, response.status))
                kept = {k: v for k, v in response.getheaders() if k.lower() not in NOT_PASSED_ON}
                closing = {"Connection": "close"} if response.will_close else {}
                return HttpReply(response.status, data.decode("latin-1"), kept | closing, "latin-1")

        super().__init__(Passing, parts.path)

    @contextmanager
    def _counted(self) -> Iterator[None]:
        with self._lock:
            self.at_once += 1
            self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            yield
        finally:
            with self._lock:
                self.at_once -= 1

    def cost(self, act: Callable[[], object]) -> list[str]:
        """Return the methods of the requests that an action costs."""
        before = len(self.seen)
        act()
        return [method for method, _, _ in self.seen[before:]]
