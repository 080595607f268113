"""Invariants of blocks over random rules, busy time, days off, drags, skips, and passing weeks."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from followupd.core.people.timeline import day_of
from followupd.core.reasons import Overlaps
from followupd.core.schedule.block import Block, Placed
from followupd.core.schedule.defend import MOST_MOVES, BlocksSoFar, place_blocks
from followupd.core.schedule.weeks import monday_of
from followupd.core.texts.cards import block_event
from followupd.core.values.event import Event
from followupd.core.values.facts import Moved
from followupd.core.values.hitlist import BlockRule, Hitlist
from followupd.core.values.time import Interval, Span
from followupd.core.values.user_time import Busy, UserTime
from tests.kit.branches import Branches
from tests.properties.worlds import EXAMPLES, NOWS, hitlists

LENGTHS = (15, 30, 60, 120)
RARE = Branches(
    moved=300, no_meeting=300, meeting=6, came_home=200, not_held=50, overlaps=50, on_each_other=1, dragged=80,
    skipped=30, tired=30,
)


@st.composite
def rules(draw: st.DrawFn) -> BlockRule:
    days = tuple(sorted(draw(st.sets(st.integers(0, 6), min_size=1, max_size=5))))
    return BlockRule(
        days, time(draw(st.integers(0, 23)), draw(st.sampled_from((0, 15, 50)))),
        timedelta(minutes=draw(st.sampled_from(LENGTHS))), Span(days=7 * draw(st.integers(1, 5))),
        protect=draw(st.sampled_from(("move", "move", "warn"))),
        weeks=draw(st.sampled_from((1, 1, 1, 2, 3))),
        of_month=draw(st.sampled_from(((), (), (), (1,), (-1,), (2, 4)))),
    )


class Blocks(RuleBasedStateMachine):
    """A calendar of blocks, as passes would write it, of a user with a busy life."""

    def __init__(self) -> None:
        super().__init__()
        self.busy: list[Busy] = []
        self.meetings: list[Busy] = []
        self.off: dict[date, str] = {}
        self.moves: dict[str, Moved] = {}
        self.skipped: set[str] = set()
        self.events: dict[str, Event] = {}

    @initialize(data=st.data(), now=NOWS)
    def begin(self, data: st.DataObject, now: datetime) -> None:
        self.now = now
        self.hitlist: Hitlist = data.draw(hitlists(now, most=0))
        self.hitlist = replace(self.hitlist, blocks=tuple(data.draw(st.lists(rules(), min_size=1, max_size=3))))
        self.a_pass()

    def place(self) -> Placed:
        since = day_of(self.now - timedelta(days=62), self.hitlist.timezone)
        time_ = UserTime(tuple(sorted(self.busy, key=lambda b: (b.interval, b.summary))), self.off)
        so_far = BlocksSoFar(self.moves, self.skipped, self.events, tuple(self.meetings))
        return place_blocks(self.hitlist, since, self.now, so_far, time_)

    def a_pass(self) -> None:
        begun = {uid: event for uid, event in self.events.items() if event.start <= self.now}
        found = self.place()
        coming = {b.uid: block_event(b, None, self.hitlist) for b in found.blocks if b.interval.start > self.now}
        before, self.events = self.events, {**begun, **coming}
        again = self.place()
        assert again == found, "a second pass moves something (P3)"
        self.check(found, before, begun)

    def check(self, found: Placed, before: dict[str, Event], begun: dict[str, Event]) -> None:
        zone, hours = self.hitlist.timezone, self.hitlist.hours
        uids = [b.uid for b in found.blocks] + [d.uid for d in found.dropped]
        assert len(set(uids)) == len(uids)
        assert not self.skipped & {b.uid for b in found.blocks}
        self.count_not_held(found)
        coming = [b for b in found.blocks if b.interval.start > self.now]
        for block in found.blocks:
            assert block.home is not None
            if block.uid in self.moves:
                move = self.moves[block.uid]
                RARE.reached("dragged")
                assert block.interval == Interval(move.start, move.end), "the user's hand wins (P6)"
            elif block.uid in begun and block.home.start <= self.now:
                assert block.interval == begun[block.uid].interval, "it has begun"
        for block in coming:
            assert block.home is not None
            over = [b for b in (*self.busy, *self.meetings) if b.interval.overlaps(block.interval)]
            others = [b for b in coming if b.uid != block.uid and b.interval.overlaps(block.interval)]
            warns = [r for r in block.reasons if isinstance(r, Overlaps)]
            if over and not any(b.interval == block.interval for b in over):
                RARE.reached("overlaps")
                assert warns, "what overlaps a block is reported"
            if others and not block.moved and not any(o.moved for o in others):
                RARE.reached("on_each_other")
                assert any(isinstance(r, Overlaps) for o in (block, *others) for r in o.reasons), "on each other"
            day = day_of(block.interval.start, zone)
            if block.moved:
                continue
            assert day not in self.off, "a day off"
            tired = self.tired(block, before)
            if block.away_from is None:
                self.count_who_comes_home(block, before)
                continue
            assert block.rule.protect == "move" or tired
            assert monday_of(day) == monday_of(day_of(block.home.start, zone)), "the same week"
            moved_now = block.uid not in before or before[block.uid].start != block.interval.start
            if moved_now:
                RARE.reached("moved")
                assert not over
                assert not others
                assert hours.hold(block.interval.start, block.interval.end, zone)
                home_clash = [b for b in (*self.busy, *self.meetings) if b.interval.overlaps(block.home)]
                RARE.reached("meeting" if home_clash and home_clash[-1] in self.meetings else "no_meeting")
                in_the_way = home_clash or block.home.start <= self.now or self.others_at(block, found)
                assert in_the_way or day_of(block.home.start, zone) in self.off, "nothing was in its way"

    def count_not_held(self, found: Placed) -> None:
        for dropped in found.dropped:
            RARE.reached("skipped" if dropped.uid in self.skipped else "not_held")

    def count_who_comes_home(self, block: Block, before: dict[str, Event]) -> None:
        stood = before.get(block.uid)
        stance = stood.stance if stood is not None else None
        if stood is not None and stance is not None and stance.home == block.interval.start != stood.start:
            RARE.reached("came_home")

    def others_at(self, block: Block, found: Placed) -> list[Block]:
        assert block.home is not None
        return [b for b in found.blocks if b.uid != block.uid and b.interval.overlaps(block.home)]

    def tired(self, block: Block, before: dict[str, Event]) -> bool:
        stood = before.get(block.uid)
        tired = stood is not None and stood.stance is not None and stood.stance.moves >= MOST_MOVES
        if tired:
            RARE.reached("tired")
        return tired

    @rule(minutes=st.integers(1, 9 * 24 * 60))
    def time_goes_by(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)
        self.a_pass()

    @rule(data=st.data(), offset=st.integers(-90, 90), minutes=st.integers(5, 600))
    def something_lands_on_a_block(self, data: st.DataObject, offset: int, minutes: int) -> None:
        coming = sorted(event.start for event in self.events.values() if event.start > self.now)
        if coming:
            start = data.draw(st.sampled_from(coming)) + timedelta(minutes=offset)
            self.busy.append(Busy(Interval(start, start + timedelta(minutes=minutes)), f"meeting {len(self.busy)}"))
            self.a_pass()

    @rule(data=st.data(), offset=st.integers(-45, 45), called_off=st.integers(0, 3))
    def a_meeting_is_booked(self, data: st.DataObject, offset: int, called_off: int) -> None:
        """With somebody on the list; or one of those is called off."""
        coming = sorted(event.start for event in self.events.values() if event.start > self.now)
        if called_off == 3 and self.meetings:
            self.meetings.pop(data.draw(st.integers(0, len(self.meetings) - 1)))
        elif coming:
            start = data.draw(st.sampled_from(coming)) + timedelta(minutes=offset)
            place = Interval(start, start + timedelta(hours=1))
            self.meetings.append(Busy(place, f"Meeting with P{len(self.meetings)}"))
        self.a_pass()

    @rule(data=st.data(), hours=st.integers(1, 200))
    def a_long_trip(self, data: st.DataObject, hours: int) -> None:
        start = self.now + timedelta(hours=data.draw(st.integers(0, 24 * 20)))
        self.busy.append(Busy(Interval(start, start + timedelta(hours=hours)), "trip"))
        self.a_pass()

    @precondition(lambda self: self.busy)
    @rule(data=st.data())
    def something_is_cancelled(self, data: st.DataObject) -> None:
        self.busy.pop(data.draw(st.integers(0, len(self.busy) - 1)))
        self.a_pass()

    @rule()
    def past_busy_time_is_forgotten(self) -> None:
        self.busy = [b for b in self.busy if b.interval.end > self.now]
        self.a_pass()

    @rule(first=st.integers(0, 30), length=st.integers(1, 12))
    def days_off(self, first: int, length: int) -> None:
        day = day_of(self.now, self.hitlist.timezone) + timedelta(days=first)
        self.off |= {day + timedelta(days=n): "away" for n in range(length)}
        self.a_pass()

    @rule()
    def no_days_off(self) -> None:
        self.off = {}
        self.a_pass()

    @rule(data=st.data(), hours=st.integers(-40, 100).filter(bool))
    def the_user_drags_one(self, data: st.DataObject, hours: int) -> None:
        coming = sorted(uid for uid, event in self.events.items() if event.start > self.now)
        if coming:
            uid = data.draw(st.sampled_from(coming))
            event = self.events[uid]
            start = event.start + timedelta(hours=hours)
            self.moves[uid] = Moved(None, self.now, uid, start, start + event.interval.length)
            self.events[uid] = replace(event, start=start, end=start + event.interval.length)
            self.a_pass()

    @rule(data=st.data())
    def the_user_skips_one(self, data: st.DataObject) -> None:
        coming = sorted(uid for uid, event in self.events.items() if event.start > self.now)
        if coming:
            self.skipped.add(data.draw(st.sampled_from(coming)))
            self.a_pass()

    @rule(data=st.data())
    def the_rules_are_edited(self, data: st.DataObject) -> None:
        self.hitlist = replace(
            self.hitlist, blocks=tuple(data.draw(st.lists(rules(), min_size=1, max_size=3)))
        )
        self.a_pass()

    @rule()
    def the_database_is_lost(self) -> None:
        """Events are adopted; nobody knows any more why they are there."""
        self.events = {uid: replace(event, stance=None) for uid, event in self.events.items()}
        self.a_pass()

    @rule()
    def a_program_copies_our_blocks(self) -> None:
        """Under its own title, after each pass: blocks may move away from the copies, but not for ever (P3)."""
        for _ in range((len(self.events) + 1) * MOST_MOVES):
            before = {uid: event.interval for uid, event in self.events.items()}
            copies = [Busy(place, "Busy") for place in before.values()]
            self.busy = [b for b in self.busy if b.summary != "Busy"] + copies
            self.a_pass()
            if {uid: event.interval for uid, event in self.events.items()} == before:
                break
        else:
            raise AssertionError("chased for ever")
        self.busy = [b for b in self.busy if b.summary != "Busy"]
        self.a_pass()


Blocks.TestCase.settings = settings(
    max_examples=max(2, EXAMPLES // 4), stateful_step_count=20,
    suppress_health_check=list(HealthCheck),
)
TestBlocks = RARE.of_machine(Blocks)


