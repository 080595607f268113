"""Blocks that can hold nobody."""

from __future__ import annotations

from dataclasses import replace
from datetime import time, timedelta

import pytest

from followupd.core.reasons import HoldsNobody
from followupd.core.schedule.idle import idle_blocks
from followupd.core.values.hitlist import BlockRule, Contact, Status
from tests.kit.people import TUESDAY, at, hit_list, person

NOW = at("2026-11-20 14:15")
NIGHT, EVENING = BlockRule((1,), time(22)), BlockRule((1, 2), time(20, 30))
SHORT = BlockRule((1,), time(10), timedelta(minutes=30), per_channel=(("coffee", timedelta(minutes=45)),))


@pytest.mark.parametrize(
    ("rule", "people", "idle"),
    [
        (TUESDAY, [person()], []),
        (NIGHT, [], []),                                                      # nobody to hold yet
        (NIGHT, [person()], [HoldsNobody((1,), time(22), timedelta(hours=1))]),
        (NIGHT, [person(hours="21:00-22:30")], []),
        (NIGHT, [person(), person("Ken", zone="Asia/Tokyo")], []),
        (NIGHT, [person(via=("email",))], []),                                # a mail needs no hours
        (NIGHT, [person(via=("text",))], [HoldsNobody((1,), time(22), timedelta(hours=1))]),
        (NIGHT, [person(), replace(person("Gone", hours="21:00-23:00"), status=Status.STOP)], [
            HoldsNobody((1,), time(22), timedelta(hours=1)),
        ]),
        (EVENING, [person()], []),
        (EVENING, [person(hours="Wed 19:00-22:00")], [HoldsNobody((1,), time(20, 30), timedelta(hours=1))]),
        (EVENING, [person(hours="9:00-17:00")], [HoldsNobody((1, 2), time(20, 30), timedelta(hours=1))]),
        (BlockRule((1,), time(20, 55)), [person()], [HoldsNobody((1,), time(20, 55), timedelta(hours=1))]),
        (SHORT, [person(via=("coffee",))], [HoldsNobody((1,), time(10), timedelta(minutes=30), short=True)]),
        (SHORT, [person(via=("coffee", "phone")), person("Ben")], []),
    ],
)
def test_idle_blocks(rule: BlockRule, people: list[Contact], idle: list[HoldsNobody]) -> None:
    """Judged by the clocks and first channels of everybody who is not stopped."""
    assert [found.reason for found in idle_blocks(hit_list(*people, blocks=(rule,)), NOW)] == idle


def test_the_rule_is_named() -> None:
    """The second of two rules."""
    (found,) = idle_blocks(hit_list(person(), blocks=(TUESDAY, NIGHT)), NOW)
    assert found.number == 1
