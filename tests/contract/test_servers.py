"""The contract on real CalDAV servers, over HTTP."""

from __future__ import annotations

import pytest

from tests.contract.contract import CalendarContract
from tests.kit.places import CalendarPlace
from tests.kit.remote_places import DirectPlace
from tests.kit.servers import CalendarServer


class TestRadicale(CalendarContract):
    @pytest.fixture
    def place(self, radicale: CalendarServer) -> CalendarPlace:
        return DirectPlace(radicale)


class TestXandikos(CalendarContract):
    @pytest.fixture
    def place(self, xandikos: CalendarServer) -> CalendarPlace:
        return DirectPlace(xandikos)
