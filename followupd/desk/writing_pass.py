"""A pass right after something was stored at a desk. Loaded only then: answers that store nothing do without a pass."""

from __future__ import annotations

from contextlib import closing

from followupd.calendars.open import open_calendar
from followupd.desk.desk import Desk
from followupd.passes.report import Report
from followupd.passes.sources import Sources, busy_calendars
from followupd.run import run_pass


def run_pass_of(desk: Desk, reason: str) -> Report:
    """Run a pass that writes, and return its report. Raises FollowupdError."""
    hitlist = desk.hitlist
    calendar = open_calendar(hitlist.calendar, hitlist.name, hitlist.timezone)
    busy = busy_calendars(hitlist, patient=False)   # logging an attempt must not wait for a server
    sources = Sources(
        desk.config, hitlist, desk.history, calendar, hitlist.calendar.key, desk.files, desk.notes, busy,
        memo=desk.memo,
    )
    with closing(calendar):
        return run_pass(sources, desk.now, write=True, reason=reason)
