"""Promises on the calendar: what a person does with them on their phone; through whole passes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from followupd.calendars.memory import MemoryCalendar
from followupd.core.schedule.status import State
from followupd.core.values.facts import Attempt, Moved, Promised, Settled, Skipped
from followupd.core.values.hitlist import Promise, StartSmall, Status
from followupd.errors import UnsafeChange
from followupd.history.store import History
from tests.kit.desks import UserDesk
from tests.kit.phones import NOW, PEOPLE, block, contact, desk_of, tick

SAM = replace(contact("Sam Okafor", "2026-10-20 reached"), promises=(
    Promise("send the Lisbon list", date(2026, 11, 27)), Promise("call the plumber", date(2026, 11, 23)),
))
LIST, PLUMBER = "Promised to Sam Okafor: send the Lisbon list", "Promised to Sam Okafor: call the plumber"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[UserDesk[MemoryCalendar]]:
    """Sunday: a block on Tuesday holds the list's line; the plumber is due on Monday and has a reminder."""
    made = desk_of(tmp_path, (*PEOPLE, SAM))
    made.run()
    yield made
    made.history.close()


def test_a_question_goes_with_its_line(desk: UserDesk[MemoryCalendar]) -> None:
    """P3: `[-]` has no meaning on a promise, and is asked about. When the promise ends in another way and leaves the
    sheet, so does the question, in one pass."""
    tick(desk, LIST, "-")
    assert "is not an answer to" in desk.run().questions[0]
    assert "Not understood" in block(desk).event.description
    kept = Settled("sam-okafor", desk.now, "send the Lisbon list", date(2026, 11, 27), True)
    desk.history.append([kept], desk.now)
    desk.run()
    assert "Not understood" not in block(desk).event.description


@pytest.mark.parametrize("on_sheet", [True, False])
@pytest.mark.parametrize(("words", "kept"), [
    *((one, True) for one in ("done", "ok", "sent", "posted", "kept", "did it", "done, he loved it")),
    *((one, False) for one in (
        "spoke", "met", "replied", "answered", "reached", "had coffee", "talked about it", "yes tomorrow",
        "spoke, will send tomorrow", "she picked up, sending it Friday", "he called, wants two books",
        "booked Thu 15:00",
    )),
])
def test_having_spoken_keeps_no_promise(tmp_path: Path, words: str, kept: bool, on_sheet: bool) -> None:
    """It stays open until it is said to be kept; any word of contact is asked about on that event, at each pass."""
    desk = desk_of(tmp_path, (SAM,))
    desk.hitlist = desk.hitlist if on_sheet else replace(desk.hitlist, blocks=())
    desk.run()
    there = block(desk) if on_sheet else min(desk.ours("promise-"), key=lambda one: one.event.start)
    what = LIST if on_sheet else PLUMBER
    if on_sheet:
        desk.calendar.rewrite(there.uid, there.event.description.replace(f"[ ] {what}", f"[ ] {what} - {words}"))
    else:
        desk.calendar.retitle(there.uid, f"{there.event.summary} {words}")
    for _ in range(2):
        assert bool(desk.run().questions) is not kept
        assert ([fact.kept for fact in desk.facts(Settled) if isinstance(fact, Settled)], desk.facts(Attempt)) == (
            [True] if kept else [], [],
        )
    desk.history.close()


def test_a_ticked_promise_is_kept_and_is_not_a_try(desk: UserDesk[MemoryCalendar]) -> None:
    """`[x]` on its own line: kept once, the person is not logged as reached, and the line is not asked again."""
    tick(desk, LIST, "x", " by mail")
    desk.run()
    (settled,) = desk.facts(Settled)
    assert isinstance(settled, Settled)
    assert (settled.contact, settled.what, settled.kept) == ("sam-okafor", "send the Lisbon list", True)
    assert desk.facts(Attempt) == []
    text = block(desk).event.description
    assert f"[ ] {LIST}" not in text
    assert f"[x] {LIST} by mail" in text                    # the user's own line stays
    desk.now += timedelta(days=3)
    desk.run()
    assert desk.facts(Attempt) == []
    assert len(desk.facts(Settled)) == 1


