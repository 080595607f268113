"""The engine: pass, wait until something is to be done, do it, pass again, to the end of the time asked for.

Takes a hit list, facts and what stands, a user and a world; gives everything that happened. Plans with the very
`make_plan` of a pass, after each fact and at each midnight, or whenever a plan may differ (`Plan.wake`). Never reads
the clock and draws nothing itself: the user and the world are arguments.
"""

from __future__ import annotations

import heapq
import itertools
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta
from itertools import count
from typing import Protocol

from followupd.core.items.done import Done, done_by
from followupd.core.people.identity import People, identify
from followupd.core.people.timeline import day_of, newly_closed
from followupd.core.people.wanted import TASKS, NextTry, is_task
from followupd.core.plan import Plan, make_plan
from followupd.core.reasons import NotYet
from followupd.core.schedule.kept import Kept
from followupd.core.values.event import Event, Written
from followupd.core.values.facts import CLOSING, Attempt, Fact, Listed, Moved, Outcome, Skipped
from followupd.core.values.hitlist import Hitlist
from followupd.core.values.time import at_wall_clock
from followupd.core.values.uid import Kind, parse_uid
from followupd.core.values.user_time import ALL_FREE, UserTime
from followupd.simulation.chances import World


class User(Protocol):
    """The person at the calendar."""

    def keeps(self, event: Event) -> bool:
        """Whether they do what stands there when its time has come."""
        ...

    def touches(self, events: Sequence[Event], now: datetime) -> Sequence[Moved | Skipped]:
        """Which of the events to come they drag or delete after this pass."""
        ...


@dataclass(frozen=True, slots=True)
class Try:
    """One attempt that the user made, at the event (a block or a reminder) on which it stood, and what it took."""

    attempt: Attempt
    event: Event
    wish: NextTry
    takes: timedelta


@dataclass(frozen=True, slots=True)
class Moment:
    """One pass, as a watcher sees it: what was planned, from what, over what stood there."""

    now: datetime
    plan: Plan
    hitlist: Hitlist
    people: People
    facts: Sequence[Fact]
    before: Mapping[str, Written]
    user_time: UserTime


@dataclass(slots=True)
class Course:
    """What happened between `start` and `end`. `facts` are all, those known before too, as they were told.

    `kept` and `missed` are the events whose time came, done or not; `lines` says, by a block's UID, how many stood
    on its sheet because their day had come, and not early.
    """

    start: datetime
    end: datetime
    people: People
    facts: list[Fact]
    tries: list[Try] = field(default_factory=list)
    kept: list[Event] = field(default_factory=list)
    missed: list[Event] = field(default_factory=list)
    written: dict[str, Written] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    passes: int = 0
    memory: Kept = field(default_factory=Kept)
    plan: Plan | None = None


