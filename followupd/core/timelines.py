"""Everybody's timeline: the facts sorted by whose they are, and each contact's folded.

Takes people, attempts and all other facts; returns timelines by key. What one contact's facts mean is decided in
timeline.py and, for promises, in matters/.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from followupd.core.event import parse_item
from followupd.core.facts import Attempt, Booked, Closed, Fact, Outcome, Promised, Settled, Skipped, Swept
from followupd.core.identity import People
from followupd.core.matters.matter import MATTERS
from followupd.core.matters.promises import promises_of
from followupd.core.model import Contact, Hitlist
from followupd.core.timeline import Timeline, fold


def make_timelines(
    hitlist: Hitlist, people: People, facts: Sequence[Fact], attempts: Mapping[str, Sequence[Attempt]]
) -> dict[str, Timeline]:
    skips: dict[str, list[Skipped]] = defaultdict(list)
    closed: dict[str, list[Closed]] = defaultdict(list)
    booked: dict[str, list[Booked]] = defaultdict(list)
    swept: dict[str, list[Swept]] = defaultdict(list)
    promised: dict[str, list[Promised | Settled]] = defaultdict(list)
    for fact in facts:
        if isinstance(fact, Skipped) and fact.contact is not None:
            if not _of_a_matter(fact):
                skips[fact.contact].append(fact)
        elif isinstance(fact, Closed):
            closed[fact.contact].append(fact)
        elif isinstance(fact, Promised | Settled):
            promised[fact.contact].append(fact)
        elif isinstance(fact, Booked):
            booked[fact.contact].append(fact)
        elif isinstance(fact, Swept):
            swept[fact.contact].append(fact)
    made = {
        key: fold(
            contact, people.first_seen[key], attempts.get(key, ()), skips.get(key, ()), closed.get(key, ()),
            hitlist.retry, hitlist.timezone,
        )
        for key, contact in people.by_key.items()
    }
    for key, contact in people.by_key.items():
        if contact.promises or key in promised:
            made[key] = replace(made[key], promises=promises_of(contact, promised.get(key, ())))
        agreed = _agreed(contact, made[key])
        if agreed or key in booked or key in swept:
            from followupd.core.matters.rendezvous import appointed

            meetings = sorted([*agreed, *booked.get(key, ())], key=lambda fact: fact.at)
            decided = sorted(swept.get(key, ()), key=lambda fact: fact.at)
            expected = appointed(made[key], meetings, decided, hitlist.timezone)
            made[key] = replace(made[key], appointed=expected, booked=tuple(meetings))
    return made


def _agreed(contact: Contact, timeline: Timeline) -> list[Booked]:
    """Where meetings are booked ahead, "reached, next 12 Nov" has booked the next one, wherever it was noted."""
    if contact.book_ahead is None:
        return []
    return [
        Booked(attempt.contact, attempt.at, attempt.asked.day, attempt.source, attempt.event)
        for attempt in timeline.attempts
        if attempt.outcome is Outcome.REACHED and attempt.asked is not None
    ]


def typed_meetings(people: People, now: datetime) -> Iterator[Booked]:
    """The meetings that `log:` lines say were booked; a line dated after `now` has not happened."""
    for key, contact in people.by_key.items():
        yield from (replace(booked, contact=key) for booked in contact.booked if booked.at <= now)


def _of_a_matter(fact: Skipped) -> bool:
    """The reminder of a card or a promise was taken off: that is no try, and nobody rests for it."""
    item = parse_item(fact.uid)
    return item is not None and item[0] in MATTERS
