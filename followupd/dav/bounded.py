"""Answers to HTTP requests, with a limit to their size and to the whole time that they take.

A read timeout counts only silence, so a server that sends a byte now and then would hold a pass without end; and a few
kilobytes unpack to gigabytes. Every session with niquests sends through a BoundedAdapter: it reads each answer whole,
counts it as it is after unpacking, and cuts the connection when the time is over, whatever was going on there. Finding
the host and connecting to it, one address after the other, is part of that time.
"""

from __future__ import annotations

import contextlib
import os
import socket
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Self
from weakref import ref

from niquests import PreparedRequest, Response, Session
from niquests.adapters import HTTPAdapter
from niquests.exceptions import BaseHTTPError, RequestException  # type: ignore[attr-defined]  # urllib3's, and its own
from niquests.packages.urllib3.contrib.resolver.system import (  # type: ignore[import-not-found]  # an alias
    SystemResolver,
)

LARGEST_ANSWER = 32 * 1024 * 1024    # bytes after unpacking: a listing of 100,000 events
_CHUNK = 65536
_CONNECTIONS = 16                    # the latest ones of a session, which may be cut


@dataclass(frozen=True, slots=True, order=True)
class Deadline:
    """An instant of the monotonic clock, and the `seconds` that were allowed until then."""

    until: float
    seconds: float = field(compare=False)

    @classmethod
    def after(cls, seconds: float) -> Self:
        """Return the deadline so many seconds from now."""
        return cls(time.monotonic() + seconds, seconds)

    @property
    def passed(self) -> bool:
        """Return whether no time is left."""
        return time.monotonic() >= self.until


class AnswerTooLong(RequestException):
    """The answer was not complete in time. `seconds` were allowed."""

    def __init__(self, seconds: float) -> None:
        """Keep the limit."""
        super().__init__()
        self.seconds = seconds


class AnswerTooBig(RequestException):
    """The answer has more than `size` bytes."""

    def __init__(self, size: int) -> None:
        """Keep the limit."""
        super().__init__()
        self.size = size


class BoundedAdapter(HTTPAdapter):
    """Sends the requests of one session, one at a time. `deadline` is for the next request."""

    def __init__(self, size: int, deadline: Deadline) -> None:
        """Take the limits."""
        self._sockets = _Sockets()
        super().__init__(resolver=self._sockets, disable_http3=True)   # QUIC has no connection that could be cut
        self._size, self.deadline = size, deadline

    def mount(self, session: Session) -> None:
        """Send all requests of a session through this adapter."""
        for scheme in ("http://", "https://"):
            session.mount(scheme, self)

    def send(self, request: PreparedRequest, *args: Any, **kwargs: Any) -> Response:
        """Send one request and read its whole answer. Raises AnswerTooLong, AnswerTooBig and what niquests raises."""
        deadline = self.deadline
        if deadline.passed:
            raise AnswerTooLong(deadline.seconds)
        self._sockets.deadline = deadline
        alarm = threading.Timer(deadline.until - time.monotonic(), self._sockets.cut)
        alarm.name, alarm.daemon = "deadline", True
        alarm.start()
        try:
            response = super().send(request, *args, **kwargs)
            response._content = self._whole(response)
        except AnswerTooBig:
            raise
        except Exception as failure:
            self._sockets.close()
            if deadline.passed:
                raise AnswerTooLong(deadline.seconds) from None
            if isinstance(failure, (RequestException, BaseHTTPError, OSError)):
                raise
            # The library stumbles over bytes that no server should send, such as "100 Continue" without end.
            raise RequestException from failure
        finally:
            alarm.cancel()
        if deadline.passed:   # a body without a length ends where the connection was cut
            raise AnswerTooLong(deadline.seconds)
        return response

    def _whole(self, response: Response) -> bytes:
        """Read the body to its end; close the connection if that fails."""
        try:
            return b"".join(self._parts(response))
        except BaseException:
            self._sockets.cut()
            response.close()
            self._sockets.close()
            raise

    def _parts(self, response: Response) -> Iterator[bytes]:
        size = 0
        for part in response.iter_content(_CHUNK):
            assert isinstance(part, bytes)     # text only if it is asked for
            size += len(part)
            if size > self._size:
                raise AnswerTooBig(self._size)
            if self.deadline.passed:
                raise AnswerTooLong(self.deadline.seconds)
            yield part


class _Connecting(threading.Thread):
    """One attempt to connect, in a separate thread: nothing can end a slow name server's silence from outside."""

    def __init__(self, connect: Callable[[], socket.socket]) -> None:
        super().__init__(name="connecting", daemon=True)
        self._connect, self._lock = connect, threading.Lock()
        self._opened: socket.socket | None = None
        self._error: BaseException | None = None
        self._given_up = False

    def run(self) -> None:
        try:
            opened = self._connect()
        except BaseException as error:   # noqa: BLE001 - raised in the thread that waits
            self._error = error
            return
        with self._lock:
            self._opened = opened
            if self._given_up:
                opened.close()

    def opened(self, deadline: Deadline) -> socket.socket:
        """Return the connection. Raises TimeoutError if there is none in time, and what connecting raises."""
        self.start()
        self.join(max(0.0, deadline.until - time.monotonic()))
        with self._lock:
            self._given_up = True
            if self._opened is not None:
                return self._opened
        if self._error is not None:
            raise self._error
        raise TimeoutError("the host could not be reached in time")


class _Sockets(SystemResolver):  # type: ignore[misc]  # mypy does not see where it comes from
    """Opens the connections of a session until the `deadline`, and can cut them."""

    def __init__(self) -> None:
        super().__init__()
        self.deadline = Deadline.after(0)
        self._opened: deque[tuple[ref[socket.socket], int, int]] = deque(maxlen=_CONNECTIONS)

    def create_connection(self, *args: Any, **kwargs: Any) -> socket.socket:
        """Open a connection; it keeps its file descriptor when TLS takes it over."""
        connect = partial(super().create_connection, *args, **kwargs)
        opened = _Connecting(connect).opened(self.deadline)
        self._opened.append((ref(opened), opened.fileno(), os.fstat(opened.fileno()).st_ino))
        return opened

    def cut(self) -> None:
        """Cut all connections, so that whoever waits for one goes on. Called from any thread."""
        for _, number, inode in tuple(self._opened):
            # An error: it is closed already, or another file has got its number.
            with contextlib.suppress(OSError), socket.socket(fileno=os.dup(number)) as same:
                if os.fstat(same.fileno()).st_ino == inode:
                    same.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Close all connections, which the library forgets to do after some failures. Those with TLS are collected."""
        for weak, _, _ in self._opened:
            opened = weak()
            if opened is not None:
                opened.close()
        self._opened.clear()
