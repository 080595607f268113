"""What the user did on our events since we wrote them, as facts.

Takes the events as they are now and as we last wrote them; returns facts, and what to remember. Never decides what
should stand there instead, and never reads an accident (P10) as the user's will: `guard` has looked before.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from followupd.core.answers.ownership import number_of, our_part, says, went_back
from followupd.core.people.wanted import ref_of
from followupd.core.phrases.signs import sign_in
from followupd.core.values.event import Event, Present, Written
from followupd.core.values.facts import Fact, Moved, Restored, Skipped
from followupd.core.values.uid import parse_item, parse_uid


@dataclass(frozen=True, slots=True)
class Absorbed:
    """`facts` to append; `adopted` events to remember as written; `buried` UIDs that are spent."""

    facts: tuple[Fact, ...]
    adopted: tuple[tuple[Present, Event], ...]
    buried: tuple[str, ...]


def absorb(
    present: Mapping[str, Present], written: Mapping[str, Written], unreadable: Collection[str],
    keys: Collection[str], known: Iterable[Fact], list_name: str, now: datetime, rebuild: bool = False,
) -> Absorbed:
    """`known` are the history's facts; `keys` are the contacts' keys.

    `rebuild`: the calendar has lost something (P10), and the user wants it back. Then what is missing, and what stands
    where we had once put it, is no will of theirs.
    """
    facts: list[Fact] = []
    adopted: list[tuple[Present, Event]] = []
    buried: list[str] = []
    skipped, moved = _known_hands(known, {uid for uid, there in present.items() if there.cancelled})
    behind = not rebuild and any(_is_news(there, written.get(uid)) for uid, there in present.items())
    for uid, there in present.items():
        row = written.get(uid)
        contact = contact_of(uid, list_name, keys)
        by_hand = Moved(contact, now, uid, there.event.start, there.event.end)
        # The user (or a client) cancelled it: as good as deleted.
        if there.cancelled:
            if there.event.end > now and uid not in skipped:
                facts.append(Skipped(contact, now, uid, there.event.start))
        # Ours by its UID, but not remembered: a lost database, or a deletion that the user took back. Or gone back to
        # what it was before we last wrote it: the calendar is an older copy. Adopted, the user's words apart from
        # ours; where our last start (or our note of it on the event) is not where it stands, the user had dragged it.
        elif row is None or row.deleted or ((row.event is None or went_back(there, row)) and not _arrived(there, row)):
            # One that has its ✓ is nobody's open item any more.
            answer = there.event.answer or sign_in(there.event.summary)
            ours = our_part(there.event, there.witness)
            people = () if answer else ours.people or _people(contact, row, ref_of(uid, list_name))
            adopted.append((there, replace(ours, people=people, answer=answer)))
            stood = row.event.start if row is not None and row.event is not None else there.planned
            if row is not None and went_back(there, row):
                stood = there.planned
            if stood is not None and stood != there.event.start and _place(by_hand) not in moved:
                facts.append(by_hand)
        # What we were writing when we were cut off: it arrived, so it is ours and no drag, unless it was dragged since.
        elif row.intent is not None and _arrived(there, row):
            adopted.append((there, replace(row.intent, start=there.event.start, end=there.event.end)))
            if not _same_time(there.event, row.intent):
                facts.append(by_hand)
        # The user dragged it, or changed its length: that time is kept.
        elif row.event is not None and not _same_time(there.event, row.event):
            adopted.append((there, replace(row.event, start=there.event.start, end=there.event.end)))
            if not (rebuild and there.planned == there.event.start):
                facts.append(by_hand)
    for uid, row in written.items():
        if uid in present or uid in unreadable or row.deleted or row.event is None or row.href in unreadable:
            continue
        # The user deleted one to come: this one is skipped. One that is over was only tidied away, and a history that
        # does not know what was written last does not know either who took it off.
        if row.event.end > now and uid not in skipped and not rebuild and not behind:
            facts.append(Skipped(contact_of(uid, list_name, keys), now, uid, row.event.start))
        buried.append(uid)
    return Absorbed(tuple(facts), tuple(adopted), tuple(buried))


def _known_hands(
    facts: Iterable[Fact], cancelled: Collection[str]
) -> tuple[set[str], set[tuple[str, datetime, datetime]]]:
    """The UIDs that are known as skipped, and the places that are known as chosen by hand."""
    skipped: set[str] = set()
    moved: set[tuple[str, datetime, datetime]] = set()
    for fact in facts:
        if isinstance(fact, Skipped):
            skipped.add(fact.uid)
        elif isinstance(fact, Restored) and fact.uid not in cancelled:    # a cancelled one still stands there
            skipped.discard(fact.uid)
        elif isinstance(fact, Moved):
            moved.add(_place(fact))
    return skipped, moved


def _place(moved: Moved) -> tuple[str, datetime, datetime]:
    return moved.uid, moved.start, moved.end


def _arrived(there: Present, row: Written) -> bool:
    """Whether what we were about to write stands there: our note says so. Without one, another version than we knew."""
    if row.intent is None:
        return False
    if there.witness:
        return there.witness != row.witness and says(there.witness, row.intent)
    return there.version != row.version and _same_time(there.event, row.intent)


def _is_news(there: Present, row: Written | None) -> bool:
    """Whether a followupd wrote this that this history knows nothing of: it is an older copy, or not the only one."""
    if row is None:
        return not there.cancelled   # one that is cancelled is never adopted, so it says nothing new
    return row.intent is None and bool(row.witness) and number_of(there.witness) > number_of(row.witness)


def contact_of(uid: str, list_name: str, keys: Collection[str]) -> str | None:
    """Whose item this is, read out of its UID; None for a block, or a contact nobody knows any more."""
    item = parse_item(uid) if parse_uid(uid, list_name) else None
    return item[1] if item and item[1] in keys else None    # the whole key: what was ann-lee's is not ann's


def _people(contact: str | None, row: Written | None, matter: str | None) -> tuple[str, ...]:
    if row is not None and row.event is not None:
        return row.event.people
    if matter is not None:
        return (matter,)
    return (contact,) if contact else ()


def _same_time(a: Event, b: Event | None) -> bool:
    return b is not None and (a.start, a.end) == (b.start, b.end)
