"""Two copies of one event as a rule table: which one counts, which may go, and where both stay."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from followupd.core.answers.copies import Sorted, sort_out
from followupd.core.answers.ownership import note_text
from followupd.core.values.event import Event, Present, Written

NOW = datetime(2026, 11, 22, 17, tzinfo=UTC)
UID = "retry-dana-20261120-2-hitlist@followupd"
FIRST = Event(UID, NOW + timedelta(days=2), NOW + timedelta(days=2, hours=1), "Call Dana", "Why: no answer.")
LAST = replace(FIRST, summary="Call Dana (2nd try)")
THERE = Written(UID, LAST, href="ours.ics", note=note_text(LAST, 2))


def copy(name: str, event: Event = LAST, number: int = 2, *more: str, **values: Any) -> Present:
    """Return a copy as we wrote it for the `number`th time; its note may have been made for other words than `event`
    has.

    `more` are foreign lines in its text.
    """
    ours = values.pop("ours", event)
    values.setdefault("planned", ours.start)
    values.setdefault("note", note_text(ours, number))
    return Present(event, name, None, "\n".join(more), **values)


def additions(there: Present) -> Counter[str]:
    return Counter(there.raw.split("\n")) if there.raw else Counter()


def sorted_out(*copies: Present, row: Written | None = THERE) -> tuple[str, list[str], bool]:
    """Return the name that is kept, those that may go, and whether the user is asked."""
    found = sort_out(copies[:1], copies[1:], {UID: row} if row is not None else {}, additions, NOW)
    (kept,) = found.events
    return kept.href, sorted(one.href for one in found.spare), found.unlike == (UID,)


RETITLED = replace(LAST, summary="Dana, at last")
WORDED = replace(LAST, description=LAST.description + "\nbring the book")
DRAGGED = replace(LAST, start=LAST.start + timedelta(hours=3), end=LAST.end + timedelta(hours=3))
OLD = copy("old.ics", FIRST, 1)
OURS, SAME = copy("ours.ics"), copy("same.ics")
ALARM = "TRIGGER:-P1D"


@pytest.mark.parametrize(("copies", "kept", "spare", "asked"), [
    # Alike: the one under the name that we know stays, whichever is read first.
    ((OURS, SAME), "ours.ics", ["same.ics"], False),
    ((SAME, OURS), "ours.ics", ["same.ics"], False),
    # An earlier writing of ours goes, even under the name that we know.
    ((OLD, SAME), "same.ics", ["old.ics"], False),
    ((copy("ours.ics", FIRST, 1), SAME), "same.ics", ["ours.ics"], False),
    ((OLD, OURS, SAME), "ours.ics", ["old.ics", "same.ics"], False),
    # The user edited one: a title, a line, a drag, a client's mark, an alarm. That one counts, even if it is older.
    ((OURS, copy("b.ics", RETITLED, ours=LAST)), "b.ics", ["ours.ics"], False),
    ((OURS, copy("b.ics", WORDED, ours=LAST)), "b.ics", ["ours.ics"], False),
    ((OURS, copy("b.ics", DRAGGED, ours=LAST)), "b.ics", ["ours.ics"], False),
    ((OURS, copy("b.ics", status="COMPLETED")), "b.ics", ["ours.ics"], False),
    ((OURS, copy("b.ics", LAST, 2, ALARM)), "b.ics", ["ours.ics"], False),
    ((OURS, copy("b.ics", replace(FIRST, summary="Dana!"), 1, ours=FIRST)), "b.ics", ["ours.ics"], False),
    # Lines that all copies have make none of them special.
    ((copy("b.ics", LAST, 2, "X-A:1"), copy("ours.ics", LAST, 2, "X-A:1")), "ours.ics", ["b.ics"], False),
    ((copy("b.ics", FIRST, 1, ALARM), copy("c.ics", LAST, 2, ALARM)), "c.ics", ["b.ics"], False),
    # Both were edited, in different ways: both stay, and the user is asked.
    ((copy("b.ics", RETITLED, ours=LAST), copy("c.ics", WORDED, ours=LAST)), "b.ics", [], True),
    ((copy("b.ics", LAST, 2, ALARM), copy("c.ics", DRAGGED, ours=LAST)), "b.ics", [], True),
    ((copy("b.ics", LAST, 2, ALARM), copy("c.ics", LAST, 2, "LOCATION:here")), "b.ics", [], True),
    ((copy("b.ics", LAST, 2, status="CANCELLED"), copy("c.ics", RETITLED, ours=LAST)), "b.ics", [], True),
    # Both were edited in the same way, as by a sync program: one is enough.
    ((copy("b.ics", RETITLED, ours=LAST), copy("c.ics", RETITLED, ours=LAST)), "b.ics", ["c.ics"], False),
    # A server's blanks and empty lines do not count as an edit of the user's.
    ((copy("ours.ics", replace(LAST, summary="Call  Dana (2nd try) "), ours=LAST),
      copy("b.ics", replace(LAST, description="Why:  no answer.\n\n"), ours=LAST)), "ours.ics", ["b.ics"], False),
])
def test_which_copy_counts(copies: tuple[Present, ...], kept: str, spare: list[str], asked: bool) -> None:
    """P6: no words of the user are lost with a copy. P2: a copy that says no more than the other one goes."""
    assert sorted_out(*copies) == (kept, spare, asked)


def test_without_memory_the_note_says_what_is_ours() -> None:
    """After a lost database the note on the event says which copy is as we left it, and which was dragged."""
    assert sorted_out(OLD, SAME, row=None) == ("same.ics", ["old.ics"], False)
    assert sorted_out(SAME, copy("b.ics", DRAGGED, ours=LAST), row=None) == ("b.ics", ["same.ics"], False)
    bare = copy("b.ics", note="")                          # no note: nobody knows whose words these are
    assert sorted_out(SAME, bare, row=None) == ("b.ics", ["same.ics"], False)
    assert sorted_out(SAME, bare) == ("same.ics", ["b.ics"], False)
    unknown = Written(UID, None)
    assert sorted_out(SAME, copy("b.ics", DRAGGED, ours=LAST), row=unknown) == ("b.ics", ["same.ics"], False)


@pytest.mark.parametrize("hours", [0, -1])
def test_two_copies_of_a_begun_event_stay_without_a_question(hours: int) -> None:
    """The past only gets its ✓. A copy that was dragged into the past is kept apart from one that is to come."""
    past = replace(LAST, start=NOW + timedelta(hours=hours), end=NOW + timedelta(hours=1))
    row = replace(THERE, event=past)
    assert sorted_out(copy("a.ics", past), copy("b.ics", past), row=row) == ("a.ics", [], False)
    mine = copy("b.ics", replace(past, summary="Mine"), 2, ALARM, ours=past)
    other = copy("a.ics", replace(past, summary="Yours"), 2, "LOCATION:here", ours=past)
    assert sorted_out(other, mine, row=row) == ("a.ics", [], False)
    assert sorted_out(OURS, copy("b.ics", past, ours=LAST)) == ("b.ics", [], False)
    assert sorted_out(copy("a.ics", past, ours=past), OURS, row=row) == ("ours.ics", [], False)


def test_events_that_stand_there_once_are_left_alone() -> None:
    other = replace(OURS, event=replace(LAST, uid="block-2026w48-1-hitlist@followupd"))
    assert sort_out((other,), (), {}, additions, NOW) == Sorted((other,))
    assert sort_out((other, OURS), (SAME,), {UID: THERE}, additions, NOW) == Sorted((other, OURS), (SAME,))
