"""Whether a block's minutes hold who is due: whom it takes, and by how much it is short.

Takes wishes in their order; returns those that fit. Knows nothing of hours and of the order itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from followupd.core.block_reasons import BlockIsShort
from followupd.core.blocks import Block
from followupd.core.wish import Wish

NOTHING = timedelta(0)


@dataclass(slots=True)
class Room:
    """The minutes of a block while its sheet is filled. `before` is how many matters stand there already."""

    block: Block
    before: int
    left: timedelta = field(init=False)
    empty: bool = field(init=False)

    def __post_init__(self) -> None:
        self.left = self.block.interval.length - self.before * self.block.rule.per_person
        self.empty = self.before == 0

    def take(self, wishes: Sequence[Wish]) -> list[Wish]:
        """Those that still fit, in their order: behind a coffee that does not, a text may. One at least."""
        rule, found = self.block.rule, list[Wish]()
        for wish in wishes:
            needed = rule.minutes_for(wish.channel)
            if needed <= self.left or self.empty:
                found.append(wish)
                self.left, self.empty = self.left - needed, False
            if self.left < rule.shortest:
                break
        return found


def short_of(block: Block, due: Sequence[Wish], chosen: Sequence[Wish]) -> BlockIsShort:
    """`chosen` are those of the due people who fit."""
    fit = {wish.key for wish in chosen}
    waiting = (block.rule.minutes_for(wish.channel) for wish in due if wish.key not in fit)
    return BlockIsShort(len(due), len(chosen), int(sum(waiting, NOTHING).total_seconds() // 60))


def minutes_on(block: Block, sheet: Sequence[Wish], matters: int) -> int:
    """How many minutes the lines of a sheet take."""
    taken = sum((block.rule.minutes_for(wish.channel) for wish in sheet), matters * block.rule.per_person)
    return int(taken.total_seconds() // 60)
