"""Words behind an answer that evidence gave, and on a reminder at a meeting: a note, or that it was not so."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from followupd.calendars.memory import MemoryCalendar
from followupd.core.reasons import PassedUnanswered
from followupd.core.values.facts import Attempt, EvidenceRule, Noticed, Outcome, Retracted
from followupd.core.values.hitlist import Mode, Noticing
from followupd.core.values.record import Facts
from followupd.core.values.sightings import evidence_of
from followupd.passes.outlook import look
from tests.kit.desks import UserDesk
from tests.kit.phones import contact, desk_of
from tests.passes.test_at_meetings import AtMeetings
from tests.passes.test_lunch import AT_REMINDER, FRIDAY, due, retitle
from tests.passes.test_noticed import NUMBER, PhoneInMemory, call_at_reminder
from tests.passes.test_noticed_meetings import AFTER, LUNCH, NOW, MeetingHome

MET = "✓ Call Dana Whitfield: met (calendar)"
WAITS = "Meet Dana Whitfield"
LATER = FRIDAY + timedelta(minutes=5)


@pytest.fixture
def met(tmp_path: Path) -> MeetingHome:
    """Her reminder says that they met."""
    made = MeetingHome(tmp_path)
    made.lists()
    made.holds()
    made()
    made.holds(AT_REMINDER)
    made(FRIDAY)
    assert [one.event.summary for one in made.events()] == [MET]
    return made


@pytest.fixture
def waits(tmp_path: Path) -> MeetingHome:
    """Her reminder waits at the lunch."""
    made = MeetingHome(tmp_path)
    made.lists()
    made.holds(LUNCH)
    made()
    assert made.titles() == [WAITS]
    return made


def attempts(home: MeetingHome) -> list[tuple[Outcome, str, datetime]]:
    return [(one.outcome, one.note, one.at) for one in Facts(home.facts()).all.attempts]


def counting(home: MeetingHome) -> list[str]:
    return [fact.what for fact in Facts(home.facts()).all.noticed]


NOTES = {
    "{} talked about the loan": "about the loan", "{}: she moves to Berlin": "she moves to Berlin",
    "{} - her new studio": "her new studio", "{}, back on Monday": "back on Monday",
    "{} she moves to Berlin": "she moves to Berlin",
}


@pytest.mark.parametrize(("title", "note"), NOTES.items())
def test_they_are_the_note(met: MeetingHome, title: str, note: str) -> None:
    """Of that meeting, at its time; it counts once, and the text says it."""
    retitle(met, MET, title.format(MET))
    met(LATER)
    assert attempts(met) == [(Outcome.REACHED, note, datetime(2026, 11, 27, 19, tzinfo=UTC))]
    status = look(met.config, lambda _: LATER).status("dana-whitfield")
    assert [one.note for one in status.timeline.attempts if one.outcome is Outcome.REACHED] == [note]
    (event,) = (one.event for one in met.events() if "✓" in one.event.summary)
    assert note in event.description
    assert [fact for fact in met.facts() if isinstance(fact, Retracted)] == []


def test_a_wish_in_them_is_read(met: MeetingHome) -> None:
    """As on any event that was ticked."""
    retitle(met, MET, f"{MET}: call again on 4 Jan")
    met(LATER)
    next_try = look(met.config, lambda _: LATER).status("dana-whitfield").next_try
    assert next_try is not None
    assert next_try.anchor == date(2027, 1, 4)


def test_undone_the_meeting_counts_without_them(met: MeetingHome) -> None:
    retitle(met, MET, f"{MET} talked about the loan")
    met(LATER)
    retitle(met, "✓ Call Dana Whitfield: reached", "✓ Call Dana Whitfield: reached undo")
    met(LATER + timedelta(minutes=5))
    assert attempts(met) == []
    assert counting(met) == ["Lunch"]
    assert [one.event.summary for one in met.events()] == [MET]


def test_doubts_are_asked_about(met: MeetingHome) -> None:
    retitle(met, MET, f"{MET} maybe not")
    met(LATER)
    assert [one.event.summary for one in met.events()] == [f"? {MET} maybe not"]
    assert counting(met) == ["Lunch"]


NOT_MET = ["{} no", "{} cancelled", "{}: she cancelled", "{} didn't come", "{} did not meet", "Cancelled: {}", "no",
           "{}: Dana didn't show up", "{} no show"]


@pytest.mark.parametrize("title", [*NOT_MET, "[-] {}", "{} [-]", "[-]"])
def test_a_meeting_to_come_that_does_not_take_place(waits: MeetingHome, title: str) -> None:
    """No contact: her retry comes back, waits no more, and nothing is noticed afterwards."""
    retitle(waits, WAITS, title.format(WAITS))
    report = waits()
    assert "Not counted, as you said: the meeting with Dana Whitfield, Thu 26 Nov 12:00." in report.lines()
    assert not any(line.startswith(("Noticed", "Logged")) for line in report.lines())
    assert waits.titles() == ["Call Dana Whitfield"]
    waits(AFTER)
    assert (attempts(waits), counting(waits)) == ([], [])
    assert waits.titles(AFTER) == ["Call Dana Whitfield"]


@pytest.mark.parametrize("title", [*NOT_MET, "[-] {}", "{} [-]", "[-]"])
def test_a_meeting_that_did_not_take_place(waits: MeetingHome, title: str) -> None:
    """Written before the pass after it: the event says so."""
    retitle(waits, WAITS, title.format(WAITS))
    waits(AFTER)
    assert (attempts(waits), counting(waits)) == ([], [])
    past = [one.event.summary for one in waits.events() if one.event.start < AFTER]
    assert past == ["– not met: Meet Dana Whitfield"]
    assert waits.titles(AFTER) == ["Call Dana Whitfield"]


@pytest.mark.parametrize("title", [*NOT_MET, "[-] Meet Dana Whitfield", "[-]"])
def test_after_it_was_noticed(waits: MeetingHome, title: str) -> None:
    """It is taken back, and the event does not say that nobody tried."""
    waits(AFTER)
    ours = "✓ Meet Dana Whitfield: met (calendar)"
    retitle(waits, ours, title.format(ours))
    waits(AFTER + timedelta(minutes=5))
    waits(AFTER + timedelta(days=2))
    assert (attempts(waits), counting(waits)) == ([], [])
    assert "– not met: Meet Dana Whitfield" in [one.event.summary for one in waits.events()]


def test_the_texts_after_it(waits: MeetingHome) -> None:
    """The event says that they did not meet, and the new reminder and `why` blame nobody for it."""
    waits(AFTER)
    ours, now = "✓ Meet Dana Whitfield: met (calendar)", AFTER + timedelta(minutes=5)
    retitle(waits, ours, f"{ours} no")
    waits(now)
    past, reminder = sorted((one.event for one in waits.events()), key=lambda one: one.start)[:2]
    assert (past.summary, past.description.startswith("You did not meet.\n")) == (f"– not met: {WAITS}", True)
    assert "You meet then" not in past.description
    assert "If you did not meet" not in past.description
    assert reminder.summary == "Call Dana Whitfield"
    assert "You have not got to it yet" not in reminder.description
    reasons = look(waits.config, lambda _: now).status("dana-whitfield").reasons
    assert [one for one in reasons if isinstance(one, PassedUnanswered)] == []
    waits(now + timedelta(days=2))
    reasons = look(waits.config, lambda _: now + timedelta(days=2)).status("dana-whitfield").reasons
    assert [one.stood for one in reasons if isinstance(one, PassedUnanswered)] == [reminder.start]


def test_moved_afterwards_it_counts(waits: MeetingHome) -> None:
    """A meeting that is off on one day may be held on another."""
    retitle(waits, WAITS, f"{WAITS} cancelled")
    waits()
    waits.holds(LUNCH.replace("20261126", "20261130"))
    waits()
    assert waits.titles() == [WAITS]
    waits(AFTER + timedelta(days=4))
    assert counting(waits) == ["Lunch"]


@pytest.mark.parametrize("said", ["no: she was ill", "didn't come, her son was ill"])
def test_a_note_beside_it_is_asked_about(waits: MeetingHome, said: str) -> None:
    """There is no try whose note it could be."""
    retitle(waits, WAITS, f"{WAITS} {said}")
    waits()
    (event,) = (one.event for one in waits.events())
    assert "this says that you did not meet" in " ".join(event.description.split())
    assert waits.titles() == [f"? {WAITS} {said}"]


def test_the_text_says_how(waits: MeetingHome) -> None:
    (event,) = (one.event for one in waits.events())
    assert "If you did not meet, put that into the title: no, or didn't come." in event.description.split("\n")


def test_a_try_before_the_meeting_is_one(waits: MeetingHome) -> None:
    retitle(waits, WAITS, f"{WAITS} na")
    waits.a_pass(NOW)
    assert [(outcome, note) for outcome, note, _ in attempts(waits)] == [(Outcome.NO_ANSWER, "")]


Desk = UserDesk[MemoryCalendar]


@pytest.fixture
def phone() -> PhoneInMemory:
    return PhoneInMemory()


@pytest.fixture
def desk(tmp_path: Path, phone: PhoneInMemory) -> Iterator[Desk]:
    """Sam, who has a reminder, and a call log of which everything counts that is sure."""
    sam = replace(contact("Sam", "2026-07-01 reached, his new boat"), phones=(NUMBER,), emails=("sam@example.com",))
    made = desk_of(tmp_path, (sam,))
    made.hitlist = replace(made.hitlist, blocks=(), noticed=Noticing(calls=Mode.YES))
    made.evidence = (phone,)
    made.run()
    made.now += timedelta(hours=1)
    yield made
    made.history.close()


@pytest.mark.parametrize("said", ["na", "no answer", "[-]"])
def test_the_same_said_again_is_no_second_try(desk: Desk, phone: PhoneInMemory, said: str) -> None:
    """Where we wrote "no answer (call log)"; a dash takes it back, as everywhere."""
    uid = call_at_reminder(desk, phone, seconds=0)
    ours = desk.title(uid)
    assert ours == "✓ Call Sam: no answer (call log)"
    desk.calendar.retitle(uid, f"{ours} {said}")
    desk.now += timedelta(minutes=1)
    desk.run()
    dash = said == "[-]"
    assert (desk.tries(), len(desk.facts(Retracted))) == ([], dash)
    assert desk.title(uid) == (ours if not dash else "Call Sam: his new boat")


def test_what_was_sent_has_no_answer(desk: Desk) -> None:
    """`na` behind "sent (mailbox)" says nothing new."""
    there = next(one for one in desk.ours("") if one.event.start > desk.now)
    desk.now = there.event.start + timedelta(minutes=30)
    at = there.event.start + timedelta(minutes=5)
    mail = Noticed("sam", at, Outcome.SENT, "email", EvidenceRule.SENT, evidence_of("mail"), True, "Sent")
    desk.history.append([mail], desk.now)
    desk.run()
    ours = desk.title(there.uid)
    assert ours == "✓ Call Sam: sent (mailbox)"
    desk.calendar.retitle(there.uid, f"{ours} na")
    desk.run()
    assert (desk.tries(), desk.title(there.uid)) == ([], ours)
    desk.calendar.retitle(there.uid, f"{ours}: about the boat")
    desk.run()
    (told,) = desk.facts(Attempt)
    assert (told.at, told.outcome, told.channel, told.note) == (at, Outcome.SENT, "email", "about the boat")


def test_evidence_while_it_waits_at_a_meeting_says_what_it_is(tmp_path: Path) -> None:
    """A reply before the meeting: the reminder is moved there as that of a try, for they have not met."""
    home = AtMeetings(tmp_path)
    home.lists()
    home.holds(LUNCH)
    home()
    uid, now = home.of_dana()[0], NOW + timedelta(hours=1)
    at = NOW + timedelta(minutes=30)
    reply = Noticed("dana-whitfield", at, Outcome.REACHED, "email", EvidenceRule.REPLIED, evidence_of("m"))
    with home.opened() as sources:
        sources.history.append([reply], now)
    home(now)
    (event,) = (one.event for one in home.events() if one.uid == uid)
    assert (event.summary, event.start) == ("✓ Call Dana Whitfield: reached (mailbox)", at)
    retitle(home, event.summary, f"{event.summary} undo")
    home(now + timedelta(minutes=5))
    home(now + timedelta(days=3))
    (back,) = (one.event for one in home.events() if one.uid == uid)
    assert back.summary == "Call Dana Whitfield"
    assert "You meet then" not in back.description
    assert "If you did not meet" not in back.description
    assert "You last spoke on 18 August: plans the studio" in back.description


def test_due_counts_from_the_meeting(met: MeetingHome) -> None:
    retitle(met, MET, f"{MET} talked about the loan")
    met(LATER)
    assert due(met, LATER) == date(2027, 2, 27)


def test_asked_about_a_meeting_nobody_says_that_it_was_not_tried(tmp_path: Path) -> None:
    """The reminder that waited there says nothing, while a question stands and after it was answered."""
    home = MeetingHome(tmp_path)
    home.lists("busy: [work.ics]\nnoticed: {meetings: ask}")
    home.holds(LUNCH)
    home()
    home(AFTER)
    home(AFTER + timedelta(days=2))
    assert WAITS in [one.event.summary for one in home.events()]
    question = next(one.event.summary for one in home.events() if one.event.summary.startswith("Did you meet"))
    retitle(home, question, f"{question} no")
    home(AFTER + timedelta(days=2, minutes=5))
    home(AFTER + timedelta(days=9))
    assert [one.event.summary for one in home.events() if one.event.start < AFTER] == [WAITS]


def test_moved_to_a_call_that_was_taken_back_it_says_nothing(desk: Desk, phone: PhoneInMemory) -> None:
    """No reminder was there at that time, so none passed unused."""
    uid = next(one.uid for one in desk.ours("") if one.event.start > desk.now)
    phone.call(desk.now - timedelta(minutes=30))
    desk.run()
    assert desk.title(uid) == "✓ Call Sam: reached (call log)"
    desk.undo()
    for days in (0, 2, 9):
        desk.now += timedelta(days=days, minutes=1)
        desk.run()
        assert "not tried" not in desk.title(uid)
        assert "✓" not in desk.title(uid)
