"""Places on servers (places.py): a scripted one, a real one, and a real one behind a relay that breaks the
connection."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree

from followupd.core.values.targets import CaldavTarget
from tests.kit.fake_caldav import CUT_AFTER, CUT_BEFORE, HANG, FakeCalDAV, RequestFault
from tests.kit.local_http import Asked, HttpReply
from tests.kit.places import CalendarPlace, FilePlace, FolderPlace
from tests.kit.servers import CalendarServer, Scripted

QUERY = ('<C:calendar-query xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"><D:prop><C:calendar-data/></D:prop>'
         '<C:filter><C:comp-filter name="VCALENDAR"/></C:filter></C:calendar-query>')


class FakePlace(CalendarPlace):
    """The scripted server. `close` stops it."""

    def __init__(self, timeout: float = 5.0) -> None:
        self.server = FakeCalDAV().__enter__()
        self.timeout = timeout

    def close(self) -> None:
        self.server.__exit__(None, None, None)

    @property
    def target(self) -> CaldavTarget:
        return CaldavTarget(self.server.url, timeout=self.timeout)

    @property
    def named(self) -> str:
        return json.dumps({"url": self.server.url})

    def texts(self) -> dict[str, str]:
        return dict(self.server.texts)

    def put(self, name: str, text: str) -> None:
        self.server.put(name, text)

    def remove(self, name: str) -> None:
        self.server.remove(name)

    def save(self) -> Mapping[str, str]:
        self._saved = self.server.saved()
        return self.texts()

    def restore(self, saved: Mapping[str, str]) -> None:
        """Restore a backup with its ETags and tokens."""
        self.server.restore(self._saved)

    @contextmanager
    def spoilt(self, how: int) -> Iterator[None]:
        seen, hits = self.server.seen, Hits(how)
        start = len(seen)
        self.server.fault = lambda method, path, count: FAULTS[how % 8] if hits(method, len(seen) - start) else None
        try:
            yield
        finally:
            self.server.fault = lambda method, path, count: None


FAULTS: tuple[RequestFault | HttpReply, ...] = (
    CUT_BEFORE, CUT_AFTER, HANG,
    HttpReply(429, headers={"Retry-After": "1"}), HttpReply(503), HttpReply(500), HttpReply(423),
    HttpReply(502, "<html>bad gateway</html>"),
)


@dataclass(frozen=True)
class Hits:
    """The requests that a fault hits, selected by one number: writes or all, each first to fourth one."""

    how: int

    def __call__(self, method: str, number: int) -> bool:
        methods = ("PUT", "DELETE") if self.how // 8 % 3 else ("PUT", "DELETE", "REPORT", "PROPFIND", "GET")
        every, offset = 1 + self.how // 24 % 4, self.how // 96 % 4
        return method in methods and number % every == offset % every


class DirectPlace(CalendarPlace):
    """A new calendar on a real server. `url` is how the program reaches it, `direct` how the user does."""

    def __init__(self, server: CalendarServer, timeout: float = 5.0) -> None:
        self.server, self.timeout = server, timeout
        self.url = self.direct = server.new_calendar()

    @property
    def target(self) -> CaldavTarget:
        return CaldavTarget(
            self.url, username=self.server.username, password=self.server.password, timeout=self.timeout
        )

    @property
    def named(self) -> str:
        return json.dumps({"url": self.url, "username": self.server.username, "password": self.server.password})

    def texts(self) -> dict[str, str]:
        status, answer = self.server.request("REPORT", self.direct, QUERY, Depth="1")
        assert status == 207, answer
        found = {}
        for response in ElementTree.fromstring(answer).iter("{DAV:}response"):
            data = response.findtext(".//{urn:ietf:params:xml:ns:caldav}calendar-data")
            href = response.findtext("{DAV:}href") or ""
            if data is not None:
                found[unquote(urlsplit(href).path).rpartition("/")[2]] = re.sub("\r?\n", "\r\n", data)
        return found

    def put(self, name: str, text: str) -> None:
        status, answer = self.server.request("PUT", f"{self.direct}{name}", text)
        assert status in (200, 201, 204), answer

    def remove(self, name: str) -> None:
        status, answer = self.server.request("DELETE", f"{self.direct}{name}")
        assert status in (200, 204), answer


class ServerPlace(DirectPlace):
    """The same behind a relay that behaves like other servers and networks."""

    def __init__(self, server: CalendarServer, timeout: float = 5.0) -> None:
        super().__init__(server, timeout)
        self.relay = Scripted().__enter__()
        self.url = self.relay.in_front_of(self.direct)

    def close(self) -> None:
        self.relay.__exit__()

    def on(self, method: str, how: Callable[[Asked], HttpReply | None]) -> None:
        """Answer these requests by `how` from now on."""
        self.relay.script = lambda asked: how(asked) if asked.method == method else self.relay.pass_on(asked)

    def answer(self, change: Callable[[Asked, HttpReply], HttpReply | None]) -> None:
        """Change the server's answers from now on."""
        self.relay.script = lambda asked: change(asked, self.relay.pass_on(asked))

    def heal(self) -> None:
        self.relay.script = self.relay.pass_on

    @contextmanager
    def spoilt(self, how: int) -> Iterator[None]:
        """As the scripted server does, except for answers that never come."""
        relay, hits, start = self.relay, Hits(how), len(self.relay.seen)

        def script(asked: Asked) -> HttpReply | None:
            fault = FAULTS[how % 8]
            if not hits(asked.method, len(relay.seen) - start) or fault is HANG:
                return relay.pass_on(asked)
            if isinstance(fault, HttpReply):
                return fault
            if fault is CUT_AFTER:
                relay.pass_on(asked)
            return None

        relay.script = script
        try:
            yield
        finally:
            relay.script = relay.pass_on


KINDS = ("file", "folder", "fake", "radicale", "xandikos")


def place_of(kind: str, folder: Path, server: Callable[[str], CalendarServer]) -> CalendarPlace:
    """A new, empty place of this kind; `server` gives the running one of a name."""
    match kind:
        case "file":
            return FilePlace(folder)
        case "folder":
            return FolderPlace(folder)
        case "fake":
            return FakePlace()
        case _:
            return ServerPlace(server(kind))
