"""All kinds of item, each with a file beside this one. A new kind is one more line here; kind.py says what else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from followupd.core.items.asked import AskedItem
from followupd.core.items.booking import BookingItem
from followupd.core.items.call_back import CallBackItem
from followupd.core.items.card import CardItem
from followupd.core.items.details import DetailsItem
from followupd.core.items.due import DueItem, cadence_of
from followupd.core.items.kind import ItemKind, Manners
from followupd.core.items.meeting import MeetingItem
from followupd.core.items.promise import PromiseItem
from followupd.core.items.reply import ReplyItem
from followupd.core.items.retry import RetryItem
from followupd.core.items.review import ReviewItem
from followupd.core.items.task import TaskItem
from followupd.core.items.tries import Case, TryItem, away_until
from followupd.core.people.reach import Reach
from followupd.core.people.timeline import Timeline, day_of
from followupd.core.people.wanted import MARK, NextTry, Task
from followupd.core.values.facts import Settled
from followupd.core.values.hitlist import Contact, Hitlist, Status
from followupd.core.values.uid import Kind

# The first kind of try that wants something gives a person's one open item (P2).
_DUE = DueItem()
_USUAL = (CallBackItem(), RetryItem(), _DUE)
_POSSIBLE = (DetailsItem(_USUAL), *_USUAL)
TRIES: tuple[TryItem, ...] = (ReplyItem(_POSSIBLE), *_POSSIBLE)
# Each person has any number of these; a sheet counts them in this order.
TASKS: tuple[TaskItem, ...] = (
    PromiseItem(),
    CardItem(),
    BookingItem(),
    MeetingItem(),
    AskedItem(),
)
REVIEW = ReviewItem()
# Tries, tasks and the review differ in what they are asked and what they want: callers use one of the lists above.
ALL: tuple[ItemKind[Any, Any], ...] = (*TRIES, *TASKS, REVIEW)
KINDS: Mapping[Kind, ItemKind[Any, Any]] = {item.kind: item for item in ALL}
TRY_KINDS: Mapping[Kind, TryItem] = {item.kind: item for item in TRIES}
TASK_KINDS: Mapping[Kind, TaskItem] = {item.kind: item for item in TASKS}
# The beginnings of task lines, in all languages of our texts.
BEGINNINGS = tuple(words for item in TASKS for words in item.begins.values())
_BLOCK = Manners(called="the block")
_REST = "rest"      # before the key of the person that a line of a review is about


def kind_of(ref: str) -> ItemKind[Any, Any]:
    """Return the kind of item for a name in an event's `people`."""
    kind, mark, _ = ref.partition(MARK)
    return KINDS[Kind.REVIEW if kind == _REST else Kind(kind)] if mark else _DUE


def manners_of(kind: Kind | None) -> Manners:
    """Return how events of a kind are treated: a block, which is not an item, as a reminder is."""
    if kind is Kind.BLOCK:
        return _BLOCK
    return KINDS[kind].manners if kind is not None else Manners()


def is_task_line(text: str) -> bool:
    """Return whether a line begins like that of a task, in any language, so it is not a try to reach somebody.

    For lines that are on no sheet that the history or the note on the event knows (`ownership.reworded` reads those).
    """
    return text.lstrip().startswith(BEGINNINGS)


def how_settled(fact: Settled, who: str) -> str:
    """Return `Kept what you promised Dana: the Lisbon list.`, in the words of the task's kind."""
    verb = settled_word(fact)
    return f"{verb[:1].upper()}{verb[1:]} {_settling(fact).whose.format(who)}: {fact.what}."


def settled_word(fact: Settled) -> str:
    """Return `kept`, in the words of the task's kind."""
    return _settling(fact).settled[not fact.kept]


def _settling(fact: Settled) -> type[TaskItem]:
    """Return the kind of the task; the base of all for one that is not known here."""
    if fact.task is None:
        return PromiseItem
    return next((type(item) for item in TASKS if item.kind == fact.task), TaskItem)


def counted(tasks: Sequence[Task]) -> str:
    """Return `2 promises, 1 card`."""
    kinds = [task.kind for task in tasks]
    many = ((item, kinds.count(kind)) for kind, item in TASK_KINDS.items())
    return ", ".join(f"{number} {item.noun[number > 1]}" for item, number in many if number)


def ticking(tasks: Sequence[Task]) -> str:
    """Return what a tick means: `Tick [x] when a promise is kept, when a card is posted.`; "" without tasks."""
    if not tasks:
        return ""
    kinds = {task.kind for task in tasks}
    return f"Tick [x] when {', when '.join(item.ticked for kind, item in TASK_KINDS.items() if kind in kinds)}."


def find_next_try(
    key: str, contact: Contact, timeline: Timeline, hitlist: Hitlist, hours: Reach, today: date
) -> NextTry | None:
    """Return what a contact needs next, of the first kind that wants something; `today` decides only the channel.

    None if they are stopped, or paused without an end.
    """
    if contact.status is Status.STOP or (contact.status is Status.PAUSED and contact.pause_until is None):
        return None
    last_day = day_of(timeline.last.at, hitlist.timezone) if timeline.last is not None else None
    not_before = hitlist.retry.min_gap.after(last_day) if last_day is not None else date.min
    away = away_until(timeline.last, hitlist.timezone)
    not_before = max(not_before, away.day) if away is not None else not_before
    cadence = cadence_of(contact, timeline, hitlist)
    case = Case(key, contact, timeline, hitlist, hours, cadence, last_day, not_before, today, away)
    for item in TRIES:
        for one in item.wanted(case):
            return one
    return None
