"""The hours at which people pick up: when enough is known, and how a retry uses them."""

from __future__ import annotations

from datetime import date

import pytest

from followupd.core.people.identity import identify
from followupd.core.people.learning import ENOUGH_OF_CATEGORY, ENOUGH_TRIES, Learned
from followupd.core.plan import Plan
from followupd.core.reasons import LeansTo
from followupd.core.values.facts import Attempt, Outcome
from followupd.core.values.hitlist import Contact
from tests.kit.people import at, calendar_after, hit_list, local, person, planned, tried, understood

OK, NA, LM, BUSY = Outcome.REACHED, Outcome.NO_ANSWER, Outcome.LEFT_MESSAGE, Outcome.BUSY
NOW = at("2026-11-20 14:15")


def history(*told: tuple[str, Outcome], contact: str = "dana", channel: str | None = "phone") -> list[Attempt]:
    """Tries on separate days, the oldest first, each at its clock."""
    return [
        tried(f"2026-0{1 + number // 28}-{1 + number % 28:02} {clock}".strip(), outcome, channel, contact)
        for number, (clock, outcome) in enumerate(told)
    ]


def reasons(*contacts: Contact, facts: list[Attempt], who: str = "dana") -> dict[int, LeansTo]:
    hitlist = hit_list(*contacts)
    people = identify(hitlist.contacts, (), NOW)
    timelines = understood(hitlist, people, facts, NOW).timelines
    lean = Learned.of(people.by_key, timelines, hitlist.timezone).lean(who)
    return dict(lean.reasons) if lean else {}


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ([("16:30", OK)] * 4 + [("16:10", NA)] + [("10:00", NA)] * 5, {16: (4, 5)}),
        ([("16:30", OK)] * 4 + [("10:00", NA)], {}),                        # five tries are too few
        ([("16:30", OK)] * 4 + [("10:00", NA)] * 2, {16: (4, 4)}),          # six are enough
        ([("16:30", OK)] + [("10:00", NA)] * 9, {}),                        # a single answer never leans
        ([("16:30", OK)] * 2 + [("10:00", NA)] * 9, {16: (2, 2)}),
        ([("16:30", OK)] * 3 + [("10:00", OK)] * 3, {}),                    # always: no hour stands out
        ([("16:30", NA)] * 5 + [("10:00", LM)] * 5, {}),                    # never: neither
        ([("08:00", OK)] * 3 + [("12:30", OK)] * 3 + [("10:00", BUSY)] * 6, {8: (3, 3), 12: (3, 3)}),
        ([("", OK)] * 4 + [("10:00", NA)] * 6, {}),                         # only the day is known
    ],
)
def test_the_hours_that_stand_out(told: list[tuple[str, Outcome]], expected: dict[int, tuple[int, int]]) -> None:
    """From six tries by this person on, hours in which they answered clearly more often than in general."""
    found = reasons(person("Dana"), facts=history(*told))
    assert {hour: (reason.answered, reason.tries) for hour, reason in found.items()} == expected
    assert ENOUGH_TRIES == 6


@pytest.mark.parametrize("channel", ["email", "coffee", "note"])
def test_only_what_rings_teaches(channel: str) -> None:
    """A mail is read whenever, and a coffee was arranged: neither says when somebody picks up."""
    facts = history(*[("16:30", OK)] * 4, channel=channel) + history(*[("10:00", NA)] * 8)
    assert reasons(person("Dana"), facts=facts) == {}


def test_their_own_clock() -> None:
    """Their hours are by their clock: 16:30 in Denver is 18:30 in New York."""
    facts = history(*[("16:30", OK)] * 4, *[("10:00", NA)] * 6)
    found = reasons(person("Dana", zone="America/New_York"), facts=facts)
    assert found[18].text(date(2026, 11, 20)) == "leans to 18:00-20:00 their time, when they answered 4 of 4 tries"


