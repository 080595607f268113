"""Whether a block's minutes hold who is due: whom it takes, and by how much it is short.

Takes wishes in their order; returns those that fit. Knows nothing of hours and of the order itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from followupd.core.people.wanted import NextTry
from followupd.core.reasons import BlockIsShort
from followupd.core.schedule.block import Block

NOTHING = timedelta(0)


def minutes_left(block: Block, due: Sequence[NextTry], before: int) -> timedelta:
    """What the due people and `before` matters leave of a block's minutes; less than nothing where it is short."""
    taken = sum((block.rule.minutes_for(wish.channel) for wish in due), before * block.rule.per_person)
    return block.interval.length - taken


def short_of(block: Block, due: Sequence[NextTry], chosen: Sequence[NextTry]) -> BlockIsShort:
    """`chosen` are those of the due people who fit."""
    fit = {wish.key for wish in chosen}
    waiting = (block.rule.minutes_for(wish.channel) for wish in due if wish.key not in fit)
    return BlockIsShort(len(due), len(chosen), int(sum(waiting, NOTHING).total_seconds() // 60))


def minutes_on(block: Block, sheet: Sequence[NextTry], matters: int) -> int:
    """How many minutes the lines of a sheet take."""
    taken = sum((block.rule.minutes_for(wish.channel) for wish in sheet), matters * block.rule.per_person)
    return int(taken.total_seconds() // 60)
