"""From what is there to what is wanted, three ways: a test for each situation, on a calendar that stores texts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from followupd.calendars.memory import MemoryCalendar
from followupd.core.changes.guard import check_changes, check_emptied, check_vanished
from followupd.core.schedule.status import State
from followupd.core.values.event import Create, Delete, Event, Present, Update, Written
from followupd.core.values.facts import Moved, Outcome, Skipped
from followupd.core.values.time import Span
from followupd.errors import UnsafeChange
from followupd.history.store import History
from followupd.run import run_pass
from tests.kit.desks import KEY, UserDesk
from tests.kit.people import A_WEEK_APART, DENVER, TUESDAY, at, hit_list, local, person, tried

RETRY = "retry-dana-20261120-2-hitlist@followupd"
BLOCK = "block-2026w48-1-hitlist@followupd"


def existing(desk: UserDesk[MemoryCalendar], uid: str) -> Event:
    return desk.calendar.event(uid).event


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[UserDesk[MemoryCalendar]]:
    """Dana was not reached on Friday 20 November; the first pass has run."""
    with History.open(tmp_path / "state.db", "hitlist") as history:
        rule = replace(TUESDAY, ahead=Span(days=28))
        hitlist = hit_list(person(), blocks=(rule,), retry=A_WEEK_APART)
        made = UserDesk(tmp_path, hitlist, history, MemoryCalendar("hitlist", DENVER), at("2026-11-20 14:15"))
        history.append([tried("2026-11-20 14:10")], made.now)
        made()
        assert local(existing(made, RETRY).start) == "Fri 27 Nov 11:00"
        yield made


def change_notes(desk: UserDesk[MemoryCalendar], notes: str) -> None:
    desk.hitlist = replace(desk.hitlist, contacts=(person(notes=notes),))


def test_lines_of_the_user_survive_our_next_text(desk: UserDesk[MemoryCalendar]) -> None:
    """P6: they come after ours, once, however often ours changes."""
    desk.calendar.rewrite(RETRY, existing(desk, RETRY).description + "\nAsk about the dog.")
    desk.quiet()
    for notes in ("In Lisbon.", "Back from Lisbon.", ""):
        change_notes(desk, notes)
        assert len(desk().changes) == 1
        text = existing(desk, RETRY).description
        assert text.count("Ask about the dog.") == 1
        assert ("Notes:" in text) == bool(notes)
        desk.quiet()


def test_a_busy_state_that_the_user_set_survives(desk: UserDesk[MemoryCalendar]) -> None:
    """P6."""
    desk.calendar.edit_lines(RETRY, TRANSP="OPAQUE")
    desk.quiet()
    change_notes(desk, "In Lisbon.")
    desk()
    assert existing(desk, RETRY).busy


def test_an_alarm_that_the_user_added_survives(desk: UserDesk[MemoryCalendar]) -> None:
    """P6."""
    desk.calendar.add_lines(RETRY, "BEGIN:VALARM", "ACTION:DISPLAY", "DESCRIPTION:mine", "TRIGGER:-PT1H", "END:VALARM")
    change_notes(desk, "In Lisbon.")
    desk()
    assert "DESCRIPTION:mine" in desk.calendar.event(RETRY).raw


def test_a_server_that_mangles_our_text_is_not_fought(desk: UserDesk[MemoryCalendar]) -> None:
    """docs/servers.md 5: as we left it is as we left it, whatever the server made of it."""
    event = existing(desk, RETRY)
    row = desk.history.written(KEY)[RETRY]
    desk.calendar.rewrite(RETRY, event.description.replace("  ", " ") + "\n\n")
    mangled = desk.calendar.event(RETRY)
    assert row.event is not None
    desk.history.adopt(KEY, [(mangled, row.event)])      # what a write that was mangled on arrival leaves behind
    desk.quiet()


def test_trailing_blanks_and_newlines_are_not_a_change(desk: UserDesk[MemoryCalendar]) -> None:
    """Meaning is compared, never text."""
    desk.calendar.rewrite(RETRY, "  \r\n".join(existing(desk, RETRY).description.split("\n")))
    desk.quiet()


def test_a_deleted_event_comes_back_under_a_new_generation_only(desk: UserDesk[MemoryCalendar]) -> None:
    """After --rebuild: the spent UID is never used again (docs/servers.md 7)."""
    from followupd.passes.gather import Allow

    desk.calendar.clear()
    sources = desk.sources()
    run_pass(sources, desk.now, write=True, allow=Allow(rebuild=True))
    uids = {p.uid for p in desk.calendar.read().events}
    assert RETRY not in uids
    assert RETRY.replace("-2-hitlist", "-2.2-hitlist") in uids
    desk.quiet()


def test_a_cancelled_event_is_a_deleted_one(desk: UserDesk[MemoryCalendar]) -> None:
    """Some clients cancel instead."""
    desk.calendar.cancel(RETRY)
    report = desk()
    assert [fact.uid for fact in report.facts if isinstance(fact, Skipped)] == [RETRY]
    desk.quiet()


def test_a_changed_length_is_kept(desk: UserDesk[MemoryCalendar]) -> None:
    """As a drag: half an hour instead of a quarter."""
    start = existing(desk, RETRY).start
    desk.calendar.drag(RETRY, start, start + timedelta(minutes=30))
    report = desk()
    assert [type(fact) for fact in report.facts] == [Moved]
    assert existing(desk, RETRY).interval.length == timedelta(minutes=30)
    desk.quiet()


def test_what_was_dragged_and_back_is_where_it_was(desk: UserDesk[MemoryCalendar]) -> None:
    """Two drags, two facts, one place."""
    start = existing(desk, RETRY).start
    for hours in (3, 0):
        desk.now += timedelta(minutes=1)
        desk.calendar.drag(RETRY, start + timedelta(hours=hours))
        desk()
    assert existing(desk, RETRY).start == start
    desk.quiet()


def test_the_past_gets_its_answer_and_nothing_else(desk: UserDesk[MemoryCalendar]) -> None:
    """Guard's rule: a past reminder's title says ✓ once its person was tried, and its text what comes next and what
    is known, no longer why it was there; its times stay."""
    desk.now = at("2026-11-27 11:20")
    before = existing(desk, RETRY)
    desk()
    assert existing(desk, RETRY) == before
    desk.history.append([tried("2026-11-27 11:15", Outcome.REACHED)], desk.now)
    desk()
    after = existing(desk, RETRY)
    assert after.summary.startswith("✓ Call Dana")
    assert replace(after, summary=before.summary, answer="", description="") == replace(before, description="")
    assert "time to try again." in before.description
    assert after.description.split("\n\n")[0] == "Next, as planned then: Sat 27 Feb."
    assert after.description.split("\n\n")[1].startswith("Phone: +1 303 555 0142  tel:+13035550142")
    assert "time to try again." not in after.description
    assert after.answer == "reached"
    desk.quiet()


def test_an_answered_reminder_is_not_open_after_a_lost_database(desk: UserDesk[MemoryCalendar]) -> None:
    """P2: it was marked before its time and has its ✓; adopted, it is nobody's, beside the next try."""
    desk.now = at("2026-11-24 18:00")
    desk.calendar.retitle(RETRY, "na Call Dana")
    desk()
    assert existing(desk, RETRY).summary == "✓ Call Dana: no answer"
    desk.history.forget(KEY)
    desk()
    rows = desk.history.written(KEY).values()
    named = [key for row in rows if row.event and not row.deleted for key in row.event.people]
    assert named == ["dana"]
    desk.quiet()


