"""One CalDAV account: its connections and its login.

Sends single requests through the caldav library's client and gives plain answers; every way in which a network, a
login or a server can fail becomes a CalendarUnreachable with a calm sentence. Several threads may send at once: each
request has a connection for itself, and one that is free again is used before another is opened. Never follows a
redirect (a PUT would become a GET that counts as success), never sends the login to another host, never lets a secret
into a text: what libraries say about an error is not passed on, because it may quote a header.
"""

from __future__ import annotations

import logging
import os
import ssl
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin, urlsplit, urlunsplit

from followupd.calendars.caldav import dav_xml
from followupd.calendars.caldav.credentials import Login, login_of, may_change
from followupd.core.values.hitlist import CaldavTarget
from followupd.errors import AGAIN, CalendarUnreachable, UsageError

os.environ.pop("PYTHON_CALDAV_COMMDUMP", None)   # it makes the library write logins into files, at import time

import niquests
from caldav.davclient import DAVClient
from caldav.lib import error as caldav_error
from caldav.requests import HTTPBearerAuth
from niquests.auth import HTTPBasicAuth, HTTPDigestAuth
from niquests.exceptions import BaseHTTPError  # type: ignore[attr-defined]  # urllib3's, whichever one it uses

caldav_error.debug_dump_communication = False   # should somebody else have imported it before us
for _name in ("caldav", "caldav.response"):
    # Its complaints about servers are told again in our own sentences; at lower levels it logs whole bodies.
    logging.getLogger(_name).setLevel(logging.ERROR)

