"""The way of a block when something overlaps it, and when it comes home."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from itertools import pairwise

import pytest

from followupd.core.schedule.block import Block, Placed
from followupd.core.schedule.defend import MOST_MOVES, BlocksSoFar, place_blocks
from followupd.core.texts.cards import block_event
from followupd.core.values.event import Event, Stance
from followupd.core.values.facts import Moved
from followupd.core.values.hitlist import BlockRule
from followupd.core.values.time import Interval, Span
from followupd.core.values.user_time import Busy, UserTime
from tests.kit.people import TUESDAY, at, hit_list, local

RULE = replace(TUESDAY, ahead=Span(days=7))
WARN = replace(RULE, protect="warn")
NOW = at("2026-11-22 12:00")                     # a Sunday
UID = "block-2026w48-1-hitlist@followupd"
HOME = "Tue 24 Nov 10:00"


def busy(*stretches: str, name: str = "Board meeting") -> tuple[Busy, ...]:
    """`2026-11-24 10:00-11:00` by Denver's clock."""
    found = []
    for text in stretches:
        day, hours = text.split(" ")
        start, _, end = hours.partition("-")
        found.append(Busy(Interval(at(f"{day} {start:0>5}"), at(f"{day} {end:0>5}")), name))
    return tuple(sorted(found, key=lambda b: b.interval))


def days(first: int, last: int, hours: str) -> tuple[str, ...]:
    return tuple(f"2026-11-{day} {hours}" for day in range(first, last + 1))


def placed(
    *rules: BlockRule, now: datetime = NOW, taken: tuple[Busy, ...] = (), off: dict[date, str] | None = None,
    moves: dict[str, Moved] | None = None, existing: Sequence[Event] = (), hours: str = "Mon-Fri 8:30-17:30",
) -> Placed:
    return place_blocks(
        hit_list(blocks=rules or (RULE,), hours=hours), now.date() - timedelta(days=14), now,
        BlocksSoFar(moves or {}, (), {event.uid: event for event in existing}), UserTime(taken, off or {}),
    )


def the_block(found: Placed, uid: str = UID) -> Block:
    return next(block for block in found.blocks if block.uid == uid)


def where(found: Placed, uid: str = UID) -> str:
    return local(the_block(found, uid).interval.start)


def told(found: Placed, uid: str = UID) -> list[str]:
    return [reason.text(date(2026, 11, 24)) for reason in the_block(found, uid).reasons]


def written(found: Placed) -> tuple[Event, ...]:
    return tuple(block_event(block, None, hit_list()) for block in found.blocks)


MEETING = busy("2026-11-24 10:00-11:00")


@pytest.mark.parametrize(
    ("taken", "hours", "expected"),
    [
        ((), "Mon-Fri 8:30-17:30", HOME),
        (("2026-11-24 10:00-11:00",), "Mon-Fri 8:30-17:30", "Tue 24 Nov 11:00"),
        (("2026-11-24 9:00-11:00",), "Mon-Fri 8:30-17:30", "Tue 24 Nov 11:00"),
        (("2026-11-24 10:30-12:00",), "Mon-Fri 8:30-17:30", "Tue 24 Nov 09:30"),      # the nearer side
        (("2026-11-24 9:00-10:10",), "Mon-Fri 8:30-17:30", "Tue 24 Nov 10:15"),       # at a round time
        (("2026-11-24 10:59-12:00",), "Mon-Fri 8:30-17:30", "Tue 24 Nov 09:45"),      # half over it, or a minute
        (("2026-11-24 11:00-12:00",), "Mon-Fri 8:30-17:30", HOME),                    # touches it only
        (("2026-11-24 9:00-10:00",), "Mon-Fri 8:30-17:30", HOME),
        (("2026-11-24 9:30-10:35", "2026-11-24 11:35-17:30"), "Mon-Fri 8:30-17:30", "Tue 24 Nov 10:35"),  # just fits
        (("2026-11-24 8:00-17:00",), "Mon-Fri 8:30-17:30", "Wed 25 Nov 10:00"),       # the later of two days as near
        (("2026-11-24 8:00-17:00",), "Mon-Fri 8:30-20:00", "Wed 25 Nov 10:00"),       # the day before the evening
        (days(23, 27, "8:00-17:00"), "Mon-Fri 8:30-20:00", "Tue 24 Nov 17:00"),       # the evening before none
        (("2026-11-24 8:00-17:30", "2026-11-25 8:00-17:30"), "Mon-Fri 8:30-17:30", "Mon 23 Nov 10:00"),
        (days(23, 26, "8:00-17:30"), "Mon-Fri 8:30-17:30", "Fri 27 Nov 10:00"),       # the same week
    ],
)
def test_the_nearest_free_place(taken: tuple[str, ...], hours: str, expected: str) -> None:
    """In the same week, inside the user's hours."""
    assert where(placed(taken=busy(*taken), hours=hours)) == expected