def test_a_reminder_of_somebody_who_left_the_list_is_nobody_elses(desk: UserDesk[MemoryCalendar]) -> None:
    """Ann Lee leaves the list and her reminder is deleted by hand: Ann, whose name begins hers, is not skipped."""
    desk.hitlist = replace(desk.hitlist, contacts=(person(), person("Ann Lee"), person("Ann")))
    desk.history.append([tried("2026-11-20 13:00", contact="ann-lee")], desk.now)
    desk()
    desk.hitlist = replace(desk.hitlist, contacts=(person(), person("Ann")))
    desk.calendar.delete("retry-ann-lee-20261120-2-hitlist@followupd")
    report = desk()
    assert [fact.contact for fact in report.facts if isinstance(fact, Skipped)] == [None]
    assert report.plan.statuses["ann"].state is State.OPEN


def test_a_reminder_tidied_away_after_the_call_skips_nothing(desk: UserDesk[MemoryCalendar]) -> None:
    """P1: Dana was reached on Sunday, and the retry deleted by hand before the pass: three months from Sunday."""
    desk.now = at("2026-11-22 12:00")
    desk.calendar.delete(RETRY)
    desk.history.append([tried("2026-11-22 11:00", Outcome.REACHED)], desk.now)
    next_try = desk().plan.statuses["dana"].next_try
    assert next_try is not None
    assert next_try.due == at("2027-02-22").date()


