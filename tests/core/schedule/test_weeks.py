"""The places of blocks: every week, over DST changes, over the new year, by hand, and after an edit of the rule."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followupd.core.schedule.block import Block, Placed
from followupd.core.schedule.defend import BlocksSoFar, place_blocks
from followupd.core.schedule.weeks import blocks_a_week, ever_together, falls_on, homes
from followupd.core.values.facts import Moved
from followupd.core.values.hitlist import LAST_OF_MONTH, BlockRule
from followupd.core.values.time import Span
from tests.kit.people import TUESDAY, at, hit_list, local


def coming(
    now: datetime, *rules: BlockRule, zone: str = "America/Denver", moves: dict[str, Moved] | None = None,
    skipped: frozenset[str] = frozenset(),
) -> list[Block]:
    hitlist = hit_list(blocks=rules or (TUESDAY,), timezone=ZoneInfo(zone))
    day = now.astimezone(ZoneInfo(zone)).date()
    placed = place_blocks(hitlist, day - timedelta(days=30), now, BlocksSoFar(moves or {}, set(skipped)))
    return [block for block in placed.blocks if block.interval.start > now]


@given(
    st.sampled_from(["America/Denver", "Australia/Lord_Howe", "America/St_Johns", "UTC"]),
    st.integers(0, 366 * 24 * 4), st.integers(0, 6), st.integers(4, 23),
)
def test_26_weeks_have_26_blocks(zone: str, quarters: int, weekday: int, hour: int) -> None:
    """At any time, and over any clock change; each at its hour by the wall clock, with its own UID."""
    now = at("2026-09-01") + timedelta(minutes=15 * quarters, seconds=1)
    found = coming(now, BlockRule((weekday,), time(hour)), zone=zone)
    assert len(found) == 26
    assert {block.interval.start.astimezone(ZoneInfo(zone)).time() for block in found} == {time(hour)}
    assert len({block.uid for block in found}) == 26


@pytest.mark.parametrize(
    ("rule", "now", "expected"),
    [
        # In the gap of 14 March 2027 at 03:30; before and after at 02:30.
        (BlockRule((6,), time(2, 30), ahead=Span(days=14)), "2027-03-05 12:00",
         ["Sun 07 Mar 02:30", "Sun 14 Mar 03:30"]),
        # In the fold of 1 November 2026 at the first 01:30, once.
        (BlockRule((6,), time(1, 30), ahead=Span(days=14)), "2026-10-28 12:00",
         ["Sun 01 Nov 01:30", "Sun 08 Nov 01:30"]),
        # Over the new year of a year with 53 weeks.
        (BlockRule((3,), time(10), ahead=Span(days=21)), "2026-12-23 12:00",
         ["Thu 24 Dec 10:00", "Thu 31 Dec 10:00", "Thu 07 Jan 10:00"]),
        (BlockRule((1, 4), time(10), ahead=Span(days=7)), "2026-11-20 09:00",
         ["Fri 20 Nov 10:00", "Tue 24 Nov 10:00"]),
        (BlockRule((1,), time(10), ahead=Span(months=1)), "2026-11-24 10:00",
         ["Tue 01 Dec 10:00", "Tue 08 Dec 10:00", "Tue 15 Dec 10:00", "Tue 22 Dec 10:00"]),
    ],
)
def test_blocks_to_come(rule: BlockRule, now: str, expected: list[str]) -> None:
    """By Denver's clock; the horizon is included, what has begun is not."""
    assert [local(block.interval.start) for block in coming(at(now), rule)] == expected


def test_the_week_and_the_place_in_it_are_the_name() -> None:
    """Also in week 53, whose Friday is in the next year."""
    found = coming(at("2026-12-24 12:00"), replace(TUESDAY, days=(1, 4), ahead=Span(days=14)))
    assert [(block.uid, local(block.interval.start)) for block in found] == [
        ("block-2026w52-2-hitlist@followupd", "Fri 25 Dec 10:00"),
        ("block-2026w53-1-hitlist@followupd", "Tue 29 Dec 10:00"),
        ("block-2026w53-2-hitlist@followupd", "Fri 01 Jan 10:00"),
        ("block-2027w01-1-hitlist@followupd", "Tue 05 Jan 10:00"),
    ]


def test_another_weekday_moves_blocks_and_makes_none() -> None:
    """From Tuesday to Wednesday: the same names."""
    now = at("2026-11-20 14:10")
    before, after = coming(now), coming(now, replace(TUESDAY, days=(2,)))
    assert [block.uid for block in before] == [block.uid for block in after]
    assert {(b.interval.start - a.interval.start).days for a, b in zip(before, after, strict=True)} == {1}


def test_a_second_rule_leaves_the_first_ones_blocks() -> None:
    """Rules are named in the order in which they are written."""
    now = at("2026-11-20 14:10")
    friday = BlockRule((4,), time(15), timedelta(minutes=30))
    both = {block.uid: block.interval for block in coming(now, TUESDAY, friday)}
    assert {uid: both[uid] for uid in both if "-1-" in uid} == {b.uid: b.interval for b in coming(now)}
    assert {i.length for uid, i in both.items() if "-2-" in uid} == {timedelta(minutes=30)}


