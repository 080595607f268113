"""Events that go back to where they were because something was taken back.

A report may move, make or take off events of other people too: a meeting takes the hour of a reminder, a line
that is free goes to somebody else. Each row of the history keeps what its event was until then, and because of what
it changed (`Written.before`). When that no longer counts, the plan begins from what the event was: it stays there if it
still serves its purpose, and otherwise where it is (keep.py). What the user dragged since stays where they put it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from followupd.core.people.wanted import person_of
from followupd.core.values.event import Event, Written
from followupd.core.values.facts import Fact, Retracted
from followupd.core.values.record import Facts
from followupd.core.values.uid import Kind, parse_uid


def ready_to_return(written: Mapping[str, Written], news: Iterable[Fact]) -> Mapping[str, Written]:
    """Return the rows; without what they were before, unless the news take something back.

    So events return once and at once, and never much later when their old place happens to be free (P3).
    """
    if any(isinstance(fact, Retracted) for fact in news):
        return written
    return {uid: replace(row, before=None, because=frozenset()) if row.because else row for uid, row in written.items()}


def going_back(
    written: Mapping[str, Written], standing: Mapping[str, Event], list_name: str, facts: Facts, now: datetime
) -> dict[str, Event | None]:
    """Return the former event under each base UID whose change was because of what was taken back; None for none.

    An event stays where it is if its former time is past, or if another event that does not go back has that time now.
    A block stays where it is and gets its former lines.
    """
    back: dict[str, tuple[int, Event | None]] = {}
    for uid, row in written.items():
        parsed = None if row.because.isdisjoint(facts.taken_back) else parse_uid(uid, list_name)
        if parsed is None or back.get(parsed.base, (0,))[0] >= parsed.generation:
            continue
        if parsed.kind is not Kind.BLOCK:
            back[parsed.base] = parsed.generation, row.before
        elif row.before is not None and (block := standing.get(parsed.base)) is not None:
            back[parsed.base] = parsed.generation, replace(block, people=row.before.people)
    undone = set(facts.taken_back.values())
    staying = [
        event for base, event in standing.items()
        if base not in back and undone.isdisjoint(map(person_of, event.people))
    ]

    def is_good(event: Event) -> bool:
        free = not any(one.people != event.people and one.interval.overlaps(event.interval) for one in staying)
        return (free or event.uid.startswith(Kind.BLOCK)) and event.start > now

    return {base: event for base, (_, event) in back.items() if event is None or is_good(event)}
