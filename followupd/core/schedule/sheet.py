"""The call sheets: who is on the next blocks, in order, sized to the minutes in them.

Takes next tries and placed blocks; returns the people of each sheet. A person is on one sheet at most (P2), and only on
one whose hour suits them (P7). The same input gives the same sheet.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta

from followupd.core.people.reach import Reach
from followupd.core.people.timeline import day_of
from followupd.core.people.wanted import NextTry, turn
from followupd.core.reasons import (
    BackLate,
    BeforeItsDay,
    BlockIsShort,
    BlocksAtSameTime,
    GivesWay,
    NoBlockHolds,
    Reason,
    SameTimeOnly,
)
from followupd.core.schedule.block import Block
from followupd.core.schedule.on_calendar import NO_OTHERS, OtherItems, Others
from followupd.core.schedule.seating import can_from, instants, minutes_left, seated, short_of
from followupd.core.values.hitlist import Hitlist, RetryRule
from followupd.core.values.time import Interval, Span, is_another_time, later
from followupd.core.values.uid import Kind

SHEETS_AHEAD = 2
WAIT_FOR_A_BLOCK = timedelta(days=35)
NEAR = timedelta(days=3)          # so near a block serves as well as a reminder
# So much of the cadence, and no longer than the ladder's first two waits or a fortnight: time for two tries that fail.
# With time for one only (7 days) 0.8 points less were within `every`, 0.1 within `at_most`, for 3 tries in 100 less;
# three weeks were worse for both: starting sooner means resting sooner (bench/follow_through, 3 scenarios, 4 seeds).
SHARE, MOST = 0.15, 14.0
DAYS_LOOKED = 14                  # days in which two people's hours have to meet
UNUSED = 2                        # lines of the most urgent that pass unused before others have a turn
NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(slots=True)
class Fitting:
    """Whether a block can hold a person. Lives as long as one plan.

    `coming` are the blocks after now, in order of time, `days` the user's day of each; `begun` says when the sheets
    with somebody's line began, the last one last, by `Wanted.ref`. `theirs` and `suited` collect results for hours and
    a block, by its UID: many people share their hours, and computing them again would be half the work of placing ten
    thousand (bench/planning.py).
    """

    hitlist: Hitlist
    reach: Mapping[str, Reach]
    coming: tuple[Block, ...]
    days: tuple[date, ...]
    begun: Mapping[str, Sequence[datetime]]
    theirs: dict[tuple[Reach, str], tuple[Interval, ...]] = field(default_factory=dict)
    suited: dict[tuple[Reach, str | None, str], bool] = field(default_factory=dict)

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
        """Whether it has time for them: in their hours, and at another time of day than their last try (P7)."""
        if next_try.timeline.series or next_try.kind is Kind.CALLBACK:
            return self._has_time(next_try, block)                         # theirs alone: another time of day
        shared = self.reach[next_try.key], next_try.channel, block.uid
        suits = self.suited.get(shared)
        if suits is None:
            suits = self.suited[shared] = self._has_time(next_try, block)
        return suits

    def _has_time(self, next_try: NextTry, block: Block) -> bool:
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
        hours = self.reach[next_try.key]
        theirs = self.theirs.get((hours, block.uid))
        if theirs is None:
            # If the user put the block there, they mean to call; if something else moved it, the usual hours decide.
            theirs = hours.in_block(block.interval, chosen=block.away_from is None)
            self.theirs[hours, block.uid] = theirs
        moment = can_from(next_try, hours, theirs, needed, at)
        if moment is None and self.only_the_same_time(next_try):
            return can_from(next_try, hours, theirs, needed, at, same_time=True)
        return moment

    def only_the_same_time(self, next_try: NextTry) -> bool:
        """Whether only blocks at the time of day of the last failed try suit both."""
        if not next_try.live or not next_try.failed:
            return False
        hours, day, length = self.reach[next_try.key], next_try.anchor, self.hitlist.retry.length_for(next_try.channel)
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
        """Whether a line of theirs passed unused on that day."""
        return any(day_of(start, self.hitlist.timezone) == day for start in self.unused_lines(next_try)[-1:])

    def any_block(
        self, next_try: NextTry, others: OtherItems = NO_OTHERS, until: date | None = None
    ) -> bool:
        """Whether a block `until` a day, or as long as the try can wait, can hold it, beside the person's `others`."""
        first = bisect_left(self.days, max(next_try.anchor, next_try.not_before))
        last = bisect_right(self.days, until or patience(next_try))
        return self._any(next_try, first, last, others)

    def why_none(self, next_try: NextTry, today: date) -> tuple[Reason, ...]:
        """Return why no block of the next weeks can hold a try; nothing if one can."""
        first = max(next_try.anchor, next_try.not_before, today)
        blocks = [block for _, block in self.within(first, later(first, WAIT_FOR_A_BLOCK.days))]
        if any(self.suits(next_try, block) for block in blocks):
            return (BackLate(),) if back_late(next_try) and not self.any_block(next_try) else ()
        unfailed = replace(next_try, timeline=replace(next_try.timeline, series=()))
        same_time = bool(next_try.failed) and any(self.suits(unfailed, block) for block in blocks)
        return (BlocksAtSameTime() if same_time else NoBlockHolds(),)

    def any_coming(self, next_try: NextTry) -> bool:
        """Whether any known block can hold it from its day on, however long it waits."""
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
        that `passed`. Nobody else waits for a block beyond that day, unless they come back late and one is near now.
        """
        first = max(next_try.anchor, next_try.not_before)
        first = next(iter(self.reach[next_try.key].days_from(first, 1)), first)  # no calls before the user is back
        today = day_of(now, self.hitlist.timezone)
        if not passed and patience(next_try) >= max(first, today):
            return back_late(next_try) and self.any_block(next_try, others, later(today, NEAR.days))
        begin = bisect_left(self.days, first)
        return self._any(next_try, begin, begin + SHEETS_AHEAD, others)


def fitting(
    hitlist: Hitlist, reaches: Mapping[str, Reach], coming: tuple[Block, ...],
    begun: Mapping[str, Sequence[datetime]],
) -> Fitting:
    """Return the value that says which of these blocks can hold which person, and who had a line when."""
    days = tuple(day_of(block.interval.start, hitlist.timezone) for block in coming)
    return Fitting(hitlist, reaches, coming, days, begun)


@dataclass(frozen=True, slots=True)
class Sheets:
    """`people` of each block by its UID, in order; `short` for blocks with more due people than minutes.

    `gave_way` says on which of these sheets somebody lets others have a turn, by key.
    """

    people: Mapping[str, tuple[NextTry, ...]]
    short: Mapping[str, BlockIsShort]
    gave_way: Mapping[str, Sequence[GivesWay]]


def fill(
    next_tries: Iterable[NextTry], blocks: Sequence[Block], fitting: Fitting, order: Mapping[str, int],
    tasks: Mapping[str, int] | None = None, others: Others | None = None,
    lines: Mapping[str, Sequence[NextTry]] | None = None,
) -> Sheets:
    """Return the sheet of each block; `order` is each key's place on the hit list.

    `tasks` says for how many people there are promises or cards on each sheet, which come first and take their minutes.
    People who have one of their `others` on a day are only on the sheet that has it; those whose line passed earlier
    that day come last. `lines` are people who have a place on a sheet already, which the rest leave to them.
    """
    left, beside = {next_try.key: next_try for next_try in next_tries}, others or {}
    people: dict[str, tuple[NextTry, ...]] = {}
    short: dict[str, BlockIsShort] = {}
    gave_way: dict[str, list[GivesWay]] = defaultdict(list)
    for block in blocks:
        day = fitting.day(block)
        sure = sorted((lines or {}).get(block.uid, ()), key=lambda w: turn(w, day, order[w.key]))
        here = [one for key, one in left.items() if key not in beside or not beside[key].bar(day, block)]
        able = [*sure, *fitting.able(here, block)]
        able.sort(key=lambda w: (fitting.had_a_line_on(w, day), turn(w, day, order[w.key])))
        before = (tasks or {}).get(block.uid, 0)
        early: list[NextTry] = []
        if minutes_left(block, able, before) >= block.rule.shortest:
            early = fitting.able_early(here, block)
            early.sort(key=lambda w: turn(w, day, order[w.key]))
        chosen, left_out = _in_turns(able, _Seating(sure, [_early(each) for each in early], block, before, fitting))
        for next_try in chosen:
            left.pop(next_try.key, None)
        for next_try in left_out:
            gave_way[next_try.key].append(GivesWay(block.interval.start.astimezone(fitting.hitlist.timezone)))
        if not early and len(chosen) < len(able):
            short[block.uid] = short_of(block, able, chosen)
        people[block.uid] = tuple(_same_time(one) if fitting.only_the_same_time(one) else one for one in chosen)
    return Sheets(people, short, gave_way)


@dataclass(frozen=True, slots=True)
class _Seating:
    """The lines of one sheet: `sure` are people who have a place on it, `early` those who may fill it up.

    `before` is for how many people there are promises or cards.
    """

    sure: Sequence[NextTry]
    early: Sequence[NextTry]
    block: Block
    before: int
    fitting: Fitting

    def of(self, due: Sequence[NextTry]) -> list[NextTry]:
        """Return the people of the sheet in order: if all who are `sure` have no line then, those first, or alone."""
        keys, everybody = {one.key for one in self.sure}, [*due, *self.early]
        chosen = self._seated(everybody)
        for others in ([one for one in everybody if one.key not in keys], []):
            if keys <= {one.key for one in chosen}:
                break
            chosen = self._seated([*self.sure, *others])
        return chosen

    def _seated(self, people: Sequence[NextTry]) -> list[NextTry]:
        return seated(people, self.block, self.before, self.fitting.can_from, self.fitting.hitlist.timezone)


def _in_turns(due: Sequence[NextTry], seating: _Seating) -> tuple[list[NextTry], list[NextTry]]:
    """Return the people of a sheet in order, the most urgent if not all who are `due` fit; and who gives way.

    Once two lines of somebody among the most urgent passed unused, half of the lines, rounded up, are for those who had
    none for the longest time. Otherwise the most urgent would be on every sheet, and the others on the one after it for
    ever (P8). After one block without a call the same people come again: the user only missed it.
    """
    most_urgent, unused = seating.of(due), seating.fitting.unused_lines
    there = {one.key for one in most_urgent}
    if all(one.key in there for one in due) or all(len(unused(one)) < UNUSED for one in most_urgent):
        return most_urgent, []
    waited = sorted(due, key=lambda one: max(unused(one), default=NEVER))[: (len(most_urgent) + 1) // 2]
    first = {one.key for one in waited}
    chosen = seating.of([*waited, *(one for one in due if one.key not in first)])
    keys = {one.key for one in chosen}
    left_out = [one for one in due if one.key in there - keys]
    in_order = seating.of([one for one in due if one.key in keys])
    return in_order if {one.key for one in in_order} == keys else chosen, left_out


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


def _early(next_try: NextTry) -> NextTry:
    return replace(next_try, reasons=(*next_try.reasons, BeforeItsDay()))


def _same_time(next_try: NextTry) -> NextTry:
    return replace(next_try, reasons=(*next_try.reasons, SameTimeOnly()))


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
