"""What people do without followupd, with the same time and in the same worlds.

All have the same blocks (a meeting that lands on one takes it) and the same number of tries a day besides, and use
each contact's preferred channel. They differ in who they take next.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from itertools import count

from bench.follow_through.worlds import START, World
from followupd.core.people.timeline import day_of, is_contact
from followupd.core.values.facts import Attempt, Listed, Outcome
from followupd.core.values.time import at_wall_clock
from followupd.simulation.chances import drawn
from tests.kit.people import DENVER

BESIDES = time(11, 30), time(14)           # when the other tries of the day are made
EACH, BESIDES_EACH = timedelta(minutes=8), timedelta(minutes=15)


class Baseline:
    """Keeps what such a tool would know: a day for each person. `due` is that day; whose day has come can be tried."""

    name = ""

    def __init__(self, world: World) -> None:
        self.every = {c.slug: c.cadence.every for c in world.hitlist.contacts}
        self.row = {c.slug: number for number, c in enumerate(world.hitlist.contacts)}
        self.due: dict[str, date] = {}
        for fact in world.facts:
            day = day_of(fact.at, DENVER)
            if isinstance(fact, Listed):
                self.due[fact.contact] = day
            elif isinstance(fact, Attempt):
                self.due[fact.contact] = self.every[fact.contact].after(day)

    def open(self, day: date) -> list[str]:
        """Who is shown as due on this day, the next one first."""
        return sorted((k for k, due in self.due.items() if due <= day), key=lambda k: (self.due[k], self.row[k]))

    def tried(self, attempt: Attempt, day: date) -> None:
        raise NotImplementedError

    def reached(self, key: str, day: date) -> None:
        self.due[key] = self.every[key].after(day)


class Timer(Baseline):
    """A timer for each person, as personal CRMs have it: it goes on from its own day, whatever the try brought."""

    name = "fixed timer"

    def tried(self, attempt: Attempt, day: date) -> None:
        while self.due[attempt.contact] <= day:
            self.due[attempt.contact] = self.every[attempt.contact].after(self.due[attempt.contact])

    def reached(self, key: str, day: date) -> None:
        """Do nothing: a timer does not know of answers."""


class EarliestDue(Baseline):
    """Whoever is due longest, counted from the last try; one that failed waits for the next time round."""

    name = "earliest due, no retries"

    def tried(self, attempt: Attempt, day: date) -> None:
        self.due[attempt.contact] = self.every[attempt.contact].after(day)


class Spreadsheet(Baseline):
    """A column "last call": from the top of the list, whose date is too old. A try fills in the date."""

    name = "spreadsheet order"

    def open(self, day: date) -> list[str]:
        return sorted((k for k, due in self.due.items() if due <= day), key=lambda k: self.row[k])

    def tried(self, attempt: Attempt, day: date) -> None:
        self.due[attempt.contact] = self.every[attempt.contact].after(day)


class UntilReached(Spreadsheet):
    """The same with a column "last contact": a person not reached stays red, and is called again the next day."""

    name = "spreadsheet, again until reached"

    def tried(self, attempt: Attempt, day: date) -> None:
        if is_contact(attempt):
            self.reached(attempt.contact, day)


BASELINES: tuple[Callable[[World], Baseline], ...] = (Timer, EarliestDue, Spreadsheet, UntilReached)


def instants(world: World, day: date) -> Iterator[datetime]:
    """When the user makes a try on this day: in the blocks that they keep, then besides."""
    if not world.works(day):
        return
    taken = {busy.interval.start for busy in world.meetings}
    for rule in world.hitlist.blocks:
        start = at_wall_clock(day, rule.time, DENVER)
        if day.weekday() in rule.days and start not in taken and _keeps(world, "block", start):
            yield from (start + n * EACH for n in range(rule.length // rule.per_person))
    for number in range(world.setting.a_day):
        start = at_wall_clock(day, BESIDES[number % 2], DENVER) + BESIDES_EACH * (number // 2)
        if _keeps(world, "besides", start):
            yield start


def _keeps(world: World, *what: object) -> bool:
    return drawn(world.seed, *what) < world.setting.keep


def run(world: World, make: Callable[[World], Baseline]) -> tuple[list[Attempt], list[Attempt], int]:
    """Return all tries, all that was recorded (answers too), and the most people shown as due on one day."""
    tool, contacts = make(world), {c.slug: c for c in world.hitlist.contacts}
    tries: list[Attempt] = []
    told: list[Attempt] = []
    replies: list[tuple[datetime, int, Attempt]] = []
    number, pile = count(), 0
    for day in world.days():
        today: set[str] = set()
        midnight = at_wall_clock(day, time(0), DENVER)
        while replies and replies[0][0] < midnight:
            _, _, reply = heapq.heappop(replies)
            told.append(reply)
            tool.reached(reply.contact, day_of(reply.at, DENVER))
        pile = max(pile, len(tool.open(day)))
        for at in instants(world, day):
            key = next((k for k in tool.open(day) if k not in today), None)
            if key is None:
                break
            today.add(key)
            contact = contacts[key]
            reaction = world.chances.react(key, contact, contact.via[0], at, asked=False)
            attempt = Attempt(key, at, reaction.outcome, contact.via[0])
            tries.append(attempt)
            told.append(attempt)
            tool.tried(attempt, day)
            if reaction.outcome is Outcome.REACHED:
                tool.reached(key, day)
            if reaction.reply is not None:
                later = Attempt(key, at + reaction.reply, Outcome.REACHED, contact.via[0])
                heapq.heappush(replies, (later.at, next(number), later))
    told += [reply for _, _, reply in replies]
    return tries, sorted((a for a in told if START <= a.at < world.end), key=lambda a: a.at), pile
