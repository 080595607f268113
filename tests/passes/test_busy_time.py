"""Busy time in a pass: what counts, what is reported, and what is remembered when a calendar cannot be read."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest

from followupd.__main__ import exit_code
from followupd.calendars.busy.refresh import BusyCalendars
from followupd.calendars.busy.remembered_times import BusyQuery, Memory, Reader
from followupd.core.values.time import Interval
from followupd.daemon.work import FAR_EVERY, HOURLY, HitlistWork
from followupd.errors import CalendarUnreachable
from followupd.passes.outlook import look
from followupd.passes.report import Report
from followupd.passes.sources import Sources, open_sources, reload
from followupd.passes.user_time import gather_time, known_time, remember_time
from followupd.run import run_pass
from followupd.simulation.foresight import Assumptions, beginning, play
from tests.calendars.busy.conftest import calendar, event
from tests.daemon.test_asked import ourselves
from tests.kit.desks import HomeFolder
from tests.kit.local_http import HttpConnection, LocalServer

NOW = datetime(2026, 11, 22, 20, 0, tzinfo=UTC)
LUNCH = event("DTSTART:20261127T190000Z", "DTEND:20261127T210000Z", "SUMMARY:Lunch", uid="lunch")


def readers(sources: Sources) -> dict[str, Reader]:
    assert sources.busy is not None
    return sources.busy.readers


class BusyHome(HomeFolder):
    """A hit list with one retry on Friday 27 November, 12:30 in Denver, and a busy calendar beside it."""

    @property
    def work(self) -> Path:
        return self.folder / "work.ics"

    def keep_clear_of(self, busy: str = "work.ics") -> Path:
        return self.write(
            f"timezone: America/Denver\nstate: state.db\nbusy: [{busy}]\ncontacts:\n"
            "  - {name: Dana, hours: 'Mon-Fri 12:00-14:00', log: [2026-11-20 10:10 left message]}\n"
        )

    def __call__(self, now: datetime = NOW, *, write: bool = True) -> Report:
        return self.a_pass(now, write=write)

    def reminder(self) -> Interval:
        (present,) = self.events()
        return Interval(present.event.start, present.event.end)


@pytest.fixture
def home(tmp_path: Path) -> BusyHome:
    found = BusyHome(tmp_path)
    found.keep_clear_of()
    found.work.write_bytes(calendar(LUNCH))
    return found


def test_a_reminder_keeps_clear_and_a_second_pass_writes_nothing(home: BusyHome) -> None:
    """Lunch takes both hours of Friday; with lunch gone, the next pass may leave it where it is (P3)."""
    report = home()
    assert report.problems == ()
    assert home.reminder().start == datetime(2026, 11, 30, 20, 30, tzinfo=UTC)
    assert home().changes == ()
    assert look(home.config, lambda _: NOW).plan.events[0].start == home.reminder().start


def test_a_block_does_not_move_away_from_its_own_copy(home: BusyHome) -> None:
    """A sync program copied it before its people changed, or before it had any: every earlier title is known."""
    people = ["{name: Zoe Ng, via: [phone]}", "{name: Katya Roth, via: [phone]}"]

    def listed(*names: str) -> None:
        home.write(
            "timezone: America/Denver\nstate: state.db\nbusy: [work.ics]\n"
            "block: {every: Tuesday 10:00, ahead: 3 weeks}\n"
            f"contacts: [{', '.join(names)}]\n"
        )

    def blocks() -> list[tuple[str, datetime]]:
        return [(one.event.summary, one.event.start) for one in home.events()]

    listed(*people)
    home()
    (title, start), *_ = blocks()
    assert title == "Call Zoe and Katya"
    begins, ends = (f"{at:%Y%m%dT%H%M%SZ}" for at in (start, start + timedelta(hours=1)))
    home.work.write_bytes(calendar(event(f"DTSTART:{begins}", f"DTEND:{ends}", f"SUMMARY:{title}", uid="copy")))
    listed(people[1], "{name: Bo Berg, via: [phone]}")
    for _ in range(2):                                      # as it was, and as it was before it was as it was
        home()
        assert blocks()[0] == ("Call Katya and Bo", start)
    listed("{name: Bo Berg, via: [phone]}")
    home()
    assert blocks()[0] == ("Call Bo Berg", start)
    assert home().changes == ()


def test_a_simulation_keeps_clear_of_what_was_read_last(home: BusyHome) -> None:
    """The first simulated try is at the reminder and not during lunch; no calendar is read."""
    home()
    home.work.unlink()
    begin = beginning(home.config, lambda _: NOW)
    sure = Assumptions(keep=1.0, everyone=1.0)
    assert [one.summary for one in begin.busy] == ["Lunch"]
    assert play(begin, 10, sure).tries[0].attempt.at == home.reminder().start
    free = replace(begin, busy=(), written={})
    assert play(free, 10, sure).tries[0].attempt.at == datetime(2026, 11, 27, 20, 0, tzinfo=UTC)


def test_what_cannot_be_read_counts_as_it_was(home: BusyHome) -> None:
    """Each pass reports it in the same words, and no longer once it can be read."""
    home()
    home.work.write_text("<html>")
    later = NOW + timedelta(hours=1)
    report = home(later)
    assert len(report.problems) == 1
    assert "work.ics is not an iCalendar file" in report.problems[0]
    assert "It counts as it was before Sun 22 Nov 14:00" in report.problems[0]
    assert report.changes == ()
    assert report.succeeded
    assert home(later + timedelta(hours=1)).problems == report.problems
    home.work.write_bytes(calendar(LUNCH))
    assert home(later).problems == ()


def test_a_calendar_that_was_never_read_is_named(home: BusyHome) -> None:
    """The plan goes on without it, and says so."""
    home.work.unlink()
    report = home()
    assert report.problems == (
        f"{home.work} does not exist. Correct `busy:`, or wait for the program that writes it. It was never read, so "
        "its events do not count as busy.",
    )
    assert report.created == 1


def test_what_to_do_about_it_is_said(home: BusyHome, capsys: pytest.CaptureFixture[str]) -> None:
    """By each command that names it: a webcal:// address whose server has no TLS."""
    with LocalServer(HttpConnection) as server:
        home.keep_clear_of(server.url.replace("http:", "webcal:") + "work.ics")
        for command in ("plan", "sync", "status"):
            assert exit_code(["-c", str(home.config), command, "--now", NOW.isoformat()]) == 0
            said = capsys.readouterr()
            assert "has no TLS there. If that server has no TLS, write http://" in " ".join(
                f"{said.out} {said.err}".split()
            ), command


