"""The future course, for `simulate` and `forecast`, from the hit list and the history as they are.

Takes what a pass would be made from, and assumptions; gives a simulated course. Never reads a calendar and never
writes: busy time is what was last read, so meetings that nobody knows yet are missing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, tzinfo
from pathlib import Path

from followupd.core.values.event import Written
from followupd.core.values.facts import Fact
from followupd.core.values.hitlist import Hitlist
from followupd.core.values.record import Facts
from followupd.core.values.user_time import Busy, UserTime
from followupd.hitlist.days_off import days_off
from followupd.passes.current_list import read_hitlist
from followupd.passes.outlook import known_cards
from followupd.passes.state_file import open_history
from followupd.passes.user_time import known_time, window
from followupd.simulation.chances import Chances
from followupd.simulation.habits import KEEPS, Habits
from followupd.simulation.year import Course, Moment, Year


@dataclass(frozen=True, slots=True)
class Assumptions:
    """Assumptions about the user and the contacts, all between 0 and 1.

    `everyone` is one probability for all people and channels, `answer` has those of single channels, `keep` is the
    share of blocks and reminders that the user does.
    """

    seed: int = 1
    keep: float = KEEPS
    everyone: float | None = None
    answer: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Beginning:
    """The start of a simulation: what a pass as of `now` would be made from.

    `busy` is what is remembered of the other calendars.
    """

    hitlist: Hitlist
    facts: Sequence[Fact]
    written: Mapping[str, Written]
    now: datetime
    busy: tuple[Busy, ...] = ()


def beginning(config: Path, clock: Callable[[tzinfo], datetime]) -> Beginning:
    """Return the beginning from this hit list and its history; `clock` gives now. Raises what opening them raises."""
    hitlist, _, _ = read_hitlist(config)
    now = clock(hitlist.timezone)
    with open_history(config, hitlist.name, hitlist.state) as history:
        hitlist = known_cards(hitlist, history)
        facts, written = Facts(history.facts()).counting, history.written(hitlist.calendar.key)
        return Beginning(hitlist, facts, written, now, known_time(hitlist, now, history).busy)


def play(
    begin: Beginning, days: int, assumed: Assumptions, watch: Callable[[Moment], None] | None = None, *,
    sparing: bool = False,
) -> Course:
    """Live `days` days from now, with a user and people as assumed; `sparing` as for a `Year`."""
    hitlist, end = begin.hitlist, begin.now + timedelta(days=days)
    user_time = UserTime(begin.busy, _days_off(hitlist, begin.now, end))
    year = Year(
        lambda _: hitlist, Habits(assumed.seed, hitlist.timezone, assumed.keep),
        Chances(assumed.seed, hitlist.timezone, assumed.answer, assumed.everyone), lambda _: user_time, watch,
        sparing=sparing,
    )
    return year.run(begin.now, end, begin.facts, begin.written)


def _days_off(hitlist: Hitlist, start: datetime, end: datetime) -> Mapping[date, str]:
    """Return the days off of the whole time at once, instead of again in every pass."""
    if not (hitlist.holidays or hitlist.away):
        return {}
    first, last = window(hitlist, start)[0], window(hitlist, end)[1]
    return days_off(hitlist.holidays, hitlist.away, first, last)
