"""Give a place to everything that is not kept: a reminder, or a line on a call sheet.

Takes what was kept, and what waits or needs a reminder; returns the place of each, and the sheets. Places everything
around what is kept, never on a block, on busy time or on what the user placed.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, tzinfo
from itertools import islice, takewhile

from followupd.core.people.timeline import day_of
from followupd.core.people.wanted import NextTry, Task, Turn, Wanted, is_task, turn, with_reasons
from followupd.core.reasons import BlockIsShort, GivesWay, StartsNow
from followupd.core.schedule.fitting import SHEETS_AHEAD
from followupd.core.schedule.keep import Around, Kept, decided_about, keep_tries, placed
from followupd.core.schedule.lines import RETRY_AHEAD, Seats, near_blocks
from followupd.core.schedule.occupancy import Even, FreePlaces
from followupd.core.schedule.on_calendar import NO_OTHERS, NO_SHEET, Item, Occasion, OnCalendar, OtherItems, Others
from followupd.core.schedule.repeats import first_day
from followupd.core.schedule.scene import OWN_REMINDER_AHEAD, Opening, Scene
from followupd.core.schedule.sheet import Sheets, fill
from followupd.core.schedule.sheet_heads import Heads
from followupd.core.schedule.slots import EVEN_DAYS, Slot, find_slot, first_day_over, on_its_own_day
from followupd.core.schedule.start_small import Turns
from followupd.core.schedule.weeks import blocks_a_week
from followupd.core.values.time import Interval, later
from followupd.core.values.uid import TRIES, Kind


@dataclass(frozen=True, slots=True)
class Schedule:
    """`tries` go by contact key, `tasks` by `Wanted.ref`: those that have a place.

    `sheets` are the people of each block by its base UID, in order; `short` says which blocks have more due people than
    minutes. `openings` are the reminders for which a place was searched; `gave_way` who let others have a turn, by key.
    """

    tries: Mapping[str, tuple[NextTry, Item]]
    tasks: Mapping[str, tuple[Task, Item]]
    sheets: Mapping[str, tuple[NextTry, ...]]
    short: Mapping[str, BlockIsShort]
    openings: tuple[Opening, ...]
    gave_way: Mapping[str, Sequence[GivesWay]]

    @property
    def intervals(self) -> Iterator[Interval]:
        """The time of everything that has a place."""
        return (item.interval for _, item in (*self.tries.values(), *self.tasks.values()))


def schedule(kept: Kept, scene: Scene, listed: Iterable[str], waiting: Sequence[NextTry] = ()) -> Schedule:
    """Return a place for everything that can have one now.

    Tasks come first, then tries on days without a task for the same person. `listed` are the contacts' keys in the
    order of the hit list; `waiting` are those who wait while the user starts small, the next one first.
    """
    order = {key: number for number, key in enumerate(listed)}
    room = _Room.around(kept, scene)
    places = {**kept.places, **{ref: place for ref, place in kept.heads.places.items() if place is not None}}
    places |= _tasks(kept, places.values(), room, scene)
    tasks = _beside_tries(places.values(), scene.calendar)
    tries = keep_tries(kept, tasks, scene)
    room.add(place for ref, place in tries.places.items() if ref not in kept.places)
    seats = Seats(scene, tries.for_sheets, kept.heads.people, order, tasks)
    openings = sorted((*seats.keep(tries.lines), *tries.openings), key=lambda opening: _order(opening, scene, order))
    openings = list(seats.place(openings))
    places = {ref: place for ref, place in places.items() if ref not in kept.tries}
    places |= {**tries.places, **_tries(openings, room, seats, tasks)}
    blocks = [block for n, block in enumerate(scene.coming) if n < SHEETS_AHEAD or seats.lines.get(block.uid)]
    filled = fill(tries.for_sheets, blocks, scene.fitting, order, kept.heads.people, tasks, seats.lines)
    filled = _into_an_empty_block(filled, kept.heads, scene, order, waiting, tasks)
    at = {block.uid: block.interval for block in scene.coming}
    for uid, sheet in filled.people.items():
        places |= {one.key: (one, Item(uid, at[uid], on_sheet=True)) for one in sheet}
    return Schedule(
        {ref: (one, item) for ref, (one, item) in places.items() if isinstance(one, NextTry)},
        {ref: (one, item) for ref, (one, item) in places.items() if isinstance(one, Task)},
        filled.people, filled.short, (*kept.tasks, *openings), filled.gave_way,
    )


def at_meetings(turns: Turns, scene: Scene) -> Iterator[tuple[NextTry, Item]]:
    """Yield each try whose reminder waits at the meeting with its person while that is to come, with its place there.

    It is the event that it would be without the meeting, which goes back when that is called off. Whoever would have a
    line on a sheet has none: the sheet before the meeting names it.
    """
    around = Around(scene.occupied)
    for one in turns.suspended:
        opening, start = decided_about(one, scene, around), turns.meetings[one.key].start
        if not isinstance(opening, Opening) or start <= scene.calendar.now:
            continue
        if opening.uid in scene.calendar.events or not near_blocks(one, scene, NO_OTHERS):
            yield one, Item(opening.uid, Interval(start, start + scene.hitlist.retry.length_for(one.channel)))


def _into_an_empty_block(
    filled: Sheets, heads: Heads, scene: Scene, order: Mapping[str, int], waiting: Sequence[NextTry], tasks: Others
) -> Sheets:
    """Return the sheets with the first of those who wait on that of the next block, if nobody else is on it.

    The people to begin with fill one block a week. Further blocks are not left empty while somebody waits: as many
    start as join in a month. Not while a block is in progress, since nobody knows yet which of its people come again.
    """
    rule, block = scene.hitlist.start_small, next(iter(scene.coming), None)
    if rule is None or block is None or filled.people.get(block.uid) or scene.calendar.running:
        return filled
    if blocks_a_week(scene.hitlist.blocks) <= 1:
        return filled
    day = scene.fitting.day(block)
    free = (one for one in waiting if not tasks.get(one.key, NO_OTHERS).bar(day, block))
    able = (one for one in free if scene.fitting.able((one,), block))
    chosen = [with_reasons(one, StartsNow()) for one in islice(able, max(0, rule.then))]
    begun = fill(chosen, (block,), scene.fitting, order, heads.people)
    return replace(filled, people={**filled.people, **begun.people})


@dataclass(slots=True)
class _Room:
    """The room for reminders: what is `free`, what is free `beside` other reminders, and how full each day is."""

    free: FreePlaces
    beside: FreePlaces
    even: Even
    zone: tzinfo

    @classmethod
    def around(cls, kept: Kept, scene: Scene) -> _Room:
        """Return the room that everything that is kept leaves."""
        room = cls(
            FreePlaces(kept.around.fixed), FreePlaces(kept.around.fixed), Even(scene.hitlist.retry.per_day, Counter()),
            scene.calendar.zone,
        )
        room.add(kept.places.values())
        room.even.load[scene.calendar.today] += len(scene.calendar.begun_today(*TRIES))
        return room

    def add(self, places: Iterable[tuple[Wanted, Item]]) -> None:
        """Take in reminders that have a place."""
        for one, item in places:
            if not item.on_sheet:
                self.free.take(item.interval)
                if isinstance(one, NextTry):
                    self.even.load[day_of(item.interval.start, self.zone)] += 1

    def place(self, opening: Opening, scene: Scene, others: OtherItems = NO_OTHERS) -> Slot:
        """Return the best place for a reminder: one that has not begun, on a day without one of the `others`."""
        now, today = scene.calendar.now, scene.calendar.today
        even = self.even if isinstance(opening.wanted, NextTry) or opening.passed else None     # a task has its own day
        first = today if opening.day_over else opening.day
        for day in (first, max(first, later(today, 1))):
            need = replace(scene.need(opening.wanted, day, opening.passed, others), after=now)
            slot = find_slot(need, self.free, beside=self.beside, even=even)
            if slot.interval.start > now and (need.asked or not slot.outside):
                break
        return slot if day == opening.day else on_its_own_day(need, slot)


def _tasks(
    kept: Kept, places: Iterable[tuple[Wanted, Item]], room: _Room, scene: Scene
) -> dict[str, tuple[Wanted, Item]]:
    """Place the reminders of tasks: on a day without another item of the person, if one is in time.

    The earliest come first; those that are late already come last, since they leave the last days of others alone.
    `places` are those of what is kept.
    """
    today = scene.calendar.today
    places_found: dict[str, tuple[Wanted, Item]] = {}
    occasions = _of_tasks(places, scene.calendar)
    openings = [(opening, task) for opening in kept.tasks if isinstance(task := opening.wanted, Task)]
    by = {task.ref: task.by or date.max for _, task in openings}
    for opening, task in sorted(openings, key=lambda entry: (by[entry[1].ref] < today, by[entry[1].ref], entry[1].ref)):
        others = OtherItems(kept.others[task.ref].occasions | occasions[task.key])
        opening = _on_another_day(opening, task, others, scene)
        of_today = OtherItems(frozenset(one for one in others.occasions if one[0] == today))
        *apart, last = [room.place(opening, scene, beside) for beside in dict.fromkeys((others, of_today, NO_OTHERS))]
        slot = _in_time(task, [*(slot for slot in apart if not slot.outside), last], room.zone)
        if slot is not None:
            _, item = places_found[task.ref] = placed(opening, slot)
            room.add([places_found[task.ref]])
            occasions[task.key].add((day_of(item.interval.start, room.zone), item.uid))
    return places_found


def _on_another_day(opening: Opening, task: Task, others: OtherItems, scene: Scene) -> Opening:
    """Return the first reminder of a task from an earlier day on, if its day has an item of the person."""
    if task.by is None or opening.passed or opening.day not in others.days:
        return opening
    day = first_day(task, scene, others)
    return replace(opening, day=day, day_over=first_day_over(scene.need(task, day), scene.calendar.now) is not None)


def _in_time(task: Task, slots: Sequence[Slot], zone: tzinfo) -> Slot | None:
    """Return the first of these places that is in time for a task; else the first before its last useful day."""
    return next(
        (
            slot for last in (task.by, task.until or date.max) if last is not None
            for slot in slots if day_of(slot.interval.start, zone) <= last
        ), None,
    )


def _of_tasks(places: Iterable[tuple[Wanted, Item]], calendar: OnCalendar) -> dict[str, set[Occasion]]:
    """Return the occasions for each person's tasks, by key."""
    occasions: dict[str, set[Occasion]] = defaultdict(set)
    for one, item in places:
        if isinstance(one, Task):
            uid = item.uid if one.kind is not Kind.DATE else NO_SHEET
            occasions[one.key].add((day_of(item.interval.start, calendar.zone), uid))
    return occasions


