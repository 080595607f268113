"""An event of ours that its server leaves out of every listing and report is not deleted while it can be asked for."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from followupd.core.values.facts import Skipped
from followupd.core.values.uid import Kind
from followupd.passes.report import Report
from followupd.run import run_pass
from tests.kit.every_kind import EveryKind, begun
from tests.kit.fake_caldav import Quirks
from tests.kit.local_http import HttpReply
from tests.kit.remote_places import FakePlace

SERVERS = {"tokens": Quirks(), "no tokens": Quirks(tokens="none"), "left out": Quirks(leaves_out=True)}


@pytest.fixture
def world(tmp_path: Path) -> Iterator[EveryKind]:
    yield from begun(tmp_path, FakePlace())


def a_pass(world: EveryKind) -> Report:
    """Run a pass in a new process."""
    world.now += timedelta(minutes=1)
    with world.opened() as sources:
        return run_pass(sources, world.now, write=True)


def passes(world: EveryKind) -> list[str]:
    """Run two passes, which change nothing, and return what they report."""
    reports = [a_pass(world), a_pass(world)]
    assert [report.changes for report in reports] == [(), ()]
    return [said for report in reports for said in report.problems]


@pytest.mark.parametrize("answer", [200, 500, 403])
@pytest.mark.parametrize("kind", SERVERS)
def test_it_counts_as_there(world: EveryKind, kind: str, answer: int) -> None:
    """Radicale leaves out what it cannot parse. Nobody is skipped, nothing doubles; a deletion beside it counts."""
    assert isinstance(world.place, FakePlace)
    server = world.place.server
    server.quirks = SERVERS[kind]
    kinds = [Kind.CALLBACK, Kind.REPLY, Kind.RETRY]
    uid, other = world.uid_of(kinds[answer % 3]), world.uid_of(Kind.DUE)
    name, there = world.place.ours()[uid]
    server.hidden.add(name)
    if answer != 200:
        server.fault = lambda method, path, count: HttpReply(answer) if method == "GET" and name in path else None
    said = passes(world)
    assert bool(said) is (answer != 200)
    assert world.hands() == []
    world.place.delete(other)
    a_pass(world)
    assert world.hands() == [(Skipped, other)]
    server.hidden.clear()
    server.fault = lambda method, path, count: None
    server.edit(name, SUMMARY=there.event.summary)
    assert passes(world) == []
    assert world.hands() == [(Skipped, other)]


def test_what_is_really_gone_costs_one_request(world: EveryKind) -> None:
    """The server is asked for the event itself."""
    assert isinstance(world.place, FakePlace)
    uid = world.uid_of(Kind.RETRY)
    name, _ = world.place.ours()[uid]
    world.place.delete(uid)
    begin = len(world.place.server.seen)
    world.run()
    assert world.hands() == [(Skipped, uid)]
    asked = [method for method, path in world.place.server.seen[begin:] if path.endswith(name)]
    assert asked[0] == "GET"
    assert len(asked) == 1
