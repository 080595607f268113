"""Where reminders go and stay: nothing announced moves away, nothing is told that did not happen."""

from __future__ import annotations

import itertools
from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from followupd.core.people.timeline import day_of
from followupd.core.phrases.times import parse_span
from followupd.core.plan import Plan
from followupd.core.reasons import PassedUnanswered, because
from followupd.core.schedule.status import State
from followupd.core.values.event import Event
from followupd.core.values.facts import Attempt, Fact, Moved, Outcome
from followupd.core.values.hitlist import BlockRule, Hitlist, RetryRule
from followupd.core.values.time import Interval, Span
from followupd.core.values.user_time import Busy, UserTime
from tests.kit.people import DENVER, at, hit_list, local, person, planned, standing_after, tried


def own(plan: Plan) -> list[tuple[str, str]]:
    """The reminders of a plan: whose, and when."""
    return [(e.people[0], local(e.start)) for e in plan.events if not e.uid.startswith("block-")]


def passes(hitlist: Hitlist, facts: list[Fact], start: datetime, until: datetime, step: timedelta) -> list[Plan]:
    """A pass every `step`, each on what the passes before it wrote; past events stay where they were."""
    plans: list[Plan] = []
    standing: dict[str, Event] = {}
    now = start
    while now < until:
        plan = planned(hitlist, [f for f in facts if f.at <= now], now, tuple(standing.values()), since=start)
        standing = {uid: event for uid, event in standing.items() if event.start <= now}
        standing |= {event.uid: event for event in plan.events}
        plans.append(plan)
        now += step
    return plans


def test_a_reminder_that_passed_goes_to_the_next_sheet() -> None:
    """DESIGN 8: it stays in the past as it is, its person is on the next sheet, and the sheet says why."""
    hitlist, facts = hit_list(person()), [tried("2026-11-20 14:10")]
    before = planned(hitlist, facts, at("2026-11-20 14:15"))
    assert own(before) == [("dana", "Fri 27 Nov 09:30")]
    after = planned(hitlist, facts, at("2026-11-27 09:50"), before.events)
    assert own(after) == []
    (next_try,) = after.sheets["block-2026w49-1-hitlist@followupd"]
    assert next_try.key == "dana"
    assert "the reminder of Fri 27 Nov passed without an answer" in because(next_try.reasons, at("2026-12-01").date())


def test_the_reminder_that_passed_is_the_last_one() -> None:
    """Week after week nobody acts: no reminder speaks of the first one while others have passed since."""
    seen: dict[str, date] = {}
    told = []
    for plan in passes(hit_list(person(), blocks=()), [tried("2026-11-20 14:10")], at("2026-11-20 14:15"),
                       at("2027-03-01"), timedelta(hours=8)):  # fmt: skip
        standing = plan.standings["dana"]
        assert standing.item is not None
        passed = [day for uid, day in seen.items() if uid != standing.item.uid]
        named = [reason.stood for reason in standing.reasons if isinstance(reason, PassedUnanswered)]
        assert named == ([max(passed)] if passed else [])
        told += named
        seen[standing.item.uid] = day_of(standing.item.interval.start, DENVER)
    assert len(set(told)) >= 4


def test_a_retry_that_never_stood_did_not_pass() -> None:
    """The daemon was off: the try was logged weeks ago, and no reminder ever stood there to be missed."""
    hitlist, facts = hit_list(person()), [tried("2026-11-02 14:10")]
    plan = planned(hitlist, facts, at("2026-11-20 09:00"))
    (next_try,) = plan.sheets["block-2026w48-1-hitlist@followupd"]
    assert "passed" not in because(next_try.reasons, at("2026-11-24").date())


def test_without_a_block_a_passed_reminder_comes_again_a_week_later() -> None:
    """P8: nobody waits for a block that does not exist; the second time it comes less soon, and each time at another
    hour than the try that failed and the reminder that passed."""
    hitlist, facts = hit_list(person(), blocks=()), [tried("2026-11-20 14:10")]
    before = planned(hitlist, facts, at("2026-11-20 14:15"))
    assert own(before) == [("dana", "Fri 27 Nov 09:30")]
    again = planned(hitlist, facts, at("2026-11-27 12:00"), before.events)
    assert own(again) == [("dana", "Fri 04 Dec 12:00")]
    later = planned(hitlist, facts, at("2026-12-04 18:00"), standing_after(before, again))
    assert own(later) == [("dana", "Fri 18 Dec 17:00")]


