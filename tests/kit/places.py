"""Where a calendar may stand, seen past everything that is under test: a file, a folder, a scripted server, real ones.

Every place gives its resources as whole VCALENDARs by a name, lets a test act as the user's own program (`put`,
`remove`, `edit`), can be saved and restored as from a backup, and spoils its line or its disk on demand.
"""

from __future__ import annotations

import errno
import re
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree

from followupd.calendars.files import atomic
from followupd.calendars.files.ics_file import empty_calendar
from followupd.calendars.ical import cutter, lines, vevent
from followupd.calendars.open import open_calendar
from followupd.calendars.protocol import Calendar
from followupd.core.values.event import Present
from followupd.core.values.hitlist import CaldavTarget, CalendarTarget, IcsTarget
from tests.calendars.conftest import Asked, Scripted
from tests.calendars.conftest import Reply as AsReply
from tests.kit.fake_caldav import CUT_AFTER, CUT_BEFORE, HANG, FakeCalDAV, Fault, Reply

HEAD, TAIL = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n", "END:VCALENDAR\r\n"
FOREIGN = ("BEGIN:VEVENT\r\nUID:{uid}\r\nDTSTAMP:20270101T000000Z\r\nDTSTART:20271026T160000Z\r\n"
           "DTEND:20271026T163000Z\r\nSUMMARY:Not ours\r\nEND:VEVENT\r\n")
QUERY = ('<C:calendar-query xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"><D:prop><C:calendar-data/></D:prop>'
         '<C:filter><C:comp-filter name="VCALENDAR"/></C:filter></C:calendar-query>')


class Server(Protocol):
    """What tests/conftest.py gives for each real server."""

    url: str
    username: str
    password: str

    def new_calendar(self, name: str | None = None) -> str: ...

    def request(self, method: str, url: str, body: str = "", **headers: str) -> tuple[int, str]: ...


class Place:
    """`texts` are the resources by name; `put` and `remove` are the user's own hand and know no faults."""

    @property
    def target(self) -> CalendarTarget:
        raise NotImplementedError

    def texts(self) -> dict[str, str]:
        raise NotImplementedError

    def put(self, name: str, text: str) -> None:
        raise NotImplementedError

    def remove(self, name: str) -> None:
        raise NotImplementedError

    def close(self) -> None: ...

    def open(self, list_name: str = "hitlist", zone: tzinfo = UTC) -> Calendar:
        return open_calendar(self.target, list_name, zone)

    def save(self) -> Mapping[str, str]:
        return self.texts()

    def restore(self, saved: Mapping[str, str]) -> None:
        """The backup comes back: what it holds stands there again as it was, and nothing else does."""
        now = self.texts()
        for name in now.keys() - saved.keys():
            self.remove(name)
        for name, text in saved.items():
            if now.get(name) != text:
                self.put(name, text)

    @contextmanager
    def spoilt(self, how: int) -> Iterator[None]:
        """While it lasts, writing (or all there is) goes wrong in some way that is chosen by a number."""
        raise NotImplementedError

    # What the user's program does to one event.

    def ours(self, list_name: str = "hitlist") -> dict[str, tuple[str, Present]]:
        """What really stands there, by UID, with the resource's name. No UID of ours may be there twice."""
        found: dict[str, tuple[str, Present]] = {}
        for name, text in self.texts().items():
            for there in vevent.read(text, list_name, UTC).found:
                assert there.event.uid not in found, f"{there.event.uid} stands there twice"
                present = Present(there.event, name, None, text, there.planned, there.status, there.witness)
                found[there.event.uid] = (name, present)
        return found

    def edit(self, uid: str, at: datetime | None = None, **values: str) -> None:
        """Set properties of an event to values as they stand in iCalendar text.

        `at` is when: a careful program notes it in LAST-MODIFIED, a careless one (None) does not.
        """
        if at is not None:
            values = {**values, "LAST_MODIFIED": vevent.token(at)}
        told = {name.replace("_", "-"): value for name, value in values.items()}
        name, there = self.ours()[uid]
        place = cutter.cut(there.raw.encode())
        block = next(b for b in place.events if b.uid == uid)
        inside, depth = [], 0
        for line in lines.split(place.text(block)):
            depth += {"BEGIN": 1, "END": -1}.get(line.name, 0)
            if depth != 1 or line.name not in told:
                inside.append(line.raw)
        added = [lines.fold(f"{key}:{value}") for key, value in told.items()]
        self.put(name, cutter.edit(place, {block: "".join([inside[0], *added, *inside[1:]])}).decode())

    def add_lines(self, uid: str, *added: str) -> None:
        """Add content lines, an alarm for instance, before the event's end."""
        name, there = self.ours()[uid]
        end = there.raw.rindex("END:VEVENT")
        self.put(name, there.raw[:end] + "".join(map(lines.fold, added)) + there.raw[end:])

    def drag(self, uid: str, start: datetime, end: datetime | None = None, at: datetime | None = None) -> None:
        event = self.ours()[uid][1].event
        end = end or start + (event.end - event.start)
        self.edit(uid, at, DTSTART=vevent.token(start), DTEND=vevent.token(end))

    def retitle(self, uid: str, summary: str, at: datetime | None = None) -> None:
        self.edit(uid, at, SUMMARY=lines.escape(summary))

    def rewrite(self, uid: str, description: str, at: datetime | None = None) -> None:
        self.edit(uid, at, DESCRIPTION=lines.escape(description))

    def delete(self, uid: str) -> None:
        self.remove(self.ours()[uid][0])

    def add_foreign(self, uid: str) -> None:
        self.put(f"{re.sub('[^a-z0-9]', '-', uid)}.ics", HEAD + FOREIGN.format(uid=uid) + TAIL)


