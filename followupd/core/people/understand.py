"""Facts, understood for everybody: attempts, timelines, hours, and what each contact needs next.

A contact's timeline and next try depend on the contact, their facts and a few settings, never on other people, and on
now only if something is dated in the future, or once the try is due: the channel is one for the hours to come. So they
are computed again only for those who changed (values/memo.py).
Places nothing.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import NamedTuple

from followupd.core.people.identity import People
from followupd.core.people.reach import Reach
from followupd.core.people.timeline import Timeline, attempts_of, day_of
from followupd.core.people.timelines import timeline_of, typed_meetings
from followupd.core.people.wanted import NextTry
from followupd.core.values.facts import Attempt, Fact
from followupd.core.values.hitlist import Contact, Hitlist
from followupd.core.values.memo import Memo
from followupd.core.values.record import Facts, Record
from followupd.core.values.time import A_DAY

NextTryOf = Callable[[str, Contact, Timeline, Hitlist, Reach, date], NextTry | None]     # what a contact needs next
LONG_AGO, NEVER = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Everybody:
    """Everything known about everybody, by contact key.

    `tries` are in list order, for the people who have one; `attempts` include those of people who left the list.
    `ahead` are the future instants at which facts are dated. `find_next_try` finds what somebody needs next.
    """

    attempts: Mapping[str, Sequence[Attempt]]
    timelines: Mapping[str, Timeline]
    tries: Mapping[str, NextTry]
    ahead: Sequence[datetime]
    find_next_try: NextTryOf


class _OfContact(NamedTuple):
    """Everything known about one contact from `since` until before `until`, when something dated ahead happens.

    It was worked out `on` this day; the channel of a try that is due counts for that day alone.
    """

    attempts: Sequence[Attempt]
    timeline: Timeline | None
    next_try: NextTry | None
    since: datetime
    until: datetime
    on: date

    def holds(self, now: datetime, today: date) -> bool:
        """Return whether it is still true."""
        early = self.next_try is None or today == self.on or today <= self.next_try.anchor >= self.on
        return early and self.since <= now < self.until


def index(facts: Sequence[Fact] | Facts, memo: Memo) -> Facts:
    """Return the facts with their index; if a known history goes on, only what is new is indexed."""
    if isinstance(facts, Facts):
        return memo.note("facts", facts)
    before: Facts | None = memo.last("facts")
    recorded = tuple(facts)
    if before is not None and recorded[: len(before.recorded)] != before.recorded:
        before = None
    if before is not None and len(recorded) == len(before.recorded):
        return memo.note("facts", before)
    return memo.note("facts", Facts(recorded, before=before))


def understand(
    hitlist: Hitlist, people: People, facts: Facts, hours: Mapping[str, Reach], now: datetime, memo: Memo,
    find_next_try: NextTryOf,
) -> Everybody:
    """Return what is known about everybody as of `now`. `hours` go by contact key."""
    today = day_of(now, hitlist.timezone)
    settings = memo.same("settings of everybody", (hitlist.retry, hitlist.timezone))
    gone = (key for key in facts.contacts if key is not None and key not in people.by_key)
    known = memo.each(
        "contacts",
        {
            key: (people.by_key.get(key), people.first_seen.get(key), facts.of(key), hours.get(key), settings)
            for key in (*people.by_key, *gone)
        },
        lambda key: _work_out(key, people, facts.of(key), hours.get(key), hitlist, now, find_next_try),
        lambda one: one.holds(now, today),
    )
    return Everybody(
        {key: one.attempts for key, one in known.items()},
        {key: one.timeline for key, one in known.items() if one.timeline is not None},
        {key: one.next_try for key, one in known.items() if one.next_try is not None},
        [one.until for one in known.values() if one.until < NEVER],
        find_next_try,
    )


def _work_out(
    key: str, people: People, record: Record, hours: Reach | None, hitlist: Hitlist, now: datetime,
    find_next_try: NextTryOf,
) -> _OfContact:
    contact, today = people.by_key.get(key), day_of(now, hitlist.timezone)
    attempts = attempts_of(key, contact, record.attempts, hitlist.timezone, now, record.noticed)
    instants = sorted([fact.at for fact in (*record.attempts, *record.noticed, *_lines(contact))])
    over = bisect_right(instants, now)
    since = instants[over - 1] if over else LONG_AGO
    until = instants[over] if over < len(instants) else NEVER
    if contact is None or hours is None:
        return _OfContact(attempts, None, None, since, until, today)
    typed = typed_meetings(key, contact, now)
    timeline = timeline_of(contact, people.first_seen[key], attempts, record, typed, hitlist)
    next_try = find_next_try(key, contact, timeline, hitlist, hours, today)
    if next_try is not None and next_try.anchor <= today:
        # The day may be the last one that has an hour for a call: when that hour is over, the days after it decide.
        ends = hours.last_chance(today, hitlist.retry.length)
        if ends is not None and now < ends:
            until = min(until, ends)
        elif ends is not None:
            since, next_try = max(since, ends), find_next_try(key, contact, timeline, hitlist, hours, today + A_DAY)
    return _OfContact(timeline.attempts, timeline, next_try, since, until, today)


def _lines(contact: Contact | None) -> tuple[Fact, ...]:
    return (*contact.log, *contact.booked) if contact is not None else ()
