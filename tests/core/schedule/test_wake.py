"""The next instant at which a plan can change: every rule that depends on now has one."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest

from followupd.core.people.identity import identify
from followupd.core.schedule.wake import next_wake
from followupd.core.values.facts import Attempt, Fact, Outcome
from followupd.core.values.hitlist import BlockRule, Cadence, Contact, Hitlist
from followupd.core.values.targets import IcsTarget
from followupd.core.values.time import Interval, Span, daily
from tests.kit.people import DENVER, understood

NOW = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)        # Tuesday 8:00 in Denver
AHEAD = NOW + timedelta(minutes=40)


def hitlist(*log: Attempt, rule: BlockRule | None = None) -> Hitlist:
    dana = Contact("dana", "Dana", Cadence(Span(months=3), Span(months=4)), log=log)
    return Hitlist(
        IcsTarget(Path("followup.ics")), DENVER, daily(time(9), time(17)),
        blocks=(rule,) if rule else (), contacts=(dana,),
    )


def attempt(at: datetime) -> Attempt:
    return Attempt("dana", at, Outcome.NO_ANSWER)


@pytest.mark.parametrize(("what", "stretches", "facts", "wakes"), [
    pytest.param(hitlist(), (), (), datetime(2026, 11, 25, 7, tzinfo=UTC), id="midnight of the user"),
    pytest.param(hitlist(), (Interval(NOW - timedelta(hours=1), AHEAD),), (), AHEAD, id="what ends"),
    pytest.param(hitlist(), (Interval(AHEAD, AHEAD + timedelta(days=9)),), (), AHEAD, id="what begins"),
    pytest.param(hitlist(), (), (attempt(AHEAD), attempt(NOW)), AHEAD, id="a fact dated ahead"),
    pytest.param(hitlist(attempt(AHEAD)), (), (), AHEAD, id="a line dated ahead"),
    pytest.param(
        hitlist(rule=BlockRule((1,), time(8, 40))), (), (), AHEAD, id="the horizon, though today's block was moved"),
])
def test_it_wakes(what: Hitlist, stretches: tuple[Interval, ...], facts: tuple[Fact, ...], wakes: datetime) -> None:
    """The first of all these after now, never now itself."""
    people = identify(what.contacts, (), NOW)
    ahead = understood(what, people, facts, NOW).ahead
    assert next_wake(what, stretches, ahead, NOW) == wakes


def test_it_wakes_at_midnight_across_a_change_of_the_clocks() -> None:
    """The night in which Denver goes back to standard time is an hour longer."""
    now = datetime(2026, 11, 1, 6, 30, tzinfo=UTC)
    assert next_wake(hitlist(), (), (), now) == datetime(2026, 11, 2, 7, tzinfo=UTC)
    assert date(2026, 11, 1) == now.astimezone(DENVER).date()
