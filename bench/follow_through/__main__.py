"""Our planner beside what others do, and beside a bound that nobody beats who does not know the future.

    python -m bench.follow_through [--seeds 1-8] [--scenarios FILE] [--only TEXT] [--jobs N]
    python -m bench.follow_through --write      # the tables into docs/follow-through-figures.md, and the picture
    python -m bench.follow_through --prices     # what each rule costs

README.md in this folder says what is compared, and how to bring your own scenarios.
"""

from __future__ import annotations

import argparse
import re
import statistics
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

from bench.follow_through.baselines import BASELINES, SensibleHuman, run
from bench.follow_through.bound import Terms, bound, capacity, ladder_terms, terms_of
from bench.follow_through.picture import picture
from bench.follow_through.scenarios import BUILT_IN, MeasuredScenario, read_scenarios
from bench.follow_through.score import Score, mean, ours, score
from bench.follow_through.worlds import SharedWorld, make_world

PAGE = Path(__file__).parents[2] / "docs/follow-through-figures.md"
PICTURE = PAGE.with_name("follow-through.svg")
FOLLOWUPD, HUMAN = "followupd", SensibleHuman.name
SHARE_OF_BOUND, LOST_OF_200, LOST_OF_500 = 0.9, 0.04, 0.08       # the goals
MANY = 350                      # people, from which on the last one holds


@dataclass(frozen=True, slots=True)
class Result:
    """One world: each planner's score, and the load: the share of the possible tries that ours made.

    The bounds have all the time in the world, so they are left out if there is too little.
    """

    scores: dict[str, Score]
    best: float | None
    without_ladder: float | None
    load: float


def compare(setting: MeasuredScenario, seed: int) -> Result:
    """Return the scores of everyone in one world."""
    world = make_world(setting, seed)
    mine = ours(world)
    scores = {FOLLOWUPD: mine}
    for make in BASELINES:
        tries, told, pile = run(world, make)
        scores[make.name] = score(world, tries, told, pile)
    best, free = None, None
    if setting.enough:
        best, free = bound(world, ladder_terms(world)), bound(world, terms_of(world))
    return Result(scores, best, free, mine.tries / capacity(world))


def table(setting: MeasuredScenario, results: Sequence[Result]) -> Iterator[str]:
    """Yield the rows of one scenario: the means over the seeds."""
    best, free = (_mean(getattr(one, name) for one in results) for name in ("best", "without_ladder"))
    load = statistics.mean(one.load for one in results)
    yield from (f"### {setting.name}", "", f"followupd used {load:.0%} of the tries that time allowed.", "")
    yield "| planner | within every | of the bound | within at_most | lost | tries a contact | pile-up | pushy |"
    yield "|---|---|---|---|---|---|---|---|"
    means = {name: mean([one.scores[name] for one in results]) for name in results[0].scores}
    for name, row in means.items():
        share = f"{row.within_every / best:.1%}" if best else ""
        yield (
            f"| {name} | {row.within_every:.1%} | {share} | {row.within_at_most:.1%} "
            f"| {row.lost:.1f} | {row.tries_each:.2f} | {row.pile:.0f} | {row.pushy:.1f} |"
        )
    if best is not None and free is not None:
        yield f"| bound | {best:.1%} | | | | | | |"
        yield f"| bound without ladder and rest | {free:.1%} | | | | | | |"
    else:
        waits = ", ".join(f"{every}: {days:.0f} days" for every, days in means[FOLLOWUPD].waits.items())
        yield from ("", f"Mean wait for the first try after the day due, by cadence: {waits}.")
    yield ""


def _mean(figures: Iterable[float | None]) -> float | None:
    known = [one for one in figures if one is not None]
    return statistics.mean(known) if known else None


def goals(setting: MeasuredScenario, results: Sequence[Result]) -> Iterator[tuple[str, bool]]:
    """Yield each goal of a scenario, with its figure, and whether the mean of the seeds meets it."""
    mine, human = (mean([one.scores[name] for one in results]) for name in (FOLLOWUPD, HUMAN))
    yield f"{mine.pushy:.0f} pushy", mine.pushy == 0
    if setting.enough:
        shares = [one.scores[FOLLOWUPD].within_every / one.best for one in results if one.best is not None]
        yield f"{statistics.mean(shares):.1%} of the bound, {min(shares):.1%} with the worst seed", (
            statistics.mean(shares) >= SHARE_OF_BOUND
        )
        by = ahead(results, "within_at_most")
        yield f"within at_most {mine.within_at_most:.1%}, the human {human.within_at_most:.1%} ({by})", (
            mine.within_at_most > human.within_at_most
        )
        yield f"{mine.tries_each:.2f} tries a contact, the human {human.tries_each:.2f}", (
            mine.tries_each < human.tries_each
        )
        return
    most = LOST_OF_500 if setting.people > MANY else LOST_OF_200
    share = mine.lost / setting.people
    yield f"{mine.lost:.1f} lost, {share:.1%} (at most {most:.0%})", share <= most
    longest = list(mine.waits.values())
    yield "the least urgent wait longest", longest == sorted(longest)


