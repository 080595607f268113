"""Keep what is on the calendar and still serves its purpose, before anything is placed.

Takes what is wanted, what is on the calendar, and the blocks; returns the places that are kept, who waits for a line on
a sheet, and the rest, each with the reminder that it needs. What is kept does not depend on what else is kept, only on
the hit list, the facts, the blocks and busy time: so a second pass finds everything there that the first one placed
(P3). Never looks for a free place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import TypeVar

from followupd.core.people.learning import Learned
from followupd.core.people.reach import Reach
from followupd.core.people.timeline import day_of
from followupd.core.people.understand import Everybody
from followupd.core.people.wanted import DATED, NextTry, Task, Wanted
from followupd.core.reasons import ChosenByHand, NoBlockHolds, NoSheetBefore, PassedUnanswered, Reason
from followupd.core.schedule.block import Block
from followupd.core.schedule.occupancy import Even, FreePlaces, Occupancy
from followupd.core.schedule.on_calendar import Item, OnCalendar
from followupd.core.schedule.sheet import Fitting, Heads
from followupd.core.schedule.slots import Need, Slot, find_slot, on_its_own_day, reasons_for
from followupd.core.values.event import Event
from followupd.core.values.hitlist import Hitlist
from followupd.core.values.time import Interval, at_wall_clock, later
from followupd.core.values.uid import Kind

OWN_REMINDER_AHEAD = timedelta(days=28)   # a cadence far away needs no event yet
AGAIN_DAYS = 7, 14, 30                     # from a reminder that passed to the next one; then always the last
WORKDAYS_BACK = 7
W = TypeVar("W", bound=Wanted)
BY_YOURSELF = "note"                      # the channel of a task: only the user's own hours count


@dataclass(frozen=True, slots=True)
class Opening:
    """A reminder that has to find a place, under `uid`, on `day` or after it. `day_over`: so from tomorrow on.

    `waits_from` is the day from which it may wait in view while all days are full; None if it may not. `passed` are the
    starts of the reminders before it that passed, oldest first.
    """

    wanted: Wanted
    uid: str
    day: date
    day_over: bool = False
    waits_from: date | None = None
    passed: tuple[datetime, ...] = ()


@dataclass(frozen=True, slots=True)
class Scene:
    """What the stages of placing look at; none of them changes it.

    `hours` go by contact key; `coming` are the blocks after now, in order of time; `occupied` is the user's busy time,
    all blocks, the reviews, and what was answered before its time. Whose day is after the `horizon` gets neither a
    reminder nor a line on a sheet yet.
    """

    hitlist: Hitlist
    calendar: OnCalendar
    hours: Mapping[str, Reach]
    coming: Sequence[Block]
    fitting: Fitting
    occupied: Occupancy
    learned: Learned
    horizon: date

    @classmethod
    def of(
        cls, hitlist: Hitlist, calendar: OnCalendar, everybody: Everybody, fitting: Fitting, blocks: Iterable[Block],
        busy: Occupancy,
    ) -> Scene:
        """Return the scene. `busy` is what is occupied besides `blocks`, which are all that are held, past ones too."""
        contacts = {key: one.contact for key, one in everybody.tries.items()}
        learned = Learned(contacts, everybody.timelines, hitlist.timezone)
        occupied = busy.plus(block.interval for block in blocks)
        horizon = max(later(calendar.today, OWN_REMINDER_AHEAD.days), fitting.horizon)
        return cls(hitlist, calendar, everybody.reaches, fitting.coming, fitting, occupied, learned, horizon)

    def need(self, wanted: Wanted, day: date, passed: tuple[datetime, ...] = ()) -> Need:
        """Return what a reminder for it needs of its place, from a day on, after those that `passed`."""
        hours, retry = self.hours[wanted.key], self.hitlist.retry
        if not isinstance(wanted, NextTry):
            return Need(hours, day, BY_YOURSELF, retry.length, passed=passed)
        if wanted.kind is Kind.CALLBACK:                   # they said when: nothing that was learned goes before it
            asked, at, lean, spread = day == wanted.anchor, wanted.at if day == wanted.anchor else None, None, ""
        else:
            asked, at, lean = False, None, self.learned.lean(wanted.key) if wanted.live else None
            spread = "" if wanted.live and wanted.failed else wanted.key
        channel, length = wanted.channel or "email", retry.length_for(wanted.channel)
        return Need(hours, day, channel, length, wanted.failed, asked, at, lean, passed, spread)

    def place(self, opening: Opening, free: FreePlaces, beside: FreePlaces, even: Even | None = None) -> Slot:
        """Return the best place for a reminder, one that has not begun."""
        slot = Slot(Interval(self.calendar.now, self.calendar.now))
        if not opening.day_over:
            if _in_time(opening.wanted, opening.day, self.calendar):
                free = free.after(self.calendar.now)           # its day is not over before the evening
            slot = find_slot(self.need(opening.wanted, opening.day, opening.passed), free, beside=beside, even=even)
        if slot.interval.start > self.calendar.now:
            return slot
        tomorrow = self.need(opening.wanted, self.calendar.today + timedelta(days=1), opening.passed)
        return on_its_own_day(tomorrow, find_slot(tomorrow, free, beside=beside, even=even))


@dataclass(frozen=True, slots=True)
class Kept:
    """`places` by `Wanted.ref`; `for_sheets` are the tries that wait for a line, `openings` the reminders to be placed.

    `fixed` is what no reminder may be on: blocks, busy time, and what the user placed.
    """

    places: Mapping[str, tuple[Wanted, Item]]
    for_sheets: tuple[NextTry, ...]
    openings: tuple[Opening, ...]
    fixed: Occupancy


def keep(wanted: Iterable[Wanted], heads: Heads, scene: Scene) -> Kept:
    """Return what stays where it is, and what has to be placed. `heads` are the lines of tasks on the next sheets."""
    wanted = tuple(wanted)
    places = {one.ref: found for one in wanted if (found := _by_hand(one, scene.calendar)) is not None}
    fixed = scene.occupied.plus(pinned(wanted, scene.calendar, scene.hitlist))
    free = FreePlaces(fixed)
    for_sheets: list[NextTry] = []
    openings: list[Opening] = []
    for one in wanted:
        decided = None if one.ref in places or one.ref in heads.places else _decided(one, scene)
        match decided:
            case NextTry():
                for_sheets.append(decided)
            case Opening():
                stays = _stays(decided, scene, fixed, free)
                if stays is None:
                    openings.append(decided)
                else:
                    places[one.ref] = stays
            case (_, Item()):
                places[one.ref] = decided
    return Kept(places, tuple(for_sheets), tuple(openings), fixed)


def pinned(wanted: Iterable[Wanted], calendar: OnCalendar, hitlist: Hitlist) -> list[Interval]:
    """Return the places that nobody looks for: agreed meetings, what was dragged, what was asked for to the minute."""
    found = list[Interval]()
    for one in wanted:
        by_hand = _by_hand(one, calendar)
        if by_hand is not None:
            found.append(by_hand[1].interval)
        elif isinstance(one, NextTry) and one.at is not None:
            start = at_wall_clock(one.anchor, one.at, calendar.zone)
            found.append(Interval(start, start + hitlist.retry.length_for(one.channel)))
    return found


def _by_hand(wanted: Wanted, calendar: OnCalendar) -> tuple[Wanted, Item] | None:
    """Return the place of an agreed meeting, or the one to which the user dragged it (P6)."""
    if isinstance(wanted, Task) and wanted.fixed is not None:
        to_come = wanted.fixed.start > calendar.now
        return (wanted, Item(wanted.uid(calendar.list_name), wanted.fixed)) if to_come else None
    found = calendar.dragged(wanted) if calendar.moves else None
    return (with_reasons(wanted, ChosenByHand()), Item(*found)) if found is not None else None


def _decided(wanted: Wanted, scene: Scene) -> tuple[Wanted, Item] | NextTry | Opening | None:
    """Return the first of: a reminder on its own day, an open line, a wait for a sheet, a reminder. None: not yet."""
    repeat, earliest = 0, wanted.anchor
    if isinstance(wanted, Task) and wanted.fixed is not None:
        return None
    if wanted.kind in DATED:
        own_day = _own_day(wanted, scene)
        if isinstance(own_day, Opening):
            return own_day
        passed = scene.calendar.last_passed(wanted)
        if passed is not None:
            wanted = with_reasons(wanted, PassedUnanswered(passed))
        repeat, earliest = 1, max(own_day, wanted.contact.pause_until or date.min)     # paused since it passed
    line = scene.calendar.open_line(wanted)
    if line is not None:
        return wanted, Item(line.uid, line.interval, on_sheet=True)
    if earliest > scene.horizon:
        return None
    if isinstance(wanted, NextTry) and _waits_for_a_sheet(wanted, scene, repeat):
        return wanted
    return _reminder(wanted, scene, max(earliest, _first_day(wanted, scene)), repeat)


def _own_day(wanted: Wanted, scene: Scene) -> Opening | date:
    """Return the reminder on a try's own day; once that is over, the day on which it was."""
    uid = wanted.uid(scene.calendar.list_name)
    passed = scene.calendar.passed(wanted, uid)
    if passed is not None:
        return passed
    over = _over(scene.need(wanted, wanted.anchor), scene)
    if over is None or uid in scene.calendar.events:
        return Opening(wanted, uid, wanted.anchor, day_over=over is not None)
    return over                                    # it was over when we first heard of it