def _beside_tries(places: Iterable[tuple[Wanted, Item]], calendar: OnCalendar) -> dict[str, OtherItems]:
    """Return the occasions for each person's tasks, by key, with those that have begun today."""
    occasions = _of_tasks(places, calendar)
    for key, begun in calendar.begun_by_person().items():
        if tasks := {occasion for ref, occasion in begun if is_task(ref)}:
            occasions[key] |= tasks
    return {key: OtherItems(frozenset(there)) for key, there in occasions.items()}


def _tries(
    openings: Sequence[Opening], room: _Room, seats: Seats, tasks: Others
) -> dict[str, tuple[Wanted, Item]]:
    """Place the reminders of tries, in this order; a retry that would be late rather takes a seat on a sheet."""
    places: dict[str, tuple[Wanted, Item]] = {}
    scene = seats.scene
    # Reminders that full days postponed are tried again after all others, until no more can be placed: the next pass
    # finds those on the calendar before those who wait (P3).
    waiting, before = list(openings), -1
    while len(waiting) != before:
        before, still, waiting = len(waiting), waiting, []
        for opening in still:
            others = tasks.get(opening.wanted.key, NO_OTHERS)
            slot = _slot(opening, room, scene, others)
            last = day_of(slot.interval.start, room.zone) if slot is not None else _last_day(opening, scene)
            if seats.place_late(opening, last):
                continue
            if slot is None:
                waiting.append(opening)
                continue
            places[opening.wanted.ref] = placed(opening, slot)
            room.add([places[opening.wanted.ref]])
    return places


