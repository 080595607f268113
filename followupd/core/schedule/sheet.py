"""The call sheets: who stands on the next blocks, in order, sized to the minutes in them.

Takes wishes and placed blocks; returns the people of each sheet. A person is on one sheet at most (P2), and only
on one whose hour suits them (P7). The same input gives the same sheet.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from followupd.core.people.early import early_day
from followupd.core.people.reach import Reach
from followupd.core.people.timeline import day_of
from followupd.core.people.wanted import NextTry
from followupd.core.reasons import BeforeItsDay, BlockIsShort
from followupd.core.schedule.block import Block
from followupd.core.schedule.demand import minutes_left, short_of
from followupd.core.schedule.seating import can_from, seated
from followupd.core.values.hitlist import Hitlist
from followupd.core.values.time import Interval
from followupd.core.values.uid import Kind

SHEETS_AHEAD = 2
PATIENCE = timedelta(days=35)
# After promises and other matters: who asked, then who was tried, then whose time it is.
GROUP = {Kind.CALLBACK: 1, Kind.RETRY: 2, Kind.DETAILS: 3, Kind.DUE: 3}


@dataclass(slots=True)
class Fitting:
    """Whether a block can hold a person. `coming` are the blocks after now, in order of time. Remembers what it worked
    out about hours, which many people share: half of placing ten thousand (bench/planning.py)."""

    hitlist: Hitlist
    reach: Mapping[str, Reach]
    coming: Sequence[Block]
    _days: list[date] = field(init=False)                                          # the user's day of each block
    _theirs: dict[tuple[int, str], tuple[Interval, ...]] = field(default_factory=dict, init=False)
    _held: dict[str, tuple[NextTry, bool]] = field(default_factory=dict, init=False)
    _suited: dict[tuple[int, str | None, str], bool] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        self._days = [self.day(block) for block in self.coming]

    def day(self, block: Block) -> date:
        """The user's day on which the block begins."""
        return day_of(block.interval.start, self.hitlist.timezone)

    def able(self, wishes: Iterable[NextTry], block: Block) -> list[NextTry]:
        """Who can stand on its sheet: min_gap kept, their day come, and for a live channel their hours and another time
        of day (P7)."""
        day = self.day(block)
        return [w for w in wishes if w.anchor <= day and w.not_before <= day and self._suits(w, block)]

    def able_early(self, wishes: Iterable[NextTry], block: Block) -> list[NextTry]:
        """The same before their day, as far as early.py lets it."""
        day, retry = self.day(block), self.hitlist.retry
        return [
            w for w in wishes
            if w.anchor > day and (first := early_day(w, retry)) is not None and first <= day and self._suits(w, block)
        ]

    def _suits(self, wish: NextTry, block: Block) -> bool:
        if wish.timeline.series or wish.kind is Kind.CALLBACK:
            return self._has_time(wish, block)                         # theirs alone: another time of day
        shared = (id(self.reach[wish.key]), wish.channel, block.uid)
        if shared not in self._suited:
            self._suited[shared] = self._has_time(wish, block)
        return self._suited[shared]

    def _has_time(self, wish: NextTry, block: Block) -> bool:
        if block.rule.per_channel and block.rule.minutes_for(wish.channel) > block.rule.length:
            return False                                               # a coffee in a quarter of an hour
        return self.can_from(wish, block, block.interval.start) is not None

    def can_from(self, wish: NextTry, block: Block, at: datetime) -> datetime | None:
        """The first instant of the block from `at` on at which there is time for them, in their hours and at another
        time of day than the last try that failed (P7)."""
        needed = min(block.rule.minutes_for(wish.channel), block.interval.length)
        if not wish.live:
            return at if at + needed <= block.interval.end else None
        hours = self.reach[wish.key]
        remembered = (id(hours), block.uid)
        if remembered not in self._theirs:
            theirs = hours.theirs.intervals(block.interval.start, block.interval.end, hours.their_zone)
            self._theirs[remembered] = tuple(theirs)
        return can_from(wish, hours, self._theirs[remembered], needed, at)

    def any_block(self, wish: NextTry) -> bool:
        """Whether one of the blocks that the wish can wait for can hold it."""
        known = self._held.get(wish.key)
        if known is None or known[0] is not wish:
            first = bisect_left(self._days, max(wish.anchor, wish.not_before))
            last = bisect_right(self._days, patience(wish))
            known = self._held[wish.key] = wish, any(self._suits(wish, block) for block in self.coming[first:last])
        return known[1]

    def late_block(self, wish: NextTry, now: datetime, *, passed: bool) -> bool:
        """Whether one of the next blocks can hold a wish that is late anyway: it has waited long enough, was kept back
        (also by days off) until then, or has a reminder or a sheet that `passed`. Nobody else waits for a block beyond
        that day."""
        first = max(wish.anchor, wish.not_before)
        first = next(iter(self.reach[wish.key].days_from(first, 1)), first)      # nobody calls before the user is back
        if not passed and patience(wish) >= max(first, day_of(now, self.hitlist.timezone)):
            return False
        begin = bisect_left(self._days, first)
        return any(self._suits(wish, block) for block in self.coming[begin : begin + SHEETS_AHEAD])


@dataclass(frozen=True, slots=True)
class Sheets:
    """`people` of each block by its UID, in order; `short` where more were due than its minutes hold."""

    people: dict[str, tuple[NextTry, ...]]
    short: dict[str, BlockIsShort]


def fill(
    wishes: Iterable[NextTry], blocks: Sequence[Block], fitting: Fitting, order: Mapping[str, int],
    matters: Mapping[str, Sequence[object]] | None = None,
) -> Sheets:
    """The sheet of each block; `order` is each key's place on the hit list. `matters` (promises, cards) stand before
    the people and take their minutes."""
    left = {wish.key: wish for wish in wishes}
    sheets = Sheets({}, {})
    for block in blocks:
        day = fitting.day(block)
        able = fitting.able(left.values(), block)
        able.sort(key=lambda w: (GROUP[w.kind], -w.urgency(day), not w.contact.like, order[w.key]))
        before = len((matters or {}).get(block.uid, ()))
        early: list[NextTry] = []
        if minutes_left(block, able, before) >= block.rule.shortest:
            early = fitting.able_early(left.values(), block)
            early.sort(key=lambda w: (-w.urgency(day), not w.contact.like, order[w.key]))
        chosen = seated(
            [*able, *(_early(wish) for wish in early)], block, before, fitting.can_from, fitting.hitlist.timezone
        )
        for wish in chosen:
            del left[wish.key]
        if not early and len(chosen) < len(able):
            sheets.short[block.uid] = short_of(block, able, chosen)
        sheets.people[block.uid] = tuple(chosen)
    return sheets


def patience(wish: NextTry) -> date:
    """The last day on which a block is waited for: not beyond `at_most`, and not longer than a monthly block takes to
    come round. (A friend in Zurich would else wait three months for the one autumn week in which only one of the two
    clocks has changed.)"""
    first = max(wish.anchor, wish.not_before)
    return min(wish.late, first + PATIENCE) if first <= date.max - PATIENCE else wish.late


def _early(wish: NextTry) -> NextTry:
    return replace(wish, reasons=(*wish.reasons, BeforeItsDay()))
