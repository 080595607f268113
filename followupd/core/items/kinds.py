"""The kinds of item there are, each with a file beside this one. A new kind is one more line here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from followupd.core.items.booking import BookingItem
from followupd.core.items.card import CardItem
from followupd.core.items.kind import ItemKind
from followupd.core.items.meeting import MeetingItem
from followupd.core.items.promise import PromiseItem
from followupd.core.items.review import ReviewItem
from followupd.core.items.task import TaskItem
from followupd.core.items.tries import TryItem
from followupd.core.people.wanted import MARK, Task
from followupd.core.values.uid import Kind

# Tries first: the first of them that wants something gives a person's one open item (P2). Then tasks, in the order in
# which a sheet counts them.
ALL: tuple[ItemKind, ...] = (
    TryItem(Kind.DETAILS),
    TryItem(Kind.CALLBACK),
    TryItem(Kind.RETRY),
    TryItem(Kind.DUE),
    PromiseItem(),
    CardItem(),
    BookingItem(),
    MeetingItem(),
    ReviewItem(),
)
KINDS: Mapping[Kind, ItemKind] = {item.kind: item for item in ALL}
TASK_KINDS: Mapping[Kind, TaskItem] = {item.kind: item for item in ALL if isinstance(item, TaskItem)}
_REST = "rest"      # before whom a line of a review is about


def kind_of(ref: str) -> ItemKind:
    """Return the kind of item that a name in an event's `people` stands for."""
    kind, mark, _ = ref.partition(MARK)
    return KINDS[Kind.REVIEW if kind == _REST else Kind(kind)] if mark else ALL[0]


def counted(tasks: Sequence[Task]) -> str:
    """Return `2 promises, 1 card`."""
    kinds = [task.kind for task in tasks]
    many = ((item, kinds.count(kind)) for kind, item in TASK_KINDS.items())
    return ", ".join(f"{number} {item.noun[number > 1]}" for item, number in many if number)


def ticking(tasks: Sequence[Task]) -> str:
    """Return `Tick [x] when a promise is kept, when a card is posted.`"""
    kinds = {task.kind for task in tasks}
    return f"Tick [x] when {', when '.join(item.ticked for kind, item in TASK_KINDS.items() if kind in kinds)}."
