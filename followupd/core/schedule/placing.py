"""Give everything that is not kept its place: a reminder, or a line on a call sheet.

Takes what was kept, and what waits or needs a reminder; returns the place of each, and the sheets. Places everything
around what is kept, never on a block, on busy time or where the user put something.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice

from followupd.core.people.timeline import day_of
from followupd.core.people.wanted import NextTry, Task, Turn, Wanted, turn
from followupd.core.reasons import BlockIsShort, StartsNow
from followupd.core.schedule.keep import OWN_REMINDER_AHEAD, Kept, Opening, Scene, placed, with_reasons
from followupd.core.schedule.occupancy import Even, FreePlaces
from followupd.core.schedule.on_calendar import Item
from followupd.core.schedule.sheet import SHEETS_AHEAD, Heads, Sheets, fill
from followupd.core.schedule.weeks import blocks_a_week
from followupd.core.values.time import later


@dataclass(frozen=True, slots=True)
class Schedule:
    """`tries` go by contact key, `tasks` by `Wanted.ref`: those that have a place.

    `sheets` are the people of each block by its base UID, in order; `short` says which blocks have more due people than
    minutes.
    """

    tries: Mapping[str, tuple[NextTry, Item]]
    tasks: Mapping[str, tuple[Task, Item]]
    sheets: Mapping[str, tuple[NextTry, ...]]
    short: Mapping[str, BlockIsShort]


def schedule(
    kept: Kept, heads: Heads, scene: Scene, order: Mapping[str, int], waiting: Sequence[NextTry] = ()
) -> Schedule:
    """Return a place for everything that can have one now.

    `order` is each contact's place on the hit list; `waiting` are those who wait while the user starts small, the
    next one first.
    """
    places = {**kept.places, **{ref: place for ref, place in heads.places.items() if place is not None}}
    places |= _reminders(kept, scene, order)
    filled = fill(kept.for_sheets, scene.coming[:SHEETS_AHEAD], scene.fitting, order, heads.lines)
    filled.people.update(_into_an_empty_block(filled, heads, scene, order, waiting))
    blocks = {block.uid: block for block in scene.coming}
    for uid, sheet in filled.people.items():
        places |= {one.key: (one, Item(uid, blocks[uid].interval, on_sheet=True)) for one in sheet}
    tries = {ref: (one, item) for ref, (one, item) in places.items() if isinstance(one, NextTry)}
    tasks = {ref: (one, item) for ref, (one, item) in places.items() if isinstance(one, Task)}
    return Schedule(tries, tasks, filled.people, filled.short)


def _into_an_empty_block(
    filled: Sheets, heads: Heads, scene: Scene, order: Mapping[str, int], waiting: Sequence[NextTry]
) -> Mapping[str, tuple[NextTry, ...]]:
    """Return the sheet of the next block with the first of those who wait, if nobody else is on it.

    The people to begin with fill one block a week. Further blocks are not left empty while somebody waits: as many
    start as join in a month. While a block is going on nobody knows yet who of its people comes again.
    """
    rule, block = scene.hitlist.start_small, next(iter(scene.coming), None)
    if rule is None or block is None or filled.people.get(block.uid) or scene.calendar.running:
        return {}
    if blocks_a_week(scene.hitlist.blocks) <= 1:
        return {}
    able = (one for one in waiting if scene.fitting.able((one,), block))
    chosen = [with_reasons(one, StartsNow()) for one in islice(able, max(0, rule.then))]
    return fill(chosen, (block,), scene.fitting, order, heads.lines).people


def _reminders(kept: Kept, scene: Scene, order: Mapping[str, int]) -> dict[str, tuple[Wanted, Item]]:
    """Place reminders around what is kept: misplaced ones first, then tries in the order of a sheet, then tasks."""
    reminders: dict[str, tuple[Wanted, Item]] = {}
    there = [(one, item) for one, item in kept.places.values() if not item.on_sheet]
    free, beside = FreePlaces(kept.fixed.plus(item.interval for _, item in there)), FreePlaces(kept.fixed)
    days = (day_of(item.interval.start, scene.calendar.zone) for one, item in there if isinstance(one, NextTry))
    even = Even(scene.hitlist.retry.per_day, Counter(days))
    # Reminders that full days put off are tried once more when all others have their places, until nobody finds one: as
    # the next pass will find those who are there before those who wait (P3).
    waiting, before = sorted(kept.openings, key=lambda opening: _order(opening, scene, order)), -1
    while len(waiting) != before:
        before, openings, waiting = len(waiting), waiting, []
        for opening in openings:
            spread = even if isinstance(opening.wanted, NextTry) else None
            slot = scene.place(opening, free, beside, spread)
            day = day_of(slot.interval.start, scene.calendar.zone)
            if opening.wanted.until is not None and day > opening.wanted.until:
                continue
            if _put_off(opening, day, even, scene):
                waiting.append(opening)
                continue
            free.take(slot.interval)
            if spread is not None:
                even.load[day] += 1
            reminders[opening.wanted.ref] = placed(opening, slot)
    return reminders


NO_TURN: Turn = (0, 0.0, False, 0)


def _order(opening: Opening, scene: Scene, order: Mapping[str, int]) -> tuple[bool, bool, Turn, date, str]:
    wanted = opening.wanted
    if isinstance(wanted, NextTry):
        announced = opening.uid in scene.calendar.events
        return False, not announced, turn(wanted, scene.calendar.today, order[wanted.key]), date.min, wanted.ref
    by = wanted.by if isinstance(wanted, Task) else None
    return True, False, NO_TURN, by or date.max, wanted.ref


def _put_off(opening: Opening, day: date, even: Even, scene: Scene) -> bool:
    """Whether full days, and not days off, have put a reminder off by more than four weeks.

    Then it waits in view until a day comes near, and takes nothing from those who are announced: nobody is called a
    season later because a place was reserved before others had one.
    """
    wanted, first, today = opening.wanted, opening.waits_from, scene.calendar.today
    if first is None or opening.uid in scene.calendar.events or not isinstance(wanted, NextTry):
        return False
    hours, length = scene.hours[wanted.key], scene.hitlist.retry.length_for(wanted.channel)
    if even.load[day] >= even.enough and (not wanted.keeps_hours or hours.ever_meet(first, length)):
        return True                  # all days of the coming weeks are full
    opens = next(iter(hours.days_from(max(first, later(today, 1)), 1)), day)
    return day - today > OWN_REMINDER_AHEAD and day > opens