@dataclass(slots=True)
class Year:
    """The setting of a run. `hitlist` and `user_time` may change as time goes by: they are asked at each pass.

    Passes are made after each fact and at each midnight; with `every_wake` also at all other instants at which a plan
    says that the next one may differ, as the daemon does (half as many passes again, for the same year but for hours).
    """

    hitlist: Callable[[datetime], Hitlist]
    user: User
    world: World
    user_time: Callable[[datetime], UserTime] = lambda _: ALL_FREE
    watch: Callable[[Moment], None] | None = None
    every_wake: bool = False

    def run(
        self, start: datetime, end: datetime, facts: Sequence[Fact] = (), written: Mapping[str, Written] | None = None
    ) -> Course:
        """From `start` until before `end`, both in UTC. `written` goes by UID, as for a pass."""
        hitlist = self.hitlist(start)
        people = identify(hitlist.contacts, (fact for fact in facts if isinstance(fact, Listed)), start)
        course = Course(start, end, people, [*facts, *people.listed], written=dict(written or {}))
        coming: list[tuple[datetime, int, Done]] = []         # with when they are told
        number = count()
        now, midnight = start, _next_midnight(start, hitlist)
        plan = self._passes(course, hitlist, now)
        agenda = deque(plan.events)
        while True:
            rings = [midnight, *(e.start for e in itertools.islice(agenda, 1)), *(at for at, _, _ in coming[:1])]
            now = min([*rings, plan.wake] if self.every_wake else rings)
            if now >= end:
                break
            while agenda and agenda[0].start <= now:
                event = agenda.popleft()
                for done in self._acts(event, plan, hitlist, course):
                    # A sheet is told when the block is over, or when an answer comes later.
                    heapq.heappush(coming, (max(done.at, event.end if event.busy else done.at), next(number), done))
            told: list[Fact] = []
            while coming and coming[0][0] <= now:
                told.append(heapq.heappop(coming)[2])
            if not (told or now >= midnight or (self.every_wake and now >= plan.wake)):
                continue
            course.facts += told
            if now >= midnight:
                midnight = _next_midnight(now, hitlist)
            if (newer := self.hitlist(now)) is not hitlist:
                hitlist = newer
                listed = (fact for fact in course.facts if isinstance(fact, Listed))
                course.people = identify(hitlist.contacts, listed, now)
                course.facts += course.people.listed
            if any(isinstance(fact, Attempt) and fact.outcome in CLOSING for fact in told):
                course.facts += newly_closed(course.people, course.facts, hitlist.timezone, now)
            plan = self._passes(course, hitlist, now)
            agenda = deque(plan.events)
        course.plan = plan
        return course

    def _passes(self, course: Course, hitlist: Hitlist, now: datetime) -> Plan:
        """One pass, and another one after what the user then did to the calendar."""
        plan = self._plans(course, hitlist, now)
        touched = self.user.touches(plan.events, now)
        if not touched:
            return plan
        for fact in touched:
            row = course.written[fact.uid]
            assert row.event is not None
            if isinstance(fact, Skipped):
                course.written[fact.uid] = Written(fact.uid, row.event, deleted=True)
            else:
                course.written[fact.uid] = Written(fact.uid, replace(row.event, start=fact.start, end=fact.end))
            course.facts.append(fact)
        return self._plans(course, hitlist, now)

    def _plans(self, course: Course, hitlist: Hitlist, now: datetime) -> Plan:
        user_time = self.user_time(now)
        before = course.written
        plan = make_plan(hitlist, course.people, course.facts, before, now, user_time, course.memory)
        course.passes += 1
        course.written = after(before, plan, now)
        if self.watch is not None:
            self.watch(Moment(now, plan, hitlist, course.people, course.facts, before, user_time))
        return plan

    def _acts(self, event: Event, plan: Plan, hitlist: Hitlist, course: Course) -> list[Done]:
        """What the user does at an event whose time has come: its lines in order while the minutes last."""
        parsed = parse_uid(event.uid, hitlist.name)
        day = day_of(event.start, hitlist.timezone)
        course.lines[event.uid] = sum(wish.anchor <= day for wish in plan.sheets.get(event.uid, ()))
        if parsed is None or not _is_free(event, self.user_time(event.start), hitlist) or not self.user.keeps(event):
            course.missed.append(event)
            return []
        course.kept.append(event)
        if parsed.kind is not Kind.BLOCK:
            matters = [plan.matters.open[ref] for ref in event.people if is_task(ref)]
            if parsed.kind in TASKS or parsed.kind is Kind.REVIEW:
                return [done_by(matter, event.start) for matter in matters]
            wishes = tuple(w for key in event.people if (w := plan.standings[key].wish) is not None)
            return [done for w in wishes for done in self._tries(w, event, event.start, event.interval.length, course)]
        rule = next(block.rule for block in plan.blocks if block.uid == event.uid)
        at, told = event.start, list[Done]()
        for matter in plan.matters.sheets.get(event.uid, ()):
            told.append(done_by(matter, at))
            at += rule.per_person
        for wish in plan.sheets.get(event.uid, ()):
            if at >= event.end:
                break
            each = rule.minutes_for(wish.channel)
            for reason in wish.reasons:
                if isinstance(reason, NotYet):
                    at = max(at, at_wall_clock(day, reason.at, hitlist.timezone))
            told += self._tries(wish, event, at, each, course)
            at += each
        return told

    def _tries(self, wish: NextTry, event: Event, at: datetime, takes: timedelta, course: Course) -> list[Attempt]:
        """The attempt, and the answer to it where one comes later. Nothing where there is no way to try."""
        if wish.channel is None:
            return []
        asked = wish.kind is Kind.CALLBACK
        reaction = self.world.react(wish.key, wish.contact, wish.channel, at, asked=asked)
        attempt = Attempt(wish.key, at, reaction.outcome, wish.channel, asked=reaction.asked)
        course.tries.append(Try(attempt, event, wish, takes))
        if reaction.reply is None:
            return [attempt]
        later = (at + reaction.reply).replace(second=0, microsecond=0)      # the hour at which they answer is theirs
        return [attempt, Attempt(wish.key, later, Outcome.REACHED, wish.channel)]


def _next_midnight(now: datetime, hitlist: Hitlist) -> datetime:
    return at_wall_clock(day_of(now, hitlist.timezone) + timedelta(days=1), time(0), hitlist.timezone)


def _is_free(event: Event, user_time: UserTime, hitlist: Hitlist) -> bool:
    """Nobody calls on a day off, or out of a meeting."""
    if day_of(event.start, hitlist.timezone) in user_time.off:
        return False
    return not any(busy.interval.contains(event.start) for busy in user_time.busy)


def after(before: Mapping[str, Written], plan: Plan, now: datetime) -> dict[str, Written]:
    """What stands when this plan was written: what has begun stays as it is, what is to come is as planned."""
    kept = {
        uid: row for uid, row in before.items()
        if row.deleted or (row.event is not None and row.event.start <= now)
    }
    return {**kept, **{event.uid: Written(event.uid, event) for event in plan.events}}
