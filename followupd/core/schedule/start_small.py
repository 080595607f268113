"""The people who start now and who wait: seven first, a few more after each managed month (`start_small`).

Takes the next tries, the facts and the date the list was started; returns the waiting keys in their order, and how the
last month went. The places of a month go to people who are due that month: first those who have started, then liked
people, then the longest overdue. People who are not due take no place. Everything follows from facts about past
months, so nothing that is logged changes a month that has begun, and people who have started go on. People whose tries
are under way, or whom the user has tried or moved since the start, have always started, and send nobody back to the
queue.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from functools import partial
from itertools import islice

from followupd.core.noticing.meetings import ComingMeeting, meetings_to_come, taken_back
from followupd.core.people.identity import People
from followupd.core.people.lateness import lateness_of
from followupd.core.people.reach import Reach
from followupd.core.people.timeline import Happened, day_of, fold, is_contact
from followupd.core.people.understand import LONG_AGO, NEVER, Everybody, NextTryOf
from followupd.core.people.wanted import NextTry, ref_of, reminder_of
from followupd.core.reasons import Pace
from followupd.core.schedule.action_plan import Progress, serve_plan
from followupd.core.schedule.on_calendar import moves_by_base
from followupd.core.values.facts import Attempt, Skipped
from followupd.core.values.hitlist import ONE_WAY_CHANNELS, Hitlist, StartSmall
from followupd.core.values.record import Facts
from followupd.core.values.time import Span, at_wall_clock
from followupd.core.values.uid import Kind
from followupd.core.values.user_time import UserTime

# A month of four blocks is still managed if one was lost (3/4), but not if every second one was.
# Floating-point quotients of small integers are exact enough: 4/6 == 2/3.
MANAGED = 2 / 3
# Below this it was too much: two blocks of three were missed. In between, the number stays.
NOT_MANAGED = 1 / 3
# People who become due in the last days of a month have no weekly block in it: they count for the next month.
FAIR_CHANCE = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Queue:
    """The queue.

    `places` are the keys that wait, with their place (1 is next) and about until when. `later` are people who are not
    due this month, so they neither start nor wait. `pace` is None with `off`, or if nobody could wait.
    """

    places: Mapping[str, tuple[int, date | None]]
    pace: Pace | None = None
    later: frozenset[str] = frozenset()


NOBODY_WAITS = Queue({})


@dataclass(frozen=True, slots=True)
class Past:
    """The next need of each contact at a past instant. `off` are the user's days off, with public holidays."""

    hitlist: Hitlist
    hours: Mapping[str, Reach]
    facts: Facts
    find_next_try: NextTryOf
    off: Mapping[date, str] = field(default_factory=dict)

    def skips(self, key: str) -> list[Skipped]:
        """Return the items of this contact that the user deleted."""
        return [fact for fact in self.facts.of(key).skips if isinstance(fact, Skipped)]

    def skipped(self, key: str, since: datetime, until: datetime) -> bool:
        """Return whether one of their items was deleted in this time."""
        return any(since <= skip.at < until for skip in self.skips(key))

    def day_of_next(self, next_try: NextTry, instant: datetime) -> date:
        """Return the day of what this contact needed next as of an instant."""
        timeline, zone = next_try.timeline, self.hitlist.timezone
        before = timeline.attempts[: bisect_left(timeline.attempts, instant, key=_instant_of)]
        plain = not (self.skips(next_try.key) or next_try.contact.pause_until or may_give_way(next_try))
        if plain and before and is_contact(before[-1]):
            return next_try.contact.cadence.every.after(day_of(before[-1].at, zone))    # mostly, without folding
        skips = [fact for fact in self.skips(next_try.key) if fact.at < instant]
        # Closed channels do not matter: they decide the channel, never the day.
        then = fold(next_try.contact, timeline.first_seen, Happened(before, skips), self.hitlist.retry, zone)
        key, today = next_try.key, day_of(instant, zone)
        next_then = self.find_next_try(key, next_try.contact, then, self.hitlist, self.hours[key], today)
        return next_then.anchor if next_then is not None else date.max


