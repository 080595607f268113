"""The caldav library, as far as we use it: its client sends our requests with our login, on one connection at a time.

The only module that imports caldav. Takes requests, returns plain answers, and turns every exception of the library and
niquests into one of our few errors (docs/decisions.md says what we do not use of the library, and why). Never follows a
redirect: a PUT would become a GET that counts as success.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin, urlsplit, urlunsplit

from followupd.core.values.targets import CaldavTarget
from followupd.credentials import Login
from followupd.dav.bounded import LARGEST_ANSWER, BoundedAdapter, Deadline
from followupd.dav.kinds import CALENDARS, DavKind
from followupd.dav.network import Advice, ClearlyRefused, TooLarge, network_errors
from followupd.errors import AGAIN, CalendarUnreachable

os.environ.pop("PYTHON_CALDAV_COMMDUMP", None)   # it makes the library write logins into files, at import time

from caldav.davclient import DAVClient
from caldav.lib import error as caldav_error
from caldav.requests import HTTPBearerAuth
from lxml import etree  # type: ignore[import-untyped]  # it ships no types
from niquests.auth import HTTPBasicAuth, HTTPDigestAuth

caldav_error.debug_dump_communication = False   # in case something else imported it before us
for _name in ("caldav", "caldav.response"):
    # We report problems with servers in our own words; below this level it logs whole bodies.
    logging.getLogger(_name).setLevel(logging.ERROR)

MOST_MARKUP = 2_000_000      # elements and attributes of an answer: a listing of 100,000 events has 1,600,000
_XML = ("text/xml", "application/xml")
_OTHER_BODIES = (
    "text/calendar", "text/vcard", "text/x-vcard", "text/directory", "text/plain", "application/octet-stream",
)
_MOVED = frozenset({301, 302, 303, 307, 308})
_BODY_NOT_READ = frozenset({403, 429})   # the library raises before it reads these


def _advice(kind: DavKind) -> Advice:
    return Advice(
        slow=f"{AGAIN} `timeout:` in the hit list gives it longer.",
        large=less(kind),
        certificate="Correct the address, or name the authority's certificate with `ca_file:`.",
        address="Write https://host/path.",
        connection=f"Look at the network and at `url:`. {AGAIN}",
    )


@dataclass(frozen=True, slots=True)
class Response:
    """A server's answer. Header names are in lower case; `tree` is the parsed body if that is XML."""

    status: int
    headers: Mapping[str, str]
    text: str
    tree: Any = None

    @property
    def etag(self) -> str | None:
        """The ETag as the server wrote it, weak or strong."""
        return self.headers.get("etag") or None

    @property
    def good(self) -> bool:
        """Return whether the request succeeded."""
        return 200 <= self.status < 300


class NotACalendar(CalendarUnreachable):
    """There is no calendar or address book at an address, or none that this login may use."""


class MovedAway(NotACalendar):
    """The server has it at another address, `to`."""

    def __init__(self, message: str, hint: str, to: str) -> None:
        """Keep the whole address, which a message may not show."""
        super().__init__(message, hint)
        self.to = to


class LoginRefused(Exception):
    """The server refused the login (401)."""


class DigestRequired(Exception):
    """The server requires Digest authentication (RFC 7616)."""


class _NotForLibrary(Exception):
    """An answer that is kept from the library because it could not read it."""

    def __init__(self, answer: Response) -> None:
        super().__init__()
        self.answer = answer