@pytest.mark.parametrize("line", [
    "Promised to Sam Okafor: the Lisbon list, by mail", "promised to Sam Okafor: the Lisbon list",
    "Sam Okafor: send the Lisbon list", "Sam Okafor: Lisbon list is sent",
])
def test_the_line_of_a_promise_in_other_words_is_asked_about(desk: UserDesk[MemoryCalendar], line: str) -> None:
    """P11, P13: it is neither read as a call to its person nor passed over, whatever language it was written in."""
    there = block(desk)
    desk.calendar.rewrite(there.uid, there.event.description.replace(f"[ ] {LIST}", f"[x] {line}"))
    for _ in range(2):
        (asked,) = desk.run().questions
        assert f'Sam Okafor: "{line}" may be "{LIST}": tick that line, or use other words' in asked
        assert (desk.facts(Settled), desk.facts(Attempt)) == ([], [])
        assert f"[ ] {LIST}" in block(desk).event.description
        assert f"[x] {line}" in block(desk).event.description            # the user's own line stays
    tick(desk, LIST, "x")
    assert desk.run().questions == ()
    assert len(desk.facts(Settled)) == 1
    assert desk.facts(Attempt) == []
    assert "Not understood" not in block(desk).event.description


def test_after_a_lost_database_the_note_knows_the_line(desk: UserDesk[MemoryCalendar], tmp_path: Path) -> None:
    """The line may have no word of ours in front: what was written on the sheet decides, not how lines begin."""
    there = block(desk)
    desk.calendar.rewrite(there.uid, there.event.description + "\n[x] Sam Okafor: Lisbon list sent")
    desk.history.close()
    desk.history = History.open(tmp_path / "second.db", "hitlist")
    (asked,) = desk.run().questions
    assert f'may be "{LIST}"' in asked
    assert (desk.facts(Settled), desk.facts(Attempt)) == ([], [])


def test_words_of_the_users_about_somebody_with_a_promise_are_a_try(desk: UserDesk[MemoryCalendar]) -> None:
    """A separate line, though Sam's promise is on the sheet: they say who was reached, and what was said."""
    there = block(desk)
    text = there.event.description.replace(f"[ ] {LIST}", f"[ ] {LIST}\n[x] Sam Okafor: we spoke about the list")
    desk.calendar.rewrite(there.uid, text)
    assert desk.run().questions == ()
    assert [(a.contact, a.note) for a in desk.facts(Attempt) if isinstance(a, Attempt)] == [
        ("sam-okafor", "we spoke about the list"),
    ]
    assert desk.facts(Settled) == []


def test_the_sheet_says_what_ticking_means(tmp_path: Path) -> None:
    """Nobody is reached by a promise; if there are people below it, both are explained."""
    desk = desk_of(tmp_path, (SAM,))
    desk.run()
    text = block(desk).event.description
    assert text.endswith("\n\nTick [x] when a promise is kept.")
    desk.hitlist = replace(desk.hitlist, contacts=(SAM, PEOPLE[1]))
    desk.run()
    legend = "Add a few words behind a line if you like.\nTick [x] when a promise is kept."
    assert legend in block(desk).event.description
    desk.history.close()


def test_a_promise_ticked_with_no_answer_is_asked_about(desk: UserDesk[MemoryCalendar]) -> None:
    """`[-]` has no meaning on a promise: it is asked about, and the promise stays open."""
    tick(desk, LIST, "-")
    report = desk.run()
    assert any("is not an answer to" in question for question in report.questions)
    assert desk.facts(Settled) == []


@pytest.mark.parametrize(("mark", "word", "kept"), [
    ("{} done", "kept", True), ("ok {}", "kept", True), ("{} sent", "kept", True), ("{} dropped", "dropped", False),
])
def test_a_marked_reminder_is_answered(desk: UserDesk[MemoryCalendar], mark: str, word: str, kept: bool) -> None:
    there = desk.one("promise-")
    assert there.event.summary == PLUMBER
    desk.calendar.retitle(there.uid, mark.format(PLUMBER))
    desk.run()
    (settled,) = desk.facts(Settled)
    assert isinstance(settled, Settled)
    assert (settled.what, settled.kept, settled.event) == ("call the plumber", kept, there.uid)
    assert desk.one("promise-").event.summary == f"✓ {PLUMBER}: {word}"
    assert f"[ ] {PLUMBER}" not in block(desk).event.description
    assert desk.facts(Attempt) == []


