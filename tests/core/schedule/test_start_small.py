"""The people who start now and who wait, and what changes after a month that was managed or was not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

import pytest

from followupd.core.items.kinds import find_next_try
from followupd.core.people.identity import identify
from followupd.core.people.reach import reach
from followupd.core.plan import Plan, make_plan
from followupd.core.reasons import Pace
from followupd.core.schedule.start_small import Past
from followupd.core.schedule.status import State
from followupd.core.values.facts import Attempt, Fact, Moved, Outcome, Skipped
from followupd.core.values.hitlist import Contact, Hitlist, StartSmall, Status
from followupd.core.values.record import Facts
from followupd.core.values.uid import Kind, Uid
from followupd.core.values.user_time import Away, UserTime
from tests.kit.people import at, hit_list, person, planned, tried

NOW = at("2026-11-20 14:15")
STARTED = at("2026-11-20 09:00")
PEOPLE = [person(f"P{number:02}", every="1 week", at_most="2 weeks") for number in range(20)]


def small(first: int = 7, then: int = 3, contacts: Sequence[Contact] = PEOPLE) -> Hitlist:
    return hit_list(*contacts, start_small=StartSmall(first, then))


def plan_on(day: str, facts: Sequence[Fact], hitlist: Hitlist | None = None) -> Plan:
    return planned(hitlist or small(), facts, at(f"{day} 12:00"), since=STARTED)


def waiting(plan: Plan) -> list[str]:
    return [status.contact.name for status in plan.statuses.values() if status.state is State.WAITING]


def calls(many: int, day: str, outcome: Outcome = Outcome.NO_ANSWER, first: int = 0) -> list[Attempt]:
    """Return one try by phone for so many people, in list order."""
    return [tried(f"{day} 11:00", outcome, contact=f"p{number:02}") for number in range(first, first + many)]


@pytest.mark.parametrize(
    ("rule", "waits"), [((7, 3), 13), ((7, 0), 13), ((0, 3), 20), ((20, 3), 0), (None, 0)]
)
def test_the_first_month(rule: tuple[int, int] | None, waits: int) -> None:
    """So many people to begin with; `off` is everybody."""
    plan = plan_on("2026-11-20", [], replace(small(), start_small=StartSmall(*rule) if rule else None))
    assert len(waiting(plan)) == waits


@pytest.mark.parametrize(
    ("tries", "day", "people"),
    [
        ([7], "2026-12-19", 7),            # the month is not over
        ([7], "2026-12-20", 10),           # all were tried: three more
        ([5], "2026-12-20", 10),           # 5 of 7 is more than two thirds
        ([4], "2026-12-20", 7),            # 4 of 7 is less: nobody joins
        ([0], "2026-12-20", 7),            # never below `first`, which the user said
        ([7, 10], "2027-01-20", 13),
        ([7, 5], "2027-01-20", 10),        # half of ten: it stays
        ([7, 3], "2027-01-20", 7),         # 3 of 10 is less than a third: three fewer
        ([7, 10, 0], "2027-02-20", 10),    # and those who were tried are not sent back, see below
    ],
)
def test_a_managed_month_lets_more_people_in(tries: list[int], day: str, people: int) -> None:
    """It grows if two thirds of those who were due were tried, and shrinks if not even a third was."""
    days = ("2026-12-01", "2027-01-05", "2027-02-02")
    facts = [call for many, on in zip(tries, days, strict=False) for call in calls(many, on)]
    plan = plan_on(day, facts)
    assert plan.pace is not None
    assert plan.pace.people == people
    assert len(waiting(plan)) == 20 - max([people, *tries])


def test_a_month_in_which_nobody_was_due_was_managed() -> None:
    """Seven of twenty start, the others were reached just before: the number grows while nobody is due."""
    contacts = [person(f"P{number:02}", every="1 year", at_most="14 months") for number in range(20)]
    known = calls(13, "2026-11-18", Outcome.REACHED, first=7)
    facts = [*known, *calls(7, "2026-12-01", Outcome.REACHED)]
    assert plan_on("2026-12-20", facts, small(contacts=contacts)).pace == Pace(10, 7, 7, 7)
    later = plan_on("2027-01-20", facts, small(contacts=contacts))
    assert later.pace == Pace(13, 10, 0, 0)
    assert later.pace.last_month == "nobody was due last month, so this month is for 13 people"
    assert waiting(later) == []


def test_people_who_came_due_in_the_last_days_count_for_the_next_month() -> None:
    """Listed or due less than a week before the month's end: no weekly block was theirs yet."""
    contacts = [person("Early", every="1 month"), person("Late", every="1 month"), person("Waits")]
    hitlist = small(1, 1, contacts)
    reached = [tried("2026-11-22 11:00", Outcome.REACHED, contact="early")]
    assert plan_on("2027-01-20", reached, hitlist).pace == Pace(1, 2, 2, 0)
    assert plan_on("2026-12-20", [], hitlist).pace == Pace(1, 1, 1, 0)
    due_late = [tried("2026-12-15 11:00", Outcome.REACHED, contact="early")]   # due 15 January, five days before
    assert plan_on("2027-01-20", due_late, hitlist).pace == Pace(1, 2, 1, 0)


