"""When both may be reached, and what the user's blocks add to that."""

from __future__ import annotations

from dataclasses import fields
from datetime import date, time, timedelta

import pytest

from followupd.core.people.reach import Reach, block_hours, reach
from followupd.core.reasons import NotYet
from followupd.core.schedule.status import State
from followupd.core.values.hitlist import BlockRule
from followupd.core.values.time import HourRange, Interval
from tests.kit.people import TUESDAY, at, hit_list, local, person, planned

NOW = at("2026-11-20 14:15")     # a Friday
EVENING, SATURDAY = BlockRule((2,), time(18, 30)), BlockRule((5,), time(10))
EARLY, NIGHT = BlockRule((1,), time(8, 45)), BlockRule((1,), time(22))


@pytest.mark.parametrize(
    ("rule", "values", "first"),
    [
        (EVENING, {}, "Wed 25 Nov 18:30"),
        (SATURDAY, {}, "Sat 21 Nov 10:00"),
        (EARLY, {}, "Tue 24 Nov 08:45"),                                      # not idle until 9:00
        (BlockRule((1,), time(7, 30)), {}, "Tue 24 Nov 08:00"),
        (BlockRule((1,), time(20, 30)), {}, "Tue 24 Nov 20:30"),
        (BlockRule((1,), time(20, 55)), {}, None),                            # five minutes are too short for a call
        (NIGHT, {}, None),
        (NIGHT, {"zone": "Asia/Tokyo"}, "Tue 24 Nov 22:00"),                  # 14:00 on Wednesday there
        (BlockRule((0,), time(16)), {"zone": "Asia/Tokyo"}, "Mon 23 Nov 16:00"),     # 8:00 on Tuesday there
        (BlockRule((1,), time(10)), {"zone": "Asia/Tokyo"}, None),            # 2:00 there
        (EVENING, {"zone": "America/New_York"}, "Wed 25 Nov 18:30"),          # 20:30 there, until 21:00
        (EVENING, {"zone": "Europe/Berlin"}, None),
        (EVENING, {"hours": "9:00-17:00"}, None),                             # whoever gives hours is called in them
        (EVENING, {"hours": "18:00-19:00"}, "Wed 25 Nov 18:30"),
        (EARLY, {"hours": "9:00-17:00"}, "Tue 24 Nov 09:00"),
    ],
)
def test_a_block_holds_calls_to_people_who_give_no_hours(
    rule: BlockRule, values: dict[str, str], first: str | None
) -> None:
    """From 8:00 to 21:00 by the contact's clock (docs/judgement.md); whoever gives hours is called only in them."""
    plan = planned(hit_list(person(**values), blocks=(rule,)), [], NOW)
    item = plan.statuses["dana"].item
    assert plan.statuses["dana"].state is State.OPEN
    assert item is not None
    assert item.on_sheet is (first is not None)
    if first is not None:
        begins = [f"{reason.at:%H:%M}" for reason in plan.sheets[item.uid][0].reasons if isinstance(reason, NotYet)]
        assert local(item.interval.start)[:10] == first[:10]
        assert (begins or [local(item.interval.start)[11:]]) == [first[11:]]


def test_the_hours_of_a_block_are_theirs_on_its_day_alone() -> None:
    """`Wednesday 18:30` adds that hour to the usual ones, on Wednesdays."""
    hours = reach(hit_list(blocks=(EVENING,)), person())
    wednesday, thursday = date(2026, 11, 25), date(2026, 11, 26)
    usual = Interval(at("2026-11-25 09:00"), at("2026-11-25 18:00"))
    assert hours.their_day(wednesday) == (usual, Interval(at("2026-11-25 18:30"), at("2026-11-25 19:30")))
    assert hours.their_day(thursday) == (Interval(at("2026-11-26 09:00"), at("2026-11-26 18:00")),)


def test_a_block_that_something_else_moved_says_nothing_of_their_hours() -> None:
    """Nobody is called at 8:15 in a block that followupd moved there, only in one that the user dragged there."""
    hours = reach(hit_list(blocks=(TUESDAY,)), person())
    block = Interval(at("2026-11-25 08:15"), at("2026-11-25 09:15"))
    assert hours.in_block(block, chosen=True) == (block,)
    assert hours.in_block(block, chosen=False) == (Interval(at("2026-11-25 09:00"), block.end),)


def test_a_call_in_the_block_needs_no_other_channel() -> None:
    """Their hours are 18:00-20:00, the user's 8:30-17:30; they meet in the block of Wednesday 18:30, so there is no
    mail."""
    friend = person(hours="18:00-20:00", via=("phone", "email"), emails=("d@example.com",))
    for blocks, channel in (((EVENING,), "phone"), ((TUESDAY,), "email")):
        next_try = planned(hit_list(friend, blocks=blocks), [], NOW).statuses["dana"].next_try
        assert next_try is not None
        assert next_try.channel == channel


def test_block_hours() -> None:
    """By the user's clock, every week; what goes past midnight belongs to the next day."""
    rules = (EVENING, BlockRule((6,), time(23, 30), timedelta(hours=1), of_month=(1,)))
    assert block_hours(rules).ranges == (HourRange(0, 0, 30), HourRange(2, 1110, 1170), HourRange(6, 1410, 1440))


FAR, SHORT = {"zone": "Asia/Tokyo"}, {"hours": "Tue 10:00-10:30"}


@pytest.mark.parametrize("values", [{}, FAR, SHORT, {"zone": "Pacific/Apia", "hours": "9:00-12:00"}])
def test_remembered_hours_answer_as_hours_do(values: dict[str, str]) -> None:
    """Whoever asks first, and however often."""
    hitlist = hit_list(blocks=(TUESDAY, EVENING, NIGHT), hours="Mon-Fri 8:30-17:30")
    remembered = reach(hitlist, person(**values), {date(2026, 11, 26): "Thanksgiving"})
    plain = Reach(**{one.name: getattr(remembered, one.name) for one in fields(Reach)})
    days = [date(2026, 10, 20) + timedelta(days=number * 11 % 60) for number in range(60)]
    for day in (*days, *reversed(days)):
        assert remembered.both(day) == plain.both(day)
        assert remembered.usual_both(day) == plain.usual_both(day)
        assert remembered.my_day(day) == plain.my_day(day)
        assert remembered.in_blocks(day) == plain.in_blocks(day)
        for minutes in (15, 60):
            length = timedelta(minutes=minutes)
            assert remembered.only_in_blocks(day, length) == plain.only_in_blocks(day, length)
            assert remembered.ever_talk(day, length) == plain.ever_talk(day, length)
