"""Values for an outreach block with its place, and a block that is not held; decided elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from followupd.core.reasons import Reason
from followupd.core.values.event import Stance
from followupd.core.values.hitlist import BlockRule
from followupd.core.values.time import Interval


@dataclass(frozen=True, slots=True)
class Block:
    """An outreach block.

    `uid` is the base UID, `home` where its rule puts it; `moved`: the user put it where it is. `reasons` say why it is
    elsewhere and what overlaps it, `overlap` how much of it is overlapped. `stance` is remembered with its event.
    """

    uid: str
    interval: Interval
    rule: BlockRule
    moved: bool = False
    home: Interval | None = None
    reasons: tuple[Reason, ...] = ()
    stance: Stance | None = None

    @property
    def room(self) -> int:
        """The number of people for whom there are minutes, at least one."""
        return max(1, self.interval.length // self.rule.per_person)

    @property
    def overlap(self) -> timedelta:
        """Return how much of the block is overlapped."""
        return self.stance.overlap if self.stance is not None else timedelta(0)

    @property
    def away_from(self) -> datetime | None:
        """The start of its home if we moved it away; None otherwise."""
        elsewhere = self.home is not None and not self.moved and self.home.start != self.interval.start
        return self.home.start if elsewhere and self.home is not None else None


@dataclass(frozen=True, slots=True)
class Dropped:
    """A block that is not held: `home` is where it would have been, `because` says why not, in words.

    `skipped`: the user did not want it. Otherwise it is a day off.
    """

    uid: str
    home: Interval
    rule: BlockRule
    because: str
    skipped: bool = False


@dataclass(frozen=True, slots=True)
class Placed:
    """`blocks` in order of time, past ones too; `dropped` in order of their homes."""

    blocks: tuple[Block, ...] = ()
    dropped: tuple[Dropped, ...] = ()

    @property
    def intervals(self) -> Iterator[Interval]:
        """The time of all blocks."""
        return (block.interval for block in self.blocks)
