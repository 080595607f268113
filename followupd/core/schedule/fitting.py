"""The coming blocks that can hold a person, how long somebody waits for one, and how early they may be on it.

Takes blocks, hours and next tries; gives no lines to people. Only a block whose hour suits a person can hold them (P7).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from followupd.core.people.reach import Reach
from followupd.core.people.timeline import day_of
from followupd.core.people.wanted import CALL, NextTry, Task
from followupd.core.reasons import BackLate, BlocksAtSameTime, NoBlockHolds, Reason
from followupd.core.schedule.block import Block
from followupd.core.schedule.on_calendar import NO_OTHERS, OtherItems
from followupd.core.schedule.seating import can_from, instants
from followupd.core.values.hitlist import Hitlist, RetryRule
from followupd.core.values.time import Interval, Span, is_another_time, later
from followupd.core.values.uid import Kind

SHEETS_AHEAD = 2
WAIT_FOR_A_BLOCK = timedelta(days=35)
NEAR = timedelta(days=3)          # so near a block serves as well as a reminder
A_WEEK = timedelta(days=7)
# So much of the cadence, and no longer than the ladder's first two waits or a fortnight: time for two tries that fail.
# With time for one only (7 days) 0.8 points less were within `every`, 0.1 within `at_most`, for 3 tries in 100 less;
# three weeks were worse for both: starting sooner means resting sooner (bench/follow_through, 3 scenarios, 4 seeds).
SHARE, MOST = 0.15, 14.0
DAYS_LOOKED = 14                  # days in which two people's hours have to meet


@dataclass(frozen=True)
class Fitting:
    """The answers to whether a block can hold a person.

    `hours` go by contact key; `coming` are the blocks after now, in order of time, `days` the user's day of each;
    `begun` says when the sheets with somebody's line began, the last one last, by `Wanted.ref`.
    """

    hitlist: Hitlist
    hours: Mapping[str, Reach]
    coming: tuple[Block, ...]
    days: tuple[date, ...]
    begun: Mapping[str, Sequence[datetime]]

    @property
    def horizon(self) -> date:
        """The last due day with which somebody can be on one of the next sheets, as early as allowed."""
        return max((later(day, int(MOST)) for day in self.days[:SHEETS_AHEAD]), default=date.min)

    def day(self, block: Block) -> date:
        """The user's day on which the block begins."""
        return day_of(block.interval.start, self.hitlist.timezone)

    def able(self, next_tries: Iterable[NextTry], block: Block) -> list[NextTry]:
        """Return who can be on its sheet: people whose day has come, with `min_gap` kept.

        By a live channel it is also in their hours, and at another time of day (P7).
        """
        day = self.day(block)
        return [w for w in next_tries if w.anchor <= day and w.not_before <= day and self.suits(w, block)]

    def able_early(self, next_tries: Iterable[NextTry], block: Block) -> list[NextTry]:
        """Return the same for a sheet before their day, as early as `early_day` allows."""
        day, retry = self.day(block), self.hitlist.retry
        return [
            w for w in next_tries
            if w.anchor > day and (first := early_day(w, retry)) is not None and first <= day and self.suits(w, block)
        ]

    def within(self, first: date, last: date) -> list[tuple[date, Block]]:
        """Return the coming blocks from the first to the last of these days, with their days."""
        begin, end = bisect_left(self.days, first), bisect_right(self.days, last)
        return list(zip(self.days[begin:end], self.coming[begin:end], strict=True))

    def suits(self, next_try: NextTry, block: Block) -> bool:
        """Return whether it has time for them: in their hours, and at another time of day than their last try (P7)."""
        if block.rule.per_channel and block.rule.minutes_for(next_try.channel) > block.rule.length:
            return False                                               # say, a coffee in a quarter of an hour
        return self.can_from(next_try, block, block.interval.start) is not None

    def can_from(self, next_try: NextTry, block: Block, at: datetime) -> datetime | None:
        """Return the first instant of the block from `at` on at which there is time for them.

        It is in their hours, and at another time of day than the last failed try (P7).
        """
        needed = min(block.rule.minutes_for(next_try.channel), block.interval.length)
        if not next_try.keeps_hours:
            return at if at + needed <= block.interval.end else None
        hours = self.hours[next_try.key]
        theirs = self.theirs(hours, block)
        moment = can_from(next_try, hours, theirs, needed, at)
        if moment is None and self.only_the_same_time(next_try):
            return can_from(next_try, hours, theirs, needed, at, same_time=True)
        return moment

    def theirs(self, hours: Reach, block: Block) -> tuple[Interval, ...]:
        """Return when somebody with these hours may be reached in the block."""
        # If the user put the block there, they mean to call; if something else moved it, the usual hours decide.
        return hours.in_block(block.interval, chosen=block.away_from is None)

    def holds_call(self, task: Task, block: Block) -> bool:
        """Return whether it has time for a call, if the task is one that day: in hours of its person (P7)."""
        needed = min(block.rule.minutes_for(CALL), block.interval.length)
        return any(part.length >= needed for part in self.theirs(self.hours[task.key], block))

    def only_the_same_time(self, next_try: NextTry) -> bool:
        """Return whether only blocks at the time of day of the last failed try suit both."""
        if not next_try.live or not next_try.failed:
            return False
        hours, day, length = self.hours[next_try.key], next_try.anchor, self.hitlist.retry.length_for(next_try.channel)
        if not hours.only_in_blocks(day, length):
            return False
        days = (later(day, number) for number in range(DAYS_LOOKED))
        return not any(
            is_another_time(start, next_try.failed[-1], hours.their_zone)
            for one in days for part in hours.in_blocks(one) for start in instants(part, length)
        )

    def unused_lines(self, next_try: NextTry) -> Sequence[datetime]:
        """Return when the sheets with their line began since they were tried, the last one last."""
        begun, tried = self.begun.get(next_try.ref, ()), next_try.tried_last
        return begun if tried is None else begun[bisect_right(begun, tried):]

    def had_a_line_on(self, next_try: NextTry, day: date) -> bool:
        """Return whether a line of theirs passed unused on that day."""
        return any(day_of(start, self.hitlist.timezone) == day for start in self.unused_lines(next_try)[-1:])

    def any_block(
        self, next_try: NextTry, others: OtherItems = NO_OTHERS, until: date | None = None
    ) -> bool:
        """Return whether a block `until` a day, or while the try can wait, can hold it beside the person's `others`."""
        first = bisect_left(self.days, max(next_try.anchor, next_try.not_before))
        last = bisect_right(self.days, until or patience(next_try))
        return self._any(next_try, first, last, others)

    def why_none(self, next_try: NextTry, today: date) -> tuple[Reason, ...]:
        """Return why no block of the next weeks can hold a try; nothing if one can."""
        first = max(next_try.anchor, next_try.not_before, today)
        blocks = [block for _, block in self.within(first, later(first, WAIT_FOR_A_BLOCK.days))]
        if any(self.suits(next_try, block) for block in blocks):
            return (BackLate(),) if back_late(next_try) and not self.any_block(next_try) else ()
        return (BlocksAtSameTime() if self.at_the_same_time(next_try, blocks) else NoBlockHolds(),)

    def at_the_same_time(self, next_try: NextTry, blocks: Iterable[Block]) -> bool:
        """Return whether one of these blocks, which do not suit, would if the last try had been at another time."""
        unfailed = replace(next_try, timeline=replace(next_try.timeline, series=()))
        return bool(next_try.failed) and any(self.suits(unfailed, block) for block in blocks)

    def any_coming(self, next_try: NextTry) -> bool:
        """Return whether any known block can hold it from its day on, however long it waits."""
        first = bisect_left(self.days, max(next_try.anchor, next_try.not_before))
        return self._any(next_try, first, len(self.days), NO_OTHERS)

    def _any(self, next_try: NextTry, first: int, last: int, others: OtherItems) -> bool:
        among = zip(self.coming[first:last], self.days[first:last], strict=True)
        return any(self.suits(next_try, block) and not others.bar(day, block) for block, day in among)

    def late_block(
        self, next_try: NextTry, now: datetime, *, passed: bool, others: OtherItems = NO_OTHERS
    ) -> bool:
        """Return whether one of the next blocks can hold somebody who is late anyway.

        They have waited long enough, were kept back until then (perhaps by days off), or have a reminder or a sheet
        that `passed`. Everybody else waits for a block beyond that day only if it is near: in a week and before they
        are late, or within three days if they come back late.
        """
        first = max(next_try.anchor, next_try.not_before)
        first = next(iter(self.hours[next_try.key].days_from(first, 1)), first)  # no calls before the user is back
        today = day_of(now, self.hitlist.timezone)
        if not passed and patience(next_try) >= max(first, today):
            near = later(today, NEAR.days) if back_late(next_try) else min(next_try.late, later(today, A_WEEK.days))
            return self.any_block(next_try, others, near)
        begin = bisect_left(self.days, first)
        return self._any(next_try, begin, begin + SHEETS_AHEAD, others)