@dataclass(frozen=True, slots=True)
class Turns:
    """The people who have started.

    `tries` are everybody's next tries by contact key, with the channel from the action plan; `active` those of the
    people who do not wait and whom the user is not about to meet, or has dragged; `action` is the progress of the
    action plan. `meetings` are those to come, by contact key.
    """

    tries: Mapping[str, NextTry]
    active: tuple[NextTry, ...]
    small: Queue
    action: tuple[Progress, ...] = ()
    meetings: Mapping[str, ComingMeeting] = field(default_factory=dict)

    @property
    def waiting(self) -> tuple[NextTry, ...]:
        """The next tries of the people who wait, in the order of the queue."""
        return tuple(self.tries[key] for key in self.small.places)

    @property
    def suspended(self) -> tuple[NextTry, ...]:
        """The next tries that wait for nothing but a meeting to come, in list order."""
        out = {*self.small.places, *self.small.later, *(one.key for one in self.active)}
        return tuple(one for key, one in self.tries.items() if key in self.meetings and key not in out)


def whose_turn(
    everybody: Everybody, people: People, facts: Facts, hitlist: Hitlist, hours: Mapping[str, Reach],
    user_time: UserTime, now: datetime,
) -> Turns:
    """Return who has started and who waits."""
    started = min(people.first_seen.values(), default=now)
    # Dragging a promise does not say when to call its person.
    chosen: dict[str, datetime] = {}
    moves = moves_by_base(facts, hitlist.name)
    for uid, move in moves.items():
        if move.contact and ref_of(uid, hitlist.name) is None:
            chosen[move.contact] = min(move.at, chosen.get(move.contact, move.at))
    past = partial(Past, hitlist, hours, facts, everybody.find_next_try, user_time.off)
    small = queue(everybody.tries, hitlist.start_small, started, now, past, chosen)
    meetings = meetings_to_come(
        user_time.meetings, people.by_key, hitlist, now, taken_back(facts) if user_time.meetings else ()
    )
    queued = {*small.places, *small.later}
    dragged = {reminder_of(uid, hitlist.name): move.at for uid, move in moves.items() if move.end > now}

    def is_suspended(one: NextTry) -> bool:
        """Return whether it waits for a meeting; where the user dragged its reminder it stays, unless tried since."""
        by_hand = dragged.get(one.reminder, LONG_AGO)
        return one.key in meetings and by_hand <= (one.tried_last or LONG_AGO)

    active = tuple(
        one for key, one in everybody.tries.items()
        if one.timeline.owed or not (key in queued or is_suspended(one))
    )
    if not hitlist.action_plan:
        return Turns(everybody.tries, active, small, meetings=meetings)
    served = serve_plan(active, everybody.timelines, hours, hitlist, user_time.off, started, now)
    tries = {**everybody.tries, **served.next_tries}
    return Turns(tries, tuple(tries[one.key] for one in active), small, served.progress, meetings)


def queue(
    next_tries: Mapping[str, NextTry], rule: StartSmall | None, started: datetime, now: datetime,
    past: Callable[[], Past], chosen: Mapping[str, datetime],
) -> Queue:
    """Return the queue. `started` is the first pass ever; `chosen` says when the user moved somebody, by key.

    `next_tries` are in list order.
    """
    if rule is None or len(next_tries) <= rule.first:
        return NOBODY_WAITS
    under_way: dict[str, datetime] = {}
    for key, one in next_tries.items():
        since = min(_first_try(one, started), chosen.get(key, NEVER), _came(one))
        if since < NEVER or one.kind is not Kind.DUE:
            under_way[key] = since if since < NEVER else LONG_AGO       # tried before the start but not reached
    if len(under_way) == len(next_tries):
        return NOBODY_WAITS
    seen = past()
    zone = seen.hitlist.timezone
    began, today = day_of(started, zone), day_of(now, zone)
    months = _months(began, today)
    course = _Course(tuple(next_tries.values()), rule, started, seen, under_way)
    for number in range(months):
        course.begin(Span(months=number).after(began), Span(months=number + 1).after(began))
        course.judge()
    course.begin(Span(months=months).after(began), Span(months=months + 1).after(began), last=True)
    waiting, later = course.not_in()
    return Queue(
        {key: (place, _day_of_place(rule, began, months, place)) for place, key in enumerate(waiting, 1)},
        course.pace, frozenset(later),
    )


