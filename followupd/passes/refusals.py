"""Events that a server refuses, and when each is tried again: kept in the state, so that every process pauses alike.

Takes changes, says which of them wait; takes results, keeps which were refused. A change waits only while it would
write the same, for the same hit list: whatever differs is tried at once. Keeps too at which events passes stopped
(making.py), for which the server as a whole may have been the cause. Says for other commands which events are not on
the calendar as planned. Never asks the calendar.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

from followupd.core.people.timeline import day_of
from followupd.core.phrases.vocabulary import moment_text
from followupd.core.values.event import (
    Change,
    Create,
    Delete,
    Event,
    Failed,
    Present,
    Result,
    Update,
    Written,
    event_of,
    uid_of,
)
from followupd.core.values.uid import base_uid
from followupd.errors import EventRefused

if TYPE_CHECKING:       # `next` loads no calendar
    from followupd.history.store import History
    from followupd.passes.sources import Sources

PAUSES = (
    timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=15), timedelta(hours=1), timedelta(hours=6),
)  # fmt: skip
KEPT = timedelta(days=7)     # after the pause: a change that nobody has tried since then is not wanted any more
_KEY = "refused"


class _Pause(NamedTuple):
    """The refusals of one change in a row: how often, until when it waits, what was said, and the event's base UID.

    `times` is 0 while it is only known that a pass stopped at it. `alone` is whether something else was written in the
    same pass or since, so that the server as a whole is not the cause; `deletes` whether it is a deletion.
    """

    times: int
    until: datetime
    why: str
    uid: str
    alone: bool
    deletes: bool


class Refusals:
    """The refusals that are known in a pass as of `now`; `keep` stores them."""

    def __init__(self, sources: Sources, now: datetime) -> None:
        """Load them."""
        self._sources, self._now = sources, now
        self._loaded = _load(sources.history)
        self._rows = {name: row for name, row in self._loaded.items() if row.until + KEPT > now}
        self._mark: str | None = None

    def waiting(self, change: Change) -> Failed | None:
        """Return the refusal of a change that is not to be tried now; None if it is."""
        row = self._rows.get(self._name(change)) if self._rows else None
        waits = row is not None and self._now < row.until <= self._now + PAUSES[-1]    # more: the clock was ahead
        return _failed(change, row, self._sources, self._now) if row is not None and waits else None

    def turn(self, change: Change) -> int:
        """Return 0 for an event of which nothing is known, and more the later it was refused or stopped a pass.

        So none that stops each pass keeps others from being tried.
        """
        uid = self._uid(change) if self._rows else ""
        return max((place for place, row in enumerate(self._rows.values(), 1) if row.uid == uid), default=0)

    def alone(self, change: Change) -> bool:
        """Return whether others were written while this event was refused."""
        uid = self._uid(change)
        return any(row.alone for row in self._rows.values() if row.uid == uid)

    def done(self, change: Change) -> None:
        """Forget what is known of an event that was written or taken off, and note that the server does that.

        A deletion is not a sign that a full account takes an event again.
        """
        uid = self._uid(change)
        for name, row in list(self._rows.items()):
            if row.uid == uid:
                del self._rows[name]
            elif row.deletes or not isinstance(change, Delete):
                self._rows[name] = row._replace(alone=True)

    def stopped_at(self, change: Change, why: str, *, alone: bool) -> None:
        """Note that a pass stopped at this change."""
        name = self._name(change)
        row = _Pause(0, self._now, why, self._uid(change), alone, isinstance(change, Delete))
        self._rows[name] = self._rows.pop(name, row)      # at the end

    def refused(self, change: Change, why: str, *, most: int = len(PAUSES), least: float = 0.0) -> Failed:
        """Note a refusal; return it with the time of the next try.

        That is after one of the first `most` pauses, and not before `least` seconds.
        """
        name = self._name(change)
        before = self._rows.pop(name, None)
        times = 1 if before is None else before.times + 1
        pause = max(PAUSES[min(times, most) - 1], timedelta(seconds=min(least, PAUSES[-1].total_seconds())))
        row = _Pause(times, self._now + pause, why, self._uid(change), True, isinstance(change, Delete))
        self._rows[name] = row
        return _failed(change, row, self._sources, self._now)

    def keep(self) -> None:
        """Store them, if they changed."""
        if list(self._rows.items()) != list(self._loaded.items()):
            rows = {name: {**row._asdict(), "until": row.until.isoformat()} for name, row in self._rows.items()}
            self._sources.history.set_meta(_KEY, json.dumps(rows, ensure_ascii=False, separators=(",", ":")))

    def _uid(self, change: Change) -> str:
        return base_uid(uid_of(change), self._sources.hitlist.name)

    def _name(self, change: Change) -> str:
        """Return a name for a change that was decided while the files of the hit list are as they are now."""
        if self._mark is None:
            self._mark = _read(self._sources)
        return sha256(repr((self._mark, meaning(change, self._sources))).encode()).hexdigest()[:32]


def noted(sources: Sources, results: Sequence[Result], now: datetime) -> tuple[Result, ...]:
    """Keep which of these changes were refused. Return the results, each refusal with the time of the next try."""
    known = Refusals(sources, now)
    told = tuple(
        known.refused(result.change, result.error.message)
        if isinstance(result, Failed) and isinstance(result.error, EventRefused) else result for result in results
    )
    known.keep()
    return told


def unable(sources: Sources, change: Change, why: str, now: datetime) -> str:
    """Return that a change could not be made, `Work: "Call Dana" of Fri 27 Nov 12:30 could not be written: why`."""
    event = event_of(change)
    zone, done = sources.hitlist.timezone, "taken off" if isinstance(change, Delete) else "written"
    when = moment_text(event.start, zone, day_of(now, zone))
    return f'{sources.calendar.label}: "{event.summary}" of {when} could not be {done}: {why}'


def for_good(results: Sequence[Result], command: str) -> tuple[Result, ...]:
    """Return the results of a command after which no pass tries again: each refusal names the `command` that does."""
    hint = f"To try again: followupd {command}"
    return tuple(
        Failed(result.change, EventRefused(result.error.message, hint))
        if isinstance(result, Failed) and isinstance(result.error, EventRefused) else result
        for result in results
    )


def refused_events(history: History) -> frozenset[str]:
    """Return the base UIDs of the events that the server refuses to write, change or take off."""
    return frozenset(one.uid for one in _load(history).values() if one.times)


def last_shown(written: Mapping[str, Written], uids: Collection[str], list_name: str) -> dict[str, Event]:
    """Return what is on the calendar of these events, by base UID, as we last wrote it."""
    rows = ((base_uid(row.uid, list_name), row) for row in written.values() if not row.deleted)
    return {uid: row.event for uid, row in rows if uid in uids and row.event is not None}


def _failed(change: Change, refusal: _Pause, sources: Sources, now: datetime) -> Failed:
    zone = sources.hitlist.timezone
    when = moment_text(refusal.until, zone, day_of(now, zone))
    hint = f"It is tried again from {when}, and when the event or the hit list has changed."
    return Failed(change, EventRefused(refusal.why, hint, refusal.until))


def meaning(change: Change, sources: Sources) -> str:
    """Return what a change would do, alike as long as it would do the same to an event that reads the same.

    The generation of a new event's UID does not count: one that is taken is not tried again, but the next one.
    """
    match change:
        case Create(after=event):
            meant = replace(event, uid=base_uid(event.uid, sources.hitlist.name))
            about: tuple[object, ...] = ("create", _shown(meant))
        case Update(before=there, after=event):
            about = ("update", _there(there), _shown(event))
        case Delete(before=there):
            about = ("delete", there.href, _there(there))      # a second copy has another name
    return repr((sources.calendar_key, about))


def _shown(event: Event) -> Event:
    """Return an event without what is remembered of it and not written."""
    return replace(event, people=(), channels=(), sought=None, stance=None, topic="", titles=(), closing=())


def _there(present: Present) -> Present:
    """Return what an event means, however the server names and spells it."""
    return replace(present, href="", version=None, raw="")


def _read(sources: Sources) -> str:
    """Return a mark of the files of the hit list."""
    found = sha256()
    for path in sources.files:
        with contextlib.suppress(OSError):
            found.update(path.read_bytes())
    return found.hexdigest()


def _load(history: History) -> dict[str, _Pause]:
    try:
        return {str(name): _row(**row) for name, row in json.loads(history.get_meta(_KEY) or "{}").items()}
    except (ValueError, TypeError, AttributeError, OverflowError):
        return {}


def _row(*, times: int, until: str, why: str, uid: str, alone: bool, deletes: bool) -> _Pause:
    when = datetime.fromisoformat(until).astimezone(UTC)
    return _Pause(int(times), when, str(why), str(uid), bool(alone), bool(deletes))
