"""What a review tells: the week before its day, and what is open on it.

Takes people, facts folded into timelines, and wishes; gives a Review. Depends on facts and on the review's own day,
never on now, so that a review that stands is only rewritten when something has happened (P3).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

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
    """Somebody whose time has not come: quiet `since`, and `back` by themselves. `folder` is 30, 60 or 90."""

    key: str
    name: str
    since: date
    back: date
    folder: int


@dataclass(frozen=True, slots=True)
class Review:
    """The seven days up to `day`, which is not one of them. People are told by key and name, in list order.

    `sweep` is None where this is not the first review of a month; `time` is what became of the protected time, None
    where these days have no block.
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
        return self.day - A_WEEK


def look_back(
    hitlist: Hitlist, people: People, timelines: Mapping[str, Timeline], wishes: Mapping[str, NextTry],
    facts: Iterable[Fact], day: date, *, sweep: bool, time: Week | None = None,
) -> Review:
    zone, names = hitlist.timezone, {key: contact.name for key, contact in people.by_key.items()}
    told = [
        (key, names[key], attempt)
        for key in names
        for attempt in timelines[key].attempts
        if day - A_WEEK <= day_of(attempt.at, zone) < day
    ]
    settled = [
        (fact.contact, names[fact.contact], fact)
        for fact in facts
        if isinstance(fact, Settled) and fact.contact in names and day - A_WEEK <= day_of(fact.at, zone) < day
    ]
    open_ = [
        (key, names[key], given)
        for key, contact in people.by_key.items()
        for given in timelines[key].promises
        if given.ended is None and contact.status is not Status.STOP
    ]
    open_.sort(key=lambda entry: entry[2].by or date.max)
    due = [wish for wish in wishes.values() if wish.anchor <= day]
    due.sort(key=lambda wish: -wish.urgency(day))
    resting = None
    if sweep:
        let = _let_rest(facts)
        found = (_resting(wish, hitlist, day, let) for wish in wishes.values())
        resting = tuple(sorted((one for one in found if one), key=lambda one: (one.folder, one.since, one.name)))
    return Review(
        day, tuple(one for one in told if is_contact(one[2])), tuple(one for one in told if not is_contact(one[2])),
        tuple(settled), tuple(open_), tuple((w.key, w.contact.name, w.anchor) for w in due), resting, time,
    )


def is_sweep(day: date) -> bool:
    """The first review of a month."""
    return day.day <= A_WEEK.days


def _let_rest(facts: Iterable[Fact]) -> dict[str, Swept]:
    return {fact.contact: fact for fact in facts if isinstance(fact, Swept) and fact.day is None}


def _resting(wish: NextTry, hitlist: Hitlist, day: date, let: Mapping[str, Swept]) -> Resting | None:
    """Quiet for a month or more and not due yet; not whom the user has already let rest since the last word."""
    timeline = wish.timeline
    last = timeline.last
    if wish.kind is not Kind.DUE or wish.anchor <= day or last is None or timeline.appointed is not None:
        return None
    if wish.contact.status is not Status.ACTIVE or (wish.key in let and let[wish.key].at >= last.at):
        return None
    since = day_of(last.at, hitlist.timezone)
    folder = max((days for days in FOLDERS if (day - since).days >= days), default=0)
    return Resting(wish.key, wish.contact.name, since, wish.anchor, folder) if folder else None
