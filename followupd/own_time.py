"""The user's own time for one plan: days off, put together for the days that a plan can touch.

Takes the hit list and now; gives a UserTime. Never writes.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from followupd.core.model import Hitlist
from followupd.core.plan import LOOK_BACK
from followupd.core.time import Span
from followupd.core.timeline import day_of
from followupd.core.user_time import ALL_FREE, UserTime

BEYOND = timedelta(days=400)    # past the last block: a retry or a promise a year from now is planned too


def known_time(hitlist: Hitlist, now: datetime) -> UserTime:
    """What is known of the user's time around `now`."""
    if not (hitlist.holidays or hitlist.away):
        return ALL_FREE
    from followupd.hitlist.days_off import days_off

    return UserTime(off=days_off(hitlist.holidays, hitlist.away, *window(hitlist, now)))


def window(hitlist: Hitlist, now: datetime) -> tuple[date, date]:
    """The first and the last day that a plan as of `now` looks at: past blocks stay where they were."""
    today, ahead = day_of(now, hitlist.timezone), max((b.ahead for b in hitlist.blocks), key=_days, default=Span())
    last = ahead.after(today)
    return today - LOOK_BACK, last + BEYOND if last < date.max - BEYOND else date.max


def _days(ahead: Span) -> float:
    return ahead.about_days
