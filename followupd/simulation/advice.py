"""Advice if time is missing, or if the hour is mostly empty: more time, fewer people, another hour.

Takes a hit list and a way to simulate one; gives alternatives with their outcomes. Nothing is estimated: each is
simulated with the same people, and one that makes anything worse is left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Protocol

from followupd.core.people.reach import Reach, reaches_of
from followupd.core.values.hitlist import BlockRule, Contact, Hitlist, Status, keeps_hours
from followupd.core.values.time import (
    FULL_DAY_NAMES,
    Interval,
    are_different_times,
    at_wall_clock,
    clock_distance,
)

HALF_AN_HOUR = timedelta(minutes=30)
DAYS_TRIED = 2           # for a further block
HOURS_TRIED = 2          # for a block that is mostly empty
ENOUGH_WAITING = 0.1     # share of the weeks in which somebody may wait for room
AT_TEN = time(10)


@dataclass(frozen=True, slots=True)
class Shortage:
    """The time that was missing.

    `short` is the share of the weeks in which somebody waited for room, `late_days` the days late of all people. `over`
    is the share of the weeks in which more was needed than the blocks hold, counting reminders that a block could take;
    `reminders` are the minutes of a week outside blocks, `filled` those of the lines in them.
    """

    short: float
    late_days: float
    over: float = 0.0
    reminders: float = 0.0
    filled: float = 0.0

    @property
    def enough(self) -> bool:
        """Return whether there is enough time."""
        return self.short <= ENOUGH_WAITING and self.over <= ENOUGH_WAITING

    def helps(self, before: Shortage) -> bool:
        """Return whether somebody gains: they wait less, are late less or need fewer reminders, and nothing is worse.

        More minutes alone are not a gain: they do not help people who cannot be reached then.
        """
        gains = (
            self.short < before.short, self.late_days < before.late_days,
            round(self.reminders) < round(before.reminders),
        )
        return self.no_worse(before) and any(gains)

    def holds_more(self, before: Shortage) -> bool:
        """Return whether the blocks hold more people and nothing is worse than before."""
        return self.filled > before.filled and self.no_worse(before)

    def has_room_for_more(self, before: Shortage) -> bool:
        """Return whether the blocks hold more people and are enough for them, and nobody is late for longer."""
        return self.enough and self.filled > before.filled and self.late_days <= before.late_days

    def no_worse(self, before: Shortage) -> bool:
        """Return whether nothing that matters is worse than before."""
        return all(one <= other for one, other in zip(self._figures, before._figures, strict=True))

    @property
    def rank(self) -> tuple[bool, float, float, float]:
        """The key that sorts outcomes, the best first."""
        return not self.enough, *self._figures

    @property
    def _figures(self) -> tuple[float, float, float]:
        return self.short, self.over, self.late_days


@dataclass(frozen=True, slots=True)
class Mending:
    """An alternative: `what` in words, such as "a second block on Thursday at 10:00", and the `outcome` of it."""

    what: str
    outcome: Shortage


class Trial(Protocol):
    """One hit list that is tried out."""

    def __call__(self, runs: int | None = None) -> Shortage:
        """Return the outcome of the first courses, or of all. A course is simulated when it is first needed."""


Trials = Callable[[Hitlist], Trial]         # how to try out a hit list


def mendings(hitlist: Hitlist, trials: Trials, as_is: Trial, today: date) -> tuple[Mending, ...]:
    """Return what helps, with its outcome: more time first, then the smallest sufficient cut of people.

    Each alternative is tried in the first course. What helps there is tried in all of them, of further blocks only the
    best.
    """
    good: list[list[tuple[str, Trial]]] = []
    for more in (further_blocks(hitlist, today), longer_blocks(hitlist)):
        named = [(what, trials(other)) for what, other in more]
        good.append([(what, trial) for what, trial in named if trial(1).helps(as_is(1))])
    best = [min(alike, key=lambda one: one[1](1).rank) for alike in good if alike]
    helps = [Mending(what, trial()) for what, trial in best if trial().helps(as_is())]
    fewer = fewer_people(hitlist, trials)
    return tuple([*helps, fewer] if fewer and fewer.outcome.helps(as_is()) else helps)


def further_blocks(hitlist: Hitlist, today: date) -> Iterator[tuple[str, Hitlist]]:
    """Yield hit lists with another block, each with words for it.

    A further block is tried on two days without one, and at another hour: at the same hour nobody could be called again
    a week later (P7).
    """
    rules = hitlist.blocks
    taken = {day for rule in rules for day in rule.days}
    free = [day for day in sorted(hitlist.hours.days) if day not in taken]
    free.sort(key=lambda day: (-min((min((day - t) % 7, (t - day) % 7) for t in taken), default=0), day))
    usual = rules[0] if rules else BlockRule((), AT_TEN)
    more = [replace(usual, days=(day,)) for day in free[:DAYS_TRIED]]
    if rules:
        elsewhere = more[0] if more else replace(usual, days=usual.days[:1])
        more += [replace(elsewhere, time=hour) for hour in best_hours(hitlist, elsewhere, today)[:1]]
    article = "a further block" if len(taken) > 1 else "a second block" if taken else "a block"
    for rule in more:
        when = f"{FULL_DAY_NAMES[rule.days[0]]} at {rule.time:%H:%M}"
        yield f"{article} on {when} ({_minutes(usual.length)} minutes)", replace(hitlist, blocks=(*rules, rule))


def longer_blocks(hitlist: Hitlist) -> Iterator[tuple[str, Hitlist]]:
    """Yield the hit list with longer blocks, if it has any, with words for it."""
    if rules := hitlist.blocks:
        longer = tuple(replace(rule, length=rule.length + HALF_AN_HOUR) for rule in rules)
        yield "blocks that are half an hour longer", replace(hitlist, blocks=longer)


def fuller(hitlist: Hitlist, trials: Trials, as_is: Trial, today: date) -> Mending | None:
    """Return another hour at which mostly empty blocks hold more and nothing is worse; None if there is none.

    The block at whose hour the fewest people may be called is moved to the hours of its days at which most may be. An
    hour that is not better in the first course is not tried in the others.
    """
    rules = hitlist.blocks
    rule = min(rules, key=lambda rule: callable_at(hitlist, rule, today))
    fuller_hours = []
    for hour in best_hours(hitlist, rule, today)[:HOURS_TRIED]:
        moved = tuple(replace(one, time=hour) if one is rule else one for one in rules)
        which = f"the block of {FULL_DAY_NAMES[rule.days[0]]} {rule.time:%H:%M}" if len(rules) > 1 else "the block"
        trial = trials(replace(hitlist, blocks=moved))
        if trial(1).holds_more(as_is(1)) and trial().holds_more(as_is()):
            fuller_hours.append(Mending(f"{which} at {hour:%H:%M}", trial()))
    return max(fuller_hours, key=lambda one: one.outcome.filled, default=None)


def sooner(hitlist: Hitlist, trials: Trials, as_is: Trial, waiting: int) -> Mending | None:
    """Return a larger `first` of `start_small` with which mostly empty blocks hold more people and are enough, or None.

    For all people who are `waiting` in the mean, else for those of one month. Nobody may be late for longer.
    """
    small = hitlist.start_small
    if small is None:
        return None
    for first in dict.fromkeys(small.first + more for more in (waiting, min(small.then, waiting)) if more > 0):
        trial = trials(replace(hitlist, start_small=replace(small, first=first)))
        if trial(1).has_room_for_more(as_is(1)) and trial().has_room_for_more(as_is()):
            return Mending(f"`first: {first}` in `start_small`", trial())
    return None


def best_hours(hitlist: Hitlist, rule: BlockRule, today: date) -> list[time]:
    """Return the full hours of the user at which a block could be instead, the best first.

    Most people who may be called come first, then another time of day than now, then the nearest hour.
    """
    now = rule.time.hour * 60 + rule.time.minute
    length = _minutes(rule.length)
    fit = [
        time(hour) for hour in range(24) if clock_distance(60 * hour, now) >= length and all(
            any(r.day == day and r.start <= 60 * hour and 60 * hour + length <= r.end for r in hitlist.hours.ranges)
            for day in rule.days
        )
    ]

    def rank(hour: time) -> tuple[int, bool, int]:
        at = 60 * hour.hour
        people = callable_at(hitlist, replace(rule, time=hour), today)
        return -people, not are_different_times(at, now), clock_distance(at, now)

    return sorted(fit, key=rank)


def callable_at(hitlist: Hitlist, rule: BlockRule, today: date) -> int:
    """Return how many people may be called at the hour of a block, summed over its weekdays."""
    people = {contact.slug: contact for contact in hitlist.contacts if contact.status is Status.ACTIVE}
    hours = reaches_of(hitlist, people, {})
    days = [today + timedelta(days=(day - today.weekday()) % 7) for day in rule.days]
    starts = [at_wall_clock(day, rule.time, hitlist.timezone) for day in days]
    return sum(
        not keeps_hours(contact.via[0]) or _rings(hours[slug], start, rule, contact.via[0])
        for slug, contact in people.items() for start in starts
    )


def _rings(hours: Reach, start: datetime, rule: BlockRule, channel: str) -> bool:
    needed = min(rule.minutes_for(channel), rule.length)
    return any(part.length >= needed for part in hours.in_block(Interval(start, start + rule.length), chosen=True))


def fewer_people(hitlist: Hitlist, trials: Trials) -> Mending | None:
    """Return the smallest number of people to remove that is enough, to within a twelfth; None if half is not.

    The search uses the first course, the result is tried in all. People who are not liked and wanted least often go
    first, so that those who matter most stay.
    """
    active = [c for c in hitlist.contacts if c.status is Status.ACTIVE]
    order = sorted(active, key=_last_to_go, reverse=True)
    least, most = 0, len(active) // 2
    best = trials(_without(hitlist, order[:most]))
    if not most or not best(1).enough:
        return None
    while most - least > max(1, len(active) // 12):
        middle = (least + most) // 2
        trial = trials(_without(hitlist, order[:middle]))
        if trial(1).enough:
            most, best = middle, trial
        else:
            least = middle
    return Mending(f"{most} people fewer" if most > 1 else "one person fewer", best()) if best().enough else None


def _last_to_go(contact: Contact) -> tuple[bool, float]:
    return not contact.like, contact.cadence.every.about_days


def _without(hitlist: Hitlist, gone: list[Contact]) -> Hitlist:
    slugs = {contact.slug for contact in gone}
    return replace(hitlist, contacts=tuple(c for c in hitlist.contacts if c.slug not in slugs))


def _minutes(length: timedelta) -> int:
    return int(length.total_seconds() // 60)
