"""The comparison of bench/follow_through measures what it says: its bound is one, and its rules are kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bench.follow_through.__main__ import by_rules, ours, score
from bench.follow_through.baselines import BASELINES, run
from bench.follow_through.bound import answered, bound
from bench.follow_through.worlds import Setting, World, make_world
from followupd.core.people.reach import reach
from followupd.core.people.timeline import day_of
from followupd.core.values.facts import Outcome
from followupd.core.values.hitlist import is_live
from tests.kit.people import DENVER

SMALL = Setting("a few people", 12, ((1, 30),), 2, days=150)


@pytest.fixture(scope="module", params=[1, 2])
def world(request: pytest.FixtureRequest) -> World:
    return make_world(SMALL, request.param)


def test_nobody_beats_the_bound(world: World) -> None:
    """Neither our planner, nor the rules with all the time in the world, nor any baseline."""
    days = answered(world)
    every, most = bound(world, lambda c: c.cadence.every, days), bound(world, lambda c: c.cadence.at_most, days)
    made = [run(world, make) for make in BASELINES]
    for row in (ours(world), *(score(world, *one) for one in made)):
        assert row.within_every <= every <= 1
        assert row.within_at_most <= most <= 1
    free = replace(world, off={}, meetings=())
    assert by_rules(world).within_every <= bound(free, lambda c: c.cadence.every, answered(free))


def test_the_answered_days_are_those_of_every_half_hour(world: World) -> None:
    """Asking an hour once is the same as asking at each of its moments."""
    contact, found = world.hitlist.contacts[0], set()
    for day in filter(world.works, world.days()):
        for stretch in reach(world.hitlist, contact).my_day(day):
            at = stretch.start
            while at < stretch.end:
                for channel in contact.via:
                    told = world.chances.react(contact.slug, contact, channel, at, asked=is_live(channel))
                    if told.outcome is Outcome.REACHED:
                        found.add(day)
                    elif told.reply is not None:
                        found.add(day_of(at + told.reply, DENVER))
                at += timedelta(minutes=30)
    assert answered(world)[contact.slug] == sorted(found)


def test_the_rules_are_kept_where_only_they_count(world: World) -> None:
    """The checker that knows no planner finds nothing, and they are worth more than a planner without time."""
    row = by_rules(world)
    assert row.pushy == 0
    assert row.tries > 0
    assert row.within_every > ours(replace(world, setting=replace(world.setting, keep=0.3))).within_every