def reminders(hitlist: Hitlist, now: datetime, many: int) -> list[date]:
    """The days of one person's reminders to whom nobody ever does anything, looked at on each day."""
    standing: dict[str, Event] = {}
    while len(standing) < many or now < max(event.end for event in standing.values()):
        plan = planned(hitlist, [], now, tuple(standing.values()), since=at("2026-11-19"))
        again = planned(hitlist, [], now, (*standing.values(), *plan.events), since=at("2026-11-19"))
        assert again.events == plan.events
        coming = {uid for uid, event in standing.items() if event.start > now}
        standing |= {event.uid: event for event in plan.events if event.people}
        assert coming <= {event.uid for event in plan.events}           # what was announced stays
        now += timedelta(days=1)
    return sorted(day_of(event.start, DENVER) for event in standing.values())[:many]


@pytest.mark.parametrize(
    ("every", "waits"),
    [
        ("1 year", [7, 14, 30, 30, 30]),
        ("3 months", [7, 14, 22, 22, 22]),      # no longer than a quarter of the cadence
        ("6 weeks", [7, 10, 10, 10, 10]),
        ("1 week", [7, 7, 7, 7, 7]),            # whose turn is each week; never sooner
    ],
)
@pytest.mark.parametrize("ladder", [RetryRule().ladder, (), (parse_span("2 days"),)])
def test_an_unanswered_reminder_comes_again_less_and_less_often(
    every: str, waits: list[int], ladder: tuple[Span, ...]
) -> None:
    """It is not a try, so it has no end (P8) and the ladder says nothing of it; but it does not come each week for
    ever."""
    retry = RetryRule(ladder=ladder)
    hitlist = hit_list(person(every=every, at_most="2 years"), blocks=(), retry=retry, hours="Mon-Sun 9:00-17:00")
    days = reminders(hitlist, at("2026-11-20 14:15"), 6)
    assert [(later - earlier).days for earlier, later in itertools.pairwise(days)] == waits


def test_a_day_off_brings_the_next_reminder_no_nearer() -> None:
    """The wait counts from the day on which the last one stood, not from the one on which it would have stood: a
    reminder that moved on from Friday to Tuesday once came again on the Friday after."""
    hitlist = hit_list(person(every="6 weeks"), blocks=(), hours="Tue, Fri 9:00-17:00")
    days = reminders(hitlist, at("2026-11-20 18:00"), 6)
    assert all((later - earlier).days >= 7 for earlier, later in itertools.pairwise(days))
    assert [f"{day:%a %d %b}" for day in days] == [
        "Tue 24 Nov", "Tue 01 Dec", "Fri 11 Dec", "Tue 22 Dec", "Fri 01 Jan", "Tue 12 Jan",
    ]


def test_a_reminder_that_was_dragged_to_an_earlier_day_and_passed_comes_again_on_its_own_day() -> None:
    """P1: a week after the day to which it was dragged would be before the cadence has come round."""
    hitlist = hit_list(person(every="1 month"), blocks=())
    facts: list[Fact] = [tried("2026-11-20 14:10", Outcome.REACHED)]                # due Sunday 20 December
    before = planned(hitlist, facts, at("2026-12-01 09:00"))
    (event,) = before.events
    facts.append(Moved("dana", at("2026-12-01 09:05"), event.uid, at("2026-12-03 15:00"), at("2026-12-03 15:15")))
    dragged = planned(hitlist, facts, at("2026-12-01 09:10"), before.events)
    assert own(dragged) == [("dana", "Thu 03 Dec 15:00")]
    again = planned(hitlist, facts, at("2026-12-03 16:00"), dragged.events)
    assert own(again) == [("dana", "Mon 21 Dec 09:30")]


def test_a_reminder_stays_when_an_earlier_place_became_free_and_is_over() -> None:
    """Two people with one short hour a week: when the first was reached on Friday, the second one's reminder, which
    stands a week later, does not jump into the Friday that has passed."""
    short = "Fri 12:00-12:15"
    hitlist = hit_list(person("Ann", hours=short), person("Bob", hours=short))
    facts: list[Fact] = [tried("2026-11-20", contact="ann"), tried("2026-11-20", contact="bob")]
    before = planned(hitlist, facts, at("2026-11-20 15:00"))
    assert own(before) == [("ann", "Fri 27 Nov 12:00"), ("bob", "Fri 04 Dec 12:00")]
    facts.append(tried("2026-11-27 12:05", Outcome.REACHED, contact="ann"))
    after = planned(hitlist, facts, at("2026-11-27 12:20"), before.events)
    assert [(e.uid, e.start) for e in after.events if e.people] == [
        (e.uid, e.start) for e in before.events if e.people == ("bob",)
    ]
    assert after.standings["bob"].state is State.OPEN


