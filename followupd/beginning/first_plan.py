"""The first plan of a hit list that is not written yet: what a pass would put on an empty calendar.

Takes the text of the list; reads the calendars under its `busy:`; gives the hour to propose, and the report of a pass.
Opens no history, and not the calendar that it will write to.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from followupd.core.answers.recorder import Answers
from followupd.core.changes.diff import diff
from followupd.core.people.identity import identify
from followupd.core.plan import make_plan
from followupd.core.schedule.quiet_hour import QuietHour, quietest_hour
from followupd.core.values.hitlist import Hitlist
from followupd.core.values.user_time import ALL_FREE, UserTime
from followupd.hitlist.load import load
from followupd.passes.current_list import HitlistError
from followupd.passes.report import Report
from followupd.passes.sources import busy_calendars
from followupd.passes.user_time import Gathered, gather_time


def first_list(path: Path, text: str) -> Hitlist:
    """Return the list that a file with this text would be. Raises HitlistError, also for what cannot be read."""
    loaded = load(path, instead={path.resolve(): text.encode()})
    if loaded.hitlist is None:
        raise HitlistError(loaded.problems, loaded.files)
    return loaded.hitlist


def first_plan(hitlist: Hitlist, now: datetime, user_time: UserTime = ALL_FREE) -> Report:
    """Return what the first pass as of `now` would write."""
    plan = make_plan(hitlist, identify(hitlist.contacts, (), now), (), {}, now, user_time)
    changes = diff(plan, {}, {}, Answers(), hitlist.name, now).changes
    return Report(now, "init", hitlist.calendar.label, hitlist, plan, (), changes, (), ())


def time_of(hitlist: Hitlist, now: datetime) -> Gathered:
    """Return the user's own time by the calendars of a list that is not written yet; nothing is stored."""
    busy = busy_calendars(hitlist)
    try:
        return gather_time(hitlist, None, busy, now)
    finally:
        if busy is not None:
            busy.close()


def quiet_hour(hitlist: Hitlist, user_time: UserTime, now: datetime) -> QuietHour | None:
    """Return the hour to propose for the block; None if no hour fits into the user's own."""
    return quietest_hour(hitlist.hours, (one.interval for one in user_time.busy), now, hitlist.timezone)
