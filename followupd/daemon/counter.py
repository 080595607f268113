"""The socket on which commands of the same user ask the daemon, one question after another.

Takes a path and a function that answers; sends the answers (desk/asking.py describes the protocol). Hangs up on a
client that sends something odd, too much or too slowly; that command then does the work itself. Decides
nothing, and never answers another user.
"""

from __future__ import annotations

import logging
import os
import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from followupd.desk.asking import (
    ANSWER_BEGINS,
    ANSWER_ENDS,
    ANYBODY,
    BEGUN,
    LONGEST_QUESTION,
    Reply,
    Request,
    other_user,
    program,
    read_line,
)
from followupd.errors import FollowupdError
from followupd.history.database import make_folder

log = logging.getLogger("followupd")

WAITING = 16          # connections that wait while another is answered
RECOVERY = 1.0        # seconds to wait after accept(2) failed: there may be no free file descriptor
ANSWER_GRACE = 1.0    # seconds for an answer in progress when we stop
# Returns the answer, or None for "do it yourself"; calls its second argument when it begins to work.
Answering = Callable[[Request, Callable[[], None]], Reply | None]


class Counter:
    """The open socket. Opening it needs the DaemonLock, so a socket that exists at `path` belongs to a dead daemon."""

    def __init__(self, path: Path, answer: Answering) -> None:
        """Open the socket. Raises OSError for a path of more than some 100 bytes, or a read-only folder."""
        self._path, self._answer = path, answer
        self._closed = threading.Event()
        make_folder(path.parent)
        path.unlink(missing_ok=True)
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            with suppress(OSError):            # Linux gives the file this mode from the start
                os.fchmod(self._socket.fileno(), 0o600)
            self._socket.bind(str(path))
            path.chmod(0o600)
            self._socket.listen(WAITING)
        except BaseException:
            self._socket.close()
            raise
        self._mine = _identity(path)
        self._thread = threading.Thread(target=self._serve, name="counter", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop answering; an answer in progress gets a second."""
        self._closed.set()
        if _identity(self._path) == self._mine:
            self._path.unlink(missing_ok=True)
        with suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)    # wakes the thread
        self._thread.join(ANSWER_GRACE)
        self._socket.close()

    def _serve(self) -> None:
        while not self._closed.is_set():
            try:
                connection, _ = self._socket.accept()
            except OSError:
                self._closed.wait(RECOVERY)
                continue
            with connection, suppress(OSError, ValueError):
                self._reply(connection)

    def _reply(self, connection: socket.socket) -> None:
        if other_user(connection) not in (os.geteuid(), ANYBODY):
            return
        question = Request.read(read_line(connection, LONGEST_QUESTION, ANSWER_BEGINS))
        if question.program != program():
            return
        connection.settimeout(ANSWER_ENDS)
        try:
            answer = self._answer(question, lambda: connection.sendall(BEGUN))
        except FollowupdError:
            return          # the command gets the same error, and reports it
        except OSError:
            return          # it has hung up, and does its own work
        except Exception:
            log.exception("a question could not be answered; the command does it itself")
            return
        if answer is not None:
            connection.sendall(answer.line())


def _identity(path: Path) -> tuple[int, int] | None:
    with suppress(OSError):
        found = path.stat()
        return found.st_dev, found.st_ino
    return None
