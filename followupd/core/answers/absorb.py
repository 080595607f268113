"""The user's changes to our events since we wrote them, as facts: drags and deletions.

Takes the events as they are now and as we last wrote them; returns facts, and what to remember. Never decides what
should be there instead. `guard` has excluded accidents (P10) before.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from followupd.core.answers.ownership import our_part, says, went_back, writing_number
from followupd.core.people.wanted import ref_of
from followupd.core.phrases.signs import sign_in
from followupd.core.values.event import Event, Present, Written
from followupd.core.values.facts import Fact, Moved, Restored, Skipped
from followupd.core.values.uid import Kind, parse_item, parse_uid


@dataclass(frozen=True, slots=True)
class Absorbed:
    """`facts` to append, `adopted` events to remember as written, `buried` UIDs that are never used again."""

    facts: tuple[Fact, ...]
    adopted: tuple[tuple[Present, Event], ...]
    buried: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Known:
    """Everything known besides the events: the contacts' keys, the history, the name of the list, and now.

    `rebuild`: the calendar has lost something (P10) and the user wants it back. Then neither a missing event nor one at
    an earlier place of ours is the user's doing.
    """

    keys: Collection[str]
    facts: Iterable[Fact]
    list_name: str
    now: datetime
    rebuild: bool = False


def absorb(
    present: Mapping[str, Present], written: Mapping[str, Written], unreadable: Collection[str], known: Known
) -> Absorbed:
    """Return what the user did, from what is on the calendar and what was last written, both by UID."""
    hands = _hands(known.facts, {uid for uid, shown in present.items() if shown.cancelled})
    facts: list[Fact] = []
    adopted: list[tuple[Present, Event]] = []
    for uid, shown in present.items():
        case = _Case(shown, written.get(uid), known, hands)
        for situation in SITUATIONS:
            if situation.holds(case):
                fact, remembered = situation.means(case)
                facts += [fact] if fact is not None else []
                adopted += [(shown, remembered)] if remembered is not None else []
                break
    gone = [row for row in written.values() if _is_gone(row, present, unreadable)]
    behind = any(_is_news(shown, written.get(uid)) for uid, shown in present.items())
    # A history that does not know the last writing does not know either who took an event off.
    if not known.rebuild and not behind:
        facts += _skips(gone, known, hands)
    return Absorbed(tuple(facts), tuple(adopted), tuple(row.uid for row in gone))


def _skips(gone: Iterable[Written], known: Known, hands: _Hands) -> Iterator[Skipped]:
    """Yield a skip for each coming event that the user deleted; a past one was only tidied away."""
    for row in gone:
        if row.event is not None and row.event.end > known.now and row.uid not in hands.skipped:
            yield Skipped(key_in(row.uid, known.list_name, known.keys), known.now, row.uid, row.event.start)


@dataclass(frozen=True, slots=True)
class _Hands:
    """The user's earlier acts, by the history: UIDs that they skipped, and places that they chose."""

    skipped: frozenset[str]
    places: frozenset[tuple[str, datetime, datetime]]


@dataclass(frozen=True, slots=True)
class _Case:
    """One event as it is on the calendar, and what we remember of it."""

    shown: Present
    row: Written | None
    known: Known
    hands: _Hands

    @property
    def contact(self) -> str | None:
        return key_in(self.shown.uid, self.known.list_name, self.known.keys)

    @property
    def drag(self) -> Moved:
        event = self.shown.event
        return Moved(self.contact, self.known.now, self.shown.uid, event.start, event.end)

    @property
    def went_back(self) -> bool:
        return self.row is not None and went_back(self.shown, self.row)

    @property
    def arrived(self) -> bool:
        """Whether what we were about to write is there: by our note or, without one, by a version other than ours."""
        shown, row = self.shown, self.row
        if row is None or row.intent is None:
            return False
        if shown.note:
            return shown.note != row.note and says(shown.note, row.intent)
        return shown.version != row.version and _same_time(shown.event, row.intent)


_Outcome = tuple[Fact | None, Event | None]


# The meaning of each situation: a fact, and the event to remember as we last wrote it.


def _skip(case: _Case) -> _Outcome:
    event = case.shown.event
    if event.end <= case.known.now or case.shown.uid in case.hands.skipped:
        return None, None
    return Skipped(case.contact, case.known.now, case.shown.uid, event.start), None


