"""Give every matter its place: a line at the head of a call sheet, or a reminder of its own.

Takes open matters, blocks, drags and what stands now; returns items and the lines of each sheet. What the user
dragged is kept; what they deleted comes back a week later, or on a sheet: a promise is never dropped by us.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from itertools import count

from followupd.core.people.reach import Reach
from followupd.core.people.timeline import day_of
from followupd.core.people.wanted import Task
from followupd.core.reasons import ChosenByHand, NoSheetBefore, Reason, StillOpen
from followupd.core.schedule.block import Block
from followupd.core.schedule.occupancy import Taken
from followupd.core.schedule.placing import AGAIN_DAYS, OWN_REMINDER_AHEAD, Item
from followupd.core.schedule.sheet import SHEETS_AHEAD
from followupd.core.schedule.slots import Slot, find_slot, stay
from followupd.core.values.event import Event
from followupd.core.values.facts import Moved
from followupd.core.values.hitlist import Hitlist
from followupd.core.values.time import Interval
from followupd.core.values.uid import Uid

ASYNC = "note"                    # a matter is done alone: only the user's own hours count
SOON = timedelta(days=14)         # what is late waits for a sheet this long, then it gets a reminder of its own
WORKDAYS_BACK = 7


@dataclass(slots=True)
class MatterPlacing:
    """One round. `standing`, `moves` and `skipped` go by base UID; `coming` are the blocks after `now`."""

    hitlist: Hitlist
    reaches: Mapping[str, Reach]
    coming: Sequence[Block]
    running: Sequence[Block]
    standing: Mapping[str, Event]
    moves: Mapping[str, Moved]
    skipped: Mapping[str, datetime]
    taken: Taken
    fixed: Taken
    now: datetime
    _days: dict[str, date] = field(default_factory=dict, init=False)
    items: dict[str, tuple[Task, Item]] = field(default_factory=dict)
    sheets: dict[str, list[Task]] = field(default_factory=lambda: defaultdict(list))

    def place(self, matters: Iterable[Task]) -> None:
        """Those whose day is nearest first: where a sheet is full, they have their line."""
        for matter in sorted(matters, key=lambda m: (m.by or date.max, m.kind, m.ref)):
            placed = self._going_on(matter) or self._by_hand(matter) or self._on_a_sheet(matter)
            if placed is None and self._sheet_to_come(matter) is None:
                placed = self._own_reminder(matter)
            if placed is not None:
                self.items[matter.ref] = placed

    @property
    def today(self) -> date:
        return day_of(self.now, self.hitlist.timezone)

    def _day(self, block: Block) -> date:
        if block.uid not in self._days:
            self._days[block.uid] = day_of(block.interval.start, self.hitlist.timezone)
        return self._days[block.uid]

    def _going_on(self, matter: Task) -> tuple[Task, Item] | None:
        """On the sheet of a block that is going on: still open there."""
        for block in self.running:
            event = self.standing.get(block.uid)
            if event is not None and matter.ref in event.people:
                return matter, Item(block.uid, block.interval, on_sheet=True)
        return None

    def _by_hand(self, matter: Task) -> tuple[Task, Item] | None:
        if not self.moves:
            return None
        for uid, number in self._uids(matter):
            move = self.moves.get(uid)
            if move is not None and move.end > self.now and uid not in self.skipped:
                chosen = Interval(move.start, move.end)
                self.taken.add(chosen)
                return _with(matter, ChosenByHand()), Item(uid, chosen)
            if number and uid not in self.standing and uid not in self.skipped and move is None:
                return None
        return None

    def _on_a_sheet(self, matter: Task) -> tuple[Task, Item] | None:
        block = self._sheet_to_come(matter)
        if block is None or block not in self.coming[:SHEETS_AHEAD]:
            return None
        late = matter.by is not None and matter.by < self._day(block)
        told = _with(matter, StillOpen()) if not late and self._passed(matter) else matter
        self.sheets[block.uid].append(told)
        return told, Item(block.uid, block.interval, on_sheet=True)

    def _sheet_to_come(self, matter: Task) -> Block | None:
        """The block whose sheet holds it: in time where there is one, else a soon one where it is late already.

        A sheet is for people first of all: at most half of its lines are matters, at least one.
        """
        free = [block for block in self.coming if self._day(block) >= matter.anchor and self._has_room(block)]
        in_time = [block for block in free if matter.by is None or self._day(block) <= matter.by]
        if in_time:
            return in_time[-1] if matter.latest else in_time[0]
        soon = [
            block for block in free
            if block.interval.start - self.now <= SOON and (matter.until is None or self._day(block) <= matter.until)
        ]
        waits = self._is_late(matter) or self._passed(matter)
        return soon[0] if soon and waits and not self._announced(matter) else None

    def _has_room(self, block: Block) -> bool:
        return len(self.sheets.get(block.uid, ())) < max(1, block.room // 2)

    def _is_late(self, matter: Task) -> bool:
        return matter.by is not None and matter.by < self.today

    def _passed(self, matter: Task) -> bool:
        """Whether a reminder of its own has passed without an answer, or was taken off."""
        uid = self._uid(matter, 0)
        stood = self.standing.get(uid)
        return uid in self.skipped or (stood is not None and stood.end <= self.now)

    def _announced(self, matter: Task) -> bool:
        """Whether a reminder of its own is still to come: it was announced, and passes first."""
        for uid, _ in self._uids(matter):
            stands = self.standing.get(uid)
            if uid not in self.skipped and (stands is None or stands.end > self.now):
                return stands is not None
        return False

    def _own_reminder(self, matter: Task) -> tuple[Task, Item] | None:
        """On its day, or the user's last day before it; again each week that it passes without an answer."""
        day, uid, stands = self._remind_on(matter), "", None
        for uid, _ in self._uids(matter):
            stands = self.standing.get(uid)
            if uid in self.skipped:
                day = max(day, day_of(self.skipped[uid], self.hitlist.timezone) + timedelta(days=AGAIN_DAYS))
            elif stands is not None and stands.end <= self.now:
                day = max(day, day_of(stands.start, self.hitlist.timezone) + timedelta(days=AGAIN_DAYS))
            else:
                break
        slot = self._slot(matter, max(day, matter.anchor), stands)
        if matter.until is not None and day_of(slot.interval.start, self.hitlist.timezone) > matter.until:
            return None
        self.taken.add(slot.interval)
        if day_of(slot.interval.start, self.hitlist.timezone) - self.today > OWN_REMINDER_AHEAD:
            return None
        reasons: tuple[Reason, ...] = (NoSheetBefore(),) if self.coming else ()
        return _with(matter, *reasons), Item(uid, slot.interval, sought=slot.sought)

    def _slot(self, matter: Task, day: date, stands: Event | None) -> Slot:
        """A free place in the user's own hours from `day` on, never one that has begun."""
        hours, length = self.reaches[matter.key], self.hitlist.retry.length
        if stands is not None:
            sought = stands.sought or day_of(stands.start, self.hitlist.timezone)   # None: the database was lost
            if sought == day or day <= self.today < sought + timedelta(days=AGAIN_DAYS):
                staying = stay(hours, sought, ASYNC, length, self.fixed, stands.interval)
                if staying is not None:
                    return replace(staying, sought=sought)
        slot = find_slot(hours, day, ASYNC, length, self.taken)
        if slot.interval.start <= self.now:
            day = self.today + timedelta(days=1)
            slot = find_slot(hours, day, ASYNC, length, self.taken)
        return replace(slot, sought=day)

    def _remind_on(self, matter: Task) -> date:
        by = matter.by
        if by is None:
            return max(matter.anchor, self._first_seen(matter))
        hours = self.reaches[matter.key]
        for back in range(WORKDAYS_BACK):
            day = by - timedelta(days=back)
            if hours.my_day(day):
                return day
        return by

    def _first_seen(self, matter: Task) -> date:
        """The day after today, as it was when a promise without a day was first planned: it stands where it stood."""
        stood = self.standing.get(self._uid(matter, 0))
        if stood is None:
            return self.today + timedelta(days=1)
        return stood.sought or day_of(stood.start, self.hitlist.timezone)

    def _uids(self, matter: Task) -> Iterator[tuple[str, int]]:
        return ((self._uid(matter, number), number) for number in count())

    def _uid(self, matter: Task, number: int) -> str:
        repeat = f"-r{number}" if number else ""
        return str(Uid(matter.kind, matter.meaning + repeat, self.hitlist.name))


def _with(matter: Task, *reasons: Reason) -> Task:
    return replace(matter, reasons=matter.reasons + reasons)
