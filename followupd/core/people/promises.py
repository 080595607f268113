"""Promises to a contact: which were made, and which are still open.

Takes the `promises:` of the hit list and the facts, which are equal inputs: the same promise from both counts once. A
promise is kept when the user says so, never by a contact alone.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from followupd.core.phrases.signs import sign
from followupd.core.phrases.vocabulary import Said
from followupd.core.values.facts import Promised, Settled
from followupd.core.values.hitlist import Contact, Promise


@dataclass(frozen=True, slots=True)
class Ended:
    """The end of a task: when, if that is known, and the sign of how it ended (phrases/signs.py)."""

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
        if isinstance(fact, Settled) and fact.task is not None:
            continue
        name = alike(fact.what)
        promises[name] = _after_fact(promises.get(name), fact)
    for typed in contact.promises:
        name = alike(typed.what)
        promises[name] = _as_typed(promises.get(name), typed)
    return tuple(promises.values())


def _after_fact(before: Given | None, fact: Promised | Settled) -> Given:
    """Return a promise after it was made, made again or settled."""
    if isinstance(fact, Settled):
        ended = Ended(sign(Said.KEPT if fact.kept else Said.DROPPED), fact.at)
        return Given(fact.what, fact.by, before.made if before else None, ended)
    if before is None or before.ended is not None:
        return Given(fact.what, fact.by, fact.at)
    return replace(before, by=fact.by or before.by)


def _as_typed(before: Given | None, typed: Promise) -> Given:
    """Return a promise as the hit list has it: open, done, or promised again, if it names another day."""
    if before is None:
        return Given(typed.what, typed.by, None, Ended(sign(Said.KEPT)) if typed.done else None)
    if typed.done:
        return Given(typed.what, typed.by, before.made, before.ended or Ended(sign(Said.KEPT)))
    if before.ended is None:
        return replace(before, by=typed.by or before.by)
    return before if before.by == typed.by else Given(typed.what, typed.by)


def alike(what: str) -> str:
    """Return the text by which promises are compared: without case, extra spaces and the last full stop."""
    return " ".join(what.casefold().split()).rstrip(".! ")