def test_a_retry_that_is_deleted_is_skipped(desk: UserDesk[MemoryCalendar]) -> None:
    """P6: Dana rests for a cadence from the day of that try, and the event is not written again."""
    desk.calendar.delete(RETRY)
    status = desk().plan.statuses["dana"]
    assert status.state is State.RESTING
    assert status.next_try is not None
    assert status.next_try.due == at("2027-02-27").date()
    assert RETRY not in {p.uid for p in desk.calendar.read().events}
    desk.quiet()


def test_lines_of_one_pass(desk: UserDesk[MemoryCalendar]) -> None:
    """Report: what was picked up, what was written, and the next block."""
    desk.calendar.drag(RETRY, at("2026-11-26 16:00"))
    desk.calendar.delete(BLOCK)
    lines = desk().lines()
    assert lines[:2] == [
        "You moved Dana to Thu 26 Nov 16:00: kept there.",
        "You took the block of Tue 24 Nov 10:00 off the calendar: skipped.",
    ]
    assert any(line.startswith("Wrote memory: ") for line in lines)
    assert desk().lines() == []


# The guard, on values.

NOW = at("2026-11-20 14:15")


def event(uid: str = BLOCK, days: int = 4, summary: str = "Outreach block", people: tuple[str, ...] = ()) -> Event:
    start = at("2026-11-20 10:00") + timedelta(days=days)
    return Event(uid, start, start + timedelta(hours=1), summary, people=people)


def present(of: Event) -> Present:
    return Present(of, of.uid, "1", "")


def rows(*days: int) -> dict[str, Written]:
    found = (event(f"block-2026w{n:02}-1-hitlist@followupd", day) for n, day in enumerate(days, 1))
    return {e.uid: Written(e.uid, e, e.uid, "1") for e in found}


@pytest.mark.parametrize(
    ("days", "there", "exists", "refused"),
    [
        ([1, 2, 3, 4], 4, True, False), ([1, 2, 3, 4], 2, True, False), ([1, 2, 3, 4], 1, True, True),
        ([1, 2, 3], 0, True, True), ([1, 2], 0, True, False), ([1, 2], 0, False, True), ([-1, -2, -3], 0, False, False),
        ([], 0, False, False), ([-3, -2, -1, 1], 0, True, False), ([1, 2, 3, 4, 5, 6], 3, True, False),
    ],
)
def test_what_counts_as_an_accident(days: list[int], there: int, exists: bool, refused: bool) -> None:
    """P10: more than half of three or more coming ones, or a calendar that is gone; the past does not count."""
    written = rows(*days)
    left = list(written)[:there]
    if refused:
        with pytest.raises(UnsafeChange, match="nothing was written"):
            check_vanished(left, (), written, exists, "followup.ics", NOW)
    else:
        check_vanished(left, (), written, exists, "followup.ics", NOW)


