"""An event that the server refuses is tried again after growing pauses, also if each pass is a new process."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from followupd.__main__ import exit_code
from followupd.core.values.event import event_of, uid_of
from followupd.desk.withdraw import withdraw
from followupd.errors import EventRefused
from followupd.passes.report import Report
from tests.kit.desks import HomeFolder
from tests.kit.fake_caldav import FakeCalDAV
from tests.kit.local_http import HttpReply

NOW = datetime(2026, 11, 20, 18, 0, tzinfo=UTC)
CONFLICT = "<C:error xmlns:C='urn:ietf:params:xml:ns:caldav'><C:no-uid-conflict/></C:error>"
LIST = """
calendar: {{url: "{url}", timeout: 5}}
timezone: America/Denver
block: {{every: Tuesday 10:00, ahead: 6 weeks}}
contacts:
  - {{name: Dana, phone: +1 303 555 0142, hours: "Thu 14:00-16:00", log: [2026-11-17 no answer]}}
"""


@dataclass
class RefusedCron:
    """A user whose followupd runs from cron, on a server that refuses one event (`only`) with `reply`, if it is set."""

    home: HomeFolder
    server: FakeCalDAV
    reply: HttpReply | None = None
    methods: tuple[str, ...] = ("PUT",)
    only: str = "retry-dana"
    tried: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.server.fault = self._fault
        self.home.write(LIST.format(url=self.server.url))

    def _fault(self, method: str, path: str, count: int) -> HttpReply | None:
        self.asked.append(method)
        if method not in ("PUT", "DELETE") or self.only not in path:
            return None
        self.tried.append(path)
        return self.reply if method in self.methods else None

    def sync(self, minutes: float) -> Report:
        """Run a pass so many minutes after noon."""
        return self.home.a_pass(NOW + timedelta(minutes=minutes))

    def tries(self, minutes: float) -> int:
        """Return how often that pass asks the server to take the event."""
        before = len(self.tried)
        self.sync(minutes)
        return len(self.tried) - before

    def command(self, *words: str, minutes: float) -> int:
        return exit_code(["-c", str(self.home.config), *words, "--now", (NOW + timedelta(minutes=minutes)).isoformat()])


@pytest.fixture
def cron(tmp_path: Path) -> Iterator[RefusedCron]:
    with FakeCalDAV() as server:
        yield RefusedCron(HomeFolder(tmp_path), server)


@pytest.mark.parametrize("status", [400, 403, 405, 413, 415, 423, 500])
def test_pauses_grow_from_a_minute_to_six_hours(cron: RefusedCron, status: int) -> None:
    """Whatever the refusal costs, it costs it at each try only: a pass in between asks once, and tells the same."""
    cron.reply = HttpReply(status)
    first = cron.sync(0)
    assert cron.tried
    assert first.succeeded
    assert first.wake == NOW + timedelta(minutes=1)
    begun = 0.0
    for pause in (1, 5, 15, 60, 360, 360):
        again = cron.sync(begun + pause - 0.5)
        assert again.problems == first.problems
        assert again.wake == NOW + timedelta(minutes=begun + pause)
        cron.asked.clear()
        assert cron.tries(begun + pause - 0.5) == 0
        assert len(cron.asked) == 1
        begun += pause
        assert cron.tries(begun) == 1
    cron.reply = None
    assert cron.tries(begun + 360) == 1
    assert not cron.sync(begun + 361).failed


@pytest.mark.parametrize("status", [403, 409, 412])
def test_a_uid_taken_elsewhere_buries_no_further_generation(cron: RefusedCron, status: int) -> None:
    cron.reply = HttpReply(status, CONFLICT)
    first = cron.sync(0)
    assert [type(failed.change).__name__ for failed in first.failed] == ["Create"]
    paths = set(cron.tried)
    assert cron.tries(0.5) == 0
    assert cron.tries(1) == 1                      # one name for each later try
    assert cron.tries(5) == 0                      # the pause grows, though the name is another one
    assert not paths & set(cron.tried[len(paths):])
    cron.reply = None
    assert cron.tries(6) == 1
    assert not cron.sync(7).failed


def test_the_pause_of_a_new_event_goes_on_while_it_moves(
    cron: RefusedCron, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its hour goes by, and it is planned for a later day under another UID: the pause belongs to the person."""
    cron.home.write(cron.home.config.read_text().replace("Thu 14:00-16:00", "12:00-14:00").replace("11-17", "11-13"))
    cron.reply = HttpReply(403)
    events: set[tuple[str, datetime]] = set()
    tries, due = [], (0, 1, 6, 21, 81, 441, 801, 1161, 4200, 5700)
    for minutes in sorted({*due, 60, 120, 300, 440, 800, 1200, 4250}):
        before = len(cron.tried)
        (failed,) = cron.sync(minutes).failed
        if len(cron.tried) > before:
            tries.append(minutes)
        event = uid_of(failed.change), event_of(failed.change).start
        if event not in events:
            assert cron.command("list", minutes=minutes) == 0
            assert "(refused)" in capsys.readouterr().out
        events.add(event)
    assert len(events) >= 3
    assert len({uid for uid, _ in events}) == 2
    assert tries == list(due)


