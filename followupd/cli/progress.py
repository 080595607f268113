"""How the protected time and the month's action plan go, for `status`: lines, and the forms for --json.

Takes weeks and a plan. Decides nothing and counts no guilt: what was lost says why, and no more.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

from followupd.core.phrases.vocabulary import day_text
from followupd.core.plan import Plan
from followupd.core.schedule.minutes import Week
from followupd.rendering.json_form import Json, day
from followupd.rendering.text import count, line, listed

if TYPE_CHECKING:
    from followupd.core.schedule.action_plan import Progress

MOST_NAMES = 3


def month_lines(plan: Plan) -> Iterator[str]:
    """Yield a line for each channel of the month's action plan."""
    for one in plan.action:
        names = [plan.standings[key].contact.name for key in one.matched]
        people = f"; {listed(names, MOST_NAMES)}" if names else ""
        yield f"{line(one.quota.channel)}, {one.quota}: {_counts(one)}{people}"


def _counts(one: Progress) -> str:
    """Return `3 of 21 kept, 1 carried, 17 to come`: without what is zero, except what was kept."""
    counts = ((one.missed, "missed"), (one.carried, "carried"), (one.to_come, "to come"))
    return ", ".join([f"{one.kept} of {one.planned} kept", *(f"{number} {word}" for number, word in counts if number)])


def month_form(plan: Plan) -> list[Json]:
    """Return the month's action plan for --json."""
    return [
        {
            "channel": one.quota.channel, "quota": str(one.quota), "planned": one.planned, "kept": one.kept,
            "missed": one.missed, "carried": one.carried, "to_come": one.to_come,
            "people": [{"key": key, "name": plan.standings[key].contact.name} for key in one.matched],
        }
        for one in plan.action
    ]  # fmt: skip


def week_lines(weeks: Sequence[Week], near: date) -> list[str]:
    """Return one line if all weeks were as usual, else one for each week; nothing if there are no blocks."""
    if any(week.moved or week.lost for week in weeks):
        return [line(f"{day_text(week.first, near)}: {_week(week)}", 200) for week in weeks]
    usual = sorted({week.protected for week in weeks})
    many = f"{usual[0]}" if len(usual) == 1 else f"{usual[0]} to {usual[-1]}" if usual else ""
    return [f"{many} minutes a week protected, none moved or lost"] if usual else []


def _week(week: Week) -> str:
    parts = [f"{count(week.protected, 'minute')} protected" if week.protected else "none protected"]
    if week.moved:
        parts.append(f"{week.moved} of them moved" if week.moved != week.protected else "moved")
    if week.lost:
        parts.append(f"{week.lost} lost ({listed(week.because, 3)})")
    return ", ".join(parts)


def week_form(weeks: Sequence[Week]) -> list[Json]:
    """Return the weeks for --json."""
    return [
        {
            "monday": day(week.first), "protected": week.protected, "moved": week.moved, "lost": week.lost,
            "because": list(week.because),
        }
        for week in weeks
    ]
