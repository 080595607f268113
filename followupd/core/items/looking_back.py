"""The contents of a review: the week before its day, and what is open on that day.

Takes people, timelines and next tries; gives a Review. Depends on facts and on the day of the review, never on now, so
that an existing review is only rewritten when something has happened (P3). A person is named at most once, as late or
as waiting; only the sweep names people who rest again, for a decision.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from followupd.core.people.identity import People
from followupd.core.people.promises import Given
from followupd.core.people.timeline import Timeline, day_of, is_contact
from followupd.core.people.wanted import NextTry, Task
from followupd.core.schedule.minutes import Week
from followupd.core.schedule.weeks import A_WEEK
from followupd.core.values.facts import Attempt, Settled, Swept, Told
from followupd.core.values.hitlist import Hitlist, Status

COMING_SHOWN = 3    # people
FOLDERS = (30, 60, 90)          # days without contact: a month, two months, a quarter


@dataclass(frozen=True, slots=True)
class Resting:
    """Somebody who rests: without contact `since` a day, and automatically `back` on another.

    `folder` is 30, 60 or 90 days. For somebody who was never reached `since` is the day of listing.
    """

    key: str
    name: str
    since: date
    back: date
    folder: int


@dataclass(frozen=True, slots=True)
class Late:
    """Somebody who is late by `days` since the `last` real contact (None if they were never reached).

    `next_try` is what comes next, whatever their state, `planned` the day on which it is on the calendar; `held_back`
    while the user starts small.
    """

    key: str
    name: str
    last: date | None
    days: int
    next_try: NextTry
    planned: date | None = None
    held_back: bool = False


@dataclass(frozen=True, slots=True)
class Coming:
    """Somebody who comes next: on the `day` on which they are planned, or else are due."""

    name: str
    day: date
    planned: bool


@dataclass(frozen=True, slots=True)
class Review:
    """The seven days before `day`.

    People are given by key and name, in list order. `waits` are people whose day was before `day`, with that day, and
    who are not late yet; `due` is how many have theirs on it, and `coming` are the next ones. `sweep` is
    None unless this is the first review of a month; `time` is what became of the protected time, or None if these days
    had no block. `held_back` is how many people wait while the user starts small; `asked` are the questions about
    evidence that no call sheet asks.
    """

    day: date
    reached: tuple[tuple[str, str, Attempt], ...]
    tried: tuple[tuple[str, str, Attempt], ...]
    kept: tuple[tuple[str, str, Settled], ...]
    open: tuple[tuple[str, str, Given], ...]
    late: tuple[Late, ...]
    waits: tuple[tuple[str, str, date], ...]
    sweep: tuple[Resting, ...] | None = None
    time: Week | None = None
    coming: tuple[Coming, ...] = ()
    due: int = 0
    held_back: int = 0
    asked: tuple[Task, ...] = ()

    @property
    def first(self) -> date:
        """The first of the seven days."""
        return self.day - A_WEEK


@dataclass(frozen=True, slots=True)
class Everyone:
    """The input of a review: who is on the list, what happened with them, and what each needs next.

    `held_back` are the keys of people who start later (`start_small`) and are not waited for, though they may be late;
    `planned` are the days on which people have a reminder or a line on a sheet, by key. `questions` are those about
    evidence that are on no sheet and have no reminder.
    """

    hitlist: Hitlist
    people: People
    timelines: Mapping[str, Timeline]
    next_tries: Mapping[str, NextTry]
    facts: Sequence[Told]
    held_back: Collection[str] = ()
    planned: Mapping[str, date] = field(default_factory=dict)
    questions: Sequence[Task] = ()

    def name(self, key: str) -> str:
        """Return the name of a contact."""
        return self.people.by_key[key].name

    def active(self, day: date) -> Iterator[NextTry]:
        """Yield the next tries of the people who are neither stopped nor paused on a day."""
        for next_try in self.next_tries.values():
            if next_try.contact.status is not Status.STOP and not next_try.contact.paused_on(day):
                yield next_try

    def begun(self, day: date) -> Iterator[NextTry]:
        """Yield the next tries of those who are not held back either."""
        return (one for one in self.active(day) if one.key not in self.held_back)

    def is_in_week(self, instant: datetime, day: date) -> bool:
        """Return whether an instant is in the seven days before a day."""
        return day - A_WEEK <= day_of(instant, self.hitlist.timezone) < day


def look_back(everyone: Everyone, day: date, read_on: date, *, sweep: bool, time: Week | None = None) -> Review:
    """Return the review of the week before `day`, to be `read_on` a day; `sweep`: also with who rests."""
    attempts, late = _attempts(everyone, day), _late_people(everyone, read_on)
    return Review(
        day,
        reached=tuple(one for one in attempts if is_contact(one[2])),
        tried=tuple(one for one in attempts if not is_contact(one[2])),
        kept=_settled(everyone, day),
        open=_open_promises(everyone),
        late=late,
        waits=_waiting(everyone, day, {one.key for one in late}),
        sweep=_resting(everyone, day) if sweep else None,
        time=time,
        coming=_coming_people(everyone, day),
        due=sum(_day_of(one) == day and one.timeline.appointed is None for one in everyone.begun(day)),
        held_back=len(everyone.held_back),
        asked=tuple(task for task in everyone.questions if task.until is None or task.until >= day),
    )


def _attempts(everyone: Everyone, day: date) -> list[tuple[str, str, Attempt]]:
    return [
        (key, everyone.name(key), attempt)
        for key in everyone.people.by_key
        for attempt in everyone.timelines[key].attempts
        if everyone.is_in_week(attempt.at, day)
    ]


def _settled(everyone: Everyone, day: date) -> tuple[tuple[str, str, Settled], ...]:
    return tuple(
        (fact.contact, everyone.name(fact.contact), fact)
        for fact in everyone.facts
        if isinstance(fact, Settled) and fact.task is None and fact.contact in everyone.people.by_key
        and everyone.is_in_week(fact.at, day)
    )


def _open_promises(everyone: Everyone) -> tuple[tuple[str, str, Given], ...]:
    """Return the promises that are open, the nearest day first."""
    promises = [
        (key, contact.name, given)
        for key, contact in everyone.people.by_key.items() if contact.status is not Status.STOP
        for given in everyone.timelines[key].promises if given.ended is None
    ]
    return tuple(sorted(promises, key=lambda entry: entry[2].by or date.max))


def _late_people(everyone: Everyone, day: date) -> tuple[Late, ...]:
    """Return who is late on a day, the most urgent first, even if a retry, a rest or a meeting is ahead."""
    late = [
        Late(one.key, one.contact.name, one.lateness.since if one.timeline.last_contact is not None else None,
             one.lateness.beyond(day), one, everyone.planned.get(one.key), one.key in everyone.held_back)
        for one in everyone.active(day) if one.lateness.beyond(day)
    ]
    return tuple(sorted(late, key=lambda each: -each.next_try.urgency(day)))


def _waiting(everyone: Everyone, day: date, late: Collection[str]) -> tuple[tuple[str, str, date], ...]:
    """Return who has been due since before this day, the most urgent first."""
    due = [one for one in everyone.begun(day) if one.anchor < day and one.key not in late]
    due.sort(key=lambda one: -one.urgency(day))
    return tuple((one.key, one.contact.name, one.anchor) for one in due)


def _coming_people(everyone: Everyone, day: date) -> tuple[Coming, ...]:
    """Return the first people who are due after this day: when they meet, are planned, or else are due."""
    coming = list[Coming]()
    for one in everyone.begun(day):
        due, planned = _day_of(one), everyone.planned.get(one.key)
        if due > day or (due == day and one.timeline.appointed):
            on = planned if planned is not None and planned >= day else due
            coming.append(Coming(one.contact.name, on, planned is not None or one.timeline.appointed is not None))
    return tuple(sorted(coming, key=lambda one: (one.day, one.name))[:COMING_SHOWN])


def _day_of(next_try: NextTry) -> date:
    appointed = next_try.timeline.appointed
    return appointed.meeting.day if appointed is not None and appointed.meeting is not None else next_try.anchor


def is_sweep(day: date) -> bool:
    """Return whether a review on this day is the first one of its month."""
    return day.day <= A_WEEK.days


def _resting(everyone: Everyone, day: date) -> tuple[Resting, ...]:
    let = {fact.contact: fact.at for fact in everyone.facts if isinstance(fact, Swept) and fact.day is None}
    resting = (one for one in everyone.begun(day) if one.key not in everyone.planned)      # who is planned is open
    found = (_rest_of(one, one.lateness.since, day, let.get(one.key)) for one in resting)
    return tuple(sorted((one for one in found if one), key=lambda one: (one.folder, one.since, one.name)))


def _rest_of(next_try: NextTry, since: date, day: date, let: datetime | None) -> Resting | None:
    """Return who rests without contact for a month or more, unless the user decided to let them rest."""
    timeline = next_try.timeline
    last = timeline.last
    if timeline.rest is None or next_try.anchor < day or timeline.appointed is not None:
        return None
    if let is not None and last is not None and let >= last.at:
        return None
    folder = max((days for days in FOLDERS if (day - since).days >= days), default=0)
    return Resting(next_try.key, next_try.contact.name, since, next_try.anchor, folder) if folder else None
