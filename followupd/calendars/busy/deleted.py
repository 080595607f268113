"""The meetings that were deleted from a calendar between two readings of it.

Takes a calendar as it was last read and as it is now; gives meetings as they were. Only what is seen to go counts as
deleted: not what cannot be read, what is no longer looked for, or what a calendar drops because it is over.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
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
    units = defaultdict[str, list[Unit]](list)
    for unit in (unit for part in after.parts().values() for unit in part.units):
        if not unit.mark or unit.uid == CROWD or (unit.problem and not unit.uid):
            return ()
        units[unit.uid].append(unit)
    uids = {one.evidence: unit.uid for part in before.parts().values() for unit in part.units for one in unit.meetings}
    starts = [*(start for start, _, _ in after.times), *(_seconds(one) for one in about.meetings)]
    oldest = min(starts, default=None)

    def is_deleted(one: MeetingSeen) -> bool:
        uid = uids.get(one.evidence, "")
        outlived = keeps_all or (oldest is not None and oldest <= _seconds(one))
        known = bool(uid.strip()) and not uid.startswith(" ")      # an event without a UID has a number of its own
        in_window = one.start.toordinal() > about.first
        return outlived and known and in_window and _is_gone(one, units.get(uid, ()), uids, now)

    return tuple(one for one in lost if is_deleted(one))


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
