"""Passes that fail: what is reported, how often, and when it is tried again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from followupd.core.values.event import Create, Event, Failed
from followupd.daemon.doorbell import CALENDAR, FACT, LIST
from followupd.errors import CalendarUnreachable, EventRefused, Failure, UnsafeChange, UsageError
from tests.kit.bells import START as BEGUN
from tests.kit.bells import FakeWork, Make, Went

START = datetime(2026, 11, 27, 17, 0, tzinfo=UTC)
CHANGE = Create(Event("retry-dana-1-hitlist@followupd", START, START + timedelta(minutes=15), "Call Dana", "", True))


def test_a_bad_edit_stops_nothing_and_is_reported_once(make: Make, work: FakeWork, tmp_path: Path) -> None:
    """P9: passes go on with the last good list; the same problems after another save are reported again."""
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


def test_a_calendar_that_is_down_is_reported_once_and_when_it_is_back(make: Make, work: FakeWork) -> None:
    """At the start it is reported at once; each further failure is silent; then a line that it is back."""
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
    """A daemon that has worked reports a failure only when the second try fails too."""
    running = make().start()
    work.outcomes = [CalendarUnreachable("down")]
    running.bell.ring(FACT)
    running.next_pass()
    running.bell.ring(FACT)
    running.next_pass()
    running.bell.ring(FACT)
    running.next_pass()
    assert running.told == ["Watching hitlist.yaml. Stop with Ctrl-C."]


@pytest.mark.parametrize("half_way", [False, True])
def test_a_server_that_asks_for_a_pause_gets_it(make: Make, work: FakeWork, half_way: bool) -> None:
    """Rings within it make no pass; the alarm is set to its end; SIGHUP asks all the same. Also if it wrote some."""
    running = make().start()
    asks = CalendarUnreachable("busy", retry_after=60)
    work.outcomes = [Went(failed=(Failed(CHANGE, asks),)) if half_way else asks]
    running.bell.ring(FACT)
    assert running.next_pass() == FACT
    running.bell.ring(FACT)
    running.expect_silence()
    running.bell.ring("reload")
    assert running.next_pass() == "reload"
    running.bell.ring(FACT)
    assert running.next_pass() == FACT


def test_the_calendar_is_tried_again_automatically(make: Make, work: FakeWork) -> None:
    """After a pause, without any ring."""
    running = make(look=0.1).start()
    work.outcomes = [CalendarUnreachable("down"), CalendarUnreachable("down")]
    running.bell.ring(FACT)
    running.next_pass()
    for _ in range(2):
        running.clock.shift += timedelta(seconds=17)
        assert running.next_pass() == "timer"


def test_an_unsafe_change_is_reported_once_and_not_retried_soon(make: Make, work: FakeWork) -> None:
    """P10: the same refusal is silent until it is over; there is no quick retry."""
    unsafe = UnsafeChange("26 of our 26 events have vanished", "See followupd sync --help")
    work.outcomes = [unsafe, unsafe]
    running = make(look=0.1).start()
    running.clock.shift = timedelta(seconds=30)
    running.expect_silence()
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


def test_a_state_database_that_fails_is_opened_again(make: Make, work: FakeWork) -> None:
    """The database was replaced while it was open."""
    work.outcomes = [Failure("The state database was removed")]
    running = make().start()
    assert work.dropped == 1
    running.bell.ring(FACT)
    running.next_pass()
    running.await_said("can be used again")


def test_changes_that_failed_are_tried_again_soon(make: Make, work: FakeWork) -> None:
    """A pass that could not write everything; its problem is reported once."""
    some = Went(problems=("One event could not be written.",), failed=(Failed(CHANGE, CalendarUnreachable("No.")),))
    work.outcomes = [some, some]
    running = make(look=0.1).start()
    running.clock.shift = timedelta(seconds=6)
    assert running.next_pass() == "timer"
    running.expect_silence()
    assert running.once("could not be written")


def test_an_event_that_the_server_refuses_is_tried_less_and_less_often(make: Make, work: FakeWork) -> None:
    """The same event will hardly be taken a few seconds later: the pass says when it is tried again."""
    refused = Failed(CHANGE, EventRefused("One event is refused."))
    some = Went(problems=("One event is refused.",), failed=(refused,), wake=BEGUN + timedelta(seconds=60))
    work.outcomes = [some, some]
    running = make(look=0.1).start()
    running.clock.shift = timedelta(seconds=50)
    running.expect_silence()
    running.clock.shift = timedelta(seconds=70)
    assert running.next_pass() == "timer"
    assert running.once("is refused")
