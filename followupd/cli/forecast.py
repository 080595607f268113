"""`followupd forecast`: is there enough time in the coming weeks, who will be late, and what would help.

Simulates the coming weeks several times with the real planner; writes nothing but the chart.
"""

from __future__ import annotations

import itertools
from pathlib import Path

import click

from followupd.cli.assumed import assumed_text, assuming, form
from followupd.cli.call import Call, with_call
from followupd.cli.chart import check_chart, draw
from followupd.cli.progress import ProgressBar
from followupd.core.phrases.vocabulary import day_text
from followupd.core.values.time import count
from followupd.rendering.json_form import Json, day, emit
from followupd.rendering.text import name, say, table
from followupd.simulation.advice import Mending, Shortage
from followupd.simulation.forecast import SOMEBODY, Emptiness, Forecast, forecast
from followupd.simulation.foresight import Assumptions, beginning

MOST_WEEKS = 104
LATECOMERS_SHOWN = 10


@click.command()
@click.option("--weeks", type=click.IntRange(1, MOST_WEEKS), default=26, show_default=True, metavar="N",
              help="How many weeks to look ahead.")
@click.option("--runs", type=click.IntRange(1, 100), default=3, show_default=True, metavar="N",
              help="How many courses of these weeks the figures are the mean of.")
@click.option("--chart", metavar="FILE", help="Draw it too: FILE.svg or FILE.png.")
@assuming
@with_call
def command(call: Call, weeks: int, runs: int, chart: str | None, assumed: Assumptions) -> None:
    """Compare the work of the coming weeks with your time, and say who will be late.

    \b
      followupd forecast
      followupd forecast --weeks 12 --chart weeks.svg
    """
    if chart is not None:
        check_chart(Path(chart))
    begin = beginning(call.config(), call.now)
    with ProgressBar("Simulating") as bar:
        courses = itertools.count(1)
        result = forecast(begin, weeks, assumed, runs, lambda: bar(f"Simulating, course {next(courses)}", 0, 0))
    if chart is not None:
        draw(result, Path(chart))
    if call.as_json:
        emit(_form(result, assumed))
    else:
        small = begin.hitlist.start_small
        _show(result, assumed, chart, small is not None and len(begin.hitlist.contacts) > small.first)


def _show(result: Forecast, assumed: Assumptions, chart: str | None, small: bool) -> None:
    near = result.weeks[0].first
    runs = f"the mean of {count(result.runs, 'course')} (seeds from {assumed.seed})"
    say(f"The next {count(len(result.weeks), 'week')}, {runs}.", assumed_text(assumed), "")
    head = ("Week of", "Blocks", "Needed", "", "Reminders", "Waiting", "Late")
    say(*table(head, ([
        day_text(week.first, near), f"{week.protected:.0f} min", f"{week.needed:.0f} min",
        "too little" if week.protected and week.too_little else "", f"{week.reminders:.0f} min",
        _people(week.waiting), _people(week.late),
    ] for week in result.weeks)), "")
    say(*_late(result), *_empty(result.empty, result.fuller), *_mending(result, small))
    if chart is not None:
        say(f"Drawn: {chart}")


def _people(mean: float) -> str:
    """Round large numbers: nobody needs half a person."""
    return "" if mean < 0.1 else f"{mean:.1f}" if mean < 10 else f"{mean:.0f}"


def _late(result: Forecast) -> list[str]:
    if not result.late:
        return ["Nobody is likely to be late."]
    shown = [
        f"{name(p.name)} by {count(p.days, 'day')}" + (f" (in {p.runs} of {result.runs})" if result.runs > 1 else "")
        for p in result.late[:LATECOMERS_SHOWN]
    ]
    more = len(result.late) - LATECOMERS_SHOWN
    return [f"Likely to be late, beyond `at_most` at the worst: {', '.join(shown)}"
            + (f" and {more} more." if more > 0 else ".")]


