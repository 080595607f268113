"""A note that gives way to a card: on which sheets it is not, why, and whose place in the first month stays theirs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest

from followupd.core.plan import Plan
from followupd.core.schedule.status import State
from followupd.core.values.facts import Fact, Outcome
from followupd.core.values.hitlist import Anniversary, Contact, StartSmall
from followupd.core.values.time import Span
from tests.kit.people import at, hit_list, person, planned, tried

STARTED = at("2026-11-20 09:00")
BIRTHDAY = Anniversary("birthday", 12, 26, None, Span(days=7))        # posted by 19 December
YAN = person("Yan", "8 weeks", "1 year", via=("note", "email"), dates=(BIRTHDAY,))
DOV, PAM = person("Dov", via=("social",)), person("Pam", via=("coffee",))
REACHED = tried("2026-07-10 11:00", Outcome.REACHED, contact="yan")
CARD = tried("2026-12-15 09:00", Outcome.SENT, "note", "yan", note="birthday card")


def plan_on(now: str, facts: Sequence[Fact], first: int | None, *people: Contact) -> Plan:
    small = StartSmall(first, 3) if first is not None else None
    return planned(hit_list(*people, start_small=small), facts, at(now), since=STARTED)


def test_room_on_a_sheet_brings_no_note_before_the_card() -> None:
    """It gives way until that day is over, also where a note that is not due yet would come a little early."""
    plan = plan_on("2026-12-14 12:00", [REACHED], None, YAN)
    assert not any(plan.sheets.values())
    status = plan.statuses["yan"]
    assert (status.state, status.next_try and status.next_try.anchor) == (State.SCHEDULED, date(2026, 12, 27))


@pytest.mark.parametrize(("now", "facts"), [
    ("2026-11-21 12:00", [REACHED]),
    ("2026-12-14 12:00", [REACHED]),                # her note gives way to the card
    ("2026-12-15 12:00", [REACHED, CARD]),
])
def test_a_card_gives_a_place_of_the_month_to_nobody_and_takes_it_from_nobody(now: str, facts: list[Fact]) -> None:
    """Yan has a place from the first day on, so nobody is shown on a sheet for as long as her note gives way."""
    plan = plan_on(now, facts, 2, YAN, DOV, PAM)
    assert [status.contact.name for status in plan.statuses.values() if status.state is State.WAITING] == ["Pam"]


def test_an_empty_sheet_says_that_the_card_comes_first() -> None:
    """She does not wait because the user starts small: she is not due in that month."""
    yan = replace(YAN, dates=(replace(BIRTHDAY, lead=Span(days=30)),))
    facts = [REACHED, *(tried("2026-12-10 11:00", Outcome.REACHED, contact=key) for key in ("dov", "pam"))]
    plan = plan_on("2026-12-16 12:00", facts, 1, yan, DOV, PAM)
    assert plan.statuses["yan"].state is State.SCHEDULED
    sheets = {event.uid: event.description for event in plan.events if event.uid.startswith("block-")}
    assert "\nYan: after the card for Sat 26 Dec." in sheets["block-2026w53-1-hitlist@followupd"]
