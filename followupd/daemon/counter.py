"""Where other processes of the same user may ask the daemon: one socket, one question after the other.

Takes a path and who answers; gives answers (desk/asking.py tells what goes over the line). Whoever asks something odd,
too much or too slowly is hung up on, and does its work itself. Never decides anything, never speaks to another user.
"""

from __future__ import annotations

import json
import logging
import os
import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from followupd.desk.asking import ANYBODY, MOST, PATIENCE, TAKEN, Question, other_user, program, read_line
from followupd.errors import FollowupdError
from followupd.history.database import make_folder

log = logging.getLogger("followupd")

WAITING = 16          # who asks while another is answered
OUT_OF_BREATH = 1.0   # seconds: no more files may be opened, say
GRACE = 1.0           # seconds that an answer under way gets when we stop
# Gives the text to print, or None for "do it yourself"; calls its second argument when it is at it.
Answer = Callable[[Question, Callable[[], None]], str | None]


class Counter:
    """Open until closed. Only who holds the DaemonLock may open one: what lies at `path` is a dead daemon's."""

    def __init__(self, path: Path, answer: Answer) -> None:
        """Raises OSError where there can be no socket: a path of more than some 100 bytes, a read-only folder."""
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
        """No more answers; one that is under way has a second."""
        self._closed.set()
        if _identity(self._path) == self._mine:
            self._path.unlink(missing_ok=True)
        with suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)    # wakes the thread
        self._thread.join(GRACE)
        self._socket.close()

    def _serve(self) -> None:
        while not self._closed.is_set():
            try:
                there, _ = self._socket.accept()
            except OSError:
                self._closed.wait(OUT_OF_BREATH)
                continue
            with there, suppress(OSError, ValueError):
                self._one(there)

    def _one(self, there: socket.socket) -> None:
        if other_user(there) not in (os.geteuid(), ANYBODY):
            return
        question = Question.read(read_line(there, MOST, PATIENCE))
        if question.program != program():
            return
        there.settimeout(PATIENCE)
        try:
            text = self._answer(question, lambda: there.sendall(TAKEN))
        except FollowupdError:
            return          # the command finds the same, and says it
        except Exception:
            log.exception("a question could not be answered; the command does it itself")
            return
        if text is not None:
            there.sendall(json.dumps(text).encode() + b"\n")


def _identity(path: Path) -> tuple[int, int] | None:
    with suppress(OSError):
        found = path.stat()
        return found.st_dev, found.st_ino
    return None