def _over(need: Need, scene: Scene) -> date | None:
    """Return the day of the first place from that day on, if it has begun.

    By hours alone: it is unknown who else had a place then. For all alike, wherever in the day each would be.
    """
    if need.day > scene.calendar.today:
        return None
    place = find_slot(replace(need, spread=""), FreePlaces()).interval
    return need.day_of(place) if place.start <= scene.calendar.now else None


def _waits_for_a_sheet(wanted: NextTry, scene: Scene, repeat: int) -> bool:
    """Whether a block can hold them. If only a late one can, a reminder that was announced passes first."""
    if scene.fitting.any_block(wanted):
        return True
    calendar = scene.calendar
    sheet = calendar.sheets.get(wanted.ref)
    on_sheet = sheet is not None and day_of(sheet, calendar.zone) >= wanted.anchor
    passed = repeat > 0 or wanted.uid(calendar.list_name) in calendar.events or on_sheet
    return not calendar.announced(wanted) and scene.fitting.late_block(wanted, calendar.now, passed=passed)


def _first_day(wanted: Wanted, scene: Scene) -> date:
    """Return the first day for a separate reminder. A sheet may be ticked until the evening of its day."""
    calendar = scene.calendar
    match wanted:
        case NextTry():
            sheet = calendar.sheets.get(wanted.ref)
            if sheet is None or (wanted.tried_last is not None and wanted.tried_last >= sheet):
                return wanted.not_before
            return max(wanted.not_before, later(day_of(sheet, calendar.zone), 1))
        case Task(by=date() as by):
            # The user's last day before it.
            days = (by - timedelta(days=back) for back in range(WORKDAYS_BACK))
            return next((day for day in days if scene.hours[wanted.key].my_day(day)), by)
    # The day after the one on which it was first planned: it stays where it is.
    first = calendar.events.get(wanted.uid(calendar.list_name))
    if first is None:
        return later(calendar.today, 1)
    return first.sought or day_of(first.start, calendar.zone)


