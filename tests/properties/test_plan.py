"""The promises that the plan alone must keep, over random users, zones, DST changes and histories."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from followupd.core.people.identity import identify
from followupd.core.people.reach import Reach, reach
from followupd.core.people.timeline import UNANSWERED, day_of
from followupd.core.people.wanted import is_task
from followupd.core.plan import Plan, make_plan
from followupd.core.schedule.need import Need
from followupd.core.schedule.occupancy import FreePlaces
from followupd.core.schedule.slots import find_slot
from followupd.core.schedule.status import State
from followupd.core.values.event import Event, Written
from followupd.core.values.facts import Attempt, Outcome
from followupd.core.values.hitlist import Anniversary, Hitlist, Status
from followupd.core.values.time import Span, WeekHours, daily, is_another_time
from followupd.core.values.uid import TASKS, Kind, parse_uid
from tests.kit.branches import Branches
from tests.properties.worlds import EXAMPLES, NOWS, hitlists

situations = NOWS.flatmap(lambda now: st.tuples(hitlists(now), st.just(now)))


def planned(hitlist: Hitlist, now: datetime) -> Plan:
    people = identify(hitlist.contacts, (), now)
    return make_plan(hitlist, people, people.listed, {}, now)


CONTACTED = Branches(booked=3, by_cadence=7, tried_since=1, rests=5, never=2)


@CONTACTED
@settings(max_examples=EXAMPLES)
@given(situations)
def test_only_real_contact_resets_a_cadence(situation: tuple[Hitlist, datetime]) -> None:
    """P1: taking away every attempt that is not a contact leaves the due day where the last contact puts it, unless
    the person rests after a ladder, a no, or a skip, or the next meeting was booked when they met; and how long
    somebody is overdue counts from the last real contact through all of that."""
    hitlist, now = situation
    plan = planned(hitlist, now)
    for status in plan.statuses.values():
        timeline, next_try = status.timeline, status.next_try
        real = [
            a for a in timeline.attempts
            if a.outcome is Outcome.REACHED or (a.outcome is Outcome.SENT and a.channel == "note")
        ]
        assert timeline.last_contact == (real[-1] if real else None)
        if next_try is not None and timeline.appointed is not None:
            agreed = {a.asked.day for a in real if a.asked is not None and a.outcome is Outcome.REACHED}
            assert status.contact.book_ahead is not None
            assert next_try.due == timeline.appointed.day
            assert next_try.due in agreed
            CONTACTED.reached("booked")
            assert next_try.due >= day_of(real[-1].at, hitlist.timezone)      # they may meet the same day
        elif next_try is not None and timeline.rest is None and real:
            assert next_try.due == status.contact.cadence.every.after(day_of(real[-1].at, hitlist.timezone))
            CONTACTED.reached("by_cadence")
        if next_try is not None:
            day = day_of(now, hitlist.timezone) + timedelta(days=30)
            listed = day_of(timeline.first_seen, hitlist.timezone)
            owed = status.contact.cadence.every.after(day_of(real[-1].at, hitlist.timezone)) if real else listed
            assert next_try.lateness.due == owed
            assert round(next_try.urgency(day) * next_try.lateness.cadence) == (day - owed).days
            if timeline.rest is not None:
                CONTACTED.reached("rests")
            elif timeline.series:
                CONTACTED.reached("tried_since" if real else "never")


@settings(max_examples=EXAMPLES)
@given(situations)
def test_one_open_item_for_each_person(situation: tuple[Hitlist, datetime]) -> None:
    """P2: over all coming events, a person is named at most once."""
    hitlist, now = situation
    named = Counter(key for event in planned(hitlist, now).events for key in event.people)
    assert all(count == 1 for count in named.values()), named


PLACES = Branches(on_a_sheet=20, alone=10, overdue=1)


@PLACES
@settings(max_examples=EXAMPLES)
@given(situations)
def test_each_open_promise_has_one_place_at_most(situation: tuple[Hitlist, datetime]) -> None:
    """P2 for tasks: one line or one reminder each, in the user's own hours; stopped people have none, and kept
    promises have no place. P8: a task that is due has a place, or waits because the sheets are full."""
    hitlist, now = situation
    plan = planned(hitlist, now)
    named = Counter(ref for event in plan.events for ref in event.people if is_task(ref))
    assert all(count == 1 for count in named.values()), named
    assert set(named) <= set(plan.tasks.open)
    for task in plan.tasks.open.values():
        assert task.contact.status is not Status.STOP
        assert task.ended is None
    for task, item in plan.tasks.items.values():
        if not item.on_sheet and reach(hitlist, task.contact).my_day(day_of(item.interval.start, hitlist.timezone)):
            assert item.interval.start > now
        PLACES.reached("on_a_sheet" if item.on_sheet else "alone")
        if not item.on_sheet:
            assert task.ref in named
    today = day_of(now, hitlist.timezone)
    for ref, task in plan.tasks.open.items():
        on_time = task.until is None or task.until > today + timedelta(days=14)      # a card has a last useful day
        if task.anchor <= today and task.by is not None and task.by <= today and on_time and not hitlist.blocks:
            assert ref in plan.tasks.items
            PLACES.reached("overdue")


CARDS = Branches(in_time=5, late=5)


@CARDS
@settings(max_examples=EXAMPLES)
@given(situations, st.integers(0, 30))
def test_a_card_comes_before_its_day_and_calls_nobody(situation: tuple[Hitlist, datetime], ahead: int) -> None:
    """A card's line or reminder is never after its day, and a line in time is before it has to be posted."""
    hitlist, now = situation
    birthday = day_of(now, hitlist.timezone) + timedelta(days=ahead)
    dates = (Anniversary("birthday", birthday.month, birthday.day, lead=Span(days=7)),)
    # One card alone: in an hour of the user's that is full, a second one goes to the next day.
    contacts = tuple(replace(contact, dates=dates if not n else ()) for n, contact in enumerate(hitlist.contacts))
    hitlist = replace(hitlist, contacts=contacts)
    for task, item in planned(hitlist, now).tasks.items.values():
        if task.kind is Kind.DATE:
            day = day_of(item.interval.start, hitlist.timezone)
            assert task.until is not None
            assert task.anchor <= day <= task.until
            assert task.by is not None
            assert day <= task.by or task.by <= day_of(now, hitlist.timezone) + timedelta(days=14)
            CARDS.reached("in_time" if day <= task.by else "late")


