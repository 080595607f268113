"""Load against capacity, week by week, who will be late, and what would help: several simulated courses together.

Takes where to begin and assumptions; gives means over all courses. Alternatives are simulated, not estimated. Never
says what the user should do.
"""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, time, timedelta

from followupd.core.people.timeline import day_of
from followupd.core.schedule.status import State
from followupd.core.values.hitlist import BlockRule, Contact, Hitlist, Status
from followupd.core.values.time import FULL_DAY_NAMES
from followupd.simulation.foresight import Assumptions, Beginning, play
from followupd.simulation.measures import InTouch, figures, standing
from followupd.simulation.year import Course, Moment

SOMEBODY = 0.5      # people in the mean of the courses that count as somebody
A_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class WeekAhead:
    """One week in the mean of all courses.

    Minutes: `protected` of the week's blocks, `needed` of the people who were due (with or without room),
    `reminders` outside blocks. `waiting` and `late` are people at the week's end.
    """

    first: date
    protected: float
    needed: float
    reminders: float
    waiting: float
    late: float


@dataclass(frozen=True, slots=True)
class Latecomer:
    """Somebody who was longer than `at_most` without contact in `runs` of the courses.

    `days` is by how much at the worst, the median of those courses.
    """

    key: str
    name: str
    runs: int
    days: int


@dataclass(slots=True)
class QueueWatch:
    """Watch a course: how many people waited for room at each day's last pass."""

    waiting: dict[date, int] = field(default_factory=dict)

    def __call__(self, moment: Moment) -> None:
        """Count who waits after a pass."""
        day = day_of(moment.now, moment.hitlist.timezone)
        self.waiting[day] = sum(s.state is State.IN_QUEUE for s in moment.plan.standings.values())

    def at(self, day: date) -> int:
        """Return how many waited on the last day up to this one that had a pass."""
        return next((self.waiting[d] for d in sorted(self.waiting, reverse=True) if d <= day), 0)


def weeks(courses: Sequence[tuple[Course, QueueWatch]], hitlist: Hitlist) -> tuple[WeekAhead, ...]:
    """Return a row for each week, the first and the last one as far as they were run."""
    return tuple(_week(courses, hitlist, first, last) for first, last in _edges(courses[0][0], hitlist))


def _edges(course: Course, hitlist: Hitlist) -> Iterator[tuple[date, date]]:
    first, end = day_of(course.start, hitlist.timezone), day_of(course.end, hitlist.timezone)
    while first < end:
        after = min(first - timedelta(days=first.weekday()) + A_WEEK, end)
        yield first, after
        first = after


def _week(courses: Sequence[tuple[Course, QueueWatch]], hitlist: Hitlist, first: date, last: date) -> WeekAhead:
    protected, needed, reminders, waiting, late = [], [], [], [], []
    for course, seen in courses:
        part = figures(course, hitlist, first, last)
        events = [e for e in (*course.kept, *course.missed) if first <= day_of(e.start, hitlist.timezone) < last]
        queue = seen.at(last - timedelta(days=1))
        each = minutes_each(hitlist)
        protected.append(part.protected)
        needed.append((sum(course.lines.get(e.uid, 0) for e in events if e.busy) + queue) * each)
        own = part.reminders_kept + part.reminders_missed
        reminders.append(own * hitlist.retry.length.total_seconds() / 60)
        waiting.append(queue)
        late.append(len(part.late))
    return WeekAhead(first, *(statistics.mean(figure) for figure in (protected, needed, reminders, waiting, late)))


def minutes_each(hitlist: Hitlist) -> float:
    """Return what a line on a sheet takes, in minutes."""
    each = [rule.per_person.total_seconds() / 60 for rule in hitlist.blocks]
    return statistics.mean(each) if each else hitlist.retry.length.total_seconds() / 60


def latecomers(courses: Sequence[tuple[Course, QueueWatch]], hitlist: Hitlist) -> tuple[Latecomer, ...]:
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


def late_days(courses: Sequence[tuple[Course, QueueWatch]], hitlist: Hitlist) -> float:
    """Return the days beyond `at_most`, of all people together, in the mean of the courses."""
    total = 0
    for course, _ in courses:
        first, last = day_of(course.start, hitlist.timezone), day_of(course.end, hitlist.timezone)
        total += sum(person.days - person.within_at_most for person in standing(course, hitlist, first, last))
    return total / len(courses)


