"""The first plan of a hit list that is not written yet: what a pass would put on an empty calendar.

Takes the text of the list and the user's time; gives the report of a pass. Opens no history and no calendar.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from followupd.core.answers.recorder import Answers
from followupd.core.changes.diff import diff
from followupd.core.people.identity import identify
from followupd.core.plan import make_plan
from followupd.core.values.hitlist import Hitlist
from followupd.core.values.user_time import ALL_FREE, UserTime
from followupd.hitlist.load import load
from followupd.passes.current_list import HitlistError
from followupd.passes.report import Report


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
