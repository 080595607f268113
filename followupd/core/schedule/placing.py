"""Give every wish its place: a reminder of its own, or a claim to a line on a call sheet.

Takes wishes, blocks, drags and where reminders stand now; returns items and claims. What the user dragged is kept,
what stands is kept while it is as good, and a reminder that passed without an answer claims a line (DESIGN.md 8).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from followupd.core.people.reach import Reach
from followupd.core.people.timeline import day_of
from followupd.core.people.wanted import NextTry
from followupd.core.reasons import ChosenByHand, NoBlockHolds, PassedUnanswered, Reason
from followupd.core.schedule.block import Block
from followupd.core.schedule.occupancy import Even, Taken
from followupd.core.schedule.sheet import Fitting
from followupd.core.schedule.slots import Slot, find_slot, on_a_day_off, stay
from followupd.core.values.event import Event
from followupd.core.values.facts import Moved
from followupd.core.values.hitlist import Hitlist
from followupd.core.values.time import Interval, at_wall_clock
from followupd.core.values.uid import Kind, Uid, parse_item

if TYPE_CHECKING:
    from followupd.core.people.learning import Lean, Learned

OWN_REMINDER_AHEAD = timedelta(days=28)   # a cadence far away needs no event yet
A_WEEK = timedelta(days=7)
AGAIN_DAYS = 7                            # what passed never comes again sooner
DRAGS_REMEMBERED = 60                     # how many repeats of one reminder are looked through for a drag


@dataclass(frozen=True, slots=True)
class Item:
    """A contact's one open item (P2): a reminder of their own, or a line on a block's sheet. `uid` is the base UID."""

    uid: str
    interval: Interval
    on_sheet: bool = False
    sought: date | None = None


@dataclass(slots=True)
class Placing:
    """One round of placing. `standing` and `moves` go by base UID; `coming` are the blocks after `now`."""

    hitlist: Hitlist
    reaches: Mapping[str, Reach]
    fitting: Fitting
    coming: Sequence[Block]
    standing: Mapping[str, Event]
    moves: Mapping[str, Moved]
    now: datetime
    learned: Learned | None = None                   # None where no try has failed
    taken: Taken = field(default_factory=Taken)
    fixed: Taken = field(default_factory=Taken)      # blocks, and what the user placed
    items: dict[str, tuple[NextTry, Item]] = field(default_factory=dict)
    claims: dict[str, NextTry] = field(default_factory=dict)
    _waiting: list[tuple[NextTry, date, int]] = field(default_factory=list, init=False)     # put off by full days
    _even: Even = field(init=False)
    _announced: dict[tuple[Kind, str, date] | None, datetime] = field(init=False)     # when what is announced begins
    _on_a_sheet: dict[str, datetime] = field(init=False)     # when the last sheet that named somebody began
    _going_on: set[str] = field(init=False)                  # who stands on the sheet of a block that is going on

    def __post_init__(self) -> None:
        self._even = Even(self.hitlist.retry.per_day)
        to_come = ((uid, event.start) for uid, event in self.standing.items() if event.start > self.now)
        self._announced = {parse_item(uid): start for uid, start in to_come}
        self._announced.pop(None, None)
        blocks = (event for uid, event in self.standing.items() if parse_item(uid) is None and event.start <= self.now)
        begun = sorted(blocks, key=lambda event: event.start)
        self._on_a_sheet = {key: event.start for event in begun for key in event.people}
        self._going_on = {key for event in begun if event.end > self.now for key in event.people}

    def keep_clear(self, stretches: Iterable[Interval]) -> None:
        """No reminder is put there, and none stays there, unless the user put it there."""
        for stretch in stretches:
            self.taken.add(stretch)
            self.fixed.add(stretch)

    def place(self, wishes: Iterable[NextTry], blocks: Iterable[Block]) -> None:
        """Fill `items` and `claims`. `blocks` are all blocks, past ones too: what passed must not move later."""
        self.keep_clear(block.interval for block in blocks)
        dated: list[NextTry] = []
        undated: list[NextTry] = []
        for wish in wishes:
            (dated if wish.kind in (Kind.RETRY, Kind.CALLBACK) else undated).append(wish)
        own = [wish for wish in undated if self._dragged(wish, 0) is not None or not self._claim(wish, 0)]
        # All in one row: what stands takes its day before anybody looks for one, so that full days are known.
        for wish in sorted([*dated, *own], key=self._settled_first):
            if wish.kind in (Kind.RETRY, Kind.CALLBACK):
                self._place_dated(wish)
            else:
                self._remind(wish, wish.anchor, repeat=0)
        # Whom full days have put off is asked once more when all others have their places, until nobody finds one: as
        # the next pass will find those who stand before those who wait (P3).
        waiting: list[tuple[NextTry, date, int]] = []
        while len(waiting) != len(self._waiting):
            waiting, self._waiting = self._waiting, []
            for wish, day, repeat in waiting:
                self._remind(wish, day, repeat)

    def _settled_first(self, wish: NextTry) -> tuple[bool, bool, bool, float, str]:
        """By hand, then what stands in the order in which it stands: so each finds its own place again (P3). Then the
        tries that failed, and last those whose time comes."""
        uid = self._uid(wish)
        last, stands = wish.timeline.last, self._announced.get(parse_item(uid))
        moment = stands if stands else last.at if last else None
        new = wish.kind not in (Kind.RETRY, Kind.CALLBACK)
        return uid not in self.moves, stands is None, new, moment.timestamp() if moment else 0.0, wish.key

    def _place_dated(self, wish: NextTry) -> None:
        uid = self._uid(wish)
        slot = self._slot(wish, wish.anchor, uid)
        stood = uid in self.standing or uid in self.moves       # a day that was over when we first heard of it is none
        to_come = self._to_come(slot, uid)
        if stood or to_come:
            self._take(slot)
        if to_come:
            self.items[wish.key] = (_with(wish, slot.reasons), Item(uid, slot.interval, sought=slot.sought))
            return
        day = day_of(slot.interval.start, self.hitlist.timezone)
        told = _with(wish, (PassedUnanswered(day),)) if stood else wish
        if self._dragged(told, 1) is not None or not self._claim(told, 1):
            self._remind(told, day, repeat=1)

    def _claim(self, wish: NextTry, repeat: int) -> bool:
        """A line on a sheet, where a block can hold them."""
        if (
            self._has_their_line(wish) or self.fitting.any_block(wish)
            or self._waits_for_a_late_block(wish, repeat)
        ):
            self.claims[wish.key] = wish
            return True
        return False

    def _remind(self, wish: NextTry, day: date, repeat: int) -> None:
        """A reminder of their own, where none of the blocks is for them or the user has put one."""
        dragged, today = self._dragged(wish, repeat), day_of(self.now, self.hitlist.timezone)
        if dragged is not None:
            uid, slot = dragged
        else:
            first = max(day, wish.not_before, self._after_their_sheet(wish))
            if first - today > OWN_REMINDER_AHEAD:
                return
            uid, slot = self._own_reminder(wish, first, repeat)
            if uid not in self.standing and self._put_off(wish, first, slot):
                self._waiting.append((wish, day, repeat))
                return
        self._take(slot)
        why: tuple[Reason, ...] = (NoBlockHolds(),) if self.coming and dragged is None else ()
        self.items[wish.key] = (_with(wish, (*why, *slot.reasons)), Item(uid, slot.interval, sought=slot.sought))

    def _put_off(self, wish: NextTry, first: date, slot: Slot) -> bool:
        """Whether full days, and not days off, have put a reminder off by more than four weeks. Then it waits in view
        until a day comes near, and takes nothing from those who are announced: so each pass finds them all where they
        were (P3), and nobody is called a season later because a place was reserved before others had one."""
        today, day = day_of(self.now, self.hitlist.timezone), day_of(slot.interval.start, self.hitlist.timezone)
        opens = next(iter(self.reaches[wish.key].days_from(max(first, _later(today, 1)), 1)), day)
        if self._even.load[day] >= self._even.enough and (not wish.live or self.reaches[wish.key].ever_meet(
            first, self.hitlist.retry.length
        )):
            return True                  # all days of the coming weeks are full
        return day - today > OWN_REMINDER_AHEAD and day > opens

    def _take(self, slot: Slot) -> None:
        self.taken.add(slot.interval)
        self._even.load[day_of(slot.interval.start, self.hitlist.timezone)] += 1

    def _has_their_line(self, wish: NextTry) -> bool:
        """On the sheet of a block that is going on, and not tried since it began: that is their one open item (P2)."""
        if wish.key not in self._going_on:
            return False
        last = wish.timeline.last
        return last is None or last.at < self._on_a_sheet[wish.key]

    def _after_their_sheet(self, wish: NextTry) -> date:
        """The day after the sheet that named them: what was done there may be told until the evening."""
        sheet = self._on_a_sheet.get(wish.key)
        if sheet is None or (wish.timeline.last is not None and wish.timeline.last.at >= sheet):
            return date.min
        return _later(day_of(sheet, self.hitlist.timezone), 1)

    def _waits_for_a_late_block(self, wish: NextTry, repeat: int) -> bool:
        """Not while a reminder of their own is still to come: it was announced, and passes first."""
        uid = self._uid(wish)
        sheet = self._on_a_sheet.get(wish.key)
        on_sheet = sheet is not None and day_of(sheet, self.hitlist.timezone) >= wish.anchor
        passed = repeat > 0 or uid in self.standing or on_sheet
        return parse_item(uid) not in self._announced and self.fitting.late_block(wish, self.now, passed=passed)

    def _dragged(self, wish: NextTry, repeat: int) -> tuple[str, Slot] | None:
        """The reminder of their own that the user dragged to a time still to come, if there is one."""
        if not self.moves:
            return None
        for number in range(repeat, repeat + DRAGS_REMEMBERED):
            uid = self._uid(wish, number)
            slot = self._by_hand(wish, uid)
            if slot is not None and slot.interval.end > self.now:
                return uid, slot
        return None

    def _own_reminder(self, wish: NextTry, day: date, repeat: int) -> tuple[str, Slot]:
        """The first place still to come. One that stood and has passed comes again, counted from where it stood; it was
        no try, so it has no end, but it comes less and less often, and never before `day` (P1)."""
        today, earliest = day_of(self.now, self.hitlist.timezone), day
        day, number = _later(day, self._wait(wish, repeat)) if repeat else day, repeat
        while True:
            uid = self._uid(wish, number)
            stands = self.standing.get(uid)
            if stands is not None and stands.end <= self.now and uid not in self.moves:
                passed = stands.start
            else:
                slot = self._slot(wish, day, uid)
                if self._to_come(slot, uid):
                    return uid, slot
                if uid not in self.moves:
                    # No reminder has passed, and nobody waits a week for a day that was over, or for hours that were
                    # changed: the first free day, found as it will be kept.
                    first = self._slot(wish, _later(today, 1), uid).interval.start
                    return uid, self._slot(wish, day_of(first, self.hitlist.timezone), uid)
                passed = slot.interval.start
            number += 1
            day = max(earliest, _later(day_of(passed, self.hitlist.timezone), self._wait(wish, number)))

    def _wait(self, wish: NextTry, number: int) -> int:
        """Days from a reminder that passed to the one after it, the `number`th that comes again: the ladder's waits,
        beyond it the last one, but no longer than a quarter of the cadence and no shorter than a week."""
        ladder = [span.about_days for span in self.hitlist.retry.ladder] or [AGAIN_DAYS]
        wait = min(ladder[min(number, len(ladder)) - 1], wish.contact.cadence.every.about_days / 4)
        return max(AGAIN_DAYS, int(wait))

    def _to_come(self, slot: Slot, uid: str) -> bool:
        """Not over; and where it was neither announced nor chosen by hand, not begun: the past is not written."""
        announced = uid in self.standing or uid in self.moves or slot.sought is None
        return self.now < (slot.interval.end if announced else slot.interval.start)

    def _slot(self, wish: NextTry, day: date, uid: str) -> Slot:
        by_hand = self._by_hand(wish, uid)
        if by_hand is not None:
            return by_hand
        length = self.hitlist.retry.length
        if wish.at is not None and day == wish.anchor:          # asked to the minute: before every rule (P7)
            start = at_wall_clock(day, wish.at, self.hitlist.timezone)
            return Slot(Interval(start, start + length), on_a_day_off(self.reaches[wish.key], day))
        stands = self.standing.get(uid)
        keep = stands.interval if stands else None
        hours, channel = self.reaches[wish.key], wish.channel or "email"
        asked = wish.kind is Kind.CALLBACK and day == wish.anchor
        lean = self.learned.lean(wish.key) if self.learned and wish.kind is Kind.RETRY and wish.live else None
        if stands is not None and keep is not None and self._still_sought(stands, day, asked=asked):
            if keep.end <= self.now:
                return Slot(keep, sought=stands.sought)         # it stood and has passed, whatever suits today
            # Two may share a place where all were taken; only a block, or what the user put there, drives one away.
            staying = stay(hours, stands.sought or day, channel, length, self.fixed, keep, wish.failed, asked=asked)
            if staying is not None:
                return _leant(replace(staying, sought=stands.sought), lean)
        weight = None if lean is None else lean.weight

        def search(first: date, *, empty: bool = False) -> Slot:
            found = find_slot(
                hours, first, channel, length, Taken() if empty else self.taken, failed=wish.failed, keep=keep,
                asked=asked, lean=weight, even=None if empty else self._even, fixed=self.fixed,
            )
            return _leant(replace(found, sought=first), lean)

        if keep is None and day <= day_of(self.now, self.hitlist.timezone):
            # Had it begun before it was announced? By their hours alone: who else had a place then, nobody knows.
            begun = search(day, empty=True)
            if begun.interval.start <= self.now:
                return begun
        slot = search(day)
        if keep is not None and slot.interval.end <= self.now < keep.end:
            # A better place became free, but it is over by now: the reminder stays at the one that is still to come.
            slot = search(max(day, day_of(keep.start, self.hitlist.timezone)))
            if slot.interval.end <= self.now:
                # It cannot stay (hours or the zone were edited), and did not pass: the first day still to come.
                slot = search(_later(day_of(self.now, self.hitlist.timezone), 1))
        return slot

    def _still_sought(self, stands: Event, day: date, *, asked: bool) -> bool:
        """Whether a place was sought for the same day, or for a later one because that day was over; not where another
        day was `asked` for."""
        today = day_of(self.now, self.hitlist.timezone)
        if stands.sought is None or stands.sought == day or asked:
            return stands.sought == day
        # Full days may have put it off for long: what is still to come stays where it was announced.
        return day <= today and (today < stands.sought + A_WEEK or stands.end > self.now)

    def _by_hand(self, wish: NextTry, uid: str) -> Slot | None:
        """Where the user dragged it, unless they have tried the contact since then."""
        move = self.moves.get(uid)
        last = wish.timeline.last
        if move is None or (last is not None and last.at > move.at):
            return None
        chosen = Interval(move.start, move.end)
        self.fixed.add(chosen)
        return Slot(chosen, (ChosenByHand(),))

    def _uid(self, wish: NextTry, repeat: int = 0) -> str:
        mark = f"-r{repeat}" if repeat else ""
        return str(Uid(wish.kind, wish.meaning + mark, self.hitlist.name))


def _with(wish: NextTry, reasons: tuple[Reason, ...]) -> NextTry:
    return replace(wish, reasons=wish.reasons + reasons)


def _leant(slot: Slot, lean: Lean | None) -> Slot:
    """With what was learned of that hour: read from the place alone, so that it is the same in every pass."""
    return slot if lean is None else replace(slot, reasons=slot.reasons + lean.told(slot.interval.start))


def _later(day: date, days: int) -> date:
    return day + timedelta(days=days) if day <= date.max - timedelta(days=days) else date.max