def test_an_evening_block_looks_for_an_evening() -> None:
    """The search does not avoid the part of the day that the user has chosen."""
    rule = replace(RULE, time=time(18))
    found = placed(rule, taken=busy("2026-11-24 18:00-18:30"), hours="Mon-Fri 9:00-21:00")
    assert where(found) == "Tue 24 Nov 18:30"


def test_it_says_why() -> None:
    assert told(placed(taken=MEETING)) == ["moved from Tue 24 Nov 10:00 (Board meeting)"]
    many = (*MEETING, *busy("2026-11-24 10:15-10:45", name="Dentist"))
    assert told(placed(taken=many)) == ["moved from Tue 24 Nov 10:00 (Board meeting and 1 more)"]
    assert told(placed(taken=busy("2026-11-24 10:00-11:00", name=" \n "))) == [
        "moved from Tue 24 Nov 10:00 (something else)"
    ]


def test_it_comes_home_when_the_clash_goes_away() -> None:
    away = placed(taken=MEETING)
    assert where(placed(existing=written(away))) == HOME


def test_it_stays_where_it_was_moved_while_that_is_free() -> None:
    """A nearer place that becomes free moves nothing; only home does."""
    away = placed(taken=busy("2026-11-24 8:00-14:00"))
    assert where(away) == "Tue 24 Nov 14:00"
    assert where(placed(taken=MEETING, existing=written(away))) == "Tue 24 Nov 14:00"
    again = placed(taken=busy("2026-11-24 10:00-11:00", "2026-11-24 14:30-15:00"), existing=written(away))
    assert where(again) == "Tue 24 Nov 11:00"


def test_what_overlaps_half_of_it_moves_the_whole() -> None:
    """And its new place may overlap its own home."""
    found = placed(taken=busy("2026-11-24 10:00-10:15"))
    assert (where(found), the_block(found).interval.length) == ("Tue 24 Nov 10:15", timedelta(hours=1))


@pytest.mark.parametrize("rule", [RULE, WARN])
def test_the_users_hand_wins(rule: BlockRule) -> None:
    """P6: a dragged block stays, and only warns."""
    move = Moved(None, NOW, UID, at("2026-11-24 10:00"), at("2026-11-24 11:00"))
    found = placed(rule, taken=MEETING, moves={UID: move})
    assert (where(found), told(found)) == (HOME, ["overlaps: Board meeting"])
    assert the_block(found).moved


def test_warn_stays_and_says_so() -> None:
    found = placed(WARN, taken=busy("2026-11-24 10:15-10:45"))
    assert (where(found), told(found)) == (HOME, ["overlaps: Board meeting"])
    assert the_block(found).overlap == timedelta(minutes=30)
    event = next(event for event in written(found) if event.uid == UID)
    assert event.summary == "Outreach block (overlaps: Board meeting)"


def test_no_free_place_in_the_week_stays_and_says_so() -> None:
    found = placed(taken=busy(*days(23, 27, "8:00-17:00")))
    assert (where(found), told(found)) == (HOME, ["overlaps: Board meeting"])


def test_a_full_week_after_a_move_brings_it_home() -> None:
    """It has lost its other place too; the user expects it at home."""
    away = placed(taken=MEETING)
    full = placed(taken=busy(*days(23, 27, "8:00-17:00")), existing=written(away))
    assert (where(full), told(full)) == (HOME, ["overlaps: Board meeting"])


