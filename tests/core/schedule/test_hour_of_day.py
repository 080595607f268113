"""At which hour of its day a reminder is: first tries spread over the day, repeats come at another hour, and no two
reminders share a minute."""

from __future__ import annotations

import itertools
from collections import Counter
from dataclasses import replace
from datetime import date, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from followupd.core.people.timeline import day_of
from followupd.core.reasons import SameTimeOnly
from followupd.core.values.event import Event
from followupd.core.values.facts import Moved, Outcome
from followupd.core.values.hitlist import BlockRule, Promise, RetryRule, ReviewRule
from followupd.core.values.time import Interval, are_different_times, minute_of
from tests.kit.people import DENVER, at, hit_list, local, moved, person, planned, tried

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(("mine", "channel", "apart"), [
    ("8:30-17:30", "phone", None), ("8:30-17:30", "email", None),
    ("9:00-12:00", "phone", 60),         # one part of the day: another hour of it
    ("9:00-10:00", "phone", 30),         # one hour: as far away as it can be
])
def test_what_passed_comes_again_at_another_hour(mine: str, channel: str, apart: int | None) -> None:
    """Five Mondays at the same minute would be no help. The user's clock counts, since it was the user who was busy."""
    hitlist = hit_list(person(via=(channel,), emails=("d@example.com",)), blocks=(), hours=f"Mon-Fri {mine}")
    seen: dict[str, Event] = {}
    now = at("2026-11-23 07:00")
    for _ in range(5):
        plan = planned(hitlist, [], now, tuple(seen.values()), since=at("2026-11-23 06:00"))
        (event,) = plan.events
        seen[event.uid], now = event, event.end
    clocks = [minute_of(event.start, DENVER) for event in seen.values()]
    assert len(clocks) == 5
    for before, after in itertools.pairwise(clocks):
        assert are_different_times(before, after) if apart is None else abs(before - after) >= apart


def test_a_promise_that_passed_comes_again_at_another_hour() -> None:
    """A task is not a call, but the user did not get to it at that hour either."""
    dana = person(promises=(Promise("send the list", date(2026, 11, 23)),), log=(tried("2026-11-20", Outcome.REACHED),))
    hitlist = hit_list(dana, blocks=())
    before = planned(hitlist, [], at("2026-11-20 18:00"))
    again = planned(hitlist, [], at("2026-11-23 18:00"), before.events)
    (first,), (second,) = ([e for e in plan.events if e.uid.startswith("promise")] for plan in (before, again))
    assert (local(first.start), local(second.start)) == ("Mon 23 Nov 09:00", "Tue 24 Nov 12:00")


@pytest.mark.parametrize(("hours", "tried_at"), [("9:00-12:00", "10:35"), ("12:00-14:00", "13:00")])
def test_a_repeat_changes_its_hour_even_if_no_time_is_far_from_the_try(hours: str, tried_at: str) -> None:
    """If all their hours are near the failed try, the repeat is at least not at the hour of the reminder that
    passed."""
    hitlist = hit_list(person(hours=hours), blocks=())
    facts = [tried("2026-08-01 10:00", Outcome.REACHED), tried(f"2026-11-18 {tried_at}")]
    seen: dict[str, Event] = {}
    now = at("2026-11-19 07:00")
    for _ in range(6):
        plan = planned(hitlist, facts, now, tuple(seen.values()))
        (event,) = plan.events
        seen[event.uid], now = event, event.end
    clocks = [minute_of(event.start, DENVER) for event in seen.values()]
    assert all(abs(one - other) >= 60 for one, other in itertools.pairwise(clocks)), clocks


