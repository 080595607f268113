"""One contact's timeline from all facts about them, including meetings and promises.

Takes a contact and their facts; returns the timeline. What tries mean is decided in timeline.py, what promises and
booked meetings mean in promises.py and appointed.py.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, tzinfo

from followupd.core.people.appointed import appointed, meeting_on, meetings_agreed, meetings_on
from followupd.core.people.noticed import alone_shown, not_reported, owed
from followupd.core.people.promises import promises_of
from followupd.core.people.timeline import CALENDAR, Happened, Timeline, attempts_of, fold
from followupd.core.values.facts import Attempt, Booked, Noticed, Outcome, Skipped
from followupd.core.values.hitlist import INVITING_CHANNELS, Contact, Hitlist
from followupd.core.values.record import Facts, Record
from followupd.core.values.uid import TASKS, parse_item


def timeline_of(
    contact: Contact, first_seen: datetime, attempts: Sequence[Attempt], record: Record, typed: Iterable[Booked],
    hitlist: Hitlist,
) -> Timeline:
    """Return the timeline.

    `attempts` are oldest first, `record` has the contact's facts as they were recorded, `typed` are the meetings booked
    in their `log:` lines.
    """
    skips, taken_off = _deleted(record)
    swept = sorted(record.swept, key=lambda fact: fact.at)
    booked = [*meetings_agreed(contact, attempts), *record.booked, *typed]
    meetings = meetings_on(booked, record.moves, taken_off, hitlist.timezone) if booked else []
    expected = [(meeting.at, meeting.day) for meeting in meetings]
    expected += [(fact.at, fact.day) for fact in swept if fact.day is not None]
    came = [fact.at for fact in record.noticed if fact.outcome is None]
    happened = Happened(attempts, skips, record.closed, expected, [fact.at for fact in booked], came)
    made = fold(contact, first_seen, happened, hitlist.retry, hitlist.timezone)
    if contact.promises or record.promises:
        made = replace(made, promises=promises_of(contact, record.promises))
    if meetings or swept:
        made = replace(
            made, appointed=appointed(made, meetings, swept, hitlist.timezone), booked=tuple(meetings)
        )
    if record.noticed:
        made = replace(made, noticed=alone_shown(made.attempts, record.noticed),
                       owed=owed(made.attempts, record, skips, hitlist.timezone))
    recorded = made.attempts if record.booked else [one for one in made.attempts if one.event]
    agreements = tuple(one for one in recorded if _is_agreement(one, record.booked))
    return replace(made, agreements=agreements) if agreements else made


def _is_agreement(attempt: Attempt, booked: Iterable[Booked]) -> bool:
    """Return whether they only answered an invitation, or agreed to a meeting, whether or not it is still on.

    A mark on an invitation is its answer, unless it says that they met. An agreement is recorded together with its
    meeting: on one event, or at one instant by `log`. A mark on the meeting itself says that it was held.
    """
    if attempt.outcome is not Outcome.REACHED:
        return False
    if attempt.met or (attempt.event is not None and meeting_on(attempt.event) is not None):
        return False
    if attempt.source == CALENDAR and attempt.event is not None and attempt.channel in INVITING_CHANNELS:
        return True
    return any(
        fact.channel == attempt.channel
        and (fact.at == attempt.at or (fact.event is not None and fact.event == attempt.event))
        for fact in booked
    )


def _deleted(record: Record) -> tuple[list[Skipped], list[Skipped]]:
    """Return the tries that the user skipped, and the tasks whose event they took off."""
    if not record.skips:
        return [], []
    answered = {fact.event for fact in record.booked}     # a try that led to a meeting was tidied away, not skipped
    skips, taken_off = list[Skipped](), list[Skipped]()
    for fact in record.skips:
        if isinstance(fact, Skipped) and _is_of_a_task(fact):
            taken_off.append(fact)
        elif isinstance(fact, Skipped) and fact.uid not in answered:
            skips.append(fact)
    return skips, taken_off


def typed_meetings(key: str, contact: Contact, now: datetime) -> Iterator[Booked]:
    """Return the meetings booked in `log:` lines; a line dated after `now` does not count yet."""
    return (replace(booked, contact=key) for booked in contact.booked if booked.at <= now)


def _is_of_a_task(fact: Skipped) -> bool:
    """Return whether the deleted event was a card, a promise or a meeting: not a try, so nobody rests because of it."""
    item = parse_item(fact.uid)
    return item is not None and item[0] in TASKS


def also_reported(by_key: Mapping[str, Contact], facts: Facts, zone: tzinfo, now: datetime) -> frozenset[Noticed]:
    """Return the noticed attempts that do not count, because the user reported the same. `by_key` are the people."""
    found: set[Noticed] = set()
    for key in dict.fromkeys(fact.contact for fact in facts.all.noticed):
        record = facts.of(key)
        told = attempts_of(key, by_key.get(key), record.attempts, zone, now)
        tries = {fact for fact in record.noticed if fact.outcome is not None}
        found |= tries.difference(not_reported(told, tries, zone))
    return frozenset(found)
