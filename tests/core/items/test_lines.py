"""The beginning of a task's line is declared by its kind, in every language of texts, and its text keeps to it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from followupd.core.items.kinds import TASKS, is_task_line
from followupd.core.items.promise import PromiseItem
from followupd.core.items.task import TaskItem
from followupd.core.phrases.vocabulary import LANGUAGES
from followupd.core.values.facts import Promised
from tests.kit.people import at, hit_list, person, planned

NOW = at("2026-11-20 14:10")


@pytest.mark.parametrize("item", TASKS, ids=lambda item: str(item.kind))
def test_every_kind_declares_how_its_line_begins(item: TaskItem) -> None:
    """In all languages, and none begins like another; a kind without any never has a line."""
    assert "begins" in vars(type(item))
    assert set(item.begins) in (set(), {language.name for language in LANGUAGES})
    for words in item.begins.values():
        assert len(words) > len("Call ")
        assert is_task_line(f" {words}somebody")
        assert not any(words.startswith(one) for other in TASKS if other is not item for one in other.begins.values())


def test_a_line_that_begins_otherwise_is_never_written() -> None:
    """It would be read as a try to reach its person, once the user has changed it."""
    plan = planned(hit_list(person()), [Promised("dana", NOW, "send the list")], NOW)
    (task,) = plan.tasks.of("dana")
    timeline = plan.statuses["dana"].timeline
    assert PromiseItem().line(task, timeline, NOW.date())[0] == "[ ] Promised to Dana: send the list"
    with pytest.raises(AssertionError, match="promise: begins"):
        PromiseItem().line(replace(task, act="A list to Dana"), timeline, NOW.date())
