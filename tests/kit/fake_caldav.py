"""A CalDAV server of one calendar that plays what real servers do wrong (docs/servers.md).

    with FakeCalDAV() as server:
        server.quirks = Quirks(etags="weak", tokens="none")
        server.fault = lambda method, path, count: CUT_AFTER if method == "PUT" and count == 3 else None
        CaldavTarget(server.url)

It keeps `texts` by resource name. `put`, `edit` and `remove` act as the user and never fail. `seen` are the requests,
`connections` counts the connections, `writes` what was stored or deleted.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from enum import Enum
from urllib.parse import unquote
from xml.sax.saxutils import escape

from tests.kit.local_http import Asked, HttpConnection, HttpReply, LocalServer

FIRST_SECOND = 1_700_000_000


@dataclass(frozen=True)
class Quirks:
    """The ways in which this server differs from others.

    `etags`: good | none | silent (not after a PUT) | weak | stale (after a PUT: the one before) | restless (others with
    every listing). `tokens`: good | none (no sync-collection) | seconds (SOGo) | deaf (they never tell of an edit) |
    forgetful (an empty answer to every token). `clash`: how a taken UID is refused; None: two are accepted (sabre,
    DAViCal). `trash`: a deleted UID is never accepted again. `lag`: how many listings late a change shows.
    """

    etags: str = "good"
    tokens: str = "good"
    clash: int | None = 412
    trash: bool = False
    empty_listing: bool = False
    lag: int = 0
    rewrites: bool = False               # reorders, refolds, adds CLASS:PUBLIC, splits CATEGORIES, unescapes X- values
    overwrites: bool = False             # If-None-Match: * is ignored (SOGo)
    deletes_anyway: bool = False         # nor is If-Match of a DELETE (SOGo)
    whole_404: bool = False              # one missing resource makes the whole multiget a 404 (sabre 1.8)
    leaves_out: bool = False             # a multiget does not name what is missing
    null_emoji: bool = False             # (null) for an event with an emoji where it folds a line (SOGo)


@dataclass(frozen=True)
class Saved:
    """A backup of the fake server."""

    texts: dict[str, str]
    etags: dict[str, str]
    spent: set[str]
    changed_at: dict[str, int]
    looks: int


class RequestFault(Enum):
    """The fate of a request that gets no answer."""

    CUT_BEFORE = "not done and no answer"
    CUT_AFTER = "done and no answer"
    HANG = "done, and the answer is too late"


CUT_BEFORE, CUT_AFTER, HANG = RequestFault
# By method, path and how many of this method came before.
Faults = Callable[[str, str, int], RequestFault | HttpReply | None]


class FakeCalDAV(LocalServer):
    def __init__(self, path: str = "/dana/cal/", *, cards: bool = False) -> None:
        self.path, self.quirks = path, Quirks()
        self.cards = cards                # an address book instead of a calendar
        self.fault: Faults = lambda method, path, count: None
        self.texts: dict[str, str] = {}
        self.etags: dict[str, str] = {}
        self.null: set[str] = set()       # resources whose body is reported as (null)
        self.hidden: set[str] = set()     # resources that are neither listed nor reported, as if they were gone
        self.spent: set[str] = set()      # UIDs in the trash bin
        self.second = 0                   # the server's clock, for tokens that are seconds
        self.seen: list[tuple[str, str]] = []
        self.bodies: list[str] = []
        self.writes = self.connections = 0
        self._number = 0
        self._changed_at: dict[str, int] = {}
        self._states: list[dict[str, str]] = [{}]        # what was there at each listing
        self._shown: list[dict[str, str]] = [{}]         # what it showed; its place is its token
        self._lock = threading.RLock()
        self._over = threading.Event()
        outer = self

        class Playing(HttpConnection):
            def setup(self) -> None:
                super().setup()
                outer.connections += 1

            def answer(self, asked: Asked) -> HttpReply | None:
                reply = outer.answer(asked)
                body = "text/vcard" if cards else "text/calendar"
                kind = body if asked.method == "GET" else "application/xml"
                return replace(reply, headers={"Content-Type": kind, **reply.headers}) if reply else None

        super().__init__(Playing, path)

    def __exit__(self, *failure: object) -> None:
        self._over.set()
        super().__exit__(*failure)

    # Acts of the user.

    def put(self, name: str, text: str) -> None:
        with self._lock:
            self._number += 1
            self.texts[name], self.etags[name] = text, f'"e{self._number}"'
            self._changed_at[name] = self.second

    def remove(self, name: str) -> None:
        with self._lock:
            self.spent.add(uid_of(self.texts.pop(name)))
            del self.etags[name]
            self._changed_at[name] = self.second

    def edit(self, name: str, **values: str) -> None:
        """Set properties of the event to values as in iCalendar text."""
        with self._lock:
            text = self.texts[name]
            for key, value in values.items():
                text = re.sub(rf"(?m)^{key}[:;].*\r\n(?:[ \t].*\r\n)*", "", text, count=1)
                text = text.replace("END:VEVENT", f"{key}:{value}\r\nEND:VEVENT", 1)
            self.put(name, text)

    def catch_up(self) -> None:
        """Bring the index behind the listings up to date."""
        with self._lock:
            self._states += [dict(self.etags)] * (self.quirks.lag + 1)

    def saved(self) -> Saved:
        """Return a backup of everything that this server keeps."""
        with self._lock:
            return Saved(dict(self.texts), dict(self.etags), set(self.spent), dict(self._changed_at), len(self._states))

    def restore(self, saved: Saved) -> None:
        """Restore a backup: what is newer is gone, and its tokens will mean something else."""
        with self._lock:
            self.texts, self.etags, self.spent = dict(saved.texts), dict(saved.etags), set(saved.spent)
            self._changed_at = dict(saved.changed_at)
            del self._states[saved.looks:], self._shown[saved.looks:]
            self._number += 1000   # an ETag is not used twice for two contents; servers hash, or count in seconds

    # The server.

    def answer(self, asked: Asked) -> HttpReply | None:
        with self._lock:
            count = sum(method == asked.method for method, _ in self.seen)
            self.seen.append((asked.method, asked.path))
            self.bodies.append(asked.body)
            fault = self.fault(asked.method, asked.path, count)
        if fault is CUT_BEFORE or isinstance(fault, HttpReply):
            return fault if isinstance(fault, HttpReply) else None
        with self._lock:
            reply = self._do(asked)
        if fault is HANG:
            self._over.wait(20)
        return None if fault is not None else reply

    def _do(self, asked: Asked) -> HttpReply:
        name = unquote(asked.path).removeprefix(self.path)
        if not unquote(asked.path).startswith(self.path):
            return HttpReply(404)
        if asked.method == "PROPFIND":
            return self._propfind(asked.headers.get("depth") == "1")
        if asked.method == "REPORT":
            return self._multiget(asked.body) if "multiget" in asked.body else self._sync(asked.body)
        if asked.method == "PUT":
            return self._put(name, asked.headers, asked.body)
        if name not in self.texts:
            return HttpReply(404)
        if asked.method == "GET":
            return HttpReply(200, self._text(name), self._told(self.etags[name]))
        stale = asked.headers.get("if-match") not in (None, self.etags[name])
        if stale and not self.quirks.deletes_anyway:
            return HttpReply(412)
        self.remove(name)
        self.writes += 1
        return HttpReply(204)

    def _put(self, name: str, headers: Mapping[str, str], text: str) -> HttpReply:
        quirks, there, uid = self.quirks, name in self.texts, uid_of(text)
        if "if-match" in headers and (not there or headers["if-match"] != self.etags[name]):
            return HttpReply(412)
        if "if-none-match" in headers and there and not quirks.overwrites:
            return HttpReply(quirks.clash or 412)
        if not there and quirks.trash and uid in self.spent:
            return HttpReply(400, "<s:message>Deleted calendar object with uid already exists in this one.</s:message>")
        if not there and quirks.clash is not None and uid in map(uid_of, self.texts.values()):
            return HttpReply(quirks.clash, "<C:no-uid-conflict/>")
        before = self.etags.get(name)
        self.put(name, rewritten(text) if quirks.rewrites else text)
        self.writes += 1
        told = None if quirks.etags == "silent" or quirks.rewrites else self.etags[name]
        if quirks.etags == "stale" and before is not None:
            told = before
        return HttpReply(204 if there else 201, "", self._told(told))

    def _propfind(self, deep: bool) -> HttpReply:
        found = [f"<D:response><D:href>{self.path}</D:href>" + _propstat(
            f"<D:resourcetype><D:collection/>{'<A:addressbook/>' if self.cards else '<C:calendar/>'}</D:resourcetype>"
            "<D:displayname>Fake</D:displayname>"
        ) + "</D:response>"]
        if deep:
            found += [self._response(name, etag) for name, etag in self._listed().items()]
        return _multistatus(found)

    def _sync(self, body: str) -> HttpReply:
        quirks = self.quirks
        if quirks.tokens == "none":
            return HttpReply(403, "<D:error xmlns:D='DAV:'><D:supported-report/></D:error>")
        match = re.search(r"<D:sync-token>([^<]*)<", body)
        token, now = match[1] if match else "", self._listed()
        if quirks.tokens == "seconds":
            told = str(FIRST_SECOND + self.second)
            since = int(token or FIRST_SECOND - 1) - FIRST_SECOND
            changed = {n: now.get(n) for n, at in self._changed_at.items() if at > since and (token or n in now)}
        else:
            told, old = str(self._shown.index(now)), {}
            if token:
                old = self._shown[int(token)] if token.isdigit() and int(token) < len(self._shown) else {}
            changed = {n: now.get(n) for n in {*now, *old} if now.get(n) != old.get(n)}
            if token and quirks.tokens == "deaf":
                changed = {n: etag for n, etag in changed.items() if not (n in old and n in now)}
            if token and quirks.tokens == "forgetful":
                changed = {}
        responses = [self._response(name, etag) for name, etag in sorted(changed.items())]
        return _multistatus(responses, f"<D:sync-token>{told}</D:sync-token>")

    def _listed(self) -> dict[str, str]:
        """Return what a listing shows now."""
        if self.quirks.etags == "restless":
            for name in self.etags:
                self._number += 1
                self.etags[name] = f'"e{self._number}"'
        self._states.append({name: etag for name, etag in self.etags.items() if name not in self.hidden})
        late = self._states[max(0, len(self._states) - 1 - self.quirks.lag)]
        self._shown.append({} if self.quirks.empty_listing else late)
        return self._shown[-1]

    def _multiget(self, body: str) -> HttpReply:
        names = [unquote(href).removeprefix(self.path) for href in re.findall(r"<D:href>([^<]*)<", body)]
        missing = [name for name in names if name not in self.texts or name in self.hidden]
        if missing and self.quirks.whole_404:
            return HttpReply(404)
        found = []
        for name in names:
            if name not in missing:
                text = escape(self._text(name))
                data = "A:address-data" if self.cards else "C:calendar-data"
                found.append(self._response(name, self.etags[name], f"<{data}>{text}</{data}>"))
            elif not self.quirks.leaves_out:
                found.append(self._response(name, None))
        return _multistatus(found)

    def _text(self, name: str) -> str:
        text = self.texts[name]
        return "(null)" if name in self.null or (self.quirks.null_emoji and cuts_emoji(text)) else text

    def _response(self, name: str, etag: str | None, more: str = "") -> str:
        href = f"<D:href>{self.path}{name.replace('@', '%40')}</D:href>"
        if etag is None:
            return f"<D:response>{href}<D:status>HTTP/1.1 404 Not Found</D:status></D:response>"
        told = self._told(etag).get("ETag")
        return f"<D:response>{href}" + _propstat((f"<D:getetag>{told}</D:getetag>" if told else "") + more) + (
            "</D:response>")

    def _told(self, etag: str | None) -> dict[str, str]:
        if etag is None or self.quirks.etags == "none":
            return {}
        return {"ETag": f"W/{etag}" if self.quirks.etags == "weak" else etag}


def _propstat(props: str) -> str:
    return f"<D:propstat><D:prop>{props}</D:prop><D:status>HTTP/1.1 200 OK</D:status></D:propstat>"


def _multistatus(responses: list[str], more: str = "") -> HttpReply:
    return HttpReply(207, '<?xml version="1.0"?><D:multistatus xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"'
                 ' xmlns:A="urn:ietf:params:xml:ns:carddav">'
                 + "".join(responses) + more + "</D:multistatus>")


def uid_of(text: str) -> str:
    match = re.search(r"(?m)^UID:(.*?)\r?$", re.sub(r"\r?\n[ \t]", "", text))
    return match[1] if match else ""


def cuts_emoji(text: str) -> bool:
    """Return whether a line folded after each 75 units of UTF-16 would be cut within a character, as SOGo folds."""
    lines = re.sub(r"\r?\n[ \t]", "", text).splitlines()
    units = [line.encode("utf-16-le") for line in lines]
    return any(0xD8 <= line[at - 1] <= 0xDB for line in units for at in range(150, len(line), 150))


def rewritten(text: str) -> str:
    """Return the event as Radicale, Cyrus, SOGo and Xandikos would store it."""
    flat = re.sub(r"\r?\n[ \t]", "", text).replace("\r\n", "\n")
    head, inside = flat.split("BEGIN:VEVENT\n", 1)
    event, tail = inside.split("END:VEVENT\n", 1)
    own, alarm, rest = event.partition("BEGIN:VALARM\n")
    lines = []
    for line in own.splitlines():
        name = line.partition(":")[0]
        if name == "CATEGORIES":
            lines += [f"CATEGORIES:{one}" for one in line.partition(":")[2].split(",")]
        else:
            lines.append(re.sub(r"\\([,;])", r"\1", line) if name.startswith("X-") else line)
    lines = sorted({*lines, "CLASS:PUBLIC"})
    whole = [*head.splitlines(), "BEGIN:VEVENT", *lines, *(alarm + rest).splitlines(), "END:VEVENT", *tail.splitlines()]
    return "".join(re.sub(r"(.{60})(?=.)", "\\1\r\n ", line) + "\r\n" for line in whole)