READS = frozenset({"PROPFIND", "REPORT", "GET"})


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server said. `tree` is the parsed XML where the body is XML."""

    status: int
    headers: Mapping[str, str]
    text: str
    tree: Any = None

    @property
    def etag(self) -> str | None:
        return self.headers.get("etag") or None

    @property
    def good(self) -> bool:
        return 200 <= self.status < 300


@dataclass(frozen=True, slots=True)
class _Line:
    """A connection, how often the login had been asked for when it was made, and the answer that it heard last."""

    client: DAVClient
    asked: int
    heard: list[Any] = field(default_factory=list)

    def listen(self, response: Any, **_: Any) -> None:
        self.heard[:] = [response]


class Account:
    """A login at a server. Opens its connections when they are needed; `close` lets go of them and of the login."""

    def __init__(self, target: CaldavTarget) -> None:
        self._target = target
        parts = urlsplit(target.url)
        if "@" in parts.netloc:
            raise UsageError("The address of the calendar holds a login.",
                             "Write `username:` and `password_command:` beside `url:` instead.")
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise UsageError(f"{shown(target.url)!r} is no address of a calendar.", "Write https://host/path.")
        self.host = parts.netloc
        self._lock = threading.Lock()
        self._idle: list[_Line] = []          # each is used by one thread at a time
        self._login: Login | None = None
        self._asked = 0                       # how often it was asked for
        self._digest = False                  # until the server wants it so (RFC 7616)

    def __repr__(self) -> str:
        return f"Account({shown(self._target.url)})"

    def close(self) -> None:
        self.hang_up()
        with self._lock:
            self._login = None

    def hang_up(self) -> None:
        """Let go of the connections that are not in use; the login stays known."""
        with self._lock:
            idle, self._idle = self._idle, []
        for line in idle:
            line.client.close()

    def request(self, method: str, url: str, body: str = "", headers: Mapping[str, str] | None = None) -> Answer:
        """Send one request, with a fresh login where the first was refused. Raises CalendarUnreachable."""
        for may_ask in (True, False):
            try:
                return self._send_again(method, url, body, headers or {})
            except _Digest:
                continue
            except _Refused as refused:
                if not (may_ask and may_change(self._target)):
                    break
                with self._lock:
                    if refused.asked == self._asked:   # no other thread was faster: the command is asked again
                        self._login = None
                self.hang_up()
        self.close()
        raise CalendarUnreachable(
            f"{shown(url)}: the login was refused", f"Look at {_login_source(self._target)} in the hit list."
        )

    def _send_again(self, method: str, url: str, body: str, headers: Mapping[str, str]) -> Answer:
        """Servers close a connection that was idle; reading again on a new one is harmless."""
        with self._lock:
            line = self._idle.pop() if self._idle else None
        if line is not None:
            try:
                return self._send(line, method, url, body, headers)
            except _Broke:
                if method not in READS:
                    raise
        return self._send(self._connect(), method, url, body, headers)

    def _send(self, line: _Line, method: str, url: str, body: str, headers: Mapping[str, str]) -> Answer:
        """One request on this line, which is kept where it can be used again."""
        keep = False
        try:
            with self._told(url):
                try:
                    response = line.client.request(url, method, body, dict(headers))
                except caldav_error.AuthorizationError as refused:
                    if refused.status == 401:
                        raise _Refused(line.asked) from None
                    keep, text = True, refused.body or ""
                    return Answer(403, {}, text if isinstance(text, str) else text.decode("utf-8", "replace"))
                except SyntaxError:
                    # A body that calls itself XML and is none (a warning of PHP before it, a proxy's page): what counts
                    # of the answer to a write is its status.
                    if not line.heard:
                        raise
                    keep, heard = True, line.heard[0]
                    return Answer(int(heard.status_code), _lowered(heard.headers), str(heard.text or ""))
                keep = True
                return Answer(int(response.status), _lowered(response.headers), str(response.raw or ""), response.tree)
        finally:
            if keep:
                with self._lock:
                    self._idle.append(line)
            else:
                line.client.close()

    def _connect(self) -> _Line:
        target = self._target
        if target.ca_file is not None and not target.ca_file.is_file():
            raise CalendarUnreachable(f"ca_file: {target.ca_file} is not there", "Correct `ca_file:` in the hit list.")
        with self._lock:   # a command is asked once, however many threads wait for it
            if self._login is None:
                self._login, self._asked = login_of(target), self._asked + 1
            login, digest, asked = self._login, self._digest, self._asked
        client = DAVClient(
            url=target.url, auth=_auth(login, digest), timeout=target.timeout,   # type: ignore[arg-type]
            enable_rfc6764=False, ssl_verify_cert=True if target.ca_file is None else str(target.ca_file),
        )
        client.session.max_redirects = 0
        if login is not None and not login.bearer and not digest:
            client.session.hooks["response"].append(self._look_for_digest)
        line = _Line(client, asked)
        client.session.hooks["response"].append(line.listen)
        return line

    def _look_for_digest(self, response: Any, **_: Any) -> None:
        """A server that takes no Basic login says so in its first answer (Baikal as it is installed)."""
        offered = str(response.headers.get("www-authenticate", "")).lower()
        if response.status_code == 401 and "digest" in offered and "basic" not in offered:
            self._digest = True
            self.hang_up()
            raise _Digest

    @contextmanager
    def _told(self, url: str) -> Iterator[None]:
        """Every failure of the network and the libraries in the words of the person whose calendar it is."""
        where = shown(url)
        try:
            yield
        except caldav_error.RateLimitError as busy:
            raise CalendarUnreachable(
                f"{where} asks for a pause", AGAIN, retry_after=busy.retry_after_seconds
            ) from None
        except niquests.exceptions.TooManyRedirects as redirect:
            raise _redirected(url, redirect.response) from None
        except niquests.exceptions.Timeout:
            raise CalendarUnreachable(
                f"{where} did not answer within {self._target.timeout:g} seconds",
                f"{AGAIN} `timeout:` in the hit list gives it longer.",
            ) from None
        except niquests.exceptions.SSLError as failure:
            raise CalendarUnreachable(
                f"{where} could not prove who it is: {_tls_reason(failure)}",
                "Correct the address, or name the authority's certificate with `ca_file:`.",
            ) from None
        except niquests.exceptions.ProxyError:
            raise CalendarUnreachable(f"{where} could not be reached through the proxy",
                                      "Look at HTTPS_PROXY and NO_PROXY.") from None
        except (niquests.exceptions.InvalidURL, niquests.exceptions.MissingSchema):
            raise CalendarUnreachable(f"{where} is no address", "Write https://host/path.") from None
        except niquests.exceptions.ConnectionError:
            raise _Broke(f"{where} could not be reached", f"Look at the network and at `url:`. {AGAIN}") from None
        except (niquests.exceptions.RequestException, BaseHTTPError, OSError):
            raise _Broke(f"{where}: the connection broke off", AGAIN) from None
        except (caldav_error.DAVError, SyntaxError, TypeError, ValueError, AttributeError, KeyError):
            # caldav's own, lxml's (a SyntaxError), and what their parsing trips over in a login page (200 text/html)
            raise CalendarUnreachable(
                f"{where} does not answer as a calendar server does", "Look at `url:`: it may lead to a web page."
            ) from None

    def multistatus(self, answer: Answer, url: str) -> list[dav_xml.Entry]:
        """The entries of a 207. Raises CalendarUnreachable for any other answer."""
        found = dav_xml.entries(answer.tree) if answer.status == 207 else None
        if found is None:
            raise self.unexpected(answer, url)
        return list(found)

    def unexpected(self, answer: Answer, url: str) -> CalendarUnreachable:
        """What an answer that is no use means."""
        where, status = shown(url), answer.status
        if status == 403:
            return CalendarUnreachable(f"{where}: this login may not do that (403)",
                                       "Look at the calendar's sharing, or use another login.")
        if status in (404, 405, 410, 501):
            return CalendarUnreachable(f"{where}: there is no calendar ({status})", "Correct `url:` in the hit list.")
        if status == 507:
            return CalendarUnreachable(f"{where}: the account is full (507)", "Free some space on the server.")
        if status >= 500:
            return ServerFault(f"{where}: the server has a fault ({status})", AGAIN)
        if answer.good:
            return CalendarUnreachable(f"{where} does not answer as a calendar server does",
                                       "Look at `url:`: it may lead to a web page.")
        return CalendarUnreachable(f"{where}: the server refused ({status})", AGAIN)


class ServerFault(CalendarUnreachable):
    """The server answered with a fault of its own (5xx): perhaps too much was asked of it at once."""


class _Broke(CalendarUnreachable):
    """There was no answer, because there was no connection, or no longer one."""


class _Refused(Exception):
    """The login was not accepted (401). `asked` says which one it was."""

    def __init__(self, asked: int) -> None:
        super().__init__()
        self.asked = asked


class _Digest(Exception):
    """The login is wanted in another form."""


def _lowered(headers: Mapping[str, Any]) -> dict[str, str]:
    return {str(name).lower(): str(value) for name, value in headers.items()}


def _auth(login: Login | None, digest: bool) -> HTTPBasicAuth | HTTPBearerAuth | HTTPDigestAuth | None:
    if login is None:
        return None
    if login.bearer:
        return HTTPBearerAuth(login.secret)
    if digest:
        return HTTPDigestAuth(login.username, login.secret)
    return HTTPBasicAuth(login.username.encode("utf-8"), login.secret.encode("utf-8"))


def _login_source(target: CaldavTarget) -> str:
    for name in ("token_command", "password_command", "password_env", "password_credential", "password"):
        if getattr(target, name) is not None:
            return f"`username:` and `{name}:`" if name != "token_command" else "`token_command:`"
    return "`username:` and `password_command:`, which are not given"


def _redirected(url: str, response: object) -> CalendarUnreachable:
    headers = getattr(response, "headers", None) or {}
    target = urljoin(url, str(headers.get("location", "")))
    return CalendarUnreachable(f"{shown(url)} has moved to {shown(target)}", "Write that address as `url:`.")


def _tls_reason(failure: BaseException) -> str:
    """Why TLS failed, where it is one of the reasons that a person can do something about."""
    seen: BaseException | None = failure
    for _ in range(10):   # libraries wrap one another
        if isinstance(seen, ssl.SSLCertVerificationError):
            return seen.verify_message or "its certificate is not trusted"
        inner = next((a for a in getattr(seen, "args", ()) if isinstance(a, BaseException)), None)
        seen = getattr(seen, "reason", None) if isinstance(getattr(seen, "reason", None), BaseException) else (
            inner or (seen.__cause__ or seen.__context__ if seen is not None else None)
        )
    return "its certificate is not trusted"


def shown(url: str) -> str:
    """An address without what may be secret in it: a login, a query."""
    parts = urlsplit(url)
    return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, "", ""))
