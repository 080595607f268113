"""A real Radicale behind a relay that behaves like other servers and networks."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from followupd.calendars.caldav.calendar import CaldavCalendar
from followupd.calendars.caldav.listing import FULL_EVERY
from followupd.core.values.event import Change, Clash, Create, Delete, Done, Event, Failed, Present, Update
from followupd.dav.reports import GROUP
from followupd.errors import CalendarChanged, CalendarUnreachable, EventRefused
from tests.kit.local_http import Asked
from tests.kit.remote_places import ServerPlace
from tests.kit.servers import CalendarServer

STAMP = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
START = datetime(2026, 11, 24, 17, 0, tzinfo=UTC)
BLOCK = Event("block-2026-11-24-hitlist@followupd", START, START + timedelta(hours=1), "Outreach", "1. Dana", busy=True)
RETRY = replace(BLOCK, uid="retry-dana-2026-11-18-hitlist@followupd", summary="Call Dana", busy=False)
CHANGED = replace(BLOCK, summary="Outreach: 2 people")


class Watched(ServerPlace):
    """A place with one calendar that stays open, and others that are closed at the end."""

    def __init__(self, server: CalendarServer) -> None:
        super().__init__(server)
        self._opened: list[CaldavCalendar] = []
        self.calendar = self.cold()

    def cold(self) -> CaldavCalendar:
        """Open it as a new process does."""
        self._opened.append(CaldavCalendar(self.target, "hitlist", UTC))
        return self._opened[-1]

    def close(self) -> None:
        for calendar in self._opened:
            calendar.close()
        super().close()

    def create(self, *events: Event) -> list[Present]:
        presents = []
        for result in self.calendar.apply([Create(event) for event in events], STAMP):
            assert isinstance(result, Done)
            assert result.present is not None
            presents.append(result.present)
        return presents

    def names(self) -> list[str]:
        return sorted(name.removesuffix(".ics") for name in self.texts())

    def user_edits(self, present: Present, old: str, new: str) -> None:
        assert old in self.ours()[present.uid][1].raw
        self.change(present.uid, lambda text: text.replace(old, new))

    def methods(self, act: Callable[[], object]) -> list[str]:
        """Return the requests that an action costs."""
        before = len(self.relay.seen)
        act()
        return [asked.method for asked in self.relay.seen[before:]]


@pytest.fixture
def place(radicale: CalendarServer) -> Iterator[Watched]:
    place = Watched(radicale)
    yield place
    place.close()


def changes(place: Watched) -> dict[str, Change]:
    (block,) = place.create(BLOCK)
    return {"create": Create(RETRY), "update": Update(block, CHANGED, ours=CHANGED), "delete": Delete(block)}


KINDS = [("create", "PUT"), ("update", "PUT"), ("delete", "DELETE")]


@pytest.mark.parametrize(("kind", "method"), KINDS)
@pytest.mark.parametrize("status", [None, 500, 423])
def test_a_change_without_an_answer_is_found(
    place: Watched, kind: str, method: str, status: int | None
) -> None:
    """docs/servers.md 9, 10: the change was stored and the answer was lost or wrong; reading the resource decides."""
    change = changes(place)[kind]

    def lost(asked: Asked) -> Any:
        reply = place.relay.pass_on(asked)
        return replace(reply, status=status, body="") if status else None

    place.on(method, lost)
    (result,) = place.calendar.apply([change], STAMP)
    assert isinstance(result, Done)
    place.heal()
    here, cold = place.calendar.read(), place.cold().read()
    assert [p.event for p in here.events] == [p.event for p in cold.events]
    assert (result.present in here.events) == (kind != "delete")


@pytest.mark.parametrize(("kind", "method"), KINDS)
def test_a_change_that_was_not_made_is_not_reported_as_done(place: Watched, kind: str, method: str) -> None:
    """The connection broke with nothing stored: the calendar is unreachable, and nothing has changed."""
    change = changes(place)[kind]
    before = place.names()
    place.on(method, lambda asked: None)
    with pytest.raises(CalendarUnreachable):
        place.calendar.apply([change], STAMP)
    assert place.names() == before


def test_a_connection_that_was_dropped_meanwhile_is_opened_again(place: Watched) -> None:
    """Servers close idle connections silently; nothing is written twice, and nothing is reported."""
    place.relay.tells_closing = False
    events = [replace(BLOCK, uid=f"due-p{n}-2026-12-01-hitlist@followupd") for n in range(8)]
    for present in place.create(*events):
        new = replace(present.event, summary="New")
        assert [type(r) for r in place.calendar.apply([Update(present, new, ours=new)], STAMP)] == [Done]
        assert len(place.calendar.read().events) == 8
    assert {p.event.summary for p in place.cold().read().events} == {"New"}
    assert all("SEQUENCE:1" in p.raw for p in place.cold().read().events)


def test_the_first_failure_keeps_what_was_done(place: Watched) -> None:
    """Done changes are reported, those in progress are finished, and no more are started."""
    def second_put_fails(asked: Asked) -> Any:
        return place.relay.pass_on(asked) if "retry" not in asked.path else None

    place.on("PUT", second_put_fails)
    more = [replace(BLOCK, uid=f"due-p{n}-2026-12-01-hitlist@followupd") for n in range(40)]
    wanted: list[Change] = [Create(event) for event in (BLOCK, RETRY, *more)]
    results = place.calendar.apply(wanted, STAMP)
    assert [r.change for r in results] == wanted
    assert [type(r) for r in results[:2]] == [Done, Failed]
    assert all(isinstance(r.error, CalendarUnreachable) for r in results if isinstance(r, Failed))
    done = {r.change.after.uid for r in results if isinstance(r, Done) and isinstance(r.change, Create)}
    assert {f"{name}@followupd" for name in place.names()} == done
    assert len(done) < 40


def test_a_server_that_cannot_take_several_at_once_is_written_to_one_by_one(place: Watched) -> None:
    """Because of a locked database, for example: the events are not at fault."""
    busy = threading.Lock()

    def one_at_a_time(asked: Asked) -> Any:
        if not busy.acquire(blocking=False):
            return place.relay.reply(500, "database is locked")
        try:
            return place.relay.pass_on(asked)
        finally:
            busy.release()

    place.on("PUT", one_at_a_time)
    events = [replace(BLOCK, uid=f"due-p{n}-2026-12-01-hitlist@followupd") for n in range(20)]
    assert len(place.create(*events)) == 20
    assert len(place.names()) == 20


def test_a_pause_that_the_server_asks_for_is_kept_at_once(place: Watched) -> None:
    """429 is a clear refusal: nothing more is sent, not even a read, and the seconds are passed on."""
    place.calendar.read()
    place.on("PUT", lambda asked: place.relay.reply(429, Retry_After="90"))
    before = len(place.relay.seen)
    with pytest.raises(CalendarUnreachable) as caught:
        place.calendar.apply([Create(BLOCK), Create(RETRY)], STAMP)
    assert caught.value.retry_after == 90
    assert [asked.method for asked in place.relay.seen[before:]] == ["PUT"]


def test_a_locked_event_fails_alone(place: Watched) -> None:
    """423 is about one event; the others are written."""
    place.on("PUT", lambda asked: place.relay.reply(423) if "block" in asked.path else place.relay.pass_on(asked))
    results = place.calendar.apply([Create(BLOCK), Create(RETRY)], STAMP)
    assert [type(r) for r in results] == [Failed, Done]


@pytest.mark.parametrize("status", [404, 410, 412])
def test_a_deletion_is_believed_only_if_the_event_is_gone(place: Watched, status: int) -> None:
    """docs/servers.md 21: an answer that it does not exist is confirmed; an event that is still there is no success."""
    (block, retry) = place.create(BLOCK, RETRY)
    place.on("DELETE", lambda asked: place.relay.reply(status))
    (refused,) = place.calendar.apply([Delete(block)], STAMP)
    assert isinstance(refused, Failed)
    assert isinstance(refused.error, CalendarChanged if status == 412 else EventRefused)
    assert status == 412 or f"does not exist ({status}), and still has it" in refused.error.message
    for calendar in (place.calendar, place.cold()):
        assert {p.uid for p in calendar.read().events} == {BLOCK.uid, RETRY.uid}
    place.heal()
    place.remove(block.href.rpartition("/")[2])
    place.on("DELETE", lambda asked: place.relay.reply(status))
    assert place.calendar.apply([Delete(block)], STAMP) == [Done(Delete(block), None)]
    assert place.calendar.read().events == (retry,)


@pytest.mark.parametrize("tag", ["", "weak"])
def test_without_strong_etags_meaning_is_compared(place: Watched, tag: str) -> None:
    """docs/servers.md 4: no ETag after PUT, or weak ones everywhere; stale changes still fail, and nothing is lost."""
    def spoil(asked: Asked) -> Any:
        reply = place.relay.pass_on(asked)
        headers = {k: (f"W/{v}" if k.lower() == "etag" else v) for k, v in reply.headers.items()
                   if tag or k.lower() != "etag"}
        body = re.sub(r"(?<=<getetag>)[^<]*", lambda m: f"W/{m[0]}" if tag else "", reply.body)
        return replace(reply, headers=headers, body=body)

    place.relay.script = spoil
    (block,) = place.create(BLOCK)
    assert block in place.calendar.read().events
    place.user_edits(block, "END:VEVENT", "X-MINE:1\r\nEND:VEVENT")
    (result,) = place.calendar.apply([Update(block, CHANGED, ours=CHANGED)], STAMP)
    assert isinstance(result, Done)
    (present,) = place.calendar.read().events
    assert present.event == CHANGED
    assert "X-MINE:1" in present.raw
    place.user_edits(present, "2 people", "3 people")
    failed = place.calendar.apply([Update(present, BLOCK, ours=BLOCK), Delete(present)], STAMP)
    assert [isinstance(r, Failed) and isinstance(r.error, CalendarChanged) for r in failed] == [True, True]
    (fresh,) = place.calendar.read().events
    assert fresh.event.summary == "Outreach: 3 people"
    assert place.calendar.apply([Delete(fresh)], STAMP) == [Done(Delete(fresh), None)]
    assert place.names() == []


@pytest.mark.parametrize(("status", "body"), [
    (400, "<s:message>Calendar object with uid already exists in this calendar collection.</s:message>"),
    (409, "<error xmlns='DAV:'><C:no-uid-conflict xmlns:C='urn:ietf:params:xml:ns:caldav'/></error>"),
    (403, "<error xmlns='DAV:'><C:no-uid-conflict xmlns:C='urn:ietf:params:xml:ns:caldav'/></error>"),
    (412, ""),
])
def test_a_taken_uid_is_a_clash_however_it_is_spelled(place: Watched, status: int, body: str) -> None:
    """docs/servers.md 1: read what is there and adopt it; if it cannot be found, use the next generation."""
    place.create(BLOCK)
    place.on("PUT", lambda asked: place.relay.reply(status, body))
    (result,) = place.cold().apply([Create(BLOCK)], STAMP)
    assert isinstance(result, Clash)
    assert result.present is not None
    assert result.present.event == BLOCK
    if body:   # in a trash bin, or in another calendar: it cannot be read
        (hidden,) = place.cold().apply([Create(RETRY)], STAMP)
        assert hidden == Clash(Create(RETRY), None)


@pytest.mark.parametrize(("status", "body"), [(403, ""), (409, "parent missing"), (412, ""), (413, ""), (507, "")])
def test_a_refused_create_is_not_a_clash(place: Watched, status: int, body: str) -> None:
    """Read-only, too large, full: a clash would use up the UID for nothing."""
    place.on("PUT", lambda asked: place.relay.reply(status, body))
    with pytest.raises(CalendarUnreachable, match=str(status)):
        place.calendar.apply([Create(BLOCK)], STAMP)


def test_the_uid_under_another_name_is_found(place: Watched) -> None:
    """Another client, or the server, may have given our event another name (docs/servers.md 6)."""
    (block,) = place.create(BLOCK)
    assert place.calendar.apply([Delete(block)], STAMP)
    assert place.server.request("PUT", f"{place.direct}4F2%40x.ics", block.raw)[0] == 201
    (result,) = place.cold().apply([Create(BLOCK)], STAMP)
    assert isinstance(result, Clash)
    assert result.present is not None
    (update,) = place.cold().apply([Update(result.present, CHANGED, ours=CHANGED)], STAMP)
    assert isinstance(update, Done)
    (present,) = place.cold().read().events
    assert present.event == CHANGED


def test_nothing_changed_costs_one_request_and_one_change_two(place: Watched) -> None:
    """Our own writes are not read again (docs/performance.md)."""
    (block, _) = place.create(BLOCK, RETRY)
    assert place.methods(place.calendar.read) == ["REPORT"]
    assert place.methods(place.calendar.read) == ["REPORT"]
    place.user_edits(block, "Outreach", "ok Outreach")
    assert place.methods(place.calendar.read) == ["REPORT", "REPORT"]
    assert {p.event.summary for p in place.calendar.read().events} == {"ok Outreach", "Call Dana"}
    before = len(place.relay.seen)
    for _ in range(FULL_EVERY + 1):
        assert place.methods(place.calendar.read) == ["REPORT"]
    # Sync tokens are hints (docs/servers.md 19): now and then everything is listed, at the cost of no further request.
    assert sum("<D:sync-token></D:sync-token>" in asked.body for asked in place.relay.seen[before:]) == 1


@pytest.mark.parametrize("status", [400, 403, 405, 409, 412, 501])
def test_a_server_without_sync_is_listed(place: Watched, status: int) -> None:
    """docs/servers.md 19: no such report, or a token that it no longer knows; changes and deletions are seen all the
    same."""
    block, _ = place.create(BLOCK, RETRY)
    place.calendar.read()

    def no_sync(asked: Asked) -> Any:
        return place.relay.reply(status) if "sync-collection" in asked.body else place.relay.pass_on(asked)

    place.on("REPORT", no_sync)
    place.user_edits(block, "Outreach", "ok Outreach")
    assert {p.event.summary for p in place.calendar.read().events} == {"ok Outreach", "Call Dana"}
    assert place.methods(place.calendar.read) == ["PROPFIND"]
    place.server.request("DELETE", "/".join(place.direct.split("/")[:3]) + block.href)
    assert [p.uid for p in place.calendar.read().events] == [RETRY.uid]


def test_a_listing_in_pieces_is_read_to_its_end(place: Watched) -> None:
    """RFC 6578 3.6: reading a part as the whole would look as if everything had been deleted."""
    place.create(BLOCK, RETRY)
    calls: list[str] = []

    def in_pieces(asked: Asked) -> Any:
        if "sync-collection" not in asked.body:
            return place.relay.pass_on(asked)
        calls.append(asked.body)
        if len(calls) == 2:
            return place.relay.pass_on(replace(asked, body=asked.body.replace("urn:half", "")))
        reply = place.relay.pass_on(asked)
        head, one = re.match("(.*?<multistatus[^>]*>)", reply.body, re.DOTALL), re.search("<response>.*?</response>",
                                                                                         reply.body, re.DOTALL)
        assert head
        assert one
        more = "<response><href>/x/</href><status>HTTP/1.1 507 Insufficient Storage</status></response>"
        return replace(reply, body=f"{head[0]}{one[0]}{more}<sync-token>urn:half</sync-token></multistatus>")

    place.on("REPORT", in_pieces)
    assert {p.uid for p in place.cold().read().events} == {BLOCK.uid, RETRY.uid}
    assert len(calls) == 2
    assert "urn:half" in calls[1]


@pytest.mark.parametrize("how", ["(null)", "BEGIN:VCALENDAR\nVERSION:2.0", "", "500", "left out"])
def test_an_unreadable_body_is_reported_and_is_not_a_deletion(place: Watched, how: str) -> None:
    """docs/servers.md 11: SOGo answers 200 with (null); other servers leave it out of a multiget and fail on GET."""
    (block, _) = place.create(BLOCK, RETRY)
    known = place.calendar
    known.read()
    place.user_edits(block, "Outreach", "ok Outreach")

    def spoil(asked: Asked) -> Any:
        if asked.method == "GET" and how != "left out":
            return place.relay.reply(500)
        reply = place.relay.pass_on(asked)
        if how not in ("500", "left out"):
            return replace(reply, body=_without(reply.body, "BEGIN:VCALENDAR", "END:VCALENDAR", how))
        if "multiget" in asked.body:
            return replace(reply, body=_without(reply.body, "<response>", "</response>", ""))
        return reply

    place.relay.script = spoil
    for calendar in (known, place.cold()):
        snapshot = calendar.read()
        if how == "left out":   # and GET gives it
            assert {p.event.summary for p in snapshot.events} == {"ok Outreach", "Call Dana"}
            continue
        assert [p.uid for p in snapshot.events] == [RETRY.uid]
        assert block.href in snapshot.unreadable
        assert len(snapshot.problems) == 1
    assert (BLOCK.uid in known.read().unreadable) == (how != "left out")
    place.heal()
    assert {p.event.summary for p in known.read().events} == {"ok Outreach", "Call Dana"}


def _without(body: str, begin: str, end: str, instead: str) -> str:
    """Return the body with everything about the block replaced."""
    return re.sub(f"{begin}.*?{end}", lambda m: instead if "block-2026" in m[0] else m[0], body, flags=re.DOTALL)


def test_what_is_gone_between_listing_and_fetching_is_gone(place: Watched) -> None:
    """docs/servers.md 21: a 404 of the resource itself is a deletion, even if the whole report is a 404."""
    (block, _) = place.create(BLOCK, RETRY)

    def report(asked: Asked) -> Any:
        if "multiget" in asked.body:
            place.server.request("DELETE", "/".join(place.direct.split("/")[:3]) + block.href)
            return place.relay.reply(404)
        return place.relay.pass_on(asked)

    place.on("REPORT", report)
    snapshot = place.cold().read()
    assert [p.uid for p in snapshot.events] == [RETRY.uid]
    assert snapshot.problems == ()


def test_many_events_are_fetched_in_groups(place: Watched) -> None:
    """One request for each hundred."""
    events = [replace(BLOCK, uid=f"due-p{n}-2026-12-01-hitlist@followupd") for n in range(GROUP + 3)]
    place.create(*events)
    cold = place.cold()
    assert place.methods(cold.read) == ["PROPFIND", "REPORT", "REPORT", "REPORT"]
    assert len(cold.read().events) == GROUP + 3
