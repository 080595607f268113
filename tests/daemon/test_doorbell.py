"""Rings of the doorbell, and how often: rings, edits, alarms, a clock that was set."""

from __future__ import annotations

import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from followupd.daemon.doorbell import CALENDAR, FACT, LIST, RELOAD
from tests.kit.bells import HOUR, SOON, START, FakeWork, Make, Went
from tests.kit.waiting import until


def test_a_pass_at_the_start_then_silence(make: Make, work: FakeWork) -> None:
    """One pass, one line that it watches, and nothing more until something rings."""
    work.outcomes = [Went(said=("Wrote followup.ics: 26 blocks new.",))]
    running = make().start()
    assert running.told == ["Wrote followup.ics: 26 blocks new.", "Watching hitlist.yaml. Stop with Ctrl-C."]
    running.expect_silence()


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
    running.expect_silence()


def test_rings_within_the_settle_time_are_one_pass(make: Make, work: FakeWork) -> None:
    """An editor that saves in two steps: different reasons once each, in the order they were rung."""
    running = make(settle=0.3).start()
    for reason in (LIST, FACT, LIST):
        running.bell.ring(reason)
    threading.Timer(0.05, running.bell.ring, [RELOAD]).start()
    assert running.next_pass() == f"{LIST}, {FACT}, {RELOAD}"
    running.expect_silence()


def test_a_stream_of_rings_still_makes_passes(make: Make, work: FakeWork) -> None:
    """A file that is rewritten all the time does not delay the pass for ever."""
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
    """The settle time counts from the save, and the save gets its own pass."""
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
    time.sleep(0.55)      # time is the subject here: it settles meanwhile
    began = time.monotonic()
    go_on.set()
    assert running.next_pass() == FACT
    assert running.next_pass() == RELOAD
    assert time.monotonic() - began < 0.4


def test_its_timers_can_be_listed(make: Make, work: FakeWork) -> None:
    """The next pass an hour after the last one, and the look; there is no other timer."""
    running = make().start()
    running.bell.ring(FACT)
    running.next_pass()
    until(lambda: len(running.bell.jobs()) == 2)      # the pass has ended; its thread still sets the clock
    jobs = dict(running.bell.jobs())
    assert list(jobs) == ["look at clock and files", "next pass"]
    assert timedelta(minutes=59) < jobs["next pass"] - datetime.now(UTC) <= HOUR


@pytest.mark.parametrize("folder", [False, True])
def test_our_own_write_rings_for_expect_silence(make: Make, work: FakeWork, tmp_path: Path, folder: bool) -> None:
    """Neither at once nor at the next look; `status` still says what the pass wrote."""
    calendar = tmp_path / "followup.ics"
    if folder:
        calendar, work.files[tmp_path] = tmp_path / "block.ics", CALENDAR

    def write() -> Went:
        work.write(calendar, "BEGIN:VCALENDAR\nours\n")
        work.write(calendar, "BEGIN:VCALENDAR\nours again\n")
        return Went(said=("Wrote followup.ics.",))

    running = make(look=0.1).start()
    work.outcomes = [write]
    running.bell.ring(FACT)
    assert running.next_pass() == FACT
    running.expect_silence()


@pytest.mark.parametrize("when", ["before our write", "between two writes", "after our write"])
def test_the_users_change_around_our_own_write_rings(make: Make, work: FakeWork, tmp_path: Path, when: str) -> None:
    """The pass had read the calendar before it, so the next one must; also when it was there before our write."""
    calendar = tmp_path / "followup.ics"
    theirs = "BEGIN:VCALENDAR\nours\nand theirs\n"

    def write() -> Went:
        for moment in ("before our write", "between two writes", "after our write"):
            if moment == when:
                calendar.write_text(theirs)
            if moment != "after our write":
                work.write(calendar, theirs + moment)
        return Went()

    running = make().start()
    work.outcomes = [write]
    running.bell.ring(FACT)
    assert running.next_pass() == FACT
    assert running.next_pass() == CALENDAR
    running.expect_silence()


def test_an_edit_during_a_pass_does_not_count_as_ours(make: Make, work: FakeWork, tmp_path: Path) -> None:
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
    running.expect_silence()


def test_a_pass_that_asks_for_the_past_does_not_spin(make: Make, work: FakeWork) -> None:
    """It is woken a minute later."""
    work.outcomes = [Went(wake=START - HOUR)]
    running = make().start()
    running.expect_silence()
    assert timedelta(seconds=50) < dict(running.bell.jobs())["next pass"] - datetime.now(UTC) < timedelta(seconds=61)


@pytest.mark.parametrize("shift", [timedelta(hours=3), -timedelta(hours=3), timedelta(minutes=3)])
def test_a_clock_that_was_set_is_noticed(make: Make, work: FakeWork, shift: timedelta) -> None:
    """Forward past the due time, as after a night of sleep, and back: the next look runs a pass."""
    running = make(look=0.1).start()
    running.clock.shift = shift
    assert running.next_pass() == "clock changed"
    running.expect_silence()


def test_a_wall_clock_past_the_due_time_is_enough(make: Make, work: FakeWork) -> None:
    """A small step, below what counts as a jump, past the instant at which something is due."""
    running = make(look=0.1)
    work.outcomes = [Went(wake=running.clock() + timedelta(seconds=90))]
    running.start()
    running.clock.shift = timedelta(seconds=95)
    assert running.next_pass() == "timer"


def test_a_change_without_a_notice_is_seen_by_the_look(make: Make, work: FakeWork, tmp_path: Path) -> None:
    """As on file systems without notices: here a file that was changed before it was watched."""
    running = make(look=0.1).start()
    late = tmp_path / "late" / "more.yaml"
    late.parent.mkdir()
    late.write_text("contacts: []\n")
    work.files[late] = LIST
    assert running.next_pass() == LIST
    running.expect_silence()