class RememberedFitting(Fitting):
    """The same for one plan, remembering what was asked for hours and a block.

    Many people share their hours, and computing them again would be half the work of placing ten thousand
    (bench/planning.py). It answers as `Fitting` does, whoever asks first.
    """

    def __init__(
        self, hitlist: Hitlist, hours: Mapping[str, Reach], coming: tuple[Block, ...],
        begun: Mapping[str, Sequence[datetime]],
    ) -> None:
        """Begin without a memory."""
        days = tuple(day_of(block.interval.start, hitlist.timezone) for block in coming)
        super().__init__(hitlist, hours, coming, days, begun)
        self._theirs: dict[tuple[Reach, str], tuple[Interval, ...]] = {}          # the block by its UID
        self._suits: dict[tuple[Reach, str | None, str], bool] = {}

    def suits(self, next_try: NextTry, block: Block) -> bool:
        """Return whether it has time for them."""
        if next_try.timeline.series or next_try.kind is Kind.CALLBACK:
            return super().suits(next_try, block)                          # theirs alone: another time of day
        shared = self.hours[next_try.key], next_try.channel, block.uid
        suits = self._suits.get(shared)
        if suits is None:
            suits = self._suits[shared] = super().suits(next_try, block)
        return suits

    def theirs(self, hours: Reach, block: Block) -> tuple[Interval, ...]:
        """Return when somebody with these hours may be reached in the block."""
        theirs = self._theirs.get((hours, block.uid))
        if theirs is None:
            theirs = self._theirs[hours, block.uid] = super().theirs(hours, block)
        return theirs


