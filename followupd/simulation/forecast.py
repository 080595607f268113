"""Load against capacity, week by week, who will be late, and what would help: several simulated courses together.

Takes where to begin and assumptions; gives means over all courses. Alternatives are simulated with the same seeds, not
estimated, and one that makes anything worse is not named. Never says what the user should do.
"""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, time, timedelta
from enum import Enum
from typing import Protocol

from followupd.core.people.timeline import day_of
from followupd.core.reasons import NoBlockHolds
from followupd.core.schedule.status import Standing, State
from followupd.core.values.hitlist import BlockRule, Contact, Hitlist, Status
from followupd.core.values.time import FULL_DAY_NAMES
from followupd.core.values.uid import TRIES, Kind
from followupd.simulation.foresight import Assumptions, Beginning, play
from followupd.simulation.measures import InTouch, figures, kind_of, standing
from followupd.simulation.year import Course, Moment

SOMEBODY = 0.5      # people in the mean of the courses that count as somebody
A_WEEK = timedelta(days=7)
MOSTLY = 0.5        # of the protected minutes: with fewer in use, the blocks are mostly empty


@dataclass(frozen=True, slots=True)
class WeekAhead:
    """One week in the mean of all courses.

    Minutes: `protected` of the week's blocks, `filled` of the lines in them, `needed` of everybody who was due: on a
    sheet, without room, or with a reminder of their own, which a block could take. `reminders` are the minutes outside
    blocks. `waiting` and `late` are people at the week's end.
    """

    first: date
    protected: float
    filled: float
    needed: float
    reminders: float
    waiting: float
    late: float

    @property
    def too_little(self) -> bool:
        """Whether more is needed than the blocks hold."""
        return self.needed > self.protected


@dataclass(frozen=True, slots=True)
class Latecomer:
    """Somebody who was longer than `at_most` without contact in `runs` of the courses.

    `days` is by how much at the worst, the median of those courses.
    """

    key: str
    name: str
    runs: int
    days: int


class Whereabouts(Enum):
    """Where somebody is who is not on a sheet, though the block may be empty."""

    QUEUE = "queue"                  # waits for a block with room
    HELD_BACK = "held back"          # starts later (`start_small`)
    OTHER_HOURS = "other hours"      # cannot be reached in any block to come: a reminder of their own
    OWN_DAY = "own day"              # their next try has its own day: a reminder


@dataclass(slots=True)
class Watch:
    """Watch a course: where how many people were at each day's last pass."""

    days: dict[date, Counter[Whereabouts]] = field(default_factory=dict)

    def __call__(self, moment: Moment) -> None:
        """Count who is where after a pass."""
        places = (_place_of(standing) for standing in moment.plan.standings.values())
        self.days[day_of(moment.now, moment.hitlist.timezone)] = Counter(place for place in places if place)

    def at(self, day: date) -> Counter[Whereabouts]:
        """Return how many were where on the last day up to this one that had a pass."""
        return next((self.days[d] for d in sorted(self.days, reverse=True) if d <= day), Counter())

    def mean(self, place: Whereabouts) -> float:
        """Return how many were in a place, in the mean of the days."""
        return statistics.mean(counted[place] for counted in self.days.values()) if self.days else 0.0


def _place_of(standing: Standing) -> Whereabouts | None:
    if standing.state is State.IN_QUEUE:
        return Whereabouts.QUEUE
    if standing.state is State.WAITING:
        return Whereabouts.HELD_BACK
    if standing.item is None or standing.item.on_sheet:
        return None
    outside = any(isinstance(reason, NoBlockHolds) for reason in standing.reasons)
    return Whereabouts.OTHER_HOURS if outside else Whereabouts.OWN_DAY


def weeks(courses: Sequence[tuple[Course, Watch]], hitlist: Hitlist) -> tuple[WeekAhead, ...]:
    """Return a row for each week, the first and the last one as far as they were run."""
    return tuple(_week(courses, hitlist, first, last) for first, last in _edges(courses[0][0], hitlist))


def _edges(course: Course, hitlist: Hitlist) -> Iterator[tuple[date, date]]:
    first, end = day_of(course.start, hitlist.timezone), day_of(course.end, hitlist.timezone)
    while first < end:
        after = min(first - timedelta(days=first.weekday()) + A_WEEK, end)
        yield first, after
        first = after


