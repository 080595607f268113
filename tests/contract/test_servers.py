"""The contract on real CalDAV servers, over HTTP."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest

from followupd.calendars.caldav.calendar import CaldavCalendar
from followupd.core.values.event import Present
from followupd.core.values.hitlist import CaldavTarget
from tests.contract.contract import FOREIGN, CalendarContract, Trial
from tests.kit.people import DENVER
from tests.kit.servers import Server


class ServerHand:
    """The user's program on a CalDAV collection, by plain HTTP."""

    def __init__(self, server: Server, url: str) -> None:
        self._server, self._url = server, url

    def texts(self) -> dict[str, str]:
        _, listing = self._server.request("PROPFIND", self._url, Depth="1")
        hrefs = sorted(set(re.findall(r"<(?:\w+:)?href>([^<]+\.ics)</", listing)))
        return {href: self._server.request("GET", self._at(href))[1] for href in hrefs}

    def change(self, present: Present, how: Callable[[str], str]) -> None:
        _, text = self._server.request("GET", self._at(present.href))
        status, answer = self._server.request("PUT", self._at(present.href), how(text))
        assert status in (200, 201, 204), answer

    def remove(self, present: Present) -> None:
        status, answer = self._server.request("DELETE", self._at(present.href))
        assert status in (200, 204), answer

    def add_foreign(self) -> None:
        status, answer = self._server.request("PUT", f"{self._url}dentist.ics", FOREIGN)
        assert status in (201, 204), answer

    def _at(self, href: str) -> str:
        return "/".join(self._url.split("/")[:3]) + href


class OnServer(CalendarContract):
    @pytest.fixture
    def server(self) -> Server:
        raise NotImplementedError

    @pytest.fixture
    def desk(self, server: Server) -> Iterator[Trial]:
        url = server.new_calendar()
        opened: list[CaldavCalendar] = []

        def open_list(name: str) -> CaldavCalendar:
            target = CaldavTarget(url, username=server.username, password=server.password)
            opened.append(CaldavCalendar(target, name, DENVER))
            return opened[-1]

        yield Trial(open_list, open_list("hitlist"), ServerHand(server, url))
        for calendar in opened:
            calendar.close()


class TestRadicale(OnServer):
    @pytest.fixture
    def server(self, radicale: Server) -> Server:
        return radicale


class TestXandikos(OnServer):
    @pytest.fixture
    def server(self, xandikos: Server) -> Server:
        return xandikos
