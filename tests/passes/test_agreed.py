"""A day on which to meet, written on any try: the row of tries is over, and the meeting has its time; whole passes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta
from pathlib import Path

import pytest

from followupd.calendars.memory import MemoryCalendar
from followupd.core.values.facts import Attempt, Booked, Outcome
from followupd.core.values.record import Facts
from followupd.history.store import History
from tests.kit.desks import UserDesk
from tests.kit.people import local
from tests.kit.phones import NOW, block, contact, desk_of, tick

THURSDAY, THREE, NIGHT = date(2026, 11, 26), time(15), timedelta(hours=8)


def tried(folder: Path, channel: str, *, blocks: bool = False) -> UserDesk[MemoryCalendar]:
    """Maya was tried on Friday, and has a reminder to come; with `blocks`, a line on Tuesday's sheet instead."""
    log = "2026-07-01 reached" if blocks else f"2026-11-20 14:10 {channel} sent"
    maya = replace(contact("Maya", log, via=(channel,)), phones=("+1 303 555 0142",), emails=("maya@example.com",))
    desk = desk_of(folder, (maya,))
    desk.hitlist = replace(desk.hitlist, blocks=desk.hitlist.blocks if blocks else ())
    desk.run()
    return desk


def attempts(desk: UserDesk[MemoryCalendar]) -> list[Attempt]:
    """Return the tries that count."""
    return list(Facts(desk.history.facts()).all.attempts)


@pytest.mark.parametrize(
    ("channel", "ours", "meeting", "minutes"),
    [
        ("coffee", "Ask Maya for a coffee", "Coffee with Maya", 60),
        ("phone", "Call Maya", "Meeting with Maya", 60),
        ("email", "Email Maya", "Meeting with Maya", 60),
        ("video", "Video call with Maya", "Meeting with Maya", 30),
        ("chess", "Contact Maya (chess)", "Meeting with Maya", 60),
    ],
)
def test_a_day_on_a_reminder_is_that_of_the_meeting(
    tmp_path: Path, channel: str, ours: str, meeting: str, minutes: int
) -> None:
    """She has answered and the row of tries is over: no other item of hers comes before or beside the meeting."""
    desk = tried(tmp_path, channel)
    there = desk.one("retry-")
    assert there.event.summary == ours
    desk.calendar.retitle(there.uid, f"{ours}: booked Thu 15:00")
    report = desk.run()
    assert [(b.day, b.time, b.event, b.channel) for b in desk.facts(Booked)] == [
        (THURSDAY, THREE, there.uid, channel),
    ]
    (answer,) = attempts(desk)
    assert (answer.outcome, answer.channel, answer.event) == (Outcome.REACHED, channel, there.uid)
    answered = desk.one("retry-")
    assert answered.event.summary == f"✓ {ours}: booked Thu 26 Nov 15:00"
    event = desk.one("meeting-").event
    assert (event.summary, local(event.start), event.interval.length, event.busy) == (
        meeting, "Thu 26 Nov 15:00", timedelta(minutes=minutes), True,
    )
    assert "You last met" not in event.description          # they have agreed, and not met
    timeline = report.plan.statuses["maya"].timeline
    assert (timeline.series, timeline.rest, timeline.last_contact) == ((), None, answer)
    assert [one.event.summary for one in desk.ours("due-") if one.event.start < event.end + NIGHT] == []
    desk.calendar.delete(answered.uid)                         # tidied away: it was answered
    desk.run()
    assert desk.one("meeting-").event == event
    desk.history.close()


def said_later(desk: UserDesk[MemoryCalendar]) -> str:
    """Return what her next event after the winter says about the last contact."""
    desk.now = NOW + timedelta(days=85)
    desk.run()
    (event,) = [one.event for one in desk.ours("due-") if one.event.start > desk.now]
    (line,) = [line for line in event.description.split("\n") if "last" in line]
    return line


