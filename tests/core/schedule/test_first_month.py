"""The first month of a long list, day by day: its blocks are not empty while somebody waits."""

from __future__ import annotations

from datetime import datetime, time, timedelta

import pytest

from followupd.core.plan import Plan
from followupd.core.reasons import StartsNow
from followupd.core.schedule.status import State
from followupd.core.values.event import Event
from followupd.core.values.facts import Attempt, Outcome
from followupd.core.values.hitlist import BlockRule, Hitlist, StartSmall
from tests.kit.people import TUESDAY, at, calendar_after, hit_list, local, person, planned, tried

STARTED = at("2026-11-20 08:00")
MORNINGS = BlockRule((0, 1, 2, 3, 4), time(9))
OUTCOMES = (Outcome.REACHED, Outcome.NO_ANSWER, Outcome.LEFT_MESSAGE)


def first_month(hitlist: Hitlist, told: list[Attempt], *, tries_all: bool = True) -> list[tuple[str, Plan, Event]]:
    """Yield each block with its plan an hour before it begins; everybody named by an event is tried when it begins."""
    existing: dict[str, Event] = {}
    found = []
    for number in range(31):
        now = STARTED + timedelta(days=number)
        plan = planned(hitlist, told, now, tuple(existing.values()), since=STARTED)
        existing = {uid: event for uid, event in existing.items() if event.start <= now}
        existing |= {event.uid: event for event in plan.events}
        for event in plan.events:
            if local(event.start)[:10] != local(now)[:10]:
                continue
            if event.uid.startswith("block-"):
                found.append((local(event.start), plan, event))
            for key in event.people if tries_all else ():
                outcome = OUTCOMES[(number + len(key) + int(key[1:])) % 3]
                told.append(Attempt(key, event.start, outcome, "phone", timed=True, source="calendar"))
    return found


@pytest.mark.parametrize("tries_all", [True, False])
@pytest.mark.parametrize("known", [0, 100])
def test_300_leads_and_a_block_each_morning(tries_all: bool, known: int) -> None:
    """No morning of the first month is empty, whether all are tried or nobody is; nor if those whom the user
    spoke with lately come first on the list."""
    leads = [person(f"L{number:03}") for number in range(300)]
    told = [tried("2026-11-10 11:00", Outcome.REACHED, contact=f"l{number:03}") for number in range(known)]
    recent = {attempt.contact for attempt in told}
    mornings = first_month(hit_list(*leads, blocks=(MORNINGS,), start_small=StartSmall()), told, tries_all=tries_all)
    assert len(mornings) == 21
    assert len(mornings[0][2].people) == 7
    for when, _, event in mornings:
        assert event.people, when
        assert not recent & set(event.people)
    assert mornings[-1][1].pace is not None


def test_new_people_come_into_an_empty_block_only() -> None:
    """Three at a time, in the order of the queue, with the reason; the second sheet is empty so far."""
    leads = [person(f"L{number:03}") for number in range(30)]
    mornings = first_month(hit_list(*leads, blocks=(MORNINGS,), start_small=StartSmall()), [])
    (_, first, _), (_, second, _) = mornings[:2]
    assert [len(sheet) for sheet in first.sheets.values()] == [7, 0]
    assert [[one.key for one in sheet] for sheet in second.sheets.values()] == [["l007", "l008", "l009"], []]
    assert all(StartsNow() in one.reasons for sheet in second.sheets.values() for one in sheet)
    for _, plan, event in mornings:
        new = [one.key for one in plan.sheets[event.uid] if StartsNow() in one.reasons]
        assert new in ([], [one.key for one in plan.sheets[event.uid]])


def test_one_block_a_week_begins_with_seven() -> None:
    """Seven people first, then three more each month, with one hour a week."""
    leads = [person(f"L{number:03}") for number in range(30)]
    weekly = first_month(hit_list(*leads, blocks=(TUESDAY,), start_small=StartSmall()), [])
    assert {key for _, _, event in weekly for key in event.people} == {f"l{number:03}" for number in range(7)}


def test_nobody_is_let_in_while_a_block_is_going_on() -> None:
    """Nobody knows yet which of its people come again, so the next block stays free for them."""
    leads = [person(f"L{number:03}") for number in range(30)]
    hitlist = hit_list(*leads, blocks=(MORNINGS,), start_small=StartSmall())
    before = planned(hitlist, [], STARTED, since=STARTED)
    in_it, after = at("2026-11-20 09:30"), at("2026-11-20 10:30")
    assert next_sheet(planned(hitlist, [], in_it, before.events, since=STARTED), in_it) == []
    told = [tried("2026-11-20 09:20", contact=key) for key in before.events[0].people]
    assert next_sheet(planned(hitlist, told, after, before.events, since=STARTED), after) == ["l007", "l008", "l009"]


def test_somebody_let_into_a_block_is_open_while_it_is_going_on() -> None:
    """What `status`, `why` and `next` say in the hour is what its sheet says."""
    leads = [person(f"L{number:03}") for number in range(30)]
    hitlist = hit_list(*leads, blocks=(MORNINGS,), start_small=StartSmall())
    first = planned(hitlist, [], STARTED, since=STARTED)
    told = [tried("2026-11-20 09:20", contact=key) for key in first.events[0].people]
    afterwards = planned(hitlist, told, at("2026-11-20 10:30"), first.events, since=STARTED)
    in_it = planned(hitlist, told, at("2026-11-23 09:05"), calendar_after(first, afterwards), since=STARTED)
    began = [status for status in in_it.statuses.values() if StartsNow() in status.reasons]
    assert [(one.key, one.state) for one in began] == [(key, State.OPEN) for key in ("l007", "l008", "l009")]
    assert all(one.item is not None and local(one.item.interval.start) == "Mon 23 Nov 09:00" for one in began)


def next_sheet(plan: Plan, now: datetime) -> list[str]:
    """The people of the next block."""
    coming = [block for block in plan.blocks if block.interval.start > now]
    return [one.key for one in plan.sheets[min(coming, key=lambda block: block.interval.start).uid]]
