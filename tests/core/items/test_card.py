"""Cards in time, and the days that are worth mentioning."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta
from typing import Any

import pytest

from followupd.core.people.personal import fresh_reasons
from followupd.core.people.remembering import date_text, next_day, on_year
from followupd.core.plan import Plan
from followupd.core.reasons import because
from followupd.core.schedule.status import State
from followupd.core.values.event import Event
from followupd.core.values.facts import DayTime, Fact, Outcome, Skipped
from followupd.core.values.hitlist import Anniversary, BlockRule, Feast, Status
from followupd.core.values.time import Span
from followupd.core.values.user_time import UserTime
from tests.kit.people import at, calendar_after, hit_list, local, person, planned, tried

WEEK = Span(days=7)
BIRTHDAY = Anniversary("birthday", 12, 18, 1976, WEEK)        # a Friday in 2026: the card is posted by the 11th
RECENT = tried("2026-11-10 11:00", Outcome.REACHED)
TUESDAYS = (BlockRule((1,), time(10)),)


def plan_of(now: str, *facts: Fact, existing: tuple[Event, ...] = (), blocks: Any = TUESDAYS, **values: Any) -> Plan:
    values.setdefault("dates", (BIRTHDAY,))
    return planned(hit_list(person(**values), blocks=blocks), [RECENT, *facts], at(now), existing)


def places(plan: Plan) -> list[tuple[str, bool]]:
    return [(local(item.interval.start), item.on_sheet) for _, item in plan.tasks.items.values()]


@pytest.mark.parametrize(("now", "where"), [
    ("2026-11-23 12:00", []),                                   # the last sheet in time is not among the next two
    ("2026-12-01 12:00", [("Tue 08 Dec 10:00", True)]),         # the last one before it has to be posted
    ("2026-12-08 11:00", [("Fri 11 Dec 09:00", False)]),        # that sheet has passed: a reminder on the day itself
    ("2026-12-12 12:00", [("Tue 15 Dec 10:00", True)]),         # late, and better than never
    ("2026-12-19 12:00", []),                                   # over
])
def test_a_card_is_on_a_sheet_in_time_to_be_posted(now: str, where: list[tuple[str, bool]]) -> None:
    assert places(plan_of(now)) == where


def test_without_a_block_it_is_a_reminder_and_nobody_is_called_for_it() -> None:
    """In the user's own hours, whatever the contact's are: a card is one-way. It says why and how to answer."""
    plan = plan_of("2026-12-01 12:00", blocks=(), hours="20:00-21:00")
    (event,) = (e for e in plan.events if e.uid.startswith("date-"))
    assert local(event.start) == "Fri 11 Dec 09:00"
    assert event.summary == "Card for Dana: birthday on 18 Dec (turns 50)"
    assert "\nBirthday on 18 December: post it by 11 December and it arrives in time.\n" in event.description
    assert "put a word into the title: sent" in event.description


def test_a_card_ignores_min_gap_and_resets_nothing_until_it_is_sent() -> None:
    """P7: the card is on the sheet although they were tried yesterday. P1: the cadence counts from it once it is
    sent."""
    tries = tried("2026-12-07 11:00", Outcome.NO_ANSWER)
    plan = plan_of("2026-12-07 12:00", tries)
    assert places(plan) == [("Tue 08 Dec 10:00", True)]
    assert len(plan.statuses["dana"].timeline.series) == 1
    sent = tried("2026-12-08 10:05", Outcome.SENT, "note", note="birthday card")
    after = plan_of("2026-12-08 12:00", tries, sent)
    assert places(after) == []
    assert after.statuses["dana"].state is State.SCHEDULED
    assert after.statuses["dana"].timeline.series == ()


@pytest.mark.parametrize(("note", "day", "closes"), [
    ("birthday card", "2026-11-28 10:00", True), ("", "2026-12-07 10:00", True),
    ("", "2026-11-28 10:00", False), ("thanks for the evening", "2026-12-07 10:00", False),
])
def test_which_note_was_the_card(note: str, day: str, closes: bool) -> None:
    """One that says so, or that says nothing and was sent about then; a thank-you note is not the card."""
    plan = plan_of("2026-12-07 12:00", tried(day, Outcome.SENT, "note", note=note))
    assert (places(plan) == []) is closes


@pytest.mark.parametrize(("outcome", "channel", "closes"), [
    (Outcome.SENT, "note", True), (Outcome.SENT, "email", False), (Outcome.BOUNCED, "note", False),
    (Outcome.REACHED, "phone", False), (Outcome.NO_ANSWER, "note", False),
])
def test_only_what_was_posted_is_the_card(outcome: Outcome, channel: str, closes: bool) -> None:
    """A mail about the birthday, or a card that came back, leaves the card to be posted."""
    told = tried("2026-12-07 10:00", outcome, channel, note="birthday card")
    assert (places(plan_of("2026-12-07 12:00", told)) == []) is closes


def test_a_deleted_card_is_not_asked_again_this_year() -> None:
    first = plan_of("2026-12-01 12:00", blocks=())
    (event,) = (e for e in first.events if e.uid.startswith("date-"))
    gone = Skipped("dana", at("2026-12-02"), event.uid, event.start)
    assert places(plan_of("2026-12-03 12:00", gone, blocks=())) == []
    assert plan_of("2026-12-03 12:00", gone, blocks=()).statuses["dana"].timeline.rest is None
    next_year = plan_of("2027-12-01 12:00", gone, blocks=())
    assert [local(item.interval.start) for _, item in next_year.tasks.items.values()] == ["Fri 10 Dec 09:00"]


def test_a_reminder_stays_in_its_place_and_moves_with_its_lead() -> None:
    first = plan_of("2026-12-01 12:00", blocks=())
    existing = calendar_after(first)
    assert plan_of("2026-12-02 12:00", blocks=(), existing=existing).events == first.events
    longer = (Anniversary("birthday", 12, 18, 1976, Span(days=9)),)
    moved = plan_of("2026-12-02 12:00", blocks=(), existing=existing, dates=longer)
    assert [local(e.start) for e in moved.events] == ["Wed 09 Dec 09:00"]


def test_no_card_for_a_day_without_a_lead_or_for_a_paused_person() -> None:
    assert places(plan_of("2026-12-07 12:00", dates=(Anniversary("project Lisbon", 12, 18, 2025),))) == []
    assert places(plan_of("2026-12-07 12:00", status=Status.PAUSED)) == []
    assert places(plan_of("2026-12-07 12:00", status=Status.STOP)) == []


def test_born_on_29_february() -> None:
    """On the 28th without a 29th, and on the 29th in a leap year; over the end of the year too."""
    leap = Anniversary("birthday", 2, 29, 1980, WEEK)
    assert [on_year(leap, year).isoformat() for year in (2027, 2028)] == ["2027-02-28", "2028-02-29"]
    assert next_day(leap, date(2026, 12, 31)) == date(2027, 2, 28)
    assert date_text(leap, date(2028, 2, 29)) == "birthday on 29 Feb (turns 48)"
    plan = plan_of("2027-02-10 12:00", dates=(leap,), blocks=())
    assert [local(e.start) for e in plan.events if e.uid.startswith("date-")] == ["Fri 19 Feb 09:00"]


def test_a_card_across_the_new_year() -> None:
    """Born on 3 January: the card is posted in December, and says how old they turn in January."""
    early = Anniversary("birthday", 1, 3, 1977, WEEK)
    plan = plan_of("2026-12-20 12:00", dates=(early,), blocks=())
    (event,) = (e for e in plan.events if e.uid.startswith("date-"))
    assert (local(event.start), event.summary) == (
        "Fri 25 Dec 09:00", "Card for Dana: birthday on 3 Jan (turns 50)",
    )


@pytest.mark.parametrize(("near", "reasons"), [
    (date(2026, 12, 7), ["birthday on 18 Dec (turns 50)"]),
    (date(2026, 12, 20), ["birthday on 18 Dec (turns 50)", "name day on 2 Jan"]),
    (date(2026, 11, 28), ["project Lisbon on 30 Nov (1 year)"]),
    (date(2026, 11, 30), ["project Lisbon today (1 year)"]),
    (date(2026, 11, 8), ["Diwali today"]),
    (date(2026, 11, 10), ["Diwali on 8 Nov"]),
    (date(2026, 10, 1), []),
    (date(2026, 12, 30), ["name day on 2 Jan"]),
    (date(2027, 1, 5), ["name day on 2 Jan"]),
])
def test_a_fresh_reason_to_call(near: date, reasons: list[str]) -> None:
    """What is near the event's own day, the nearest first; over the end of the year too."""
    dana = person(
        dates=(BIRTHDAY, Anniversary("project Lisbon", 11, 30, 2025), Anniversary("name day", 1, 2, None, WEEK)),
        keeps=(Feast("Diwali", (date(2026, 11, 8),)),),
    )
    assert fresh_reasons(dana, near) == reasons