def _reminder(wanted: Wanted, scene: Scene, earliest: date, repeat: int) -> Opening | None:
    """Return the first reminder that has not passed.

    One that passed comes again, counted from where it was. It was not a try, so this never ends, but it comes less and
    less often, and never before `earliest` (P1).
    """
    calendar = scene.calendar
    if earliest - calendar.today > OWN_REMINDER_AHEAD:
        return None
    number, passed = repeat, list[datetime]()
    own = calendar.passed_at(wanted, wanted.uid(calendar.list_name)) if repeat else None
    if own is not None:
        passed.append(own)
    day = later(earliest, _wait(wanted, repeat)) if repeat else earliest
    while (start := calendar.passed_at(wanted, wanted.uid(calendar.list_name, number))) is not None:
        number += 1
        passed.append(start)
        day = max(earliest, later(day_of(start, calendar.zone), _wait(wanted, number)))
    if wanted.until is not None and day > wanted.until:
        return None
    waits_from = None
    if isinstance(wanted, NextTry):
        wanted, waits_from = with_reasons(wanted, *([NoBlockHolds()] if scene.coming else [])), earliest
    elif scene.coming:
        wanted = with_reasons(wanted, NoSheetBefore())
    passed_at = tuple(passed)
    over = not _in_time(wanted, day, calendar) and _over(scene.need(wanted, day, passed_at), scene) is not None
    return Opening(wanted, wanted.uid(calendar.list_name, number), day, over, waits_from, passed_at)


