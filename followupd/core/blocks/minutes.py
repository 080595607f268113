"""What becomes of the protected time, week by week: minutes protected, moved and lost.

Takes placed blocks and which of them stood on the calendar; returns Weeks. What is past is read from what was
remembered with its event (Stance), so that busy time need not be known for ever. Never looks at a calendar.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo

from followupd.core.block_reasons import Overlaps
from followupd.core.blocks import Block, Dropped
from followupd.core.blocks.weeks import A_WEEK, monday_of
from followupd.core.event import Kind, Written, parse_uid
from followupd.core.timeline import day_of

BACK, AHEAD = 4, 3                   # weeks beside this one
OVERLAPPED = "overlapped"


@dataclass(frozen=True, slots=True)
class Week:
    """Minutes of the week from `monday`. `moved` of the `protected` ones lie elsewhere than their rule says;
    `because` says why minutes were lost, each cause once."""

    monday: date
    protected: int
    moved: int
    lost: int
    because: tuple[str, ...] = ()


def stood_before(written: Mapping[str, Written], list_name: str, now: datetime) -> set[str]:
    """Base UIDs of the blocks that stood on the calendar and have begun; also those that were tidied away since."""
    found = set()
    for uid, row in written.items():
        parsed = parse_uid(uid, list_name)
        if parsed is not None and parsed.kind is Kind.BLOCK and row.event is not None and row.event.start <= now:
            found.add(parsed.base)
    return found


def account(
    blocks: Iterable[Block], dropped: Iterable[Dropped], stood: Collection[str], since: date, now: datetime,
    zone: tzinfo,
) -> tuple[Week, ...]:
    """The last weeks (none before `since`, the day of the first pass), this one and the next ones, those with blocks.

    A block counts for the week of its rule, wherever it stands. Minutes are lost where the user skipped it, on days
    off, and where something lies over a block that stays.
    """
    this = monday_of(day_of(now, zone))
    first, last = max(this - BACK * A_WEEK, monday_of(since)), this + AHEAD * A_WEEK
    protected: dict[date, timedelta] = {}
    moved: dict[date, timedelta] = {}
    lost: dict[date, list[tuple[timedelta, str]]] = {}
    for block in blocks:
        if block.interval.start <= now and block.uid not in stood:
            continue                                                   # over before we came
        home = block.home or block.interval
        week, held = monday_of(day_of(home.start, zone)), block.interval.length - block.overlap
        protected[week] = protected.get(week, timedelta()) + held
        if block.moved or block.away_from is not None:
            moved[week] = moved.get(week, timedelta()) + held
        if block.overlap:
            what = [reason.what for reason in block.reasons if isinstance(reason, Overlaps)]
            lost.setdefault(week, []).append((block.overlap, what[0] if what else OVERLAPPED))
    for gone in dropped:
        if day_of(gone.home.start, zone) >= since:
            entry = (gone.rule.length, gone.because)
            lost.setdefault(monday_of(day_of(gone.home.start, zone)), []).append(entry)
    return tuple(
        Week(
            week, _minutes(protected.get(week, timedelta())), _minutes(moved.get(week, timedelta())),
            _minutes(sum((length for length, _ in lost.get(week, ())), timedelta())),
            tuple(dict.fromkeys(because for _, because in lost.get(week, ()))),
        )
        for week in sorted({*protected, *lost}) if first <= week <= last
    )


def _minutes(length: timedelta) -> int:
    return int(length.total_seconds() // 60)