@dataclass(slots=True)
class _Month:
    """One month [since, until) of the user's days, from `start` to `end`.

    `members` are the keys of those who had started; `waiting` those of people who were due but got no place, in queue
    order.
    """

    since: date
    until: date
    start: datetime
    end: datetime
    members: set[str]
    waiting: list[str]


@dataclass(slots=True)
class _Course:
    """The months since the start, one after another.

    `under_way` says since when somebody's tries are under way, by key; `let_in` are the people who got a place but were
    not tried yet, in the order in which they got it.
    """

    next_tries: Sequence[NextTry]
    rule: StartSmall
    started: datetime
    past: Past
    under_way: Mapping[str, datetime]
    pace: Pace = field(init=False)
    let_in: dict[str, NextTry] = field(default_factory=dict)
    month: _Month = field(init=False)

    def __post_init__(self) -> None:
        self.pace = Pace(self.rule.first)

    def begin(self, since: date, until: date, *, last: bool = False) -> None:
        """Give the places of a month to those who have started, and the others to the first in the queue.

        Who waits only matters in the `last` month, which is not over.
        """
        start, end = (at_wall_clock(day, time(0), self.past.hitlist.timezone) for day in (since, until))
        tried = {key for key, at in self.under_way.items() if at < start}
        self.let_in = {key: one for key, one in self.let_in.items() if key not in tried}
        self.month = _Month(since, until, start, end, tried, [])
        listed = [one for one in self.next_tries if one.timeline.first_seen < end]
        room = self._room(listed)
        if room or last:
            waiting = self._in_order(listed)
            self.let_in |= {one.key: one for one in waiting[:room]}
            self.month.waiting = [one.key for one in waiting[room:]]
        self.month.members |= self.let_in.keys()

    def _room(self, listed: Sequence[NextTry]) -> int:
        """Return how many places the month has left.

        After a month that was not managed, untried people return to the queue, most recent first.
        """
        people, before = self.pace.people, self.pace.before or 0
        due = (one for one in listed if self._has_started(one) and self._is_due(one))
        taken = sum(1 for _ in islice(due, max(people, before)))      # more of them make no difference
        for _ in range(min(before - people, taken - people)):
            if self.let_in and self._is_due(self.let_in.popitem()[1]):
                taken -= 1
        return max(0, people - taken)

    def _in_order(self, listed: Sequence[NextTry]) -> list[NextTry]:
        """Return who is due this month and has not started: first those listed before it, then liked, then overdue."""
        month = self.month
        ranked = sorted(
            (one.timeline.first_seen >= month.start, not one.contact.like, -self._urgency(one), place)
            for place, one in enumerate(listed) if not self._has_started(one) and self._is_due(one)
        )
        return [listed[place] for *_, place in ranked]

    def _has_started(self, one: NextTry) -> bool:
        return one.key in self.month.members or one.key in self.let_in

    def judge(self) -> None:
        """Set the pace by the result of the month."""
        past, month, people = self.past, self.month, self.pace.people
        days = [day for day in _days(month.since, month.until) if day.weekday() in past.hitlist.hours.days]
        away = {day for next_try in past.hitlist.away for day in next_try.within(month.since, month.until)}
        if sum(day in away or day in past.off for day in days) * 2 > len(days):
            self.pace = Pace(people, people, away=True)      # a month away does not show what is manageable
            return
        came = tried = 0
        for next_try in self.next_tries:
            latest = _latest(next_try, month.end)
            if latest is not None and latest >= month.start:
                came, tried = came + 1, tried + 1       # trying counts, even a little early
            elif self._was_in(next_try, latest) and not past.skipped(next_try.key, month.start, month.end):
                came += self._day(next_try, month.start) <= month.until - FAIR_CHANCE
        kept = tried / came if came else 1.0
        step = self.rule.then if kept >= MANAGED else -self.rule.then if kept < NOT_MANAGED else 0
        # Never below `first`, which the user chose.
        self.pace = Pace(max(self.rule.first, people + step), people, came, tried)

    def not_in(self) -> tuple[list[str], list[str]]:
        """Return who waits for a place this month, in order, and who is not due this month."""
        waiting = [key for key in self.month.waiting if key not in self.under_way]
        others = {*self.under_way, *self.let_in, *waiting}
        return waiting, [one.key for one in self.next_tries if one.key not in others]

    def _was_in(self, next_try: NextTry, latest: datetime | None) -> bool:
        """Return whether somebody should have been tried in the month; `latest` is their last try before its end."""
        if next_try.key not in self.month.members:
            return False
        return next_try.key in self.let_in or (latest is not None and latest >= self.started)

    def _unchanged(self, one: NextTry) -> bool:
        """Return whether nothing has happened with somebody since the start, so that they need the same now as then."""
        return one.key not in self.under_way and not self.past.skips(one.key) and not may_give_way(one)

    def _day(self, one: NextTry, start: datetime) -> date:
        """Return the day of what somebody needed next at the beginning of the month."""
        return one.anchor if self._unchanged(one) else self.past.day_of_next(one, start)

    def _urgency(self, next_try: NextTry) -> float:
        """Return how urgent they were at the beginning of the month, whatever has happened since."""
        month = self.month
        if self._unchanged(next_try):
            return next_try.urgency(month.since)
        before = next_try.timeline.attempts[: bisect_left(next_try.timeline.attempts, month.start, key=_instant_of)]
        last = next((attempt for attempt in reversed(before) if is_contact(attempt)), None)
        timeline = replace(next_try.timeline, last_contact=last)
        return lateness_of(next_try.contact, timeline, self.past.hitlist.timezone).urgency(month.since)

    def _is_due(self, next_try: NextTry) -> bool:
        """Return whether they are due before the month ends. People paused until then keep their place for later."""
        pause, month = next_try.contact.pause_until, self.month
        return (pause is None or pause < month.until) and self._day(next_try, month.start) < month.until


