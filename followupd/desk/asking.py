"""Ask the daemon that serves a hit list to store what was typed: what goes over the line, and the side that asks.

    asks:     one line of JSON, a Question
    answers:  TAKEN as soon as it is at it, then one line of JSON: the text to print; or it hangs up

The daemon's side is daemon/counter.py. An answer means that the fact is stored (P4). No answer means nothing: it may be
stored or not, and whoever asked stores it again, which counts once. Imports next to nothing.
"""

from __future__ import annotations

import json
import os
import time
import zlib
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from followupd import __version__
from followupd.desk.words import Words
from followupd.hitlist.place import absolute, environment, xdg

if TYPE_CHECKING:
    import socket
    from os import PathLike

TAKEN = b"+"
PATIENCE = 0.3            # seconds until a daemon that can answer has begun to
LONGEST = 5.0             # seconds for the answer of one that has begun: the disk may be slow, a list long
MOST = 64 * 1024          # bytes of a question; a longer note is stored by the command itself
MOST_ANSWERED = 1024 * 1024
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
LAST = 2**53              # microseconds since 1970: the year 2255
ANYBODY = -1              # the system does not tell who is at the other end; the socket's mode has to do


class Question(NamedTuple):
    """What `log` was told, and where. `program` is what has to be the same on both sides for the same answer."""

    program: list[str | None]
    config: str
    now: int              # microseconds since 1970: the instant of the attempt, whoever stores it
    as_json: bool
    words: Words

    @property
    def at(self) -> datetime:
        return EPOCH + timedelta(microseconds=self.now)

    def line(self) -> bytes:
        return json.dumps(self).encode() + b"\n"

    @classmethod
    def read(cls, line: bytes) -> Question:
        """Raises ValueError for anything but a question."""
        try:
            program, config, now, as_json, (who, outcome, via, at, note, later) = json.loads(line)
        except (TypeError, RecursionError) as error:
            raise ValueError("no question") from error
        words = Words(who, tuple(outcome) if isinstance(outcome, list) else (), via, at, note, later)
        texts = (config, who, note, *words.outcome, *(text for text in (via, at, later) if text is not None))
        right = type(program) is list and type(now) is int and 0 <= now < LAST and type(as_json) is bool
        if not right or not words.outcome or not all(type(text) is str for text in texts):
            raise ValueError("no question")
        return cls(program, config, now, as_json, words)


def program() -> list[str | None]:
    return [__version__, *environment()]


def meeting_place(config: str | PathLike[str]) -> str:
    """The socket of the daemon that serves this hit list, in the private state folder: found without reading the list.

    Two hit lists that share one only cost each other the time: a question names the whole path.
    """
    mark = zlib.crc32(os.fsencode(absolute(config)))
    return os.path.join(xdg("XDG_STATE_HOME", ".local/state"), "followupd", f"{mark:08x}.sock")


def ask(config: str | PathLike[str], now: datetime, words: Words, *, as_json: bool) -> str | None:
    """What the daemon answered, to be printed; None where none did, for whatever reason."""
    path = meeting_place(config)
    question = Question(
        program(), absolute(config), (now - EPOCH) // timedelta(microseconds=1), as_json, words
    ).line()
    if len(question) > MOST or not os.path.exists(path):
        return None
    import socket  # 3 ms, where there is nobody to talk to

    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as there:
            there.settimeout(PATIENCE)
            there.connect(path)
            if other_user(there) not in (os.geteuid(), ANYBODY):
                return None
            there.sendall(question)
            if there.recv(1) != TAKEN:
                return None
            answer = json.loads(read_line(there, MOST_ANSWERED, LONGEST))
    except (OSError, ValueError, RecursionError):
        return None
    return answer if isinstance(answer, str) else None


def read_line(there: socket.socket, most: int, patience: float) -> bytes:
    """One line, within so many bytes and seconds altogether. Raises OSError and ValueError."""
    deadline, got = time.monotonic() + patience, b""
    while not got.endswith(b"\n"):
        there.settimeout(max(deadline - time.monotonic(), 0.001))
        part = there.recv(min(most - len(got) + 1, 65536))
        got += part
        if not part or len(got) > most or time.monotonic() > deadline:
            raise ValueError("no whole line")
    return got


def other_user(there: socket.socket) -> int:
    """The user at the other end, as the system knows them; ANYBODY where it does not say."""
    import socket

    if not hasattr(socket, "SO_PEERCRED"):
        return ANYBODY
    found = there.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, 12)      # pid, uid and gid
    return memoryview(found).cast("I")[1]