def mark(desk: UserDesk[MemoryCalendar], words: str) -> None:
    """Write words behind the title of the open try."""
    there = desk.one("retry-")
    desk.calendar.retitle(there.uid, f"{there.event.summary}: {words}")


@pytest.mark.parametrize("off", ["deleted", "dropped", "had to cancel"])
def test_a_meeting_that_was_called_off_was_not_met(tmp_path: Path, off: str) -> None:
    """P12: they were in touch, even if the meeting is off."""
    desk = tried(tmp_path, "coffee")
    mark(desk, "booked Thu 15:00")
    desk.run()
    if off == "deleted":
        desk.calendar.delete(desk.one("meeting-").uid)
    else:
        desk.calendar.retitle(desk.one("meeting-").uid, f"Coffee with Maya {off}")
    desk.run()
    assert said_later(desk) == "You were last in touch on 22 November."
    desk.history.close()


def test_how_a_meeting_was_is_asked_about_before_it_begins(tmp_path: Path) -> None:
    """P13: "fine" may be what she said to the day. Afterwards it says that they met."""
    desk = tried(tmp_path, "coffee")
    mark(desk, "booked Thu 15:00")
    desk.run()
    meeting = desk.one("meeting-")
    desk.calendar.retitle(meeting.uid, "Coffee with Maya fine")
    (question,) = desk.run().questions
    assert '"fine", and this is still to come' in question
    desk.now = meeting.event.end
    assert desk.run().questions == ()
    assert desk.calendar.event(meeting.uid).event.summary == "✓ Coffee with Maya: reached"
    desk.history.close()


@pytest.mark.parametrize("channel", ["coffee", "video", "phone"])
def test_a_mark_that_is_read_days_later_is_an_agreement_too(tmp_path: Path, channel: str) -> None:
    """P12: the answer is dated on the day of the reminder, whenever the mark is read."""
    desk = tried(tmp_path, channel)
    there = desk.one("retry-")
    desk.now = there.event.end + timedelta(days=3)
    mark(desk, "booked 10 Dec 15:00")
    desk.run()
    (answer,) = attempts(desk)
    (booked,) = desk.facts(Booked)
    assert answer.at == there.event.start
    assert booked.at == desk.now
    text = desk.one("meeting-").event.description
    assert f"You were last in touch on {answer.at:%-d} November." in text
    desk.history.close()


def test_an_agreement_from_the_command_line_is_one(tmp_path: Path) -> None:
    desk = tried(tmp_path, "coffee")
    answered = Attempt("maya", desk.now, Outcome.REACHED, "coffee")
    desk.history.append([answered, Booked("maya", desk.now, THURSDAY, channel="coffee")], desk.now)
    desk.run()
    assert "You were last in touch on 22 November." in desk.one("meeting-").event.description
    desk.calendar.delete(desk.one("meeting-").uid)
    assert said_later(desk) == "You were last in touch on 22 November."
    desk.history.close()


def test_an_invitation_that_was_answered_is_not_a_meeting(tmp_path: Path) -> None:
    desk = tried(tmp_path, "coffee")
    mark(desk, "answered")
    desk.run()
    assert [(one.outcome, one.channel) for one in attempts(desk)] == [(Outcome.REACHED, "coffee")]
    assert said_later(desk) == "You were last in touch on 22 November."
    desk.history.close()


@pytest.mark.parametrize("channel", ["coffee", "phone"])
@pytest.mark.parametrize("words", ["met", "Met: two hours, and cake", "met, and it was late"])
def test_who_met_is_said_to_have_met(tmp_path: Path, words: str, channel: str) -> None:
    """P12: the word on an invitation or any other try says it; `answered` before it did not, and is corrected by it."""
    desk = tried(tmp_path, channel)
    mark(desk, "answered")
    desk.run()
    desk.now += timedelta(hours=1)
    there = desk.one("retry-")
    desk.calendar.retitle(there.uid, f"{there.event.summary} {words}")
    desk.run()
    assert [(one.outcome, one.channel, one.met) for one in attempts(desk)] == [(Outcome.REACHED, channel, True)]
    assert desk.one("retry-").event.summary.startswith("✓ ")
    assert said_later(desk).startswith("You last met on 22 November")
    desk.history.close()


