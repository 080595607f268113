"""The places of new reminders: one place for each, so many a day, and no further ahead than is announced."""

from __future__ import annotations

from collections import Counter
from datetime import date, time, timedelta

import pytest

from followupd.core.schedule.status import State
from followupd.core.values.facts import Fact, Outcome
from followupd.core.values.hitlist import BlockRule, RetryRule
from followupd.core.values.time import Interval
from followupd.core.values.user_time import Busy, UserTime
from tests.kit.people import at, calendar_after, hit_list, local, person, planned, reminders, tried


def test_reminders_overlap_neither_each_other_nor_a_block() -> None:
    """Ten retries of one day find ten places, none inside the block, which has room for one more."""
    people = [person(f"P{n}") for n in range(11)]
    facts = [tried("2026-11-17", contact=p.slug) for p in people]
    rule = BlockRule((1,), time(9), timedelta(hours=2), per_person=timedelta(hours=2))
    plan = planned(hit_list(*people, blocks=(rule,), retry=RetryRule(per_day=10)), facts, at("2026-11-17 18:00"))
    found = [e for e in plan.events if e.start < at("2026-11-25")]
    assert len({e.start for e in found}) == len(found) == 11
    assert not any(a.interval.overlaps(b.interval) for a in found for b in found if a is not b)


def test_if_all_hours_are_full_a_place_is_shared_with_a_reminder_and_not_with_a_meeting() -> None:
    """P3: four Fridays, one with a meeting, and five people. A reminder on the meeting's hour would look for a new
    place in the next pass, and find somebody else's."""
    hitlist = hit_list(*(person(f"P{n}") for n in range(5)), hours="Fri 12:00-12:15", blocks=())
    facts = [tried(f"2026-11-20 1{n}:00", contact=f"p{n}", channel="email") for n in range(5)]
    meeting = Busy(Interval(at("2026-11-27 12:00"), at("2026-11-27 13:00")), "Board meeting")
    now, own_time = at("2026-11-20 18:00"), UserTime((meeting,))
    plan = planned(hitlist, facts, now, user_time=own_time)
    assert Counter(when for _, when in reminders(plan)) == {
        "Fri 04 Dec 12:00": 3, "Fri 11 Dec 12:00": 1, "Fri 18 Dec 12:00": 1,
    }
    assert planned(hitlist, facts, now, plan.events, user_time=own_time).events == plan.events


def test_people_who_asked_for_the_same_full_hour_keep_their_places() -> None:
    """P3: three were asked to call on Friday, in an hour that holds two half hours: the third is between them."""
    hitlist = hit_list(*(person(f"P{n}") for n in range(3)), hours="Fri 12:00-13:00")
    facts = [tried(f"2026-11-20 1{n}:00", contact=f"p{n}", asked=("2026-11-27", None)) for n in range(3)]
    now = at("2026-11-20 18:00")
    plan = planned(hitlist, facts, now)
    assert reminders(plan) == [("p0", "Fri 27 Nov 12:00"), ("p2", "Fri 27 Nov 12:15"), ("p1", "Fri 27 Nov 12:30")]
    assert planned(hitlist, facts, now, plan.events).events == plan.events


def test_a_try_that_is_pushed_far_ahead_is_announced_there() -> None:
    """P3: due in four weeks, and the user is away for three more. Without an announcement each pass would put it
    elsewhere between the others."""
    hitlist, now = hit_list(person(every="2 months", at_most="3 months"), blocks=()), at("2026-11-20 12:00")
    away = UserTime(off={date(2026, 12, 17) + timedelta(days=n): "away" for n in range(21)})
    facts = [tried("2026-10-17 10:00", Outcome.REACHED)]
    plan = planned(hitlist, facts, now, user_time=away)
    assert reminders(plan) == [("dana", "Thu 07 Jan 10:30")]
    assert planned(hitlist, facts, now, plan.events, user_time=away).events == plan.events


def test_a_place_that_has_begun_is_announced_to_nobody() -> None:
    """Due today, and it is five past the only time of the day: a reminder for the next day, not one that is hidden
    until ten past and then placed again."""
    hitlist = hit_list(person(), hours="Mon-Fri 12:00-12:15", blocks=())
    plan = planned(hitlist, [], at("2026-11-20 12:05"), since=at("2026-11-20 08:00"))
    assert reminders(plan) == [("dana", "Mon 23 Nov 12:00")]


