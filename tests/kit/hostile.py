"""Answers of a broken or hostile server, without end or far too much: each trick is tried on whatever reads from one.

    with Hostile(TRICKS["a byte now and then"]) as server:
        read(server.url)
"""

from __future__ import annotations

import contextlib
import gzip
import socket
import threading
import zlib
from collections.abc import Callable
from functools import cache

from tests.kit.raw_server import RawServer

Trick = Callable[[Callable[[bytes], None], threading.Event], None]   # sends; the event is set when the test is over

OK = b"HTTP/1.1 207 Multi-Status\r\nContent-Type: application/xml\r\n"
BEAT = 0.02       # seconds between two bytes


class Hostile(RawServer):
    """A server that plays one trick on each connection, until the other side hangs up."""

    def __init__(self, trick: Trick) -> None:
        super().__init__(b"")
        self._trick = trick

    def _talk(self, connection: socket.socket) -> None:
        with connection, contextlib.suppress(OSError):
            connection.recv(65536)
            self.heard.append(b"")
            self._trick(connection.sendall, self._over)
            connection.shutdown(socket.SHUT_WR)
            while connection.recv(65536):    # the rest of the request: closing before it is read would drop the answer
                pass


def whole(body: bytes, *headers: bytes) -> Trick:
    """Send one answer with this body."""
    lines = b"".join(header + b"\r\n" for header in headers)

    def send(sends: Callable[[bytes], None], over: threading.Event) -> None:
        sends(OK + lines + b"Content-Length: %d\r\n\r\n" % len(body) + body)

    return send


def ever(begin: bytes, again: bytes, pause: float = 0.0) -> Trick:
    """Send the beginning, and then the rest again and again."""
    def send(sends: Callable[[bytes], None], over: threading.Event) -> None:
        sends(begin)
        while not over.wait(pause):
            sends(again)

    return send


@cache
def zeros() -> bytes:
    """Return 64 MiB of blanks, packed by gzip; a server may pack them twice."""
    return gzip.compress(b" " * (64 << 20), 9)


def bomb(encoding: bytes, body: Callable[[], bytes]) -> Trick:
    """Send what unpacks to far more than it is."""
    def send(sends: Callable[[bytes], None], over: threading.Event) -> None:
        whole(body(), b"Content-Encoding: " + encoding)(sends, over)

    return send


SLOW: dict[str, Trick] = {
    "silence": ever(b"", b"", 30.0),
    "a byte of the head now and then": ever(b"HTTP/1.1 207 M", b"x", BEAT),
    "a header now and then": ever(OK, b"X: y\r\n", 10 * BEAT),
    "a byte of the body now and then": ever(OK + b"Content-Length: 100000\r\n\r\n", b"x", BEAT),
    "a body without a length": ever(OK + b"Connection: close\r\n\r\n", b"x", BEAT),
    "chunks now and then": ever(OK + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n", BEAT),
    "empty gzip now and then": ever(
        OK + b"Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n",
        b"%x\r\n%s\r\n" % (len(gzip.compress(b"")), gzip.compress(b"")), BEAT,
    ),
    "early hints": ever(b"", b"HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n", BEAT),
}
LARGE: dict[str, Trick] = {
    "a body without end": ever(OK + b"Connection: close\r\n\r\n", b"<a/>" * 16384),
    "chunks without end": ever(OK + b"Transfer-Encoding: chunked\r\n\r\n", b"10000\r\n" + b"x" * 65536 + b"\r\n"),
    "a length of a terabyte": ever(OK + b"Content-Length: 1000000000000\r\n\r\n", b"x" * 65536),
    "a gzip bomb": bomb(b"gzip", zeros),
    "a gzip bomb in gzip": bomb(b"gzip, gzip", lambda: gzip.compress(zeros())),
    "a deflate bomb": bomb(b"deflate", lambda: zlib.compress(b" " * (64 << 20), 9)),
}
BROKEN: dict[str, Trick] = {
    "headers without end": ever(OK, b"X-Filler: " + b"y" * 1000 + b"\r\n"),
    "one header without end": ever(OK + b"X: ", b"y" * 65536),
    "a first line without end": ever(b"HTTP/1.1 207 ", b"y" * 65536),
    "100 without end": ever(b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 100),
    "an extension of a chunk without end": ever(OK + b"Transfer-Encoding: chunked\r\n\r\n10;a=", b"y" * 65536),
    "trailers without end": ever(OK + b"Transfer-Encoding: chunked\r\n\r\n0\r\n", b"X: y\r\n" * 1000),
    "a negative length": ever(OK + b"Content-Length: -5\r\n\r\n", b"x" * 65536),
    "two lengths": ever(OK + b"Content-Length: 5\r\nContent-Length: 7\r\n\r\n", b"x" * 65536),
    "an encoding that is not one": whole(b"x" * 100, b"Content-Encoding: gzip"),
}
