"""A pass that is stopped at an event, for what may meet every other one too: the next pass goes on with the others."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from followupd.core.values.event import Delete, uid_of
from followupd.core.values.facts import Attempt, Outcome
from followupd.core.values.uid import Kind
from followupd.desk.withdraw import withdraw
from followupd.errors import CalendarUnreachable, EventRefused
from followupd.passes.refusals import PAUSES
from followupd.run import run_pass
from tests.kit.desks import Home
from tests.kit.fake_caldav import CUT_BEFORE, Fault
from tests.kit.local_http import Reply
from tests.kit.refused import NOW, RefusedDesk, name_of, opened

STOPPING = [Reply(401), Reply(429), Reply(502), Reply(503), Reply(504), Reply(507), CUT_BEFORE]
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


def one_event(answer: Reply | Fault, part: str, *methods: str) -> Callable[[str, str, int], Reply | Fault | None]:
    return lambda method, path, count: answer if method in (methods or ("PUT",)) and part in path else None


def healthy(method: str, path: str, count: int) -> None:
    """Refuse nothing."""


def to_write(desk: RefusedDesk) -> list[str]:
    return [name_of(uid_of(change)) for change in run_pass(desk.sources(), desk.now, write=False).changes]


def names(desk: RefusedDesk) -> set[str]:
    return {name.partition(".")[0] for name in desk.server.texts}


@pytest.mark.parametrize("answer", STOPPING, ids=str)
def test_the_next_pass_goes_on_with_the_others(desk: RefusedDesk, answer: Reply | Fault) -> None:
    """The first event of all; from the second pass on it is refused like any other, with pauses that grow."""
    first = to_write(desk)[0]
    desk.server.fault = one_event(answer, first)
    with pytest.raises(CalendarUnreachable):
        desk()
    assert not desk.server.texts
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


def test_an_event_in_the_middle_and_at_the_end(desk: RefusedDesk) -> None:
    """Two are refused: each stops one pass, and the third one ends well. Nothing is written twice."""
    wanted = to_write(desk)
    desk.server.fault = lambda method, path, count: (
        Reply(503) if method == "PUT" and (wanted[4] in path or wanted[-1] in path) else None
    )
    codes = []
    for _ in range(3):
        report = desk()
        codes.append(report.succeeded)
    assert codes == [False, False, True]
    assert len(report.failed) == 2
    assert names(desk) == {*wanted} - {wanted[4], wanted[-1]}
    assert desk.server.writes == len(wanted) - 2


@pytest.mark.parametrize("passes", [1, 2, 5])
def test_a_server_that_was_down_gets_everything_at_once(desk: RefusedDesk, passes: int) -> None:
    """Each pass asks it once to write, and looks once; none of the events that it was asked for waits afterwards."""
    desk.server.fault = lambda method, path, count: Reply(503, DOWN) if method == "PUT" else None
    for _ in range(passes):
        desk.server.seen.clear()
        with pytest.raises(CalendarUnreachable, match="503"):
            desk()
        assert [method for method, _ in desk.server.seen if method in ("PUT", "GET")] == ["PUT", "GET"]
    desk.server.fault = healthy
    report = desk()
    assert report.created == len(report.plan.events)
    assert desk().changes == ()


def test_a_server_that_fails_half_way_gets_the_rest_at_once(desk: RefusedDesk) -> None:
    desk.server.fault = lambda method, path, count: Reply(502) if method == "PUT" and count >= 3 else None
    assert desk().created == 3
    desk.server.fault = healthy
    report = desk()
    assert report.created == len(report.plan.events) - 3
    assert desk().changes == ()


def test_an_event_that_stops_each_pass_keeps_none_from_being_tried(desk: RefusedDesk) -> None:
    """The server was down until passes had stopped at each event; now it only refuses one of them."""
    wanted = to_write(desk)
    desk.server.fault = lambda method, path, count: Reply(503) if method == "PUT" else None
    for _ in wanted:
        with pytest.raises(CalendarUnreachable):
            desk()
    desk.server.fault = one_event(Reply(503), wanted[0])
    with pytest.raises(CalendarUnreachable):
        desk()
    report = desk()
    assert len(desk.server.texts) == len(wanted) - 1
    assert [type(failed.error) for failed in report.failed] == [EventRefused]


def test_the_pause_that_is_asked_for_is_kept(desk: RefusedDesk) -> None:
    """It may be for all that is written, so no pass asks again after it; then it is the event's."""
    asked: list[str] = []

    def busy(method: str, path: str, count: int) -> Reply | None:
        if method != "PUT" or "retry-p" not in path:
            return None
        asked.append(path)
        return Reply(429, headers={"Retry-After": "1800"})

    desk.server.fault = busy
    report = None
    for _ in range(20):
        asked.clear()
        with contextlib.suppress(CalendarUnreachable):
            report = desk()
        assert len(asked) <= 1
    assert report is not None
    assert {one.again for one in report.refusals} == {desk.now + timedelta(seconds=1800)}
    assert len(report.refusals) == len(report.failed) == 8
    desk.now += timedelta(seconds=1799)
    asked.clear()
    desk()
    assert not asked


