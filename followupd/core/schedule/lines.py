"""A retry near a block: a line on its call sheet instead of a separate reminder, so there are fewer events.

Takes retries whose own day is to come, and blocks; returns a block for each retry that one suits within three days of
its day (or of the first day after days off, if it is one) and has room. If its reminder would be on a later day, that
day counts as well. A line that is on a sheet stays on it (P3). Never takes what the contact or the user chose.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from followupd.core.people.wanted import NextTry, turn
from followupd.core.reasons import MovedOn, NearestSheet, Reason
from followupd.core.schedule.block import Block
from followupd.core.schedule.fitting import NEAR
from followupd.core.schedule.on_calendar import NO_OTHERS, OtherItems, Others
from followupd.core.schedule.scene import Opening, Scene
from followupd.core.schedule.seating import minutes_left, seated
from followupd.core.schedule.sheet import fill
from followupd.core.schedule.slots import DAY_FULL, SAME_TIME_LEFT, moved_on
from followupd.core.values.time import later
from followupd.core.values.uid import Kind

RETRY_AHEAD = timedelta(days=56)   # how far ahead the calendar holds a failed try; beyond that urgency decides
Line = tuple[Opening, Block]


def is_near(wanted: NextTry, day: date, scene: Scene) -> bool:
    """Return whether that day's sheet serves a retry as well as a reminder on its own day; keeps `min_gap` (P7)."""
    first = max(wanted.not_before, wanted.contact.pause_until or date.min, wanted.anchor - NEAR)
    return wanted.kind is Kind.RETRY and first <= day <= later(_at_work(wanted, scene), NEAR.days)


def on_near_sheet(wanted: NextTry, day: date, scene: Scene) -> NextTry:
    """Return the try as it is on a sheet of a day near its own: with the reasons if that is another one."""
    back, off = _at_work(wanted, scene), scene.hours[wanted.key].off
    moved = (MovedOn(wanted.anchor, off[wanted.anchor]),) if wanted.anchor < back <= day else ()
    near: tuple[Reason, ...] = (NearestSheet(),) if day not in (wanted.anchor, back) else ()
    return replace(wanted, reasons=(*wanted.reasons, *moved, *near)) if moved or near else wanted


def _on_late_sheet(wanted: NextTry, block: Block, scene: Scene, others: OtherItems) -> NextTry:
    """Return the try as it is on a later sheet, with the reason that it is not on its own day.

    A sheet of that day decides if there is one, else what keeps a reminder from it.
    """
    need = scene.need(wanted, wanted.anchor, others=others)
    moved = moved_on(need, block.interval)
    sheets = [] if need.day in need.taken else [one for _, one in scene.fitting.within(need.day, need.day)]
    if any(scene.fitting.suits(wanted, one) for one in sheets):
        moved = (MovedOn(need.day, DAY_FULL),)
    elif scene.fitting.at_the_same_time(wanted, sheets):
        moved = (MovedOn(need.day, SAME_TIME_LEFT),)
    return replace(wanted, reasons=(*wanted.reasons, *moved))


def _at_work(wanted: NextTry, scene: Scene) -> date:
    """Return the day on which the reminder of a retry would be: its own day, or the first one after days off."""
    return next(iter(scene.hours[wanted.key].days_from(wanted.anchor, 1)), wanted.anchor)


def near_blocks(wanted: NextTry, scene: Scene, others: OtherItems) -> list[Block]:
    """Return the coming blocks that suit, the best first: on its day or soon after it, soon before, after days off.

    If it is known in which hours they answer, a block at another hour does not suit.
    """
    near = scene.fitting.within(wanted.anchor - NEAR, later(_at_work(wanted, scene), NEAR.days))
    blocks = _suiting(wanted, [one for one in near if is_near(wanted, one[0], scene)], scene, others)
    blocks.sort(key=lambda one: (_far(one[0], wanted), one[1].interval.start))
    return [block for _, block in blocks]


def _suiting(
    wanted: NextTry, blocks: Iterable[tuple[date, Block]], scene: Scene, others: OtherItems
) -> list[tuple[date, Block]]:
    """Return those of some blocks, each with its day, that suit a retry."""
    if wanted.kind is not Kind.RETRY or wanted.channel is None:
        return []
    lean = scene.learned.lean(wanted.key) if wanted.live else None
    return [
        (day, block) for day, block in blocks
        if not others.bar(day, block) and scene.fitting.suits(wanted, block)
        and (lean is None or lean.weight(block.interval.start) > 0)
    ]


def _far(day: date, wanted: NextTry) -> tuple[bool, bool, timedelta]:
    """Return a sort key: blocks within three days of a retry first, then those on or after its day, then near ones."""
    away = abs(day - wanted.anchor)
    return away > NEAR, day < wanted.anchor, away


def standing_line(opening: Opening, scene: Scene, others: OtherItems) -> Block | None:
    """Return the block on whose sheet a retry is already, if that still suits."""
    wanted = opening.wanted
    if not isinstance(wanted, NextTry) or not _on_its_own_day(opening, scene):
        return None
    blocks = near_blocks(wanted, scene, others)
    return next((block for block in blocks if scene.calendar.has_line(wanted, block)), None)


def _on_its_own_day(opening: Opening, scene: Scene) -> bool:
    """Return whether it is the first reminder of a try, and not one that comes again."""
    return opening.uid == opening.wanted.uid(scene.calendar.list_name)


