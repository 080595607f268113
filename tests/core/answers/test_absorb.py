"""The user's changes of our events, as opposed to what we did ourselves and to accidents, as a rule table."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from followupd.core.answers.absorb import Absorbed, Known, absorb
from followupd.core.answers.ownership import note_text
from followupd.core.values.event import Event, Present, Written
from followupd.core.values.facts import Fact, Moved, Restored, Retracted, Skipped, key_of
from followupd.core.values.record import NO_FACTS, Facts

NOW = datetime(2026, 11, 22, 17, tzinfo=UTC)
UID = "retry-dana-20261120-2-hitlist@followupd"
OURS = Event(UID, NOW + timedelta(days=2), NOW + timedelta(days=2, minutes=15), "Call Dana", "Why.", people=("dana",))
READ = replace(OURS, people=())


def shifted(event: Event, hours: float = 3) -> Event:
    return replace(event, start=event.start + timedelta(hours=hours), end=event.end + timedelta(hours=hours))


def present(event: Event = READ, number: int = 1, ours: Event = OURS, **values: Any) -> Present:
    """Return an event on the calendar whose ownership note is of our `number`th writing, of `ours`, at its start."""
    values.setdefault("note", note_text(ours, number))
    values.setdefault("planned", ours.start)
    values.setdefault("version", '"1"')
    return Present(event, "dana.ics", raw="", **values)


def row(event: Event | None = OURS, number: int = 1, **values: Any) -> Written:
    values.setdefault("version", '"1"')
    values.setdefault("note", note_text(event, number) if event else "")
    return Written(UID, event, "dana.ics", **values)


def taken_up(
    there: Present | None, before: Written | None, *known: Fact, rebuild: bool = False,
    keys: tuple[str, ...] = ("dana",), unreadable: tuple[str, ...] = (), others: tuple[Present, ...] = (),
    now: datetime = NOW,
) -> Absorbed:
    seen = {one.uid: one for one in (*((there,) if there else ()), *others)}
    return absorb(seen, {UID: before} if before else {}, unreadable, Known(keys, Facts(known), "hitlist", now, rebuild))


def told(absorbed: Absorbed) -> list[str]:
    return [type(fact).__name__ for fact in absorbed.facts]


DRAGGED = present(shifted(READ))
MOVED = Moved("dana", NOW, UID, DRAGGED.event.start, DRAGGED.event.end)
SKIPPED = Skipped("dana", NOW, UID, OURS.start)
BACK = Retracted("dana", NOW, key_of(SKIPPED), "calendar")
LOST = present(shifted(READ), ours=shifted(OURS))     # where we had put it, whatever we remember


@pytest.mark.parametrize(("there", "before", "known", "facts"), [
    (present(), row(), (), []),                                                 # as we left it
    (present(version='"2"'), row(), (), []),                                    # another version of the same
    (DRAGGED, row(), (), [MOVED]),
    (DRAGGED, row(shifted(OURS)), (), []),                                      # where it was dragged before
    (present(replace(READ, end=OURS.end + timedelta(hours=1))), row(), (),
     [Moved("dana", NOW, UID, OURS.start, OURS.end + timedelta(hours=1))]),     # its length alone
    (None, row(), (), [SKIPPED]),
    (None, row(), (SKIPPED,), []),                                              # reported once
    (None, row(), (SKIPPED, Restored("dana", NOW, UID)), [SKIPPED]),            # taken back, and deleted again
    (None, row(deleted=True), (), []),
    (None, row(None, intent=OURS), (), []),                                     # about to be written: it never arrived
    (None, None, (), []),
    (present(status="CANCELLED"), row(), (), [SKIPPED]),
    (present(status="CANCELLED"), row(), (SKIPPED,), []),
    (present(status="CANCELLED"), row(), (SKIPPED, Restored("dana", NOW, UID)), []),    # it is still there, cancelled
    (present(status="CANCELLED"), None, (), [SKIPPED]),
    (present(status="COMPLETED"), row(), (), []),                               # an answer: reading.py reads it
    # A lost database: the event shows where we had put it.
    (present(), None, (), []), (DRAGGED, None, (), [MOVED]), (DRAGGED, None, (MOVED,), []),
    (present(shifted(READ), planned=None), None, (), []),
    # A deletion that was cut off, or that nobody recorded.
    (present(), row(deleted=True), (), []), (DRAGGED, row(deleted=True), (), [MOVED]),
    # A deletion that the user took back, in the same place or another; one of ours that the server did not make.
    (present(), row(deleted=True, version=None), (SKIPPED,), [BACK]),
    (DRAGGED, row(deleted=True, version=None), (SKIPPED,), [BACK, MOVED]),
    (DRAGGED, row(deleted=True, version=None), (MOVED, SKIPPED), [BACK]),
    (present(), row(deleted=True, version=None), (SKIPPED, BACK), []),
    (None, row(), (SKIPPED, BACK), [Retracted("dana", NOW, key_of(BACK))]),
    (present(), row(deleted=True, version=None, batch=7), (SKIPPED,), []),
    (present(), row(deleted=True), (SKIPPED,), []),
    # An older copy of it: no drag, where we had put it there; one where it had been dragged then.
    (LOST, row(number=2), (), []),
    (DRAGGED, row(number=2), (), [MOVED]), (DRAGGED, row(number=2), (MOVED,), []),
    # A write of ours that was cut off: it arrived, by our note or else by its version; or it did not.
    (present(shifted(READ), 2, shifted(OURS), version='"2"'), row(intent=shifted(OURS)), (), []),
    (present(shifted(READ, 5), 2, shifted(OURS), version='"2"'), row(intent=shifted(OURS)), (),
     [Moved("dana", NOW, UID, shifted(OURS, 5).start, shifted(OURS, 5).end)]),
    (present(shifted(READ), version='"2"', note=""), row(intent=shifted(OURS), note=""), (), []),
    (present(shifted(READ), version='"1"', note=""), row(intent=shifted(OURS), note=""), (), [MOVED]),
    (present(shifted(READ), version='"2"'), row(intent=shifted(OURS, 7)), (), [MOVED]),
    (present(), row(intent=shifted(OURS)), (), []),
    (present(version='"9"'), row(None, intent=OURS, note=""), (), []),
])
def test_what_the_user_did(
    there: Present | None, before: Written | None, known: tuple[Fact, ...], facts: list[Fact]
) -> None:
    """P6: a drag and a deletion are theirs. P4: what we wrote ourselves is not, even if we were cut off."""
    assert list(taken_up(there, before, *known).facts) == facts


@pytest.mark.parametrize(("there", "before", "hours", "facts"), [
    (None, row(), 48.25, []), (None, row(), 48.1, ["Skipped"]),                 # it goes on: taken off in its own time
    (None, row(), 50, []),                                                      # over: tidied away
    (present(status="CANCELLED"), row(), 48.1, ["Skipped"]), (present(status="CANCELLED"), row(), 48.25, []),
])
def test_the_past_is_tidied_away_and_not_skipped(
    there: Present | None, before: Written, hours: float, facts: list[str]
) -> None:
    found = taken_up(there, before, now=NOW + timedelta(hours=hours))
    assert told(found) == facts
    assert found.buried == ((UID,) if there is None else ())


def test_what_is_remembered_of_an_event_on_the_calendar() -> None:
    """A drag keeps our words and people; of an unknown event we take its own, with the user's words apart from ours."""
    assert taken_up(DRAGGED, row()).adopted == ((DRAGGED, shifted(OURS)),)
    worded = present(replace(READ, description="Why.\nbring the book"))
    assert taken_up(worded, None).adopted == ((worded, OURS),)
    assert taken_up(worded, None, keys=()).adopted == ((worded, READ),)
    assert taken_up(present(), row()).adopted == ()
    ticked = present(replace(READ, summary="✓ Call Dana: reached"), ours=replace(OURS, summary="✓ Call Dana: reached"))
    known = replace(ticked.event, answer="reached")                              # nobody's open item any more
    assert taken_up(ticked, None).adopted == ((ticked, known),)
    german = replace(known, summary="✓ Dana anrufen: erreicht")                  # the sign knows no language
    assert taken_up(present(german, ours=german), None).adopted == ((present(german, ours=german), german),)
    arrived = present(shifted(READ), 2, shifted(OURS), version='"2"')
    assert taken_up(arrived, row(intent=shifted(OURS))).adopted == ((arrived, shifted(OURS)),)
    old = present(replace(READ, summary="Call Dana!"), ours=replace(OURS, summary="Call Dana!"))
    assert taken_up(old, row(number=2)).adopted == ((old, replace(OURS, summary="Call Dana!")),)


