"""Promises, cards and meetings on the calendar: what a person does with them on their phone; through whole passes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from followupd.core.schedule.status import State
from followupd.core.values.event import Present
from followupd.core.values.facts import Attempt, Booked, Fact, Moved, Outcome, Promised, Settled, Skipped
from followupd.core.values.hitlist import Anniversary, Promise, StartSmall, Status
from followupd.core.values.time import Span
from followupd.errors import UnsafeChange
from followupd.history.store import History
from tests.passes.test_answers import NOW, PEOPLE, World, contact

SAM = replace(contact("Sam Okafor", "2026-10-20 reached"), promises=(
    Promise("send the Lisbon list", date(2026, 11, 27)), Promise("call the plumber", date(2026, 11, 23)),
))  # fmt: skip
LIST, PLUMBER = "Promised to Sam Okafor: send the Lisbon list", "Promised to Sam Okafor: call the plumber"


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """Sunday: a block on Tuesday holds the list's line; the plumber is due on Monday and has a reminder."""
    made = World(tmp_path, (*PEOPLE, SAM))
    made.run()
    yield made
    made.history.close()


def facts(world: World, kind: type[Fact]) -> list[Fact]:
    return [fact for fact in world.history.facts() if isinstance(fact, kind)]


def block(world: World) -> Present:
    return min(world.ours("block-"), key=lambda p: p.event.start)


def tick(world: World, line: str, box: str, behind: str = "") -> None:
    there = block(world)
    text = there.event.description.replace(f"[ ] {line}", f"[{box}] {line}{behind}")
    assert text != there.event.description
    world.calendar.rewrite(there.uid, text)


def test_a_question_goes_with_its_line(world: World) -> None:
    """P3: `[-]` means nothing on a promise, and is asked about. When the promise is over otherwise, and leaves the
    sheet, the question leaves with it, in one pass."""
    tick(world, LIST, "-")
    assert "is not an answer to" in world.run().questions[0]
    assert "Not understood" in block(world).event.description
    kept = Settled("sam-okafor", world.now, "send the Lisbon list", date(2026, 11, 27), True)
    world.history.append([kept], world.now)
    world.run()
    assert "Not understood" not in block(world).event.description


def test_a_ticked_promise_is_kept_and_no_try(world: World) -> None:
    """`[x]` on its own line: kept once, the person is not logged as reached, and the line is not asked again."""
    tick(world, LIST, "x", " by mail")
    world.run()
    (settled,) = facts(world, Settled)
    assert isinstance(settled, Settled)
    assert (settled.contact, settled.what, settled.kept) == ("sam-okafor", "send the Lisbon list", True)
    assert facts(world, Attempt) == []
    text = block(world).event.description
    assert f"[ ] {LIST}" not in text
    assert f"[x] {LIST} by mail" in text                    # the user's own line stays
    world.now += timedelta(days=3)
    world.run()
    assert facts(world, Attempt) == []
    assert len(facts(world, Settled)) == 1


def test_the_sheet_says_what_ticking_means(tmp_path: Path) -> None:
    """Nobody is reached by a promise; where people stand below it, both are said."""
    world = World(tmp_path, (SAM,))
    world.run()
    text = block(world).event.description
    assert text.endswith("\n\nTick [x] when a promise is kept.")
    world.hitlist = replace(world.hitlist, contacts=(SAM, PEOPLE[1]))
    world.run()
    assert "words behind a line are the note. Tick [x] when a promise is kept." in block(world).event.description
    world.history.close()


def test_a_promise_ticked_with_no_answer_is_asked_about(world: World) -> None:
    """`[-]` means nothing on a promise: it is asked about, and stays open."""
    tick(world, LIST, "-")
    report = world.run()
    assert any("is not an answer to" in question for question in report.questions)
    assert facts(world, Settled) == []