@pytest.mark.parametrize(("mine", "values", "tried_at"), [
    ("8:30-18:00", {"hours": "15:00-18:00"}, "16:05"),        # another time of day is the last half-hour alone
    ("8:30-17:30", {"hours": "17:00-19:00"}, ""), ("8:30-17:30", {"hours": "12:00-12:30"}, ""),
    ("8:30-17:30", {"hours": "12:00-12:30"}, "12:00"), ("8:30-17:30", {"hours": "9:00-10:00"}, "09:30"),
    ("8:30-17:30", {"zone": "Europe/Berlin", "via": ("video",)}, "09:50"),
])
def test_a_repeat_changes_its_minute_in_a_narrow_window(mine: str, values: dict[str, Any], tried_at: str) -> None:
    """Over weeks in which nobody acts, with three passes a day: what stands stays, and no two in a row are at one
    minute. The time of day of the failed try comes again only if there is no other (P7)."""
    contact = person(**values)
    hitlist = hit_list(contact, blocks=(), hours=f"Mon-Fri {mine}")
    facts = [tried("2026-08-01 10:00", Outcome.REACHED), *([tried(f"2026-11-18 {tried_at}")] if tried_at else [])]
    seen: dict[str, Event] = {}
    for day in range(60):
        for clock in ("07:00", "12:15", "20:00"):
            now = at(f"{date(2026, 11, 19) + timedelta(days=day)} {clock}")
            events = planned(hitlist, facts, now, tuple(seen.values()), since=at("2026-08-01 10:00")).events
            standing = [one for one in seen.values() if one.start > now]
            assert [*events] == standing or not standing, (local(now), *(local(one.start) for one in events))
            seen.update((one.uid, one) for one in events)
    starts = [event.start for event in seen.values() if event.start < now]
    assert len(starts) >= 4
    clocks = [minute_of(start, DENVER) for start in starts]
    assert all(one != other for one, other in itertools.pairwise(clocks)), clocks
    if tried_at and values.get("hours") not in ("12:00-12:30", "9:00-10:00"):
        failed, zone = minute_of(at(f"2026-11-18 {tried_at}"), DENVER), BERLIN if "zone" in values else DENVER
        shift = minute_of(starts[0], zone) - clocks[0]
        assert all(are_different_times(clock + shift, failed + shift) for clock in clocks), clocks


def test_the_repeat_of_a_dragged_reminder_is_placed_like_others() -> None:
    """A dragged reminder passed on Saturday evening: its repeat is within hours, on a day with room, on a minute of
    its own."""
    people = [person(f"P{n}") for n in range(7)]
    hitlist = hit_list(*people, blocks=(), retry=RetryRule(per_day=3))
    now = at("2026-11-23 07:00")
    first = planned(hitlist, [], now, since=now - timedelta(days=1))
    event = next(e for e in first.events if e.people == ("p0",))
    move = Moved("p0", now, event.uid, at("2026-11-28 20:00"), at("2026-11-28 20:15"))
    dragged = replace(event, start=move.start, end=move.end)
    there = tuple(dragged if e.uid == event.uid else moved(e, 14) for e in first.events)
    after = planned(hitlist, [move], at("2026-11-28 21:00"), there, since=now - timedelta(days=1))
    days = Counter(day_of(e.start, DENVER) for e in after.events)
    assert len({e.start for e in after.events}) == len(after.events) == len(people)
    assert max(days.values()) <= 3
    (again,) = (e for e in after.events if e.people == ("p0",))
    assert hitlist.hours.hold(again.start, again.end, DENVER)
    assert day_of(again.start, DENVER) >= date(2026, 11, 29)


