"""Take all our coming events off the calendar, for good or for a while.

The steps are those of a pass with an empty plan. Events that have begun or are over stay.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from followupd.core.changes.diff import Difference
from followupd.core.changes.guard import check_changes
from followupd.core.plan import make_plan
from followupd.core.values.event import Delete, Present
from followupd.core.values.facts import Moved, Retracted
from followupd.passes.commit import Decided, alone, commit, keep_name, reported, tidy
from followupd.passes.gather import World, gather, only, pick_up
from followupd.passes.report import Report
from followupd.passes.sources import Sources


def withdraw(sources: Sources, now: datetime, *, write: bool) -> Report:
    """Delete our future events. Drags and marks are stored first, for a later pass that writes the events again.

    Raises as `run_pass` does.
    """
    now = now.astimezone(UTC)
    if not write:
        return _withdraw(sources, now, write=False)
    return alone(sources, now, "withdraw", lambda: _withdraw(sources, now, write=True))


def _withheld(world: World) -> Iterator[Present]:
    """Yield our events of which the server gives no text; nobody sees them there."""
    for href, row in world.withheld.items():
        event = row.event or row.intent
        if event is not None and row.uid not in world.present:
            yield Present(event, href, None, "")


def _withdraw(sources: Sources, now: datetime, *, write: bool) -> Report:
    hitlist, world = sources.hitlist, gather(sources, now, busy=False)
    ours = (*world.present.values(), *_withheld(world))
    changes = tuple(Delete(there) for there in ours if there.event.start > now)
    check_changes(changes, world.present, hitlist.name, now)
    # Only drags and marks are stored: missing events count as deleted only after the next pass has checked P10.
    news = only(pick_up(world, hitlist, now, rebuild=False), (Moved, Retracted), world.people)
    plan = make_plan(hitlist, world.people, world.facts.plus(news.recorded), news.written, now)
    if write:
        keep_name(sources, world)
        sources.history.append(news.recorded, now)
    difference = Difference(changes, ())
    copies = [p for p in (*world.snapshot.events, *world.snapshot.doubles) if p is not world.present[p.uid]]
    if write:
        tidy(sources, [copy for copy in copies if copy.event.start > now], now)
    results = commit(sources, difference, now, at_once=True) if write else ()
    return reported(sources, now, "withdraw", world, news, Decided(plan, difference, results))
