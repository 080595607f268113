"""Load and capacity week by week, who will be late, and why an hour is empty, from several simulated courses.

Takes a beginning and assumptions; gives means over all courses, and what would help (advice.py), simulated with the
same seeds. Never says what the user should do.
"""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import Enum
from itertools import pairwise

from followupd.core.people.timeline import day_of
from followupd.core.reasons import BlocksAtSameTime, NoBlockHolds
from followupd.core.schedule.status import ContactStatus, State
from followupd.core.schedule.weeks import A_WEEK
from followupd.core.values.hitlist import Hitlist
from followupd.core.values.uid import TRIES, Kind
from followupd.simulation.advice import Mending, Shortage, callable_at, fuller, mendings, sooner
from followupd.simulation.foresight import Assumptions, Beginning, play
from followupd.simulation.measures import InTouch, event_kind, everyone_in_touch, figures
from followupd.simulation.year import Course, Moment

SOMEBODY = 0.5      # mean number of people from which on it counts as somebody
MOSTLY = 0.5        # of the protected minutes: with fewer in use, the blocks are mostly empty


@dataclass(frozen=True, slots=True)
class WeekAhead:
    """One week in the mean of all courses.

    Minutes: `protected` of the week's blocks, `filled` of the lines in them, `needed` of everybody who was due: on a
    sheet, without room, or with a separate reminder that a block could take. `reminders` are the minutes outside
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
        """Return whether more is needed than the blocks hold."""
        return self.needed > self.protected


@dataclass(frozen=True, slots=True)
class Latecomer:
    """Somebody who was longer than `at_most` without contact in `runs` of the courses.

    `days` is the most by which they were late, in the median of those courses.
    """

    key: str
    name: str
    runs: int
    days: int


class Whereabouts(Enum):
    """The place of somebody who is not on a sheet although the block may be empty."""

    QUEUE = "queue"                  # waits for a block with room
    HELD_BACK = "held back"          # starts later (`start_small`)
    OTHER_HOURS = "other hours"      # cannot be reached in any coming block: a separate reminder
    OWN_DAY = "own day"              # their next try has its own day: a reminder


@dataclass(slots=True)
class Watch:
    """Watches a course: how many people were where at the last pass of each day that had one."""

    days: dict[date, Counter[Whereabouts]] = field(default_factory=dict)

    def __call__(self, moment: Moment) -> None:
        """Count who is where after a pass."""
        places = (_place_of(status) for status in moment.plan.statuses.values())
        self.days[day_of(moment.now, moment.hitlist.timezone)] = Counter(place for place in places if place)

    def at(self, day: date) -> Counter[Whereabouts]:
        """Return how many were where on the last day up to this one that had a pass."""
        return next((self.days[d] for d in sorted(self.days, reverse=True) if d <= day), Counter())

    def mean(self, place: Whereabouts) -> float:
        """Return how many were in a place, in the mean of the days; a day without a pass is as the one before."""
        days = sorted(self.days)
        lasted = [*((after - day).days for day, after in pairwise(days)), 1]
        counted = sum(self.days[day][place] * number for day, number in zip(days, lasted, strict=False))
        return counted / sum(lasted) if days else 0.0


def _place_of(status: ContactStatus) -> Whereabouts | None:
    if status.state is State.IN_QUEUE:
        return Whereabouts.QUEUE
    if status.state is State.WAITING:
        return Whereabouts.HELD_BACK
    if status.item is None or status.item.on_sheet:
        return None
    outside = any(isinstance(reason, NoBlockHolds | BlocksAtSameTime) for reason in status.reasons)
    return Whereabouts.OTHER_HOURS if outside else Whereabouts.OWN_DAY


def weeks(courses: Sequence[tuple[Course, Watch]], hitlist: Hitlist) -> tuple[WeekAhead, ...]:
    """Return a row for each week; the first and the last week may be incomplete."""
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
        blocks = [event for event in events if event_kind(event) is Kind.BLOCK]
        tries = sum(event_kind(event) in TRIES for event in events)
        reminders = sum(
            (retry.length_for(e.channel_at(0)) for e in events if event_kind(e) is not Kind.BLOCK), timedelta(0)
        )
        rows.append((
            part.protected, sum(len(block.people) for block in blocks) * each,
            (sum(course.lines.get(block.uid, 0) for block in blocks) + tries + queue) * each,
            reminders.total_seconds() / 60, queue, len(part.late),
        ))
    return WeekAhead(first, *map(statistics.mean, zip(*rows, strict=True)))


def minutes_each(hitlist: Hitlist) -> float:
    """Return the minutes that a line on a sheet takes."""
    each = [rule.per_person.total_seconds() / 60 for rule in hitlist.blocks]
    return statistics.mean(each) if each else hitlist.retry.length.total_seconds() / 60


def latecomers(courses: Sequence[tuple[Course, Watch]], hitlist: Hitlist) -> tuple[Latecomer, ...]:
    """Return who was late in at least half of the courses, the latest first."""
    late_by_key: dict[str, list[InTouch]] = {}
    for course, _ in courses:
        first, last = day_of(course.start, hitlist.timezone), day_of(course.end, hitlist.timezone)
        for person in everyone_in_touch(course, hitlist, first, last):
            if person.worst > 0:
                late_by_key.setdefault(person.key, []).append(person)
    late = [
        Latecomer(key, people[0].contact.name, len(people), int(statistics.median(p.worst for p in people)))
        for key, people in late_by_key.items() if len(people) * 2 >= len(courses)
    ]
    return tuple(sorted(late, key=lambda person: (-person.days, person.key)))


def late_days(courses: Sequence[tuple[Course, Watch]], hitlist: Hitlist) -> float:
    """Return the days beyond `at_most`, of all people together, in the mean of the courses."""
    total = 0
    for course, _ in courses:
        first, last = day_of(course.start, hitlist.timezone), day_of(course.end, hitlist.timezone)
        total += sum(person.days - person.within_at_most for person in everyone_in_touch(course, hitlist, first, last))
    return total / len(courses)


@dataclass(frozen=True, slots=True)
class Emptiness:
    """Of a week's `protected` minutes only `filled` had somebody in them; the rest are people, in the mean.

    `held_back` start later, `other_hours` cannot be reached in the blocks, `own_day` have their next try elsewhere.
    `nobody`: not one person on the list may be reached in any of the blocks.
    """

    protected: float
    filled: float
    held_back: float
    other_hours: float
    own_day: float
    nobody: bool = False

    @property
    def elsewhere(self) -> bool:
        """Return whether somebody could be in a block at another hour."""
        return self.other_hours + self.own_day >= SOMEBODY


@dataclass(frozen=True, slots=True)
class Forecast:
    """The result of `runs` courses.

    `mendings` are alternatives that help if time is missing in some weeks; `empty` says why the blocks are mostly
    empty, and `fuller` is an hour, or a larger `first`, with which they would hold more; both None if they are not.
    `blocks` says whether there are any.
    """

    runs: int
    weeks: tuple[WeekAhead, ...]
    late: tuple[Latecomer, ...]
    outcome: Shortage
    mendings: tuple[Mending, ...]
    blocks: bool
    empty: Emptiness | None = None
    fuller: Mending | None = None


@dataclass(frozen=True, slots=True)
class _Trial:
    """A hit list that is tried out; each of the `courses` is simulated when its outcome is first needed."""

    hitlist: Hitlist
    seeds: Sequence[Assumptions]
    live: Callable[[Hitlist, Assumptions], tuple[Course, Watch]]
    courses: list[tuple[Course, Watch]] = field(default_factory=list)

    def __call__(self, runs: int | None = None) -> Shortage:
        for one in self.seeds[len(self.courses):runs]:
            self.courses.append(self.live(self.hitlist, one))
        return _shortage(self.courses[:runs], self.hitlist)


def forecast(
    begin: Beginning, weeks_ahead: int, assumed: Assumptions, runs: int, progress: Callable[[], None] = lambda: None
) -> Forecast:
    """Return the coming weeks, from `runs` courses with seeds from `assumed.seed` on, and what would help.

    Each alternative is simulated with the same seeds. `progress` is called before each course.
    """
    seeds = [replace(assumed, seed=assumed.seed + run) for run in range(runs)]

    def live(hitlist: Hitlist, one: Assumptions) -> tuple[Course, Watch]:
        progress()
        return _seen(replace(begin, hitlist=hitlist), weeks_ahead, one)

    def trials(hitlist: Hitlist) -> _Trial:
        return _Trial(hitlist, seeds, live)

    hitlist, today, as_is = begin.hitlist, day_of(begin.now, begin.hitlist.timezone), trials(begin.hitlist)
    shortage, courses = as_is(), as_is.courses
    rows = weeks(courses, hitlist)
    found = () if shortage.enough else mendings(hitlist, trials, as_is, today)
    empty = _emptiness(rows, courses)
    fill = []
    if empty is not None:
        empty = replace(empty, nobody=not any(callable_at(hitlist, rule, today) for rule in hitlist.blocks))
        fill = [sooner(hitlist, trials, as_is, round(empty.held_back))] if not empty.nobody else []
        fill += [fuller(hitlist, trials, as_is, today)] if empty.elsewhere or empty.nobody else []
    best = max(filter(None, fill), key=lambda one: one.outcome.filled, default=None)
    return Forecast(runs, rows, latecomers(courses, hitlist), shortage, found, bool(hitlist.blocks), empty, best)


def _emptiness(rows: Sequence[WeekAhead], courses: Sequence[tuple[Course, Watch]]) -> Emptiness | None:
    rows = rows[1:-1] or rows                   # the first and the last week may be incomplete
    protected, filled = sum(row.protected for row in rows), sum(row.filled for row in rows)
    if not protected or filled >= protected * MOSTLY:
        return None
    places = (Whereabouts.HELD_BACK, Whereabouts.OTHER_HOURS, Whereabouts.OWN_DAY)
    held, other, own = (statistics.mean(seen.mean(place) for _, seen in courses) for place in places)
    return Emptiness(protected / len(rows), filled / len(rows), held, other, own)


def _seen(begin: Beginning, weeks_ahead: int, assumed: Assumptions) -> tuple[Course, Watch]:
    seen = Watch()
    return play(begin, weeks_ahead * 7, assumed, seen, sparing=True), seen


def _shortage(courses: Sequence[tuple[Course, Watch]], hitlist: Hitlist) -> Shortage:
    rows = weeks(courses, hitlist)
    # A mean of half a person is one person every other week.
    short = sum(row.waiting >= SOMEBODY for row in rows) / len(rows)
    over = sum(row.too_little for row in rows) / len(rows) if hitlist.blocks else 0.0
    reminders, filled = (statistics.mean(getattr(row, name) for row in rows) for name in ("reminders", "filled"))
    return Shortage(short, late_days(courses, hitlist), over, reminders, filled)
