"""What of ours stands on the calendar as a plan is made, and whose line is open on a sheet that is going on.

Takes what was last written, as the history knows it. Reads no calendar.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from followupd.core.people.wanted import NextTry
from followupd.core.schedule.block import Block
from followupd.core.values.event import Event, Written
from followupd.core.values.uid import parse_uid


def base_uid(uid: str, list_name: str) -> str:
    parsed = parse_uid(uid, list_name)
    return parsed.base if parsed else uid


def standing_events(written: Mapping[str, Written], list_name: str) -> dict[str, Event]:
    """What stands under each base UID, the highest generation where there are several."""
    found: dict[str, tuple[int, Event]] = {}
    for uid, row in written.items():
        parsed = parse_uid(uid, list_name)
        if parsed and row.event and not row.deleted and found.get(parsed.base, (0,))[0] < parsed.generation:
            found[parsed.base] = (parsed.generation, row.event)
    return {base: event for base, (_, event) in found.items()}


def running_sheets(
    blocks: Sequence[Block], standing: Mapping[str, Event], claims: Mapping[str, NextTry], now: datetime
) -> dict[str, Block]:
    """Who stands on the sheet of a block that is going on, and was not tried since it began: still open there."""
    found: dict[str, Block] = {}
    for block in blocks:
        event = standing.get(block.uid)
        if event is None or not block.interval.contains(now):
            continue
        for key in event.people:
            wish = claims.get(key)
            last = wish.timeline.last if wish else None
            if wish and (last is None or last.at < block.interval.start):
                found[key] = block
    return found