@pytest.mark.parametrize(("mark", "word", "kept"), [
    ("{} done", "kept", True), ("ok {}", "kept", True), ("{} sent", "kept", True), ("{} dropped", "dropped", False),
])
def test_a_marked_reminder_is_answered(world: World, mark: str, word: str, kept: bool) -> None:
    there = world.one("promise-")
    assert there.event.summary == PLUMBER
    world.calendar.retitle(there.uid, mark.format(PLUMBER))
    world.run()
    (settled,) = facts(world, Settled)
    assert isinstance(settled, Settled)
    assert (settled.what, settled.kept, settled.event) == ("call the plumber", kept, there.uid)
    assert world.one("promise-").event.summary == f"✓ {PLUMBER}: {word}"
    assert f"[ ] {PLUMBER}" not in block(world).event.description
    assert facts(world, Attempt) == []


def test_an_unknown_mark_is_asked_about(world: World) -> None:
    there = world.one("promise-")
    world.calendar.retitle(there.uid, f"{PLUMBER} na")
    report = world.run()
    assert report.questions
    assert facts(world, Settled) == []
    assert world.one("promise-").event.summary == f"{PLUMBER} na"


def test_a_dragged_reminder_stays_and_later_is_a_drag(world: World) -> None:
    """Also where a sheet would come before: the user's hand wins (P6)."""
    there = world.one("promise-")
    start = datetime(2026, 11, 25, 18, 0, tzinfo=UTC)
    world.calendar.drag(there.uid, start, start + timedelta(minutes=15))
    world.run()
    assert world.one("promise-").event.start == start
    assert f"[ ] {PLUMBER}" not in block(world).event.description
    world.calendar.retitle(there.uid, f"{PLUMBER} later Friday")
    world.run()
    assert world.one("promise-").event.start == datetime(2026, 11, 27, 18, 0, tzinfo=UTC)
    assert len(facts(world, Moved)) == 2


def test_a_promise_put_off_brings_nobody_into_a_small_start(tmp_path: Path) -> None:
    """Its reminder was dragged, and whose it is still waits to be called: that was not chosen by hand."""
    world = World(tmp_path, (*PEOPLE[1:], replace(SAM, log=())))
    world.hitlist = replace(world.hitlist, start_small=StartSmall(1, 1))
    assert world.run().plan.standings["sam-okafor"].state is State.WAITING
    there = world.one("promise-")
    world.calendar.drag(there.uid, there.event.start + timedelta(days=1), there.event.end + timedelta(days=1))
    report = world.run()
    assert len(facts(world, Moved)) == 1
    assert report.plan.standings["sam-okafor"].state is State.WAITING
    world.history.close()


def test_an_emptied_list_counts_people_and_not_what_there_is_to_do(world: World) -> None:
    """P10: Sam's two promises and the people on the sheet are told by how many people they are."""
    world.hitlist = replace(world.hitlist, contacts=())
    with pytest.raises(UnsafeChange, match=r"but coming events are for 5 people"):
        world.run()


def test_a_deleted_reminder_is_skipped_and_the_promise_stays(world: World) -> None:
    world.calendar.delete(world.one("promise-").uid)
    world.run()
    assert len(facts(world, Skipped)) == 1
    assert f"[ ] {PLUMBER}" in block(world).event.description
    assert world.ours("promise-") == []


def test_a_completed_reminder_counts_like_the_mark(world: World) -> None:
    there = world.one("promise-")
    world.calendar.edit_lines(there.uid, STATUS="COMPLETED")
    world.run()
    assert len(facts(world, Settled)) == 1


def test_done_in_the_hit_list_takes_the_line_away(world: World) -> None:
    done = replace(SAM, promises=(replace(SAM.promises[0], done=True), SAM.promises[1]))
    world.hitlist = replace(world.hitlist, contacts=(*PEOPLE, done))
    world.run()
    assert LIST not in block(world).event.description
    assert "You promised: send the Lisbon list" not in block(world).event.description


def test_a_promise_of_a_stopped_person_goes(world: World) -> None:
    """P8: every future event of theirs goes at once."""
    world.hitlist = replace(world.hitlist, contacts=(*PEOPLE, replace(SAM, status=Status.STOP)))
    world.run()
    assert world.ours("promise-") == []
    assert "Sam Okafor" not in block(world).event.description


