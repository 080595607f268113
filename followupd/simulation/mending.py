"""What would mend a list that is too long for its time: alternatives that are really tried out, not reckoned.

Takes a hit list and a way to try one; gives what each alternative brought. Never says what the user should do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import time, timedelta

from followupd.core.values.hitlist import BlockRule, Contact, Hitlist, Status
from followupd.core.values.time import FULL_DAY_NAMES

HALF_AN_HOUR = timedelta(minutes=30)
DAYS_TRIED = 2           # for a further block
ENOUGH = 0.1             # of the weeks may have somebody who waits for room
AT_TEN = time(10)


@dataclass(frozen=True, slots=True)
class Outcome:
    """`short` is the share of weeks in which somebody waited for room, `late_days` all people's days beyond at_most."""

    short: float
    late_days: float

    @property
    def enough(self) -> bool:
        return self.short <= ENOUGH


@dataclass(frozen=True, slots=True)
class Mending:
    """`what` in words, as in "a second block on Thursday at 10:00"; `outcome` of trying it."""

    what: str
    outcome: Outcome


def mendings(hitlist: Hitlist, tried: Callable[[Hitlist], Outcome]) -> tuple[Mending, ...]:
    """More time first, then fewer people: the fewest less that are enough, found by halving."""
    found = [Mending(what, tried(other)) for what, other in more_time(hitlist)]
    fewer = fewer_people(hitlist, tried)
    return tuple([*found, fewer] if fewer else found)


def more_time(hitlist: Hitlist) -> Iterator[tuple[str, Hitlist]]:
    rules = hitlist.blocks
    taken = {day for rule in rules for day in rule.days}
    free = [day for day in sorted(hitlist.hours.days) if day not in taken]
    free.sort(key=lambda day: (-min((min((day - t) % 7, (t - day) % 7) for t in taken), default=0), day))
    usual = rules[0] if rules else BlockRule((), AT_TEN)
    article = "a further block" if len(taken) > 1 else "a second block" if taken else "a block"
    for day in free[:DAYS_TRIED]:
        more = replace(usual, days=(day,))
        what = f"{article} on {FULL_DAY_NAMES[day]} at {usual.time:%H:%M} ({_minutes(usual.length)} minutes)"
        yield what, replace(hitlist, blocks=(*rules, more))
    if rules:
        longer = tuple(replace(rule, length=rule.length + HALF_AN_HOUR) for rule in rules)
        yield "blocks that are half an hour longer", replace(hitlist, blocks=longer)


def fewer_people(hitlist: Hitlist, tried: Callable[[Hitlist], Outcome]) -> Mending | None:
    """The least number of people less that is enough. Those go who are not liked and wanted least often, so that the
    people who matter most stay; None where even half of them is not enough."""
    active = [c for c in hitlist.contacts if c.status is Status.ACTIVE]
    order = sorted(active, key=_last_to_go, reverse=True)
    least, most = 0, len(active) // 2
    best = tried(_without(hitlist, order[:most])) if most else None
    if best is None or not best.enough:
        return None
    while most - least > max(1, len(active) // 25):      # to the nearest 4 of 100
        middle = (least + most) // 2
        outcome = tried(_without(hitlist, order[:middle]))
        if outcome.enough:
            most, best = middle, outcome
        else:
            least = middle
    return Mending(f"{most} people less" if most > 1 else "1 person less", best)


def _last_to_go(contact: Contact) -> tuple[bool, float]:
    return not contact.like, contact.cadence.every.about_days


def _without(hitlist: Hitlist, gone: list[Contact]) -> Hitlist:
    slugs = {contact.slug for contact in gone}
    return replace(hitlist, contacts=tuple(c for c in hitlist.contacts if c.slug not in slugs))


def _minutes(length: timedelta) -> int:
    return int(length.total_seconds() // 60)
