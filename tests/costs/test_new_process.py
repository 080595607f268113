"""The requests of commands if each is a new process: what was found last time is in the state, and doubted."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from followupd.__main__ import exit_code
from followupd.core.values.event import Present
from followupd.core.values.facts import Attempt, Moved, Outcome, Skipped
from followupd.errors import CalendarUnreachable, UnsafeChange
from followupd.history.migrations import _CALENDARS, MIGRATIONS
from followupd.passes.gather import Allow
from followupd.passes.report import Report
from followupd.run import run_pass
from tests.costs.proxy import Proxy
from tests.kit.desks import HomeFolder
from tests.kit.fake_caldav import CUT_AFTER, FakeCalDAV, RequestFault
from tests.kit.local_http import HttpReply
from tests.kit.servers import CalendarServer

NOW = datetime(2026, 11, 20, 18, 0, tzinfo=UTC)
LIST = """
calendar: {{url: "{url}", username: {user}, password: "{password}", {name}timeout: 5}}
timezone: America/Denver
block: {{every: Tuesday 10:00, ahead: 8 weeks}}
contacts:
"""
PEOPLE = "".join(f"  - {{name: Person {n}, phone: +1 303 555 010{n}, log: [2026-11-17 no answer]}}\n" for n in range(6))


@dataclass
class Cron:
    """A user whose followupd runs from cron. `cost` returns the methods of the requests of an action."""

    home: HomeFolder
    seen: Callable[[], list[str]]
    now: datetime = NOW

    def write(self, url: str, user: str = "dana", password: str = "x", name: str = "") -> None:
        self.home.write(LIST.format(url=url, user=user, password=password, name=name) + PEOPLE)

    def sync(self) -> Report:
        self.now += timedelta(minutes=5)
        return self.home.a_pass(self.now)

    def command(self, *words: str) -> None:
        self.now += timedelta(minutes=5)
        assert exit_code(["-c", str(self.home.config), *words, "--now", self.now.isoformat()]) == 0

    def cost(self, act: Callable[[], object]) -> list[str]:
        before = len(self.seen())
        act()
        return self.seen()[before:]

    def log(self, number: int) -> None:
        with self.home.opened() as sources:
            sources.history.append([Attempt(f"person-{number}", self.now, Outcome.NO_ANSWER, "phone")], self.now)


@dataclass
class AtServer:
    server: CalendarServer
    proxy: Proxy
    direct: str
    cron: Cron

    def user_edits(self, present: Present, old: str, new: str) -> None:
        url = "/".join(self.direct.split("/")[:3]) + present.href
        assert old in present.raw
        assert self.server.request("PUT", url, present.raw.replace(old, new))[0] in (200, 201, 204)


@pytest.fixture(params=["radicale", "xandikos"])
def real(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[AtServer]:
    """A real server behind the counting proxy, and a hit list that names the account and the calendar."""
    server = request.getfixturevalue(request.param)
    direct = server.new_calendar(f"Outreach {tmp_path.name}")
    with Proxy(server.url) as proxy:
        cron = Cron(HomeFolder(tmp_path), lambda: [method for method, _, _ in proxy.seen])
        cron.write(proxy.url, server.username, server.password, f'name: "Outreach {tmp_path.name}", ')
        yield AtServer(server, proxy, direct, cron)


def test_requests_of_each_command(real: AtServer) -> None:
    """Nothing changed: one. An event changed on the server: two, and its writes. After `log`: one, and its writes."""
    cron = real.cron
    first = cron.cost(cron.sync)
    assert first[-1] == "PUT"
    assert [method for method in first if method != "PUT"].count("REPORT") == 1
    assert cron.cost(cron.sync) == ["REPORT"]
    assert [cron.cost(cron.sync) for _ in range(9)] == [["REPORT"]] * 9       # the last one is a full listing
    with cron.home.opened() as sources:
        block = next(p for p in sources.calendar.read().events if p.uid.startswith("block"))
    real.user_edits(block, "SUMMARY:", "SUMMARY:x ")
    cost = cron.cost(cron.sync)
    assert cost[:2] == ["REPORT", "REPORT"]
    assert set(cost[2:]) <= {"PUT"}
    assert cron.cost(cron.sync) == ["REPORT"]
    assert cron.cost(lambda: cron.command("next")) == cron.cost(lambda: cron.command("status")) == []
    cost = cron.cost(lambda: cron.command("log", "Person 2", "no answer"))
    assert cost[:2] == ["REPORT", "PUT"]
    assert set(cost[2:]) <= {"PUT", "DELETE"}
    assert cron.cost(cron.sync) == ["REPORT"]


@pytest.fixture
def fake(tmp_path: Path) -> Iterator[tuple[FakeCalDAV, Cron]]:
    with FakeCalDAV() as server:
        cron = Cron(HomeFolder(tmp_path), lambda: [method for method, _ in server.seen])
        cron.write(server.url)
        cron.sync()
        assert cron.cost(cron.sync) == ["REPORT"]
        yield server, cron
        texts, writes = dict(server.texts), server.writes
        assert cron.sync().changes == ()
        assert (server.texts, server.writes) == (texts, writes)


def hands(cron: Cron) -> list[object]:
    """Return what counts as done by the user."""
    return [fact for fact in cron.home.facts() if isinstance(fact, Moved | Skipped)]


@pytest.mark.parametrize("status", [400, 403, 404, 409, 410, 412, 415, 501])
def test_a_refused_token_is_replaced_by_a_full_listing(fake: tuple[FakeCalDAV, Cron], status: int) -> None:
    """403, 409 or 412 with valid-sync-token, Google's 410, and whatever else: nothing is read again but the list."""
    server, cron = fake
    refusing = HttpReply(status, "<D:error xmlns:D='DAV:'><D:valid-sync-token/></D:error>")
    token = "<D:sync-token>"
    server.fault = lambda method, path, count: (
        refusing if token in server.bodies[-1] and f"{token}</" not in server.bodies[-1] else None
    )
    assert cron.cost(cron.sync) == ["REPORT", "REPORT"]
    server.fault = lambda method, path, count: None
    assert hands(cron) == []