@pytest.mark.parametrize(("now", "why"), [
    ("2026-12-01 12:00", "Birthday on 18 December: post it by 11 December and it arrives in time."),
    ("2026-12-17 18:00", "It is Dana's birthday today (turns 50): a call says it best."),
])
def test_a_card_says_once_what_it_is_for(now: str, why: str) -> None:
    """Another day that is near is still listed, even one of the same name."""
    others = (Anniversary("name day", 12, 20, None), Anniversary("birthday", 12, 24, 2014))
    plan = plan_of(now, blocks=(), dates=(BIRTHDAY, *others))
    text = next(e.description for e in plan.events if e.uid.startswith("date-dana-20261218-"))
    assert why in text
    assert "Just now: name day on 20 Dec; birthday on 24 Dec (turns 12)\n" in text
    assert "18 Dec (" not in text


@pytest.mark.parametrize(("now", "why"), [
    ("2026-12-16 18:00", "Our wedding, with Dana, is on 18 December (10 years). That day has no hour for you both"),
    ("2026-12-18 07:00", "It is our wedding, with Dana, today (10 years)"),
])
def test_a_day_of_the_users_too_is_not_said_to_be_theirs(now: str, why: str) -> None:
    ours = Anniversary("our wedding", 12, 18, 2016, WEEK)
    hours = "Thu 9:00-10:00" if "12-16" in now else "Fri 9:00-17:00"
    plan = planned(hit_list(person(dates=(ours,), hours=hours), blocks=()), [RECENT], at(now))
    assert any(why in event.description for event in plan.events), [event.description for event in plan.events]


