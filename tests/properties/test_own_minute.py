"""Two of our events never share a minute while another suitable minute of that day is free."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from followupd.core.people.identity import identify
from followupd.core.people.reach import Reach, reach
from followupd.core.people.timeline import day_of
from followupd.core.plan import Plan, make_plan
from followupd.core.values.event import Event, Written
from followupd.core.values.facts import Moved
from followupd.core.values.hitlist import Contact, Hitlist, ReviewRule
from followupd.core.values.time import HourRange, Interval, WeekHours
from followupd.core.values.uid import TASKS, Kind, parse_item, parse_uid
from tests.kit.branches import Branches, fewer
from tests.properties.worlds import NOWS, hitlists, week_hours

FIVE = timedelta(minutes=5)
# Hours enough, or many people and half an hour a week, so that reminders get in each other's way.
half_hours = st.builds(
    lambda day, hour: WeekHours((HourRange(day, hour * 60, hour * 60 + 30),)), st.integers(0, 6), st.integers(8, 16)
)
situations = NOWS.flatmap(lambda now: st.tuples(
    hitlists(now, most=12), st.just(now), st.one_of(st.none(), week_hours(), half_hours, half_hours)
))


def placed_by_us(event: Event, plan: Plan, hitlist: Hitlist) -> bool:
    """Return whether the planner chose its minute: not a block, a review, a meeting, or a minute that was asked for."""
    uid = parse_uid(event.uid, hitlist.name)
    assert uid is not None
    if uid.kind in (Kind.BLOCK, Kind.REVIEW, Kind.MEETING):
        return False
    if uid.kind in TASKS:
        return True
    next_try = plan.statuses[event.people[0]].next_try
    return next_try is not None and (next_try.at is None or day_of(event.start, hitlist.timezone) != next_try.anchor)


def free_places(event: Event, hours: Reach, channel: str | None, others: Sequence[Interval]) -> list[Interval]:
    """Yield every fifth minute of the hours that suit it on its day, if none of our events is there."""
    day = day_of(event.start, hours.my_zone)
    if channel in (None, "email", "note"):
        stretches = hours.my_day(day)
    else:
        stretches = hours.both(day) or (() if hours.ever_talk(day, event.interval.length) else hours.their_day(day))
    found = []
    for stretch in stretches:
        start = stretch.start
        while start + event.interval.length <= stretch.end:
            found.append(Interval(start, start + event.interval.length))
            start += FIVE
    return [place for place in found if not any(place.overlaps(other) for other in others)]


MINUTES = Branches(alone=20, shared=2, driven_away=20)


def check(plan: Plan, hitlist: Hitlist, people: Mapping[str, Contact], by_hand: frozenset[str] = frozenset()) -> None:
    for event in plan.events:
        if event.uid in by_hand or not placed_by_us(event, plan, hitlist):
            continue
        others = [one.interval for one in plan.events if one is not event]
        if not any(event.interval.overlaps(other) for other in others):
            MINUTES.reached("alone")
            continue
        MINUTES.reached("shared")
        item = parse_item(event.uid)
        assert item is not None
        next_try = plan.statuses[event.people[0]].next_try if event.people[0] in plan.statuses else None
        channel = next_try.channel if next_try is not None else None
        left = free_places(event, reach(hitlist, people[item[1]]), channel, others)
        assert not left, (event.uid, event.start, left[0])


@MINUTES
@settings(max_examples=fewer())
@given(situations, st.data())
def test_two_events_share_a_minute_only_if_the_day_has_no_other(
    situation: tuple[Hitlist, datetime, WeekHours | None], data: st.DataObject
) -> None:
    """Reminders, promises, cards, reviews, blocks and meetings are in one occupancy. What the user drags onto a
    reminder drives it away, to another minute."""
    hitlist, now, hours = situation
    hitlist = replace(hitlist, hours=hours or hitlist.hours, start_small=None)
    people = identify(hitlist.contacts, (), now)
    plan = make_plan(hitlist, people, people.listed, {}, now)
    check(plan, hitlist, people.by_key)

    ours = [event for event in plan.events if placed_by_us(event, plan, hitlist)]
    if len({event.start for event in ours}) < 2 or len({event.start for event in ours}) < len(ours):
        return
    first, second = data.draw(st.permutations(ours))[:2]
    item = parse_item(first.uid)
    assert item is not None
    move = Moved(item[1], now, first.uid, second.start, second.start + first.interval.length)
    written = {event.uid: Written(event.uid, event) for event in plan.events}
    written[first.uid] = Written(first.uid, replace(first, start=move.start, end=move.end))
    after = make_plan(hitlist, people, (*people.listed, move), written, now)
    check(after, hitlist, people.by_key, frozenset({first.uid}))
    MINUTES.reached("driven_away")


@settings(max_examples=fewer())
@given(situations, st.integers(0, 6), st.integers(0, 23))
def test_a_review_gives_way_to_blocks(
    situation: tuple[Hitlist, datetime, WeekHours | None], day: int, hour: int
) -> None:
    """It begins when the block is over, unless that is beyond midnight."""
    hitlist, now, _ = situation
    hitlist = replace(hitlist, review=ReviewRule(day, time(hour)))
    people = identify(hitlist.contacts, (), now)
    plan = make_plan(hitlist, people, people.listed, {}, now)
    for event in plan.events:
        if event.uid.startswith("review-"):
            over = [b.interval for b in plan.blocks if b.interval.overlaps(event.interval)]
            assert not over or day_of(max(one.end for one in over), hitlist.timezone) > _day(event, hitlist)


def _day(event: Event, hitlist: Hitlist) -> date:
    return day_of(event.start, hitlist.timezone)
