"""Refuse what looks like an accident (P10), and what no plan may ever do (P5, and the past stays as it is).

Pure: takes what was read and what is about to be done, and raises UnsafeChange or returns.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta, tzinfo

from followupd.core.answers.ownership import number_of, went_back
from followupd.core.people.wanted import person_of
from followupd.core.values.event import Change, Create, Delete, Present, Update, Written
from followupd.core.values.uid import parse_uid
from followupd.errors import UnsafeChange

EARLIEST = 2020                          # no clock that is right tells an earlier year: a small machine starts at 1970
CLOCK_SLACK = timedelta(days=60)         # less than that heals: events to come move a little, and come back
FEW = 3       # deleting one or two events is a person tidying up; more than half of many at once is an accident


def check_clock(now: datetime, last_good: datetime | None, zone: tzinfo) -> None:
    """Stop when the clock has gone far back behind the last good pass: a machine without a clock of its own has just
    started. All that is to come would be taken off, and what the user answered would be logged in the wrong year."""
    behind = last_good is not None and now < last_good - CLOCK_SLACK
    if not behind and now.year >= EARLIEST:
        return
    was = f", but the last good pass was on {last_good.astimezone(zone):%d %b %Y}" if last_good and behind else ""
    raise UnsafeChange(
        f"the clock says {now.astimezone(zone):%d %b %Y}{was}; nothing was written",
        "Set this machine's clock; followupd then goes on by itself. If it is right: followupd sync --rebuild",
    )


def check_vanished(
    present: Collection[str], unreadable: Collection[str], written: Mapping[str, Written], exists: bool, label: str,
    now: datetime,
) -> None:
    """Stop when the calendar is gone, or most of our coming events are, all at once."""
    coming = [row for row in written.values() if row.event and not row.deleted and row.event.end > now]
    missing = [row for row in coming if row.uid not in present and not {row.uid, row.href} & set(unreadable)]
    if coming and not exists:
        what = f"{label} is gone, and with it {_count(len(coming))} of ours"
    elif len(missing) >= FEW and len(missing) * 2 > len(coming):
        what = f"{len(missing)} of our {_count(len(coming))} to come have vanished from {label} at once"
    else:
        return
    raise UnsafeChange(
        f"{what}; nothing was written",
        "Put it back if it was an accident. To write them again: followupd sync --rebuild. "
        "If you deleted them on purpose: followupd sync --accept-deletions",
    )


def check_restored(
    present: Mapping[str, Present], unreadable: Collection[str], written: Mapping[str, Written],
    skipped: Collection[str], label: str, now: datetime,
) -> None:
    """Stop when the calendar has gone back to an older state: what is missing then was deleted by nobody.

    An event shows it by our own note: we had written it again since, or had taken it off. While nothing is missing, one
    that went back may come from a program that sent an old copy, and one that is there again from a server that keeps
    what it should delete: they are put right. `skipped` are the user's deletions.

    A backup from before our last commits may show it by nothing but what it lacks: then several are missing, and of all
    that we did since the first of them was written nothing is to be seen. (One alone is what people delete.)
    """
    rows = [(there, written[uid]) for uid, there in present.items() if uid in written and uid not in skipped]
    back = [row for there, row in rows if went_back(there, row)]
    again = [row for there, row in rows if row.gone and there.witness and there.witness == row.witness]
    missing = [
        row for row in written.values()
        if row.event and not row.deleted and row.event.end > now and row.uid not in present
        and not {row.uid, row.href} & set(unreadable)
    ]  # fmt: skip
    if len(back) > 1 or (missing and (back or again)):
        what = f"{_count(len(back) + len(again))} of ours as before, {len(missing)} missing"
    elif len(missing) > 1 and not _shows(present, written, min(row.batch for row in missing)):
        what = f"the {_count(len(missing))} of ours that were written last are missing, and nothing else"
    else:
        what = ""
    if what:
        raise UnsafeChange(
            f"{label} has gone back to an older state: {what}; nothing was written",
            "If it came back from a backup, bring it up to date: followupd sync --rebuild. "
            "If you deleted the missing ones on purpose: followupd sync --accept-deletions",
        )


def _shows(present: Mapping[str, Present], written: Mapping[str, Written], since: int) -> bool:
    """Whether anything that we did in this commit or later is to be seen, or anything that another followupd did:
    then the calendar is no older than what we know."""
    if since == 0 or any(row.deleted != (row.uid in present) for row in written.values() if row.batch >= since):
        return True
    return any(
        uid not in written or number_of(there.witness) > number_of(written[uid].witness)
        for uid, there in present.items()
    )


def check_emptied(contacts: int, written: Mapping[str, Written], now: datetime) -> None:
    """Stop when the hit list, whose people stand on coming events, suddenly has nobody."""
    people = {
        person_of(ref)
        for row in written.values()
        if row.event and not row.deleted and row.event.start > now
        for ref in row.event.people
    }
    if contacts == 0 and people:
        count = "1 person" if len(people) == 1 else f"{len(people)} people"
        raise UnsafeChange(
            f"the hit list has no contacts any more, but {count} of it stand on coming events; nothing was written",
            "Put them back if it was an accident. If you mean it: followupd sync --accept-deletions",
        )


def check_changes(changes: Sequence[Change], present: Mapping[str, Present], list_name: str, now: datetime) -> None:
    """What the diff must never ask for. A failure here is a bug of ours, and nothing is written."""
    seen: set[str] = set()
    for change in changes:
        uid = change.after.uid if isinstance(change, Create) else change.before.uid
        if parse_uid(uid, list_name) is None:
            raise AssertionError(f"a change to an event that is not ours: {uid}")
        if uid in seen:
            raise AssertionError(f"two changes to one event: {uid}")
        seen.add(uid)
        match change:
            case Create(after=event):
                ok = uid not in present and event.start > now
            case Update(before=old, after=event):
                answered = event.answer != "" and replace(event, summary="") == replace(
                    old.event, summary="", answer=event.answer, alarm=event.alarm, people=event.people
                )
                ok = uid == event.uid and (old.event.start > now or answered)
            case Delete(before=old):
                ok = old.event.start > now
        if not ok:
            raise AssertionError(f"a change that no plan may make: {change}")


def _count(number: int) -> str:
    return f"{number} event" if number == 1 else f"{number} events"