def _adopt(case: _Case) -> _Outcome:
    """Split our words from the user's; an answered reminder is no longer an open item."""
    shown, row = case.shown, case.row
    ours = our_part(shown.event, shown.note)
    answer = shown.event.answer or sign_in(shown.event.summary, shown.event.start.date())
    is_block = shown.uid.startswith(f"{Kind.BLOCK}-")
    people = () if answer and not is_block else ours.people or _people(case)
    # Where we last put it: by our memory, else by our note on the event.
    put = row.event.start if row is not None and row.event is not None and not case.went_back else shown.planned
    dragged = put is not None and put != shown.event.start and _place(case.drag) not in case.hands.places
    return case.drag if dragged else None, replace(ours, people=people, answer=answer)


def _finish(case: _Case) -> _Outcome:
    assert case.row is not None
    assert case.row.intent is not None
    moved = not _same_time(case.shown.event, case.row.intent)
    return case.drag if moved else None, _where_it_is(case.row.intent, case)


def _follow(case: _Case) -> _Outcome:
    assert case.row is not None
    assert case.row.event is not None
    rebuilt = case.known.rebuild and case.shown.planned == case.shown.event.start
    return None if rebuilt else case.drag, _where_it_is(case.row.event, case)


@dataclass(frozen=True, slots=True)
class Situation:
    """A human situation: how it is recognised, and what it means."""

    name: str
    holds: Callable[[_Case], bool]
    means: Callable[[_Case], _Outcome]


# The first one that applies to an event on the calendar decides; if none does, it is as we left it.
SITUATIONS = (
    Situation("the user, or a program, cancelled it: as good as deleted", lambda case: case.shown.cancelled, _skip),
    Situation(
        "ours by its UID and not remembered: a lost database, or the user took a deletion back",
        lambda case: case.row is None or case.row.deleted, _adopt,
    ),
    Situation(
        "what we were writing when we were cut off: it arrived, and may have been dragged since",
        lambda case: case.arrived, _finish,
    ),
    Situation(
        "an older copy: a backup came back, here or of the database, or a program was offline",
        lambda case: case.row is not None and (case.row.event is None or case.went_back), _adopt,
    ),
    Situation(
        "the user dragged it, or changed its length: that time is kept",
        lambda case: case.row is not None and not _same_time(case.shown.event, case.row.event), _follow,
    ),
)


def _hands(facts: Iterable[Fact], cancelled: Collection[str]) -> _Hands:
    skipped: set[str] = set()
    places: set[tuple[str, datetime, datetime]] = set()
    for fact in facts:
        match fact:
            case Skipped():
                skipped.add(fact.uid)
            case Restored() if fact.uid not in cancelled:       # a cancelled event is still there
                skipped.discard(fact.uid)
            case Moved():
                places.add(_place(fact))
    return _Hands(frozenset(skipped), frozenset(places))


def _place(moved: Moved) -> tuple[str, datetime, datetime]:
    return moved.uid, moved.start, moved.end


def _is_gone(row: Written, present: Collection[str], unreadable: Collection[str]) -> bool:
    """Return whether an event that we wrote is gone."""
    shown = row.uid in present or row.uid in unreadable or row.href in unreadable
    return row.event is not None and not row.deleted and not shown


def _is_news(shown: Present, row: Written | None) -> bool:
    """Return whether another followupd wrote this, unknown to this history: an older copy, or not the only one."""
    if row is None:
        return not shown.cancelled   # a cancelled event is never adopted, so it has no news
    return row.intent is None and bool(row.note) and writing_number(shown.note) > writing_number(row.note)


def key_in(uid: str, list_name: str, keys: Collection[str]) -> str | None:
    """Return whose item this is by its UID; None for a block, or a contact who is no longer known."""
    item = parse_item(uid) if parse_uid(uid, list_name) else None
    return item[1] if item and item[1] in keys else None    # the whole key: ann-lee's item is not ann's


def _people(case: _Case) -> tuple[str, ...]:
    if case.row is not None and case.row.event is not None:
        return case.row.event.people
    ref = ref_of(case.shown.uid, case.known.list_name) or case.contact
    return (ref,) if ref else ()


def _where_it_is(event: Event, case: _Case) -> Event:
    return replace(event, start=case.shown.event.start, end=case.shown.event.end)


def _same_time(a: Event, b: Event | None) -> bool:
    return b is not None and (a.start, a.end) == (b.start, b.end)
