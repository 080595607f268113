"""The contract on real CalDAV servers, over HTTP."""

from __future__ import annotations

import pytest

from tests.contract.contract import CalendarContract
from tests.kit.places import Place
from tests.kit.remote_places import DirectPlace
from tests.kit.servers import Server


class TestRadicale(CalendarContract):
    @pytest.fixture
    def place(self, radicale: Server) -> Place:
        return DirectPlace(radicale)


class TestXandikos(CalendarContract):
    @pytest.fixture
    def place(self, xandikos: Server) -> Place:
        return DirectPlace(xandikos)