def test_a_lost_database_doubles_nothing_and_takes_the_answer_up(world: World, tmp_path: Path) -> None:
    """The reminders are adopted by their UIDs; what the ✓ says is known again."""
    world.calendar.retitle(world.one("promise-").uid, f"{PLUMBER} done")
    world.run()
    before = {p.uid: p.event.summary for p in world.calendar.read().events}
    world.history.close()
    world.history = History.open(tmp_path / "anew.db", "hitlist")
    world.run()
    assert {p.uid: p.event.summary for p in world.calendar.read().events} == before
    (settled,) = facts(world, Settled)
    assert isinstance(settled, Settled)
    assert settled.what == "call the plumber"


def test_a_lost_database_keeps_an_open_reminder_where_it_stands(world: World, tmp_path: Path) -> None:
    before = world.one("promise-")
    world.history.close()
    world.history = History.open(tmp_path / "anew.db", "hitlist")
    world.run()
    assert world.one("promise-").event == before.event


def test_a_past_reminder_gets_its_tick_when_the_promise_is_kept_elsewhere(world: World) -> None:
    """Marked nowhere, kept by command: the reminder that is over says so, and nothing else of it changes."""
    there = world.one("promise-")
    world.now = there.event.end + timedelta(hours=2)
    world.run()
    assert f"[ ] {PLUMBER}" in block(world).event.description
    world.history.append([Settled("sam-okafor", world.now, "call the plumber", date(2026, 11, 23))], world.now)
    world.run()
    assert world.one("promise-").event.summary == f"✓ {PLUMBER}: kept"
    assert f"[ ] {PLUMBER}" not in block(world).event.description


def test_a_promise_stays_on_the_sheet_of_a_block_that_goes_on(world: World) -> None:
    """It does not jump to the next sheet while its block runs; afterwards it does, until it is kept."""
    there = block(world)
    world.now = there.event.start + timedelta(minutes=10)
    world.run()
    later = [p for p in world.ours("block-") if p.event.start > world.now]
    assert not any(LIST in p.event.description for p in later)
    world.now = there.event.end + timedelta(minutes=10)
    world.run()
    reminder = [p for p in world.ours("promise-") if p.event.summary == LIST]
    assert [p.event.start.date() for p in reminder] == [date(2026, 11, 27)]    # its day comes before the next block


def test_a_promise_by_command_is_written_at_once(world: World) -> None:
    world.history.append([Promised("dana-whitfield", NOW, "introduce Hank", None)], NOW)
    world.run()
    assert "[ ] Promised to Dana Whitfield: introduce Hank" in block(world).event.description
    reminder = world.one("retry-dana-whitfield")
    assert "You promised: introduce Hank" in reminder.event.description
    assert facts(world, Attempt) == []


def card_world(tmp_path: Path, **values: Any) -> World:
    """Eve was reached a week ago; her birthday is on 4 December, so the card goes onto Tuesday's sheet."""
    eve = replace(contact("Eve Lind", "2026-11-15 reached"), dates=(
        Anniversary("birthday", 12, 4, 1986, Span(days=7)),), **values)  # fmt: skip
    made = World(tmp_path, (eve,))
    made.run()
    return made


CARD = "Card for Eve Lind: birthday on 4 Dec (turns 40)"


def test_a_ticked_card_was_sent_and_is_contact(tmp_path: Path) -> None:
    """`[x]` on the card's line: logged once as a note that was sent, by P1 contact; nothing is logged as reached."""
    world = card_world(tmp_path)
    tick(world, CARD, "x")
    world.run()
    world.now += timedelta(days=4)
    world.run()
    (sent,) = world.marked()
    assert (sent.contact, sent.outcome, sent.channel, sent.note) == ("eve-lind", Outcome.SENT, "note", "birthday card")
    assert f"[ ] {CARD}" not in block(world).event.description
    world.history.close()


