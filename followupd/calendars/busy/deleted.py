"""The meetings that were deleted from a calendar between two readings of it.

Takes a calendar as it was last read and as it is now; gives meetings as they were. Only what is seen to go counts as
deleted: not what cannot be read, what is no longer looked for, or what a calendar drops because it is over.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from followupd.calendars.busy.remembered_times import CROWD, Memory, Unit
from followupd.core.values.sightings import LOOK_BACK, MeetingSeen


def deleted_since(before: Memory, after: Memory, now: datetime, *, keeps_all: bool) -> tuple[MeetingSeen, ...]:
    """Return the meetings that had begun and were deleted, as they were.

    Many published calendars drop what is over: unless a calendar `keeps_all`, something older has to be there.
    """
    here, about = {one.evidence for one in after.about.meetings}, after.about
    lost = [one for one in before.about.meetings if one.evidence not in here and one.start <= now]
    if not lost or before.about.context != about.context:
        return ()
    units, uids = _by_uid(after), _uids(before)
    outlived = [
        one for one in lost
        if one.start.toordinal() > about.first and (keeps_all or _holds_older(after, _seconds(one)))
    ]
    # An event without a UID has a number of its own, which others get when it goes.
    named = ((one, uid) for one in outlived if (uid := uids.get(one.evidence, " ").rstrip()) and uid[0] != " ")
    return tuple(one for one, uid in named if units is not None and _is_gone(one, units.get(uid, ()), uids, now))


def _by_uid(memory: Memory) -> Mapping[str, Sequence[Unit]] | None:
    """Return the events by UID; None if not all of them could be read."""
    units = defaultdict[str, list[Unit]](list)
    for unit in (unit for part in memory.parts().values() for unit in part.units):
        if not unit.mark or unit.uid == CROWD or (unit.problem and not unit.uid):
            return None
        units[unit.uid].append(unit)
    return units


def _uids(memory: Memory) -> dict[str, str]:
    """Return the UID of each meeting, by its evidence."""
    units = (unit for part in memory.parts().values() for unit in part.units)
    return {one.evidence: unit.uid for unit in units for one in unit.meetings}


def _holds_older(memory: Memory, start: int) -> bool:
    """Return whether a calendar has something that had begun then (seconds since 1970)."""
    starts = (*(begin for begin, _, _ in memory.times), *map(_seconds, memory.about.meetings))
    return any(begin <= start for begin in starts)


def _is_gone(lost: MeetingSeen, units: Sequence[Unit], before: Collection[str], now: datetime) -> bool:
    """Return whether a meeting is gone from the events that have its UID now; `before` is the evidence of the old ones.

    One that is still there at its time, without the people of the list, is not. If a whole series was moved, what is
    over goes with it, but does not vanish if the series is only to come now.
    """
    if any(start == _seconds(lost) for unit in units for start, _, _ in unit.times):
        return False
    theirs = [one for unit in units for one in unit.meetings]
    if not units or any(one.evidence in before for one in theirs):
        return True
    since = now - LOOK_BACK
    return lost.start >= since and any(since <= one.start and one.end <= now for one in theirs)


def _seconds(one: MeetingSeen) -> int:
    return int(one.start.timestamp())
