"""Events that a server refuses, and when each is tried again: kept in the state, so that every process pauses alike.

Takes changes, says which of them wait; takes results, keeps which were refused. A change waits only while it would
write the same, for the same hit list: whatever differs is tried at once. Says for other commands which events are not
on the calendar as planned. Never asks the calendar.
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
from followupd.core.values.event import Change, Create, Delete, Done, Event, Failed, Present, Result, Update, Written
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
    """How often a change was refused in a row, until when it waits, what was said, and the event's base UID."""

    times: int
    until: datetime
    why: str
    uid: str


def waiting(sources: Sources, changes: Sequence[Change], now: datetime) -> list[Failed | None]:
    """Return for each change None if it is to be made now, or its refusal if it waits."""
    known, found = _load(sources.history), list[Failed | None]()
    read = _read(sources) if known else ""
    for change in changes:
        refusal = known.get(_digest(change, sources, read)) if known else None
        waits = refusal is not None and now < refusal.until <= now + PAUSES[-1]    # more: the clock was ahead
        found.append(_failed(change, refusal, sources, now) if refusal is not None and waits else None)
    return found


def noted(sources: Sources, results: Sequence[Result], now: datetime) -> tuple[Result, ...]:
    """Keep which of these changes were refused. Return the results, each refusal with the time of the next try."""
    known = _load(sources.history)
    if not known and not any(_is_refused(result) for result in results):
        return tuple(results)
    read, told = _read(sources), list[Result]()
    kept = {name: refusal for name, refusal in known.items() if refusal.until + KEPT > now}
    for result in results:
        name, error = _digest(result.change, sources, read), result.error if isinstance(result, Failed) else None
        if isinstance(error, EventRefused):
            times = kept[name].times + 1 if name in kept else 1
            uid = _uid(result.change, sources.hitlist.name)
            kept[name] = _Pause(times, now + PAUSES[min(times, len(PAUSES)) - 1], error.message, uid)
            told.append(_failed(result.change, kept[name], sources, now))
            continue
        if isinstance(result, Done):
            kept.pop(name, None)
        told.append(result)
    _keep(sources.history, kept)
    return tuple(told)


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
    return frozenset(one.uid for one in _load(history).values())


def last_shown(written: Mapping[str, Written], uids: Collection[str], list_name: str) -> dict[str, Event]:
    """Return what is on the calendar of these events, by base UID, as we last wrote it."""
    rows = ((base_uid(row.uid, list_name), row) for row in written.values() if not row.deleted)
    return {uid: row.event for uid, row in rows if uid in uids and row.event is not None}


def _uid(change: Change, list_name: str) -> str:
    return base_uid(change.after.uid if isinstance(change, Create) else change.before.uid, list_name)


def _is_refused(result: Result) -> bool:
    return isinstance(result, Failed) and isinstance(result.error, EventRefused)


def _failed(change: Change, refusal: _Pause, sources: Sources, now: datetime) -> Failed:
    zone = sources.hitlist.timezone
    when = moment_text(refusal.until, zone, day_of(now, zone))
    hint = f"It is tried again from {when}, and when the event or the hit list has changed."
    return Failed(change, EventRefused(refusal.why, hint, refusal.until))


def _digest(change: Change, sources: Sources, read: str) -> str:
    """Return a name for a change that was decided while the hit list's files were as in the mark `read`."""
    return sha256(repr((read, meaning(change, sources))).encode()).hexdigest()[:32]


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
        rows = json.loads(history.get_meta(_KEY) or "{}")
        return {str(name): _Pause(int(times), datetime.fromisoformat(until).astimezone(UTC), str(why), str(uid))
                for name, (times, until, why, uid) in rows.items()}
    except (ValueError, TypeError, AttributeError, OverflowError):
        return {}


def _keep(history: History, refusals: dict[str, _Pause]) -> None:
    rows = {name: (one.times, one.until.isoformat(), one.why, one.uid) for name, one in refusals.items()}
    history.set_meta(_KEY, json.dumps(rows, ensure_ascii=False, separators=(",", ":")))