def test_a_reminder_that_cannot_stay_did_not_pass() -> None:
    """P3: their hours (or the zone) were edited while today's reminder is still to come, and the new hours of today are
    over. It goes to the next day that has them; nobody is told that it passed, and a second pass writes nothing."""
    facts: list[Fact] = [tried("2026-11-20 16:30")]
    before = planned(hit_list(person(hours="13:00-15:00")), facts, at("2026-11-20 17:00"))
    assert own(before) == [("dana", "Fri 27 Nov 13:30")]
    for blocks in ((), (BlockRule((1,), time(16)),)):
        edited, now = hit_list(person(hours="8:30-10:30"), blocks=blocks), at("2026-11-27 11:30")
        after = planned(edited, facts, now, before.events)
        assert own(after) == [("dana", "Mon 30 Nov 09:00")]
        assert "passed" not in next(e.description for e in after.events if e.people == ("dana",))
        assert planned(edited, facts, now, standing_after(before, after)).events == after.events


def test_a_try_that_is_told_late_does_not_swap_two_reminders() -> None:
    """P3: Ann's reminder stands; Bob's older try is typed in later and takes the next place. A second pass agrees."""
    short = "Fri 12:00-12:15"
    hitlist = hit_list(person("Ann", hours=short), person("Bob", hours=short))
    ann, bob = tried("2026-11-20", contact="ann"), tried("2026-11-19", contact="bob")
    first = planned(hitlist, [ann], at("2026-11-20 15:00"))
    second = planned(hitlist, [ann, bob], at("2026-11-21 15:00"), first.events)
    third = planned(hitlist, [ann, bob], at("2026-11-21 15:00"), standing_after(first, second))
    assert own(second) == [("ann", "Fri 27 Nov 12:00"), ("bob", "Fri 04 Dec 12:00")]
    assert third.events == second.events


def test_a_pause_leads_to_one_place() -> None:
    """Somebody overdue and paused until Tuesday 1 March waits for that week's block from the start: no reminder of
    their own is announced first and taken off again."""
    dana = person("Dana", every="1 month", at_most="6 weeks", pause_until=at("2027-02-27").date())
    hitlist = hit_list(dana)
    facts: list[Fact] = [tried("2026-11-20 14:10", Outcome.REACHED)]
    start = at("2026-12-20 12:00")
    for plan in passes(hitlist, facts, start, at("2027-02-28"), timedelta(days=1)):
        assert own(plan) == []
    final = planned(hitlist, facts, at("2027-02-28 12:00"))
    assert [next_try.key for next_try in final.sheets["block-2027w09-1-hitlist@followupd"]] == ["dana"]


def test_a_reminder_of_their_own_is_not_taken_back_for_a_later_block() -> None:
    """Due on Wednesday, at most Thursday, blocks on Tuesdays: the reminder of Wednesday, once announced, stands until
    it has passed; then the next sheet takes the person."""
    hitlist = hit_list(person(every="12 days", at_most="13 days"))
    facts: list[Fact] = [tried("2026-11-20 14:10", Outcome.REACHED)]           # due Wednesday 2 December
    plans = passes(hitlist, facts, at("2026-11-20 15:00"), at("2026-12-02 08:00"), timedelta(hours=6))
    assert {tuple(own(plan)) for plan in plans} == {(("dana", "Wed 02 Dec 11:00"),)}
    passed = planned(hitlist, facts, at("2026-12-02 12:00"), plans[-1].events)
    assert own(passed) == []
    assert [w.key for w in passed.sheets["block-2026w50-1-hitlist@followupd"]] == ["dana"]


def test_who_stands_on_a_sheet_that_is_going_on_has_no_reminder_beside_it() -> None:
    """P2, and P7: the only block that ever suits them was dragged there. Their line is the open item until the block is
    over, and what was done in it may be told until the evening: a reminder comes on the next day at the earliest."""
    hitlist = hit_list(person(hours="12:00-14:00"))
    block = "block-2026w48-1-hitlist@followupd"
    move = Moved(None, at("2026-11-20 15:00"), block, at("2026-11-24 12:00"), at("2026-11-24 13:00"))
    before = planned(hitlist, [move], at("2026-11-20 16:00"))
    assert [next_try.key for next_try in before.sheets[block]] == ["dana"]
    during = planned(hitlist, [move], at("2026-11-24 12:10"), before.events)
    assert own(during) == []
    item = during.standings["dana"].item
    assert item is not None
    assert item.uid == block
    assert own(planned(hitlist, [move], at("2026-11-24 13:05"), before.events)) == [("dana", "Wed 25 Nov 13:30")]


