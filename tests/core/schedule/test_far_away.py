"""People far away: which hours decide while the user is away or the clocks change, over several days and passes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from followupd.core.people.identity import identify
from followupd.core.people.reach import reach
from followupd.core.people.timeline import day_of
from followupd.core.plan import make_plan
from followupd.core.reasons import NextChannel, NoHourSuitsBoth
from followupd.core.values.event import Event
from followupd.core.values.facts import Attempt, DayTime, Fact, Outcome
from followupd.core.values.hitlist import Contact, Hitlist
from followupd.core.values.memo import Memo
from followupd.core.values.user_time import UserTime
from tests.kit.people import DENVER, at, calendar_after, hit_list, person, planned, tried
from tests.properties.worlds import EXAMPLES

NEW_YORK, SYDNEY = ZoneInfo("America/New_York"), "Australia/Sydney"


def sydney(name: str, *via: str) -> Contact:
    return person(name, zone=SYDNEY, via=via, emails=("a@example.com",))


def new_york(*people: Contact, hours: str = "Mon-Fri 9:00-17:30") -> Hitlist:
    return hit_list(*people, hours=hours, blocks=(), timezone=NEW_YORK)


def away(first: str, days: int) -> UserTime:
    return UserTime(off={date.fromisoformat(first) + timedelta(days=n): "away" for n in range(days)})


def test_the_last_common_hour_before_days_away_is_over_and_nobody_is_woken() -> None:
    """P7: until 14 March 17:00 of New York is 9:00 of Sydney, but all such hours were over, on days away, or on a
    Saturday there: three people were called at one minute, at 2:00 of their night and on a Saturday of the user's."""
    hitlist = new_york(sydney("Ralf", "phone"), sydney("Will", "text"), sydney("Kim", "video"))
    last = [tried("2026-10-10 17:10", Outcome.REACHED, contact=one.slug) for one in hitlist.contacts]
    off = away("2027-03-08", 5)
    calendar: tuple[Event, ...] = ()
    for now in ("2027-03-04 17:30", "2027-03-05 12:30", "2027-03-05 17:30", "2027-03-07 09:00", "2027-03-12 12:30"):
        plan = planned(hitlist, last, at(now), calendar, user_time=off)
        starts = [event.start.astimezone(NEW_YORK) for event in plan.events]
        assert len(set(starts)) == 3
        assert min(starts).date() == date(2027, 3, 15)
        assert all(18 <= start.hour < 20 and start.weekday() < 5 for start in starts), starts
        assert not calendar or plan.events == calendar, now
        calendar = calendar_after(plan)


def test_hours_that_are_too_short_for_it_give_an_hour_of_the_day() -> None:
    """P7: nobody's hours hold it, so by day for both, not at 10:00 of the user, which is 2:00 there."""
    hitlist = new_york(person(zone=SYDNEY, hours="9:00-9:10"))
    plan = planned(hitlist, [], at("2027-01-04 06:00"))
    (event,) = plan.events
    assert 8 <= event.start.astimezone(ZoneInfo(SYDNEY)).hour < 21
    assert 8 <= event.start.astimezone(NEW_YORK).hour < 21
    assert planned(hitlist, [], at("2027-01-04 07:00"), plan.events).events == plan.events


@settings(max_examples=EXAMPLES)
@given(
    st.sampled_from((("America/New_York", SYDNEY), ("Europe/Zurich", "America/Los_Angeles"), ("UTC", "Asia/Tokyo"))),
    st.sampled_from(("phone", "text")), st.sampled_from(("2027-03-01", "2027-03-14", "2027-10-01", "2027-10-25")),
    st.integers(0, 14 * 24), st.integers(0, 5), st.integers(0, 14),
)
def test_nobody_is_called_outside_their_hours(
    zones: tuple[str, str], way: str, first: str, hour: int, to: int, days: int
) -> None:
    """P7: whenever the user is away, and whenever the clocks change; not twice at one minute, and P3."""
    people = [person(f"P{n}", zone=zones[1], via=(way,)) for n in range(2)]
    hitlist = hit_list(*people, hours="Mon-Fri 9:00-17:30", blocks=(), timezone=ZoneInfo(zones[0]))
    now = at(first) + timedelta(hours=hour)
    today = day_of(now, hitlist.timezone)
    off = {today + timedelta(days=to + n): "away" for n in range(days)}
    plan = planned(hitlist, [], now, user_time=UserTime(off=off))
    hours = reach(hitlist, people[0], off)
    assert len({event.start for event in plan.events}) == 2
    for event in plan.events:
        assert hours.holds(event.interval, event.interval.length)
        assert day_of(event.start, hitlist.timezone) not in off
    again = planned(hitlist, [], now + timedelta(minutes=1), plan.events, user_time=UserTime(off=off))
    assert [e for e in plan.events if e.start > now + timedelta(minutes=1)] == list(again.events)


@pytest.mark.parametrize(("now", "expected"), [
    ("2027-02-01 06:00", "phone"),           # 17:00 is 9:00 of Sydney until 14 March, whenever they were due
    ("2027-03-14 06:00", "email"),
    ("2027-10-01 06:00", "email"),
    ("2027-11-08 06:00", "phone"),
])
@pytest.mark.parametrize("last", ["2026-02-07", "2026-07-07", "2026-10-10"])
def test_the_channel_is_one_for_the_days_to_come(now: str, expected: str, last: str) -> None:
    """It was that of the day on which they were due, half a year ago; a pass with a memo finds the same each day."""
    hitlist = new_york(sydney("Pavel", "phone", "email"))
    memo, people = Memo(), identify(hitlist.contacts, (), at(last))
    told: tuple[Fact, ...] = (*people.listed, tried(f"{last} 12:00", Outcome.REACHED, contact="pavel"))
    for moment in (at(now) - timedelta(days=20), at(now)):
        plan = make_plan(hitlist, people, told, {}, moment, memo=memo)
        assert plan.statuses == make_plan(hitlist, people, told, {}, moment).statuses
    found = plan.statuses["pavel"].next_try
    assert found is not None
    assert found.channel == expected


