"""Events that a server refuses, and when each is tried again: kept in the state, so that every process pauses alike.

Takes changes, says which of them wait; takes results, keeps which were refused. A change waits only while it would say
the same, for the same hit list, at whatever hour: what differs is tried at once. The pause that grows belongs to the
item, so it goes on growing. Keeps too at which events passes stopped (making.py), for which the server as a whole may
have been the cause. Says for other commands which events are not on the calendar as planned. Never asks the calendar.
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
from followupd.core.people.wanted import ref_of
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
from followupd.core.values.uid import TRIES, base_uid, parse_item
from followupd.errors import EventRefused

if TYPE_CHECKING:       # `next` loads no calendar
    from followupd.history.store import History
    from followupd.passes.sources import Sources

STILL_THERE = "the server says that it took it off, and still has it"
TAKEN = "the server says that its UID is taken, perhaps in another calendar or a trash bin of this account"
PAUSES = (
    timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=15), timedelta(hours=1), timedelta(hours=6),
)
KEPT = timedelta(days=7)     # after the pause: a change that nobody has tried since then is not wanted any more
_KEY = "refused"
_OFF = "taken off: "      # before the name of what was taken off in the last pass
_NO_TIME = datetime.min.replace(tzinfo=UTC)


class _Pause(NamedTuple):
    """The refusals of one item's change: how often in a row, until when it waits, what was said, the event's base UID.

    `times` is 0 while it is only known that a pass stopped at it. `says` is a mark of what would be written, and of the
    hit list.
    """

    times: int
    until: datetime
    why: str
    uid: str
    says: str


class Refusals:
    """The refusals that are known in a pass as of `now`; `keep` stores them."""

    def __init__(self, sources: Sources, now: datetime) -> None:
        """Load them."""
        self._sources, self._now = sources, now
        self._loaded = _load(sources.history)
        earlier = {name: row for name, row in self._loaded.items() if row.until != now}
        self._taken_off = {name: row for name, row in earlier.items() if name.startswith(_OFF)}
        kept = {name: row for name, row in self._loaded.items() if row.until + KEPT > now}
        self._rows = {name: row for name, row in kept.items() if name not in self._taken_off}
        self._mark: str | None = None

    def waiting(self, change: Change) -> Failed | None:
        """Return the refusal of a change that is not to be tried now; None if it is."""
        row = self._row(change)
        waits = row is not None and self._now < row.until <= self._now + PAUSES[-1]    # more: the clock was ahead
        if row is None or not waits or row.says != self._says(change):
            return None
        self._rows[self._item(change)] = row = row._replace(uid=self._uid(change))
        return _failed(change, row, self._sources, self._now)

    def turn(self, change: Change) -> int:
        """Return 0 for an event of which nothing is known, and more the later it was refused or stopped a pass.

        So none that stops each pass keeps others from being tried.
        """
        if not self._rows:
            return 0
        item, uid = self._item(change), self._uid(change)
        known = enumerate(self._rows.items(), 1)
        return max((place for place, (name, row) in known if item == name or row.uid == uid), default=0)

    def times(self, change: Change) -> int:
        """Return how often it was refused in a row."""
        row = self._row(change)
        return row.times if row is not None else 0

    def done(self, change: Change) -> None:
        """Forget what is known of an event that was written or taken off; remember that it was until the next pass."""
        item, uid = self._item(change), self._uid(change)
        self._rows = {name: row for name, row in self._rows.items() if name != item and row.uid != uid}
        if isinstance(change, Delete):
            self._rows[_OFF + item] = _Pause(0, self._now, STILL_THERE, "", self._says(change))

    def is_back(self, change: Change) -> bool:
        """Return whether an event is to be taken off that was already taken off in the last pass, or could not be."""
        if not isinstance(change, Delete):
            return False
        row = self._taken_off.get(_OFF + self._item(change))
        return self.times(change) > 0 or (row is not None and row.says == self._says(change))

    def stopped_at(self, change: Change, why: str, pause: float) -> None:
        """Note that a pass stopped at this change, and for how many seconds the server asked to wait."""
        times, wait = max(self.times(change), int(pause > 0)), timedelta(seconds=min(pause, PAUSES[-1].total_seconds()))
        self._note(change, _Pause(times, self._now + wait, why, self._uid(change), self._says(change)))

    def refused(self, change: Change, why: str, *, most: int = len(PAUSES), least: float = 0.0) -> Failed:
        """Note a refusal; return it with the time of the next try.

        That is after one of the first `most` pauses, and not before `least` seconds.
        """
        times = self.times(change) + 1
        pause = max(PAUSES[min(times, most) - 1], timedelta(seconds=min(least, PAUSES[-1].total_seconds())))
        row = _Pause(times, self._now + pause, why, self._uid(change), self._says(change))
        self._note(change, row)
        return _failed(change, row, self._sources, self._now)

    def keep(self) -> None:
        """Store them, if they changed."""
        if list(self._rows.items()) != list(self._loaded.items()):
            rows = {name: {**row._asdict(), "until": row.until.isoformat()} for name, row in self._rows.items()}
            self._sources.history.set_meta(_KEY, json.dumps(rows, ensure_ascii=False, separators=(",", ":")))

    def _row(self, change: Change) -> _Pause | None:
        return self._rows.get(self._item(change)) if self._rows else None

    def _note(self, change: Change, row: _Pause) -> None:
        item = self._item(change)
        self._rows.pop(item, None)
        self._rows[item] = row      # at the end

    def _uid(self, change: Change) -> str:
        return base_uid(uid_of(change), self._sources.hitlist.name)

    def _item(self, change: Change) -> str:
        """Return a name for what is refused: a person's new try or a new task, whatever its day, or what is changed."""
        uid = uid_of(change)
        match change:
            case Create():
                item = parse_item(uid)
                whose = item[1] if item is not None and item[0] in TRIES else ref_of(uid, self._sources.hitlist.name)
                about = "create", whose or self._uid(change)
            case Update():
                about = "update", self._uid(change)
            case Delete(before=there):
                about = "delete", there.href      # a second copy has another name
        return repr((self._sources.calendar_key, *about))

    def _says(self, change: Change) -> str:
        """Return a mark of what a change would write, for the hit list as it is now; not when the event is."""
        if self._mark is None:
            self._mark = _mark_of_files(self._sources)
        return sha256(repr((self._mark, meaning(_at_no_time(change), self._sources))).encode()).hexdigest()[:32]


