"""One more write for each event of ours that a server stored but returns without its text, as SOGo's `(null)`.

Takes what was read and the plan; returns the changes, and keeps in the state which ones were made, since a text that
stays unreadable is left alone. So is one that was edited since we wrote it, and one without a character beyond the BMP,
because then the cause is not known.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from followupd.calendars.protocol import Snapshot
from followupd.core.people.timeline import day_of
from followupd.core.phrases.handed_back import in_bmp
from followupd.core.phrases.vocabulary import moment_text
from followupd.core.plan import Plan
from followupd.core.values.event import Change, Delete, Done, Event, Present, Result, Update, uid_of
from followupd.core.values.uid import base_uid
from followupd.passes.gather import World
from followupd.passes.sources import Sources

_KEY = "rewritten"


def to_write_again(sources: Sources, world: World, plan: Plan, now: datetime) -> list[Update]:
    """Return the changes that write again what the server gives no text of."""
    if not world.withheld:
        return []
    name, before = sources.hitlist.name, _rewritten(sources)
    wanted = {event.uid: event for event in plan.events}
    changes = []
    for href, row in world.withheld.items():
        event = wanted.get(base_uid(row.uid, name))
        if event is None or row.event is None or row.uid in before or row.uid in world.present:
            continue
        version, after = world.snapshot.withheld[href], replace(event, uid=row.uid)
        is_ours = version is not None and version == row.version and not _in_bmp(row.event)
        if is_ours and row.event.start > now:
            changes.append(Update(Present(row.event, href, version, ""), after, after))
    return changes


def keep(changes: Iterable[Change], sources: Sources) -> None:
    """Keep in the state that these were written again."""
    kept = {*_rewritten(sources), *map(uid_of, changes)} & set(sources.history.written(sources.calendar_key))
    sources.history.set_meta(_KEY, json.dumps(sorted(kept), separators=(",", ":")))


def left(snapshot: Snapshot, again: Iterable[Result], results: Iterable[Result]) -> list[str]:
    """Return the problems of reading without those of the events that were written again or taken off."""
    mended = [done.present.href for done in again if isinstance(done, Done) and done.present is not None]
    off = [done.change.before.href for done in results if isinstance(done, Done) and isinstance(done.change, Delete)]
    mended += [href for href in off if href in snapshot.withheld]
    return [one for one in snapshot.problems if not any(href in one for href in mended)]


def sentences(again: Sequence[Done], sources: Sources, now: datetime) -> Iterator[str]:
    """Yield a sentence for each event that was written again."""
    zone = sources.hitlist.timezone
    for event in (done.present.event for done in again if done.present is not None):
        when = moment_text(event.start, zone, day_of(now, zone))
        said = "had no readable text on the server; it was written again, without emoji."
        yield f'{sources.calendar.label}: "{event.summary}" of {when} {said}'


def _in_bmp(event: Event) -> bool:
    """Return whether its words have no character that SOGo cannot read where it folds a line (docs/servers.md 11)."""
    return in_bmp(event.summary + event.description) == event.summary + event.description


def _rewritten(sources: Sources) -> frozenset[str]:
    try:
        return frozenset(map(str, json.loads(sources.history.get_meta(_KEY) or "[]")))
    except (ValueError, TypeError):
        return frozenset()
