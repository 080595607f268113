"""Values that one plan keeps for the next: the computed hours, for a day at most."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import datetime, time, timedelta

from followupd.core.people.identity import identify
from followupd.core.people.reach import Reach, everybodys_hours
from followupd.core.values.facts import Outcome
from followupd.core.values.hitlist import BlockRule
from followupd.core.values.memo import Memo
from tests.kit.people import TUESDAY, at, hit_list, person, planned, tried, understood

NOW = at("2026-11-20 14:15")


def hours(now: datetime, memo: Memo) -> Mapping[str, Reach]:
    hitlist = hit_list(person("Ann"), person("Bob"), person("Cai", hours="8:00-9:00"))
    people = identify(hitlist.contacts, (), NOW)
    memo.begin()
    return everybodys_hours(hitlist, people.by_key, {}, now.date(), memo)


def test_people_with_equal_hours_share_what_is_worked_out() -> None:
    theirs = hours(NOW, Memo())
    assert theirs["ann"] is theirs["bob"]
    assert theirs["ann"] != theirs["cai"]


def test_computed_days_serve_the_next_plans_of_the_day() -> None:
    """The table of days does not grow with the years: tomorrow it begins again, and gives the same."""
    memo, day = Memo(), NOW.date() + timedelta(days=31)
    today = hours(NOW, memo)["ann"]
    both = today.both(day)
    assert both
    assert hours(NOW + timedelta(hours=1), memo)["ann"] is today
    assert today.both(day) is both
    tomorrow = hours(NOW + timedelta(days=1), memo)["ann"]
    assert tomorrow is not today
    assert tomorrow == today
    assert tomorrow.both(day) == both
    assert tomorrow.both(day) is not both


def test_a_block_that_comes_or_goes_decides_the_channel_again() -> None:
    """The user's blocks are hours for calls: an evening one is the only hour for a call to Tokyo."""
    far = person("Dai", emails=("dai@example.com",), via=("phone", "email"), zone="Asia/Tokyo")
    evening = hit_list(far, blocks=(replace(TUESDAY, time=time(18)),), hours="Mon-Fri 9:00-15:00")
    people, memo = identify(evening.contacts, (), NOW), Memo()

    def channel(blocks: tuple[BlockRule, ...], memo: Memo) -> str | None:
        memo.begin()
        return understood(replace(evening, blocks=blocks), people, (), NOW, memo).tries["dai"].channel

    assert [channel(blocks, memo) for blocks in (evening.blocks, (), evening.blocks)] == ["phone", "email", "phone"]


def test_what_a_stage_returns_is_frozen_all_through() -> None:
    """What remembers is handed to the stages, and no stage returns it (docs/one-pass.md)."""
    hitlist = hit_list(person("Ann"), person("Bob", hours="8:00-9:00"))
    facts = [tried("2026-11-02 10:00", contact="ann"), tried("2026-08-18 10:00", Outcome.REACHED, contact="bob")]
    people = identify(hitlist.contacts, (), NOW)
    seen, left = set[int](), list[object]([understood(hitlist, people, facts, NOW), planned(hitlist, facts, NOW)])
    while left:
        one = left.pop()
        if id(one) in seen:
            continue
        seen.add(id(one))
        if is_dataclass(one):
            assert getattr(type(one), "__dataclass_params__").frozen, one       # noqa: B009 - typeshed does not know it
            assert not hasattr(one, "__dict__"), one             # nor does it note anything beside them
            left += [getattr(one, each.name) for each in fields(one)]
        elif isinstance(one, Mapping):
            left += [*one.keys(), *one.values()]
        elif isinstance(one, (tuple, list, frozenset)):
            left += one
    assert len(seen) > 100
