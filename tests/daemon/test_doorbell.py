"""The doorbell with real threads, real files and a wall clock of the test's own; what a pass is, is handed in."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import pytest

from followupd.daemon.doorbell import CALENDAR, FACT, LIST, RELOAD, Doorbell
from followupd.errors import CalendarUnreachable, Failure, UnsafeChange, UsageError

START = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
SOON = 5.0       # seconds: far more than a pass takes
QUIET = 0.3      # seconds without a pass that count as none
HOUR = timedelta(hours=1)


@dataclass
class Clock:
    """A wall clock that runs, and can be set; the monotonic one cannot."""

    shift: timedelta = timedelta(0)
    began: float = field(default_factory=time.monotonic)

    def __call__(self) -> datetime:
        return START + self.shift + timedelta(seconds=time.monotonic() - self.began)


@dataclass(frozen=True)
class Went:
    """How a pass went."""

    said: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    failed: tuple[object, ...] = ()
    wake: datetime | None = None

    def lines(self) -> list[str]:
        return [*self.said, *self.problems]


class FakeWork:
    """Passes that only note that they were made; each takes its outcome from `outcomes`, else all is well."""

    def __init__(self, hitlist: Path, calendar: Path) -> None:
        self.files: dict[Path, str] = {hitlist: LIST, calendar: CALENDAR}
        self.passes: queue.Queue[str] = queue.Queue()
        self.outcomes: list[Went | Exception | Callable[[], Went]] = []
        self.bad: UsageError | None = None
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
        self.work, self.clock, self.said = work, Clock(), queue.Queue[str]()
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

    def no_pass(self) -> None:
        with pytest.raises(queue.Empty):
            self.work.passes.get(timeout=QUIET)

    def await_said(self, part: str) -> str:
        while True:
            text = self.said.get(timeout=SOON)
            if part in text:
                return text

    def once(self, part: str) -> bool:
        return sum(part in text for text in self.told) == 1


@pytest.fixture
def work(tmp_path: Path) -> FakeWork:
    hitlist, calendar = tmp_path / "hitlist.yaml", tmp_path / "followup.ics"
    hitlist.write_text("contacts: []\n")
    calendar.write_text("BEGIN:VCALENDAR\n")
    return FakeWork(hitlist, calendar)


@pytest.fixture
def make(work: FakeWork) -> Iterator[Callable[..., Running]]:
    made: list[Running] = []

    def build(look: float = 30.0, settle: float = 0.05) -> Running:
        made.append(Running(work, look, settle))
        return made[-1]

    yield build
    for one in made:
        one.bell.stop()
        if one.thread.ident is not None:
            one.thread.join(SOON)
            assert not one.thread.is_alive()


Make = Callable[..., Running]


def test_a_pass_at_the_start_then_silence(make: Make, work: FakeWork) -> None:
    """One pass, one word that it watches, and nothing more until something rings."""
    work.outcomes = [Went(said=("Wrote followup.ics: 26 blocks new.",))]
    running = make().start()
    assert running.told == ["Wrote followup.ics: 26 blocks new.", "Watching hitlist.yaml. Stop with Ctrl-C."]
    running.no_pass()


def test_an_edited_file_rings(make: Make, work: FakeWork, tmp_path: Path) -> None:
    """With its own reason; many rings close together make one pass."""
    running = make().start()
    (tmp_path / "hitlist.yaml").write_text("contacts: [Sam]\n")
    assert running.next_pass() == LIST
    (tmp_path / "followup.ics").write_text("BEGIN:VCALENDAR\nEND:VCALENDAR\n")
    assert running.next_pass() == CALENDAR
    for _ in range(20):
        running.bell.ring(FACT)
    assert running.next_pass() == FACT
    running.no_pass()


def test_rings_within_the_settle_time_are_one_pass(make: Make, work: FakeWork) -> None:
    """An editor that saves in two steps: different reasons once each, in the order they were rung."""
    running = make(settle=0.3).start()
    for reason in (LIST, FACT, LIST):
        running.bell.ring(reason)
    threading.Timer(0.05, running.bell.ring, [RELOAD]).start()
    assert running.next_pass() == f"{LIST}, {FACT}, {RELOAD}"
    running.no_pass()


def test_a_stream_of_rings_still_makes_passes(make: Make, work: FakeWork) -> None:
    """A file that is rewritten without a pause does not put the pass off for ever."""
    running, stop = make(settle=0.2).start(), threading.Event()

    def keep_ringing() -> None:
        while not stop.wait(0.02):
            running.bell.ring(FACT)

    ringer = threading.Thread(target=keep_ringing)
    ringer.start()
    try:
        began = time.monotonic()
        assert running.next_pass() == FACT
        assert time.monotonic() - began < 3
    finally:
        stop.set()
        ringer.join()


def test_what_rang_during_a_pass_has_settled_by_its_end(make: Make, work: FakeWork) -> None:
    """A save is waited for from when it was made, and it gets its own pass."""
    running = make(settle=0.5).start()
    under_way, go_on = threading.Event(), threading.Event()

    def slow() -> Went:
        under_way.set()
        assert go_on.wait(SOON)
        return Went()

    work.outcomes = [slow]
    running.bell.ring(FACT)
    assert under_way.wait(SOON)
    running.bell.ring(RELOAD)
    time.sleep(0.55)
    began = time.monotonic()
    go_on.set()
    assert running.next_pass() == FACT
    assert running.next_pass() == RELOAD
    assert time.monotonic() - began < 0.4


def test_its_timers_can_be_listed(make: Make, work: FakeWork) -> None:
    """The next pass an hour after the last one, and the look; nothing else keeps time."""
    running = make().start()
    running.bell.ring(FACT)
    running.next_pass()
    deadline = time.monotonic() + SOON
    while len(running.bell.jobs()) < 2:
        assert time.monotonic() < deadline
        time.sleep(0.01)      # the pass has ended; its thread still sets the clock
    jobs = dict(running.bell.jobs())
    assert list(jobs) == ["look at clock and files", "next pass"]
    assert timedelta(minutes=59) < jobs["next pass"] - datetime.now(UTC) <= HOUR


def test_our_own_write_makes_no_endless_loop(make: Make, work: FakeWork, tmp_path: Path) -> None:
    """A pass that writes the calendar is followed by one that finds nothing to do, and then by none."""
    calendar = tmp_path / "followup.ics"

    def write() -> Went:
        calendar.write_text("BEGIN:VCALENDAR\nours\n")
        return Went(said=("Wrote followup.ics.",))

    running = make().start()
    work.outcomes = [write]
    running.bell.ring(FACT)
    assert running.next_pass() == FACT
    assert running.next_pass() == CALENDAR
    running.no_pass()


def test_an_edit_during_a_pass_is_not_taken_for_our_own(make: Make, work: FakeWork, tmp_path: Path) -> None:
    """The user saves while a pass is under way: the next pass reads it."""
    running = make().start()
    under_way, go_on = threading.Event(), threading.Event()

    def slow() -> Went:
        under_way.set()
        assert go_on.wait(SOON)
        return Went()

    work.outcomes = [slow]
    running.bell.ring(FACT)
    assert under_way.wait(SOON)
    (tmp_path / "hitlist.yaml").write_text("contacts: [Dana]\n")
    go_on.set()
    assert running.next_pass() == FACT
    assert running.next_pass() == LIST
    assert work.most_at_once == 1


def test_the_alarm_rings_when_there_is_something_to_do(make: Make, work: FakeWork) -> None:
    """At the instant that the last pass asked for."""
    running = make()
    work.outcomes = [Went(wake=running.clock() + timedelta(seconds=0.5))]
    running.start()
    assert running.next_pass() == "timer"
    running.no_pass()


def test_a_pass_that_asks_for_the_past_does_not_spin(make: Make, work: FakeWork) -> None:
    """It is woken a minute later."""
    work.outcomes = [Went(wake=START - HOUR)]
    running = make().start()
    running.no_pass()


@pytest.mark.parametrize("shift", [timedelta(hours=3), -timedelta(hours=3), timedelta(minutes=3)])
def test_a_clock_that_was_set_is_noticed(make: Make, work: FakeWork, shift: timedelta) -> None:
    """Forward over what is due, as after a night of sleep, and back: at the next look there is a pass."""
    running = make(look=0.1).start()
    running.clock.shift = shift
    assert running.next_pass() == "clock changed"
    running.no_pass()


def test_a_wall_clock_past_the_due_time_is_enough(make: Make, work: FakeWork) -> None:
    """A small step, below what counts as a jump, over the instant at which something is due."""
    running = make(look=0.1)
    work.outcomes = [Went(wake=running.clock() + timedelta(seconds=90))]
    running.start()
    running.clock.shift = timedelta(seconds=95)
    assert running.next_pass() == "timer"


def test_a_change_that_nobody_told_is_seen_in_the_look(make: Make, work: FakeWork, tmp_path: Path) -> None:
    """File systems without notices: here a file that became watched after the watcher looked."""
    running = make(look=0.1).start()
    late = tmp_path / "late" / "more.yaml"
    late.parent.mkdir()
    late.write_text("contacts: []\n")
    work.files[late] = LIST
    assert running.next_pass() == LIST
    running.no_pass()


def test_a_bad_edit_stops_nothing_and_is_told_once(make: Make, work: FakeWork, tmp_path: Path) -> None:
    """P9: passes go on with the last good list; the same problems again after another save are told again."""
    running = make().start()
    hitlist = tmp_path / "hitlist.yaml"
    work.bad = UsageError("hitlist.yaml: 2 problems\n  1:1 ...\n  3:1 ...", "Mend it: followupd check")
    hitlist.write_text("contacts: {\n")
    assert running.next_pass() == LIST
    said = running.await_said("2 problems")
    assert "Carrying on with the last good hit list." in said
    running.bell.ring(FACT)
    assert running.next_pass() == FACT
    assert running.once("2 problems")
    hitlist.write_text("contacts: {{\n")
    assert running.next_pass() == LIST
    running.await_said("2 problems")
    work.bad = None
    hitlist.write_text("contacts: []\n")
    assert running.next_pass() == LIST
    running.await_said("good again: 12 people")
    running.bell.ring(FACT)
    running.next_pass()
    assert running.once("good again")


def test_a_calendar_that_is_down_is_told_once_and_when_it_is_back(make: Make, work: FakeWork) -> None:
    """From the start it is told at once; each further failure is silent; then one word that it is back."""
    down = CalendarUnreachable("dav.example.com does not answer", "Check the network.")
    work.outcomes = [down, down, down]
    running = make().start()
    for _ in range(2):
        running.bell.ring(FACT)
        running.next_pass()
    assert running.once("dav.example.com does not answer. Check the network.")
    running.bell.ring(FACT)
    running.next_pass()
    running.await_said("can be reached again")
    assert running.once("can be reached again")


def test_a_first_blip_is_quiet(make: Make, work: FakeWork) -> None:
    """A daemon that has worked tells a failure only when the second try fails as well."""
    running = make().start()
    work.outcomes = [CalendarUnreachable("down")]
    running.bell.ring(FACT)
    running.next_pass()
    running.bell.ring(FACT)
    running.next_pass()
    running.bell.ring(FACT)
    running.next_pass()
    assert running.told == ["Watching hitlist.yaml. Stop with Ctrl-C."]


def test_a_server_that_asks_for_a_pause_gets_it(make: Make, work: FakeWork, tmp_path: Path) -> None:
    """Rings within it make no pass; the alarm is set to its end; SIGHUP asks all the same."""
    running = make().start()
    work.outcomes = [CalendarUnreachable("busy", retry_after=60)]
    running.bell.ring(FACT)
    assert running.next_pass() == FACT
    running.bell.ring(FACT)
    running.no_pass()
    running.bell.ring("reload")
    assert running.next_pass() == "reload"
    running.bell.ring(FACT)
    assert running.next_pass() == FACT


def test_the_calendar_is_tried_again_by_itself(make: Make, work: FakeWork) -> None:
    """After a pause of its own, with no ring from anybody."""
    running = make(look=0.1).start()
    work.outcomes = [CalendarUnreachable("down"), CalendarUnreachable("down")]
    running.bell.ring(FACT)
    running.next_pass()
    for _ in range(2):
        running.clock.shift += timedelta(seconds=17)
        assert running.next_pass() == "timer"


def test_an_unsafe_change_is_told_once_and_not_hurried(make: Make, work: FakeWork) -> None:
    """P10: the same refusal is silent until it is over; there is no quick retry."""
    unsafe = UnsafeChange("26 of our 26 events have vanished", "See followupd sync --help")
    work.outcomes = [unsafe, unsafe]
    running = make(look=0.1).start()
    running.clock.shift = timedelta(seconds=30)
    running.no_pass()
    running.bell.ring(CALENDAR)
    running.bell.ring(FACT)
    running.next_pass()
    assert running.once("have vanished")
    running.bell.ring(FACT)
    running.next_pass()
    running.await_said("looks right again")


def test_a_fault_in_a_pass_does_not_end_the_daemon(
    make: Make, work: FakeWork, caplog: pytest.LogCaptureFixture
) -> None:
    """It is logged once with its traceback; the next ring makes a pass."""
    work.outcomes = [ZeroDivisionError("in a plan"), ZeroDivisionError("in a plan")]
    running = make().start()
    running.bell.ring(FACT)
    running.next_pass()
    running.bell.ring(FACT)
    assert running.next_pass() == FACT
    assert running.once("fault in followupd (ZeroDivisionError)")
    logged = [record for record in caplog.records if record.name == "followupd"]
    assert len(logged) == 1
    assert logged[0].exc_info is not None


def test_a_state_database_that_fails_is_opened_afresh(make: Make, work: FakeWork) -> None:
    """A database that was replaced under us."""
    work.outcomes = [Failure("The state database was removed")]
    running = make().start()
    assert work.dropped == 1
    running.bell.ring(FACT)
    running.next_pass()
    running.await_said("can be used again")


def test_changes_that_failed_are_tried_again_soon(make: Make, work: FakeWork) -> None:
    """A pass that could not write everything; its problem is told once."""
    some = Went(problems=("One event could not be written.",), failed=(object(),))
    work.outcomes = [some, some]
    running = make(look=0.1).start()
    running.clock.shift = timedelta(seconds=6)
    assert running.next_pass() == "timer"
    running.no_pass()
    assert running.once("could not be written")
