"""What the user said they would do for a contact: which promises there are, and which of them are open.

Takes what the hit list says (`promises:`) and the facts, which are equal inputs: the same promise from both counts
once. A promise is kept when the user says so, never by a contact alone.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from followupd.core.phrases.signs import sign
from followupd.core.phrases.vocabulary import Said
from followupd.core.values.facts import Promised, Settled
from followupd.core.values.hitlist import Contact


@dataclass(frozen=True, slots=True)
class Ended:
    """A task is over: since when, if that is known, and the sign of what became of it (phrases/signs.py)."""

    sign: str
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Given:
    """A promise and its state. `made` is None if only the hit list has it; `ended` is None while it is open."""

    what: str
    by: date | None
    made: datetime | None = None
    ended: Ended | None = None


def promises_of(contact: Contact, facts: Iterable[Promised | Settled]) -> tuple[Given, ...]:
    """Return all promises to one contact, kept ones too, in the order in which they were first made."""
    promises: dict[str, Given] = {}
    for fact in sorted(facts, key=lambda f: f.at):
        name = alike(fact.what)
        before = promises.get(name)
        if isinstance(fact, Promised):
            if before is None or before.ended is not None:
                promises[name] = Given(fact.what, fact.by, fact.at)
            else:
                promises[name] = replace(before, by=fact.by or before.by)
        else:
            ended = Ended(sign(Said.KEPT if fact.kept else Said.DROPPED), fact.at)
            promises[name] = Given(fact.what, fact.by, before.made if before else None, ended)
    for typed in contact.promises:
        name = alike(typed.what)
        before = promises.get(name)
        if typed.done:
            ended = before.ended if before and before.ended else Ended(sign(Said.KEPT))
            promises[name] = Given(typed.what, typed.by, before.made if before else None, ended)
        elif before is None or (before.ended is not None and before.by != typed.by):
            promises[name] = Given(typed.what, typed.by)       # also promised again: the hit list names another day
        elif before.ended is None:
            promises[name] = replace(before, by=typed.by or before.by)
    return tuple(promises.values())


def alike(what: str) -> str:
    """Return the text by which promises are compared: without case, extra spaces and the last full stop."""
    return " ".join(what.casefold().split()).rstrip(".! ")
