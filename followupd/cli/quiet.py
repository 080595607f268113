"""Who has nothing on the calendar just now, and until when: those who wait, rest, or are paused.

Takes a plan, gives a line for each group. `plan` and `status` show them, so that nobody is quietly dropped (P8).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime

from followupd.core.people.next_step import State
from followupd.core.people.timeline import day_of
from followupd.core.phrases.vocabulary import day_text
from followupd.core.plan import Plan
from followupd.core.reasons import Waiting
from followupd.core.schedule.status import Standing
from followupd.core.values.hitlist import Hitlist
from followupd.rendering.json_form import Json
from followupd.rendering.text import count, listed, name


def quiet_lines(plan: Plan, hitlist: Hitlist, now: datetime) -> Iterator[str]:
    near = day_of(now, hitlist.timezone)
    waiting: dict[date | None, list[tuple[int, str]]] = defaultdict(list)
    for standing in plan.standings.values():
        place, until = waits(standing)
        if place:
            waiting[until].append((place, standing.contact.name))
    for until, places in sorted(waiting.items(), key=lambda entry: min(entry[1])):
        names = [called for _, called in sorted(places)]
        when = f" until about {day_text(until, near)}" if until else ""
        yield f"{_people(names)} {_verb(names, 'wait')}{when}, while you start small: {listed(names)}"
    if plan.pace is not None and plan.pace.told:
        yield f"Start small: {plan.pace.told}."
    for state, verb in ((State.RESTING, "rest"), (State.IN_QUEUE, "wait for a block with room")):
        found = [s for s in plan.standings.values() if s.state is state]
        if found:
            first, _, more = verb.partition(" ")
            names = [s.contact.name for s in found]
            told = [f"{name(s.contact.name)}{_back(s, near)}" for s in found]
            yield f"{_people(names)} {_verb(names, first)}{' ' + more if more else ''}: {_some(told)}"
    paused = [s.contact.name for s in plan.standings.values() if s.state is State.PAUSED]
    if paused:
        yield f"{_people(paused)} {'is' if len(paused) == 1 else 'are'} paused: {listed(paused)}"


def pace_form(plan: Plan) -> Json | None:
    """How many people it is for now, and how the last month went; null where nobody could wait."""
    pace = plan.pace
    if pace is None:
        return None
    return {"people": pace.people, "last_month": None if pace.before is None else {
        "people": pace.before, "came": pace.came, "tried": pace.tried, "away": pace.away,
    }}  # fmt: skip


def waits(standing: Standing) -> tuple[int, date | None]:
    """The place in the queue of somebody who waits (0: does not) and about until when."""
    reason = standing.reasons[-1] if standing.reasons else None
    if standing.state is State.WAITING and isinstance(reason, Waiting):
        return reason.place, reason.until
    return 0, None


def _back(standing: Standing, near: date) -> str:
    if standing.state is State.RESTING and standing.wish is not None:
        return f" (back {day_text(standing.wish.anchor, near)})"
    return ""


def _people(names: list[str]) -> str:
    return count(len(names), "person", "people")


def _verb(names: list[str], verb: str) -> str:
    return verb + "s" if len(names) == 1 else verb


def _some(told: list[str], most: int = 10) -> str:
    more = f" and {len(told) - most} more" if len(told) > most else ""
    return ", ".join(told[:most]) + more
