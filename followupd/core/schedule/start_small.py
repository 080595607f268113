"""Who starts now and who waits: seven people first, a few more after each month that was managed (`start_small`).

Takes next_tries, facts and since when the list is kept; returns the waiting keys in their order, and how the last month
went. Everything is counted from facts about months that are over, so nothing changes inside a month. People whose
tries are under way, or that the user has tried or moved since the start, are always in, and put nobody back into the
queue.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import partial

from followupd.core.people.identity import People
from followupd.core.people.reach import Reach
from followupd.core.people.timeline import Happened, day_of, fold, is_contact
from followupd.core.people.understand import Everybody, NextTryOf
from followupd.core.people.wanted import NextTry, ref_of
from followupd.core.reasons import Pace
from followupd.core.schedule.action_plan import Progress, serve
from followupd.core.values.facts import Attempt, Facts, Moved, Skipped
from followupd.core.values.hitlist import Hitlist, StartSmall
from followupd.core.values.time import Span, at_wall_clock
from followupd.core.values.uid import Kind
from followupd.core.values.user_time import UserTime

# A month of four blocks in which one was lost is still managed (3/4), one in which every second was lost is not.
# Quotients of small whole numbers are rounded alike: 4 of 6 are exactly these 2/3.
MANAGED = 2 / 3
# Below this too much was promised: two blocks of three were missed. Between the two, the number stays.
NOT_MANAGED = 1 / 3
# People who became due in the last days of a month had no weekly block in it: they count for the next month.
FAIR_CHANCE = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Queue:
    """The queue: `places` are the keys that wait, with their place (1 is next) and about until when.

    `pace` is None with `off`, and if nobody could wait.
    """

    places: Mapping[str, tuple[int, date | None]]
    pace: Pace | None = None


NOBODY_WAITS = Queue({})


@dataclass(frozen=True, slots=True)
class Past:
    """What each contact needed next at an instant that is over. `off` are the user's days off, public holidays too."""

    hitlist: Hitlist
    reaches: Mapping[str, Reach]
    facts: Facts
    find_next_try: NextTryOf
    off: Mapping[date, str] = field(default_factory=dict)

    def skips(self, key: str) -> list[Skipped]:
        """Return what of this contact's items the user took off."""
        return [fact for fact in self.facts.of(key).skips if isinstance(fact, Skipped)]

    def skipped(self, key: str, since: datetime, until: datetime) -> bool:
        """Whether one of their items was taken off in this time."""
        return any(since <= skip.at < until for skip in self.skips(key))

    def day_of_next(self, next_try: NextTry, instant: datetime) -> date:
        """The day of what this contact needed next, as of then."""
        timeline, zone = next_try.timeline, self.hitlist.timezone
        before = timeline.attempts[: bisect_left(timeline.attempts, instant, key=_at)]
        if before and is_contact(before[-1]) and not self.skips(next_try.key) and next_try.contact.pause_until is None:
            return next_try.contact.cadence.every.after(day_of(before[-1].at, zone))    # most, without folding again
        skips = [fact for fact in self.skips(next_try.key) if fact.at < instant]
        # Closed channels are left out: they decide the channel and never the day.
        then = fold(next_try.contact, timeline.first_seen, Happened(before, skips), self.hitlist.retry, zone)
        next_then = self.find_next_try(next_try.key, next_try.contact, then, self.hitlist, self.reaches[next_try.key])
        return next_then.anchor if next_then is not None else date.max


@dataclass(frozen=True, slots=True)
class Turns:
    """Who is in now.

    `tries` are everybody's next tries by contact key, by the channel that the action plan gives them; `active` those of
    the people who do not wait; `action` is how the action plan goes.
    """

    tries: Mapping[str, NextTry]
    active: tuple[NextTry, ...]
    small: Queue
    action: tuple[Progress, ...] = ()


def whose_turn(
    everybody: Everybody, people: People, facts: Facts, moves: Mapping[str, Moved], hitlist: Hitlist,
    user_time: UserTime, now: datetime,
) -> Turns:
    """Return who is in now, and who waits. `moves` go by base UID."""
    started = min(people.first_seen.values(), default=now)
    # A promise that was put off does not say when to call its person.
    chosen = {move.contact for uid, move in moves.items() if move.contact and ref_of(uid, hitlist.name) is None}
    past = partial(Past, hitlist, everybody.reaches, facts, everybody.find_next_try, user_time.off)
    small = queue(everybody.tries, hitlist.start_small, started, now, past, chosen)
    active = tuple(one for key, one in everybody.tries.items() if key not in small.places)
    if not hitlist.action_plan:
        return Turns(everybody.tries, active, small)
    served = serve(active, everybody.timelines, everybody.reaches, hitlist, user_time.off, started, now)
    tries = {**everybody.tries, **served.next_tries}
    return Turns(tries, tuple(tries[one.key] for one in active), small, served.progress)