def test_first_tries_do_not_queue_at_the_first_hour() -> None:
    """They spread over the day, always in the same way, and what is there stays when people join."""
    people = [person(f"P{n}", via=(("phone",), ("email",))[n % 2], emails=("p@example.com",)) for n in range(60)]
    hitlist, now = hit_list(*people, blocks=(), retry=RetryRule(per_day=10)), at("2026-11-20 18:00")
    plan = planned(hitlist, [], now)
    assert len({e.start for e in plan.events}) == len(plan.events) == 60
    hours = Counter(minute_of(e.start, DENVER) // 60 for e in plan.events)
    assert sum(hours[hour] for hour in (8, 9, 10)) < 25
    assert all(hours[hour] for hour in range(9, 17))
    assert max(hours.values()) <= 14
    assert planned(hitlist, [], now).events == plan.events
    more = replace(hitlist, contacts=(person("Aaron"), *people))
    after = planned(more, [], now, plan.events)
    assert {e.uid: e.start for e in plan.events}.items() <= {e.uid: e.start for e in after.events}.items()


@pytest.mark.parametrize("failed", [
    ["2026-11-20 10:00"], ["2026-11-13 10:00", "2026-11-20 14:30"],
    ["2026-11-06 10:00", "2026-11-13 14:30", "2026-11-20 12:30"],
])
def test_retries_spread_as_first_tries_do(failed: list[str]) -> None:
    """All second tries were at 14:15, all third ones at 12:15, all fourth ones at 17:15, each day for weeks."""
    people = [person(f"P{n:02}") for n in range(60)]
    hitlist = hit_list(*people, blocks=(), retry=RetryRule(per_day=6))
    facts = [tried(when, contact=one.slug) for one in people for when in failed]
    plan = planned(hitlist, facts, at("2026-11-20 18:00"))
    hours = Counter(event.start.astimezone(DENVER).hour for event in plan.events)
    assert hours.total() >= 50
    assert len(hours) >= 4
    assert max(hours.values()) <= hours.total() * 0.4
    assert all(are_different_times(minute_of(e.start, DENVER), minute_of(at(failed[-1]), DENVER)) for e in plan.events)


def test_a_second_invitation_is_at_another_time_of_day() -> None:
    """An invitation needs nobody to be there, but the same minute of the same weekday looks like a machine."""
    people = [person(f"P{n:02}", via=("coffee",)) for n in range(20)]
    hitlist = hit_list(*people, blocks=(), retry=RetryRule(per_day=3))
    facts = [tried("2026-11-20 16:00", Outcome.SENT, "coffee", one.slug) for one in people]
    plan = planned(hitlist, facts, at("2026-11-20 18:00"))
    assert len(plan.events) == 20
    assert all(are_different_times(minute_of(event.start, DENVER), 16 * 60) for event in plan.events)


def test_a_weekly_review_and_a_reminder_do_not_begin_together() -> None:
    """Both at nine on Mondays: reminders keep clear of the reviews of all coming weeks, also of those not yet on the
    calendar yet."""
    people = [person(f"P{n}", via=("note",)) for n in range(12)]
    hitlist = hit_list(*people, blocks=(), hours="Mon 9:00-10:00", review=ReviewRule(0, time(9)))
    plan = planned(hitlist, [], at("2026-11-20 18:00"))
    reminders = [event.interval for event in plan.events if event.people]
    reviews = [Interval(start, start + timedelta(minutes=15)) for start in (
        at(f"{date(2026, 11, 23) + timedelta(weeks=n)} 09:00") for n in range(10)
    )]
    assert len(reminders) == len(people)
    assert not any(one.overlaps(review) for one in reminders for review in reviews)
    assert reviews[0] in [event.interval for event in plan.events]


def test_a_reminder_that_is_where_the_review_will_be_gives_way() -> None:
    """A calendar of an earlier version has both at nine; a review that the user has switched on later too."""
    hitlist, now = hit_list(person(via=("note",)), blocks=(), hours="Mon-Fri 9:00-17:00"), at("2026-11-20 18:00")
    (event,) = planned(hitlist, [], now).events
    there = replace(event, start=at("2026-11-23 09:00"), end=at("2026-11-23 09:15"))
    assert [e.interval for e in planned(hitlist, [], now, (there,)).events] == [there.interval]
    after = planned(replace(hitlist, review=ReviewRule(0, time(9))), [], now, (there,)).events
    assert next(local(e.start) for e in after) == "Mon 23 Nov 09:00"
    assert len({e.start for e in after}) == 2


@pytest.mark.parametrize(("block", "review"), [
    (time(9), "Mon 23 Nov 10:00"),          # after the hour that nothing takes
    (time(8, 30), "Mon 23 Nov 09:30"),
    (time(10), "Mon 23 Nov 09:00"),
])
def test_a_review_is_beside_the_block(block: time, review: str) -> None:
    """Both rules may say Monday at nine."""
    hitlist = hit_list(person(), blocks=(BlockRule((0,), block),), review=ReviewRule(0, time(9)))
    events = planned(hitlist, [], at("2026-11-20 18:00")).events
    assert [local(e.start) for e in events if e.uid.startswith("review-")] == [review]


def test_a_minute_that_was_asked_for_is_not_shared() -> None:
    """Ann's reminder was there first; Bob asks to be called at that very time."""
    hitlist, now = hit_list(person("Ann"), person("Bob"), blocks=()), at("2026-11-20 18:00")
    before = planned(hitlist, [tried("2026-11-20 14:10", contact="ann")], now)
    (ann,) = (event for event in before.events if event.people == ("ann",))
    clock = local(ann.start)[-5:]
    asked = tried("2026-11-20 15:00", Outcome.CALL_BACK, contact="bob", asked=("2026-11-27", clock))
    after = {e.people[0]: e for e in planned(hitlist, [tried("2026-11-20 14:10", contact="ann"), asked], now,
                                            before.events).events}
    assert after["bob"].start == ann.start
    assert not after["ann"].interval.overlaps(after["bob"].interval)
    assert day_of(after["ann"].start, DENVER) == date(2026, 11, 27)


def test_what_was_answered_early_keeps_its_minute() -> None:
    """Its ✓ stays where the reminder was, and no other reminder is put there."""
    hitlist, now = hit_list(person("Ann"), person("Bob"), hours="Mon 12:00-12:30", blocks=()), at("2026-11-20 18:00")
    before = planned(hitlist, [tried("2026-11-16 10:00", contact="ann")], now)
    (ann,) = (event for event in before.events if event.people == ("ann",))
    done = replace(tried("2026-11-20 18:05", Outcome.REACHED, contact="ann"), event=ann.uid, source="calendar")
    facts = [tried("2026-11-16 10:00", contact="ann"), done]
    after = planned(hitlist, facts, at("2026-11-20 18:10"), [ann])
    assert ann.uid in after.answered
    (bob,) = after.events
    assert bob.people == ("bob",)
    assert not bob.interval.overlaps(ann.interval)


SATURDAY, WEDNESDAY = BlockRule((5,), time(10), timedelta(minutes=90)), BlockRule((2,), time(18, 30))
WEEKENDS = "Sat-Sun 9:00-20:00"


@pytest.mark.parametrize(("hours", "blocks", "expected"), [
    # Only the block suits them, so only its time of day: again on its sheet, and never at dawn.
    (WEEKENDS, [SATURDAY], ("block Sat 28 Nov 10:00", True)),
    # Another block is at another time of day.
    ("Sat-Sun 9:00-20:00, Wed 23:00-24:00", [WEDNESDAY, SATURDAY], ("block Wed 02 Dec 18:30", False)),
    # The user's hours suit them too: a reminder in these, at another time of day.
    ("Fri-Sun 9:00-20:00", [SATURDAY], ("reminder Fri 04 Dec 15:00", False)),
    # Neither hours nor a block: the nearest time in their hours.
    (WEEKENDS, [WEDNESDAY], ("reminder Sat 28 Nov 08:00", False)),
])
def test_people_who_only_fit_a_block_are_called_in_one(
    hours: str, blocks: list[BlockRule], expected: tuple[str, bool]
) -> None:
    """Blocks count as hours of the user. Berlin is four and a half hours behind Kolkata."""
    kolkata = person(hours=hours, zone="Asia/Kolkata")
    hitlist = hit_list(kolkata, hours="Mon-Fri 9:00-18:00", blocks=blocks, timezone=BERLIN)
    plan = planned(hitlist, [tried("2026-11-21 10:30", zone=BERLIN)], at("2026-11-26 12:00", BERLIN))
    (event,) = (event for event in plan.events if "dana" in event.people)
    next_try = plan.statuses["dana"].next_try
    assert next_try is not None
    kind = "block" if event.uid.startswith("block") else "reminder"
    same = any(isinstance(reason, SameTimeOnly) for reason in next_try.reasons)
    assert (f"{kind} {local(event.start, BERLIN)}", same) == expected
    again = planned(hitlist, [tried("2026-11-21 10:30", zone=BERLIN)], at("2026-11-26 12:30", BERLIN), plan.events)
    assert not again.openings
    assert again.events == plan.events


def test_a_block_inside_the_users_hours_holds_people_who_fit_nothing_else() -> None:
    """The user's evenings begin when the contact's day ends: two reminders were on the block, at one minute."""
    people = [person(f"P{n}", via=(("phone", "text")[n % 2],)) for n in range(4)]
    hitlist = hit_list(*people, hours="Mon-Sun 18:00-20:00", blocks=[BlockRule((6,), time(18))])
    facts = [tried(f"2026-11-22 18:0{n}", contact=f"p{n}", channel=one.via[0]) for n, one in enumerate(people)]
    plan = planned(hitlist, facts, at("2026-11-23 07:00"))
    assert {event.uid[:5] for event in plan.events if event.people} == {"block"}
    (sheet,) = (sheet for sheet in plan.sheets.values() if sheet)
    assert {one.key for one in sheet} == {"p0", "p1", "p2", "p3"}
