"""Take all our coming events off the calendar, for good or for a while.

The steps are those of a pass with an empty plan. Events that have begun or are over stay.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from followupd.core.changes.diff import Difference
from followupd.core.changes.guard import check_changes
from followupd.core.plan import make_plan
from followupd.core.values.event import Delete, Event, Present
from followupd.core.values.facts import Moved, Retracted
from followupd.core.values.uid import DOMAIN, parse_uid
from followupd.passes.commit import Decided, Made, Writes, alone, commit, keep_name, reported
from followupd.passes.gather import World, gather, only, pick_up
from followupd.passes.left_alone import keep_unreadable
from followupd.passes.outlook import known_cards
from followupd.passes.report import Report
from followupd.passes.sources import Sources

SOON = timedelta(minutes=1)      # assumed start of an event of which only the resource name is known


def withdraw(sources: Sources, now: datetime, *, write: bool) -> Report:
    """Delete our future events. Drags and marks are stored first, for a later pass that writes the events again.

    Raises as `run_pass` does.
    """
    now = now.astimezone(UTC)
    sources = replace(sources, hitlist=known_cards(sources.hitlist, sources.history))
    if not write:
        return _withdraw(sources, now, write=False)
    return alone(sources, now, "withdraw", lambda: _withdraw(sources, now, write=True))


def _withheld(world: World, list_name: str, now: datetime) -> Iterator[Present]:
    """Yield our events of which the server gives no text; nobody sees them there.

    Without memory the name of the resource says that it is ours; then when it begins is not known.
    """
    for href, row in world.withheld.items():
        event = row.event or row.intent
        if event is not None and row.uid not in world.present:
            yield Present(event, href, None, "")
    for href in world.snapshot.withheld:
        stem = href.rpartition("/")[2].removesuffix(".ics")
        if href not in world.withheld and parse_uid(f"{stem}{DOMAIN}", list_name) is not None:
            yield Present(Event(f"{stem}{DOMAIN}", now + SOON, now + 2 * SOON, stem), href, None, "")


def _withdraw(sources: Sources, now: datetime, *, write: bool) -> Report:
    hitlist, world = sources.hitlist, gather(sources, now, busy=False)
    ours = (*world.present.values(), *_withheld(world, hitlist.name, now))
    changes = tuple(Delete(there) for there in ours if there.event.start > now)
    check_changes(changes, world.present, {}, hitlist.name, now)
    # Only drags and marks are stored: missing events count as deleted only after the next pass has checked P10.
    news = only(pick_up(world, hitlist, now, rebuild=False), (Moved, Retracted), world.people)
    plan = make_plan(hitlist, world.people, world.facts.plus(news.recorded), news.written, now)
    if write:
        keep_name(sources, world)
        sources.history.append(news.recorded, now)
    difference = Difference(changes, ())
    copies = [p for p in (*world.snapshot.events, *world.snapshot.doubles) if p is not world.present[p.uid]]
    spare = [copy for copy in copies if copy.event.start > now]
    made = commit(sources, Writes(difference, spare), now, withdrawing=True) if write else Made()
    if write:
        left = sources.history.written(sources.calendar_key)
        keep_unreadable(sources.history, world.unreadable, left, hitlist.name)
    return reported(sources, now, "withdraw", world, news, Decided(plan, difference, made))