def test_else_their_category() -> None:
    """With too few tries by this person, those of everybody in their category count, from thirty tries on."""
    others = [person(f"P{number}", category="friends") for number in range(4)]
    dana = person("Dana", category="friends")
    facts = [fact for other in others for fact in history(
        *[("17:00", OK)] * 4, *[("10:00", NA)] * 4, contact=other.slug
    )]
    assert len(facts) == ENOUGH_OF_CATEGORY + 2
    found = reasons(*others, dana, facts=facts)
    assert found[16].text(date(2026, 11, 20)) == "leans to 16:00-18:00, when people in friends answer most"
    assert reasons(*others[:3], dana, facts=facts) == {}                         # 24 tries
    assert reasons(*others, person("Dana", category="clients"), facts=facts) == {}
    assert reasons(*others, person("Dana"), facts=facts) == {}
    own = history(*[("12:30", OK)] * 4, *[("17:00", NA)] * 4)                    # their own habits count more
    assert set(reasons(*others, dana, facts=facts + own)) == {12}


def test_the_category_is_counted_by_each_persons_own_clock() -> None:
    """17:00 in Denver is the next morning in Tokyo: people there say nothing about afternoons in Denver."""
    tokyo = [person(f"P{number}", category="friends", zone="Asia/Tokyo") for number in range(4)]
    facts = [fact for other in tokyo for fact in history(
        *[("17:00", OK)] * 4, *[("10:00", NA)] * 4, contact=other.slug
    )]
    assert set(reasons(*tokyo, person("Dana", category="friends"), facts=facts)) == {8}


def test_a_habit_that_changed_is_forgotten_by_the_category() -> None:
    """The latest ten tries of each person count, because habits of years ago say nothing about today."""
    others = [person(f"P{number}", category="friends") for number in range(4)]
    facts = [fact for other in others for fact in history(
        *[("17:00", OK)] * 10, *[("12:30", OK)] * 5, *[("10:00", NA)] * 5, contact=other.slug
    )]
    assert set(reasons(*others, person("Dana", category="friends"), facts=facts)) == {12}


AFTERNOON = history(*[("10:00", NA)] * 6, *[("16:30", OK)] * 4)      # reached last: no row of tries is under way


def why(plan: Plan) -> list[str]:
    return [reason.text(date(2026, 11, 20)) for reason in plan.statuses["dana"].reasons]


def retry(facts: list[Attempt], hours: str = "", existing: Plan | None = None) -> tuple[str, Plan]:
    dana = person("Dana", hours=hours) if hours else person("Dana")
    events = calendar_after(existing) if existing else ()
    plan = planned(hit_list(dana), [*facts, tried("2026-11-19 10:00", NA)], NOW, events)
    item = plan.statuses["dana"].item
    assert item is not None
    return local(item.interval.start), plan


def test_a_retry_leans_to_the_hour() -> None:
    """Instead of any hour after the morning: four o'clock, and the reason says so."""
    assert retry([])[0] == "Thu 26 Nov 15:00"
    start, plan = retry(AFTERNOON)
    assert start == "Thu 26 Nov 16:30"
    assert why(plan)[1:] == [
        "at another time of day", "leans to 16:00-18:00, when they answered 4 of 4 tries",
    ]
    assert "They pick up most between 16:00 and 18:00." in plan.events[1].description


def test_never_outside_their_hours() -> None:
    """The contact's own hours win over what was learned."""
    start, plan = retry(AFTERNOON, hours="9:00-12:00, 13:00-15:00")
    assert start == "Thu 26 Nov 14:00"
    assert not any("leans" in text for text in why(plan))


def test_never_the_time_of_day_that_failed() -> None:
    """P7 wins: after a failed try in their best hours, the next one is at another time of day."""
    mornings = history(*[("15:00", NA)] * 6, *[("09:30", OK)] * 4)
    start, plan = retry(mornings)
    assert start == "Thu 26 Nov 15:00"
    assert not any("leans" in text for text in why(plan))


def test_an_existing_reminder_stays() -> None:
    """P3: a try by somebody else, or a habit that shows up later, moves no reminder; the reason is true now."""
    _, before = retry([])
    start, after = retry(AFTERNOON, existing=before)
    assert start == "Thu 26 Nov 15:00"
    assert not any("leans" in text for text in why(after))
    _, leaning = retry(AFTERNOON)
    again, same = retry(AFTERNOON, existing=leaning)
    assert again == "Thu 26 Nov 16:30"
    assert same.events == leaning.events