def ahead(results: Sequence[Result], figure: str) -> str:
    """Return by how many points followupd is ahead of the human, with the standard error if there are several seeds."""
    by = [100 * (getattr(one.scores[FOLLOWUPD], figure) - getattr(one.scores[HUMAN], figure)) for one in results]
    error = f" ± {statistics.stdev(by) / len(by) ** 0.5:.1f}" if len(by) > 1 else ""
    return f"{statistics.mean(by):+.1f}{error} points"


def prices(world: SharedWorld) -> Iterator[str]:
    """Yield a table of bounds, each with one rule more than the one before: the differences are what the rules cost."""
    full, gap = ladder_terms(world), terms_of(world)
    ladder = ", ".join(map(str, world.hitlist.retry.ladder))
    steps: list[tuple[str, Terms]] = [
        ("nothing: a try each day until somebody answers", Terms((1,), None, 1.0, hours=False)),
        (f"the user does {world.setting.keep:.0%} of what is on the calendar",
         Terms((1,), None, world.setting.keep, hours=False)),
        ("only in the contact's own hours", Terms((1,), None, world.setting.keep)),
        ("nobody is called long before their day", replace(gap, waits=(1,))),
        (f"`min_gap`: {world.hitlist.retry.min_gap} between two tries", gap),
        (f"the ladder's waits ({ladder})", replace(full, waits=full.waits[:1])),
        (f"the rest after {len(full.waits)} tries", full),
    ]
    yield from ("| rule | within every at best | costs |", "|---|---|---|")
    before: float | None = None
    for name, terms in steps:
        best = bound(world, terms)
        costs = "" if before is None else f"{100 * (before - best):.1f} points"
        yield f"| {name} | {best:.1%} | {costs} |"
        before = best


def seeds_of(text: str) -> list[int]:
    """Read "1-8" or "3,5,7"."""
    found: list[int] = []
    for part in text.split(","):
        match = re.fullmatch(r"\s*(\d+)(?:-(\d+))?\s*", part)
        if match is None:
            raise argparse.ArgumentTypeError(f"{text} does not name seeds. Write 1-8 or 3,5,7.")
        found += range(int(match[1]), int(match[2] or match[1]) + 1)
    return found


def main() -> None:
    """Simulate the scenarios, print their tables, and say which goals are met."""
    parser = argparse.ArgumentParser(prog="python -m bench.follow_through")
    parser.add_argument("--seeds", type=seeds_of, default=[1, 2], help="1-8, or 3,5,7")
    parser.add_argument("--scenarios", type=Path, default=BUILT_IN, help="a YAML file with your own")
    parser.add_argument("--only", default="", help="scenarios whose name holds this")
    parser.add_argument("--jobs", type=int, default=1, help="so many worlds at a time")
    parser.add_argument("--write", action="store_true", help="keep the tables and the picture in docs/")
    parser.add_argument("--prices", action="store_true", help="what each rule costs, with the first of the seeds")
    options = parser.parse_args()
    settings = [setting for setting in read_scenarios(options.scenarios) if options.only in setting.name]
    if options.prices:
        for setting in settings:
            world = make_world(setting, options.seeds[0])
            print("\n".join([f"### {setting.name}", "", *prices(world), ""]), flush=True)
        return
    lines: list[str] = []
    said: list[str] = []
    drawn: dict[str, dict[str, Score]] = {}
    with ProcessPoolExecutor(options.jobs) as pool:
        runs = [[pool.submit(compare, setting, seed) for seed in options.seeds] for setting in settings]
        for setting, futures in zip(settings, runs, strict=True):
            results = [future.result() for future in futures]
            rows = list(table(setting, results))
            print("\n".join(rows), flush=True)
            lines += rows
            for what, met in goals(setting, results):
                said.append(f"| {setting.name} | {what} | {'yes' if met else '**no**'} |")
            drawn[setting.name] = {name: mean([one.scores[name] for one in results]) for name in results[0].scores}
    head = ["### Goals", "", "| scenario | figure | met |", "|---|---|---|", *said, ""]
    print("\n".join(head))
    if options.write:
        text = PAGE.read_text(encoding="utf-8")
        seeds = ", ".join(map(str, options.seeds))
        ladders = "; or ".join(dict.fromkeys(", ".join(map(str, setting.retry.ladder)) for setting in settings))
        told = f"The means of seeds {seeds}, with a ladder of {ladders}."
        PAGE.write_text("\n".join([text[: text.index("The means of seeds")] + told, "", *head, *lines]).rstrip() + "\n",
                        encoding="utf-8")
        PICTURE.write_text(picture(drawn), encoding="utf-8")


if __name__ == "__main__":
    main()