def test_whose_item_an_adopted_event_is() -> None:
    """The people of our own row, else the person or the task that its UID names."""
    back = row(replace(OURS, people=("dana", "sam")), 2)
    old = present(replace(READ, summary="Call Dana!"), ours=replace(OURS, summary="Call Dana!"))
    ((_, remembered),) = taken_up(old, back, keys=()).adopted
    assert remembered.people == ("dana", "sam")
    again = taken_up(present(), row(deleted=True))
    assert again.adopted == ((present(), OURS),)
    promised = replace(READ, uid="promise-dana-20261128-0123456789-hitlist@followupd")
    ((_, task),) = absorb(
        {promised.uid: present(promised, ours=promised)}, {}, (), Known(("dana",), NO_FACTS, "hitlist", NOW)
    ).adopted
    assert task.people == ("promise/dana-20261128-0123456789",)


@pytest.mark.parametrize("number", [1, 2])
def test_after_a_deletion_that_was_cut_off_our_text_is_remembered(number: int) -> None:
    """P11: a line that was ticked meanwhile is found by the note on the event, even on an older copy."""
    sheet = replace(OURS, description="[ ] Promised to Sam: the list", people=("promise/sam-20261128-1",))
    there = present(replace(sheet, description="[x] Promised to Sam: the list", people=()), ours=sheet)
    assert taken_up(there, row(sheet, number, deleted=True)).adopted == ((there, sheet),)