def test_a_bad_event_is_reported_with_its_calendar(home: BusyHome) -> None:
    bad = event("DTSTART:20261127T190000Z", "DURATION:PT1H", "RRULE:FREQ=SECONDLY;BYHOUR=19", "SUMMARY:Beat", uid="b")
    home.work.write_bytes(calendar(LUNCH, bad))
    assert home().problems == (
        "work.ics: “Beat” counts once, at its first time: it recurs too often to be worked out "
        "(FREQ=SECONDLY;BYHOUR=19).",
    )


def test_a_preview_remembers_nothing(home: BusyHome) -> None:
    """`plan` reads the same, and writes nowhere."""
    assert home(write=False).created == 0
    sources = open_sources(home.config)
    try:
        assert known_time(sources.hitlist, NOW, sources.history).busy == ()
    finally:
        sources.close()


def test_a_calendar_that_is_no_longer_named_is_forgotten(home: BusyHome) -> None:
    """Its titles leave the state database."""
    home()
    home.keep_clear_of("other.ics")
    (home.folder / "other.ics").write_bytes(calendar())
    assert home().changes == ()     # nothing moves under the user's eyes because a place became free
    sources = open_sources(home.keep_clear_of())
    try:
        assert known_time(sources.hitlist, NOW, sources.history).busy == ()
    finally:
        sources.close()


