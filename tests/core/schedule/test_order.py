"""The order of turns: for separate reminders as on a sheet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from followupd.core.values.facts import Attempt, Outcome
from followupd.core.values.hitlist import Hitlist, RetryRule
from tests.kit.people import at, hit_list, local, person, planned, tried

NOW, STARTED = at("2026-11-20 14:15"), at("2026-11-20 09:00")
NEXT = "block-2026w48-1-hitlist@followupd"


def reached(key: str, day: str) -> Attempt:
    return tried(f"{day} 11:00", Outcome.REACHED, contact=key)


def day_by_day(hitlist: Hitlist, facts: Sequence[Attempt]) -> list[str]:
    """Return whose separate reminder comes first if each workday gets one."""
    one_a_day = replace(hitlist, retry=replace(hitlist.retry, per_day=1))
    found = sorted(planned(one_a_day, facts, NOW, since=STARTED).events, key=lambda event: event.start)
    assert len({local(event.start)[:10] for event in found}) == len(found)
    return [event.people[0] for event in found]


def test_separate_reminders_go_by_the_order_of_a_sheet() -> None:
    """The liked and overdue best friend is not last behind the alphabet: urgency, then liked, then list order."""
    facts = [reached("cy", "2026-08-10"), reached("bob", "2026-05-10"), reached("zoe", "2026-05-10")]
    people = [
        person("New"), person("Ann"), person("Cy"), person("Bob"), person("Zoe", like=True),
        person("Liked", like=True),
    ]
    in_order = ["zoe", "bob", "cy", "liked", "new", "ann"]
    assert day_by_day(hit_list(*people, blocks=()), facts) == in_order
    on_a_sheet = planned(hit_list(*people), facts, NOW, since=STARTED).sheets[NEXT]
    assert [next_try.key for next_try in on_a_sheet] == in_order


@pytest.mark.parametrize("now", ["2026-11-20 09:00", "2026-11-20 13:10"])
def test_what_is_left_of_today_goes_to_the_most_urgent(now: str) -> None:
    """Once, newcomers got the first day, and the most overdue and the liked one began on Monday."""
    people = [person("New"), person("Ann"), person("Bob"), person("Cy"), person("Best", like=True)]
    facts = [reached(key, "2026-05-01") for key in ("ann", "cy", "best")]
    hitlist, moment = hit_list(*people, blocks=(), retry=RetryRule(per_day=2)), at(now)
    plan = planned(hitlist, facts, moment, since=moment)
    days = [(event.people[0], local(event.start)[:3]) for event in sorted(plan.events, key=lambda event: event.start)]
    assert sorted(days[:2]) == [("ann", "Fri"), ("best", "Fri")]
    assert [day for _, day in days[2:]] == ["Mon", "Mon", "Tue"]
    assert {who for who, day in days if day == "Mon"} == {"cy", "new"}
    assert all(event.start > moment for event in plan.events)
    later = moment + timedelta(hours=5)      # they have begun, and count for today: nobody gets it for somebody new
    again = planned(hit_list(*people, person("Dee"), blocks=(), retry=RetryRule(per_day=2)), facts, later, plan.events)
    dee = again.statuses["dee"].item
    assert dee is not None
    assert local(dee.interval.start)[:3] == "Tue"


def test_failed_tries_that_share_their_day_go_by_urgency() -> None:
    """Both failed on Thursday, the alphabet's first an hour before: the more overdue one has that day of the week."""
    facts = [
        reached("ann", "2026-08-01"), reached("zoe", "2026-03-01"),
        tried("2026-11-19 10:00", contact="ann"), tried("2026-11-19 11:00", contact="zoe"),
    ]
    assert day_by_day(hit_list(person("Ann"), person("Zoe"), blocks=()), facts) == ["zoe", "ann"]
