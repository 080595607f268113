"""A server that answers a DELETE with 204 and keeps the event: seen in the next pass, told, and tried with pauses."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from followupd.core.values.event import Delete
from followupd.core.values.facts import Attempt, Outcome
from followupd.passes.refusals import PAUSES
from tests.kit.desks import HomeFolder
from tests.kit.fake_caldav import FakeCalDAV, Quirks
from tests.kit.local_http import HttpReply
from tests.kit.refused import RefusedDesk, doubled, opened
from tests.passes.test_refused_later import RefusedCron

STEP = timedelta(minutes=10)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[RefusedDesk]:
    with opened(tmp_path) as made:
        yield made


def tried_again(desk: RefusedDesk) -> None:
    """The first person is tried again, so that another reminder takes the place of the first one."""
    desk.log(Attempt("p3", desk.now - timedelta(minutes=1), Outcome.NO_ANSWER, "phone"))


@pytest.mark.parametrize("tokens", ["good", "none", "seconds"])
def test_it_is_told_and_tried_with_pauses(desk: RefusedDesk, tokens: str) -> None:
    desk.server.quirks = Quirks(tokens=tokens)
    desk()
    tried_again(desk)
    deletions = []

    def lying(method: str, path: str, count: int) -> HttpReply | None:
        deletions.extend([path] if method == "DELETE" else [])
        return HttpReply(204) if method == "DELETE" else None

    desk.server.fault = lying
    assert desk().deleted == 1
    desk.now += STEP
    for pause in (*PAUSES, PAUSES[-1]):
        deletions.clear()
        report = desk()
        (failed,) = report.failed
        assert isinstance(failed.change, Delete)
        assert report.succeeded
        assert report.problems[0].endswith(
            "could not be taken off: the server says that it took it off, and still has it"
        )
        assert (len(deletions), report.refusals[0].again) == (1, desk.now + pause)
        assert desk().problems == report.problems
        assert len(deletions) == 1
        desk.now += pause
    desk.server.fault = lambda method, path, count: None
    assert desk().deleted == 1
    assert not doubled(desk.really(), desk.now)
    desk.now += STEP
    assert desk().changes == ()


def test_a_deletion_that_was_made_costs_nothing(desk: RefusedDesk) -> None:
    """The listing of the next pass reports it."""
    desk()
    tried_again(desk)
    assert desk().deleted == 1
    desk.now += STEP
    desk.server.seen.clear()
    assert desk().changes == ()
    assert [method for method, _ in desk.server.seen] == ["REPORT"]


def test_what_somebody_puts_back_is_taken_off_again(desk: RefusedDesk) -> None:
    """From a trash bin, as it was: nothing is said of a server that did what it said."""
    desk()
    before = dict(desk.server.texts)
    tried_again(desk)
    assert desk().deleted == 1
    (name,) = before.keys() - desk.server.texts.keys()
    desk.server.put(name, before[name])
    desk.now += STEP
    report = desk()
    assert report.deleted == 1
    assert report.problems == ()
    assert name not in desk.server.texts


def test_each_pass_may_be_a_new_process(tmp_path: Path) -> None:
    with FakeCalDAV() as server:
        cron = RefusedCron(HomeFolder(tmp_path), server)
        cron.sync(0)
        cron.only, cron.reply, cron.methods = "retry-dana", HttpReply(204), ("DELETE",)
        cron.home.write(cron.home.config.read_text().replace("  - {name: Dana", "  - {name: Dana, status: stop"))
        assert cron.sync(1).deleted == 1
        (failed,) = cron.sync(2).failed
        assert isinstance(failed.change, Delete)
        assert cron.tries(2.5) == 0
        cron.reply = None
        assert cron.sync(3).deleted == 1
        assert not any("retry-dana" in name for name in server.texts)
        cron.asked.clear()
        assert cron.sync(4).changes == ()
        assert cron.asked == ["REPORT"]
