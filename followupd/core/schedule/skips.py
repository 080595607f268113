"""The blocks that the user skips, and those that they mean by "this week" or a day.

Takes facts, blocks and days; returns base UIDs, blocks and facts. A deletion on the calendar and `followupd skip` make
the same fact. Never decides where a block is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta, tzinfo

from followupd.core.people.timeline import day_of
from followupd.core.schedule.block import Block, Dropped
from followupd.core.schedule.weeks import monday_of
from followupd.core.values.event import Written
from followupd.core.values.facts import Fact, Restored, Skipped
from followupd.core.values.uid import base_uid, parse_uid

DAYS = timedelta(days=6)


def skipped_now(facts: Iterable[Fact], list_name: str) -> set[str]:
    """Return the base UIDs that are skipped; the last skip or undo counts."""
    skipped: set[str] = set()
    for fact in facts:
        if isinstance(fact, Skipped):
            skipped.add(base_uid(fact.uid, list_name))
        elif isinstance(fact, Restored):
            skipped.discard(base_uid(fact.uid, list_name))
    return skipped


def blocks_on(blocks: Iterable[Block], first: date, last: date, now: datetime, zone: tzinfo) -> list[Block]:
    """Return the coming blocks of that week, or those that are on that day or have their home there."""
    return [
        block for block in blocks
        if block.interval.start > now and _meant(block.interval.start, block.home.start if block.home else None,
                                                 first, last, zone)
    ]


def skips_on(dropped: Iterable[Dropped], first: date, last: date, now: datetime, zone: tzinfo) -> list[Dropped]:
    """Return the skipped blocks that are still to come."""
    return [
        gone for gone in dropped
        if gone.skipped and gone.home.start > now and _meant(gone.home.start, None, first, last, zone)
    ]


def _meant(start: datetime, home: datetime | None, first: date, last: date, zone: tzinfo) -> bool:
    days = [day_of(start, zone), *([day_of(home, zone)] if home is not None else [])]
    if first == monday_of(first) and last == first + DAYS:     # a week: blocks belong to the week of their rule
        days = days[-1:]
    return any(first <= day <= last for day in days)


def skipping(blocks: Iterable[Block], written: Mapping[str, Written], list_name: str, now: datetime) -> list[Skipped]:
    """Return the facts that skip these blocks, under the UIDs of their events or else their base UIDs."""
    latest: dict[str, tuple[int, str]] = {}
    for uid, row in written.items():
        parsed = parse_uid(uid, list_name)
        if parsed is not None and not row.deleted:
            latest[parsed.base] = max(latest.get(parsed.base, (0, "")), (parsed.generation, uid))
    return [
        Skipped(None, now, latest[block.uid][1] if block.uid in latest else block.uid, block.interval.start)
        for block in blocks
    ]


def restoring(
    dropped: Iterable[Dropped], facts: Iterable[Fact], list_name: str, now: datetime
) -> list[Restored]:
    """Return the facts that undo the skips of these blocks, under every UID that was skipped."""
    wanted = {gone.uid for gone in dropped}
    uids = {f.uid for f in facts if isinstance(f, Skipped) and base_uid(f.uid, list_name) in wanted}
    return [Restored(None, now, uid) for uid in sorted(uids)]
