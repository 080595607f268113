"""Figures of simulated time, month by month: who was in touch for which share of it, who was late, what it cost.

Takes contacts and attempts, whoever planned them, or a course; gives figures. A contact's day is within `every` if the
last real contact, or before the first one the listing, is no longer ago than that. Decides nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo

from followupd.core.people.timeline import Happened, all_attempts, day_of, fold, is_contact
from followupd.core.values.event import Event
from followupd.core.values.facts import Attempt
from followupd.core.values.hitlist import Contact, Hitlist, Status
from followupd.core.values.uid import Kind
from followupd.simulation.year import Course


@dataclass(frozen=True, slots=True)
class InTouch:
    """One contact over the days from the first to before the last.

    `late_by` are the days after `at_most` on the last day, `worst` the most on any day; `quiet` is the longest run of
    days without a try.
    """

    key: str
    contact: Contact
    days: int
    within_every: int
    within_at_most: int
    contacts: int
    tries: int
    late_by: int
    worst: int
    quiet: int


def in_touch(
    key: str, contact: Contact, listed: date, attempts: Iterable[tuple[date, Attempt]], first: date, last: date
) -> InTouch:
    """Return one contact's figures. `attempts` are all attempts in order of time, each with the user's day."""
    every, most = contact.cadence.every, contact.cadence.at_most
    since, tried = listed, listed
    contacts = tries = worst = quiet = within_every = within_most = 0
    cursor = first

    def up_to(day: date) -> None:
        nonlocal cursor, within_every, within_most, worst
        if day <= cursor:
            return
        within_every += _overlap(cursor, day, every.after(since))
        within_most += _overlap(cursor, day, most.after(since))
        worst = max(worst, (day - timedelta(days=1) - most.after(since)).days)
        cursor = day

    for day, attempt in attempts:
        if day >= last:
            break
        if day >= first:
            up_to(day)
            if is_contact(attempt):
                contacts, worst = contacts + 1, max(worst, (day - most.after(since)).days)     # until they were reached
            tries += 1
            quiet = max(quiet, (day - max(tried, first)).days)
        tried = day
        if is_contact(attempt):
            since = day
    up_to(last)
    quiet = max(quiet, (last - max(tried, first)).days)
    late_by = max(0, (last - timedelta(days=1) - most.after(since)).days)
    return InTouch(
        key, contact, (last - first).days, within_every, within_most, contacts, tries, late_by, max(0, worst), quiet
    )


def _overlap(first: date, last: date, until: date) -> int:
    """Return how many days from `first` to before `last` are not after `until`."""
    return max(0, min((last - first).days, (until - first).days + 1))


def everyone(
    contacts: Mapping[str, Contact], listed: Mapping[str, date], attempts: Mapping[str, Sequence[tuple[date, Attempt]]],
    first: date, last: date,
) -> tuple[InTouch, ...]:
    """Return the figures of everybody who is not stopped, from the day on which their pause ends."""
    begins = {key: _begins(contact, first) for key, contact in contacts.items()}
    return tuple(
        in_touch(key, contact, listed[key], attempts.get(key, ()), begin, last)
        for key, contact in contacts.items() if (begin := begins[key]) is not None and begin < last
    )


def _begins(contact: Contact, first: date) -> date | None:
    """Return the first day on which somebody counts: after a pause they are as late as their last contact is old."""
    if contact.status is Status.STOP:
        return None
    return contact.pause_until if contact.paused_on(first) else first


def share(people: Sequence[InTouch], within: str) -> float:
    """Return the share of all days of all contacts that were `within_every` or `within_at_most`; 1.0 for nobody."""
    days = sum(person.days for person in people)
    return sum(getattr(person, within) for person in people) / days if days else 1.0


LOST = 1.5       # times `at_most` without a try


def lost(people: Iterable[InTouch]) -> list[InTouch]:
    """Return who was lost: nobody tried to reach them for one and a half times their `at_most`."""
    return [person for person in people if person.quiet > LOST * person.contact.cadence.at_most.about_days]


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures from `first` to before `last`, by the user's days.

    Minutes are whole: `minutes` of blocks and reminders that were used for tries, `protected` of all blocks. `late` are
    the people who were longer than their `at_most` without contact at its end.
    """

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
class CourseFigures:
    """A course month by month, as a whole, and person by person."""

    months: tuple[Figures, ...]
    whole: Figures
    people: tuple[InTouch, ...]


