"""The choice between an account's calendars."""

from __future__ import annotations

from datetime import UTC

import pytest

from followupd.calendars.caldav.calendar import CaldavCalendar
from followupd.core.values.targets import CaldavTarget
from followupd.errors import CalendarUnreachable
from tests.kit.servers import CalendarServer


def test_a_calendar_is_chosen_by_its_name(radicale: CalendarServer) -> None:
    """From the server's root, by display name in any case or by the last part of the address; else names are listed."""
    url = radicale.new_calendar("Familie Öztürk")

    def open_named(name: str | None) -> CaldavCalendar:
        root = "/".join(url.split("/")[:3]) + "/"
        return CaldavCalendar(CaldavTarget(root, name, radicale.username, password=radicale.password), "hitlist", UTC)

    for name in ("Familie Öztürk", "familie öztürk", url.rstrip("/").rpartition("/")[2]):
        calendar = open_named(name)
        assert calendar.read().exists
        assert calendar.label.endswith("Familie Öztürk")
        calendar.close()
    radicale.new_calendar("Sport")
    for missing, sentence in (("Work", "no calendar is called 'Work'"), (None, "several calendars")):
        calendar = open_named(missing)
        with pytest.raises(CalendarUnreachable, match=sentence) as caught:
            calendar.read()
        assert "Familie Öztürk" in str(caught.value)
        calendar.close()
