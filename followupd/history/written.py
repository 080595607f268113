"""Our last writes on each calendar, kept in the state database.

Takes an open transaction (or a reading connection) and the values of a commit; gives `Written`. An intent is stored
before the calendar is touched, so a crash between the two is seen by the next pass. What the calendar had at its last
read is dropped with it and stored again after the pass: what is remembered never comes from before a commit. Never
touches a calendar.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from followupd.core.phrases.signs import sign_in
from followupd.core.values.event import (
    Change,
    Clash,
    Create,
    Delete,
    Done,
    Event,
    Failed,
    Present,
    Result,
    Stance,
    Update,
    Written,
    uid_of,
)
from followupd.history.forms import instant_text

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode   # json.dumps makes one for each text
MOST_TOLD = 20      # at once; more come from an import or a lost database, and nobody takes them back one by one
# The column `witness` holds the ownership note; existing databases have this name.
_UPSERT = """INSERT INTO written (calendar, uid, event, href, version, intent, deleted, witness, batch)
    VALUES (:calendar, :uid, :event, :href, :version, NULL, 0, :note, coalesce(:batch, 0))
    ON CONFLICT (calendar, uid) DO UPDATE SET event = :event, version = :version, intent = NULL, deleted = 0,
        witness = :note, href = coalesce(nullif(:href, ''), href), batch = coalesce(:batch, batch)"""


def load(db: sqlite3.Connection, calendar: str) -> dict[str, Written]:
    """Return what was last written on a calendar, by UID."""
    rows = db.execute(
        """SELECT uid, event, href, version, intent, deleted, witness, batch, before FROM written WHERE calendar = ?
            ORDER BY uid""",
        (calendar,),
    )
    return {
        uid: Written(
            uid, None if event is None else event_from_text(event), href, version,
            None if intent is None else event_from_text(intent), bool(deleted), note, batch, *_before(before),
        )
        for uid, event, href, version, intent, deleted, note, batch, before in rows
    }


def _before(text: str | None) -> tuple[Event | None, frozenset[str]]:
    if text is None:
        return None, frozenset()
    event, because = json.loads(text)
    return None if event is None else event_from_text(event), frozenset(because)


def intend(db: sqlite3.Connection, calendar: str, changes: Sequence[Change]) -> None:
    """Store what is about to be written, and drop what is remembered of the calendar.

    UIDs that are about to be deleted are never used again, so a crash never looks like a deletion by the user (P4).
    """
    db.execute("DELETE FROM calendars WHERE calendar = ?", (calendar,))
    db.executemany(
        """INSERT INTO written (calendar, uid, deleted, version) VALUES (?, ?, 1, ?)
            ON CONFLICT (calendar, uid) DO UPDATE SET deleted = 1, intent = NULL, version = coalesce(version, '')""",
        [(calendar, c.before.uid, c.before.version or "") for c in changes if isinstance(c, Delete)],
    )
    db.executemany(
        """INSERT INTO written (calendar, uid, intent) VALUES (?, ?, ?)
            ON CONFLICT (calendar, uid) DO UPDATE SET intent = excluded.intent""",
        [(calendar, event.uid, event_to_text(event)) for event in map(_ours, changes) if event is not None],
    )


def _ours(change: Change) -> Event | None:
    match change:
        case Create(after=event) | Update(ours=event):
            return event
        case Delete():
            return None


def record_results(
    db: sqlite3.Connection, calendar: str, results: Sequence[Result], because: Collection[str] = ()
) -> None:
    """Store the results of a commit. `because` has the keys of the reports since the one before."""
    _keep_places(db, calendar, results, because)
    last = db.execute("SELECT coalesce(max(batch), 0) FROM written WHERE calendar = ?", (calendar,)).fetchone()[0]
    batch = int(last) + 1
    for result in results:
        match result:
            case Done(change=Create(after=event) | Update(ours=event), present=present):
                # Our part of the event, with alarm and people, which are known only here, and without the user's lines.
                _store(db, calendar, event, present, batch)
            case Done(change=Delete(before=before)):
                db.execute(
                    """INSERT INTO written (calendar, uid, event, href, deleted, batch) VALUES (?, ?, ?, ?, 1, ?)
                        ON CONFLICT (calendar, uid) DO UPDATE SET deleted = 1, intent = NULL, version = NULL,
                            event = coalesce(event, excluded.event), batch = excluded.batch""",
                    # One that the user had cancelled was taken off by them.
                    (calendar, before.uid, event_to_text(before.event), before.href, 0 if before.cancelled else batch),
                )
            case Clash(change=Create(after=event)):
                db.execute("UPDATE written SET intent = NULL WHERE calendar = ? AND uid = ?", (calendar, event.uid))
                # A row that held only this intent is empty now.
                db.execute(
                    "DELETE FROM written WHERE calendar = ? AND uid = ? AND event IS NULL AND NOT deleted",
                    (calendar, event.uid),
                )
            case Failed():
                pass   # perhaps only the answer was lost: the intent stays until a pass has looked


def _keep_places(db: sqlite3.Connection, calendar: str, results: Sequence[Result], because: Collection[str]) -> None:
    """Keep what events were that a commit has made, moved or taken off, if there were reports since the one before."""
    for change in (one.change for one in results if isinstance(one, Done)):
        uid = uid_of(change)
        row = db.execute("SELECT event FROM written WHERE calendar = ? AND uid = ?", (calendar, uid)).fetchone()
        last: str | None = None if isinstance(change, Create) or row is None else row[0]
        if isinstance(change, Update) and (last is None or _place(event_from_text(last)) == _place(change.ours)):
            continue
        if isinstance(change, Delete) and last is None:
            continue
        before = _encode([last, sorted(because)]) if 0 < len(because) <= MOST_TOLD else None
        db.execute("UPDATE written SET before = ? WHERE calendar = ? AND uid = ?", (before, calendar, uid))


def _place(event: Event) -> tuple[object, ...]:
    return event.start, event.end, event.people


def adopt(db: sqlite3.Connection, calendar: str, events: Sequence[tuple[Present, Event]]) -> None:
    """Remember events of ours that were found on the calendar."""
    for present, event in events:
        _store(db, calendar, event, present)


def bury(db: sqlite3.Connection, calendar: str, uids: Iterable[str]) -> None:
    """Mark these as deleted by the user."""
    db.executemany(
        """INSERT INTO written (calendar, uid, deleted) VALUES (?, ?, 1)
            ON CONFLICT (calendar, uid) DO UPDATE SET deleted = 1, intent = NULL, version = NULL, batch = 0,
                before = NULL""",
        [(calendar, uid) for uid in uids],
    )


def forget(db: sqlite3.Connection, calendar: str) -> None:
    """Drop everything known about a calendar."""
    db.execute("DELETE FROM calendars WHERE calendar = ?", (calendar,))
    db.execute("DELETE FROM written WHERE calendar = ?", (calendar,))


def load_memory(db: sqlite3.Connection, calendar: str) -> tuple[str, str] | None:
    """Return the place and the resources of a calendar at the end of the last pass, as only it interprets them."""
    row = db.execute("SELECT place, resources FROM calendars WHERE calendar = ?", (calendar,)).fetchone()
    return None if row is None else (str(row[0]), str(row[1]))


def keep_memory(db: sqlite3.Connection, calendar: str, place: str, resources: str | None) -> None:
    """Store place and resources; None leaves the resources as they are."""
    if resources is None:
        db.execute("UPDATE calendars SET place = ? WHERE calendar = ?", (place, calendar))
    else:
        db.execute("INSERT OR REPLACE INTO calendars VALUES (?, ?, ?)", (calendar, place, resources))


def _store(
    db: sqlite3.Connection, calendar: str, event: Event, present: Present | None, batch: int | None = None
) -> None:
    """Store a row. `batch` is None if the event is only remembered, not written."""
    db.execute(_UPSERT, {
        "calendar": calendar, "uid": event.uid, "event": event_to_text(event),
        "href": "" if present is None else present.href, "version": None if present is None else present.version,
        "note": "" if present is None else present.note, "batch": batch,
    })


def event_to_text(event: Event) -> str:
    """Return one of our events as JSON text: instants in UTC, the alarm in seconds before the start."""
    return _encode({
        "uid": event.uid, "start": instant_text(event.start), "end": instant_text(event.end),
        "summary": event.summary, "description": event.description, "busy": event.busy,
        "alarm": None if event.alarm is None else event.alarm.total_seconds(), "people": list(event.people),
        "sought": None if event.sought is None else event.sought.isoformat(),
        **({} if event.stance is None else {"stance": _stance_to_json(event.stance)}),
        **({"channels": list(event.channels)} if event.channels else {}),
        **({"answer": event.answer} if event.answer else {}),
        **({"topic": event.topic} if event.topic else {}),
        **({"titles": list(event.titles)} if event.titles else {}),
        **({"undone": list(event.undone)} if event.undone else {}),
        **({"open_text": event.open_text} if event.open_text else {}),
        **({"own": event.own} if event.own else {}),
        **({"unclaimed": list(event.unclaimed)} if event.unclaimed else {}),
        **({} if event.asked is None else {"asked": instant_text(event.asked)}),
        **({"silent": True} if event.silent else {}),
    })


def _stance_to_json(stance: Stance) -> dict[str, object]:
    return {
        "home": instant_text(stance.home), "because": stance.because, "overlap": stance.overlap.total_seconds(),
        "moves": stance.moves,
    }


def event_from_text(text: str) -> Event:
    """Return the event that `event_to_text` wrote. A damaged one raises KeyError, ValueError or TypeError."""
    body = json.loads(text)
    start = datetime.fromisoformat(body["start"])
    return Event(
        body["uid"], start, datetime.fromisoformat(body["end"]), body["summary"],
        body["description"], body["busy"], None if body["alarm"] is None else timedelta(seconds=body["alarm"]),
        tuple(body["people"]), tuple(body.get("channels", ())),
        date.fromisoformat(body["sought"]) if body.get("sought") else None,
        _stance(body["stance"]) if body.get("stance") else None,
        body.get("answer") or sign_in(body["summary"], start.date()),     # rows from before signs have only words
        body.get("topic", ""),
        tuple(body.get("titles", ())),
        undone=tuple(body.get("undone", ())), open_text=body.get("open_text") or _open_text(body),
        own=body.get("own", ""), unclaimed=tuple(body.get("unclaimed", ())),
        asked=datetime.fromisoformat(body["asked"]) if "asked" in body else None, silent=bool(body.get("silent")),
    )


def _open_text(body: dict[str, Any]) -> str:
    """Return the text before the answer, of a row from before it was kept whole: only its end was replaced."""
    end, *before = body.get("closing", ("",))
    text: str = body["description"]
    return f"{text.removesuffix(end)}{before[0]}" if before and text.endswith(end) else ""


def _stance(body: dict[str, Any]) -> Stance:
    return Stance(
        datetime.fromisoformat(body["home"]), body["because"], timedelta(seconds=body["overlap"]), body["moves"]
    )
