"""A report in a few words: who, what, when and by which channel.

Takes facts; gives text and JSON. `log` and `undo` confirm with these words, `undo --list` shows them.
"""

from __future__ import annotations

from datetime import date, tzinfo

from followupd.core.items.fact_words import what_was_reported, when_it_was
from followupd.core.people.timeline import day_of
from followupd.core.phrases.vocabulary import ordinal
from followupd.core.schedule.status import ContactStatus
from followupd.core.values.facts import (
    Attempt,
    Booked,
    Moved,
    Noticed,
    Promised,
    Restored,
    Settled,
    Skipped,
    Swept,
    Told,
)
from followupd.rendering.json_form import Json, instant
from followupd.rendering.json_form import attempt as attempt_form
from followupd.rendering.text import line, name

KIND_NAMES: dict[type, str] = {
    Attempt: "attempt", Booked: "booked", Promised: "promised", Settled: "settled", Swept: "swept",
    Skipped: "skipped", Restored: "restored", Moved: "moved", Noticed: "noticed",
}


def what(fact: Told, zone: tzinfo, near: date) -> str:
    """Return a report on one line: `no answer by phone`, `promise: send the list`."""
    return line(what_was_reported(fact, zone, near))


def fact_form(fact: Told, who: str | None, zone: tzinfo, near: date) -> Json:
    """Return a fact that was reported; `text` is for people and may change."""
    return {
        "kind": KIND_NAMES.get(type(fact), ""), "key": fact.contact, "name": who, "at": instant(fact.at),
        "source": getattr(fact, "source", None), "text": what(fact, zone, near),
        "attempt": attempt_form(fact) if isinstance(fact, Attempt) else None,
    }


def logged_text(status: ContactStatus, attempt: Attempt, zone: tzinfo, near: date) -> str:
    """Return who, what, when and by which channel: `Dana Whitfield: no answer by phone (1st try), today 14:10`."""
    numbers = (
        f" ({ordinal(number)} try)" for number, known in enumerate(status.timeline.series, 1)
        if known.outcome is attempt.outcome and (known.at == attempt.at or is_that_day(known, attempt, zone))
    )
    said = f"{what(attempt, zone, near)}{next(numbers, '')}"
    return f"{name(status.contact.name)}: {said}, {when_it_was(attempt, zone, near)}"


def is_that_day(known: Attempt, attempt: Attempt, zone: tzinfo) -> bool:
    """Return whether an attempt without a time is this one: in a timeline it comes after the others of its day."""
    return not attempt.timed and not known.timed and day_of(known.at, zone) == day_of(attempt.at, zone)
