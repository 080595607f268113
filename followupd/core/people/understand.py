"""What everybody's facts come to: attempts, timelines and wishes.

A person's timeline and wish rest on their own contact and facts and on a few settings, never on other people, and on
now only where something is dated ahead. So what is known of them is worked out anew only for those whose facts or lines
are new (kept.py). Places nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from followupd.core.people.identity import People
from followupd.core.people.next_step import make_wish
from followupd.core.people.reach import Reach, reach
from followupd.core.people.timeline import Timeline, attempts_of
from followupd.core.people.timelines import timeline_of, typed_meetings
from followupd.core.people.wanted import NextTry
from followupd.core.values.facts import Attempt, Fact
from followupd.core.values.hitlist import Contact, Hitlist


@dataclass(frozen=True, slots=True)
class Everybody:
    """By contact key; `wishes` in list order, without those who have none. `attempts` are also those of people who are
    no longer on the list.

    `others` are all facts that are no attempts, with the meetings that `log:` lines say were booked; `marked` the
    attempts that were marked on events, by UID, the last one of each; `ahead` the instants later than now at which
    something was said to have happened.
    """

    attempts: Mapping[str, Sequence[Attempt]]
    timelines: Mapping[str, Timeline]
    reaches: Mapping[str, Reach]
    wishes: Mapping[str, NextTry]
    others: Sequence[Fact]
    marked: Mapping[str, Attempt]
    ahead: Sequence[datetime]


@dataclass(slots=True)
class Known:
    """What was worked out so far, under these settings. Facts may be added, and time goes on."""

    settings: tuple[object, ...]
    now: datetime
    facts: tuple[Fact, ...] = ()
    _tries: dict[str, list[Attempt]] = field(default_factory=dict)        # as they were told, by contact
    _theirs: dict[str, list[Fact]] = field(default_factory=dict)          # their other facts
    _others: list[Fact] = field(default_factory=list)
    _marked: dict[str, Attempt] = field(default_factory=dict)
    _contacts: dict[str, tuple[Contact, datetime]] = field(default_factory=dict)   # as they were, and since when
    _attempts: dict[str, list[Attempt]] = field(default_factory=dict)
    _timelines: dict[str, Timeline] = field(default_factory=dict)
    _wishes: dict[str, NextTry | None] = field(default_factory=dict)
    _ahead: dict[str, list[datetime]] = field(default_factory=dict)
    _reaches: dict[str, Reach] = field(default_factory=dict)
    _off: Mapping[date, str] = field(default_factory=dict)

    def goes_on(self, hitlist: Hitlist, facts: tuple[Fact, ...], now: datetime) -> bool:
        """Whether nothing was taken back: the same settings, the facts of before and more, and a later now."""
        return settings_of(hitlist) == self.settings and self.now <= now and facts[: len(self.facts)] == self.facts

    def everybody(
        self, hitlist: Hitlist, people: People, facts: tuple[Fact, ...], now: datetime, off: Mapping[date, str]
    ) -> Everybody:
        """As of `now`. `off` are the user's days off, by name."""
        touched = self._take_in(facts)
        touched |= {key for key, instants in self._ahead.items() if min(instants) <= now}
        changed = self._changed(people)
        if changed or off != self._off:
            self._reaches, self._off = _reaches(hitlist, people, off), off
        for key in touched | changed:
            self._work_out(key, people, hitlist, now)
        self.now = now
        typed = [
            booked for key, contact in people.by_key.items() if contact.booked
            for booked in typed_meetings(key, contact, now)
        ]
        wishes = {key: wish for key in people.by_key if (wish := self._wishes[key]) is not None}
        ahead = [instant for instants in self._ahead.values() for instant in instants]
        return Everybody(
            self._attempts.copy(), self._timelines.copy(), self._reaches, wishes, (*self._others, *typed),
            self._marked.copy(), ahead,
        )

    def _take_in(self, facts: tuple[Fact, ...]) -> set[str]:
        """The facts that are new; returns whose they are."""
        touched: set[str] = set()
        for fact in facts[len(self.facts) :]:
            if isinstance(fact, Attempt):
                self._tries.setdefault(fact.contact, []).append(fact)
                if fact.event is not None:
                    self._marked[fact.event] = fact
            else:
                self._others.append(fact)
                if fact.contact is not None:
                    self._theirs.setdefault(fact.contact, []).append(fact)
            if fact.contact is not None:
                touched.add(fact.contact)
        self.facts = facts
        return touched

    def _changed(self, people: People) -> set[str]:
        """Who was put on the list, taken off it or written otherwise since the last plan."""
        before, self._contacts = self._contacts, {
            key: (contact, people.first_seen[key]) for key, contact in people.by_key.items()
        }
        changed = before.keys() - self._contacts.keys()
        for key, (contact, since) in self._contacts.items():
            known = before.get(key)
            if known is None or known[1] != since or (known[0] is not contact and known[0] != contact):
                changed.add(key)
        return changed

    def _work_out(self, key: str, people: People, hitlist: Hitlist, now: datetime) -> None:
        contact, tries = people.by_key.get(key), self._tries.get(key, [])
        attempts = self._attempts[key] = attempts_of(key, contact, tries, hitlist.timezone, now)
        self._ahead.pop(key, None)
        if contact is None:
            self._timelines.pop(key, None)
            self._wishes.pop(key, None)
        else:
            others = [*self._theirs.get(key, ()), *typed_meetings(key, contact, now)]
            timeline = timeline_of(contact, people.first_seen[key], attempts, others, hitlist)
            self._timelines[key] = timeline
            self._wishes[key] = make_wish(key, contact, timeline, hitlist, self._reaches[key])
        ahead = [fact.at for fact in (*tries, *_lines(contact)) if fact.at > now]
        if ahead:
            self._ahead[key] = ahead


def settings_of(hitlist: Hitlist) -> tuple[object, ...]:
    """What timelines and wishes rest on besides people and facts."""
    return hitlist.retry, hitlist.timezone, hitlist.hours


def _lines(contact: Contact | None) -> Iterator[Fact]:
    if contact is not None:
        yield from contact.log
        yield from contact.booked


def _reaches(hitlist: Hitlist, people: People, off: Mapping[date, str]) -> dict[str, Reach]:
    """One Reach for all contacts with the same hours and zone, so that what is worked out for one serves all."""
    shared: dict[object, Reach] = {}
    found = {}
    for key, contact in people.by_key.items():
        alike = (id(contact.hours), id(contact.timezone))   # the hit list has one value for each text
        if alike not in shared:
            shared[alike] = reach(hitlist, contact, off)
        found[key] = shared[alike]
    return found
