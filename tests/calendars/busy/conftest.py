"""Texts of busy calendars, and what they say, put shortly."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from followupd.calendars.busy.remembered_times import BusyQuery, Part
from followupd.calendars.busy.units import read_part
from followupd.core.noticing.people_index import WatchedPeople
from tests.kit.people import DENVER, person

FIRST, LAST = date(2026, 11, 1), date(2027, 3, 31)
LISTED = {
    "dana": person("Dana Whitfield", emails=("dana@example.com",)),
    "ben": person("Ben Ito", emails=("ben@example.com",)),
}
TEN = ("DTSTART:20261124T170000Z", "DTEND:20261124T180000Z", "SUMMARY:Board meeting")
TEN_SHOWN = ["2026-11-24 10:00-11:00 Board meeting"]

Times = Callable[..., list[str]]


def need(first: date = FIRST, last: date = LAST, me: tuple[str, ...] = (), zone: ZoneInfo = DENVER) -> BusyQuery:
    return BusyQuery(first.toordinal(), last.toordinal(), zone, frozenset(me), "hitlist")


def watching(*, private: bool = False, times: bool = True) -> BusyQuery:
    """The same query with meetings of two people looked for; the user is alex@example.com."""
    watched = WatchedPeople.of(LISTED, private=private)
    return replace(need(me=("alex@example.com",)), watched=watched, times=times)


def event(*lines: str, uid: str = "a@example.org") -> str:
    return "\r\n".join(("BEGIN:VEVENT", f"UID:{uid}", "DTSTAMP:20260101T000000Z", *lines, "END:VEVENT", ""))


def calendar(*parts: str, head: str = "") -> bytes:
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//EN\r\n{head}{''.join(parts)}END:VCALENDAR\r\n".encode()


def read(data: bytes, wanted: BusyQuery | None = None, before: Part | None = None) -> Part:
    return read_part(data, "mark", wanted or need(), before)


def shown(part: Part, zone: ZoneInfo = DENVER) -> list[str]:
    """Each time as `2026-11-24 10:00-11:00 Title`, by the user's clock, in order."""
    found = sorted(time for unit in part.units for time in unit.times)
    return [
        f"{datetime.fromtimestamp(a, UTC).astimezone(zone):%Y-%m-%d %H:%M}"
        f"-{datetime.fromtimestamp(b, UTC).astimezone(zone):%H:%M} {title}".rstrip()
        for a, b, title in found
    ]


@pytest.fixture
def times() -> Times:
    """The times of a calendar with these components."""

    def times_of(*parts: str, head: str = "", me: tuple[str, ...] = ()) -> list[str]:
        part = read(calendar(*parts, head=head), need(me=me))
        assert [unit.problem for unit in part.units if unit.problem] == []
        return shown(part)

    return times_of