class Slow:
    """A calendar that answers when it is allowed to, and counts how often it is asked."""

    far = True
    label = where = "slow.example.com"

    def __init__(self, answer: Callable[[Memory | None, BusyQuery], Memory | None]) -> None:
        self.let, self.asked, self._answer = threading.Event(), 0, answer

    def look(self, memory: Memory | None, need: BusyQuery) -> Memory | None:
        self.asked += 1
        self.let.wait(20)
        return self._answer(memory, need)

    def close(self) -> None: ...


@pytest.fixture
def opened(home: BusyHome) -> Iterator[Sources]:
    sources = open_sources(home.config)
    yield sources
    sources.close()


def test_a_slow_calendar_blocks_no_pass(opened: Sources) -> None:
    """It is asked once, the reading goes on, and a later pass gets the answer."""
    hitlist, history = opened.hitlist, opened.history
    key, reader = next(iter(readers(opened).items()))
    slow = Slow(reader.look)
    busy = BusyCalendars({key: slow})
    begun = time.monotonic()
    for patience in (0.05, 60.0, 60.0):     # it was waited for once, and is not again
        asked = BusyQuery(739_900, 740_000, hitlist.timezone, frozenset(), "hitlist")
        looks = busy.look(lambda _: None, asked, patience)
        assert isinstance(looks[key].error, CalendarUnreachable)
    assert time.monotonic() - begun < 5
    slow.let.set()
    busy._patience[key].is_done(20)
    gathered = gather_time(hitlist, history, busy, NOW)
    assert slow.asked == 1
    assert [one.summary for one in gathered.user_time.busy] == ["Lunch"]
    remember_time(hitlist, history, gathered, NOW)
    assert known_time(hitlist, NOW, history).busy == gathered.user_time.busy


