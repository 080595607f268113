"""An announced reminder stays from pass to pass, unless the user or the contact says otherwise."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime, time, timedelta

import pytest

from followupd.core.schedule.status import State
from followupd.core.values.facts import Fact, Moved, Outcome
from followupd.core.values.hitlist import BlockRule, RetryRule
from followupd.core.values.time import Span
from tests.kit.people import at, calendar_after, hit_list, passes, person, planned, reminders, tried


def test_a_reminder_stays_when_an_earlier_place_became_free_and_is_over() -> None:
    """Two people with one short hour a week: when the first was reached on Friday, the second one's reminder, which
    comes a week later, does not jump into the Friday that has passed."""
    short = "Fri 12:00-12:15"
    hitlist = hit_list(person("Ann", hours=short), person("Bob", hours=short))
    facts: list[Fact] = [tried("2026-11-20", contact="ann"), tried("2026-11-20", contact="bob")]
    before = planned(hitlist, facts, at("2026-11-20 15:00"))
    assert reminders(before) == [("ann", "Fri 27 Nov 12:00"), ("bob", "Fri 04 Dec 12:00")]
    facts.append(tried("2026-11-27 12:05", Outcome.REACHED, contact="ann"))
    after = planned(hitlist, facts, at("2026-11-27 12:20"), before.events)
    assert [(e.uid, e.start) for e in after.events if e.people] == [
        (e.uid, e.start) for e in before.events if e.people == ("bob",)
    ]
    assert after.statuses["bob"].state is State.OPEN


def test_a_try_that_is_logged_late_does_not_swap_two_reminders() -> None:
    """P3: Ann's reminder is there; Bob's older try is typed in later and takes the next place. A second pass agrees."""
    short = "Fri 12:00-12:15"
    hitlist = hit_list(person("Ann", hours=short), person("Bob", hours=short))
    ann, bob = tried("2026-11-20", contact="ann"), tried("2026-11-19", contact="bob")
    first = planned(hitlist, [ann], at("2026-11-20 15:00"))
    second = planned(hitlist, [ann, bob], at("2026-11-21 15:00"), first.events)
    third = planned(hitlist, [ann, bob], at("2026-11-21 15:00"), calendar_after(first, second))
    assert reminders(second) == [("ann", "Fri 27 Nov 12:00"), ("bob", "Fri 04 Dec 12:00")]
    assert third.events == second.events


def test_another_day_that_they_asked_for_moves_the_reminder() -> None:
    """The line in the hit list said Thursday and is corrected: the reminder moves to Friday."""
    hitlist, now = hit_list(person()), at("2026-11-20 18:00")
    before = planned(hitlist, [tried("2026-11-20 10:00", asked=("2026-11-26", None))], now)
    after = planned(hitlist, [tried("2026-11-20 10:00", asked=("2026-11-27", None))], now, before.events)
    assert (reminders(before), reminders(after)) == ([("dana", "Thu 26 Nov 09:30")], [("dana", "Fri 27 Nov 09:30")])


def test_a_separate_reminder_is_not_taken_back_for_a_later_block() -> None:
    """Due on Wednesday, at most Thursday, blocks on Tuesdays: the reminder of Wednesday, once announced, stays until
    it has passed; then the next sheet takes the person."""
    hitlist = hit_list(person(every="12 days", at_most="13 days"))
    facts: list[Fact] = [tried("2026-11-20 14:10", Outcome.REACHED)]           # due Wednesday 2 December
    plans = passes(hitlist, facts, at("2026-11-20 15:00"), at("2026-12-02 08:00"), timedelta(hours=6))
    assert {tuple(reminders(plan)) for plan in plans} == {(("dana", "Wed 02 Dec 11:00"),)}
    passed = planned(hitlist, facts, at("2026-12-02 12:00"), plans[-1].events)
    assert reminders(passed) == []
    assert [w.key for w in passed.sheets["block-2026w50-1-hitlist@followupd"]] == ["dana"]


def test_a_person_on_a_running_sheet_has_no_reminder_beside_it() -> None:
    """P2, and P7: the only block that ever suits them was dragged there. Their line is the open item until the block is
    over, and the user may report until the evening: a reminder comes on the next day at the earliest."""
    hitlist = hit_list(person(hours="12:00-14:00"))
    block = "block-2026w48-1-hitlist@followupd"
    move = Moved(None, at("2026-11-20 15:00"), block, at("2026-11-24 12:00"), at("2026-11-24 13:00"))
    before = planned(hitlist, [move], at("2026-11-20 16:00"))
    assert [next_try.key for next_try in before.sheets[block]] == ["dana"]
    during = planned(hitlist, [move], at("2026-11-24 12:10"), before.events)
    assert reminders(during) == []
    item = during.statuses["dana"].item
    assert item is not None
    assert item.uid == block
    assert reminders(planned(hitlist, [move], at("2026-11-24 13:05"), before.events)) == [("dana", "Wed 25 Nov 13:30")]


def test_a_pause_leads_to_one_place() -> None:
    """Somebody overdue and paused until Tuesday 1 March waits for that week's block from the start: no separate
    reminder is announced first and taken off again."""
    dana = person("Dana", every="1 month", at_most="6 weeks", pause_until=at("2027-02-27").date())
    hitlist = hit_list(dana)
    facts: list[Fact] = [tried("2026-11-20 14:10", Outcome.REACHED)]
    start = at("2026-12-20 12:00")
    for plan in passes(hitlist, facts, start, at("2027-02-28"), timedelta(days=1)):
        assert reminders(plan) == []
    final = planned(hitlist, facts, at("2027-02-28 12:00"))
    assert [next_try.key for next_try in final.sheets["block-2027w09-1-hitlist@followupd"]] == ["dana"]


@pytest.mark.parametrize("blocks", [(), (BlockRule((1,), time(10)),)])
def test_two_weeks_of_hourly_passes_do_not_flutter(blocks: tuple[BlockRule, ...]) -> None:
    """An event changes only when something happens: its day comes, a sheet comes near, a reminder passes."""
    zones = ("Pacific/Auckland", "Asia/Tokyo", "Europe/Berlin", "America/Denver", "Asia/Kolkata")
    people = [
        person(f"P{n}", every=f"{3 + n} weeks", at_most=f"{4 + n} weeks", zone=zones[n % 5], via=("phone", "email"),
               emails=(f"p{n}@example.com",) if n % 2 else ())
        for n in range(12)
    ]
    facts: list[Fact] = []
    for n, p in enumerate(people):
        facts.append(tried(f"2026-{10 + n % 2}-{1 + n:02} 10:30", Outcome.REACHED, contact=p.slug))
        if n % 3 == 0:
            facts.append(tried(f"2026-11-{14 + n % 6} 15:10", contact=p.slug))
    hitlist = hit_list(*people, blocks=blocks, retry=RetryRule(min_gap=Span(days=3)))
    start = datetime(2026, 11, 22, 6, 30, tzinfo=UTC)
    plans = passes(hitlist, facts, start, start + timedelta(days=14), timedelta(hours=1))
    writes = 0
    for before, after in itertools.pairwise(plans):
        old, new = ({e.uid: e for e in plan.events} for plan in (before, after))
        writes += sum(old.get(uid) != event for uid, event in new.items())
    # Each week a block comes into view, two sheets change; each person's reminder may pass and move on once a week.
    assert writes <= 2 * (3 * len(blocks) + len(people))
