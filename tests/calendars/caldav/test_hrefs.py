"""An href of a server that is not an address: reported, left alone, and the others go on."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing, suppress
from datetime import UTC, datetime, timedelta
from typing import Any
from xml.sax.saxutils import escape

import pytest

from followupd.calendars.busy.account import BusyCollection
from followupd.calendars.caldav.calendar import CaldavCalendar
from followupd.calendars.ical.vevent import render
from followupd.core.values.event import Event
from followupd.core.values.targets import CaldavTarget
from followupd.dav.account import Account
from followupd.errors import CalendarUnreachable
from tests.calendars.busy.conftest import calendar, event, need
from tests.kit.fake_caldav import FakeCalDAV
from tests.kit.local_http import HttpReply

BAD = [
    "//[::", "http://[", "http://h:99999/x", "http://h:abc/", "//a]b/", "http://℀.com/x", "http://[v1.x]/a", "\\\\x",
    "%", "%zz", "javascript:1", "mailto:a@b", "http://user:pw@h/", "a" * 100_000, "/" * 5_000, "?x", "#y",
    "..//..", "/dana/cal/%00.ics", "/dana/cal/\u2028", "ht!tp://x", "://", "http:///x", "//", "http://127.0.0.1:1:1/",
    "/dana/cal/[x].ics", "/dana/cal/%ff.ics", "http://[::1]:x/",
]
NOT_ADDRESSES = ["//[::", "http://h:abc/", "http://℀.com/x"]
NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
OURS = Event("block-2026-11-24-1-hitlist@followupd", NOW, NOW + timedelta(hours=1), "Outreach")
SPACES = 'xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"'


def multistatus(href: str, props: str) -> HttpReply:
    found = (f"<D:response><D:href>{href}</D:href><D:propstat><D:prop>{props}</D:prop>"
             "<D:status>HTTP/1.1 200 OK</D:status></D:propstat></D:response>")
    return HttpReply(207, f"<D:multistatus {SPACES}>{found}<D:sync-token>x</D:sync-token></D:multistatus>")


def beside(server: FakeCalDAV, href: str) -> None:
    """Let each listing hold this href too."""
    answer = server.answer

    def more(asked: Any) -> HttpReply | None:
        reply = answer(asked)
        if reply is None or "sync-collection" not in asked.body:
            return reply
        entry = (f"<D:response><D:href>{escape(href)}</D:href><D:propstat><D:prop><D:getetag>\"1\"</D:getetag></D:prop>"
                 "<D:status>HTTP/1.1 200 OK</D:status></D:propstat></D:response>")
        return HttpReply(207, reply.body.replace("</D:response>", f"</D:response>{entry}", 1))

    server.answer = more  # type: ignore[method-assign]


@pytest.mark.parametrize("href", BAD, ids=range(len(BAD)))
def test_in_a_listing(href: str) -> None:
    """Ours beside it is read, by our calendar and as a busy one, again and again."""
    with FakeCalDAV() as server:
        server.put("block-2026-11-24-1-hitlist.ics", render(OURS, NOW))
        server.put("x.ics", calendar(event("DTSTART:20261124T170000Z", "DTEND:20261124T180000Z")).decode())
        beside(server, href)
        target = CaldavTarget(server.url, timeout=5)
        with closing(CaldavCalendar(target, "hitlist", UTC)) as ours:
            for _ in range(2):
                snapshot = ours.read()
                assert [there.uid for there in snapshot.events] == [OURS.uid]
        with closing(BusyCollection(Account(target), target)) as busy:
            memory = busy.look(None, need())
        assert memory is not None
        assert len(memory.times) == 1
        if href in NOT_ADDRESSES:
            (said,) = snapshot.problems
            assert said.endswith(f"{href} cannot be read just now; it was left as it is.")
            assert memory.about.problems


FINDING: dict[str, Callable[[str], list[HttpReply]]] = {
    "a redirect": lambda href: [HttpReply(302, headers={"Location": href})],
    "the principal": lambda href: [
        multistatus("/", f"<D:current-user-principal><D:href>{escape(href)}</D:href></D:current-user-principal>"),
    ],
    "the home": lambda href: [
        multistatus("/", f"<C:calendar-home-set><D:href>{escape(href)}</D:href></C:calendar-home-set>"),
    ],
    "the calendar": lambda href: [
        multistatus("/", "<C:calendar-home-set><D:href>/h/</D:href></C:calendar-home-set>"),
        multistatus(escape(href), "<D:resourcetype><D:collection/><C:calendar/></D:resourcetype>"),
    ],
    "an address of the user": lambda href: [
        multistatus("/", "<D:current-user-principal><D:href>/p/</D:href></D:current-user-principal>"),
        multistatus("/p/", "<C:calendar-user-address-set><D:href>"
                    f"{escape(href)}</D:href></C:calendar-user-address-set>"),
        HttpReply(404),
    ],
}


@pytest.mark.parametrize("where", FINDING)
def test_while_a_calendar_is_found(where: str) -> None:
    """It is one of our errors and never another, for our calendar and for a busy one, or it does not matter."""
    replies: list[HttpReply] = []
    with FakeCalDAV() as server:
        server.answer = lambda _: replies.pop(0) if len(replies) > 1 else replies[0]  # type: ignore[method-assign, assignment]
        target = CaldavTarget(server.url, timeout=5)
        for href in BAD:
            if where == "a redirect" and not (href.isascii() and len(href) < 1000):
                continue
            replies[:] = FINDING[where](href)
            with closing(CaldavCalendar(target, "hitlist", UTC)) as ours, suppress(CalendarUnreachable):
                ours.read()
            replies[:] = FINDING[where](href)
            with closing(BusyCollection(Account(target), target)) as busy, suppress(CalendarUnreachable):
                busy.look(None, need())