REVIEWS = Branches(compared=5)


@REVIEWS
@settings(max_examples=EXAMPLES)
@given(situations)
def test_one_review_is_to_come_and_its_text_does_not_depend_on_now(situation: tuple[Hitlist, datetime]) -> None:
    """P3: an hour later the same review is there, word for word; no line on it is an open item (P2)."""
    hitlist, now = situation
    hitlist = replace(hitlist, start_small=None)
    people = identify(hitlist.contacts, (), now)

    before = make_plan(hitlist, people, people.listed, {}, now)
    written = {event.uid: Written(event.uid, event) for event in before.events}
    after = make_plan(hitlist, people, people.listed, written, now + timedelta(hours=1))
    first, later = ([e for e in plan.events if e.uid.startswith("review-")] for plan in (before, after))
    assert len(first) == (hitlist.review is not None)
    if first and first[0].start > now + timedelta(hours=1):
        assert first == later
        REVIEWS.reached("compared")
    assert all(not ref.startswith("p") for event in first for ref in event.people)


@settings(max_examples=EXAMPLES)
@given(situations)
def test_the_plan_is_a_function(situation: tuple[Hitlist, datetime]) -> None:
    """P3: the same input gives the same plan, and UIDs are unique."""
    hitlist, now = situation
    first, second = planned(hitlist, now), planned(hitlist, now)
    assert first == second
    assert len({event.uid for event in first.events}) == len(first.events)


SECOND = Branches(reminders=17, nothing_to_place=10)


@SECOND
@settings(max_examples=EXAMPLES)
@given(situations)
def test_a_second_pass_finds_everything_there_and_places_nothing(situation: tuple[Hitlist, datetime]) -> None:
    """P3 by construction: what the first pass wrote is kept, so only people who wait for a day with room look for a
    place again."""
    hitlist, now = situation
    people = identify(hitlist.contacts, (), now)
    first = planned(hitlist, now)
    written = {one.uid: Written(one.uid, one) for one in first.events}
    second = make_plan(hitlist, people, people.listed, written, now)
    found = {opening.wanted.ref for opening in second.openings if opening.wanted.ref in second.tasks.items}
    found |= {
        opening.wanted.ref for opening in second.openings
        if opening.wanted.key == opening.wanted.ref and second.statuses[opening.wanted.key].item is not None
    }
    SECOND.reached("reminders" if first.openings else "nothing_to_place")
    assert not found
    assert second.events == first.events


