"""Weeks in which nobody acts: the promises, the cards and the call of one person are one visit, or on different days.

Passes at 7, 12 and 20 o'clock, over a table of blocks and of what was promised.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from datetime import date, time, timedelta

import pytest

from followupd.core.values.event import Event
from followupd.core.values.facts import Fact, Outcome, Promised, Settled
from followupd.core.values.hitlist import Anniversary, BlockRule, Hitlist
from followupd.core.values.time import Span
from followupd.core.values.uid import Kind, Uid
from tests.kit.passing_weeks import AHEAD, BLOCKS, FIRST, MORNINGS, TUESDAY, PassingWeeks
from tests.kit.people import DENVER, at, hit_list, local, person, planned, tried

# The most days between two calls: she is on each sheet; without any she comes again after a week, then every 11 days.
APART = {"weekly": 7, "two": 5, "daily": 3, "none": 13}
APART_BESIDE_A_CARD = {"weekly": 14, "two": 9, "daily": 5, "none": 21}
PROMISES: dict[str, Sequence[date | None]] = {
    "one": [date(2026, 11, 25)], "two": [date(2026, 11, 25), date(2026, 12, 2)],
    "two late": [date(2026, 11, 10), date(2026, 11, 12)], "undated": [None], "future": [date(2026, 12, 17)],
    "three": [None, date(2026, 11, 10), date(2026, 11, 24)], "with a card": [date(2026, 12, 1)],
}
# The last workday before the birthday goes to the card.
LAST_DAY_OF_A_CARD = {("daily", "with a card"): ["Thu 10 Dec 12:00: maya from Fri 11 Dec 10:00 to Mon 14 Dec 10:00"]}
CALLED = tried("2026-08-01 10:00", Outcome.REACHED, contact="maya")


def promises(days: Sequence[date | None]) -> list[Promised]:
    return [Promised("maya", at("2026-11-08"), f"do number {n}", by) for n, by in enumerate(days)]


def late_by_weeks(blocks: Sequence[BlockRule], *, card: bool = False) -> Hitlist:
    """Maya, who is late by weeks; a `card` for her birthday is due in the weeks looked at."""
    dates = (Anniversary("birthday", 12, 12, lead=Span(days=7)),) if card else ()
    return hit_list(person("Maya", every="6 weeks", at_most="8 weeks", dates=dates), blocks=blocks)


@pytest.mark.parametrize("promised", PROMISES)
@pytest.mark.parametrize("blocks", BLOCKS)
def test_weeks_in_which_nobody_acts(blocks: str, promised: str) -> None:
    """Nothing to come goes or moves, a second pass writes nothing, the call begins each week, one visit a day."""
    hitlist = late_by_weeks(BLOCKS[blocks], card=promised == "with a card")
    weeks = PassingWeeks(hitlist, [CALLED, *promises(PROMISES[promised])])
    for now in weeks.go(56):
        if now.astimezone(DENVER).hour == 12:
            assert {event.uid: event for event in weeks.plan(now).events}.items() <= weeks.written.items(), now
    assert weeks.gone == LAST_DAY_OF_A_CARD.get((blocks, promised), [])
    assert not weeks.crowded("maya")
    calls = [FIRST, *weeks.days_of("maya", now), now.date()]
    apart = APART_BESIDE_A_CARD if promised == "with a card" else APART
    assert max((later - earlier).days for earlier, later in itertools.pairwise(calls)) <= apart[blocks], calls


@pytest.mark.parametrize("by", [None, date(2026, 11, 10), date(2026, 11, 23), date(2026, 11, 25), date(2026, 12, 2)])
@pytest.mark.parametrize("blocks", ["weekly", "daily"])
def test_a_new_promise_moves_no_call(blocks: str, by: date | None) -> None:
    """On Sunday something is promised to somebody who is on the next sheet: she stays there."""
    weeks = PassingWeeks(late_by_weeks(BLOCKS[blocks]), [CALLED])
    for now in weeks.go(21):
        if now == at("2026-11-22 07:00"):
            weeks.facts.append(Promised("maya", now, "send the book", by))
    assert not weeks.gone
    assert not weeks.crowded("maya")


def test_a_full_sheet_leaves_its_day_to_the_call() -> None:
    """As many promises to others as a sheet holds: hers for that Tuesday has a reminder on Monday, she has her line."""
    others = [person(name, every="1 year", at_most="2 years") for name in ("Ada", "Bo", "Cy")]
    maya = late_by_weeks(()).contacts[0]
    facts: list[Fact] = [
        CALLED, *(tried("2026-11-01 10:00", Outcome.REACHED, contact=one.slug) for one in others),
        *(Promised(one.slug, at("2026-11-08"), "send the list", date(2026, 11, 24)) for one in others),
        Promised("maya", at("2026-11-08"), "send the book", date(2026, 11, 24)),
    ]
    short = BlockRule((1,), time(10), timedelta(minutes=24), AHEAD)
    weeks = PassingWeeks(hit_list(maya, *others, blocks=(short,)), facts)
    for now in weeks.go(3):
        hers = {ref: local(event.start) for ref, event in weeks.to_come(now).items() if "maya" in ref}
        if now == at("2026-11-21 12:00"):
            weeks.facts.append(tried("2026-11-21 13:00", Outcome.REACHED, contact="maya"))
        line = {"maya": "Tue 24 Nov 10:00"} if now <= at("2026-11-21 12:00") else {}
        assert hers == {**line, next(ref for ref in hers if "/" in ref): "Mon 23 Nov 09:00"}     # and there it stays


def test_what_is_for_one_person_takes_the_minutes_of_one_line() -> None:
    """A block for three: two promises to Maya are one visit, so both who are due are called in it."""
    ada = person("Ada", every="6 weeks", at_most="8 weeks")
    facts: list[Fact] = [
        CALLED, tried("2026-08-01 11:00", Outcome.REACHED, contact="ada"),
        *promises([date(2026, 11, 23), None]),
    ]
    plan = planned(hit_list(late_by_weeks(()).contacts[0], ada, blocks=(MORNINGS,)), facts, at("2026-11-20 12:00"))
    sheet = next(event for event in plan.events if event.people)
    assert [ref.partition("/")[0] for ref in sheet.people] == ["promise", "promise", "maya", "ada"]


def test_tasks_for_one_person_are_beside_each_other() -> None:
    """On a sheet the earliest comes first, and after it what else is for the same person."""
    facts: list[Fact] = [
        Promised("maya", at("2026-11-08"), "send the book", date(2026, 11, 24)),
        Promised("ada", at("2026-11-08"), "send the list", date(2026, 11, 25)),
        Promised("maya", at("2026-11-08"), "ask Bo", None),
    ]
    hitlist = hit_list(person("Maya"), person("Ada"), blocks=(TUESDAY,))
    plan = planned(hitlist, facts, at("2026-11-20 12:00"))
    ((_, tasks),) = plan.tasks.sheets.items()
    assert [task.what for task in tasks] == ["send the book", "ask Bo", "send the list"]


EVENINGS = BlockRule((0, 1, 2, 3, 4), time(17), timedelta(minutes=30), AHEAD)


@pytest.mark.parametrize(("asked", "expected"), [
    # A call of today has passed: what is promised without a day waits until tomorrow. But not for a call that she asked
    # for, beside which it was on today's sheet before.
    (False, "Fri 27 Nov 17:00"), (True, "Thu 26 Nov 17:00"),
])
def test_a_call_that_has_passed_today_is_an_item_of_today(expected: str, *, asked: bool) -> None:
    hitlist = late_by_weeks((EVENINGS,))
    kind = Kind.CALLBACK if asked else Kind.DUE
    start = at("2026-11-26 11:00")
    uid = str(Uid(kind, "maya-20261101-1", hitlist.name))
    passed = Event(uid, start, start + timedelta(minutes=15), "Call Maya", people=("maya",))
    weeks = PassingWeeks(hitlist, [CALLED, *promises([None])], {passed.uid: passed})
    (task,) = weeks.plan(at("2026-11-26 12:00")).tasks.items
    before, after = (weeks.plan(at(f"2026-11-26 {clock}")).tasks.items[task][1] for clock in ("12:00", "16:00"))
    assert local(before.interval.start) == local(after.interval.start) == expected


def test_a_promise_that_has_passed_today_is_an_item_of_today() -> None:
    """Made in the morning for the same day, of which the sheet is full: she is not on that sheet once it has passed."""
    short = BlockRule((1,), time(16), timedelta(minutes=16), AHEAD)
    ada = person("Ada", every="1 year", at_most="2 years")
    facts: list[Fact] = [
        CALLED, tried("2026-11-01 10:00", Outcome.REACHED, contact="ada"),
        Promised("ada", at("2026-11-08"), "send the list", date(2026, 11, 24)),
        Promised("maya", at("2026-11-24 06:30"), "send the book", date(2026, 11, 24)),
    ]
    weeks = PassingWeeks(hit_list(late_by_weeks(()).contacts[0], ada, blocks=(short,)), facts)
    for now in weeks.go(2, date(2026, 11, 24)):
        assert "Tue 24 Nov 16:00" not in {local(e.start) for ref, e in weeks.to_come(now).items() if "maya" in ref}
    assert not weeks.crowded("maya")


@pytest.mark.parametrize(("number", "days"), [
    (2, ["Thu 26 Nov", "Fri 27 Nov"]), (3, ["Wed 25 Nov", "Thu 26 Nov", "Fri 27 Nov"]),
])
@pytest.mark.parametrize("blocks", ["none", "weekly"])
def test_promises_for_one_day_have_reminders_on_days_before_it(blocks: str, number: int, days: list[str]) -> None:
    """At once without a block, and after the sheet on which nothing was done with one."""
    facts: list[Fact] = [tried("2026-11-18 10:00", Outcome.REACHED, contact="maya")]
    facts += promises([date(2026, 11, 27)] * number)
    weeks = PassingWeeks(late_by_weeks(BLOCKS[blocks]), facts)
    for now in weeks.go(6):
        if now == at("2026-11-24 12:00"):
            assert sorted(local(e.start)[:10] for ref, e in weeks.to_come(now).items() if "/" in ref) == sorted(days)
    assert not weeks.gone


def test_what_is_late_leaves_the_last_day_to_a_card() -> None:
    """The next meeting should have been booked in August; the last workday a week before the birthday is today. The
    call on the last workday before the birthday has only that day."""
    birthday = (Anniversary("birthday", 11, 28, lead=Span(days=7)),)
    maya = person("Maya", every="6 months", at_most="8 months", dates=birthday, book_ahead=Span(months=6))
    weeks = PassingWeeks(hit_list(maya, blocks=()), [CALLED])
    for now in weeks.go(14):
        if now == at("2026-11-20 07:00"):
            hers = {ref.partition("/")[0]: local(event.start) for ref, event in weeks.to_come(now).items()}
            assert hers == {"date": "Fri 20 Nov 09:00", "book": "Mon 23 Nov 09:00"}
    assert weeks.crowded("maya").keys() == {date(2026, 11, 27)}


def test_a_card_that_comes_again_is_not_beside_a_call_that_has_passed() -> None:
    """A sheet for three each morning, and five people with cards."""
    birthdays = {"Ann": (11, 30), "Bob": (12, 1), "Cid": (12, 4), "Dee": (12, 12), "Eli": (12, 20)}
    cards = {name: (Anniversary("birthday", *day, lead=Span(days=7)),) for name, day in birthdays.items()}
    people = [person(name, every="6 weeks", at_most="8 weeks", dates=dates) for name, dates in cards.items()]
    facts: list[Fact] = [tried("2026-08-01 10:00", Outcome.REACHED, contact=one.slug) for one in people]
    days = {"ann": date(2026, 11, 25), "cid": None, "dee": date(2026, 11, 10), "eli": date(2026, 11, 25)}
    facts += [Promised(key, at("2026-11-08"), "send the book", by) for key, by in days.items()]
    facts.append(Promised("eli", at("2026-11-08"), "ask Bo", date(2026, 12, 2)))
    weeks = PassingWeeks(hit_list(*people, blocks=(MORNINGS,)), facts)
    for now in weeks.go(21):
        assert {event.uid: event for event in weeks.plan(now).events}.items() <= weeks.written.items(), now
    assert {one.slug: weeks.crowded(one.slug) for one in people} == {one.slug: {} for one in people}


def test_a_reminder_of_a_promise_stays_when_a_sheet_has_room() -> None:
    """The sheet of Tuesday was full; then what was promised to Ada is done."""
    others = [person(name, every="1 year", at_most="2 years") for name in ("Ada", "Bo")]
    facts: list[Fact] = [
        *(tried("2026-11-01 10:00", Outcome.REACHED, contact=key) for key in ("maya", "ada", "bo")),
        *(Promised(one.slug, at("2026-11-08"), "send the list", date(2026, 11, 24)) for one in others),
        Promised("maya", at("2026-11-08"), "send the book", date(2026, 11, 25)),
    ]
    short = BlockRule((1,), time(10), timedelta(minutes=40), AHEAD)
    weeks = PassingWeeks(hit_list(late_by_weeks(()).contacts[0], *others, blocks=(short,)), facts)
    for now in weeks.go(4):
        hers = [local(event.start) for ref, event in weeks.to_come(now).items() if "/maya" in ref]
        assert hers == ["Wed 25 Nov 09:00"], now
        if now == at("2026-11-21 12:00"):
            weeks.facts.append(Settled("ada", now, "send the list", date(2026, 11, 24)))
    assert not [one for one in weeks.gone if "maya" in one]