def test_people_reached_before_the_start_are_not_under_way() -> None:
    """Eight had been reached days before followupd began, and seven others start: the eight are not expected to be
    tried."""
    known = calls(8, "2026-11-18", Outcome.REACHED)
    assert plan_on("2026-12-20", [*known, *calls(7, "2026-12-01", first=8)]).pace == Pace(10, 7, 7, 7)


def test_a_skipped_try_is_neither_kept_nor_failed() -> None:
    """Deleting a reminder was the user's decision, so its person does not count."""
    uid = str(Uid(Kind.DUE, "p00-20261120", "hitlist"))
    skip = Skipped("p00", at("2026-11-25 09:00"), uid, at("2026-11-27 10:00"))
    assert plan_on("2026-12-20", [*calls(4, "2026-12-01", first=1), skip]).pace == Pace(10, 7, 6, 4)


def test_a_month_away_is_not_judged() -> None:
    """The user was away for most of the month, as the hit list says: the number stays."""
    hitlist = replace(small(), away=(Away(date(2026, 12, 22), date(2027, 1, 12), "Lisbon"),))
    plan = plan_on("2027-01-20", calls(7, "2026-12-01"), hitlist)
    assert plan.pace == Pace(10, 10, away=True)
    assert plan.pace.last_month == "you were away for most of last month, so it stays at 10 people for now"
    short = replace(small(), away=(Away(date(2026, 12, 22), date(2026, 12, 31)),))
    assert plan_on("2027-01-20", calls(7, "2026-12-01"), short).pace == Pace(7, 10, 10, 0)


def test_public_holidays_are_time_away_too() -> None:
    """Ten workdays away and two holidays are most of that month's 22 workdays; the ten alone are not, and a holiday
    on a Sunday does not count."""
    hitlist = replace(small(), away=(Away(date(2026, 12, 24), date(2027, 1, 6), "Lisbon"),))
    people = identify(hitlist.contacts, (), STARTED)
    facts: tuple[Fact, ...] = (*people.listed, *calls(7, "2026-12-01"))
    holidays = {date(2026, 12, 20): "Sunday", date(2027, 1, 18): "King Day", date(2026, 12, 23): "Eve"}

    def pace(off: dict[date, str]) -> Pace | None:
        return make_plan(hitlist, people, facts, {}, at("2027-01-20 12:00"), UserTime(off=off)).pace

    assert pace({}) == Pace(7, 10, 10, 0)
    assert pace(dict(list(holidays.items())[:2])) == Pace(7, 10, 10, 0)     # half of the days is not most of them
    assert pace(holidays) == Pace(10, 10, away=True)