@pytest.mark.parametrize(
    ("people", "expected"),
    [
        (3, [3, 0, 0, 0, 0]), (7, [3, 3, 1, 0, 0]), (15, [3, 3, 3, 3, 3]),
        (17, [3, 3, 3, 3, 3, 2]),   # every day of the week has enough: on to the next one
    ],
)
def test_tries_that_failed_together_come_again_on_several_days(people: int, expected: list[int]) -> None:
    """Not all on one day (`per_day`, usually 3), never before their day, and a second pass moves none of them (P3)."""
    contacts = [person(f"P{n}") for n in range(people)]
    facts = [tried("2026-11-17 10:00", contact=p.slug) for p in contacts]
    hitlist, now = hit_list(*contacts), at("2026-11-17 18:00")
    plan = planned(hitlist, facts, now)
    days = Counter(local(e.start)[:10] for e in plan.events if e.people)
    names = ("Tue 24 Nov", "Wed 25 Nov", "Thu 26 Nov", "Fri 27 Nov", "Mon 30 Nov", "Tue 01 Dec")
    assert [days.pop(name, 0) for name in names[: len(expected)]] == expected
    assert not days
    assert planned(hitlist, facts, now, calendar_after(plan)).events == plan.events


def test_no_place_is_taken_a_season_ahead() -> None:
    """Thirty people at one reminder a day: those of the next four weeks are announced, the others wait in view without
    taking a day, so a try that fails meanwhile finds the first day with room; a second pass agrees."""
    people = [person(f"P{n:02}") for n in range(30)]
    hitlist = hit_list(*people, person("Zoe"), blocks=(), retry=RetryRule(per_day=1))
    now = at("2026-11-20 18:00")
    zoe: list[Fact] = [tried("2026-11-20 10:00", contact="zoe")]
    before = planned(hitlist, [tried("2026-11-19", Outcome.REACHED, contact="zoe")], now, since=now)
    days = [date(2026, 11, 20) + timedelta(days=n) for n in range(3, 29)]
    assert [when[:10] for _, when in reminders(before)] == [f"{day:%a %d %b}" for day in days if day.weekday() < 5]
    assert sum(s.state is State.IN_QUEUE for s in before.statuses.values()) == 30 - 20
    after = planned(hitlist, zoe, now, before.events, since=now)
    assert [e for e in after.events if e.people != ("zoe",)] == list(before.events)
    assert [when for who, when in reminders(after) if who == "zoe"] == ["Mon 21 Dec 12:00"]
    assert planned(hitlist, zoe, now, calendar_after(before, after), since=now).events == after.events


def test_a_failed_try_gets_its_day_within_eight_weeks_and_waits_in_view_beyond() -> None:
    """Fifty tries fail on one day, at one reminder a day: those that find a day in the next eight weeks have it, the
    others wait in view and take none; when a day comes near, the most urgent of them gets it."""
    people = [person(f"P{n:02}") for n in range(49)]
    hitlist = hit_list(*people, person("Zoe"), blocks=(), retry=RetryRule(per_day=1))
    now = at("2026-11-20 18:00")
    facts: list[Fact] = [tried("2026-08-20", Outcome.REACHED, contact=p.slug) for p in people]
    facts += [tried("2026-11-20 10:00", contact=p.slug) for p in (*people, person("Zoe"))]
    plan = planned(hitlist, facts, now, since=now)
    placed = [event for event in plan.events if event.people]
    assert 30 <= len(placed) <= 40
    assert max(event.start for event in placed) <= now + timedelta(days=57)
    assert sum(s.item is None for s in plan.statuses.values()) == 50 - len(placed)
    assert plan.statuses["zoe"].item is None                    # she is new, the others are overdue
    assert planned(hitlist, facts, now, calendar_after(plan, plan), since=now).events == plan.events
    urgent = [tried("2026-02-20", Outcome.REACHED, contact="zoe"), *facts]
    later = now + timedelta(days=3)
    there = planned(hitlist, facts, now, since=now).events
    again = planned(hitlist, urgent, later, there, since=now)
    assert again.statuses["zoe"].item is not None
    assert {e.uid for e in again.events} - {e.uid for e in there} == {again.statuses["zoe"].item.uid}


def test_a_day_is_full_whoever_is_on_it() -> None:
    """Nine people without a block have their reminders on three days already; a try that fails meanwhile comes again on
    the first day with room, and nobody who was announced moves."""
    hitlist = hit_list(*(person(f"P{n}") for n in range(9)), person("Zoe"), blocks=(), retry=RetryRule(per_day=3))
    facts: list[Fact] = [tried("2026-08-25", Outcome.REACHED, contact=f"p{n}") for n in range(9)]
    facts.append(tried("2026-08-25", Outcome.REACHED, contact="zoe"))
    before = planned(hitlist, facts, at("2026-11-17 12:00"))
    days = Counter(local(e.start)[:10] for e in before.events)
    assert days == {"Wed 25 Nov": 3, "Thu 26 Nov": 3, "Fri 27 Nov": 3, "Mon 30 Nov": 1}
    facts.append(tried("2026-11-18 10:00", contact="zoe"))       # a week later would be Wednesday
    after = planned(hitlist, facts, at("2026-11-18 10:05"), before.events)
    assert [event for event in after.events if event.people != ("zoe",)] == [
        event for event in before.events if event.people != ("zoe",)
    ]
    assert [when for who, when in reminders(after) if who == "zoe"] == ["Mon 30 Nov 15:30"]
