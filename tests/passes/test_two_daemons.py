"""Two daemons with the same list, by mistake or on two machines, each with its own history, on one calendar."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest

from followupd.calendars.caldav.calendar import CaldavCalendar
from followupd.core.values.event import Delete, Done, Present, Update
from followupd.core.values.facts import Attempt, Outcome
from followupd.core.values.hitlist import BlockRule, Cadence, Contact, Hitlist
from followupd.core.values.targets import CaldavTarget
from followupd.core.values.time import Span, daily
from followupd.errors import CalendarUnreachable
from followupd.history.store import History
from followupd.passes.report import Report
from tests.kit.desks import UserDesk
from tests.kit.people import DENVER
from tests.kit.servers import CalendarServer

NOW = datetime(2026, 11, 20, 18, 0, tzinfo=UTC)


Daemon = UserDesk[CaldavCalendar]   # one machine: its own history, its own connection


def a_pass(daemon: Daemon, minutes: int = 0) -> Report:
    daemon.now = NOW + timedelta(minutes=minutes)
    return daemon()


def target_of(daemon: Daemon) -> CaldavTarget:
    assert isinstance(daemon.hitlist.calendar, CaldavTarget)
    return daemon.hitlist.calendar


@pytest.fixture
def two(radicale: CalendarServer, tmp_path: Path) -> Iterator[tuple[Daemon, Daemon]]:
    target = CaldavTarget(radicale.new_calendar(), username=radicale.username, password=radicale.password)
    people = tuple(
        Contact(f"p{n}", f"Person {n}", Cadence(Span(days=30), Span(days=40)), phones=(f"+1 303 555 010{n}",),
                log=(Attempt(f"p{n}", NOW - timedelta(days=2 + n), Outcome.NO_ANSWER, "phone"),)) for n in range(4)
    )
    hitlist = Hitlist(target, DENVER, daily(time(8), time(18), frozenset(range(5))),
                      blocks=(BlockRule((1,), time(10), ahead=Span(days=56)),), start_small=None, contacts=people)
    one, two = (
        UserDesk(
            tmp_path, hitlist, History.open(tmp_path / name, "hitlist"), CaldavCalendar(target, "hitlist", UTC), NOW,
        )
        for name in ("one.db", "two.db")
    )
    yield one, two
    for daemon in (one, two):
        daemon.calendar.close()
        daemon.history.close()


def existing(daemon: Daemon) -> dict[str, Present]:
    snapshot = daemon.calendar.read()
    assert (snapshot.problems, snapshot.doubles) == ((), ())
    return {present.uid: present for present in snapshot.events}


def settled(two: tuple[Daemon, Daemon], minutes: int) -> dict[str, Present]:
    """Return what is there once neither has anything to write."""
    for daemon in two:
        a_pass(daemon, minutes)
    for daemon in (*two, *two):
        report = a_pass(daemon, minutes)
        assert (report.changes, report.problems, report.facts) == ((), (), ())
    one, other = map(existing, two)
    assert {uid: p.event for uid, p in one.items()} == {uid: p.event for uid, p in other.items()}
    return one


def test_in_turn_the_second_adopts_what_the_first_wrote(two: tuple[Daemon, Daemon]) -> None:
    """Nothing doubles, nobody fights: the same list and the same tries lead to the same plan."""
    first, second = two
    created = a_pass(first).created
    assert created >= 12
    assert a_pass(second).changes == ()
    assert len(settled(two, 0)) == created


def test_what_the_user_did_is_picked_up_by_both(two: tuple[Daemon, Daemon]) -> None:
    """Both keep a drag and a deletion, and neither mistakes the other's changes for the user's."""
    first, second = two
    a_pass(first)
    a_pass(second)
    there = existing(first)
    moved, gone = sorted(uid for uid in there if uid.startswith("block"))[2:4]
    day = timedelta(days=1)
    dragged = replace(there[moved].event, start=there[moved].event.start + day, end=there[moved].event.end + day)
    user = CaldavCalendar(target_of(first), "hitlist", UTC)
    results = user.apply([Update(there[moved], dragged, dragged), Delete(there[gone])], NOW)
    assert [type(result) for result in results] == [Done, Done]
    user.close()
    after = settled(two, 30)
    assert after[moved].event.start == dragged.start
    assert gone not in after


@pytest.mark.parametrize("rounds", [3])
def test_at_once_they_converge(two: tuple[Daemon, Daemon], rounds: int) -> None:
    """Both start in the same moment and write the same events: each is there once, and then all is quiet."""
    barrier = threading.Barrier(2)
    errors: list[BaseException] = []

    def work(daemon: Daemon) -> None:
        try:
            for number in range(rounds):
                barrier.wait(30)
                if number == 1:   # both hit lists are edited: every block moves
                    (block,) = daemon.hitlist.blocks
                    daemon.hitlist = replace(daemon.hitlist, blocks=(replace(block, time=time(14)),))
                with suppress(CalendarUnreachable):
                    a_pass(daemon, number)
        except BaseException as error:   # noqa: BLE001 - reported below
            errors.append(error)
            barrier.abort()

    threads = [threading.Thread(target=work, args=(daemon,)) for daemon in two]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    there = settled(two, rounds)
    blocks = [p.event for uid, p in there.items() if uid.startswith("block")]
    assert len(blocks) >= 8
    assert {event.start.astimezone(DENVER).hour for event in blocks} == {14}
    assert not [uid for uid in there if "." in uid.partition("@")[0]], "no second generation: nobody deleted anything"
