"""One simulated course in figures: month by month, and person by person.

Takes what happened; gives rows for a table. Decides nothing.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo

from followupd.core.people.timeline import all_attempts, day_of, is_contact
from followupd.core.values.facts import Attempt
from followupd.core.values.hitlist import Hitlist
from followupd.simulation.measures import InTouch, everyone
from followupd.simulation.year import Course


@dataclass(frozen=True, slots=True)
class Stretch:
    """What happened from `first` to before `last`, by the user's days. Minutes are whole; `late` are the people who
    were longer than their `at_most` without contact at its end."""

    first: date
    last: date
    tries: int
    contacts: int
    blocks_kept: int
    blocks_missed: int
    reminders_kept: int
    reminders_missed: int
    minutes: int              # of blocks and reminders that were used for tries
    protected: int            # of all blocks
    late: tuple[InTouch, ...]


@dataclass(frozen=True, slots=True)
class Tally:
    months: tuple[Stretch, ...]
    whole: Stretch
    people: tuple[InTouch, ...]


def tally(course: Course, hitlist: Hitlist) -> Tally:
    """Months are the calendar's, the first and the last one as far as they were run."""
    first, last = day_of(course.start, hitlist.timezone), day_of(course.end, hitlist.timezone)
    return Tally(
        tuple(stretch(course, hitlist, *edges) for edges in months(first, last)),
        stretch(course, hitlist, first, last), standing(course, hitlist, first, last),
    )


def months(first: date, last: date) -> list[tuple[date, date]]:
    found = []
    while first < last:
        after = (first.replace(day=1) + timedelta(days=32)).replace(day=1)
        found.append((first, min(after, last)))
        first = after
    return found


def standing(course: Course, hitlist: Hitlist, first: date, last: date) -> tuple[InTouch, ...]:
    """Everybody from `first` to before `last`, with what was told before."""
    zone = hitlist.timezone
    told = all_attempts(course.people, course.facts, zone, course.end)
    return everyone(
        course.people.by_key, {key: day_of(at, zone) for key, at in course.people.first_seen.items()},
        {key: by_day(attempts, zone) for key, attempts in told.items()}, first, last,
    )


def by_day(attempts: list[Attempt], zone: tzinfo) -> list[tuple[date, Attempt]]:
    return [(day_of(attempt.at, zone), attempt) for attempt in attempts]


def stretch(course: Course, hitlist: Hitlist, first: date, last: date) -> Stretch:
    zone = hitlist.timezone

    def inside(at: datetime) -> bool:
        return first <= day_of(at, zone) < last

    tries = [made for made in course.tries if inside(made.attempt.at)]
    kept = [event for event in course.kept if inside(event.start)]
    missed = [event for event in course.missed if inside(event.start)]
    protected = sum((event.interval.length for event in (*kept, *missed) if event.busy), timedelta())
    contacts = [f for f in course.facts if isinstance(f, Attempt) and is_contact(f) and inside(f.at)]
    used: dict[str, timedelta] = defaultdict(timedelta)
    for made in tries:
        used[made.event.uid] += made.takes
    return Stretch(
        first, last, len(tries), sum(f.at >= course.start for f in contacts),
        sum(event.busy for event in kept), sum(event.busy for event in missed),
        sum(not event.busy for event in kept), sum(not event.busy for event in missed),
        _minutes(sum(used.values(), timedelta())), _minutes(protected),
        tuple(p for p in standing(course, hitlist, first, last) if p.late_by > 0),
    )


def _minutes(length: timedelta) -> int:
    return int(length.total_seconds() // 60)
