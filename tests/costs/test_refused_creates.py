"""The cost of a refused create in the passes after it: no more than any other refusal."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from followupd.calendars.caldav.calendar import CaldavCalendar
from followupd.core.values.event import Create, Done, Event
from tests.kit.local_http import HttpReply
from tests.kit.remote_places import ServerPlace

NOW = datetime(2026, 11, 20, 18, 0, tzinfo=UTC)
BLOCK = Event("block-2026w48-1-hitlist@followupd", NOW, NOW + timedelta(hours=1), "Outreach", busy=True)


@pytest.mark.parametrize("status", [412, 409, 403])
@pytest.mark.parametrize("many", [2, 12])
@pytest.mark.parametrize("name", ["radicale", "xandikos"])
def test_tokens_stay_trusted(request: pytest.FixtureRequest, name: str, many: int, status: int) -> None:
    """The whole calendar is read once, to look for the UID; what was written just before is no miss of the token."""
    place = ServerPlace(request.getfixturevalue(name))
    calendar = CaldavCalendar(place.target, "hitlist", UTC)
    calendar.read()
    place.on("PUT", lambda asked: HttpReply(status) if "2026w49" in asked.path else place.relay.pass_on(asked))
    events = [replace(BLOCK, uid=BLOCK.uid.replace("w48", f"w{48 + week}")) for week in range(many)]
    results = calendar.apply([Create(event) for event in events], NOW)
    expected = [one.present.href for one in results if isinstance(one, Done) and one.present is not None]
    assert len(expected) == many - 1
    for _ in range(3):
        before = len(place.relay.seen)
        assert len(calendar.read(expected).events) == many - 1
        assert [asked.method for asked in place.relay.seen[before:]] == ["REPORT"]
    calendar.close()
    place.close()
