"""Where the outreach blocks stand: one for each rule and weekday in every week, `ahead` weeks out.

Takes the rules, the user's drags and deletions; returns placed blocks. A block's UID means its week and its place
among that week's blocks, so that a rule changed from Tuesday to Wednesday moves events and makes none.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo

from followupd.core.event import Kind, Uid
from followupd.core.facts import Moved
from followupd.core.model import BlockRule, Hitlist
from followupd.core.time import Interval, at_wall_clock


@dataclass(frozen=True, slots=True)
class Block:
    """`uid` is the base UID; `moved` says that the user put it where it is."""

    uid: str
    interval: Interval
    rule: BlockRule
    moved: bool = False

    @property
    def room(self) -> int:
        """How many people its minutes hold, at least one."""
        return max(1, self.interval.length // self.rule.per_person)


def place_blocks(
    hitlist: Hitlist, since: date, now: datetime, moves: dict[str, Moved], skipped: set[str]
) -> tuple[Block, ...]:
    """All blocks from the week of `since` to each rule's horizon, in order of time.

    `moves` and `skipped` go by base UID. The horizon is a wall-clock one: exactly `ahead` from now, so a weekly
    rule of 26 weeks always has 26 blocks to come, whatever the clocks do in between.
    """
    zone = hitlist.timezone
    today = now.astimezone(zone)
    slots = [(rule, weekday) for rule in hitlist.blocks for weekday in rule.days]
    horizons = [_horizon(rule, today) for rule, _ in slots]
    if not slots:
        return ()
    monday = since - timedelta(days=since.weekday())
    found = []
    while monday <= max(horizons).date():
        year, week, _ = monday.isocalendar()
        for number, (rule, weekday) in enumerate(slots, 1):
            day = monday + timedelta(days=weekday)
            if datetime.combine(day, rule.time) > horizons[number - 1]:
                continue
            uid = str(Uid(Kind.BLOCK, f"{year}w{week:02}-{number}", hitlist.name))
            if uid not in skipped:
                found.append(_placed(uid, day, rule, zone, moves.get(uid)))
        monday += timedelta(days=7)
    return tuple(sorted(found, key=lambda block: (block.interval.start, block.uid)))


def _horizon(rule: BlockRule, local_now: datetime) -> datetime:
    """The last wall-clock start that is still ahead enough, as a naive time of the user's zone. It never goes back."""
    first = local_now.replace(fold=0).utcoffset() or timedelta(0)
    clock = local_now + (first - (local_now.utcoffset() or first))     # the second 01:10 of a fold counts as 02:10
    return datetime.combine(rule.ahead.after(clock.date()), clock.time())


def _placed(uid: str, day: date, rule: BlockRule, zone: tzinfo, move: Moved | None) -> Block:
    if move is not None:
        return Block(uid, Interval(move.start, move.end), rule, moved=True)
    start = at_wall_clock(day, rule.time, zone)
    return Block(uid, Interval(start, start + rule.length), rule)