def test_the_users_hand_wins() -> None:
    """A dragged block stays where it is, with its length, whatever the rule says then; a deleted week stays empty."""
    now = at("2026-11-20 14:10")
    uid, gone = "block-2026w48-1-hitlist@followupd", "block-2026w49-1-hitlist@followupd"
    start = at("2026-11-26 20:00")
    move = Moved(None, now, uid, start, start + timedelta(hours=2))
    for days in ((1,), (2,)):
        found = coming(now, replace(TUESDAY, days=days), moves={uid: move}, skipped=frozenset({gone}))
        assert (found[0].uid, found[0].moved, found[0].reasons) == (uid, True, ())
        assert (local(found[0].interval.start), found[0].interval.length) == ("Thu 26 Nov 20:00", timedelta(hours=2))
        assert gone not in {block.uid for block in found}
        assert len(found) == 25


def test_a_block_that_was_dragged_into_the_past_is_over() -> None:
    """And it is not written again in its week."""
    now = at("2026-11-20 14:10")
    uid = "block-2026w48-1-hitlist@followupd"
    move = Moved(None, now, uid, at("2026-11-19 10:00"), at("2026-11-19 11:00"))
    assert uid not in {block.uid for block in coming(now, moves={uid: move})}


@pytest.mark.parametrize(("minutes", "each", "room"), [(60, 8, 7), (60, 60, 1), (15, 20, 1), (30, 15, 2), (59, 20, 2)])
def test_a_block_holds_whole_people(minutes: int, each: int, room: int) -> None:
    """One at least."""
    rule = BlockRule((1,), time(10), timedelta(minutes=minutes), per_person=timedelta(minutes=each))
    assert coming(at("2026-11-20"), rule)[0].room == room


def test_the_hour_that_comes_twice_takes_no_block_back() -> None:
    """1 November 2026, every ten minutes: the last block, once it is there, stays."""
    rule = BlockRule((6,), time(1, 15), ahead=Span(days=28))
    start = at("2026-11-01")
    known: set[str] = set()
    for minutes in range(0, 300, 10):
        now = start + timedelta(minutes=minutes)
        found = {block.uid for block in coming(now, rule)}
        assert {uid for uid in known if uid != "block-2026w44-1-hitlist@followupd"} <= found, local(now)
        known |= found


def test_without_a_rule_there_is_no_block() -> None:
    assert place_blocks(hit_list(blocks=()), date(2026, 11, 20), at("2026-11-20"), BlocksSoFar()) == Placed()


def starts(rule: BlockRule, since: str = "2026-11-20 14:10") -> list[str]:
    return [local(block.interval.start)[:10] for block in coming(at(since), rule)]


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        (BlockRule((0,), time(9), of_month=(1,)), ["Mon 07 Dec", "Mon 04 Jan", "Mon 01 Feb", "Mon 01 Mar"]),
        (BlockRule((4,), time(9), of_month=(-1,)), ["Fri 27 Nov", "Fri 25 Dec", "Fri 29 Jan", "Fri 26 Feb"]),
        (BlockRule((2,), time(9), of_month=(1, 3)), ["Wed 02 Dec", "Wed 16 Dec", "Wed 06 Jan", "Wed 20 Jan"]),
        (BlockRule((6,), time(9), of_month=(4, -1)), ["Sun 22 Nov", "Sun 29 Nov", "Sun 27 Dec", "Sun 24 Jan"]),
        (BlockRule((1,), time(9), weeks=2), ["Tue 01 Dec", "Tue 15 Dec", "Tue 29 Dec", "Tue 12 Jan"]),
        (BlockRule((1,), time(9), weeks=2, starting=date(2026, 11, 27)), ["Tue 08 Dec", "Tue 22 Dec", "Tue 05 Jan"]),
        (BlockRule((1,), time(9), weeks=3, starting=date(2026, 12, 29)), ["Tue 29 Dec", "Tue 19 Jan", "Tue 09 Feb"]),
        (BlockRule((1,), time(9), starting=date(2026, 12, 9)), ["Tue 15 Dec", "Tue 22 Dec"]),
    ],
)
def test_not_every_week(rule: BlockRule, expected: list[str]) -> None:
    """Weeks of the month, every so many weeks over the new year after a year of 53 weeks, and none before
    `starting`."""
    assert starts(rule)[: len(expected)] == expected


def test_rules_of_every_kind_keep_the_names_of_the_first() -> None:
    """A rule that is added after others changes no UID, in weeks that have it and in weeks that do not."""
    now = at("2026-11-20 14:10")
    more = (BlockRule((0,), time(9), of_month=(1,)), BlockRule((4,), time(9), weeks=2))
    alone, all_ = coming(now), coming(now, TUESDAY, *more)
    assert [(b.uid, b.interval) for b in all_ if "-1-hitlist" in b.uid] == [(b.uid, b.interval) for b in alone]
    assert {b.uid.split("-")[2] for b in all_ if b.rule is more[0]} == {"2"}
    assert {b.uid.split("-")[2] for b in all_ if b.rule is more[1]} == {"3"}


