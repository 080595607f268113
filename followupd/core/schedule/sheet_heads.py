"""The tasks at the head of the next call sheets.

Takes open tasks and blocks; returns the lines of each sheet. A task for which there is no room waits for a later one or
gets a reminder (repeats.py). A line that is on a sheet stays on it (P3).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from followupd.core.people.timeline import day_of
from followupd.core.people.wanted import Task
from followupd.core.reasons import StillOpen
from followupd.core.schedule.block import Block
from followupd.core.schedule.fitting import SHEETS_AHEAD
from followupd.core.schedule.on_calendar import NO_OTHERS, Item, Occasion, OtherItems, Others
from followupd.core.schedule.repeats import days_in_time, last_day_of_a_sheet
from followupd.core.schedule.scene import Scene
from followupd.core.values.uid import Kind

WAIT_FOR_A_SHEET = timedelta(days=7)   # how long a late task waits for a sheet if no reminder of it has passed


@dataclass(frozen=True, slots=True)
class Heads:
    """The tasks at the head of the next sheets.

    `lines` go by the base UID of the block, `places` by `Wanted.ref`, None for a task that waits for a later sheet, and
    for a question that the review asks.
    """

    lines: Mapping[str, tuple[Task, ...]]
    places: Mapping[str, tuple[Task, Item] | None]

    @property
    def people(self) -> Mapping[str, int]:
        """The number of people with tasks on each sheet. Several tasks for one person take the minutes of one line."""
        return {uid: len({one.key for one in on_it}) for uid, on_it in self.lines.items()}


def head_lines(tasks: Iterable[Task], scene: Scene, others: Others) -> Heads:
    """Return the lines of the tasks, the earliest first; tasks that already have a place are left out.

    A line stays where it is; of the late tasks, the one shown most recently comes last. `others` are the items
    of the same person that stay, by ref.
    """
    lines: dict[str, list[Task]] = defaultdict(list)
    places: dict[str, tuple[Task, Item] | None] = {}
    calendar, fitting = scene.calendar, scene.fitting
    dated = list(zip(fitting.days, fitting.coming, strict=True))
    heads: dict[str, set[Occasion]] = defaultdict(set)
    for task in sorted(tasks, key=lambda task: _order(task, scene)):
        if task.fixed is not None or calendar.open_line(task) is not None or calendar.dragged(task) is not None:
            continue
        beside = OtherItems(others.get(task.ref, NO_OTHERS).occasions | heads[task.key])
        last = _last_day(task)
        free = [
            (day, block) for number, (day, block) in enumerate(dated)
            if task.anchor <= day <= last and _suits(task, day, block, scene) and (number >= SHEETS_AHEAD or (
                not beside.bar(day, block) and _has_room(block, lines.get(block.uid, ()), task)
            ))
        ]
        found = _sheet_for(task, free, scene)
        if found is None:
            if task.on_review and scene.hitlist.review is not None:
                places[task.ref] = None
            continue
        day, block = found
        places[task.ref] = None
        if block in scene.coming[:SHEETS_AHEAD]:
            passed = calendar.passed(task, task.uid(calendar.list_name)) is not None
            open_task = replace(task, reasons=(*task.reasons, StillOpen())) if passed else task
            if task.call_on is not None and day >= task.call_on:
                open_task = replace(open_task, call_on=day)
            lines[block.uid].append(open_task)
            heads[task.key].add((day, block.uid))
            places[task.ref] = open_task, Item(block.uid, block.interval, on_sheet=True)
    return Heads({uid: _in_order(on_it) for uid, on_it in lines.items()}, places)


def _last_day(task: Task) -> date:
    """Return the last day of a sheet that is of use: a question is asked no more after its own."""
    return task.until if task.on_review and task.until is not None else date.max


def _in_order(tasks: Iterable[Task]) -> tuple[Task, ...]:
    """Return the tasks of a sheet, the earliest first, and after each the others for the same person."""
    by_day = sorted(tasks, key=lambda task: (task.by or date.max, task.kind, task.ref))
    people = list(dict.fromkeys(task.key for task in by_day))
    return tuple(sorted(by_day, key=lambda task: people.index(task.key)))


def _order(task: Task, scene: Scene) -> tuple[int, date, date, Kind, str]:
    """Return the key that sorts tasks for sheets: those on the first sheet, those on the next, new ones; each by day.

    So a task from a later sheet, or a new one, takes what room is left. A late task counts from its last sheet, so late
    tasks take turns.
    """
    calendar = scene.calendar
    sheets = enumerate(scene.coming[:SHEETS_AHEAD])
    on = next((number for number, block in sheets if calendar.has_line(task, block)), SHEETS_AHEAD)
    sheet = calendar.last_sheet(task)
    last = max((day_of(one, calendar.zone) for one in (calendar.last_passed(task), sheet) if one), default=date.min)
    return on, max(task.by or date.max, last), last, task.kind, task.ref


def _has_room(block: Block, lines: Sequence[Task], task: Task) -> bool:
    """Return whether a sheet with these lines has room for a task; always for one.

    A sheet is mainly for calls: half of its lines, rounded down, may be people with tasks; rounded up, lines of tasks,
    since several for one person go together. Whether a set of tasks fits does not depend on their order (P3).
    """
    people = {one.key for one in lines} | {task.key}
    return len(people) <= max(1, block.room // 2) and len(lines) < max(1, (block.room + 1) // 2)


def _sheet_for(task: Task, free: Sequence[tuple[date, Block]], scene: Scene) -> tuple[date, Block] | None:
    """Return a block in time, else one soon after it if the task may be late; the one that has its line comes first.

    A reminder that is to come stays, unless a block is new.
    """
    calendar = scene.calendar
    if calendar.announced(task):
        free = [found for found in free if found[1].uid not in calendar.events]
    if in_time := [entry for entry in free if task.by is None or entry[0] <= task.by]:
        return _standing(task, in_time, scene) or in_time[-1 if task.latest else 0]
    if not _may_be_late(task, scene):
        return None
    last = last_day_of_a_sheet(task, scene) or day_of(calendar.now + WAIT_FOR_A_SHEET, calendar.zone)
    soon = [entry for entry in free if entry[0] <= min(last, task.until or last)]
    return _standing(task, soon, scene) or next(iter(soon), None)


def _suits(task: Task, day: date, block: Block, scene: Scene) -> bool:
    """Return whether a block has an hour for a task; from the day of its call on, in its person's hours (P7)."""
    return task.call_on is None or day < task.call_on or scene.fitting.holds_call(task, block)


def _standing(task: Task, blocks: Iterable[tuple[date, Block]], scene: Scene) -> tuple[date, Block] | None:
    """Return the one of these blocks whose sheet has the task already."""
    sheets = scene.coming[:SHEETS_AHEAD]
    return next((one for one in blocks if one[1] in sheets and scene.calendar.has_line(task, one[1])), None)


def _may_be_late(task: Task, scene: Scene) -> bool:
    """Return whether no day in time is left, or its reminder passed."""
    if scene.calendar.passed(task, task.uid(scene.calendar.list_name)) is not None:
        return True
    return task.by is not None and not days_in_time(task, task.by, scene)
