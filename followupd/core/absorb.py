"""What the user did on our events since we wrote them, as facts.

Takes the events as they are now and as we last wrote them; returns facts, and what to remember. Never decides what
should stand there instead, and never reads an accident (P10) as the user's will: `guard` has looked before.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from followupd.core.event import Event, Present, Written, parse_item, parse_uid
from followupd.core.facts import Fact, Moved, Skipped
from followupd.core.marks import ANSWERED
from followupd.core.matters.matter import ref_of


@dataclass(frozen=True, slots=True)
class Absorbed:
    """`facts` to append; `adopted` events to remember as written; `buried` UIDs that are spent."""

    facts: tuple[Fact, ...]
    adopted: tuple[tuple[Present, Event], ...]
    buried: tuple[str, ...]


def absorb(
    present: Mapping[str, Present], written: Mapping[str, Written], unreadable: Collection[str],
    keys: Collection[str], skipped: Collection[str], list_name: str, now: datetime,
) -> Absorbed:
    """`skipped` are UIDs that the history already holds as skipped; `keys` are the contacts' keys."""
    facts: list[Fact] = []
    adopted: list[tuple[Present, Event]] = []
    buried: list[str] = []
    for uid, there in present.items():
        row = written.get(uid)
        contact = contact_of(uid, list_name, keys)
        # The user (or a client) cancelled it: as good as deleted.
        if there.cancelled:
            if there.event.end > now and uid not in skipped:
                facts.append(Skipped(contact, now, uid, there.event.start))
        # Ours by its UID, but not remembered: a lost database, or a deletion that the user took back. Adopted; where
        # our last start (or our note of it on the event) is not where it stands, the user had dragged it.
        elif row is None or row.deleted or (row.event is None and not _same_time(there.event, row.intent)):
            # One that has its ✓ is nobody's open item any more.
            people = () if there.event.summary.startswith(ANSWERED) else _people(contact, row, ref_of(uid, list_name))
            adopted.append((there, replace(there.event, people=people)))
            stood = row.event.start if row is not None and row.event is not None else there.planned
            if stood is not None and stood != there.event.start:
                facts.append(Moved(contact, now, uid, there.event.start, there.event.end))
        # What we were writing when we were cut off: it arrived, so it is ours and no drag. It did not where the very
        # version stands there that we knew before.
        elif row.intent is not None and there.version != row.version and _same_time(there.event, row.intent):
            adopted.append((there, row.intent))
        # The user dragged it, or changed its length: that time is kept.
        elif row.event is not None and not _same_time(there.event, row.event):
            adopted.append((there, replace(row.event, start=there.event.start, end=there.event.end)))
            facts.append(Moved(contact, now, uid, there.event.start, there.event.end))
    for uid, row in written.items():
        if uid in present or uid in unreadable or row.deleted or row.event is None or row.href in unreadable:
            continue
        # The user deleted one to come: this one is skipped. One that is over was only tidied away.
        if row.event.end > now and uid not in skipped:
            facts.append(Skipped(contact_of(uid, list_name, keys), now, uid, row.event.start))
        buried.append(uid)
    return Absorbed(tuple(facts), tuple(adopted), tuple(buried))


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
