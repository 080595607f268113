"""The engine: pass, wait until there is something to do, do it, pass again, until the end.

Takes a hit list, facts, what is written, a user and the contacts; gives everything that happened. Plans with the
`make_plan` of a real pass, as often as `Year` says. Never reads the clock and draws nothing: user and people are
arguments.
"""

from __future__ import annotations

import heapq
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta
from itertools import count

from followupd.core.items.kinds import TASK_KINDS
from followupd.core.items.task import TaskFact
from followupd.core.people.closing import newly_closed
from followupd.core.people.identity import People, identify
from followupd.core.people.timeline import day_of
from followupd.core.people.wanted import NextTry, is_task
from followupd.core.plan import Plan, make_plan
from followupd.core.reasons import NotYet
from followupd.core.values.event import Event, Written
from followupd.core.values.facts import CLOSING, Attempt, Fact, Listed, Outcome, Skipped
from followupd.core.values.hitlist import Hitlist
from followupd.core.values.memo import Memo
from followupd.core.values.time import at_wall_clock
from followupd.core.values.uid import TASKS, THEY_WAIT, Kind, parse_uid
from followupd.core.values.user_time import ALL_FREE, UserTime
from followupd.simulation.chances import Outside
from followupd.simulation.habits import User

A_DAY = timedelta(days=1)
SUNDAY = 6


@dataclass(frozen=True, slots=True)
class Try:
    """One attempt of the user, the event (a block or a reminder) that asked for it, and how long it took."""

    attempt: Attempt
    event: Event
    next_try: NextTry
    takes: timedelta


@dataclass(frozen=True, slots=True)
class Moment:
    """One pass, as a watcher sees it: the plan, its inputs, and the events before it."""

    now: datetime
    plan: Plan
    hitlist: Hitlist
    people: People
    facts: Sequence[Fact]
    before: Mapping[str, Written]
    user_time: UserTime