class Connection:
    """A connection to the server of `target`, for one thread at a time. The first request opens it."""

    def __init__(
        self, target: CaldavTarget, login: Login | None, kind: DavKind = CALENDARS, *, digest: bool = False,
        largest: int = LARGEST_ANSWER,
    ) -> None:
        """Set up the library's client; nothing is sent yet. An answer may have `largest` bytes."""
        self._timeout, self._kind, self._advice = target.timeout, kind, _advice(kind)
        self._adapter = BoundedAdapter(largest, Deadline.after(0.0))
        self._may_need_digest = login is not None and not login.bearer and not digest
        self._client = DAVClient(
            url=target.url, auth=_auth(login, digest), timeout=target.timeout,   # type: ignore[arg-type]
            enable_rfc6764=False, ssl_verify_cert=True if target.ca_file is None else str(target.ca_file),
        )
        self._adapter.mount(self._client.session)
        self._client.session.max_redirects = 0
        self._client.session.hooks["response"].append(self._screen)

    def close(self) -> None:
        """Close the connection."""
        self._client.close()

    def request(self, method: str, url: str, body: str, headers: Mapping[str, str], deadline: Deadline) -> Response:
        """Send one request; its whole answer must be there at the deadline.

        Raises CalendarUnreachable (ClearlyRefused, perhaps with `retry_after`, if the server asks for a pause;
        ConnectionBroke if the answer was incomplete; TooLarge), LoginRefused and DigestRequired. Any other answer is
        returned, whatever its status.
        """
        where = shown_url(url)
        self._adapter.deadline = deadline
        try:
            with network_errors(where, self._timeout, self._advice):
                response = self._client.request(url, method, body, {**_plain(method), **headers})
            return Response(int(response.status), _lower(response.headers), str(response.raw or ""), response.tree)
        except caldav_error.RateLimitError as busy:
            raise ClearlyRefused(f"{where} asks for a pause", AGAIN, retry_after=busy.retry_after_seconds) from None
        except UnicodeDecodeError:   # a body that is not UTF-8, which RFC 5545 3.1.4 and RFC 4918 8.2 require
            raise not_of_kind(self._kind, url) from None
        except OverflowError:   # a Retry-After of more digits than a float has
            raise ClearlyRefused(f"{where} asks for a pause", AGAIN) from None
        except caldav_error.AuthorizationError as refused:
            if refused.status == 401:
                raise LoginRefused from None
            text = refused.body or ""
            said = text if isinstance(text, str) else text.decode("utf-8", "replace")
            return Response(403, {}, said, _parsed(said.encode("utf-8", "replace")))
        except _NotForLibrary as unread:
            return unread.answer

    def _screen(self, response: Any, **_: Any) -> None:
        """Inspect a response before the library does.

        It raises a TypeError for a web page (a login page with status 200), and lxml's SyntaxError for a body that
        claims to be XML but is not (a PHP warning, a proxy's page). Only the status of such an answer counts.
        """
        status, headers = response.status_code, response.headers
        kind = str(headers.get("content-type", "")).lower()
        if status == 401:
            self._look_for_digest(response)
        elif status in _MOVED:       # before it is followed; the library stumbles over one that does not say where to
            raise _moved(self._kind, str(response.url), str(headers.get("location", "")))
        elif status in _BODY_NOT_READ or (status == 503 and "retry-after" in headers) or not response.content:
            return
        elif _markup(response.content) > MOST_MARKUP:    # a tree takes a hundred bytes for each, and is built twice
            raise _much_markup(self._kind, str(response.url))
        elif kind.startswith(_XML):
            if _parsed(response.content) is None:
                raise _NotForLibrary(Response(status, _lower(headers), response.content.decode("utf-8", "replace")))
        elif status < 400 and kind and not kind.startswith(_OTHER_BODIES):
            raise not_of_kind(self._kind, str(response.url))

    def _look_for_digest(self, response: Any) -> None:
        offered = str(response.headers.get("www-authenticate", "")).lower()
        if self._may_need_digest and "digest" in offered and "basic" not in offered:   # as Baikal is by default
            raise DigestRequired


def _plain(method: str) -> dict[str, str]:
    """Return the header that keeps an ETag strong: a server that packs an answer weakens it (Cyrus, Apache).

    Listings name their ETags inside, and stay packed.
    """
    return {} if method in ("REPORT", "PROPFIND") else {"Accept-Encoding": "identity"}


def _auth(login: Login | None, digest: bool) -> HTTPBasicAuth | HTTPBearerAuth | HTTPDigestAuth | None:
    if login is None:
        return None
    if login.bearer:
        return HTTPBearerAuth(login.secret)
    if digest:
        return HTTPDigestAuth(login.username, login.secret)
    return HTTPBasicAuth(login.username.encode("utf-8"), login.secret.encode("utf-8"))


def _lower(headers: Mapping[str, Any]) -> dict[str, str]:
    return {str(name).lower(): str(value) for name, value in headers.items()}


def _parsed(body: bytes) -> Any:
    """Parse as the library does, with no entities and no network; return None for what is not XML."""
    try:
        return etree.XML(body, parser=etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError:
        return None


def _markup(body: bytes) -> int:
    """Return at least as many as the body has elements and attributes, if it is XML."""
    return body.count(b"<") + (body.count(b'"') + body.count(b"'")) // 2


def less(kind: DavKind) -> str:
    """Return what to do about an answer that is too large."""
    return f"Use {kind.an} with fewer or smaller {kind.members}."


def _much_markup(kind: DavKind, url: str) -> TooLarge:
    return TooLarge(f"{shown_url(url)} sent more than {MOST_MARKUP:,} tags", less(kind))


def _moved(kind: DavKind, url: str, location: str) -> NotACalendar:
    if not location:
        return NotACalendar(f"{shown_url(url)} has moved, and the server does not say where to", "Look at `url:`.")
    try:
        target = shown_url(urljoin(url, location))
    except ValueError:   # such as //[::
        return not_of_kind(kind, url)
    said = f"{shown_url(url)} has moved to {target}"
    return MovedAway(said, "Write that address as `url:`.", urljoin(url, location))


def not_of_kind(kind: DavKind, url: str) -> NotACalendar:
    """Return the error for an answer that no server of calendars, or of address books, gives."""
    return NotACalendar(
        f"{shown_url(url)} does not answer as {kind.an} server does", "Look at `url:`: it may lead to a web page."
    )


def shown_url(url: str) -> str:
    """Return an address without its secret parts: a login, a query."""
    parts = urlsplit(url)
    return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, "", ""))
