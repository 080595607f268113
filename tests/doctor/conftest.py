"""A calendar on a real Radicale behind a relay, examined by the doctor, with the resulting checks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from followupd.core.values.targets import CaldavTarget
from followupd.doctor.checks import Check, Verdict
from followupd.doctor.server import Server
from tests.kit.places import HEAD, TAIL, CalendarPlace
from tests.kit.remote_places import ServerPlace
from tests.kit.servers import CalendarServer

NOW = datetime(2026, 11, 20, 21, 10, tzinfo=UTC)
TOKEN = "0123456789abcdef"


def examine(target: CaldavTarget, token: str = TOKEN, **more: Any) -> dict[str, Check]:
    """The checks by name; no name may come twice."""
    given = {"now": NOW, "clock": lambda: datetime.now(UTC), **more}
    return by_name(Server(target, "hitlist", UTC, token=token, **given).examine())


def by_name(checks: Iterable[Check]) -> dict[str, Check]:
    found: dict[str, Check] = {}
    for check in checks:
        assert check.name not in found
        assert check.sentence
        assert bool(check.advice) == (check.state in (Verdict.WARNING, Verdict.PROBLEM))
        found[check.name] = check
    return found


def states(checks: dict[str, Check]) -> dict[str, str]:
    return {name: check.state.value for name, check in checks.items()}


def with_event(place: CalendarPlace, name: str, uid: str) -> None:
    """Put a small event there past the relay."""
    place.put(name, HEAD + f"BEGIN:VEVENT\r\nUID:{uid}\r\nDTSTAMP:20260101T000000Z\r\nDTSTART:20260102T000000Z\r\n"
              "DTEND:20260102T010000Z\r\nEND:VEVENT\r\n" + TAIL)


@pytest.fixture
def place(radicale: CalendarServer) -> Iterator[ServerPlace]:
    made = ServerPlace(radicale, timeout=10)
    yield made
    made.close()
