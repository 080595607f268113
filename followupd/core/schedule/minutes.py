"""The protected time week by week: minutes protected, moved and lost.

Takes placed blocks and which of them were on the calendar; returns Weeks. Past blocks count by what was remembered with
their events (Stance), so old busy time need not be known. Never reads a calendar.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo

from followupd.core.people.timeline import day_of
from followupd.core.reasons import Overlaps
from followupd.core.schedule.block import Block, Dropped
from followupd.core.schedule.weeks import A_WEEK, monday_of
from followupd.core.values.event import Written
from followupd.core.values.uid import Kind, parse_uid

BACK, AHEAD = 4, 3                   # weeks before and after this one
OVERLAPPED = "overlapped"


@dataclass(frozen=True, slots=True)
class Week:
    """Minutes of the seven days from `first`.

    `moved` of the `protected` ones are not at the time of their rule; `because` has each cause of lost minutes once.
    """

    first: date
    protected: int
    moved: int
    lost: int
    because: tuple[str, ...] = ()


def begun_before(written: Mapping[str, Written], list_name: str, now: datetime) -> set[str]:
    """Return the base UIDs of the blocks that were on the calendar and have begun, including deleted ones."""
    begun = set()
    for uid, row in written.items():
        parsed = parse_uid(uid, list_name)
        if parsed is not None and parsed.kind is Kind.BLOCK and row.event is not None and row.event.start <= now:
            begun.add(parsed.base)
    return begun


def account(
    blocks: Iterable[Block], dropped: Iterable[Dropped], stood: Collection[str], since: date, now: datetime,
    zone: tzinfo,
) -> tuple[Week, ...]:
    """Return the past weeks, this one and the coming ones, as far as they have blocks.

    There is none before `since`, the day of the first pass. A block counts for the week of its rule, wherever it is.
    Minutes are lost if the user skipped the block, on days off, and if something overlaps a block that stays.
    """
    this = monday_of(day_of(now, zone))
    first, last = max(this - BACK * A_WEEK, monday_of(since)), this + AHEAD * A_WEEK
    weeks: dict[date, list[_Share]] = {}
    for share in _shares(blocks, dropped, stood, since, now, zone):
        weeks.setdefault(monday_of(share.day), []).append(share)
    return tuple(_sum(week, weeks[week]) for week in sorted(weeks) if first <= week <= last)


def week_before(
    day: date, blocks: Iterable[Block], dropped: Iterable[Dropped], stood: Collection[str], since: date,
    now: datetime, zone: tzinfo,
) -> Week | None:
    """Return the account of the seven days before `day`; None if they have no block.

    What overlapped a block is not named: that is forgotten once the block begins, and an existing text must not change
    because of that (P3).
    """
    all_shares = _shares(blocks, dropped, stood, since, now, zone, named=False)
    shares = [share for share in all_shares if day - A_WEEK <= share.day < day]
    return _sum(day - A_WEEK, shares) if shares else None


@dataclass(frozen=True, slots=True)
class _Share:
    """The share of one block, on the day of its rule. `because` says why minutes of it were `lost`."""

    day: date
    protected: timedelta
    moved: timedelta
    lost: timedelta
    because: str


def _shares(
    blocks: Iterable[Block], dropped: Iterable[Dropped], stood: Collection[str], since: date, now: datetime,
    zone: tzinfo, *, named: bool = True,
) -> Iterator[_Share]:
    for block in blocks:
        if block.interval.start <= now and block.uid not in stood:
            continue                                                   # over before we came
        home, held = block.home or block.interval, block.interval.length - block.overlap
        elsewhere = block.moved or block.away_from is not None
        names = (reason.what for reason in block.reasons if isinstance(reason, Overlaps) and named)
        over = next(names, OVERLAPPED)
        yield _Share(day_of(home.start, zone), held, held if elsewhere else timedelta(), block.overlap, over)
    for gone in dropped:
        day = day_of(gone.home.start, zone)
        if day >= since:
            yield _Share(day, timedelta(), timedelta(), gone.rule.length, gone.because)


def _sum(first: date, shares: Sequence[_Share]) -> Week:
    because = (share.because for share in shares if share.lost and share.because)
    return Week(
        first, _minutes(sum((share.protected for share in shares), timedelta())),
        _minutes(sum((share.moved for share in shares), timedelta())),
        _minutes(sum((share.lost for share in shares), timedelta())), tuple(dict.fromkeys(because)),
    )


def _minutes(length: timedelta) -> int:
    return int(length.total_seconds() // 60)
