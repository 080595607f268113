"""Whole years of random users, people, zones, days off, meetings and edits: the promises hold on each day.

The year is lived through by simulation/ with the real planner; the checkers (promises.py) look at events and
facts alone. FOLLOWUPD_EXAMPLES=2000 lives through 125 years instead of three.
"""

from __future__ import annotations

import itertools
import os
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta

from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st

from followupd.core.items.meeting import USUAL_START
from followupd.core.people.appointed import A_LITTLE_EARLY
from followupd.core.people.timeline import day_of
from followupd.core.people.wanted import is_task, person_of
from followupd.core.plan import make_plan
from followupd.core.schedule.status import State
from followupd.core.values.event import Event
from followupd.core.values.facts import Attempt, Booked, Fact, Moved, Outcome, Skipped
from followupd.core.values.hitlist import Contact, Hitlist, Status
from followupd.core.values.time import Interval, Span, at_wall_clock
from followupd.core.values.uid import Kind, Uid, parse_item, parse_uid
from followupd.core.values.user_time import Busy, UserTime
from followupd.simulation.chances import Chances, drawn
from followupd.simulation.year import Course, Moment, Year, after
from tests.kit.branches import Branches, fewer
from tests.properties.promises import named_twice, pushy, too_early
from tests.properties.worlds import hitlists

DAYS = 365
STARTS = st.integers(0, 600).map(lambda days: datetime(2027, 1, 1, 7, tzinfo=UTC) + timedelta(days=days))


@dataclass(slots=True)
class Somebody:
    """A user who does a share of the events, and drags and deletes another share.

    `chosen` says where a drag put an event, `dragged` and `deleted` when that was done.
    """

    seed: int
    keep: float
    drags: float
    deletes: float
    chosen: dict[str, datetime] = field(default_factory=dict)
    dragged: dict[str, datetime] = field(default_factory=dict)
    deleted: dict[str, datetime] = field(default_factory=dict)

    def keeps(self, event: Event) -> bool:
        return drawn(self.seed, "keeps", event.uid, event.start) < self.keep

    def touches(self, events: Sequence[Event], now: datetime) -> Sequence[Moved | Skipped]:
        found: list[Moved | Skipped] = []
        for event in events[:6]:
            luck = drawn(self.seed, "hand", event.uid, now)
            item = parse_item(event.uid)            # as absorb names it
            person = item[1] if item is not None else None
            if luck < self.deletes:
                self.deleted[event.uid] = now
                found.append(Skipped(person, now, event.uid, event.start))
            elif luck < self.deletes + self.drags:
                minutes = int(drawn(self.seed, "to", event.uid, now) * 9 * 24 * 60)
                start = now + timedelta(minutes=15 + minutes)
                self.chosen[event.uid] = start
                self.dragged[event.uid] = now
                found.append(Moved(person, now, event.uid, start, start + event.interval.length))
        return found


@dataclass(frozen=True, slots=True)
class YearSetting:
    start: datetime
    hitlist: Hitlist
    user_time: UserTime
    seed: int
    user: Somebody
    stops: date | None      # on this day the first contact is stopped


@st.composite
def years(draw: st.DrawFn) -> YearSetting:
    start = draw(STARTS)
    hitlist = draw(hitlists(start, most=4))
    ahead = draw(st.none() | st.sampled_from((Span(days=21), Span(months=2))))
    hitlist = replace(hitlist, contacts=tuple(
        replace(c, log=(), book_ahead=ahead or c.book_ahead) for c in hitlist.contacts
    ))
    first = start.date()
    off: dict[date, str] = {}
    for begins in draw(st.lists(st.integers(0, 364), max_size=3)):
        off |= {first + timedelta(days=begins + n): "away" for n in range(draw(st.integers(1, 16)))}
    hours = draw(st.lists(st.integers(0, 364 * 24), max_size=40))
    meetings = sorted(start + timedelta(hours=n) for n in hours)
    busy = tuple(Busy(Interval(at, at + timedelta(hours=2)), "Meeting", "work") for at in meetings)
    seed = draw(st.integers(0, 2**20))
    hand = draw(st.sampled_from((0.0, 0.002, 0.01)))
    stops = first + timedelta(days=draw(st.integers(30, 330))) if draw(st.sampled_from((True, True, False))) else None
    user = Somebody(seed, draw(st.sampled_from((0.3, 0.8, 1.0))), hand, draw(st.sampled_from((0.0, hand))))
    return YearSetting(start, hitlist, UserTime(busy, off), seed, user, stops)


