"""Ways in which people follow up without followupd, with the same time and in the same worlds.

All have the same blocks (a meeting that lands on one takes it) and the same number of tries a day besides. They differ
in who they take next; all but the sensible human use each contact's preferred channel, at whatever hour it is.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from itertools import count

from bench.follow_through.worlds import START, SharedWorld
from followupd.core.people.reach import reach
from followupd.core.people.timeline import day_of, is_contact
from followupd.core.schedule.occupancy import places
from followupd.core.values.facts import Attempt, Listed, Outcome
from followupd.core.values.hitlist import is_live, keeps_hours
from followupd.core.values.time import at_wall_clock, is_another_time
from followupd.simulation.chances import drawn
from tests.kit.people import DENVER

BESIDES = time(11, 30), time(14)           # when the other tries of the day are made
EACH, BESIDES_EACH = timedelta(minutes=8), timedelta(minutes=15)


class Baseline:
    """Keeps what such a tool knows: a `due` day for each person, from which on they can be tried."""

    name = ""

    def __init__(self, world: SharedWorld) -> None:
        self.world = world
        self.contacts = {c.slug: c for c in world.hitlist.contacts}
        self.every = {key: c.cadence.every for key, c in self.contacts.items()}
        self.row = {key: number for number, key in enumerate(self.contacts)}
        self.due: dict[str, date] = {}
        for fact in world.facts:
            day = day_of(fact.at, DENVER)
            if isinstance(fact, Listed):
                self.due[fact.contact] = day
            elif isinstance(fact, Attempt):
                self.due[fact.contact] = self.every[fact.contact].after(day)

    def open(self, day: date) -> list[str]:
        """Return the people shown as due on this day, the next one first."""
        return sorted((k for k, due in self.due.items() if due <= day), key=lambda k: (self.due[k], self.row[k]))

    def call(self, key: str, at: datetime, *, in_block: bool) -> tuple[datetime, str] | None:  # noqa: ARG002 - the human's
        """When and by which channel this person is tried now; None if not now."""
        return at, self.contacts[key].via[0]

    def asks(self, key: str, day: date) -> bool:  # noqa: ARG002 - the human's
        """Return whether this person asked to be called on this day."""
        return False

    def tried(self, attempt: Attempt, day: date) -> None:
        raise NotImplementedError

    def reached(self, key: str, day: date) -> None:
        self.due[key] = self.every[key].after(day)


class SensibleHuman(Baseline):
    """Somebody with a good list and good manners, and no tool but their head.

    They take whoever is due longest, try again after a week, change the channel after two failed tries, leave people
    alone for six weeks after the fourth, call back on the day that was named, and never outside of somebody's hours:
    besides the blocks they choose the hour that suits, in a block they take the next person instead.
    """

    name = "a sensible human"
    again, rest, most, switch = timedelta(days=7), timedelta(days=42), 4, 2

    def __init__(self, world: SharedWorld) -> None:
        super().__init__(world)
        self.hours = {key: reach(world.hitlist, contact, world.off) for key, contact in self.contacts.items()}
        self.failed: dict[str, int] = dict.fromkeys(self.contacts, 0)
        self.asked: dict[str, date] = {}

    def asks(self, key: str, day: date) -> bool:
        return self.asked.get(key) == day

    def call(self, key: str, at: datetime, *, in_block: bool) -> tuple[datetime, str] | None:
        """Return the channel whose turn it is if the hour suits, else one that needs no hours."""
        via = self.contacts[key].via
        channel = via[self.failed[key] // self.switch % len(via)]
        if not keeps_hours(channel):
            return at, channel
        stretches = self.hours[key].their_hours(at, at + EACH) if in_block else self.hours[key].both(day_of(at, DENVER))
        if any(one.start <= at and at + EACH <= one.end for one in stretches):
            return at, channel
        if stretches and not in_block:
            return stretches[0].start, channel
        other = next((one for one in via if not keeps_hours(one)), None)
        return (at, other) if other is not None and not self.hours[key].ever_meet(day_of(at, DENVER), EACH) else None

    def tried(self, attempt: Attempt, day: date) -> None:
        key = attempt.contact
        if attempt.outcome is Outcome.CALL_BACK:
            self.failed[key], self.due[key] = 0, attempt.asked.day if attempt.asked else day + self.again
            self.asked[key] = self.due[key]
            return
        self.failed[key] += 1
        self.due[key] = day + (self.again if self.failed[key] % self.most else self.rest)
        self.failed[key] %= self.most

    def reached(self, key: str, day: date) -> None:
        super().reached(key, day)
        self.failed[key] = 0


class ConsiderateHuman(SensibleHuman):
    """The same person within followupd's limits of pushiness (P7).

    They never call twice in a row at the same time of day: in a block they take the next person instead, besides the
    blocks they call at the hour of the day that is next to theirs, or on another day. Who said no waits a cadence.
    """

    name = "a considerate human"

    def __init__(self, world: SharedWorld) -> None:
        super().__init__(world)
        self.rang: dict[str, datetime] = {}

    def call(self, key: str, at: datetime, *, in_block: bool) -> tuple[datetime, str] | None:
        """Return the same, at another time of day than the last call in vain, if the week has one."""
        chosen, before = super().call(key, at, in_block=in_block), self.rang.get(key)
        if chosen is None or before is None or not is_live(chosen[1]) or self._differs(key, chosen[0]):
            return chosen
        day = day_of(at, DENVER)
        if not any(self._others(key, day + timedelta(days=n)) for n in range(7)):
            return chosen
        others = self._others(key, day)
        return (min(others, key=lambda one: abs(one - at)), chosen[1]) if others and not in_block else None

    def _others(self, key: str, day: date) -> list[datetime]:
        """Return the places of a day at another time of day than the last call in vain."""
        return [one.start for one in places(self.hours[key].both(day), BESIDES_EACH) if self._differs(key, one.start)]

    def _differs(self, key: str, at: datetime) -> bool:
        return is_another_time(at, self.rang[key], self.hours[key].their_zone)

    def tried(self, attempt: Attempt, day: date) -> None:
        super().tried(attempt, day)
        key = attempt.contact
        if attempt.outcome is Outcome.DECLINED:
            self.failed[key], self.due[key] = 0, self.every[key].after(day)
        if attempt.outcome in (Outcome.CALL_BACK, Outcome.DECLINED):
            self.rang.pop(key, None)
        elif is_live(attempt.channel or ""):
            self.rang[key] = attempt.at

    def reached(self, key: str, day: date) -> None:
        super().reached(key, day)
        self.rang.pop(key, None)


class Timer(Baseline):
    """A timer for each person, as personal CRMs have it: it counts from its own day, whatever the outcome."""

    name = "fixed timer"

    def tried(self, attempt: Attempt, day: date) -> None:
        while self.due[attempt.contact] <= day:
            self.due[attempt.contact] = self.every[attempt.contact].after(self.due[attempt.contact])

    def reached(self, key: str, day: date) -> None:
        """Do nothing: a timer does not record answers."""


class EarliestDue(Baseline):
    """Takes whoever is due longest since the last try; after a failed one they wait for their next turn."""

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


BASELINES: tuple[type[Baseline], ...] = (SensibleHuman, ConsiderateHuman, Timer, EarliestDue, Spreadsheet, UntilReached)


def instants(world: SharedWorld, day: date) -> Iterator[tuple[datetime, bool]]:
    """When the user makes a try on this day, and whether that is in a block that they keep; then those besides."""
    if not world.works(day):
        return
    taken = {busy.interval.start for busy in world.meetings}
    for rule in world.hitlist.blocks:
        start = at_wall_clock(day, rule.time, DENVER)
        if day.weekday() in rule.days and start not in taken and _keeps(world, "block", start):
            yield from ((start + n * EACH, True) for n in range(rule.length // rule.per_person))
    for number in range(world.setting.a_day):
        start = at_wall_clock(day, BESIDES[number % 2], DENVER) + BESIDES_EACH * (number // 2)
        if _keeps(world, "besides", start):
            yield start, False


def _keeps(world: SharedWorld, *what: object) -> bool:
    return drawn(world.seed, *what) < world.setting.keep


def run(world: SharedWorld, make: Callable[[SharedWorld], Baseline]) -> tuple[list[Attempt], list[Attempt], int]:
    """Return all tries, all that was recorded (answers too), and the most people shown as due on one day."""
    tool = make(world)
    tries: list[Attempt] = []
    told: list[Attempt] = []
    replies: list[tuple[datetime, int, Attempt]] = []
    number, pile = count(), 0
    for day in world.days():
        midnight = at_wall_clock(day, time(0), DENVER)
        while replies and replies[0][0] < midnight:
            _, _, reply = heapq.heappop(replies)
            told.append(reply)
            tool.reached(reply.contact, day_of(reply.at, DENVER))
        today: set[str] = set()
        pile = max(pile, len(tool.open(day)))
        for instant, in_block in instants(world, day):
            made = _try(tool, day, today, instant, in_block=in_block)
            if made is None:
                continue
            attempt, answer = made
            today.add(attempt.contact)
            tries.append(attempt)
            told.append(attempt)
            tool.tried(attempt, day)
            if attempt.outcome is Outcome.REACHED:
                tool.reached(attempt.contact, day)
            if answer is not None:
                heapq.heappush(replies, (answer.at, next(number), answer))
    told += [reply for _, _, reply in replies]
    return tries, sorted((a for a in told if START <= a.at < world.end), key=lambda a: a.at), pile


def _try(
    tool: Baseline, day: date, today: set[str], instant: datetime, *, in_block: bool
) -> tuple[Attempt, Attempt | None] | None:
    """Return the next try, and the answer to it that comes later; None if there is nobody to try now."""
    for key in tool.open(day):
        chosen = None if key in today else tool.call(key, instant, in_block=in_block)
        if chosen is not None:
            at, channel = chosen
            reaction = tool.world.chances.react(key, tool.contacts[key], channel, at, asked=tool.asks(key, day))
            attempt = Attempt(key, at, reaction.outcome, channel, asked=reaction.asked)
            later = at + reaction.reply if reaction.reply is not None else None
            return attempt, Attempt(key, later, Outcome.REACHED, channel) if later is not None else None
    return None
