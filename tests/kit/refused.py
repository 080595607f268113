"""Eight people on a server that refuses some events, and what may be said of its calendar whatever it refuses."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from zlib import crc32

from followupd.calendars.caldav.calendar import CaldavCalendar
from followupd.core.values.event import Present
from followupd.core.values.facts import Attempt, Outcome
from followupd.core.values.hitlist import BlockRule, Cadence, Contact, Hitlist, StartSmall
from followupd.core.values.targets import CaldavTarget
from followupd.core.values.time import Span, daily
from followupd.core.values.uid import TRIES, parse_uid
from followupd.history.store import History
from tests.kit.desks import UserDesk
from tests.kit.fake_caldav import FakeCalDAV
from tests.kit.local_http import HttpReply
from tests.kit.people import DENVER

NOW = datetime(2026, 11, 20, 18, 0, tzinfo=UTC)


class RefusedDesk(UserDesk[CaldavCalendar]):
    """Eight people whom somebody tried in vain, on a server that may refuse events."""

    def __init__(self, server: FakeCalDAV, folder: Path) -> None:
        self.server = server
        hours = daily(time(8), time(18), frozenset(range(5)))
        people = tuple(
            Contact(f"p{n}", f"Person {n}", Cadence(Span(days=30), Span(days=40)), phones=(f"+1 303 555 010{n}",),
                    log=(Attempt(f"p{n}", NOW - timedelta(days=3 + n), Outcome.NO_ANSWER, "phone"),))
            for n in range(8)
        )
        target = CaldavTarget(server.url, timeout=5.0)
        hitlist = Hitlist(target, DENVER, hours, blocks=(BlockRule((1,), time(10), ahead=Span(days=42)),),
                          start_small=StartSmall(9, 0), contacts=people)
        history = History.open(folder / "state.db", "hitlist")
        super().__init__(folder, hitlist, history, CaldavCalendar(target, "hitlist", DENVER), NOW)

    def really(self) -> list[Present]:
        """Return what is stored, read by another client."""
        kept, self.server.fault = self.server.fault, lambda method, path, count: None
        calendar = CaldavCalendar(CaldavTarget(self.server.url), "hitlist", DENVER)
        try:
            return list(calendar.read().events)
        finally:
            calendar.close()
            self.server.fault = kept


@dataclass(frozen=True)
class Refusal:
    """The requests that are refused, and how: about one name of `of` is, by a draw."""

    draw: int
    of: int
    status: int
    methods: tuple[str, ...]

    def hits(self, method: str, name: str) -> bool:
        return method in self.methods and crc32(f"{self.draw} {name}".encode()) % self.of == 0

    def fault(self, method: str, path: str, count: int) -> HttpReply | None:
        return HttpReply(self.status) if self.hits(method, path.rpartition("/")[2].partition(".")[0]) else None


@contextmanager
def opened(folder: Path) -> Iterator[RefusedDesk]:
    with FakeCalDAV() as server:
        made = RefusedDesk(server, folder)
        try:
            yield made
        finally:
            made.calendar.close()
            made.history.close()


def base(uid: str) -> str:
    parsed = parse_uid(uid, "hitlist")
    assert parsed is not None
    return parsed.base


def name_of(uid: str) -> str:
    parsed = parse_uid(uid, "hitlist")
    assert parsed is not None
    return parsed.file_name


def doubled(events: list[Present], now: datetime) -> list[str]:
    """Return who has two open items, or which meaning two events."""
    coming = [(p, uid) for p in events if p.event.start > now and (uid := parse_uid(p.uid, "hitlist")) is not None]
    whom = Counter(uid.meaning.partition("-")[0] if uid.kind in TRIES else uid.base for _, uid in coming)
    return [one for one, times in whom.items() if times > 1]