@pytest.mark.parametrize(("note", "shown"), [
    ("try Thursday", False), ("back on Thursday", False), ("try Thursday, new baby", True), ("new baby", True),
])
def test_a_wish_for_a_day_that_is_over_is_no_topic(note: str, shown: bool) -> None:
    """Beside it the note may tell something; then it is shown as it was written."""
    asked = DayTime(date(2026, 11, 5))
    busy = replace(tried("2026-11-03 11:00", Outcome.BUSY, note=note), asked=asked)
    for facts in ([busy, RECENT], [replace(busy, outcome=Outcome.REACHED)]):
        plan = planned(hit_list(person(every="1 month"), blocks=()), facts, at("2026-12-12 12:00"))
        text = next(event.description for event in plan.events if "dana" in event.people)
        assert (note in text) is shown, text


def test_a_card_says_where_to_post_it_and_how_not_to_begin_a_call() -> None:
    """Its address is on the line of a sheet and on a reminder; an opener is for a talk."""
    dana = person(dates=(BIRTHDAY,), address="12 Elm Street, Denver", every="10 years")
    long_ago = tried("2024-03-01 11:00", Outcome.REACHED)
    for blocks in (TUESDAYS, ()):
        plan = planned(hit_list(dana, blocks=blocks), [long_ago], at("2026-12-01 12:00"))
        text = next(e.description for e in plan.events if "Card for" in e.summary + e.description)
        assert "Post: 12 Elm Street, Denver" in text
        assert "top of the list" not in text


def test_what_is_known_is_on_the_sheet() -> None:
    """The last talk, what is near, earlier talks newest first, interests and facts: in the block's own text."""
    talks = [
        tried("2026-05-01 11:00", Outcome.REACHED, note="new job at the museum"),
        tried("2026-03-01 11:00", Outcome.REACHED, note="two girls at school"),
    ]
    plan = planned(
        hit_list(person(interests=("sailing", "Bach"), facts=("two girls",), dates=(BIRTHDAY,), every="1 month")),
        [*talks, RECENT], at("2026-12-12 12:00"),
    )
    text = next(event.description for event in plan.events if "dana" in event.people)
    order = ["You last spoke on 10 November", "Just now: birthday on 18 Dec", "On 1 May: new job at the museum",
             "On 1 March", "Interests: sailing, Bach", "Facts: two girls"]
    assert [text.index(words) for words in order] == sorted(text.index(words) for words in order)


def test_a_fresh_reason_depends_on_the_events_own_day() -> None:
    """P3: as days go by, the text of an existing event stays as it was written."""
    first = plan_of("2026-12-01 12:00")
    later = plan_of("2026-12-05 12:00", existing=calendar_after(first))
    assert [e.description for e in later.events[:1]] == [e.description for e in first.events[1:2]] or (
        later.events[0] == first.events[0]
    )
    assert timedelta(0) <= later.events[0].start - first.events[0].start


