"""What nobody can beat: an upper bound that knows the future.

Each step takes only limits away, so that whatever a real planner does is one of the ways that remain:

1. Every try is an answered one: the bound calls people at hours at which they will answer, by any of their channels,
   and never needs a second try. (Real planners pay for each contact with at least one try.)
2. All blocks are kept, in full, none is lost to a meeting, and all tries besides them are made.
3. No gap between tries, no ladder, no rule of politeness.
4. Time is counted as one sum over the whole year: a try of December may serve January.

What remains are two limits. A person is only in touch on a day if they could have been reached on that day or within
`every` before it: the union over all their answered hours. And the contacts together are as many as there are tries:
each is worth `every` + 1 days at most, so giving them to the longest cadences first is the best that the sum allows
(the fractional knapsack, whose greedy solution is optimal and above every whole one).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta

from bench.follow_through.worlds import World
from followupd.core.people.reach import reach
from followupd.core.people.timeline import day_of
from followupd.core.values.facts import Attempt, Listed, Outcome
from followupd.core.values.hitlist import Contact, is_live
from followupd.core.values.time import Span
from followupd.simulation.chances import Reaction
from tests.kit.people import DENVER


def bound(world: World, which: Callable[[Contact], Span], answered: Mapping[str, list[date]]) -> float:
    """Return the largest share of contact-days within `which` (every or at_most); `answered` goes by contact."""
    days = list(world.days())
    first, last = days[0], days[-1] + timedelta(days=1)
    since = _since(world)
    free = 0                                    # days covered by what was before
    wanted: list[tuple[int, int]] = []          # worth of one contact in days, days that contacts can cover
    for contact in world.hitlist.contacts:
        span, before = which(contact), since[contact.slug]
        until = span.after(before)
        start = min(max((until - first).days + 1, 0), len(days))
        free += start
        covered = 0
        cursor = first + timedelta(days=start)
        for day in answered[contact.slug]:
            end = min(span.after(day) + timedelta(days=1), last)
            covered += max(0, (end - max(cursor, day)).days)
            cursor = max(cursor, end)
        wanted.append(((span.after(first) - first).days + 5, covered))   # 5: months differ in length
    left, gained = float(capacity(world)), 0.0
    for worth, covered in sorted(wanted, reverse=True):
        contacts = min(left, covered / worth)
        gained += contacts * worth
        left -= contacts
    return (free + gained) / (len(days) * len(world.hitlist.contacts))


def capacity(world: World) -> int:
    """All tries that there is time for in the year."""
    lines = sum(
        rule.length // rule.per_person
        for day in world.days() if day not in world.off for rule in world.hitlist.blocks if day.weekday() in rule.days
    )
    return lines + world.setting.a_day * sum(world.works(day) for day in world.days())


def answered(world: World) -> dict[str, list[date]]:
    """By contact, the days on which a try at some hour of the user's day, by some channel, is contact in the end."""
    days = [day for day in world.days() if world.works(day)]
    return {contact.slug: _answered_days(world, contact, days) for contact in world.hitlist.contacts}


def _answered_days(world: World, contact: Contact, days: list[date]) -> list[date]:
    hours, zone = reach(world.hitlist, contact), contact.timezone or DENVER
    found = set()
    for day in days:
        for stretch in hours.my_day(day):
            at, known, told = stretch.start, None, list[Reaction]()
            while at < stretch.end:
                if known != (hour := at.astimezone(zone).hour):        # one answer for each hour of theirs and channel
                    known = hour
                    told = [world.chances.react(contact.slug, contact, channel, at, asked=is_live(channel))
                            for channel in contact.via]
                for reaction in told:
                    if reaction.outcome is Outcome.REACHED:
                        found.add(day)
                    elif reaction.reply is not None:
                        found.add(day_of(at + reaction.reply, DENVER))
                at += timedelta(minutes=30)
    return sorted(found)


def _since(world: World) -> dict[str, date]:
    since = {}
    for fact in world.facts:
        if isinstance(fact, Listed | Attempt):
            since[fact.contact] = day_of(fact.at, DENVER)
    return since
