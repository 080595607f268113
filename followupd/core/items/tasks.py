"""All tasks together: which exist, which are open, and the events of those that have a place.

Takes people, timelines and places. What a task is and says is up to its kind.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from followupd.core.items.kinds import TASK_KINDS, TASKS, counted, manners_of, ticking
from followupd.core.items.task import Person
from followupd.core.people.identity import People
from followupd.core.people.reach import Reach
from followupd.core.people.timeline import Timeline, day_of
from followupd.core.people.understand import Everybody
from followupd.core.people.wanted import CALL, Task, ref_of
from followupd.core.schedule.block import Block
from followupd.core.schedule.on_calendar import Item
from followupd.core.texts.cards import Head
from followupd.core.values.event import Event
from followupd.core.values.facts import Skipped
from followupd.core.values.hitlist import Hitlist, Status
from followupd.core.values.record import Facts
from followupd.core.values.user_time import Busy


@dataclass(frozen=True, slots=True)
class Tasks:
    """The open tasks and their places.

    `open` and `items` (the tasks with a place) go by `Task.ref`; `sheets` has the tasks of each block by its base UID.
    """

    open: Mapping[str, Task]
    items: Mapping[str, tuple[Task, Item]]
    sheets: Mapping[str, Sequence[Task]]

    def of(self, key: str) -> tuple[Task, ...]:
        """Return the open tasks for a contact."""
        return tuple(task for task in self.open.values() if task.key == key)

    @property
    def for_review(self) -> tuple[Task, ...]:
        """The questions about evidence without a place of their own, the oldest first: the review asks them."""
        asked = (task for task in self.open.values() if task.on_review and task.ref not in self.items)
        return tuple(sorted(asked, key=lambda task: (task.anchor, task.ref)))

    def counted_on(self, block_uid: str, zone: tzinfo) -> str:
        """Return `1 promise, 1 card`: the tasks on the sheet of a block, which may have begun; "" without any.

        Calls are named before them: `Ring Eve Lind: birthday today`.
        """
        places = [(task, place) for task, place in self.items.values() if place.on_sheet and place.uid == block_uid]
        if not places:
            return ""
        calls, others = _calls([task for task, _ in places], near := day_of(places[0][1].interval.start, zone))
        return ", ".join(filter(None, (*_titles(calls, near), counted(others))))

    def head_of(self, block: Block, timelines: Mapping[str, Timeline], hitlist: Hitlist) -> Head:
        """Return the head of a block's sheet."""
        on_it = self.sheets.get(block.uid, ())
        if not on_it:
            return Head()
        near = day_of(block.interval.start, hitlist.timezone)
        lines = [line for m in on_it for line in ("", *TASK_KINDS[m.kind].line(m, timelines[m.key], near))]
        calls, others = _calls(on_it, near)
        channels = tuple(CALL if task in calls else "" for task in on_it)
        refs = tuple(task.ref for task in on_it)
        return Head(refs, channels, tuple(lines), _titles(calls, near), counted(others), ticking(others))

    def reminders(self, timelines: Mapping[str, Timeline], hitlist: Hitlist, now: datetime) -> list[Event]:
        """Return the events of tasks that have not begun."""
        if not self.items:
            return []
        return [
            TASK_KINDS[task.kind].written(task, item, timelines, hitlist)
            for task, item in self.items.values()
            if not item.on_sheet and item.interval.start > now
        ]


def _calls(tasks: Sequence[Task], near: date) -> tuple[list[Task], list[Task]]:
    """Return those of the tasks that are calls on that day, and the others."""
    calls = [task for task in tasks if TASK_KINDS[task.kind].is_call(task, near)]
    return calls, [task for task in tasks if task not in calls]


def _titles(calls: Iterable[Task], near: date) -> tuple[str, ...]:
    return tuple(TASK_KINDS[task.kind].title(task, near) for task in calls)


NO_TASKS = Tasks({}, {}, {})


def all_tasks(
    people: People, everybody: Everybody, hours: Mapping[str, Reach], hitlist: Hitlist, history: Facts, now: datetime,
) -> Iterator[Task]:
    """Yield the tasks of all people, including those that are over. Stopped people have none."""
    today, skips = day_of(now, hitlist.timezone), (fact for fact in history.all.skips if isinstance(fact, Skipped))
    taken_off = frozenset(ref for fact in skips if (ref := ref_of(fact.uid, hitlist.name)))
    dragged = dict[str, date]()
    for uid, move in history.moves.items():
        if (ref := ref_of(uid, hitlist.name)) is not None:
            dragged[ref] = max(dragged.get(ref, date.min), day_of(move.start, hitlist.timezone))
    for key, contact in people.by_key.items():
        if contact.status is Status.STOP:
            continue
        person = Person(
            key, contact, everybody.timelines[key], history.of(key), taken_off, dragged, hours[key], today,
            hitlist,
        )
        for kind in TASKS:
            if found := kind.wanted(person):
                yield from found


def open_tasks(tasks: Iterable[Task]) -> dict[str, Task]:
    """Return the tasks that are not over, by ref."""
    return {task.ref: task for task in tasks if task.ended is None}


def but_booked(tasks: Mapping[str, Task], meetings: Container[str]) -> dict[str, Task]:
    """Return the tasks without a meeting to book with those people who have one to come anyway."""
    return {
        ref: task for ref, task in tasks.items()
        if not (task.key in meetings and manners_of(task.kind).waits_for_meeting)
    }


def meetings_among(tasks: Iterable[Task]) -> tuple[Busy, ...]:
    """Return the time of the tasks with a fixed place: booked meetings."""
    return tuple(Busy(task.fixed, task.act) for task in tasks if task.fixed is not None)