def noted(sources: Sources, results: Sequence[Result], now: datetime) -> tuple[Result, ...]:
    """Keep which of these changes were refused. Return the results, each refusal with the time of the next try."""
    known = Refusals(sources, now)
    kept = tuple(
        known.refused(result.change, result.error.message)
        if isinstance(result, Failed) and isinstance(result.error, EventRefused) else result for result in results
    )
    known.keep()
    return kept


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
            about = ("update", _meaning_of(there), _shown(event))
        case Delete(before=there):
            about = ("delete", there.href, _meaning_of(there))      # a second copy has another name
    return repr((sources.calendar_key, about))


def _at_no_time(change: Change) -> Change:
    """Return a change whose event, if it is to be written, is at the same time as any other.

    What is refused moves while its time goes by, and a person's next try has another UID then.
    """
    if isinstance(change, Delete):
        return change
    return replace(change, after=replace(change.after, uid="", start=_NO_TIME, end=_NO_TIME, planned=None))


def _shown(event: Event) -> Event:
    """Return an event without what is remembered of it and not written."""
    return replace(event, people=(), channels=(), sought=None, stance=None, topic="", titles=(), open_text="")


def _meaning_of(present: Present) -> Present:
    """Return what an event means, however the server names and spells it."""
    return replace(present, href="", version=None, raw="")


def _mark_of_files(sources: Sources) -> str:
    """Return a mark of the files of the hit list."""
    digest = sha256()
    for path in sources.files:
        with contextlib.suppress(OSError):
            digest.update(path.read_bytes())
    return digest.hexdigest()


def _load(history: History) -> dict[str, _Pause]:
    try:
        return {str(name): _row(**row) for name, row in json.loads(history.get_meta(_KEY) or "{}").items()}
    except (ValueError, TypeError, AttributeError, OverflowError):
        return {}


def _row(*, times: int, until: str, why: str, uid: str, says: str) -> _Pause:
    return _Pause(int(times), datetime.fromisoformat(until).astimezone(UTC), str(why), str(uid), str(says))