@pytest.mark.parametrize(("zone", "day"), [
    ("Europe/London", "2026-10-25"), ("America/Denver", "2026-11-01"), ("Australia/Lord_Howe", "2027-04-04"),
    ("Atlantic/Azores", "2026-10-25"),
])
def test_no_block_far_ahead_comes_and_goes_where_the_clock_goes_back(zone: str, day: str) -> None:
    """P3: through the night in which an hour comes twice, also where the offset becomes zero, the last day that blocks
    are held until never goes back; a block that was written would be taken off again."""
    rule = BlockRule(tuple(range(7)), time(1, 30), timedelta(minutes=15), Span(days=28))
    rules = tuple(replace(rule, time=time(hour, minute)) for hour in range(4) for minute in (0, 30))
    hitlist = replace(hit_list(), blocks=rules, timezone=ZoneInfo(zone))
    known: set[str] = set()
    midnight = datetime.fromisoformat(day).replace(tzinfo=ZoneInfo(zone)).astimezone(ZoneInfo("UTC"))
    for minutes in range(0, 300, 5):
        now = midnight + timedelta(minutes=minutes)
        found = {home.uid for home in homes(hitlist, date.fromisoformat(day), now)}
        assert known <= found, f"{minutes} minutes after midnight: {sorted(known - found)}"
        assert not known or len(found - known) <= 1, "and each comes at its own time"
        known = found


A_MONDAY = date(2024, 1, 1)


@given(st.integers(1, 6), st.integers(1, 6), st.integers(0, 30), st.integers(0, 30))
def test_whether_two_rules_ever_share_a_week(one: int, other: int, first: int, second: int) -> None:
    """The same answer as counting the weeks one by one."""
    rules = [
        BlockRule((1,), time(10), weeks=weeks, starting=A_MONDAY + timedelta(weeks=week, days=3))
        for weeks, week in ((one, first), (other, second))
    ]
    tuesdays = [A_MONDAY + timedelta(weeks=week, days=8) for week in range(30, 30 + one * other)]
    assert ever_together(*rules) is any(falls_on(rules[0], day) and falls_on(rules[1], day) for day in tuesdays)


WEEKLY, FORTNIGHTLY = BlockRule((1,), time(10)), BlockRule((1,), time(10), weeks=2)
FIRST, THIRD, BOTH = (BlockRule((1,), time(10), of_month=weeks) for weeks in ((1,), (3,), (1, 3)))


@pytest.mark.parametrize(("one", "other", "together"), [
    (WEEKLY, WEEKLY, True), (WEEKLY, FORTNIGHTLY, True), (FORTNIGHTLY, FORTNIGHTLY, True),
    (FORTNIGHTLY, replace(FORTNIGHTLY, starting=A_MONDAY + timedelta(weeks=1)), False),
    (FORTNIGHTLY, replace(FORTNIGHTLY, starting=A_MONDAY + timedelta(weeks=4)), True),
    (FIRST, BOTH, True), (FIRST, THIRD, False), (FIRST, WEEKLY, True), (WEEKLY, THIRD, True),
    (FIRST, FORTNIGHTLY, False), (FORTNIGHTLY, FIRST, False),        # only the calendar knows
])
def test_rules_of_a_month_and_of_weeks(one: BlockRule, other: BlockRule, together: bool) -> None:
    assert ever_together(one, other) is together


@given(st.dates(date(2024, 1, 1), date(2040, 12, 31)), st.integers(1, 4))
def test_which_week_of_its_month_a_day_is_in(day: date, number: int) -> None:
    """The last has none after it; the third has two before it."""
    last, nth = (BlockRule((day.weekday(),), time(10), of_month=(week,)) for week in (LAST_OF_MONTH, number))
    assert falls_on(last, day) is ((day + timedelta(days=7)).month != day.month)
    before = [day - timedelta(weeks=weeks) for weeks in range(1, 5)]
    assert falls_on(nth, day) is (sum(one.month == day.month for one in before) == number - 1)


@pytest.mark.parametrize(
    ("rules", "blocks"),
    [
        ((), 0),
        ((TUESDAY,), 1),
        ((replace(TUESDAY, weeks=2),), 0.5),
        ((replace(TUESDAY, weeks=2), replace(TUESDAY, days=(3,), weeks=2)), 1),
        ((replace(TUESDAY, days=(0, 1, 2, 3, 4)),), 5),
        ((replace(TUESDAY, of_month=(1, LAST_OF_MONTH)), TUESDAY), 1 + 24 / 52),
    ],
)
def test_blocks_a_week(rules: tuple[BlockRule, ...], blocks: float) -> None:
    """On average."""
    assert blocks_a_week(rules) == pytest.approx(blocks)