def test_a_changed_event_is_tried_at_once(cron: RefusedCron) -> None:
    cron.reply = HttpReply(403)
    cron.sync(0)
    assert cron.tries(0.5) == 0
    assert cron.command("log", "Dana", "no answer", minutes=0.6) == 0
    cron.tried.clear()
    assert cron.tries(0.7) == 0      # `log` has tried it
    cron.reply = None
    assert cron.command("log", "Dana", "left message", minutes=0.8) == 0
    assert len(cron.tried) == 1


def test_a_changed_hit_list_is_tried_at_once(cron: RefusedCron) -> None:
    cron.reply = HttpReply(403)
    cron.sync(0)
    assert cron.tries(0.5) == 0
    cron.home.write(cron.home.config.read_text().replace("timeout: 5", "timeout: 6"))
    assert cron.tries(0.6) == 1


def test_a_clock_that_was_ahead_stops_no_try(cron: RefusedCron) -> None:
    cron.reply = HttpReply(403)
    cron.sync(0)
    assert cron.tries(-12 * 60) == 1


def test_withdraw_tries_what_waits(cron: RefusedCron) -> None:
    """A user who asks for it does not wait, and what is refused then is reported."""
    cron.sync(0)
    cron.reply, cron.methods = HttpReply(405), ("PUT", "DELETE")
    assert cron.command("log", "Dana", "reached", minutes=1) == 0
    cron.tried.clear()
    with cron.home.opened() as sources:
        assert len(withdraw(sources, NOW + timedelta(minutes=1.5), write=True).failed) == 1
    assert cron.tried


def test_withdraw_says_how_to_try_again(cron: RefusedCron, capsys: pytest.CaptureFixture[str]) -> None:
    """No later pass takes off what is left."""
    cron.sync(0)
    cron.reply, cron.methods = HttpReply(405), ("DELETE",)
    assert cron.command("withdraw", "--yes", minutes=1) == 0
    said = capsys.readouterr()
    assert "could not be taken off: the server refuses it (405)" in said.err
    assert "To try again: followupd withdraw" in said.err
    assert "tried again from" not in said.err
    assert said.out.startswith("6 events taken off ")
    assert ": Fake; 1 could not be. To write them again: followupd -c " in said.out
    assert said.out.endswith(" sync\n")
    cron.only = "/"
    assert cron.command("withdraw", "--yes", minutes=1.2) == 0
    said = capsys.readouterr()
    assert said.out.startswith("Nothing was taken off ")
    assert "followupd sync" not in said.out
    cron.reply = None
    assert cron.command("withdraw", "--yes", minutes=1.5) == 0
    assert cron.server.texts == {}


def test_412_for_ever_is_a_refusal_of_the_event(cron: RefusedCron) -> None:
    """The event reads as before, so nobody has edited it: it pauses like any other refusal, and says so."""
    cron.sync(0)
    cron.home.write(cron.home.config.read_text().replace("0142", "0143"))
    cron.reply = HttpReply(412)
    first = cron.sync(1)
    assert first.succeeded
    assert [type(failed.error) for failed in first.failed] == [EventRefused]
    assert "could not be written: the server says that it was edited meanwhile, but it reads as before (412)" in str(
        first.failed[0].error
    )
    assert cron.tries(1.5) == 0
    assert cron.tries(2) == 2                          # decided again once
    assert cron.tries(6.5) == 0
    cron.reply = None
    assert cron.tries(7) == 1
    assert not cron.sync(8).failed