def may_give_way(one: NextTry) -> bool:
    """Return whether a card may come before their try, so that its day depends on the day on which it is asked."""
    contact = one.contact
    return any(day.lead is not None for day in contact.dates) and not ONE_WAY_CHANNELS.isdisjoint(contact.via)


def _days(since: date, until: date) -> list[date]:
    return [since + timedelta(days=number) for number in range((until - since).days)]


def _latest(one: NextTry, end: datetime) -> datetime | None:
    """Return when somebody was last tried before `end`."""
    attempts = one.timeline.attempts
    before_end = bisect_left(attempts, end, key=_instant_of)
    return attempts[before_end - 1].at if before_end else None


def _instant_of(attempt: Attempt) -> datetime:
    return attempt.at


def _first_try(one: NextTry, started: datetime) -> datetime:
    """Return when somebody was first tried since the start; NEVER if they were not."""
    attempts = one.timeline.attempts
    first = bisect_left(attempts, started, key=_instant_of)
    return attempts[first].at if first < len(attempts) else NEVER


def _came(one: NextTry) -> datetime:
    """Return since when they wait for an answer; NEVER if they do not."""
    return one.timeline.owed[0].at if one.timeline.owed else NEVER


def _months(began: date, today: date) -> int:
    """Return the number of whole calendar months since the start."""
    months = (today.year - began.year) * 12 + today.month - began.month
    return max(0, months if Span(months=months).after(began) <= today else months - 1)


def _day_of_place(rule: StartSmall, began: date, months: int, place: int) -> date | None:
    """Return when this place in the queue starts, if every month is managed and nobody leaves."""
    if rule.then <= 0:
        return None
    return Span(months=months + -(-place // rule.then)).after(began)
