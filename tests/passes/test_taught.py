"""Words that were not clear and that the user settled with a mark: the line that teaches them is offered, once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from followupd.calendars.memory import MemoryCalendar
from followupd.core.values.facts import Attempt, Outcome
from followupd.hitlist.load import load
from tests.kit.desks import UserDesk
from tests.kit.phones import contact, desk_of

SAM = contact("Sam", "2026-07-01 reached, his new boat")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[UserDesk[MemoryCalendar]]:
    """One person, who has a reminder that is over."""
    made = desk_of(tmp_path, (SAM,))
    made.hitlist = replace(made.hitlist, blocks=())
    made.run()
    made.now = made.ours("due-sam-")[0].event.end + timedelta(minutes=30)
    made.run()
    yield made
    made.history.close()


def write(desk: UserDesk[MemoryCalendar], title: str) -> None:
    desk.calendar.retitle(desk.ours("due-sam-")[0].uid, title)


@pytest.mark.parametrize(("asked", "answered", "outcome", "line"), [
    ("{title} got his machine", "lm {asked}", Outcome.LEFT_MESSAGE, 'marks: {"got his machine": left message}'),
    ("{title} got his machine", "{asked} lm", Outcome.LEFT_MESSAGE, 'marks: {"got his machine": left message}'),
    ("{title}: spoke to the office", "{asked} - na", Outcome.NO_ANSWER, 'marks: {"spoke to the office": no answer}'),
    ("{title} reached out, saw him on TV", "na {asked}", Outcome.NO_ANSWER, None),      # not a word or two
])
def test_the_answer_to_a_question_is_offered_for_marks(
    desk: UserDesk[MemoryCalendar], asked: str, answered: str, outcome: Outcome, line: str | None,
) -> None:
    """In the pass that logs it; the next one says nothing more, and `status` has no problem because of it."""
    title = desk.ours("due-sam-")[0].event.summary
    write(desk, asked.format(title=title))
    report = desk.run()
    assert len(report.questions) == 1
    assert report.offers == ()
    write(desk, answered.format(asked=desk.ours("due-sam-")[0].event.summary))
    report = desk()
    assert [fact.outcome for fact in report.facts if isinstance(fact, Attempt)] == [outcome]
    assert len(report.offers) == (line is not None)
    for offer in report.offers:
        assert line is not None
        assert offer.endswith(f"write into the hit list: {line}")
        assert offer in report.lines()
    assert desk.history.passes(1)[0].complaints == ()
    assert desk().offers == ()
    desk.quiet()


def test_the_line_that_is_offered_teaches_it(desk: UserDesk[MemoryCalendar], tmp_path: Path) -> None:
    """Written into the hit list as it was offered, the same words are understood alone."""
    title = desk.ours("due-sam-")[0].event.summary
    write(desk, f"{title} got his machine")
    assert len(desk.run().questions) == 1
    (tmp_path / "taught.yaml").write_text('marks: {"got his machine": left message}\ncontacts: [Sam]\n')
    taught = load(tmp_path / "taught.yaml").hitlist
    assert taught is not None
    desk.hitlist = replace(desk.hitlist, marks=taught.marks)
    report = desk()
    assert [fact.outcome for fact in report.facts if isinstance(fact, Attempt)] == [Outcome.LEFT_MESSAGE]
    assert report.questions == report.offers == ()


@pytest.mark.parametrize("note", [
    "she moved", "she's busy until Monday", "he retired", "got his machine on Friday", "spoke to Lena's office",
    "spoke to the office in Lisbon", "reached out 3 times",
])
@pytest.mark.parametrize("mark", ["x", "lm", "na"])
def test_words_of_one_person_or_day_teach_nothing(desk: UserDesk[MemoryCalendar], note: str, mark: str) -> None:
    """Asked about before or not: as a mark "she moved" would log a talk with the next person who moves."""
    title = desk.ours("due-sam-")[0].event.summary
    write(desk, f"{title} {note}")
    assert desk.run().offers == ()
    write(desk, f"{mark} {desk.ours('due-sam-')[0].event.summary}")
    assert desk().offers == ()


def test_what_was_not_asked_about_teaches_nothing(desk: UserDesk[MemoryCalendar]) -> None:
    """Words that would be asked about alone, written at once with the mark that says what they mean."""
    title = desk.ours("due-sam-")[0].event.summary
    write(desk, f"lm {title} got his machine")
    assert desk().offers == ()
    assert [outcome for _, outcome, _ in desk.tries()][-1] is Outcome.LEFT_MESSAGE


def test_words_that_were_clear_teach_nothing(desk: UserDesk[MemoryCalendar]) -> None:
    title = desk.ours("due-sam-")[0].event.summary
    write(desk, f"lm {title} try his office")
    assert desk().offers == ()
