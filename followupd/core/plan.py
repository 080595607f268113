"""The decision: from contacts, history and now to the events that should exist, each with its reasons.

Pure: the same hit list, facts, standing events and now give the same plan. Never looks at a calendar, never moves
what the user moved, never plans into the past.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from followupd.core.answers.answered import LOOK_BACK, Since, answered
from followupd.core.items.round import NO_MATTERS, Matters, all_matters
from followupd.core.people.identity import People
from followupd.core.people.timeline import Timeline, day_of, moved_to
from followupd.core.people.wanted import NextTry, ref_of
from followupd.core.reasons import BlockIsShort, Pace, Reason
from followupd.core.schedule.block import Block, Dropped
from followupd.core.schedule.defend import place_blocks
from followupd.core.schedule.keep import Opening, Scene, keep
from followupd.core.schedule.kept import Kept
from followupd.core.schedule.on_calendar import base_uid, on_calendar, standing_events
from followupd.core.schedule.placing import schedule
from followupd.core.schedule.sheet import head_lines
from followupd.core.schedule.skips import skipped_now
from followupd.core.schedule.start_small import Past, queue
from followupd.core.schedule.status import Standing, Standings
from followupd.core.schedule.wake import next_wake
from followupd.core.texts.cards import block_event
from followupd.core.values.event import Event, Written
from followupd.core.values.facts import Fact, Facts, Skipped
from followupd.core.values.hitlist import Hitlist
from followupd.core.values.time import Interval
from followupd.core.values.uid import Kind
from followupd.core.values.user_time import ALL_FREE, UserTime

if TYPE_CHECKING:
    from followupd.core.people.learning import Learned
    from followupd.core.schedule.action_plan import Progress


@dataclass(frozen=True, slots=True)
class Plan:
    """`events` carry base UIDs and start after now; `answered` has the signs of our answers by UID.

    `sheets` go by the block's base UID; `dropped` are blocks that are not held; `short` is where
    more people are due than a block holds. `wake` is the next instant at
    which a later plan may differ although nothing new has happened. `pace` is there while somebody waits or could
    (`start_small`), `action` tells how the month's action plan goes, a channel each. `openings` are the reminders for
    which a place was looked for: in a second pass only those that found none.
    """

    events: tuple[Event, ...]
    standings: Mapping[str, Standing]
    blocks: tuple[Block, ...]
    sheets: Mapping[str, tuple[NextTry, ...]]
    answered: Mapping[str, str]
    wake: datetime
    pace: Pace | None = None
    dropped: tuple[Dropped, ...] = ()
    action: tuple[Progress, ...] = ()
    matters: Matters = NO_MATTERS
    short: Mapping[str, BlockIsShort] = field(default_factory=dict)
    openings: tuple[Opening, ...] = ()

    def reasons_of(self, block: Block) -> tuple[Reason, ...]:
        """Why a block stands where it stands, what lies over it, and whom it cannot hold."""
        return (*block.reasons, *([self.short[block.uid]] if block.uid in self.short else []))


def make_plan(
    hitlist: Hitlist, people: People, facts: Sequence[Fact], written: Mapping[str, Written], now: datetime,
    user_time: UserTime = ALL_FREE, kept: Kept | None = None,
) -> Plan:
    """The plan as of `now`. `facts` include those of this pass; `written` is what we last wrote, by UID. `kept` is what
    earlier plans have worked out: it saves time and changes nothing."""
    zone = hitlist.timezone
    kept = kept or Kept()
    everybody = kept.everybody(hitlist, people, facts, now, user_time.off)
    timelines, reaches, wishes = everybody.timelines, everybody.reaches, dict(everybody.wishes)
    moved = moved_to(everybody.others)
    moves = {base_uid(uid, hitlist.name): move for uid, move in moved.items()}
    skipped = skipped_now(everybody.others, hitlist.name)

    started = min(people.first_seen.values(), default=now)
    # A promise that was put off says nothing of when its person is to be called.
    own_tries = (move for uid, move in moves.items() if ref_of(uid, hitlist.name) is None)
    chosen = {move.contact for move in own_tries if move.contact is not None}
    past = partial(Past, hitlist, reaches, everybody.others, user_time.off)
    small = queue(wishes, hitlist.start_small, started, now, past, chosen)
    active = [wish for key, wish in wishes.items() if key not in small.places]
    action: tuple[Progress, ...] = ()
    if hitlist.action_plan:
        from followupd.core.schedule.action_plan import serve

        served = serve(active, timelines, reaches, hitlist, user_time.off, started, now)
        active, action = [served.wishes.get(wish.key, wish) for wish in active], served.progress
        wishes |= served.wishes

    standing = standing_events(written, hitlist.name)
    busy, taken = kept.busy(user_time.busy)
    held = place_blocks(hitlist, day_of(now - LOOK_BACK, zone), now, moves, skipped, standing, user_time, busy)
    blocks = held.blocks
    coming = tuple(block for block in blocks if block.interval.start > now)
    to_do = tuple(all_matters(people, timelines, hitlist, everybody.others, now))
    open_tasks = {task.ref: task for task in to_do if task.ended is None}
    skips = (fact for fact in everybody.others if isinstance(fact, Skipped))
    calendar = on_calendar(standing, moves, skips, blocks, hitlist.name, zone, now)
    heads = head_lines(open_tasks.values(), coming, calendar)
    scene = Scene(
        hitlist, calendar, reaches, coming, kept.fitting(hitlist, reaches, coming),
        taken.plus(block.interval for block in blocks), _learned(active, people, timelines, hitlist),
    )
    stays = keep((*active, *open_tasks.values()), heads, scene)
    order = {key: place for place, key in enumerate(people.by_key)}
    placed = schedule(stays, heads, scene, order)
    matters = Matters(open_tasks, placed.tasks, heads.lines)

    events = [
        block_event(
            block, placed.sheets.get(block.uid), hitlist, matters.head_of(block, timelines, hitlist),
            placed.short.get(block.uid),
        )
        for block in coming
    ]
    own = [(wish, item) for wish, item in placed.tries.values() if not item.on_sheet and item.interval.start > now]
    events += kept.reminders(own, hitlist)
    events += matters.reminders(timelines, hitlist, now)
    if hitlist.review is not None:
        from followupd.core.items.review import reviews_to_come
        from followupd.core.schedule.minutes import stood_before, week_before

        stood = stood_before(written, hitlist.name, now)
        events += reviews_to_come(
            hitlist, people, timelines, wishes, everybody.others, moves, skipped, user_time.off, written,
            lambda day: week_before(day, blocks, held.dropped, stood, day_of(started, zone), now, zone), now,
        )
    since = Since(everybody.attempts, {m.ref: m.ended.sign for m in to_do if m.ended is not None})
    events.sort(key=lambda event: (event.start, event.uid))
    stretches = [*(e.interval for e in (*events, *standing.values())), *(block.interval for block in blocks)]
    stretches += [place.interval for _, place in (*placed.tries.values(), *placed.tasks.values())]
    stretches += [Interval(move.start, move.end) for move in moves.values()]
    return Plan(
        tuple(events), Standings(people.by_key, timelines, wishes, placed.tries, small, now, hitlist), blocks,
        placed.sheets,
        answered(written, Facts(facts), since, people, hitlist, now),
        next_wake(hitlist, stretches, everybody.ahead, now), small.pace, held.dropped, action, matters,
        placed.short, stays.openings,
    )


def _learned(
    wishes: Sequence[NextTry], people: People, timelines: Mapping[str, Timeline], hitlist: Hitlist
) -> Learned | None:
    """What the tries teach; loaded only where one has failed."""
    if not any(wish.kind is Kind.RETRY and wish.live for wish in wishes):
        return None
    from followupd.core.people.learning import Learned

    return Learned(people.by_key, timelines, hitlist.timezone)