LIVE = Branches(in_both=10, never_meet=9, live=10, written=3)


@LIVE
@settings(max_examples=EXAMPLES)
@given(situations)
def test_reminders_are_in_their_hours(situation: tuple[Hitlist, datetime]) -> None:
    """P7: a whole reminder is in the contact's hours in their zone, and in the user's if the two ever meet; only an
    email and a note need no hours of the contact, and only what the contact asked for overrides this."""
    hitlist, now = situation
    plan = planned(hitlist, now)
    for event in plan.events:
        uid = parse_uid(event.uid, hitlist.name)
        assert uid is not None
        if uid.kind in TASKS or uid.kind in (Kind.BLOCK, Kind.REVIEW, Kind.CALLBACK, Kind.DETAILS):
            continue
        status = plan.statuses[event.people[0]]
        assert status.next_try is not None
        hours = reach(hitlist, status.contact)
        if status.next_try.channel in ("email", "note", None):
            continue
        LIVE.reached("live" if status.next_try.live else "written")
        if any(hours.their_day(day_of(event.start, hitlist.timezone) + timedelta(days=n)) for n in range(14)):
            assert hours.holds(event.interval, event.interval.length) or not _room(hours, event)
        # From the day on which it is: a change of clocks may end the last hour in which the two met.
        day = max(status.next_try.anchor, day_of(event.start, hitlist.timezone))
        meet = hours.ever_meet(day, event.interval.length)
        LIVE.reached("in_both" if meet else "never_meet")
        if hours.only_in_blocks(day, event.interval.length):
            assert hours.blocks.hold(event.start, event.end, hours.my_zone)
        elif meet:
            assert hours.mine.hold(event.start, event.end, hours.my_zone)


def _room(hours: Reach, event: Event) -> bool:
    """Return whether their hours hold a stretch as long as the reminder at all."""
    day = day_of(event.start, hours.my_zone)
    days = (day + timedelta(days=n) for n in range(-14, 14))
    return any(s.length >= event.interval.length for d in days for s in hours.their_day(d))


GAP = Branches(checked=12, asked_for=9)


@GAP
@settings(max_examples=EXAMPLES)
@given(situations)
def test_min_gap_is_kept(situation: tuple[Hitlist, datetime]) -> None:
    """P7: no open item, reminder or line on a sheet, is closer than min_gap to the last attempt, unless asked for."""
    hitlist, now = situation
    for status in planned(hitlist, now).statuses.values():
        next_try, item = status.next_try, status.item
        if next_try is None or item is None or not status.timeline.attempts:
            continue
        asked = next_try.kind is Kind.CALLBACK and not item.on_sheet
        last = day_of(status.timeline.attempts[-1].at, hitlist.timezone)
        day = day_of(item.interval.start, hitlist.timezone)
        assert asked or day >= hitlist.retry.min_gap.after(last)
        GAP.reached("asked_for" if asked else "checked")


TIMES = Branches(another=1, only_the_same=1)


@TIMES
@settings(max_examples=EXAMPLES)
@given(situations, st.booleans())
def test_never_twice_in_a_row_at_the_same_time_of_day(situation: tuple[Hitlist, datetime], narrow: bool) -> None:
    """P7: after a failed live try the next live one is at another time of day, on a sheet as in a reminder, as long
    as another time exists within a week."""
    hitlist, now = situation
    if narrow:        # they can be reached in the hour of their last try alone, so that no other time of day is left
        hitlist = replace(hitlist, hours=daily(time(0), time(23)), contacts=tuple(
            replace(c, hours=_around(c.log[-1].at.astimezone(c.timezone or hitlist.timezone))) if c.log else c
            for c in hitlist.contacts
        ))
    for status in planned(hitlist, now).statuses.values():
        next_try, item = status.next_try, status.item
        if next_try is None or item is None or not next_try.failed:
            continue
        if not next_try.live or next_try.kind is Kind.CALLBACK:
            continue
        hours = reach(hitlist, status.contact)
        start, moments = item.interval.start, 1
        if item.on_sheet:       # their line may say "not before": some moment of the block has to suit
            moments = item.interval.length // timedelta(minutes=5)
        times = (start + n * timedelta(minutes=5) for n in range(moments))
        other = any(is_another_time(moment, next_try.failed[-1], hours.their_zone) for moment in times)
        TIMES.reached("another" if other else "only_the_same")
        if other:
            continue
        assert not item.on_sheet or hours.only_in_blocks(next_try.anchor, hitlist.retry.length_for(next_try.channel))
        assert any("same time of day" in reason.text(now.date()) for reason in status.reasons)


