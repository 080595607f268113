"""Reminders to come that go away because of what was noticed: they say so at that time, instead of vanishing.

Takes the changes of a diff and the facts that are new; returns the changes. The reminder of a try that would be deleted
becomes an answered event at the time of the evidence, unless an event that had begun shows it already (P12). There it
can be taken back.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Protocol

from followupd.core.changes.diff import answer_event
from followupd.core.items.kinds import TRY_KINDS
from followupd.core.items.writing import answered_texts
from followupd.core.people.noticed import NOTICED
from followupd.core.people.personal import one_line
from followupd.core.phrases.signs import noticed_sign
from followupd.core.schedule.status import ContactStatus
from followupd.core.texts.cards import ACTS, without_meeting
from followupd.core.values.event import Change, Delete, Event, Present, Update, Written
from followupd.core.values.facts import Attempt, Fact, Noticed
from followupd.core.values.hitlist import Hitlist
from followupd.core.values.record import Facts
from followupd.core.values.time import A_DAY
from followupd.core.values.uid import Kind, parse_item


class Explained(Protocol):
    """The parts of a plan that say which events are answered, and how everybody is doing."""

    @property
    def answered(self) -> Mapping[str, str]:
        """The signs of answered events, by UID."""

    @property
    def statuses(self) -> Mapping[str, ContactStatus]:
        """Everybody's status."""


def at_evidence(
    changes: Sequence[Change], plan: Explained, written: Mapping[str, Written], facts: Facts, news: Iterable[Fact],
    hitlist: Hitlist, now: datetime,
) -> tuple[Change, ...]:
    """Return the changes, with one deletion for each person whom new evidence shows as an answer."""
    new = [fact for fact in news if isinstance(fact, Noticed) and fact.sure and fact.outcome is not None]
    made, people = list[Change](), set[str]()
    for change in changes if new else ():
        item = parse_item(change.before.uid) if isinstance(change, Delete) else None
        if isinstance(change, Delete) and item is not None and item[0] in TRY_KINDS and item[1] not in people:
            shown = next(_shown(plan, written, item[1], new), None)
            row = written.get(change.before.uid)
            if shown is not None and row is not None and row.event is not None:
                change, people = _answered(change, row, shown, plan, facts, hitlist, now), {*people, item[1]}
        made.append(change)
    return tuple(made) if new else tuple(changes)


def _answered(
    change: Delete, row: Written, shown: Attempt, plan: Explained, facts: Facts, hitlist: Hitlist, now: datetime
) -> Change:
    """Return the change that moves a reminder to the time of the attempt, with its answer.

    One that waits at a meeting is called by its try again: they have not met.
    """
    before = change.before
    if row.event is not None and row.event.silent and not shown.met:
        before, row = _as_try(before, row, row.event, plan.statuses[shown.contact].contact.name)
    sign = noticed_sign(shown.outcome, shown.channel, met=shown.met)
    text = answered_texts({row.uid: sign}, {row.uid: row}, facts, plan.statuses, hitlist).get(row.uid)
    start, end = shown.at, shown.at + change.before.event.interval.length
    for made in answer_event(before, row, (sign, text), now, marked=False):
        after, ours = (replace(one, start=start, end=end) for one in (made.after, made.ours))
        if row.event is not None and not row.event.silent:
            ours = replace(ours, open_text=without_meeting(ours.open_text))      # if it is taken back
        return Update(change.before, after, ours)
    return change


def _as_try(shown: Present, row: Written, ours: Event, name: str) -> tuple[Present, Written]:
    """Return a reminder that waits at a meeting with the title of its try: as it is there, and as we wrote it."""
    title = ACTS.get(ours.channel_at(0) or "", ("Contact {}",))[0].format(one_line(name))
    there = shown.event.summary.replace(ours.summary, title, 1)
    calls = replace(ours, summary=title, silent=False)
    return replace(shown, event=replace(shown.event, summary=there, silent=False)), replace(row, event=calls)


def _shown(plan: Explained, written: Mapping[str, Written], key: str, new: Iterable[Noticed]) -> Iterator[Attempt]:
    """Yield their attempts that new evidence alone shows, the last first, if no event shows them."""
    instants = {fact.at for fact in new if fact.contact == key}
    status = plan.statuses.get(key) if instants else None
    for attempt in reversed(status.timeline.attempts) if status is not None else ():
        if attempt.source == NOTICED and attempt.at in instants and not _is_shown(attempt, plan, written):
            yield attempt


def _is_shown(attempt: Attempt, plan: Explained, written: Mapping[str, Written]) -> bool:
    """Return whether an event that had begun has the answer, on that day or the one before it."""
    sign = noticed_sign(attempt.outcome, attempt.channel, met=attempt.met)
    for uid, answer in plan.answered.items():
        event = written[uid].event if uid in written else None
        if event is None or not attempt.at - 2 * A_DAY < event.start < attempt.at + A_DAY:
            continue
        item = parse_item(uid)
        theirs = item is not None and item[1] == attempt.contact and answer == sign
        if theirs or (uid.startswith(Kind.BLOCK) and bool(answer) and attempt.contact in event.people):
            return True
    return False