@pytest.mark.parametrize(("values", "titles"), [
    ({}, ["Fri 04 Dec 09:30 Ring Dana: birthday on Sat 5 Dec"]),                       # no hour of the user's that day
    ({"zone": "Asia/Tokyo"}, ["Thu 03 Dec 17:00 Ring Dana: birthday on Sat 5 Dec"]),   # Friday 17:00 is their Saturday
    ({"hours": "Thu 9:00-10:00"}, ["Thu 03 Dec 09:00 Ring Dana: birthday on Sat 5 Dec"]),
    ({"hours": "Tue 9:00-10:00"}, []),                                                 # too long before it
    ({"zone": "Asia/Kolkata"}, []),                                                    # both are never awake together
    ({"via": ("email",), "phones": ()}, []),
])
def test_a_birthday_on_a_day_without_an_hour_for_both_has_its_call_shortly_before(
    values: dict[str, Any], titles: list[str]
) -> None:
    """Card, card, card, and on the last day that suits both a call: never in the contact's night (P7). Without such a
    day the last reminder is still for a card, which is then late."""
    hitlist = hit_list(person(dates=(Anniversary("birthday", 12, 5, 1976, WEEK),), **values), blocks=())
    there: dict[str, Event] = {}
    for day in range(21, 36):
        now = at("2026-11-01") + timedelta(days=day, hours=1)
        plan = planned(hitlist, [RECENT], now, tuple(there.values()))
        there = {event.uid: event for event in there.values() if event.start <= now}
        there |= {event.uid: event for event in plan.events if event.uid.startswith("date-")}
    found = sorted(there.values(), key=lambda event: event.start)
    calls = [event for event in found if event.channels == ("phone",)]
    assert [f"{local(event.start)} {event.summary}" for event in calls] == titles
    assert all("no hour for you both: call today" in event.description for event in calls)
    cards = [event.summary for event in found if event not in calls]
    assert cards[:3] == ["Card for Dana: birthday on 5 Dec (turns 50)"] * 3


@pytest.mark.parametrize(("first", "last", "where"), [
    (12, 31, ["Fri 11 Dec 09:00"]), (14, 18, ["Fri 11 Dec 09:00"]), (10, 31, ["Wed 09 Dec 09:00"]),
])
def test_whoever_is_away_on_the_birthday_still_posts_the_card_before(first: int, last: int, where: list[str]) -> None:
    away = UserTime(off={date(2026, 12, day): "away" for day in range(first, last + 1)})
    plan = planned(hit_list(person(dates=(BIRTHDAY,)), blocks=()), [RECENT], at("2026-12-01 12:00"), user_time=away)
    assert [place for place, _ in places(plan)] == where


def test_nobody_is_to_ring_a_person_without_a_phone() -> None:
    without: dict[str, Any] = {"via": ("note",), "phones": ()}
    for values, now, text in (
        ({}, "2026-12-14 07:00", "Birthday on 18 December: post the card today, and ring them then."),
        (without, "2026-12-14 07:00", "Birthday on 18 December: post the card today."),
        (without, "2026-12-18 07:00", "It is Dana's birthday today (turns 50): a late card is better than none."),
    ):
        plan = plan_of(now, blocks=(), **values)
        (event,) = (e for e in plan.events if e.uid.startswith("date-"))
        assert text in event.description
        assert "If you rang" not in event.description


def test_no_call_while_a_card_would_still_arrive_in_time() -> None:
    """Posted on Friday for Sunday, or without a lead: a card."""
    for lead in (Span(days=2), Span()):
        plan = plan_of("2026-12-03 12:00", blocks=(), dates=(Anniversary("birthday", 12, 6, 1976, lead),))
        (event,) = (e for e in plan.events if e.uid.startswith("date-"))
        assert (local(event.start), event.summary) == (
            "Fri 04 Dec 09:00", "Card for Dana: birthday on 6 Dec (turns 50)",
        )


@pytest.mark.parametrize(("note_due", "waits"), [
    ("2026-12-01", False),                     # long before the card: both
    ("2026-12-06", True), ("2026-12-10", True), ("2026-12-15", True),
])
def test_a_note_gives_way_to_a_card_that_is_due_about_then(note_due: str, *, waits: bool) -> None:
    """One letter instead of two on adjacent days; without the card the note comes after the day, and says why."""
    reached = at(f"{note_due} 11:00") - timedelta(days=84)
    facts = [tried(f"{reached:%Y-%m-%d} 11:00", Outcome.REACHED)]
    hitlist = hit_list(person(every="12 weeks", via=("note",), dates=(BIRTHDAY,)), blocks=TUESDAYS)
    now = max(at(f"{note_due} 07:00") - timedelta(days=6), at("2026-11-28 07:00"))
    plan = planned(hitlist, facts, now)
    status = plan.statuses["dana"]
    assert status.next_try is not None
    told = because(status.next_try.reasons, now.date())
    assert ("the card for birthday on Fri 18 Dec comes first" in told) is waits
    assert status.next_try.anchor == (date(2026, 12, 19) if waits else at(f"{note_due} 12:00").date())


def test_after_the_card_was_sent_a_note_waits_for_its_own_day() -> None:
    """The card was contact: a note is due a cadence later, also if that is before the day of the card."""
    facts = [tried("2026-12-05 11:00", Outcome.SENT, "note")]
    hitlist = hit_list(person(every="1 week", via=("note",), dates=(BIRTHDAY,)), blocks=TUESDAYS)
    status = planned(hitlist, facts, at("2026-12-06 07:00")).statuses["dana"]
    assert status.next_try is not None
    assert status.next_try.anchor == date(2026, 12, 12)