class YearWatch:
    """A check of every pass, which remembers how long each person was left alone."""

    def __init__(self, setting: YearSetting) -> None:
        self.setting = setting
        self.passes = 0

    def __call__(self, moment: Moment) -> None:  # noqa: C901 - one check for each promise
        self.passes += 1
        plan, user = moment.plan, self.setting.user
        events = {event.uid: event for event in plan.events}
        told: dict[str, list[Attempt]] = defaultdict(list)
        for fact in moment.facts:
            if isinstance(fact, Attempt):
                told[fact.contact].append(fact)
        # P1. A booked meeting is asked about, whenever it is.
        booked = {fact.contact for fact in moment.facts if isinstance(fact, Booked)}
        booked |= {
            key for key, contact in moment.people.by_key.items() if contact.book_ahead is not None
            and any(a.asked is not None and a.outcome is Outcome.REACHED for a in told[key])
        }
        for event in plan.events:
            for key in event.people:
                contact = moment.people.by_key.get(key)
                if contact is not None and told[key] and key not in booked and event.uid not in user.chosen:
                    assert not too_early(moment.hitlist, contact, told[key], event), ("P1", moment.now, event)
        self._meetings_are_on_their_day(moment, events, told)
        self._one_a_day(moment, told)
        # P2
        assert len(events) == len(plan.events)
        assert not named_twice(plan.events), ("P2", moment.now)
        # P3: a second pass over what this one wrote; now and then, since it costs as much as the pass itself.
        if self.passes % 11 == 0:
            RARE.reached("looked_twice")
            stands = after(moment.before, plan, moment.now)
            again = make_plan(
                moment.hitlist, moment.people, moment.facts, stands, moment.now, moment.user_time
            )
            assert again.events == plan.events, ("P3", moment.now)
        # P4: what was reported is known, each try once
        for key, attempts in told.items():
            if key in plan.statuses:
                assert len(plan.statuses[key].timeline.attempts) == len(attempts), ("P4", moment.now)
        # P5
        assert all(parse_uid(uid, "hitlist") for uid in events), "P5"
        # P6
        for uid, at in user.deleted.items():
            RARE.reached("deleted")
            if uid in events:
                assert booked_again(uid, at, moment.facts), ("P6: deleted, and there again", moment.now, uid)
        for uid, start in user.chosen.items():
            if uid in events and start > moment.now and not booked_again(uid, user.dragged[uid], moment.facts):
                RARE.reached("drag_kept")
                assert events[uid].start == start, ("P6: dragged, and moved away", moment.now, uid)
        # P8
        for key, status in plan.statuses.items():
            if status.contact.status is Status.STOP:
                RARE.reached("stopped")
                assert not any(key in event.people for event in plan.events), "P8: stopped, and named"
            elif status.contact.status is Status.ACTIVE:
                assert status.next_try is not None
                later = status.next_try.anchor > day_of(moment.now, moment.hitlist.timezone)
                waits = status.state in (State.IN_QUEUE, State.WAITING)
                RARE.reached("waits" if waits else "later" if later else "has_an_item")
                assert status.item is not None or later or waits, ("P8", moment.now, key)

    def _one_a_day(self, moment: Moment, told: Mapping[str, Sequence[Attempt]]) -> None:
        """Check that a try on a day with a task is on the same sheet, unless that is a card; else it is a reminder that
        was there before."""
        zone, user = moment.hitlist.timezone, self.setting.user
        tasks: dict[tuple[str, date], set[str]] = defaultdict(set)
        for event in moment.plan.events:
            for ref in event.people:
                if is_task(ref) and event.uid not in user.chosen:
                    there = ref if ref.startswith(Kind.DATE) else event.uid
                    tasks[person_of(ref), day_of(event.start, zone)].add(there)
        for event in moment.plan.events:
            day, row = day_of(event.start, zone), moment.before.get(event.uid)
            on_sheet = event.uid.startswith(Kind.BLOCK)
            for key in event.people:
                if is_task(key) or not tasks[key, day] - {event.uid}:
                    continue
                asked = any(a.asked is not None and a.asked.day == day for a in told[key][-1:]) or any(
                    a.outcome is Outcome.CALL_BACK for a in told[key][-1:])
                stood = row is not None and row.event is not None and row.event.start == event.start
                assert not on_sheet, ("two on one day, one on a sheet", moment.now, key, event)
                assert asked or stood or event.uid in user.chosen, ("two on one day", moment.now, key, event)

    def _meetings_are_on_their_day(
        self, moment: Moment, events: Mapping[str, Event], told: Mapping[str, Sequence[Attempt]]
    ) -> None:
        """Check that a meeting is on the calendar from the pass after it was booked: on its day, and never late."""
        zone, user = moment.hitlist.timezone, self.setting.user
        last = {fact.contact: fact for fact in moment.facts if isinstance(fact, Booked)}
        for key, fact in last.items():
            contact, start = moment.people.by_key[key], at_wall_clock(fact.day, USUAL_START, zone)
            met = any(
                a.outcome is Outcome.REACHED and a.at > fact.at and day_of(a.at, zone) >= fact.day - A_LITTLE_EARLY
                for a in told[key]
            )
            uid = str(Uid(Kind.MEETING, f"{key}-{fact.day:%Y%m%d}-1", moment.hitlist.name))
            if contact.status is Status.STOP or met or start <= moment.now:
                continue
            if uid in user.deleted or uid in user.chosen:
                continue
            RARE.reached("held")
            meeting = events.get(uid)
            assert meeting is not None, ("booked, and not on the calendar", moment.now, uid)
            assert meeting.busy, uid
            assert meeting.start == start, ("late", moment.now, uid, meeting.start)