def _week(courses: Sequence[tuple[Course, Watch]], hitlist: Hitlist, first: date, last: date) -> WeekAhead:
    rows = []
    each, retry = minutes_each(hitlist), hitlist.retry
    for course, seen in courses:
        part = figures(course, hitlist, first, last)
        events = [e for e in (*course.kept, *course.missed) if first <= day_of(e.start, hitlist.timezone) < last]
        queue = seen.at(last - timedelta(days=1))[Whereabouts.QUEUE]
        blocks = [event for event in events if kind_of(event) is Kind.BLOCK]
        tries = sum(kind_of(event) in TRIES for event in events)
        own = sum(
            (retry.length_for(e.channel_at(0)) for e in events if kind_of(e) is not Kind.BLOCK), timedelta(0)
        )
        rows.append((
            part.protected, sum(len(block.people) for block in blocks) * each,
            (sum(course.lines.get(block.uid, 0) for block in blocks) + tries + queue) * each,
            own.total_seconds() / 60, queue, len(part.late),
        ))  # fmt: skip
    return WeekAhead(first, *map(statistics.mean, zip(*rows, strict=True)))


def minutes_each(hitlist: Hitlist) -> float:
    """Return what a line on a sheet takes, in minutes."""
    each = [rule.per_person.total_seconds() / 60 for rule in hitlist.blocks]
    return statistics.mean(each) if each else hitlist.retry.length.total_seconds() / 60


def latecomers(courses: Sequence[tuple[Course, Watch]], hitlist: Hitlist) -> tuple[Latecomer, ...]:
    """Return who was late in at least half of the courses, the latest first."""
    found: dict[str, list[InTouch]] = {}
    for course, _ in courses:
        first, last = day_of(course.start, hitlist.timezone), day_of(course.end, hitlist.timezone)
        for person in standing(course, hitlist, first, last):
            if person.worst > 0:
                found.setdefault(person.key, []).append(person)
    late = [
        Latecomer(key, people[0].contact.name, len(people), int(statistics.median(p.worst for p in people)))
        for key, people in found.items() if len(people) * 2 >= len(courses)
    ]
    return tuple(sorted(late, key=lambda person: (-person.days, person.key)))


def late_days(courses: Sequence[tuple[Course, Watch]], hitlist: Hitlist) -> float:
    """Return the days beyond `at_most`, of all people together, in the mean of the courses."""
    total = 0
    for course, _ in courses:
        first, last = day_of(course.start, hitlist.timezone), day_of(course.end, hitlist.timezone)
        total += sum(person.days - person.within_at_most for person in standing(course, hitlist, first, last))
    return total / len(courses)


@dataclass(frozen=True, slots=True)
class Emptiness:
    """Of a week's `protected` minutes only `filled` had somebody in them; the rest are people, in the mean.

    `held_back` start later, `other_hours` cannot be reached in the blocks, `own_day` have their next try elsewhere.
    """

    protected: float
    filled: float
    held_back: float
    other_hours: float
    own_day: float


@dataclass(frozen=True, slots=True)
class Forecast:
    """What `runs` courses came to.

    `mendings` were tried because time was missing in some weeks, and help; `empty` says that the blocks are mostly
    empty, and why. None, and no mendings, if that is not so.
    """

    runs: int
    weeks: tuple[WeekAhead, ...]
    late: tuple[Latecomer, ...]
    outcome: Shortage
    mendings: tuple[Mending, ...]
    empty: Emptiness | None = None


def forecast(begin: Beginning, weeks_ahead: int, assumed: Assumptions, runs: int) -> Forecast:
    """Return the coming weeks, from `runs` courses with seeds from `assumed.seed` on, and what would help.

    Each alternative is simulated with the same seeds.
    """
    seeds = [replace(assumed, seed=assumed.seed + run) for run in range(runs)]
    courses = [_seen(begin, weeks_ahead, one) for one in seeds]
    outcome, rows = _shortage(courses, begin.hitlist), weeks(courses, begin.hitlist)

    def tried(other: Hitlist, runs: int | None = None) -> Shortage:
        begins = replace(begin, hitlist=other)
        return _shortage([_seen(begins, weeks_ahead, one) for one in seeds[:runs]], other)

    found = () if outcome.enough else tuple(
        one for one in mendings(begin.hitlist, tried) if one.outcome.helps(outcome)
    )
    return Forecast(runs, rows, latecomers(courses, begin.hitlist), outcome, found, _emptiness(rows, courses))


def _emptiness(rows: Sequence[WeekAhead], courses: Sequence[tuple[Course, Watch]]) -> Emptiness | None:
    protected, filled = sum(row.protected for row in rows), sum(row.filled for row in rows)
    if not protected or filled >= protected * MOSTLY:
        return None
    places = (Whereabouts.HELD_BACK, Whereabouts.OTHER_HOURS, Whereabouts.OWN_DAY)
    people = (statistics.mean(seen.mean(place) for _, seen in courses) for place in places)
    return Emptiness(protected / len(rows), filled / len(rows), *people)


def _seen(begin: Beginning, weeks_ahead: int, assumed: Assumptions) -> tuple[Course, Watch]:
    seen = Watch()
    return play(begin, weeks_ahead * 7, assumed, seen), seen


