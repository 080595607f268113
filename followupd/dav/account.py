"""One account on a server of calendars or address books: its connections and its login.

Sends single requests and returns plain answers; raises CalendarUnreachable with a calm sentence. Several threads may
send at once: each request has its own connection, and an idle one is reused before another is opened. Each answer has a
limit, and so has all that is asked `within` one refresh. Never sends the login to another host, never lets a secret
into a text.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import NamedTuple, Self
from urllib.parse import urlsplit

from followupd.core.values.targets import CaldavTarget
from followupd.credentials import Login, login_of, may_change
from followupd.dav import dav_xml
from followupd.dav.bounded import LARGEST_ANSWER, Deadline
from followupd.dav.kinds import CALENDARS, DavKind
from followupd.dav.library import (
    Connection,
    DigestRequired,
    LoginRefused,
    NotACalendar,
    Response,
    not_of_kind,
    shown_url,
)
from followupd.dav.network import ConnectionBroke, LoginFailed
from followupd.errors import AGAIN, CalendarUnreachable, UsageError

READS = frozenset({"PROPFIND", "REPORT", "GET"})


@dataclass(frozen=True, slots=True)
class Limits:
    """The most that a server may cost: seconds for an answer and a refresh, bytes of an answer, events of a listing."""

    answer: float
    refresh: float
    size: int = LARGEST_ANSWER
    events: int = 100_000

    @classmethod
    def of(cls, timeout: float) -> Self:
        """Return the limits for a server that may be silent for so many seconds."""
        return cls(max(60.0, 2 * timeout), max(120.0, 4 * timeout))


class ServerFault(CalendarUnreachable):
    """The server answered with an internal error (5xx), perhaps because of too many requests at once."""


class Account:
    """A login at a server. Opens connections when needed; `close` closes them and forgets the login."""

    def __init__(self, target: CaldavTarget, limits: Limits | None = None, kind: DavKind = CALENDARS) -> None:
        """Raise UsageError for an address that cannot be used; nothing is sent yet."""
        self._target, self.kind = target, kind
        self.limits = limits or Limits.of(target.timeout)
        self._here = threading.local()        # the deadline of what this thread is doing
        try:
            parts = urlsplit(target.url)
        except ValueError:   # such as [:: for a host
            raise UsageError(f"`url:` is not the address of {kind.an}.", "Write https://host/path.") from None
        if "@" in parts.netloc:
            raise UsageError(f"The address of the {kind.noun} holds a login.",
                             "Write `username:` and `password_command:` beside `url:` instead.")
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise UsageError(f"{shown_url(target.url)!r} is not the address of {kind.an}.", "Write https://host/path.")
        self.host = parts.netloc
        self._lock = threading.Lock()
        self._idle: list[_Connection] = []    # each for one thread at a time
        self._login: Login | None = None
        self._asked = 0                 # how often the login was fetched
        self._digest = False            # until the server requires it

    def __repr__(self) -> str:
        """Show no secret."""
        return f"Account({shown_url(self._target.url)})"

    def close(self) -> None:
        """Close the connections that are not in use, and forget the login."""
        self.hang_up()
        with self._lock:
            self._login = None

    def hang_up(self) -> None:
        """Close the connections that are not in use; the login stays known."""
        with self._lock:
            idle, self._idle = self._idle, []
        for line in idle:
            line.connection.close()

    @contextmanager
    def within(self, deadline: Deadline) -> Iterator[None]:
        """Let all requests of this thread end at the deadline, or at an earlier one that is in force."""
        before = getattr(self._here, "deadline", None)
        self._here.deadline = deadline if before is None else min(before, deadline)
        try:
            yield
        finally:
            self._here.deadline = before

    def _deadline(self) -> Deadline:
        """Return when the next answer must be there."""
        own, whole = Deadline.after(self.limits.answer), getattr(self._here, "deadline", None)
        return own if whole is None else min(own, whole)

    def request(self, method: str, url: str, body: str = "", headers: Mapping[str, str] | None = None) -> Response:
        """Send one request, and again with a fresh login if the first was refused. Raises CalendarUnreachable."""
        request = _Request(method, url, body, headers or {})
        for may_ask in (True, False):
            try:
                return self._send_again(request)
            except DigestRequired:
                self._digest = True
                self.hang_up()
            except _Refused as refused:
                if not (may_ask and may_change(self._target)):
                    break
                with self._lock:
                    if refused.asked == self._asked:   # unless another thread has fetched it already
                        self._login = None
                self.hang_up()
        self.close()
        raise LoginFailed(
            f"{shown_url(url)}: the login was refused", f"Look at {_login_source(self._target)} in the hit list."
        )

    def _send_again(self, request: _Request) -> Response:
        """Send a request again if it only reads: servers drop idle connections, and a second reading does no harm."""
        with self._lock:
            line = self._idle.pop() if self._idle else None
        if line is not None:
            try:
                return self._send(line, request)
            except ConnectionBroke:
                if request.method not in READS:
                    raise
        return self._send(self._open(), request)

    def _send(self, line: _Connection, request: _Request) -> Response:
        """Send one request on this connection, which is kept after a complete answer."""
        try:
            answer = line.connection.request(*request, self._deadline())
        except LoginRefused:
            line.connection.close()
            raise _Refused(line.asked) from None
        except BaseException:
            line.connection.close()
            raise
        with self._lock:
            self._idle.append(line)
        return answer

    def _open(self) -> _Connection:
        target = self._target
        if target.ca_file is not None and not target.ca_file.is_file():
            raise CalendarUnreachable(
                f"ca_file: {target.ca_file} does not exist", "Correct `ca_file:` in the hit list."
            )
        with self._lock:   # a command runs once, however many threads wait for it
            if self._login is None:
                self._login, self._asked = login_of(target), self._asked + 1
            connection = Connection(target, self._login, self.kind, digest=self._digest, largest=self.limits.size)
            return _Connection(connection, self._asked)

    def multistatus(self, answer: Response, url: str) -> list[dav_xml.DavResource]:
        """Return the entries of a 207. Raises CalendarUnreachable for any other answer."""
        found = dav_xml.entries(answer.tree) if answer.status == 207 else None
        if found is None:
            raise self.unexpected(answer, url)
        return list(found)

    def unexpected(self, answer: Response, url: str) -> CalendarUnreachable:
        """Return the error for a response we cannot use."""
        where, status = shown_url(url), answer.status
        if status == 403:
            return NotACalendar(f"{where}: this login may not do that (403)",
                                f"Look at the {self.kind.noun}'s sharing, or use another login.")
        if status in (404, 405, 410, 501):
            return NotACalendar(f"{where}: there is no {self.kind.noun} ({status})", "Correct `url:` in the hit list.")
        if status == 507:
            return CalendarUnreachable(f"{where}: the account is full (507)", "Free some space on the server.")
        if status >= 500:
            return ServerFault(f"{where}: the server has a fault ({status})", AGAIN)
        return not_of_kind(self.kind, url) if answer.good else CalendarUnreachable(
            f"{where}: the server refused ({status})", AGAIN
        )


class _Request(NamedTuple):
    method: str
    url: str
    body: str
    headers: Mapping[str, str]


class _Connection(NamedTuple):
    """A connection, and how often the login had been fetched when it was made."""

    connection: Connection
    asked: int


class _Refused(Exception):
    """The login was refused. `asked` says which login it was."""

    def __init__(self, asked: int) -> None:
        super().__init__()
        self.asked = asked


def _login_source(target: CaldavTarget) -> str:
    for name in ("token_command", "password_command", "password_env", "password_credential", "password"):
        if getattr(target, name) is not None:
            return f"`username:` and `{name}:`" if name != "token_command" else "`token_command:`"
    return "`username:` and `password_command:`, which are not given"