@pytest.mark.parametrize(("words", "said"), [("met", "You last met on"), ("answered", "You were last in touch on")])
def test_who_met_is_said_to_have_met_behind_a_line_too(tmp_path: Path, words: str, said: str) -> None:
    desk = tried(tmp_path, "coffee", blocks=True)
    sheet = block(desk).event.description
    line = "[ ] Ask Maya for a coffee"
    assert line in sheet
    desk.calendar.rewrite(block(desk).uid, sheet.replace(line, f"{line}: {words}"))
    desk.run()
    desk.hitlist = replace(desk.hitlist, blocks=())
    assert said_later(desk) == f"{said} 22 November."
    desk.history.close()


def test_an_invitation_that_was_answered_on_a_sheet_is_none_either(tmp_path: Path) -> None:
    desk = tried(tmp_path, "coffee", blocks=True)
    tick(desk, "Ask Maya for a coffee", "a")
    desk.run()
    desk.hitlist = replace(desk.hitlist, blocks=())
    assert said_later(desk) == "You were last in touch on 22 November."
    desk.history.close()


def test_a_coffee_that_was_logged_is_one_that_they_had(tmp_path: Path) -> None:
    """Also if the next one was booked on the same day."""
    desk = tried(tmp_path, "coffee")
    had = Attempt("maya", desk.now - timedelta(hours=2), Outcome.REACHED, "coffee")
    desk.history.append([had, Booked("maya", desk.now, THURSDAY, channel="coffee")], desk.now)
    desk.run()
    assert "You last met on 22 November." in desk.one("meeting-").event.description
    desk.history.close()


@pytest.mark.parametrize(("channel", "said"), [("coffee", "You asked"), ("email", "You wrote"), ("text", "You wrote")])
def test_an_invitation_is_not_reported_as_a_message(tmp_path: Path, channel: str, said: str) -> None:
    """P12: after a mark on the invitation the next one says what was done by that channel."""
    desk = tried(tmp_path, channel)
    there = desk.one("retry-")
    desk.now = there.event.end
    desk.calendar.retitle(there.uid, f"{there.event.summary} ok")
    desk.run()
    (coming,) = [one.event for one in desk.ours("retry-") if one.event.start > desk.now]
    assert f"{said} on 27 November and no reply came: time to try again." in coming.description
    desk.quiet()
    desk.history.close()


@pytest.mark.parametrize("words", [
    " agreed Thu 15:00", ": booked Thu 26 Nov 15:00", ": yes, Thursday 26 November 15:00", ": yes, Thu 15:00",
    " - Booked: for Thursday 15:00", " yes Thursday at 3pm",
])
def test_it_is_said_in_many_ways(tmp_path: Path, words: str) -> None:
    desk = tried(tmp_path, "coffee")
    there = desk.one("retry-")
    desk.calendar.retitle(there.uid, f"{there.event.summary}{words}")
    desk.run()
    assert [(b.day, b.time) for b in desk.facts(Booked)] == [(THURSDAY, THREE)]
    desk.history.close()


