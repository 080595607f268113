"""The decision: which events should exist, from contacts, history and now; each with its reasons.

    facts ─> understand ─> whose turn ─> place blocks ─> keep ─> schedule ─> write ─> Plan

Pure: the same input gives the same plan, and no stage changes a value of an earlier one. Never plans into the past.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from followupd.core.answers.answered import LOOK_BACK, Since, answered, answered_early
from followupd.core.items.kinds import find_next_try
from followupd.core.items.tasks import NO_TASKS, Tasks, all_tasks, but_booked, meetings_among, open_tasks
from followupd.core.items.writing import AnsweredTexts, Writer, in_order, texts_of_answered
from followupd.core.people.identity import People
from followupd.core.people.reach import everybodys_hours
from followupd.core.people.timeline import day_of
from followupd.core.people.understand import index, understand
from followupd.core.people.wanted import NextTry
from followupd.core.reasons import BlockIsShort, GivesWay, Pace, Reason
from followupd.core.schedule.action_plan import Progress
from followupd.core.schedule.block import Block, Dropped
from followupd.core.schedule.defend import BlocksSoFar, place_blocks
from followupd.core.schedule.keep import keep, pinned
from followupd.core.schedule.occupancy import occupied
from followupd.core.schedule.on_calendar import events_standing, in_open_reminders, moves_by_base, on_calendar
from followupd.core.schedule.placing import schedule
from followupd.core.schedule.review_times import ReviewTimes
from followupd.core.schedule.scene import Opening, Scene
from followupd.core.schedule.skips import skipped_now
from followupd.core.schedule.start_small import whose_turn
from followupd.core.schedule.status import ContactStatus, Statuses
from followupd.core.schedule.wake import all_stretches, next_wake
from followupd.core.values.event import Event, Written
from followupd.core.values.facts import Fact
from followupd.core.values.hitlist import Hitlist
from followupd.core.values.memo import Memo
from followupd.core.values.record import Facts
from followupd.core.values.user_time import ALL_FREE, UserTime


@dataclass(frozen=True, slots=True)
class Plan:
    """The wanted state of the calendar, with reasons. `events` carry base UIDs and start after now.

    `answered` gives the sign with which an event was answered, by UID; `sheets` go by the block's base UID; `dropped`
    are blocks that are not held; `short` says for which blocks more people are due than fit, `gave_way` who lets others
    have a turn, by key. `wake` is the next instant at which the plan can change without any news. `pace` is set while
    `start_small` applies, `action` is the month's action plan by channel. `openings` are reminders that needed a place:
    in a second pass only those that found none (P3). `texts` are those of answered events.
    """

    events: tuple[Event, ...]
    statuses: Mapping[str, ContactStatus]
    blocks: tuple[Block, ...]
    sheets: Mapping[str, tuple[NextTry, ...]]
    answered: Mapping[str, str]
    wake: datetime
    pace: Pace | None = None
    dropped: tuple[Dropped, ...] = ()
    action: tuple[Progress, ...] = ()
    tasks: Tasks = NO_TASKS
    short: Mapping[str, BlockIsShort] = field(default_factory=dict)
    openings: tuple[Opening, ...] = ()
    texts: AnsweredTexts = field(default_factory=AnsweredTexts)
    gave_way: Mapping[str, Sequence[GivesWay]] = field(default_factory=dict)

    def reasons_of(self, block: Block) -> tuple[Reason, ...]:
        """Return why a block is where it is, what overlaps it, and how many people do not fit."""
        return (*block.reasons, *([self.short[block.uid]] if block.uid in self.short else []))


def make_plan(
    hitlist: Hitlist, people: People, facts: Sequence[Fact] | Facts, written: Mapping[str, Written], now: datetime,
    user_time: UserTime = ALL_FREE, memo: Memo | None = None,
) -> Plan:
    """Return the plan as of `now`.

    `facts` include those of this pass; `written` is what we wrote last, by UID; a `memo` only saves time.
    """
    zone, name, memo = hitlist.timezone, hitlist.name, memo or Memo()
    memo.begin()
    history = index(facts, memo)
    # Understand: what each person needs next, and which of our events are answered.
    hours = everybodys_hours(hitlist, people.by_key, user_time.off, day_of(now, zone), memo)
    standing = events_standing(written, name, history, now)
    everybody = understand(hitlist, people, history, hours, now, memo, find_next_try)
    turns = whose_turn(in_open_reminders(everybody, standing, name), people, history, hitlist, hours, user_time, now)
    every_task = tuple(all_tasks(people, everybody, hours, hitlist, history, now))
    tasks = but_booked(open_tasks(every_task), turns.meetings)
    signs = answered(written, history, Since.of(everybody.attempts, every_task), people, hitlist, now)
    # Place blocks, by what the user moved and skipped.
    moves, skipped = moves_by_base(history, name), skipped_now(history.all.skips, name)
    so_far = BlocksSoFar(moves, skipped, standing.events, meetings_among(tasks.values()))
    held = place_blocks(hitlist, day_of(now - LOOK_BACK, zone), now, so_far, user_time, memo)
    # Keep what is good where it is, clear of all that is occupied.
    calendar = on_calendar(standing, moves, history.all.skips, held.blocks, name, zone, now)
    fixed = (*held.intervals, *pinned((*turns.active, *tasks.values()), calendar, hitlist))
    reviews = ReviewTimes(hitlist, moves, skipped, user_time.off, around=fixed)
    busy = occupied(user_time.busy, memo).plus((*reviews.coming(now), *answered_early(signs, written, now)))
    scene = Scene.of(hitlist, hours, calendar, everybody, held.blocks, busy)
    kept = keep(turns.active, tuple(tasks.values()), scene, turns.waiting)
    # Schedule the rest around it.
    placed = schedule(kept, scene, people.by_key, turns.waiting)
    placed_tasks = Tasks(open=tasks, items=placed.tasks, sheets=kept.heads.lines)
    # Write the events, and explain them.
    writer = Writer(hitlist, people, everybody, turns, history, now)
    reminders = writer.events(scene, placed, placed_tasks, memo)
    events = in_order(reminders, writer.reviews(held, written, reviews, placed, placed_tasks))
    statuses = Statuses(people.by_key, everybody.timelines, turns, placed.tries, now, hitlist)
    edges = all_stretches((*events, *standing.events.values(), *turns.meetings.values()), held, placed, moves.values())
    return Plan(
        events=events, statuses=statuses, blocks=held.blocks, dropped=held.dropped, sheets=placed.sheets,
        tasks=placed_tasks, short=placed.short, gave_way=placed.gave_way, openings=placed.openings, answered=signs,
        texts=texts_of_answered(signs, written, history, statuses, hitlist, now - LOOK_BACK, now),
        pace=turns.small.pace, action=turns.action, wake=next_wake(hitlist, edges, everybody.ahead, now),
    )