@pytest.mark.parametrize(
    ("to", "expected"),
    [
        ("2026-12-09 20:00", [("dana", "Wed 09 Dec 20:00")]),       # outside all hours: the user's hand wins
        ("2026-11-21 09:00", [("dana", "Sat 21 Nov 09:00")]),       # before min_gap
        ("2026-11-20 08:00", []),                                   # into the past: as good as passed
    ],
)
def test_a_drag_is_kept(to: str, expected: list[tuple[str, str]]) -> None:
    """P6: at the time that the user chose; dragged into the past it has passed, and the next sheet has the person."""
    hitlist, facts = hit_list(person()), [tried("2026-11-19 14:10")]
    before = planned(hitlist, facts, at("2026-11-20 14:15"))
    (event,) = (e for e in before.events if e.people)
    start = at(to)
    move = Moved("dana", at("2026-11-20 16:00"), event.uid, start, start + timedelta(minutes=15))
    dragged = replace(event, start=start, end=move.end)
    after = planned(hitlist, [*facts, move], at("2026-11-20 16:00"), (dragged,))
    assert own(after) == expected
    on_sheets = [next_try.key for sheet in after.sheets.values() for next_try in sheet]
    assert on_sheets == ([] if expected else ["dana"])


def test_a_drag_counts_until_the_next_try() -> None:
    """The next retry of the row is placed by the rules again."""
    hitlist, facts = hit_list(person()), [tried("2026-11-20 14:10")]
    (event,) = (e for e in planned(hitlist, facts, at("2026-11-20 14:15")).events if e.people)
    move = Moved("dana", at("2026-11-20 16:00"), event.uid, at("2026-11-25 20:00"), at("2026-11-25 20:15"))
    later: list[Attempt] = [tried("2026-11-25 20:05")]
    assert own(planned(hitlist, [*facts, move, *later], at("2026-11-25 21:00"))) == [("dana", "Wed 02 Dec 09:30")]


def test_reminders_do_not_stand_on_each_other_or_on_a_block() -> None:
    """Ten retries of one day find ten places, none inside the block."""
    people = [person(f"P{n}") for n in range(10)]
    facts = [tried("2026-11-17", contact=p.slug) for p in people]
    rule = BlockRule((1,), time(9), timedelta(hours=2))
    plan = planned(hit_list(*people, blocks=(rule,), retry=RetryRule(per_day=10)), facts, at("2026-11-17 18:00"))
    found = [e for e in plan.events if e.start < at("2026-11-25")]
    assert len({e.start for e in found}) == len(found) == 11
    assert not any(a.interval.overlaps(b.interval) for a in found for b in found if a is not b)


def test_where_all_hours_are_full_a_place_is_shared_with_a_person_and_not_with_a_meeting() -> None:
    """P3: four Fridays, one of them with a meeting, and five people. Who shared the meeting's hour sought a new place
    in the next pass, where somebody else had been put meanwhile."""
    hitlist = hit_list(*(person(f"P{n}") for n in range(5)), hours="Fri 12:00-12:15", blocks=())
    facts = [tried(f"2026-11-20 1{n}:00", contact=f"p{n}", channel="email") for n in range(5)]
    meeting = Busy(Interval(at("2026-11-27 12:00"), at("2026-11-27 13:00")), "Board meeting")
    now, own_time = at("2026-11-20 18:00"), UserTime((meeting,))
    plan = planned(hitlist, facts, now, user_time=own_time)
    assert Counter(when for _, when in own(plan)) == {
        "Fri 04 Dec 12:00": 3, "Fri 11 Dec 12:00": 1, "Fri 18 Dec 12:00": 1,
    }
    assert planned(hitlist, facts, now, plan.events, user_time=own_time).events == plan.events


def test_people_who_asked_for_the_same_full_hour_keep_their_places() -> None:
    """P3: three were asked to call on Friday, in an hour that holds two half hours: the third is between them."""
    hitlist = hit_list(*(person(f"P{n}") for n in range(3)), hours="Fri 12:00-13:00")
    facts = [tried(f"2026-11-20 1{n}:00", contact=f"p{n}", asked=("2026-11-27", None)) for n in range(3)]
    now = at("2026-11-20 18:00")
    plan = planned(hitlist, facts, now)
    assert own(plan) == [("p0", "Fri 27 Nov 12:00"), ("p2", "Fri 27 Nov 12:15"), ("p1", "Fri 27 Nov 12:30")]
    assert planned(hitlist, facts, now, plan.events).events == plan.events


