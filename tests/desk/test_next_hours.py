"""`next` in a block: a user who blocks an evening hour means to call then, and a promise is something to do."""

from __future__ import annotations

import json
from datetime import date, time

import pytest

from followupd.core.people.identity import identify
from followupd.core.values.event import Written
from followupd.core.values.facts import Fact, Outcome
from followupd.core.values.hitlist import BlockRule, Promise
from followupd.core.values.user_time import ALL_FREE
from followupd.desk.asking import NextArguments
from followupd.desk.next import next_answer
from followupd.passes.outlook import outlook
from tests.kit.people import TUESDAY, at, hit_list, person, tried

EVENING = BlockRule((2,), time(18, 30))
STARTED = at("2026-11-20 09:00")


@pytest.mark.parametrize(
    ("rule", "hours", "when", "named"),
    [
        (EVENING, None, "2026-11-25 18:45", True),
        (EVENING, None, "2026-11-26 18:45", False),              # Thursday evening
        (TUESDAY, None, "2026-11-25 18:45", False),
        (EVENING, "9:00-17:00", "2026-11-25 18:45", False),
    ],
)
def test_next_in_the_block(rule: BlockRule, hours: str | None, when: str, named: bool) -> None:
    """A contact without hours may be called in it, from 8:00 to 21:00 of their clock."""
    contact = person(**({"hours": hours} if hours else {}))
    hitlist = hit_list(contact, blocks=(rule,))
    listed = identify(hitlist.contacts, (), STARTED).listed
    view = outlook(hitlist, listed, {}, at(when), ALL_FREE)
    assert ("Call Dana" in next_answer(view, NextArguments(None, None), as_json=False).text) is named


@pytest.mark.parametrize(("when", "said"), [
    ("2026-11-23 10:10", "Next: Tue 24 Nov 10:00, Promised to Dana: send the list."),
    ("2026-11-24 10:10", "On the sheet of the block that is going on: Promised to Dana: send the list."),
    ("2026-11-24 11:00", "Next: Wed 25 Nov 09:00, Promised to Dana: send the list."),
])
def test_a_promise_is_something_planned(when: str, said: str) -> None:
    """Before its block, in it, and after it."""
    contact = person(promises=(Promise("send the list", date(2026, 11, 25)),))
    hitlist = hit_list(contact, blocks=(BlockRule((1,), time(10)),))
    listed = identify(hitlist.contacts, (), STARTED).listed
    facts: tuple[Fact, ...] = (*listed, tried("2026-11-20 10:00", Outcome.REACHED))
    before = outlook(hitlist, facts, {}, at("2026-11-22 12:00"), ALL_FREE).plan.events
    written = {event.uid: Written(event.uid, event) for event in before}
    view = outlook(hitlist, facts, written, at(when), ALL_FREE)
    assert next_answer(view, NextArguments(None, None), as_json=False).text.endswith(said)
    form = json.loads(next_answer(view, NextArguments(None, None), as_json=True).text)["next"]
    assert (form["key"], form["text"]) == ("dana", said.removesuffix("."))
