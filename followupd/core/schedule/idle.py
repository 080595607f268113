"""Hours that suit nobody: blocks that can hold nobody, and people who can only be called in the user's night.

Takes the hit list and now; returns the weekdays of each rule on which that is so, with the reason, and those people.
Looks only at the hours and channels in the hit list, not at who is due or at the history.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from followupd.core.people.channels import open_channels
from followupd.core.people.reach import TWO_WEEKS, Reach, reaches_of
from followupd.core.people.timeline import day_of
from followupd.core.reasons import HoldsNobody
from followupd.core.schedule.weeks import homes
from followupd.core.values.hitlist import BlockRule, Hitlist, Status, keeps_hours
from followupd.core.values.time import Interval, intersect

HALF_A_YEAR = timedelta(weeks=26)

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


def only_at_night(hitlist: Hitlist, now: datetime) -> Iterator[tuple[int, bool]]:
    """Yield the number of each contact, from 0, all of whose hours are in the user's night, and whether all year.

    The clocks of two zones may change on different days, so the coming two weeks and those half a year later count. By
    mail nobody's hours matter: who has an address is written to then.
    """
    hours, today = reaches_of(hitlist, {one.slug: one for one in hitlist.contacts}, {}), day_of(now, hitlist.timezone)
    for number, contact in enumerate(hitlist.contacts):
        if contact.status is Status.STOP or not all(map(keeps_hours, open_channels(contact, ()))):
            continue
        length, reach = hitlist.retry.length_for(contact.via[0]), hours[contact.slug]
        dark = [not _by_day(reach, day, length) for day in (today, today + HALF_A_YEAR)]
        if any(dark):
            yield number, all(dark)


def _by_day(reach: Reach, day: date, length: timedelta) -> bool:
    """Return whether some hour of theirs within two weeks is in the user's hours or blocks, or wakes nobody there."""
    return reach.ever_talk(day, length) or any(
        part.length >= length for near in reach.days_from(day, TWO_WEEKS)
        for part in intersect(reach.their_usual_day(near), reach.daytime(near, theirs=False))
    )


def _rings(way: Way, place: Interval, rule: BlockRule) -> bool:
    """Return whether somebody may be reached at that time for as long as it takes."""
    hours, channel = way
    needed = min(rule.minutes_for(channel), place.length)
    return not keeps_hours(channel) or any(part.length >= needed for part in hours.in_block(place, chosen=True))


def _lasts(way: Way, rule: BlockRule) -> bool:
    """Return whether the block is long enough for the channel."""
    return not rule.per_channel or rule.minutes_for(way[1]) <= rule.length
