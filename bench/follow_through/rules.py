"""What the rules alone cost: each person separately, with all the time in the world and nothing but good judgement.

The user is never away, misses nothing and has room for everybody. They know how readily each person answers by each
channel and at each hour (no more: not whether they will this time), begin as early as a sheet with room may, try again
on the first day that the ladder lets them, and then take the channel and the hour with the best odds. What remains
between this and the bound is the price of the rules that make followupd polite: the ladder's waits, `min_gap`, another
time of day, the rest after the last try, and no call long before its day. Somebody who knew the future would pay none
of it: they would never call in vain, and the ladder would never begin. The tries are checked like all others.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from bench.follow_through.worlds import World
from followupd.core.people.reach import Reach, reach
from followupd.core.people.timeline import day_of
from followupd.core.schedule.sheet import days_early
from followupd.core.values.facts import Attempt, Listed, Outcome
from followupd.core.values.hitlist import Contact, RetryRule, is_live, keeps_hours
from followupd.core.values.time import other_time
from followupd.simulation.chances import CALLS_BACK, LEFT_MESSAGE
from tests.kit.people import DENVER

STEP = timedelta(minutes=30)
A_WEEK = 7


@dataclass(slots=True)
class Row:
    """How one contact stands. `since` is the last contact, else the listing; `series` the tries in vain in a row."""

    since: date
    met: bool
    series: list[Attempt] = field(default_factory=list)
    rest: date | None = None
    last: date | None = None
    asked: date | None = None

    def next_day(self, contact: Contact, retry: RetryRule) -> date:
        """Return the first day on which the rules allow a try."""
        every = contact.cadence.every
        if self.asked is not None:
            return self.asked
        if self.series and self.rest is None:
            day = retry.ladder[len(self.series) - 1].after(day_of(self.series[-1].at, DENVER))
        elif self.rest is not None:
            day = retry.rest_for(contact.cadence).after(self.rest)
        else:
            early = days_early(every, retry) if self.met else 0
            day = (every.after(self.since) if self.met else self.since) - timedelta(days=early)
        return max(day, retry.min_gap.after(self.last)) if self.last else day


def by_the_rules(world: World) -> tuple[list[Attempt], list[Attempt]]:
    """Return all tries, and all that was recorded (answers too), in order of time."""
    tries: list[Attempt] = []
    told: list[Attempt] = []
    for contact in world.hitlist.contacts:
        for attempt, answer in _year_of(contact, world):
            tries.append(attempt)
            told += [attempt, answer] if answer is not None and answer.at < world.end else [attempt]
    return tries, sorted(told, key=lambda a: a.at)


def _year_of(contact: Contact, world: World) -> Iterator[tuple[Attempt, Attempt | None]]:
    retry, hours, days = world.hitlist.retry, reach(world.hitlist, contact), list(world.days())
    row = _before(contact, world)
    while True:
        found = _place(contact, world, hours, row, max(row.next_day(contact, retry), days[0]))
        if found is None or found[0] >= world.end:
            return
        at, channel = found
        reaction = world.chances.react(contact.slug, contact, channel, at, asked=row.asked is not None)
        attempt = Attempt(contact.slug, at, reaction.outcome, channel, asked=reaction.asked)
        answer = None
        if reaction.reply is not None:
            answer = Attempt(contact.slug, at + reaction.reply, Outcome.REACHED, channel)
        yield attempt, answer
        row = _after(row, answer or attempt, retry)


def _after(row: Row, attempt: Attempt, retry: RetryRule) -> Row:
    day = day_of(attempt.at, DENVER)
    match attempt.outcome:
        case Outcome.REACHED:
            return Row(day, True, last=day)
        case Outcome.CALL_BACK:
            return Row(row.since, row.met, last=day, asked=attempt.asked.day if attempt.asked else None)
        case Outcome.DECLINED:
            return Row(row.since, row.met, rest=day, last=day)
    series = [*row.series, attempt] if row.rest is None else [attempt]
    return Row(row.since, row.met, series, day if len(series) > len(retry.ladder) else None, day)


def _before(contact: Contact, world: World) -> Row:
    found = [fact for fact in world.facts if isinstance(fact, Listed | Attempt) and fact.contact == contact.slug]
    day, met = day_of(found[-1].at, DENVER), isinstance(found[-1], Attempt)
    return Row(day, met, last=day if met else None)


def _place(contact: Contact, world: World, hours: Reach, row: Row, first: date) -> tuple[datetime, str] | None:
    """Return the best odds on the first day that leaves a choice."""
    failed = [a.at for a in row.series if is_live(a.channel or "")]
    for number in range(10 * A_WEEK):
        day = first + timedelta(days=number)
        options = []
        for channel in contact.via:
            live = is_live(channel)
            if row.asked is not None:
                stretches = hours.usual_both(day) or hours.their_usual_day(day) or hours.my_usual_day(day)
            else:
                stretches = hours.both(day) if keeps_hours(channel) else hours.my_day(day)
            for stretch in stretches:
                at = stretch.start
                while at + world.hitlist.retry.length <= stretch.end:
                    if not (live and failed) or number >= A_WEEK or other_time(at, failed[-1], hours.their_zone):
                        options.append((_odds(contact, world, channel, at), -at.timestamp(), at, channel))
                    at += STEP
        if options:
            _, _, at, channel = max(options)
            return at, channel
    return None


def _odds(contact: Contact, world: World, channel: str, at: datetime) -> float:
    chance = world.chances.probability(contact.slug, contact, channel, at)
    return chance + (1 - chance) * LEFT_MESSAGE * CALLS_BACK if is_live(channel) else chance