@pytest.mark.parametrize("words", ["sent back", "sent him the wrong one", "half done", "yes", "posted back"])
def test_what_may_not_be_done_keeps_no_promise(desk: UserDesk[MemoryCalendar], words: str) -> None:
    desk.calendar.retitle(desk.one("promise-").uid, f"{PLUMBER} {words}")
    assert desk.run().questions
    assert desk.facts(Settled) == []


def test_an_unknown_mark_is_asked_about(desk: UserDesk[MemoryCalendar]) -> None:
    there = desk.one("promise-")
    desk.calendar.retitle(there.uid, f"{PLUMBER} na")
    report = desk.run()
    assert report.questions
    assert desk.facts(Settled) == []
    assert desk.one("promise-").event.summary == f"? {PLUMBER} na"


def test_a_dragged_reminder_stays_and_later_is_a_drag(desk: UserDesk[MemoryCalendar]) -> None:
    """Even if a sheet would come before: the user's hand wins (P6)."""
    there = desk.one("promise-")
    start = datetime(2026, 11, 25, 18, 0, tzinfo=UTC)
    desk.calendar.drag(there.uid, start, start + timedelta(minutes=15))
    desk.run()
    assert desk.one("promise-").event.start == start
    assert f"[ ] {PLUMBER}" not in block(desk).event.description
    desk.calendar.retitle(there.uid, f"{PLUMBER} later Friday")
    desk.run()
    assert desk.one("promise-").event.start == datetime(2026, 11, 27, 18, 0, tzinfo=UTC)
    assert len(desk.facts(Moved)) == 2


def test_a_promise_put_off_brings_nobody_into_a_small_start(tmp_path: Path) -> None:
    """Its reminder was dragged, but its person still waits: dragging a promise does not start calls."""
    desk = desk_of(tmp_path, (*PEOPLE[1:], replace(SAM, log=())))
    desk.hitlist = replace(desk.hitlist, start_small=StartSmall(1, 1))
    assert desk.run().plan.statuses["sam-okafor"].state is State.WAITING
    there = desk.one("promise-")
    desk.calendar.drag(there.uid, there.event.start + timedelta(days=1), there.event.end + timedelta(days=1))
    report = desk.run()
    assert len(desk.facts(Moved)) == 1
    assert report.plan.statuses["sam-okafor"].state is State.WAITING
    desk.history.close()


def test_an_emptied_list_counts_people_and_not_what_there_is_to_do(desk: UserDesk[MemoryCalendar]) -> None:
    """P10: Sam's two promises and the people on the sheet are reported as a number of people."""
    desk.hitlist = replace(desk.hitlist, contacts=())
    with pytest.raises(UnsafeChange, match=r"but coming events are for 5 people"):
        desk.run()


def test_a_deleted_reminder_is_skipped_and_the_promise_stays(desk: UserDesk[MemoryCalendar]) -> None:
    desk.calendar.delete(desk.one("promise-").uid)
    desk.run()
    assert len(desk.facts(Skipped)) == 1
    assert f"[ ] {PLUMBER}" in block(desk).event.description
    assert desk.ours("promise-") == []


def test_a_completed_reminder_counts_like_the_mark(desk: UserDesk[MemoryCalendar]) -> None:
    there = desk.one("promise-")
    desk.calendar.edit_lines(there.uid, STATUS="COMPLETED")
    desk.run()
    assert len(desk.facts(Settled)) == 1


def test_done_in_the_hit_list_takes_the_line_away(desk: UserDesk[MemoryCalendar]) -> None:
    done = replace(SAM, promises=(replace(SAM.promises[0], done=True), SAM.promises[1]))
    desk.hitlist = replace(desk.hitlist, contacts=(*PEOPLE, done))
    desk.run()
    assert LIST not in block(desk).event.description
    assert "You promised: send the Lisbon list" not in block(desk).event.description


def test_a_promise_of_a_stopped_person_goes(desk: UserDesk[MemoryCalendar]) -> None:
    """P8: every future event of theirs goes at once."""
    desk.hitlist = replace(desk.hitlist, contacts=(*PEOPLE, replace(SAM, status=Status.STOP)))
    desk.run()
    assert desk.ours("promise-") == []
    assert "Sam Okafor" not in block(desk).event.description