def _around(moment: datetime) -> WeekHours:
    """The hour of this moment, each day; the last before midnight is that from 22:00."""
    hour = min(moment.hour, 22)
    return daily(time(hour), time(hour + 1), text=f"{hour}:00-{hour + 1}:00")


LADDER = Branches(ended=7, under_way=18)


@LADDER
@settings(max_examples=EXAMPLES)
@given(situations)
def test_never_more_tries_than_the_ladder_allows(situation: tuple[Hitlist, datetime]) -> None:
    """P7: a row of unanswered tries is as long as the ladder at most, plus the first; then the person rests."""
    hitlist, now = situation
    for status in planned(hitlist, now).statuses.values():
        most = len(hitlist.retry.ladder) + 1
        assert len(status.timeline.series) <= most
        if status.next_try is not None and len(status.timeline.series) == most and status.timeline.rest:
            assert status.next_try.kind in (Kind.DUE, Kind.CALLBACK, Kind.DETAILS)
            LADDER.reached("ended")
        elif status.timeline.series:
            LADDER.reached("under_way")


KEPT = Branches(stopped=3, without_an_item=9)


@KEPT
@settings(max_examples=EXAMPLES)
@given(situations)
def test_nobody_is_dropped(situation: tuple[Hitlist, datetime]) -> None:
    """P8: everybody who is not stopped or paused for good has a day on which they come back."""
    hitlist, now = situation
    for status in planned(hitlist, now).statuses.values():
        contact = status.contact
        if contact.status is Status.STOP:
            assert status.state is State.STOPPED
            assert status.item is None
            KEPT.reached("stopped")
        elif contact.status is Status.ACTIVE or contact.pause_until is not None:
            assert status.next_try is not None
            if status.item is None:
                KEPT.reached("without_an_item")
                assert status.state in (
                    State.SCHEDULED, State.RESTING, State.IN_QUEUE, State.WAITING, State.PAUSED
                )


@given(situations, st.sampled_from(sorted(UNANSWERED)))
def test_a_failed_try_always_leads_somewhere(situation: tuple[Hitlist, datetime], outcome: Outcome) -> None:
    """P8: whatever fails now, the person has a next item or rests until a day, never neither."""
    hitlist, now = situation
    people = identify(hitlist.contacts, (), now)
    news = tuple(Attempt(key, now, outcome, contact.via[0]) for key, contact in people.by_key.items())
    plan = make_plan(hitlist, people, (*people.listed, *news), {}, now + timedelta(minutes=1))
    for status in plan.statuses.values():
        if status.next_try is not None and status.state is not State.PAUSED:
            later = status.next_try.anchor > day_of(now, hitlist.timezone)
            assert status.item is not None or later or status.state in (State.IN_QUEUE, State.WAITING)


@settings(max_examples=EXAMPLES)
@given(situations)
def test_the_contact_of_a_stopped_person_has_no_event(situation: tuple[Hitlist, datetime]) -> None:
    """P8: `status: stop` removes a person from every event at once."""
    hitlist, now = situation
    stopped = replace(hitlist, contacts=tuple(replace(c, status=Status.STOP) for c in hitlist.contacts))
    assert all(not event.people for event in planned(stopped, now).events)


@given(NOWS, hitlists(datetime(2027, 9, 1, tzinfo=UTC), most=1))
def test_a_slot_is_found_for_every_day(now: datetime, hitlist: Hitlist) -> None:
    """A reminder's place is never before its day, and as long as it should be."""
    for contact in hitlist.contacts:
        hours = reach(hitlist, contact)
        day = day_of(now, hitlist.timezone)
        slot = find_slot(Need(hours, day, contact.via[0], timedelta(minutes=15)), FreePlaces())
        assert slot.interval.length == timedelta(minutes=15)
        assert day_of(slot.interval.start, hitlist.timezone) >= day
