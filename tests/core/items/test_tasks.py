"""The facts that every kind of task is given, so that a new kind needs nothing but its own file."""

from __future__ import annotations

import pytest

from followupd.core.items import tasks
from followupd.core.items.promise import PromiseItem
from followupd.core.items.task import Person
from followupd.core.people.wanted import Task
from followupd.core.values.facts import Fact, Moved, Outcome, Skipped
from tests.kit.people import at, hit_list, person, planned, tried

NOW = at("2026-11-20 14:10")


class Watching(PromiseItem):
    """A kind of task that wants nothing and notes which person it was asked about."""

    def __init__(self) -> None:
        self.asked: list[Person] = []

    def wanted(self, person: Person) -> tuple[Task, ...]:
        self.asked.append(person)
        return ()


def test_a_kind_of_task_sees_every_fact_about_its_person(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of each type, but only about them: a kind may end by a fact that is in no timeline."""
    kind = Watching()
    monkeypatch.setattr(tasks, "TASKS", (kind,))
    uid = "due-dana-20261101-hitlist@followupd"
    facts: list[Fact] = [
        tried("2026-11-18 10:00", Outcome.NO_ANSWER, contact="dana"), tried("2026-11-18 11:00", contact="sam"),
        Moved("dana", NOW, uid, NOW, NOW), Skipped("dana", NOW, uid, NOW),
    ]
    planned(hit_list(person("Dana"), person("Sam")), facts, NOW)
    dana, sam = kind.asked
    assert (dana.key, dana.record.attempts) == ("dana", (facts[0],))
    assert (dana.record.moves, dana.record.skips) == ((facts[2],), (facts[3],))
    assert (sam.record.attempts, sam.record.moves) == ((facts[1],), ())
