"""One user with one calendar of some kind, on which every step is a new process; the fixture goes through all kinds."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta, tzinfo
from pathlib import Path
from typing import Any

import pytest

from followupd.calendars.protocol import Calendar
from followupd.core.phrases.weeks import parse_hours
from followupd.core.values.event import Event, Present
from followupd.core.values.facts import Attempt, Moved, Outcome, Skipped
from followupd.core.values.hitlist import BlockRule, Cadence, Contact, Hitlist
from followupd.core.values.time import Span
from followupd.core.values.uid import parse_uid
from followupd.history.store import History
from followupd.passes.gather import Allow
from followupd.passes.report import Report
from followupd.passes.sources import Sources
from followupd.run import run_pass
from tests.kit.people import DENVER
from tests.kit.places import CalendarPlace
from tests.kit.remote_places import KINDS, place_of

NOW = datetime(2026, 11, 22, 17, 0, tzinfo=UTC)                       # Sunday, 10:00 in Denver
DENTIST = "dentist@example.org"


class UserWorld:
    """One user with one calendar of some kind; every step is a new process."""

    zone: tzinfo = UTC      # in which the calendar takes times without one

    def __init__(self, folder: Path, place: CalendarPlace) -> None:
        self.path, self.place, self.now = folder / "state.db", place, NOW
        self.kept: Calendar | None = None   # for steps in one process
        self.history = History.open(self.path, "hitlist")
        people = [Contact(f"p{n}", f"Person {n}", Cadence(Span(days=30), Span(days=40)), via=("phone", "email"),
                          phones=(f"+1 303 555 010{n}",), emails=(f"p{n}@example.com",)) for n in range(5)]
        people[4] = replace(people[4], hours=parse_hours("Thu 14:00-16:00"))
        self.hitlist = Hitlist(place.target, DENVER, parse_hours("Mon-Fri 8:30-17:30"),
                               blocks=(BlockRule((1,), time(10), ahead=Span(days=56)),), contacts=tuple(people))

    @contextmanager
    def opened(self) -> Iterator[Sources]:
        calendar = self.kept or self.place.open(zone=self.zone)
        try:
            yield Sources(Path("hitlist.yaml"), self.hitlist, self.history, calendar, "here", (), ())
        finally:
            if self.kept is None:
                calendar.close()

    def run(self, allow: Allow | None = None) -> Report:
        """Run a pass, and a second one that must write nothing."""
        self.now += timedelta(minutes=1)
        with self.opened() as sources:
            report = run_pass(sources, self.now, write=True, allow=allow)
            assert report.problems == ()
            texts, last = self.place.texts(), self.history.last_seq()
            assert run_pass(sources, self.now, write=True).changes == ()
            assert (self.place.texts(), self.history.last_seq()) == (texts, last)
        return report

    def log(self, number: int, outcome: Outcome = Outcome.NO_ANSWER) -> None:
        self.now += timedelta(minutes=1)
        self.history.append([Attempt(f"p{number}", self.now, outcome, "phone")], self.now)

    def there(self) -> dict[str, Present]:
        return {uid: present for uid, (_, present) in self.place.ours().items()}

    def there_at(self, uid: str) -> datetime:
        """Return when it takes place, even if it is there twice."""
        with self.opened() as sources:
            return next(p.event.start for p in sources.calendar.read().events if p.uid == uid)

    def coming(self) -> dict[str, tuple[datetime, str, str]]:
        """Our coming events, by their meaning."""
        found: dict[str, tuple[datetime, str, str]] = {}
        for uid, present in self.there().items():
            parsed, event = parse_uid(uid, "hitlist"), present.event
            if parsed is not None and event.start > self.now:
                assert parsed.base not in found, "it is there twice"
                found[parsed.base] = (event.start, event.summary, event.description)
        return found

    def planned(self) -> dict[str, Event]:
        """Return what a pass would write, by UID."""
        with self.opened() as sources:
            plan = run_pass(sources, self.now, write=False).plan
        return {event.uid: event for event in plan.events}

    def wanted(self) -> dict[str, tuple[datetime, str]]:
        return {uid: (event.start, event.summary) for uid, event in self.planned().items()}

    def hands(self) -> list[tuple[type[Any], str]]:
        return [(type(fact), fact.uid) for fact in self.history.facts() if isinstance(fact, Moved | Skipped)]

    def copy(self) -> Path:
        self.history.close()
        copy = Path(shutil.copy(self.path, self.path.with_name("copy.db")))
        self.history = History.open(self.path, "hitlist")
        return copy

    def lose(self, copy: Path | None = None) -> None:
        """Lose the database, or replace it by an older copy."""
        self.history.close()
        for path in self.path.parent.glob("state.db*"):
            path.unlink()
        if copy is not None:
            shutil.copy(copy, self.path)
        self.history = History.open(self.path, "hitlist")


@pytest.fixture(params=KINDS)
def world(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[UserWorld]:
    place = place_of(request.param, tmp_path, request.getfixturevalue)
    made = UserWorld(tmp_path, place)
    place.add_foreign(DENTIST)
    (dentist,) = place.texts().values()
    made.log(0)
    made.run()
    yield made
    assert [text for text in place.texts().values() if DENTIST in text] == [dentist]
    made.history.close()
    place.close()