def back_late(next_try: NextTry) -> bool:
    """Return whether they come back from a rest when they are beyond `at_most` already."""
    return next_try.timeline.rest is not None and next_try.lateness.late < next_try.anchor


def patience(next_try: NextTry) -> date:
    """Return the last day on which a person waits for a block.

    It is never after `at_most`, and no longer than from one monthly block to the next. Otherwise a friend in Zurich
    would wait three months for the one autumn week in which only one of the two clocks has changed. Who comes back late
    from a rest has waited enough: a block within three days, or a reminder.
    """
    first = max(next_try.anchor, next_try.not_before)
    if back_late(next_try) and first <= date.max - NEAR:
        return first + NEAR
    return min(next_try.late, first + WAIT_FOR_A_BLOCK) if first <= date.max - WAIT_FOR_A_BLOCK else next_try.late


def early_day(next_try: NextTry, retry: RetryRule) -> date | None:
    """Return the first day on which they may be on a sheet with room; None if it is not before their due day."""
    timeline = next_try.timeline
    if timeline.appointed is not None and timeline.appointed.meeting is not None:
        return None                                       # they meet before that
    if next_try.kind is not Kind.DUE or timeline.rest is not None or timeline.last_contact is None:
        return None
    ahead = days_early(next_try.contact.cadence.every, retry)
    day = max(next_try.due - timedelta(days=ahead), next_try.not_before, next_try.contact.pause_until or date.min)
    return day if day < next_try.anchor else None


def days_early(every: Span, retry: RetryRule) -> int:
    """Return how many days early a try by this cadence may come."""
    waits = sum(wait.about_days for wait in retry.ladder[:2])
    return int(min(MOST, waits, every.about_days * SHARE))
