"""Busy calendars of an account by their names, on real servers: what they hold, and what a refresh costs."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from followupd.calendars.busy.account import BusyCollection
from followupd.calendars.busy.open import open_busy
from followupd.calendars.busy.remembered_times import Memory, Part, busy_key, parts_from_text, parts_to_text
from followupd.core.values.targets import CaldavTarget, IcsTarget
from followupd.dav import reports
from followupd.dav.account import Account
from followupd.dav.library import Response
from followupd.errors import CalendarUnreachable
from followupd.passes.sources import open_sources
from followupd.run import run_pass
from tests.calendars.busy.conftest import calendar, event, need
from tests.kit.servers import CalendarServer
from tests.passes.test_busy_time import NOW

NAMES = itertools.count(1)


def target_of(server: CalendarServer, name: str | None, url: str | None = None) -> CaldavTarget:
    return CaldavTarget(url or server.url, name, server.username, password=server.password)


class Counted(Account):
    """An account that notes its requests."""

    def __init__(self, target: CaldavTarget) -> None:
        super().__init__(target)
        self.asked: list[str] = []

    def request(self, method: str, url: str, body: str = "", headers: Mapping[str, str] | None = None) -> Response:
        self.asked.append(method)
        return super().request(method, url, body, headers)


@pytest.fixture(params=["radicale", "xandikos"])
def server(request: pytest.FixtureRequest) -> CalendarServer:
    found: CalendarServer = request.getfixturevalue(request.param)
    return found


class Shelf:
    """A named calendar on a server, and events to put on it."""

    def __init__(self, server: CalendarServer) -> None:
        self.server, self.name = server, f"Private {next(NAMES)}"
        self.url = server.new_calendar(self.name)

    def put(self, uid: str, title: str) -> None:
        body = calendar(event("DTSTART:20261124T170000Z", "DTEND:20261124T180000Z", f"SUMMARY:{title}", uid=uid))
        status, answer = self.server.request("PUT", f"{self.url}{uid}.ics", body.decode())
        assert status in (201, 204), answer

    def remove(self, uid: str) -> None:
        status, _ = self.server.request("DELETE", f"{self.url}{uid}.ics")
        assert status in (200, 204)


@pytest.fixture
def shelf(server: CalendarServer) -> Shelf:
    return Shelf(server)


@pytest.fixture
def account(server: CalendarServer) -> Iterator[Counted]:
    found = Counted(target_of(server, None))
    yield found
    found.close()


def titles(memory: Memory | None) -> list[str]:
    assert memory is not None
    return sorted(title for _, _, title in memory.times)


def kept(memory: Memory | None) -> Memory:
    """Return it as the state database gives it back."""
    assert memory is not None
    text = parts_to_text(memory.parts())

    def parts() -> Mapping[str, Part]:
        return parts_from_text(text)

    return Memory(type(memory.about).from_text(memory.about.to_text()), memory.times, parts)


def test_a_calendar_by_its_name(shelf: Shelf, account: Counted) -> None:
    """Read completely once; then one request if nothing changed, else only what changed."""
    for number in range(5):
        shelf.put(f"e{number}", f"Event {number}")
    reader = BusyCollection(account, target_of(shelf.server, shelf.name))
    memory = kept(reader.look(None, need()))
    assert titles(memory) == [f"Event {n}" for n in range(5)]
    account.asked.clear()
    assert reader.look(memory, need()) is None
    assert account.asked == ["REPORT"]
    shelf.put("e1", "Changed")
    shelf.put("new", "New")
    shelf.remove("e0")
    account.asked.clear()
    memory = kept(reader.look(memory, need()))
    assert titles(memory) == ["Changed", "Event 2", "Event 3", "Event 4", "New"]
    assert account.asked == ["REPORT", "REPORT"]     # what changed, and the two texts
    account.asked.clear()
    assert reader.look(memory, need()) is None
    assert account.asked == ["REPORT"]


def test_another_process_knows_the_token(shelf: Shelf, account: Counted) -> None:
    """`sync` by hand finds the calendar, and then asks for changes alone."""
    shelf.put("a", "One")
    memory = kept(BusyCollection(account, target_of(shelf.server, shelf.name)).look(None, need()))
    fresh = Counted(target_of(shelf.server, None))
    assert BusyCollection(fresh, target_of(shelf.server, shelf.name)).look(memory, need()) is None
    assert fresh.asked.count("REPORT") == 1
    assert fresh.asked.count("PROPFIND") <= 4
    fresh.close()


def test_a_server_without_tokens_is_listed(shelf: Shelf, account: Counted, monkeypatch: pytest.MonkeyPatch) -> None:
    """One listing if nothing changed, and otherwise the texts that changed."""
    monkeypatch.setattr(reports, "changes_since", lambda *_: None)
    shelf.put("a", "One")
    shelf.put("b", "Two")
    reader = BusyCollection(account, target_of(shelf.server, shelf.name))
    memory = kept(reader.look(None, need()))
    account.asked.clear()
    assert reader.look(memory, need()) is None
    assert account.asked == ["PROPFIND"]
    shelf.put("b", "Too")
    account.asked.clear()
    assert titles(reader.look(memory, need())) == ["One", "Too"]
    assert account.asked == ["PROPFIND", "REPORT"]


def test_a_token_is_not_trusted_for_ever(shelf: Shelf, account: Counted, monkeypatch: pytest.MonkeyPatch) -> None:
    """Once a day everything is listed; then the token counts for another day."""
    shelf.put("a", "One")
    reader = BusyCollection(account, target_of(shelf.server, shelf.name))
    memory = kept(reader.look(None, need()))
    about = memory.about
    old = Memory(type(about)(about.context, about.first, about.last, {**about.marks, "full": "0"}), memory.times,
                 memory.parts)
    listed = kept(reader.look(old, need()))
    assert float(listed.about.marks["full"]) > 0
    assert titles(listed) == ["One"]
    account.asked.clear()
    assert reader.look(listed, need()) is None
    assert account.asked == ["REPORT"]


def test_a_broken_resource_keeps_what_was_known_of_it(shelf: Shelf, account: Counted) -> None:
    """It is reported and read again next time; the others are read."""
    shelf.put("a", "One")
    shelf.put("b", "Two")
    reader = BusyCollection(account, target_of(shelf.server, shelf.name))
    memory = kept(reader.look(None, need()))
    real = account.request

    def spoiled(method: str, url: str, body: str = "", headers: Mapping[str, str] | None = None) -> Response:
        answer: Any = real(method, url, body, headers)
        for element in [] if answer.tree is None else answer.tree.iter("{urn:ietf:params:xml:ns:caldav}calendar-data"):
            element.text = "(null)"     # SOGo, for an event with an emoji at its fold boundary
        return Response(answer.status, answer.headers, answer.text, answer.tree)

    shelf.put("a", "Changed")
    account.request = spoiled   # type: ignore[method-assign]
    memory = kept(reader.look(memory, need()))
    assert titles(memory) == ["One", "Two"]
    assert len(memory.about.problems) == 1
    assert "a.ics is not an iCalendar file" in memory.about.problems[0]
    account.request = real      # type: ignore[method-assign]
    memory = kept(reader.look(memory, need()))
    assert (titles(memory), memory.about.problems) == (["Changed", "Two"], ())


def test_a_name_that_does_not_exist(shelf: Shelf, account: Counted) -> None:
    """The names that exist are reported."""
    with pytest.raises(CalendarUnreachable, match="no calendar is called 'Nowhere'"):
        BusyCollection(account, target_of(shelf.server, "Nowhere")).look(None, need())


def test_by_name_beside_a_calendar_that_is_given_by_its_address(server: CalendarServer, tmp_path: Path) -> None:
    """`calendar:` is a collection, `busy:` names another one of the account: a whole pass keeps clear of it."""
    home, other = server.new_calendar("Outreach"), Shelf(server)
    body = event("DTSTART:20261127T190000Z", "DTEND:20261127T210000Z", "SUMMARY:Lunch", uid="lunch")
    server.request("PUT", f"{other.url}lunch.ics", calendar(body).decode())
    path = tmp_path / "hitlist.yaml"
    path.write_text(
        f"timezone: America/Denver\nstate: state.db\ncalendar: {{url: '{home}', username: {server.username}, "
        f"password: {server.password}}}\nbusy: ['{other.name}']\ncontacts:\n"
        "  - {name: Dana, hours: 'Mon-Fri 12:00-14:00', log: [2026-11-20 10:10 left message]}\n"
    )
    sources = open_sources(path)
    try:
        report = run_pass(sources, NOW, write=True)
        assert report.problems == ()
        assert report.created == 1
        (present,) = sources.calendar.read().events
        assert f"{present.event.start:%a %d %b}" == "Mon 30 Nov"
        assert run_pass(sources, NOW, write=True).changes == ()
    finally:
        sources.close()


def test_calendars_of_one_account_share_its_connections() -> None:
    """Each has its own key, without a secret."""
    targets = [CaldavTarget("https://dav.example.com/", name, "dana", password="hunter2") for name in ("A", "B")]
    readers = open_busy([*targets, IcsTarget(Path("/x/work.ics"))])
    first, second, _ = readers.values()
    assert isinstance(first, BusyCollection)
    assert isinstance(second, BusyCollection)
    assert first._account is second._account
    assert len(readers) == 3
    assert not any("hunter2" in busy_key(target) for target in targets)