def test_an_intent_is_remembered_as_written_once_it_is_on_the_calendar() -> None:
    """With its alarm and people, which no event shows. If something else is there, that is remembered."""
    meant = replace(OURS, alarm=timedelta(minutes=10), sought=NOW.date())
    arrived = present(version='"9"')
    assert taken_up(arrived, row(None, intent=meant, note="")).adopted == ((arrived, meant),)
    other = present(replace(READ, summary="Mail Dana"), ours=replace(OURS, summary="Mail Dana"))
    ((_, taken),) = taken_up(other, row(None, intent=meant, note="")).adopted
    assert taken == replace(OURS, summary="Mail Dana")


def test_rebuild_does_not_read_an_accident_as_the_users_wish() -> None:
    """UIDs of missing events are used up. An event at a former place of ours was not dragged; one elsewhere was."""
    missing = taken_up(None, row(), rebuild=True)
    assert (missing.facts, missing.buried) == ((), (UID,))
    assert told(taken_up(LOST, row(), rebuild=True)) == []
    assert told(taken_up(LOST, row())) == ["Moved"]
    assert told(taken_up(DRAGGED, row(), rebuild=True)) == ["Moved"]
    assert told(taken_up(present(), row(deleted=True, version=None), SKIPPED, rebuild=True)) == []


def test_what_was_put_back_is_remembered_as_it_was() -> None:
    """With what no event shows; an older copy of it, as a program may still have it, by its own note."""
    was = replace(OURS, alarm=timedelta(minutes=10), sought=NOW.date())
    gone = row(was, 2, deleted=True, version=None)
    there = present(shifted(READ), 2)
    assert taken_up(there, gone, SKIPPED).adopted == ((there, shifted(was)),)
    old = present(replace(READ, summary="Call Dana!"), ours=replace(OURS, summary="Call Dana!"))
    assert taken_up(old, gone, SKIPPED).adopted == ((old, replace(OURS, summary="Call Dana!")),)
    assert told(taken_up(LOST, gone, SKIPPED)) == ["Retracted"]


@pytest.mark.parametrize("unreadable", [UID, "dana.ics"])
def test_what_cannot_be_read_was_not_deleted(unreadable: str) -> None:
    """P11: by its UID, or by the name of its resource. It stays remembered."""
    assert taken_up(None, row(), unreadable=(unreadable,)) == Absorbed((), (), ())


OTHER = replace(present(), event=replace(READ, uid="block-2026w48-1-hitlist@followupd"))


@pytest.mark.parametrize(("others", "facts"), [
    ((OTHER,), []),                                              # ours, but unknown to this history
    ((replace(OTHER, status="CANCELLED"),), ["Skipped", "Skipped"]),      # never adopted, so it says nothing new
    ((), ["Skipped"]),
])
def test_a_history_that_is_behind_reads_no_deletion(others: tuple[Present, ...], facts: list[str]) -> None:
    """With an older copy of the database, or another followupd on this calendar, nobody knows who deleted an event."""
    found = taken_up(None, row(), others=others)
    assert told(found) == facts
    assert found.buried == (UID,)


@pytest.mark.parametrize(("number", "intent", "note", "facts"), [
    (2, None, True, []), (1, None, True, ["Skipped"]), (2, None, False, ["Skipped"]),
    (2, replace(OURS, uid=OTHER.uid, summary="Mail Dana"), True, ["Skipped"]),
])
def test_a_newer_writing_than_we_remember_says_that_we_are_behind(
    number: int, intent: Event | None, note: bool, facts: list[str]
) -> None:
    """Not while a write of ours was cut off, nor without a note to compare with."""
    block = replace(OURS, uid=OTHER.uid, people=())
    other = Written(OTHER.uid, block, "b.ics", '"1"', intent, note=note_text(block, 1) if note else "")
    there = present(replace(READ, uid=OTHER.uid), number, block)
    found = absorb({OTHER.uid: there}, {UID: row(), OTHER.uid: other}, (), Known(("dana",), NO_FACTS, "hitlist", NOW))
    assert told(found) == facts
