"""The index of a history: facts by contact, by event and by type, without those that were taken back.

A fact that was taken back stays in the history; only the index leaves it out, so that everything made from it is as if
it had never been recorded.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, KeysView, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from followupd.core.values.facts import (
    Attempt,
    Booked,
    Closed,
    Fact,
    Listed,
    Moved,
    Noticed,
    Promised,
    Restored,
    Retracted,
    Settled,
    Skipped,
    Swept,
    Told,
    key_of,
)


class Record(NamedTuple):
    """Facts by type, each in the order in which they were recorded.

    A type that takes another one back is kept with it: settled promises in `promises`, restored blocks in `skips`.
    """

    attempts: tuple[Attempt, ...] = ()
    promises: tuple[Promised | Settled, ...] = ()
    booked: tuple[Booked, ...] = ()
    swept: tuple[Swept, ...] = ()
    skips: tuple[Skipped | Restored, ...] = ()
    moves: tuple[Moved, ...] = ()
    closed: tuple[Closed, ...] = ()
    listed: tuple[Listed, ...] = ()
    noticed: tuple[Noticed, ...] = ()

    def plus(self, news: Iterable[Told]) -> Record:
        """Return this record with the news added."""
        added: dict[str, list[Told]] = defaultdict(list)      # by field
        for fact in news:
            added[_INDEX[type(fact)].record].append(fact)
        return self._replace(**{name: (*getattr(self, name), *facts) for name, facts in added.items()})


@dataclass(frozen=True, slots=True)
class _Place:
    """The place of one type of fact in the index: the field of `Record`, and the attribute that names its event."""

    record: str
    event: str | None = None


_INDEX: Mapping[type, _Place] = {
    Attempt: _Place("attempts", event="event"),
    Promised: _Place("promises"),
    Settled: _Place("promises", event="event"),
    Booked: _Place("booked", event="event"),
    Swept: _Place("swept", event="event"),
    Skipped: _Place("skips", event="uid"),
    Restored: _Place("skips", event="uid"),
    Moved: _Place("moves", event="uid"),
    Closed: _Place("closed"),
    Listed: _Place("listed"),
    Noticed: _Place("noticed"),
}
_EVENT = {kind: place.event for kind, place in _INDEX.items() if place.event is not None}

EMPTY_RECORD = Record()


@dataclass(frozen=True, slots=True, init=False)
class Facts:
    """All facts that count, indexed once: `of` a contact, `on` an event, `all` by type, the last `moves` of events.

    `recorded` is the whole history in its order, with what was taken back; two indexes of the same history are equal.
    `moves` go by event UID, `taken_back` has the key of each fact that does not count, with its contact.
    """

    recorded: tuple[Fact, ...]
    all: Record = field(compare=False, repr=False)
    moves: Mapping[str, Moved] = field(compare=False, repr=False)
    taken_back: Mapping[str, str | None] = field(compare=False, repr=False)
    _of: Mapping[str | None, Record] = field(compare=False, repr=False)
    _on: Mapping[str, tuple[Told, ...]] = field(compare=False, repr=False)
    _gone: Mapping[str, tuple[Told, ...]] = field(compare=False, repr=False)

    def __init__(self, recorded: Iterable[Fact] = (), *, before: Facts | None = None) -> None:
        """Index a history. `before` is an index that already holds the first part of it."""
        recorded = tuple(recorded)
        news = recorded[len(before.recorded) :] if before else recorded
        taken_back: Mapping[str, str | None] = before.taken_back if before else {}
        if any(isinstance(fact, Retracted) for fact in news):      # what was indexed before may no longer count
            before, news, taken_back = None, recorded, _taken_back(recorded)
        counts, taken = _split_by_retraction(news, taken_back)
        of: dict[str | None, Record] = dict(before._of) if before else {}
        on = dict(before._on) if before else {}
        gone = dict(before._gone) if before else {}
        of_contact: dict[str | None, list[Told]] = defaultdict(list)
        for fact in counts:
            of_contact[fact.contact].append(fact)
        of.update((contact, of.get(contact, EMPTY_RECORD).plus(theirs)) for contact, theirs in of_contact.items())
        _by_event(counts, on)
        _by_event(taken, gone)
        everything = (before.all if before else EMPTY_RECORD).plus(counts)
        set_field = object.__setattr__      # the value is frozen for everybody else
        set_field(self, "recorded", recorded)
        set_field(self, "all", everything)
        set_field(self, "moves", {move.uid: move for move in everything.moves})
        set_field(self, "taken_back", taken_back)
        set_field(self, "_of", of)
        set_field(self, "_on", on)
        set_field(self, "_gone", gone)

    def of(self, contact: str | None) -> Record:
        """Return the facts about the contact with this key; for None, those about blocks."""
        return self._of.get(contact, EMPTY_RECORD)

    def on(self, event: str) -> tuple[Told, ...]:
        """Return what was done or marked on the event of this UID, in the order in which it was recorded."""
        return self._on.get(event, ())

    def gone_from(self, event: str) -> tuple[Told, ...]:
        """Return what was reported on the event of this UID and no longer counts."""
        return self._gone.get(event, ())

    def plus(self, news: Iterable[Fact]) -> Facts:
        """Return this index with the news added; only what they are about is indexed again, after a retraction all."""
        news = tuple(news)
        return Facts((*self.recorded, *news), before=self) if news else self

    @property
    def counting(self) -> tuple[Told, ...]:
        """All facts that count, in the order in which they were recorded."""
        return tuple(_split_by_retraction(self.recorded, self.taken_back)[0])

    def since(self, before: Facts) -> tuple[Fact, ...] | None:
        """Return the facts that came after those of `before`; None unless this history continues that one."""
        known = len(before.recorded)
        return self.recorded[known:] if self.recorded[:known] == before.recorded else None

    @property
    def contacts(self) -> KeysView[str | None]:
        """The keys of contacts with facts; None is among them if there are facts about blocks."""
        return self._of.keys()


def _by_event(facts: Iterable[Told], known: dict[str, tuple[Told, ...]]) -> None:
    """Add the facts that name an event to what is known of it, by UID."""
    found: dict[str, list[Told]] = defaultdict(list)
    for fact in facts:
        event = _EVENT.get(type(fact))
        if event is not None and (uid := getattr(fact, event)) is not None:
            found[uid].append(fact)
    known.update((uid, (*known.get(uid, ()), *news)) for uid, news in found.items())


def _taken_back(recorded: Iterable[Fact]) -> Mapping[str, str | None]:
    """Return the key of each fact that does not count, with its contact: a retraction names it that counts itself."""
    retractions = {key_of(fact): fact for fact in recorded if isinstance(fact, Retracted)}
    naming: dict[str, list[str]] = defaultdict(list)      # never in a circle: a key is made of the key that it names
    for key, retraction in retractions.items():
        naming[retraction.fact].append(key)

    def is_out(key: str) -> bool:
        return any(not is_out(retraction) for retraction in naming.get(key, ()))

    return {key: retractions[by[0]].contact for key, by in naming.items() if is_out(key)}


def _split_by_retraction(facts: Iterable[Fact], taken_back: Mapping[str, str | None]) -> tuple[list[Told], list[Told]]:
    """Return the facts that count, and those that were taken back."""
    if not taken_back:
        return [fact for fact in facts if not isinstance(fact, Retracted)], []
    whose = set(taken_back.values())     # keys take time, and few people have something taken back
    counts: list[Told] = []
    gone: list[Told] = []
    for fact in facts:
        if not isinstance(fact, Retracted):
            (gone if fact.contact in whose and key_of(fact) in taken_back else counts).append(fact)
    return counts, gone


NO_FACTS = Facts()
