"""The channels that closed: a bounced mail or a wrong number closes the address by which it was tried.

Takes the people and their facts; returns the Closed facts that are not recorded yet.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime, tzinfo

from followupd.core.people.channels import addresses, is_same_address
from followupd.core.people.identity import People
from followupd.core.people.noticed import as_attempt
from followupd.core.people.timeline import all_attempts
from followupd.core.values.facts import CLOSING, Attempt, Closed, Fact, Noticed, Outcome
from followupd.core.values.hitlist import Contact
from followupd.core.values.record import Record


def about_channels(record: Record) -> tuple[Fact, ...]:
    """Return the facts that may close a channel, or have."""
    return (*record.attempts, *record.closed, *record.noticed)


def newly_closed(people: People, facts: Iterable[Fact], zone: tzinfo, now: datetime) -> list[Closed]:
    """Return a Closed fact for each bounced mail or wrong number without one.

    It has the e-mail address that the attempt's note names, else the current address.
    """
    facts = tuple(facts)
    closed = [fact for fact in facts if isinstance(fact, Closed)]
    known = {(one.contact, one.channel, one.attempt_at) for one in closed}
    gone: dict[tuple[str, str], list[str]] = defaultdict(list)
    for one in closed:
        gone[one.contact, one.channel].append(one.address)
    news: list[Closed] = []
    for contact, attempt in _closing(people, facts, zone, now):
        key, channel = attempt.contact, attempt.channel or _channel_of(attempt.outcome, contact)
        before = gone[key, channel]
        theirs = addresses(contact, channel)
        named = [one for one in theirs if "@" in one and one.casefold() in attempt.note.casefold().split()]
        still_open = (one for one in named or theirs if not any(is_same_address(one, other) for other in before))
        address = next(still_open, None)
        if address is not None and (key, channel, attempt.at) not in known:
            news.append(Closed(key, attempt.at, channel, address, attempt.outcome, attempt.at))
            before.append(address)
    return news


def _closing(
    people: People, facts: Iterable[Fact], zone: tzinfo, now: datetime
) -> Iterator[tuple[Contact, Attempt]]:
    """Yield each bounced mail and wrong number of somebody on the list."""
    shown = (
        as_attempt(fact, fact.outcome) if isinstance(fact, Noticed) and fact.sure and fact.outcome is not None else fact
        for fact in facts
    )
    closing = (fact for fact in shown if isinstance(fact, Attempt) and fact.outcome in CLOSING)
    for key, attempts in all_attempts(people, closing, zone, now).items():
        contact = people.by_key.get(key)
        if contact is not None:
            yield from ((contact, attempt) for attempt in attempts if attempt.outcome in CLOSING)


def _channel_of(outcome: Outcome, contact: Contact) -> str:
    """Return the likely channel: a wrong number was a call, a bounce was a mail, if the contact has such a channel."""
    likely = "phone" if outcome is Outcome.WRONG_NUMBER else "email"
    return likely if likely in contact.via else contact.via[0]
