"""A server that requires Digest authentication costs one round trip, once."""

from __future__ import annotations

from datetime import UTC

import pytest

from followupd.calendars.caldav.calendar import CaldavCalendar
from followupd.core.values.targets import CaldavTarget
from followupd.errors import CalendarUnreachable
from tests.kit.fake_caldav import FakeCalDAV
from tests.kit.local_http import Asked, HttpReply

ASKS = {"WWW-Authenticate": 'Digest realm="dav", nonce="abc", qop="auth", algorithm=MD5'}


class Digesting(FakeCalDAV):
    """A server that accepts only Digest logins, of the user dana."""

    user = "dana"

    def answer(self, asked: Asked) -> HttpReply | None:
        login = asked.headers.get("authorization", "")
        self.logins.append(login.split(" ")[0])
        if login.startswith("Digest ") and f'username="{self.user}"' in login:
            return super().answer(asked)
        self.seen.append((asked.method, asked.path))
        return HttpReply(401, "", ASKS)

    def __init__(self) -> None:
        super().__init__()
        self.logins: list[str] = []


def test_digest_is_discovered_once() -> None:
    """As Baikal is by default: the first answer requires it, and then each request uses it."""
    with Digesting() as server:
        calendar = CaldavCalendar(CaldavTarget(server.url, username="dana", password="horse"), "hitlist", UTC)
        assert calendar.read().exists
        before = len(server.logins)
        for _ in range(3):
            calendar.read()
        assert server.logins[before:] == ["Digest"] * 3
        assert server.logins[0] == "Basic"
        assert before <= 4
        calendar.close()


def test_a_wrong_digest_login_is_reported_and_not_tried_for_ever() -> None:
    """A locked account would be worse than a late event."""
    with Digesting() as server:
        server.user = "somebody else"
        calendar = CaldavCalendar(CaldavTarget(server.url, username="dana", password="horse"), "hitlist", UTC)
        with pytest.raises(CalendarUnreachable, match="the login was refused"):
            calendar.read()
        assert server.logins.count("Digest") <= 2
        calendar.close()