def _slot(opening: Opening, room: _Room, scene: Scene, others: OtherItems) -> Slot | None:
    """Return the best place for a reminder; None if full days put it off."""
    if _no_day_has_room(opening, room.even, scene, others):
        return None
    slot = room.place(opening, scene, others)
    return None if _put_off(opening, day_of(slot.interval.start, room.zone), room.even, scene) else slot


def _order(opening: Opening, scene: Scene, order: Mapping[str, int]) -> tuple[bool, Turn]:
    """Return the key that sorts reminders: misplaced ones first, then in the order of a sheet."""
    assert isinstance(opening.wanted, NextTry)
    announced = opening.uid in scene.calendar.events
    return not announced, turn(opening.wanted, scene.calendar.today, order[opening.wanted.key])


def _no_day_has_room(opening: Opening, even: Even, scene: Scene, others: OtherItems) -> bool:
    """Return whether a reminder will be put off: all days until then are full. So no place has to be looked for."""
    if not _may_wait(opening, scene):
        return False
    need, last = scene.need(opening.wanted, opening.day, opening.passed, others), _last_day(opening, scene)
    days = takewhile(lambda day: day <= last, need.days(EVEN_DAYS))
    return _opens(opening, scene) <= last and not need.apart and even.is_full(days, need.windows())


def _may_wait(opening: Opening, scene: Scene) -> bool:
    return opening.waits_from is not None and opening.uid not in scene.calendar.events


def _last_day(opening: Opening, scene: Scene) -> date:
    """Return the last day on which it has a place although full days put it off."""
    ahead = RETRY_AHEAD if opening.wanted.kind is Kind.RETRY else OWN_REMINDER_AHEAD
    return later(scene.calendar.today, ahead.days)


def _opens(opening: Opening, scene: Scene) -> date:
    """Return the first day on which it may be that is not off."""
    first = max(opening.waits_from or opening.day, later(scene.calendar.today, 1))
    return next(iter(scene.hours[opening.wanted.key].days_from(first, 1)), date.max)


def _put_off(opening: Opening, day: date, even: Even, scene: Scene) -> bool:
    """Return whether full days, not days off, have put a reminder off by more than four weeks, or eight after a try.

    Then it waits in view until a day comes near and takes no place from those who have one: nobody is called a season
    later because a place was reserved before others had one.
    """
    wanted, first = opening.wanted, opening.waits_from
    if first is None or not isinstance(wanted, NextTry) or not _may_wait(opening, scene):
        return False
    hours, length = scene.hours[wanted.key], scene.hitlist.retry.length_for(wanted.channel)
    since = max(first, scene.calendar.today)
    if even.load[day] >= even.enough and (not wanted.keeps_hours or hours.ever_talk(since, length)):
        return True                  # all days of the coming weeks are full
    return day > max(_last_day(opening, scene), _opens(opening, scene))