def test_a_card_without_a_block_is_marked_in_its_title(tmp_path: Path) -> None:
    world = card_world(tmp_path)
    world.hitlist = replace(world.hitlist, blocks=())
    world.run()
    there = world.one("date-")
    assert there.event.summary == CARD
    world.calendar.retitle(there.uid, f"{CARD} sent")
    world.run()
    assert [a.outcome for a in world.marked()] == [Outcome.SENT]
    assert world.one("date-").event.summary == f"✓ {CARD}: sent"
    world.history.close()


def test_a_dropped_card_is_answered_and_not_sent(tmp_path: Path) -> None:
    world = card_world(tmp_path)
    world.hitlist = replace(world.hitlist, blocks=())
    world.run()
    world.calendar.retitle(world.one("date-").uid, f"{CARD} dropped")
    world.run()
    assert world.marked() == []
    assert world.one("date-").event.summary == f"✓ {CARD}: dropped"
    world.history.close()


def test_a_lost_database_takes_a_sent_card_up_again(tmp_path: Path) -> None:
    """What our ✓ says is a card that was sent, not a person who was reached, and no second one is asked for."""
    world = card_world(tmp_path)
    world.hitlist = replace(world.hitlist, blocks=())
    world.run()
    world.calendar.retitle(world.one("date-").uid, f"{CARD} sent")
    world.run()
    world.history.close()
    world.history = History.open(tmp_path / "anew.db", "hitlist")
    world.run()
    assert [(a.outcome, a.channel) for a in world.marked()] == [(Outcome.SENT, "note")]
    assert len(world.ours("date-")) == 1
    world.history.close()


@pytest.mark.parametrize(("mark", "day"), [
    ("booked 28 May 2027", date(2027, 5, 28)), ("done", date(2027, 5, 21)), ("booked: 2027-06-04", date(2027, 6, 4)),
])
def test_a_booked_meeting_is_when_they_are_expected(tmp_path: Path, mark: str, day: date) -> None:
    six = replace(contact("The walking six", "2026-11-21 10:00 reached"), book_ahead=Span(months=6))
    world = World(tmp_path, (six,))
    world.hitlist = replace(world.hitlist, blocks=())
    world.run()
    there = world.one("book-")
    assert there.event.summary == "Book the next meeting with The walking six, for about 21 May 2027"
    world.calendar.retitle(there.uid, f"{there.event.summary} {mark}")
    report = world.run()
    (booked,) = facts(world, Booked)
    assert isinstance(booked, Booked)
    assert booked.day == day
    wish = report.plan.standings["the-walking-six"].wish
    assert wish is not None
    assert wish.due == day
    assert world.one("book-").event.summary == f"✓ {there.event.summary}: booked {day.isoformat()}"
    world.history.close()


def test_the_next_meeting_may_stand_in_the_note_of_this_one(tmp_path: Path) -> None:
    """`[x] Coffee with Mia: next 12 Nov` on a sheet: reached, booked, and nobody asks for the next meeting."""
    mia = replace(contact("Mia", "2026-05-20 reached", via=("coffee",)), book_ahead=Span(months=6))
    world = World(tmp_path, (mia,))
    world.run()
    there = block(world)
    line = next(one for one in there.event.description.split("\n") if one.startswith("[ ] Coffee"))
    world.now = there.event.end + timedelta(hours=1)
    text = there.event.description.replace(line, f"[x]{line[3:]}: next 12 Nov")
    world.calendar.rewrite(there.uid, text)
    report = world.run()
    (met,) = world.marked()
    assert (met.outcome, met.note) == (Outcome.REACHED, "next 12 Nov")
    assert list(report.plan.tasks.open) == ["meeting/mia-20271112-1"]
    wish = report.plan.standings["mia"].wish
    assert wish is not None
    assert (wish.due, wish.anchor) == (date(2027, 11, 12), date(2027, 11, 13))      # on the day they meet
    coming = [p for p in world.ours("block-") if p.event.start > world.now]
    assert coming
    assert not any("Book the next" in p.event.description for p in coming)
    assert world.ours("book-") == []
    world.history.close()


