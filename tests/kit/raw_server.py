"""A server that sends given bytes, such as no HTTP library would send.

    with RawServer(answer(207, b"<multistatus", "application/xml")) as server:
        ask(server.url)

`wait` is the number of bytes that it reads before it answers (0: the whole head of a request); with `hold` it leaves
the connection open for some seconds after its answer.
"""

from __future__ import annotations

import contextlib
import socket
import threading
from types import TracebackType
from typing import Self


def answer(status: int, body: bytes = b"", kind: str = "", **headers: str) -> bytes:
    """Return one whole answer as bytes; `Retry_After="1"` is a header."""
    given = {**({"Content-Type": kind} if kind else {}), **{k.replace("_", "-"): v for k, v in headers.items()}}
    lines = [f"HTTP/1.1 {status} Status", *(f"{k}: {v}" for k, v in given.items()), f"Content-Length: {len(body)}"]
    return "\r\n".join([*lines, "Connection: close", "", ""]).encode("latin-1") + body


class RawServer:
    """A server that sends everybody the same."""

    def __init__(self, data: bytes, *, wait: int = 0, hold: bool = False) -> None:
        self._data, self._wait, self._hold = data, wait, hold
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}/"
        self.heard: list[bytes] = []

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)      # closing it alone does not wake who waits in accept
        self._socket.close()
        self._thread.join(5)

    def _serve(self) -> None:
        with contextlib.suppress(OSError):
            while not self._over.is_set():
                connection, _ = self._socket.accept()
                threading.Thread(target=self._talk, args=(connection,), daemon=True).start()

    def _talk(self, connection: socket.socket) -> None:
        with connection, contextlib.suppress(OSError):
            heard = b""
            while (len(heard) < self._wait) if self._wait else (b"\r\n\r\n" not in heard):
                more = connection.recv(65536)
                if not more:
                    return
                heard += more
            self.heard.append(heard)
            connection.sendall(self._data)
            if self._hold:
                self._over.wait(5)
            connection.shutdown(socket.SHUT_RDWR)
