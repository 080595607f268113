"""One CalDAV account: its connection and its login.

Sends single requests through the caldav library's client and gives plain answers; every way in which a network, a
login or a server can fail becomes a CalendarUnreachable with a calm sentence. Never follows a redirect (a PUT would
become a GET that counts as success), never sends the login to another host, never lets a secret into a text: what
libraries say about an error is not passed on, because it may quote a header.
"""

from __future__ import annotations

import logging
import os
import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin, urlsplit, urlunsplit

from followupd.calendars import dav_xml
from followupd.calendars.credentials import Login, login_of, may_change
from followupd.core.model import CaldavTarget
from followupd.errors import CalendarUnreachable, UsageError

os.environ.pop("PYTHON_CALDAV_COMMDUMP", None)   # it makes the library write logins into files, at import time

import niquests
from caldav.davclient import DAVClient
from caldav.lib import error as caldav_error
from caldav.requests import HTTPBearerAuth
from niquests.auth import HTTPBasicAuth
from niquests.exceptions import BaseHTTPError  # type: ignore[attr-defined]  # urllib3's, whichever one it uses

caldav_error.debug_dump_communication = False   # should somebody else have imported it before us
for _name in ("caldav", "caldav.response"):
    # Its complaints about servers are told again in our own sentences; at lower levels it logs whole bodies.
    logging.getLogger(_name).setLevel(logging.ERROR)

READS = frozenset({"PROPFIND", "REPORT", "GET"})
AGAIN = "It is tried again in the next pass."


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


class Account:
    """A login at a server. Opens its connection with the first request; `close` lets go of it."""

    def __init__(self, target: CaldavTarget) -> None:
        self._target = target
        parts = urlsplit(target.url)
        if "@" in parts.netloc:
            raise UsageError("The address of the calendar holds a login.",
                             "Write `username:` and `password_command:` beside `url:` instead.")
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise UsageError(f"{shown(target.url)!r} is no address of a calendar.", "Write https://host/path.")
        self.host = parts.netloc
        self._client: DAVClient | None = None

    def __repr__(self) -> str:
        return f"Account({shown(self._target.url)})"

    def close(self) -> None:
        if self._client is not None:
            self._client.close()
            self._client = None

    def request(self, method: str, url: str, body: str = "", headers: Mapping[str, str] | None = None) -> Answer:
        """Send one request, with a fresh login where the first was refused. Raises CalendarUnreachable."""
        used = self._client is not None
        try:
            try:
                return self._send(method, url, body, headers or {})
            except _Broke:
                if not used or method not in READS:
                    raise
                self.close()   # servers close a connection that was idle; reading again on a new one is harmless
                return self._send(method, url, body, headers or {})
        except _Refused:
            if may_change(self._target):
                self.close()   # the command is asked again with the next connection: a token may have expired
                try:
                    return self._send(method, url, body, headers or {})
                except _Refused:
                    self.close()
            raise CalendarUnreachable(
                f"{shown(url)}: the login was refused", f"Look at {_login_source(self._target)} in the hit list."
            ) from None

    def _send(self, method: str, url: str, body: str, headers: Mapping[str, str]) -> Answer:
        if self._client is None:
            self._client = self._connect()
        with self._told(url):
            try:
                response = self._client.request(url, method, body, dict(headers))
            except caldav_error.AuthorizationError as refused:
                if refused.status == 401:
                    raise _Refused from None
                text = refused.body or ""
                return Answer(403, {}, text if isinstance(text, str) else text.decode("utf-8", "replace"))
            found = {str(name).lower(): str(value) for name, value in response.headers.items()}
            return Answer(int(response.status), found, str(response.raw or ""), response.tree)

    def _connect(self) -> DAVClient:
        target = self._target
        if target.ca_file is not None and not target.ca_file.is_file():
            raise CalendarUnreachable(f"ca_file: {target.ca_file} is not there", "Correct `ca_file:` in the hit list.")
        client = DAVClient(
            url=target.url, auth=_auth(login_of(target)), timeout=target.timeout,   # type: ignore[arg-type]
            enable_rfc6764=False, ssl_verify_cert=True if target.ca_file is None else str(target.ca_file),
        )
        client.session.max_redirects = 0
        return client

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
            return CalendarUnreachable(f"{where}: the server has a fault ({status})", AGAIN)
        if answer.good:
            return CalendarUnreachable(f"{where} does not answer as a calendar server does",
                                       "Look at `url:`: it may lead to a web page.")
        return CalendarUnreachable(f"{where}: the server refused ({status})", AGAIN)


class _Broke(CalendarUnreachable):
    """There was no answer, because there was no connection, or no longer one."""


class _Refused(Exception):
    """The login was not accepted (401)."""


def _auth(login: Login | None) -> HTTPBasicAuth | HTTPBearerAuth | None:
    if login is None:
        return None
    if login.bearer:
        return HTTPBearerAuth(login.secret)
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
