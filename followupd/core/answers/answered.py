"""Which of our events get their ✓, and what it says: those that were marked, and those that later events settled.

Takes what was last written, the facts and what they come to; gives signs (phrases/signs.py) by UID. Reads no title and
no marks, and leaves what is older than LOOK_BACK as it is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from followupd.core.items.kinds import KINDS
from followupd.core.people.identity import People
from followupd.core.people.timeline import day_of
from followupd.core.people.wanted import ref_of
from followupd.core.phrases.signs import sign
from followupd.core.phrases.vocabulary import Said
from followupd.core.values.event import Event, Written
from followupd.core.values.facts import Attempt, Facts
from followupd.core.values.hitlist import Hitlist, Status
from followupd.core.values.uid import Kind, parse_item, parse_uid

LOOK_BACK = timedelta(days=62)           # how far back our own past events still matter


@dataclass(frozen=True, slots=True)
class Since:
    """What happened apart from the event: attempts by contact key, and the signs of finished tasks by ref."""

    attempts: Mapping[str, Sequence[Attempt]]
    ended: Mapping[str, str]


def answered(
    written: Mapping[str, Written], facts: Facts, since: Since, people: People, hitlist: Hitlist, now: datetime
) -> dict[str, str]:
    """Return the signs of the events that are answered.

    The first of these applies:

    - what was marked on the event itself; one to come of a person who is stopped or gone is deleted instead (P8);
    - once it is over, what became of its person or its task since;
    - once it is over, that it was put off.
    """
    found = {}
    for uid, row in written.items():
        parsed, event = parse_uid(uid, hitlist.name), row.event
        if parsed is None or parsed.kind not in KINDS or event is None or row.deleted or event.start <= now - LOOK_BACK:
            continue
        over, move = event.start <= now, facts.moves.get(uid)
        told = KINDS[parsed.kind].sign(facts.on(uid)) if over or _is_active(uid, people) else ""
        if over and not told:
            told = _since(uid, event, since, hitlist)
        if over and not told and parsed.kind is not Kind.REVIEW and move and move.start > event.start:
            told = sign(Said.LATER)
        if told:
            found[uid] = told
    return found


def _is_active(uid: str, people: People) -> bool:
    """Whether somebody on the list is expected at this event; a review, which has nobody, is answered afterwards."""
    item = parse_item(uid)
    contact = people.by_key.get(item[1]) if item else None
    return contact is not None and contact.status is not Status.STOP


def _since(uid: str, event: Event, since: Since, hitlist: Hitlist) -> str:
    """Return what became of the task of a past event, or the first try of its person since it began.

    A call a little earlier on its day counts too, but not the very try that led to this event earlier that day.
    """
    ref, item = ref_of(uid, hitlist.name), parse_item(uid)
    if ref is not None:
        return since.ended.get(ref, "")
    if item is None:
        return ""
    day = day_of(event.start, hitlist.timezone)
    led_here = item[2] >= day
    for key in event.people:
        for attempt in since.attempts.get(key, ()):
            if attempt.at >= event.start or (day_of(attempt.at, hitlist.timezone) >= day and not led_here):
                return sign(attempt.outcome)
    return ""