def _in_time(wanted: Wanted, day: date, calendar: OnCalendar) -> bool:
    """Whether today is the day for something that has a last day, and that one has not passed."""
    return day == calendar.today and isinstance(wanted, Task) and wanted.by is not None and wanted.by >= day


def _wait(wanted: Wanted, number: int) -> int:
    """Return the days from a reminder that passed to the next one, the `number`th repeat.

    A try comes less and less often, but after a quarter of the cadence at most; a task comes each week.
    """
    if not isinstance(wanted, NextTry):
        return AGAIN_DAYS[0]
    wait = AGAIN_DAYS[min(number, len(AGAIN_DAYS)) - 1]
    return max(AGAIN_DAYS[0], int(min(wait, wanted.contact.cadence.every.about_days / 4)))


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A reminder that is on the calendar. `need` is that of the day from which it was sought."""

    event: Event
    need: Need
    fixed: Occupancy


# All must hold for a reminder to stay where it is, even if a nearer place has become free: nothing moves under the
# user's eyes. Two may share a place; only a block, busy time, or what the user put there, drives one away.
STILL_SERVES: Mapping[str, Callable[[_Candidate], bool]] = {
    "it is not before that day": lambda one: one.need.day_of(one.event.interval) >= one.need.day,
    "it is as long as a reminder": lambda one: one.event.interval.length == one.need.length,
    "it is in the hours": lambda one: one.need.fits(one.event.interval),
    "nothing that stays is on it": lambda one: one.fixed.free(one.event.interval),
}


def _stays(opening: Opening, scene: Scene, fixed: Occupancy, free: FreePlaces) -> tuple[Wanted, Item] | None:
    """Return the reminder that is on the calendar if it still serves, or if a free search would end there."""
    event = scene.calendar.events.get(opening.uid)
    if event is None:
        return None
    wanted, day = opening.wanted, opening.day
    since = event.sought
    if since is None:                              # chosen to the minute, or the database was lost
        since = day_of(event.start, scene.calendar.zone) if opening.day_over else day
    if since != day and (day > scene.calendar.today or scene.need(wanted, day).asked):
        return None                                # another day is wanted now, and it is not over
    need = scene.need(wanted, since, opening.passed)
    slot = Slot(event.interval, reasons_for(need, event.interval), since)
    if need.at is not None or not all(holds(_Candidate(event, need, fixed)) for holds in STILL_SERVES.values()):
        slot = find_slot(need, free)               # a free search finds no better place
    return placed(opening, slot) if slot.interval == event.interval else None


def placed(opening: Opening, slot: Slot) -> tuple[Wanted, Item]:
    """Return what is wanted with the reasons of its place, and the place."""
    told = with_reasons(opening.wanted, *slot.reasons) if isinstance(opening.wanted, NextTry) else opening.wanted
    return told, Item(opening.uid, slot.interval, sought=slot.sought)


def with_reasons(wanted: W, *reasons: Reason) -> W:
    """Return it with more reasons after its own."""
    return replace(wanted, reasons=wanted.reasons + reasons) if reasons else wanted