def _shortage(courses: Sequence[tuple[Course, Watch]], hitlist: Hitlist) -> Shortage:
    rows = weeks(courses, hitlist)
    # Half a person in the mean is somebody in one week of two.
    short = sum(row.waiting >= SOMEBODY for row in rows) / len(rows)
    over = sum(row.too_little for row in rows) / len(rows) if hitlist.blocks else 0.0
    return Shortage(short, late_days(courses, hitlist), over, statistics.mean(row.reminders for row in rows))


# What would help.

HALF_AN_HOUR = timedelta(minutes=30)
DAYS_TRIED = 2           # for a further block
ENOUGH = 0.1             # of the weeks may have somebody who waits for room
AT_TEN = time(10)


@dataclass(frozen=True, slots=True)
class Shortage:
    """How much time was missing: in which share of the weeks somebody waited for room, and all people's days late.

    `over` is the share of the weeks in which more was needed than the blocks hold, with the reminders that a block
    could take; `reminders` are the minutes of a week outside blocks.
    """

    short: float
    late_days: float
    over: float = 0.0
    reminders: float = 0.0

    @property
    def enough(self) -> bool:
        """Whether that is time enough."""
        return self.short <= ENOUGH and self.over <= ENOUGH

    def helps(self, before: Shortage) -> bool:
        """Whether this is better than before in something, and worse in nothing that matters."""
        mine, theirs = (self.short, self.over, self.late_days), (before.short, before.over, before.late_days)
        return mine != theirs and all(one <= other for one, other in zip(mine, theirs, strict=True))


@dataclass(frozen=True, slots=True)
class Mending:
    """`what` in words, as in "a second block on Thursday at 10:00"; `outcome` of trying it."""

    what: str
    outcome: Shortage


class Simulated(Protocol):
    """Simulate a hit list."""

    def __call__(self, other: Hitlist, runs: int | None = None) -> Shortage:
        """Return what came of it, in so many courses or in all."""


def mendings(hitlist: Hitlist, tried: Simulated) -> tuple[Mending, ...]:
    """Return what each alternative brought: more time first, then the smallest cut of people that is enough.

    `tried` simulates a hit list, in all courses or in the first ones alone.
    """
    found = [Mending(what, tried(other)) for what, other in more_time(hitlist)]
    fewer = fewer_people(hitlist, tried)
    return tuple([*found, fewer] if fewer else found)


def more_time(hitlist: Hitlist) -> Iterator[tuple[str, Hitlist]]:
    """Yield hit lists with more time, each with words for it: another block, longer blocks."""
    rules = hitlist.blocks
    taken = {day for rule in rules for day in rule.days}
    free = [day for day in sorted(hitlist.hours.days) if day not in taken]
    free.sort(key=lambda day: (-min((min((day - t) % 7, (t - day) % 7) for t in taken), default=0), day))
    usual = rules[0] if rules else BlockRule((), AT_TEN)
    article = "a further block" if len(taken) > 1 else "a second block" if taken else "a block"
    for day in free[:DAYS_TRIED]:
        more = replace(usual, days=(day,))
        what = f"{article} on {FULL_DAY_NAMES[day]} at {usual.time:%H:%M} ({_minutes(usual.length)} minutes)"
        yield what, replace(hitlist, blocks=(*rules, more))
    if rules:
        longer = tuple(replace(rule, length=rule.length + HALF_AN_HOUR) for rule in rules)
        yield "blocks that are half an hour longer", replace(hitlist, blocks=longer)


def fewer_people(hitlist: Hitlist, tried: Simulated) -> Mending | None:
    """Return the smallest number of people to remove that is enough; None if removing half is not.

    It is searched for in the first course, and then tried in all of them. Those go who are not liked and wanted least
    often, so that the people who matter most stay.
    """
    active = [c for c in hitlist.contacts if c.status is Status.ACTIVE]
    order = sorted(active, key=_last_to_go, reverse=True)
    least, most = 0, len(active) // 2
    if not most or not tried(_without(hitlist, order[:most]), 1).enough:
        return None
    while most - least > max(1, len(active) // 25):      # to the nearest 4 of 100
        middle = (least + most) // 2
        if tried(_without(hitlist, order[:middle]), 1).enough:
            most = middle
        else:
            least = middle
    outcome = tried(_without(hitlist, order[:most]))
    return Mending(f"{most} people less" if most > 1 else "1 person less", outcome) if outcome.enough else None


def _last_to_go(contact: Contact) -> tuple[bool, float]:
    return not contact.like, contact.cadence.every.about_days


def _without(hitlist: Hitlist, gone: list[Contact]) -> Hitlist:
    slugs = {contact.slug for contact in gone}
    return replace(hitlist, contacts=tuple(c for c in hitlist.contacts if c.slug not in slugs))


def _minutes(length: timedelta) -> int:
    return int(length.total_seconds() // 60)
