"""Facts as rows of the `facts` table, and back; the reading side is written for 100,000 of them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from followupd.core.values.facts import (
    Attempt,
    Booked,
    Closed,
    Fact,
    Listed,
    Moved,
    Outcome,
    Promised,
    Restored,
    Settled,
    Skipped,
    Swept,
)
from followupd.history.codec import EPOCH, asked_text, day_text, fact_id, read_asked, to_micros

INSERT = """INSERT INTO facts (
        kind, contact, at, recorded, id, outcome, channel, note, asked, timed, source,
        uid, starts, ends, slug, name, phones, emails, address, attempt_at
    ) VALUES (
        :kind, :contact, :at, :recorded, :id, :outcome, :channel, :note, :asked, :timed, :source,
        :uid, :starts, :ends, :slug, :name, :phones, :emails, :address, :attempt_at
    ) ON CONFLICT (id) DO NOTHING"""

SELECT = """SELECT kind, contact, at, outcome, channel, note, asked, timed, source,
        uid, starts, ends, slug, name, phones, emails, address, attempt_at
    FROM facts WHERE seq > ? AND seq <= ? ORDER BY seq"""

_ABSENT: dict[str, object] = dict.fromkeys((
    "outcome", "channel", "note", "asked", "timed", "source", "uid", "starts", "ends",
    "slug", "name", "phones", "emails", "address", "attempt_at",
))

Row = tuple[object, ...]


def to_row(fact: Fact, recorded: datetime) -> dict[str, object]:
    """The values for `INSERT`; `recorded` (aware) is when the history was told."""
    row = _ABSENT | {
        "contact": fact.contact, "at": to_micros(fact.at), "recorded": to_micros(recorded), "id": fact_id(fact),
    }
    match fact:
        case Attempt():
            return row | {
                "kind": "attempt", "outcome": fact.outcome.value, "channel": fact.channel, "note": fact.note,
                "asked": asked_text(fact.asked), "timed": fact.timed, "source": fact.source, "uid": fact.event,
            }
        case Listed():
            return row | {
                "kind": "listed", "slug": fact.slug, "name": fact.name,
                "phones": json.dumps(fact.phones, ensure_ascii=False),
                "emails": json.dumps(fact.emails, ensure_ascii=False),
            }
        case Closed():
            return row | {
                "kind": "closed", "channel": fact.channel, "address": fact.address,
                "outcome": fact.outcome.value, "attempt_at": to_micros(fact.attempt_at),
            }
        case Moved():
            return row | {
                "kind": "moved", "uid": fact.uid, "starts": to_micros(fact.start), "ends": to_micros(fact.end),
            }
        case Skipped():
            return row | {"kind": "skipped", "uid": fact.uid, "starts": to_micros(fact.start)}
        case Restored():
            return row | {"kind": "restored", "uid": fact.uid}
        # What came later uses the columns that were there: what was promised is a note, and a day is one asked for.
        case Promised():
            return row | {"kind": "promised", "note": fact.what, "asked": day_text(fact.by), "source": fact.source}
        case Settled():
            return row | {
                "kind": "settled", "note": fact.what, "asked": day_text(fact.by),
                "outcome": "kept" if fact.kept else "dropped", "source": fact.source, "uid": fact.event,
            }
        case Booked() | Swept():
            return row | {
                "kind": "booked" if isinstance(fact, Booked) else "swept", "asked": day_text(fact.day),
                "source": fact.source, "uid": fact.event,
            }


def from_rows(rows: Iterable[tuple[str, str, int, str, str, str, str, int, str,
                                   str, int, int, str, str, str, str, str, int]]) -> list[Fact]:
    """The facts of `SELECT`'s rows. The element types are those of the kind that uses a column; others are None."""
    outcomes = {outcome.value: outcome for outcome in Outcome}
    names: dict[str, str] = {}   # one text object for each contact instead of one for each row
    facts: list[Fact] = []
    for (kind, contact, at, outcome, channel, note, asked, timed, source,
         uid, starts, ends, slug, name, phones, emails, address, attempt_at) in rows:
        contact = names.setdefault(contact, contact)
        when = _instant(at)
        match kind:
            case "attempt":
                facts.append(Attempt(
                    contact, when, outcomes[outcome], channel, note,
                    read_asked(asked) if asked is not None else None, timed == 1, source, uid,
                ))
            case "listed":
                facts.append(
                    Listed(contact, when, slug, name, tuple(json.loads(phones)), tuple(json.loads(emails)))
                )
            case "closed":
                facts.append(Closed(contact, when, channel, address, outcomes[outcome], _instant(attempt_at)))
            case "moved":
                facts.append(Moved(contact, when, uid, _instant(starts), _instant(ends)))
            case "skipped":
                facts.append(Skipped(contact, when, uid, _instant(starts)))
            case "restored":
                facts.append(Restored(contact, when, uid))
            case "promised":
                facts.append(Promised(contact, when, note, _day(asked), source))
            case "settled":
                facts.append(Settled(contact, when, note, _day(asked), outcome == "kept", source, uid))
            case "booked":
                facts.append(Booked(contact, when, date.fromisoformat(asked), source, uid))
            case "swept":
                facts.append(Swept(contact, when, _day(asked), source, uid))
    return facts


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _instant(micros: int) -> datetime:
    return EPOCH + timedelta(0, 0, micros)