def queue(
    next_tries: Mapping[str, NextTry], rule: StartSmall | None, started: datetime, now: datetime,
    past: Callable[[], Past], chosen: Collection[str] = (),
) -> Queue:
    """Return the queue. `started` is the first pass ever; `chosen` are keys of people that the user moved.

    `next_tries` are in list order. Liked people come first, then those with the latest attempt before the start, then
    list order: an order that nothing logged changes.
    """
    if rule is None:
        return NOBODY_WAITS
    under_way = {
        key for key, next_try in next_tries.items()
        if next_try.kind is not Kind.DUE or key in chosen or _last(next_try) >= started.timestamp()
    }
    places = {key: place for place, key in enumerate(next_tries)}
    order = sorted(next_tries.values(), key=lambda w: (not w.contact.like, -_last_heard(w, started), places[w.key]))
    if all(next_try.key in under_way for next_try in order[rule.first :]):
        return NOBODY_WAITS
    seen = past()
    zone = seen.hitlist.timezone
    began, today = day_of(started, zone), day_of(now, zone)
    months, pace = _months(began, today), Pace(rule.first)
    for number in range(months):
        since, until = Span(months=number).after(began), Span(months=number + 1).after(began)
        pace = _judged(order, rule, pace.people, since, until, started, seen)
    this_month = Span(months=months + 1).after(began)
    placed = _with_places(order, pace.people, this_month)
    waiting = (next_try.key for next_try, within in placed if not within and next_try.key not in under_way)
    return Queue(
        {key: (place, _day_of_place(rule, began, months, place)) for place, key in enumerate(waiting, 1)}, pace
    )


def _with_places(order: Iterable[NextTry], people: int, until: date) -> Iterator[tuple[NextTry, bool]]:
    """Each with whether they are among so many `people`; a person paused until that day or longer takes no place.

    (They keep their place for when the pause ends.)
    """
    taken = 0
    for next_try in order:
        within, pause = taken < people, next_try.contact.pause_until
        taken += within and (pause is None or pause < until)
        yield next_try, within


def _judged(
    order: Sequence[NextTry], rule: StartSmall, people: int, since: date, until: date, started: datetime, past: Past
) -> Pace:
    """The pace after the month [since, until) of the user's days, in which so many `people` were in."""
    zone = past.hitlist.timezone
    month = (since + timedelta(days=number) for number in range((until - since).days))
    days = [day for day in month if day.weekday() in past.hitlist.hours.days]
    away = {day for one in past.hitlist.away for day in one.within(since, until)}
    if sum(day in away or day in past.off for day in days) * 2 > len(days):
        return Pace(people, people, away=True)      # a long journey does not show what can be managed at home
    start, end = (at_wall_clock(day, time(0), zone) for day in (since, until))
    came = tried = 0
    listed = [next_try for next_try in order if next_try.timeline.first_seen < end]
    for next_try, within in _with_places(listed, people, until):
        attempts = next_try.timeline.attempts
        before_end = bisect_left(attempts, end, key=_at)
        latest = attempts[before_end - 1].at if before_end else None
        if latest is not None and latest >= start:
            came, tried = came + 1, tried + 1       # trying is what counts, also a little before the day
        elif (within or (latest is not None and latest >= started)) and not past.skipped(next_try.key, start, end):
            came += past.day_of_next(next_try, start) <= until - FAIR_CHANCE
    kept = tried / came if came else 1.0
    step = rule.then if kept >= MANAGED else -rule.then if kept < NOT_MANAGED else 0
    # Never below `first`, which is the user's own word.
    return Pace(max(rule.first, people + step), people, came, tried)


def _at(attempt: Attempt) -> datetime:
    return attempt.at


def _last(next_try: NextTry) -> float:
    return next_try.timeline.last.at.timestamp() if next_try.timeline.last is not None else 0.0


def _last_heard(next_try: NextTry, started: datetime) -> float:
    before = (a.at.timestamp() for a in reversed(next_try.timeline.attempts) if a.at < started)
    return next(before, 0.0)


def _months(began: date, today: date) -> int:
    """Yield whole months since the start, by the calendar."""
    months = (today.year - began.year) * 12 + today.month - began.month
    return max(0, months if Span(months=months).after(began) <= today else months - 1)


def _day_of_place(rule: StartSmall, began: date, months: int, place: int) -> date | None:
    """Return when this place in the queue is let in, if each month is managed and nobody leaves before."""
    if rule.then <= 0:
        return None
    return Span(months=months + -(-place // rule.then)).after(began)
