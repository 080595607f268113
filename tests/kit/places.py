"""Places of calendars, seen without the code under test: a file or a folder (servers: remote_places.py).

Every place gives its resources as whole VCALENDARs by a name, lets a test act as the user's own program (`put`,
`remove`, `edit`), can be saved and restored as from a backup, and breaks its connection or disk on demand.
"""

from __future__ import annotations

import errno
import json
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, tzinfo
from pathlib import Path

from followupd.calendars.files import atomic
from followupd.calendars.ical import content_lines, cutter, vevent
from followupd.calendars.memory import MemoryCalendar
from followupd.calendars.open import open_calendar
from followupd.calendars.protocol import Calendar
from followupd.core.values.event import Present
from followupd.core.values.targets import CalendarTarget, IcsTarget

HEAD, TAIL = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n", "END:VCALENDAR\r\n"
FOREIGN = ("BEGIN:VEVENT\r\nUID:{uid}\r\nDTSTAMP:20270101T000000Z\r\nDTSTART:20271026T160000Z\r\n"
           "DTEND:20271026T163000Z\r\nSUMMARY:Not ours\r\nEND:VEVENT\r\n")


class CalendarPlace:
    """`texts` are the resources by name; `put` and `remove` act as the user and never fail."""

    @property
    def target(self) -> CalendarTarget:
        raise NotImplementedError

    @property
    def named(self) -> str:
        """The value of `calendar:` in a hit list."""
        raise NotImplementedError

    def texts(self) -> dict[str, str]:
        raise NotImplementedError

    def stored(self) -> dict[str, str]:
        """Return whole stored texts: a file of many events is one."""
        return self.texts()

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
        """Restore a backup: its content is there again, and nothing else."""
        now = self.texts()
        for name in now.keys() - saved.keys():
            self.remove(name)
        for name, text in saved.items():
            if now.get(name) != text:
                self.put(name, text)

    @contextmanager
    def spoilt(self, how: int) -> Iterator[None]:
        """In this context writing (or everything) fails in a way that the number selects."""
        raise NotImplementedError

    # Changes of one event by the user's program.

    def ours(self, list_name: str = "hitlist") -> dict[str, tuple[str, Present]]:
        """Return what is really there, by UID, with the resource's name; no UID of ours may be there twice."""
        found: dict[str, tuple[str, Present]] = {}
        for name, text in self.texts().items():
            for there in vevent.read(text, list_name, UTC).found:
                assert there.event.uid not in found, f"{there.event.uid} is there twice"
                present = Present(there.event, name, None, text, there.planned, there.status, there.note)
                found[there.event.uid] = (name, present)
        return found

    def edit(self, uid: str, at: datetime | None = None, **values: str) -> None:
        """Set properties of an event to values as in iCalendar text.

        `at` is the time: a careful program notes it in LAST-MODIFIED, a careless one (None) does not.
        """
        if at is not None:
            values = {**values, "LAST_MODIFIED": vevent.token(at)}
        told = {name.replace("_", "-"): value for name, value in values.items()}
        name, there = self.ours()[uid]
        place = cutter.cut(there.raw.encode())
        block = next(b for b in place.events if b.uid == uid)
        inside, depth = [], 0
        for line in content_lines.split(place.text(block)):
            depth += {"BEGIN": 1, "END": -1}.get(line.name, 0)
            if depth != 1 or line.name not in told:
                inside.append(line.raw)
        added = [content_lines.fold(f"{key}:{value}") for key, value in told.items()]
        self.put(name, cutter.edit(place, {block: "".join([inside[0], *added, *inside[1:]])}).decode())

    def change(self, uid: str, how: Callable[[str], str]) -> None:
        """Rewrite the text in which this event is."""
        name, there = self.ours()[uid]
        self.put(name, how(there.raw))

    def add_lines(self, uid: str, *added: str) -> None:
        """Add content lines, an alarm for instance, before the event's end."""
        def extended(text: str) -> str:
            end = text.rindex("END:VEVENT")
            return text[:end] + "".join(map(content_lines.fold, added)) + text[end:]

        self.change(uid, extended)

    def drag(self, uid: str, start: datetime, end: datetime | None = None, at: datetime | None = None) -> None:
        event = self.ours()[uid][1].event
        end = end or start + (event.end - event.start)
        self.edit(uid, at, DTSTART=vevent.token(start), DTEND=vevent.token(end))

    def make_whole(self, uid: str, *said: str) -> None:
        """Make an event a whole day, as these lines say; programs mark it as free."""
        def whole(text: str) -> str:
            head, begin, rest = text.partition("BEGIN:VEVENT\r\n")
            rest = re.sub(r"(?m)^(DTSTART|DTEND|TRANSP)[:;].*\r\n", "", rest)
            return head + begin + "".join(map(content_lines.fold, (*said, "TRANSP:TRANSPARENT"))) + rest

        self.change(uid, whole)

    def retitle(self, uid: str, summary: str, at: datetime | None = None) -> None:
        self.edit(uid, at, SUMMARY=content_lines.escape(summary))

    def rewrite(self, uid: str, description: str, at: datetime | None = None) -> None:
        self.edit(uid, at, DESCRIPTION=content_lines.escape(description))

    def delete(self, uid: str) -> None:
        self.remove(self.ours()[uid][0])

    def add_foreign(self, uid: str) -> None:
        self.put(f"{re.sub('[^a-z0-9]', '-', uid)}.ics", HEAD + FOREIGN.format(uid=uid) + TAIL)


class FilePlace(CalendarPlace):
    """One .ics file; a resource is one of its events, called by its UID."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "followup.ics"

    @property
    def target(self) -> IcsTarget:
        return IcsTarget(self.path)

    @property
    def named(self) -> str:
        return json.dumps(str(self.path))

    def stored(self) -> dict[str, str]:
        return {self.path.name: self.path.read_bytes().decode()} if self.path.exists() else {}

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
        if not self.path.exists():
            self._write(text.encode())
            return
        given = cutter.cut(text.encode())
        (inner,) = given.events
        place = cutter.cut(self.path.read_bytes())
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


class FolderPlace(CalendarPlace):
    def __init__(self, folder: Path) -> None:
        self.path = folder / "follow"
        self.path.mkdir()

    @property
    def target(self) -> IcsTarget:
        return IcsTarget(self.path, is_folder=True)

    @property
    def named(self) -> str:
        return json.dumps(str(self.path) + "/")

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


class MemoryPlace(CalendarPlace):
    """Calendars in memory that share their texts."""

    def __init__(self) -> None:
        self._shared = MemoryCalendar()

    def open(self, list_name: str = "hitlist", zone: tzinfo = UTC) -> Calendar:
        opened = MemoryCalendar(list_name, zone)
        opened.share(self._shared)
        return opened

    def texts(self) -> dict[str, str]:
        return dict(self._shared.texts)

    def put(self, name: str, text: str) -> None:
        self._shared.put(name, text)

    def remove(self, name: str) -> None:
        del self._shared.texts[name]


@contextmanager
def spoilt_disk(how: int, somebody_writes: Callable[[], None]) -> Iterator[None]:
    """Every second or third write fails: a full disk, an error after the rename, or another program's write."""
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
