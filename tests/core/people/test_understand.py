"""What one plan keeps for the next: the computed hours, for a day at most."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time, timedelta

from followupd.core.items.kinds import find_next_try
from followupd.core.people.identity import identify
from followupd.core.people.understand import Everybody, understand
from followupd.core.values.facts import Facts
from followupd.core.values.hitlist import BlockRule
from followupd.core.values.memo import Memo
from tests.kit.people import TUESDAY, at, hit_list, person

NOW = at("2026-11-20 14:15")


def everybody(now: datetime, memo: Memo) -> Everybody:
    hitlist = hit_list(person("Ann"), person("Bob"), person("Cai", hours="8:00-9:00"))
    people = identify(hitlist.contacts, (), NOW)
    memo.begin()
    return understand(hitlist, people, Facts(), now, {}, memo, find_next_try)


def test_people_with_equal_hours_share_what_is_worked_out() -> None:
    reaches = everybody(NOW, Memo()).reaches
    assert reaches["ann"] is reaches["bob"]
    assert reaches["ann"] != reaches["cai"]


def test_computed_days_serve_the_next_plans_of_the_day() -> None:
    """The table of days does not grow with the years: tomorrow it begins again, and gives the same."""
    memo, day = Memo(), NOW.date() + timedelta(days=31)
    today = everybody(NOW, memo).reaches["ann"]
    both = today.both(day)
    assert both
    assert everybody(NOW + timedelta(hours=1), memo).reaches["ann"].both_days[day] == both
    tomorrow = everybody(NOW + timedelta(days=1), memo).reaches["ann"]
    assert day not in tomorrow.both_days
    assert tomorrow == today
    assert tomorrow.both(day) == both


def test_a_block_that_comes_or_goes_decides_the_channel_again() -> None:
    """The user's blocks are hours for calls: an evening one is the only hour for a call to Tokyo."""
    far = person("Dai", emails=("dai@example.com",), via=("phone", "email"), zone="Asia/Tokyo")
    evening = hit_list(far, blocks=(replace(TUESDAY, time=time(18)),), hours="Mon-Fri 9:00-15:00")
    people, memo = identify(evening.contacts, (), NOW), Memo()

    def channel(blocks: tuple[BlockRule, ...], memo: Memo) -> str | None:
        memo.begin()
        found = understand(replace(evening, blocks=blocks), people, Facts(), NOW, {}, memo, find_next_try)
        return found.tries["dai"].channel

    assert [channel(blocks, memo) for blocks in (evening.blocks, (), evening.blocks)] == ["phone", "email", "phone"]