def test_a_meeting_booked_in_the_hit_list(tmp_path: Path) -> None:
    """A line of `log:` does what the command does; one that is dated ahead has not happened."""
    met = contact("The walking six", "2026-11-21 10:00 reached")
    line = Booked("the-walking-six", datetime(2026, 11, 21, 7, tzinfo=UTC), date(2027, 5, 28), "hitlist")
    six = replace(met, book_ahead=Span(months=6), booked=(replace(line, at=NOW + timedelta(days=1)),))
    world = World(tmp_path, (six,))
    world.run()
    assert "[ ] Book the next meeting" in block(world).event.description
    world.hitlist = replace(world.hitlist, contacts=(replace(six, booked=(line,)),))
    report = world.run()
    assert "Book the next meeting" not in block(world).event.description
    wish = report.plan.standings["the-walking-six"].wish
    assert wish is not None
    assert wish.due == date(2027, 5, 28)
    assert facts(world, Booked) == []
    world.history.close()


@pytest.mark.parametrize(("behind", "day"), [(" 28 May 2027", date(2027, 5, 28)), ("", date(2027, 5, 21))])
def test_a_ticked_booking_names_its_day(tmp_path: Path, behind: str, day: date) -> None:
    six = replace(contact("The walking six", "2026-11-21 10:00 reached"), book_ahead=Span(months=6))
    world = World(tmp_path, (six,))
    world.run()
    tick(world, "Book the next meeting with The walking six, for about 21 May 2027", "x", behind)
    world.run()
    world.now += timedelta(days=4)
    world.run()
    (booked,) = facts(world, Booked)
    assert isinstance(booked, Booked)
    assert booked.day == day
    assert world.marked() == []
    world.history.close()


@pytest.mark.parametrize(("line", "days"), [
    ("Book the next meeting with The walking six, for about 28 May 2027", [date(2027, 5, 28)]),
    ("Book the next meeting with The walking six, for about 28 May", [date(2027, 5, 28)]),
    ("Book the next meeting with The walking six, for about soon", []),
    ("Book the next meeting 28 May with The walking six, for about 21 May 2027", []),
])
def test_the_day_of_a_meeting_may_take_the_place_of_the_proposed_one(
    tmp_path: Path, line: str, days: list[date]
) -> None:
    """Overwriting the proposed day is an answer too. What cannot be read books nothing, and never counts as contact."""
    six = replace(contact("The walking six", "2026-11-21 10:00 reached"), book_ahead=Span(months=6))
    world = World(tmp_path, (six,))
    world.run()
    there, ours = block(world), "[ ] Book the next meeting with The walking six, for about 21 May 2027"
    assert ours in there.event.description
    world.calendar.rewrite(there.uid, there.event.description.replace(ours, f"[x] {line}"))
    world.run()
    assert [fact.day for fact in facts(world, Booked) if isinstance(fact, Booked)] == days
    assert facts(world, Attempt) == []
    world.history.close()


def test_a_day_without_its_year_means_the_same_day_a_year_later(tmp_path: Path) -> None:
    """A ticked line stays on its sheet, and is read again in every pass: "3 Dec" is one booking and no second one."""
    six = replace(contact("The walking six", "2026-11-21 10:00 reached"), book_ahead=Span(days=14))
    world = World(tmp_path, (six,))
    world.run()
    world.now = block(world).event.end + timedelta(hours=1)
    world.run()
    past = block(world)
    assert past.event.end < world.now
    text = past.event.description
    act = next(line for line in text.split("\n") if line.startswith("[ ] Book the next"))
    world.calendar.rewrite(past.uid, text.replace(act, f"[x]{act[3:]} 3 Dec"))
    for _ in range(3):
        world.run()
        world.now += timedelta(days=7)
    assert [fact.day for fact in facts(world, Booked) if isinstance(fact, Booked)] == [date(2026, 12, 3)]
    world.history.close()
