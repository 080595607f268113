"""An upper bound on the share of days within `every`, which nobody can beat without knowing the future.

Each person alone is a decision problem, solved exactly, backwards from the last day: on each day, try them or wait.
The bound knows everything that could be known and some things that cannot:

- how likely each person answers, at each hour, by each channel, however that drifts, and takes the best of the day;
- when the user is away (nobody is tried then);
- it has time for everybody at every hour that suits both, loses no block to a meeting, and a call-back is contact.

It does not know what nobody can: whether a try will be answered, whether this is a week in which somebody
answers nobody, and whether the user will do what is on the day (`keep`). So it pays for tries in vain as everyone
does. A week of silence costs it as many tries as such weeks are frequent, and never the next try as well, as in the
world. Of the rules it keeps `Terms`. All other limits are taken away, so what a real planner does is one of the
ways that remain.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from bench.follow_through.worlds import SharedWorld
from followupd.core.people.reach import Reach, reach
from followupd.core.people.timeline import day_of
from followupd.core.schedule.fitting import days_early
from followupd.core.values.facts import Attempt, Listed
from followupd.core.values.hitlist import Contact, is_live, keeps_hours
from followupd.core.values.time import at_wall_clock
from followupd.simulation.chances import CALL_BACK, CALLS_BACK, LEFT_MESSAGE
from tests.kit.people import DENVER

LIVE_ELSE = LEFT_MESSAGE * CALLS_BACK + CALL_BACK     # of live tries in vain, those that lead to contact


@dataclass(frozen=True, slots=True)
class Terms:
    """The rules that a bound keeps: `waits` after each try in vain of a row, in days, and how early a cadence begins.

    The last wait is the rest, after which a row begins again. `early` is None if any day is allowed. `keep` is the
    user's share of what is done; without `hours` everybody can be called at any hour of the user's.
    """

    waits: tuple[int, ...]
    early: Callable[[Contact], int] | None
    keep: float
    hours: bool = True


def terms_of(world: SharedWorld) -> Terms:
    """Return the terms without a ladder: `min_gap` between two tries, and no call long before its day (P1)."""
    retry = world.hitlist.retry
    return Terms((int(retry.min_gap.about_days),), lambda c: days_early(c.cadence.every, retry), world.setting.keep)


def ladder_terms(world: SharedWorld) -> Terms:
    """Return the terms of the bound: the same with the ladder and the rest, so all promises (P1, P7)."""
    retry = world.hitlist.retry
    waits = (*(int(max(w.about_days, retry.min_gap.about_days)) for w in retry.ladder), int(retry.rest.about_days))
    return replace(terms_of(world), waits=waits)


def bound(world: SharedWorld, terms: Terms) -> float:
    """Return the largest share of contact-days within `every` that anybody can expect."""
    people = [ContactOdds.of(world, contact, terms) for contact in world.hitlist.contacts]
    return 1 - sum(person.cost(terms) for person in people) / (world.setting.days * len(people))


def capacity(world: SharedWorld) -> int:
    """Return the number of tries that the year has time for."""
    lines = sum(
        rule.length // rule.per_person
        for day in world.days() if day not in world.off for rule in world.hitlist.blocks if day.weekday() in rule.days
    )
    return lines + world.setting.a_day * sum(world.works(day) for day in world.days())


@dataclass(frozen=True, slots=True)
class ContactOdds:
    """One contact: `odds` that a try on each day leads to contact, 0 if none is possible.

    `out` is, by the day of a contact, the first day out of touch after it; `early` how many days before that tries may
    begin. `first_out` and `start` say the same of the beginning.
    """

    odds: Sequence[float]
    out: Sequence[int]
    early: int | None
    first_out: int
    start: int

    @classmethod
    def of(cls, world: SharedWorld, contact: Contact, terms: Terms) -> ContactOdds:
        """Return the contact in a world."""
        days = list(world.days())
        every = contact.cadence.every
        since, met = _since(world)[contact.slug]
        early = terms.early(contact) if terms.early is not None else None
        out = [(every.after(day) - days[0]).days + 1 for day in days]
        first_out = max(0, (every.after(since) - days[0]).days + 1)
        start = 0 if not met or early is None else max(0, first_out - 1 - early)
        return cls(odds_of(world, contact, days, hours=terms.hours), out, early, first_out, start)

    def cost(self, terms: Terms) -> float:
        """Return the fewest days out of touch that can be expected."""
        end, rows, keep = len(self.odds), len(terms.waits), terms.keep
        # From a day on, after `row` tries in vain: what is to come, where each day out of touch counts from day 0 on.
        late = [[0.0] * rows for _ in range(end)] + [[float(end)] * rows]
        after = [0.0] * (end + 1)                     # from a day of contact on, without that day

        def from_day(day: int, row: int, rest: Sequence[Sequence[float]], outside: float) -> float:
            wait = rest[min(day + terms.waits[row], end)][(row + 1) % rows]
            tried = self.odds[day] * (outside + after[day]) + (1 - self.odds[day]) * wait
            return min(rest[day + 1][row], keep * tried + (1 - keep) * rest[day + 1][row])

        def since(first_out: int, start: int) -> float:
            if first_out >= end:
                return 0.0
            if start >= first_out:
                return late[start][0] - first_out
            near = {day: [value - first_out for value in late[day]] for day in self._ahead(first_out, terms, end)}
            for day in range(first_out - 1, start - 1, -1):
                near[day] = list(near[day + 1])
                if self.odds[day]:
                    near[day] = [from_day(day, row, near, 0.0) for row in range(rows)]   # type: ignore[arg-type]
            return near[start][0]

        for day in range(end - 1, -1, -1):
            first_out = self.out[day]
            start = day + 1 if self.early is None else max(day + 1, first_out - 1 - self.early)
            after[day] = since(first_out, start)
            late[day] = late[day + 1]
            if self.odds[day]:
                late[day] = [from_day(day, row, late, float(day)) for row in range(rows)]
        return since(self.first_out, self.start)

    def _ahead(self, first_out: int, terms: Terms, end: int) -> range:
        return range(first_out, min(first_out + max(terms.waits), end) + 1)


def odds_of(world: SharedWorld, contact: Contact, days: Sequence[date], *, hours: bool = True) -> list[float]:
    """Return how likely a try on each day leads to contact, at the best hour and by the best channel."""
    reached, answers = reach(world.hitlist, contact), 1 - world.chances.silence
    known: dict[tuple[object, ...], float] = {}
    found = []
    for day in days:
        if not world.works(day) or not reached.my_day(day):
            found.append(0.0)
            continue
        best = 0.0
        for channel in contact.via:
            for at in _hours(world, reached, day, theirs=keeps_hours(channel) and hours):
                what = channel, at.astimezone(contact.timezone or DENVER).hour, at.year, at.month
                if what not in known:
                    known[what] = _odds(world, contact, channel, at) * answers
                best = max(best, known[what])
        found.append(best)
    return found


def _hours(world: SharedWorld, reached: Reach, day: date, *, theirs: bool) -> list[datetime]:
    stretches = [*(reached.both(day) if theirs else reached.my_day(day))]
    for rule in world.hitlist.blocks if theirs else ():      # a block may be in their hours where the user's are not
        if day.weekday() in rule.days:
            start = at_wall_clock(day, rule.time, DENVER)
            stretches += reached.their_hours(start, start + rule.length)
    return [
        stretch.start + timedelta(minutes=30 * number)
        for stretch in stretches for number in range(-(-stretch.length // timedelta(minutes=30)))
    ]


def _odds(world: SharedWorld, contact: Contact, channel: str, at: datetime) -> float:
    chance = world.chances.probability(contact.slug, contact, channel, at)
    return chance + (1 - chance) * LIVE_ELSE if is_live(channel) else chance


def _since(world: SharedWorld) -> dict[str, tuple[date, bool]]:
    """By contact, the day of the last contact, or of the listing, and whether they were ever reached."""
    since: dict[str, tuple[date, bool]] = {}
    for fact in world.facts:
        if isinstance(fact, Listed | Attempt):
            since[fact.contact] = day_of(fact.at, DENVER), isinstance(fact, Attempt)
    return since