def test_nothing_is_moved_into_the_past() -> None:
    """What overlaps it a quarter of an hour before it begins sends it to the next hour, or day."""
    now = at("2026-11-24 09:50")
    stands = written(placed(now=NOW))
    found = placed(now=now, taken=busy("2026-11-24 10:30-17:30"), existing=stands)
    assert where(found) == "Wed 25 Nov 10:00"


def test_one_that_has_begun_stays() -> None:
    stands = written(placed(now=NOW))
    found = placed(now=at("2026-11-24 10:01"), taken=MEETING, existing=stands)
    assert (where(found), told(found)) == (HOME, [])


def test_one_that_was_held_on_another_day_is_not_held_again() -> None:
    """Moved to Monday, held there; then Tuesday becomes free."""
    away = placed(taken=busy(*days(24, 27, "8:00-17:30")))
    assert where(away) == "Mon 23 Nov 10:00"
    later = placed(now=at("2026-11-23 12:00"), existing=written(away))
    assert [local(b.interval.start) for b in later.blocks if b.uid == UID] == ["Mon 23 Nov 10:00"]
    assert told(later) == ["moved from Tue 24 Nov 10:00 (Board meeting)"]


def test_a_home_in_the_past_does_not_count() -> None:
    """Moved to Thursday: on Wednesday nobody knows what was on Tuesday, and it stays with the same text."""
    away = placed(taken=busy("2026-11-24 8:00-17:30", "2026-11-25 8:00-17:30", "2026-11-23 8:00-17:30"))
    assert where(away) == "Thu 26 Nov 10:00"
    later = placed(now=at("2026-11-25 12:00"), existing=written(away))
    assert where(later) == "Thu 26 Nov 10:00"
    assert told(later) == told(away)
    full = placed(now=at("2026-11-25 12:00"), taken=busy(*days(25, 27, "8:00-17:30")), existing=written(away))
    assert (where(full), told(full)[-1]) == ("Thu 26 Nov 10:00", "overlaps: Board meeting")


def test_after_a_lost_database_it_stays_too() -> None:
    """We no longer know why it is there, but it stays."""
    away = placed(taken=busy("2026-11-24 8:00-14:00"))
    bare = [replace(event, stance=None) for event in written(away)]
    assert where(placed(taken=MEETING, existing=bare)) == "Tue 24 Nov 14:00"
    assert where(placed(existing=bare)) == HOME
    thursday = [replace(e, start=at("2026-11-26 10:00"), end=at("2026-11-26 11:00")) for e in bare if e.uid == UID]
    found = placed(now=at("2026-11-25 12:00"), existing=thursday)
    assert (where(found), told(found)) == ("Thu 26 Nov 10:00", ["moved from Tue 24 Nov 10:00"])


def test_two_blocks_never_overlap() -> None:
    """One is placed neither on the other nor on the other's home, to which that one may come back."""
    eleven = replace(RULE, time=time(11))
    found = placed(RULE, eleven, taken=MEETING)
    assert [local(b.interval.start) for b in found.blocks if "w48" in b.uid] == ["Tue 24 Nov 09:00", "Tue 24 Nov 11:00"]
    both = placed(RULE, eleven, taken=busy("2026-11-24 10:00-12:00"))
    assert [local(b.interval.start) for b in both.blocks if "w48" in b.uid] == ["Tue 24 Nov 09:00", "Tue 24 Nov 12:00"]


def test_a_block_that_the_user_drags_onto_another_moves_the_other() -> None:
    second = "block-2026w48-2-hitlist@followupd"
    move = Moved(None, NOW, second, at("2026-11-24 10:00"), at("2026-11-24 11:00"))
    found = placed(RULE, replace(RULE, days=(3,)), moves={second: move})
    assert (where(found, second), where(found)) == (HOME, "Tue 24 Nov 11:00")
    assert told(found) == ["moved from Tue 24 Nov 10:00 (your other block)"]


