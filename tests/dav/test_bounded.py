"""A broken or hostile server costs bounded time and memory, for our calendar and for busy ones (limits lowered)."""

from __future__ import annotations

import socket
import threading
import time
import tracemalloc
from collections.abc import Callable
from contextlib import closing
from datetime import UTC
from itertools import count

import pytest

from followupd.calendars.busy.account import BusyCollection
from followupd.calendars.busy.feed import BusyFeed
from followupd.calendars.caldav.calendar import CaldavCalendar
from followupd.core.values.targets import CaldavTarget, FeedTarget
from followupd.dav import library
from followupd.dav.account import Account, Limits
from followupd.errors import CalendarUnreachable
from tests.calendars.busy.conftest import need
from tests.kit.fake_caldav import FakeCalDAV
from tests.kit.hostile import BROKEN, LARGE, SLOW, Hostile, Trick, whole
from tests.kit.local_http import HttpReply

MIB = 1024 * 1024
Read = Callable[[str, float], object]   # an address, and the seconds that an answer may take


def own(url: str, seconds: float) -> object:
    """Read our calendar."""
    limits = Limits(seconds, 10 * seconds, MIB)
    with closing(CaldavCalendar(CaldavTarget(url, timeout=20), "hitlist", UTC, limits)) as calendar:
        return calendar.read()


def busy(url: str, seconds: float) -> object:
    """Read a busy calendar of an account."""
    account = Account(CaldavTarget(url, timeout=20), Limits(seconds, 10 * seconds, MIB))
    with closing(BusyCollection(account, CaldavTarget(url))) as reader:
        return reader.look(None, need())


def feed(url: str, seconds: float) -> object:
    """Read a published calendar."""
    return BusyFeed(FeedTarget(url), 0, seconds, MIB).look(None, need())


def refused(read: Read, trick: Trick, seconds: float) -> str:
    """Return what is said, which is in time."""
    with Hostile(trick) as server:
        begun = time.monotonic()
        with pytest.raises(CalendarUnreachable) as caught:
            read(server.url, seconds)
        assert time.monotonic() - begun < 2 * seconds + 2
    assert caught.value.hint
    assert not [thread.name for thread in threading.enumerate() if thread.name == "deadline" and not thread.daemon]
    return caught.value.message


@pytest.mark.parametrize("read", [own, busy, feed])
def test_slow_ones(read: Read) -> None:
    """However it is slow, the whole answer has its time: a byte now and then does not begin it again."""
    for name, trick in SLOW.items():
        assert "did not finish within 0.3 seconds" in refused(read, trick, 0.3), name


@pytest.mark.parametrize("read", [own, busy, feed])
def test_large_ones(read: Read) -> None:
    """What counts is what it unpacks to; little more than that is ever in memory."""
    for name, trick in LARGE.items():
        tracemalloc.start()
        try:
            assert "sent more than 1 MiB" in refused(read, trick, 10.0), name
            assert tracemalloc.get_traced_memory()[1] < 100 * MIB, name    # the packed bomb of the server is in it
        finally:
            tracemalloc.stop()


@pytest.mark.parametrize("read", [own, busy, feed])
@pytest.mark.parametrize("name", BROKEN)
def test_broken_ones(read: Read, name: str) -> None:
    """Each is one of our few errors, at once."""
    assert refused(read, BROKEN[name], 10.0)


