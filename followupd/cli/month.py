"""How the month's action plan goes, for `status`: a line a channel, and its --json form.

Takes a plan; gives text and plain values. Decides nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from followupd.core.plan import Plan
from followupd.rendering.json_form import Json
from followupd.rendering.text import line, listed

if TYPE_CHECKING:
    from followupd.core.schedule.action_progress import Progress

MOST_NAMES = 3


def month_lines(plan: Plan) -> Iterator[str]:
    for one in plan.action:
        names = [plan.standings[key].contact.name for key in one.matched]
        people = f"; {listed(names, MOST_NAMES)}" if names else ""
        yield f"{line(one.quota.channel)}, {one.quota}: {_counts(one)}{people}"


def _counts(one: Progress) -> str:
    """`3 of 21 kept, 1 carried, 17 to come`: what is zero is left out, but for what was kept."""
    counts = ((one.missed, "missed"), (one.carried, "carried"), (one.to_come, "to come"))
    return ", ".join([f"{one.kept} of {one.planned} kept", *(f"{number} {word}" for number, word in counts if number)])


def month_form(plan: Plan) -> list[Json]:
    return [
        {
            "channel": one.quota.channel, "quota": str(one.quota), "planned": one.planned, "kept": one.kept,
            "missed": one.missed, "carried": one.carried, "to_come": one.to_come,
            "people": [{"key": key, "name": plan.standings[key].contact.name} for key in one.matched],
        }
        for one in plan.action
    ]  # fmt: skip
