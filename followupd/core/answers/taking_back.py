"""Take back a report, and count it again: both as further facts, since none is ever deleted.

Takes the facts; returns those to append. What was reported at once is taken back together: an answer and the meeting
that was agreed, a bounced mail and the address that it closed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from datetime import datetime

from followupd.core.values.facts import (
    Attempt,
    Booked,
    Closed,
    Fact,
    Moved,
    Noticed,
    Outcome,
    Promised,
    Restored,
    Retracted,
    Settled,
    Skipped,
    Swept,
    Told,
    key_of,
)
from followupd.core.values.record import Facts

_REPORTS = (Attempt, Booked, Promised, Settled, Swept, Skipped, Restored, Noticed)


def is_report(fact: Fact) -> bool:
    """Return whether users report it, or evidence does.

    A drag is not: they drag it back, and the user's hand wins; a typed day is.
    """
    return isinstance(fact, _REPORTS) or (isinstance(fact, Moved) and fact.typed)


def reports_that_count(
    facts: Facts, contact: str | None = None, without: Collection[Told] = ()
) -> Iterator[tuple[Told, ...]]:
    """Yield the reports that count, the latest first, about one contact or all; facts reported at once are one thing.

    A fact that counts again is as new as when it was reported again. Among those about all, what was noticed comes
    after what the user said. `without` are noticed facts that do not count beside a report.
    """
    order = _order(facts)
    left = [
        fact for fact in facts.counting if is_report(fact) and contact in (None, fact.contact) and fact not in without
    ]
    left.sort(key=lambda fact: (contact is None and isinstance(fact, Noticed), -order[key_of(fact)]))
    theirs: dict[str | None, list[Told]] = defaultdict(list)
    for fact in left:
        theirs[fact.contact].append(fact)
    seen: set[Told] = set()
    for fact in left:
        if fact not in seen:
            together = (fact, *(one for one in theirs[fact.contact] if one != fact and _in_one_breath(one, fact)))
            seen.update(together)
            yield together


def _order(facts: Facts) -> dict[str, int]:
    """Return when each fact was recorded or last counted again, by key: its place in the history."""
    names: dict[str, str] = {}       # by the key of a retraction, the fact that it is about in the end
    order: dict[str, int] = {}
    for place, fact in enumerate(facts.recorded):
        if isinstance(fact, Retracted):
            names[key_of(fact)] = names.get(fact.fact, fact.fact)
            order[names[key_of(fact)]] = place
        elif is_report(fact):
            order.setdefault(key_of(fact), place)
    return order


def taking_back(
    facts: Facts, reports: Iterable[Told], now: datetime, source: str, *, whole: bool = True
) -> list[Retracted]:
    """Return what takes these facts back, with what followed from them and, if `whole`, what was reported with them."""
    gone = list(reports)
    gone += [one for one in _beside(facts, gone) if one not in gone and (whole or isinstance(one, Closed))]
    return [_naming(facts, fact, now, source) for fact in gone]


def making_count(facts: Facts, fact: Told, now: datetime, source: str = "") -> tuple[Fact, ...]:
    """Return what to append so that this fact counts: it, or the retraction of its retraction; nothing if it counts.

    Once stored, a fact is never stored again. `source` is that of the retraction, that of the fact if it is not given.
    """
    key, source = key_of(fact), source or getattr(fact, "source", "command")
    if key not in facts.taken_back:
        return (fact,)
    return tuple(_naming(facts, one, now, source) for one in _retractions_of(key, facts))


def _naming(facts: Facts, fact: Fact, now: datetime, source: str) -> Retracted:
    """Return the retraction of a fact; one that was made and taken back before comes into force again."""
    made = Retracted(fact.contact, now, key_of(fact), source)
    again = key_of(made)
    if again not in facts.taken_back:
        return made
    return _naming(facts, next(_retractions_of(again, facts)), now, source)


def _retractions_of(key: str, facts: Facts) -> Iterator[Retracted]:
    """Yield the retractions of a fact that count."""
    for fact in facts.recorded:
        if isinstance(fact, Retracted) and fact.fact == key and key_of(fact) not in facts.taken_back:
            yield fact


def _beside(facts: Facts, gone: Iterable[Told]) -> Iterator[Told]:
    for fact in gone:
        record = facts.of(fact.contact)
        others: tuple[Told, ...] = (
            *record.attempts, *record.promises, *record.booked, *record.skips, *record.noticed,
        )
        yield from (one for one in others if _in_one_breath(one, fact))
        if isinstance(fact, Attempt | Noticed):
            yield from (one for one in record.closed if _follows_from(one, fact))


def _in_one_breath(fact: Told, other: Told) -> bool:
    """Return whether two facts were reported at once: an answer with its meeting, or all blocks of a week.

    Of one mail it is noticed that they wrote, and later that it was an answer. The answer to a question may be about
    several mails.
    """
    if isinstance(fact, Attempt | Settled) and isinstance(other, Attempt | Settled) and fact.question is not None:
        return (fact.contact, fact.event, fact.question) == (other.contact, other.event, other.question)
    if isinstance(fact, Noticed) and isinstance(other, Noticed):
        return (fact.contact, fact.evidence) == (other.contact, other.evidence)
    if isinstance(fact, Booked) and isinstance(other, Attempt):
        fact, other = other, fact
    if isinstance(fact, Attempt) and isinstance(other, Booked):
        same = fact.contact == other.contact and fact.channel == other.channel and fact.outcome is Outcome.REACHED
        return same and (fact.at == other.at or (fact.event is not None and fact.event == other.event))
    blocks = isinstance(fact, Skipped | Restored) and type(fact) is type(other) and fact.contact is None
    return blocks and fact.at == other.at and other.contact is None


def _follows_from(closed: Closed, attempt: Attempt | Noticed) -> bool:
    return closed.attempt_at == attempt.at and closed.outcome is attempt.outcome
