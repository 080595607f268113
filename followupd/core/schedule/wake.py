"""The next instant at which a plan can change without any news; the daemon sleeps until then.

Every rule that depends on now has its instants here (tests/properties/test_next.py).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, time, timedelta

from followupd.core.noticing.meetings import ComingMeeting
from followupd.core.people.timeline import day_of
from followupd.core.schedule.block import Placed
from followupd.core.schedule.placing import Schedule
from followupd.core.values.event import Event
from followupd.core.values.facts import Moved
from followupd.core.values.hitlist import Hitlist
from followupd.core.values.time import Interval, at_wall_clock


def all_stretches(
    events: Iterable[Event | ComingMeeting], held: Placed, placed: Schedule, moves: Iterable[Moved]
) -> Iterator[Interval]:
    """Yield the time of our `events`, planned and existing, of blocks, of what has a place, and of what was moved.

    The meetings of others that suspend a try are among the `events`.
    """
    yield from (Interval(event.start, event.end) for event in events)
    yield from held.intervals
    yield from placed.intervals
    yield from (Interval(move.start, move.end) for move in moves)


def next_wake(
    hitlist: Hitlist, stretches: Iterable[Interval], ahead: Iterable[datetime], now: datetime
) -> datetime:
    """Return the first of these instants after now.

    `stretches` are those of `all_stretches`; `ahead` are the future instants at which facts are dated.
    """
    zone = hitlist.timezone
    today = day_of(now, zone)
    moments = [edge for stretch in stretches for edge in (stretch.start, stretch.end)]
    moments += ahead
    moments += [at_wall_clock(today, rule.time, zone) for rule in hitlist.blocks]         # when the horizon moves on
    moments.append(at_wall_clock(today + timedelta(days=1), time(0), zone))               # what is due changes by days
    return min(moment for moment in moments if moment > now)
