"""Recognise a calendar that the hit list names by another address: another host or port, or a moved file.

Takes what is on a calendar of which nothing is remembered, and what was last written on others; says under which name
it is remembered. Without that its events would be adopted as after a lost database, and placed again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from followupd.core.values.event import Present, Written
from followupd.history.store import History


def remembered_as(history: History, events: Iterable[Present], now: datetime) -> str | None:
    """Return the calendar in the state on which most of what is to come was written just as it is here, if any."""
    present = {there.uid: there for there in events}
    shares = {name: _share(history.written(name), present, now) for name in history.calendars()} if present else {}
    best = max(shares, key=lambda name: shares[name], default=None)
    return best if best is not None and shares[best] > 1 / 2 else None


def _share(written: Mapping[str, Written], present: Mapping[str, Present], now: datetime) -> float:
    coming = [row for row in written.values() if row.event is not None and row.event.start > now and not row.deleted]
    same = sum(row.uid in present and _is_as_written(present[row.uid], row) for row in coming)
    return same / len(coming) if coming else 0.0


def _is_as_written(present: Present, row: Written) -> bool:
    """Return whether this is what we wrote: its ownership note is that of our last writing, else its time."""
    if present.note or row.note:
        return present.note == row.note
    return row.event is not None and present.event.start == row.event.start
