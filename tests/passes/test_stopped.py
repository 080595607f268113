"""An event for which the server answers as if it took nothing: it stops no pass unless the calendar does not answer."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from followupd.core.values.event import Delete, uid_of
from followupd.core.values.facts import Attempt, Outcome
from followupd.core.values.uid import Kind
from followupd.desk.withdraw import withdraw
from followupd.errors import CalendarUnreachable, EventRefused
from followupd.passes.making import MOST_IN_A_ROW
from followupd.passes.refusals import PAUSES
from followupd.run import run_pass
from tests.kit.desks import HomeFolder
from tests.kit.fake_caldav import CUT_BEFORE, Faults, RequestFault
from tests.kit.local_http import HttpReply
from tests.kit.refused import NOW, RefusedDesk, name_of, opened

STOPPING = [HttpReply(401), HttpReply(429), HttpReply(502), HttpReply(503), HttpReply(504), HttpReply(507), CUT_BEFORE]
DOWN = "<html>Service Unavailable"
WEEKLY = """
calendar: events/
timezone: America/Denver
block: {every: Tuesday 10:00, ahead: 6 weeks}
contacts: [Ann]
"""


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[RefusedDesk]:
    with opened(tmp_path) as made:
        yield made


def one_event(answer: HttpReply | RequestFault, part: str, *methods: str) -> Faults:
    return lambda method, path, count: answer if method in (methods or ("PUT",)) and part in path else None


def healthy(method: str, path: str, count: int) -> None:
    """Refuse nothing."""


def to_write(desk: RefusedDesk) -> list[str]:
    return [name_of(uid_of(change)) for change in run_pass(desk.sources(), desk.now, write=False).changes]


def names(desk: RefusedDesk) -> set[str]:
    return {name.partition(".")[0] for name in desk.server.texts}


@pytest.mark.parametrize("answer", STOPPING, ids=str)
def test_one_event_stops_no_pass(desk: RefusedDesk, answer: HttpReply | RequestFault) -> None:
    """The first event of all: the calendar answers and takes the others, so it is refused like any other event."""
    first = to_write(desk)[0]
    desk.server.fault = one_event(answer, first)
    report = desk()
    assert report.succeeded
    assert [name_of(uid_of(failed.change)) for failed in report.failed] == [first]
    assert "could not be written: " in report.problems[0]
    assert report.wake == desk.now + PAUSES[0]
    assert len(desk.server.texts) == report.created == len(report.plan.events) - 1
    desk.server.seen.clear()
    assert [one.error for one in desk().failed if not isinstance(one.error, EventRefused)] == []
    assert [method for method, _ in desk.server.seen] == ["REPORT"]
    desk.server.fault = healthy
    desk.now += PAUSES[0]
    assert desk().created == 1
    assert desk().changes == ()


@pytest.mark.parametrize("part", ["retry-p", "block-"])
@pytest.mark.parametrize("status", [401, 429, 502, 503, 507])
def test_several_events_stop_no_pass(desk: RefusedDesk, status: int, part: str) -> None:
    """All reminders, or all blocks: each is tried once, and the others are written in the same pass."""
    wanted = to_write(desk)
    refused = {name for name in wanted if name.startswith(part)}
    tried: list[str] = []
    desk.server.fault = lambda method, path, count: (
        tried.append(path) or HttpReply(status) if method == "PUT" and part in path else None   # type: ignore[func-returns-value]
    )
    report = desk()
    assert report.succeeded
    assert {name_of(uid_of(failed.change)) for failed in report.failed} == refused
    assert names(desk) == {*wanted} - refused
    assert len(set(tried)) == len(refused) > 3
    assert len(report.problems) == 4      # three by name, and how many more


def test_deletions_that_fail_stop_no_pass(desk: RefusedDesk) -> None:
    desk()
    desk.log(*(Attempt(f"p{n}", desk.now - timedelta(minutes=1), Outcome.REACHED, "phone") for n in range(8)))
    desk.server.fault = lambda method, path, count: (
        HttpReply(503) if method == "DELETE" and any(f"-p{n}-" in path for n in range(5)) else None
    )
    report = desk()
    assert report.succeeded
    assert len(report.failed) == 5
    assert report.deleted == 3


@pytest.mark.parametrize("status", [401, 429, 503, 507])
def test_a_sole_event_is_no_failure_of_a_calendar_that_answers(desk: RefusedDesk, status: int) -> None:
    """Nothing else is written, so perhaps it is the server after all: it waits at most a quarter of an hour."""
    last = to_write(desk)[-1]
    desk.server.fault = one_event(HttpReply(403), last)
    assert desk().created > 3
    desk.server.fault = one_event(HttpReply(status), last)
    pauses = []
    for _ in range(6):
        desk.now = desk().wake
        report = desk()
        assert report.succeeded
        pauses.append(report.wake - desk.now)
    assert pauses == [PAUSES[1], *[PAUSES[2]] * 5]
    desk.server.fault = lambda method, path, count: HttpReply(503) if method == "PROPFIND" or last in path else None
    desk.now = desk().wake
    with pytest.raises(CalendarUnreachable):
        desk()


@pytest.mark.parametrize("passes", [1, 2, 4])
def test_a_server_that_was_down_gets_everything_at_once(desk: RefusedDesk, passes: int) -> None:
    """Each pass asks it to write once, if it does not answer at all; none of the events waits afterwards."""
    desk.calendar.read()
    desk.server.fault = lambda method, path, count: HttpReply(503, DOWN) if method in ("PUT", "PROPFIND") else None
    for _ in range(passes):
        desk.server.seen.clear()
        with pytest.raises(CalendarUnreachable, match="503"):
            desk()
        asked = [method for method, _ in desk.server.seen if method != "REPORT"]
        assert asked == ["PUT", "GET", "PROPFIND"]
    desk.server.fault = healthy
    report = desk()
    assert report.created == len(report.plan.events)
    assert desk().changes == ()


def test_a_server_that_takes_nothing_is_asked_a_few_times(desk: RefusedDesk) -> None:
    """It answers, so each event is refused in the end; what is left is not tried while six others fail in a row."""
    desk.server.fault = lambda method, path, count: HttpReply(503, DOWN) if method == "PUT" else None
    stopped = 0
    for _ in range(20):
        desk.server.seen.clear()
        try:
            report = desk()
        except CalendarUnreachable:
            stopped += 1
        else:
            desk.now = report.wake
        assert sum(method == "PUT" for method, _ in desk.server.seen) <= MOST_IN_A_ROW
    assert stopped == len(report.plan.events) // MOST_IN_A_ROW == 2
    assert report.succeeded
    assert len(report.failed) == len(report.plan.events)
    assert report.wake <= report.now + PAUSES[2]
    desk.server.fault = healthy
    desk.now += PAUSES[2]
    assert desk().created == len(report.plan.events)


def test_a_server_that_fails_half_way_gets_the_rest_at_once(desk: RefusedDesk) -> None:
    desk.server.fault = lambda method, path, count: HttpReply(502) if method == "PUT" and count >= 3 else None
    assert desk().created == 3
    desk.server.fault = healthy
    report = desk()
    assert report.created == len(report.plan.events) - 3
    assert desk().changes == ()


def test_an_event_that_stops_each_pass_keeps_none_from_being_tried(desk: RefusedDesk) -> None:
    """The server was down until passes had stopped at each event; now it only refuses one of them."""
    wanted = to_write(desk)
    desk.server.fault = lambda method, path, count: HttpReply(503) if method in ("PUT", "PROPFIND") else None
    for _ in wanted:
        with pytest.raises(CalendarUnreachable):
            desk()
    desk.server.fault = one_event(HttpReply(503), wanted[0])
    report = desk()
    assert len(desk.server.texts) == len(wanted) - 1
    assert [type(failed.error) for failed in report.failed] == [EventRefused]


def test_the_pause_that_is_asked_for_is_kept(desk: RefusedDesk) -> None:
    """Each event that is answered with one is tried once, since others are written after it."""
    asked: list[str] = []

    def busy(method: str, path: str, count: int) -> HttpReply | None:
        if method != "PUT" or "retry-p" not in path:
            return None
        asked.append(path)
        return HttpReply(429, headers={"Retry-After": "1800"})

    desk.server.fault = busy
    report = desk()
    assert len(asked) == len({*asked}) == 8
    assert report.succeeded
    assert {one.again for one in report.refusals} == {desk.now + timedelta(seconds=1800)}
    assert len(report.refusals) == len(report.failed) == 8
    desk.now += timedelta(seconds=1799)
    asked.clear()
    desk()
    assert not asked


def test_a_pause_that_is_for_all_that_is_written(desk: RefusedDesk) -> None:
    """One more event shows that it is, and no pass asks for either of them before its end."""
    asked: list[str] = []

    def busy(method: str, path: str, count: int) -> HttpReply | None:
        if method != "PUT":
            return None
        asked.append(path)
        return HttpReply(429, headers={"Retry-After": "1800"})

    desk.server.fault = busy
    for _ in range(3):
        asked.clear()
        with contextlib.suppress(CalendarUnreachable):
            assert not desk().succeeded
        assert len(asked) == 2
    desk.server.fault = healthy
    rest = desk().created
    desk.now += timedelta(seconds=1800)
    report = desk()
    assert report.created == 6
    assert rest == len(report.plan.events) - 6


def test_a_full_account_takes_off_what_is_not_wanted(desk: RefusedDesk) -> None:
    """507 for each write; deletions are what makes room."""
    desk()
    desk.log(*(Attempt(f"p{n}", desk.now - timedelta(minutes=1), Outcome.REACHED, "phone") for n in range(4)))
    desk.server.fault = lambda method, path, count: HttpReply(507) if method == "PUT" else None
    report = desk()
    assert report.deleted == sum(isinstance(change, Delete) for change in report.changes) > 2
    assert any("the account is full (507)" in problem for problem in report.problems)
    desk.server.fault = healthy
    desk.now += PAUSES[0]
    desk()
    assert desk().changes == ()


def test_withdraw_goes_on_past_a_deletion_that_fails(desk: RefusedDesk) -> None:
    desk()
    (kept, *_) = desk.ours(Kind.RETRY)
    desk.server.fault = one_event(HttpReply(502), name_of(kept.uid), "DELETE")
    report = withdraw(desk.sources(), desk.now, write=True)
    assert [p.uid for p in desk.really()] == [kept.uid]
    assert report.succeeded
    assert report.refusals[0].hint == "To try again: followupd withdraw"


def test_a_file_that_cannot_be_written_stops_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a folder calendar: somebody made it read-only, or it is somebody else's."""
    home = HomeFolder(tmp_path)
    home.write(WEEKLY)
    (tmp_path / "events").mkdir()
    home.a_pass(NOW)
    home.write(WEEKLY.replace("10:00", "11:00"))
    changes = home.a_pass(NOW, write=False).changes
    first = uid_of(changes[0])
    file = tmp_path / "events" / f"{name_of(first)}.ics"
    monkeypatch.setattr(os, "access", lambda path, mode, **_: Path(path) != file)     # root may write any file
    report = home.a_pass(NOW)
    assert report.succeeded
    assert file.name in report.problems[0]
    assert [uid_of(failed.change) for failed in report.failed] == [first]
    assert report.updated == len(changes) - 1 > 3
    monkeypatch.undo()
    assert home.a_pass(NOW + PAUSES[0]).updated == 1
