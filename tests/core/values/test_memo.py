"""The memo drops a value when its parts change (tests/properties/test_memo.py has the rest)."""

from __future__ import annotations

import dataclasses
import importlib
import pkgutil
from dataclasses import replace
from zoneinfo import ZoneInfo

import followupd.core
from followupd.core.noticing.people_index import WatchedPeople
from followupd.core.people.identity import identify
from followupd.core.plan import Plan, make_plan
from followupd.core.values.facts import Fact, Moved, Outcome
from followupd.core.values.hitlist import Feast, Hitlist
from followupd.core.values.memo import Memo
from followupd.core.values.record import Facts
from followupd.core.values.time import Interval
from followupd.core.values.user_time import ALL_FREE, Busy, UserTime
from followupd.hitlist.feasts import with_feasts
from tests.kit.people import at, hit_list, local, person, tried

NOW = at("2026-11-20 14:15")
TRIED = tried("2026-11-20 10:10", note="back from Lisbon")


def twice(before: Hitlist, after: Hitlist, *facts: Fact, then: UserTime = ALL_FREE, now: UserTime = ALL_FREE) -> Plan:
    """Return the second of two plans that share a memo."""
    people, memo = identify(before.contacts, (), at("2026-08-01")), Memo()
    told = (*people.listed, *facts)
    make_plan(before, people, told, {}, NOW, then, memo)
    return make_plan(after, people, told, {}, NOW, now, memo)


def meeting(day: str) -> UserTime:
    return UserTime((Busy(Interval(at(f"{day} 13:00"), at(f"{day} 17:30")), "Board meeting"),))


def test_a_cancelled_meeting_frees_its_time() -> None:
    """A busy calendar replaces another with as many events: the retry goes to the time that is free now."""
    hitlist = hit_list(person(), blocks=())
    plan = twice(hitlist, hitlist, TRIED, then=meeting("2026-11-27"), now=meeting("2026-11-30"))
    assert [local(event.start) for event in plan.events] == ["Fri 27 Nov 14:00"]
    plan = twice(hitlist, hitlist, TRIED, then=meeting("2026-11-30"), now=meeting("2026-11-27"))
    assert [local(event.start) for event in plan.events] == ["Fri 27 Nov 12:00"]


def test_the_text_of_a_kept_reminder_uses_the_new_zone() -> None:
    """The user moves to Berlin: the reminder that they dragged stays at its instant, and its text names their days."""
    there, met = hit_list(person(), blocks=()), tried("2026-08-18 20:00", Outcome.REACHED)
    (event,) = twice(there, there, met, TRIED).events
    dragged = Moved("dana", NOW, event.uid, event.start, event.end)
    facts = (met, TRIED, dragged)
    berlin = replace(there, timezone=ZoneInfo("Europe/Berlin"))
    (before,), (after,) = twice(there, there, *facts).events, twice(there, berlin, *facts).events
    assert before.start == after.start
    assert "You last spoke on 18 August." in before.description
    assert "You last spoke on 19 August." in after.description


def test_a_feast_that_somebody_keeps_makes_no_text_be_written_again() -> None:
    """Each pass looks up the feasts and so has an equal but new hit list: no text is computed again."""
    memo, hitlist = Memo(), hit_list(person("Dana", keeps=(Feast("Christmas"),)), person("Bob"), blocks=())
    plans = []
    for _ in range(2):
        found = with_feasts(hitlist, NOW)
        people = identify(found.contacts, (), at("2026-08-01"))
        plans.append(make_plan(found, people, (*people.listed, TRIED), {}, NOW, memo=memo))
    before, after = plans
    assert len(before.events) == 2
    assert all(one is other for one, other in zip(before.events, after.events, strict=True))


def test_what_a_plan_does_not_ask_for_is_forgotten() -> None:
    """The memo does not grow with the years."""
    memo, made = Memo(), list[int]()

    def work() -> int:
        made.append(1)
        return len(made)

    for asked in (True, True, False, True):
        memo.begin()
        if asked:
            memo.of("name", (1, "a"), work)
    assert len(made) == 2
    assert memo.of("name", (1, "b"), work) == 3


def test_of_many_values_only_those_are_made_again_whose_parts_differ_or_that_no_longer_hold() -> None:
    memo, made = Memo(), list[str]()

    def work(key: str) -> str:
        made.append(key)
        return key * len(made)

    def ask(parts: dict[str, int], out: str = "") -> dict[str, str]:
        memo.begin()
        made.clear()
        return memo.each("names", parts, work, lambda value: value[0] != out)

    assert ask({"a": 1, "b": 1, "c": 1}) == {"a": "a", "b": "bb", "c": "ccc"}
    assert (ask({"a": 1, "b": 2, "c": 1}, out="c"), made) == ({"a": "a", "b": "b", "c": "cc"}, ["b", "c"])
    assert (ask({"b": 2}), made) == ({"b": "b"}, [])
    assert (ask({"a": 1, "b": 2}), made) == ({"a": "a", "b": "b"}, ["a"])      # forgotten in between


def test_no_frozen_value_has_a_hidden_state() -> None:
    """A field left out of equality may only be an index of compared ones (`mark`); no frozen value holds the memo."""
    found = []
    for module in pkgutil.walk_packages(followupd.core.__path__, "followupd.core."):
        for made in vars(importlib.import_module(module.name)).values():
            if not (isinstance(made, type) and dataclasses.is_dataclass(made)) or made in (Facts, WatchedPeople):
                continue
            frozen = made.__dataclass_params__.frozen  # type: ignore[attr-defined]  # what dataclass() was told
            found += [(made.__name__, f.name) for f in dataclasses.fields(made) if frozen and _hidden(f)]
    assert found == []


def _hidden(field: dataclasses.Field[object]) -> bool:
    return not field.compare or "Memo" in str(field.type)
