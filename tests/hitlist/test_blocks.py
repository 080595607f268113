"""When blocks come: the forms that may be written, and the problem for each mistake."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time, timedelta
from typing import Any

import pytest

from followupd.core.values.hitlist import (
    BlockRule,
    Hitlist,
)
from followupd.core.values.time import Span
from followupd.hitlist.load import Loaded

Accept = Callable[[str], Hitlist]
Complain = Callable[[str], list[str]]
LoadText = Callable[[str], Loaded]

BLOCK = BlockRule((1,), time(10))


@pytest.mark.parametrize(
    ("text", "attribute", "expected"),
    [
        ("block: Tuesday 10:00", "blocks", (BLOCK,)),
        ("block: off", "blocks", ()),
        ("block: []", "blocks", ()),
        ("block: [Tuesday 10:00, {every: Thu 9am, length: 30m}]", "blocks",
         (BLOCK, BlockRule((3,), time(9), timedelta(minutes=30)))),
        ("block: {every: Tue 10, length: 5m}", "blocks",
         (BlockRule((1,), time(10), timedelta(minutes=5), per_person=timedelta(minutes=5)),)),
        ("block: every other Tue 10:00", "blocks", (BlockRule((1,), time(10), weeks=2),)),
        ("block: {every: last Fri of the month 16:00, starting: 2026-12-01}", "blocks",
         (BlockRule((4,), time(16), of_month=(-1,), starting=date(2026, 12, 1)),)),
        ("block: [Tue 10, first Tue of the month 12:00]", "blocks",
         (BlockRule((1,), time(10)), BlockRule((1,), time(12), of_month=(1,)))),
        ("block: [{every: fortnightly Tue 9, starting: 1 Dec 2026}, {every: fortnightly Tue 9, starting: 8 Dec 2026}]",
         "blocks", (BlockRule((1,), time(9), weeks=2, starting=date(2026, 12, 1)),
                    BlockRule((1,), time(9), weeks=2, starting=date(2026, 12, 8)))),
        ("block: {every: Tue 10, per_person: {phone: 8m, sms: 3m, coffee: 45m, default: 10m}}", "blocks",
         (BlockRule((1,), time(10), per_person=timedelta(minutes=10), per_channel=(
             ("coffee", timedelta(minutes=45)), ("phone", timedelta(minutes=8)), ("text", timedelta(minutes=3)))),)),
        ("block: {every: Tue 10, per_person: {coffee: 45m}}", "blocks",
         (BlockRule((1,), time(10), per_channel=(("coffee", timedelta(minutes=45)),)),)),
        ("block: {every: Tue 10, ahead: 4w, protect: WARN, per_person: 10m}", "blocks",
         (BlockRule((1,), time(10), ahead=Span(days=28), protect="warn", per_person=timedelta(minutes=10)),)),
    ],
)
def test_a_block_is_typed(accept: Accept, text: str, attribute: str, expected: Any) -> None:
    """A slot alone, keys, one or several, or off."""
    assert getattr(accept(text), attribute) == expected


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("block: {length: 1 hour}", "1:8 block: does not say when"),
        ("block: {every: Tue 10, length: 5m, per_person: 8m}", "is longer than the block itself"),
        ("block: {every: Tue 10, length: 5m, per_person: {default: 8m}}", "is longer than the block itself"),
        ("block: {every: Tue 10, per_person: {emial: 8m}}", "Did you mean email?"),
        ("block: {every: Tue 10, per_person: {text: 3m, sms: 4m}}", "says text twice"),
        ("block: {every: Tue 10, per_person: {phone: 8}}", "has no unit"),
        ("block: {every: Tue 10, per_person: [8m]}", "must be one text"),
        ("block: {every: Tue 10, protect: mov}", "Did you mean move?"),
        ("block: {every: Tue 10, starting: Tuesday}", "starting"),
        ("block: every second Tuesday 10:00", "may mean two things"),
        ("block: [Tue 10, first Tue of the month 10:30]", "overlaps another block on Tuesday"),
        ("block: [every other Tue 10, every 4 weeks on Tue 10]", "overlaps another block on Tuesday"),
        ("block: {every: Tue 10, ahead: 3 years}", "more than 2 years of blocks"),
        ("block: [Tue 10:00, Mon-Fri 10:30]", "block[1]: overlaps another block on Tuesday"),
    ],
)
def test_a_bad_block_is_named_with_its_place(complain: Complain, text: str, problem: str) -> None:
    """One sentence for one mistake: what is wrong, and what to write."""
    found = complain(text)
    assert any(problem in line for line in found), found
    assert len(found) == 1
