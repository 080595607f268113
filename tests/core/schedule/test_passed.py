"""Reminders that passed without an answer: when and where their person comes again, and what the texts say about it."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from followupd.core.people.timeline import day_of
from followupd.core.phrases.times import parse_span
from followupd.core.reasons import PassedUnanswered, because
from followupd.core.texts.chain import DayOver, chain
from followupd.core.values.event import Event
from followupd.core.values.facts import Fact, Outcome
from followupd.core.values.hitlist import Anniversary, BlockRule, Hitlist, RetryRule
from followupd.core.values.time import Span
from tests.kit.passing_weeks import BLOCKS, PassingWeeks
from tests.kit.people import (
    A_WEEK_APART,
    DENVER,
    at,
    calendar_after,
    hit_list,
    passes,
    person,
    planned,
    reminders,
    tried,
)


def test_a_reminder_that_passed_comes_on_the_next_workday_or_goes_to_a_near_sheet() -> None:
    """It stays in the past as it is, and its person comes again at another hour; the sheet says why."""
    hitlist, facts = hit_list(person(), retry=A_WEEK_APART), [tried("2026-11-19 14:10")]
    before = planned(hitlist, facts, at("2026-11-19 14:15"))
    assert reminders(before) == [("dana", "Thu 26 Nov 12:00")]
    after = planned(hitlist, facts, at("2026-11-26 18:00"), before.events)
    assert reminders(after) == [("dana", "Fri 27 Nov 10:30")]           # the next block is four days later
    later = planned(hitlist, facts, at("2026-11-27 18:00"), calendar_after(before, after))
    assert reminders(later) == []                                       # two days would be Sunday
    (next_try,) = later.sheets["block-2026w49-1-hitlist@followupd"]
    assert next_try.key == "dana"
    assert "the reminder of Fri 27 Nov passed without an answer" in because(next_try.reasons, at("2026-12-01").date())


def test_the_reminder_that_passed_is_the_last_one() -> None:
    """Week after week nobody acts: no reminder speaks of the first one while others have passed since."""
    seen: dict[str, date] = {}
    told = []
    for plan in passes(hit_list(person(), blocks=()), [tried("2026-11-20 14:10")], at("2026-11-20 14:15"),
                       at("2027-03-01"), timedelta(hours=8)):
        status = plan.statuses["dana"]
        assert status.item is not None
        passed = [day for uid, day in seen.items() if uid != status.item.uid]
        named = [reason.stood.date() for reason in status.reasons if isinstance(reason, PassedUnanswered)]
        assert named == ([max(passed)] if passed else [])
        told += named
        seen[status.item.uid] = day_of(status.item.interval.start, DENVER)
    assert len(set(told)) >= 4


def test_whoever_is_merely_due_is_told_that_the_reminder_passed_too() -> None:
    """`why` said only that the day on which they were due is over."""
    hitlist, reached = hit_list(person(), blocks=()), [tried("2026-08-02 10:00", Outcome.REACHED)]
    before = planned(hitlist, reached, at("2026-11-20 14:15"))
    ((_, first),) = reminders(before)
    plan = planned(hitlist, reached, now := at("2026-11-24 18:00"), before.events)
    told = [link.text(day_of(now, DENVER)) for link in chain(plan.statuses["dana"], plan, hitlist, now)]
    assert f"the reminder of {first[:10]} passed without an answer" in told
    assert any(one.startswith("so again after 7 days") for one in told)
    assert "You have not got to it yet" in plan.events[0].description


def test_a_retry_that_was_never_written_did_not_pass() -> None:
    """The daemon was off: the try was logged weeks ago, and no reminder was ever on the calendar."""
    hitlist, facts = hit_list(person()), [tried("2026-11-02 14:10")]
    plan = planned(hitlist, facts, at("2026-11-20 09:00"))
    (next_try,) = plan.sheets["block-2026w48-1-hitlist@followupd"]
    assert "passed" not in because(next_try.reasons, at("2026-11-24").date())


def test_a_reminder_that_cannot_stay_did_not_pass() -> None:
    """P3: their hours (or the zone) were edited while today's reminder is still to come, and the new hours of today are
    over. It goes to the next day with such hours; no text says that it passed, and a second pass writes nothing."""
    facts: list[Fact] = [tried("2026-11-20 16:30")]
    before = planned(hit_list(person(hours="13:00-15:00")), facts, at("2026-11-20 17:00"))
    assert reminders(before) == [("dana", "Fri 27 Nov 13:30")]
    for blocks in ((), (BlockRule((1,), time(16)),)):
        edited, now = hit_list(person(hours="8:30-10:30"), blocks=blocks), at("2026-11-27 11:30")
        after = planned(edited, facts, now, before.events)
        assert reminders(after) == [("dana", "Mon 30 Nov 10:00")]
        assert "passed" not in next(e.description for e in after.events if e.people == ("dana",))
        assert planned(edited, facts, now, calendar_after(before, after)).events == after.events


def test_without_a_block_a_passed_reminder_comes_again_on_the_next_workday() -> None:
    """P8: nobody waits for a block that does not exist; the second repeat comes later, and each at another hour than
    the failed try and the reminder that passed."""
    hitlist, facts = hit_list(person(), blocks=()), [tried("2026-11-20 14:10")]
    before = planned(hitlist, facts, at("2026-11-20 14:15"))
    assert reminders(before) == [("dana", "Fri 27 Nov 11:00")]
    again = planned(hitlist, facts, at("2026-11-27 12:00"), before.events)
    assert reminders(again) == [("dana", "Mon 30 Nov 13:00")]
    later = planned(hitlist, facts, at("2026-11-30 18:00"), calendar_after(before, again))
    assert reminders(later) == [("dana", "Wed 02 Dec 10:00")]


@pytest.mark.parametrize(("hours", "zone", "channel"), [
    ("9:00-9:30, 13:00-13:30", None, "text"), ("Mon-Thu 9:00-9:15, Fri 9:15-9:30", None, "phone"),
    ("", "Asia/Kolkata", "text"), ("", "Asia/Kolkata", "phone"),
])
def test_no_reminder_comes_again_at_the_minute_that_passed(hours: str, zone: str | None, channel: str) -> None:
    """Not even if each day has only one hour for it, as long as another day of the week, or the quarter, has another.
    A text at 20:30 is no text at 20:30 five times."""
    somebody = person(via=(channel,), **({"hours": hours} if hours else {}))
    somebody = replace(somebody, timezone=ZoneInfo(zone) if zone else None)
    hitlist = hit_list(somebody, blocks=(), hours="Mon-Fri 9:00-17:00")
    weeks = PassingWeeks(hitlist, [tried("2026-07-10 14:10", Outcome.REACHED)])
    stood = dict[str, datetime]()
    for _ in weeks.go(60):
        stood |= {event.uid: event.start.astimezone(DENVER) for event in weeks.written.values()}
    minutes = [start.time() for start in stood.values()]
    assert len(minutes) >= 4
    assert not any(one == other for one, other in itertools.pairwise(minutes)), minutes
    assert weeks.gone == []


def days_when_nobody_acts(hitlist: Hitlist, now: datetime, many: int) -> list[date]:
    """Return the days of the first `many` reminders for one person, looked at on each day, while nobody acts."""
    existing: dict[str, Event] = {}
    while len(existing) < many or now < max(event.end for event in existing.values()):
        plan = planned(hitlist, [], now, tuple(existing.values()), since=at("2026-11-19"))
        again = planned(hitlist, [], now, (*existing.values(), *plan.events), since=at("2026-11-19"))
        assert again.events == plan.events
        coming = {uid for uid, event in existing.items() if event.start > now}
        existing |= {event.uid: event for event in plan.events if event.people}
        assert coming <= {event.uid for event in plan.events}           # what was announced stays
        now += timedelta(days=1)
    return sorted(day_of(event.start, DENVER) for event in existing.values())[:many]


@pytest.mark.parametrize(
    ("every", "waits"),
    [
        ("1 year", [7, 14, 30, 30, 30]),
        ("3 months", [7, 14, 22, 22, 22]),      # no longer than a quarter of the cadence
        ("6 weeks", [7, 10, 10, 10, 10]),
        ("1 week", [7, 7, 7, 7, 7]),            # a person who is due each week; never sooner
    ],
)
@pytest.mark.parametrize("ladder", [RetryRule().ladder, (), (parse_span("2 days"),)])
def test_an_unanswered_reminder_comes_again_less_and_less_often(
    every: str, waits: list[int], ladder: tuple[Span, ...]
) -> None:
    """It is not a try, so the ladder does not count it and it never ends (P8); but it does not come each week for
    ever."""
    retry = RetryRule(ladder=ladder)
    hitlist = hit_list(person(every=every, at_most="2 years"), blocks=(), retry=retry, hours="Mon-Sun 9:00-17:00")
    days = days_when_nobody_acts(hitlist, at("2026-11-20 14:15"), 6)
    assert [(later - earlier).days for earlier, later in itertools.pairwise(days)] == waits


def test_a_day_off_brings_the_next_reminder_no_nearer() -> None:
    """The wait counts from the day on which the last one was, not from the one on which it would have been: a
    reminder that moved on from Friday to Tuesday once came again on the Friday after."""
    hitlist = hit_list(person(every="6 weeks"), blocks=(), hours="Tue, Fri 9:00-17:00")
    days = days_when_nobody_acts(hitlist, at("2026-11-20 18:00"), 6)
    assert all((later - earlier).days >= 7 for earlier, later in itertools.pairwise(days))
    assert [f"{day:%a %d %b}" for day in days] == [
        "Tue 24 Nov", "Tue 01 Dec", "Fri 11 Dec", "Tue 22 Dec", "Fri 01 Jan", "Tue 12 Jan",
    ]


@pytest.mark.parametrize(("hours", "reason"), [
    ("", "your blocks are at the time of day of the last try"),
    ("13:00-16:00", "does not fit a block in the next weeks"),
])
def test_why_no_sheet_takes_who_was_passed_over(hours: str, reason: str) -> None:
    """The block has room each week, but at the hour of the failed try. The reasons also say when the next one comes."""
    dana = person(hours=hours) if hours else person()
    hitlist, facts = hit_list(dana, retry=A_WEEK_APART), [tried("2026-11-18 10:00")]
    before = planned(hitlist, facts, at("2026-11-18 12:00"))
    again = planned(hitlist, facts, at("2026-11-26 07:00"), before.events)
    later = planned(hitlist, facts, at("2026-11-27 07:00"), calendar_after(before, again))
    for plan, now in ((again, at("2026-11-26 07:00")), (later, at("2026-11-27 07:00"))):
        dana_now = plan.statuses["dana"]
        assert dana_now.item is not None
        assert not dana_now.item.on_sheet
        assert reason in because(dana_now.reasons, now.date())
        links = [link for link in chain(dana_now, plan, hitlist, now) if isinstance(link, DayOver)]
        days = "1 day, from Thu 26 Nov" if plan is again else "2 days, from Sat 28 Nov"
        assert [link.text(now.date()) for link in links] == [f"so again after {days} on"]


@pytest.mark.parametrize("blocks", ["none", "weekly"])
@pytest.mark.parametrize("day", range(27, 31))
def test_a_birthday_comes_on_its_day_however_often_its_card_was_not_sent(blocks: str, day: int) -> None:
    """Reminders of a card that passed come less and less often; the call on the day itself comes all the same."""
    birthday = (Anniversary("birthday", 11, day, lead=Span(days=7)),)
    bob = person("Bob", every="6 weeks", at_most="8 weeks", dates=birthday)
    spoken = tried("2026-11-18 10:00", Outcome.REACHED, contact="bob")
    weeks = PassingWeeks(hit_list(bob, blocks=BLOCKS[blocks]), [spoken])
    for now in weeks.go(12):
        plan = weeks.plan(now)
        assert {event.uid: event for event in plan.events}.items() <= weeks.written.items(), now
    cards = [event for event in weeks.written.values() if any("date/" in one for one in event.people)]
    days = {day_of(event.start, DENVER) for event in cards}
    assert (date(2026, 11, day) in days) is (date(2026, 11, day).weekday() < 5)