@dataclass(frozen=True, slots=True)
class Forecast:
    """What `runs` courses came to.

    `mendings` were tried because people waited for room in `outcome.short` of the weeks; empty if that is not so.
    """

    runs: int
    weeks: tuple[WeekAhead, ...]
    late: tuple[Latecomer, ...]
    outcome: Shortage
    mendings: tuple[Mending, ...]


def forecast(begin: Beginning, weeks_ahead: int, assumed: Assumptions, runs: int) -> Forecast:
    """Return the coming weeks, from `runs` courses with seeds from `assumed.seed` on, and what would help.

    Each alternative is simulated with the first of these seeds.
    """
    courses = [_seen(begin, weeks_ahead, replace(assumed, seed=assumed.seed + run)) for run in range(runs)]
    outcome = _shortage(courses, begin.hitlist)

    def tried(other: Hitlist) -> Shortage:
        return _shortage([_seen(replace(begin, hitlist=other), weeks_ahead, assumed)], other)

    return Forecast(
        runs, weeks(courses, begin.hitlist), latecomers(courses, begin.hitlist), outcome,
        () if outcome.enough else mendings(begin.hitlist, tried),
    )


def _seen(begin: Beginning, weeks_ahead: int, assumed: Assumptions) -> tuple[Course, QueueWatch]:
    seen = QueueWatch()
    return play(begin, weeks_ahead * 7, assumed, seen), seen


def _shortage(courses: Sequence[tuple[Course, QueueWatch]], hitlist: Hitlist) -> Shortage:
    rows = weeks(courses, hitlist)
    # Half a person in the mean is somebody in one week of two.
    return Shortage(sum(row.waiting >= SOMEBODY for row in rows) / len(rows), late_days(courses, hitlist))


# What would help.

HALF_AN_HOUR = timedelta(minutes=30)
DAYS_TRIED = 2           # for a further block
ENOUGH = 0.1             # of the weeks may have somebody who waits for room
AT_TEN = time(10)


@dataclass(frozen=True, slots=True)
class Shortage:
    """How much room was missing: in which share of the weeks somebody waited, and all people's days of lateness."""

    short: float
    late_days: float

    @property
    def enough(self) -> bool:
        """Whether that is room enough."""
        return self.short <= ENOUGH


@dataclass(frozen=True, slots=True)
class Mending:
    """`what` in words, as in "a second block on Thursday at 10:00"; `outcome` of trying it."""

    what: str
    outcome: Shortage


def mendings(hitlist: Hitlist, tried: Callable[[Hitlist], Shortage]) -> tuple[Mending, ...]:
    """Return what each alternative brought: more time first, then the smallest cut of people that is enough."""
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


def fewer_people(hitlist: Hitlist, tried: Callable[[Hitlist], Shortage]) -> Mending | None:
    """Return the smallest number of people to remove that is enough; None if removing half is not.

    Those go who are not liked and wanted least often, so that the people who matter most stay.
    """
    active = [c for c in hitlist.contacts if c.status is Status.ACTIVE]
    order = sorted(active, key=_last_to_go, reverse=True)
    least, most = 0, len(active) // 2
    best = tried(_without(hitlist, order[:most])) if most else None
    if best is None or not best.enough:
        return None
    while most - least > max(1, len(active) // 25):      # to the nearest 4 of 100
        middle = (least + most) // 2
        outcome = tried(_without(hitlist, order[:middle]))
        if outcome.enough:
            most, best = middle, outcome
        else:
            least = middle
    return Mending(f"{most} people less" if most > 1 else "1 person less", best)


def _last_to_go(contact: Contact) -> tuple[bool, float]:
    return not contact.like, contact.cadence.every.about_days


def _without(hitlist: Hitlist, gone: list[Contact]) -> Hitlist:
    slugs = {contact.slug for contact in gone}
    return replace(hitlist, contacts=tuple(c for c in hitlist.contacts if c.slug not in slugs))


def _minutes(length: timedelta) -> int:
    return int(length.total_seconds() // 60)
