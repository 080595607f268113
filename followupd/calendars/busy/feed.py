"""A busy calendar that is published at an address, fetched only if it changed (RFC 9110 13).

The address is a secret, since whoever knows it can read the calendar: messages only have its host. Follows a few
redirects, never from https to http. Its size and the whole time are limited, not only the time between two bytes.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import urljoin, urlsplit

import niquests

from followupd import __version__
from followupd.calendars.busy.remembered_times import BusyQuery, Memory, memory_of
from followupd.calendars.busy.units import LARGEST_TEXT, read_part
from followupd.calendars.ical.cutter import BrokenCalendar
from followupd.core.values.targets import FeedTarget
from followupd.credentials import Login, login_of
from followupd.dav.bounded import BoundedAdapter, Deadline
from followupd.dav.network import Advice, network_errors
from followupd.errors import AGAIN, CalendarUnreachable

TIMEOUT = 20.0            # seconds for a connection
LONGEST_FETCH = 90.0      # seconds for the whole response, also for its first byte: some make a calendar when asked
MOST_REDIRECTS = 5
POLITE = 240.0            # seconds in which a feed that was just read is not fetched again
LONGEST_PAUSE = 24 * 3600.0
_MOVED = (301, 302, 303, 307, 308)
_MAY_BE_PLAIN = "If that server has no TLS, write http:// in place of webcal://, which is read as https://."
_ADVICE = Advice(
    slow=AGAIN, large="Publish a smaller part of that calendar.", certificate="Look at its address.", address="Write https://host/path.ics.",
    connection=f"Look at the network. {AGAIN}",
)


class BusyFeed:
    """One feed. `number` is its place under `busy:`, which distinguishes two feeds of one host."""

    far = True

    def __init__(
        self, target: FeedTarget, number: int, longest: float = LONGEST_FETCH, largest: int = LARGEST_TEXT
    ) -> None:
        """Take the address without any request. A fetch may take `longest` seconds and give `largest` bytes."""
        self._url, self._target = target.url, target
        self._longest, self._largest = longest, largest
        plain = replace(_ADVICE, certificate=_MAY_BE_PLAIN, connection=_MAY_BE_PLAIN)
        self._advice = plain if target.webcal else _ADVICE
        self._digest = False      # until the server asks for it
        host = urlsplit(target.url).hostname or ""
        self.label = host
        self.where = f"busy[{number}] ({host})"
        self._asked: float | None = None      # when it was last read without an error
        self._not_before = 0.0                # until when the server asked for a pause

    def look(self, memory: Memory | None, need: BusyQuery) -> Memory | None:
        """See `Reader.look`."""
        about, now = memory.about if memory is not None else None, time.monotonic()
        met = need.met_by(about)
        if met and self._asked is not None and now - self._asked < POLITE:
            return None
        if now < self._not_before:
            raise CalendarUnreachable(f"{self.where} asked for a pause", AGAIN)
        marks = about.marks if about is not None and met else {}
        answer = self._get(marks)
        if answer is None:
            self._asked = now
            return None
        data, marks = answer
        mark = hashlib.sha256(data).hexdigest()
        if met and memory is not None and memory.about.marks.get("body") == mark and memory.about.marks == marks:
            self._asked = now
            return None
        wide = need.over(about)
        try:
            part = read_part(data, mark, wide, memory.parts().get("") if memory is not None else None)
        except BrokenCalendar as problem:
            raise CalendarUnreachable(
                f"{self.where} {problem}", "Look at its address: it may lead to a web page."
            ) from None
        self._asked = now
        return memory_of(wide.context, wide.first, wide.last, {**marks, "body": mark} if part.mark else {}, {"": part})

    def close(self) -> None:
        """Do nothing: no connection stays open."""

    def _get(self, marks: Mapping[str, str]) -> tuple[bytes, dict[str, str]] | None:
        """Return the body, and the marks for the next conditional request; None if it has not changed."""
        url = self._url
        bounded = BoundedAdapter(self._largest, Deadline.after(self._longest))
        headers = {"Accept": "text/calendar, */*;q=0.1", "Accept-Encoding": "gzip",
                   "User-Agent": f"followupd/{__version__}"}
        if "etag" in marks:
            headers["If-None-Match"] = marks["etag"]
        if "modified" in marks:
            headers["If-Modified-Since"] = marks["modified"]
        login = login_of(self._target.login) if self._target.login is not None else None
        with network_errors(self.where, TIMEOUT, self._advice), niquests.Session() as session:
            if self._target.login is not None and self._target.login.ca_file is not None:
                session.verify = str(self._target.login.ca_file)
            bounded.mount(session)
            limits = TIMEOUT, self._longest
            for _ in range(MOST_REDIRECTS + 2):
                auth = self._auth(login, url)
                response = session.get(url, headers=headers, allow_redirects=False, auth=auth, timeout=limits)
                status = int(response.status_code or 0)
                if status == 401 and auth is not None and not self._digest and _asks_for_digest(response):
                    self._digest = True
                    continue
                if status in _MOVED:
                    url = self._moved(url, str(response.headers.get("location", "")))
                    continue
                if status == 304 and ("etag" in marks or "modified" in marks):
                    return None
                if status != 200:
                    raise self._refused(status, str(response.headers.get("retry-after", "")))
                body = response.content or b""
                found = {"etag": response.headers.get("etag"), "modified": response.headers.get("last-modified")}
                kept = {name: str(value) for name, value in found.items() if value}
                return body, {**kept, "body": hashlib.sha256(body).hexdigest()}
        raise CalendarUnreachable(f"{self.where} redirects without end", "Look at its address.")

    def _auth(self, login: Login | None, url: str) -> Any:
        """Return the login for a request, none for another server than that of the hit list."""
        if login is None or _origin(url) != _origin(self._url):
            return None
        if login.bearer:
            return niquests.auth.BearerTokenAuth(login.secret)
        kind = niquests.auth.HTTPDigestAuth if self._digest else niquests.auth.HTTPBasicAuth
        return kind(login.username, login.secret)

    def _moved(self, url: str, location: str) -> str:
        try:
            target = urljoin(url, location) if location else ""
            old, new = urlsplit(url), urlsplit(target)
        except ValueError:   # such as //[::
            target = ""
        if not target or new.scheme not in ("http", "https") or not new.hostname:
            raise CalendarUnreachable(f"{self.where} redirects to what cannot be read", "Look at its address.")
        if old.scheme == "https" and new.scheme != "https":
            raise CalendarUnreachable(f"{self.where} redirects to an address without encryption",
                                      "Write that address under `busy:` if that is meant.")
        return target

    def _refused(self, status: int, retry_after: str) -> CalendarUnreachable:
        if status in (429, 503):
            wait = min(float(retry_after), LONGEST_PAUSE) if retry_after.isdigit() else 0.0
            self._not_before = time.monotonic() + wait
            return CalendarUnreachable(f"{self.where} asks for a pause ({status})", AGAIN)
        if status in (401, 403) and self._target.login is not None:
            return CalendarUnreachable(f"{self.where}: the login was refused ({status})",
                                       "Look at its user name and password in the hit list.")
        if status == 401:
            return CalendarUnreachable(f"{self.where} asks for a login (401)",
                                       "Copy its private address again from the calendar's settings, or write"
                                       " {url: ADDRESS, username: dana, password_command: pass show dav}.")
        if status == 403:
            return CalendarUnreachable(f"{self.where} may not be read ({status})",
                                       "Copy its private address again from the calendar's settings.")
        if status in (404, 410):
            return CalendarUnreachable(f"{self.where} does not exist ({status})",
                                       "Copy its address again from the calendar's settings.")
        if status >= 500:
            return CalendarUnreachable(f"{self.where}: the server has a fault ({status})", AGAIN)
        return CalendarUnreachable(f"{self.where} cannot be read ({status})", "Look at its address.")


def _asks_for_digest(response: Any) -> bool:
    """Return whether a server wants a Digest login, and takes no Basic one."""
    wanted = str(response.headers.get("www-authenticate", "")).lower()
    return "digest" in wanted and "basic" not in wanted


def _origin(url: str) -> tuple[str, str]:
    parts = urlsplit(url)
    return parts.scheme, parts.netloc
