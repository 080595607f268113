"""Promises: which there are, which of them are open, and the matter that each one makes.

Takes what the hit list says (`promises:`) and the facts, which are equal inputs: the same promise from both counts
once. A promise is kept when the user says so, never by a contact alone.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, tzinfo

from followupd.core.items.matter import number_of
from followupd.core.people.wanted import Ended, Task
from followupd.core.phrases.signs import sign
from followupd.core.phrases.vocabulary import Said
from followupd.core.reasons.items import GaveWord
from followupd.core.values.facts import Promised, Settled
from followupd.core.values.hitlist import Contact
from followupd.core.values.time import Span
from followupd.core.values.uid import Kind

AHEAD = Span(days=-14)          # a promise for a day in half a year is no matter for this week's sheet
WITHOUT_A_DAY = date(1970, 1, 1)
LONGEST_ACT = 90


@dataclass(frozen=True, slots=True)
class Given:
    """A promise as it stands. `made` is None where only the hit list tells of it; `ended` None while it is open."""

    what: str
    by: date | None
    made: datetime | None = None
    ended: Ended | None = None


def promises_of(contact: Contact, facts: Iterable[Promised | Settled]) -> tuple[Given, ...]:
    """All promises to one contact, kept ones too, in the order in which they were first told."""
    found: dict[str, Given] = {}
    for fact in sorted(facts, key=lambda f: f.at):
        name = alike(fact.what)
        known = found.get(name)
        if isinstance(fact, Promised):
            if known is None or known.ended is not None:
                found[name] = Given(fact.what, fact.by, fact.at)
            else:
                found[name] = replace(known, by=fact.by or known.by)
        else:
            ended = Ended(sign(Said.KEPT if fact.kept else Said.DROPPED), fact.at)
            found[name] = Given(fact.what, fact.by, known.made if known else None, ended)
    for typed in contact.promises:
        name = alike(typed.what)
        known = found.get(name)
        if typed.done:
            ended = known.ended if known and known.ended else Ended(sign(Said.KEPT))
            found[name] = Given(typed.what, typed.by, known.made if known else None, ended)
        elif known is None or (known.ended is not None and known.by != typed.by):
            found[name] = Given(typed.what, typed.by)       # also promised anew: the hit list names another day
        elif known.ended is None:
            found[name] = replace(known, by=typed.by or known.by)
    return tuple(found.values())


def alike(what: str) -> str:
    """What makes two texts the same promise: case, spaces and the last stop do not count."""
    return " ".join(what.casefold().split()).rstrip(".! ")


def promise_matter(key: str, contact: Contact, given: Given, zone: tzinfo) -> Task:
    made = given.made.astimezone(zone).date() if given.made else None
    since = given.by or made or WITHOUT_A_DAY
    number = number_of(alike(given.what))
    start = max(AHEAD.after(given.by), made or date.min) if given.by else made or date.min
    what = " ".join(given.what.split())
    short = what if len(what) <= LONGEST_ACT else what[: LONGEST_ACT - 1].rstrip() + "…"
    return Task(
        kind=Kind.PROMISE, key=key, contact=contact, meaning=f"{key}-{since:%Y%m%d}-{number}",
        act=f"Promised to {' '.join(contact.name.split())}: {short}", what=given.what, anchor=start, by=given.by,
        reasons=(GaveWord(made, given.by),), ended=given.ended,
    )
