"""The text of a sheet that holds nobody."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest

from followupd.core.texts.cards import UP_TO_DATE
from followupd.core.values.facts import Attempt, Outcome
from followupd.core.values.hitlist import Contact, RetryRule, StartSmall, Status
from tests.kit.people import at, hit_list, person, planned, tried

NOW = at("2026-11-20 14:15")
HEAD = "Nobody to call in this hour so far. Who is due:"
REACHED = tried("2026-08-14 11:00", Outcome.REACHED)          # due on 14 November


def first_sheet(
    people: Sequence[Contact], facts: Sequence[Attempt] = (), small: StartSmall | None = None, per_day: int = 3
) -> list[str]:
    """The lines of the next block."""
    hitlist = hit_list(*people, start_small=small, retry=RetryRule(per_day=per_day))
    events = planned(hitlist, facts, NOW, since=at("2026-11-20 09:00")).events
    return next(event for event in events if event.uid.startswith("block-")).description.splitlines()


@pytest.mark.parametrize(
    ("contact", "facts", "said"),
    [
        (person(), [tried("2026-11-18 11:00", Outcome.REACHED)], [UP_TO_DATE]),
        (person(status=Status.STOP), [REACHED], [UP_TO_DATE]),
        (person(status=Status.PAUSED), [REACHED], [UP_TO_DATE]),
        (person(status=Status.PAUSED, pause_until=date(2027, 2, 1)), [REACHED], [UP_TO_DATE]),
        (person(), [REACHED, tried("2026-11-20 10:10")], [HEAD, "Dana: with a reminder on Fri 27 Nov 14:00."]),
        (person(hours="12:00-14:00"), [REACHED], [HEAD, "Dana: with a reminder on Mon 23 Nov 13:00."]),
        (person(), [REACHED, tried("2026-11-19 11:00", Outcome.DECLINED)], [
            HEAD, "Dana: resting until Fri 19 Feb.",
        ]),
        (person(), [REACHED, tried("2026-11-19 11:00", Outcome.CALL_BACK, asked=("2026-12-03", "15:00"))], [
            HEAD, "Dana: with a reminder on Thu 3 Dec 15:00.",
        ]),
    ],
)
def test_who_is_due_and_why_they_are_not_here(contact: Contact, facts: list[Attempt], said: list[str]) -> None:
    """A sheet says that everyone is up to date only if nobody is due on its day."""
    assert first_sheet([contact], facts) == said


def test_who_waits_is_named() -> None:
    """Three names, the most urgent first, and the number of others."""
    waiting = [person(f"Q{number}") for number in range(6)]
    people = [replace(person("Ann", hours="14:00-17:00"), like=True), *waiting]
    facts = [tried("2026-02-01 11:00", Outcome.REACHED, contact="q3")]
    assert first_sheet(people, facts, small=StartSmall(1, 1)) == [
        HEAD, "Q3, Q0, Q1 and 3 more: waiting while you start small.", "Ann: with a reminder on Fri 20 Nov 14:30.",
    ]


def test_whom_no_block_holds_and_no_day_has_room_for() -> None:
    """One reminder a day, no block in their hours, and more people than days."""
    lines = first_sheet([person(f"P{number}", hours="14:00-17:00") for number in range(40)], per_day=1)
    assert lines[0] == HEAD
    assert lines[-1].endswith("more: cannot be reached at this hour.")


def test_a_second_sheet_names_the_first() -> None:
    """Everybody who is due is on the sheet before."""
    events = planned(hit_list(person("Ann"), person("Ben")), [], NOW).events
    second = [event for event in events if event.uid.startswith("block-")][1]
    assert second.description.splitlines() == [HEAD, "Ann and Ben: on the sheet of Tue 24 Nov."]
