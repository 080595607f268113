"""Things that the judgement of followupd must never do, over random users and histories: drop, push, or contradict."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from followupd.core.people.channels import open_channels
from followupd.core.people.identity import identify
from followupd.core.people.learning import Learned
from followupd.core.people.reach import reach
from followupd.core.people.timeline import day_of
from followupd.core.plan import Plan, make_plan
from followupd.core.reasons import LeansTo, NoHourSuitsBoth, PassedUnanswered, PlannedWay, SameTimeOnly
from followupd.core.schedule.fitting import early_day
from followupd.core.schedule.status import State
from followupd.core.values.event import Written
from followupd.core.values.facts import Attempt, Outcome
from followupd.core.values.hitlist import Hitlist, Quota, StartSmall
from followupd.core.values.time import is_another_time
from followupd.core.values.uid import Kind
from tests.kit.branches import Branches, fewer
from tests.properties.worlds import NOWS, action_plans, hitlists

# The list is kept for up to ten months already, so that months have passed which can be judged.
kept_for = st.integers(0, 300).map(lambda days: timedelta(days=days))
lives = NOWS.flatmap(lambda now: st.tuples(hitlists(now), st.just(now), kept_for))


def planned(hitlist: Hitlist, now: datetime, since: datetime, *news: Attempt) -> Plan:
    people = identify(hitlist.contacts, (), since)
    return make_plan(hitlist, people, (*people.listed, *news), {}, now)


STARTING = Branches(waiting=1)


@STARTING
@settings(max_examples=fewer())
@given(lives)
def test_starting_small_never_sends_anybody_back(life: tuple[Hitlist, datetime, timedelta]) -> None:
    """P8: people who wait were not tried since the start; the number is never below `first`; all others come back."""
    hitlist, now, kept = life
    hitlist = replace(hitlist, start_small=hitlist.start_small or StartSmall(1, 1))
    plan = planned(hitlist, now, now - kept)
    for status in plan.statuses.values():
        if status.state is State.WAITING:
            assert plan.pace is not None
            assert hitlist.start_small is not None
            assert plan.pace.people >= hitlist.start_small.first
            last = status.timeline.last
            assert last is None or last.at < now - kept
            assert status.item is None
            STARTING.reached("waiting")


@settings(max_examples=fewer())
@given(lives, st.sampled_from(list(Outcome)))
def test_a_try_keeps_its_person_in_and_lets_nobody_in(
    life: tuple[Hitlist, datetime, timedelta], outcome: Outcome
) -> None:
    """A try logged now never sends somebody else back to the queue, and this month's number stays."""
    hitlist, now, kept = life
    before = planned(hitlist, now, now - kept)
    for key, contact in identify(hitlist.contacts, (), now).by_key.items():
        after = planned(hitlist, now, now - kept, Attempt(key, now, outcome, contact.via[0]))
        waits = {k for k, s in after.statuses.items() if s.state is State.WAITING}
        assert key not in waits
        assert waits <= {k for k, s in before.statuses.items() if s.state is State.WAITING}
        assert after.pace is None or after.pace == before.pace