@pytest.mark.parametrize(("channel", "line"), [
    ("coffee", "Ask Maya for a coffee"), ("phone", "Call Maya"), ("email", "Email Maya"),
])
@pytest.mark.parametrize("box", ["x", "a"])
def test_a_day_behind_a_line_is_the_day_of_the_meeting_too(tmp_path: Path, channel: str, line: str, box: str) -> None:
    """Whatever was ticked beside it, also if the sheet is read again later, and after a lost database."""
    desk = tried(tmp_path, channel, blocks=True)
    tick(desk, line, box, ": booked Thu 15:00")
    sheet = block(desk)
    desk.run()
    assert [(b.day, b.time, b.event, b.channel) for b in desk.facts(Booked)] == [
        (THURSDAY, THREE, sheet.uid, channel),
    ]
    assert [(a.outcome, a.channel) for a in attempts(desk)] == [(Outcome.REACHED, channel)]
    assert local(desk.one("meeting-").event.start) == "Thu 26 Nov 15:00"
    desk.now = sheet.event.end + timedelta(hours=1)
    desk.run()
    assert (len(desk.facts(Booked)), len(attempts(desk))) == (1, 1)
    desk.history.close()


def test_the_tick_counts_if_only_the_day_behind_it_is_unclear(tmp_path: Path) -> None:
    """P11: she was spoken with, and the day is asked about until it is right."""
    desk = tried(tmp_path, "phone", blocks=True)
    tick(desk, "Call Maya", "x", ": booked Wed 26 Nov 15:00")
    for _ in range(2):
        report = desk.run()
        assert [(a.outcome, a.channel) for a in attempts(desk)] == [(Outcome.REACHED, "phone")]
        assert desk.facts(Booked) == []
        assert "26 Nov 2026 is a Thursday" in block(desk).event.description
        assert len(report.questions) == 1
    assert report.changes == ()
    sheet = block(desk)
    right = sheet.event.description.replace("Maya: booked Wed", "Maya: booked Thu")
    desk.calendar.rewrite(sheet.uid, right)
    report = desk.run()
    assert (len(attempts(desk)), [b.day for b in desk.facts(Booked)]) == (1, [THURSDAY])
    assert report.questions == ()
    assert "is a Thursday" not in block(desk).event.description
    desk.history.close()


@pytest.mark.parametrize("box", ["-", "v"])
def test_no_answer_is_not_an_agreement(tmp_path: Path, box: str) -> None:
    desk = tried(tmp_path, "phone", blocks=True)
    tick(desk, "Call Maya", box, ": booked Thu 15:00")
    report = desk.run()
    assert (attempts(desk), desk.facts(Booked)) == ([], [])
    assert len(report.questions) == 1
    desk.history.close()


@pytest.mark.parametrize(("words", "why"), [
    ("booked Thu 15:00, but she cancelled", "says more than a day and a time. Write booked Thu 15:00."),
    ("agreed Thu 15:00 if Tom can", "says more than a day and a time. Write booked Thu 15:00."),
    ("yes Thursday", "may put it off, or be the day on which you meet. Write later Thu, or booked Thu 15:00."),
    ("booked Wed 26 Nov 15:00", "26 Nov 2026 is a Thursday. Write one of them."),
    ("booked 26.11. 15:00", "is not a day. Write Thursday, 28 Nov, 2026-11-28 or in 3 days, with a time"),
    ("agreed on Thursday or so, three o'clock", "says more than a day and a time"),
])
def test_what_is_not_a_day_is_asked_about(tmp_path: Path, words: str, why: str) -> None:
    """P11, P13: neither guessed nor ignored; the question is one sentence with one full stop."""
    desk = tried(tmp_path, "coffee")
    there = desk.one("retry-")
    desk.calendar.retitle(there.uid, f"{there.event.summary} {words}")
    report = desk.run()
    assert desk.facts(Booked) == []
    (question,) = report.questions
    asked = desk.one("retry-").event.description
    for text in (question, asked):
        assert words.removeprefix("booked ") in text
        assert why in text
        assert ".." not in text
    desk.history.close()


