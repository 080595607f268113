"""The monthly action plan: its periods, its progress, and who serves it by which channel."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followupd.core.people.identity import identify
from followupd.core.phrases.quotas import parse_quota
from followupd.core.plan import Plan, make_plan
from followupd.core.reasons import PlannedWay
from followupd.core.schedule.action_plan import Progress, UserDays, match, periods, progress
from followupd.core.values.facts import Attempt, EvidenceRule, Noticed, Outcome
from followupd.core.values.hitlist import Contact, Hitlist, Per, Quota
from followupd.core.values.time import month_of
from followupd.core.values.user_time import UserTime
from tests.kit.people import at, hit_list, person, planned, tried

NOVEMBER = month_of(date(2026, 11, 20))       # 1 November is a Sunday; four Fridays, 21 days from Monday to Friday
THANKSGIVING = date(2026, 11, 26)
DAYS = UserDays(lambda day: day.weekday() < 5 and day != THANKSGIVING, lambda day: day == THANKSGIVING)
LONG_AGO = date(2020, 1, 1)


@pytest.mark.parametrize(
    ("text", "many", "first", "last"),
    [
        ("1 per workday", 20, "2026-11-02", "2026-11-30"),      # a holiday asks for nothing
        ("1 a day", 29, "2026-11-01", "2026-11-30"),
        ("1 every Friday", 4, "2026-11-06", "2026-11-27"),
        ("1 every Thursday", 3, "2026-11-05", "2026-11-19"),
        ("1 per week", 5, "2026-10-26", "2026-11-29"),          # a week belongs to the month in which it ends
        ("4 per month", 1, "2026-11-01", "2026-11-30"),
    ],
)
def test_the_days_of_a_quota(text: str, many: int, first: str, last: str) -> None:
    number, per, weekday = parse_quota(text)
    found = periods(Quota("phone", number, per, weekday), NOVEMBER, DAYS)
    assert (len(found), str(found[0].first), str(found[-1].last)) == (many, first, last)


def goes(text: str, tried_on: Sequence[str], today: str, began: date = LONG_AGO) -> tuple[int, int, int, int, int]:
    """Planned, kept, missed, carried and still to come."""
    number, per, weekday = parse_quota(text)
    days = [date.fromisoformat(day) for day in tried_on]
    found = progress(Quota("phone", number, per, weekday), days, date.fromisoformat(today), began, DAYS)
    return found.planned, found.kept, found.missed, found.carried, found.to_come


@pytest.mark.parametrize(
    ("text", "tried_on", "today", "expected"),
    [
        ("1 every Friday", [], "2026-11-05", (4, 0, 0, 1, 4)),                   # 30 October, until 6 November
        ("1 every Friday", ["2026-10-30"], "2026-11-05", (4, 0, 0, 0, 4)),
        ("1 every Friday", ["2026-10-30"], "2026-11-06", (4, 0, 0, 0, 4)),       # today is still to come
        ("1 every Friday", ["2026-10-30"], "2026-11-07", (4, 0, 0, 1, 3)),       # and a day later it is carried
        ("1 every Friday", ["2026-10-30"], "2026-11-13", (4, 0, 0, 1, 3)),
        ("1 every Friday", ["2026-10-30"], "2026-11-14", (4, 0, 1, 1, 2)),       # after a week it is let go
        ("1 every Friday", ["2026-10-30", "2026-11-10"], "2026-11-14", (4, 1, 0, 1, 2)),     # the 6th made up for
        ("1 every Friday", ["2026-10-30", "2026-11-13", "2026-11-13"], "2026-11-14", (4, 2, 0, 0, 2)),
        ("2 per month", ["2026-10-05", "2026-10-09"], "2026-11-20", (2, 0, 0, 0, 2)),
        ("2 per month", ["2026-11-05"], "2026-11-07", (2, 1, 0, 2, 1)),          # October's two are carried on
        ("2 per month", ["2026-11-05"] * 3 + ["2026-11-09"], "2026-11-20", (2, 2, 0, 0, 0)),
        ("2 per month", ["2026-10-05", "2026-10-09"] + ["2026-11-05"] * 9, "2026-11-20", (2, 2, 0, 0, 0)),
        ("1 per workday", ["2026-11-02", "2026-11-02", "2026-11-04"], "2026-11-05", (20, 2, 0, 3, 17)),
    ],
)
def test_how_it_goes(text: str, tried_on: list[str], today: str, expected: tuple[int, ...]) -> None:
    """Kept in time or made up for within a week, else missed; a try counts once, and never in advance."""
    assert goes(text, tried_on, today) == expected


def test_nothing_was_missed_before_the_list_began() -> None:
    """A list that began on the 16th asks for two Fridays and owes none."""
    assert goes("1 every Friday", [], "2026-11-17", date(2026, 11, 16)) == (2, 0, 0, 0, 2)


tries = st.lists(st.dates(date(2026, 9, 20), date(2026, 11, 30)), max_size=40)
quotas = st.builds(
    Quota, st.just("phone"), st.integers(1, 3), st.sampled_from([Per.WORKDAY, Per.DAY, Per.WEEK, Per.MONTH])
) | st.builds(Quota, st.just("phone"), st.integers(1, 3), st.just(Per.WEEKDAY), st.integers(0, 6))


@given(quotas, tries, st.integers(1, 30))
def test_every_planned_try_is_counted_once(quota: Quota, days: list[date], today: int) -> None:
    """Kept, missed, carried and to come add up (with last month's carried ones beside); never more kept than tried."""
    now = date(2026, 11, today)
    told = [day for day in days if day <= now]
    found = progress(quota, told, now, LONG_AGO, DAYS)
    own = found.kept + found.missed + found.to_come
    assert own <= found.planned <= own + found.carried
    assert found.kept <= len(told)
    more = progress(quota, [*told, now], now, LONG_AGO, DAYS)
    assert more.kept + more.to_come + more.carried + more.missed >= own
    assert (more.kept, -more.carried) >= (found.kept, -found.carried)


people = st.dictionaries(
    st.sampled_from("ABCDEFG"), st.lists(st.sampled_from(["p", "e", "c", "n"]), max_size=3, unique=True).map(tuple),
)
rooms = st.dictionaries(st.sampled_from(["p", "e", "c", "n"]), st.integers(0, 3))


@given(people, rooms)
def test_as_many_as_can_be_are_matched_and_the_more_urgent_first(
    ways: dict[str, tuple[str, ...]], room: dict[str, int]
) -> None:
    """Compared with every possible matching: the matched people are the best set, in order of urgency."""
    order = sorted(ways)
    found = match(order, ways, room)
    assert all(channel in ways[key] for key, channel in found.items())
    assert all(list(found.values()).count(channel) <= room.get(channel, 0) for channel in found.values())
    best = max(_matched_sets(order, ways, room), key=lambda keys: (len(keys), [key in keys for key in order]))
    assert set(found) == best
    assert match(order, ways, room) == found


def _matched_sets(
    order: Sequence[str], ways: Mapping[str, Sequence[str]], room: Mapping[str, int]
) -> list[frozenset[str]]:
    found = {frozenset[str]()}
    for chosen in itertools.product(*[[None, *ways[key]] for key in order]):
        taken = [channel for channel in chosen if channel is not None]
        if all(taken.count(channel) <= room.get(channel, 0) for channel in set(taken)):
            found.add(frozenset(key for key, channel in zip(order, chosen, strict=True) if channel is not None))
    return list(found)


def test_the_preferred_channel_goes_first() -> None:
    """If all fit, everybody gets their first channel; if somebody has only one, another moves on to their second."""
    assert match("AB", {"A": "pc", "B": "pc"}, {"p": 2, "c": 2}) == {"A": "p", "B": "p"}
    assert match("AB", {"A": "pc", "B": "p"}, {"p": 1, "c": 1}) == {"A": "c", "B": "p"}
    assert match("AB", {"A": "p", "B": "pe"}, {"p": 1}) == {"A": "p"}


NOW = at("2026-11-20 14:15")


def with_plan(*contacts: Contact, **quotas: str) -> Hitlist:
    made = tuple(Quota(channel, *parse_quota(text)) for channel, text in quotas.items())
    return hit_list(*contacts, action_plan=made)


def ways(plan: Plan) -> dict[str, str | None]:
    return {key: s.next_try.channel if s.next_try else None for key, s in plan.statuses.items()}


def noted(name: str, *via: str) -> Contact:
    return person(name, via=via or ("note", "email"), emails=("a@example.com",))


def test_the_fifth_note_is_a_mail() -> None:
    """Two notes a month: one to the person without another channel, one to the liked one; the others get a mail, with
    the reason."""
    hitlist = with_plan(
        noted("Ann"), noted("Bob"), replace(noted("Cy"), like=True), noted("Dee", "note"), note="2 per month",
        email="1 every Friday",
    )
    plan = planned(hitlist, [], NOW)
    assert ways(plan) == {"ann": "email", "bob": "email", "cy": "note", "dee": "note"}
    next_try = plan.statuses["ann"].next_try
    assert next_try is not None
    assert next_try.reasons[-1] == PlannedWay("email", "note", 2, True)
    assert next_try.reasons[-1].text(NOW.date()) == "by email this time: the 2 notes of the month's plan are taken"
    assert "By email this time" in plan.events[0].description


def test_one_coffee_serves_both() -> None:
    """A due person who likes coffee is invited although the plan asks for no calls; the next one is called."""
    both = ("phone", "coffee")
    hitlist = with_plan(person("Ann", via=both), person("Bob", via=both), person("Cy"), coffee="1 per month")
    plan = planned(hitlist, [], NOW)
    assert ways(plan) == {"ann": "coffee", "bob": "phone", "cy": "phone"}
    texts = {key: [reason.text(NOW.date()) for reason in s.reasons] for key, s in plan.statuses.items()}
    assert texts["ann"][1] == "by coffee this time: it is the one coffee of the month's plan"
    assert plan.action == (Progress(hitlist.action_plan[0], 1, 0, 0, 0, 1, ("ann",)),)
    tasted = planned(hitlist, [tried("2026-11-10 15:00", Outcome.REACHED, "coffee", "cy")], NOW)
    assert ways(tasted) == {"ann": "phone", "bob": "phone", "cy": "phone"}


def test_a_lunch_that_was_noticed_is_no_call() -> None:
    """Nobody knows by which channel it came about; a call that was noticed is one."""
    hitlist = with_plan(person("Ann"), phone="4 per month")
    lunch = Noticed("ann", at("2026-11-10 12:00"), Outcome.REACHED, None, EvidenceRule.MET, "0" * 32)
    call = replace(lunch, channel="phone", rule=EvidenceRule.SPOKE)
    assert [planned(hitlist, [fact], NOW).action[0].kept for fact in (lunch, call)] == [0, 1]


def test_who_prefers_to_be_written_to_is_not_called_for_the_plan() -> None:
    """The plan never makes anybody pushy: from a mail to a note, but never from a mail to a call."""
    writes, called = noted("Ann", "email", "phone", "note"), noted("Bob", "email", "phone")
    plan = planned(with_plan(writes, called, phone="1 per workday", note="1 per month"), [], NOW)
    assert ways(plan) == {"ann": "note", "bob": "email"}


def test_nobody_comes_earlier_and_nobody_waits() -> None:
    """Days, kinds and everybody who is not due stay as they are without a plan; a retry keeps its channel."""
    facts: list[Attempt] = [
        tried("2026-10-20 11:00", Outcome.REACHED, contact="ann"),      # due in January
        tried("2026-11-19 11:00", contact="bob"),                       # a retry by phone
    ]
    both = ("phone", "coffee")
    contacts = [person(name, via=both) for name in ("Ann", "Bob", "Cy")]
    bare = planned(hit_list(*contacts), facts, NOW)
    plan = planned(with_plan(*contacts, coffee="9 per month", note="4 per month"), facts, NOW)
    assert ways(plan) == {"ann": "phone", "bob": "phone", "cy": "coffee"}
    for key, status in plan.statuses.items():
        before = bare.statuses[key].next_try
        assert status.next_try is not None
        assert before is not None
        assert (status.next_try.anchor, status.next_try.kind) == (before.anchor, before.kind)


def test_what_is_under_way_has_its_place_already() -> None:
    """Two coffees: one was tried, and its retry takes the other; the next due person is called."""
    both = ("coffee", "phone")
    hitlist = with_plan(person("Ann", via=both), person("Bob", via=both), coffee="2 per month", phone="1 per workday")
    plan = planned(hitlist, [tried("2026-11-19 15:00", Outcome.NO_ANSWER, "coffee", "ann")], NOW)
    assert ways(plan) == {"ann": "coffee", "bob": "phone"}
    assert ways(planned(hitlist, [], NOW)) == {"ann": "coffee", "bob": "coffee"}


def test_a_channel_that_no_hour_suits_serves_nothing() -> None:
    """Their hours and the user's never meet: no coffee is planned with them."""
    hitlist = with_plan(person("Ann", via=("phone", "coffee"), hours="1:00-2:00"), coffee="2 per month")
    plan = planned(hitlist, [], NOW)
    assert (ways(plan), plan.action[0].matched) == ({"ann": "phone"}, ())


def test_a_day_off_is_not_a_workday() -> None:
    """Holidays and days away ask for nothing."""
    hitlist = with_plan(person("Ann"), phone="1 per workday")
    people = identify(hitlist.contacts, (), at("2026-08-01 09:00"))
    away = {date(2026, 11, day): "away" for day in range(1, 31) if day != 20}
    plan = make_plan(hitlist, people, people.listed, {}, NOW, UserTime(off=away))
    assert plan.action[0].planned == 1


def test_a_day_within_the_month_changes_no_channel() -> None:
    """The quota is for the whole month: on the 2nd and on the 30th the same people have the same channels."""
    hitlist = with_plan(*(noted(f"P{number}") for number in range(6)), note="3 per month", email="2 per week")
    early, late = (planned(hitlist, [], at(f"2026-11-{day} 08:00")) for day in ("02", "30"))
    assert ways(early) == ways(late)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("5", '"5" does not say how often. Write 5 per month, or 5 per workday.'),
        ("1 per weekday", "may mean each day from Monday to Friday. Write 1 per workday."),
        ("2 per year", "is not part of a month"),
        ("0 per month", "asks for 0, and a plan asks for 1 to 100"),
        ("101 per week", "asks for 101"),
        ("often", '"often" is not part of a plan. Write 1 per workday'),
        ("", "is not part of a plan"),
        ("1 every Fryday", "is not part of a plan"),
    ],
)
def test_what_is_not_a_quota(text: str, said: str) -> None:
    with pytest.raises(ValueError, match="Write") as problem:
        parse_quota(text)
    assert said in str(problem.value)


@given(st.text(max_size=30))
def test_any_text_is_a_quota_or_a_sentence(text: str) -> None:
    """Nothing but ValueError, with what to write instead."""
    try:
        number, _, _ = parse_quota(text)
        assert 1 <= number <= 100
    except ValueError as problem:
        assert "Write" in str(problem)   # noqa: PT017 - most texts are not quotas, and a few are