def test_a_tree_of_many_small_elements(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each takes a hundred bytes of memory and four of an answer; attributes are no cheaper."""
    monkeypatch.setattr(library, "MOST_MARKUP", 20_000)
    for body in (b"<a>" + b"<a/>" * 20_000 + b"</a>", b"<a " + b" ".join(b'b%d=""' % n for n in range(20_001)) + b"/>"):
        assert "sent more than 20,000 tags" in refused(own, whole(body), 10.0)


def listing(names: range, token: str = "", more: bool = False) -> HttpReply:
    """Return a piece of a listing, and say whether there is more (RFC 6578 3.6)."""
    found = "".join(
        f"<D:response><D:href>/dana/cal/{n}.ics</D:href><D:propstat><D:prop><D:getetag>\"{n}\"</D:getetag></D:prop>"
        "<D:status>HTTP/1.1 200 OK</D:status></D:propstat></D:response>" for n in names
    )
    rest = "<D:response><D:href>/dana/cal/</D:href><D:status>HTTP/1.1 507 X</D:status></D:response>" if more else ""
    told = f"<D:sync-token>{token}</D:sync-token>" if token else ""
    head = '<?xml version="1.0"?><D:multistatus xmlns:D="DAV:">'
    return HttpReply(207, f"{head}{found}{rest}{told}</D:multistatus>", {"Content-Type": "application/xml"})


@pytest.mark.parametrize("begins", ["", "none"])
def test_too_many_events(begins: str) -> None:
    """In one listing, or in a PROPFIND of a server without sync-collection."""
    with FakeCalDAV() as server:
        server.fault = lambda method, path, number: (
            None if (method, number) == ("PROPFIND", 0) else HttpReply(403) if begins and method == "REPORT"
            else listing(range(2_000), "1")
        )
        limits = Limits(10, 10, MIB, events=1_000)
        calendar = CaldavCalendar(CaldavTarget(server.url), "hitlist", UTC, limits)
        with closing(calendar), pytest.raises(CalendarUnreachable, match="holds more than 1,000 events"):
            calendar.read()


@pytest.mark.parametrize("size", [0, 10], ids=["empty pieces", "pieces"])
def test_a_listing_without_end(size: int) -> None:
    """Each piece is small and has another token: it ends with the time of a refresh, or with too many events."""
    numbers = count()

    def piece(method: str, path: str, number: int) -> HttpReply | None:
        at = next(numbers)
        return None if method == "PROPFIND" else listing(range(size * at, size * at + size), f"t{at}", more=True)

    with FakeCalDAV() as server:
        server.fault = piece
        limits = Limits(0.5, 0.5, MIB, events=1_000)
        begun = time.monotonic()
        calendar = CaldavCalendar(CaldavTarget(server.url), "hitlist", UTC, limits)
        with closing(calendar), pytest.raises(CalendarUnreachable) as caught:
            calendar.read()
        assert time.monotonic() - begun < 3
    assert "holds more than 1,000" in caught.value.message or "within 0.5 seconds" in caught.value.message


def test_calendars_without_end() -> None:
    """The account has thousands, with names as long as books: the message holds some."""
    calendars = "".join(
        f"<D:response><D:href>/c{n}/</D:href><D:propstat><D:prop><D:displayname>{n:04}{'x' * 300}</D:displayname>"
        "<D:resourcetype><D:collection/><C:calendar/></D:resourcetype></D:prop></D:propstat></D:response>"
        for n in range(2_000)
    )
    body = (f'<?xml version="1.0"?><D:multistatus xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav">{calendars}'
            "</D:multistatus>")
    home = body.replace("<C:calendar/>", "")
    with FakeCalDAV() as server:
        server.fault = lambda method, path, number: HttpReply(207, body if number else home)
        calendar = CaldavCalendar(CaldavTarget(server.url), "hitlist", UTC)
        with closing(calendar), pytest.raises(CalendarUnreachable, match="several calendars: 0000x") as caught:
            calendar.read()
    assert caught.value.message.endswith("and 1980 more")
    assert len(caught.value.message) < 3_000


@pytest.mark.parametrize("read", [own, feed])
def test_a_name_server_that_says_nothing(monkeypatch: pytest.MonkeyPatch, read: Read) -> None:
    """Finding the host is part of the time, and nothing waits for it afterwards."""
    over = threading.Event()

    def silent(*_: object, **__: object) -> list[object]:
        over.wait(30)
        raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")

    monkeypatch.setattr(socket, "getaddrinfo", silent)
    begun = time.monotonic()
    with pytest.raises(CalendarUnreachable) as caught:
        read("http://calendar.example.test/dana/", 0.3)
    assert time.monotonic() - begun < 2.6
    over.set()
    assert "0.3 seconds" in caught.value.message
    assert caught.value.hint


def test_many_addresses_that_do_not_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each has the whole timeout to connect; all together have the time of one answer."""
    asked: list[object] = []

    class Deaf(socket.socket):
        def connect(self, address: object) -> None:
            asked.append(address)
            time.sleep(0.2)
            raise TimeoutError

    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: [
        (socket.AF_INET, socket.SOCK_STREAM, 6, "", (f"127.0.0.{number}", 9)) for number in range(1, 30)
    ])
    monkeypatch.setattr(socket, "socket", Deaf)
    begun = time.monotonic()
    with pytest.raises(CalendarUnreachable):
        own("http://calendar.example.test/dana/", 0.5)
    assert time.monotonic() - begun < 3
    assert asked