@dataclass(slots=True)
class Course:
    """The course of events between `start` and `end`.

    `facts` are all facts in order, including those known before. `kept` and `missed` are the events that were done and
    not done; `lines` says, by a block's UID, how many people were on its sheet because they were due, not early.
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
    memory: Memo = field(default_factory=Memo)
    plan: Plan | None = None


@dataclass(frozen=True, slots=True)
class Year:
    """The setting of a run. `hitlist` and `user_time` are called at each pass, because they may change.

    Passes are made after each fact and at each midnight; with `every_wake` also at all other instants at which the plan
    may change, as the daemon does (half as many passes again, for a year that differs by hours). A `sparing` year has a
    pass after each block, in the night when something happened two days ago, and on Sundays: a quarter of the passes,
    for weeks whose load is the same. A try follows another after days, so hardly any comes late because of it.
    """

    hitlist: Callable[[datetime], Hitlist]
    user: User
    outside: Outside
    user_time: Callable[[datetime], UserTime] = lambda _: ALL_FREE
    watch: Callable[[Moment], None] | None = None
    every_wake: bool = False
    sparing: bool = False

    def run(
        self, start: datetime, end: datetime, facts: Sequence[Fact] = (), written: Mapping[str, Written] | None = None
    ) -> Course:
        """Live from `start` until before `end`, both in UTC. `written` goes by UID, as for a pass."""
        hitlist = self.hitlist(start)
        people = identify(hitlist.contacts, (fact for fact in facts if isinstance(fact, Listed)), start)
        course = Course(start, end, people, [*facts, *people.listed], written=dict(written or {}))
        run = _Run(self, course, hitlist, start)
        while (now := run.next_instant()) < end:
            run.go_on(now)
        return course


class _Run:
    """A run in progress: the plan as of `now`, and what is still to happen."""

    def __init__(self, year: Year, course: Course, hitlist: Hitlist, now: datetime) -> None:
        self.year = year
        self.course = course
        self.hitlist = hitlist
        self.now = now
        self.midnight = _next_midnight(now, hitlist)
        self.plan = self.make_pass()
        self.agenda = deque(self.plan.events)
        # Attempts that are not recorded yet, with the instant of recording and whether in a block; numbered for a
        # stable order.
        self.unrecorded: list[tuple[datetime, int, TaskFact, bool]] = []
        self.number = count()
        # Things that this pass does not know yet: facts, whether a sheet was answered, and when the first event began.
        self.news: list[Fact] = []
        self.sheet_answered = False
        self.began: datetime | None = None

    def next_instant(self) -> datetime:
        """Return the next instant at which something happens: an event, a fact to record, midnight, perhaps a wake."""
        instants = [self.midnight]
        instants += [self.agenda[0].start] if self.agenda else []
        instants += [self.unrecorded[0][0]] if self.unrecorded else []
        instants += [self.plan.wake] if self.year.every_wake else []
        return min(instants)

    def go_on(self, now: datetime) -> None:
        """Advance to `now`: do what is on the calendar, record what was done by now, and plan if a pass is due."""
        self.now = now
        while self.agenda and self.agenda[0].start <= now:
            event = self.agenda.popleft()
            self.began = self.began or event.start
            for done in self.live(event):
                # A sheet is answered when the block is over, or when an answer comes later.
                at = max(done.at, event.end) if event.busy else done.at
                heapq.heappush(self.unrecorded, (at, next(self.number), done, event.busy))
        while self.unrecorded and self.unrecorded[0][0] <= now:
            _, _, fact, in_block = heapq.heappop(self.unrecorded)
            self.news.append(fact)
            self.sheet_answered = self.sheet_answered or in_block
        is_midnight = now >= self.midnight
        if is_midnight:
            self.midnight = _next_midnight(now, self.hitlist)
        if self.is_pass_due(is_midnight):
            self.learn()
            self.plan = self.make_pass()
            self.agenda = deque(self.plan.events)

    def is_pass_due(self, is_midnight: bool) -> bool:
        """Return whether there is a pass now."""
        if self.year.sparing:
            is_sunday = day_of(self.now, self.hitlist.timezone).weekday() == SUNDAY
            is_old = self.began is not None and self.now - self.began > A_DAY
            return self.sheet_answered or (is_midnight and (is_old or is_sunday))
        return is_midnight or bool(self.news) or (self.year.every_wake and self.now >= self.plan.wake)

    def learn(self) -> None:
        """Take in what was recorded and an edited hit list, as a pass does before it plans."""
        course, news = self.course, self.news
        course.facts += news
        self.news, self.sheet_answered, self.began = [], False, None
        newer = self.year.hitlist(self.now)
        if newer != self.hitlist:
            self.hitlist = newer
            listed = (fact for fact in course.facts if isinstance(fact, Listed))
            course.people = identify(newer.contacts, listed, self.now)
            course.facts += course.people.listed
        if any(isinstance(fact, Attempt) and fact.outcome in CLOSING for fact in news):
            course.facts += newly_closed(course.people, course.facts, self.hitlist.timezone, self.now)

    def make_pass(self) -> Plan:
        """Make one pass, and another one if the user then changes the calendar."""
        plan = self.make_plan()
        touched = self.year.user.touches(plan.events, self.now)
        for fact in touched:
            event = self.course.written[fact.uid].event
            assert event is not None
            if isinstance(fact, Skipped):
                self.course.written[fact.uid] = Written(fact.uid, event, deleted=True)
            else:
                self.course.written[fact.uid] = Written(fact.uid, replace(event, start=fact.start, end=fact.end))
            self.course.facts.append(fact)
        return self.make_plan() if touched else plan

    def make_plan(self) -> Plan:
        """Plan as of now, over what is written, and write it."""
        course, now = self.course, self.now
        user_time, before = self.year.user_time(now), course.written
        plan = make_plan(self.hitlist, course.people, course.facts, before, now, user_time, course.memory)
        course.passes += 1
        course.written = after(before, plan, now)
        if self.year.watch is not None:
            self.year.watch(Moment(now, plan, self.hitlist, course.people, course.facts, before, user_time))
        course.plan = plan
        return plan

    def live(self, event: Event) -> list[TaskFact]:
        """Return what the user does when an event begins."""
        parsed, day = parse_uid(event.uid, self.hitlist.name), day_of(event.start, self.hitlist.timezone)
        self.course.lines[event.uid] = sum(next_try.anchor <= day for next_try in self.plan.sheets.get(event.uid, ()))
        if parsed is None or not self.is_free(event) or not self.year.user.keeps(event):
            self.course.missed.append(event)
            return []
        self.course.kept.append(event)
        if parsed.kind is Kind.BLOCK:
            return self.work_through(event)
        if parsed.kind in TASKS or parsed.kind is Kind.REVIEW:
            tasks = [self.plan.tasks.open[ref] for ref in event.people if is_task(ref)]
            return [TASK_KINDS[task.kind].done(task, event.start) for task in tasks]
        next_tries = [next_try for key in event.people if (next_try := self.plan.statuses[key].next_try) is not None]
        return [done for each in next_tries for done in self.attempt(each, event, event.start, event.interval.length)]

    def is_free(self, event: Event) -> bool:
        """Return whether the user can act then: not on a day off, and not during a meeting."""
        user_time = self.year.user_time(event.start)
        if day_of(event.start, self.hitlist.timezone) in user_time.off:
            return False
        return not any(busy.interval.contains(event.start) for busy in user_time.busy)

    def work_through(self, block: Event) -> list[TaskFact]:
        """Return what is done in a block: its tasks, then its people in order, while there are minutes left."""
        rule = next(place.rule for place in self.plan.blocks if place.uid == block.uid)
        tasks = self.plan.tasks.sheets.get(block.uid, ())
        people = list(dict.fromkeys(task.key for task in tasks))
        done = [
            TASK_KINDS[task.kind].done(task, block.start + people.index(task.key) * rule.per_person) for task in tasks
        ]
        at = block.start + len(people) * rule.per_person
        for next_try in self.plan.sheets.get(block.uid, ()):
            if at >= block.end:
                break
            at = max(at, *self.not_before(next_try, block))
            takes = rule.minutes_for(next_try.channel)
            done += self.attempt(next_try, block, at, takes)
            at += takes
        return done

    def not_before(self, next_try: NextTry, block: Event) -> list[datetime]:
        """Return the start of the block, and the instants that the line of the sheet says to wait for."""
        zone = self.hitlist.timezone
        day = day_of(block.start, zone)
        waits = [at_wall_clock(day, reason.at, zone) for reason in next_try.reasons if isinstance(reason, NotYet)]
        return [block.start, *waits]

    def attempt(self, next_try: NextTry, event: Event, at: datetime, takes: timedelta) -> list[TaskFact]:
        """Return the attempt, and a later answer to it if there is one; nothing if no channel is open."""
        if next_try.channel is None:
            return []
        asked = next_try.kind in THEY_WAIT
        reaction = self.year.outside.react(next_try.key, next_try.contact, next_try.channel, at, asked=asked)
        attempt = Attempt(next_try.key, at, reaction.outcome, next_try.channel, asked=reaction.asked)
        self.course.tries.append(Try(attempt, event, next_try, takes))
        if reaction.reply is None:
            return [attempt]
        later = (at + reaction.reply).replace(second=0, microsecond=0)      # they answer at an hour of their choice
        return [attempt, Attempt(next_try.key, later, Outcome.REACHED, next_try.channel)]


def _next_midnight(now: datetime, hitlist: Hitlist) -> datetime:
    return at_wall_clock(day_of(now, hitlist.timezone) + timedelta(days=1), time(0), hitlist.timezone)


def after(before: Mapping[str, Written], plan: Plan, now: datetime) -> dict[str, Written]:
    """Return what is written after this plan: events that have begun stay, coming ones are as planned."""
    kept = {
        uid: row for uid, row in before.items()
        if row.deleted or (row.event is not None and row.event.start <= now)
    }
    return {**kept, **{event.uid: Written(event.uid, event) for event in plan.events}}