class FilePlace(Place):
    """One .ics file; a resource is one of its events, called by its UID."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "followup.ics"

    @property
    def target(self) -> IcsTarget:
        return IcsTarget(self.path)

    def texts(self) -> dict[str, str]:
        if not self.path.exists():
            return {}
        place = cutter.cut(self.path.read_bytes())
        found: dict[str, str] = {}
        for block in place.events:
            name = block.uid if block.uid not in found else f"{block.uid} (another)"
            found[name] = HEAD + place.text(block) + TAIL
        return found

    def put(self, name: str, text: str) -> None:
        given = cutter.cut(text.encode())
        (inner,) = given.events
        place = cutter.cut(self.path.read_bytes() if self.path.exists() else empty_calendar("hitlist").encode())
        there: dict[cutter.VEvent, str | None] = {b: given.text(inner) for b in place.events if b.uid == inner.uid}
        self._write(cutter.edit(place, there, [] if there else [given.text(inner)]))

    def remove(self, name: str) -> None:
        place = cutter.cut(self.path.read_bytes())
        self._write(cutter.edit(place, {b: None for b in place.events if b.uid == name}))

    def _write(self, data: bytes) -> None:
        self.path.write_bytes(data)

    @contextmanager
    def spoilt(self, how: int) -> Iterator[None]:
        with spoilt_disk(how, lambda: self.add_foreign(f"meanwhile{how}@example.org")):
            yield


class FolderPlace(Place):
    def __init__(self, folder: Path) -> None:
        self.path = folder / "follow"
        self.path.mkdir()

    @property
    def target(self) -> IcsTarget:
        return IcsTarget(self.path, is_folder=True)

    def texts(self) -> dict[str, str]:
        return {path.name: path.read_bytes().decode() for path in self.path.glob("[!.]*.ics")}

    def put(self, name: str, text: str) -> None:
        (self.path / name).write_bytes(text.encode())

    def remove(self, name: str) -> None:
        (self.path / name).unlink()

    @contextmanager
    def spoilt(self, how: int) -> Iterator[None]:
        with spoilt_disk(how, lambda: self.add_foreign(f"meanwhile{how}@example.org")):
            yield


@contextmanager
def spoilt_disk(how: int, somebody_writes: Callable[[], None]) -> Iterator[None]:
    """Every second or third write meets a full disk, a lost answer after the rename, or another program's hand."""
    real_replace, real_remove, count = atomic.replace, atomic.remove, iter(range(10_000))

    def spoil(act: Callable[[], atomic.FileState | None]) -> atomic.FileState | None:
        kind, every = how % 4, 1 + how % 3
        if next(count) % every:
            return act()
        if kind == 0:
            raise OSError(errno.ENOSPC, "no space")
        if kind == 1:
            act()
            raise OSError(errno.EIO, "written, and then the disk failed")
        if kind == 2:
            somebody_writes()
        return act()

    def replace(path: Path, data: bytes, expecting: atomic.FileState | None) -> atomic.FileState:
        state = spoil(lambda: real_replace(path, data, expecting))
        assert state is not None
        return state

    def remove(path: Path, expecting: atomic.FileState) -> None:
        spoil(lambda: real_remove(path, expecting))

    atomic.replace, atomic.remove = replace, remove
    try:
        yield
    finally:
        atomic.replace, atomic.remove = real_replace, real_remove


