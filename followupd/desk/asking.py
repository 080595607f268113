"""The socket protocol: how a command asks the daemon that serves its hit list; and the side of the command.

    request:   one line of JSON, a Request
    reply:     BEGUN as soon as the daemon works on it, then one line of JSON, a Reply; or it hangs up

The daemon's side is daemon/counter.py; the answers come from desk/answering.py. For `log` and `undo` an answer means
that the fact is stored (P4). Without an answer it may be stored or not; the command stores it again, and it counts
once. Imports next to nothing, since a command that has a daemon loads nothing else.
"""

from __future__ import annotations

import json
import os
import socket
import time
import zlib
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple, get_origin, get_type_hints

from followupd import __version__
from followupd.hitlist.place import absolute, environment, xdg

if TYPE_CHECKING:
    from os import PathLike

BEGUN = b"+"
ANSWER_BEGINS = 0.3            # seconds within which a daemon begins to answer
ANSWER_ENDS = 5.0         # seconds for the answer once it has begun: the disk may be slow, a list long
LONGEST_QUESTION = 64 * 1024  # bytes of a question; a longer note is stored by the command itself
MOST_ANSWERED = 64 * 1024 * 1024
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
LATEST_INSTANT = 2**53    # microseconds since 1970: the year 2255
ANYBODY = -1              # the system does not say who is at the other end; then the mode of the socket has to suffice


class LogArguments(NamedTuple):
    """The arguments of `followupd log`. `outcome` is every word after WHO.

    `fix` is the number of the attempt to correct, 0 for the last one, None to log one; `whose` is who it really was.
    """

    who: str
    outcome: tuple[str, ...]
    via: str | None
    at: str | None
    note: str
    next: str | None
    fix: int | None = None
    whose: str | None = None


class NextArguments(NamedTuple):
    """The arguments of `followupd next`."""

    minutes: int | None
    via: str | None


class WhyArguments(NamedTuple):
    """The arguments of `followupd why`."""

    who: str


class ListArguments(NamedTuple):
    """The arguments of `followupd list`."""

    state: str | None
    category: str | None


class UndoArguments(NamedTuple):
    """The arguments of `followupd undo`: the words after it, and how many things `--list` lists; 0 takes one back."""

    who: tuple[str, ...]
    listed: int


class StatusArguments(NamedTuple):
    """`followupd status` has no arguments."""


Arguments = LogArguments | NextArguments | WhyArguments | ListArguments | StatusArguments | UndoArguments
COMMANDS: dict[str, type[Arguments]] = {
    "log": LogArguments, "next": NextArguments, "why": WhyArguments, "list": ListArguments, "status": StatusArguments,
    "undo": UndoArguments,
}


class Request(NamedTuple):
    """A parsed command, and where and when it was given.

    `program` must be the same on both sides, or the answers could differ. `now`, in microseconds since 1970, is the
    instant of the question and of a logged attempt, whoever processes it.
    """

    program: list[str | None]
    config: str
    now: int
    as_json: bool
    arguments: Arguments

    @property
    def at(self) -> datetime:
        """`now` as an aware datetime."""
        return EPOCH + timedelta(microseconds=self.now)

    def line(self) -> bytes:
        """Return the question as one line of JSON."""
        name = next(name for name, kind in COMMANDS.items() if isinstance(self.arguments, kind))
        return json.dumps([*self[:-1], name, self.arguments._asdict()]).encode() + b"\n"

    @classmethod
    def read(cls, line: bytes) -> Request:
        """Read `line`. Raises ValueError for anything but a question."""
        try:
            program, config, now, as_json, name, given = json.loads(line)
            kind = COMMANDS[name]
            found = {field: _argument(given[field], hint) for field, hint in get_type_hints(kind).items()}
        except (TypeError, LookupError, RecursionError) as error:
            raise ValueError("not a question") from error
        right = type(program) is list and type(config) is str and type(as_json) is bool
        if not (right and type(now) is int and 0 <= now < LATEST_INSTANT and len(given) == len(found)):
            raise ValueError("not a question")
        arguments = kind(**found)
        if isinstance(arguments, LogArguments) and not arguments.outcome and arguments.fix is None:
            raise ValueError("not a question")
        return cls(program, config, now, as_json, arguments)


class Reply(NamedTuple):
    """The text that the command prints, then the error if there was one, and its exit code."""

    text: str
    error: str = ""
    hint: str = ""
    code: int = 0

    def line(self) -> bytes:
        """Return the answer as one line of JSON."""
        return json.dumps(self).encode() + b"\n"

    @classmethod
    def read(cls, line: bytes) -> Reply:
        """Read `line`. Raises ValueError for anything but an answer."""
        found = json.loads(line)
        if type(found) is not list or [type(part) for part in found] != [str, str, str, int]:
            raise ValueError("not an answer")
        return cls(*found)


def program() -> list[str | None]:
    """Return the version, and the environment on which an answer depends."""
    return [__version__, *environment()]


def meeting_place(config: str | PathLike[str]) -> str:
    """Return the path of the socket for this hit list, in the private state folder; the list need not be read.

    If two hit lists share a socket, only time is lost, since a request names the whole path.
    """
    mark = zlib.crc32(os.fsencode(absolute(config)))
    return os.path.join(xdg("XDG_STATE_HOME", ".local/state"), "followupd", f"{mark:08x}.sock")


def ask(config: str | PathLike[str], now: datetime, arguments: Arguments, *, as_json: bool) -> Reply | None:
    """Ask the daemon; None if it did not answer, for whatever reason."""
    path = meeting_place(config)
    micros = (now - EPOCH) // timedelta(microseconds=1)
    line = Request(program(), absolute(config), micros, as_json, arguments).line()
    if len(line) > LONGEST_QUESTION or not os.path.exists(path):
        return None
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
            connection.settimeout(ANSWER_BEGINS)
            connection.connect(path)
            if other_user(connection) not in (os.geteuid(), ANYBODY):
                return None
            connection.sendall(line)
            if connection.recv(1) != BEGUN:
                return None
            return Reply.read(read_line(connection, MOST_ANSWERED, ANSWER_ENDS))
    except (OSError, ValueError, RecursionError):
        return None


def read_line(connection: socket.socket, most: int, patience: float) -> bytes:
    """Read one line of at most `most` bytes within `patience` seconds. Raises OSError and ValueError."""
    deadline, got = time.monotonic() + patience, bytearray()
    while not got.endswith(b"\n"):
        connection.settimeout(max(deadline - time.monotonic(), 0.001))
        part = connection.recv(min(most - len(got) + 1, 65536))
        got += part
        if not part or len(got) > most or time.monotonic() > deadline:
            raise ValueError("not a whole line")
    return bytes(got)


def other_user(connection: socket.socket) -> int:
    """Return the user id at the other end, as the kernel knows it; ANYBODY if it does not say."""
    if not hasattr(socket, "SO_PEERCRED"):
        return ANYBODY
    found = connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, 12)      # pid, uid and gid
    return memoryview(found).cast("I")[1]


def _argument(value: object, hint: Any) -> Any:
    """Return the value as an argument of this type. Raises ValueError."""
    if get_origin(hint) is tuple:
        if isinstance(value, list) and all(isinstance(word, str) for word in value):
            return tuple(value)
    elif isinstance(value, hint) and not isinstance(value, bool):
        return value
    raise ValueError("not an argument")
