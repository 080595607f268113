"""The facts that every kind of task is given, so that a new kind needs nothing but its own file."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date

import pytest

from followupd.core.items import kinds, tasks
from followupd.core.items.fact_words import what_was_reported
from followupd.core.items.kinds import KINDS, how_settled
from followupd.core.items.promise import PromiseItem
from followupd.core.items.task import Person
from followupd.core.people.promises import promises_of
from followupd.core.people.wanted import Task
from followupd.core.phrases.said import Mark, ReadingRules, Unclear
from followupd.core.values.facts import Fact, Moved, Outcome, Settled, Skipped
from followupd.core.values.uid import Kind
from followupd.history.codec import fact_from_json, fact_to_json
from tests.kit.people import at, hit_list, person, planned, tried

NOW = at("2026-11-20 14:10")


def test_a_settled_task_is_reported_in_the_words_of_its_kind() -> None:
    """Only that of a promise speaks of one, and only that is among the promises."""
    promise, other = (Settled("dana", NOW, "the list", task=task) for task in (None, "date"))
    assert how_settled(promise, "Dana") == "Kept what you promised Dana: the list."
    assert how_settled(replace(promise, kept=False), "Dana") == "Dropped what you promised Dana: the list."
    assert how_settled(other, "Dana") == "Done for Dana: the list."
    assert how_settled(replace(other, task="of a later version", kept=False), "Dana") == "Dropped for Dana: the list."
    assert what_was_reported(promise, UTC, NOW.date()) == "kept: the list"
    assert what_was_reported(other, UTC, NOW.date()) == "done: the list"
    assert [given.what for given in promises_of(person("Dana"), [promise])] == ["the list"]
    assert promises_of(person("Dana"), [other]) == ()
    assert fact_from_json(fact_to_json(other)) == other


def test_a_kind_has_one_word_for_what_was_done(monkeypatch: pytest.MonkeyPatch) -> None:
    """A pass, `log` and `undo` say it, so a new kind says it once."""
    class Thanks(PromiseItem):
        kind = Kind.DATE
        settled = ("thanked", "did not thank")
        whose = "{}"

    monkeypatch.setattr(kinds, "TASKS", (Thanks(),))
    thanks = Settled("dana", NOW, "the talk", task=Thanks.kind)
    assert how_settled(thanks, "Dana") == "Thanked Dana: the talk."
    assert what_was_reported(thanks, UTC, NOW.date()) == "thanked: the talk"
    assert what_was_reported(replace(thanks, kept=False), UTC, NOW.date()) == "did not thank: the talk"


@pytest.mark.parametrize(("uid", "text"), [
    ("retry-dana-20261120-2", "skipped the reminder"), ("promise-dana-20261120", "skipped the reminder"),
    ("block-20261120-1000", "skipped the block"), ("review-20261120", "skipped the review"),
    ("meeting-dana-20261120", "called off the meeting"),
])
def test_a_deletion_has_one_name_for_each_kind(uid: str, text: str) -> None:
    """That of its manners, by which a pass reports it too."""
    gone = Skipped("dana", NOW, f"{uid}-mine@followupd", NOW)
    assert what_was_reported(gone, UTC, NOW.date()) == f"{text} of Fri 20 Nov 21:10"


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


OURS = {
    Kind.DATE: "Card for Dana Whitfield: birthday on 3 Dec", Kind.PROMISE: "Promised to Dana Whitfield: the list",
    Kind.MEETING: "Coffee with Dana Whitfield", Kind.BOOK: "Book the next meeting with Dana Whitfield",
}


@pytest.mark.parametrize(("kind", "words", "meant"), [
    (Kind.DATE, "in the post", Outcome.SENT), (Kind.DATE, "gave it to her, she cried", Outcome.SENT),
    (Kind.DATE, "no card this year", Outcome.DECLINED), (Kind.DATE, "wrote it", "asked"),
    (Kind.DATE, "bought one", "asked"),
    (Kind.DATE, "she likes tulips", None),
    (Kind.PROMISE, "in the post", Outcome.DONE), (Kind.PROMISE, "no longer needed", Outcome.DECLINED),
    (Kind.PROMISE, "working on it", "asked"), (Kind.PROMISE, "cancelled, she has one", "asked"),
    (Kind.PROMISE, "ask Tom first", None),
    (Kind.MEETING, "good", Outcome.DONE), (Kind.MEETING, "great, we laughed", Outcome.DONE),
    (Kind.MEETING, "had to cancel", Outcome.DECLINED), (Kind.MEETING, "had to cancel, new date soon", "asked"),
    (Kind.MEETING, "she didn't come", Outcome.NO_ANSWER), (Kind.MEETING, "good food there", None),
    (Kind.BOOK, "no more meetings", Outcome.DECLINED), (Kind.BOOK, "had to cancel", "asked"),
])
def test_each_kind_has_its_plain_words(kind: Kind, words: str, meant: Outcome | str | None) -> None:
    """Read or asked, by what can be said of it: never passed over (P11)."""
    ours = OURS[kind]
    item = KINDS[kind]
    mark = item.mark(f"{ours} {words}", ours, ReadingRules(dict(item.words), date(2026, 11, 24), ("Dana Whitfield",)))
    assert (mark.outcome if isinstance(mark, Mark) else mark and "asked") == meant
    if isinstance(mark, Unclear):
        assert "dropped" in mark.question, "no outcome of a try is proposed"