@pytest.mark.parametrize(
    ("until", "waits"),
    [
        (date(2026, 12, 10), ["P02", "P03"]),           # back in this month: the place is theirs
        (date(2026, 12, 20), ["P03"]),                  # on the day on which others may join
        (date(2030, 1, 1), ["P03"]),
        (None, ["P02", "P03"]),
    ],
)
def test_a_long_pause_takes_no_place(until: date | None, waits: list[str]) -> None:
    """A list for two: the first is paused, so the next two start; the paused one waits for their own day."""
    paused = replace(PEOPLE[0], pause_until=until)
    hitlist = small(2, 1, [paused, *PEOPLE[1:4]])
    plan = plan_on("2026-11-20", [], hitlist)
    assert waiting(plan) == waits
    assert plan.statuses["p00"].state is (State.PAUSED if until else State.OPEN)
    judged = plan_on("2026-12-20", calls(2, "2026-12-01", first=1), hitlist).pace
    assert judged is not None
    assert (judged.came, judged.tried) == ((2, 2) if until and until >= date(2026, 12, 20) else (3, 2))


def test_a_rest_is_respected() -> None:
    """People who rest after the last try are not expected to be tried and do not count."""
    contacts = [person("Rests", every="1 year", at_most="14 months"), person("Waits")]
    hitlist = replace(small(1, 1, contacts), retry=replace(small().retry, ladder=small().retry.ladder[:1]))
    facts = [tried("2026-12-01 11:00", contact="rests"), tried("2026-12-10 15:00", contact="rests")]
    assert plan_on("2027-01-20", facts, hitlist).pace == Pace(1, 2, 1, 0)     # the other one alone was expected
    assert plan_on("2027-01-20", [*facts, tried("2027-01-02 10:00", contact="waits")], hitlist).pace is None


def test_nobody_under_way_is_sent_back() -> None:
    """P8 and P6: people who were tried, or moved by the user on the calendar, stay when the number shrinks."""
    facts: list[Fact] = [*calls(7, "2026-12-01"), *calls(1, "2026-12-22", first=8)]
    plan = plan_on("2027-01-20", facts)
    assert plan.pace == Pace(7, 10, 10, 1)
    assert waiting(plan) == ["P07", *(f"P{number:02}" for number in range(9, 20))]
    start = at("2027-01-22 14:00")
    moved = Moved("p09", at("2027-01-02 12:00"), str(Uid(Kind.DUE, "p09-20261120", "hitlist")), start, start)
    assert "P09" not in waiting(plan_on("2027-01-20", [*facts, moved]))


def test_who_is_under_way_counts_also_beyond_the_number() -> None:
    """After the number shrank, those who stay are expected to be tried like the others."""
    facts = [*calls(7, "2026-12-01"), *calls(3, "2026-12-22", first=7)]
    assert plan_on("2027-01-20", facts).pace == Pace(7, 10, 10, 3)
    assert plan_on("2027-02-20", facts).pace == Pace(7, 7, 10, 0)


def test_nothing_logged_now_changes_this_month() -> None:
    """The months that are over decide: a call today lets nobody in before the month is over."""
    facts = calls(7, "2026-12-01")
    before = plan_on("2027-01-10", facts)
    after = plan_on("2027-01-10", [*facts, *calls(7, "2027-01-10")])
    assert (before.pace, waiting(before)) == (after.pace, waiting(after))


