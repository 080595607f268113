"""An event of ours that the user made a whole day: it means that day, at the hour at which the event was.

Takes an event as it is and as we last wrote it; returns it at that hour, where everything else sees a drag, or nothing
at all if only the hour was lost. The next write makes it a timed event again (core/changes/diff.py), so that no alarm
rings at midnight, and a whole day does not count as a call of 24 hours.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

from followupd.core.items.kinds import manners_of
from followupd.core.people.timeline import day_of
from followupd.core.phrases.signs import OPEN
from followupd.core.values.event import Event, Present, Written
from followupd.core.values.hitlist import Hitlist
from followupd.core.values.time import A_DAY, at_wall_clock
from followupd.core.values.uid import Kind, parse_uid

NOON = time(12)                          # its hour, if neither history nor event know it
A_QUARTER = timedelta(minutes=15)


def at_its_hour(present: Present, row: Written | None, hitlist: Hitlist, now: datetime) -> Present:
    """Return an event that a program made a whole day at its own hour of that day; any other one as it is.

    Today, once that hour is over, it is at the next quarter of an hour, unless it was answered.
    """
    known, zone = row.event if row is not None else None, hitlist.timezone
    if present.day is None or (known is not None and known.interval == present.event.interval):
        return replace(present, day=None) if present.day is not None else present
    was = known.start if known is not None and known.interval.length < A_DAY else present.planned
    start = at_wall_clock(present.day, was.astimezone(zone).time() if was is not None else NOON, zone)
    later = _next_quarter(now)
    if start <= now and day_of(now, zone) == present.day == day_of(later, zone) and _is_open(known, present.event):
        start = later
    busy = known.busy if known is not None else present.event.busy      # programs mark a whole day as free
    end = start + _length(present.uid, known, hitlist)
    return replace(present, event=replace(present.event, start=start, end=end, busy=busy))


def _is_open(known: Event | None, shown: Event) -> bool:
    return (known or shown).answer in OPEN


def _length(uid: str, known: Event | None, hitlist: Hitlist) -> timedelta:
    if known is not None and known.interval.length < A_DAY:
        return known.interval.length
    parsed = parse_uid(uid, hitlist.name)
    if parsed is not None and parsed.kind is Kind.BLOCK and hitlist.blocks:
        return hitlist.blocks[0].length
    return manners_of(parsed.kind if parsed is not None else None).length or hitlist.retry.length


def _next_quarter(now: datetime) -> datetime:
    """Return the next quarter of an hour in UTC; there is no zone whose clock is off by less."""
    past = (now - datetime.min.replace(tzinfo=UTC)) % A_QUARTER
    return (now + A_QUARTER - past).astimezone(UTC)