def test_a_calendar_that_vanished_is_asked_about(fake: tuple[FakeCalDAV, Cron]) -> None:
    """P10: the calendar that was found last time is gone, and so is the one at the address of the hit list."""
    server, cron = fake
    server.fault = lambda method, path, count: HttpReply(404)
    with pytest.raises(UnsafeChange, match="is gone"):
        cron.sync()
    server.fault = lambda method, path, count: None
    assert hands(cron) == []


@pytest.mark.parametrize("token", ["same", "other"])
def test_a_calendar_that_was_replaced_by_an_empty_one_is_asked_about(
    fake: tuple[FakeCalDAV, Cron], token: str
) -> None:
    """sabre/dav answers a token of the calendar before with nothing, and names another one."""
    server, cron = fake
    saved = server.saved()
    for name in list(server.texts):
        server.remove(name)
    if token == "other":
        server.quirks = replace(server.quirks, tokens="forgetful")
    with pytest.raises(UnsafeChange, match="have vanished"):
        cron.sync()
    server.restore(saved)
    server.quirks = replace(server.quirks, tokens="good")
    assert hands(cron) == []


@pytest.mark.parametrize("refusal", [
    HttpReply(403), HttpReply(405), HttpReply(301, headers={"Location": "/elsewhere/"}),
    HttpReply(200, "<html>", {"Content-Type": "text/html"}),
])
def test_a_calendar_that_is_elsewhere_now_is_found_again(tmp_path: Path, refusal: HttpReply) -> None:
    """The hit list names the account; the calendar got another address, and the old one is no longer a calendar."""
    with FakeCalDAV() as server:
        cron = Cron(HomeFolder(tmp_path), lambda: [method for method, _ in server.seen])
        cron.write(server.url)
        cron.sync()
        with cron.home.opened() as sources:
            stored = sources.history.calendar_memory(sources.calendar_key)
            assert stored is not None
            old = [text.replace("/dana/cal/", "/dana/old/") for text in stored]
            sources.history.keep_calendar_memory(sources.calendar_key, *old)
        server.fault = lambda method, path, count: refusal if "/old/" in path else None
        assert cron.sync().changes == ()
        assert cron.cost(cron.sync) == ["REPORT"]


