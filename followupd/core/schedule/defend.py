"""The places of blocks that something overlaps: at home, moved within their week, or not held.

Takes the homes (the usual place of each block), the user's drags and skips, existing events, busy time and days off;
returns Placed. A block with `protect: move` goes to the nearest free place of its week in the user's hours, stays
there while that is free, and goes home as soon as it can. Never moves what the user has moved or what has begun; never
puts a block into the past or onto another one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from followupd.core.people.timeline import day_of
from followupd.core.reasons import BlockMovedFrom, Overlaps, Reason
from followupd.core.schedule.block import Block, Dropped, Placed
from followupd.core.schedule.free import Landing, by_day, covered, names_of, nearest_place
from followupd.core.schedule.weeks import A_WEEK, Home, homes, homes_beyond
from followupd.core.values.event import Event, Stance
from followupd.core.values.facts import Moved
from followupd.core.values.hitlist import Hitlist
from followupd.core.values.memo import Memo
from followupd.core.values.time import NO_TIME, Interval
from followupd.core.values.uid import Kind
from followupd.core.values.user_time import ALL_FREE, Busy, UserTime

BY_THE_USER = "skipped by you"
OTHER_BLOCK = "your other block"
# A program that copies our block into a busy calendar would chase it for ever.
MOST_MOVES = 8


@dataclass(frozen=True, slots=True)
class BlocksSoFar:
    """The user's `moves`, what they `skipped`, and what is `existing` as it was last written, by base UID.

    `meetings` are booked meetings, which overlap a block like any other busy event.
    """

    moves: Mapping[str, Moved] = field(default_factory=dict)
    skipped: Collection[str] = ()
    existing: Mapping[str, Event] = field(default_factory=dict)
    meetings: Sequence[Busy] = ()


def place_blocks(
    hitlist: Hitlist, since: date, now: datetime, so_far: BlocksSoFar, user_time: UserTime = ALL_FREE,
    memo: Memo | None = None,
) -> Placed:
    """Return all blocks from the week of `since` on. The `memo` has busy time by day."""
    known = homes(hitlist, since, now)
    if not known:
        return Placed()
    existing, skipped = so_far.existing, so_far.skipped
    copies = _copies(event for uid, event in existing.items() if uid.startswith(f"{Kind.BLOCK}-"))
    busy = (memo or Memo()).of("busy by day", user_time.busy, lambda: by_day(user_time.busy))
    landing = Landing(busy, lambda b: _is_copy(b, copies), by_day(so_far.meetings))
    defence = _Defence(hitlist, now, so_far.moves, existing, user_time.off, landing, homes_beyond(hitlist, now))
    dropped = [
        Dropped(home.uid, home.interval, home.rule, BY_THE_USER, skipped=True) for home in known if home.uid in skipped
    ]
    blocks, off = defence.placed([home for home in known if home.uid not in skipped])
    return Placed(
        tuple(sorted(blocks, key=lambda block: (block.interval.start, block.uid))),
        tuple(sorted([*dropped, *off], key=lambda gone: (gone.home.start, gone.uid))),
    )


_Copies = Mapping[tuple[timedelta, str], Sequence[datetime]]


def _copies(blocks: Iterable[Event]) -> _Copies:
    """Return the starts of our blocks by length and title, those that they had included."""
    starts: dict[tuple[timedelta, str], list[datetime]] = defaultdict(list)
    for event in blocks:
        for title in (event.summary, *event.titles):
            starts[event.interval.length, title].append(event.start)
    return starts


def _is_copy(busy: Busy, copies: _Copies) -> bool:
    """Return whether this is a copy of one of our blocks on another calendar, as sync programs make.

    It is as long as a block within a week of it, and has its title, or an earlier title of ours, since a copy may be
    older. It may also be where the block was before: otherwise a block that has just been moved would find its own copy
    in the next pass (P3).
    """
    starts = copies.get((busy.interval.length, busy.summary.strip()), ())
    return any(abs(busy.interval.start - start) <= A_WEEK for start in starts)


@dataclass(slots=True)
class _Defence:
    """One placing of all blocks.

    `taken` are the places of decided blocks, `kept` the homes to which others may return, and those that come later:
    `beyond` are blocks of weeks that are here already, which are not written yet.
    """

    hitlist: Hitlist
    now: datetime
    moves: Mapping[str, Moved]
    existing: Mapping[str, Event]
    off: Mapping[date, str]
    landing: Landing
    beyond: Sequence[Home] = ()
    taken: dict[str, Interval] = field(default_factory=dict)
    kept: dict[str, Interval] = field(default_factory=dict)

    def placed(self, homes: list[Home]) -> tuple[list[Block], list[Dropped]]:
        """Return the blocks that are held and those that are not.

        First the settled ones, then those in their usual place, then the rest.
        """
        blocks, dropped, coming = self._what_is_settled(homes)
        landed_on = self._at_home(coming, blocks)
        # Blocks that stay where they were moved come first, and others take what is left: a second pass finds the same.
        seekers: list[Home] = []
        for home in landed_on:
            kept = self._kept_place(home, coming)
            if kept is None:
                seekers.append(home)
            else:
                blocks.append(self._put(home, kept))
        for home in seekers:
            place = self._sought_place(home, coming)
            if place is None:
                dropped.append(self._dropped(home))
            else:
                blocks.append(self._put(home, place))
        return blocks, dropped

    def _what_is_settled(self, homes: list[Home]) -> tuple[list[Block], list[Dropped], list[Home]]:
        """Return the blocks that are decided already, held or dropped, and the usual places of the others."""
        blocks: list[Block] = []
        dropped: list[Dropped] = []
        coming: list[Home] = []
        for home in homes:
            block = self._settled(home)
            if block is not None:
                blocks.append(block)
                if block.interval.end > self.now:
                    self.taken[home.uid] = block.interval
            elif home.interval.start > self.now or self._stands(home) is not None:
                coming.append(home)
            elif home.day in self.off:
                dropped.append(self._dropped(home))
            else:
                blocks.append(Block(home.uid, home.interval, home.rule, home=home.interval))   # over before we began
        coming.sort(key=lambda home: (home.interval.start, home.uid))
        return blocks, dropped, coming

    def _at_home(self, coming: list[Home], blocks: list[Block]) -> list[Home]:
        """Place the blocks that stay at home or were moved too often; return the homes of the others."""
        landed_on: list[Home] = []
        self.kept = {home.uid: home.interval for home in (*coming, *self.beyond)}
        tired = {home.uid: place for home in coming if (place := self._tired_place(home)) is not None}
        self.taken |= tired
        for home in coming:
            if home.uid in tired:
                blocks.append(self._put(home, tired[home.uid]))
            elif self._may_stand_at_home(home):
                blocks.append(self._put(home, home.interval))
            else:
                landed_on.append(home)
        return landed_on

    def _settled(self, home: Home) -> Block | None:
        """Return a block that no longer moves: the user put it there, or it has begun."""
        move, stood = self.moves.get(home.uid), self.existing.get(home.uid)
        stance = stood.stance if stood is not None else None
        if move is not None:
            place = Interval(move.start, move.end)
            over = self.landing.over(place) if place.start > self.now else []
            why, overlap = self._overlaps(place, [b.interval for b in over], names_of(over))
            if place.start <= self.now and stance is not None:
                overlap = stance.overlap
            return Block(
                home.uid, place, home.rule, True, home.interval, why, Stance(home.interval.start, "", overlap)
            )
        if stood is None or stood.start > self.now:
            return None
        # A rule that has changed to a later weekday since then makes another block.
        if home.interval.start > self.now and stance is not None and stance.home != home.interval.start:
            return None
        why = self._moved_from(home, stance.because) if stance and stood.start != home.interval.start else ()
        return Block(home.uid, stood.interval, home.rule, False, home.interval, why, stance)

    def _stands(self, home: Home) -> Event | None:
        """Return our coming event for this home; None after a lost database, without which its home is unknown."""
        event = self.existing.get(home.uid)
        if event is None or event.start <= self.now or home.uid in self.moves:
            return None
        return event if event.stance is None or event.stance.home == home.interval.start else None

    def _may_stand_at_home(self, home: Home) -> bool:
        if home.interval.start <= self.now or home.day in self.off:
            return False
        return not self.landing.over(home.interval) and not self._other_blocks(home, home.interval)

    def _tired_place(self, home: Home) -> Interval | None:
        """Return the place of a block that was moved too often: it stays there, whatever overlaps it."""
        event = self._stands(home)
        if event is None or event.stance is None or event.stance.moves < MOST_MOVES:
            return None
        is_off = day_of(event.start, self.hitlist.timezone) in self.off
        return None if is_off or self._other_blocks(home, event.interval) else event.interval

    def _kept_place(self, home: Home, coming: Sequence[Home]) -> Interval | None:
        """Return the place to which we moved it, as long as that is as good as any other."""
        event = self._stands(home)
        if event is None or not self._clear_of_blocks(home, event.interval):
            return None
        zone, place = self.hitlist.timezone, event.interval
        good = (
            home.rule.protect == "move" and place != home.interval and place.length == home.rule.length
            and day_of(place.start, zone) in self._its_days(home, coming)
            and self.hitlist.hours.hold(place.start, place.end, zone) and not self.landing.over(place)
        )
        return place if good else None

    def _sought_place(self, home: Home, coming: Sequence[Home]) -> Interval | None:
        """Return where a block goes that cannot be at home; None if it cannot be held this week."""
        best = None
        if home.rule.protect == "move":
            taken = [*self.landing.week(home.monday), *self._blocks_near(home)]
            hours, zone = self.hitlist.hours, self.hitlist.timezone
            days = self._its_days(home, coming)
            held = {day_of(place.start, zone) for place in self._blocks_near(home)} - {home.day}
            # Days without another block come first: nobody wants two hours of calls because Tuesday was a holiday.
            for among in ([day for day in days if day not in held], [day for day in days if day in held]):
                best = best or nearest_place(home.interval, among, taken, hours, zone, self.now)
        return self._anyway(home) if best is None else best

    def _its_days(self, home: Home, coming: Sequence[Home]) -> list[date]:
        """Return the days of its week on which it may be: neither days off nor those of its rule's other blocks."""
        others = {other.day for other in (*coming, *self.beyond) if other.rule == home.rule and other.uid != home.uid}
        week = (home.monday + timedelta(days=number) for number in range(7))
        return [day for day in week if day not in self.off and day not in others]

    def _anyway(self, home: Home) -> Interval | None:
        """Return where it stays though something overlaps it: at home, else where it is; None if both are off."""
        if home.interval.start > self.now and home.day not in self.off:
            return home.interval
        event = self._stands(home)
        if event is None or day_of(event.start, self.hitlist.timezone) in self.off:
            return None
        return event.interval

    def _put(self, home: Home, place: Interval) -> Block:
        """Return the block in its place, with its reasons and the stance to remember."""
        self.taken[home.uid] = place
        event = self._stands(home)
        before = event.stance if event is not None else None
        moves = before.moves if before is not None else 0
        if event is not None and event.start != place.start:
            moves += 1
        because = ""
        why: tuple[Reason, ...] = ()
        if place.start != home.interval.start:
            because = self._because(home) or (before.because if before is not None else "")
            why = self._moved_from(home, because)
        over = self.landing.over(place)
        others = self._other_blocks(home, place)
        names = names_of([*over, *(Busy(other, OTHER_BLOCK) for other in others)])
        overlaps, overlap = self._overlaps(place, [*(b.interval for b in over), *others], names)
        stance = Stance(home.interval.start, because, overlap, moves)
        return Block(home.uid, place, home.rule, False, home.interval, (*why, *overlaps), stance)

    def _because(self, home: Home) -> str:
        """Return why it cannot be at home."""
        if home.day in self.off:
            return self.off[home.day]
        over = self.landing.over(home.interval)
        return names_of(over) or (OTHER_BLOCK if self._other_blocks(home, home.interval) else "")

    def _moved_from(self, home: Home, because: str) -> tuple[Reason, ...]:
        local = home.interval.start.astimezone(self.hitlist.timezone)
        return (BlockMovedFrom(local.date(), local.time(), because),)

    def _overlaps(self, place: Interval, over: list[Interval], names: str) -> tuple[tuple[Reason, ...], timedelta]:
        return ((Overlaps(names),), covered(place, over)) if over else ((), NO_TIME)

    def _other_blocks(self, home: Home, place: Interval) -> list[Interval]:
        """Return the decided blocks that overlap the place."""
        return [other for uid, other in self.taken.items() if uid != home.uid and other.overlaps(place)]

    def _blocks_near(self, home: Home) -> Iterator[Interval]:
        """Return the places and homes of other blocks around its week: one that returns finds its home free."""
        first, last = home.interval.start - A_WEEK, home.interval.start + A_WEEK
        for places in (self.taken, self.kept):
            yield from (
                place for uid, place in places.items()
                if uid != home.uid and place.start < last and place.end > first
            )

    def _clear_of_blocks(self, home: Home, place: Interval) -> bool:
        """Return whether the place overlaps no other block and no other home."""
        taken, kept = self.taken.items(), self.kept.items()
        return not any(uid != home.uid and other.overlaps(place) for uid, other in (*taken, *kept))

    def _dropped(self, home: Home) -> Dropped:
        return Dropped(home.uid, home.interval, home.rule, self.off.get(home.day, ""))
