"""The plan without reading the calendar, for `next`, `why`, `show`, `list` and the answer of `log`.

Takes the hit list, the facts, and what was last written; gives the plan that a pass would make from them. Never reads a
calendar and never writes, so what the user did there since the last pass is not in it yet. Who can be reached at this
moment is decided in desk/next.py.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo
from pathlib import Path

from followupd.core.people.closing import about_channels, newly_closed
from followupd.core.people.identity import People, history_of_one, identify
from followupd.core.people.likeness import ListedBefore
from followupd.core.people.understand import index
from followupd.core.people.wanted import Task, person_of
from followupd.core.plan import Plan, make_plan
from followupd.core.schedule.going_back import ready_to_return
from followupd.core.schedule.on_calendar import Item
from followupd.core.schedule.status import ContactStatus
from followupd.core.values.event import Written
from followupd.core.values.facts import Fact
from followupd.core.values.hitlist import Hitlist
from followupd.core.values.memo import Memo
from followupd.core.values.user_time import UserTime
from followupd.history.store import History
from followupd.hitlist.feasts import with_feasts
from followupd.passes.current_list import read_hitlist
from followupd.passes.last_list import last_list
from followupd.passes.left_alone import unreadable_events
from followupd.passes.new_facts import new_facts
from followupd.passes.refusals import last_shown, refused_events
from followupd.passes.state_file import open_history
from followupd.passes.user_time import known_time


@dataclass(frozen=True, slots=True)
class Outlook:
    """The plan as of `now`, with what it was made from.

    `refused` are the base UIDs of events that are not on the calendar as planned, because the server refuses them,
    `unreadable` those of what is on the calendar and could not be read in the last pass.
    """

    hitlist: Hitlist
    people: People
    plan: Plan
    now: datetime
    refused: frozenset[str] = frozenset()
    unreadable: frozenset[str] = frozenset()

    def status(self, key: str) -> ContactStatus:
        """Return the status of this contact."""
        return self.plan.statuses[key]


def outlook(
    hitlist: Hitlist, facts: Sequence[Fact], written: Mapping[str, Written], now: datetime, user_time: UserTime,
    memo: Memo | None = None, before: Sequence[ListedBefore] = (),
) -> Outlook:
    """Return the plan from what is known already.

    `written` is what was last written on the calendar, by UID; `memo` is that of earlier plans; `before` is the list of
    the last pass.
    """
    if any(contact.keeps for contact in hitlist.contacts):
        hitlist = with_feasts(hitlist, now)
    memo = memo or Memo()
    known = index(facts, memo)
    people = identify(hitlist.contacts, known.all.listed, now, before)
    known = known.plus((*people.listed, *history_of_one(people, known, now)))
    known = known.plus(newly_closed(people, about_channels(known.all), hitlist.timezone, now))
    return Outlook(hitlist, people, make_plan(hitlist, people, known, written, now, user_time, memo), now)


def look(config: Path, clock: Callable[[tzinfo], datetime]) -> Outlook:
    """Return the outlook on this hit list; `clock` gives now, for the list's zone. Raises what opening raises."""
    hitlist, _, _ = read_hitlist(config)
    now = clock(hitlist.timezone)
    with open_history(config, hitlist.name, hitlist.state) as history:
        return outlook_from(hitlist, history, now)


def known_cards(hitlist: Hitlist, history: History) -> Hitlist:
    """Return the hit list with what the cards of its people said in the last pass."""
    if not hitlist.address_books:
        return hitlist
    from followupd.passes.address_books import with_known_cards  # a list without one does without

    return with_known_cards(hitlist, history)


def outlook_from(hitlist: Hitlist, history: History, now: datetime, memo: Memo | None = None) -> Outlook:
    """Return the outlook as of `now` from an open history, with the busy time that is remembered there."""
    hitlist = known_cards(hitlist, history)
    facts, rows = history.facts(), history.written(hitlist.calendar.key)
    written = ready_to_return(rows, new_facts(facts, history))
    view = outlook(hitlist, facts, written, now, known_time(hitlist, now, history), memo, last_list(history))
    return marked(view, history, written)


def marked(view: Outlook, history: History, written: Mapping[str, Written] | None = None) -> Outlook:
    """Return the outlook with a mark on each item whose event the server refuses, unless its line is there already.

    And on each whose event cannot be read.
    """
    hitlist = view.hitlist
    refused, unreadable = refused_events(history), unreadable_events(history)
    if not refused and not unreadable:
        return view
    shown_events = last_shown(written or history.written(hitlist.calendar.key), refused, hitlist.name)

    def checked(item: Item | None, key: str) -> Item | None:
        if item is not None and item.uid in unreadable:
            return replace(item, unreadable=True)
        if item is None or item.uid not in refused:
            return item
        event = shown_events.get(item.uid)
        shown = event is not None and event.start == item.interval.start and key in map(person_of, event.people)
        return item if shown else replace(item, refused=True)

    statuses = {key: replace(one, item=checked(one.item, key)) for key, one in view.plan.statuses.items()}
    items = {ref: (task, checked(item, task.key) or item) for ref, (task, item) in view.plan.tasks.items.items()}
    plan = replace(view.plan, statuses=statuses, tasks=replace(view.plan.tasks, items=items))
    places = (one.item for one in statuses.values() if one.item is not None)
    marked_items = {item.uid for item in (*places, *(item for _, item in items.values())) if item.refused}
    return replace(view, plan=plan, refused=(refused - frozenset(shown_events)) | marked_items, unreadable=unreadable)


def next_item(view: Outlook) -> ContactStatus | None:
    """Return the person whose open item comes first after now; of a sheet, the first line."""
    coming = [s for s in view.plan.statuses.values() if s.item is not None and s.item.interval.start > view.now]
    first = min(coming, key=lambda s: s.item.interval.start if s.item else view.now, default=None)
    if first is None or first.item is None or not view.plan.sheets.get(first.item.uid):
        return first
    return view.status(view.plan.sheets[first.item.uid][0].key)


def next_task(view: Outlook) -> tuple[Task, Item] | None:
    """Return the task whose place comes first and is not over, with that place: its block may be going on."""
    left = [(task, item) for task, item in view.plan.tasks.items.values() if item.interval.end > view.now]
    return min(left, key=lambda one: one[1].interval.start, default=None)
