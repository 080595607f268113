"""The lines of a sheet in order, so that each person can be called in the minutes of their line (P7).

Takes who may have a line, the most urgent first, and from when each can be called; gives the lines, and by how much
the block is short. A line goes to the most urgent person who can be called in its minutes, and says from when if they
cannot be called when the block begins.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta, tzinfo

from followupd.core.people.reach import Reach
from followupd.core.people.wanted import NextTry
from followupd.core.reasons import BlockIsShort, NotYet
from followupd.core.schedule.block import Block
from followupd.core.values.time import NO_TIME, Interval, is_another_time
from followupd.core.values.uid import Kind


def minutes_left(block: Block, due: Sequence[NextTry], before: int) -> timedelta:
    """Return the minutes of a block that the due people and those `before` them leave; negative if it is short."""
    taken = sum((block.rule.minutes_for(next_try.channel) for next_try in due), before * block.rule.per_person)
    return block.interval.length - taken


def short_of(block: Block, due: Sequence[NextTry], chosen: Sequence[NextTry]) -> BlockIsShort:
    """Return by how much the block is short. `chosen` are the due people who fit."""
    fit = {next_try.key for next_try in chosen}
    waiting = (block.rule.minutes_for(next_try.channel) for next_try in due if next_try.key not in fit)
    return BlockIsShort(len(due), len(chosen), int(sum(waiting, NO_TIME).total_seconds() // 60))


def minutes_on(block: Block, sheet: Sequence[NextTry], tasks: int) -> int:
    """Return the minutes that a sheet takes: these people, and a line for each of the `tasks` people with tasks."""
    taken = sum((block.rule.minutes_for(next_try.channel) for next_try in sheet), tasks * block.rule.per_person)
    return int(taken.total_seconds() // 60)


BETWEEN_STARTS = timedelta(minutes=5)  # between the starts that are tried inside a block

CanFrom = Callable[[NextTry, Block, datetime], datetime | None]


def can_from(
    next_try: NextTry, hours: Reach, parts: Sequence[Interval], needed: timedelta, at: datetime, *,
    same_time: bool = False,
) -> datetime | None:
    """The first instant from `at` on at which the person can be called for `needed`.

    It is in `parts`, which are their hours inside the block, and at another time of day than the last try that failed,
    unless they asked for it, or nothing but the `same_time` suits both.
    """
    failed = next_try.failed[-1:] if next_try.live and not same_time else ()
    for part in parts:
        for start in instants(Interval(max(part.start, at), part.end), needed):
            if not failed or next_try.kind is Kind.CALLBACK or is_another_time(start, failed[0], hours.their_zone):
                return start
    return None


def instants(part: Interval, needed: timedelta) -> Iterator[datetime]:
    """Return the starts of talks of this length in a stretch, five minutes apart."""
    start = part.start
    while start + needed <= part.end:
        yield start
        start += BETWEEN_STARTS


def _first_who_can(
    people: Iterable[NextTry], block: Block, at: datetime, can: CanFrom
) -> tuple[NextTry | None, datetime | None]:
    """Return the first who can be called at once; else nobody, and from when somebody can, None if nobody ever can."""
    moments = []
    for one in people:
        moment = can(one, block, at)
        if moment == at:
            return one, at
        if moment is not None:
            moments.append(moment)
    return None, min(moments, default=None)


def seated(able: Sequence[NextTry], block: Block, before: int, can: CanFrom, zone: tzinfo) -> list[NextTry]:
    """Return the people of the sheet, line by line. `before` people with tasks take the first minutes.

    They take the last ones if somebody else has a line then and nobody loses theirs: a card can be written when nobody
    can be called any more. If the sheet is otherwise empty, one person is on it even if the minutes are short.
    """
    whole, tasks = block.interval, before * block.rule.per_person
    first = _in_minutes(able, block, whole.start + tasks, whole.end, alone=not before, can=can, zone=zone)
    if not before or len(first) == len(able):
        return first
    calls_first = _in_minutes(able, block, whole.start, whole.end - tasks, alone=False, can=can, zone=zone)
    fits = {one.key for one in first} < {one.key for one in calls_first}
    return calls_first if fits else first


def _in_minutes(
    able: Sequence[NextTry], block: Block, at: datetime, end: datetime, *, alone: bool, can: CanFrom, zone: tzinfo
) -> list[NextTry]:
    """Return who has a line in these minutes of a block; one person in any case if they are `alone` on the sheet."""
    rule, left, seats, waited = block.rule, list(able), list[NextTry](), False
    while left and (at + rule.shortest <= end or (alone and not seats)):
        room = max(end - at, timedelta(0))
        who_fits = (w for w in left if (alone and not seats) or rule.minutes_for(w.channel) <= room)
        next_try, moment = _first_who_can(who_fits, block, at, can)
        if moment is None:
            break
        if next_try is None:
            at, waited = moment, True
            continue
        left.remove(next_try)
        # They may be called in another order than that of the lines, so each line says from when on, not only one that
        # the sheet had to wait for.
        since = at if waited else can(next_try, block, block.interval.start)
        if since is not None and since > block.interval.start:
            next_try = replace(next_try, reasons=(*next_try.reasons, NotYet(since.astimezone(zone).time())))
        seats.append(next_try)
        at, waited = at + rule.minutes_for(next_try.channel), False
    return seats