def _empty(empty: Emptiness | None, fuller: Mending | None) -> list[str]:
    """Say that the blocks are mostly empty, where the people are, and at which hour more would fit."""
    if empty is None:
        return []
    parts = [
        f"{count(round(people), 'person', 'people')} {rest if round(people) > 1 else alone}"
        for people, alone, rest in (
            (empty.held_back, "waits while you start small", "wait while you start small"),
            (empty.other_hours, "cannot be reached at that hour", "cannot be reached at that hour"),
            (empty.own_day, "has the next try on another day", "have the next try on another day"),
        ) if people >= SOMEBODY
    ]
    why = f"On most days {', '.join(parts)}; nobody else is due." if parts else "Nobody else is due."
    why = "Nobody on your list may be reached at that hour." if empty.nobody else why
    used = f"{empty.filled:.0f} of {empty.protected:.0f} minutes a week have somebody in them"
    hour = "" if fuller is None else (
        f" With {fuller.what} it would be {fuller.outcome.filled:.0f} minutes, tried out with the same seeds."
    )
    return ["", f"The hour is mostly empty: {used}. {why}{hour}"]


def _mending(result: Forecast, small: bool) -> list[str]:
    """Return whether there is time enough, and what would help. `small`: people may wait because of `start_small`."""
    now = result.outcome
    if now.enough:
        if not result.late:
            apart = ", apart from those who wait while you start small" if small else ""
            return [f"There is time for everybody{apart}."]
        waits = ", or wait while you start small" if small else ""
        if not result.blocks:
            return ["There is no block: reminders come one by one, on a day no more than `per_day` allows. People who "
                    f"are late wait for such a day, do not answer, or were late before{waits}."]
        return ["There is time for everybody who comes due: people who are late do not answer, or were late "
                f"before{waits}."]
    parts = [
        "", f"People wait for room in {now.short:.0%} of the weeks.",
        f"In {now.over:.0%} of the weeks more is needed than the blocks hold, reminders counted.",
    ]
    if not result.mendings:
        return [*parts, "Another block, longer blocks and fewer people were tried: none of them helps."]
    rows = [[each.what, *_figures(each.outcome), "that is enough" if each.outcome.enough else ""]
            for each in result.mendings]
    as_is = ["as it is", *_figures(now), ""]
    head = ("", "People wait in", "Too little in", "Reminders", "All together", "")
    return [*parts, "What helps, tried out with the same seeds:", *table(head, [as_is, *rows])]


def _figures(outcome: Shortage) -> list[str]:
    return [
        f"{outcome.short:.0%} of the weeks", f"{outcome.over:.0%} of the weeks", f"{outcome.reminders:.0f} min a week",
        f"{outcome.late_days:.0f} days late",
    ]


def _form(result: Forecast, assumed: Assumptions) -> Json:
    return {
        "assumed": form(assumed), "runs": result.runs,
        "weeks": [
            {
                "first": day(week.first), "protected": round(week.protected, 1), "filled": round(week.filled, 1),
                "needed": round(week.needed, 1),
                "reminders": round(week.reminders, 1), "waiting": round(week.waiting, 2), "late": round(week.late, 2),
            }
            for week in result.weeks
        ],
        "late": [{"key": p.key, "name": p.name, "runs": p.runs, "days": p.days} for p in result.late],
        **_outcome(result.outcome), "empty": _empty_form(result.empty),
        "fuller": None if result.fuller is None else {"what": result.fuller.what, **_outcome(result.fuller.outcome)},
        "mendings": [
            {"what": each.what, **_outcome(each.outcome), "enough": each.outcome.enough} for each in result.mendings
        ],
    }


def _outcome(outcome: Shortage) -> Json:
    return {
        "waiting_weeks": round(outcome.short, 3), "over_weeks": round(outcome.over, 3),
        "reminders": round(outcome.reminders, 1), "filled": round(outcome.filled, 1),
        "late_days": round(outcome.late_days, 1),
    }


def _empty_form(empty: Emptiness | None) -> Json | None:
    if empty is None:
        return None
    return {
        "protected": round(empty.protected, 1), "filled": round(empty.filled, 1),
        "held_back": round(empty.held_back, 1), "other_hours": round(empty.other_hours, 1),
        "own_day": round(empty.own_day, 1),
    }
