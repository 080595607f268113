"""Which of our reminders get their ✓, and with what word: those that were marked, and those whose person was tried.

Takes what was last written and the attempts; gives words by UID. Reads no marks (answers.py does), and leaves what
is older than LOOK_BACK as it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from followupd.core.people.identity import People
from followupd.core.people.timeline import day_of
from followupd.core.people.understand import Everybody
from followupd.core.people.wanted import TASKS
from followupd.core.phrases.vocabulary import Said, answer_words
from followupd.core.values.event import Written
from followupd.core.values.facts import Moved
from followupd.core.values.hitlist import Hitlist, Status
from followupd.core.values.uid import Kind, parse_item, parse_uid

LOOK_BACK = timedelta(days=62)           # how far back our own past events still matter
_NO_TRIES = TASKS | {Kind.BLOCK, Kind.REVIEW}


def answered_reminders(
    written: Mapping[str, Written], everybody: Everybody, people: People, moves: Mapping[str, Moved], now: datetime,
    hitlist: Hitlist,
) -> dict[str, str]:
    """Reminders that were marked, or are over and whose person was tried since: they get their ✓ and the word."""
    zone = hitlist.timezone
    found = {}
    for uid, row in written.items():
        parsed, event = parse_uid(uid, hitlist.name), row.event
        if parsed is None or event is None or row.deleted or parsed.kind in _NO_TRIES:
            continue
        if event.start <= now - LOOK_BACK:
            continue
        mark, over = everybody.marked.get(uid), event.start <= now
        if mark is not None:
            contact = people.by_key.get(mark.contact)
            if over or (contact is not None and contact.status is not Status.STOP):
                found[uid] = answer_words(mark.outcome)
        elif over:
            day = day_of(event.start, zone)
            # Called a little early counts too, but not the very try that led to this event earlier that day.
            item = parse_item(uid)
            led_here = item is not None and item[2] >= day
            told = [attempt for key in event.people for attempt in everybody.attempts.get(key, ())]
            since = [a for a in told if a.at >= event.start or (day_of(a.at, zone) >= day and not led_here)]
            move = moves.get(uid)
            if since:
                found[uid] = answer_words(since[0].outcome)
            elif move is not None and move.start > event.start:
                found[uid] = answer_words(Said.LATER)
    return found
