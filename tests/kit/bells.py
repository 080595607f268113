"""The doorbell with real threads, real files and a wall clock that the test sets; passes are fakes."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import pytest

from followupd.calendars.files import atomic
from followupd.calendars.protocol import OwnWrite
from followupd.core.values.event import Failed
from followupd.daemon.doorbell import CALENDAR, LIST, Doorbell
from followupd.errors import UsageError

START = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
SOON = 5.0       # seconds: far more than a pass takes
QUIET = 0.3      # seconds without a pass: then there is none
HOUR = timedelta(hours=1)


@dataclass
class SettableClock:
    """A wall clock that runs and can be set; the monotonic one cannot be set."""

    shift: timedelta = timedelta(0)
    began: float = field(default_factory=time.monotonic)

    def __call__(self) -> datetime:
        return START + self.shift + timedelta(seconds=time.monotonic() - self.began)


@dataclass(frozen=True)
class Went:
    """The outcome of a pass."""

    said: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    failed: tuple[Failed, ...] = ()
    wake: datetime | None = None

    def lines(self) -> list[str]:
        return [*self.said, *self.problems, *self.questions]


class FakeWork:
    """Passes that only note that they ran; each takes its outcome from `outcomes`, else it succeeds."""

    def __init__(self, hitlist: Path, calendar: Path) -> None:
        self.files: dict[Path, str] = {hitlist: LIST, calendar: CALENDAR}
        self.passes: queue.Queue[str] = queue.Queue()
        self.outcomes: list[Went | Exception | Callable[[], Went]] = []
        self.bad: UsageError | None = None
        self.writes: list[OwnWrite] = []
        self.dropped = 0
        self.under_way = 0
        self.most_at_once = 0

    def prepare(self) -> None:
        if self.bad is not None:
            raise self.bad

    def run(self, now: datetime, reason: str) -> Went:
        self.under_way += 1
        self.most_at_once = max(self.most_at_once, self.under_way)
        try:
            outcome = self.outcomes.pop(0) if self.outcomes else Went()
            if callable(outcome):
                outcome = outcome()
            if isinstance(outcome, Exception):
                raise outcome
            return outcome
        finally:
            self.under_way -= 1
            self.passes.put(reason)

    def own_writes(self) -> list[OwnWrite]:
        writes, self.writes = self.writes, []
        return writes

    def write(self, path: Path, text: str) -> None:
        """Write a file as the calendars do."""
        state = atomic.read(path)
        written = atomic.replace(path, text.encode(), state)
        self.writes.append(OwnWrite(path, state.mark if state else None, written.mark))

    def drop(self) -> None:
        self.dropped += 1

    def watched(self) -> Mapping[Path, str]:
        return dict(self.files)

    def every(self) -> timedelta:
        return HOUR

    def watching(self) -> str:
        return "hitlist.yaml"

    def good_again(self) -> str:
        return "hitlist.yaml is good again: 12 people."


class Running:
    """A doorbell that runs in a thread, and what it said."""

    def __init__(self, work: FakeWork, look: float = 30.0, settle: float = 0.05) -> None:
        self.work, self.clock, self.said = work, SettableClock(), queue.Queue[str]()
        self.told: list[str] = []
        self.bell = Doorbell(work, self._say, self.clock, Random(1), settle=settle, look=look)
        self.thread = threading.Thread(target=self.bell.run)

    def _say(self, text: str) -> None:
        self.told.append(text)
        self.said.put(text)

    def start(self) -> Running:
        self.thread.start()
        assert self.next_pass() == "start"
        self.await_said("Watching")
        return self

    def next_pass(self) -> str:
        return self.work.passes.get(timeout=SOON)

    def expect_silence(self) -> None:
        with pytest.raises(queue.Empty):
            self.work.passes.get(timeout=QUIET)

    def await_said(self, part: str) -> str:
        while True:
            text = self.said.get(timeout=SOON)
            if part in text:
                return text

    def once(self, part: str) -> bool:
        return sum(part in text for text in self.told) == 1


Make = Callable[..., Running]
