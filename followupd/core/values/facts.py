"""Facts: things that happened, appended to the history and never changed, and one index of them.

A fact comes from a command, from a `log:` line of the hit list, or from what the user did on the calendar.
CONTRIBUTING.md says where a new type of fact goes.

A fact that was taken back stays in the history; only the index leaves it out, so that everything made from it is as if
it had never been recorded.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, KeysView, Mapping
from dataclasses import dataclass, field, fields
from datetime import UTC, date, datetime, time
from enum import StrEnum
from hashlib import sha256
from typing import NamedTuple


class Outcome(StrEnum):
    """The outcome of a try to reach somebody.

    DONE is what `ok` and a tick say; it is only recorded while the channel, which decides what it means, is not known.
    """

    REACHED = "reached"
    NO_ANSWER = "no_answer"
    LEFT_MESSAGE = "left_message"
    SENT = "sent"
    BUSY = "busy"
    CALL_BACK = "call_back"
    BOUNCED = "bounced"
    WRONG_NUMBER = "wrong_number"
    DECLINED = "declined"
    DONE = "done"

    @property
    def words(self) -> str:
        """The outcome as it is written in a sentence."""
        return self.value.replace("_", " ")


CLOSING = frozenset({Outcome.BOUNCED, Outcome.WRONG_NUMBER})


@dataclass(frozen=True, slots=True)
class DayTime:
    """A day, and a wall-clock time of the user's zone or a `part` (a key of `PARTS_OF_DAY`) if one was said.

    `away` if they are only away until that day; `vague` if it is only the first day of "next week" or "in March".
    """

    day: date
    time: time | None = None
    away: bool = False
    vague: bool = False
    part: str = ""


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try to reach a contact. `contact` is the contact's key.

    `timed` is False if only the day is known; `at` is then the first instant of that day in the user's zone. `asked` is
    the day for the next try that they asked for or the user chose, or until which they are away. `source` is the input:
    command, hitlist, calendar or import. `event` is the UID of the event on which the user marked it, if they did.
    `met` is True if the user said that word, whatever the channel: they saw each other. `card` is the name of the day
    whose card was sent, or for which they were rung; older facts have it in the note (`remembering.card_named`).
    """

    contact: str
    at: datetime
    outcome: Outcome
    channel: str | None = None
    note: str = ""
    asked: DayTime | None = None
    timed: bool = True
    source: str = "command"
    event: str | None = None
    met: bool = False
    card: str | None = None


@dataclass(frozen=True, slots=True)
class Listed:
    """A contact is on the hit list under this slug with these details: first seen, renamed, or details changed.

    `maybe` are the keys, with blanks between, of people who left the list when this contact came and who may be the
    same person: the user is asked.
    """

    contact: str
    at: datetime
    slug: str
    name: str
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    maybe: str | None = None


@dataclass(frozen=True, slots=True)
class Closed:
    """A channel no longer leads to the contact at this address (a bounced mail, a wrong number)."""

    contact: str
    at: datetime
    channel: str
    address: str
    outcome: Outcome
    attempt_at: datetime


@dataclass(frozen=True, slots=True)
class Moved:
    """The user dragged one of our events to [start, end). `contact` is None for a block.

    `typed` if they said so in words instead, by a command or in its title.
    """

    contact: str | None
    at: datetime
    uid: str
    start: datetime
    end: datetime
    typed: bool = False


@dataclass(frozen=True, slots=True)
class Skipped:
    """The user deleted one of our events: this try, or this week's block, is not wanted.

    `start` is when the event was; `contact` is None for a block.
    """

    contact: str | None
    at: datetime
    uid: str
    start: datetime


@dataclass(frozen=True, slots=True)
class Restored:
    """The user undid skipping a block: it is wanted again. `uid` is that of the Skipped fact."""

    contact: str | None
    at: datetime
    uid: str


@dataclass(frozen=True, slots=True)
class Promised:
    """The user promised a contact something, `by` the day that they named. Of repeated ones the newer `by` counts."""

    contact: str
    at: datetime
    what: str
    by: date | None = None
    source: str = "command"


@dataclass(frozen=True, slots=True)
class Settled:
    """A promise was kept, or dropped (`kept` is False); or a task of another kind, which `task` names.

    `by` is the day that was named for it; `event` is the one on which it was marked, if it was.
    """

    contact: str
    at: datetime
    what: str
    by: date | None = None
    kept: bool = True
    source: str = "command"
    event: str | None = None
    task: str | None = None


@dataclass(frozen=True, slots=True)
class Booked:
    """The next meeting with a contact was booked: on `day`, at the user's `time` if one was said.

    `event` is where it was marked; `channel` is that of the try on which they agreed, None if it was none.
    """

    contact: str
    at: datetime
    day: date
    source: str = "command"
    event: str | None = None
    time: time | None = None
    channel: str | None = None


@dataclass(frozen=True, slots=True)
class Swept:
    """The user's decision on a review about somebody who rests: back on `day`, or None to let them rest."""

    contact: str
    at: datetime
    day: date | None
    source: str = "calendar"
    event: str | None = None


@dataclass(frozen=True, slots=True)
class Retracted:
    """The fact with this key (`key_of`) counts as if it had never been recorded, unless this is taken back as well."""

    contact: str | None
    at: datetime
    fact: str
    source: str = "command"


Told = Attempt | Listed | Closed | Moved | Skipped | Restored | Promised | Settled | Booked | Swept
Fact = Told | Retracted


def key_of(fact: Fact) -> str:
    """Return 32 hex digits that name the content of a fact, without its source, in every database and version.

    A field at its default is left out, so that a field added later changes no key.
    """
    said = [
        f"{one.name}={_spelt(value)}" for one in fields(fact)
        if one.name != "source" and (value := getattr(fact, one.name)) != one.default
    ]
    return sha256("\n".join([type(fact).__name__, *said]).encode("utf-8", "replace")).hexdigest()[:32]


def _spelt(value: object) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, DayTime):
        return f"{value.day} {value.time}" + " away" * value.away + " vague" * value.vague + f" {value.part}".rstrip()
    return repr(value) if isinstance(value, tuple) else str(value)


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
