"""The figures of a planner in a world, computed in the same way for all of them. Knows no planner."""

from __future__ import annotations

import statistics
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from bench.follow_through.worlds import START, SharedWorld
from followupd.core.people.timeline import day_of, is_contact
from followupd.core.values.facts import Attempt, Listed
from followupd.core.values.hitlist import Contact
from followupd.core.values.time import Span
from followupd.simulation.habits import Habits
from followupd.simulation.measures import everyone, lost, share
from followupd.simulation.year import Year
from tests.kit.people import DENVER
from tests.properties.promises import pushy


@dataclass(frozen=True, slots=True)
class Score:
    """Shares between 0 and 1.

    `lost` are people whom nobody tried for 1.5 times their at_most; `pile` the most items shown on one day; `peak` the
    busiest week over the mean one. `waits` are the days from the day due to
    the first try, the mean by cadence.
    """

    within_every: float
    within_at_most: float = 0
    lost: float = 0
    tries_each: float = 0
    pile: float = 0
    pushy: float = 0
    peak: float = 0
    tries: float = 0
    waits: Mapping[Span, float] = field(default_factory=dict)


def score(world: SharedWorld, tries: Sequence[Attempt], told: Sequence[Attempt], pile: int) -> Score:
    """Return the figures of a planner that made these tries; `told` are all attempts of the year, answers too."""
    listed, before = {}, defaultdict(list)
    for fact in world.facts:
        if isinstance(fact, Attempt):
            before[fact.contact].append(fact)
        elif isinstance(fact, Listed):
            listed[fact.contact] = day_of(fact.at, DENVER)
    for attempt in told:
        before[attempt.contact].append(attempt)
    first, last = day_of(START, DENVER), day_of(world.end, DENVER)
    contacts = {c.slug: c for c in world.hitlist.contacts}
    days = {key: [(day_of(a.at, DENVER), a) for a in attempts] for key, attempts in before.items()}
    people = everyone(contacts, listed, days, first, last)
    made = set(map(id, tries))
    violations = 0
    for key, attempts in before.items():
        answers = [a for a in attempts if id(a) not in made]
        violations += len(pushy(world.hitlist, contacts[key], attempts, answers))
    weeks = Counter(day_of(a.at, DENVER).isocalendar()[:2] for a in tries)
    mean_week = len(tries) / (world.setting.days / 7)
    reached = sum(is_contact(a) for a in told)
    return Score(
        share(people, "within_every"), share(people, "within_at_most"), len(lost(people)), len(tries) / max(reached, 1),
        pile, violations, max(weeks.values(), default=0) / max(mean_week, 0.01), len(tries),
        waits_for_a_try(contacts, listed, days, first, last),
    )


def waits_for_a_try(
    contacts: Mapping[str, Contact], listed: Mapping[str, date], days: Mapping[str, Sequence[tuple[date, Attempt]]],
    first: date, last: date,
) -> dict[Span, float]:
    """Return, by cadence, how many days people waited for the first try after the day on which they were due.

    The means of those whose day came in the first half of the time: the others' waits may be cut off by its end.
    """
    half = first + (last - first) / 2
    found = defaultdict(list)
    for key, contact in contacts.items():
        every, due = contact.cadence.every, listed[key]
        waiting = True
        for day, attempt in (*days.get(key, ()), (last, None)):
            if waiting and first <= due < half and day >= first:
                found[every].append(max(0, (day - due).days))
            waiting = attempt is not None and is_contact(attempt)
            if waiting:
                due = every.after(day)
    return {every: statistics.mean(found[every]) for every in sorted(found, key=lambda span: span.about_days)}


def ours(world: SharedWorld) -> Score:
    """Return the figures of followupd in a world."""
    habits = Habits(world.seed, DENVER, world.setting.keep, world.setting.a_day)
    course = Year(lambda _: world.hitlist, habits, world.chances, world.user_time).run(START, world.end, world.facts)
    told = [f for f in course.facts if isinstance(f, Attempt) and f.at >= START]
    shown: Counter[date] = Counter()
    for event in (*course.kept, *course.missed):
        shown[day_of(event.start, DENVER)] += len(event.people)
    tries = [made.attempt for made in course.tries]
    return score(world, tries, sorted(told, key=lambda a: a.at), max(shown.values(), default=0))


def mean(scores: Sequence[Score]) -> Score:
    """Return the mean of the scores, figure by figure."""
    figures = [name for name in Score.__slots__ if name != "waits"]
    spans = scores[0].waits
    waits = {span: statistics.mean(one.waits[span] for one in scores if span in one.waits) for span in spans}
    return Score(**{name: statistics.mean(getattr(one, name) for one in scores) for name in figures}, waits=waits)
