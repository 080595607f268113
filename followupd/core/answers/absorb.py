"""The user's changes to our events since we wrote them, as facts: drags, deletions, and deletions taken back.

Takes the events as they are now and as we last wrote them; returns facts, and what to remember. Never decides what
should be there instead. `guard` has excluded accidents (P10) before.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from followupd.core.answers.ownership import our_part, read_note, says, writing_number
from followupd.core.answers.taking_back import making_count, taking_back
from followupd.core.items.kinds import is_task_line
from followupd.core.people.timeline import CALENDAR
from followupd.core.people.wanted import ref_of
from followupd.core.phrases.our_lines import lines_like_ours
from followupd.core.phrases.signs import sign_in
from followupd.core.phrases.vocabulary import BOX
from followupd.core.values.event import Event, Present, Written
from followupd.core.values.facts import Fact, Moved, Skipped
from followupd.core.values.record import Facts
from followupd.core.values.uid import WITH_LINES, parse_item, parse_uid


@dataclass(frozen=True, slots=True)
class Absorbed:
    """`facts` to append, `adopted` events to remember as written, `buried` UIDs that are never used again."""

    facts: tuple[Fact, ...]
    adopted: tuple[tuple[Present, Event], ...]
    buried: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Known:
    """Everything known besides the events: the contacts' keys, the history, the name of the list, and now.

    `rebuild`: the calendar has lost something (P10) and the user wants it back. Then no missing event, none that
    is back, and none at an earlier place of ours is the user's doing.
    """

    keys: Collection[str]
    facts: Facts
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
                found, remembered = situation.means(case)
                facts += found
                adopted += [(shown, remembered)] if remembered is not None else []
                break
    gone = [row for row in written.values() if _is_gone(row, present, unreadable)]
    behind = any(_is_news(shown, written.get(uid)) for uid, shown in present.items())
    # Without our last write we cannot tell who deleted an event.
    if not known.rebuild and not behind:
        facts += _skips(gone, known, hands)
    return Absorbed(tuple(facts), tuple(adopted), tuple(row.uid for row in gone))


def _skips(gone: Iterable[Written], known: Known, hands: _Hands) -> Iterator[Fact]:
    """Yield a skip for each coming event that the user deleted; a past one was only tidied away."""
    for row in gone:
        if row.event is not None and row.event.end > known.now and row.uid not in hands.skipped:
            yield from _skipping(row.uid, row.event.start, known)


def _skipping(uid: str, start: datetime, known: Known) -> tuple[Fact, ...]:
    """Return the facts that the user skips an event; deleting it again at the same instant is a new skip."""
    skip = Skipped(key_in(uid, known.list_name, known.keys), known.now, uid, start)
    return making_count(known.facts, skip, known.now)


@dataclass(frozen=True, slots=True)
class _Hands:
    """The user's earlier acts, by the history: what they skipped, by UID, and places that they chose."""

    skipped: Mapping[str, Sequence[Skipped]]
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
        """The place where the event is now; what was said when its day was typed before is still why."""
        event, before = self.shown.event, self.known.facts.moves.get(self.shown.uid)
        note = before.note if before is not None else ""
        return Moved(self.contact, self.known.now, self.shown.uid, event.start, event.end, note=note)

    @property
    def went_back(self) -> bool:
        """Return whether it is a copy from before our last write."""
        shown, row = self.shown, self.row
        return row is not None and bool(shown.note) and writing_number(shown.note) < writing_number(row.note)

    @property
    def deleted_by_hand(self) -> Sequence[Skipped]:
        """Return the skips by deletion: we have seen that the event was gone, and did not take it off ourselves."""
        by_hand = self.row is not None and self.row.gone and self.row.batch == 0 and not self.known.rebuild
        return self.hands.skipped.get(self.shown.uid, ()) if by_hand else ()

    @property
    def arrived(self) -> bool:
        """Return whether our intended write is there, by our note or, without one, by a version other than ours."""
        shown, row = self.shown, self.row
        if row is None or row.intent is None:
            return False
        if shown.note:
            return shown.note != row.note and says(shown.note, row.intent)
        return shown.version != row.version and _same_time(shown.event, row.intent)


