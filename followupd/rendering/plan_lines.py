"""The content of a plan besides its events: who waits or rests, the action plan's progress, the protected weeks.

Takes a plan; gives lines for people and values for --json. `plan` and `status` show them, so that nobody is silently
dropped (P8). Lost time is shown with its reason and without blame.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime

from followupd.core.people.timeline import day_of
from followupd.core.phrases.vocabulary import day_text
from followupd.core.plan import Plan
from followupd.core.reasons import Waiting
from followupd.core.schedule.action_plan import Progress
from followupd.core.schedule.minutes import Week
from followupd.core.schedule.status import ContactStatus, State
from followupd.core.values.hitlist import Hitlist
from followupd.core.values.time import count
from followupd.rendering.json_form import Json, day
from followupd.rendering.text import line, listed, name

MOST_NAMES = 3
DAYS_NAMED = 3      # on which somebody starts: three hundred names in the queue would be a hundred lines
# The words for one person, and for several, in these states.
QUIET = {
    State.RESTING: ("rests", "rest"),
    State.IN_QUEUE: ("waits for a block with room", "wait for a block with room"),
}


def quiet_lines(plan: Plan, hitlist: Hitlist, now: datetime) -> Iterator[str]:
    """Yield a line for each group of people who wait, rest or are paused."""
    near, everybody = day_of(now, hitlist.timezone), plan.statuses.values()
    yield from _held_back(everybody, near)
    if plan.pace is not None and plan.pace.last_month:
        yield f"Start small: {plan.pace.last_month}."
    for state, (one, many) in QUIET.items():
        shown = [f"{name(s.contact.name)}{_back(s, near)}" for s in everybody if s.state is state]
        if shown:
            yield f"{_people(shown)} {one if len(shown) == 1 else many}: {_some(shown)}"
    paused = [s.contact.name for s in everybody if s.state is State.PAUSED]
    if paused:
        yield f"{_people(paused)} {'is' if len(paused) == 1 else 'are'} paused: {listed(paused)}"


def _held_back(everybody: Collection[ContactStatus], near: date) -> Iterator[str]:
    """Yield who waits because of `start_small`: a line for each of the first days until which somebody does."""
    waiting: dict[date | None, list[tuple[int, str]]] = defaultdict(list)
    for status in everybody:
        place, until = waits(status)
        if place:
            waiting[until].append((place, status.contact.name))
    groups = sorted(waiting.items(), key=lambda entry: min(entry[1]))
    for until, places in groups[:DAYS_NAMED]:
        names = [called for _, called in sorted(places)]
        when = f" until about {day_text(until, near)}" if until else ""
        yield f"{_wait(names)}{when}, while you start small: {listed(names)}"
    if later := [called for _, places in groups[DAYS_NAMED:] for _, called in places]:
        yield f"{_wait(later)} longer than that: followupd list --state waiting"


def pace_form(plan: Plan) -> Json | None:
    """Return how many people it is for now, and how the last month went; None if nobody could wait."""
    pace = plan.pace
    if pace is None:
        return None
    return {"people": pace.people, "last_month": None if pace.before is None else {
        "people": pace.before, "came": pace.came, "tried": pace.tried, "away": pace.away,
    }}


def waits(status: ContactStatus) -> tuple[int, date | None]:
    """Return the place in the queue of somebody who waits (0: does not) and about until when."""
    reason = status.reasons[-1] if status.reasons else None
    if status.state is State.WAITING and isinstance(reason, Waiting):
        return reason.place, reason.until
    return 0, None


def _back(status: ContactStatus, near: date) -> str:
    if status.state is State.RESTING and status.next_try is not None:
        return f" (back {day_text(status.next_try.anchor, near)})"
    return ""


def _people(names: list[str]) -> str:
    return count(len(names), "person", "people")


def _wait(names: list[str]) -> str:
    return f"{_people(names)} {'waits' if len(names) == 1 else 'wait'}"


def _some(shown: list[str], most: int = 10) -> str:
    more = f" and {len(shown) - most} more" if len(shown) > most else ""
    return ", ".join(shown[:most]) + more


def month_lines(plan: Plan) -> Iterator[str]:
    """Yield a line for each channel of the month's action plan."""
    for row in plan.action:
        names = [plan.statuses[key].contact.name for key in row.matched]
        people = f"; {listed(names, MOST_NAMES)}" if names else ""
        yield f"{line(row.quota.channel)}, {row.quota}: {_progress(row)}{people}"


def _progress(progress: Progress) -> str:
    """Return `3 of 21 kept, 1 carried, 17 to come`: without what is zero, except what was kept."""
    counts = ((progress.missed, "missed"), (progress.carried, "carried"), (progress.to_come, "to come"))
    others = (f"{number} {word}" for number, word in counts if number)
    return ", ".join([f"{progress.kept} of {progress.planned} kept", *others])


def month_form(plan: Plan) -> list[Json]:
    """Return the month's action plan for --json."""
    return [
        {
            "channel": one.quota.channel, "quota": str(one.quota), "planned": one.planned, "kept": one.kept,
            "missed": one.missed, "carried": one.carried, "to_come": one.to_come,
            "people": [{"key": key, "name": plan.statuses[key].contact.name} for key in one.matched],
        }
        for one in plan.action
    ]


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