def test_who_starts() -> None:
    """Liked people first, then the longest overdue, then list order; people whose tries are under way have started,
    and count."""
    contacts: list[Contact] = [person(n) for n in ("Ann", "Bob", "Cy", "Dee", "Eli", "Fay", "Gus")]
    contacts[4] = replace(contacts[4], like=True)
    facts = [
        tried("2026-05-01 11:00", Outcome.REACHED, contact="cy"),
        tried("2026-04-01 11:00", Outcome.REACHED, contact="bob"), tried("2026-11-19 10:00", contact="fay"),
        tried("2026-11-19 10:00", Outcome.REACHED, contact="gus"),
    ]
    plan = planned(small(3, 1, contacts), facts, NOW, since=STARTED)
    assert waiting(plan) == ["Ann", "Cy", "Dee"]
    assert told(plan, date(2026, 11, 20)) == {
        "Cy": "waits while you start small (number 1 in the queue, until about Sun 20 Dec)",
        "Ann": "waits while you start small (number 2 in the queue, until about Wed 20 Jan)",
        "Dee": "waits while you start small (number 3 in the queue, until about Sat 20 Feb)",
    }
    assert plan.statuses["gus"].state is State.SCHEDULED       # spoken with yesterday: not due, so takes no place
    assert all(not set(e.people) & {"ann", "cy", "dee", "gus"} for e in plan.events)


def test_who_is_not_due_takes_no_place() -> None:
    """Eight people were spoken with lately, five are neglected: the first sheet holds the five, and nobody waits."""
    recent = [person(f"R{number:02}") for number in range(8)]
    neglected = [person(f"N{number:02}") for number in range(5)]
    facts = [
        *(tried("2026-11-16 11:00", Outcome.REACHED, contact=one.slug) for one in recent),
        *(tried(f"2026-0{3 + number}-02 11:00", Outcome.REACHED, contact=f"n{number:02}") for number in range(4)),
    ]
    plan = planned(small(contacts=[*recent, *neglected]), facts, NOW, since=STARTED)
    assert [one.contact.name for one in plan.sheets["block-2026w48-1-hitlist@followupd"]] == [
        "N00", "N01", "N02", "N03", "N04",
    ]
    assert waiting(plan) == []
    assert {plan.statuses[one.slug].state for one in recent} == {State.SCHEDULED}


def test_who_was_reached_makes_room_in_the_next_month() -> None:
    """Seven quarterly friends were reached in the first month; the ten places of the second are for ten others."""
    contacts = [person(f"P{number:02}") for number in range(20)]
    facts = calls(7, "2026-12-01", Outcome.REACHED)
    assert waiting(plan_on("2026-12-19", facts, small(contacts=contacts))) == [f"P{n:02}" for n in range(7, 20)]
    assert waiting(plan_on("2026-12-20", facts, small(contacts=contacts))) == ["P17", "P18", "P19"]


def test_who_was_let_in_stays_in() -> None:
    """A weekly friend becomes more urgent than a yearly one month by month, but takes no place from them."""
    contacts = [person("Yearly", every="1 year", at_most="2 years"), person("Weekly", every="1 week")]
    hitlist = small(1, 0, contacts)
    for day in ("2026-11-20", "2026-12-19", "2026-12-20", "2027-03-20"):
        assert waiting(plan_on(day, [], hitlist)) == ["Weekly"]
    liked = replace(hitlist, contacts=(*contacts, person("Liked", like=True)))
    people = identify(liked.contacts, (), STARTED)
    listed = [fact if fact.contact != "liked" else replace(fact, at=at("2026-12-28")) for fact in people.listed]
    for day in ("2026-12-29 12:00", "2027-02-20 12:00"):
        known = identify(liked.contacts, listed, at(day))
        plan = make_plan(liked, known, listed, {}, at(day))
        assert waiting(plan) == ["Weekly", "Liked"]


def told(plan: Plan, near: date) -> dict[str, str]:
    queue = (s for s in plan.statuses.values() if s.state is State.WAITING)
    return {s.contact.name: s.reasons[-1].text(near) for s in queue}