class FakePlace(Place):
    """The scripted server. `close` stops it."""

    def __init__(self, timeout: float = 5.0) -> None:
        self.server = FakeCalDAV().__enter__()
        self.timeout = timeout

    def close(self) -> None:
        self.server.__exit__(None, None, None)

    @property
    def target(self) -> CaldavTarget:
        return CaldavTarget(self.server.url, timeout=self.timeout)

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
        """With its ETags, and its tokens counted anew from where they were."""
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


FAULTS: tuple[Fault | Reply, ...] = (
    CUT_BEFORE, CUT_AFTER, HANG, Reply(429, headers={"Retry-After": "1"}), Reply(503), Reply(500), Reply(423),
    Reply(502, "<html>bad gateway</html>"),
)


@dataclass(frozen=True)
class Hits:
    """Which requests a fault hits, out of one number: writes or all of them, each first to fourth one."""

    how: int

    def __call__(self, method: str, number: int) -> bool:
        methods = ("PUT", "DELETE") if self.how // 8 % 3 else ("PUT", "DELETE", "REPORT", "PROPFIND", "GET")
        every, offset = 1 + self.how // 24 % 4, self.how // 96 % 4
        return method in methods and number % every == offset % every


class ServerPlace(Place):
    """A new calendar on a real server, with a proxy before it that can spoil the line."""

    def __init__(self, server: Server) -> None:
        self.server, self.url = server, server.new_calendar()
        self.proxy = Scripted()
        self._line = self.proxy.in_front_of(self.url)
        self._thread = threading.Thread(
            target=self.proxy.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True
        )
        self._thread.start()

    def close(self) -> None:
        self.proxy.server.shutdown()
        self._thread.join()
        self.proxy.server.server_close()

    @property
    def target(self) -> CaldavTarget:
        return CaldavTarget(self._line, username=self.server.username, password=self.server.password, timeout=5.0)

    @contextmanager
    def spoilt(self, how: int) -> Iterator[None]:
        """As the scripted server does, but for answers that never come."""
        proxy, hits, start = self.proxy, Hits(how), len(self.proxy.seen)

        def script(asked: Asked) -> AsReply | None:
            fault = FAULTS[how % 8]
            if not hits(asked.method, len(proxy.seen) - start) or fault is HANG:
                return proxy.pass_on(asked)
            if isinstance(fault, Reply):
                return AsReply(fault.status, fault.body, fault.headers)
            if fault is CUT_AFTER:
                proxy.pass_on(asked)
            return None

        proxy.script = script
        try:
            yield
        finally:
            proxy.script = proxy.pass_on

    def texts(self) -> dict[str, str]:
        status, answer = self.server.request("REPORT", self.url, QUERY, Depth="1")
        assert status == 207, answer
        found = {}
        for response in ElementTree.fromstring(answer).iter("{DAV:}response"):
            data = response.findtext(".//{urn:ietf:params:xml:ns:caldav}calendar-data")
            href = response.findtext("{DAV:}href") or ""
            if data is not None:
                found[unquote(urlsplit(href).path).rpartition("/")[2]] = re.sub("\r?\n", "\r\n", data)
        return found

    def put(self, name: str, text: str) -> None:
        status, answer = self.server.request("PUT", f"{self.url}{name}", text)
        assert status in (200, 201, 204), answer

    def remove(self, name: str) -> None:
        status, answer = self.server.request("DELETE", f"{self.url}{name}")
        assert status in (200, 204), answer


KINDS = ("file", "folder", "fake", "radicale", "xandikos")


def place_of(kind: str, folder: Path, server: Callable[[str], Server]) -> Place:
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