@pytest.mark.parametrize(("words", "note"), [
    ("booked Thu 15:00, her place", "her place"), ("agreed Thu 15:00 at Blue Bottle", "at Blue Bottle"),
])
def test_what_follows_the_day_is_the_note(tmp_path: Path, words: str, note: str) -> None:
    desk = tried(tmp_path, "coffee")
    there = desk.one("retry-")
    desk.calendar.retitle(there.uid, f"{there.event.summary} {words}")
    assert desk.run().questions == ()
    assert [(fact.day, fact.time) for fact in desk.facts(Booked)] == [(date(2026, 11, 26), time(15))]
    assert [attempt.note for attempt in attempts(desk)] == [note]
    desk.history.close()


@pytest.mark.parametrize("words", ["yes", "agreed to send the deck", "booked"])
def test_without_a_day_nothing_is_booked(tmp_path: Path, words: str) -> None:
    desk = tried(tmp_path, "phone", blocks=True)
    tick(desk, "Call Maya", "x", f": {words}")
    desk.run()
    assert desk.facts(Booked) == []
    assert [(a.outcome, a.note) for a in desk.facts(Attempt)] == [(Outcome.REACHED, words)]
    desk.history.close()


def test_it_is_known_again_after_the_database_was_lost(tmp_path: Path) -> None:
    """The day from our sign on the answered reminder, its time from the meeting; and nothing moves."""
    desk = tried(tmp_path, "coffee")
    there = desk.one("retry-")
    desk.calendar.retitle(there.uid, f"{there.event.summary}: booked Thu 15:00")
    desk.run()
    before = desk.one("meeting-").event
    desk.history.close()
    desk.history = History.open(tmp_path / "again.db", "hitlist")
    desk.run()
    after = desk.one("meeting-").event
    assert (after.summary, after.interval) == (before.summary, before.interval)
    assert [(b.day, b.time) for b in desk.facts(Booked)][-1] == (THURSDAY, THREE)
    assert [one.event.summary for one in desk.ours("due-") if one.event.start < after.end + NIGHT] == []
    desk.history.close()


def test_ok_on_the_meeting_says_that_they_met(tmp_path: Path) -> None:
    """On the invitation it says that she was asked."""
    desk = tried(tmp_path, "coffee")
    there = desk.one("retry-")
    desk.calendar.retitle(there.uid, f"{there.event.summary}: booked Thu 15:00")
    desk.run()
    desk.now = desk.one("meeting-").event.end + timedelta(hours=1)
    desk.calendar.retitle(desk.one("meeting-").uid, "Coffee with Maya ok")
    desk.run()
    agreed, met = attempts(desk)
    assert [(a.outcome, a.channel) for a in (agreed, met)] == [(Outcome.REACHED, "coffee")] * 2
    assert met.event == desk.one("meeting-").uid
    assert said_later(desk) == "You last met on 26 November."
    desk.history.close()


@pytest.mark.parametrize(("words", "note"), [
    ("asked", ""), ("invited her", ""), ("asked, he will think about it", "he will think about it"),
])
def test_asked_is_an_invitation_that_was_made(tmp_path: Path, words: str, note: str) -> None:
    """The reminder of an invitation says "asked" itself; on a call it would say nothing."""
    desk = tried(tmp_path, "coffee")
    there = desk.one("retry-")
    desk.calendar.retitle(there.uid, f"{there.event.summary} {words}")
    assert desk.run().questions == ()
    assert [(attempt.outcome, attempt.note) for attempt in attempts(desk)] == [(Outcome.SENT, note)]
    desk.history.close()


@pytest.mark.parametrize("words", [
    "he said yes", "he said no", "he can't", "he cancelled", "asked, she can't", "maybe Friday", "accepted",
])
def test_an_answer_to_an_invitation_without_a_day_is_asked_about(tmp_path: Path, words: str) -> None:
    """P11: it may be a yes, or a no to this day only."""
    desk = tried(tmp_path, "coffee")
    there = desk.one("retry-")
    desk.calendar.retitle(there.uid, f"{there.event.summary} {words}")
    assert len(desk.run().questions) == 1
    assert attempts(desk) == []
    desk.history.close()
