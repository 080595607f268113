"""The tries: retry, call-back, due and details. How a mark on their reminder, or a tick on their line, is read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from followupd.core.items.kind import About, Answer
from followupd.core.people.timeline import CALENDAR, day_of
from followupd.core.phrases.log import asked_in
from followupd.core.phrases.marks import Mark, Unclear, read_title
from followupd.core.phrases.signs import sign
from followupd.core.phrases.vocabulary import SHORT_MARKS
from followupd.core.values.event import Event
from followupd.core.values.facts import Attempt, DayTime, Fact, Outcome
from followupd.core.values.uid import Kind


@dataclass(frozen=True, slots=True)
class TryItem:
    """A try to reach somebody: whatever was marked is an attempt."""

    kind: Kind
    marks: str = SHORT_MARKS
    words: Mapping[str, Outcome] = field(default_factory=dict)

    def mark(self, title: str, ours: str, words: Mapping[str, Outcome], today: date) -> Mark | Unclear | None:
        """Return the mark in a title."""
        return read_title(title, ours, words, today)

    def read(self, answer: Answer, about: About) -> Attempt | None:
        """Return the attempt."""
        if answer.outcome is None:
            return None
        return Attempt(
            about.key, about.at(answer.event), answer.outcome, None, answer.note,
            _asked(answer.note, answer.event, about), True, CALENDAR, answer.event.uid,
        )

    def sign(self, facts: Sequence[Fact]) -> str:
        """Return the sign of the last attempt."""
        return next((sign(fact.outcome) for fact in reversed(facts) if isinstance(fact, Attempt)), "")


def _asked(note: str, event: Event, about: About) -> DayTime | None:
    try:
        return asked_in(note, day_of(event.start, about.zone)) if note else None
    except ValueError:          # "asked for 31 Feb" stays a note
        return None