@dataclass(slots=True)
class Seats:
    """The lines of retries on each sheet, by the block's base UID, in the order of a sheet. Lives as long as one stage.

    `due` are the people who wait for a sheet: they come before a retry that could have a reminder. `tasks` says
    for how many people there are promises or cards on each sheet, `order` is each contact's place on the hit list,
    `others` says on which days people have other items.
    `expected` are the people who will be on the sheets of the coming weeks, once that was asked.
    """

    scene: Scene
    due: Sequence[NextTry]
    tasks: Mapping[str, int]
    order: Mapping[str, int]
    others: Others
    lines: dict[str, list[NextTry]] = field(default_factory=dict)
    expected: Mapping[str, Sequence[NextTry]] | None = None

    def keep(self, kept: Iterable[Line]) -> list[Opening]:
        """Give retries that are on a sheet their lines again; return those for which there is no longer room."""
        of_block: dict[str, tuple[Block, list[Opening]]] = {}
        for opening, block in kept:
            of_block.setdefault(block.uid, (block, []))[1].append(opening)
        left: list[Opening] = []
        for block, openings in of_block.values():
            if not self._take(openings, block):
                left += [opening for opening in openings if not self._take([opening], block)]
        return left

    def place(self, openings: Sequence[Opening]) -> Iterator[Opening]:
        """Give each retry a line on the best sheet with room; yield what needs a reminder."""
        near = {
            opening.uid: near_blocks(wanted, self.scene, self.others.get(wanted.key, NO_OTHERS)) for opening in openings
            if isinstance(wanted := opening.wanted, NextTry) and _on_its_own_day(opening, self.scene)
        }
        people = self._people_on_sheets([block for blocks in near.values() for block in blocks])
        for opening in openings:
            if not any(self._take([opening], block, people.get(block.uid, ())) for block in near.get(opening.uid, ())):
                yield opening

    def place_late(self, opening: Opening, day: date) -> bool:
        """Give a retry whose reminder would be on a later day than its own a line on the first sheet with room.

        It is between the two days, or up to three days after them. Return whether there is one.
        """
        wanted, fitting = opening.wanted, self.scene.fitting
        if not isinstance(wanted, NextTry) or wanted.kind is not Kind.RETRY or not _on_its_own_day(opening, self.scene):
            return False
        first, last = later(_at_work(wanted, self.scene), NEAR.days + 1), later(day, NEAR.days)
        blocks = fitting.within(max(first, wanted.not_before, wanted.contact.pause_until or date.min), last)
        if blocks and self.expected is None:
            ahead = fitting.within(date.min, later(self.scene.calendar.today, RETRY_AHEAD.days + NEAR.days))
            self.expected = self._people_on_sheets([block for _, block in ahead])
        found = [one for one in blocks if self._has_room(one[1])]
        return any(
            self._take([opening], block, (self.expected or {}).get(block.uid, ()))
            for _, block in _suiting(wanted, found, self.scene, self.others.get(wanted.key, NO_OTHERS))
        )

    def _has_room(self, block: Block) -> bool:
        """Return whether the shortest call still fits on a sheet, beside everybody who is expected there."""
        people = (*self.lines.get(block.uid, ()), *(self.expected or {}).get(block.uid, ()))
        left = minutes_left(block, people, self.tasks.get(block.uid, 0))
        return not people or left >= block.rule.shortest

    def _people_on_sheets(self, near: Iterable[Block]) -> Mapping[str, Sequence[NextTry]]:
        """Return who else will be on each sheet up to the last of these blocks, as far as is known today."""
        last = max((block.interval.start for block in near), default=self.scene.calendar.now)
        blocks = [block for block in self.scene.coming if block.interval.start <= last]
        sheets = fill(self.due, blocks, self.scene.fitting, self.order, self.tasks, self.others, self.lines)
        mine = {uid: {one.key for one in lines} for uid, lines in self.lines.items()}
        return {
            uid: [one for one in people if one.key not in mine.get(uid, ())] for uid, people in sheets.people.items()
        }

    def _take(self, more: Sequence[Opening], block: Block, others: Sequence[NextTry] = ()) -> bool:
        """Seat them if there is room for all of a sheet's retries and for the `others`, in the order of a sheet."""
        lines = [*self.lines.get(block.uid, ()), *(self._line(opening, block) for opening in more)]
        if not ((not others or self._all_fit([*lines, *others], block)) and self._all_fit(lines, block)):
            return False
        self.lines[block.uid] = lines
        return True

    def _all_fit(self, people: Sequence[NextTry], block: Block) -> bool:
        before = self.tasks.get(block.uid, 0)
        if len(people) + before > 1 and minutes_left(block, people, before) < timedelta():
            return False                         # too many for the block, whoever is called when
        day, fitting = self.scene.fitting.day(block), self.scene.fitting
        in_order = sorted(people, key=lambda one: turn(one, day, self.order[one.key]))
        return len(seated(in_order, block, before, fitting.can_from, fitting.hitlist.timezone)) == len(people)

    def _line(self, opening: Opening, block: Block) -> NextTry:
        wanted, day, scene = opening.wanted, self.scene.fitting.day(block), self.scene
        assert isinstance(wanted, NextTry)
        if day <= later(_at_work(wanted, scene), NEAR.days):
            return on_near_sheet(wanted, day, scene)
        return _on_late_sheet(wanted, block, scene, self.others.get(wanted.key, NO_OTHERS))