def tally(course: Course, hitlist: Hitlist) -> CourseFigures:
    """Return a course in figures. Months are calendar months; the first and the last one may be incomplete."""
    first, last = day_of(course.start, hitlist.timezone), day_of(course.end, hitlist.timezone)
    return CourseFigures(
        tuple(figures(course, hitlist, *edges) for edges in months(first, last)),
        figures(course, hitlist, first, last), everyone_in_touch(course, hitlist, first, last),
    )


def months(first: date, last: date) -> list[tuple[date, date]]:
    """Return the calendar months between two days, as first days and days after the last."""
    stretches = []
    while first < last:
        after = (first.replace(day=1) + timedelta(days=32)).replace(day=1)
        stretches.append((first, min(after, last)))
        first = after
    return stretches


def everyone_in_touch(course: Course, hitlist: Hitlist, first: date, last: date) -> tuple[InTouch, ...]:
    """Return everybody from `first` to before `last`, with what was recorded before, as their timelines have it."""
    zone, people = hitlist.timezone, course.people
    attempts = all_attempts(people, course.facts, zone, course.end)
    seen, contacts = people.first_seen, people.by_key
    folded = {
        key: fold(contacts[key], seen[key], Happened(tries), hitlist.retry, zone).attempts
        for key, tries in attempts.items() if key in contacts
    }
    return everyone(
        contacts, {key: day_of(at, zone) for key, at in seen.items()},
        {key: by_day(tries, zone) for key, tries in folded.items()}, first, last,
    )


def by_day(attempts: Sequence[Attempt], zone: tzinfo) -> list[tuple[date, Attempt]]:
    """Return attempts, each with its day by the user's clock."""
    return [(day_of(attempt.at, zone), attempt) for attempt in attempts]


def figures(course: Course, hitlist: Hitlist, first: date, last: date) -> Figures:
    """Return what happened from `first` to before `last`, by the user's days."""
    def inside(at: datetime) -> bool:
        return first <= day_of(at, hitlist.timezone) < last

    tries = [made for made in course.tries if inside(made.attempt.at)]
    kept = [event for event in course.kept if inside(event.start)]
    missed = [event for event in course.missed if inside(event.start)]
    contacts = [fact for fact in _contacts(course) if inside(fact.at)]
    blocks_kept, blocks_missed = _blocks(kept), _blocks(missed)
    return Figures(
        first, last, len(tries), len(contacts), len(blocks_kept), len(blocks_missed),
        len(kept) - len(blocks_kept), len(missed) - len(blocks_missed),
        _minutes(made.takes for made in tries), _minutes(e.interval.length for e in (*blocks_kept, *blocks_missed)),
        tuple(person for person in everyone_in_touch(course, hitlist, first, last) if person.late_by > 0),
    )


def _contacts(course: Course) -> list[Attempt]:
    """Return the attempts within the course that were contact."""
    attempts = (fact for fact in course.facts if isinstance(fact, Attempt))
    return [attempt for attempt in attempts if attempt.at >= course.start and is_contact(attempt)]


def _blocks(events: Iterable[Event]) -> list[Event]:
    return [event for event in events if event_kind(event) is Kind.BLOCK]


def event_kind(event: Event) -> Kind:
    """Return what one of our events is about, as its UID says."""
    return Kind(event.uid.partition("-")[0])


def _minutes(lengths: Iterable[timedelta]) -> int:
    return int(sum(lengths, timedelta()).total_seconds() // 60)