@pytest.mark.parametrize(
    ("tries", "text"),
    [
        (6, "you tried 6 of the 7 people who were due last month, so this month is for 10 people"),
        (3, "you tried 3 of the 7 people who were due last month, so it stays at 7 people for now"),
    ],
)
def test_the_last_month_is_reported(tries: int, text: str) -> None:
    """People who wait have a reason with how many were tried and what follows, without blame."""
    place = "number 1 in the queue, until about Wed 20 Jan"
    found = told(plan_on("2026-12-20", calls(tries, "2026-12-01")), date(2026, 12, 20))
    assert next(iter(found.values())) == f"waits while you start small ({place}): {text}"
    one = "you did not try the one person who was due last month, so it is 7 people for now"
    assert Pace(7, 10, 1, 0).last_month == one


@pytest.mark.parametrize(("until", "state"), [
    (date(2026, 12, 10), State.WAITING), (date(2026, 12, 20), State.PAUSED), (date(2027, 3, 1), State.PAUSED),
])
def test_a_pause_that_outlasts_the_queue_is_what_they_wait_for(until: date, state: State) -> None:
    """Their place is free on 20 December: somebody who is paused until then, or longer, does not "wait until then"."""
    paused = replace(PEOPLE[9], pause_until=until)
    status = plan_on("2026-11-20", [], small(contacts=[*PEOPLE[:9], paused])).statuses["p09"]
    assert status.state is state


def test_years_of_history_cost_little() -> None:
    """With everybody under way, nothing has to be judged and nobody waits."""
    facts = [call for month in range(1, 10) for call in calls(20, f"2027-{month:02}-03")]
    plan = planned(small(), facts, datetime(2030, 1, 1, tzinfo=NOW.tzinfo), since=STARTED)
    assert (plan.pace, waiting(plan)) == (None, [])


P00, WEEK = PEOPLE[0], "2026-12-10"
ALWAYS = [tried("2026-11-21 11:00", Outcome.REACHED, contact="p00")]
THEN = [*ALWAYS, tried("2026-11-28 11:00", contact="p00"), tried("2026-12-05 11:00", contact="p00")]


@pytest.mark.parametrize(("contact", "facts"), [
    (P00, ALWAYS),
    (P00, THEN),
    (P00, [*THEN, tried("2026-12-12 11:00", Outcome.REACHED, contact="p00")]),       # what came after is not known
    (P00, [*ALWAYS, Skipped("p00", at("2026-12-02"), "due-p00-20261128-hitlist@followupd", at("2026-12-01"))]),
    (P00, [*ALWAYS, Skipped("p00", at("2026-12-12"), "due-p00-20261205-hitlist@followupd", at("2026-12-12"))]),
    (P00, [*THEN, Skipped("p00", at("2026-12-12"), "retry-p00-20261205-2-hitlist@followupd", at("2026-12-12"))]),
    (P00, [*ALWAYS, tried("2026-12-01 11:00", Outcome.WRONG_NUMBER, contact="p00")]),
    (P00, [*ALWAYS, tried("2026-12-12 11:00", Outcome.WRONG_NUMBER, contact="p00")]),
    (replace(P00, status=Status.PAUSED, pause_until=date(2027, 2, 1)), ALWAYS),
    (replace(P00, status=Status.PAUSED, pause_until=date(2027, 2, 1)), THEN),
])
def test_the_past_is_seen_as_it_was(contact: Contact, facts: list[Fact]) -> None:
    """What somebody needed next on a past day, computed from today's facts, is what was planned that day."""
    hitlist, then, now = hit_list(contact), at(WEEK), at("2027-01-05")
    before = planned(hitlist, [fact for fact in facts if fact.at < then], then, since=STARTED)
    today = planned(hitlist, facts, now, since=STARTED)
    next_try, stood = today.statuses["p00"].next_try, before.statuses["p00"].next_try
    assert next_try is not None
    assert stood is not None
    past = Past(hitlist, {"p00": reach(hitlist, contact, {})}, Facts(facts), find_next_try)
    assert past.day_of_next(next_try, then) == stood.anchor
