"""Our planner beside what others do, and beside a bound that knows the future.

    python -m bench.follow_through [--seeds N] [--jobs N] [--only TEXT] [--write]      # --write: docs/follow-through.md

Each scenario is run with seeds 1 to N (default 2) by every planner, in the same world, and the mean is printed.
"""

from __future__ import annotations

import argparse
import statistics
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

from bench.follow_through.baselines import BASELINES, run
from bench.follow_through.bound import answered, bound, capacity
from bench.follow_through.rules import by_the_rules
from bench.follow_through.worlds import SETTINGS, START, Setting, World, make_world
from followupd.core.people.timeline import day_of, is_contact
from followupd.core.values.facts import Attempt, Listed
from followupd.core.values.hitlist import RetryRule
from followupd.simulation.habits import Habits
from followupd.simulation.measures import everyone, share
from followupd.simulation.year import Year
from tests.kit.people import DENVER
from tests.properties.promises import pushy

PAGE = Path(__file__).parents[2] / "docs/follow-through.md"
UNHURRIED = "followupd, with time for everything"
RULES = "the rules alone"
LOST = 1.5       # nobody tried for so many times their at_most: lost sight of


@dataclass(frozen=True, slots=True)
class Score:
    """Shares between 0 and 1; `pile` the most items shown on one day; `peak` the busiest week over the mean one."""

    within_every: float
    within_at_most: float
    lost: float
    tries_each: float
    pile: float
    pushy: float
    peak: float
    tries: float = 0


def score(world: World, tries: Sequence[Attempt], told: Sequence[Attempt], pile: int) -> Score:
    """Return the figures of a planner that made these tries in a world; `pile` is the most that one day showed."""
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
    mean = len(tries) / (world.setting.days / 7)
    reached = sum(is_contact(a) for a in told)
    lost = sum(p.quiet > LOST * (p.contact.cadence.at_most.about_days) for p in people)
    return Score(
        share(people, "within_every"), share(people, "within_at_most"), lost, len(tries) / max(reached, 1), pile,
        violations, max(weeks.values(), default=0) / max(mean, 0.01), len(tries),
    )


def ours(world: World) -> Score:
    """Return the figures of followupd in a world."""
    habits = Habits(world.seed, DENVER, world.setting.keep, world.setting.a_day)
    course = Year(lambda _: world.hitlist, habits, world.chances, world.user_time).run(START, world.end, world.facts)
    told = [f for f in course.facts if isinstance(f, Attempt) and f.at >= START]
    shown: Counter[date] = Counter()
    for event in (*course.kept, *course.missed):
        shown[day_of(event.start, DENVER)] += len(event.people)
    tries = [made.attempt for made in course.tries]
    return score(world, tries, sorted(told, key=lambda a: a.at), max(shown.values(), default=0))


def unhurried(world: World) -> Score:
    """Ours in the same world with a user who has time for everything: what politeness alone costs."""
    rules = tuple(replace(rule, per_person=timedelta(minutes=1)) for rule in world.hitlist.blocks)
    setting = replace(world.setting, keep=1.0, a_day=1000)
    hitlist = replace(world.hitlist, blocks=rules, retry=RetryRule(per_day=1000))
    return ours(replace(world, setting=setting, hitlist=hitlist, off={}, meetings=()))


def mean(scores: Iterable[Score]) -> Score:
    """Return the mean of the scores, figure by figure."""
    rows = list(scores)
    return Score(*(statistics.mean(getattr(row, name) for row in rows) for name in Score.__slots__))


def by_rules(world: World) -> Score:
    """No planner: what the rules allow a user who is never away and knows how readily each person answers."""
    world = replace(world, off={}, meetings=())
    return score(world, *by_the_rules(world), 0)


def met(setting: Setting, seed: int) -> tuple[dict[str, Score], float]:
    """Return each planner's score in one world, and the load: tries that ours needed over the time that there was."""
    world = make_world(setting, seed)
    days = answered(world)
    mine = ours(world)
    found = {"followupd": mine}
    for make in BASELINES:
        tries, told, pile = run(world, make)
        found[make.name] = score(world, tries, told, pile)  # type: ignore[attr-defined]
    found[UNHURRIED], found[RULES] = unhurried(world), by_rules(world)
    every, at_most = bound(world, lambda c: c.cadence.every, days), bound(world, lambda c: c.cadence.at_most, days)
    found["bound"] = Score(every, at_most, 0, 1, 0, 0, 1)
    return found, mine.tries / capacity(world)


def compare(found: Sequence[tuple[dict[str, Score], float]]) -> tuple[dict[str, Score], float]:
    """Return the means over the seeds."""
    return {name: mean(scores[name] for scores, _ in found) for name in found[0][0]}, statistics.mean(
        load for _, load in found
    )


def table(setting: Setting, scores: dict[str, Score], load: float) -> list[str]:
    """Return the rows of one setting."""
    best = scores["bound"]
    lines = [
        f"### {setting.name}", "",
        f"ours used {load:.0%} of the tries that there was time for", "",
        "| planner | within every | of the bound | within at_most | of the bound | lost | tries a contact | pile-up "
        "| pushy | busiest week |", "|---|---|---|---|---|---|---|---|---|---|",
    ]
    for name, row in scores.items():
        if name == "bound":
            lines.append(f"| bound | {row.within_every:.1%} | | {row.within_at_most:.1%} | | | | | | |")
            continue
        pile = "" if name == RULES else f"{row.pile:.0f}"
        lines.append(
            f"| {name} | {row.within_every:.1%} | {row.within_every / best.within_every:.1%} "
            f"| {row.within_at_most:.1%} | {row.within_at_most / best.within_at_most:.1%} | {row.lost:.1f} "
            f"| {row.tries_each:.2f} | {pile} | {row.pushy:.1f} | {row.peak:.1f} |"
        )
    return lines


def main() -> None:
    """Simulate the settings and print their tables."""
    parser = argparse.ArgumentParser(prog="python -m bench.follow_through")
    parser.add_argument("--seeds", type=int, default=2)
    parser.add_argument("--only", default="", help="scenarios whose name holds this")
    parser.add_argument("--write", action="store_true", help="keep the tables in docs/follow-through.md")
    parser.add_argument("--jobs", type=int, default=1, help="so many worlds at a time")
    options = parser.parse_args()
    tables: list[str] = []
    settings = [setting for setting in SETTINGS if options.only in setting.name]
    with ProcessPoolExecutor(options.jobs) as pool:
        worlds = [[pool.submit(met, setting, seed) for seed in range(1, options.seeds + 1)] for setting in settings]
        for setting, runs in zip(settings, worlds, strict=True):
            lines = table(setting, *compare([run.result() for run in runs]))
            print("\n".join([*lines, ""]), flush=True)
            tables += [*lines, ""]
    if options.write:
        text = PAGE.read_text(encoding="utf-8")
        PAGE.write_text(text[: text.index("### ")] + "\n".join(tables), encoding="utf-8")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
