"""Load against capacity, week by week, and who will be late: several simulated courses put together.

Takes courses and what was seen in them; gives the means over all. Decides nothing.
"""

from __future__ import annotations

import statistics
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from followupd.core.people.next_step import State
from followupd.core.people.timeline import day_of
from followupd.core.values.hitlist import Hitlist
from followupd.simulation.measures import InTouch
from followupd.simulation.tally import standing, stretch
from followupd.simulation.year import Course, Moment

A_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Week:
    """Means over all courses. Minutes: `protected` of the week's blocks, `needed` of the people whose day had come
    (those who found no room too), `reminders` besides. `waiting` and `late` are people at the week's end."""

    first: date
    protected: float
    needed: float
    reminders: float
    waiting: float
    late: float


@dataclass(frozen=True, slots=True)
class Latecomer:
    """Somebody who was longer than `at_most` without contact in `runs` of the courses, by `days` at the worst: the
    median of those courses."""

    key: str
    name: str
    runs: int
    days: int


@dataclass(slots=True)
class Seen:
    """Watches a course: how many people waited for room at each day's last pass."""

    waiting: dict[date, int] = field(default_factory=dict)

    def __call__(self, moment: Moment) -> None:
        day = day_of(moment.now, moment.hitlist.timezone)
        self.waiting[day] = sum(s.state is State.IN_QUEUE for s in moment.plan.standings.values())

    def at(self, day: date) -> int:
        """On the last day up to this one that had a pass."""
        return next((self.waiting[d] for d in sorted(self.waiting, reverse=True) if d <= day), 0)


def weeks(courses: Sequence[tuple[Course, Seen]], hitlist: Hitlist) -> tuple[Week, ...]:
    return tuple(_week(courses, hitlist, first, last) for first, last in _edges(courses[0][0], hitlist))


def _edges(course: Course, hitlist: Hitlist) -> Iterator[tuple[date, date]]:
    first, end = day_of(course.start, hitlist.timezone), day_of(course.end, hitlist.timezone)
    while first < end:
        after = min(first - timedelta(days=first.weekday()) + A_WEEK, end)
        yield first, after
        first = after


def _week(courses: Sequence[tuple[Course, Seen]], hitlist: Hitlist, first: date, last: date) -> Week:
    protected, needed, reminders, waiting, late = [], [], [], [], []
    for course, seen in courses:
        part = stretch(course, hitlist, first, last)
        events = [e for e in (*course.kept, *course.missed) if first <= day_of(e.start, hitlist.timezone) < last]
        queue = seen.at(last - timedelta(days=1))
        each = minutes_each(hitlist)
        protected.append(part.protected)
        needed.append((sum(course.lines.get(e.uid, 0) for e in events if e.busy) + queue) * each)
        own = part.reminders_kept + part.reminders_missed
        reminders.append(own * hitlist.retry.length.total_seconds() / 60)
        waiting.append(queue)
        late.append(len(part.late))
    return Week(first, *(statistics.mean(figure) for figure in (protected, needed, reminders, waiting, late)))


def minutes_each(hitlist: Hitlist) -> float:
    """What a line on a sheet takes, in minutes."""
    each = [rule.per_person.total_seconds() / 60 for rule in hitlist.blocks]
    return statistics.mean(each) if each else hitlist.retry.length.total_seconds() / 60


def latecomers(courses: Sequence[tuple[Course, Seen]], hitlist: Hitlist) -> tuple[Latecomer, ...]:
    """Those who were late in at least half of the courses, the latest first."""
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


def late_days(courses: Sequence[tuple[Course, Seen]], hitlist: Hitlist) -> float:
    """Days beyond `at_most`, of all people together, in the mean of the courses."""
    total = 0
    for course, _ in courses:
        first, last = day_of(course.start, hitlist.timezone), day_of(course.end, hitlist.timezone)
        total += sum(person.days - person.within_at_most for person in standing(course, hitlist, first, last))
    return total / len(courses)
