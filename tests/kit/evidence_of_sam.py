"""Sam, who is not due for months and has a block on Tuesday, and what evidence shows of him."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from followupd.calendars.memory import MemoryCalendar
from followupd.core.values.facts import EvidenceRule, Noticed, Outcome
from followupd.core.values.sightings import evidence_of
from followupd.core.values.uid import Kind
from tests.kit.desks import UserDesk
from tests.kit.phones import contact, desk_of

SAM = replace(
    contact("Sam", "2026-11-10 reached, his new boat"), phones=("+1 303 555 0142",), emails=("sam@example.com",),
)
Desk = UserDesk[MemoryCalendar]
RANG, WROTE = EvidenceRule.RANG, EvidenceRule.WROTE


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """Sam, and a block on Tuesday."""
    made = desk_of(tmp_path, (SAM,))
    made.run()
    yield made
    made.history.close()


@pytest.fixture
def plain(desk: Desk) -> Desk:
    """The same without blocks."""
    desk.hitlist = replace(desk.hitlist, blocks=())
    desk.run()
    return desk


def came(desk: Desk, rule: EvidenceRule = RANG, ago: timedelta = timedelta(hours=2)) -> Noticed:
    """He rang or wrote, a while ago."""
    at, channel = desk.now - ago, "phone" if rule is RANG else "email"
    return Noticed("sam", at, None, channel, rule, evidence_of(str(at)), True, "calls.xml")


def unsure(
    desk: Desk, rule: EvidenceRule = EvidenceRule.SPOKE, outcome: Outcome = Outcome.REACHED,
    channel: str | None = "phone", what: str = "",
) -> Noticed:
    """Something that was noticed two hours ago and is asked about."""
    at = desk.now - timedelta(hours=2)
    return Noticed("sam", at, outcome, channel, rule, evidence_of("one"), False, "calls.xml", what)


def ahead(desk: Desk) -> str:
    """Return all titles and texts to come."""
    return "".join(one.event.summary + one.event.description for one in desk.ours("") if one.event.start > desk.now)


def to_come(desk: Desk) -> list[str]:
    """Return the kinds of the reminders to come."""
    kinds = [one.uid.split("-")[0] for one in desk.ours("") if one.event.start > desk.now]
    return [kind for kind in kinds if kind != Kind.BLOCK]
