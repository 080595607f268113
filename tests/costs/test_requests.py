"""The cost of a pass on real servers, in requests (docs/performance.md: if nothing changed, one)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest

from followupd.calendars.caldav.calendar import CaldavCalendar
from followupd.calendars.ical import vevent
from followupd.core.values.event import Change, Create, Delete, Done, Event, Update
from followupd.core.values.facts import Attempt, Outcome
from followupd.core.values.hitlist import BlockRule, Cadence, Contact, Hitlist
from followupd.core.values.targets import CaldavTarget
from followupd.core.values.time import Span, daily
from followupd.dav.reports import GROUP
from followupd.history.store import History
from followupd.passes.report import Report
from followupd.passes.sources import Sources
from followupd.run import run_pass
from tests.costs.proxy import Proxy
from tests.kit.fake_caldav import FakeCalDAV, Quirks
from tests.kit.people import DENVER
from tests.kit.servers import CalendarServer

NOW = datetime(2026, 11, 20, 18, 0, tzinfo=UTC)
BLOCK = Event(
    "block-2026-11-24-hitlist@followupd", NOW + timedelta(days=4), NOW + timedelta(days=4, hours=1), "Outreach",
)


class Proxied:
    """A calendar of a real server behind the proxy."""

    def __init__(self, server: CalendarServer, proxy: Proxy, direct: str) -> None:
        self.server, self.proxy, self.direct = server, proxy, direct
        self.target = CaldavTarget(proxy.url, username=server.username, password=server.password)
        self.calendar = CaldavCalendar(self.target, "hitlist", UTC)

    def user_edits(self, count: int) -> None:
        """Let the user change the titles of this many events."""
        for present in self.calendar.read().events[:count]:
            url = "/".join(self.direct.split("/")[:3]) + present.href
            text = re.sub(r"(?m)^SUMMARY:.*$", "SUMMARY:ok", present.raw)
            assert self.server.request("PUT", url, text)[0] in (200, 201, 204)


@pytest.fixture(params=["radicale", "xandikos"])
def desk(request: pytest.FixtureRequest) -> Iterator[Proxied]:
    server = request.getfixturevalue(request.param)
    direct = server.new_calendar()
    with Proxy(direct) as proxy:
        desk = Proxied(server, proxy, direct)
        yield desk
        desk.calendar.close()


def events(count: int) -> list[Event]:
    return [replace(BLOCK, uid=f"due-p{n}-20261201-hitlist@followupd", start=NOW + timedelta(hours=n + 1),
                    end=NOW + timedelta(hours=n + 2)) for n in range(count)]


def test_every_case_of_a_read_and_a_write(desk: Proxied) -> None:
    """Nothing changed: 1. m local and k remote changes: 1 + ceil(k/100) + m. A process that starts: 2 more at most."""
    proxy, calendar = desk.proxy, desk.calendar
    assert proxy.cost(calendar.read) == ["PROPFIND", "REPORT"]
    changes: list[Change] = [Create(event) for event in events(GROUP + 5)]
    assert proxy.cost(lambda: calendar.apply(changes, NOW)) == ["PUT"] * (GROUP + 5)
    assert proxy.cost(calendar.read) == ["REPORT"]
    assert proxy.cost(calendar.read) == ["REPORT"]

    desk.user_edits(3)
    assert proxy.cost(calendar.read) == ["REPORT", "REPORT"]
    desk.user_edits(GROUP + 5)   # the first three say so already
    assert proxy.cost(calendar.read) == ["REPORT"] * 3
    first, second, third, *_ = calendar.read().events
    some: list[Change] = [Delete(first), Create(BLOCK)]
    some += [Update(p, replace(p.event, summary="New"), replace(p.event, summary="New")) for p in (second, third)]
    assert sorted(proxy.cost(lambda: calendar.apply(some, NOW))) == ["DELETE", "PUT", "PUT", "PUT"]
    assert proxy.cost(calendar.read) == ["REPORT"]

    cold = CaldavCalendar(desk.target, "hitlist", UTC)
    expected = [p.href for p in calendar.read().events]
    assert proxy.cost(lambda: cold.read(expected)) == ["PROPFIND", "REPORT", "REPORT", "REPORT"]
    cold.close()
    assert {status for _, _, status in proxy.seen} <= {200, 201, 204, 207}   # no 401: the login goes with each request


def a_long_list(target: CaldavTarget) -> Hitlist:
    """Return the list of a user with 100 people who did not answer, and a block a week for half a year."""
    log = Outcome.NO_ANSWER
    people = tuple(
        Contact(f"p{n}", f"Person {n}", Cadence(Span(months=3), Span(months=4)), phones=(f"+1 303 555 0{n:03}",),
                log=(Attempt(f"p{n}", NOW - timedelta(days=1 + n % 7, minutes=n), log, "phone"),))
        for n in range(100)
    )
    return Hitlist(target, DENVER, daily(time(8), time(18), frozenset(range(5))),
                   blocks=(BlockRule((1,), time(10)),), start_small=None, contacts=people)


def test_the_first_pass_and_the_second(desk: Proxied, tmp_path: Path) -> None:
    """26 blocks and 100 reminders: at most 130 requests; then one, on one connection if the server keeps it."""
    history = History.open(tmp_path / "state.db", "hitlist")

    def a_pass() -> Report:
        sources = Sources(Path("hitlist.yaml"), a_long_list(desk.target), history, desk.calendar, "c", (), ())
        return run_pass(sources, NOW, write=True)

    reports: list[Report] = []
    first = desk.proxy.cost(lambda: reports.append(a_pass()))
    assert reports[0].created >= 125
    assert len(first) <= min(130, reports[0].created + 3)
    assert desk.proxy.cost(a_pass) == ["REPORT"]
    assert desk.proxy.cost(a_pass) == ["REPORT"]
    assert desk.proxy.most_at_once > 1
    history.close()


@pytest.mark.parametrize("tokens", ["none", "seconds", "forgetful", "deaf"])
def test_without_reliable_tokens_a_refresh_is_at_most_three_requests(tokens: str) -> None:
    """Also with 500 events, one of which was changed; and 500 changed ones are 5 multigets."""
    with FakeCalDAV() as server:
        server.quirks = Quirks(tokens=tokens)
        calendar = CaldavCalendar(CaldavTarget(server.url), "hitlist", UTC)
        for event in events(500):
            server.put(f"{event.uid.removesuffix('@followupd')}.ics", vevent.render(event, NOW))
        assert len(calendar.read().events) == 500
        for number in range(30):
            server.second += 1
            if number % 3 == 0:
                server.edit("due-p7-20261201-hitlist.ics", SUMMARY=f"ok {number}")
            before = len(server.seen)
            calendar.read()
            assert len(server.seen) - before <= 3
        assert {p.event.summary for p in calendar.read().events} == {"Outreach", "ok 27"}
        for name in list(server.texts):
            server.edit(name, SUMMARY="ok all")
        server.second += 1
        for _ in range(2 if tokens == "seconds" else 12):
            before = len(server.seen)
            calendar.read()
            assert len(server.seen) - before <= 7
        assert {p.event.summary for p in calendar.read().events} == {"ok all"}
        calendar.close()


def test_one_connection_is_kept_where_the_server_allows_it() -> None:
    """Reads and single writes in sequence need one connection and one login."""
    with FakeCalDAV() as server:
        calendar = CaldavCalendar(CaldavTarget(server.url, username="dana", password="x"), "hitlist", UTC)
        for event in events(5):
            calendar.read()
            (result,) = calendar.apply([Create(event)], NOW)
            assert isinstance(result, Done)
        assert server.connections == 1
        calendar.apply([Create(replace(e, uid=e.uid.replace("due", "retry"))) for e in events(30)], NOW)
        assert 1 < server.connections <= 6
        before = server.connections
        for _ in range(5):
            calendar.read()
        assert server.connections == before
        calendar.close()


def test_several_writes_at_a_time_hide_a_slow_line(radicale: CalendarServer) -> None:
    """Over a connection that adds 50 ms to each answer, changes do not wait for each other.

    bench/caldav.py measures how much time that saves, with 500 events; here the delay is simulated.
    """
    direct = radicale.new_calendar()
    with Proxy(direct, delay=0.05) as proxy:
        calendar = CaldavCalendar(Proxied(radicale, proxy, direct).target, "hitlist", UTC)
        calendar.read()
        results = calendar.apply([Create(event) for event in events(40)], NOW)
        assert all(isinstance(result, Done) for result in results)
        assert proxy.most_at_once >= 4
        calendar.close()


def test_many_updates_at_once_are_all_made(desk: Proxied) -> None:
    """Xandikos locks its folder for each of them: from the first 423 on it is written to one by one."""
    results = desk.calendar.apply([Create(event) for event in events(30)], NOW)
    for title in ("First", "Second"):
        present = [result.present for result in results if isinstance(result, Done)]
        before = len(desk.proxy.seen)
        results = desk.calendar.apply([
            Update(p, replace(p.event, summary=title), replace(p.event, summary=title)) for p in present if p
        ], NOW)
        assert [type(result) for result in results] == [Done] * 30
        statuses = [status for _, _, status in desk.proxy.seen[before:]]
        assert statuses.count(423) <= (5 if title == "First" else 0)
        assert len(statuses) <= 30 + statuses.count(423)