_Outcome = tuple[Sequence[Fact], Event | None]


# The meaning of each situation: facts, and the event to remember as we last wrote it.


def _skip(case: _Case) -> _Outcome:
    event = case.shown.event
    if event.end <= case.known.now or case.shown.uid in case.hands.skipped:
        return (), None
    return _skipping(case.shown.uid, event.start, case.known), None


def _put_back(case: _Case) -> _Outcome:
    """Remember it as it was before it was taken off; if the user did that, it is no longer skipped."""
    assert case.row is not None
    known, shown, row = case.known, case.shown, case.row
    back = taking_back(known.facts, case.deleted_by_hand, known.now, CALENDAR, whole=False)
    if row.event is None or (shown.note and shown.note != row.note):
        drag, event = _adopt(case)
        return (*back, *drag), event
    dragged = not _same_time(shown.event, row.event) and _place(case.drag) not in case.hands.places
    return (*back, *((case.drag,) if dragged else ())), _where_it_is(row.event, case)


def _adopt(case: _Case) -> _Outcome:
    """Split our words from the user's; an answered reminder is no longer an open item."""
    shown, row = case.shown, case.row
    ours = our_part(shown.event, shown.note)
    answer = shown.event.answer or sign_in(shown.event.summary, shown.event.start.date())
    over = answer and not shown.uid.startswith(WITH_LINES)
    people = () if over else ours.people or _people(case)
    # The place where we last put it: by our memory, else by our note on the event.
    put = row.event.start if row is not None and row.event is not None and not case.went_back else shown.planned
    dragged = put is not None and put != shown.event.start and _place(case.drag) not in case.hands.places
    ours = replace(ours, people=people, answer=answer, unclaimed=_unclaimed(case))
    return (case.drag,) if dragged else (), ours


def _lost(case: _Case) -> bool:
    """Return whether neither the history nor the note on the event says what we wrote."""
    return (case.row is None or case.row.event is None) and read_note(case.shown.note) is None


def _unclaimed(case: _Case) -> tuple[str, ...]:
    """Return the lines that look like ours, if nothing says which are."""
    if not _lost(case):
        return ()
    text = case.shown.event.description
    tasks = (line for line in text.split("\n") if line.startswith(BOX) and is_task_line(line.removeprefix(BOX)))
    return *lines_like_ours(text), *tasks


def _finish(case: _Case) -> _Outcome:
    assert case.row is not None
    assert case.row.intent is not None
    moved = not _same_time(case.shown.event, case.row.intent)
    return (case.drag,) if moved else (), _where_it_is(case.row.intent, case)


def _follow(case: _Case) -> _Outcome:
    assert case.row is not None
    assert case.row.event is not None
    rebuilt = case.known.rebuild and case.shown.planned == case.shown.event.start
    return () if rebuilt else (case.drag,), _where_it_is(case.row.event, case)


@dataclass(frozen=True, slots=True)
class Situation:
    """A human situation: how it is recognised, and what it means."""

    name: str
    holds: Callable[[_Case], bool]
    means: Callable[[_Case], _Outcome]


# The first one that applies to an event on the calendar decides; if none does, it is as we left it.
SITUATIONS = (
    Situation("the user, or a program, cancelled it: as good as deleted", lambda case: case.shown.cancelled, _skip),
    Situation("ours by its UID and not remembered: a lost database", lambda case: case.row is None, _adopt),
    Situation(
        "taken off, and there: the user put it back from the trash or by undo, or the deletion was cut off",
        lambda case: case.row is not None and case.row.deleted, _put_back,
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


def _hands(facts: Facts, cancelled: Collection[str]) -> _Hands:
    skipped: dict[str, list[Skipped]] = defaultdict(list)
    for fact in facts.all.skips:
        if isinstance(fact, Skipped):
            skipped[fact.uid].append(fact)
        elif fact.uid not in cancelled:       # a cancelled event is still there
            skipped.pop(fact.uid, None)
    places = (_place(fact) for fact in facts.recorded if isinstance(fact, Moved))
    return _Hands(skipped, frozenset(places))


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
