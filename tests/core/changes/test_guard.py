"""Accidents (P10) and ordinary use (P6), as a rule table over what was written and what is
there."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from followupd.core.answers.ownership import note_text
from followupd.core.changes.guard import check_emptied, check_restored, check_vanished
from followupd.core.values.event import Event, Present, Written
from followupd.errors import UnsafeChange

NOW = datetime(2026, 11, 22, 17, tzinfo=UTC)


def event(name: str, hours: float = 48) -> Event:
    start = NOW + timedelta(hours=hours)
    return Event(f"due-{name}-20261120-hitlist@followupd", start, start + timedelta(hours=1), f"Call {name}")


def row(name: str, number: int = 1, batch: int = 1, hours: float = 48, **values: Any) -> Written:
    """Written for the `number`th time, in our commit `batch`."""
    said = event(name, hours)
    return Written(said.uid, said, f"{name}.ics", '"1"', note=note_text(said, number), batch=batch, **values)


def gone(name: str, batch: int = 1) -> Written:
    """Taken off by us, and seen to be gone."""
    return replace(row(name, batch=batch), deleted=True, version=None)


def there(name: str, number: int = 1, note: bool = True) -> Present:
    said = event(name)
    return Present(said, f"{name}.ics", '"1"', "", note=note_text(said, number) if note else "")


A, B, C, D = (row(name) for name in "abcd")
SEEN = (there("a"), there("b"), there("c"), there("d"))


@pytest.mark.parametrize(("rows", "present", "told"), [
    # Nothing happened, and ordinary use: one event is deleted, or two while others of the same commit are there.
    ([A, B], [there("a"), there("b")], None),
    ([A, B, C], [there("a"), there("b")], None),
    ([A, B, C, D], [there("a"), there("b")], None),
    # One went back: a program sent an old copy. Two, and it is the calendar.
    ([row("a", 2), B], [there("a"), there("b")], None),
    ([row("a", 2), row("b", 2)], [there("a"), there("b")], "2 events of ours as before, 0 missing"),
    ([row("a", 2), B, C], [there("a"), there("b")], "1 event of ours as before, 1 missing"),
    # An event that we had taken off is there again: a server that keeps it, unless something is missing too.
    ([A, gone("b")], [there("a"), there("b")], None),
    ([A, gone("b"), C], [there("a"), there("b")], "1 event of ours as before, 1 missing"),
    ([row("a", 2), gone("b"), C, D], [there("a"), there("b")], "2 events of ours as before, 2 missing"),
    # Without our note nobody can say that it is an older one; with another note it is not the one that we took off.
    ([A, gone("b"), C], [there("a"), there("b", note=False)], None),
    ([A, gone("b"), C], [there("a"), there("b", 2)], None),
    ([A, replace(gone("b"), note=""), C], [there("a"), there("b", note=False)], None),    # a server that drops notes
    ([A, replace(gone("b"), version='"1"'), C], [there("a"), there("b")], None),     # not seen to be gone yet
    ([row("a", 2), row("b", 2)], [there("a", note=False), there("b", note=False)], None),
    # An event that is over, or was taken off long ago, is not missing.
    ([row("a", 2), B, row("c", hours=-2)], [there("a"), there("b")], None),
    ([row("a", 2), B, row("c", hours=-1)], [there("a"), there("b")], None),          # it ends at this instant
    ([row("a", 2), B, row("c", hours=-0.5)], [there("a"), there("b")], "1 missing"),
    ([row("a", 2), B, gone("c")], [there("a"), there("b")], None),
    ([row("a", 2), B, Written(event("c").uid, None, intent=event("c"))], [there("a"), there("b")], None),
    # Just what was written last is missing, and more than one of it.
    ([A, row("c", batch=2), row("d", batch=2)], [there("a")], "the 2 events of ours that were written last"),
    ([A, row("c", batch=2), row("d", batch=3)], [there("a")], "the 2 events of ours that were written last"),
    ([A, row("c", batch=2)], [there("a")], None),
    # Something else that we did since then is visible: an event, a new text, a deletion.
    ([row("a", batch=2), row("c", batch=2), row("d", batch=3)], [there("a")], None),
    ([row("a", batch=4), row("c", batch=2), row("d", batch=3)], [there("a")], None),
    ([A, gone("b", batch=3), row("c", batch=2), row("d", batch=2)], [there("a")], None),
    ([A, gone("b", batch=1), row("c", batch=2), row("d", batch=2)], [there("a")], "the 2 events of ours"),
    # Another followupd did something that we do not know of: then it knows more than we do.
    ([A, row("c", batch=2), row("d", batch=2)], [there("a", 2)], None),
    ([A, row("c", batch=2), row("d", batch=2)], [there("a"), there("b")], None),
    # A database from before commits were counted says nothing.
    ([row("a", batch=0), row("c", batch=0), row("d", batch=0)], [there("a")], None),
    ([row("c", batch=0), row("d", batch=0)], [], None),
])
def test_a_calendar_that_went_back(rows: list[Written], present: list[Present], told: str | None) -> None:
    written, seen = {one.uid: one for one in rows}, {one.uid: one for one in present}
    with pytest.raises(UnsafeChange, match=told) if told else nullcontext():
        check_restored(seen, (), written, (), "work", NOW)


def test_unreadable_and_deleted_events_are_not_an_older_state() -> None:
    """Unreadable ones, by UID or by name, are not missing; a cancelled one was skipped and proves nothing."""
    written = {one.uid: one for one in (row("a", 2), B, C)}
    seen = {one.uid: one for one in (there("a"), there("b"))}
    check_restored(seen, (C.uid,), written, (), "work", NOW)
    check_restored(seen, (C.href,), written, (), "work", NOW)
    check_restored(seen, (), written, (A.uid,), "work", NOW)
    with pytest.raises(UnsafeChange, match="work has gone back") as stopped:
        check_restored(seen, ("other.ics",), written, (B.uid,), "work", NOW)
    assert "sync --rebuild" in stopped.value.hint
    assert "sync --accept-deletions" in stopped.value.hint


@pytest.mark.parametrize(("coming", "missing", "told"), [
    (2, 2, None), (3, 3, "3 of our 3 events to come"), (6, 4, "4 of our 6"), (6, 3, None), (5, 3, "3 of our 5"),
    (3, 2, None),
])
def test_how_many_may_go_at_once(coming: int, missing: int, told: str | None) -> None:
    """One or two are a person tidying up; more than half, and at least three, an accident. The past does not count."""
    rows = [row(f"p{n}") for n in range(coming)] + [row(f"past{n}", hours=-1) for n in range(9)]
    seen = {one.uid for one in rows[missing:coming]}
    with pytest.raises(UnsafeChange, match=told) if told else nullcontext():
        check_vanished(seen, (), {one.uid: one for one in rows}, True, "work", NOW)


@pytest.mark.parametrize(("rows", "told"), [
    ([A], "work is gone, and with it 1 event of ours"), ([A, B], "with it 2 events of ours"),
    ([row("a", hours=-1)], None), ([gone("a")], None), ([], None),
])
def test_a_calendar_that_is_gone(rows: list[Written], told: str | None) -> None:
    """That matters only if events of ours should be on it: the first pass makes a file."""
    with pytest.raises(UnsafeChange, match=told) if told else nullcontext():
        check_vanished((), (), {one.uid: one for one in rows}, False, "work", NOW)


@pytest.mark.parametrize(("hours", "told"), [(1, "events are for 1 person;"), (0, None), (-1, None)])
def test_an_emptied_list_counts_the_people_on_coming_events(hours: float, told: str | None) -> None:
    said = replace(event("a", hours), people=("a",))
    with pytest.raises(UnsafeChange, match=told) if told else nullcontext():
        check_emptied(0, {said.uid: Written(said.uid, said)}, NOW)