def test_what_cannot_be_read_has_not_vanished() -> None:
    """P11: a broken event is reported, and is not a deletion as long as it is known to be there."""
    written = rows(1, 2, 3)
    check_vanished((), tuple(written), written, True, "followup.ics", NOW)
    with pytest.raises(UnsafeChange, match="3 of our 3 events to come have vanished"):
        check_vanished((), (), written, True, "followup.ics", NOW)


def test_an_empty_list_is_an_accident_only_while_its_people_stand_somewhere() -> None:
    row = event(people=("dana",))
    check_emptied(1, {BLOCK: Written(BLOCK, row)}, NOW)
    check_emptied(0, {BLOCK: Written(BLOCK, event())}, NOW)
    check_emptied(0, {BLOCK: Written(BLOCK, row, deleted=True)}, NOW)
    check_emptied(0, {BLOCK: Written(BLOCK, event(days=-1, people=("dana",)))}, NOW)
    with pytest.raises(UnsafeChange, match="events are for 1 person"):
        check_emptied(0, {BLOCK: Written(BLOCK, row)}, NOW)


PAST, COMING = event(days=-1), event()


@pytest.mark.parametrize(
    "change",
    [
        Create(event("board@example.com")), Create(event("block-2026w48-1-alex@followupd")), Create(PAST),
        Create(event(days=-2)),
        Update(present(PAST), replace(PAST, summary="Something else"), PAST),
        Update(present(PAST), replace(PAST, summary="✓ Outreach block", start=PAST.start + timedelta(1)), PAST),
        Update(present(PAST), replace(PAST, description=PAST.description + "\nby us"), PAST),
        Update(present(COMING), replace(COMING, uid="block-2026w49-1-hitlist@followupd"), COMING),
        Delete(present(PAST)), Delete(present(event("board@example.com"))),
    ],
)
def test_what_no_plan_may_do_is_never_written(change: Create | Update | Delete) -> None:
    """P5, and the past stays as it is."""
    with pytest.raises(AssertionError):
        check_changes([change], {}, {}, "hitlist", NOW)


def test_two_changes_of_one_event_are_a_bug() -> None:
    with pytest.raises(AssertionError, match="two changes"):
        check_changes([Delete(present(COMING)), Delete(present(COMING))], {}, {}, "hitlist", NOW)


def test_what_a_plan_may_do() -> None:
    check_changes([Create(COMING)], {}, {}, "hitlist", NOW)
    check_changes([Update(present(COMING), replace(COMING, summary="x"), COMING)], {}, {}, "hitlist", NOW)
    check_changes([Delete(present(COMING))], {}, {}, "hitlist", NOW)
    asked = replace(PAST, description=PAST.description + "\n\nNot understood: what now?")
    check_changes([Update(present(PAST), asked, asked)], {}, {}, "hitlist", NOW)
    with pytest.raises(AssertionError):
        check_changes([Create(COMING)], {BLOCK: present(COMING)}, {}, "hitlist", NOW)


def test_the_words_that_we_ask_about_stay_when_our_title_changes(desk: UserDesk[MemoryCalendar]) -> None:
    """P3, P6, P11: they go around the new title, and the next pass asks the same question."""
    desk.calendar.retitle(RETRY, "Call Dana reached out!")
    desk()
    assert "Not understood" in existing(desk, RETRY).description
    contact = replace(person(), via=("email",), emails=("dana@example.com",))
    desk.hitlist = replace(desk.hitlist, contacts=(contact,))
    desk()
    title = existing(desk, RETRY).summary
    assert title.startswith("? Email Dana")
    assert title.endswith("reached out!")
    assert "Not understood" in existing(desk, RETRY).description
    desk.quiet()
