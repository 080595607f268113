"""What a review says: the week before its day, and what is open on it.

Takes people, facts folded into timelines, and next_tries; gives a Review. Depends on facts and on the review's own day,
never on now, so that an existing review is only rewritten when something has happened (P3).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo

from followupd.core.people.identity import People
from followupd.core.people.promises import Given
from followupd.core.people.timeline import Timeline, day_of, is_contact
from followupd.core.people.wanted import NextTry
from followupd.core.schedule.minutes import Week
from followupd.core.values.facts import Attempt, Fact, Settled, Swept
from followupd.core.values.hitlist import Hitlist, Status
from followupd.core.values.uid import Kind

A_WEEK = timedelta(days=7)
FOLDERS = (30, 60, 90)          # days of quiet: the folders for a month, two, and a quarter (IDEAS.md 8)


@dataclass(frozen=True, slots=True)
class Resting:
    """Somebody who is not due: quiet `since`, and automatically `back` on a day. `folder` is 30, 60 or 90."""

    key: str
    name: str
    since: date
    back: date
    folder: int


@dataclass(frozen=True, slots=True)
class Review:
    """The seven days up to `day`, which is not one of them. People are given by key and name, in list order.

    `sweep` is None if this is not the first review of a month; `time` is what became of the protected time, None if
    these days have no block.
    """

    day: date
    reached: tuple[tuple[str, str, Attempt], ...]
    tried: tuple[tuple[str, str, Attempt], ...]
    kept: tuple[tuple[str, str, Settled], ...]
    open: tuple[tuple[str, str, Given], ...]
    waits: tuple[tuple[str, str, date], ...]
    sweep: tuple[Resting, ...] | None = None
    time: Week | None = None

    @property
    def first(self) -> date:
        """The first of the seven days."""
        return self.day - A_WEEK


@dataclass(frozen=True, slots=True)
class Everyone:
    """What a review looks at: who is on the list, what happened with them, and what each of them needs next."""

    hitlist: Hitlist
    people: People
    timelines: Mapping[str, Timeline]
    next_tries: Mapping[str, NextTry]
    facts: Sequence[Fact]

    def name(self, key: str) -> str:
        """Return the name of a contact."""
        return self.people.by_key[key].name

    def in_week(self, instant: datetime, day: date) -> bool:
        """Whether an instant is in the seven days before a day."""
        return day - A_WEEK <= day_of(instant, self.hitlist.timezone) < day


def look_back(everyone: Everyone, day: date, *, sweep: bool, time: Week | None = None) -> Review:
    """Return what a review on this day says; `sweep`: also who rests."""
    attempts = _attempts(everyone, day)
    return Review(
        day,
        reached=tuple(one for one in attempts if is_contact(one[2])),
        tried=tuple(one for one in attempts if not is_contact(one[2])),
        kept=_settled(everyone, day),
        open=_open(everyone),
        waits=_waiting(everyone, day),
        sweep=_resting(everyone, day) if sweep else None,
        time=time,
    )


def _attempts(everyone: Everyone, day: date) -> list[tuple[str, str, Attempt]]:
    return [
        (key, everyone.name(key), attempt)
        for key in everyone.people.by_key
        for attempt in everyone.timelines[key].attempts
        if everyone.in_week(attempt.at, day)
    ]


def _settled(everyone: Everyone, day: date) -> tuple[tuple[str, str, Settled], ...]:
    return tuple(
        (fact.contact, everyone.name(fact.contact), fact)
        for fact in everyone.facts
        if isinstance(fact, Settled) and fact.contact in everyone.people.by_key and everyone.in_week(fact.at, day)
    )


def _open(everyone: Everyone) -> tuple[tuple[str, str, Given], ...]:
    """Return the promises that are open, the nearest day first."""
    promises = [
        (key, contact.name, given)
        for key, contact in everyone.people.by_key.items() if contact.status is not Status.STOP
        for given in everyone.timelines[key].promises if given.ended is None
    ]
    return tuple(sorted(promises, key=lambda entry: entry[2].by or date.max))


def _waiting(everyone: Everyone, day: date) -> tuple[tuple[str, str, date], ...]:
    """Who is due on that day, the most urgent first."""
    due = sorted((w for w in everyone.next_tries.values() if w.anchor <= day), key=lambda each: -each.urgency(day))
    return tuple((next_try.key, next_try.contact.name, next_try.anchor) for next_try in due)


def _resting(everyone: Everyone, day: date) -> tuple[Resting, ...]:
    let = {fact.contact: fact.at for fact in everyone.facts if isinstance(fact, Swept) and fact.day is None}
    zone = everyone.hitlist.timezone
    found = (_rest_of(each, zone, day, let.get(each.key)) for each in everyone.next_tries.values())
    return tuple(sorted((one for one in found if one), key=lambda one: (one.folder, one.since, one.name)))


def is_sweep(day: date) -> bool:
    """Whether a review on this day is the first one of its month."""
    return day.day <= A_WEEK.days


def _rest_of(next_try: NextTry, zone: tzinfo, day: date, let: datetime | None) -> Resting | None:
    """Return who has been quiet for a month or more and is not due, without those whom the user has let rest since."""
    timeline = next_try.timeline
    last = timeline.last
    if next_try.kind is not Kind.DUE or next_try.anchor <= day or last is None or timeline.appointed is not None:
        return None
    if next_try.contact.status is not Status.ACTIVE or (let is not None and let >= last.at):
        return None
    since = day_of(last.at, zone)
    folder = max((days for days in FOLDERS if (day - since).days >= days), default=0)
    return Resting(next_try.key, next_try.contact.name, since, next_try.anchor, folder) if folder else None