def booked_again(uid: str, since: datetime, facts: Sequence[Fact]) -> bool:
    """Return whether it is a meeting that was booked for the same day again, which overrides what was done to it."""
    item = parse_item(uid)
    return item is not None and item[0] is Kind.MEETING and any(
        isinstance(f, Booked) and (f.contact, f.day) == item[1:] and f.at > since for f in facts
    )


def lived(setting: YearSetting) -> tuple[Course, YearWatch]:
    hitlist, watch = setting.hitlist, YearWatch(setting)
    stopped = hitlist
    if hitlist.contacts:
        stopped = replace(hitlist, contacts=(replace(hitlist.contacts[0], status=Status.STOP), *hitlist.contacts[1:]))

    def as_of(now: datetime) -> Hitlist:
        return stopped if setting.stops is not None and now.date() >= setting.stops else hitlist

    year = Year(as_of, setting.user, Chances(setting.seed, hitlist.timezone), lambda _: setting.user_time, watch, True)
    return year.run(setting.start, setting.start + timedelta(days=DAYS)), watch


# Passes with a coming meeting, with a deletion or a drag of the user's that still counts, and so on. The three years of
# the usual run need no day on which somebody waits; those of a longer run do.
RARE = Branches(
    held=100, deleted=1000, drag_kept=50, stopped=50, looked_twice=200, waits=4, later=1000, has_an_item=50,
)


# The usual run lives through the same three years each time: making a failing year smaller takes minutes. Who looks for
# new ones says how many.
@RARE
@settings(
    max_examples=max(2, fewer() // 16), derandomize="FOLLOWUPD_EXAMPLES" not in os.environ,
    suppress_health_check=list(HealthCheck),
)
@given(years())
def test_every_promise_holds_on_every_day_of_a_year(setting: YearSetting) -> None:
    """P1 to P8: on the events of every pass, and P7 and P8 on the tries of the whole year."""
    course, _ = lived(setting)
    tries = defaultdict(list)
    for made in course.tries:
        tries[made.attempt.contact].append(made)
    for key, contact in course.people.by_key.items():
        told = sorted((f for f in course.facts if isinstance(f, Attempt) and f.contact == key), key=lambda a: a.at)
        made_here = {id(t.attempt) for t in tries[key]}
        answers = [a for a in told if id(a) not in made_here]
        chosen = {t.attempt.at for t in tries[key] if t.event.uid in setting.user.chosen}
        breaks = {f.at for f in course.facts if isinstance(f, Skipped) and f.contact == key}
        found = pushy(setting.hitlist, contact, told, answers, chosen, breaks)
        note(f"{key}: {[(str(a.at), a.outcome.value, a.channel) for a in told]}")
        assert not found, "P7"
        _never_dropped(key, contact, setting, course)


def _never_dropped(key: str, contact: Contact, setting: YearSetting, course: Course) -> None:
    """P8: with a user who does everything and enough time, nobody is left alone for longer than their cadence, plus
    the wait for a block and the days off."""
    user = setting.user
    if user.keep < 1 or user.drags or user.deletes or contact.status is not Status.ACTIVE or setting.stops:
        return
    if contact.pause_until or setting.hitlist.start_small or setting.hitlist.blocks:
        return
    zone = setting.hitlist.timezone
    days = [day_of(t.attempt.at, zone) for t in course.tries if t.attempt.contact == key]
    if any(t.next_try.channel is None for t in course.tries) or any(type(f).__name__ == "Closed" for f in course.facts):
        return
    edges = [day_of(course.start, zone), *days, day_of(course.end, zone)]
    longest = max((later - earlier).days for earlier, later in itertools.pairwise(edges))
    waits = max([contact.cadence.every.about_days, *(w.about_days for w in setting.hitlist.retry.ladder),
                 setting.hitlist.retry.min_gap.about_days, 10])
    assert longest <= waits + len(setting.user_time.off) + 30, ("P8: left alone", key, longest)
