"""Blocks that can hold nobody, because at their hour nobody on the list may be reached.

Takes the hit list and now; returns the weekdays of each rule on which that is so, with the reason. Looks only at the
hours and channels in the hit list, not at who is due or at the history.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from followupd.core.people.reach import Reach, reaches_of
from followupd.core.people.timeline import day_of
from followupd.core.reasons import HoldsNobody
from followupd.core.schedule.weeks import homes
from followupd.core.values.hitlist import BlockRule, Hitlist, Status, keeps_hours
from followupd.core.values.time import Interval

Way = tuple[Reach, str]          # somebody's hours, and their first channel


@dataclass(frozen=True, slots=True)
class IdleBlock:
    """A rule (the `number`th, from 0) with weekdays on which its block can hold nobody."""

    number: int
    reason: HoldsNobody


def idle_blocks(hitlist: Hitlist, now: datetime) -> tuple[IdleBlock, ...]:
    """Return the rules with blocks that can hold nobody; none for an empty list."""
    contacts = {contact.slug: contact for contact in hitlist.contacts if contact.status is not Status.STOP}
    hours = reaches_of(hitlist, contacts, {})
    ways = list(dict.fromkeys((hours[slug], contact.via[0]) for slug, contact in contacts.items()))
    places: dict[tuple[int, int], list[Interval]] = defaultdict(list)
    for home in homes(hitlist, day_of(now, hitlist.timezone), now):
        places[hitlist.blocks.index(home.rule), home.day.weekday()].append(home.interval)
    idle: dict[tuple[int, bool], list[int]] = defaultdict(list)
    for (number, weekday), stretches in sorted(places.items()):
        rule = hitlist.blocks[number]
        in_time = [way for way in ways if any(_rings(way, stretch, rule) for stretch in stretches)]
        if ways and not any(_lasts(way, rule) for way in in_time):
            idle[number, bool(in_time)].append(weekday)
    rules = hitlist.blocks
    return tuple(
        IdleBlock(number, HoldsNobody(tuple(weekdays), rules[number].time, rules[number].length, short))
        for (number, short), weekdays in idle.items()
    )


def _rings(way: Way, place: Interval, rule: BlockRule) -> bool:
    """Return whether somebody may be reached at that time for as long as it takes."""
    hours, channel = way
    needed = min(rule.minutes_for(channel), place.length)
    return not keeps_hours(channel) or any(part.length >= needed for part in hours.in_block(place, chosen=True))


def _lasts(way: Way, rule: BlockRule) -> bool:
    """Return whether the block is long enough for the channel."""
    return not rule.per_channel or rule.minutes_for(way[1]) <= rule.length
