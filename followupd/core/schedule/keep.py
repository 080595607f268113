"""Keep what is on the calendar and still serves its purpose.

Takes what is wanted, what is on the calendar, and the blocks; returns the places that are kept, who waits for a line on
a sheet, and the rest, each with the reminder that it needs. Gives nothing a new place: it only asks slots.py whether a
search would end in the existing one.

Tasks and tries are kept around each other, in three steps. `keep` decides about the tries as if there were no tasks,
and then about the tasks, off the days of the tries that stay. Once placing.py has placed the other tasks, `keep_tries`
decides again about the tries of people with tasks. Whether a reminder stays never depends on what else its step keeps,
only on the hit list, the facts, the blocks, busy time, what the user placed, and the steps before it. So a second pass,
which finds the tasks where the first one placed them, keeps every reminder (P3; tests/properties/test_passes.py).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, tzinfo

from followupd.core.people.timeline import day_of
from followupd.core.people.wanted import NextTry, Task, Wanted, with_reasons
from followupd.core.reasons import AskedFor, ChosenByHand, PassedUnanswered, StartsNow
from followupd.core.schedule.block import Block
from followupd.core.schedule.fitting import NEAR, SHEETS_AHEAD
from followupd.core.schedule.lines import Line, is_near, on_near_sheet, standing_line
from followupd.core.schedule.need import Need
from followupd.core.schedule.occupancy import FreePlaces, Occupancy
from followupd.core.schedule.on_calendar import NO_OTHERS, NO_SHEET, Item, Occasion, OnCalendar, OtherItems, Others
from followupd.core.schedule.repeats import (
    after_words,
    days_before,
    first_day,
    next_reminder,
    only_in_blocks,
    waits_for_a_sheet,
)
from followupd.core.schedule.scene import Opening, Scene
from followupd.core.schedule.sheet_heads import Heads, head_lines
from followupd.core.schedule.slots import Slot, first_day_over, reasons_for, search_ends_in
from followupd.core.values.event import Event
from followupd.core.values.hitlist import Hitlist
from followupd.core.values.time import Interval, at_wall_clock, later
from followupd.core.values.uid import DATED, THEY_WAIT, Kind


@dataclass(frozen=True, slots=True)
class Around:
    """The surroundings of a reminder that is placed.

    `fixed` is what none may overlap: blocks, busy time, what the user placed. `others` are the other items of the same
    person, by ref.
    """

    fixed: Occupancy
    others: Others = field(default_factory=dict)

    def of(self, wanted: Wanted) -> OtherItems:
        """Return the other items of the person of an item."""
        return self.others.get(wanted.ref, NO_OTHERS)


@dataclass(frozen=True, slots=True)
class Kept:
    """`places` by `Wanted.ref`; `for_sheets` are the tries that wait for a line, `openings` the reminders to be placed.

    `lines` are retries that are on a coming sheet, and stay on it while it has room. `heads` are the lines of tasks on
    the next sheets, `tasks` their reminders to be placed, off the days of the `others` of the same person, by ref.
    `tries` are all that the user has not placed, by key.
    """

    places: Mapping[str, tuple[Wanted, Item]]
    for_sheets: tuple[NextTry, ...]
    lines: tuple[Line, ...]
    openings: tuple[Opening, ...]
    around: Around
    heads: Heads
    tasks: tuple[Opening, ...]
    others: Others
    tries: Mapping[str, NextTry]


def keep(
    tries: Iterable[NextTry], tasks: Sequence[Task], scene: Scene, waiting: Iterable[NextTry] = ()
) -> Kept:
    """Return what stays where it is, and what has to be placed.

    Of those who are `waiting` while the user starts small, the people on the sheet of a block that is going on have
    started with it: their lines are open until it is over.

    A try that is good where it is stays there, whatever tasks have come since; the tasks leave its day, or go on the
    same sheet. Where a task needs a reminder, it leaves the next sheets to a try that waits for one.
    """
    calendar = scene.calendar
    started = (with_reasons(one, StartsNow()) for one in waiting if calendar.open_line(one) is not None)
    tries = tuple(after_words(one, scene) for one in (*tries, *started))
    wanted: tuple[Wanted, ...] = (*tries, *tasks)
    by_hand = {one.ref: found for one in wanted if (found := _by_hand(one, calendar)) is not None}
    fixed = scene.occupied.plus(pinned(wanted, calendar, scene.hitlist))
    around = Around(fixed)
    left = {one.key: one for one in tries if one.ref not in by_hand}
    of_tries = _look(left.values(), scene, around)
    staying = _staying(tasks, of_tries, scene)
    heads = head_lines(tasks, scene, staying)
    others = _with_next_sheets(staying, tasks, of_tries, scene)
    of_tasks = _look((one for one in tasks if one.ref not in {**by_hand, **heads.places}), scene, Around(fixed, others))
    return Kept(
        {**by_hand, **of_tries.places, **of_tasks.places}, of_tries.for_sheets, of_tries.lines, of_tries.openings,
        around, heads, of_tasks.openings, others, left,
    )


def _staying(tasks: Sequence[Task], tries: _Found, scene: Scene) -> dict[str, OtherItems]:
    """Return for each task, by ref, the try of its person that stays and what has begun today, unless it was chosen.

    For a card also the call that has a line: it stays there.
    """
    if not tasks:
        return {}
    stays: dict[str, set[Occasion]] = defaultdict(set)
    for one, item in tries.places.values():
        if not _was_asked_for(one, day := day_of(item.interval.start, scene.calendar.zone)):
            stays[one.key].add((day, item.uid))
    for line, block in tries.lines:
        stays[line.wanted.key].add((scene.fitting.day(block), block.uid))
    for key, begun in scene.calendar.begun_by_person().items():
        stays[key].update(occasion for _, occasion in begun if not scene.calendar.chosen(occasion[1]))
    calls = {one.key: one for one in tries.for_sheets}
    staying = dict[str, OtherItems]()
    for task in tasks:
        occasions = frozenset(stays[task.key])
        if task.kind is Kind.DATE:
            days = [day for day, _ in occasions]
            days += _days_of_a_call(calls[task.key], task, scene) if task.key in calls else []
            occasions = frozenset((day, NO_SHEET) for day in days)
        staying[task.ref] = OtherItems(occasions)
    return staying


def _days_of_a_call(next_try: NextTry, card: Task, scene: Scene) -> list[date]:
    """Return the days of the next sheets on which a call has its line, but for the last day on which a card may go."""
    last = next(iter(days_before(card, card.until or date.max, scene)), date.max)
    sheets = [block for block in scene.coming[:SHEETS_AHEAD] if scene.calendar.has_line(next_try, block)]
    days = [scene.fitting.day(block) for block in sheets if scene.fitting.suits(next_try, block)]
    return [day for day in days if day < last]


def _with_next_sheets(
    others: Others, tasks: Sequence[Task], tries: _Found, scene: Scene
) -> dict[str, OtherItems]:
    """Add the next sheets for the tries that wait for one, since a reminder of a task keeps off their days."""
    waiting = {one.key: one for one in tries.for_sheets}
    with_sheets = dict(others)
    for task in tasks:
        one = waiting.get(task.key)
        if one is not None:
            blocks = [block for block in scene.coming[:SHEETS_AHEAD] if scene.fitting.able((one,), block)]
            sheets = ((scene.fitting.day(block), block.uid) for block in blocks)
            with_sheets[task.ref] = OtherItems(others[task.ref].occasions.union(sheets))
    return with_sheets


def keep_tries(kept: Kept, tasks: Others, scene: Scene) -> Kept:
    """Decide again about the tries of people whose `tasks` now have a place.

    A try does not wait for another sheet on the same day. One that stays where it is stays, and its reasons say what
    else is on a day.
    """
    again = [one for key, one in kept.tries.items() if key in tasks]
    looked = _look(again, scene, replace(kept.around, others=tasks))
    still = {ref: place for ref, place in kept.places.items() if ref not in tasks or ref not in kept.tries}
    left = tasks.keys() - still.keys() - looked.places.keys()
    return replace(
        kept, places={**still, **looked.places},
        for_sheets=(
            *(one for one in kept.for_sheets if one.key not in tasks),
            *(one for one in looked.for_sheets if one.key in left),
        ),
        lines=(
            *(line for line in kept.lines if line[0].wanted.key not in tasks),
            *(line for line in looked.lines if line[0].wanted.key in left),
        ),
        openings=(
            *(one for one in kept.openings if one.wanted.key not in tasks),
            *(one for one in looked.openings if one.wanted.key in left),
        ),
    )


@dataclass(frozen=True, slots=True)
class _Found:
    """The items that stay, wait for a sheet or are on one, or have to be placed, while it is being decided."""

    places: dict[str, tuple[Wanted, Item]]
    for_sheets: tuple[NextTry, ...]
    lines: tuple[Line, ...]
    openings: tuple[Opening, ...]


def _look(wanted: Iterable[Wanted], scene: Scene, around: Around) -> _Found:
    places: dict[str, tuple[Wanted, Item]] = {}
    for_sheets: list[NextTry] = []
    lines: list[Line] = []
    openings: list[Opening] = []
    free, calendar = FreePlaces(around.fixed), scene.calendar
    for want in wanted:
        match decided := decided_about(want, scene, around):
            case NextTry():
                for_sheets.append(decided)
            case Opening():
                standing = (calendar.events.get(decided.uid), calendar.moved.get(decided.uid))
                stays = (found for event in standing if (found := _stays(decided, event, scene, around, free)))
                if (place := next(stays, None)) is not None:
                    places[want.ref] = place
                elif (block := _on_a_sheet(decided, scene, around)) is not None:
                    lines.append((decided, block))
                else:
                    openings.append(decided)
            case (_, Item()):
                places[want.ref] = decided
    return _Found(places, tuple(for_sheets), tuple(lines), tuple(openings))


def _on_a_sheet(opening: Opening, scene: Scene, around: Around) -> Block | None:
    """Return the block to come on whose sheet a retry is, if it may stay there."""
    return standing_line(opening, scene, around.of(opening.wanted))


def _was_asked_for(wanted: Wanted, day: date) -> bool:
    return isinstance(wanted, NextTry) and wanted.asked_for(day)


def pinned(wanted: Iterable[Wanted], calendar: OnCalendar, hitlist: Hitlist) -> list[Interval]:
    """Return the fixed places: agreed meetings, dragged items, and those that were asked for to the minute."""
    places = list[Interval]()
    for want in wanted:
        by_hand = _by_hand(want, calendar)
        if by_hand is not None:
            places.append(by_hand[1].interval)
        elif isinstance(want, NextTry) and want.at is not None:
            start = at_wall_clock(want.anchor, want.at, calendar.zone)
            places.append(Interval(start, start + hitlist.retry.length_for(want.channel)))
    return places


def _by_hand(wanted: Wanted, calendar: OnCalendar) -> tuple[Wanted, Item] | None:
    """Return the place of an agreed meeting, or the one to which the user dragged it (P6)."""
    if isinstance(wanted, Task) and wanted.fixed is not None:
        to_come = wanted.fixed.start > calendar.now
        return (wanted, Item(wanted.uid(calendar.list_name), wanted.fixed)) if to_come else None
    found = calendar.dragged(wanted) if calendar.moves else None
    if found is None:
        return None
    move, (uid, place) = calendar.moves.get(found[0]), found
    note = " ".join(move.note.split()) if move is not None else ""
    return with_reasons(_moved_to(wanted, place.start, calendar.zone), ChosenByHand(note)), Item(uid, place)


def _moved_to(wanted: Wanted, start: datetime, zone: tzinfo) -> Wanted:
    """Return what the user dragged, with the reason that it is not when somebody asked for it any more."""
    return replace(wanted, reasons=tuple(
        reason.moved_to(start.astimezone(zone)) if isinstance(reason, AskedFor) else reason for reason in wanted.reasons
    ))


def decided_about(
    wanted: Wanted, scene: Scene, around: Around
) -> tuple[Wanted, Item] | NextTry | Opening | None:
    """Return the first of: a reminder on its own day, an open line, a wait for a sheet, a reminder. None: not yet."""
    repeat, earliest = 0, wanted.anchor
    if isinstance(wanted, Task) and wanted.fixed is not None:
        return None
    if isinstance(wanted, NextTry) and _meets_first(wanted, scene.calendar.today):
        return None
    line = scene.calendar.open_line(wanted)
    if line is not None and isinstance(wanted, NextTry) and is_near(wanted, day := scene.fitting.day(line), scene):
        return on_near_sheet(wanted, day, scene), Item(line.uid, line.interval, on_sheet=True)
    if wanted.kind in DATED and not only_in_blocks(wanted, scene):
        own_day = _own_day(wanted, scene)
        if isinstance(own_day, Opening):
            return own_day
        unanswered = scene.calendar.last_unanswered(wanted)
        if unanswered is not None:
            wanted = with_reasons(wanted, PassedUnanswered(unanswered, scene.calendar.asked_on(wanted)))
        repeat, earliest = 1, max(own_day, wanted.contact.pause_until or date.min)     # paused since it passed
    if line is not None:
        return wanted, Item(line.uid, line.interval, on_sheet=True)
    if earliest > scene.horizon:
        return None
    if isinstance(wanted, NextTry) and waits_for_a_sheet(wanted, scene, around.of(wanted), repeat):
        return wanted
    earliest = max(earliest, first_day(wanted, scene, around.of(wanted)))
    return next_reminder(wanted, scene, earliest, repeat)


def _meets_first(next_try: NextTry, today: date) -> bool:
    """Return whether a meeting with them is to come, which is their one open item (P2).

    The try that follows waits for its day. A call that they asked for, and an answer, wait for nothing (P7).
    """
    if next_try.kind in THEY_WAIT or next_try.timeline.appointed is None:
        return False
    meeting = next_try.timeline.appointed.meeting
    return meeting is not None and meeting.day >= today


def _own_day(wanted: Wanted, scene: Scene) -> Opening | date:
    """Return the reminder on the try's own day, or that day if it is over."""
    calendar, uid = scene.calendar, wanted.uid(scene.calendar.list_name)
    passed = calendar.passed(wanted, uid)
    if passed is not None:
        return passed
    sheet = calendar.unused_sheet(wanted)
    if sheet is not None and uid not in calendar.events and day_of(sheet, calendar.zone) >= wanted.anchor:
        return day_of(sheet, calendar.zone)        # its line on a sheet passed
    over = first_day_over(scene.need(wanted, wanted.anchor), calendar.now)
    if over is None or uid in calendar.events:
        waits_from = wanted.anchor if wanted.kind is Kind.RETRY else None       # an asked-for day is not put off
        return Opening(wanted, uid, wanted.anchor, over is not None, waits_from)
    return over                                    # over when it was first recorded


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A reminder that is on the calendar. `need` is what it needed on the day the search began."""

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


def _stays(
    opening: Opening, event: Event | None, scene: Scene, around: Around, free: FreePlaces
) -> tuple[Wanted, Item] | None:
    """Return the reminder that is its event if it still serves its purpose, or if a free search would end there."""
    wanted, day = opening.wanted, opening.day
    if event is None or event.silent or (isinstance(wanted, NextTry) and _gives_way(wanted, event, scene, around)):
        return None
    since = event.sought
    if since is None:                              # the minute was asked for, or the database was lost
        since = day_of(event.start, scene.calendar.zone) if opening.day_over else day
    if since != day and (day > scene.calendar.today or scene.need(wanted, day).asked):
        return None                                # another day is wanted now, and it is not over
    if wanted.kind is Kind.REPLY and since > day and day_of(event.start, scene.calendar.zone) > later(day, NEAR.days):
        return None                                # they rang or wrote: the reminder that they had comes sooner
    need = scene.need(wanted, since, opening.passed, around.of(wanted))
    if need.at is None and all(holds(_Candidate(event, need, around.fixed)) for holds in STILL_SERVES.values()):
        return placed(opening, Slot(event.interval, reasons_for(need, event.interval), since))
    slot = search_ends_in(event.interval, replace(need, after=scene.calendar.now), free)
    return placed(opening, slot) if slot is not None else None               # a slot if there is no better place


def _gives_way(wanted: NextTry, event: Event, scene: Scene, around: Around) -> bool:
    """Return whether the reminder of a try leaves its day to a card that has come there: the user dragged it, say."""
    day = day_of(event.start, scene.calendar.zone)
    return event.start > scene.calendar.now and not _was_asked_for(wanted, day) and around.of(wanted).has_card(day)


def placed(opening: Opening, slot: Slot) -> tuple[Wanted, Item]:
    """Return what is wanted, with the reasons of its place, and the place."""
    wanted = with_reasons(opening.wanted, *slot.reasons) if isinstance(opening.wanted, NextTry) else opening.wanted
    return wanted, Item(opening.uid, slot.interval, sought=slot.sought)
