"""The questions of a pass: about words on events that were not understood, about copies, and about who is who.

Takes what was read and the plan; gives sentences. A question that no longer matters is not reported. It stays on its
event, where it can still be answered.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from followupd.core.items.kind import Question
from followupd.core.items.kinds import kind_of
from followupd.core.people.identity import Unsure
from followupd.core.people.wanted import is_task, person_of
from followupd.core.phrases.signs import OPEN
from followupd.core.phrases.vocabulary import question_line, unasked
from followupd.core.plan import Plan
from followupd.core.values.event import Change, Event, Update, Written
from followupd.core.values.record import EMPTY_RECORD
from followupd.passes.gather import News, World

TWICE = "this event exists twice with different content; delete the wrong one"
REPORTED_FOR = timedelta(weeks=4)   # after its event a question is no longer reported, only asked on the event


class _Asked(NamedTuple):
    """A question on an event; `since` when it has been asked, and whether it is `new` in this pass."""

    event: Event
    question: Question
    since: datetime
    new: bool


def questions(world: World, news: News, plan: Plan, changes: Iterable[Change], now: datetime) -> Iterator[str]:
    """Yield the questions of a pass that makes these changes, as of `now` (aware)."""
    written = {one.after.uid for one in changes if isinstance(one, Update)}
    yield from _about_words(world, news, plan, written, now)
    yield from (f"{world.present[uid].event.summary}: {TWICE}." for uid in world.copies.unlike)
    yield from filter(None, (_may_be(one, world) for one in world.people.unsure))


def _about_words(world: World, news: News, plan: Plan, written: Collection[str], now: datetime) -> Iterator[str]:
    """Yield the new questions, and those of the last weeks that still matter: of each item only the newest."""
    asked = [
        _asked(world.present[uid].event, one, news.written.get(uid), now, written=uid in written)
        for uid, several in news.answers.unclear.items() for one in several
    ]
    newest = dict[str, _Asked]()
    for one in sorted(asked, key=lambda one: (one.since, one.event.start)):
        newest[one.question.item] = one
    for one in asked:
        last = newest[one.question.item].event.uid == one.event.uid or not one.question.item
        if one.new or (last and one.event.end > now - REPORTED_FOR and _matters(one, plan)):
            yield f"{unasked(one.event.summary)}: {one.question.text}."


def _asked(event: Event, question: Question, row: Written | None, now: datetime, *, written: bool) -> _Asked:
    """Return a question with its time: on an open event that of the event, since it is about it; else when it came."""
    last = row.event if row is not None else None
    if last is None or (written and question_line(question.text) not in last.description.split("\n")):
        return _Asked(event, question, now, new=written)
    since = last.asked or event.start
    return _Asked(event, question, min(since, event.start) if last.answer in OPEN else since, new=False)


def _matters(asked: _Asked, plan: Plan) -> bool:
    """Return whether the item is still open: a task that is not over, or somebody not in touch since."""
    item = asked.question.item
    if is_task(item) and not kind_of(item).manners.as_try:
        return item in plan.tasks.open
    status = plan.statuses.get(person_of(item)) if item else None
    contact = status.timeline.last_contact if status is not None else None
    return contact is None or contact.at <= asked.since


def _may_be(one: Unsure, world: World) -> str:
    """Return the question whether somebody new is one of those who left; "" if nothing is known about any of these."""
    left = [fact for fact in one.maybe if world.facts.of(fact.contact)._replace(listed=(), closed=()) != EMPTY_RECORD]
    if not left:
        return ""
    came, names = world.people.by_key[one.key], " or ".join(fact.name for fact in left)
    known = " or ".join(f"`id: {fact.slug}`" for fact in left)
    return (
        f"{came.name} is new, and {names} is not on the list any more. The same person? Give {came.name} {known}, and "
        f"the history goes along. Somebody else? Give {came.name} an id, such as `id: {came.slug}-2`."
    )
