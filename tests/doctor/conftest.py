"""A calendar on a real Radicale behind a relay, examined by the doctor; and what the checks said."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import pytest

from followupd.core.values.hitlist import CaldavTarget
from followupd.doctor.checks import Check, Verdict
from followupd.doctor.server import Server
from tests.calendars.conftest import Asked, Reply, Scripted, scripted
from tests.conftest import Server as Remote

__all__ = ["Asked", "Reply", "Scripted", "scripted"]
NOW = datetime(2026, 11, 20, 21, 10, tzinfo=UTC)
TOKEN = "0123456789abcdef"


def examine(target: CaldavTarget, token: str = TOKEN, **more: Any) -> dict[str, Check]:
    """The checks by name; no name may come twice."""
    told = {"now": NOW, "clock": lambda: datetime.now(UTC), **more}
    return by_name(Server(target, "hitlist", UTC, token=token, **told).examine())


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


@dataclass
class Place:
    """A calendar behind the relay. `target` leads through it; `uids` looks past it."""

    remote: Remote
    relay: Scripted
    direct: str = ""
    target: CaldavTarget = field(default_factory=lambda: CaldavTarget(""))

    def __post_init__(self) -> None:
        self.direct = self.remote.new_calendar()
        url = self.relay.in_front_of(self.direct)
        self.target = CaldavTarget(url, username=self.remote.username, password=self.remote.password, timeout=10)

    def names(self) -> list[str]:
        """The resources that really stand there."""
        _, listing = self.remote.request("PROPFIND", self.direct, Depth="1")
        return sorted(set(re.findall(r"([a-z0-9-]+\.ics)", listing)))

    def put(self, name: str, uid: str) -> None:
        text = (f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:{uid}\r\n"
                "DTSTAMP:20260101T000000Z\r\nDTSTART:20260102T000000Z\r\nDTEND:20260102T010000Z\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n")
        assert self.remote.request("PUT", f"{self.direct}{name}", text)[0] == 201

    def answer(self, change: Callable[[Asked, Reply], Reply | None]) -> None:
        """From now on what the server says reaches the doctor changed."""
        self.relay.script = lambda asked: change(asked, self.relay.pass_on(asked))


@pytest.fixture
def place(radicale: Remote, scripted: Scripted) -> Place:
    return Place(radicale, scripted)