@pytest.mark.parametrize(
    ("off", "expected"),
    [
        ({24: "Thanksgiving Day"}, "Wed 25 Nov 10:00"),
        ({24: "away", 25: "away"}, "Mon 23 Nov 10:00"),
        ({23: "away", 24: "away", 25: "away", 26: "away"}, "Fri 27 Nov 10:00"),
    ],
)
def test_a_day_off_moves_it_to_a_working_day(off: dict[int, str], expected: str) -> None:
    found = placed(off={date(2026, 11, day): name for day, name in off.items()})
    assert where(found) == expected
    assert told(found) == [f"moved from Tue 24 Nov 10:00 ({off[24]})"]


@pytest.mark.parametrize(("others", "expected"), [
    pytest.param((4,), "Wed 25 Nov 10:00", id="the next day has none"),
    pytest.param((2,), "Mon 23 Nov 10:00", id="the next day has one, the day before has none"),
    pytest.param((0, 2), "Thu 26 Nov 10:00", id="both have one"),
])
def test_a_day_off_moves_it_to_a_day_without_a_block(others: tuple[int, ...], expected: str) -> None:
    """Nobody wants two hours of calls in a row because Tuesday was a holiday."""
    found = placed(RULE, replace(RULE, days=others), off={date(2026, 11, 24): "a holiday"})
    assert where(found) == expected


def test_it_shares_a_day_with_another_block_if_all_have_one() -> None:
    others = replace(RULE, days=(0, 2, 3, 4))
    found = placed(RULE, others, off={date(2026, 11, 24): "a holiday"})
    assert where(found) == "Wed 25 Nov 09:00"


@pytest.mark.parametrize(("rules", "expected"), [
    pytest.param((replace(RULE, days=(0, 1, 2, 3, 4)),), "", id="each day has its own"),
    pytest.param((RULE, replace(RULE, days=(2,))), "Mon 30 Nov 10:00", id="the next day has another one"),
    pytest.param((RULE, replace(RULE, days=(2,), ahead=Span(days=1))), "Mon 30 Nov 10:00", id="it is written later"),
])
def test_a_moved_block_leaves_the_place_of_one_that_is_not_written_yet(
    rules: tuple[BlockRule, ...], expected: str
) -> None:
    """Each day one more block of that week comes within the horizon, and the block of Tuesday is where it was."""
    existing: dict[str, Event] = {}
    for day in range(24, 30):
        found = placed(
            *rules, now=at(f"2026-11-{day} 12:00"), off={date(2026, 12, 1): "a holiday"}, existing=[*existing.values()]
        )
        existing |= {event.uid: event for event in written(found)}
        homes = [(block.home or block.interval).start for block in found.blocks]
        there = [
            local(block.interval.start) for block, home in zip(found.blocks, homes, strict=True)
            if home == at("2026-12-01 10:00")
        ]
        assert there == ([expected] if expected else [])
        times = sorted(block.interval for block in found.blocks)
        assert not any(one.overlaps(other) for one, other in pairwise(times))


@pytest.mark.parametrize(
    ("rule", "off"), [(RULE, range(23, 28)), (WARN, [24]), (replace(RULE, days=(0, 1, 2, 3, 4)), [24])]
)
def test_a_block_without_a_day_is_dropped(rule: BlockRule, off: Sequence[int]) -> None:
    """The whole week away; a block that may not move; one of a row that has every other day already."""
    found = placed(rule, off={date(2026, 11, day): "away" for day in off})
    assert "Tue 24 Nov" not in {local(block.interval.start)[:10] for block in found.blocks}
    assert "away" in {gone.because for gone in found.dropped}
    assert not any(block.reasons for block in found.blocks if "w48" in block.uid)


def test_a_dragged_block_may_stand_on_a_day_off() -> None:
    move = Moved(None, NOW, UID, at("2026-11-26 10:00"), at("2026-11-26 11:00"))
    found = placed(off={date(2026, 11, 26): "Thanksgiving Day"}, moves={UID: move})
    assert (where(found), told(found)) == ("Thu 26 Nov 10:00", [])