@st.composite
def habits(draw: st.DrawFn, key: str, now: datetime) -> list[Attempt]:
    """Draw twenty tries by phone over a year at a few times of day, some answered more often, then a miss."""
    clocks = draw(st.lists(st.integers(0, 47), min_size=1, max_size=4, unique=True))
    found = []
    for number in range(draw(st.sampled_from((6, 10, 15, 20, 20, 20))), 0, -1):
        clock = draw(st.sampled_from(clocks))
        at = now.replace(hour=clock // 2, minute=clock % 2 * 30) - timedelta(days=7 + 15 * number)
        answered = clock == clocks[0] or draw(st.integers(0, 3)) == 0
        found.append(Attempt(key, at, Outcome.REACHED if answered else Outcome.NO_ANSWER, "phone"))
    missed = now - timedelta(days=draw(st.integers(0, 9)), minutes=draw(st.integers(1, 24 * 60)))
    return [*found, Attempt(key, missed, Outcome.NO_ANSWER, "phone")]


LEANS = Branches(leaning=1, not_leaning=30)


@LEANS
@settings(max_examples=fewer())
@given(lives, st.data())
def test_learning_never_breaks_a_promise(life: tuple[Hitlist, datetime, timedelta], data: st.DataObject) -> None:
    """P7: a first try or a retry that leans is in their hours, the retry at another time of day than the miss; its
    reason is there exactly if it is in the hours that it names; and what is there stays (P3)."""
    hitlist, now, _ = life
    contacts = tuple(replace(c, via=("phone",), log=(), category="friends", hours=None) for c in hitlist.contacts)
    hitlist = replace(hitlist, contacts=contacts, start_small=None)
    news = [fact for contact in contacts for fact in data.draw(habits(contact.slug, now))]
    plan = planned(hitlist, now, now - timedelta(days=400), *news)
    told_of = {key: s.contact for key, s in plan.statuses.items() if s.next_try is not None}
    learned = Learned.of(told_of, {k: s.timeline for k, s in plan.statuses.items()}, hitlist.timezone)
    for key, status in plan.statuses.items():
        told = [reason for reason in status.reasons if isinstance(reason, LeansTo)]
        next_try, item = status.next_try, status.item
        if item is None or item.on_sheet or next_try is None or not next_try.live or next_try.kind is Kind.CALLBACK:
            assert not told or any(isinstance(r, PassedUnanswered) for r in status.reasons)
            continue
        lean, hours = learned.lean(key), reach(hitlist, status.contact)
        if any(isinstance(reason, NoHourSuitsBoth) and reason.hourless for reason in status.reasons):
            continue
        assert told == list(lean.reasons_at(item.interval.start) if lean else ())
        LEANS.reached("leaning" if told else "not_leaning")
        if hours.ever_meet(next_try.anchor, item.interval.length):
            assert hours.holds(item.interval, item.interval.length)
            failed = next_try.failed
            assert not failed or is_another_time(item.interval.start, failed[-1], hours.their_zone) or any(
                isinstance(reason, SameTimeOnly) for reason in status.reasons
            )
    people = identify(hitlist.contacts, (), now - timedelta(days=400))
    written = {event.uid: Written(event.uid, event, version="1") for event in plan.events}
    assert make_plan(hitlist, people, (*people.listed, *news), written, now).events == plan.events


ACTING = Branches(another_way=1)


@ACTING
@settings(max_examples=fewer())
@given(lives, action_plans, st.booleans())
def test_an_action_plan_makes_nobody_pushy(
    life: tuple[Hitlist, datetime, timedelta], action_plan: tuple[Quota, ...], many_ways: bool
) -> None:
    """P7 and P8: with any plan the same people come on the same days for the same reason as without one, by one of
    their own channels, and never by a call if they prefer to be written to; a second pass agrees."""
    hitlist, now, kept = life
    if many_ways:
        hitlist = replace(hitlist, contacts=tuple(
            replace(c, via=("phone", "email", "text"), phones=("+1 303 555 0142",), emails=("p@example.com",))
            for c in hitlist.contacts
        ))
    hitlist = replace(hitlist, action_plan=())
    bare = planned(hitlist, now, now - kept)
    acting = replace(hitlist, action_plan=action_plan)
    plan = planned(acting, now, now - kept)
    for key, status in plan.statuses.items():
        before, next_try = bare.statuses[key], status.next_try
        assert (status.state is State.WAITING) == (before.state is State.WAITING)
        if next_try is None or before.next_try is None:
            assert next_try is before.next_try
            continue
        was = before.next_try
        assert (next_try.kind, next_try.anchor, next_try.meaning) == (was.kind, was.anchor, was.meaning)
        if next_try.channel != before.next_try.channel:
            assert next_try.kind is Kind.DUE
            assert next_try.channel in open_channels(status.contact, status.timeline.closed)
            assert before.next_try.live or not next_try.live
            assert any(isinstance(reason, PlannedWay) for reason in next_try.reasons)
            ACTING.reached("another_way")
        if status.item is not None:
            first = early_day(next_try, hitlist.retry) or next_try.anchor       # the same with and without a plan
            if next_try.kind is Kind.RETRY and status.item.on_sheet:          # on the sheet of a block near its day
                first = max(next_try.not_before, next_try.anchor - timedelta(days=3))
            assert day_of(status.item.interval.start, hitlist.timezone) >= first
    for one in plan.action:
        own = one.kept + one.missed + one.to_come
        assert own <= one.planned <= own + one.carried
    people = identify(acting.contacts, (), now - kept)
    written = {event.uid: Written(event.uid, event, version="1") for event in plan.events}
    assert make_plan(acting, people, people.listed, written, now).events == plan.events