def test_a_refused_sheet_names_whose_lines_it_has(
    cron: RefusedCron, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nobody is said to be on a sheet that the calendar does not show, without saying so."""
    cron.home.write(LIST.format(url=cron.server.url).partition("contacts:")[0] + "contacts: [Ann, Bea, Cleo, Dee]\n")
    cron.only, cron.reply, cron.methods = "block-2026w48", HttpReply(413), ("PUT",)
    report = cron.sync(0)
    assert len(report.problems) == 1
    assert report.problems[0].endswith("refuses it (413). On it: Ann, Bea, Cleo, Dee")
    capsys.readouterr()
    for command, shown in (
        (("list",), "Tue 24 Nov 10:00 (sheet, refused)"),
        (("show", "Ann"), "on the sheet of Tue 24 Nov 10:00 (not on the calendar: the server refuses it)"),
        (("why", "Ann"), "Tue 24 Nov 10:00 (not on the calendar: the server refuses it)"),
        (("status",), "Tue 24 Nov 10:00 (not on the calendar: the server refuses it)"),
        (("next",), "on the list since Fri 20 Nov\n   Not on the calendar: the server refuses it.\n2. Call"),
        (("log", "Ann", "no answer", "--at", "10:30"), "On it: Bea, Cleo, Dee"),
    ):
        assert cron.command(*command, minutes=0.5) == 0
        assert shown in capsys.readouterr().out, command
    cron.reply = None
    cron.sync(10)
    assert cron.command("list", minutes=11) == 0
    assert "Tue 24 Nov 10:00 (sheet)" in capsys.readouterr().out
    assert cron.command("next", minutes=11) == 0
    assert "on the calendar" not in capsys.readouterr().out


def test_a_line_that_the_calendar_already_shows_is_there(
    cron: RefusedCron, capsys: pytest.CaptureFixture[str]
) -> None:
    """Only a new line is missing from a sheet whose change is refused."""
    cron.home.write(LIST.format(url=cron.server.url).partition("contacts:")[0] + "contacts: [Ann]\n")
    cron.sync(0)
    cron.home.write(cron.home.config.read_text().replace("[Ann]", "[Ann, Bea]"))
    cron.only, cron.reply, cron.methods = "block-2026w48", HttpReply(413), ("PUT",)
    cron.sync(1)
    capsys.readouterr()
    assert cron.command("list", minutes=2) == 0
    said = capsys.readouterr().out.splitlines()
    ann, bea = (next(line for line in said if who in line) for who in ("Ann", "Bea"))
    assert ann.endswith("(sheet)")
    assert bea.endswith("(sheet, refused)")


@pytest.mark.parametrize("status", [401, 429, 503, 507])
def test_a_cron_job_once_a_day_is_not_stopped(
    cron: RefusedCron, capsys: pytest.CaptureFixture[str], status: int
) -> None:
    """By an event for which the server answers as if nothing could be written; it is said like any other refusal."""
    cron.reply = HttpReply(status)
    assert [cron.command("sync", minutes=day * 24 * 60) for day in range(4)] == [0, 0, 0, 0]
    assert len(cron.server.texts) > 3
    said = capsys.readouterr().err
    assert '"Call Dana' in said
    assert "could not be written: " in said
    later = 3 * 24 * 60 + 0.5
    for command in ("list", "show Dana", "why Dana"):
        assert cron.command(*command.split(), minutes=later) == 0
        assert "refuse" in capsys.readouterr().out, command
    assert cron.command("status", minutes=later) == 0
    assert said.splitlines()[-2].removeprefix("followupd: ") in capsys.readouterr().out


def test_what_is_said(cron: RefusedCron, capsys: pytest.CaptureFixture[str]) -> None:
    """`sync` exits with 0 and says which event, why, and when it tries again; `status` does not call it failed."""
    cron.sync(-1)
    cron.reply, cron.methods = HttpReply(405), ("PUT", "DELETE")
    for minutes in (0, 0.5):
        assert cron.command("log", "Dana", "no answer", "--at", "11:00", minutes=minutes) == 0
        assert "refuses it (405). It is tried again from Fri 20 Nov 11:01" in capsys.readouterr().out
    assert cron.command("sync", minutes=0.6) == 0
    said = capsys.readouterr()
    assert '"Call Dana' in said.err
    assert "refuses it (405)" in said.err
    assert "It is tried again from Fri 20 Nov 11:01, and when the event or the hit list has changed." in said.err
    assert cron.command("status", minutes=0.7) == 0
    said = capsys.readouterr()
    assert "failed" not in said.out
    assert "nothing written" in said.out
    assert "refuses it (405)" in said.out
    assert cron.command("next", minutes=0.7) == 0
    assert "Dana" in capsys.readouterr().out
