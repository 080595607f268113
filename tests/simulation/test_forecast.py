"""The work that the forecast counts, when it says that a block is empty and why, and its advice."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, time, timedelta
from functools import cache

import pytest

from followupd.core.values.hitlist import BlockRule, Contact, Hitlist, StartSmall
from followupd.simulation.advice import Shortage, Trial, best_hours, fewer_people, further_blocks, mendings
from followupd.simulation.forecast import Forecast, forecast
from followupd.simulation.foresight import Assumptions, Beginning, play
from tests.kit.people import at, hit_list, person

NOW = at("2026-11-20 14:10")
SURE = Assumptions(keep=1.0, everyone=1.0)
HALF_AN_HOUR = BlockRule((1,), time(10), length=timedelta(minutes=30))


def crowd(number: int, every: str = "3 weeks", **values: str) -> tuple[Contact, ...]:
    return tuple(person(f"P{n}", every=every, at_most="5 weeks", **values) for n in range(number))


def ahead(hitlist: Hitlist, weeks: int = 6, runs: int = 1, assumed: Assumptions = SURE) -> Forecast:
    return forecast(Beginning(hitlist, (), {}, NOW), weeks, assumed, runs)


@cache
def of_people_who_start_later() -> Forecast:
    """Thirty people, of whom two start, and one more each month."""
    return ahead(hit_list(*crowd(30, every="3 months"), start_small=StartSmall(2, 1)))


def test_reminders_outside_blocks_are_work_that_a_block_could_take() -> None:
    """Ten people in Tokyo whom no block can hold: ten reminders of 15 minutes, so ten calls of eight minutes are
    needed."""
    told = ahead(hit_list(*crowd(10, zone="Asia/Tokyo")))
    first = told.weeks[1]
    assert first.first == date(2026, 11, 23)
    assert first.filled == 0
    assert first.reminders >= 30
    assert first.needed == 8 * (first.reminders / 15 + first.waiting)
    assert told.outcome.reminders > 0


def test_more_reminders_than_a_block_holds_are_too_little_time() -> None:
    """Nobody waits for a block, but there is more to do than the protected minutes hold."""
    short = replace(HALF_AN_HOUR, length=timedelta(minutes=8))
    told = ahead(hit_list(*crowd(8, zone="Asia/Tokyo"), blocks=(short,)))
    assert told.outcome.short == 0
    assert told.outcome.over > 0.1
    assert not told.outcome.enough


@pytest.mark.parametrize(("before", "after", "helps"), [
    (Shortage(0.5, 300), Shortage(0.2, 300), True), (Shortage(0.5, 300), Shortage(0.5, 200), True),
    (Shortage(0.5, 300, 0.4, 88.0), Shortage(0.5, 300, 0.0, 88.0), False),     # minutes in which nobody can be reached
    (Shortage(0.5, 300, 0.4, 88.0), Shortage(0.5, 300, 0.0, 55.0), True),      # they were on reminders before
    (Shortage(0.5, 300), Shortage(0.5, 300), False), (Shortage(0.5, 300), Shortage(0.0, 301), False),
    (Shortage(0.5, 300), Shortage(0.6, 200), False), (Shortage(0.5, 300, 0.2), Shortage(0.1, 200, 0.3), False),
])
def test_what_makes_anything_worse_does_not_help(before: Shortage, after: Shortage, helps: bool) -> None:
    """Even if it is "enough": nobody waits for room, but more people are late."""
    assert after.helps(before) is helps


def test_only_what_helps_is_named() -> None:
    """They can only be reached on Tuesdays: a block on another day holds nobody, longer ones do."""
    hitlist = hit_list(*crowd(24, hours="Tue 9:30-12:00"), blocks=(HALF_AN_HOUR,))
    told = ahead(hitlist, runs=2)
    assert not told.outcome.enough
    every = [what for what, _ in further_blocks(hitlist, NOW.date())]
    assert "a second block on Friday at 10:00 (30 minutes)" in every
    assert "a second block on Friday at 12:00 (30 minutes)" in every         # another time of day
    named = [one.what for one in told.mendings]
    assert "blocks that are half an hour longer" in named
    assert not any("second block" in what for what in named)
    assert all(one.outcome.helps(told.outcome) for one in told.mendings)


def trials(
    first: Callable[[Hitlist], Shortage], whole: Callable[[Hitlist], Shortage], asked: list[tuple[Hitlist, int | None]]
) -> Callable[[Hitlist], Trial]:
    """Trials with these outcomes in the first course and in all; what is asked for is noted."""
    def trial(other: Hitlist) -> Trial:
        def outcome(runs: int | None = None) -> Shortage:
            asked.append((other, runs))
            return (whole if runs is None else first)(other)
        return outcome
    return trial


def test_fewer_people_are_confirmed_in_every_course() -> None:
    """The number is found in the first course, and named only if it is enough in all of them."""
    asked: list[tuple[Hitlist, int | None]] = []
    tried = trials(lambda _: Shortage(0.0, 0.0), lambda _: Shortage(0.5, 0.0), asked)
    assert fewer_people(hit_list(*crowd(12), blocks=(HALF_AN_HOUR,)), tried) is None
    assert asked[-1][1] is None
    enough = trials(lambda _: Shortage(0.0, 0.0), lambda _: Shortage(0.0, 0.0), asked)
    fewer = fewer_people(hit_list(*crowd(12), blocks=(HALF_AN_HOUR,)), enough)
    assert fewer is not None
    assert fewer.what == "one person fewer"


def test_only_the_best_further_block_that_helps_in_the_first_course_is_tried_in_all() -> None:
    """So nobody waits for courses of what does not help: a noon block is the best, longer blocks help nobody."""
    asked: list[tuple[Hitlist, int | None]] = []
    hitlist = hit_list(*crowd(12), blocks=(HALF_AN_HOUR,))

    def outcome(other: Hitlist) -> Shortage:
        if len(other.blocks) == 1:
            return Shortage(0.5, 100.0)
        return Shortage(0.3, 50.0 if other.blocks[1].time.hour == 12 else 60.0)

    as_is = trials(outcome, outcome, [])(hitlist)
    found = mendings(hitlist, trials(outcome, outcome, asked), as_is, NOW.date())
    assert [one.what for one in found] == ["a second block on Friday at 12:00 (30 minutes)"]
    assert {tuple(rule.time.hour for rule in other.blocks) for other, runs in asked if runs is None} == {(10, 12)}


def test_a_sparing_course_has_the_load_of_a_full_one() -> None:
    """A fraction of the passes, and as many tries, with a block a week and with one each morning."""
    daily = BlockRule((0, 1, 2, 3, 4), time(10), length=timedelta(minutes=30))
    for blocks in ((HALF_AN_HOUR,), (daily,)):
        begin = Beginning(hit_list(*crowd(12, every="3 weeks"), blocks=blocks), (), {}, NOW)
        full, spared = (play(begin, 60, Assumptions(), sparing=sparing) for sparing in (False, True))
        assert spared.passes < 0.6 * full.passes
        assert len(spared.tries) == pytest.approx(len(full.tries), rel=0.12)


def test_an_empty_block_is_reported_with_where_the_people_are() -> None:
    """Thirty people who start later; eight in Tokyo, whom the block cannot hold."""
    small = of_people_who_start_later().empty
    assert small is not None
    assert small.filled < small.protected / 2
    assert 25 <= small.held_back <= 28
    assert small.other_hours == 0
    apart = ahead(hit_list(*crowd(8, zone="Asia/Tokyo"))).empty
    assert apart is not None
    assert apart.filled == 0
    assert apart.other_hours > 0
    assert apart.held_back == 0


def test_another_hour_that_fills_an_empty_block_is_tried_and_named() -> None:
    """They can only be reached in the afternoon; no hour suits anybody in Tokyo, so none is named."""
    told = ahead(hit_list(*crowd(8, hours="14:00-17:00")))
    assert told.empty is not None
    assert told.fuller is not None
    assert told.fuller.what == "the block at 14:00"
    assert told.fuller.outcome.filled > told.outcome.filled
    moved = BlockRule((1,), time(14))
    assert ahead(hit_list(*crowd(8, hours="14:00-17:00"), blocks=(moved,))).outcome == told.fuller.outcome
    assert ahead(hit_list(*crowd(8, hours="Sat 10:00-12:00"))).fuller is None


def test_people_who_start_later_are_a_reason_to_begin_with_more() -> None:
    """Thirty people, of whom two begin: with one more the hour is fuller, nobody is late for longer, and none waits."""
    told = of_people_who_start_later()
    assert told.fuller is not None
    assert told.fuller.what == "`first: 3` in `start_small`"          # all at once do not fit
    assert told.fuller.outcome.enough
    assert told.fuller.outcome.filled > told.outcome.filled
    assert told.fuller.outcome.late_days <= told.outcome.late_days


def test_a_block_in_which_nobody_may_be_reached_is_named() -> None:
    """At night everybody is out of reach, not only who is due; and the minutes are those of whole weeks."""
    told = ahead(hit_list(*crowd(2), blocks=(BlockRule((1,), time(22)),)))
    assert told.empty is not None
    assert told.empty.nobody
    assert told.empty.protected == 60
    assert not of_people_who_start_later().empty.nobody  # type: ignore[union-attr]


def test_the_best_hours_are_those_at_which_most_people_may_be_called() -> None:
    """Two in the afternoon, one at noon: 14:00 to 16:00 first, the nearest first, and never outside the user's own."""
    people = (*crowd(2, hours="14:00-17:00"), person("Noon", hours="12:00-13:00"))
    found = best_hours(hit_list(*people), BlockRule((1,), time(10)), NOW.date())
    assert found[:4] == [time(14), time(15), time(16), time(12)]
    assert set(found) <= {time(hour) for hour in range(9, 17)}
    assert time(10) not in found


def test_a_full_hour_is_not_called_empty() -> None:
    assert ahead(hit_list(*crowd(40), blocks=(HALF_AN_HOUR,))).empty is None
    assert ahead(hit_list(*crowd(3), blocks=())).empty is None               # nothing is protected