def test_when_the_last_hour_for_a_call_is_over_nothing_waits_for_midnight() -> None:
    """Until 11 March 17:00 is 9:00 of Sydney. In that evening a call was planned that became an email at midnight; a
    plan with a memo finds the same as one without."""
    hitlist = new_york(sydney("Pavel", "phone", "email"))
    memo, people = Memo(), identify(hitlist.contacts, (), at("2026-10-10"))
    told: tuple[Fact, ...] = (*people.listed, tried("2026-10-10 12:00", Outcome.REACHED, contact="pavel"))
    found, wakes = [], []
    for now in ("2027-03-11 12:00", "2027-03-11 15:20", "2027-03-11 21:30", "2027-03-11 22:30"):
        plan = make_plan(hitlist, people, told, {}, at(now), memo=memo)
        assert plan.events == make_plan(hitlist, people, told, {}, at(now)).events
        found.append([event.summary for event in plan.events])
        wakes.append(plan.wake)
    assert found == [["Call Pavel"], *[["Email Pavel"]] * 3]
    assert wakes[0] <= at("2027-03-11 15:00")          # 17:00 in New York: the daemon plans when that hour is over


@pytest.mark.parametrize(("via", "expected"), [
    (("email", "coffee", "phone"), "email"),        # no other one can be used, and mails go on
    (("email", "coffee", "note"), "note"),
    (("email", "phone", "social", "note"), "note"),
])
def test_switch_after_leads_to_a_channel_that_can_be_used(via: tuple[str, ...], expected: str) -> None:
    """It said "2 mails reached nobody, so by coffee this time" and "do not overlap, so by email" of one event."""
    hitlist = new_york(sydney("Sven", *via))
    facts = [tried(f"2027-05-{day} 12:00", Outcome.SENT, "email", "sven") for day in ("03", "10")]
    calendar: tuple[Event, ...] = ()
    for now in ("2027-05-11 12:00", "2027-05-17 06:00"):
        plan = planned(hitlist, facts, at(now), calendar)
        status = plan.statuses["sven"]
        assert status.next_try is not None
        assert status.next_try.channel == expected
        ways = {reason.channel for reason in status.reasons
                if isinstance(reason, NextChannel | NoHourSuitsBoth)}
        assert ways <= {expected}
        assert not calendar or plan.events == calendar
        calendar = calendar_after(plan)


def test_a_failed_call_before_their_morning_is_no_reason_to_call_at_night() -> None:
    """P7: 20:30 to 21:00 is 9:00 to 9:30 of Kolkata; at another time of day it is the user's night."""
    arjun = person("Arjun", via=("phone",), zone="Asia/Kolkata")
    hitlist = hit_list(arjun, hours="Mon-Fri 12:00-13:00, Mon-Fri 17:30-20:30, Sat-Sun 9:00-18:00", blocks=())
    seen, calendar = list[datetime](), tuple[Event, ...]()
    facts = [tried("2026-11-20 20:45", Outcome.NO_ANSWER, contact=arjun.slug)]
    for day in range(60):
        plan = planned(hitlist, facts, at("2026-11-21 07:00") + timedelta(days=day), calendar)
        calendar = tuple({event.uid: event for event in (*calendar, *plan.events)}.values())
        seen += [event.start.astimezone(DENVER) for event in plan.events]
    assert len(set(seen)) > 4
    assert all(8 <= one.hour < 21 for one in seen), seen


def test_a_day_that_was_asked_for_is_no_reason_to_call_at_night() -> None:
    """P7: if their hours are in both the user's night and the user's evening, it is in the evening."""
    arjun = person("Arjun", via=("phone",), zone="Asia/Kolkata")
    wish = replace(tried("2026-11-20 12:00", Outcome.NO_ANSWER, contact=arjun.slug), asked=DayTime(date(2026, 11, 25)))
    (event,) = planned(hit_list(arjun, hours="Mon-Fri 12:00-13:00", blocks=()), [wish], at("2026-11-21 07:00")).events
    assert event.start == at("2026-11-25 20:30")


def test_a_call_that_must_be_at_night_is_close_to_the_day() -> None:
    """In a Denver summer 9:00 to 18:00 of Kolkata are 21:30 to 6:30: never 5:00, whatever the tries before were."""
    arjun = person("Arjun", via=("phone",), zone="Asia/Kolkata")
    hitlist, facts = hit_list(arjun, hours="Mon-Fri 8:30-17:30", blocks=()), list[Attempt]()
    seen = list[str]()
    for _ in range(3):
        now = facts[-1].at + timedelta(minutes=20) if facts else at("2026-07-13 09:00")
        (event,) = planned(hitlist, facts, now).events
        facts.append(Attempt(arjun.slug, event.start, Outcome.NO_ANSWER, "phone"))
        seen.append(f"{event.start.astimezone(DENVER):%H:%M}")
    assert seen[0] == "21:30"
    assert all(one >= "21:30" or "06:00" <= one < "08:00" for one in seen), seen
    assert len(set(seen)) > 1