@pytest.mark.parametrize("damage", [
    "DELETE FROM calendars", "UPDATE calendars SET place = '{'", "UPDATE calendars SET resources = '[[1]]'",
    "UPDATE calendars SET place = '[]'", "UPDATE calendars SET resources = '{\"a\": 1}'",
    "UPDATE calendars SET place = replace(place, '\"list\":\"hitlist\"', '\"list\":\"alex\"')",
    "UPDATE calendars SET place = replace(place, 'http://127.0.0.1', 'http://127.0.0.2')",
    f"PRAGMA user_version = {MIGRATIONS.index(_CALENDARS)}; DROP TABLE calendars; DROP TABLE evidence;"
    "DROP TABLE decisions;"
    "ALTER TABLE written DROP COLUMN before",
])
def test_a_memory_of_no_use_is_none(fake: tuple[FakeCalDAV, Cron], damage: str) -> None:
    """Damaged, of another list, naming a host that the user did not, or of an older version: found as at first."""
    _, cron = fake
    with cron.home.opened() as sources:
        path = sources.history.path
    with closing(sqlite3.connect(path)) as db, db:
        db.executescript(damage)
    reports: list[Report] = []
    assert cron.cost(lambda: reports.append(cron.sync()))[0] == "PROPFIND"
    assert reports[0].changes == ()
    assert cron.cost(cron.sync) == ["REPORT"]
    assert hands(cron) == []


def test_a_lost_database_doubles_nothing(fake: tuple[FakeCalDAV, Cron]) -> None:
    server, cron = fake
    with cron.home.opened() as sources:
        path = sources.history.path
    texts = sorted(server.texts)
    for file in path.parent.glob(f"{path.name}*"):
        file.unlink()
    cron.sync()
    assert sorted(server.texts) == texts
    assert hands(cron) == []


def test_what_is_remembered_never_comes_from_before_a_commit(fake: tuple[FakeCalDAV, Cron]) -> None:
    """P4: a commit that was cut off leaves no memory, so the next process looks at what is really there."""
    server, cron = fake
    cron.log(3)
    cut_off = False

    def fault(method: str, path: str, count: int) -> RequestFault | HttpReply | None:
        """Cut off the first PUT after it was done; from then on nothing answers."""
        nonlocal cut_off
        if cut_off:
            return HttpReply(503)
        cut_off = method == "PUT"
        return CUT_AFTER if cut_off else None

    server.fault = fault
    with pytest.raises(CalendarUnreachable):
        cron.sync()
    server.fault = lambda method, path, count: None
    with cron.home.opened() as sources:
        assert sources.history.calendar_memory(sources.calendar_key) is None
    cron.sync()
    assert hands(cron) == []


def test_another_user_is_another_calendar(fake: tuple[FakeCalDAV, Cron]) -> None:
    """Nothing that was found with one login is used with another."""
    server, cron = fake
    cron.write(server.url, user="alex")
    assert cron.cost(cron.sync)[0] == "PROPFIND"
    assert cron.cost(cron.sync) == ["REPORT"]


def test_nothing_is_remembered_of_a_preview(tmp_path: Path) -> None:
    """`plan` writes nothing, to the state neither."""
    with FakeCalDAV() as server:
        cron = Cron(HomeFolder(tmp_path), lambda: [method for method, _ in server.seen])
        cron.write(server.url)
        cron.home.a_pass(NOW, write=False)
        with cron.home.opened() as sources:
            assert sources.history.calendar_memory(sources.calendar_key) is None


def test_accepted_deletions_are_remembered(fake: tuple[FakeCalDAV, Cron]) -> None:
    server, cron = fake
    for name in list(server.texts):
        server.remove(name)
    cron.now += timedelta(minutes=5)
    with cron.home.opened() as sources:
        run_pass(sources, cron.now, write=True, allow=Allow(deletions=True))
    assert cron.cost(cron.sync) == ["REPORT"]