def test_a_server_that_failed_is_left_alone_for_a_while(opened: Sources, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each pass reports it; it is asked again after a minute, five, and then by the timer. A file is read each time."""
    def down(_: Memory | None, need: BusyQuery) -> Memory | None:
        raise CalendarUnreachable("slow.example.com could not be reached")

    clock = [1000.0]
    monkeypatch.setattr("followupd.patience.time", SimpleNamespace(monotonic=lambda: clock[0]))
    key, slow = next(iter(readers(opened))), Slow(down)
    slow.let.set()
    busy = BusyCalendars({key: slow})
    asked = []
    for passed in (0.0, 30.0, 31.0, 100.0, 201.0, 300.0, 541.0, 900.0):
        clock[0] += passed
        problems = gather_time(opened.hitlist, opened.history, busy, NOW).problems
        assert "could not be reached" in problems[0]
        asked.append(slow.asked)
    assert asked == [1, 1, 2, 2, 3, 3, 4, 5]
    slow.far = False    # as a file
    for _ in range(2):
        clock[0] += 900
        gather_time(opened.hitlist, opened.history, busy, NOW)
    assert slow.asked == 7


def test_logging_a_try_waits_for_no_server(opened: Sources) -> None:
    """A calendar over the network is left alone while something is remembered of it."""
    key, reader = next(iter(readers(opened).items()))
    slow = Slow(reader.look)
    slow.let.set()
    busy = BusyCalendars({key: slow}, patient=False)
    for _ in range(2):
        gathered = gather_time(opened.hitlist, opened.history, busy, NOW)
        remember_time(opened.hitlist, opened.history, gathered, NOW)
        assert [one.summary for one in gathered.user_time.busy] == ["Lunch"]
    assert slow.asked == 1


def test_a_bug_with_one_calendar_is_reported_and_ends_nothing(opened: Sources) -> None:
    """P11: never silent, never fatal."""

    def fault(_: Memory | None, need: BusyQuery) -> Memory | None:
        raise KeyError(need.list_name)

    slow = Slow(fault)
    slow.let.set()
    busy = BusyCalendars({next(iter(readers(opened))): slow})
    assert "a fault in followupd (KeyError)" in gather_time(opened.hitlist, opened.history, busy, NOW).problems[0]


def test_the_daemon_watches_files_and_asks_servers_by_the_timer(home: BusyHome) -> None:
    """A changed .ics file or folder rings; with an address the timer is short."""
    (home.folder / "family").mkdir()
    home.keep_clear_of("work.ics, family/, no-such.ics")
    work = HitlistWork(open_sources(home.config), ourselves)
    try:
        watched = work.watched()
        for name in ("work.ics", "family", "no-such.ics"):
            assert watched[home.folder / name] == "calendar changed"
        assert work.every() == HOURLY
        home.keep_clear_of("'https://calendar.example.com/a.ics'")
        work.sources = reload(work.sources)
        assert work.every() == FAR_EVERY
        assert not any("example.com" in str(path) for path in work.watched())
    finally:
        work.sources.close()


def test_a_changed_list_of_calendars_is_picked_up(home: BusyHome) -> None:
    """An unchanged list keeps its readers, which know their servers' tokens."""
    sources = open_sources(home.config)
    try:
        assert reload(sources).busy is sources.busy
        home.keep_clear_of("other.ics")
        assert reload(sources).busy is not sources.busy
    finally:
        sources.close()


def test_damaged_memory_is_read_again(home: BusyHome) -> None:
    """A row that is not our text costs one more reading, not the pass."""
    home()
    sources = open_sources(home.config)
    try:
        key = next(iter(readers(sources)))
        sources.history.keep_busy(key, "[1", "{}", "null")
        assert known_time(sources.hitlist, NOW, sources.history).busy == ()
        report = run_pass(replace(sources, busy=sources.busy), NOW, write=True)
        assert report.problems == ()
        assert [one.summary for one in known_time(sources.hitlist, NOW, sources.history).busy] == ["Lunch"]
    finally:
        sources.close()


def test_status_and_doctor_report_each_calendar(
    home: BusyHome, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Read, failing since, never read; in words and in JSON."""
    monkeypatch.chdir(home.folder)
    (home.folder / "bad.ics").write_bytes(
        calendar(LUNCH, event("DTSTART:20261127T190000Z", "DURATION:PT1H", "RRULE:FREQ=SECONDLY;BYHOUR=19", uid="b"))
    )
    home.keep_clear_of("work.ics, bad.ics, missing.ics")
    home()
    home.work.write_text("<html>")
    home(NOW + timedelta(hours=1))
    capsys.readouterr()
    now = ["--now", "2026-11-22T22:00:00Z"]
    assert exit_code(["status", *now]) == 0
    told = capsys.readouterr().out
    assert "Busy      work.ics: 1 time to come, as of before Sun 22 Nov 14:00, since when it cannot be read\n" in told
    assert "          bad.ics: 2 times to come; 1 event cannot be worked out\n" in told
    assert "          missing.ics: never read yet, so its events do not count as busy\n" in told
    assert exit_code(["status", "--json", *now]) == 0
    work, bad, missing = json.loads(capsys.readouterr().out)["busy"]
    assert (work["read"], work["times"], work["since"]) == (True, 1, "2026-11-22T21:00:00Z")
    assert "is not an iCalendar file" in work["failing"]
    assert (bad["failing"], bad["since"], len(bad["problems"])) == (None, None, 1)
    assert (missing["read"], missing["times"]) == (False, 0)
    assert exit_code(["doctor", "--json", *now]) == 4
    checks = {check["check"]: check for check in json.loads(capsys.readouterr().out)["checks"]}
    assert [checks[f"busy[{n}]"]["state"] for n in range(3)] == ["problem", "warning", "problem"]
    assert "its last known times count" in checks["busy[0]"]["sentence"]
    assert "recurs too often" in checks["busy[1]"]["sentence"]
    assert "nothing of it is known yet" in checks["busy[2]"]["sentence"]
    home.work.write_bytes(calendar(LUNCH))
    exit_code(["doctor", *now])
    assert "work.ics: 1 event, all understood" in capsys.readouterr().out