def test_another_day_that_they_asked_for_goes_before_where_it_stands() -> None:
    """The line in the hit list said Thursday, and is mended: the reminder goes to Friday."""
    hitlist, now = hit_list(person()), at("2026-11-20 18:00")
    before = planned(hitlist, [tried("2026-11-20 10:00", asked=("2026-11-26", None))], now)
    after = planned(hitlist, [tried("2026-11-20 10:00", asked=("2026-11-27", None))], now, before.events)
    assert (own(before), own(after)) == ([("dana", "Thu 26 Nov 09:30")], [("dana", "Fri 27 Nov 09:30")])


def test_who_is_pushed_far_away_is_announced_there() -> None:
    """P3: due in four weeks, and the user is away for three more. What is not announced has nothing to stay at, and
    where hours are full each pass put it elsewhere, between others."""
    hitlist, now = hit_list(person(every="2 months", at_most="3 months"), blocks=()), at("2026-11-20 12:00")
    away = UserTime(off={date(2026, 12, 17) + timedelta(days=n): "away" for n in range(21)})
    facts = [tried("2026-10-17 10:00", Outcome.REACHED)]
    plan = planned(hitlist, facts, now, user_time=away)
    assert own(plan) == [("dana", "Thu 07 Jan 10:30")]
    assert planned(hitlist, facts, now, plan.events, user_time=away).events == plan.events


def test_a_place_that_has_begun_is_announced_to_nobody() -> None:
    """Due today, and it is five past the only time of the day: a reminder for the next day, not one that is hidden
    until ten past and then sought anew."""
    hitlist = hit_list(person(), hours="Mon-Fri 12:00-12:15", blocks=())
    plan = planned(hitlist, [], at("2026-11-20 12:05"), since=at("2026-11-20 08:00"))
    assert own(plan) == [("dana", "Mon 23 Nov 12:00")]


def test_a_reminder_that_was_dragged_two_months_ahead_stays_there() -> None:
    """P6: further ahead than reminders are written by themselves."""
    hitlist, now = hit_list(person(), blocks=()), at("2026-11-20 12:00")
    before = planned(hitlist, [], now)
    (event,) = before.events
    there = at("2027-01-20 11:00")
    move = Moved("dana", now, event.uid, there, there + timedelta(minutes=15))
    after = planned(hitlist, [move], now + timedelta(minutes=1), before.events)
    assert [(e.uid, e.start) for e in after.events] == [(event.uid, there)]


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
    assert planned(hitlist, facts, now, standing_after(plan)).events == plan.events


def test_no_place_is_taken_a_season_ahead() -> None:
    """Thirty people at one reminder a day: those of the next four weeks are announced, the others wait in view without
    taking a day, so that who tries to reach somebody meanwhile finds the first day with room; a second pass agrees."""
    people = [person(f"P{n:02}") for n in range(30)]
    hitlist = hit_list(*people, person("Zoe"), blocks=(), retry=RetryRule(per_day=1))
    now = at("2026-11-20 18:00")
    zoe: list[Fact] = [tried("2026-11-20 10:00", contact="zoe")]
    before = planned(hitlist, [tried("2026-11-19", Outcome.REACHED, contact="zoe")], now, since=now)
    days = [date(2026, 11, 20) + timedelta(days=n) for n in range(3, 29)]
    assert [when[:10] for _, when in own(before)] == [f"{day:%a %d %b}" for day in days if day.weekday() < 5]
    assert sum(s.state is State.IN_QUEUE for s in before.standings.values()) == 30 - 20
    after = planned(hitlist, zoe, now, before.events, since=now)
    assert [e for e in after.events if e.people != ("zoe",)] == list(before.events)
    assert [when for who, when in own(after) if who == "zoe"] == ["Mon 21 Dec 14:00"]
    assert planned(hitlist, zoe, now, standing_after(before, after), since=now).events == after.events


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
    assert sum(s.item is None for s in plan.standings.values()) == 50 - len(placed)
    assert plan.standings["zoe"].item is None                    # she is new, the others are overdue
    assert planned(hitlist, facts, now, standing_after(plan, plan), since=now).events == plan.events
    urgent = [tried("2026-02-20", Outcome.REACHED, contact="zoe"), *facts]
    later = now + timedelta(days=3)
    there = planned(hitlist, facts, now, since=now).events
    again = planned(hitlist, urgent, later, there, since=now)
    assert again.standings["zoe"].item is not None
    assert {e.uid for e in again.events} - {e.uid for e in there} == {again.standings["zoe"].item.uid}


def test_a_day_is_full_whoever_stands_there() -> None:
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
    assert [when for who, when in own(after) if who == "zoe"] == ["Mon 30 Nov 14:00"]


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
