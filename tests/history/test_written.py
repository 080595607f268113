"""Writes to a calendar: the intent before a write, and how each result changes its row."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from followupd.core.values.event import (
    Change,
    Clash,
    Create,
    Delete,
    Done,
    Event,
    Failed,
    Present,
    Result,
    Update,
    Written,
)
from followupd.errors import CalendarChanged
from followupd.history.store import History

NOW = datetime(2026, 11, 20, 21, 10, tzinfo=UTC)
CALENDAR = "followup.ics"


def present(event: Event, version: str = '"1"') -> Present:
    return Present(event, "retry-dana-2-hitlist.ics", version, "BEGIN:VEVENT…")


def test_intent_comes_before_the_write_and_goes_with_it(history: History, event: Event) -> None:
    """A create is an intent first; once done, the row is what we wanted, with the calendar's href and version."""
    history.intend(CALENDAR, [Create(event)])
    assert history.written(CALENDAR) == {event.uid: Written(event.uid, None, intent=event)}
    bare = Event(event.uid, event.start, event.end, event.summary)
    history.record(CALENDAR, [Done(Create(event), present(bare))])
    kept = Written(event.uid, event, "retry-dana-2-hitlist.ics", '"1"', batch=1)
    assert history.written(CALENDAR) == {event.uid: kept}
    assert history.written("another") == {}


def rows_of_record(event: Event) -> Iterator[tuple[str, list[Change], Result, Written | None]]:
    """Return what `record` does to a row that is at `old`, and to a missing one."""
    new = Event(event.uid, event.start + timedelta(days=1), event.end + timedelta(days=1), "Call Dana")
    other = Event("retry-sam-1-hitlist@followupd", event.start, event.end, "Call Sam")
    added = Event(event.uid, new.start, new.end, new.summary, "a line of the user's own")
    update, here = Update(present(event), added, new), "retry-dana-2-hitlist.ics"
    yield "update", [update], Done(update, present(added, '"2"')), Written(event.uid, new, here, '"2"', batch=1)
    yield "update, not read back", [update], Done(update, None), Written(event.uid, new, here, None, batch=1)
    delete = Delete(present(event))
    yield "delete", [delete], Done(delete, None), Written(event.uid, event, here, deleted=True, batch=1)
    failed = Failed(update, CalendarChanged("edited"))
    yield "failed", [update], failed, Written(event.uid, event, here, '"1"', new)
    clash = Clash(Create(other), None)
    yield "clash", [Create(other)], clash, None


@pytest.mark.parametrize("case", range(5))
def test_what_becomes_of_a_row(history: History, event: Event, case: int) -> None:
    """Each kind of result, applied to a row that was written before."""
    _, changes, result, expected = list(rows_of_record(event))[case]
    history.adopt(CALENDAR, [(present(event), event)])
    history.intend(CALENDAR, changes)
    history.record(CALENDAR, [result])
    uid = event.uid if expected else "retry-sam-1-hitlist@followupd"
    assert history.written(CALENDAR).get(uid) == expected


def test_commits_are_counted_and_what_is_only_remembered_keeps_its_number(history: History, event: Event) -> None:
    """Events of one commit have one number; a deletion by the user has none."""
    other = Event("retry-sam-1-hitlist@followupd", event.start, event.end, "Call Sam")
    history.adopt("another", [(present(event), event)])
    history.record(CALENDAR, [Done(Create(event), present(event)), Done(Create(other), present(other))])
    later = Update(present(event), event, event)
    history.record(CALENDAR, [Done(later, present(event, '"2"'))])
    history.adopt(CALENDAR, [(present(event, '"3"'), event)])
    assert {uid: row.batch for uid, row in history.written(CALENDAR).items()} == {event.uid: 2, other.uid: 1}
    history.bury(CALENDAR, [event.uid])
    assert {uid: row.batch for uid, row in history.written(CALENDAR).items()} == {event.uid: 0, other.uid: 1}
    assert history.written("another")[event.uid].batch == 0


def test_what_an_event_was_before_something_was_reported_stays_known(history: History, event: Event) -> None:
    """Until it is moved again for another reason, or taken off by the user; a new text alone changes nothing."""
    there = replace(event, start=event.start + timedelta(days=1), end=event.end + timedelta(days=1))
    renamed = replace(there, summary="Call")

    def known(change: Change, *told: str) -> tuple[Event | None, list[str]]:
        history.intend(CALENDAR, [change])
        history.record(CALENDAR, [Done(change, None)], told)
        row = history.written(CALENDAR)[event.uid]
        return row.before, sorted(row.because)

    assert known(Create(event), "a") == (None, ["a"])
    assert known(Update(present(event), there, there), "b", "c") == (event, ["b", "c"])
    assert known(Update(present(there), renamed, renamed), "d") == (event, ["b", "c"])
    assert known(Update(present(renamed), event, event)) == (None, [])
    assert known(Update(present(event), there, there), *map(str, range(99))) == (None, []), "an import"
    assert known(Delete(present(there)), "e") == (there, ["e"])
    history.bury(CALENDAR, [event.uid])
    assert history.written(CALENDAR)[event.uid].because == frozenset()


def test_a_clash_upon_a_known_row_only_clears_the_intent(history: History, event: Event) -> None:
    """What was written before stays known."""
    history.adopt(CALENDAR, [(present(event), event)])
    history.intend(CALENDAR, [Create(event)])
    history.record(CALENDAR, [Clash(Create(event), present(event))])
    assert history.written(CALENDAR)[event.uid] == Written(event.uid, event, "retry-dana-2-hitlist.ics", '"1"')


def test_a_deletion_by_the_user_leaves_a_tombstone(history: History, event: Event) -> None:
    """Its people and its start stay known; a UID that was never seen is used up as well."""
    history.adopt(CALENDAR, [(present(event), event)])
    history.intend(CALENDAR, [Update(present(event), event, event)])
    history.bury(CALENDAR, [event.uid, "due-sam-hitlist@followupd"])
    found = history.written(CALENDAR)
    assert found[event.uid] == Written(event.uid, event, "retry-dana-2-hitlist.ics", deleted=True)
    assert found["due-sam-hitlist@followupd"] == Written("due-sam-hitlist@followupd", None, deleted=True)
    history.forget(CALENDAR)
    assert history.written(CALENDAR) == {}
