"""The comparison of bench/follow_through measures what it says: its bound is a bound, its worlds are as the file
says."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from statistics import mean

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.follow_through.__main__ import Result, ahead, goals, prices, seeds_of
from bench.follow_through.baselines import BASELINES, ConsiderateHuman, SensibleHuman, run
from bench.follow_through.bound import ContactOdds, Terms, bound, ladder_terms, terms_of
from bench.follow_through.picture import picture
from bench.follow_through.scenarios import MeasuredScenario, read_scenarios
from bench.follow_through.score import Score, ours, score, waits_for_a_try
from bench.follow_through.worlds import SharedWorld, make_world
from followupd.core.values.facts import Attempt, Outcome
from followupd.core.values.hitlist import BlockRule
from followupd.core.values.time import Span
from tests.kit.people import TUESDAY, at, person

SMALL = MeasuredScenario("a few people", 12, (replace(TUESDAY, ahead=Span(days=84)),), 2, days=150)


@pytest.fixture(scope="module", params=[1, 2])
def world(request: pytest.FixtureRequest) -> SharedWorld:
    return make_world(SMALL, request.param)


odds = st.lists(st.sampled_from((0.0, 0.2, 0.5, 1.0)), min_size=7, max_size=7)


@settings(max_examples=150, deadline=None)
@given(
    odds, st.lists(st.integers(1, 3), min_size=1, max_size=2), st.sampled_from((1.0, 0.7)), st.integers(0, 4),
    st.one_of(st.none(), st.integers(0, 2)), st.integers(1, 4),
)
def test_the_bound_is_the_best_of_all_ways(
    odds: list[float], waits: list[int], keep: float, first_out: int, early: int | None, every: int
) -> None:
    """Property: for one week, the same as trying every choice of each day with full knowledge."""
    end = len(odds)

    def begins(first: int, met: int) -> int:
        return met + 1 if early is None else max(met + 1, first - 1 - early)

    @cache
    def best(day: int, first: int, row: int, allowed: int) -> float:
        if day == end:
            return 0.0
        today = float(day >= first)
        waited = today + best(day + 1, first, row, allowed)
        if day < allowed or not odds[day]:
            return waited
        met = best(day + 1, day + every + 1, 0, begins(day + every + 1, day))
        vain = today + best(day + 1, first, (row + 1) % len(waits), day + waits[row])
        tried = odds[day] * met + (1 - odds[day]) * vain
        return min(waited, keep * tried + (1 - keep) * waited)

    out = [day + every + 1 for day in range(end)]
    start = max(0, begins(first_out, -1))
    found = ContactOdds(odds, out, early, first_out, start).cost(Terms(tuple(waits), None, keep))
    assert found == pytest.approx(best(0, first_out, 0, start))


def test_nobody_who_keeps_the_rules_beats_the_bound() -> None:
    """In the mean of a few worlds: in a single one luck may exceed it."""
    worlds = [make_world(SMALL, seed) for seed in range(1, 7)]
    best = mean(bound(world, ladder_terms(world)) for world in worlds)
    assert mean(ours(world).within_every for world in worlds) < best
    assert mean(score(world, *run(world, SensibleHuman)).within_every for world in worlds) < best


def test_each_rule_costs_something(world: SharedWorld) -> None:
    """With one more rule nobody can do better; without a ladder and a rest the bound is higher."""
    shares = [float(row.split("|")[2].strip(" %")) for row in list(prices(world))[2:]]
    assert all(before >= after for before, after in itertools.pairwise(shares))
    assert bound(world, ladder_terms(world)) < bound(world, terms_of(world))


def test_the_human_is_sensible(world: SharedWorld) -> None:
    """A week between failed tries, six weeks after the fourth, the other channel after two, never outside hours."""
    tries, told, _ = run(world, SensibleHuman)
    row = score(world, tries, told, 0)
    assert row.tries == len(tries) > 0
    for key in {attempt.contact for attempt in tries}:
        mine = [attempt for attempt in told if attempt.contact == key]
        in_vain = 0
        for before, after in itertools.pairwise(mine):
            if before.outcome in (Outcome.REACHED, Outcome.CALL_BACK):
                in_vain = 0
                continue
            in_vain += 1
            wait = 42 if in_vain == 4 else 7
            in_vain %= 4
            if after in tries:
                assert (after.at - before.at).days >= wait - 1


def test_the_considerate_human_keeps_the_limits_that_the_sensible_one_breaks(world: SharedWorld) -> None:
    """Otherwise they are the same person: about as many tries, and as much in touch."""
    sensible, considerate = (score(world, *run(world, make)) for make in (SensibleHuman, ConsiderateHuman))
    assert considerate.pushy == 0 < sensible.pushy
    assert considerate.tries == pytest.approx(sensible.tries, rel=0.25)


def test_a_goal_says_how_much_of_it_is_luck() -> None:
    """The difference from the human comes with its standard error over the seeds; one seed has none."""
    def result(mine: float, human: float) -> Result:
        others = {make.name: Score(0.8, human, tries_each=2.4) for make in BASELINES}
        return Result({"followupd": Score(0.9, mine, tries_each=2.2), **others}, 0.95, 0.99, 0.5)

    said = list(goals(SMALL, [result(0.95, 0.94), result(0.93, 0.96)]))
    assert ("within at_most 94.0%, the human 95.0% (-1.0 ± 2.0 points)", False) in said
    assert ahead([result(0.95, 0.94)], "within_at_most") == "+1.0 points"


def test_every_planner_is_scored_alike(world: SharedWorld) -> None:
    for make in BASELINES:
        row = score(world, *run(world, make))
        assert 0 < row.within_every <= row.within_at_most <= 1
    assert ours(world).pushy == 0


def test_waits_are_counted_from_the_day_due_to_the_first_try() -> None:
    """A yearly person who is due in the first half and tried 100 days later waited 100 days, although that is less
    than a year without a try; a day late in the year does not count, and a retry is not a first try."""
    year = date(2027, 1, 1), date(2028, 1, 1)

    def waited(*told: tuple[date, Outcome]) -> dict[Span, float]:
        days = [(day, Attempt("dana", at(f"{day} 10:00"), outcome, "phone")) for day, outcome in told]
        contact = person(every="1 year", at_most="15 months")
        return waits_for_a_try({"dana": contact}, {"dana": date(2020, 1, 1)}, {"dana": days}, *year)

    yearly = Span(months=12)
    met, vain = Outcome.REACHED, Outcome.NO_ANSWER
    assert waited((date(2026, 3, 1), met), (date(2027, 6, 9), vain), (date(2027, 9, 9), met)) == {yearly: 100}
    assert waited((date(2026, 3, 1), met), (date(2027, 2, 20), vain)) == {yearly: 0}             # a little early
    assert waited((date(2026, 3, 1), met)) == {yearly: (date(2028, 1, 1) - date(2027, 3, 1)).days}
    assert waited((date(2026, 9, 1), met)) == {}


def test_a_scenario_is_read_as_it_is_written(tmp_path: Path) -> None:
    """Every key; what is left out has its default."""
    path = tmp_path / "mine.yaml"
    path.write_text(
        "- name: mine\n  people: 40\n  blocks: [weekdays 8:45 for 30 minutes]\n  a_day: 2\n  days: 100\n"
        "  cadences: [2 weeks, 3 months at most 5 months]\n  answer: {phone: 0.2}\n  ladder: [3 days, 1 month]\n"
        "  rest: 2 months\n  switch_after: 1\n  silence: 0.2\n  drift: no\n  keep: 0.5\n  time: short\n"
    )
    (found,) = read_scenarios(path)
    assert found.blocks[0].days == (0, 1, 2, 3, 4)
    assert (found.retry.ladder, found.retry.rest) == ((Span(days=3), Span(months=1)), Span(months=2))
    assert (found.retry.switch_after, found.retry.per_day, found.answer) == (1, 2, {"phone": 0.2})
    assert [str(cadence.at_most) for cadence in found.cadences] == ["19 days", "5 months"]
    assert (found.enough, found.drift, found.silence, found.keep, found.away_weeks) == (False, False, 0.2, 0.5, 3)
    world = make_world(found, 7)
    assert len(world.hitlist.contacts) == 40
    assert {str(contact.cadence.every) for contact in world.hitlist.contacts} == {"2 weeks", "3 months"}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("- {name: mine, poeple: 4}", "mine: poeple is not a key"), ("people: 4", "must be a list of scenarios"),
        ("- {name: mine, people: 4}", "mine does not say blocks, a_day"),
        ("- {name: mine, people: 4, blocks: [soon], a_day: 1}", "mine: blocks: "),
        ("- {name: mine, people: 4, blocks: [], a_day: 1, keep: 2}", "keep: 2 is not between 0 and 1"),
    ],
)
def test_a_mistake_in_a_scenario_is_named(tmp_path: Path, text: str, told: str) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(text)
    with pytest.raises(ValueError, match=told):
        read_scenarios(path)


def test_the_scenarios_of_the_bench_are_sound() -> None:
    """Each has its own name; some have enough time and some do not."""
    found = read_scenarios()
    assert len({setting.name for setting in found}) == len(found)
    assert {setting.enough for setting in found} == {True, False}
    assert all(isinstance(rule, BlockRule) for setting in found for rule in setting.blocks)


@pytest.mark.parametrize(("text", "seeds"), [("1-3", [1, 2, 3]), ("4", [4]), ("1,5-6", [1, 5, 6])])
def test_seeds_are_chosen_on_the_command_line(text: str, seeds: Sequence[int]) -> None:
    assert seeds_of(text) == seeds


def test_the_picture_shows_each_scenario() -> None:
    names = ["followupd", *(make.name for make in BASELINES)]
    drawn = picture({"few & many": {name: Score(0.5, pushy=3) for name in names}})
    assert drawn.startswith("<svg")
    assert "few &amp; many" in drawn
    assert drawn.count(">50%<") == 4