def test_a_full_account_takes_off_what_is_not_wanted(desk: RefusedDesk) -> None:
    """507 for each write; deletions are what makes room."""
    desk()
    desk.log(*(Attempt(f"p{n}", desk.now - timedelta(minutes=1), Outcome.REACHED, "phone") for n in range(4)))
    desk.server.fault = lambda method, path, count: Reply(507) if method == "PUT" else None
    report = desk()
    assert not report.succeeded
    assert report.deleted == sum(isinstance(change, Delete) for change in report.changes) > 2
    assert any("the account is full (507)" in problem for problem in report.problems)
    desk.server.fault = healthy
    desk()
    assert desk().changes == ()


def test_one_that_is_tried_alone_waits_no_longer_than_a_quarter_of_an_hour(desk: RefusedDesk) -> None:
    """Nothing else is written meanwhile, so perhaps it is the server after all."""
    desk.server.fault = one_event(Reply(503), to_write(desk)[-1])
    assert desk().created > 3
    pauses = []
    for _ in range(6):
        report = desk()
        pauses.append(report.wake - desk.now)
        desk.now = report.wake
    assert pauses == [*PAUSES[:3], *[PAUSES[2]] * 3]


def test_a_deletion_that_stops_withdraw_stops_it_once(desk: RefusedDesk) -> None:
    desk()
    (kept, *_) = desk.ours(Kind.RETRY)
    desk.server.fault = one_event(Reply(502), name_of(kept.uid), "DELETE")
    with pytest.raises(CalendarUnreachable):
        withdraw(desk.sources(), desk.now, write=True)
    report = withdraw(desk.sources(), desk.now, write=True)
    assert [p.uid for p in desk.really()] == [kept.uid]
    assert report.succeeded
    assert report.refusals[0].hint == "To try again: followupd withdraw"


def test_a_file_that_cannot_be_written_stops_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a folder calendar: somebody made it read-only, or it is somebody else's."""
    home = Home(tmp_path)
    home.write(WEEKLY)
    (tmp_path / "events").mkdir()
    home.a_pass(NOW)
    home.write(WEEKLY.replace("10:00", "11:00"))
    changes = home.a_pass(NOW, write=False).changes
    first = uid_of(changes[0])
    file = tmp_path / "events" / f"{name_of(first)}.ics"
    monkeypatch.setattr(os, "access", lambda path, mode, **_: Path(path) != file)     # root may write any file
    with pytest.raises(CalendarUnreachable, match=file.name):
        home.a_pass(NOW)
    report = home.a_pass(NOW)
    assert report.succeeded
    assert [uid_of(failed.change) for failed in report.failed] == [first]
    assert report.updated == len(changes) - 1 > 3
    monkeypatch.undo()
    assert home.a_pass(NOW + PAUSES[0]).updated == 1