def test_a_copy_of_our_own_block_moves_nothing() -> None:
    """Sync programs copy it into the work calendar, title and all."""
    stands = tuple(
        replace(event, summary="Call Katya and Bo", titles=("Outreach block", "Call Zoe, Katya and 5 more"))
        for event in written(placed())
    )
    for name in ("Call Katya and Bo", "Outreach block", "Call Zoe, Katya and 5 more "):  # as it is, and as it was
        assert where(placed(taken=busy("2026-11-24 10:00-11:00", name=name), existing=stands)) == HOME
    another = busy("2026-11-24 10:30-11:00", name="Outreach block")                    # not as long
    assert where(placed(taken=another, existing=stands)) != HOME
    meeting = busy("2026-11-24 10:00-11:00", name="Board meeting")                      # at our very time
    assert where(placed(taken=meeting, existing=stands)) != HOME
    client = busy("2026-11-24 10:00-11:00", name="Call Zoe")                            # a title like ours, never ours
    assert where(placed(taken=client, existing=stands)) != HOME


def test_a_copy_where_a_block_was_is_still_a_copy() -> None:
    """A trip sends the block away from its copy: the next pass finds the same place and the same words (P3)."""
    copy = busy("2026-11-24 10:00-11:00", name="Outreach block")
    trip = busy("2026-11-24 8:00-10:30", name="Trip to Rome")
    found = placed(taken=(*trip, *copy), existing=written(placed()))
    assert (where(found), told(found)) == ("Tue 24 Nov 10:30", ["moved from Tue 24 Nov 10:00 (Trip to Rome)"])
    again = placed(taken=(*trip, *copy), existing=written(found))
    assert (where(again), told(again)) == (where(found), told(found))
    assert where(placed(taken=copy, existing=written(found))) == HOME


def test_a_copy_is_near_its_block() -> None:
    """A title and a length like ours, weeks away from the only block: that is the user's own."""
    weeks = timedelta(days=21)
    (stands,) = (event for event in written(placed()) if event.uid == UID)
    far = replace(stands, uid=UID.replace("w48", "w51"), start=stands.start + weeks, end=stands.end + weeks)
    own = busy("2026-11-24 10:00-11:00", name="Outreach block")
    assert where(placed(taken=own, existing=(far,))) != HOME
    assert where(placed(taken=own, existing=(stands,))) == HOME


def test_a_copy_under_another_name_chases_it_for_a_while_only() -> None:
    """P3: "Busy" appears wherever the block was; after a few moves the block stays and says so."""
    found, seen = placed(), []
    for _ in range(3 * MOST_MOVES):
        shadow = (Busy(the_block(found).interval, "Busy"),)
        found = placed(taken=shadow, existing=written(found))
        seen.append(the_block(found).interval)
    assert len(set(seen[MOST_MOVES + 1:])) == 1
    assert told(found)[-1] == "overlaps: Busy"


@pytest.mark.parametrize(("rule", "stays"), [
    (replace(RULE, time=time(11)), False),                              # another block's home, at its very place
    (replace(RULE, time=time(11, 30)), False), (replace(RULE, time=time(12)), True), (replace(RULE, days=(3,)), True),
])
def test_a_moved_block_makes_room_for_a_new_rule(rule: BlockRule, stays: bool) -> None:
    """It keeps the place to which a meeting sent it only while no other block needs that."""
    away = placed(taken=MEETING)
    assert where(away) == "Tue 24 Nov 11:00"
    found = placed(RULE, rule, taken=MEETING, existing=written(away))
    assert (where(found) == "Tue 24 Nov 11:00") is stays
    places = [block.interval for block in found.blocks if "w48" in block.uid]
    assert len(places) == 2
    assert not places[0].overlaps(places[1])
    again = placed(RULE, rule, taken=MEETING, existing=written(found))
    assert [block.interval for block in again.blocks] == [block.interval for block in found.blocks]       # P3


def test_a_changed_rule_forgets_the_move() -> None:
    """From Tuesday to Thursday: it goes there, not back to where a meeting had sent it."""
    away = placed(taken=MEETING)
    assert where(placed(replace(RULE, days=(3,)), taken=MEETING, existing=written(away))) == "Thu 26 Nov 10:00"


def test_what_is_remembered_of_a_block() -> None:
    away = the_block(placed(taken=MEETING))
    assert away.stance == Stance(at("2026-11-24 10:00"), "Board meeting", timedelta(0), 0)
    stood = block_event(the_block(placed()), None, hit_list())
    assert the_block(placed(taken=MEETING, existing=[stood])).stance == replace(away.stance, moves=1)
