"""Weeks of passes at 7, 12 and 20 o'clock, each over the calendar that the passes before it wrote."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from followupd.core.people.timeline import day_of
from followupd.core.people.wanted import person_of
from followupd.core.plan import Plan
from followupd.core.values.event import Event
from followupd.core.values.facts import Fact
from followupd.core.values.hitlist import BlockRule, Hitlist
from followupd.core.values.memo import Memo
from followupd.core.values.time import Span
from followupd.core.values.uid import Kind
from tests.kit.people import DENVER, at, local, planned

AHEAD = Span(days=21)
TUESDAY = BlockRule((1,), time(10), ahead=AHEAD)
THURSDAY = BlockRule((3,), time(16), ahead=AHEAD)
MORNINGS = BlockRule((0, 1, 2, 3, 4), time(10), timedelta(minutes=30), AHEAD)
BLOCKS = {"weekly": (TUESDAY,), "two": (TUESDAY, THURSDAY), "daily": (MORNINGS,), "none": ()}
FIRST = date(2026, 11, 20)                # a Friday
CLOCKS = ("07:00", "12:00", "20:00")


@dataclass
class PassingWeeks:
    """A calendar: each pass writes onto what the earlier ones wrote."""

    hitlist: Hitlist
    facts: list[Fact]
    written: dict[str, Event] = field(default_factory=dict)
    gone: list[str] = field(default_factory=list)
    memo: Memo = field(default_factory=Memo)
    latest: Plan | None = None

    def go(self, days: int, first: date = FIRST) -> Iterator[datetime]:
        """Make the passes, and yield after each; what was to come and is elsewhere now is `gone`."""
        for day, clock in itertools.product((first + timedelta(days=n) for n in range(days)), CLOCKS):
            now = at(f"{day} {clock}")
            plan = self.latest = self.plan(now)
            after = {ref: event for event in plan.events for ref in event.people}
            for ref, event in self.to_come(now).items():
                if ref not in after or (after[ref].uid, after[ref].start) != (event.uid, event.start):
                    there = local(after[ref].start) if ref in after else "nowhere"
                    self.gone.append(f"{local(now)}: {ref} from {local(event.start)} to {there}")
            self.written = {uid: event for uid, event in self.written.items() if event.start <= now}
            self.written |= {event.uid: event for event in plan.events}
            yield now

    def plan(self, now: datetime) -> Plan:
        return planned(
            self.hitlist, self.facts, now, tuple(self.written.values()), since=at("2026-08-01"), memo=self.memo
        )

    def to_come(self, now: datetime) -> dict[str, Event]:
        return {ref: event for event in self.written.values() if event.start > now for ref in event.people}

    def days_of(self, ref: str, now: datetime) -> list[date]:
        """Return the days on which something has begun, in order."""
        return sorted(day_of(e.start, DENVER) for e in self.written.values() if ref in e.people and e.start <= now)

    def crowded(self, key: str) -> dict[date, dict[str, list[str]]]:
        """Return the days with more than one event about somebody: what each of them holds, by its start.

        A card is contact itself, and counts as a separate event.
        """
        found: dict[date, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for event in self.written.values():
            for ref in (one for one in event.people if person_of(one) == key):
                found[day_of(event.start, DENVER)][f"{local(event.start)} {event.uid}"].append(ref)
                if ref.startswith(Kind.DATE) and key in event.people:
                    found[day_of(event.start, DENVER)]["a card beside a call"].append(ref)
        return {day: dict(events) for day, events in found.items() if len(events) > 1}
