"""The action plan of this month laid over the wishes of a pass: who serves it by which way, and how it goes.

Takes wishes, timelines and the user's days; returns the wishes that go another way than usual, and the progress of each
channel. Within a month only what happens changes it: the room of a channel is what is planned for the whole month, less
what was tried and what is under way, whatever days of it are over.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from followupd.core.people.reach import Reach
from followupd.core.people.timeline import Timeline, day_of, open_channels
from followupd.core.people.wanted import NextTry
from followupd.core.schedule.action_matching import by_plan, match, ways_of
from followupd.core.schedule.action_progress import Progress, UserDays, planned, progress
from followupd.core.values.hitlist import Hitlist, is_live
from followupd.core.values.time import DayRange, month_before, month_of
from followupd.core.values.uid import Kind


@dataclass(frozen=True, slots=True)
class Served:
    """`wishes` are those that go another way for the plan's sake, by key."""

    wishes: Mapping[str, NextTry]
    progress: tuple[Progress, ...]


def serve(
    wishes: Iterable[NextTry], timelines: Mapping[str, Timeline], reaches: Mapping[str, Reach], hitlist: Hitlist,
    off: Collection[date], started: datetime, now: datetime,
) -> Served:
    """`wishes` in list order, of those who do not wait; `off` are the user's days off."""
    today, began = day_of(now, hitlist.timezone), day_of(started, hitlist.timezone)
    days = UserDays(lambda day: day.weekday() in hitlist.hours.days and day not in off, lambda day: day in off)
    month = month_of(today)
    counted = {quota.channel: planned(quota, month, began, days) for quota in hitlist.action_plan}
    asked = {channel: number for channel, number in counted.items() if number}
    tried = _tried(timelines.values(), hitlist, month_before(month).first)
    # So near must somebody be to be matched at all: their day comes in this month.
    coming = [wish for wish in wishes if wish.anchor <= month.last and wish.channel is not None]
    under_way = Counter(wish.channel for wish in coming if wish.kind is not Kind.DUE)
    room = {c: max(0, n - _within(tried[c], month) - under_way[c]) for c, n in asked.items()}

    due = [wish for wish in coming if wish.kind is Kind.DUE]
    due.sort(key=lambda wish: (-wish.urgency(month.last), not wish.contact.like))       # sorted stably: then list order
    ways = {wish.key: ways_of(wish, _open(wish, reaches[wish.key], hitlist), asked) for wish in due}
    matched = match((wish.key for wish in due), ways, room)
    other = {wish.key: by_plan(wish, matched[wish.key], asked) for wish in due if wish.key in matched}
    keys: dict[str, list[str]] = defaultdict(list)
    for wish in due:
        if wish.key in matched:
            keys[matched[wish.key]].append(wish.key)
    return Served(
        {wish.key: other[wish.key] for wish in due if wish.key in other and other[wish.key] is not wish},
        tuple(
            replace(progress(quota, tried[quota.channel], today, began, days), matched=tuple(keys[quota.channel]))
            for quota in hitlist.action_plan
        ),
    )


def _tried(timelines: Iterable[Timeline], hitlist: Hitlist, since: date) -> dict[str, list[date]]:
    """The days of all tries since that day, by channel."""
    found: dict[str, list[date]] = defaultdict(list)
    for timeline in timelines:
        for attempt in reversed(timeline.attempts):
            day = day_of(attempt.at, hitlist.timezone)
            if day < since:
                break
            found[attempt.channel or ""].append(day)
    return found


def _within(days: Iterable[date], month: DayRange) -> int:
    return sum(month.first <= day <= month.last for day in days)


def _open(wish: NextTry, hours: Reach, hitlist: Hitlist) -> tuple[str, ...]:
    """The channels that lead to somebody, in their order; a live one only where some hour suits both."""
    channels = open_channels(wish.contact, wish.timeline.closed)
    meet = hours.ever_meet(wish.anchor, hitlist.retry.length)
    return tuple(channel for channel in channels if meet or not is_live(channel))
