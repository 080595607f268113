"""Desks: a hit list, its history and a calendar, on which a test runs passes.

A Desk keeps them open, as values. A Home is a folder with the hit list in YAML, and each step opens them again, as a
new process does.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Generic, TypeVar

from followupd.calendars.memory import MemoryCalendar
from followupd.calendars.protocol import Calendar
from followupd.core.answers.taking_back import is_report, reports_that_count, taking_back
from followupd.core.values.event import Present
from followupd.core.values.facts import Fact, Outcome
from followupd.core.values.hitlist import Hitlist
from followupd.core.values.record import Facts
from followupd.evidence.protocol import EvidenceSource
from followupd.history.store import History
from followupd.passes.gather import Allow
from followupd.passes.report import Report
from followupd.passes.sources import Sources, open_sources
from followupd.run import run_pass
from tests.kit.people import local

Kept = TypeVar("Kept", bound=Calendar)
Kind = TypeVar("Kind", bound=Fact)
KEY = "here"    # which calendar it is in the history


@dataclass
class UserDesk(Generic[Kept]):
    """A hit list, its history and a calendar. Calling it runs a pass at `now`."""

    folder: Path
    hitlist: Hitlist
    history: History
    calendar: Kept
    now: datetime
    reports: list[Report] = field(default_factory=list)
    evidence: tuple[EvidenceSource, ...] = ()

    @property
    def file(self) -> Path:
        """The calendar, if it is a file."""
        return self.folder / "followup.ics"

    def sources(self) -> Sources:
        config = self.folder / "hitlist.yaml"
        return Sources(config, self.hitlist, self.history, self.calendar, KEY, (), (), evidence=self.evidence)

    def __call__(self, allow: Allow | None = None) -> Report:
        report = run_pass(self.sources(), self.now, write=True, allow=allow)
        self.reports.append(report)
        return report

    def quiet(self) -> None:
        """Run a further pass at the same time, which writes nothing at all (P3)."""
        before = self._traces()
        assert self().changes == ()
        assert self._traces() == before

    def run(self) -> Report:
        """Run a pass, and a second one that writes nothing."""
        report = self()
        self.quiet()
        return report

    def _traces(self) -> tuple[object, ...]:
        """Return the traces of writing, even if the content is the same."""
        touched = self.file.stat().st_mtime_ns if self.file.exists() else None
        memory = self.calendar if isinstance(self.calendar, MemoryCalendar) else MemoryCalendar()
        return self.history.last_seq(), touched, memory.writes, dict(memory.texts)

    def present(self) -> dict[str, Present]:
        return {present.uid: present for present in self.calendar.read().events}

    def ours(self, start: str) -> list[Present]:
        """Return the events whose UIDs begin with this, in order of time."""
        found = (present for uid, present in self.present().items() if uid.startswith(start))
        return sorted(found, key=lambda present: present.event.start)

    def one(self, start: str) -> Present:
        found = self.ours(start)
        assert len(found) == 1, [present.uid for present in found]
        return found[0]

    def coming(self) -> list[tuple[str, str]]:
        """Return title and time of the coming events for people."""
        found = [present.event for present in self.ours("")]
        return [(e.summary, local(e.start)) for e in found if e.start > self.now and e.summary != "Outreach block"]

    def facts(self, kind: type[Kind]) -> list[Kind]:
        return [fact for fact in self.history.facts() if isinstance(fact, kind)]

    def log(self, *facts: Fact) -> None:
        self.history.append(facts, self.now)

    def tries(self) -> list[tuple[str, Outcome, str]]:
        """Return the attempts that count: who, outcome, note."""
        return [(one.contact, one.outcome, one.note) for one in Facts(self.history.facts()).all.attempts]

    def title(self, uid: str) -> str:
        return self.present()[uid].event.summary

    def undo(self) -> None:
        """Take back what was told or noticed last, a minute later, as the command does with the name of the person."""
        facts = Facts(self.history.facts())
        self.now += timedelta(minutes=1)
        last = next(fact for fact in reversed(facts.counting) if is_report(fact))
        self.log(*taking_back(facts, next(reports_that_count(facts, last.contact)), self.now, "command"))


@dataclass
class HomeFolder:
    """A folder with a hit list in YAML. Every step opens what the list names, and closes it."""

    folder: Path

    @property
    def config(self) -> Path:
        return self.folder / "hitlist.yaml"

    def write(self, text: str) -> Path:
        self.config.write_text(text, encoding="utf-8")
        return self.config

    @contextmanager
    def opened(self) -> Iterator[Sources]:
        sources = open_sources(self.config)
        try:
            yield sources
        finally:
            sources.close()
            sources.calendar.close()

    def a_pass(self, now: datetime, *, write: bool = True) -> Report:
        with self.opened() as sources:
            return run_pass(sources, now, write=write)

    def facts(self) -> tuple[Fact, ...]:
        with self.opened() as sources:
            return sources.history.facts()

    def events(self) -> list[Present]:
        """Return what is there, in order of time; checks that everything is readable and nothing is there twice."""
        with self.opened() as sources:
            snapshot = sources.calendar.read()
        assert snapshot.problems == ()
        assert snapshot.doubles == ()
        return sorted(snapshot.events, key=lambda present: present.event.start)
