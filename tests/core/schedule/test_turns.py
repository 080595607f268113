"""More people are due than a sheet holds: they take turns, and something about each begins now and then (P8).

Passes at 7, 12 and 20 o'clock over eight weeks or more; a table of lists, blocks and how much the user does.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time, timedelta

import pytest

from followupd.core.schedule.status import State
from followupd.core.texts.chain import chain
from followupd.core.values.facts import Fact, Outcome, Promised
from followupd.core.values.hitlist import BlockRule, Contact
from followupd.core.values.uid import Kind
from tests.kit.passing_weeks import AHEAD, BLOCKS, FIRST, TUESDAY, PassingWeeks
from tests.kit.people import DENVER, at, hit_list, person, planned, tried

LETTERS = [
    "Abe", "Bea", "Cai", "Dan", "Eve", "Fay", "Gus", "Hal", "Ida", "Jan", "Kai", "Lea", "Mel",
    "Ned", "Ola", "Pam", "Que", "Rob", "Sal", "Tom", "Uma", "Val", "Wes", "Xia", "Yan", "Zed",
]
# The number of lines of a sheet that are done, from its first one on.
DONE = {"nobody": 0, "some": 2, "everybody": 100}


def late(names: Sequence[str]) -> tuple[list[Contact], list[Fact]]:
    """People who are late alike, and their last contact."""
    people = [person(name, every="6 weeks", at_most="8 weeks") for name in names]
    return people, [tried("2026-08-01 10:00", Outcome.REACHED, contact=one.slug) for one in people]


def with_promises() -> tuple[list[Contact], list[Fact]]:
    """Six people, four of them with promises: as many lines as a sheet has minutes for, and two people more."""
    people, facts = late(LETTERS[:6])
    days = {"abe": date(2026, 11, 25), "bea": date(2026, 11, 10), "cai": None, "dan": date(2026, 12, 2)}
    return people, [*facts, *(Promised(key, at("2026-11-08"), "send it", by) for key, by in days.items())]


def of_all_kinds() -> tuple[list[Contact], list[Fact]]:
    """26 people, late by nothing up to half a year."""
    people = [person(name, every=f"{3 + n % 9} weeks", at_most=f"{5 + n % 9} weeks") for n, name in enumerate(LETTERS)]
    days = [f"2026-{5 + n % 6:02}-{3 + n:02} 10:00" for n in range(len(people))]
    return people, [tried(day, Outcome.REACHED, contact=one.slug) for day, one in zip(days, people, strict=True)]


LISTS = {"promises": with_promises, "nine": lambda: late(LETTERS[:9]), "26": of_all_kinds}
# The most days that anybody who is due waits for the next event about them.
MOST = {
    ("promises", "weekly"): 18, ("promises", "two"): 11, ("promises", "daily"): 12,
    ("nine", "weekly"): 18, ("nine", "two"): 11, ("nine", "daily"): 12,
    ("26", "weekly"): 42, ("26", "two"): 21, ("26", "daily"): 21,
}


@pytest.mark.parametrize("done", DONE)
@pytest.mark.parametrize(("people", "blocks"), MOST)
def test_everybody_has_a_turn(people: str, blocks: str, done: str) -> None:
    """And a second pass at noon of a Tuesday, after the block, writes nothing."""
    contacts, facts = LISTS[people]()
    weeks = PassingWeeks(hit_list(*contacts, blocks=BLOCKS[blocks]), facts)
    waited = dict.fromkeys((one.slug for one in contacts), 0)
    for now in weeks.go(84 if MOST[people, blocks] > 21 else 56):
        if now.astimezone(DENVER).hour == 12:
            if now.weekday() == 1:
                assert {event.uid: event for event in weeks.plan(now).events}.items() <= weeks.written.items(), now
            assert weeks.latest is not None
            for key, status in weeks.latest.statuses.items():
                if status.state in (State.OPEN, State.IN_QUEUE) and status.next_try is not None:
                    days = [FIRST, status.next_try.anchor, *weeks.days_of(key, now)]
                    waited[key] = max(waited[key], (now.date() - max(days)).days)
        for event in weeks.written.values():
            if event.uid.startswith(Kind.BLOCK) and timedelta() <= now - event.end < timedelta(hours=8):
                lines = [ref for ref in event.people if "/" not in ref][:DONE[done]]
                weeks.facts += [
                    tried(f"{event.start.astimezone(DENVER):%Y-%m-%d %H:%M}", outcome, contact=key)
                    for key, outcome in zip(lines, [Outcome.NO_ANSWER, Outcome.REACHED] * len(lines), strict=False)
                ]
    assert max(waited.values()) <= MOST[people, blocks], waited


def sheets_when_nobody_acts(*people: Contact, minutes: int, weeks: int = 5) -> list[list[str]]:
    """Return who is on each sheet that begins, in order; the block is as long as this."""
    facts: list[Fact] = [tried("2026-08-01 10:00", Outcome.REACHED, contact=one.slug) for one in people]
    block = BlockRule((1,), time(10), timedelta(minutes=minutes), AHEAD)
    calendar = PassingWeeks(hit_list(*people, blocks=(block,)), facts)
    for _ in calendar.go(weeks * 7 - 2):
        pass
    begun = sorted((e for e in calendar.written.values() if e.start <= at("2026-12-23")), key=lambda e: e.start)
    return [list(event.people) for event in begun]


def test_the_most_urgent_keep_half_of_the_lines() -> None:
    """Five people for three lines, the most urgent first: after two sheets, two lines go round among them all."""
    people = [person(name, every=f"{4 + n} weeks", at_most="20 weeks") for n, name in enumerate(LETTERS[:5])]
    assert sheets_when_nobody_acts(*people, minutes=24) == [
        ["abe", "bea", "cai"], ["abe", "bea", "cai"], ["abe", "dan", "eve"], ["abe", "bea", "cai"],
        ["abe", "dan", "eve"],
    ]


def test_who_gives_way_is_named() -> None:
    """P12: Bea and Cai are more urgent than Dan and Eve, who have the lines of the third sheet."""
    people = [person(name, every=f"{4 + n} weeks", at_most="20 weeks") for n, name in enumerate(LETTERS[:5])]
    facts: list[Fact] = [tried("2026-08-01 10:00", Outcome.REACHED, contact=one.slug) for one in people]
    calendar = PassingWeeks(hit_list(*people, blocks=(BlockRule((1,), time(10), timedelta(minutes=24), AHEAD),)), facts)
    *_, now = calendar.go(13)
    plan = calendar.plan(now)
    told = {key: [link.text(now.date()) for link in chain(one, plan, calendar.hitlist, now)]
            for key, one in plan.statuses.items()}
    turn = "others, who waited for a line, have their turn on the sheet of Tue 8 Dec 10:00"
    assert [key for key, texts in told.items() if turn in texts] == ["bea", "cai"]
    assert told["bea"][-2:] == [turn, "on the sheet of Tue 15 Dec 10:00, number 1 of 2"]


def test_a_sheet_of_one_line_goes_round() -> None:
    people, _ = late(LETTERS[:3])
    assert sheets_when_nobody_acts(*people, minutes=8) == [["abe"], ["abe"], ["bea"], ["cai"], ["abe"]]


def test_two_who_can_only_be_called_in_the_same_minutes_take_turns() -> None:
    """Though the sheet has room for seven."""
    people = [person(name, every="6 weeks", at_most="8 weeks", hours="Tue 10:00-10:10") for name in LETTERS[:2]]
    people.append(person("Cai", every="8 weeks", at_most="9 weeks"))
    assert sheets_when_nobody_acts(*people, minutes=60) == [
        ["abe", "cai"], ["abe", "cai"], ["bea", "cai"], ["abe", "cai"], ["bea", "cai"],
    ]


def test_whoever_was_tried_since_had_no_line_in_vain() -> None:
    """Abe is reached on the second sheet and due again a week later, when all others are more urgent."""
    people, facts = late(LETTERS[1:9])
    facts.append(tried("2026-08-01 10:00", Outcome.REACHED, contact="abe"))
    hitlist = hit_list(person("Abe", every="1 week", at_most="2 weeks"), *people, blocks=(TUESDAY,))
    weeks = PassingWeeks(hitlist, facts)
    for now in weeks.go(19):
        if now == at("2026-12-01 12:00"):
            facts.append(tried("2026-12-01 10:05", Outcome.REACHED, contact="abe"))
    first, second, third = (e.people for e in sorted(weeks.written.values(), key=lambda e: e.start)[:3])
    assert first == second == ("abe", "bea", "cai", "dan", "eve", "fay", "gus")
    assert third == ("bea", "cai", "dan", "eve", "hal", "ida", "abe")


def test_one_missed_block_brings_the_same_people_again() -> None:
    people, facts = late(LETTERS[:9])
    plan = planned(hit_list(*people, blocks=(TUESDAY,)), facts, at("2026-11-20 12:00"))
    after = planned(hit_list(*people, blocks=(TUESDAY,)), facts, at("2026-11-24 12:00"), plan.events)
    first, second = (next(e.people for e in one.events if e.people) for one in (plan, after))
    assert first == second == ("abe", "bea", "cai", "dan", "eve", "fay", "gus")


@pytest.mark.parametrize(("number", "second_sheet"), [
    (3, ["abe", "bea", "cai"]),                                                # nobody else is due
    (9, ["hal", "ida", "abe", "bea", "cai", "dan", "eve"]),
])
def test_two_blocks_on_one_day_name_others_first(number: int, second_sheet: list[str]) -> None:
    """Whose line passed in the morning is named in the afternoon after everybody else."""
    people, facts = late(LETTERS[:number])
    weeks = PassingWeeks(hit_list(*people, blocks=(TUESDAY, BlockRule((1,), time(16), ahead=AHEAD))), facts)
    for _ in weeks.go(5):
        pass
    sheets = sorted((e for e in weeks.written.values() if e.start <= at("2026-11-24 20:00")), key=lambda e: e.start)
    assert [list(event.people) for event in sheets] == [[one.slug for one in people][:7], second_sheet]