def test_a_lost_database_doubles_nothing_and_keeps_the_answer(desk: UserDesk[MemoryCalendar], tmp_path: Path) -> None:
    """The reminders are adopted by their UIDs; what the ✓ says is known again."""
    desk.calendar.retitle(desk.one("promise-").uid, f"{PLUMBER} done")
    desk.run()
    before = {p.uid: p.event.summary for p in desk.calendar.read().events}
    desk.history.close()
    desk.history = History.open(tmp_path / "second.db", "hitlist")
    desk.run()
    assert {p.uid: p.event.summary for p in desk.calendar.read().events} == before
    (settled,) = desk.facts(Settled)
    assert isinstance(settled, Settled)
    assert settled.what == "call the plumber"


def test_a_lost_database_keeps_an_open_reminder_in_its_place(desk: UserDesk[MemoryCalendar], tmp_path: Path) -> None:
    before = desk.one("promise-")
    desk.history.close()
    desk.history = History.open(tmp_path / "second.db", "hitlist")
    desk.run()
    assert desk.one("promise-").event == before.event


def test_a_past_reminder_gets_its_tick_when_the_promise_is_kept_elsewhere(desk: UserDesk[MemoryCalendar]) -> None:
    """Kept by command and marked nowhere: the past reminder says so, and nothing else of it changes."""
    there = desk.one("promise-")
    desk.now = there.event.end + timedelta(hours=2)
    desk.run()
    assert f"[ ] {PLUMBER}" in block(desk).event.description
    desk.history.append([Settled("sam-okafor", desk.now, "call the plumber", date(2026, 11, 23))], desk.now)
    desk.run()
    assert desk.one("promise-").event.summary == f"✓ {PLUMBER}: kept"
    assert f"[ ] {PLUMBER}" not in block(desk).event.description


@pytest.mark.parametrize("blocks", [True, False])
def test_a_reminder_that_passed_says_so_once(desk: UserDesk[MemoryCalendar], *, blocks: bool) -> None:
    """P12: in words that fit a promise, when the line or the reminder in its place has begun; it can still be kept."""
    desk.hitlist = replace(desk.hitlist, blocks=desk.hitlist.blocks if blocks else ())
    first = desk.one("promise-")
    desk.now = first.event.end + timedelta(hours=2)
    desk.run()
    assert desk.calendar.event(first.uid).event.summary == PLUMBER      # what takes its place has not begun
    where = [one.event for one in desk.ours("") if one.event.start > desk.now and PLUMBER in one.event.description]
    where += [one.event for one in desk.ours("promise-") if one.event.start > desk.now and one.uid != first.uid]
    desk.now = min(event.start for event in where)
    for _ in range(2):
        desk.run()
        assert desk.calendar.event(first.uid).event.summary == f"– not done: {PLUMBER}"
        desk.now += timedelta(days=9)
    desk.calendar.retitle(first.uid, f"– not done: {PLUMBER} done")
    desk.run()
    assert desk.calendar.event(first.uid).event.summary == f"✓ {PLUMBER}: kept"
    assert [fact.what for fact in desk.facts(Settled)] == ["call the plumber"]


def test_a_promise_stays_on_the_sheet_of_a_block_that_goes_on(desk: UserDesk[MemoryCalendar]) -> None:
    """It does not jump to the next sheet while its block runs; afterwards it does, until it is kept."""
    there = block(desk)
    desk.now = there.event.start + timedelta(minutes=10)
    desk.run()
    later = [p for p in desk.ours("block-") if p.event.start > desk.now]
    assert not any(LIST in p.event.description for p in later)
    desk.now = there.event.end + timedelta(minutes=10)
    desk.run()
    reminder = [p for p in desk.ours("promise-") if p.event.summary == LIST]
    assert [p.event.start.date() for p in reminder] == [date(2026, 11, 27)]    # its day comes before the next block


def test_a_promise_by_command_is_written_at_once(desk: UserDesk[MemoryCalendar]) -> None:
    desk.history.append([Promised("dana-whitfield", NOW, "introduce Hank", None)], NOW)
    desk.run()
    assert "[ ] Promised to Dana Whitfield: introduce Hank" in block(desk).event.description
    reminder = desk.one("retry-dana-whitfield")
    assert "You promised: introduce Hank" in reminder.event.description
    assert desk.facts(Attempt) == []
